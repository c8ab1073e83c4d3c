"""Which language a person is answered in: the one they asked for, else the one they write in, else their app's."""

from __future__ import annotations

from bot.memory import Memory
from bot.messages import Request
from knowledge.languages import base_of


def language_for(request: Request, memory: Memory) -> str:
    """Return the language of the reply to a request (ISO 639-1)."""
    kept = memory.recall(request.conversation)
    if kept.chosen:
        return kept.language
    return _written(request) or kept.language or base_of(request.language or "")


def _written(request: Request) -> str:
    """Return the language of what a person typed, "" where it cannot be told or a button was pressed."""
    if request.skill not in (None, "ask") or not request.text or request.text.startswith("/") or "#" in request.text:
        return ""
    from bot.answers.language import told_language

    return told_language(request.text)
