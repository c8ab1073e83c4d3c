"""The items of a HEIF or AVIF file (ISO/IEC 14496-12, 8.11; ISO/IEC 23008-12): pictures, tiles, masks and notes, listed in `meta`."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.errors import BrokenPhotoError, UnsupportedFormatError
from bot.photos.containers.boxes import Box, Numbers, boxes
from bot.photos.segment import Steps, broken
from bot.strings import say

Extent = tuple[int, int]
Reference = tuple[bytes, int, tuple[int, ...]]
Uses = tuple[tuple[int, bool], ...]

#: Boxes of `meta` that are read here; any other says nothing that the picture needs.
KNOWN = frozenset((b"hdlr", b"pitm", b"iinf", b"iloc", b"iref", b"iprp", b"idat", b"grpl"))
#: Boxes of `meta` that may stay, but are not needed: where data would be, if it were not in this file.
EMPTY = frozenset((b"dinf",))
_MAY_BE_EMPTY = frozenset((b"Exif", b"mime", b"uri ", b"iptc", b"iden"))
HANDLER = b"\0" * 8 + b"pict" + b"\0" * 13
_WORD = 0xFFFFFFFF
#: Items that references name, all together; a picture of 200 megapixels has a thousand tiles.
MAX_TARGETS = 60_000
#: Properties of one item: their count is a byte.
MAX_PROPERTIES = 255
#: The start of an item's entry by its version: flags, number, protected, type (8.11.6).
ENTRY = {2: struct.Struct(">IHH4s"), 3: struct.Struct(">IIH4s")}
#: One of version 2 without a name, box and all, as the tiles of a large picture have; and a run of them.
SHORT_ENTRY = struct.Struct(">I4sIHH4sB")
_NAMELESS = re.compile(rb"(?:\0\0\0\x15infe\x02.{11}\0)*", re.DOTALL)
#: Numbers of the table of places by the bytes they take (8.11.3); one of none is b"", which counts as zero.
_PLACE = {0: "0s", 4: "I", 8: "Q"}


class Item(NamedTuple):
    """An item: its type, its name, the rest of its entry (for "mime" the content type), where its bytes are.

    inside: whether the bytes are in `idat`, which is part of `meta`; else they are anywhere in the file.
    properties: (number from 1, whether a reader must understand it), in order.
    fresh: bytes written instead of those of the file.
    A tuple, because a large picture has a thousand tiles, and a tuple is made five times as fast as a dataclass.
    """

    number: int
    kind: bytes
    hidden: int = 0
    protected: int = 0
    name: bytes = b""
    rest: bytes = b""
    inside: bool = False
    extents: tuple[Extent, ...] = ()
    properties: Uses = ()
    fresh: bytes | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """All that `meta` says. `properties` are (name, bytes); `extras` are names of what no picture needs."""

    primary: int = 0
    items: dict[int, Item] = field(default_factory=dict)
    properties: tuple[tuple[bytes, bytes], ...] = field(default=(), repr=False)
    references: tuple[Reference, ...] = ()
    groups: tuple[tuple[bytes, int, tuple[int, ...]], ...] = ()
    extras: tuple[bytes, ...] = ()

    def data(self, whole: bytes, item: Item, limit: int = 1 << 24) -> bytes:
        """Return the bytes of an item, at most `limit` of them."""
        return b"".join(whole[start : min(start + size, start + limit)] for start, size in item.extents)[:limit]

    def values(self, item: Item) -> Iterator[tuple[bytes, bytes]]:
        """Yield name and bytes of an item's properties."""
        for number, _ in item.properties:
            yield self.properties[number - 1]


def read(data: bytes, meta: Box, outer: Sequence[Box], steps: Steps) -> Items:
    """Return what a `meta` box says, `outer` being the boxes of the file; BrokenPhotoError where its tables do not fit."""
    found: dict[bytes, Box] = {}
    extras = []
    for one in boxes(data, meta.body + 4, meta.end, steps):
        if one.name in KNOWN and one.name not in found:
            found[one.name] = one
        elif one.name not in EMPTY and not (one.name == b"free" and not data[one.body : one.end].strip(b"\0")):
            extras.append(one.name)
    handler = found.get(b"hdlr")
    if handler is None or data[handler.body : handler.end].rstrip(b"\0") != HANDLER.rstrip(b"\0"):
        extras.append(b"hdlr")
    place = found.get(b"idat")
    properties, used = _properties(data, found.get(b"iprp"), steps)
    inside = (place.body, place.end) if place else (0, 0)
    located = _locations(data, found.get(b"iloc"), inside, steps)
    items: dict[int, Item] = {}
    for number, hidden, protected, kind, name, rest in _entries(data, found.get(b"iinf"), extras, steps):
        if number not in items:
            in_idat, extents = located.get(number, (False, ()))
            if len(extents) != 1 or not extents[0][1]:
                extents = _whole(outer, kind, extents)
            items[number] = Item(number, kind, hidden, protected, name, rest, in_idat, extents, used.get(number, ()))
    if _leftover(data, inside, items):
        extras.append(b"idat")
    references = tuple(_references(data, found.get(b"iref"), steps))
    groups = tuple(_groups(data, found.get(b"grpl"), steps))
    return Items(_primary(data, found.get(b"pitm")), items, properties, references, groups, tuple(extras))


