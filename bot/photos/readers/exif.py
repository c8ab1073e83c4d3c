"""Reads Exif (CIPA DC-008, Exif 3.0): place, time, device, people, software, thumbnail."""

from __future__ import annotations

from collections.abc import Iterator

from bot.photos.containers.ifd import Entry, directories
from bot.photos.findings import Finding, Kind, Risk, finding, labelled
from bot.photos.readers import ai, gps, iptc, makernote, thumbnail, when, xmp
from bot.strings import phrase, say, say_count

_PREFIX = b"Exif\0"
Directory = dict[int, Entry]

#: tag -> (kind, words before the value, risk, why it matters). Serial numbers tie every photo of one camera together.
_TEXTS: dict[int, tuple[Kind, str, Risk, str]] = {
    0x013B: ("person", phrase("artist"), "high", "person"),
    0xA430: ("person", phrase("camera owner"), "high", "person"),
    0xFDE8: ("person", phrase("camera owner"), "high", "person"),
    0xA437: ("person", phrase("photographer"), "high", "person"),
    0xA438: ("person", phrase("edited by"), "high", "person"),
    0x8298: ("person", phrase("copyright"), "medium", "person"),
    0xA431: ("identifier", phrase("camera serial number"), "high", "serial"),
    0xA435: ("identifier", phrase("lens serial number"), "high", "serial"),
    0xC62F: ("identifier", phrase("camera serial number"), "high", "serial"),
    0xFDE9: ("identifier", phrase("camera serial number"), "high", "serial"),
    0xC7A1: ("identifier", phrase("name of the camera"), "high", "serial"),
    0xA420: ("identifier", phrase("unique picture id"), "medium", "identifier"),
    0x800D: ("identifier", phrase("picture id"), "medium", "identifier"),
    0x013C: ("device", phrase("computer"), "medium", "computer"),
    0xC614: ("device", phrase("camera"), "medium", "device"),
    0x0131: ("software", "", "low", "software"),
    0x000B: ("software", "", "low", "software"),
    0xA439: ("software", phrase("camera firmware"), "low", "software"),
    0xA43A: ("software", phrase("raw developer"), "low", "software"),
    0xA43B: ("software", phrase("picture editor"), "low", "software"),
    0xA43C: ("software", phrase("metadata editor"), "low", "software"),
    0x9213: ("edit-history", phrase("history"), "medium", "edit-history"),
    0x010E: ("comment", phrase("caption"), "medium", "comment"),
    0xA436: ("comment", phrase("title"), "medium", "comment"),
    0x010D: ("comment", phrase("document"), "medium", "file name"),
    0xC68B: ("comment", phrase("original file name"), "medium", "file name"),
    0xC789: ("comment", phrase("reel"), "low", "comment"),
    0x9999: ("other", phrase("notes of the phone"), "low", "maker notes"),
}
#: The same for Windows' own tags, which are UTF-16 (little endian).
_WIDE: dict[int, tuple[Kind, str, Risk, str]] = {
    0x9C9D: ("person", phrase("author"), "high", "person"),
    0x9C9B: ("comment", phrase("title"), "medium", "comment"),
    0x9C9C: ("comment", phrase("comment"), "medium", "comment"),
    0x9C9E: ("comment", phrase("keywords"), "medium", "keyword"),
    0x9C9F: ("comment", phrase("subject"), "medium", "comment"),
}
_TIMES: dict[int, tuple[int, Risk, str]] = {
    0x9003: (0x9011, "high", ""),
    0x9004: (0x9012, "medium", ""),
    0x0132: (0x9010, "medium", "changed"),
}
_ZONES = (0x9011, 0x9012, 0x9010)
_MAKE, _MODEL, _LENS_MAKE, _LENS, _RATING = 0x010F, 0x0110, 0xA433, 0xA434, 0x4746
_COMMENT, _MAKERNOTE, _XMP, _IPTC = 0x9286, 0x927C, 0x02BC, 0x83BB
_POINTERS = {0x8769, 0x8825, 0xA005}
#: What every decoder needs or knows anyway; not worth telling.
_PLAIN = {0x0112, 0x011A, 0x011B, 0x0128, 0x0213, 0x9000, 0x9101, 0xA000, 0xA001, 0xA002, 0xA003, 0x00FE, 0x0100, 0x0101, 0x0102, 0x0103}
_TOLD = {*_TEXTS, *_WIDE, *_TIMES, *_ZONES, _MAKE, _MODEL, _LENS_MAKE, _LENS, _COMMENT, _MAKERNOTE, _XMP, _IPTC, _RATING, 0x4749}


