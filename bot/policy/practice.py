"""A practice: something that a policy states or is silent on, and the phrases by which it is known (phrases/<practice>.toml).

Each phrase has a strength. A sentence states a practice when the strongest phrase in it, raised a little where its
heading or further phrases agree, reaches 1. What only looks like it ("keep your password secure" keeps nothing) is
blanked out before. In a phrase a space stands for any white space, <NAME> for a part in phrases/words.toml, and
[^.;] for anything within a clause: sentences are cut already, so the full stop in "U.S." or "1.3" ends nothing.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.strings import phrase

_FOLDER = Path(__file__).parent / "phrases"

#: What the rubric asks, by criterion. Clear policy and leaks are judged otherwise (bot/policy/reader.py).
RUBRIC = (
    "deletion-timeline",
    "deletion-contact",
    "third-party-sharing",
    "encryption",
    "training",
    "face-analysis",
    "server-location",
    "account-and-login",
    "permissions",
    "revenue-model",
    "download-or-extension",
    "company-information",
)
#: What else a person looks for, and what it is called.
ALSO: dict[str, str] = {
    "children": phrase("Children"),
    "other-countries": phrase("People in other countries"),
    "california": phrase("California and other local rights"),
    "do-not-track": phrase("Do Not Track and Global Privacy Control"),
    "changes": phrase("How changes are announced"),
    "merger": phrase("Who buys the company (merger, sale)"),
    "cookies": phrase("Cookies and tracking"),
    "law-enforcement": phrase("Authorities and courts"),
    "breach": phrase("When data leaks"),
    "contact": phrase("Whom to write to"),
    "automated-decisions": phrase("Decisions by a machine"),
    "access": phrase("Seeing and correcting your data"),
    "choices": phrase("What you can refuse"),
}

#: A look behind, a set of letters, or a space, also an optional one.
_SPACE = re.compile(r"\(\?<[!=][^)]*\)|(?<!\\)\[[^\]]*\]| [?*]?")


@dataclass(frozen=True, slots=True)
class Practice:
    """What to look for.

    trigger: a quick look that spares the rest. phrases: strength and pattern. heading: its usual headings.
    blanks: what only looks like it. needs: what must stand in the sentence or in the words that lead into it.
    apart: headings under which the same words mean something else.
    section: headings that say that what stands below states it. beside: what a sentence is about rather than this.
    """

    id: str
    trigger: re.Pattern[str]
    phrases: tuple[tuple[float, re.Pattern[str]], ...]
    blanks: re.Pattern[str] | None
    heading: re.Pattern[str]
    needs: re.Pattern[str] | None
    section: re.Pattern[str] | None
    beside: re.Pattern[str] | None
    apart: re.Pattern[str] | None


@cache
def practice(name: str) -> Practice:
    """Return a practice by its id; another one that it `includes` lends its trigger, phrases and blanks."""
    stored = _stored(name)
    lent: dict[str, Any] = _stored(stored["includes"]) if "includes" in stored else {"phrases": [], "blanks": []}
    blanks = "|".join(stored.get("blanks", []) + lent["blanks"])
    return Practice(
        id=name,
        trigger=_compiled("|".join(found["trigger"] for found in (stored, lent) if "trigger" in found)),
        phrases=tuple((strength, _compiled(words)) for strength, words in stored["phrases"] + lent["phrases"]),
        blanks=_compiled(blanks) if blanks else None,
        heading=re.compile(stored["heading"], re.IGNORECASE),
        needs=_compiled(stored["needs"]) if "needs" in stored else None,
        section=re.compile(stored["section"], re.IGNORECASE) if "section" in stored else None,
        beside=_compiled(stored["beside"]) if "beside" in stored else None,
        apart=re.compile(stored["apart"], re.IGNORECASE) if "apart" in stored else None,
    )


def _stored(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _parts() -> dict[str, str]:
    return {name: str(words) for name, words in _stored("words").items()}


def _compiled(words: str) -> re.Pattern[str]:
    whole = re.sub(r"<([A-Z]+)>", lambda match: _parts()[match[1]], words)
    return re.compile(_SPACE.sub(_spaced, whole.replace("[^.;]", "[^;]")))


def _spaced(match: re.Match[str]) -> str:
    """Return any white space for a space; a look behind has a fixed width, and a set of letters keeps to one."""
    if match[0] == " ":
        return r"\s+"
    return r"\s*" if match[0] in (" ?", " *") else match[0].replace(" ", r"\s")
