"""CUR (Windows cursors): icons with the place that points; all of it is in `ico`."""

from __future__ import annotations

from bot.photos.formats import ico
from bot.photos.formats.ico import keep, split

__all__ = ["MEDIA_TYPE", "NAME", "SUFFIX", "TITLE", "keep", "recognises", "split"]

NAME, TITLE, MEDIA_TYPE, SUFFIX = "cur", "CUR", "image/x-win-bitmap", ".cur"


def recognises(data: bytes) -> bool:
    """Tell whether the content starts like a cursor."""
    return ico.is_directory(data, ico.CURSOR)
