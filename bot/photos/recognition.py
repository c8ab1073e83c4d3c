"""Tells by its content what a file is; never by its name."""

from __future__ import annotations

import re

from bot.errors import BrokenPhotoError, UnknownFormatError, UnsupportedFormatError
from bot.photos.formats import FORMATS, Format, names, raw
from bot.photos.segment import BROKEN_HINT
from bot.strings import phrase, say

#: What to do instead; {names} are the pictures that can be cleaned.
_SEND = phrase("Send it as {names}.")
_SEND_PHOTO = phrase("Send a photo as {names}.")
_VIDEO = phrase("I clean pictures: {names}; and short videos: MP4 and MOV.")
_ARCHIVE = phrase("Unpack it and send the photos themselves ({names}).")
_DOCUMENT = phrase("Take the picture out of it first, or make a screenshot, and send that.")
_EXPORT = phrase("Export it as PNG or JPEG and send that.")

#: (first bytes, name, hint); a "." stands for any byte. Order matters: the particular before the general.
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (rb"....ftypcrx ", phrase("a Canon raw file"), raw.HINT),
    (rb"....ftypM4[ABP] ", phrase("a sound file"), _VIDEO),
    (rb"....ftyp", phrase("a video"), _VIDEO),
    (rb"....(?:moov|mdat|wide|free)", phrase("a video"), _VIDEO),
    (rb"\0\0\0\x0cjP  ", phrase("a JPEG 2000 film or page"), _SEND),
    (rb"II\*\0\x10\0\0\0CR", phrase("a Canon raw file"), raw.HINT),
    (rb"IIR[OS]|MMOR|IIU\0|FUJIFILMCCD-RAW|\0MRM|FOVb|II\x1a\0....HEAP", phrase("a camera raw file"), raw.HINT),
    (rb"BM....\0\0\0\0", phrase("a BMP picture of an unknown kind"), _SEND),
    (rb"8BPS|8BPB", phrase("a Photoshop file"), raw.HINT),
    (rb"gimp xcf", phrase("a GIMP file"), _EXPORT),
    (rb"II\xbc\x01", phrase("a JPEG XR picture"), _SEND),
    (rb"qoif", phrase("a QOI picture"), _SEND),
    (rb"BPG\xfb|FLIF", phrase("a picture in a rare format"), _SEND),
    (rb"v/1\x01|#\?(?:RADIANCE|RGBE)", phrase("a picture for film and light makers (EXR or HDR)"), _EXPORT),
    (rb"DDS |\xabKTX", phrase("a texture of a game"), _EXPORT),
    (rb"SIMPLE  =", phrase("a FITS file from a telescope"), _EXPORT),
    (rb".{128}DICM", phrase("a DICOM file from a clinic"), _EXPORT),
    (rb"P[1-7F]\s", phrase("a Netpbm picture"), _SEND),
    (rb"\xd7\xcd\xc6\x9a|\x01\0\0\0.{36} EMF", phrase("a Windows drawing"), _EXPORT),
    (rb"%!PS|\xc5\xd0\xd3\xc6", phrase("a PostScript file"), _DOCUMENT),
    (rb"%PDF-", phrase("a PDF"), _DOCUMENT),
    (rb"PK\x03\x04|Rar!\x1a|7z\xbc\xaf|\x1f\x8b", phrase("an archive"), _ARCHIVE),
    (rb"\x1aE\xdf\xa3|RIFF....AVI |\0\0\x01[\xb3\xba]|\x30\x26\xb2\x75|FLV\x01", phrase("a video"), _VIDEO),
    (rb"ID3|OggS|fLaC|RIFF....WAVE|\xff[\xf1\xf9\xfb\xf3]", phrase("a sound file"), _VIDEO),
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
        return BrokenPhotoError(say("That file is empty: nothing of the photo arrived."), say(BROKEN_HINT), offset=0)
    for pattern, name, hint in _PATTERNS:
        if pattern.match(data):
            words = say("That is {name}. I can't clean those yet.", name=say(name))
            return UnsupportedFormatError(words, say(hint, names=names("and" if hint is _VIDEO else "or")), format=name.split(" ", 1)[1])
    if _SVG.match(data[:4096]):
        return UnsupportedFormatError(say("That is an SVG drawing. I can't clean those yet."), say(_EXPORT), format="SVG")
    if _TEXT.fullmatch(data[:_TEXT_BYTES]):
        return UnknownFormatError(say("That is a text document, so there is no picture to clean."), say(_SEND_PHOTO, names=names()))
    return UnknownFormatError(say("I don't recognise that file as a picture."), say(_SEND_PHOTO, names=names()))
