"""Second reading of HEIC and AVIF: outer boxes, then every table of `meta` and `moov`, then every byte of `mdat` accounted for."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.photos.proof import film, jpeg
from bot.photos.proof.blocks import profile_is_plain
from bot.photos.proof.film import account, brands_are_plain, rows, u
from bot.photos.proof.permit import USUAL, Permit
from bot.photos.proof.reading import Range, Reading

_META = b"hdlr pitm iloc iinf iref iprp idat grpl dinf free".split()
_PADDING = (b"free", b"skip", b"wide")
#: Properties compared between both files, and how many of their bytes count: the codec's whole, of the others what their standard names.
_SHOWN = {b"ispe": 12, b"irot": 1, b"imir": 1, b"clap": 32, b"pasp": 8, b"a1op": 1, b"lsel": 2}
_CODEC = b"hvcC av1C avcC vvcC evcC lhvC jpgC j2kH uncC cmpd".split()
_QUIET = b"pixi colr auxC clli mdcv cclv amve ndwt reve a1lx rloc iscl oinf tols vvnC cpal cpat cmpC icef sbpm".split()
_MOST_QUIET = 1 << 20
_PARTS = (b"dimg", b"tbas", b"base", b"exbl")
_HELPING = re.compile(rb"auxiliary:alpha|auxid:1(?!\d)|urn:com:(?:apple:photo:\d{4}|photo):aux:hdrgainmap")
_NAMES = (b"", b"Color", b"Alpha", b"GMap")
_MAY_BE_EMPTY = (b"Exif", b"mime", b"uri ", b"iptc", b"iden")
_HANDLER = bytes(8) + b"pict"
_XMP_TYPE = b"application/rdf+xml\0"
#: An item's entry by version: number and type; and the numbers of the table of places by the bytes they take.
_LISTED = {2: struct.Struct(">4xH2x4s"), 3: struct.Struct(">4xI2x4s")}
#: The same of version 2 with no name and no words, box and all, which the tiles of large pictures have.
_TILE, _TILE_HEAD = struct.Struct(">10s2xH2x4sB"), b"\0\0\0\x15infe\2\0"
#: Numbers that tell where an item is that has one piece.
_ONE_PIECE = 8
_UNSIGNED = {4: "I", 8: "Q"}


@dataclass(slots=True)
class _Tables:
    """What `meta` says, as far as the proof needs it."""

    permit: Permit
    primary: int = 0
    kinds: dict[int, bytes] = field(default_factory=dict)
    tails: dict[int, bytes] = field(default_factory=dict)
    extents: dict[int, list[Range]] = field(default_factory=dict)
    uses: dict[int, tuple[int, ...]] = field(default_factory=dict)
    properties: list[tuple[bytes, int, int]] = field(default_factory=list)
    links: list[tuple[bytes, int, tuple[int, ...]]] = field(default_factory=list)
    groups: list[tuple[bytes, list[int]]] = field(default_factory=list)
    inside: Range = (0, 0)


def read(data: bytes, permit: Permit = USUAL) -> Reading:
    """Return coded ranges and shapes of the items and tracks that show the picture, and whatever else the file says."""
    reading, last, seen = Reading(data), 0, set[bytes]()
    meta = _Tables(permit)
    pieces: list[Range] = []
    used: list[Range] = []
    for name, start, body, end in rows(data, 0, len(data)):
        last = end
        if name == b"ftyp":
            reading.doubt("a long or odd list of brands", start, name in seen or not brands_are_plain(data[body:end]))
        elif name == b"meta" and name not in seen:
            meta = _tables(data, body + 4, end, reading, permit)
        elif name == b"moov" and name not in seen:
            used += film.read(data, body, end, reading)
        elif name == b"mdat":
            pieces.append((body, end))
        else:
            reading.doubt(
                f"box {name!r}", start, not permit.signed(name, data[body:end]) and (name not in _PADDING or data[body:end].strip(b"\0"))
            )
        seen.add(name)
    reading.doubt("bytes behind the picture", last, data.count(0, last) < len(data) - last)
    used += _judge(data, meta, reading)
    account(data, [*pieces, meta.inside], used, reading)
    return reading


def _tables(data: bytes, start: int, end: int, reading: Reading, permit: Permit) -> _Tables:
    found = _Tables(permit)
    places = {name: (body, stop) for name, _, body, stop in rows(data, start, end)}
    for name, place, body, stop in rows(data, start, end):
        reading.doubt(f"box {name!r} in meta", place, name not in _META or (name == b"free" and data[body:stop].strip(b"\0")))
        if name == b"hdlr":
            reading.doubt("a name for the file", place, data[body:stop].rstrip(b"\0") != _HANDLER)
        elif name == b"pitm":
            found.primary = u(data, body + 4, 4 if data[body : body + 1] != b"\0" else 2)
        elif name == b"iinf":
            _kinds(data, body, stop, found, reading)
        elif name == b"iref":
            _links(data, body, stop, found)
        elif name == b"iprp":
            _shapes(data, body, stop, found)
        elif name == b"grpl":
            for kind, _, inner, last in rows(data, body, stop):
                found.groups.append((kind, [u(data, at, 4) for at in _every(inner + 12, u(data, inner + 8, 4), 4, last)]))
    found.inside = places.get(b"idat", (0, 0))
    if b"iloc" in places:
        _extents(data, *places[b"iloc"], found)
    return found


def _every(start: int, count: int, step: int, end: int) -> range:
    return range(start, min(start + count * step, end), step)


def _kinds(data: bytes, body: int, end: int, found: _Tables, reading: Reading) -> None:
    at = body + (6 if data[body : body + 1] == b"\0" else 8)
    for head, number, kind, title in _TILE.iter_unpack(data[at : end - (end - at) % _TILE.size]):
        if head != _TILE_HEAD or title or number in found.kinds:
            break
        found.kinds[number], found.tails[number] = kind, b""
        at += _TILE.size
    for name, place, inner, stop in rows(data, at, end):
        form = _LISTED.get(data[inner]) if name == b"infe" and inner < stop else None
        if form is None or inner + form.size > stop:
            reading.doubt("an entry of another kind", place)
            continue
        number, kind = form.unpack_from(data, inner)
        if number in found.kinds:
            reading.doubt("an item listed twice", place)
            continue
        title, _, found.tails[number] = data[inner + form.size : stop].partition(b"\0")
        found.kinds[number] = kind
        if title not in _NAMES:
            reading.doubt("an item's name", place)


def _links(data: bytes, body: int, end: int, found: _Tables) -> None:
    width = 2 if data[body : body + 1] == b"\0" else 4
    for name, _, inner, stop in rows(data, body + 4, end):
        places = _every(inner + width + 2, u(data, inner + width, 2), width, stop)
        targets = struct.unpack_from(f">{len(places)}{'H' if width < 4 else 'I'}", data, places.start) if stop >= places.stop else ()
        found.links.append((name, u(data, inner, width), targets))


def _shapes(data: bytes, body: int, end: int, found: _Tables) -> None:
    for name, _, inner, stop in rows(data, body, end):
        if name == b"ipco" and not found.properties:
            found.properties = [(kind, first, last) for kind, _, first, last in rows(data, inner, stop)]
        elif name == b"ipma":
            _uses(data, inner, stop, found)


def _uses(data: bytes, place: int, end: int, found: _Tables) -> None:
    step, at = 1 + (u(data, place + 3, 1) & 1), place + 8
    head = struct.Struct(">IB" if u(data, place, 1) else ">HB")
    lists: dict[bytes, tuple[int, ...]] = {}
    for _ in range(u(data, place + 4, 4)):
        if at + head.size > end:
            return
        number, count = head.unpack_from(data, at)
        at += head.size + count * step
        told = data[at - count * step : min(at, end)]
        if told not in lists:
            lists[told] = tuple(u(told, one, step) & (0x7FFF if step > 1 else 0x7F) for one in range(0, len(told), step))
        found.uses[number] = found.uses[number] + lists[told] if number in found.uses else lists[told]


def _extents(data: bytes, place: int, end: int, found: _Tables) -> None:
    version, sizes = u(data, place, 1), u(data, place + 4, 2)
    index, base = _UNSIGNED.get(sizes & 15 if version else 0, "0s"), _UNSIGNED.get(sizes >> 4 & 15, "0s")
    piece = index + _UNSIGNED.get(sizes >> 12, "0s") + _UNSIGNED.get(sizes >> 8 & 15, "0s")
    head = struct.Struct(f">{'I' if version > 1 else 'H'}{'H' if version else '0s'}H{base}H")
    rounds, at = u(data, place + 6, 4 if version > 1 else 2), place + 6 + (4 if version > 1 else 2)
    outer = [start for _, start, _, _ in rows(data, 0, len(data))]
    for row in _places(data, (at, end), rounds, head, piece):
        number, method, elsewhere = row[:3]
        first = (row[3] or 0) + (row[6] or 0) if len(row) == _ONE_PIECE else 0
        if not (method or elsewhere) and len(row) == _ONE_PIECE and 0 < (row[7] or 0) <= len(data) - first:
            found.extents[number] = [(first, first + row[7])]
        elif not elsewhere and (method or 0) & 15 < 2:
            pairs = [(start or 0, size or 0) for start, size in zip(row[6::3], row[7::3], strict=True)]
            if found.kinds.get(number) in _MAY_BE_EMPTY:
                pairs = [one for one in pairs if one[1]]
            inside = found.inside if (method or 0) & 15 else None
            found.extents[number] = [_range(data, (row[3] or 0) + start, size, inside, outer) for start, size in pairs]


def _places(data: bytes, place: Range, rounds: int, head: struct.Struct, piece: str) -> Iterator[tuple[Any, ...]]:
    """Yield item, method, where else, base, how many pieces, and for each index, offset and length; at once where all have one piece."""
    alike = struct.Struct(head.format + piece)
    if rounds * alike.size <= place[1] - place[0]:
        whole = list(alike.iter_unpack(data[place[0] : place[0] + rounds * alike.size]))
        if all(row[4] == 1 for row in whole):
            yield from whole
            return
    at = place[0]
    for _ in range(rounds):
        count = u(data, at + head.size - 2, 2)
        form = struct.Struct(head.format + piece * count)
        if at + form.size > place[1]:
            return
        yield form.unpack_from(data, at)
        at += form.size


def _range(data: bytes, first: int, size: int, inside: Range | None, outer: list[int]) -> Range:
    """Return where an extent stands in the file; a size of zero reaches to the end of the box."""
    limit = len(data)
    if inside is not None:
        first, limit = min(first + inside[0], inside[1]), inside[1]
    elif not size:
        number = bisect_right(outer, first) - 1
        limit = outer[number + 1] if 0 <= number < len(outer) - 1 else limit
    first = min(first, limit)
    return first, min(limit, first + size) if size else limit


def _judge(data: bytes, meta: _Tables, reading: Reading) -> list[Range]:
    """Note down what does not belong to the primary item, and return the ranges that items use."""
    shown, forms, numbers = _shown(data, meta), _Forms(data, meta), meta.kinds.keys()
    for number in sorted(shown):
        kind = meta.kinds[number]
        pieces = _jpeg(data, meta, number, reading) if kind == b"jpeg" else []
        reading.coded += pieces or meta.extents.get(number, ())
        reading.facts.append((number, kind, forms[meta.uses.get(number, ())]))
    for number in sorted(numbers - shown):
        reading.doubt(f"item {number} of kind {meta.kinds[number]!r}", 0, not _vouched(data, meta, number))
    reading.facts += forms.told
    for number in [number for number, words in meta.tails.items() if words and words != _XMP_TYPE]:
        reading.doubt(f"words at item {number}", 0)
    _properties(data, meta, {one for uses in {meta.uses.get(number, ()) for number in shown} for one in uses}, reading)
    for name, source, targets in meta.links:
        helps = name in (b"auxl", b"prem", b"cdsc") and not {*targets} - numbers
        reading.doubt(f"reference {name!r}", 0, source not in numbers or not (name in _PARTS or helps))
    for name, members in meta.groups:
        reading.doubt(f"group {name!r}", 0, name != b"altr" or {*members} - numbers)
    return [one for ranges in meta.extents.values() for one in ranges]


def _properties(data: bytes, meta: _Tables, wanted: set[int], reading: Reading) -> None:
    for place, (name, start, end) in enumerate(meta.properties, 1):
        reading.doubt(f"property {name!r}", start, place not in wanted or not _may_stay(name, data[start:end]))


class _Forms(dict[tuple[int, ...], tuple[int, ...]]):
    """By the properties an item has: those that decide how it looks, as numbers of what is told; tiles share theirs."""

    def __init__(self, data: bytes, meta: _Tables) -> None:
        self.data, self.properties = data, meta.properties
        self.told: dict[bytes, int] = {}

    def __missing__(self, uses: tuple[int, ...]) -> tuple[int, ...]:
        shown = (self.properties[one - 1] for one in uses if 0 < one <= len(self.properties))
        self[uses] = tuple(self._number(*one) for one in shown if one[0] in _SHOWN or one[0] in _CODEC)
        return self[uses]

    def _number(self, name: bytes, start: int, end: int) -> int:
        return self.told.setdefault(name + self.data[start : min(end, start + _SHOWN.get(name, end))], len(self.told))


def _jpeg(data: bytes, meta: _Tables, number: int, reading: Reading) -> list[Range]:
    """Return the coded parts of a picture that is a whole JPEG, which is read like one; none of any other."""
    if len(meta.extents.get(number, ())) != 1:
        return []
    start, end = meta.extents[number][0]
    inner = jpeg.read(data[start:end]) if data[start : start + 3] == b"\xff\xd8\xff" else Reading(b"")
    reading.leftovers += inner.leftovers
    return [(start + first, start + last) for first, last in inner.coded]


def _says(data: bytes, meta: _Tables, number: int) -> bytes:
    """Return what a helping picture says it is, in small letters."""
    names = (meta.properties[one - 1] for one in meta.uses.get(number, ()) if 0 < one <= len(meta.properties))
    return next((data[start:end].lower() for name, start, end in names if name == b"auxC"), b"")


def _helps(words: bytes) -> bool:
    """Tell whether a helping picture is transparency or the gain map that many devices read."""
    return _HELPING.search(words) is not None


def _first(meta: _Tables) -> int:
    """Return the item that readers show: not the thumbnail, if the primary item is one."""
    for name, source, targets in meta.links:
        if name == b"thmb" and source == meta.primary and targets and targets[0] in meta.kinds:
            return targets[0] if meta.kinds[targets[0]] in (b"hvc1", b"grid", b"iovl", b"iden") else source
    return meta.primary


def _shown(data: bytes, meta: _Tables) -> set[int]:
    """Return the primary item, all it is made of, its transparency and its gain map."""
    into: dict[int, list[int]] = {}
    for name, source, targets in meta.links:
        if not meta.permit.gain_map and (meta.kinds.get(source) == b"tmap" or b"gainmap" in _says(data, meta, source)):
            continue
        if name in _PARTS:
            into.setdefault(source, []).extend(targets)
        if name == b"dimg" and meta.kinds.get(source) == b"tmap" and targets:
            into.setdefault(targets[0], []).append(source)
        if name == b"auxl":
            for target in targets if _helps(_says(data, meta, source)) else ():
                into.setdefault(target, []).append(source)
    shown: set[int] = set()
    todo = [_first(meta)]
    while todo:
        number = todo.pop()
        if number in meta.kinds and number not in shown:
            shown.add(number)
            if number in into:
                todo += into[number]
    return shown


def _vouched(data: bytes, meta: _Tables, number: int) -> bool:
    """Tell whether an item that is no picture holds nothing but how a gain map is to be shown."""
    body = b"".join(data[start:end] for start, end in meta.extents.get(number, ()))
    if meta.kinds[number] == b"Exif":
        return body[:10] == b"\0\0\0\6Exif\0\0" and meta.permit.exif(body[10:])
    return meta.kinds[number] == b"mime" and meta.tails[number] == _XMP_TYPE and meta.permit.packet(body)


def _may_stay(name: bytes, body: bytes) -> bool:
    if name == b"colr":
        if body[:4] in (b"prof", b"rICC"):
            return profile_is_plain(body[4:])
        return len(body) <= 11 and body[:4] in (b"nclx", b"nclc")
    if name == b"auxC":
        return len(body) <= 200 and _helps(body.lower())
    return len(body) <= _SHOWN.get(name, _MOST_QUIET) and (name in _SHOWN or name in _CODEC or name in _QUIET)
