"""Second reading of WebP: four-letter names and sizes, frames opened where they stand."""

from __future__ import annotations

import struct

from bot.photos.proof.blocks import profile_is_plain
from bot.photos.proof.permit import USUAL, Permit
from bot.photos.proof.reading import Reading

_IMAGE = (b"VP8 ", b"VP8L")
_FRAME_HEAD = 24
_MAX_BLOCK = 1 << 24


def read(data: bytes, permit: Permit = USUAL) -> Reading:
    """Return the coded chunks and frame heads, and the names of all other chunks; a second picture in one place is one of those."""
    reading = Reading(data)
    end = min(len(data), 8 + struct.unpack("<I", data[4:8])[0])
    reading.doubt("bytes behind the picture", end, end < len(data))
    _row(data, 12, end, reading, permit)
    return reading


def _row(data: bytes, at: int, end: int, reading: Reading, permit: Permit | None) -> None:
    """Read a row of chunks; `permit` is None inside a frame, where only coded ones may stand."""
    had: set[bytes] = set()
    while at + 8 <= end:
        name, size = struct.unpack_from("<4sI", data, at)
        stop = min(end, at + 8 + size)
        if name == b"ANMF" and permit and size >= 16 and at + _FRAME_HEAD <= end:
            reading.coded.append((at + 8, at + _FRAME_HEAD))
            _row(data, at + _FRAME_HEAD, stop, reading, None)
        elif (name in _IMAGE and not had & {*_IMAGE}) or (name == b"ALPH" and name not in had):
            reading.coded.append((at, stop))
        elif name in had or permit is None or not _may_stay(name, data[at + 8 : min(stop, at + _MAX_BLOCK)], permit):
            reading.doubt(f"chunk {name!r}", at)
        had.add(name)
        at += 8 + size + (size & 1)
        if at <= end:
            reading.doubt("a filling byte", at - 1, size & 1 and data[at - 1])
    reading.doubt("bytes at the end", at, at < end)


def _may_stay(name: bytes, body: bytes, permit: Permit) -> bool:
    if name == b"VP8X":
        return len(body) == 10 and not body[0] & (0b11000001 if permit.provenance else 0b11000101) and not any(body[1:4])
    if name == b"ANIM":
        return len(body) == 6
    if name == b"ICCP":
        return profile_is_plain(body)
    if name in (b"XMP ", b"C2PA"):
        return permit.provenance and (name == b"C2PA" or permit.packet(body))
    return name == b"EXIF" and permit.exif(body)
