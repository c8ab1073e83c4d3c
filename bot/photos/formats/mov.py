"""MOV (QuickTime File Format): what iPhones and cameras write; all of it is in `film`."""

from __future__ import annotations

from bot.photos.formats import avif, heic
from bot.photos.formats.film import keep, split

__all__ = ["MEDIA_TYPE", "NAME", "SUFFIX", "TITLE", "keep", "recognises", "split"]

NAME, TITLE, MEDIA_TYPE, SUFFIX = "mov", "MOV", "video/quicktime", ".mov"
#: What films begin with that are older than brands.
_OLD = frozenset((b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"))


def recognises(data: bytes) -> bool:
    """Tell whether the file says that it is a QuickTime film, or begins as those did that are older than brands."""
    if data[4:12] == b"ftypqt  ":
        return not heic.recognises(data) and not avif.recognises(data)
    return data[4:8] in _OLD and (data[:4] in (bytes(4), b"\0\0\0\1") or 8 <= int.from_bytes(data[:4], "big") <= len(data))
