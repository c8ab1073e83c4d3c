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
#: Under a heading that is nothing but the name of the practice, a word will do: "24 hours" in a table of storage periods.
_SECTION_BONUS = 0.15
_MORE_BONUS = 0.1
#: A sentence too short says little on its own; one too long holds much else.
_SHORT_WORDS, _LONG_WORDS = 5, 90
_LENGTH_MALUS = 0.3
#: "We" doing something with what is "yours" is what a policy is for; "for example" and "learn more" lead away from it.
_SPEAKING = 0.15
_POINTING_MALUS = 0.25
#: A question states nothing; lists of contents are full of them.
_ASKING_MALUS = 1.5
_WE = re.compile(r"\b(?:we|our|us)\b")
_YOU = re.compile(r"\b(?:you|your|personal|users?)\b")
_POINTING = re.compile(
    r"^\W*(?:for (?:example|more|instance)|learn|please (?:see|read|refer|visit)|see|read|click|if you have|"
    r"in (?:some|certain) c)|\blearn more\b"
)
#: A sentence that is about something else as well (the children's, a sale of the firm) is not the one to quote.
_BESIDE_MALUS = 0.7
_APART_MALUS = 1.3
_LEAD_CHARACTERS = 160
#: Numbers and letters before the words of a heading: "9.", "G.", "IX)".
_NUMBERING = re.compile(
    r"(?:(?:section |article )?(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,5})[.):]\s*|\d{1,2}\s+)?(?P<words>.*?)[\s.:?!]*$", re.IGNORECASE
)
_LONGEST_HEADING = 100


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
        return f"{self.sentence.lead.rstrip(' :')} {self.sentence.plain}".strip()


@dataclass(frozen=True, slots=True)
class _Found:
    """How strongly the words of a sentence state something, and where."""

    strength: float
    start: int
    end: int


def detect(practice: Practice, sentences: Iterable[Sentence]) -> tuple[Hit, ...]:
    """Return every sentence that states the practice, strongest first, earlier ones first among equals."""
    # Long policies say many things twice.
    known: dict[tuple[str, str], _Found | None] = {}
    hits = []
    for sentence in sentences:
        if sentence.is_heading:
            continue
        key = (sentence.lead, sentence.plain)
        if key not in known:
            known[key] = _found(practice, sentence)
        hit = _hit(practice, sentence, known[key])
        hits += [hit] if hit else []
    return tuple(sorted(hits, key=lambda hit: (-hit.strength, hit.sentence.start))) or _under_heading(practice, sentences)


def _under_heading(practice: Practice, sentences: Iterable[Sentence]) -> tuple[Hit, ...]:
    """Return the first full sentence under a heading that names the practice: its words may be ones that no phrase knows."""
    if practice.section is None:
        return ()
    for sentence in sentences:
        if not sentence.is_heading and _names(practice.section, sentence.heading) and _manner(sentence.plain) >= 0:
            return (Hit(practice.id, sentence, STATED, 0, len(sentence.plain)),)
    return ()


def _names(section: re.Pattern[str], heading: str) -> bool:
    match = _NUMBERING.match(heading) if heading and len(heading) <= _LONGEST_HEADING else None
    return match is not None and section.fullmatch(match["words"]) is not None


def _hit(practice: Practice, sentence: Sentence, found: _Found | None) -> Hit | None:
    if found is None:
        return None
    strength = found.strength + _HEADING_BONUS * bool(practice.heading.search(sentence.heading))
    strength += _SECTION_BONUS * bool(practice.section and _names(practice.section, sentence.heading))
    strength -= _APART_MALUS * bool(practice.apart and practice.apart.search(sentence.heading))
    return Hit(practice.id, sentence, strength, found.start, found.end) if strength >= STATED else None


def _found(practice: Practice, sentence: Sentence) -> _Found | None:
    if not practice.trigger.search(sentence.plain):
        return None
    lead = f"{sentence.lead[-_LEAD_CHARACTERS:]} " if sentence.lead else ""
    whole = lead + sentence.plain
    if practice.needs and not practice.needs.search(whole):
        return None
    matches = _matches(practice, whole, len(lead))
    if matches and practice.blanks:
        matches = _matches(practice, practice.blanks.sub(_blank, whole), len(lead))
    if not matches:
        return None
    strength, best = max(matches, key=lambda item: item[0])
    strength += _MORE_BONUS * (len(matches) - 1) + _manner(sentence.plain)
    strength = strength - _BESIDE_MALUS if _is_beside(practice, sentence, strength) else strength
    return _Found(strength, max(0, best.start() - len(lead)), best.end() - len(lead))


def _is_beside(practice: Practice, sentence: Sentence, strength: float) -> bool:
    """Tell whether a sentence is about something else as well; one that barely states the practice is left as it is."""
    about = f"{sentence.heading.lower()} {sentence.plain}"
    return strength - _BESIDE_MALUS >= STATED and practice.beside is not None and bool(practice.beside.search(about))


def _matches(practice: Practice, text: str, after: int) -> list[tuple[float, re.Match[str]]]:
    return [(strength, match) for strength, words in practice.phrases if (match := _match(words, text, after))]


def _match(words: re.Pattern[str], text: str, after: int) -> re.Match[str] | None:
    """Return where words are found, if they reach beyond the words that lead into the sentence."""
    return next((match for match in words.finditer(text) if match.end() > after), None)


def _manner(plain: str) -> float:
    """Return what speaks for or against a sentence as the one to quote, whatever it is about."""
    words = len(plain.split())
    return (
        _SPEAKING * bool(_WE.search(plain) and _YOU.search(plain))
        - _LENGTH_MALUS * (not _SHORT_WORDS <= words <= _LONG_WORDS)
        - _POINTING_MALUS * bool(_POINTING.search(plain))
        - _ASKING_MALUS * plain.rstrip(' "').endswith("?")
    )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
