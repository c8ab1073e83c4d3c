"""Films in fragments (ISO/IEC 14496-12, 8.8): `moof` boxes, each with runs of samples for some tracks, their bytes in an `mdat` near by.

Screen recorders, browsers and streaming services write them. Where a run stands is said
from the start of its `moof`, of the file, or as "behind the run before"; written afresh, it is
always said from the `moof`, and its bytes stand in an `mdat` right behind.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.photos.containers.boxes import Box, Numbers, box, boxes
from bot.photos.segment import Steps, broken

_BASE, _FROM_MOOF = 0x1, 0x20000
#: Fields of `tfhd` that may follow the track's number, and of each sample in `trun`: flag -> what it is.
_DEFAULTS, _SIZE_DEFAULT = (0x2, 0x8, 0x10, 0x20), 0x10
_OFFSET, _FIRST_FLAGS, _SAMPLE_FIELDS, _SAMPLE_SIZE = 0x1, 0x4, (0x100, 0x200, 0x400, 0x800), 0x200
#: Boxes that say that samples are encrypted.
LOCKED = frozenset((b"senc", b"saiz", b"saio"))
#: Boxes of a fragment that are read; any other goes.
KNOWN = frozenset((b"mfhd", b"traf", b"tfhd", b"tfdt", b"trun"))
_FIXED = {b"mehd": 12, b"trex": 24}

#: How often the bytes of a file may be used by the runs of its fragments.
_OVERLAP = 2
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """Samples of a track that stand in a row at [start, end). flags, count and fields: its box, without where it stands."""

    start: int
    end: int
    version: int
    flags: int
    count: int
    fields: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Part:
    """What a fragment says of one track: flags and fields of its header, its time, its runs."""

    track: int
    flags: int
    fields: bytes
    time: bytes
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A `moof` box: its number in the row, its parts, and the names of boxes that go. locked: whether it is encrypted."""

    box: Box
    number: bytes
    parts: tuple[Part, ...]
    extras: frozenset[bytes]

    @property
    def locked(self) -> bool:
        """Tell whether samples are encrypted."""
        return bool(self.extras & LOCKED)


def read(data: bytes, outer: Iterable[Box], moov: Box, steps: Steps) -> tuple[Fragment, ...]:
    """Return the fragments of a film; BrokenPhotoError where their tables do not fit."""
    sizes = _sizes(data, moov, steps)
    found = tuple(_fragment(data, one, sizes, steps) for one in outer if one.name == b"moof")
    runs = [run for one in found for part in one.parts for run in part.runs]
    if sum(min(run.end, len(data)) - min(run.start, len(data)) for run in runs) > _OVERLAP * len(data):
        raise broken("Its runs of samples lie over each other", runs[0].start)
    return found


def _sizes(data: bytes, moov: Box, steps: Steps) -> dict[int, int]:
    """Return the usual size of a sample by track (8.8.3)."""
    sizes = {}
    for one in boxes(data, moov.body, moov.end, steps):
        for inner in boxes(data, one.body, one.end, steps) if one.name == b"mvex" else ():
            if inner.name == b"trex" and inner.end - inner.body >= _FIXED[b"trex"]:
                track, _, _, size = struct.unpack_from(">4I", data, inner.body + 4)
                sizes[track] = size
    return sizes


def _fragment(data: bytes, moof: Box, sizes: dict[int, int], steps: Steps) -> Fragment:
    number, parts, extras, at = bytes(4), list[Part](), set[bytes](), moof.start
    for one in boxes(data, moof.body, moof.end, steps):
        if one.name == b"mfhd":
            number = data[one.body + 4 : one.body + 8].ljust(4, b"\0")
        elif one.name == b"traf":
            part, at = _part(data, one, (moof.start, at), sizes, steps)
            parts += [part] if part else []
            extras |= {inner.name for inner in boxes(data, one.body, one.end, steps)} - KNOWN
        else:
            extras.add(one.name)
    return Fragment(moof, number, tuple(parts), frozenset(extras))


