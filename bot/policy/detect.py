"""From sentences to practices: which sentences state one, the most telling first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.policy.practice import Practice
from bot.policy.sentences import Sentence

#: A sentence of this strength states the practice.
STATED = 1.0
_HEADING_BONUS = 0.35
_MORE_BONUS = 0.1
#: A sentence too short says little on its own; one too long holds much else.
_SHORT_WORDS, _LONG_WORDS = 5, 90
_LENGTH_MALUS = 0.3


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that states a practice: how strongly, and where in it (the span of its telling words)."""

    practice: str
    sentence: Sentence
    strength: float
    start: int
    end: int

    @property
    def plain(self) -> str:
        """The whole sentence as it is searched."""
        return self.sentence.plain

    @property
    def meaning(self) -> str:
        """The sentence with the words that lead into it: "we never:" turns what follows."""
        return f"{self.sentence.lead} {self.sentence.plain}".strip()


def detect(practice: Practice, sentences: Iterable[Sentence]) -> tuple[Hit, ...]:
    """Return every sentence that states the practice, strongest first, earlier ones first among equals."""
    found = (hit for sentence in sentences if not sentence.is_heading and (hit := _hit(practice, sentence)))
    return tuple(sorted(found, key=lambda hit: (-hit.strength, hit.sentence.start)))


def _hit(practice: Practice, sentence: Sentence) -> Hit | None:
    if not practice.trigger.search(sentence.plain):
        return None
    plain = practice.blanks.sub(_blank, sentence.plain) if practice.blanks else sentence.plain
    matches = [(strength, match) for strength, words in practice.phrases if (match := words.search(plain))]
    if not matches:
        return None
    strength, best = max(matches, key=lambda item: item[0])
    strength += _HEADING_BONUS * bool(practice.heading.search(sentence.heading)) + _MORE_BONUS * (len(matches) - 1)
    strength -= _LENGTH_MALUS * (not _SHORT_WORDS <= len(plain.split()) <= _LONG_WORDS)
    return Hit(practice.id, sentence, strength, best.start(), best.end()) if strength >= STATED else None


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
