"""Reads the GPS directory of Exif (CIPA DC-008 section 4.6.6)."""

from __future__ import annotations

from collections.abc import Iterator

from bot.photos.containers.ifd import Entry
from bot.photos.findings import Finding, finding, labelled
from bot.photos.readers import when
from bot.strings import phrase, say

_SPEEDS = {"K": "km/h", "M": "mph", "N": "knots"}
_TEXTS = {0x1C: phrase("area"), 0x1B: phrase("position found by"), 0x08: phrase("satellites used")}


def read(tags: dict[int, Entry], carrier: str) -> Iterator[Finding]:
    """Yield the position in decimal degrees, then what else the receiver noted."""
    place = f"{carrier} GPS"
    latitude, longitude = _degrees(tags, 1, "S", 90), _degrees(tags, 3, "W", 180)
    if latitude is not None and longitude is not None:
        yield position(latitude, longitude, place, _accuracy(tags))
    elif 2 in tags or 4 in tags:
        yield finding("location", place, say("a GPS position that can't be read"), "medium")
    latitude, longitude = _degrees(tags, 0x13, "S", 90), _degrees(tags, 0x15, "W", 180)
    if latitude is not None and longitude is not None and (latitude or longitude):
        words = say("pointed at {place}", place=f"{latitude:.4f}, {longitude:.4f}")
        yield finding("location", place, words, "high", about="direction")
    yield from _details(tags, place)


def position(latitude: float, longitude: float, carrier: str, more: str = "") -> Finding:
    """Return a position in decimal degrees (WGS 84), 0, 0 said to be what broken receivers write; `more` goes behind it."""
    words = f"{latitude:.4f}, {longitude:.4f}{more}"
    if not (latitude or longitude):
        return finding("location", carrier, say("{place}, which receivers write when they know no place", place=words), "medium")
    return finding("location", carrier, words, "high", place=(latitude, longitude))


def _details(tags: dict[int, Entry], place: str) -> Iterator[Finding]:
    if (height := _number(tags, 6)) is not None:
        below = 5 in tags and tags[5].raw[:1] in (b"\1", b"1")
        yield finding("location", place, say("altitude {m} m", m=f"{-height if below else height:.0f}"), "medium", about="altitude")
    if (direction := _number(tags, 0x11)) is not None:
        yield finding("location", place, say("camera facing {degrees}°", degrees=f"{direction:.0f}"), "medium", about="direction")
    if track := _number(tags, 0x0F):
        yield finding("location", place, say("moving towards {degrees}°", degrees=f"{track:.0f}"), "medium", about="speed")
    if speed := _number(tags, 0x0D):
        unit = _SPEEDS.get(_text(tags, 0x0C), "km/h")
        yield finding("location", place, say("moving at {speed} {unit}", speed=f"{speed:.0f}", unit=unit), "medium", about="speed")
    for tag, words in _TEXTS.items():
        if tag in tags and (text := tags[tag].raw.removeprefix(b"ASCII\0\0\0").decode("utf-8", "replace").strip("\0 ")):
            about = "named place" if tag == 0x1C else "location"
            yield finding("location", place, labelled(words, text), "medium" if tag == 0x1C else "low", about=about)
    if moment := _moment(tags):
        yield finding("time", place, say("{time} by satellite", time=moment), "medium")


def _moment(tags: dict[int, Entry]) -> str:
    clock = tags[7].numbers if 7 in tags else ()
    stamp = _text(tags, 0x1D)
    if len(clock) >= 2 and 0 <= clock[0] < 24 and 0 <= clock[1] < 60:
        stamp += f" {int(clock[0]):02}:{int(clock[1]):02} Z"
    return when.words(stamp)


def _degrees(tags: dict[int, Entry], ref: int, negative: str, limit: int) -> float | None:
    parts = tags[ref + 1].numbers[:3] if ref + 1 in tags else ()
    if not parts:
        return None
    value = sum(float(part) / 60**power for power, part in enumerate(parts))
    return (-value if _text(tags, ref).upper().startswith(negative) else value) if abs(value) <= limit else None


def _accuracy(tags: dict[int, Entry]) -> str:
    metres = _number(tags, 0x1F)
    return ", " + say("within about {m} m", m=f"{metres:.0f}") if metres and metres < 100_000 else ""


def _number(tags: dict[int, Entry], tag: int) -> float | None:
    numbers = tags[tag].numbers if tag in tags else ()
    return float(numbers[0]) if numbers else None


def _text(tags: dict[int, Entry], tag: int) -> str:
    return tags[tag].text if tag in tags else ""
