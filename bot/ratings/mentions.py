"""Which services a sentence names, and which of them it asks to judge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.ratings.index import Index, index_of
from bot.ratings.names import Word, spoken
from bot.ratings.naming import Place, is_judged, is_service
from bot.ratings.vocabulary import JOINING
from knowledge.schema import Platform

#: The longest name, in words.
MAX_NAME_WORDS = 5


def all_mentioned(text: str, platforms: Sequence[Platform]) -> tuple[Platform, ...]:
    """Return the services whose names stand in a text as whole words ("is virbo safe?"), in the order they come.

    A name that is an ordinary word too ("line") counts only where the sentence speaks of a service.
    """
    index = index_of(platforms)
    return _named(_meant(text, index), index)


def judged_by_name(text: str, platforms: Sequence[Platform]) -> tuple[Platform, ...]:
    """Return the services whose names a sentence judges, rates or compares, in the order they come."""
    index = index_of(platforms)
    return _named((place for row in _rows(_meant(text, index)) if is_judged(_whole(row)) for place in row), index)


def _named(places: Iterator[Place] | Sequence[Place], index: Index) -> tuple[Platform, ...]:
    found = (platform for place in places for platform in index.by_words[_folded(place.said, place.at, place.end)])
    return tuple({platform.id: platform for platform in found}.values())


def _meant(text: str, index: Index) -> list[Place]:
    """Return where services are named: every name that is no ordinary word, and those that are where the sentence says so."""
    said = spoken(text)
    runs = list(_names_in(said, index))
    certain = {n for at, end in runs if _folded(said, at, end) not in index.everyday for n in range(at, end)}
    places = (Place(said, at, end, certain.__contains__) for at, end in runs)
    return [place for place in places if place.at in certain or is_service(place, text)]


def _names_in(said: Sequence[Word], index: Index) -> Iterator[tuple[int, int]]:
    """Yield where names stand, the longest first at each place: the first word, and the one after the last."""
    at = 0
    while at < len(said):
        most = min(MAX_NAME_WORDS, len(said) - at)
        end = next((at + n for n in range(most, 0, -1) if _folded(said, at, at + n) in index.by_words), at)
        if end > at:
            yield at, end
        at = max(end, at + 1)


def _folded(said: Sequence[Word], at: int, end: int) -> tuple[str, ...]:
    return tuple(word.folded for word in said[at:end])


def _rows(places: list[Place]) -> list[list[Place]]:
    """Return names in rows: "WhatsApp, Telegram or Signal" is one."""
    rows: list[list[Place]] = []
    for place in places:
        between = place.at - rows[-1][-1].end if rows else -1
        if between == 0 or (between == 1 and place.word(place.at - 1) in JOINING):
            rows[-1].append(place)
        else:
            rows.append([place])
    return rows


def _whole(row: list[Place]) -> Place:
    """Return a row of names as one place."""
    return Place(row[0].said, row[0].at, row[-1].end, row[0].named)
