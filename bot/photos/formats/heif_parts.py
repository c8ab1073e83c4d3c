"""Which items of a HEIF file show its picture, and which of their properties: the allow-lists of HEIC and AVIF."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.errors import UnsupportedFormatError
from bot.photos import colour, upright
from bot.photos.containers.items import Item, Items, Reference, Uses, protected
from bot.photos.formats import gainmap, jpeg
from bot.photos.formats.wanted import NOTHING, Wanted
from bot.photos.segment import Segment, broken
from bot.strings import say

#: Types of items that are pictures or made of pictures (23008-12, annexes; AVIF 1.2).
PICTURES = frozenset(b"hvc1 hvt1 lhv1 av01 avc1 vvc1 evc1 jpeg j2k1 unci jxlc grid iovl iden tmap a1op mski".split())
#: Properties without which the picture would look different, and the most bytes each may have (23008-12, 6.5).
SIZES: dict[bytes, int] = {
    b"ispe": 12,  # size
    b"pixi": 64,  # bits a channel
    b"pasp": 8,  # pixel shape
    b"colr": 1 << 24,  # colour: code points or a profile
    b"irot": 1,  # which way is up
    b"imir": 1,
    b"clap": 32,  # which part is shown
    b"iscl": 12,
    b"rloc": 12,
    b"clli": 4,  # HDR: light level
    b"mdcv": 24,  # HDR: mastering display
    b"cclv": 32,  # HDR: content colour volume
    b"amve": 8,  # HDR: surroundings
    b"ndwt": 8,
    b"reve": 24,
    b"auxC": 200,  # what a helping picture is: transparency, gain map
    b"lsel": 2,  # layers
    b"a1op": 1,
    b"a1lx": 13,
    **dict.fromkeys(b"hvcC av1C avcC vvcC evcC lhvC jpgC j2kH oinf tols vvnC".split(), 1 << 16),  # codec
    **dict.fromkeys(b"cmpd uncC cpal cpat cmpC icef sbpm".split(), 1 << 20),  # pictures without a codec
}
#: Properties that are notes: name of the carrier, kind.
NOTES = {b"udes": ("HEIF description", "heif-words"), b"altt": ("HEIF description", "heif-words"), b"crtt": ("HEIF dates", "heif-time")}
NOTES[b"mdft"] = NOTES[b"crtt"]
ALPHA = re.compile(rb"auxiliary:alpha|auxid:1(?!\d)")
#: The gain map that more than one maker's devices read; others name the phone's maker, and only its own gallery reads them.
GAIN_MAP = re.compile(rb"urn:com:(?:apple:photo:\d{4}|photo):aux:hdrgainmap")
_HELPING = (ALPHA, GAIN_MAP)
#: References to what an item is made of, in the order it is put together; and from a helper to what it helps.
_HEVC = (b"hvc1", b"grid", b"iovl", b"iden")
_MADE_OF = frozenset((b"dimg", b"tbas", b"base", b"exbl"))
_TALKS, _ALTERNATIVES = b"cdsc", b"altr"
#: Items that are notes: carrier, kind, bytes before the payload.
_READ = {b"Exif": ("Exif", "exif", 4), b"iptc": ("IPTC", "iptc", 0)}
_XMP = b"application/rdf+xml\0"
_NCLX, _NCLC = 11, 10
#: The names that the most used encoder gives every file.
_USUAL_NAMES = (b"", b"Color", b"Alpha", b"GMap")
_APP1_XMP = 4 + len(b"http://ns.adobe.com/xap/1.0/\0")
#: What a gain map says of itself in a JPEG; here its property says it.
_APPLE_TYPE = b' apdi:AuxiliaryImageType="urn:com:apple:photo:2020:aux:hdrgainmap"'


def word(name: bytes) -> str:
    """Return a box's name for people."""
    return name.decode("latin-1").strip()


def printable(name: bytes) -> bool:
    """Tell whether a brand is four printable letters."""
    return len(name) == 4 and name.isascii() and name.decode("ascii").isprintable()


