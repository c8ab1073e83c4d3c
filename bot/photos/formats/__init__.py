"""The formats that can be cleaned: a new one is a module with the names of `Format`, and its line in FORMATS."""

from __future__ import annotations

from typing import Literal, Protocol

from bot.photos.formats import avif, bmp, cur, gif, heic, ico, jp2, jpeg, jxl, mov, mp4, png, tiff, webp
from bot.photos.formats.kept import Kept
from bot.photos.formats.wanted import NOTHING, Wanted
from bot.photos.segment import Segment
from bot.strings import say


class Format(Protocol):
    """What a format module offers."""

    NAME: str
    TITLE: str
    MEDIA_TYPE: str
    SUFFIX: str

    def recognises(self, data: bytes) -> bool:
        """Tell whether the content is of this format."""

    def split(self, data: bytes) -> tuple[Segment, ...]:
        """Return the segments whose concatenation is the file; BrokenPhotoError if it holds no picture."""

    def keep(self, segments: tuple[Segment, ...], asked: Wanted = NOTHING) -> Kept:
        """Return the clean file, and what stays in it and why; `asked` is what its owner wants kept besides the picture."""


FORMATS: tuple[Format, ...] = (jpeg, png, webp, heic, avif, gif, bmp, tiff, jxl, jp2, ico, cur, mp4, mov)


def names(joint: Literal["or", "and"] = "or") -> str:
    """Return the pictures that can be cleaned, as people write them: "JPEG, PNG or WebP"; films have words of their own."""
    *most, last = [known.TITLE for known in FORMATS if known.MEDIA_TYPE.startswith("image/")]
    listed = ", ".join(most)
    return say("{most} or {last}", most=listed, last=last) if joint == "or" else say("{most} and {last}", most=listed, last=last)
