"""Which service is meant: by address first, then by name, then by near spelling.

An address decides, because a name can be copied. A copied address is warned of; one that merely resembles
ours, and a name that could be two services, are asked about. Nothing is guessed between look-alikes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.errors import AdvisorError
from bot.ratings.index import Index, index_of
from bot.ratings.mentions import all_mentioned, judged_by_name
from bot.ratings.names import addresses, squashed, upwards, words
from bot.ratings.near import TWO_SLIPS_IN_A_SENTENCE_FROM, near_names
from bot.ratings.score import Rating, rate
from knowledge.schema import Library, Lookalike, Platform

__all__ = ["MAX_ASKED", "Match", "all_mentioned", "find", "judged", "mentioned", "rating_for"]

Kind = Literal["one", "several", "lookalike", "none"]

#: A name of so many letters, written alone with a single slip, is taken for the name.
SURE_FROM = 6
#: The longest words of a text that are tried for near spelling, and how long they are at least: too much is near a short word.
MAX_NEAR_WORDS = 5
MIN_NEAR_WORD = 6
#: The longest name of a company, in words.
MAX_COMPANY_WORDS = 5
#: How many services are offered when asking back.
MAX_ASKED = 5


@dataclass(frozen=True, slots=True)
class Match:
    """What a text names.

    kind: "one" service; "several" to ask about (also a single one that is only resembled); a known "lookalike"; "none".
    lookalike: the other service's address, with its note; `platforms` then holds the one it is mistaken for.
    host: an address that was given and is not known.
    respelled: the name was not written quite so.
    """

    kind: Kind
    platforms: tuple[Platform, ...] = ()
    lookalike: Lookalike | None = None
    host: str = ""
    respelled: bool = False


def find(text: str, platforms: Sequence[Platform]) -> Match:
    """Return which service a text names: by address, by name, by near spelling."""
    index = index_of(platforms)
    given = addresses(text)
    by_address = _by_address(given, index)
    if by_address:
        return by_address
    named = index.by_name.get(squashed(text)) or all_mentioned(text, platforms)
    unknown = _unknown_host(given, text, index)
    if unknown:
        return Match("several", named, host=unknown) if named else _near_host(unknown, index)
    return _match(named) if named else _near(text, index) or _by_company(text, index)


def mentioned(text: str, platforms: Sequence[Platform]) -> Platform | None:
    """Return the one service a sentence is about ("is virbo safe?"); None if it names none, several, or a strange address."""
    index = index_of(platforms)
    given = addresses(text)
    by_address = _by_address(given, index)
    if by_address:
        return by_address.platforms[0] if by_address.kind == "one" else None
    named = all_mentioned(text, platforms)
    return named[0] if len(named) == 1 and not _unknown_host(given, text, index) else None


def judged(text: str, platforms: Sequence[Platform]) -> tuple[Platform, ...]:
    """Return the services whose safety a text asks about, in the order they come.

    A service people use for much else ("general") counts only where it is itself judged, rated or compared:
    "is WhatsApp safe?", not "is it safe to send a photo on WhatsApp?".
    """
    by_address = _by_address(addresses(text), index_of(platforms))
    if by_address:
        return by_address.platforms if by_address.kind == "one" else ()
    meant = {platform.id for platform in judged_by_name(text, platforms)}
    return tuple(platform for platform in all_mentioned(text, platforms) if not platform.general or platform.id in meant)


def rating_for(name: str, library: Library, today: date) -> Rating:
    """Return the rating of the one service that `name` stands for; AdvisorError with what to do if it is not one."""
    match = find(name, library.platforms)
    if match.kind == "one":
        return rate(match.platforms[0], library.rubric, today)
    raise AdvisorError(*_why_not(match, library.platforms))


def _why_not(match: Match, platforms: Sequence[Platform]) -> tuple[str, str]:
    names = ", ".join(platform.name for platform in match.platforms[:MAX_ASKED])
    if match.lookalike:
        return f"{match.lookalike.domain} is not {names}. {match.lookalike.note}", f"For {names} itself, write its name."
    if match.kind == "several":
        return "I am not sure which service you mean.", f"Did you mean {names}? Write the name or the address in full."
    known = ", ".join(platform.name for platform in platforms[:MAX_ASKED])
    return "I have no evidence on that service.", f"I know {known}." if known else "I know no service yet."


def _by_address(given: tuple[str, ...], index: Index) -> Match | None:
    """Return what known addresses stand for; a copied one outweighs all others."""
    found: list[Platform] = []
    for host in given:
        known = next((domain for domain in upwards(host) if domain in index.by_domain or domain in index.copies), "")
        if known in index.copies:
            platform, copy = index.copies[known]
            return Match("lookalike", (platform,), copy)
        found += index.by_domain.get(known, ())
    return _match(_once(found)) if found else None


def _unknown_host(given: tuple[str, ...], text: str, index: Index) -> str:
    """Return the first address in a text that is not simply how a service writes its name ("KissMe.ai")."""
    return next((host for host in given if "://" in text or words(host) not in index.by_words), "")


def _match(found: tuple[Platform, ...], *, respelled: bool = False) -> Match:
    return Match("one" if len(found) == 1 else "several", found, respelled=respelled)


def _by_company(text: str, index: Index) -> Match:
    """Return the service of a company: taken if the company's name stands alone, asked about in a sentence."""
    said = words(text)
    if said in index.by_company:
        return _match(index.by_company[said])
    runs = (said[at : at + n] for at in range(len(said)) for n in range(1, MAX_COMPANY_WORDS + 1))
    found = _once(platform for run in runs for platform in index.by_company.get(run, ()))
    return Match("several", found[:MAX_ASKED]) if found else Match("none")


def _once(platforms: Iterable[Platform]) -> tuple[Platform, ...]:
    return tuple({platform.id: platform for platform in platforms}.values())


def _near_host(host: str, index: Index) -> Match:
    """Return the services whose address or name an unknown address resembles, to ask about."""
    labels = {squashed(label) for label in host.split(".")} | {squashed(host)}
    found = _once([*index.above.get(host, ()), *(hit.platform for hit in near_names(labels, index))])
    return Match("several", found[:MAX_ASKED], host=host) if found else Match("none", host=host)


def _near(text: str, index: Index) -> Match | None:
    """Return the services a text nearly names: taken for it if written alone and a single slip away, else asked about."""
    alone = squashed(text)
    long = {word for word in words(text) if len(word) >= MIN_NEAR_WORD}
    longest = sorted(long, key=lambda word: (-len(word), word))[:MAX_NEAR_WORDS]
    near = near_names({alone} - index.unlike, index) or near_names(set(longest) - index.unlike, index, TWO_SLIPS_IN_A_SENTENCE_FROM)
    found = _once(hit.platform for hit in near)
    if not found:
        return None
    sure = len(found) == 1 and near[0].slips == 1 and near[0].word == alone and len(alone) >= SURE_FROM
    return _match(found, respelled=True) if sure else Match("several", found[:MAX_ASKED], respelled=True)
