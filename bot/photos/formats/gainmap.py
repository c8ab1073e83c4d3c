"""HDR gain maps in JPEG: a second, small JPEG that says how much brighter each place is on an HDR screen.

Three kinds are known by what the second picture says of itself: Adobe's and Android's
(XMP "hdrgm"), ISO 21496-1 (an APP2 segment), Apple's (XMP "HDRGainMap"). What a viewer
needs is written afresh from the numbers alone: XMP, ISO block, and the MPF index
(CIPA DC-007) that says where the second picture starts.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence

from bot.photos.formats.packet import packet
from bot.photos.readers import xmp
from bot.photos.segment import Segment

#: Pictures behind the first that are looked at; cameras write up to four.
MAX_PICTURES = 8
#: Segments of a second picture; real ones have under a hundred.
MAX_SEGMENTS = 2_000
ISO = b"urn:iso:std:iso:ts:21496:-1\0"
_ISO_VERSION_BYTES = 4

#: Adobe's gain map specification 1.0, and Apple's names: those a viewer computes with, all numbers or truth values.
_NUMBERS = ("GainMapMin", "GainMapMax", "Gamma", "OffsetSDR", "OffsetHDR", "HDRCapacityMin", "HDRCapacityMax", "BaseRenditionIsHDR")
_APPLE_NUMBERS = ("HDRGainMapVersion", "HDRGainMapHeadroom")
_NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,12})?(?:[eE][+-]?\d{1,3})?|True|False")
_XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
_HDRGM = 'xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"'
_CONTAINER = 'xmlns:GContainer="http://ns.google.com/photos/1.0/container/" xmlns:Item="http://ns.google.com/photos/1.0/container/item/"'
_APPLE = 'xmlns:HDRGainMap="http://ns.apple.com/HDRGainMap/1.0/" xmlns:apdi="http://ns.apple.com/pixeldatainfo/1.0/"'
_APPLE_TYPE = "urn:com:apple:photo:2020:aux:hdrgainmap"
_MPF_BYTES = 86
_MAX_APPLE_VALUE = 1_000


def is_one(segments: Sequence[Segment]) -> bool:
    """Tell whether a second picture is a gain map."""
    return bool(_hdrgm(segments) or _apple(segments) or len(_iso(segments)) > _ISO_VERSION_BYTES)


def own_blocks(segments: Sequence[Segment]) -> dict[str, bytes]:
    """Return the gain map's own XMP and ISO block, written afresh from its numbers."""
    blocks: dict[str, bytes] = {}
    if numbers := _hdrgm(segments):
        inside = "".join(_element(f"hdrgm:{name}", values) for name, values in numbers.items())
        blocks["xmp"] = _packet(_HDRGM, ' hdrgm:Version="1.0"', inside)
    elif numbers := _apple(segments):
        inside = "".join(_element(f"HDRGainMap:{name}", values) for name, values in numbers.items())
        blocks["xmp"] = _packet(_APPLE, f' apdi:AuxiliaryImageType="{_APPLE_TYPE}"', inside)
    if iso := _iso(segments):
        blocks["gain-map"] = _app(0xE2, ISO + iso)
    return blocks


def primary_blocks(first: Sequence[Segment], second: Sequence[Segment], length: int, source: str) -> dict[str, bytes]:
    """Return what the first picture says about the gain map behind it, which is `length` bytes long; the index is still empty.

    source: the digital source type that stays with it, "" for none.
    """
    blocks = {"pictures": _app(0xE2, bytes(_MPF_BYTES))}
    if _hdrgm(second):
        items = _item("Primary", "") + _item("GainMap", f' Item:Length="{length}"')
        inside = f"<GContainer:Directory><rdf:Seq>{items}</rdf:Seq></GContainer:Directory>"
        blocks["xmp"] = _packet(f"{_HDRGM} {_CONTAINER}", ' hdrgm:Version="1.0"', inside, source)
    if _iso(first):
        blocks["gain-map"] = _app(0xE2, ISO + _iso(first)[:_ISO_VERSION_BYTES])
    return blocks


def indexed(parts: list[bytes | memoryview], length: int) -> bytes:
    """Return the first picture with its MPF index filled in: sizes of both pictures, place of the second."""
    total, at = sum(len(part) for part in parts), 0
    empty = _app(0xE2, bytes(_MPF_BYTES))
    for number, part in enumerate(parts):
        if part == empty:
            parts[number] = _app(0xE2, _index(total, length, total - at - 8))
            break
        at += len(part)
    return b"".join(parts)