def clean(data: bytes, items: Items, asked: Wanted = NOTHING) -> Items:
    """Return what is left of the items: those that show the primary one; UnsupportedFormatError where that cannot be told."""
    if not asked.gain_map:
        items = _without_gain_maps(items)
    first = primary(items)
    numbers = shown(items, first)
    picture = items.items[first]
    if picture.kind not in PICTURES:
        raise UnsupportedFormatError(
            say("Its picture is of a kind I don't know ({kind}), so I can't clean it.", kind=word(picture.kind)),
            say("Save it as an ordinary JPEG or PNG and send that."),
            format=word(picture.kind),
        )
    if any(items.items[number].protected for number in numbers):
        raise protected()
    if not picture.extents and picture.kind != b"iden":
        raise broken("Its picture is missing", len(data))
    talks = _talks(data, items, numbers, asked)
    left = {number: one for number, one in items.items.items() if number in numbers or number in talks}
    properties, places = _properties(items, [left[number] for number in left if number in numbers])
    new = _renumbered(left.values(), places)
    fresh = {
        number: _kept(data, items, one, new[one.properties]) if number in numbers else _talk(data, items, one, talks[number][1])
        for number, one in left.items()
    }
    references = (*_references(items, numbers), *((_TALKS, number, (target,)) for number, (target, _) in talks.items()))
    order = {reference: place for place, reference in enumerate(items.references)}
    groups = tuple((name, number, _members(members, numbers)) for name, number, members in items.groups if name == _ALTERNATIVES)
    return Items(
        first,
        fresh,
        properties,
        tuple(sorted(references, key=lambda one: order.get(one, len(order)))),
        tuple(group for group in groups if len(group[2]) > 1),
    )


def primary(items: Items) -> int:
    """Return the item that is shown: the primary one; where that is the thumbnail of another, HEIC readers show the other."""
    for name, source, targets in items.references:
        if name == b"thmb" and source == items.primary and targets and targets[0] in items.items:
            return targets[0] if items.items[targets[0]].kind in _HEVC else source
    return items.primary


def shown(items: Items, first: int) -> frozenset[int]:
    """Return the items that the one shown is made of, and those that help to show it."""
    made_of: dict[int, list[int]] = {}
    helpers: dict[int, list[int]] = {}
    for name, source, targets in items.references:
        if name in _MADE_OF:
            made_of.setdefault(source, []).extend(targets)
        if source in items.items and _helps(items, name, items.items[source]):
            for target in targets[:1] if name == b"dimg" else targets:
                helpers.setdefault(target, []).append(source)
    seen: set[int] = set()
    todo = [first]
    while todo:
        number = todo.pop()
        if number not in seen and number in items.items:
            seen.add(number)
            if number in made_of:
                todo += made_of[number]
            if number in helpers:
                todo += helpers[number]
    return frozenset(seen)


def _helps(items: Items, name: bytes, item: Item) -> bool:
    """Tell whether an item helps to show what it refers to: transparency, a gain map, or the two put together."""
    if name == b"dimg":
        return item.kind == b"tmap"
    return name == b"auxl" and any(kind == b"auxC" and _is_helping(value) for kind, value in items.values(item))


def _is_helping(value: bytes) -> bool:
    return any(pattern.search(value) for pattern in _HELPING)


def _without_gain_maps(items: Items) -> Items:
    """Return the items with nothing that says that a gain map helps to show another one."""
    maps = {number for number, one in items.items.items() if one.kind == b"tmap" or _is_gain_map(items, one)}
    return replace(items, references=tuple(one for one in items.references if one[1] not in maps))


def _is_gain_map(items: Items, item: Item) -> bool:
    return any(kind == b"auxC" and GAIN_MAP.search(value) for kind, value in items.values(item))


def _renumbered(items: Iterable[Item], places: dict[int, int]) -> dict[Uses, Uses]:
    """Return the new list of properties by the old one; tiles share theirs."""
    old = {item.properties for item in items}
    return {uses: tuple((places[number], essential) for number, essential in uses if number in places) for uses in old}


def _kept(data: bytes, items: Items, item: Item, properties: Uses) -> Item:
    if item.name not in _USUAL_NAMES or item.rest or properties != item.properties:
        item = item._replace(name=item.name if item.name in _USUAL_NAMES else b"", rest=b"", properties=properties)
    return _own_notes(data, items, item) if item.kind == b"jpeg" else item


def _own_notes(data: bytes, items: Items, item: Item) -> Item:
    """Return a picture coded as JPEG without the notes that JPEG itself may hold; other codings have no place for any."""
    whole = items.data(data, item, len(data))
    if not jpeg.recognises(whole):
        return item
    clean = jpeg.keep(jpeg.split(whole)).data
    return item if clean == whole else item._replace(inside=False, fresh=clean)


