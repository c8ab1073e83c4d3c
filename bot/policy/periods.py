"""How long something is kept, from the words of a policy: "no later than thirty (30) days" is 30 days."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UPWARDS = (
    *"zero one two three four five six seven eight nine ten eleven twelve".split(),
    *"thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORDS = {
    **{word: number for number, word in enumerate(_UPWARDS)},
    **_TENS,
    **{f"{ten}{mark}{_UPWARDS[one]}": tens + one for ten, tens in _TENS.items() for one in range(1, 10) for mark in "- "},
    "a": 1,
    "an": 1,
    "another": 1,
    "hundred": 100,
    "one hundred": 100,
    "one hundred eighty": 180,
}
_UNITS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}
_NUMBER = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
_WHICH = "(?:(?:business|calendar|working|consecutive|full|more|further|additional) +)?"
#: A number, the same once more in brackets, and a unit: "thirty (30) calendar days", "18-month", "24 hours".
_FOUND = re.compile(
    rf"\b(?P<number>\d{{1,4}}(?:\.\d)?|{_NUMBER})(?:\s*\(\s*(?P<digits>\d{{1,4}})\s*\))?[\s-]+"
    rf"{_WHICH}(?P<unit>minute|hour|day|week|month|year)s?\b".replace(" +", r"\s+")
)
_AGE = re.compile(r"(?:\bage of|\baged?|\bunder|\bover|\bleast|\bolder than|\byounger than)\s*(?:the age of\s*)?$")
_OLD = re.compile(r"^\s*(?:of age|old|or older|and older|or younger)\b")
_INDEFINITE = re.compile(
    r"\bindefinite|\bin perpetuity|\bperpetual|\bforever\b|\bpermanently\s+(?:stor|retain|kept|keep|archiv|maintain)"
    r"|\b(?:stor|retain|kept|keep)\w*\s+permanently"
)
_NEED = r"(?:necessary|needed|required|permitted|allowed|need)"
_OPEN = re.compile(
    rf"\b(?:for )?(?:so|as) long as|\blonger than (?:\w+ ){{0,4}}?{_NEED}|\bno longer (?:is |are )?(?:reasonably )?{_NEED}"
    rf"|\b(?:when|once|until|after|if) [^;]{{0,60}}no longer {_NEED}|\buntil (?:you|we|your)\b"
    rf"|\b(?:for )?(?:a|the) (?:period|time|length|duration)[^;]{{0,50}}{_NEED}"
    r"|\bfor a (?:limited|reasonable|certain|short|longer|specified|set) (?:period|time|amount)".replace(" ", r"\s+")
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