def _part(data: bytes, traf: Box, places: tuple[int, int], sizes: dict[int, int], steps: Steps) -> tuple[Part | None, int]:
    """Return what is said of a track, and the place behind its last run. places: start of `moof`, end of the run before."""
    inside = list(boxes(data, traf.body, traf.end, steps))
    head = next((one for one in inside if one.name == b"tfhd"), None)
    if head is None:
        return None, places[1]
    numbers = Numbers(data, head.body, head.end)
    flags, track = numbers.take(4) & 0xFFFFFF, numbers.take(4)
    base = numbers.take(8) if flags & _BASE else places[flags & _FROM_MOOF == 0 and places[1] != places[0]]
    told = {flag: numbers.raw(4) for flag in _DEFAULTS if flags & flag}
    size = int.from_bytes(told[_SIZE_DEFAULT], "big") if _SIZE_DEFAULT in told else sizes.get(track, 0)
    runs, at = list[Run](), base
    for one in inside:
        if one.name == b"trun":
            runs.append(_run(data, one, (base, at), size))
            at = runs[-1].end
    time = next((data[one.body : min(one.end, one.body + 12)] for one in inside if one.name == b"tfdt"), b"")
    return Part(track, flags & ~_BASE | _FROM_MOOF, b"".join(told.values()), time, tuple(runs)), at


def _run(data: bytes, trun: Box, places: Range, size: int) -> Run:
    """Return a run of samples. places: where the track's data begins, and where the run before ended."""
    numbers = Numbers(data, trun.body, trun.end)
    head, count = numbers.take(4), numbers.take(4)
    start = places[1]
    if head & _OFFSET:
        offset = numbers.take(4)
        start = places[0] + offset - (offset >> 31 << 32)
    first = numbers.raw(4) if head & _FIRST_FLAGS else b""
    width = 4 * sum(bool(head & flag) for flag in _SAMPLE_FIELDS)
    rows = numbers.raw(min(count * width, numbers.end - numbers.at + 1))
    total = count * size
    if head & _SAMPLE_SIZE:
        at = 4 * bool(head & 0x100)
        total = sum(number for (number,) in struct.iter_unpack(f">{at}xI{width - at - 4}x", rows))
    if start < 0:
        raise broken("Its film is said to start before the file", trun.start)
    return Run(start, start + total, head >> 24, head & 0xFFFFFF & ~_OFFSET, count, first + rows)


def written(data: bytes, one: Fragment, tracks: frozenset[int]) -> Iterator[bytes | memoryview]:
    """Yield a fragment with the runs of these tracks only, and their samples; nothing if there are none."""
    parts = [part for part in one.parts if part.track in tracks]
    if not parts:
        return
    size = len(_moof(one, parts, 0))
    runs = [run for part in parts for run in part.runs]
    total = sum(run.end - run.start for run in runs)
    if size + 8 + total >= 1 << 31:
        raise broken("It points far behind its own end", one.box.start)
    yield _moof(one, parts, size + 8)
    yield (8 + total).to_bytes(4, "big") + b"mdat"
    yield from (memoryview(data)[run.start : run.end] for run in runs)


def _moof(one: Fragment, parts: Iterable[Part], at: int) -> bytes:
    """Return a `moof` box whose samples stand in a row from a place on, counted from its start."""
    out = [box(b"mfhd", bytes(4), one.number)]
    for part in parts:
        inside = [box(b"tfhd", part.flags.to_bytes(4, "big"), part.track.to_bytes(4, "big"), part.fields)]
        if part.time:
            inside.append(box(b"tfdt", part.time))
        for run in part.runs:
            head = (run.version << 24 | run.flags | _OFFSET).to_bytes(4, "big") + run.count.to_bytes(4, "big")
            inside.append(box(b"trun", head, at.to_bytes(4, "big"), run.fields))
            at += run.end - run.start
        out.append(box(b"traf", *inside))
    return box(b"moof", *out)


def usual(data: bytes, moov: Box, steps: Steps) -> bytes:
    """Return the box that says what samples of fragments usually are (8.8.1 to 8.8.3), b"" without one."""
    for one in boxes(data, moov.body, moov.end, steps):
        if one.name == b"mvex":
            inside = (inner for inner in boxes(data, one.body, one.end, steps) if inner.name in _FIXED)
            return box(b"mvex", *(box(inner.name, data[inner.body : min(inner.end, inner.body + _FIXED[inner.name])]) for inner in inside))
    return b""
