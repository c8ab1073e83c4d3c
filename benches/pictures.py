"""Makes the big files that are measured: valid containers with the metadata a phone writes, and coded bytes of any size.

Cleaning never decodes the picture, so where encoding megabytes would take minutes (WebP,
AVIF, HEIC, JPEG XL, videos) the coded bytes are random ones.
"""

from __future__ import annotations

import io
import math
import random
import struct
from collections.abc import Callable

import piexif
from PIL import Image

MB = 1_000_000
#: Bytes a pixel of noise takes, measured with Pillow 12 at the settings below.
_JPEG_BYTES, _PNG_BYTES = 0.9, 3.01
#: The head of a VP8 key frame of 64 x 64 (RFC 6386, 9.1).
_KEY_FRAME = b"\x10\2\0\x9d\1\x2a\x40\0\x40\0"


def exif() -> bytes:
    """Return an Exif block with place, time, phone, serial number and a large MakerNote."""
    story = {
        "0th": {0x010F: b"Fabula", 0x0110: b"Fabula Phone 5", 0x0112: 6, 0x0131: b"5.1"},
        "Exif": {0x9003: b"2026:02:14 18:03:22", 0xA431: b"FP5-0042", 0x927C: b"note" * 6_000},
        "GPS": {1: b"N", 2: ((48, 1), (51, 1), (2988, 100)), 3: b"E", 4: ((2, 1), (17, 1), (4020, 100))},
    }
    return bytes(piexif.dump(story))


def xmp() -> bytes:
    """Return an XMP packet padded the way editors pad it."""
    words = '<rdf:Description rdf:about="" xmp:CreatorTool="Fabula" photoshop:City="Paris"/>'
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>{words}</rdf:RDF></x:xmpmeta>{" " * 2_000}'.encode()


def noise(pixels: float) -> Image.Image:
    """Return a picture of this many pixels that no coder can shrink."""
    side = max(16, math.isqrt(round(pixels)))
    return Image.frombytes("RGB", (side, side), random.Random(side).randbytes(3 * side * side))  # noqa: S311 - noise, no secret


def jpeg(size: int) -> bytes:
    """Return a JPEG of about `size` bytes with Exif, XMP and a short video behind it."""
    out = io.BytesIO()
    noise(size / _JPEG_BYTES).save(out, "JPEG", quality=90)
    blocks = b"".join(b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body for body in (exif(), b"http://ns.adobe.com/xap/1.0/\0" + xmp()))
    return out.getvalue()[:2] + blocks + out.getvalue()[2:] + _box(b"ftyp", b"mp42\0\0\0\0") + _box(b"moov", b"\xa9xyz+48.8583+002.2945/")


def png(size: int) -> bytes:
    """Return a PNG of about `size` bytes with a generator's prompt; Pillow writes it in chunks of 64 kB."""
    from PIL.PngImagePlugin import PngInfo

    out, words = io.BytesIO(), PngInfo()
    words.add_text("parameters", "a cat\nSteps: 20, Sampler: Euler")
    noise(size / _PNG_BYTES).save(out, "PNG", compress_level=1, pnginfo=words, exif=exif()[6:])
    return out.getvalue()


def webp(size: int) -> bytes:
    """Return a WebP of `size` coded bytes with Exif and XMP."""
    head = b"\x0c\0\0\0" + bytes(6)
    chunks = ((b"VP8X", head), (b"VP8 ", _KEY_FRAME + _coded(size)), (b"EXIF", exif()), (b"XMP ", xmp()))
    body = b"".join(name + struct.pack("<I", len(data)) + data + bytes(len(data) & 1) for name, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def jxl(size: int) -> bytes:
    """Return a boxed JPEG XL of one section of `size` coded bytes, with Exif and XMP; its header says 8 x 8, all else as usual."""
    choice, offset, width = (3, 4_211_712, 4) if size >= 4_211_712 else (2, 17_408, 3)
    table = (choice | (size - offset) << 2).to_bytes(width, "little")
    boxes = _box(b"Exif", bytes(4) + exif()[6:]) + _box(b"xml ", xmp()) + _box(b"jxlc", b"\xff\x0a\x41\6\1" + table + _coded(size))
    return b"\0\0\0\x0cJXL \r\n\x87\n" + _box(b"ftyp", b"jxl \0\0\0\0jxl ") + boxes


def avif(size: int) -> bytes:
    """Return an AVIF of `size` coded bytes with an Exif item."""
    return _heif(size, b"avif", b"av01", _box(b"av1C", b"\x81\0\x0c\0"))


def heic(size: int) -> bytes:
    """Return a HEIC of `size` coded bytes with an Exif item."""
    return _heif(size, b"heic", b"hvc1", _box(b"hvcC", bytes([1, 3]) + bytes(20) + b"\0"))


MAKERS: dict[str, Callable[[int], bytes]] = {"jpeg": jpeg, "png": png, "webp": webp, "avif": avif, "heic": heic, "jxl": jxl}


def _coded(size: int) -> bytes:
    return random.Random(size).randbytes(size)  # noqa: S311 - noise, no secret


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body


def _heif(size: int, brand: bytes, coding: bytes, config: bytes) -> bytes:
    """Return a file of one coded item and one Exif item (ISO/IEC 23008-12)."""
    block, coded = bytes(4) + exif()[6:], _coded(size)
    items = b"".join(_box(b"infe", b"\2\0\0\0" + struct.pack(">HH4sx", n, 0, kind)) for n, kind in ((1, coding), (2, b"Exif")))
    properties = _box(b"ispe", bytes(4) + struct.pack(">II", 64, 64)) + config
    shown = _box(b"ipma", bytes(4) + struct.pack(">IHBBB", 1, 1, 2, 1, 0x82))
    parts = [
        _box(b"hdlr", bytes(8) + b"pict" + bytes(13)),
        _box(b"pitm", bytes(4) + b"\0\1"),
        _box(b"iinf", bytes(4) + b"\0\2" + items),
        _box(b"iref", bytes(4) + _box(b"cdsc", struct.pack(">HHH", 2, 1, 1))),
        _box(b"iprp", _box(b"ipco", properties) + shown),
    ]
    front = _box(b"ftyp", brand + bytes(4) + brand + b"mif1")
    start = len(front) + 12 + sum(map(len, parts)) + 12 + 4 + 28 + 8
    places = struct.pack(">BBHHHHIIHHHII", 0x44, 0, 2, 1, 0, 1, start, len(coded), 2, 0, 1, start + len(coded), len(block))
    return front + _box(b"meta", bytes(4) + b"".join(parts) + _box(b"iloc", bytes(4) + places)) + _box(b"mdat", coded + block)
