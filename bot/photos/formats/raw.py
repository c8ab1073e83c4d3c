"""Camera raw files: what a sensor saw, in a TIFF with every maker's own notes. They are named and refused."""

from __future__ import annotations

from collections.abc import Iterable

from bot.errors import UnsupportedFormatError
from bot.photos.containers.tiff import Directory, Field
from bot.photos.formats.pages import COMPRESSION, PHOTOMETRIC, SUB, Walker, block
from bot.strings import phrase, say

HINT = phrase("Export it from your photo program as JPEG or TIFF first, and send that.")

_MAKE, _DNG_VERSION = 271, 50706
#: Photometric 32803 is a colour filter array, 34892 linear raw; the compressions are those of Sony, Nikon, Kodak, Pentax, Samsung.
_RAW_COLOURS = (32803, 34892)
_RAW_CODINGS = (32767, 32769, 32770, 32867, 34713, 65000, 65535)
_KINDS = {
    b"NIKON": "Nikon NEF",
    b"SONY": "Sony ARW",
    b"PENTAX": "Pentax PEF",
    b"RICOH": "Pentax PEF",
    b"SAMSUNG": "Samsung SRW",
    b"HASSELBLAD": "Hasselblad 3FR",
    b"PHASE": "Phase One IIQ",
    b"LEAF": "Leaf MOS",
    b"KODAK": "Kodak DCR",
    b"EASTMAN": "Kodak DCR",
    b"EPSON": "Epson ERF",
    b"MAMIYA": "Mamiya MEF",
}


def says_so(data: bytes) -> bool:
    """Tell whether the header itself says that it is a camera's file: Canon writes its mark between it and the first directory."""
    return data[:10] == b"II*\0\x10\0\0\0CR"


def refuse(walker: Walker, chain: Iterable[Directory]) -> None:
    """Raise UnsupportedFormatError if a directory says that it holds what a sensor saw."""
    make = b""
    for found in chain:
        fields = {one.tag: one for one in found.fields}
        make = make or block(walker.data, fields, _MAKE)
        if _DNG_VERSION in fields:
            raise refusal("DNG")
        if _is_raw(walker, fields) or any(_is_raw(walker, one) for one in walker.peek(fields, SUB)):
            raise refusal(next((name for first, name in _KINDS.items() if make.upper().startswith(first)), ""))


def _is_raw(walker: Walker, fields: dict[int, Field]) -> bool:
    return walker.number(fields, PHOTOMETRIC, 0) in _RAW_COLOURS or walker.number(fields, COMPRESSION, 0) in _RAW_CODINGS


def refusal(kind: str) -> UnsupportedFormatError:
    """Return the error that names a camera raw file."""
    name = f"camera raw file ({kind})" if kind else "camera raw file"
    words = say("That is a camera raw file: what the sensor saw, before it became a picture. I can't clean those yet.")
    if kind:
        words = say(
            "That is a camera raw file ({kind}): what the sensor saw, before it became a picture. I can't clean those yet.", kind=kind
        )
    return UnsupportedFormatError(words, say(HINT), format=name)
