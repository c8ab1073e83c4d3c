"""Tells by its content what a file is; never by its name."""

from __future__ import annotations

import re

from bot.errors import BrokenPhotoError, UnknownFormatError, UnsupportedFormatError
from bot.photos.formats import FORMATS, Format, names, raw
from bot.photos.segment import BROKEN_HINT

#: What to do instead.
_SEND = f"Send it as {names()}."
_VIDEO = f"I clean pictures: {names('and')}; and short videos: MP4 and MOV."
_ARCHIVE = f"Unpack it and send the photos themselves ({names()})."

#: (first bytes, name, hint); a "." stands for any byte. Order matters: the particular before the general.
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (rb"....ftypcrx ", "Canon raw file", raw.HINT),
    (rb"....ftypM4[ABP] ", "sound file", _VIDEO),
    (rb"....ftyp", "video", _VIDEO),
    (rb"....(?:moov|mdat|wide|free)", "video", _VIDEO),
    (rb"\0\0\0\x0cjP  ", "JPEG 2000 film or page", _SEND),
    (rb"II\*\0\x10\0\0\0CR", "Canon raw file", raw.HINT),
    (rb"IIR[OS]|MMOR|IIU\0|FUJIFILMCCD-RAW|\0MRM|FOVb|II\x1a\0....HEAP", "camera raw file", raw.HINT),
    (rb"BM....\0\0\0\0", "BMP picture", _SEND),
    (rb"8BPS", "Photoshop file", raw.HINT),
    (rb"qoif", "QOI picture", _SEND),
    (rb"P[1-7][\s]", "Netpbm picture", _SEND),
    (rb"%PDF-", "PDF", "Take the picture out of it first, or make a screenshot, and send that."),
    (rb"PK\x03\x04|Rar!\x1a|7z\xbc\xaf|\x1f\x8b", "archive", _ARCHIVE),
    (rb"\x1aE\xdf\xa3|RIFF....AVI ", "video", _VIDEO),
    (rb"ID3|OggS|fLaC|RIFF....WAVE", "sound file", _VIDEO),
)
_PATTERNS = tuple((re.compile(pattern, re.DOTALL), name, hint) for pattern, name, hint in _OTHERS)
_SVG = re.compile(rb"\s{0,200}(?:<[?!][^>]{0,500}>\s{0,200}){0,4}<svg", re.IGNORECASE)
_TEXT = re.compile(rb"[^\x00-\x08\x0e-\x1a\x1c-\x1f]+")
_TEXT_BYTES = 4096


def recognise(data: bytes) -> Format:
    """Return the format that can clean this file; a PhotoError in words when there is none."""
    for known in FORMATS:
        if known.recognises(data):
            return known
    raise _unknown(data)


def _unknown(data: bytes) -> UnknownFormatError | UnsupportedFormatError | BrokenPhotoError:
    if not data:
        return BrokenPhotoError("That file is empty: nothing of the photo arrived.", BROKEN_HINT, offset=0)
    for pattern, name, hint in _PATTERNS:
        if pattern.match(data):
            article = "an" if name[0] in "Aa" else "a"
            return UnsupportedFormatError(f"That is {article} {name}. I can't clean those yet.", hint, format=name)
    if _SVG.match(data[:4096]):
        return UnsupportedFormatError("That is an SVG drawing. I can't clean those yet.", "Export it as PNG and send that.", format="SVG")
    if _TEXT.fullmatch(data[:_TEXT_BYTES]):
        return UnknownFormatError("That is a text document, so there is no picture to clean.", f"Send a photo as {names()}.")
    return UnknownFormatError("I don't recognise that file as a picture.", f"Send a photo as {names()}.")
