"""Builds ICO and CUR test pictures: a directory, bitmaps with masks, PNGs, and secrets between and behind them."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence

from photos.makers import bmp, chunk, drawing, exif, own_profile, png, secret, with_chunks, zlib

ICON, CURSOR = 1, 2


def bitmap(size: int = 16, mode: str = "RGB") -> bytes:
    """Return a picture as icons hold it: no file header, twice the height, a mask of one bit a pixel."""
    data = bmp(drawing(mode, (size, size)))[14:]
    mask = bytes((size + 31) // 32 * 4) * size
    return data[:8] + struct.pack("<i", 2 * size) + data[12:20] + bytes(4) + data[24:] + mask


def icon(pictures: Sequence[bytes], kind: int = ICON, gap: bytes = b"", reserved: int = 0, behind: bytes = b"") -> bytes:
    """Return an icon; `gap` stands before each picture."""
    at = 6 + 16 * len(pictures)
    head, body = struct.pack("<HHH", 0, kind, len(pictures)), b""
    for picture in pictures:
        body += gap
        is_png = picture[:4] == b"\x89PNG"
        side, bits = (32, 32) if is_png else (picture[4], picture[14])
        head += struct.pack("<BBBBHHII", side, side, 0, reserved, 1, bits, len(picture), at + len(body))
        body += picture
    return head + body + behind


def talking_png() -> bytes:
    """Return a PNG with a text, Exif and a profile that talk."""
    profile = chunk(b"iCCP", secret("name") + b"\0\0" + zlib.compress(own_profile()))
    text = chunk(b"tEXt", b"Author\0" + secret("author"))
    return with_chunks(png(drawing("RGBA", (32, 32))), profile, text, chunk(b"eXIf", exif(1)[6:])) + secret("behind")


#: name -> maker; the name starts with the format.
MAKERS: dict[str, Callable[[], bytes]] = {
    "ico plain": lambda: icon((bitmap(), bitmap(32))),
    "ico palette": lambda: icon((bitmap(16, "P"),), gap=secret("gap")),
    "ico one bit": lambda: icon((bitmap(16, "1"),), behind=secret("behind")),
    "ico png": lambda: icon((png(drawing("RGBA", (32, 32))),)),
    "ico with everything": lambda: icon((bitmap() + secret("tail"), talking_png()), gap=secret("gap"), reserved=7, behind=secret("behind")),
    "cur plain": lambda: icon((bitmap(),), CURSOR),
    "cur talking": lambda: icon((talking_png(),), CURSOR, gap=secret("gap")),
}