def _leftover(data: bytes, inside: Extent, items: dict[int, Item]) -> bool:
    """Tell whether `idat` holds bytes that no item uses."""
    at = inside[0]
    for start, size in sorted(extent for item in items.values() if item.inside for extent in item.extents):
        if data[at:start].strip(b"\0"):
            return True
        at = max(at, start + size)
    return bool(data[at : inside[1]].strip(b"\0"))


def _primary(data: bytes, place: Box | None) -> int:
    if place is None:
        return 0
    numbers = Numbers(data, place.body, place.end)
    return numbers.take(2 if numbers.take(4) >> 24 == 0 else 4)


def _entries(data: bytes, place: Box | None, extras: list[bytes], steps: Steps) -> Iterator[tuple[int, int, int, bytes, bytes, bytes]]:
    """Yield number, hidden, protected, type, name and the rest of each item (8.11.6); those before version 2 are no pictures."""
    if place is None:
        return
    at = place.body + (8 if data[place.body : place.body + 1] != b"\0" else 6)
    run = _NAMELESS.match(data, at, min(place.end, at + (steps.left + 1) * SHORT_ENTRY.size))
    if run is not None and run.end() > at:
        steps.take(at, (run.end() - at) // SHORT_ENTRY.size)
        for _, _, flags, number, protected, kind, _ in SHORT_ENTRY.iter_unpack(run[0]):
            yield number, flags & 1, protected, kind, b"", b""
        at = run.end()
    for one in boxes(data, at, place.end, steps):
        version = data[one.body] if one.body < one.end else 0
        if one.name != b"infe" or version not in ENTRY:
            extras.append(one.name)
            continue
        form = ENTRY[version]
        if one.body + form.size > one.end:
            raise _cut_off(one.body)
        flags, number, protected, kind = form.unpack_from(data, one.body)
        name, _, rest = data[one.body + form.size : one.end].partition(b"\0")
        yield number, flags & 1, protected, kind, name, rest


def _cut_off(place: int) -> BrokenPhotoError:
    return broken("One of its tables ends too early", place)


def _locations(data: bytes, place: Box | None, inside: Extent, steps: Steps) -> dict[int, tuple[bool, tuple[Extent, ...]]]:
    """Return by item whether its bytes are in `idat`, and its extents as places in the file (8.11.3)."""
    located: dict[int, tuple[bool, tuple[Extent, ...]]] = {}
    for row in _rows(data, place, steps) if place else ():
        number, method, elsewhere, start, pieces = row[:5]
        how, base = (method or 0) & 15, start or 0
        if how < 2 and not elsewhere and (inside[0] or not how):
            extents = ((base + (row[6] or 0), row[7] or 0),) if pieces == 1 else _extents(base, row)
            if number in located:
                raise broken("It says twice where one of its items is", place.start if place else 0)
            located[number] = bool(how), _in_idat(extents, inside) if how else extents
    if max((max(one) for _, extents in located.values() for one in extents), default=0) > _WORD:
        raise broken("It points far behind its own end", len(data))
    return located


def _extents(base: int, row: tuple[Any, ...]) -> tuple[Extent, ...]:
    return tuple((base + (first or 0), many or 0) for first, many in zip(row[6::3], row[7::3], strict=True))


def _in_idat(extents: tuple[Extent, ...], room: Extent) -> tuple[Extent, ...]:
    """Return extents in `idat` as places in the file, cut to it."""
    starts = [(min(room[0] + offset, room[1]), size or room[1]) for offset, size in extents]
    return tuple((start, min(size, room[1] - start)) for start, size in starts)


def _rows(data: bytes, place: Box, steps: Steps) -> Iterator[tuple[Any, ...]]:
    """Yield item, method, where else, base, how many extents, and of each index, offset and length; a number of no bytes is b""."""
    numbers = Numbers(data, place.body, place.end)
    version, sizes = numbers.take(4) >> 24, numbers.take(2)
    widths = (sizes & 15 if version else 0, sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15)
    if not _PLACE.keys() >= {*widths}:
        raise broken("Its table of places is of a kind that no app writes", numbers.at)
    *extent, base = (_PLACE[one] for one in widths)
    count, at = numbers.take(4 if version > 1 else 2), numbers.at
    head = struct.Struct(f">{'I' if version > 1 else 'H'}{'H' if version else '0s'}H{base}H")
    single = struct.Struct(head.format + "".join(extent))
    if at + count * single.size <= place.end and _in_one_piece(data, at + head.size - 2, count, single.size):
        steps.take(at, 2 * count)
        yield from single.iter_unpack(data[at : at + count * single.size])
        return
    for _ in range(count):
        pieces = int.from_bytes(data[at + head.size - 2 : at + head.size], "big")
        size = head.size + pieces * (single.size - head.size)
        if at + size > place.end:
            raise _cut_off(at)
        steps.take(at, 1 + pieces)
        yield struct.unpack_from(head.format + "".join(extent) * pieces, data, at)
        at += size


def _in_one_piece(data: bytes, at: int, count: int, size: int) -> bool:
    """Tell whether each of `count` rows of one size says, at a place, that its item has one extent; a thousand tiles are read at once."""
    end = at + count * size
    return data[at:end:size].count(0) == count == data[at + 1 : end + 1 : size].count(1)


def _whole(outer: Sequence[Box], kind: bytes, extents: tuple[Extent, ...]) -> tuple[Extent, ...]:
    """Return the extents of an item; a picture's length of zero means up to the end of its box, that of a note that it was emptied."""
    if kind in _MAY_BE_EMPTY:
        return tuple(one for one in extents if one[1])
    return tuple((start, size or _up_to_end(outer, start)) for start, size in extents)


def _up_to_end(outer: Sequence[Box], place: int) -> int:
    """Return how many bytes there are from a place to the end of its box."""
    number = bisect_right(outer, place, key=lambda one: one.start) - 1
    return max(0, outer[number].end - place) if number >= 0 else 0


def _properties(data: bytes, place: Box | None, steps: Steps) -> tuple[tuple[tuple[bytes, bytes], ...], dict[int, Uses]]:
    """Return the properties, and which items have which (8.11.14)."""
    properties: tuple[tuple[bytes, bytes], ...] = ()
    used: dict[int, Uses] = {}
    inside = list(boxes(data, place.body, place.end, steps)) if place else []
    for one in inside:
        if one.name == b"ipco" and not properties:
            properties = tuple((inner.name, data[inner.body : inner.end]) for inner in boxes(data, one.body, one.end, steps))
    for one in inside:
        if one.name == b"ipma":
            _associations(data, one, len(properties), used, steps)
    return properties, used


def _associations(data: bytes, place: Box, most: int, used: dict[int, Uses], steps: Steps) -> None:
    """Add which of the first `most` properties each item has; the tiles of a picture have the same, so each list is read once."""
    numbers = Numbers(data, place.body, place.end)
    head, count = numbers.take(4), numbers.take(4)
    row, width, at = struct.Struct(">IB" if head >> 24 else ">HB"), 1 + (head & 1), numbers.at
    steps.take(at, count)
    known: dict[bytes, Uses] = {}
    for _ in range(count):
        if at + row.size > place.end:
            raise _cut_off(at)
        number, many = row.unpack_from(data, at)
        at += row.size
        raw = data[at : at + many * width]
        at += many * width
        if raw not in known:
            known[raw] = _listed(raw, width, most)
        used[number] = (used[number] + known[raw])[:MAX_PROPERTIES] if number in used else known[raw]
    if at > place.end:
        raise _cut_off(at)


def _listed(raw: bytes, width: int, most: int) -> Uses:
    """Return properties by their numbers, with whether a reader must understand each."""
    top = 1 << (8 * width - 1)
    many = len(raw) // width
    values = struct.unpack(f">{many}{'H' if width > 1 else 'B'}", raw[: many * width])
    return tuple((value & (top - 1), bool(value & top)) for value in values if 0 < value & (top - 1) <= most)


def _references(data: bytes, place: Box | None, steps: Steps) -> Iterator[Reference]:
    if place is None:
        return
    wide = 4 if data[place.body : place.body + 1] != b"\0" else 2
    left = MAX_TARGETS
    for one in boxes(data, place.body + 4, place.end, steps):
        numbers = Numbers(data, one.body, one.end)
        source, count = numbers.take(wide), numbers.take(2)
        left -= count
        if left < 0:
            raise broken("It is cut into far more pieces than any camera or app writes", one.start)
        yield one.name, source, struct.unpack(f">{count}{'I' if wide > 2 else 'H'}", numbers.raw(wide * count))


def _groups(data: bytes, place: Box | None, steps: Steps) -> Iterator[tuple[bytes, int, tuple[int, ...]]]:
    """Yield entity groups (8.18): type, number, members."""
    left = MAX_TARGETS
    for one in boxes(data, place.body, place.end, steps) if place else ():
        numbers = Numbers(data, one.body + 4, one.end)
        group, count = numbers.take(4), numbers.take(4)
        left -= count
        if left < 0:
            raise broken("It is cut into far more pieces than any camera or app writes", one.start)
        yield one.name, group, struct.unpack(f">{count}I", numbers.raw(4 * count))


def protected() -> UnsupportedFormatError:
    """Return the error for a picture that is encrypted."""
    return UnsupportedFormatError(
        say("This picture is locked with a key. I can't clean that kind."),
        say("Save it as an ordinary JPEG or PNG and send that."),
        format="locked",
    )
