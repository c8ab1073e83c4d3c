"""Second reading of BMP: every byte has to belong to headers, palette, pixels or a plain profile."""

from __future__ import annotations

import re

from bot.photos.proof.blocks import profile_is_plain
from bot.photos.proof.permit import USUAL, Permit
from bot.photos.proof.reading import Reading

_RUN = re.compile(rb"(?:[\x01-\xff].|\0\0|\0\x02..)+", re.DOTALL)


def read(data: bytes, permit: Permit = USUAL) -> Reading:  # noqa: ARG001 - every reading has this shape
    """Return the info header without its profile fields, the palette and the pixels; the rest is a leftover."""
    reading = Reading(data)
    size, start = _number(data, 14), _number(data, 10)
    front = 14 + size
    behind = front + _table(data, size)
    if start == 0 or (start == front and len(data) + 1 >= behind + _picture(data, size, behind)):
        start = behind  # the palette was forgotten
    table = min(start, front + _table(data, size))
    end = min(len(data), start + _picture(data, size, start))
    reading.coded += [(14, 14 + min(size, 56)), (74, max(74, min(14 + size, 126))), (front, table), (start, end)]
    reading.doubt("reserved bytes in the header", 134, size == 124 and any(data[134:138]))
    reading.doubt("reserved bytes", 6, data[6:10].strip(b"\0"))
    reading.doubt("bytes before the pixels", table, start > table)
    if size == 124 and data[70:74] == b"DEBM":
        place, length = 14 + _number(data, 126), _number(data, 130)
        reading.doubt("a colour profile", place, place != end or not profile_is_plain(data[place : place + length]))
        end = place + length
    reading.doubt("a linked profile", 70, size == 124 and data[70:74] == b"KNIL")
    reading.doubt("bytes behind the picture", end, len(data) > end)
    return reading


def _number(data: bytes, place: int, width: int = 4) -> int:
    return int.from_bytes(data[place : place + width], "little")


def _table(data: bytes, size: int) -> int:
    """Return the bytes between info header and pixels that masks and colours take."""
    bits = _number(data, 24 if size == 12 else 28, 2)
    entry = 3 if size == 12 else 4
    packing, used = (_number(data, 30), _number(data, 46)) if size >= 40 else (0, 0)
    masks = {3: 12, 6: 16}.get(packing, 0) if size == 40 else 0
    return masks + (entry * min(used or 2**bits, 256) if bits < 9 else 0)


def _picture(data: bytes, size: int, start: int) -> int:
    """Return the bytes of the pixels at a place."""
    if size >= 40 and _number(data, 30) not in (0, 3, 6):
        return _number(data, 34) or _runs(data, start, 8 // _number(data, 30)) - start
    wide, step = (2, 2) if size == 12 else (4, 4)
    columns, rows = _signed(data, 18, wide), _signed(data, 18 + step, wide)
    bits = _number(data, 24 if size == 12 else 28, 2)
    return -(-columns * bits // 32) * 4 * rows


def _runs(data: bytes, place: int, bits: int) -> int:
    """Return the place behind run lengths of so many bits a pixel."""
    while place + 1 < len(data):
        run = _RUN.match(data, place)
        if run:
            place = run.end()
            continue
        code = data[place + 1]
        if code == 1:
            return place + 2
        place += 2 + -(-code * bits // 16) * 2
    return len(data)


def _signed(data: bytes, place: int, width: int) -> int:
    """Return how many columns or rows; a negative height means top down."""
    return abs(int.from_bytes(data[place : place + width], "little", signed=width == 4))
