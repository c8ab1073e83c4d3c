"""Reads the few things in a MakerNote that tie photos to a camera or a person.

Makers document none of it; ExifTool's tables name the tags.

A maker is a line in _LAYOUTS (how its directory is found) and one in _TEXTS (which of its tags speak).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.photos.containers.ifd import Entry, byte_order
from bot.photos.containers.ifd import read as directory
from bot.photos.findings import Finding, Kind, Risk, finding, labelled
from bot.strings import phrase, say

_CARRIER = "MakerNote"
_APPLE = b"Apple iOS\0"
_APPLE_HEADROOM, _APPLE_GAIN = 0x21, 0x30
Told = tuple[Kind, str, Risk, str]

_CAMERA: Told = ("identifier", phrase("camera serial number"), "high", "serial")
_INSIDE: Told = ("identifier", phrase("serial number inside the camera"), "high", "serial")
_LENS: Told = ("identifier", phrase("lens serial number"), "high", "serial")
_OWNER: Told = ("person", phrase("camera owner"), "high", "person")
_PICTURE: Told = ("identifier", phrase("picture id"), "medium", "identifier")
_PLACE: Told = ("location", phrase("place"), "high", "named place")
_HOME: Told = ("location", phrase("home city set in the camera"), "high", "named place")
_CHILD: Told = ("person", phrase("name of a child or pet"), "high", "face")
_BURST: Told = ("identifier", phrase("burst id"), "medium", "burst")

#: maker -> tag -> what it tells.
_TEXTS: dict[str, dict[int, Told]] = {
    "apple": {
        0x0B: _BURST,
        0x11: ("identifier", phrase("id of the Live Photo's video"), "medium", "burst"),
        0x15: _PICTURE,
        0x20: ("identifier", phrase("capture request id"), "medium", "burst"),
        0x2B: ("identifier", phrase("photo id"), "medium", "burst"),
    },
    "canon": {0x0C: _CAMERA, 0x96: _INSIDE, 0x09: _OWNER, 0x28: _PICTURE},
    "nikon": {0x1D: _CAMERA, 0xA0: _CAMERA},
    "panasonic": {
        0x25: _INSIDE,
        0x52: _LENS,
        0x66: _CHILD,
        0x8010: _CHILD,
        0x33: ("person", phrase("birthday or age of a child or pet"), "high", "face"),
        0x67: _PLACE,
        0x69: _PLACE,
        0x6B: _PLACE,
        0x6D: _PLACE,
        0x6F: _PLACE,
        0x65: ("comment", phrase("title"), "medium", "comment"),
    },
    "olympus": {0x0404: _CAMERA},
    "olympus equipment": {0x101: _CAMERA, 0x102: _INSIDE, 0x202: _LENS},
    "fujifilm": {0x10: _INSIDE, 0x4200: _CHILD},
    "pentax": {0x229: _CAMERA, 0x230: _CAMERA},
    "samsung": {0xA002: _CAMERA, 0xA003: _LENS},
    "leica": {0x303: _CAMERA},
    "sigma": {0x02: _CAMERA, 0x03: ("device", phrase("camera"), "low", "device")},
    "casio": {0x3006: _HOME},
    "motorola": {0x5501: _CAMERA, 0x6605: _CAMERA},
    "ricoh": {0x05: _CAMERA},
}
#: maker, how its note begins, where its directory starts, what offsets count from ("note" or "tiff"), byte order ("": the file's).
_LAYOUTS: tuple[tuple[str, bytes, int, str, str], ...] = (
    ("apple", _APPLE, 14, "note", ">"),
    ("olympus", b"OLYMPUS\0II", 12, "note", "<"),
    ("olympus", b"OM SYSTEM\0\0\0II", 16, "note", "<"),
    ("olympus", b"OLYMP\0", 8, "tiff", ""),
    ("panasonic", b"Panasonic\0\0\0", 12, "tiff", ""),
    ("fujifilm", b"FUJIFILM", -8, "note", "<"),
    ("pentax", b"PENTAX \0MM", 10, "note", ">"),
    ("pentax", b"PENTAX \0II", 10, "note", "<"),
    ("pentax", b"AOC\0MM", 6, "tiff", ">"),
    ("pentax", b"AOC\0II", 6, "tiff", "<"),
    ("leica", b"LEICA\0\0\0", 8, "tiff", ""),
    ("sigma", b"SIGMA\0\0\0", 10, "tiff", ""),
    ("casio", b"QVC\0", 6, "tiff", ">"),
    ("motorola", b"MOT\0", 8, "note", ""),
    ("ricoh", b"Ricoh\0\0\0", 8, "tiff", ""),
)
#: Makers that put their directory at the very start, offsets counted from the start of Exif's TIFF.
_BARE = ("canon", "samsung", "casio", "panasonic")
_EQUIPMENT = 0x2010
#: Words that some firmwares write in plain letters.
_PLAIN = re.compile(
    rb"\b(ssid|bssid|imei|serial ?(?:no|number|num)|mac ?address|device ?name|owner ?name)[\"' ]{0,3}[:=][\"' ]{0,3}([\w .:/+-]{3,60})",
    re.IGNORECASE,
)
_PLAIN_WORDS = (b"ssid", b"imei", b"serial", b"mac", b"device", b"owner")
_NAMES: dict[bytes, Told] = {
    b"ssid": ("identifier", phrase("wireless network"), "high", "network"),
    b"bssid": ("identifier", phrase("wireless network"), "high", "network"),
    b"ownername": _OWNER,
    b"devicename": ("device", phrase("name of the phone"), "high", "computer"),
}


def read(note: Entry, tiff: bytes, make: str) -> Iterator[Finding]:
    """Yield that there is a MakerNote, and what in it is simple to read."""
    if note.raw[:10] != _APPLE or len(apple(note).keys() - {_APPLE_HEADROOM, _APPLE_GAIN}):
        maker = make.split(" ", maxsplit=1)[0] if make else say("the camera maker")
        words = say(
            "private notes of {maker} ({size} kB; often serial numbers, focus, faces)", maker=maker, size=max(1, len(note.raw) // 1024)
        )
        yield finding("device", _CARRIER, words, "medium", about="maker notes")
    for maker, tags in _directories(note, tiff, make.casefold()):
        yield from _told(maker, tags)
    for found in _in_plain_letters(note.raw[:65_536]):
        name = found[1].lower().replace(b" ", b"")
        kind, words, risk, about = _NAMES.get(name, _CAMERA)
        yield finding(kind, _CARRIER, labelled(words, found[2].decode("utf-8", "replace")), risk, about=about)


def _in_plain_letters(raw: bytes) -> list[re.Match[bytes]]:
    """Return names and values written in plain letters; the pattern is slow, and most notes hold none of its words."""
    low = raw.lower()
    return list(_PLAIN.finditer(raw))[:8] if any(word in low for word in _PLAIN_WORDS) else []


def apple(note: Entry) -> dict[int, Entry]:
    """Return Apple's directory: it starts after the name, version and byte order; offsets count from the note."""
    return directory(note.raw, 14, ">", base=0)[0] if note.raw[:10] == _APPLE else {}


