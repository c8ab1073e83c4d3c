"""Names spelt nearly right: which services have a name a slip or two away from a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.ratings.index import MIN_NEAR_LETTERS, Index
from bot.ratings.names import letters, slips
from knowledge.schema import Platform

#: The most slips that are still near.
MAX_SLIPS = 2
#: From so many letters on, two slips are still near; below, one. In a sentence a word must be longer: most are words of their own.
TWO_SLIPS_FROM = 7
TWO_SLIPS_IN_A_SENTENCE_FROM = 9


@dataclass(frozen=True, slots=True)
class Hit:
    """A service with a name near a word, and how many slips lie between them."""

    slips: int
    word: str
    platform: Platform


def near_names(tried: Iterable[str], index: Index, two_slips_from: int = TWO_SLIPS_FROM) -> list[Hit]:
    """Return which services have a name near one of the words, nearest first."""
    found = (hit for word in tried if len(word) >= MIN_NEAR_LETTERS for hit in _near(word, index, two_slips_from))
    return sorted(found, key=lambda hit: (hit.slips, hit.platform.name, hit.platform.id, hit.word))


def _near(word: str, index: Index, two_slips_from: int) -> Iterator[Hit]:
    """Yield the names near a word. One slip changes at most two different letters: that rules out most without counting."""
    own = letters(word)
    for length in range(len(word) - MAX_SLIPS, len(word) + MAX_SLIPS + 1):
        allowed = MAX_SLIPS if length >= two_slips_from else 1
        for key, theirs, platform in index.by_length.get(length, ()):
            if len(own ^ theirs) <= 2 * allowed and (n := slips(word, key, allowed)) <= allowed:
                yield Hit(n, word, platform)
