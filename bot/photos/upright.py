"""The Exif block that stays: which way is up, and a colour mark where nothing else says it.

Written afresh by piexif, which never sees a stranger's bytes: given bytes it does not
know it takes them for a file name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.photos.containers.ifd import directories
from bot.photos.readers import makernote
from bot.photos.readers.exif import tiff_of

_ORIENTATION, _INTEROP_INDEX, _MAKERNOTE, _COLOUR_SPACE = 0x0112, 1, 0x927C, 0xA001
_ARTIST, _COPYRIGHT = 0x013B, 0x8298
_TURNED = re.compile(rb"tiff:Orientation\s?(?:=\s?[\"']|>)([1-8])")


@dataclass(frozen=True, slots=True)
class Marks:
    """What an Exif block says about showing the picture.

    orientation: 1 to 8 (Exif 3.0, tag 274); 1 is upright.
    adobe_rgb: the DCF mark "R03"; it counts only where there is no colour profile.
    apple_hdr: Apple's headroom and gain, for its HDR gain map.
    """

    orientation: int = 1
    adobe_rgb: bool = False
    apple_hdr: tuple[float, float] | None = None


def marks(block: bytes, packets: Iterable[bytes] = ()) -> Marks:
    """Return the marks of an Exif block; whatever cannot be read counts as absent.

    packets: XMP of the same photo, for many programs read there which way is up when Exif does not say it.
    """
    found = directories(tiff_of(block))
    turned = found.get("0", {}).get(_ORIENTATION)
    value = (turned.whole or 1) if turned is not None else _in_xmp(packets)
    index = found.get("Interop", {}).get(_INTEROP_INDEX)
    note = found.get("Exif", {}).get(_MAKERNOTE)
    return Marks(
        orientation=value if 2 <= value <= 8 else 1,
        adobe_rgb=index is not None and index.raw[:3] == b"R03",
        apple_hdr=makernote.apple_hdr(note) if note is not None else None,
    )


def _in_xmp(packets: Iterable[bytes]) -> int:
    found = next((one for packet in packets if (one := _TURNED.search(packet))), None)
    return int(found[1]) if found else 1


@lru_cache(64)
def block(orientation: int, *, adobe_rgb: bool = False, apple_note: bytes = b"", credit: tuple[str, str] = ("", "")) -> bytes:
    """Return "Exif", two zeros and a TIFF structure with these marks alone; b"" when there is nothing to say.

    credit: names of artist and copyright holder, of those who asked to keep them.
    """
    if orientation == 1 and not adobe_rgb and not apple_note and not any(credit):
        return b""
    import piexif  # 30 ms, and only turned pictures need it

    wanted: dict[str, dict[int, object]] = {"0th": {_ORIENTATION: orientation} if orientation != 1 else {}}
    wanted["0th"] |= {tag: name.encode() for tag, name in zip((_ARTIST, _COPYRIGHT), credit, strict=True) if name}
    if adobe_rgb:
        wanted |= {"Exif": {_COLOUR_SPACE: 0xFFFF}, "Interop": {_INTEROP_INDEX: b"R03"}}
    if apple_note:
        wanted.setdefault("Exif", {})[_MAKERNOTE] = apple_note
    return bytes(piexif.dump(wanted))
