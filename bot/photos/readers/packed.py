"""Reads blocks whose content cannot be read here: packed with Brotli, or a recipe for another file. That they are there is told."""

from __future__ import annotations

from collections.abc import Iterator

from bot.photos.findings import Finding, Kind, Risk, finding
from bot.strings import phrase, say

_INSIDE: dict[bytes, tuple[Kind, str, Risk]] = {
    b"Exif": ("other", phrase("compressed Exif, which may hold place, time and phone"), "high"),
    b"xml ": ("other", phrase("compressed XMP, which may hold names and the history of edits"), "medium"),
    b"jumb": ("edit-history", phrase("a compressed signed history of the picture (Content Credentials)"), "medium"),
}


def read(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what a JPEG XL "brob" box says it holds: its first four letters name the box that was packed."""
    kind, words, risk = _INSIDE.get(payload[:4], ("other", phrase("a compressed private block"), "medium"))
    yield finding(kind, carrier, say("{what} ({count} bytes)", what=say(words), count=f"{len(payload):,}"), risk)


def recipe(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield that the JPEG this picture was made from can be rebuilt, notes and all."""
    yield finding(
        "other",
        carrier,
        say("a recipe to rebuild the JPEG it was made from, comments included ({count} bytes)", count=f"{len(payload):,}"),
        "medium",
    )