def _properties(items: Items, left: list[Item]) -> tuple[tuple[tuple[bytes, bytes], ...], dict[int, int]]:
    """Return the properties that stay, cleaned, and their new numbers by the old ones."""
    used = {number for uses in {item.properties for item in left} for number, _ in uses}
    out: list[tuple[bytes, bytes]] = []
    places: dict[int, int] = {}
    for number in sorted(used):
        name, value = items.properties[number - 1]
        value = plain_colour(value) if name == b"colr" else value[: SIZES.get(name, 0)]
        if name in SIZES and value and (name != b"auxC" or _is_helping(value)):
            out.append((name, value))
            places[number] = len(out)
    return tuple(out), places


def plain_colour(value: bytes) -> bytes:
    """Return a colour property without anything but colour, b"" when nothing is left."""
    if value[:4] in (b"nclx", b"nclc"):
        return value[: _NCLX if value[:4] == b"nclx" else _NCLC]
    if value[:4] in (b"prof", b"rICC"):
        profile = colour.plain(value[4:])
        return value[:4] + profile.data if profile else b""
    return b""


def _references(items: Items, numbers: frozenset[int]) -> list[Reference]:
    out: list[Reference] = []
    for name, source, targets in items.references:
        if source in numbers and name in _MADE_OF:
            out.append((name, source, targets))
        elif source in numbers and (name == b"prem" or _helps(items, name, items.items[source])):
            left = tuple(one for one in targets if one in numbers)
            out += [(name, source, left)] if left else []
    return out


def _members(members: tuple[int, ...], numbers: frozenset[int]) -> tuple[int, ...]:
    return tuple(one for one in members if one in numbers)


def _talks(data: bytes, items: Items, numbers: frozenset[int], asked: Wanted) -> dict[int, tuple[int, bytes]]:
    """Return the notes that stay, written afresh, with the item they are about: how a gain map is to be shown, what was asked for."""
    out: dict[int, tuple[int, bytes]] = {}
    about = [(source, targets[0]) for name, source, targets in items.references if name == _TALKS and targets]
    packets = []
    for source, target in about:
        one = items.items.get(source)
        if one and one.kind == b"mime" and one.rest.startswith(_XMP) and target in numbers and _is_gain_map(items, items.items[target]):
            packet = Segment("XMP", 0, memoryview(items.data(data, one)), kind="xmp")
            if xmp := gainmap.own_blocks([packet]).get("xmp"):
                out[source] = target, xmp[_APP1_XMP:].replace(_APPLE_TYPE, b"")
                packets.append(packet)
    for source, target in about if packets or asked.artist or asked.rights or asked.source else ():
        one = items.items.get(source)
        if one and one.kind == b"Exif" and target == primary(items):
            note = gainmap.apple_note(packets, upright.marks(items.data(data, one)[4:]).apple_hdr) if packets else b""
            if block := upright.block(1, apple_note=note, credit=asked.credit):
                out[source] = target, b"\0\0\0\6" + block
        elif one and one.kind == b"mime" and one.rest.startswith(_XMP) and target == primary(items) and asked.source:
            out[source] = target, asked.packet
    return out


def _talk(data: bytes, items: Items, item: Item, wanted: bytes) -> Item:
    """Return a note with just the wanted bytes; the item itself if it holds them."""
    same = items.data(data, item) == wanted and not item.inside
    rest = _XMP if item.kind == b"mime" else b""
    return item._replace(name=b"", rest=rest, properties=(), hidden=1, protected=0, inside=False, fresh=None if same else wanted)


def thumbnails(items: Items) -> frozenset[int]:
    """Return the items that say they are thumbnails."""
    return frozenset(source for name, source, _ in items.references if name == b"thmb")


def told(items: Items, item: Item, small: frozenset[int]) -> tuple[str, str, int]:
    """Return carrier, kind and the bytes before the payload of an item that goes."""
    if item.kind == b"mime" and item.rest.startswith(_XMP):
        return "XMP", "xmp", 0
    if item.kind not in PICTURES:
        return _READ.get(item.kind, (f"HEIF {word(item.kind)}", "unknown", 0))
    return ("HEIF thumbnail", "thumbnail", 0) if item.number in small else _beside(items, item)


def _beside(items: Items, item: Item) -> tuple[str, str, int]:
    """Return the same of a picture that is not shown."""
    words = next((value.lower() for name, value in items.values(item) if name == b"auxC"), None)
    if words is None:
        whole = item.number == primary(items) and item.kind == b"jpeg"
        return ("JPEG in HEIF", "unknown", 0) if whole else ("HEIF second picture", "heif-picture", 0)
    return ("HDR gain map", "heif-gain-map", 0) if b"gainmap" in words else ("HEIF helping picture", "heif-helper", 0)
