"""Reads the few things in a MakerNote that are easy to find: makers document none of it (ExifTool's tables name the tags)."""

from __future__ import annotations

from collections.abc import Iterator

from bot.photos.containers.ifd import Entry, byte_order
from bot.photos.containers.ifd import read as directory
from bot.photos.findings import Finding, Kind, finding

_CARRIER = "MakerNote"
_APPLE = b"Apple iOS\0"
#: tag -> (kind, words) in Apple's notes: ids that tie a photo to its video, its burst, its library.
_APPLE_TEXTS: dict[int, tuple[Kind, str]] = {
    0x0B: ("identifier", "burst id"),
    0x11: ("identifier", "id of the Live Photo's video"),
    0x15: ("identifier", "picture id"),
    0x20: ("identifier", "capture request id"),
    0x2B: ("identifier", "photo id"),
}
_APPLE_HEADROOM, _APPLE_GAIN = 0x21, 0x30


def read(note: Entry, tiff: bytes, make: str) -> Iterator[Finding]:
    """Yield that there is a MakerNote, and the ids in it where they are simple to read."""
    maker = make.split(" ", maxsplit=1)[0] if make else "the camera maker"
    if note.raw[:10] != _APPLE or len(apple(note).keys() - {_APPLE_HEADROOM, _APPLE_GAIN}):
        size = max(1, len(note.raw) // 1024)
        yield finding("device", _CARRIER, f"private notes of {maker} ({size} kB; often serial numbers, focus, faces)", "medium")
    yield from _apple_ids(note)
    yield from _serial(note, tiff, make.casefold())


def apple(note: Entry) -> dict[int, Entry]:
    """Return Apple's directory: it starts after the name, version and byte order; offsets count from the note."""
    return directory(note.raw, 14, ">", base=0)[0] if note.raw[:10] == _APPLE else {}


def apple_hdr(note: Entry) -> tuple[float, float] | None:
    """Return Apple's HDR headroom and gain (tags 33 and 48), which tell how bright a gain map is to be shown."""
    tags = apple(note)
    values = [tags[tag].numbers[0] for tag in (_APPLE_HEADROOM, _APPLE_GAIN) if tag in tags and tags[tag].numbers]
    return (values[0], values[1]) if len(values) == 2 else None


def _apple_ids(note: Entry) -> Iterator[Finding]:
    for tag, entry in apple(note).items():
        if tag in _APPLE_TEXTS and entry.text:
            kind, words = _APPLE_TEXTS[tag]
            yield finding(kind, _CARRIER, f"{words}: {entry.text}", "medium")


def _serial(note: Entry, tiff: bytes, make: str) -> Iterator[Finding]:
    value = ""
    if make.startswith("canon"):
        value, owner = _canon(note, tiff)
        if owner:
            yield finding("person", _CARRIER, f"camera owner: {owner}", "high")
    elif make.startswith("nikon") and note.raw[:6] == b"Nikon\0" and (order := byte_order(note.raw[10:14])):
        tags = directory(note.raw[10:], 8, order)[0]
        value = tags[0x1D].text if 0x1D in tags else ""
    if value:
        yield finding("identifier", _CARRIER, f"camera serial number: {value}", "high")


def _canon(note: Entry, tiff: bytes) -> tuple[str, str]:
    """Return serial number and owner from Canon's directory, whose offsets count from the TIFF header."""
    at = tiff.find(note.raw[:256])
    tags = directory(tiff, at, note.order)[0] if at > 0 else {}
    serial = tags[0x0C].whole if 0x0C in tags else None
    return (str(serial) if serial else ""), (tags[0x09].text if 0x09 in tags else "")
