"""Reads XMP (ISO 16684-1): who, where, when, with what, and what was done to the picture.

The packet is XML from a stranger, so no XML parser touches it: tags are found by a regular
expression with bounds, and text belongs to the nearest tag that is not RDF's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.photos.findings import Finding, Kind, Risk, finding
from bot.photos.readers import when

#: Bytes and values looked at; real packets are far smaller, and padding is none of our business.
MAX_BYTES, MAX_VALUES = 1 << 19, 8_000

_TAG = re.compile(r"<(/?)([\w.-]{1,60}:[\w.-]{1,60})([^<>]{0,20000})>([^<]{0,2000})")
_ATTRIBUTE = re.compile(r"([\w.-]{1,60}:[\w.-]{1,60})\s{0,9}=\s{0,9}(?:\"([^\"]{0,2000})\"|'([^']{0,2000})')")
_OWN = ("rdf:", "x:", "xml:", "xmlns:")

#: name -> (kind, words before the value, risk). Namespaces' usual prefixes; Adobe's XMP Specification Part 2, IPTC, MWG, Google, Apple.
_TOLD: dict[str, tuple[Kind, str, Risk]] = {
    "photoshop:City": ("location", "city", "high"),
    "photoshop:State": ("location", "state", "medium"),
    "photoshop:Country": ("location", "country", "medium"),
    "Iptc4xmpCore:Location": ("location", "place", "high"),
    "Iptc4xmpExt:City": ("location", "city", "high"),
    "Iptc4xmpExt:Sublocation": ("location", "place", "high"),
    "Iptc4xmpExt:CountryName": ("location", "country", "medium"),
    "Iptc4xmpExt:PersonInImage": ("person", "shows", "high"),
    "mwg-rs:Name": ("person", "face marked as", "high"),
    "MPReg:PersonDisplayName": ("person", "face marked as", "high"),
    "dc:creator": ("person", "creator", "high"),
    "aux:OwnerName": ("person", "camera owner", "high"),
    "exifEX:CameraOwnerName": ("person", "camera owner", "high"),
    "xmpRights:Owner": ("person", "owner", "high"),
    "photoshop:Credit": ("person", "credit", "medium"),
    "photoshop:CaptionWriter": ("person", "caption by", "high"),
    "Iptc4xmpCore:CiEmailWork": ("person", "e-mail", "high"),
    "Iptc4xmpCore:CiTelWork": ("person", "telephone", "high"),
    "Iptc4xmpCore:CiAdrExtadr": ("person", "address", "high"),
    "Iptc4xmpCore:CiUrlWork": ("person", "website", "medium"),
    "dc:rights": ("person", "copyright", "medium"),
    "aux:SerialNumber": ("identifier", "camera serial number", "high"),
    "exifEX:BodySerialNumber": ("identifier", "camera serial number", "high"),
    "aux:LensSerialNumber": ("identifier", "lens serial number", "high"),
    "exifEX:LensSerialNumber": ("identifier", "lens serial number", "high"),
    "xmpMM:DocumentID": ("identifier", "document id", "medium"),
    "xmpMM:OriginalDocumentID": ("identifier", "original document id", "medium"),
    "xmpMM:InstanceID": ("identifier", "version id", "low"),
    "tiff:Model": ("device", "", "medium"),
    "aux:Lens": ("device", "lens", "low"),
    "exifEX:LensModel": ("device", "lens", "low"),
    "xmp:CreatorTool": ("software", "", "low"),
    "tiff:Software": ("software", "", "low"),
    "dc:description": ("comment", "caption", "medium"),
    "dc:title": ("comment", "title", "medium"),
    "photoshop:Headline": ("comment", "headline", "medium"),
    "photoshop:Instructions": ("identifier", "instructions", "medium"),
    "exif:UserComment": ("comment", "comment", "medium"),
    "dc:subject": ("comment", "keyword", "medium"),
    "crs:RawFileName": ("comment", "original file name", "medium"),
    "xmpMM:PreservedFileName": ("comment", "original file name", "medium"),
    "xmp:Label": ("comment", "label", "low"),
    "GCamera:MotionPhoto": ("video", "a motion photo: a short video with it", "high"),
    "GCamera:MicroVideo": ("video", "a motion photo: a short video with it", "high"),
    "GDepth:Mime": ("thumbnail", "a depth map", "medium"),
    "GImage:Mime": ("thumbnail", "the unblurred picture", "high"),
    "GAudio:Mime": ("video", "a sound recording", "high"),
    "xmp:Thumbnails": ("thumbnail", "a thumbnail", "medium"),
}
_FLAGS = frozenset(("GCamera:MotionPhoto", "GCamera:MicroVideo", "GDepth:Mime", "GImage:Mime", "GAudio:Mime"))
_TIMES: dict[str, Risk] = {
    "exif:DateTimeOriginal": "high",
    "photoshop:DateCreated": "high",
    "xmp:CreateDate": "medium",
    "xmp:ModifyDate": "low",
    "xmp:MetadataDate": "low",
}
_AI = ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "algorithmicMedia")
_DEGREES = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d{1,12})?)(?:,(\d{1,2}(?:\.\d{1,9})?))?([NSEW])")


def read(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what an XMP packet tells."""
    text = text_of(payload)
    told = list(properties(text))
    names = dict(reversed(told))
    yield from _place(names, carrier)
    for name, value in told:
        if name in _TOLD:
            yield _words(name, value, carrier)
        elif name in _TIMES and (moment := when.words(value)):
            yield finding("time", carrier, moment, _TIMES[name])
    if any(word in text for word in _AI):
        yield finding("ai", carrier, "it says it was made with AI", "medium")
    yield from _history(told, carrier)
    if not told and text.strip():
        yield finding("other", carrier, "a block of notes that can't be read", "low")


