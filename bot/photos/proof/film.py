"""Second reading of a film (`moov`): each box by name, each date zero, each chunk where the tables say."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from bot.photos.proof.blocks import profile_is_plain
from bot.photos.proof.reading import Range, Reading

_HOLDERS = (b"trak", b"edts", b"mdia", b"minf", b"dinf", b"stbl")
_LEAVES = b"mvhd tkhd mdhd hdlr vmhd smhd nmhd dref elst tref stsd stts ctts cslg stss stps sdtp stsc stsz stz2 stco co64".split()
_COMPARED = (b"elst", b"stts", b"ctts", b"stss", b"stsz", b"stz2")
_DATED = (b"mvhd", b"tkhd", b"mdhd")
_PICTURE = (b"pict", b"auxv", b"vide")
_IN_ENTRY = b"av1C hvcC avcC vvcC lhvC vpcC esds dOps dfLa dac3 dec3 wave chan colr pasp clap clli mdcv cclv amve ccst auxi btrt fiel pcmC"
_COMPARED_IN_ENTRY = (b"av1C", b"hvcC", b"avcC", b"vvcC", b"clap", b"pasp", b"auxi")
_SELF = b"\0\0\0\x0curl \0\0\0\1"
_MOST_STEPS = 200_000
_WHOLE = {1: "B", 2: "H", 4: "I", 8: "Q"}
_SIZE_AND_NAME = struct.Struct(">I4s")


def u(data: bytes, at: int, width: int) -> int:
    """Return the number that stands at a place; missing bytes count as none."""
    return int.from_bytes(data[at : at + width], "big")


def rows(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield (name, start, start of the payload, end) of the boxes in a range."""
    for _ in range(_MOST_STEPS):
        if start + 8 > end:
            return
        (size, name), head = _SIZE_AND_NAME.unpack_from(data, start), 8
        if size == 1:
            size, head = u(data, start + 8, 8), 16
        size = size or end - start
        if size < head:
            return
        stop = start + size
        yield name, start, start + head, min(end, stop)
        start = stop


def brands_are_plain(body: bytes, *, empty: bool = False) -> bool:
    """Tell whether a list of brands is short, and printable behind the first two words; QuickTime leaves some empty."""
    names = body[8:].replace(bytes(4), b"") if empty else body[8:]
    return len(body) <= 136 and len(body) % 4 == 0 and all(32 <= byte < 127 for byte in names)


def account(data: bytes, pieces: list[Range], used: list[Range], reading: Reading) -> None:
    """Note down the bytes in these pieces of a file that nothing points at, unless they are zeros."""
    used = sorted(used)
    number = place = 0
    for body, end in sorted(pieces):
        place = max(place, body)
        while number < len(used) and used[number][0] < end:
            start, stop = used[number]
            if start > place:
                reading.doubt("bytes nobody points at", place, data.count(0, place, start) < start - place)
            place = max(place, stop)
            number += 1
        reading.doubt("bytes nobody points at", place, place < end and data.count(0, place, end) < end - place)


def read(data: bytes, body: int, end: int, reading: Reading) -> list[tuple[int, int]]:
    """Note a film down: what its picture tracks look like, and what else it says; returns the ranges its tracks use."""
    used: list[tuple[int, int]] = []
    for name, start, inner, stop in rows(data, body, end):
        if name == b"mvhd":
            _header(data, inner, start, reading)
        elif name == b"trak":
            track = Reading(data)
            chunks, shown = _track(data, inner, stop, track)
            if shown:
                reading.coded += [*track.coded, *chunks]
                used += chunks
            reading.leftovers += track.leftovers
            reading.doubt("a track that is not shown", start, not shown)
        else:
            reading.doubt(f"box {name!r} in the film", start)
    return used


def _header(data: bytes, body: int, start: int, reading: Reading) -> None:
    width = 16 if data[body : body + 1] == b"\1" else 8
    reading.doubt("a date", start, data[body + 4 : body + 4 + width].strip(b"\0"))


def _track(data: bytes, body: int, end: int, reading: Reading) -> tuple[list[tuple[int, int]], bool]:
    found: dict[bytes, tuple[int, int]] = {}
    _walk(data, (body, end), found, reading, 5)
    hdlr = found.get(b"hdlr", (0, 0))[0]
    handler = data[hdlr + 8 : hdlr + 12]
    first, last = found.get(b"stsd", (0, 0))
    for _, start, inner, stop in rows(data, first + 8, last):
        _entry(data, (start, inner, stop), handler, reading)
    names = [name for name, *_ in rows(data, *found.get(b"tref", (0, 0)))]
    alpha = handler != b"auxv" or b"auxiliary:alpha" in data[first:last] or b"auxid:1" in data[first:last]
    reading.coded += [found[name] for name in _COMPARED if name in found]
    chunks = chunk_places(data, found)
    return chunks, bool(chunks) and handler in _PICTURE and alpha and b"thmb" not in names


