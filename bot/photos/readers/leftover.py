"""Reads what no standard names: that it is there, and how large it is."""

from __future__ import annotations

from collections.abc import Iterator

from bot.photos.findings import Finding, finding
from bot.strings import say, say_count


def unknown(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield that a private block is there."""
    if payload.strip(b"\0"):
        yield finding("other", carrier, say("a private block ({size})", size=size_words(len(payload))), "low")


def size_words(count: int) -> str:
    """Return a number of bytes in words: "1 byte", "15 kB", "2.1 MB"."""
    if count < 1000:
        return say_count("{n} byte", "{n} bytes", count)
    return say("{n} kB", n=f"{count / 1000:.0f}") if count < 1_000_000 else say("{n} MB", n=f"{count / 1e6:.1f}")