def extended(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what extended XMP tells: it holds what is too large for one block."""
    yield finding("thumbnail", carrier, "a large hidden block, such as a depth map or a second picture", "medium")
    yield from (one for one in read(payload, carrier) if one.kind != "other")


def text_of(payload: bytes) -> str:
    """Return the packet as text, at most MAX_BYTES of it; UTF-8 unless zeros between the letters say UTF-16."""
    head = payload[:MAX_BYTES]
    if head.count(b"\0", 0, 200) > 40:
        return head.decode("utf-16-be" if head[:1] in (b"\0", b"\xfe") else "utf-16-le", "replace")
    return head.decode("utf-8", "replace")


def properties(text: str) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of attributes and texts in order, MAX_VALUES at most; a list gives its name once an item."""
    return islice(_properties(text), MAX_VALUES)


def _properties(text: str) -> Iterator[tuple[str, str]]:
    path: list[str] = []
    for tag in islice(_TAG.finditer(text), MAX_VALUES):
        closing, name, inside, after = tag.groups()
        if closing:
            while path and path.pop() != name:
                pass
            continue
        for one in _ATTRIBUTE.finditer(inside):
            if not one[1].startswith(_OWN):
                yield one[1], _unescape(one[2] or one[3] or "")
        if inside.endswith("/"):
            continue
        path.append(name)
        owner = next((step for step in reversed(path[-12:]) if not step.startswith(_OWN)), "")
        if owner and after.strip():
            yield owner, _unescape(after.strip())


def _unescape(text: str) -> str:
    for code, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&#xA;", " "), ("&amp;", "&")):
        text = text.replace(code, sign)
    return text


def _words(name: str, value: str, carrier: str) -> Finding:
    kind, words, risk = _TOLD[name]
    if name in _FLAGS:
        return finding(kind, carrier, words, risk)
    return finding(kind, carrier, f"{words}: {value}" if words and value.strip() else value, risk)


def _place(names: dict[str, str], carrier: str) -> Iterator[Finding]:
    latitude, longitude = (_DEGREES.match(names.get(name, "")) for name in ("exif:GPSLatitude", "exif:GPSLongitude"))
    if latitude and longitude:
        yield finding("location", carrier, f"{_decimal(latitude):.4f}, {_decimal(longitude):.4f}", "high")


def _decimal(found: re.Match[str]) -> float:
    value = int(found[1]) + float(found[2]) / 60 + float(found[3] or 0) / 3600
    return -value if found[4] in "SW" else value


def _history(told: list[tuple[str, str]], carrier: str) -> Iterator[Finding]:
    steps = [value for name, value in told if name == "stEvt:action"]
    if steps:
        yield finding(
            "edit-history",
            carrier,
            f"{len(steps)} {'step' if len(steps) == 1 else 'steps'} of editing: {', '.join(dict.fromkeys(steps))}",
            "medium",
        )
    if any(name.startswith("crs:") for name, _ in told):
        yield finding("edit-history", carrier, "the settings it was developed with", "low")
