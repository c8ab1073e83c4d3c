"""Reads IPTC records (IIM 4.2): caption, names and places that agencies and editors write."""

from __future__ import annotations

from collections.abc import Iterator

from bot.photos.findings import Finding, Kind, Risk, finding, labelled
from bot.photos.readers import ai, when
from bot.strings import phrase

#: Records looked at.
MAX_ITEMS = 2_000

_TOLD: dict[int, tuple[Kind, str, Risk, str]] = {
    5: ("comment", phrase("title"), "medium", "comment"),
    25: ("comment", phrase("keyword"), "medium", "keyword"),
    26: ("location", phrase("place code"), "medium", "named place"),
    27: ("location", phrase("place"), "high", "named place"),
    40: ("identifier", phrase("instructions"), "medium", "comment"),
    65: ("software", "", "low", "software"),
    80: ("person", phrase("photographer"), "high", "person"),
    85: ("person", phrase("photographer's title"), "medium", "person"),
    90: ("location", phrase("city"), "high", "named place"),
    92: ("location", phrase("place"), "high", "named place"),
    95: ("location", phrase("state"), "medium", "named place"),
    101: ("location", phrase("country"), "medium", "named place"),
    103: ("identifier", phrase("transmission reference"), "medium", "identifier"),
    105: ("comment", phrase("headline"), "medium", "comment"),
    110: ("person", phrase("credit"), "medium", "person"),
    115: ("person", phrase("source"), "medium", "person"),
    116: ("person", phrase("copyright"), "medium", "person"),
    118: ("person", phrase("contact"), "high", "contact"),
    120: ("comment", phrase("caption"), "medium", "comment"),
    122: ("person", phrase("caption by"), "high", "person"),
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
        kind, words, risk, about = _TOLD[dataset]
        prompts = [*ai.prompt(text, carrier)]
        yield from prompts or [*ai.named(text, carrier), finding(kind, carrier, labelled(words, text), risk, about=about)]
    elif dataset in _DATES and (moment := when.words(text)):
        yield finding("time", carrier, moment, _DATES[dataset])
