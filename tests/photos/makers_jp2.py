"""Builds JPEG 2000 test pictures: Pillow codes them, boxes and markers with secrets are put around and into them."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from typing import Any

from photos.makers import c2pa, drawing, exif, own_profile, secret, srgb_profile, xmp
from photos.makers_heif import box
from PIL import Image

EXIF, XMP, IPTC = b"JpgTiffExif->JP2", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"), bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38")


def jp2(picture: Image.Image, suffix: str = "jp2", **options: Any) -> bytes:
    """Return the picture as JPEG 2000 by Pillow, in boxes ("jp2") or bare ("j2k")."""
    out = io.BytesIO()
    picture.save(out, "JPEG2000", no_jp2=suffix == "j2k", **options)
    return out.getvalue()


def comment(name: str) -> bytes:
    """Return a comment marker with a secret."""
    words = secret(name)
    return b"\xff\x64" + struct.pack(">HH", len(words) + 4, 1) + words


def with_comments(data: bytes) -> bytes:
    """Return a codestream with a comment in its main header and one in the header of its first tile-part."""
    tile = data.index(b"\xff\x90")
    size = struct.unpack_from(">I", data, tile + 6)[0]
    inner = comment("tile")
    fresh = data[tile : tile + 6] + struct.pack(">I", size + len(inner)) + data[tile + 10 : tile + 12] + inner
    return data[:tile] + comment("main") + fresh + data[tile + 12 :]


def uuid(name: bytes, body: bytes) -> bytes:
    """Return a box with a long name."""
    return box(b"uuid", name, body)


def with_boxes(data: bytes, *boxes: bytes, behind: bytes = b"") -> bytes:
    """Return a boxed picture with these boxes put before its codestream, whose length is left out where nothing follows it."""
    at = data.index(b"jp2c") - 4
    return data[:at] + b"".join(boxes) + (data[at:] if behind else bytes(4) + data[at + 4 :]) + behind


def with_profile(data: bytes, profile: bytes) -> bytes:
    """Return a boxed picture whose colours are said by a profile, with a private box in its header."""
    at = data.index(b"jp2h") - 4
    size = struct.unpack_from(">I", data, at)[0]
    shape = data[at + 8 : at + 30]
    return data[:at] + box(b"jp2h", shape, box(b"colr", b"\2\0\0", profile), box(b"priv", secret("header"))) + data[at + size :]


def everything() -> bytes:
    """Return a boxed picture with every carrier there is."""
    base = jp2(drawing())
    at = base.index(b"jp2c") + 4
    coded = base[: at - 8] + box(b"jp2c", with_comments(base[at:]))
    blocks = (
        uuid(EXIF, exif(6)[6:]),
        uuid(XMP, xmp()),
        uuid(IPTC, secret("iptc")),
        uuid(bytes(16), secret("private")),
        box(b"xml ", xmp()),
        box(b"jumb", c2pa()[8:]),
        box(b"jp2i", secret("rights")),
        box(b"uinf", secret("links")),
        box(b"free", secret("free")),
    )
    return with_boxes(with_profile(coded, own_profile()), *blocks, behind=box(b"jp2c", secret("second")) + box(b"xml ", secret("behind")))


#: name -> maker; the name starts with the format.
MAKERS: dict[str, Callable[[], bytes]] = {
    "jp2 plain": lambda: jp2(drawing(), comment=None),
    "jp2 lossless": lambda: jp2(drawing(), irreversible=False),
    "jp2 alpha": lambda: with_boxes(jp2(drawing("RGBA")), uuid(XMP, xmp())),
    "jp2 grey": lambda: with_boxes(jp2(drawing("L")), box(b"xml ", xmp())),
    "jp2 tiles": lambda: jp2(drawing(), tile_size=(16, 16), plt=True),
    "jp2 bare": lambda: with_comments(jp2(drawing(), "j2k")) + secret("behind"),
    "jp2 profile": lambda: with_profile(jp2(drawing()), srgb_profile()),
    "jp2 with everything": everything,
}
