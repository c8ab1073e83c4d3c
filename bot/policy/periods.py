"""How long something is kept, from the words of a policy: "no later than thirty (30) days" is 30 days."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
} | {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "forty-five": 45,
    "forty-eight": 48,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "seventy-two": 72,
}
_WORDS |= {"eighty": 80, "ninety": 90, "hundred": 100, "a": 1, "an": 1, "twenty-four": 24, "thirty-six": 36, "one hundred eighty": 180}
_WORDS |= {word.replace("-", " "): number for word, number in _WORDS.items() if "-" in word}
_UNITS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}
_NUMBER = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
#: A number, the same once more in brackets, and a unit: "thirty (30) calendar days", "18-month", "24 hours".
PERIOD = rf"\b(?:(?P<number>\d{{1,4}}(?:\.\d)?|{_NUMBER})(?:\s*\(\s*(?P<digits>\d{{1,4}})\s*\))?[\s-]+(?:(?:business|calendar|working|consecutive|full|more|further|additional)\s+)?(?P<unit>minute|hour|day|week|month|year)s?)\b"
_FOUND = re.compile(PERIOD)
_ALONE = re.compile(r"\b(?:within|after|for|every|once)\s+(?:the|a|each)?\s*(?P<unit>hour|day|week|month|year)\b")
_AGE = re.compile(r"(?:\bage of|\baged?|\bunder|\bover|\bleast|\bolder than|\byounger than)\s*(?:the age of\s*)?$")
_OLD = re.compile(r"^\s*(?:of age|old|or older|and older|or younger)\b")
_INDEFINITE = re.compile(
    r"\bindefinite|\bin perpetuity|\bperpetual|\bforever\b|\bpermanently\s+(?:stor|retain|kept|keep|archiv|maintain)|\b(?:stor|retain|kept|keep)\w*\s+permanently"
)
_OPEN = re.compile(
    r"\b(?:for )?(?:so|as) long as|\blonger than (?:\w+ ){0,4}?(?:necessary|needed|required|need)|\bno longer (?:than )?(?:is |are )?(?:reasonably )?(?:necessary|needed|required)|\b(?:when|once|until|after|if) [^.;]{0,60}no longer (?:necessary|needed|required|need)|"
    r"\buntil (?:you|we|your)\b|\b(?:for )?(?:a|the) (?:period|time|length|duration)[^.;]{0,50}(?:necessary|needed|required|permitted|allowed)|\bfor a (?:limited|reasonable|certain|short|longer|specified|set) (?:period|time|amount)".replace(
        " ", r"\s+"
    ).replace(r"[^.;]", "[^.;]")
)


@dataclass(frozen=True, slots=True)
class Period:
    """A time that something is kept. days: None where no number is given. words: as the policy says it, in plain form."""

    days: float | None
    words: str
    start: int
    end: int

    @property
    def said(self) -> str:
        """The period in short: "30 days", "24 hours", "2 years", or "no number"."""
        if self.days is None:
            return "no number"
        if self.days < 2:
            return _count(round(self.days * 24), "hour")
        if self.days >= 365 and self.days % 365 == 0:
            return _count(round(self.days / 365), "year")
        return _count(round(self.days), "day")


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def periods(plain: str) -> tuple[Period, ...]:
    """Return the periods with a number in plain text; ages ("under 13 years of age") are none."""
    found = [
        Period(_days(match), match[0], match.start(), match.end())
        for match in _FOUND.finditer(plain)
        if not _AGE.search(plain[max(0, match.start() - 24) : match.start()]) and not _OLD.match(plain[match.end() : match.end() + 16])
    ]
    return tuple(found)


def _days(match: re.Match[str]) -> float:
    number = float(match["digits"] or _WORDS.get(re.sub(r"\s+", " ", match["number"]), 0) or match["number"])
    return number * _UNITS[match["unit"]]


def is_indefinite(plain: str) -> bool:
    """Tell "indefinitely", "in perpetuity" and the like."""
    return _INDEFINITE.search(plain) is not None


def open_period(plain: str) -> Period | None:
    """Return "as long as necessary", "until you delete it" and the like; None if nothing of the kind is said."""
    match = _OPEN.search(plain)
    return Period(None, match[0], match.start(), match.end()) if match else None