def _walk(data: bytes, place: tuple[int, int], found: dict[bytes, tuple[int, int]], reading: Reading, deep: int) -> None:
    for name, start, inner, stop in rows(data, *place):
        if name in _HOLDERS and deep:
            if name not in found:
                found[name] = (inner, stop)
                _walk(data, (inner, stop), found, reading, deep - 1)
            else:
                reading.doubt(f"a second box {name!r}", start)
            continue
        if name not in _LEAVES:
            reading.doubt(f"box {name!r} in a track", start)
        elif name in _DATED:
            _header(data, inner, start, reading)
        elif name == b"hdlr":
            reading.doubt("a track's name", start, data[inner + 12 : stop].strip(b"\0"))
        elif name == b"tref":
            reading.doubt("a reference", start, {one for one, *_ in rows(data, inner, stop)} - {b"auxl", b"prem"})
        elif name == b"dref":
            reading.doubt("data elsewhere", start, data[inner + 8 : stop] != _SELF * u(data, inner + 4, 4))
        found.setdefault(name, (inner, stop))


def _entry(data: bytes, place: tuple[int, int, int], handler: bytes, reading: Reading) -> None:
    start, inner, stop = place
    head = 78 if handler in _PICTURE else 28 if handler == b"soun" else 8
    reading.doubt("the encoder's name", start, head == 78 and data[inner + 42 : inner + 74].strip(b"\0"))
    for name, at, body, end in rows(data, inner + head, stop):
        if name == b"colr" and data[body : body + 4] in (b"prof", b"rICC"):
            reading.doubt("a colour profile", at, not profile_is_plain(data[body + 4 : end]))
        if name in _COMPARED_IN_ENTRY:
            reading.coded.append((body, end))
        reading.doubt(f"box {name!r} in a sample entry", at, name not in _IN_ENTRY.split())


def chunk_places(data: bytes, found: dict[bytes, tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where the chunks of a track stand."""
    name, width = (b"co64", 8) if b"co64" in found else (b"stco", 4)
    if name not in found:
        return []
    table, end = found[name]
    places = _row(data, table + 8, u(data, table + 4, 4), width, end)
    sizes, runs = _sizes(data, found), _runs(data, found)
    out, number, run = [], 0, 0
    for chunk, place in enumerate(places, 1):
        while run + 1 < len(runs) and runs[run + 1][0] <= chunk:
            run += 1
        many = runs[run][1] if runs else 0
        size = sizes[0] * max(0, min(many, sizes[1] - number)) if isinstance(sizes, tuple) else sum(sizes[number : number + many])
        number += many
        out.append((min(place, len(data)), min(place + size, len(data))))
    return out


def _runs(data: bytes, found: dict[bytes, tuple[int, int]]) -> list[tuple[int, int]]:
    body, end = found.get(b"stsc", (0, 0))
    flat = _row(data, body + 8, 3 * u(data, body + 4, 4), 4, end)
    return list(zip(flat[::3], flat[1::3], strict=False))


def _row(data: bytes, start: int, count: int, width: int, end: int) -> tuple[int, ...]:
    """Return numbers that stand in a row, as many as there are before an end."""
    many = max(0, min(count, (end - start) // width))
    return struct.unpack_from(f">{many}{_WHOLE[width]}", data, start) if width in _WHOLE else ()


def _sizes(data: bytes, found: dict[bytes, tuple[int, int]]) -> tuple[int, int] | list[int]:
    """Return (size of each, how many) where all are alike, else the size of each."""
    if b"stsz" in found:
        body, end = found[b"stsz"]
        if each := u(data, body + 4, 4):
            return each, u(data, body + 8, 4)
        bits = 32
    else:
        body, end = found.get(b"stz2", (0, 0))
        bits = u(data, body + 7, 1)
    count = u(data, body + 8, 4)
    if bits == 4:
        return [half for byte in data[body + 12 : min(end, body + 12 + (count + 1) // 2)] for half in (byte >> 4, byte & 15)][:count]
    return list(_row(data, body + 12, count, max(1, bits // 8), end))
