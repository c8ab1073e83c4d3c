"""Reads what HEIF files tell in their own tables: dates, descriptions, pictures beside the one that is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.photos.findings import Finding, finding
from bot.photos.readers import when
from bot.photos.readers.text import said
from bot.strings import say

_START = datetime(1904, 1, 1, tzinfo=UTC)
_LATEST = 300 * 366 * 86_400


def moment(seconds: int) -> str:
    """Return a time counted in seconds since 1904 in words, or "" when it is none."""
    if not 0 < seconds < _LATEST:
        return ""
    return when.words(f"{_START + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S}Z")


def dates(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield when the picture was made or changed (ISO/IEC 23008-12, 6.5.18 and 6.5.19: microseconds behind version and flags)."""
    if words := moment(int.from_bytes(payload[4:12], "big") // 1_000_000):
        yield finding("time", carrier, words, "high")


def words(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what a description says (6.5.20: language, name, description, tags; 6.5.21: text, language)."""
    for part in payload[4:65536].split(b"\0")[:4]:
        text = part.decode("utf-8", "replace")
        if len(text) > len("en-US"):
            yield from said("", text, carrier)


def picture(_: bytes, carrier: str) -> Iterator[Finding]:
    """Yield that another picture is there."""
    yield finding("thumbnail", carrier, say("another picture beside the one you see; it may show more"), "medium", about="second picture")


def helper(_: bytes, carrier: str) -> Iterator[Finding]:
    """Yield that a helping picture is there."""
    yield finding(
        "thumbnail", carrier, say("a helping picture, such as a depth map or a cut-out of the people"), "medium", about="second picture"
    )


def gain_map(_: bytes, carrier: str) -> Iterator[Finding]:
    """Yield that a gain map is there which names the maker of the phone."""
    yield finding("device", carrier, say("an HDR glow that only the phone maker's own gallery shows, and that names the maker"), "low")
