"""Builds TIFF files: by Pillow where it can, and by hand in every byte order, layout and nesting that it can't."""

import io
import struct
import zlib
from collections.abc import Callable, Sequence
from typing import Any

from photos import makers as m
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

#: (tag, type, numbers or bytes); offsets of strips are filled in.
Entry = tuple[int, int, Sequence[int] | bytes]
_SIZES = {3: 2, 4: 4, 12: 8, 13: 4, 16: 8}
_CODES = {1: "B", 3: "H", 4: "I", 12: "d", 13: "I", 16: "Q"}
_STORY: dict[int, Any] = {
    270: m.secret("caption").decode(),
    271: m.secret("make").decode(),
    272: "Model 1",
    305: m.secret("software").decode(),
    306: "2026:02:14 18:03:00",
    315: m.secret("artist").decode(),
    316: m.secret("host").decode(),
    269: m.secret("document").decode(),
    285: m.secret("page").decode(),
    33432: m.secret("copyright").decode(),
}


def tiff(picture: Image.Image, *, story: bool = False, blocks: bool = False, **options: Any) -> bytes:
    """Return the picture as TIFF by Pillow; with names and times, and with documents of their own, if wanted."""
    tags = ImageFileDirectory_v2()
    for tag, value in (_STORY if story else {}).items():
        tags[tag] = value
    if blocks:
        for tag, body in ((700, m.xmp()), (33723, m.iptc()[26:]), (34377, m.iptc()[14:]), (42112, b"<GDALMetadata>" + m.secret("gdal"))):
            tags.tagtype[tag] = 7
            tags[tag] = body
    out = io.BytesIO()
    picture.save(out, "TIFF", **({"tiffinfo": tags} if tags else {}), **options)
    return out.getvalue()


def built(*pages: "Page", order: str = "<", big: bool = False, gap: bytes = b"") -> bytes:
    """Return a TIFF with these pages; `gap` stands, unused, before each directory."""
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "H", 43 if big else 42)
    head += struct.pack(order + "HHQ", 8, 0, 0) if big else bytes(4)
    out, slot = bytearray(head), len(head) // 2
    link = slot
    for page in pages:
        link = page.write(out, order, big, gap, link)[1]
    return bytes(out)


