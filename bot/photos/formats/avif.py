"""AVIF (AV1 Image File Format 1.2): HEIF whose pictures are coded with AV1; all of it is in `heif`."""

from __future__ import annotations

from bot.photos.formats import heif
from bot.photos.formats.heif import keep, split

__all__ = ["MEDIA_TYPE", "NAME", "SUFFIX", "TITLE", "keep", "recognises", "split"]

NAME, TITLE, MEDIA_TYPE, SUFFIX = "avif", "AVIF", "image/avif", ".avif"
_BRANDS = frozenset((b"avif", b"avis"))


def recognises(data: bytes) -> bool:
    """Tell whether the file says that it is an AVIF."""
    return bool(heif.brands(data) & _BRANDS)
