"""Reads Exif (CIPA DC-008, Exif 3.0): place, time, device, people, software, thumbnail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.photos.containers.ifd import Entry, directories
from bot.photos.findings import Finding, Kind, Risk, finding
from bot.photos.readers import gps, iptc, makernote, thumbnail, when, xmp

_PREFIX = b"Exif\0"
Directory = dict[int, Entry]

#: tag -> (kind, words before the value, risk). Serial numbers tie every photo of one camera together.
_TEXTS: dict[int, tuple[Kind, str, Risk]] = {
    0x013B: ("person", "artist", "high"),
    0xA430: ("person", "camera owner", "high"),
    0xA437: ("person", "photographer", "high"),
    0xA438: ("person", "edited by", "high"),
    0x8298: ("person", "copyright", "medium"),
    0xA431: ("identifier", "camera serial number", "high"),
    0xA435: ("identifier", "lens serial number", "high"),
    0xC62F: ("identifier", "camera serial number", "high"),
    0xA420: ("identifier", "unique picture id", "medium"),
    0x013C: ("device", "computer", "medium"),
    0xC614: ("device", "camera", "medium"),
    0x0131: ("software", "", "low"),
    0x000B: ("software", "", "low"),
    0xA439: ("software", "camera firmware", "low"),
    0xA43A: ("software", "raw developer", "low"),
    0xA43B: ("software", "picture editor", "low"),
    0xA43C: ("software", "metadata editor", "low"),
    0x010E: ("comment", "caption", "medium"),
    0xA436: ("comment", "title", "medium"),
    0x010D: ("comment", "document", "medium"),
    0xC68B: ("comment", "original file name", "medium"),
}
#: The same for Windows' own tags, which are UTF-16 (little endian).
_WIDE: dict[int, tuple[Kind, str, Risk]] = {
    0x9C9D: ("person", "author", "high"),
    0x9C9B: ("comment", "title", "medium"),
    0x9C9C: ("comment", "comment", "medium"),
    0x9C9E: ("comment", "keywords", "medium"),
    0x9C9F: ("comment", "subject", "medium"),
}
_TIMES = {0x9003: (0x9011, "high"), 0x9004: (0x9012, "medium"), 0x0132: (0x9010, "medium")}
_MAKE, _MODEL, _LENS_MAKE, _LENS = 0x010F, 0x0110, 0xA433, 0xA434
_COMMENT, _MAKERNOTE, _XMP, _IPTC = 0x9286, 0x927C, 0x02BC, 0x83BB
_POINTERS = {0x8769, 0x8825, 0xA005}
#: What every decoder needs or knows anyway; not worth telling.
_PLAIN = {0x0112, 0x011A, 0x011B, 0x0128, 0x0213, 0x9000, 0x9101, 0xA000, 0xA001, 0xA002, 0xA003, 0x00FE, 0x0100, 0x0101, 0x0102, 0x0103}
_TOLD = {*_TEXTS, *_WIDE, *_TIMES, 0x9010, 0x9011, 0x9012, _MAKE, _MODEL, _LENS_MAKE, _LENS, _COMMENT, _MAKERNOTE, _XMP, _IPTC}


def read(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what an Exif block tells; a block that cannot be read is told as such."""
    data = tiff_of(payload)
    found = directories(data)
    if not any(found.values()):
        if any(payload[6:]):
            yield finding("other", carrier, "a damaged Exif block that may hold anything", "medium")
        return
    main = {**found.get("0", {}), **found.get("Exif", {})}
    yield from gps.read(found.get("GPS", {}), carrier)
    yield from _device(main, carrier)
    yield from _times(main, carrier)
    yield from _texts(main, carrier)
    yield from _blocks(main, data)
    yield from thumbnail.in_exif(found.get("1", {}), data, carrier)
    yield from _rest(main, carrier)


def tiff_of(payload: bytes) -> bytes:
    """Return the TIFF structure inside an Exif block, whether or not "Exif" stands before it."""
    return payload[6:] if payload[:5] == _PREFIX else payload


def _device(main: Directory, carrier: str) -> Iterator[Finding]:
    make, model = (_text(main, tag) for tag in (_MAKE, _MODEL))
    name = model if model.casefold().startswith(make.casefold()) else f"{make} {model}".strip()
    if name:
        yield finding("device", carrier, name, "medium")
    lens = f"{_text(main, _LENS_MAKE)} {_text(main, _LENS)}".strip()
    if lens:
        yield finding("device", carrier, f"lens {lens}", "low")


def _times(main: Directory, carrier: str) -> Iterator[Finding]:
    told: set[str] = set()
    for tag, (zone, risk) in _TIMES.items():
        words = when.words(_text(main, tag), _text(main, zone))
        if words and words[:18] not in told:
            told.add(words[:18])
            yield finding("time", carrier, words, "high" if risk == "high" else "medium")


def _texts(main: Directory, carrier: str) -> Iterator[Finding]:
    for tag, (kind, words, risk) in _TEXTS.items():
        if text := _text(main, tag):
            yield finding(kind, carrier, f"{words}: {text}" if words else text, risk)
    for tag, (kind, words, risk) in _WIDE.items():
        if tag in main and (text := main[tag].raw.decode("utf-16-le", "replace").strip("\0 ")):
            yield finding(kind, carrier, f"{words}: {text}", risk)
    if _COMMENT in main and (text := comment_text(main[_COMMENT])):
        yield from _comment(text, carrier)


def _comment(text: str, carrier: str) -> Iterable[Finding]:
    if re.search(r"\bSteps: \d+.*\bSampler: ", text):
        return (finding("ai", carrier, f"made by an AI image generator, its prompt: {text}", "high"),)
    return (finding("comment", carrier, f"comment: {text}", "medium"),)


def comment_text(one: Entry) -> str:
    """Return a UserComment in the character code its first eight bytes name."""
    code, raw = one.raw[:8].rstrip(b"\0"), one.raw[8:]
    if code == b"UNICODE":
        return raw.decode("utf-16-le" if one.order == "<" else "utf-16-be", "replace").strip("\0 ")
    return (raw if code in (b"ASCII", b"", b"JIS") else one.raw).decode("utf-8", "replace").strip("\0 ")


def _blocks(main: Directory, data: bytes) -> Iterator[Finding]:
    if _MAKERNOTE in main:
        yield from makernote.read(main[_MAKERNOTE], data, _text(main, _MAKE))
    if _XMP in main:
        yield from xmp.read(main[_XMP].raw, "XMP in Exif")
    if _IPTC in main:
        yield from iptc.records(main[_IPTC].raw, "IPTC in Exif")


def _rest(main: Directory, carrier: str) -> Iterator[Finding]:
    count = len(main.keys() - _TOLD - _PLAIN - _POINTERS)
    if count:
        yield finding(
            "other", carrier, f"{count} more camera {'setting' if count == 1 else 'settings'} (such as exposure, flash, zoom)", "low"
        )


def _text(main: Directory, tag: int) -> str:
    return main[tag].text if tag in main else ""
