"""Reads what stands behind the end of a picture, or in blocks that no standard names."""

from __future__ import annotations

from collections.abc import Iterator

from bot.photos.findings import Finding, finding
from bot.photos.readers.thumbnail import jpeg_size

_PLACE = b"\xa9xyz"


def read(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what the bytes after the picture are: a video, another picture, a maker's block, or remains."""
    size = _size(len(payload))
    if not payload.strip(b"\0"):
        return
    video = payload.find(b"ftyp", 4, 1 << 20)
    if video >= 4:
        yield finding("video", carrier, f"a short video taken with the photo ({size}), often with sound", "high")
        if _PLACE in payload or b"location.ISO6709" in payload:
            yield finding("location", carrier, "the video's own GPS position", "high")
    elif (found := payload.find(b"\xff\xd8\xff")) >= 0:
        yield from _picture(payload[found : found + 65536], size, carrier)
    elif b"SEFT" in payload[-64:] or b"SEFH" in payload[-4096:]:
        yield finding("device", carrier, f"a block written by a Samsung phone ({size})", "medium")
    elif b"IEND" in payload or b"IDAT" in payload:
        yield finding("thumbnail", carrier, f"remains of an earlier picture ({size})", "high")
    else:
        yield finding("other", carrier, f"{size} hidden behind the picture", "medium")


def unknown(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield that a private block is there."""
    if payload.strip(b"\0"):
        yield finding("other", carrier, f"a private block ({_size(len(payload))})", "low")


def _picture(head: bytes, size: str, carrier: str) -> Iterator[Finding]:
    pixels = jpeg_size(head)
    shape = f", {pixels[0]} x {pixels[1]}" if pixels else ""
    yield finding("thumbnail", carrier, f"another picture behind the first ({size}{shape}); it may show more", "medium")


def _size(count: int) -> str:
    if count < 1000:
        return f"{count} bytes" if count > 1 else "1 byte"
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1e6:.1f} MB"
