"""Reads Photoshop image resources (Adobe's file format specification, "Image Resource Blocks"): they nest other metadata."""

from __future__ import annotations

from collections.abc import Iterator

from bot.photos.findings import Finding, finding
from bot.photos.readers import exif, iptc, thumbnail, xmp
from bot.strings import say

#: Resources looked at.
MAX_ITEMS = 2_000
_SIGNATURES = (b"8BIM", b"PHUT", b"DCSR", b"AgHg", b"MeSa")


def read(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what a Photoshop block tells: IPTC records, a thumbnail, nested Exif and XMP, or that it is there."""
    body = payload.removeprefix(b"Photoshop 3.0\0")
    told = False
    for number, data in resources(body):
        for one in _resource(number, data):
            told = True
            yield one
    if not told and body.strip(b"\0"):
        yield finding("software", carrier, say("notes of Photoshop or a similar editor"), "low")


def _resource(number: int, data: bytes) -> Iterator[Finding]:
    if number == 0x0404:
        yield from iptc.records(data, "IPTC")
    elif number in (0x0409, 0x040C):
        yield from thumbnail.read(data[28:], "Photoshop thumbnail")
    elif number == 0x0422:
        yield from exif.read(data, "Exif in Photoshop block")
    elif number == 0x0424:
        yield from xmp.read(data, "XMP in Photoshop block")
    elif number == 0x041A and (name := _wide(data[20:])):
        yield finding("comment", "Photoshop", say("name of the file it was made from: {name}", name=name), "medium", about="file name")
    elif number == 0x0421 and (program := _wide(data[5:])):
        yield finding("software", "Photoshop", program, "low")
    elif number == 0x040A and data[:1] == b"\1":
        yield finding("person", "Photoshop", say("marked as copyrighted"), "low")
    elif number == 0x040B and data:
        yield finding("person", "Photoshop", say("website: {address}", address=data.decode("utf-8", "replace")), "medium", about="contact")


def _wide(data: bytes) -> str:
    """Return a text of UTF-16 letters, counted in the four bytes before it."""
    count = int.from_bytes(data[:4], "big")
    return data[4 : 4 + 2 * min(count, 300)].decode("utf-16-be", "replace").strip("\0 ")


def resources(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (number, bytes) of each "8BIM" resource."""
    at = 0
    for _ in range(MAX_ITEMS):
        if data[at : at + 4] not in _SIGNATURES:
            return
        name = at + 6
        size_at = name + 1 + (data[name] if name < len(data) else 0)
        size_at += (size_at - name) & 1
        size = int.from_bytes(data[size_at : size_at + 4], "big")
        yield int.from_bytes(data[at + 4 : at + 6], "big"), data[size_at + 4 : size_at + 4 + size]
        at = size_at + 4 + size + (size & 1)
