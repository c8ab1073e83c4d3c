"""The day a request was or will be sent, told from a person's words: "sent 3 November", "11/03/2026", "yesterday", "31 Feb"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from bot.errors import AdvisorError
from bot.rights.deadlines import add_months
from bot.rights.names import LANGUAGES, plain
from bot.strings import say, spoken

#: Nobody needs a deadline of longer ago, or further ahead.
MAX_PAST_YEARS = 3
MAX_AHEAD_DAYS = 366

_ISO = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b")
_NUMBERS = re.compile(r"\b(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})\b")
_CJK = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_DAY_MONTH = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s*(?:de\s+|of\s+)?([^\W\d_][\w\u0300-\u036f\u0900-\u097f]{2,14})\.?,?(?:\s*(?:de\s+)?(\d{4}))?"
)
_MONTH_DAY = re.compile(r"\b([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s*(\d{4}))?")
_AGO = re.compile(r"\b(\d{1,3}|an?|one|two|three) (day|week|month)s? ago\b")
_NUMBER_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_RELATIVE = {
    "today": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "heute": 0,
    "gestern": -1,
    "hoy": 0,
    "ayer": -1,
    "hoje": 0,
    "ontem": -1,
    "hier": -1,
}


class NoSuchDayError(AdvisorError):
    """A day that does not exist, or is too far away to count from."""


def sent_on(text: str, today: date, *, month_first: bool = False) -> date | None:
    """Return the day a text names, None where it names none; `month_first` reads 11/03 as November 3.

    Raises NoSuchDayError for a day that is in no calendar, or too far from today.
    """
    words = plain(text)
    day = _relative(words, today) or _written(words, today, month_first=month_first)
    if day is None:
        return None
    if day > today + timedelta(days=MAX_AHEAD_DAYS):
        raise NoSuchDayError(
            say("{day} is more than a year ahead, so I can't count from it.", day=told(day)),
            say("Write the day you sent it, or mean to send it, for example {example}.", example=today.isoformat()),
        )
    if day < add_months(today, -12 * MAX_PAST_YEARS):
        raise NoSuchDayError(
            say("{day} is long ago: nobody need answer such a request any more.", day=told(day)),
            say("Send a new one; without a day I count from today."),
        )
    return day


def told(day: date) -> str:
    """Return a day as people of the language spoken now write it: "23 December 2026"."""
    from babel.dates import format_date

    language = spoken() if spoken() in LANGUAGES else "en"
    return str(format_date(day, "d MMMM y" if language == "en" else "long", locale=language))


def _relative(words: str, today: date) -> date | None:
    if ago := _AGO.search(words):
        number = _NUMBER_WORDS.get(ago[1]) or int(ago[1])
        return add_months(today, -number) if ago[2] == "month" else today - timedelta(days=number * (7 if ago[2] == "week" else 1))
    return next((today + timedelta(days=days) for word, days in _RELATIVE.items() if re.search(rf"\b{word}\b", words)), None)


def _written(words: str, today: date, *, month_first: bool) -> date | None:
    if iso := _ISO.search(words):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]), iso[0])
    if cjk := _CJK.search(words):
        return _in_year(cjk[1], int(cjk[2]), int(cjk[3]), today, cjk[0])
    if numbers := _NUMBERS.search(words):
        first, second = int(numbers[1]), int(numbers[3])
        swap = (month_first and numbers[2] == "/" and first <= 12) or second > 12 >= first
        day, month = (second, first) if swap else (first, second)
        return _in_year(numbers[4], month, day, today, numbers[0])
    for found, (day_at, month_at) in ((_DAY_MONTH.finditer(words), (1, 2)), (_MONTH_DAY.finditer(words), (2, 1))):
        for one in found:
            if number := _months().get(one[month_at].rstrip(".")):
                return _in_year(one[3], number, int(one[day_at]), today, one[0])
    return None


def _in_year(year: str | None, month: int, day: int, today: date, written: str) -> date:
    """Return the day in the year written, or else the last such day that is not to come."""
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day, written)
    this = _day(today.year if (month, day) != (2, 29) else _leap_year(today.year), month, day, written)
    return this if this <= today else _day(this.year - 1 if (month, day) != (2, 29) else _leap_year(this.year - 1), month, day, written)


def _leap_year(year: int) -> int:
    """Return the last leap year that is not after `year`."""
    return year - year % 4


def _day(year: int, month: int, day: int, written: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchDayError(
            say("{written} is not in any calendar.", written=written.strip()),
            say("Write the day you sent it as year, month, day: 2026-11-23. Without one I count from today."),
        ) from None


@cache
def _months() -> dict[str, int]:
    """Return the numbers of months by their names, long and short, in all languages."""
    from babel import Locale

    names: dict[str, int] = {}
    for language in reversed(LANGUAGES):
        for context in ("stand-alone", "format"):
            for width in ("abbreviated", "wide"):
                months = Locale(language).months[context][width]
                names |= {plain(str(name)).strip("."): int(number) for number, name in months.items() if len(str(name)) > 2}
    return names