def apple_note(second: Sequence[Segment], hdr: tuple[float, float] | None) -> bytes:
    """Return a MakerNote with Apple's headroom and gain alone, where the gain map does not state them itself."""
    if hdr is None or max(map(abs, hdr)) > _MAX_APPLE_VALUE or not _apple(second) or "HDRGainMapHeadroom" in _apple(second):
        return b""
    head = b"Apple iOS\0\0\1MM" + struct.pack(">H", 2)
    values = b"".join(struct.pack(">ii", round(value * 100_000), 100_000) for value in hdr)
    entries = b"".join(struct.pack(">HHII", tag, 10, 1, 44 + 8 * n) for n, tag in enumerate((0x21, 0x30)))
    return head + entries + bytes(4) + values


def _index(first: int, second: int, offset: int) -> bytes:
    tags = struct.pack(">HHI4s", 0xB000, 7, 4, b"0100") + struct.pack(">HHII", 0xB001, 4, 1, 2) + struct.pack(">HHII", 0xB002, 7, 32, 50)
    entries = struct.pack(">IIIHH", 0x030000, first, 0, 0, 0) + struct.pack(">IIIHH", 0, second, offset, 0, 0)
    return b"MPF\0MM\0*" + struct.pack(">IH", 8, 3) + tags + bytes(4) + entries


def _packets(segments: Sequence[Segment]) -> dict[str, list[str]]:
    """Return the names in the picture's XMP with their values, a list item each."""
    found: dict[str, list[str]] = {}
    for segment in segments:
        if segment.kind == "xmp":
            for name, value in xmp.properties(xmp.text_of(bytes(segment.payload))):
                found.setdefault(name, []).append(value)
    return found


def _numbers(found: dict[str, list[str]], prefix: str, names: Sequence[str]) -> dict[str, list[str]]:
    values = {name: [value for value in found.get(prefix + name, ())[:3] if _NUMBER.fullmatch(value)] for name in names}
    return {name: value for name, value in values.items() if value}


def _hdrgm(segments: Sequence[Segment]) -> dict[str, list[str]]:
    numbers = _numbers(_packets(segments), "hdrgm:", _NUMBERS)
    return numbers if "GainMapMax" in numbers else {}


def _apple(segments: Sequence[Segment]) -> dict[str, list[str]]:
    return _numbers(_packets(segments), "HDRGainMap:", _APPLE_NUMBERS)


def _iso(segments: Sequence[Segment]) -> bytes:
    """Return the ISO 21496-1 numbers of a picture's segments; b"" when there are none."""
    return iso_numbers(next((bytes(one.payload[len(ISO) :]) for one in segments if one.kind == "gain-map"), b""))


def iso_numbers(body: bytes) -> bytes:
    """Return ISO 21496-1 numbers cut to the length their flags announce, or the version alone; b"" when they do not fit."""
    if len(body) <= _ISO_VERSION_BYTES:
        return body if len(body) == _ISO_VERSION_BYTES else b""
    channels = 3 if body[4] & 0x80 else 1
    size = 5 + (12 + 20 * channels if body[4] & 0x08 else 16 + 40 * channels)
    return body[:size] if len(body) >= size else b""


def _element(name: str, values: list[str]) -> str:
    if len(values) == 1:
        return f"<{name}>{values[0]}</{name}>"
    items = "".join(f"<rdf:li>{value}</rdf:li>" for value in values)
    return f"<{name}><rdf:Seq>{items}</rdf:Seq></{name}>"


def _item(semantic: str, more: str) -> str:
    attributes = f'Item:Semantic="{semantic}" Item:Mime="image/jpeg"{more}'
    return f'<rdf:li rdf:parseType="Resource"><GContainer:Item {attributes}/></rdf:li>'


def _packet(namespaces: str, attributes: str, inside: str, source: str = "") -> bytes:
    return app1(packet(namespaces, attributes, inside, source=source))


def app1(xmp_packet: bytes) -> bytes:
    """Return the segment that holds an XMP packet."""
    return _app(0xE1, _XMP_HEAD + xmp_packet)


def _app(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body
