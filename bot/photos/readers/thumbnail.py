"""Reads small pictures hidden in a photo: they may show it as it was before a crop."""

from __future__ import annotations

from collections.abc import Iterator

from bot.photos.containers.ifd import Entry
from bot.photos.findings import Finding, finding
from bot.strings import say

_OFFSET, _LENGTH, _STRIPS = 0x0201, 0x0202, 0x0111
_SOF = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def read(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield that a small picture is there, with its size in pixels if it can be read."""
    size = jpeg_size(payload[:65536])
    yield _small(say("a {width} x {height} thumbnail", width=size[0], height=size[1]) if size else say("a thumbnail"), carrier)


def in_jfif(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield the thumbnail that JFIF itself may hold (JFIF 1.02: three bytes a pixel, size in bytes 13 and 14)."""
    if len(payload) > 14 and payload[12] and payload[13]:
        yield _small(say("a {width} x {height} thumbnail", width=payload[12], height=payload[13]), carrier)


def in_exif(tags: dict[int, Entry], tiff: bytes, carrier: str) -> Iterator[Finding]:
    """Yield the thumbnail that the second directory of Exif describes."""
    start = tags[_OFFSET].whole if _OFFSET in tags else None
    length = tags[_LENGTH].whole if _LENGTH in tags else None
    if start and length:
        yield from read(tiff[start : start + length], f"{carrier} thumbnail")
    elif _STRIPS in tags:
        yield from read(b"", f"{carrier} thumbnail")


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a JPEG in pixels, or None when its header is not in these bytes."""
    at = data.find(b"\xff\xd8") + 2
    for _ in range(64):
        if at < 2 or at + 9 > len(data) or data[at] != 0xFF:
            return None
        if data[at + 1] in _SOF:
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _small(what: str, carrier: str) -> Finding:
    return finding("thumbnail", carrier, say("{what}; it may show the picture before you cropped it", what=what), "medium")
