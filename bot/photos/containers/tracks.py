"""The tracks of a film or an animated picture (ISO/IEC 14496-12, 8.2 to 8.7): `moov`, and where its samples stand."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from bot.photos.containers.boxes import Box, Moves, Numbers, box, boxes
from bot.photos.segment import Steps, broken

#: What each box of a film may hold, and why; whatever is not here goes (names, places, tools, private boxes).
TREE: dict[bytes, frozenset[bytes]] = {
    b"moov": frozenset((b"mvhd", b"trak")),
    b"trak": frozenset((b"tkhd", b"edts", b"tref", b"mdia")),
    b"edts": frozenset((b"elst",)),  # loops, empty starts
    b"mdia": frozenset((b"mdhd", b"hdlr", b"minf")),
    b"minf": frozenset((b"vmhd", b"smhd", b"nmhd", b"dinf", b"stbl")),
    b"dinf": frozenset((b"dref",)),
    b"stbl": frozenset(
        b"stsd stts ctts cslg stss stps sdtp stsc stsz stz2 stco co64".split()
    ),  # codec, timing, key frames, where the samples are
}
#: Boxes of a sample entry a decoder needs: codec, colour, shape, light, transparency.
ENTRY = frozenset(
    b"av1C hvcC avcC vvcC lhvC vpcC esds dOps dfLa dac3 dec3 wave chan colr pasp clap clli mdcv cclv amve ccst auxi btrt fiel pcmC".split()
)
#: Tracks of one film; phones write five, and drones ten.
MAX_TRACKS = 200
#: Samples or chunks of one track: almost two hours of 60 pictures a second.
MAX_SAMPLES = 400_000
#: References between tracks that matter for showing: transparency.
_REFERENCES = frozenset((b"auxl", b"prem"))
#: Bytes before the boxes of a sample entry (12.1.3, 12.2.3), and the place of the encoder's name in a picture's.
_VIDEO_BYTES, _SOUND_BYTES, _TOOL = 78, 28, slice(42, 74)
_CODES = {1: "B", 2: "H", 4: "I", 8: "Q"}
_DATES = frozenset((b"mvhd", b"tkhd", b"mdhd"))
_VIDEO = frozenset((b"pict", b"auxv", b"vide"))
_SOUND = b"soun"
Colours = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Track:
    """A track: its number, what it holds ("pict", "auxv", "vide", "soun" ...), its chunks of samples as ranges of the file."""

    box: Box
    number: int
    handler: bytes
    chunks: tuple[tuple[int, int], ...] = field(repr=False)
    references: tuple[tuple[bytes, tuple[int, ...]], ...] = ()


def tracks(data: bytes, moov: Box, steps: Steps) -> tuple[Track, ...]:
    """Return the tracks of a film; BrokenPhotoError where their tables do not fit."""
    found = [one for one in boxes(data, moov.body, moov.end, steps) if one.name == b"trak"]
    if len(found) > MAX_TRACKS:
        raise broken("It is cut into far more pieces than any camera or app writes", moov.start)
    return tuple(_track(data, one, steps) for one in found)


def _inside(data: bytes, outer: Box, steps: Steps) -> dict[bytes, Box]:
    """Return the first box of each name."""
    found: dict[bytes, Box] = {}
    for one in boxes(data, outer.body, outer.end, steps):
        found.setdefault(one.name, one)
    return found


def _track(data: bytes, trak: Box, steps: Steps) -> Track:
    inside = _inside(data, trak, steps)
    number = handler = None
    if b"tkhd" in inside:
        head = Numbers(data, inside[b"tkhd"].body, inside[b"tkhd"].end)
        head.raw(16 if head.take(4) >> 24 else 8)
        number = head.take(4)
    table: dict[bytes, Box] = {}
    if b"mdia" in inside:
        media = _inside(data, inside[b"mdia"], steps)
        handler = data[media[b"hdlr"].body + 8 : media[b"hdlr"].body + 12] if b"hdlr" in media else None
        if b"minf" in media:
            more = _inside(data, media[b"minf"], steps)
            table = _inside(data, more[b"stbl"], steps) if b"stbl" in more else {}
    references = tuple(_references(data, inside[b"tref"], steps)) if b"tref" in inside else ()
    return Track(trak, number or 0, handler or b"", tuple(_chunks(data, table)), references)


def _references(data: bytes, tref: Box, steps: Steps) -> Iterator[tuple[bytes, tuple[int, ...]]]:
    for one in boxes(data, tref.body, tref.end, steps):
        numbers = range(one.body, one.end - 3, 4)
        yield one.name, tuple(int.from_bytes(data[at : at + 4], "big") for at in numbers)


def _chunks(data: bytes, table: dict[bytes, Box]) -> Iterator[tuple[int, int]]:
    """Yield the range of each chunk: its offset, and the sizes of the samples it holds (8.7.3 to 8.7.5)."""
    places = _places(data, table)
    if not places:
        return
    sizes, runs = _Sizes(data, table), _runs(data, table)
    first = run = 0
    for number, place in enumerate(places, 1):
        while run + 1 < len(runs) and runs[run + 1][0] <= number:
            run += 1
        count = runs[run][1] if runs else 0
        size = sizes.of(first, count)
        first += count
        yield place, place + size


def _places(data: bytes, table: dict[bytes, Box]) -> tuple[int, ...]:
    name, width = (b"co64", 8) if b"co64" in table else (b"stco", 4)
    if name not in table:
        return ()
    return _list(Numbers(data, table[name].body + 4, table[name].end), width)


def _list(numbers: Numbers, width: int) -> tuple[int, ...]:
    count = numbers.take(4)
    if count > MAX_SAMPLES:
        raise broken("It is cut into far more pieces than any camera or app writes", numbers.at)
    if width not in _CODES or count * width > numbers.end - numbers.at:
        raise broken("One of its tables ends too early", numbers.at)
    return struct.unpack(f">{count}{_CODES[width]}", numbers.raw(width * count))


def _runs(data: bytes, table: dict[bytes, Box]) -> list[tuple[int, int]]:
    """Return (first chunk, samples in each) of the sample-to-chunk table."""
    if b"stsc" not in table:
        return []
    numbers = Numbers(data, table[b"stsc"].body + 4, table[b"stsc"].end)
    raw = numbers.raw(min(12 * numbers.take(4), numbers.end - numbers.at + 1))
    return [(first, many) for first, many, _ in struct.iter_unpack(">3I", raw)]


class _Sizes:
    """The sizes of samples, from `stsz` or the compact `stz2`."""

    __slots__ = ("_all", "_each", "_many")

    def __init__(self, data: bytes, table: dict[bytes, Box]) -> None:
        self._each, self._many, self._all = 0, 0, tuple[int, ...]()
        if b"stsz" in table:
            numbers = Numbers(data, table[b"stsz"].body + 4, table[b"stsz"].end)
            self._each = numbers.take(4)
            if self._each:
                self._many = numbers.take(4)
            else:
                self._all = _list(numbers, 4)
        elif b"stz2" in table:
            numbers = Numbers(data, table[b"stz2"].body + 4, table[b"stz2"].end)
            self._all = _compact(numbers, numbers.take(4) & 0xFF)

    def of(self, first: int, count: int) -> int:
        """Return how many bytes a run of samples takes."""
        if self._each:
            return self._each * max(0, min(count, self._many - first))
        return sum(self._all[first : first + count])


def _compact(numbers: Numbers, bits: int) -> tuple[int, ...]:
    if bits != 4:
        return _list(numbers, max(1, bits // 8))
    count = numbers.take(4)
    raw = numbers.raw(min((count + 1) // 2, numbers.end - numbers.at + 1))
    return tuple(half for byte in raw for half in (byte >> 4, byte & 15))[:count]


def written(data: bytes, moov: Box, kept: Iterable[Track], moves: Moves | None, colours: Colours) -> bytes:
    """Return the film with these tracks only, its chunks moved; not moved if `moves` is None.

    colours: what becomes of the payload of a colour box; b"" drops the box.
    """
    return _Writer(data, frozenset(one.box.start for one in kept), moves, colours).box(moov)


class _Writer:
    """Writes boxes that may stay, and those that hold them."""

    __slots__ = ("colours", "data", "handler", "kept", "moves", "steps")

    def __init__(self, data: bytes, kept: frozenset[int], moves: Moves | None, colours: Colours) -> None:
        self.data, self.kept, self.moves, self.colours, self.steps = data, kept, moves, colours, Steps()
        self.handler = b""

    def box(self, one: Box) -> bytes:
        """Return a box that may stay, written afresh."""
        if one.name in TREE:
            return box(one.name, *(self.box(inner) for inner in self._boxes(one.body, one.end) if self._stays(one, inner)))
        return box(one.name, self._leaf(one, self.data[one.body : one.end]))

    def _leaf(self, one: Box, body: bytes) -> bytes:
        """Return the payload of a box that holds no others of TREE."""
        if one.name in _DATES:
            body = _undated(body)
        elif one.name == b"hdlr":
            self.handler = body[8:12]
            body = body[:4] + bytes(4) + body[8:12] + bytes(13)
        elif one.name in (b"stco", b"co64"):
            body = self._moved(body, 8 if one.name == b"co64" else 4)
        elif one.name == b"tref":
            body = b"".join(self._plain(inner) for inner in self._boxes(one.body, one.end) if inner.name in _REFERENCES)
        elif one.name == b"dref":
            body = _own_data(body)
        elif one.name == b"stsd":
            body = body[:8] + b"".join(self._entry(inner) for inner in self._boxes(one.body + 8, one.end))
        return body

    def _stays(self, outer: Box, inner: Box) -> bool:
        return inner.name in TREE[outer.name] and (inner.name != b"trak" or inner.start in self.kept)

    def _boxes(self, start: int, end: int) -> Iterator[Box]:
        return boxes(self.data, start, end, self.steps)

    def _plain(self, one: Box) -> bytes:
        return box(one.name, self.data[one.body : one.end])

    def _moved(self, body: bytes, width: int) -> bytes:
        if self.moves is None:
            return body
        places = _list(Numbers(body, 4, len(body)), width)
        return body[:8] + struct.pack(f">{len(places)}{_CODES[width]}", *map(self.moves.of, places))

    def _entry(self, one: Box) -> bytes:
        """Return a sample entry without the encoder's name, and without boxes that no decoder needs."""
        head = {**dict.fromkeys(_VIDEO, _VIDEO_BYTES), _SOUND: _SOUND_BYTES}.get(self.handler, 8)
        front = self.data[one.body : min(one.end, one.body + head)]
        if self.handler in _VIDEO:
            front = front[: _TOOL.start] + bytes(len(front[_TOOL])) + front[_TOOL.stop :]
        inner = (self._inner(inside) for inside in self._boxes(one.body + head, one.end) if inside.name in ENTRY)
        return box(one.name, front, *inner)

    def _inner(self, one: Box) -> bytes:
        body = self.data[one.body : one.end]
        if one.name == b"colr":
            body = self.colours(body)
            return box(one.name, body) if body else b""
        return box(one.name, body)


def _undated(body: bytes) -> bytes:
    """Return a header with its two dates set to zero (8.2.2)."""
    width = 16 if body[:1] == b"\1" else 8
    return body[:4] + bytes(len(body[4 : 4 + width])) + body[4 + width :]


def _own_data(body: bytes) -> bytes:
    """Return the data references, all saying "in this file" (8.7.2)."""
    count = int.from_bytes(body[4:8], "big")
    if not 0 < count < 16:
        raise broken("It says nothing about where its data is", 0)
    return bytes(4) + count.to_bytes(4, "big") + box(b"url ", b"\0\0\0\1") * count


def dates(data: bytes, moov: Box, steps: Steps) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the headers that hold dates which are not zero."""
    for one in boxes(data, moov.body, moov.end, steps):
        if one.name == b"mvhd" and data[one.body : one.end] != _undated(data[one.body : one.end]):
            yield one.start, one.end
