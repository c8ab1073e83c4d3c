"""Files made to harm, drawn by code: they lie, loop, nest, blow up, overlap, or pose as something else.

GROWING makes one of any size from a number of pieces; the rest are small and complete.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

from photos import makers as m
from photos import makers_heif as h
from photos import makers_jxl as x
from photos import makers_tiff as t

JPEG, PNG, WEBP, GIF = (m.photo(f"{name} plain") for name in ("jpeg", "png", "webp", "gif"))
AVIF_HEAD = b"\0\0\0\x14ftypavif\0\0\0\0avif"
FILM_HEAD = b"\0\0\0\x10ftypmp42\0\0\0\0"


def tiff(*directories: bytes, first: int = 8) -> bytes:
    """Return an Exif block of directories that stand one behind the other."""
    return b"Exif\0\0II*\0" + struct.pack("<I", first) + b"".join(directories)


def entry(tag: int, kind: int, count: int, value: int) -> bytes:
    """Return an entry of a directory."""
    return struct.pack("<HHII", tag, kind, count, value)


def with_exif(block: bytes) -> bytes:
    """Return a JPEG with an Exif block, whatever it is."""
    return m.with_segments(JPEG, m.segment(0xE1, block[:65_000]))


def with_xmp(text: str) -> bytes:
    """Return a PNG with XMP, which may be of any length there."""
    return m.with_chunks(PNG, m.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + text.encode()))


def nested(depth: int, name: bytes) -> bytes:
    """Return boxes, each in the one before."""
    return b"".join(struct.pack(">I4sI", 12 * left, name, 0) for left in range(depth, 0, -1))


def resources(body: bytes) -> bytes:
    """Return a JPEG with a Photoshop block."""
    return m.with_segments(JPEG, m.segment(0xED, b"Photoshop 3.0\0" + body))


def page(*entries: bytes, behind: bytes = b"") -> bytes:
    """Return a TIFF of one directory and what stands behind it."""
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + b"".join(entries) + bytes(4) + behind


def strips(count: int, offset: int = 8, length: int = 1 << 20) -> bytes:
    """Return a TIFF whose strips, as many as asked for, all lie over the same bytes."""
    table = 8 + 2 + 7 * 12 + 4
    fields = [entry(256, 4, 1, 8), entry(257, 4, 1, count), entry(258, 3, 1, 8), entry(259, 3, 1, 1), entry(278, 4, 1, 1)]
    places = [entry(273, 4, count, table), entry(279, 4, count, table + 4 * count)]
    tables = struct.pack("<I", offset) * count + struct.pack("<I", length) * count
    return page(*fields[:4], places[0], fields[4], places[1], behind=tables + bytes(4))


def places(rows: int, extents: int) -> bytes:
    """Return an AVIF whose table of places has so many items of so many extents."""
    row = struct.pack(">HHH", 1, 0, extents) + struct.pack(">II", 0, 8) * extents
    meta = (
        h.full(b"hdlr", b"\0\0\0\0pict", bytes(13))
        + h.full(b"pitm", b"\0\1")
        + h.full(b"iloc", struct.pack(">HH", 0x4400, rows), row * rows)
    )
    return AVIF_HEAD + h.full(b"meta", meta)


def uses(rows: int) -> bytes:
    """Return an AVIF that says of one item, again and again, that it has 255 properties."""
    table = h.full(b"ipma", struct.pack(">I", rows), (b"\0\1\xff" + b"\1" * 255) * rows)
    properties = h.box(b"iprp", h.box(b"ipco", h.ispe()), table)
    return AVIF_HEAD + h.full(b"meta", h.full(b"pitm", b"\0\1"), h.full(b"iinf", b"\0\0"), properties)


def listed(count: int) -> bytes:
    """Return an AVIF that lists so many items without a name and says nothing of where they are."""
    rows = b"".join(b"\0\0\0\x15infe\2\0\0\0" + struct.pack(">HH", n & 0xFFFF, 0) + b"av01\0" for n in range(count))
    return AVIF_HEAD + h.full(b"meta", h.full(b"pitm", b"\0\1"), h.full(b"iinf", struct.pack(">H", count & 0xFFFF), rows))


def film(tables: bytes, tracks: int = 1) -> bytes:
    """Return an MP4 whose tracks have these sample tables."""
    holds = h.full(b"hdlr", b"\0\0\0\0vide", bytes(13))
    track = h.box(b"trak", h.full(b"tkhd", bytes(80), flags=1), h.box(b"mdia", holds, h.box(b"minf", h.box(b"stbl", tables))))
    return FILM_HEAD + h.box(b"moov", h.full(b"mvhd", bytes(96)), track * tracks) + h.box(b"mdat", bytes(64))


def samples(chunks: int, sizes: int, runs: int) -> bytes:
    """Return sample tables of so many chunks, sizes and runs, all of which point at the same place."""
    sized = h.full(b"stsz", struct.pack(">II", 0, sizes), struct.pack(">I", 1) * sizes)
    run = h.full(b"stsc", struct.pack(">I", runs), b"".join(struct.pack(">III", n + 1, 0xFFFFFFFF, 1) for n in range(runs)))
    return sized + run + h.full(b"stco", struct.pack(">I", chunks), struct.pack(">I", 200) * chunks)


def profile(tags: int) -> bytes:
    """Return a colour profile that says it has so many tags, each of which is the whole of it."""
    head = bytes(36) + b"acsp" + bytes(88)
    body = head[:12] + b"mntrRGB XYZ " + head[24:] + struct.pack(">I", tags)
    return body + struct.pack(">4sII", b"A2B0", 0, len(body) + 12 * min(tags, 5_000)) * min(tags, 5_000)


def long_box(size: int, name: bytes = b"free") -> bytes:
    """Return the head of a box that states its size in 64 bits."""
    return struct.pack(">I4sQ", 1, name, size)


def turned_inside(depth: int) -> str:
    """Return XMP of properties nested in each other."""
    return "".join(f"<a:b{n}>" for n in range(depth)) + "x" + "".join(f"</a:b{n}>" for n in range(depth - 1, -1, -1))


#: What grows: a maker of a hostile file by a number of pieces, each of a few bytes.
GROWING: dict[str, Callable[[int], bytes]] = {
    "jpeg comments": lambda n: m.with_segments(JPEG, m.segment(0xFE, b"") * n),
    "jpeg exif": lambda n: m.with_segments(JPEG, m.segment(0xE1, m.exif()) * (n // 50)),
    "jpeg profile pieces": lambda n: m.with_segments(JPEG, m.segment(0xE2, b"ICC_PROFILE\0\1\xffpiece") * n),
    "jpeg extended xmp": lambda n: m.with_segments(JPEG, m.segment(0xE1, m.EXTENDED_HEAD + bytes(40)) * n),
    "jpeg pictures behind": lambda n: JPEG + b"\xff\xd8\xff\xe0" * n,
    "jpeg starts behind": lambda n: JPEG + b"\xff\xd8\xff" * n,
    "jpeg stray markers": lambda n: JPEG[:-2] + b"\xff\xd0a\xff\x01" * n + JPEG[-2:],
    "jpeg fill bytes": lambda n: JPEG[:2] + b"\xff" * n + JPEG[2:],
    "jpeg tables": lambda n: JPEG[:2] + m.segment(0xDD, b"\0\0") * n + JPEG[2:],
    "jpeg scans": lambda n: JPEG[:-2] + b"\xff\xda\0\x02" * n + JPEG[-2:],
    "jpeg iptc": lambda n: resources(b"8BIM\4\4\0\0\0\0\xff\0" + b"\x1c\2\x5a\0\0" * min(n, 12_000)),
    "jpeg resources": lambda n: resources(b"8BIM\4\5\0\0\0\0\0\0" * min(n, 5_000)),
    "exif entries": lambda n: with_exif(tiff(struct.pack("<H", min(n, 5_000)) + entry(0x010F, 2, 4, 8) * min(n, 5_000))),
    "png empty chunks": lambda n: m.with_chunks(PNG, m.chunk(b"teSt", b"") * n),
    "png empty pieces": lambda n: PNG[:33] + m.chunk(b"IDAT", b"") * n + PNG[33:],
    "png texts": lambda n: m.with_chunks(PNG, m.chunk(b"tEXt", b"a\0b") * n),
    "png frames": lambda n: m.with_chunks(PNG, m.chunk(b"fcTL", bytes(26)) * n),
    "xmp tags": lambda n: with_xmp("<a:b>" * n),
    "xmp nested": lambda n: with_xmp(turned_inside(n)),
    "xmp attributes": lambda n: with_xmp("<a:b " + 'c:d="e" ' * n + ">"),
    "xmp open": lambda n: with_xmp("<" * n),
    "xmp quotes": lambda n: with_xmp("<a:b c='" + '="' * n),
    "webp chunks": lambda n: m.with_riff(WEBP, m.riff(b"abcd", b"") * n),
    "webp frames": lambda n: m.with_riff(WEBP, m.riff(b"ANMF", bytes(16)) * n),
    "webp texts": lambda n: m.with_riff(WEBP, m.riff(b"LIST", b"INFO" + m.riff(b"IART", b"") * n)),
    "gif one-byte blocks": lambda n: m.with_extensions(GIF, b"!\xfe" + b"\1a" * n + b"\0"),
    "gif one-byte picture": lambda n: GIF[:-1] + b",\0\0\0\0\1\0\1\0\0\2" + b"\1a" * n + b"\0;",
    "gif empty comments": lambda n: m.with_extensions(GIF, b"!\xfe\0" * n),
    "gif pictures": lambda n: GIF[:-1] + b",\0\0\0\0\1\0\1\0\0\2\1D\0" * n + b";",
    "gif junk": lambda n: m.with_extensions(GIF, b"junk" * n),
    "gif loops": lambda n: m.with_extensions(GIF, m.extension(0xFF, b"NETSCAPE2.0", b"\1\0\0") * n),
    "jxl boxes": lambda n: x.boxed(x.box(b"free", b"") * n, x.box(b"jxlc", x.codestream())),
    "jxl pieces": lambda n: x.boxed(x.jxlp(0, x.codestream()), x.jxlp(1, b"") * n),
    "jxl maps": lambda n: x.boxed(x.box(b"jxlc", x.codestream()), x.gain_map() * n),
    "jxl packed boxes": lambda n: x.boxed(x.box(b"brob", b"Exif\x0b\2\x80\3") * n, x.box(b"jxlc", x.codestream())),
    "heif boxes": lambda n: AVIF_HEAD + struct.pack(">I4s", 8, b"free") * n,
    "heif nested boxes": lambda n: AVIF_HEAD + nested(n, b"meta"),
    "heif items": listed,
    "heif places": lambda n: places(min(n, 0xFFFF), 1),
    "heif extents": lambda n: places(1, min(n, 0xFFFF)),
    "heif properties": lambda n: uses(n // 50),
    "heif property boxes": lambda n: AVIF_HEAD + h.full(b"meta", h.box(b"iprp", h.box(b"ipco", h.box(b"free") * n))),
    "film boxes": lambda n: FILM_HEAD + h.box(b"moov", h.box(b"free") * n),
    "film nested boxes": lambda n: FILM_HEAD + nested(n, b"trak"),
    "film tracks": lambda n: film(samples(1, 1, 1), n // 20),
    "film chunks": lambda n: film(samples(n, 1, 1)),
    "film samples": lambda n: film(samples(1, n, 1)),
    "film runs": lambda n: film(samples(n, n, n)),
    "film notes": lambda n: FILM_HEAD + h.box(b"moov", h.box(b"udta", h.box(b"\xa9xyz", b"\0\0\0\0") * n)),
    "tiff pages": lambda n: b"II*\0\x08\0\0\0" + b"".join(struct.pack("<HI", 0, 14 + 6 * i) for i in range(n)),
    "tiff page in itself": lambda n: page(*[entry(330, 4, 1, 8)] * min(n, 5_000)),
    "tiff strips over each other": lambda n: strips(n, length=64),
    "tiff strips of one byte": lambda n: strips(n, length=1),
    "profile tags": lambda n: m.with_chunks(PNG, m.chunk(b"iCCP", b"icc\0\0" + zlib.compress(profile(n)))),
}  # fmt: skip

LOOPS = {
    "directory that points at itself": tiff(struct.pack("<H", 1) + entry(0x8769, 4, 1, 8) + struct.pack("<I", 8)),
    "two that point at each other": tiff(
        struct.pack("<H", 1) + entry(0x8769, 4, 1, 26) + bytes(4), struct.pack("<H", 1) + entry(0x8769, 4, 1, 8) + struct.pack("<I", 8)
    ),
    "pointers into itself": tiff(
        struct.pack("<H", 3) + entry(0x8825, 4, 1, 10) + entry(0xA005, 4, 1, 9) + entry(0x8769, 4, 1, 8) + bytes(4)
    ),
    "entries that all hold everything": tiff(struct.pack("<H", 4_000) + entry(0x927C, 7, 60_000, 0) * 4_000),
    "more entries than bytes": tiff(struct.pack("<H", 0xFFFF) + entry(0x010F, 2, 0xFFFFFFFF, 0xFFFFFFFF) * 100),
    "values beyond the end": tiff(struct.pack("<H", 2) + entry(0x010F, 2, 0x7FFFFFFF, 8) + entry(0x8825, 4, 1, 0xFFFFFFFF) + bytes(4)),
    "a thumbnail of four gigabytes": tiff(
        struct.pack("<H", 0) + struct.pack("<I", 14),
        struct.pack("<H", 2) + entry(0x0201, 4, 1, 0xFFFFFF00) + entry(0x0202, 4, 1, 0xFFFFFFFF),
    ),
}

#: 64 MB of zeros in 64 kB.
BOMB = zlib.compress(bytes(1 << 26), 9)
PACKED_BOMBS = {
    "zTXt": m.chunk(b"zTXt", b"Comment\0\0" + BOMB),
    "iTXt": m.chunk(b"iTXt", b"Comment\0\1\0\0\0" + BOMB),
    "raw profile": m.chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(b"\nexif\n999999\n" + b"41" * (1 << 24), 9)),
    "twenty at once": m.chunk(b"zTXt", b"Comment\0\0" + BOMB) * 20,
    "iCCP": m.chunk(b"iCCP", b"icc\0\0" + BOMB),
    "bomb in a bomb": m.chunk(b"zTXt", b"Comment\0\0" + zlib.compress(BOMB * 200, 9)),
}

_SIDES = struct.pack(">II", 60_000, 60_000)
HUGE = {
    "png": PNG[:8] + m.chunk(b"IHDR", _SIDES + PNG[24:29]) + PNG[33:],
    "jpeg": JPEG.replace(b"\xff\xc0\0\x11\x08\0\x20\0\x30", b"\xff\xc0\0\x11\x08\xea\x60\xea\x60"),
    "gif": GIF[:6] + struct.pack("<HH", 60_000, 60_000) + GIF[10:],
    "jxl": b"\xff\x0a" + bytes(4) + b"\xff" * 60,
    "bmp": m.photo("bmp plain")[:18] + struct.pack("<ii", 60_000, 60_000) + m.photo("bmp plain")[26:],
    "tiff": t.built(t.grey()).replace(struct.pack("<HHI", 256, 3, 1) + b"\x30\0", struct.pack("<HHI", 256, 3, 1) + b"\x60\xea"),
    "avif": m.photo("avif plain").replace(b"ispe\0\0\0\0" + struct.pack(">II", 48, 32), b"ispe\0\0\0\0" + _SIDES),
}

LIES = {
    "box of four gigabytes": AVIF_HEAD + struct.pack(">I4s", 0xFFFFFFFF, b"meta") + bytes(64),
    "box of 64-bit size": AVIF_HEAD + long_box(1 << 63, b"meta") + bytes(64),
    "box smaller than its head": AVIF_HEAD + long_box(3, b"meta") + bytes(64),
    "film box of 64-bit size": FILM_HEAD + long_box((1 << 64) - 1, b"moov") + bytes(64),
    "jxl box of 64-bit size": x.boxed(long_box((1 << 64) - 9, b"jxlc") + x.codestream()),
    "webp of four gigabytes": WEBP[:4] + b"\xff\xff\xff\xff" + WEBP[8:16] + b"\xff\xff\xff\xff" + WEBP[20:],
    "png chunk of four gigabytes": PNG[:33] + b"\xff\xff\xff\xffIDAT" + PNG[41:],
    "samples of four gigabytes": film(
        h.full(b"stsz", struct.pack(">II", 0xFFFFFFFF, 0xFFFFFFFF))
        + h.full(b"stsc", struct.pack(">IIII", 1, 1, 0xFFFFFFFF, 1))
        + h.full(b"stco", struct.pack(">II", 1, 200))
    ),
    "more samples than bytes": film(
        h.full(b"stsz", struct.pack(">II", 0, 0x7FFFFFFF)) + h.full(b"stco", struct.pack(">II", 0x7FFFFFFF, 1))
    ),
    "tiff counts of four billion": page(*(entry(tag, 4, 0xFFFFFFFF, 8) for tag in (256, 257, 258, 273, 278, 279, 330, 34675))),
    "tiff strips beyond the end": strips(3, offset=0xFFFFFFF0, length=0xFFFFFFFF),
    "a million tiles": page(
        *(entry(tag, 4, 1, value) for tag, value in ((256, 1 << 30), (257, 1 << 30), (258, 8), (322, 16), (323, 16))), entry(324, 4, 1, 8)
    ),
}

#: What a picture may be besides, each with a secret that must not survive.
GUESTS = {
    "zip": b"PK\3\4\x14\0\0\0\0\0" + bytes(20) + b"secret.txt-SECRET-guest-7261PK\5\6" + bytes(18),
    "html": b"<html><script>alert('SECRET-guest-7261')</script></html>",
    "js": b"/*SECRET-guest-7261*/=1;alert(1);//",
    "pdf": b"%PDF-1.7\n1 0 obj<</SECRET-guest-7261>>endobj\n%%EOF",
    "php": b"<?php system('SECRET-guest-7261'); ?>",
}

PATHS = [
    "/etc/passwd",
    "../../../../etc/shadow",
    "C:\\Windows\\win.ini",
    "file:///etc/hosts",
    "\\\\server\\share",
    "~/.ssh/id_rsa",
    "|id",
    "http://127.0.0.1/",
]
