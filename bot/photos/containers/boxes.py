"""Boxes of the ISO base media file format (ISO/IEC 14496-12, section 4.2): a size, a four-letter name, the bytes.

HEIC, AVIF, MP4 and MOV are made of them. Offsets in these files count from the file's
start, so whatever is dropped moves the rest: `Moves` says where each kept byte has gone.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.photos.segment import Steps, broken

_WORD = 0xFFFFFFFF
_HEAD = struct.Struct(">I4s")


class Box(NamedTuple):
    """A box at [start, end); its payload is [body, end). `claimed` is the end it states, which may lie behind the file's."""

    name: bytes
    start: int
    body: int
    end: int
    claimed: int


def boxes(data: bytes, start: int, end: int, steps: Steps) -> Iterator[Box]:
    """Yield the boxes in [start, end), cut to it; fewer than eight bytes, or a size that cannot be, end the walk."""
    at = start
    while at + 8 <= end:
        steps.take(at)
        (size, name), body = _HEAD.unpack_from(data, at), at + 8
        if size == 1 and at + 16 <= end:
            size, body = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        elif size == 0:
            size = end - at
        if size < body - at:
            return
        claimed = at + size
        yield Box(name, at, body, min(end, claimed), claimed)
        at = claimed


def box(name: bytes, *parts: bytes) -> bytes:
    """Return a box with these bytes in it."""
    return (8 + sum(map(len, parts))).to_bytes(4, "big") + name + b"".join(parts)


def full(name: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    """Return a full box: one that starts with a version and flags (4.2.2)."""
    return box(name, bytes((version,)) + flags.to_bytes(3, "big"), *parts)


class Numbers:
    """Reads big-endian numbers one after the other, never beyond its end."""

    __slots__ = ("at", "data", "end")

    def __init__(self, data: bytes, at: int, end: int) -> None:
        """Start reading `data` at a place."""
        self.data, self.at, self.end = data, at, end

    def take(self, size: int) -> int:
        """Return the next number of `size` bytes; BrokenPhotoError behind the end."""
        start = self.at
        self.at = end = start + size
        if end > self.end:
            raise broken("One of its tables ends too early", start)
        return int.from_bytes(self.data[start:end], "big")

    def raw(self, size: int) -> bytes:
        """Return the next `size` bytes; BrokenPhotoError behind the end."""
        start = self.at
        self.at += size
        if self.at > self.end:
            raise broken("One of its tables ends too early", start)
        return self.data[start : self.at]

    def rest(self) -> bytes:
        """Return what is left."""
        return self.data[self.at : self.end]


def merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the ranges in order, those that touch or overlap put together."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if out and start <= out[-1][1]:
            if end > out[-1][1]:
                out[-1] = (out[-1][0], end)
        elif end > start:
            out.append((start, end))
    return out


class Cover:
    """Says which parts of a range nobody has claimed yet."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, taken: list[tuple[int, int]]) -> None:
        """Start with these ranges taken: in order, apart from each other."""
        self._starts = [start for start, _ in taken]
        self._ends = [end for _, end in taken]

    def free(self, start: int, end: int) -> int:
        """Return how many bytes of a range nobody has claimed."""
        first = bisect_right(self._ends, start)
        taken = 0
        while first < len(self._starts) and self._starts[first] < end:
            taken += min(end, self._ends[first]) - max(start, self._starts[first])
            first += 1
        return end - start - taken

    def claim(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the free parts of a range, and take them."""
        first = bisect_right(self._ends, start)
        last, at, free = first, start, []
        while last < len(self._starts) and self._starts[last] < end:
            if self._starts[last] > at:
                free.append((at, self._starts[last]))
            at = self._ends[last]
            last += 1
        if at < end:
            free.append((at, end))
        if free:
            inside = sorted((*zip(self._starts[first:last], self._ends[first:last], strict=True), *free))
            self._starts[first:last] = [one for one, _ in inside]
            self._ends[first:last] = [one for _, one in inside]
        return free


class Moves:
    """Where the kept ranges of a file of `total` bytes stand when they are put one behind the other at `base`."""

    __slots__ = ("_at", "_starts", "end", "total")

    def __init__(self, ranges: list[tuple[int, int]], base: int, total: int) -> None:
        """Lay out the ranges, which are in order and apart."""
        self._starts = [start for start, _ in ranges]
        self._at, self.total = [], total
        for start, end in ranges:
            self._at.append(base)
            base += end - start
        self.end = base

    def of(self, place: int) -> int:
        """Return where a byte stands now; what lies behind the old end stays as far behind the new one."""
        if place >= self.total:
            now = self.end + place - self.total
        else:
            number = bisect_right(self._starts, place) - 1
            now = self._at[number] + place - self._starts[number] if number >= 0 else self.end
        if now > _WORD:
            raise broken("It points far behind its own end", 0)
        return now
