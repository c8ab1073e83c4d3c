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
#: Coded bytes of a tile of 512 x 512 in a phone's HEIC, and of a picture in its video.
_TILE, _PICTURE = 32_000, 50_000
#: The matrix of a film that is not turned.
_STRAIGHT = struct.pack(">9I", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
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
    return _heif(b"avif", b"av01", _box(b"av1C", b"\x81\0\x0c\0"), [_coded(size)])


def heic(size: int) -> bytes:
    """Return a HEIC of `size` coded bytes in tiles of 32 kB, as phones write it, with an Exif item."""
    coded = _coded(size)
    return _heif(
        b"heic", b"hvc1", _box(b"hvcC", bytes([1, 3]) + bytes(20) + b"\0"), [coded[at : at + _TILE] for at in range(0, size, _TILE)]
    )


def mp4(size: int) -> bytes:
    """Return a video of `size` coded bytes, one second for each 1.5 MB, with place, phone and dates."""
    return _film(size, b"mp42\0\0\0\0mp42isom")


def mov(size: int) -> bytes:
    """Return the same as a QuickTime film."""
    return _film(size, b"qt  \0\0\0\0qt  ")


MAKERS: dict[str, Callable[[int], bytes]] = {one.__name__: one for one in (jpeg, png, webp, heic, avif, jxl, mp4, mov)}


def _coded(size: int) -> bytes:
    return random.Random(size).randbytes(size)  # noqa: S311 - noise, no secret


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body


def _full(name: bytes, body: bytes, flags: int = 0) -> bytes:
    return _box(name, struct.pack(">I", flags) + body)


def _heif(brand: bytes, coding: bytes, config: bytes, tiles: list[bytes]) -> bytes:
    """Return a file of coded items, a grid that puts them together where there are several, and an Exif item (ISO/IEC 23008-12)."""
    block, count = bytes(4) + exif()[6:], len(tiles)
    kinds = [coding] * count + ([b"grid"] if count > 1 else [])
    primary, note = len(kinds), len(kinds) + 1
    entries = b"".join(_box(b"infe", b"\2\0\0\0" + struct.pack(">HH4sx", n, 0, kind)) for n, kind in enumerate([*kinds, b"Exif"], 1))
    links = _box(b"cdsc", struct.pack(">HHH", note, 1, primary))
    if count > 1:
        links += _box(b"dimg", struct.pack(f">HH{count}H", primary, count, *range(1, count + 1)))
    shown = b"".join(struct.pack(">HBBB", n, 2, 1, 0x82) for n in range(1, primary + 1))
    properties = _box(b"ipco", _full(b"ispe", struct.pack(">II", 512, 512)) + config) + _full(b"ipma", struct.pack(">I", primary) + shown)
    grid = struct.pack(">BBBBHH", 0, 0, min(255, count - 1), 0, 512, 512)
    parts = [
        _full(b"hdlr", bytes(4) + b"pict" + bytes(13)),
        _full(b"pitm", struct.pack(">H", primary)),
        _full(b"iinf", struct.pack(">H", note) + entries),
        _full(b"iref", links),
        _box(b"iprp", properties),
        _box(b"idat", grid),
    ]
    front = _box(b"ftyp", brand + bytes(4) + brand + b"mif1")
    start = len(front) + 12 + sum(map(len, parts)) + 16 + 16 * note + 8
    places, at = [], start
    for number, piece in enumerate([*tiles, *([b""] if count > 1 else []), block], 1):
        where, size = ((0, 0, at), len(piece)) if piece else ((1, 0, 0), len(grid))
        places.append(struct.pack(">HHHHII", number, *where[:2], 1, where[2], size))
        at += len(piece)
    table = struct.pack(">BBBBBBH", 1, 0, 0, 0, 0x44, 0, note) + b"".join(places)
    return front + _box(b"meta", bytes(4) + b"".join(parts) + _box(b"iloc", table)) + _box(b"mdat", b"".join(tiles) + block)


def _film(size: int, brands: bytes) -> bytes:
    """Return a film of one track of pictures, thirty a second (ISO/IEC 14496-12, 8)."""
    coded, count = _coded(size), max(1, size // _PICTURE)
    sizes = [size // count] * (count - 1) + [size - size // count * (count - 1)]
    dated = struct.pack(">II", 3_850_000_000, 3_850_000_000)
    entry = _box(b"avc1", bytes(7) + b"\1" + bytes(16) + struct.pack(">HH", 64, 64) + bytes(50) + _box(b"avcC", b"\1\x42\0\x1e\xff\xe0\0"))
    place = _box(b"udta", _box(b"\xa9xyz", b"\0\x12\x15\xc7+48.8583+002.2945/"))

    def moov(start: int) -> bytes:
        starts = [start + sum(sizes[:1]) * n for n in range(count)]
        tables = (
            _full(b"stsd", struct.pack(">I", 1) + entry),
            _full(b"stts", struct.pack(">III", 1, count, 512)),
            _full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
            _full(b"stsz", struct.pack(f">II{count}I", 0, count, *sizes)),
            _full(b"stco", struct.pack(f">I{count}I", count, *starts)),
        )
        data = _box(b"dinf", _full(b"dref", struct.pack(">I", 1) + _full(b"url ", b"", 1)))
        inside = _box(b"minf", _full(b"vmhd", bytes(8), 1) + data + _box(b"stbl", b"".join(tables)))
        media = _full(b"mdhd", dated + struct.pack(">IIHH", 15_360, 512 * count, 0x55C4, 0)) + _full(
            b"hdlr", bytes(4) + b"vide" + bytes(13)
        )
        head = _full(
            b"tkhd", dated + struct.pack(">III", 1, 0, 512 * count) + bytes(16) + _STRAIGHT + struct.pack(">II", 64 << 16, 64 << 16), 7
        )
        whole = _full(
            b"mvhd", dated + struct.pack(">III", 15_360, 512 * count, 1 << 16) + b"\1" + bytes(11) + _STRAIGHT + bytes(24) + b"\0\0\0\2"
        )
        return _box(b"moov", whole + _box(b"trak", head + _box(b"mdia", media + inside)) + place)

    front = _box(b"ftyp", brands)
    return front + moov(len(front) + len(moov(0)) + 8) + _box(b"mdat", coded)
