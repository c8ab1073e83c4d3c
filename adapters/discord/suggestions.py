"""What Discord suggests while a person types: services, places, languages, each with what is sent for it."""

from __future__ import annotations

from functools import cache

from adapters.discord.markup import tidy
from bot.rights.names import Place, name_of, plain, spaced, unspaced
from bot.rights.ways import COMMON, LIKELY
from bot.skills.language import AUTOMATIC
from bot.strings import say, spoken
from knowledge import languages
from knowledge.schema import Platform

#: Suggestions at once, and characters of each (interactions/application-commands).
CHOICES, CHOICE = 25, 100

#: What is shown, and what is sent.
Suggestion = tuple[str, str]


def services(platforms: tuple[Platform, ...], typed: str) -> list[Suggestion]:
    """Return the services for what was typed so far: beginnings first, then names, domains and aliases with it inside."""
    wanted = tidy(typed).strip().casefold()
    hits = (one for one in platforms if wanted in " ".join((one.name, *one.domains, *one.aliases)).casefold())
    ranked = sorted(hits, key=lambda one: (not one.name.casefold().startswith(wanted), one.name.casefold()))
    return [(one.name[:CHOICE], one.id[:CHOICE]) for one in ranked[:CHOICES]]


def places(typed: str) -> list[Suggestion]:
    """Return the places whose name begins so, in any language I know names in; without a beginning, those asked for most."""
    wanted = plain(tidy(typed)).strip()
    found = _beginning(wanted) if wanted else (*LIKELY.get(spoken(), ()), *COMMON)
    return [(name_of(place)[:CHOICE], place) for place in tuple(dict.fromkeys(found))[:CHOICES]]


def tongues(typed: str) -> list[Suggestion]:
    """Return the languages I answer in, by their own names."""
    wanted = tidy(typed).strip().casefold()
    known = [(languages.name_of(code, code), languages.name_of(code, "en"), code) for code in languages.spoken_languages()]
    found = [(own, code) for own, english, code in known if wanted in f"{own} {english} {code}".casefold()]
    return [*found[: CHOICES - 1], (say("The one I write in"), AUTOMATIC)]


def learn_places() -> None:
    """Read the names of places, which takes a second, before the first person types one."""
    _names()


def _beginning(wanted: str) -> list[Place]:
    hits = [(name, place) for name, place in _names() if name.startswith(wanted)]
    return [place for _, place in sorted(hits, key=lambda hit: (hit[0] != wanted, hit[1] not in COMMON, name_of(hit[1])))]


@cache
def _names() -> tuple[tuple[str, Place], ...]:
    with_spaces = [(" ".join(words), place) for words, found in spaced().items() for place in found]
    return (*with_spaces, *((name, place) for name, found in unspaced() for place in found))
