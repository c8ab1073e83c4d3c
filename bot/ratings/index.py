"""Platforms by everything they may be called, made once per set of platforms and looked up from then on."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from bot.ratings.names import letters, squashed, upwards, words
from knowledge.schema import Lookalike, Platform

#: A name of fewer letters is never matched by near spelling: too many words are near it.
MIN_NEAR_LETTERS = 4

Name = TypeVar("Name", bound=Hashable)
Platforms = tuple[Platform, ...]
Nearby = dict[int, list[tuple[str, frozenset[str], Platform]]]


@dataclass(frozen=True, slots=True)
class Index:
    """Platforms by address or store id, by the domain above an address, by name in words and squashed, by company.

    copies: known look-alikes by address, with the platform they are mistaken for.
    everyday: names that are ordinary words, in words: only some sentences speak of the service (bot/ratings/naming.py).
    unlike: ordinary words that are near a name and no misspelling of it.
    by_length: names and first labels of addresses with their letters, for near spelling.
    """

    by_domain: dict[str, Platforms]
    above: dict[str, Platforms]
    copies: dict[str, tuple[Platform, Lookalike]]
    by_words: dict[tuple[str, ...], Platforms]
    by_name: dict[str, Platforms]
    by_company: dict[tuple[str, ...], Platforms]
    everyday: frozenset[tuple[str, ...]]
    unlike: frozenset[str]
    by_length: Nearby


def index_of(platforms: Sequence[Platform]) -> Index:
    """Return the index of these platforms; the same tuple is indexed once."""
    return _kept(_Same(platforms)) if isinstance(platforms, tuple) else _index(platforms)


class _Same:
    """A tuple compared by identity: hashing a thousand platforms would cost as much as indexing them."""

    __slots__ = ("platforms",)

    def __init__(self, platforms: Platforms) -> None:
        self.platforms = platforms

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.platforms is self.platforms

    def __hash__(self) -> int:
        return id(self.platforms)


@lru_cache(maxsize=4)
def _kept(same: _Same) -> Index:
    return _index(same.platforms)


def _index(platforms: Sequence[Platform]) -> Index:
    named = [(words(name), platform) for platform in platforms for name in names_of(platform)]
    return Index(
        by_domain=_grouped((place.casefold(), platform) for platform in platforms for place in (*platform.domains, *platform.apps)),
        above=_grouped((above, platform) for platform in platforms for domain in platform.domains for above in upwards(domain)[1:]),
        copies={copy.domain.casefold(): (platform, copy) for platform in platforms for copy in platform.lookalikes},
        by_words=_grouped((name, platform) for name, platform in named if name),
        by_name=_grouped(("".join(name), platform) for name, platform in named if name),
        by_company=_grouped((words(platform.company), platform) for platform in platforms if platform.company),
        everyday=frozenset(words(name) for platform in platforms for name in platform.everyday),
        unlike=frozenset(squashed(word) for platform in platforms for word in platform.unlike),
        by_length=_by_length(named, platforms),
    )


def names_of(platform: Platform) -> tuple[str, ...]:
    """Return what a service may be called: id, name, aliases, and the names it had before."""
    return (platform.id, platform.name, *platform.aliases, *platform.former)


def _grouped(pairs: Iterable[tuple[Name, Platform]]) -> dict[Name, Platforms]:
    found: dict[Name, list[Platform]] = {}
    for name, platform in pairs:
        group = found.setdefault(name, [])
        if not any(platform is other for other in group):
            group.append(platform)
    return {name: tuple(group) for name, group in found.items()}


def _by_length(named: Iterable[tuple[tuple[str, ...], Platform]], platforms: Sequence[Platform]) -> Nearby:
    labels = ((squashed(domain.partition(".")[0]), platform) for platform in platforms for domain in platform.domains)
    keys = _grouped([*(("".join(name), platform) for name, platform in named), *labels])
    found: Nearby = {}
    for key in sorted(keys):
        if len(key) >= MIN_NEAR_LETTERS:
            found.setdefault(len(key), []).extend((key, letters(key), platform) for platform in keys[key])
    return found
