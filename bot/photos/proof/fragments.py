"""Second reading of a film in fragments: each `moof` box, each run where it says that it stands."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.photos.proof.film import rows, u
from bot.photos.proof.reading import Range, Reading

_USUAL = {b"mehd": (8, 12), b"trex": (24,)}
_TRACK_FIELDS, _SAMPLE_FIELDS = (2, 8, 16, 32), (256, 512, 1024, 2048)


@dataclass(slots=True)
class Piece:
    """What one fragment says of one track: what counts for showing it, where that and its samples stand, which runs say more."""

    track: int
    place: int
    facts: list[object] = field(default_factory=list)
    told: list[Range] = field(default_factory=list)
    samples: list[Range] = field(default_factory=list)
    long: list[int] = field(default_factory=list)


def read(data: bytes, reading: Reading) -> list[Piece]:
    """Return all pieces in order; note down what else the fragments say."""
    outer = list(rows(data, 0, len(data)))
    usual: dict[int, int] = {}
    for name, _, body, end in outer:
        if name == b"moov":
            usual = dict(_usual_sizes(data, body, end))
    found: list[Piece] = []
    for name, start, body, end in outer:
        if name == b"moof":
            found += _pieces(data, start, (body, end), usual, reading)
    return found


def _usual_sizes(data: bytes, body: int, end: int) -> Iterator[tuple[int, int]]:
    for name, _, inner, stop in rows(data, body, end):
        for kind, _, first, last in rows(data, inner, stop) if name == b"mvex" else ():
            if kind == b"trex" and last - first >= 24:
                yield u(data, first + 4, 4), u(data, first + 16, 4)


def usual(data: bytes, body: int, end: int, reading: Reading) -> None:
    """Note down the box that says what samples usually are, and whatever else is in it."""
    for name, at, inner, stop in rows(data, body, end):
        reading.doubt(f"box {name!r} for fragments", at, stop - inner not in _USUAL.get(name, ()))
        if name == b"trex":
            reading.coded.append((inner, min(stop, inner + 24)))


def _pieces(data: bytes, moof: int, inside: Range, sizes: dict[int, int], reading: Reading) -> Iterator[Piece]:
    before = moof
    for name, start, inner, stop in rows(data, *inside):
        if name == b"mfhd":
            reading.doubt("a long header of a fragment", start, stop - inner != 8)
        elif name == b"traf":
            piece, before = _piece(data, (moof, before), (inner, stop), sizes, reading)
            if piece is not None:
                for place in piece.long:
                    reading.doubt("a long run", place)
                yield piece
        else:
            reading.doubt(f"box {name!r} in a fragment", start)


def _piece(data: bytes, places: Range, inside: Range, sizes: dict[int, int], reading: Reading) -> tuple[Piece | None, int]:
    piece, base, size, at = None, places[0], 0, places[1]
    for name, start, body, end in rows(data, *inside):
        if name == b"tfhd" and piece is None:
            flags, piece = u(data, body + 1, 3), Piece(u(data, body + 4, 4), start)
            elsewhere = 8 * (flags & 1)
            base = u(data, body + 8, 8) if elsewhere else places[0] if flags & 0x20000 else places[1]
            fields = 4 * sum(1 for flag in _TRACK_FIELDS if flags & flag)
            before = body + 8 + elsewhere + 4 * sum(1 for flag in (2, 8) if flags & flag)
            size = u(data, before, 4) if flags & 16 else sizes.get(piece.track, 0)
            piece.facts.append(flags & 0xFFFE)
            piece.told.append((body + 8 + elsewhere, body + 8 + elsewhere + fields))
            reading.doubt("a long header of a track's piece", start, end - body != 8 + elsewhere + fields)
            at = base
        elif name == b"tfdt" and piece is not None:
            piece.told.append((body, min(end, body + 12)))
            reading.doubt("a long time", start, end - body > 12)
        elif name == b"trun" and piece is not None:
            at = _run(data, (start, body, end), (base, at), size, piece)
        else:
            reading.doubt(f"box {name!r} in a track's piece", start)
    return piece, at


def _run(data: bytes, row: tuple[int, int, int], places: Range, size: int, piece: Piece) -> int:
    start, body, end = row
    flags, count, at = u(data, body, 4), u(data, body + 4, 4), body + 8
    begin = places[1]
    if flags & 1:
        begin, at = places[0] + struct.unpack(">i", data[at : at + 4].ljust(4, b"\0"))[0], at + 4
    first = at
    at += flags & 4
    width = 4 * sum(1 for flag in _SAMPLE_FIELDS if flags & flag)
    stop = min(end, at + width * count)
    total = count * size
    if flags & 512:
        total = sum(u(data, place, 4) for place in range(at + (4 if flags & 256 else 0), stop, width))
    piece.long += [start] if end != stop else []
    piece.facts.append((flags & ~1, count))
    piece.told.append((first, stop))
    if total:
        piece.samples.append((begin, min(len(data), begin + total)))
    return begin + total
