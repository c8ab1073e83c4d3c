"""Which language a person is answered in: the one they asked for, else the one they write in, else their app's."""

from __future__ import annotations

import re

from bot.memory import Memory
from bot.messages import Request
from knowledge.languages import base_of

#: Fewer letters than this are a name or a greeting and tell no language.
_MIN_LETTERS = 8
_LETTERS = re.compile(r"[^\W\d_]")


def language_for(request: Request, memory: Memory) -> str:
    """Return the language of the reply to a request (ISO 639-1)."""
    kept = memory.recall(request.conversation)
    if kept.chosen:
        return kept.language
    return _written(request) or kept.language or base_of(request.language or "")


def _written(request: Request) -> str:
    """Return the language of what a person typed, "" where it cannot be told or a button was pressed."""
    free = request.skill in (None, "ask") and "#" not in request.text
    if not free or len(_LETTERS.findall(request.text)) < _MIN_LETTERS:
        return ""
    from bot.answers.language import told_language

    return told_language(request.text)