def read(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what an Exif block tells; a block that cannot be read is told as such."""
    data = tiff_of(payload[4:] if payload[:2] == b"\xff\xe1" else payload)  # some phones put a whole JPEG segment into HEIC
    found = directories(data)
    if not any(found.values()):
        if any(payload[6:]):
            yield finding("other", carrier, say("a damaged Exif block that may hold anything"), "medium")
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
    prompts = [*ai.prompt(make, carrier), *ai.prompt(model, carrier)]  # ComfyUI keeps them here in WebP
    if prompts:
        yield from prompts
        return
    name = model if model.casefold().startswith(make.casefold()) else f"{make} {model}".strip()
    if name:
        yield finding("device", carrier, name, "medium")
    lens = f"{_text(main, _LENS_MAKE)} {_text(main, _LENS)}".strip()
    if lens:
        yield finding("device", carrier, labelled(phrase("lens"), lens), "low")


def _times(main: Directory, carrier: str) -> Iterator[Finding]:
    told: set[str] = set()
    for tag, (zone, risk, about) in _TIMES.items():
        words = when.words(_text(main, tag), _text(main, zone))
        if words and words[:18] not in told:
            told.add(words[:18])
            shown = say("last changed {time}", time=words) if about else words
            yield finding("time", carrier, shown, risk, about=about)
    zone_alone = next((_text(main, tag) for tag in _ZONES if _text(main, tag)), "")
    if zone_alone and not told:
        yield finding("time", carrier, say("time zone {zone}", zone=zone_alone), "medium", about="zone")


def _texts(main: Directory, carrier: str) -> Iterator[Finding]:
    for tag, (kind, words, risk, about) in _TEXTS.items():
        if text := _text(main, tag):
            prompts = [*ai.prompt(text, carrier)]
            yield from prompts or [*ai.named(text, carrier), finding(kind, carrier, labelled(words, text), risk, about=about)]
    for tag, (kind, words, risk, about) in _WIDE.items():
        if tag in main and (text := main[tag].raw.decode("utf-16-le", "replace").strip("\0 ")):
            yield finding(kind, carrier, labelled(words, text), risk, about=about)
    if _COMMENT in main and (text := comment_text(main[_COMMENT])):
        prompts = [*ai.prompt(text, carrier)]
        comment = finding("comment", carrier, labelled(phrase("comment"), text), "medium")
        yield from prompts or [*ai.named(text, carrier), comment]
    if _RATING in main and (stars := main[_RATING].whole):
        yield finding("comment", carrier, say_count("your rating: {n} star", "your rating: {n} stars", stars), "low", about="rating")


def comment_text(one: Entry) -> str:
    """Return a UserComment in the character code its first eight bytes name."""
    code, raw = one.raw[:8].rstrip(b"\0"), one.raw[8:]
    if code == b"UNICODE":
        return raw.decode(_utf16(raw, one.order), "replace").strip("\0 ")
    return (raw if code in (b"ASCII", b"", b"JIS") else one.raw).decode("utf-8", "replace").strip("\0 ")


def _utf16(raw: bytes, order: str) -> str:
    """Return the byte order that most letters of a text confirm; several programs write the other than the file's."""
    zeros_first, zeros_second = raw[0:400:2].count(0), raw[1:400:2].count(0)
    if zeros_first == zeros_second:
        return "utf-16-le" if order == "<" else "utf-16-be"
    return "utf-16-be" if zeros_first > zeros_second else "utf-16-le"


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
        words = say_count(
            "{n} more camera setting (such as exposure, flash, zoom)", "{n} more camera settings (such as exposure, flash, zoom)", count
        )
        yield finding("other", carrier, words, "low")


def _text(main: Directory, tag: int) -> str:
    return main[tag].text if tag in main else ""
