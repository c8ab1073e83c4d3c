"""Writes a photo anew from its pixels, where its file cannot be cleaned without loss but can be decoded safely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.decoding import Decoder, Rebuilt
from bot.errors import BrokenPhotoError, PhotoError, UnsupportedFormatError
from bot.photos.cleaning import CleanPhoto, clean
from bot.photos.findings import Finding
from bot.photos.inspection import inspect
from bot.strings import say, say_count

#: A raw file decodes to its small preview, and a film to nothing: these are told how to go on instead.
_PICTURES = ("picture", "icon")


@dataclass(frozen=True, slots=True)
class RebuiltPhoto:
    """A photo written anew and cleaned, and what changed by it, in words."""

    photo: CleanPhoto
    changes: tuple[str, ...]


def rebuild(data: bytes, refusal: PhotoError, decoder: Decoder) -> RebuiltPhoto | None:
    """Return the photo as a new PNG, cleaned and proven like any other; None when it cannot be decoded whole.

    refusal: why the file itself could not be cleaned.
    """
    if not _may_be(refusal):
        return None
    anew = decoder.rebuild(data)
    if anew is None:
        return None
    try:
        cleaned = clean(anew.data)
    except PhotoError:
        return None
    return RebuiltPhoto(replace(cleaned, findings=_told(data), lossless=False, changed=True), tuple(_changes(anew)))


def _may_be(refusal: PhotoError) -> bool:
    if isinstance(refusal, UnsupportedFormatError):
        return refusal.format.endswith(_PICTURES)
    return isinstance(refusal, BrokenPhotoError)


def _told(data: bytes) -> tuple[Finding, ...]:
    """Return what the original told, as far as it can be read."""
    try:
        return inspect(data)
    except PhotoError:
        return ()


def _changes(anew: Rebuilt) -> Iterator[str]:
    yield say("it is a PNG now, with standard colours, and may be larger")
    if anew.pictures > 1:
        yield say_count("of {n} picture only the first is left", "of {n} pictures only the first is left", anew.pictures)
