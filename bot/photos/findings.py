"""What a file told: one Finding each, bounded, printable, ordered by how much it gives away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from bot.photos.why import why
from bot.strings import say

Kind = Literal[
    "location", "time", "device", "person", "software", "thumbnail", "video", "edit-history", "ai", "comment", "identifier", "other"
]
Risk = Literal["high", "medium", "low"]

#: Longest text of a finding, in characters; a line on a phone holds about forty.
MAX_TEXT = 160
#: More findings than anybody reads; a hostile file may hold a million.
MAX_FINDINGS = 200

_RANK: dict[Risk, int] = {"high": 0, "medium": 1, "low": 2}
#: Of the same risk, what people care about most comes first.
_ORDER = ("location", "time", "person", "device", "video", "thumbnail", "identifier", "ai", "comment", "edit-history", "software", "other")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the file told: what kind, where it sat, the words, how much it gives away, and why that matters.

    text: a fragment that fits after "It said": "48.8583, 2.2945", "14 Feb 2026, 18:03".
    place: latitude and longitude in degrees, where the finding is a position.
    town: the nearest town to it, "Paris, France (4 km)", where it was looked up.
    """

    kind: Kind
    carrier: str
    text: str
    risk: Risk
    why: str = field(default="", compare=False)
    place: tuple[float, float] | None = field(default=None, compare=False)
    town: str = field(default="", compare=False)


def tidy(text: str, limit: int = MAX_TEXT) -> str:
    """Return the text on one line, without control or direction characters, at most `limit` long."""
    start = text[: limit * 8]
    clean = " ".join((start if start.isprintable() else "".join(sign if sign.isprintable() else " " for sign in start)).split())
    return clean if len(clean) <= limit else clean[: limit - 1].rstrip() + "…"


def finding(  # noqa: PLR0913 - the fields of a finding
    kind: Kind, carrier: str, text: str, risk: Risk, *, about: str = "", place: tuple[float, float] | None = None
) -> Finding:
    """Return a finding whose words are safe to show; `about` names why it matters where its kind alone does not say it."""
    return Finding(kind, tidy(carrier, 40), tidy(text), risk, why(about or kind), place)


def labelled(words: str, value: str) -> str:
    """Return "words: value" with the words in the language spoken, or the value alone when there are none."""
    return f"{say(words)}: {value}" if words else value


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings once each, the gravest first; the same words of one kind count once."""
    seen: dict[tuple[str, str], Finding] = {}
    for one in findings:
        key = (one.kind, one.text.casefold())
        if one.text and (key not in seen or _RANK[one.risk] < _RANK[seen[key].risk]):
            seen[key] = one
        if len(seen) >= MAX_FINDINGS:
            break
    return tuple(sorted(seen.values(), key=lambda one: (_RANK[one.risk], _ORDER.index(one.kind))))