def apple_hdr(note: Entry) -> tuple[float, float] | None:
    """Return Apple's HDR headroom and gain (tags 33 and 48), which tell how bright a gain map is to be shown."""
    tags = apple(note)
    values = [tags[tag].numbers[0] for tag in (_APPLE_HEADROOM, _APPLE_GAIN) if tag in tags and tags[tag].numbers]
    return (values[0], values[1]) if len(values) == 2 else None


def _directories(note: Entry, tiff: bytes, make: str) -> Iterator[tuple[str, dict[int, Entry]]]:
    """Yield (maker, tags) of the directories that are found."""
    raw = note.raw
    if raw[:6] == b"Nikon\0" and (order := byte_order(raw[10:14])):
        yield "nikon", directory(raw[10:], 8, order)[0]
        return
    for maker, head, start, base, order in _LAYOUTS:
        if raw.startswith(head):
            at = int.from_bytes(raw[8:12], "little") if start < 0 else start
            tags = _at(note, tiff, at, order or note.order, base)
            yield maker, tags
            if maker == "olympus" and _EQUIPMENT in tags and (inner := tags[_EQUIPMENT].whole):
                inside = directory(raw, inner, order)[0] if base == "note" else directory(tiff, inner, note.order)[0]
                yield "olympus equipment", inside
            return
    bare = next((maker for maker in _BARE if make.startswith(maker)), "")
    if bare:
        yield bare, _at(note, tiff, 0, note.order, "tiff")


def _at(note: Entry, tiff: bytes, start: int, order: str, base: str) -> dict[int, Entry]:
    if base == "note":
        return directory(note.raw, start, order)[0]
    at = tiff.find(note.raw[:256])
    return directory(tiff, at + start, order)[0] if at > 0 else {}


def _told(maker: str, tags: dict[int, Entry]) -> Iterator[Finding]:
    for tag, (kind, words, risk, about) in _TEXTS[maker].items():
        if tag in tags and (value := _value(tags[tag])):
            yield finding(kind, _CARRIER, labelled(words, value), risk, about=about)


def _value(entry: Entry) -> str:
    """Return a tag as words: text, a number, or an id as hexadecimal digits; "" for one that says nothing."""
    letters = entry.raw.strip(b"\0 ").split(b"\0")[0]
    if entry.type == 2 or (entry.type in (1, 7, 129) and len(letters) > 3 and re.fullmatch(rb"[ -~]+", letters)):
        text = letters.decode("utf-8", "replace").strip()
    elif entry.whole is not None and entry.type in (3, 4):
        text = str(entry.whole)
    else:
        text = entry.raw[:32].hex()
    return "" if not text.strip("0 .-:/") or text in ("4294967295", "65535") or not text.isprintable() else text
