"""HEIC and other HEIF pictures that are not AVIF: what phones write (ISO/IEC 23008-12); all of it is in `heif`."""

from __future__ import annotations

from bot.photos.formats import heif
from bot.photos.formats.heif import keep, split

__all__ = ["MEDIA_TYPE", "NAME", "SUFFIX", "TITLE", "keep", "recognises", "split"]

NAME, TITLE, MEDIA_TYPE, SUFFIX = "heic", "HEIC", "image/heic", ".heic"
_BRANDS = frozenset(b"heic heix heim heis hevc hevx hevm hevs mif1 mif2 mif3 msf1 jpeg j2ki vvic".split())
_OTHERS = frozenset((b"avif", b"avis", b"crx "))


def recognises(data: bytes) -> bool:
    """Tell whether the file says that it is a HEIF picture, and not one of the kinds that have a name of their own."""
    named = heif.brands(data)
    return bool(named & _BRANDS) and not named & _OTHERS
