"""MP4 (ISO/IEC 14496-14), and its kin for phones (3GP, M4V): what cameras and AI tools write; all of it is in `film`."""

from __future__ import annotations

from bot.photos.formats import avif, heic, heif
from bot.photos.formats.film import keep, split

__all__ = ["MEDIA_TYPE", "NAME", "SUFFIX", "TITLE", "keep", "recognises", "split"]

NAME, TITLE, MEDIA_TYPE, SUFFIX = "mp4", "MP4", "video/mp4", ".mp4"
#: First brands of files that are no films, or films with a module of their own.
_OTHERS = frozenset((b"qt  ", b"crx ", b"jp2 ", b"jpx ", b"jpm ", b"jxl ", b"M4A ", b"M4B ", b"M4P "))


def recognises(data: bytes) -> bool:
    """Tell whether the file says that it is of the family, and neither a picture, nor a sound, nor a QuickTime film."""
    if data[4:8] != b"ftyp" or data[8:12] in _OTHERS or b"crx " in heif.brands(data):
        return False
    return not heic.recognises(data) and not avif.recognises(data)
