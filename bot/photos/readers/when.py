"""Dates and times in the words of a message: "14 Feb 2026, 18:03 (+01:00)"."""

from __future__ import annotations

import re

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(r"\s*(\d{4})[:\-/.](\d{1,2})[:\-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?")
_IPTC_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})$")


def words(stamp: str, zone: str = "") -> str:
    """Return an Exif, XMP or IPTC time in words, or "" when it says nothing."""
    found = _DATE.match(stamp)
    if found is None:
        compact = _IPTC_DATE.match(stamp.strip())
        return _day(compact[1], compact[2], compact[3]) if compact else ""
    day = _day(found[1], found[2], found[3])
    if not day or found[4] is None:
        return day
    offset = found[6] or zone.strip()
    known = re.fullmatch(r"Z|[+-]\d\d:?\d\d", offset)
    return f"{day}, {int(found[4]):02}:{found[5]}" + (f" ({offset.replace('Z', 'UTC')})" if known else "")


def _day(year: str, month: str, day: str) -> str:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31 and int(year)):
        return ""
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}"
