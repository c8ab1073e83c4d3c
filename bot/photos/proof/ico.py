"""Second reading of ICO and CUR: each entry of the directory followed; no byte outside of pictures, none left over in them."""

from __future__ import annotations

import struct

from bot.photos.proof import png
from bot.photos.proof.permit import USUAL, Permit
from bot.photos.proof.reading import Reading


def read(data: bytes, permit: Permit = USUAL) -> Reading:  # noqa: ARG001 - every reading has this shape
    """Return the shape of each entry and the coded bytes of its picture; the rest is a leftover."""
    reading, count = Reading(data), int.from_bytes(data[4:6], "little")
    end = 6 + 16 * count
    used = [(0, end)]
    done: set[tuple[int, int]] = set()
    for at in range(6, end, 16):
        size, start = struct.unpack_from("<II", data, at + 8)
        reading.doubt("a reserved byte", at + 3, data[at + 3])
        reading.coded += [(at, at + 3), (at + 4, at + 8)]
        if (start, size) not in done:
            done.add((start, size))
            used.append((start, start + size))
            _picture(data, start, min(len(data), start + size), reading)
    _gaps(data, sorted(used), reading)
    return reading


def _picture(data: bytes, start: int, end: int, reading: Reading) -> None:
    if data.startswith(b"\x89PNG", start):
        inner = png.read(data[start:end])
        reading.coded += [(start + one, start + two) for one, two in inner.coded]
        reading.leftovers += inner.leftovers
        return
    width, height, bits, packing = struct.unpack("<ii2xHI", data[start + 4 : start + 20].ljust(16, b"\0"))
    colours = int.from_bytes(data[start + 32 : start + 36], "little") or 2**bits
    table = 4 * min(colours, 256) if bits < 9 else 0
    across = -(-abs(width) * bits // 32) + -(-abs(width) // 32)
    stop = start + 40 + (12 if packing == 3 else 0) + table + 4 * across * (abs(height) // 2)
    reading.coded.append((start, min(stop, end)))
    reading.doubt("a picture of no known kind", start, data[start : start + 4] != b"\x28\0\0\0" or packing not in (0, 3))
    reading.doubt("bytes behind a picture", stop, data[stop:end].strip(b"\0"))


def _gaps(data: bytes, used: list[tuple[int, int]], reading: Reading) -> None:
    at = 0
    for start, end in [*used, (len(data), len(data))]:
        reading.doubt("bytes that no entry points at", at, data[at:start].strip(b"\0"))
        at = max(at, end)