class Page:
    """One page: its tags, its coded strips or tiles, pages below it."""

    def __init__(self, *entries: Entry, strips: Sequence[bytes] = (), tiled: bool = False, below: "Sequence[Page]" = ()) -> None:
        self.entries, self.strips, self.below = list(entries), strips, below
        self.places, self.counts = (324, 325) if tiled else (273, 279)

    def write(self, out: bytearray, order: str, big: bool, gap: bytes, link: int) -> tuple[int, int]:
        """Add the page to the file and let the link before it point here; return its place and that of its own link."""
        slot, code = (8, 16) if big else (4, 4)
        entries = list(self.entries)
        if self.below:
            entries.append((330, 13 if not big else 16, [one.write(out, order, big, gap, 0)[0] for one in self.below]))
        if self.strips:
            places = []
            for strip in self.strips:
                places.append(len(out))
                out += strip
            entries += [(self.places, code, places), (self.counts, code, [len(one) for one in self.strips])]
        out += gap + bytes((len(out) + len(gap)) & 1)
        at = len(out)
        if link:
            out[link : link + slot] = struct.pack(order + _CODES[code], at)
        front, values = struct.pack(order + ("Q" if big else "H"), len(entries)), b""
        behind = at + len(front) + len(entries) * (20 if big else 12) + slot
        for tag, kind, numbers in sorted(entries, key=lambda one: one[0]):
            value = numbers if isinstance(numbers, bytes) else struct.pack(f"{order}{len(numbers)}{_CODES[kind]}", *numbers)
            front += struct.pack(order + ("HHQ" if big else "HHI"), tag, kind, len(value) // _SIZES.get(kind, 1))
            if len(value) > slot:
                front += struct.pack(order + _CODES[code], behind + len(values))
                values += value + bytes(len(value) & 1)
            else:
                front += value.ljust(slot, b"\0")
        out += front + bytes(slot) + values
        return at, at + len(front)


def grey(size: tuple[int, int] = (48, 32), *more: Entry, rows: int = 8, **options: Any) -> Page:
    """Return a page of eight-bit grey in strips."""
    width, height = size
    pixels = m.drawing("L", size).tobytes()
    strips = [pixels[width * row : width * min(height, row + rows)] for row in range(0, height, rows)]
    return Page(*shape(size, rows), *more, strips=strips, **options)


def shape(size: tuple[int, int], rows: int = 0, coding: int = 1, colour: int = 1, bits: Sequence[int] = (8,)) -> list[Entry]:
    """Return the tags that every picture has."""
    told: list[Entry] = [
        (256, 3, [size[0]]),
        (257, 3, [size[1]]),
        (258, 3, bits),
        (259, 3, [coding]),
        (262, 3, [colour]),
        (277, 3, [len(bits)]),
    ]
    return [*told, (278, 3, [rows])] if rows else told


def secrets(*names: str) -> list[Entry]:
    """Return text tags that each hold a secret."""
    tags = (271, 305, 315, 316, 285, 33432, 50000 + 1)
    return [(tag, 2, m.secret(name) + b"\0") for tag, name in zip(tags, names, strict=False)]


def tiles(coding: int = 1, pack: Callable[[bytes], bytes] = bytes, **options: Any) -> Page:
    """Return a page of grey tiles of 16 x 16."""
    picture = m.drawing("L", (48, 32))
    cut = [picture.crop((x, y, x + 16, y + 16)).tobytes() for y in (0, 16) for x in (0, 16, 32)]
    return Page(
        *shape((48, 32), coding=coding),
        (322, 3, [16]),
        (323, 3, [16]),
        *secrets("make", "software"),
        strips=[pack(one) for one in cut],
        tiled=True,
    )


def planes() -> Page:
    """Return a page of RGB in three planes, deflated, with a predictor of none."""
    parts = m.drawing("RGB", (48, 32)).split()
    return Page(
        *shape((48, 32), 32, 8, 2, (8, 8, 8)), (284, 3, [2]), *secrets("make"), strips=[zlib.compress(one.tobytes()) for one in parts]
    )


def jpeg_tiles() -> bytes:
    """Return a TIFF with shared JPEG tables, tiles that hold comments and Exif, and a comment in the tables."""
    whole = [m.jpeg(m.drawing("L", (64, 32)).crop((x, 0, x + 32, 32))) for x in (0, 32)]
    scans = []
    for one in whole:
        frame = one.index(b"\xff\xc0")
        size = struct.unpack_from(">H", one, frame + 2)[0]
        scan = one.index(b"\xff\xda")
        extra = m.segment(0xFE, m.secret("tile")) + m.segment(0xE1, m.exif(1)) + m.segment(0xE0, one[6:18] + b"\1\1" + m.secret("jfif")[:3])
        scans.append(
            one[:2] + extra + one[frame : frame + 2 + size] + m.segment(0xEE, b"Adobe\0\x64\0\0\0\0\0") + one[scan:] + m.secret("behind")
        )
    tables = whole[0][:2] + m.segment(0xFE, m.secret("tables")) + b"".join(_tables(whole[0])) + b"\xff\xd9"
    entries = (*shape((64, 32), coding=7), (322, 3, [32]), (323, 3, [32]), (347, 7, tables), *secrets("make"))
    return built(Page(*entries, strips=scans, tiled=True))


def _tables(data: bytes) -> list[bytes]:
    """Return quantisation and Huffman tables of a JPEG."""
    found, at = [], 2
    while data[at + 1] != 0xDA:
        size = struct.unpack_from(">H", data, at + 2)[0]
        if data[at + 1] in (0xDB, 0xC4):
            found.append(data[at : at + 2 + size])
        at += 2 + size
    return found


def old_jpeg() -> bytes:
    """Return a TIFF in old-style JPEG: the stream and the strip point into the same bytes."""
    stream = m.with_segments(m.jpeg(m.drawing("L", (48, 32))), m.segment(0xFE, m.secret("com")))
    scan = stream.index(b"\xff\xda")
    scan += 2 + struct.unpack_from(">H", stream, scan + 2)[0]
    entries: tuple[Entry, ...] = (
        *shape((48, 32), 32, 6),
        *secrets("make"),
        (512, 3, [1]),
        (513, 4, [8]),
        (514, 4, [len(stream)]),
        (273, 4, [8 + scan]),
        (279, 4, [len(stream) - scan]),
    )
    out = bytearray(b"II*\0\0\0\0\0" + stream)
    Page(*entries).write(out, "<", False, b"", 4)
    return bytes(out)


def everything(order: str = "<", big: bool = False, previews: bool = False) -> bytes:
    """Return a TIFF of two pages with previews, Exif, maps, private tags, a map's ghost bytes and a trailer."""
    small = grey((12, 8), (254, 4, [1]), *secrets("small"))
    exif: tuple[Entry, ...] = (
        (330 + 49, 4, [1]),
        (33550, 12, b"".join(struct.pack(order + "d", n) for n in (1.0, 1.0, 0.0))),
        (33922, 12, b"".join(struct.pack(order + "d", n) for n in (0.0, 0.0, 0.0, 2.2945, 48.8583, 0.0))),
        (37724, 7, b"Adobe Photoshop Document Data Block\0" + m.secret("layers")),
        (42113, 2, m.secret("nodata")),
        (52545, 7, m.c2pa()),
        (700, 1, m.xmp()),
        (274, 3, [6]),
        (34675, 7, m.srgb_profile()),
    )
    first = grey(
        (48, 32),
        *exif,
        *secrets("make", "software", "artist", "host", "page", "copyright", "own"),
        below=[small],
    )
    mask = grey((48, 32), (254, 4, [4]), *secrets("mask"))
    return built(first, *((small,) if previews else ()), mask, order=order, big=big, gap=m.secret("gap") + b"!") + m.secret("behind")


def animated() -> bytes:
    """Return a TIFF of three pages by Pillow."""
    pages = [m.drawing("RGB").rotate(angle) for angle in (0, 90, 180)]
    return tiff(pages[0], story=True, save_all=True, append_images=pages[1:], compression="tiff_lzw")


def photo_exif() -> bytes:
    """Return a TIFF with an Exif and a GPS directory, written by Pillow."""
    return tiff(m.drawing(), exif=m.exif(6, thumbnail=False), dpi=(300, 300), icc_profile=m.own_profile())


def hidden_behind_strips() -> bytes:
    """Return a TIFF whose strips claim more bytes than the picture has, and whose short tags hide bytes in their entries."""
    page = grey((48, 32), *secrets("make"), rows=32)
    page.strips = [page.strips[0] + m.secret("long")]
    return built(page).replace(struct.pack("<HHIHH", 262, 3, 1, 1, 0), struct.pack("<HHIHH", 262, 3, 1, 1, 0x5345))


#: name -> maker; the name starts with the format.
MAKERS: dict[str, Callable[[], bytes]] = {
    "tiff plain": lambda: tiff(m.drawing()),
    "tiff lzw": lambda: tiff(m.drawing(), story=True, compression="tiff_lzw"),
    "tiff deflate": lambda: tiff(m.drawing("RGBA"), story=True, blocks=True, compression="tiff_adobe_deflate"),
    "tiff packbits": lambda: tiff(m.drawing("P"), story=True, compression="packbits"),
    "tiff fax": lambda: tiff(m.drawing("1"), story=True, compression="group4"),
    "tiff fax 3": lambda: tiff(m.drawing("1"), story=True, compression="group3"),
    "tiff jpeg": lambda: tiff(m.drawing(), story=True, compression="jpeg"),
    "tiff cmyk": lambda: tiff(m.drawing("CMYK"), story=True, blocks=True),
    "tiff lab": lambda: tiff(m.drawing("RGB").convert("LAB"), story=True),
    "tiff 16 bit": lambda: tiff(m.drawing("L").convert("I;16"), story=True),
    "tiff float": lambda: tiff(m.drawing("L").convert("F"), story=True),
    "tiff one bit": lambda: tiff(m.drawing("1"), story=True),
    "tiff big": lambda: tiff(m.drawing(), story=True, big_tiff=True),
    "tiff pages": animated,
    "tiff jpeg pages": lambda: tiff(
        m.drawing(), story=True, compression="jpeg", save_all=True, append_images=[m.drawing("RGB", (20, 10))] * 2
    ),
    "tiff exif": photo_exif,
    "tiff tiles": lambda: built(tiles()),
    "tiff packed tiles": lambda: built(tiles(8, zlib.compress), order=">"),
    "tiff planes": lambda: built(planes(), order=">"),
    "tiff jpeg tiles": jpeg_tiles,
    "tiff with everything": everything,
    "tiff with everything, the other way round": lambda: everything(">"),
    "tiff hidden behind strips": hidden_behind_strips,
}

#: The same, for those that Pillow shows otherwise or not at all: it counts previews as pages, and lacks old-style JPEG.
OTHERS: dict[str, Callable[[], bytes]] = {
    "old jpeg": old_jpeg,
    "big, big-endian": lambda: everything(">", big=True, previews=True),
    "previews": lambda: everything(previews=True),
}
