"""Reads IPTC records (IIM 4.2): caption, names and places that agencies and editors write."""

from __future__ import annotations

from collections.abc import Iterator

from bot.photos.findings import Finding, Kind, Risk, finding
from bot.photos.readers import when

#: Records looked at.
MAX_ITEMS = 2_000

_TOLD: dict[int, tuple[Kind, str, Risk]] = {
    5: ("comment", "title", "medium"),
    25: ("comment", "keyword", "medium"),
    26: ("location", "place code", "medium"),
    27: ("location", "place", "high"),
    40: ("identifier", "instructions", "medium"),
    65: ("software", "", "low"),
    80: ("person", "photographer", "high"),
    85: ("person", "photographer's title", "medium"),
    90: ("location", "city", "high"),
    92: ("location", "place", "high"),
    95: ("location", "state", "medium"),
    101: ("location", "country", "medium"),
    103: ("identifier", "transmission reference", "medium"),
    105: ("comment", "headline", "medium"),
    110: ("person", "credit", "medium"),
    115: ("person", "source", "medium"),
    116: ("person", "copyright", "medium"),
    118: ("person", "contact", "high"),
    120: ("comment", "caption", "medium"),
    122: ("person", "caption by", "high"),
}
_DATES: dict[int, Risk] = {55: "high", 62: "medium"}


def records(data: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what IPTC records tell (record 2, the application record)."""
    at = 0
    for _ in range(MAX_ITEMS):
        if at + 5 > len(data) or data[at] != 0x1C:
            return
        record, dataset, size = data[at + 1], data[at + 2], int.from_bytes(data[at + 3 : at + 5], "big")
        text = data[at + 5 : at + 5 + min(size, 2000)].decode("utf-8", "replace").strip()
        at += 5 + size
        if record == 2 and text:
            yield from _record(dataset, text, carrier)


def _record(dataset: int, text: str, carrier: str) -> Iterator[Finding]:
    if dataset in _TOLD:
        kind, words, risk = _TOLD[dataset]
        yield finding(kind, carrier, f"{words}: {text}" if words else text, risk)
    elif dataset in _DATES and (moment := when.words(text)):
        yield finding("time", carrier, moment, _DATES[dataset])
