"""Builds AVIF and HEIC test pictures: coded bytes by Pillow, boxes around them by hand.

Pillow writes no HEVC, so the HEIC ones hold bytes that nothing decodes; what is done to a
file never depends on them.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from photos.makers import apple_exif, c2pa, drawing, exif, iptc, movie, own_profile, secret, xmp
from PIL import Image

ALPHA = b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"
APPLE = b"urn:com:apple:photo:2020:aux:hdrgainmap"
SAMSUNG = b"urn:com:samsung:photo:2024:aux:hdrgainmap"
DEPTH = b"urn:mpeg:hevc:2015:auxid:2"
XMP_TYPE = b"application/rdf+xml"
HEIC, AVIF = b"heic\0\0\0\0mif1heic", b"avif\0\0\0\0avifmif1miaf"
PICT = bytes(8) + b"pict" + bytes(13)


def box(name: bytes, *parts: bytes) -> bytes:
    """Return a box."""
    return struct.pack(">I", 8 + sum(map(len, parts))) + name + b"".join(parts)


def full(name: bytes, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    """Return a full box."""
    return box(name, struct.pack(">I", version << 24 | flags), *parts)


@dataclass(frozen=True)
class Piece:
    """An item with its bytes; properties are whole boxes. extents: into how many pieces its bytes are cut."""

    number: int
    kind: bytes
    data: bytes
    properties: Sequence[bytes] = ()
    name: bytes = b""
    rest: bytes = b""
    inside: bool = False
    extents: int = 1
    protected: int = 0


@dataclass(frozen=True)
class Extra:
    """What else stands in a file: in `meta`, in front of its boxes, and behind them."""

    meta: bytes = b""
    handler: bytes = PICT
    before: bytes = b""
    behind: bytes = b""
    gap: bytes = b""


def ispe(width: int = 48, height: int = 32) -> bytes:
    """Return the size of an item."""
    return full(b"ispe", struct.pack(">II", width, height))


def aux(words: bytes) -> bytes:
    """Return what a helping picture says it is."""
    return full(b"auxC", words + b"\0")


def link(name: bytes, source: int, *targets: int) -> bytes:
    """Return a reference."""
    return box(name, struct.pack(f">HH{len(targets)}H", source, len(targets), *targets))


def _cut(data: bytes, pieces: int) -> list[bytes]:
    size = -(-len(data) // pieces) or 1
    return [data[at : at + size] for at in range(0, len(data), size)] or [b""]


def _entry(piece: Piece) -> bytes:
    return full(b"infe", struct.pack(">HH", piece.number, piece.protected), piece.kind, piece.name + b"\0", piece.rest, version=2)


def _use(properties: list[bytes], one: bytes) -> int:
    """Return the number of a property, marked as essential where it has to be."""
    return properties.index(one) + 1 | (one[4:8] in (b"av1C", b"hvcC", b"irot", b"imir", b"clap")) << 7


def heif(pieces: Sequence[Piece], links: Sequence[bytes] = (), brands: bytes = AVIF, primary: int = 1, extra: Extra | None = None) -> bytes:
    """Return a file of these items, the data of each followed by the gap."""
    extra = extra or Extra()
    pieces = sorted(pieces, key=lambda piece: piece.number)
    properties = list(dict.fromkeys(one for piece in pieces for one in piece.properties))
    idat = b"".join(piece.data for piece in pieces if piece.inside)
    uses = b"".join(
        struct.pack(">HB", piece.number, len(piece.properties)) + bytes(_use(properties, one) for one in piece.properties)
        for piece in pieces
    )
    entries = b"".join(_entry(piece) for piece in pieces)

    def meta(start: int) -> tuple[bytes, bytes]:
        rows, mdat, at = b"", b"", 0
        for piece in pieces:
            cut = _cut(piece.data, piece.extents)
            rows += struct.pack(">HHHH", piece.number, piece.inside, 0, len(cut))
            for part in cut:
                rows += struct.pack(">II", at if piece.inside else start + len(mdat), len(part))
                at += len(part) * piece.inside
                mdat += b"" if piece.inside else part + extra.gap
        tables = (
            box(b"hdlr", extra.handler),
            full(b"pitm", struct.pack(">H", primary)),
            full(b"iloc", b"\x44\0", struct.pack(">H", len(pieces)), rows, version=1),
            full(b"iinf", struct.pack(">H", len(pieces)), entries),
            box(b"iprp", box(b"ipco", *properties), full(b"ipma", struct.pack(">I", len(pieces)), uses)),
            full(b"iref", *links) if links else b"",
            box(b"idat", idat) if idat else b"",
            extra.meta,
        )
        return full(b"meta", *tables), mdat

    head = box(b"ftyp", brands) + extra.before
    tables, mdat = meta(len(head) + len(meta(0)[0]) + 8)
    return head + tables + box(b"mdat", mdat) + extra.behind


def avif(picture: Image.Image, **options: Any) -> bytes:
    """Return the picture as AVIF by Pillow."""
    out = io.BytesIO()
    picture.save(out, "AVIF", quality=80, **options)
    return out.getvalue()


@cache
def coded(width: int = 48, height: int = 32, mode: str = "RGB") -> tuple[bytes, bytes]:
    """Return the AV1 bytes of a drawing, and its configuration box."""
    data = avif(drawing(mode, (width, height)))
    at = data.index(b"av1C") - 4
    return data[data.index(b"mdat") + 4 :], data[at : at + int.from_bytes(data[at : at + 4], "big")]


def main(number: int = 1, *more: bytes, **options: Any) -> Piece:
    """Return the drawing as an item."""
    data, config = coded()
    return Piece(number, b"av01", data, (ispe(), config, *more), **options)


PIXI = full(b"pixi", b"\3\x08\x08\x08")
GREY = full(b"pixi", b"\1\x08")
NCLX = box(b"colr", b"nclx\0\1\0\x0d\0\6\x80")
#: The numbers of a gain map: version, flags, how bright both pictures are, one channel's least, most, gamma and offsets (ISO 21496-1).
TONE_MAP = b"\0\0\0\0\0\x40" + struct.pack(">14I", 0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 64, 1, 64)
ICC = box(b"colr", b"prof", own_profile())


def talking() -> tuple[Piece, ...]:
    """Return items that tell, and pictures that are not shown, numbered from 10."""
    small, config = coded(64, 64)
    grey, grey_config = coded(48, 32, "L")
    size = ispe(64, 64)
    return (
        Piece(10, b"Exif", b"\0\0\0\6" + exif(6), name=secret("itemname")),
        Piece(11, b"mime", xmp(), rest=XMP_TYPE + b"\0"),
        Piece(12, b"mime", secret("note"), rest=b"text/plain\0", inside=True),
        Piece(13, b"uri ", secret("uri"), rest=secret("address") + b"\0"),
        Piece(14, b"av01", small + secret("thumb"), (size, config)),
        Piece(15, b"av01", small + secret("second"), (size, config)),
        Piece(16, b"av01", grey + secret("depth"), (ispe(), grey_config, aux(DEPTH))),
        Piece(17, b"iptc", iptc()[26:] + secret("iptc")),
    )


LINKS = (*(link(b"cdsc", number, 1) for number in (10, 11, 12, 17)), link(b"thmb", 14, 1), link(b"auxl", 16, 1))


def notes() -> tuple[bytes, ...]:
    """Return properties that tell."""
    return (
        full(b"udes", b"en\0" + secret("title") + b"\0Ada at the tower\0tag\0"),
        full(b"crtt", struct.pack(">Q", 3_860_000_000 * 1_000_000)),
        full(b"mdft", struct.pack(">Q", 3_860_000_000 * 1_000_000)),
        box(b"uuid", bytes(16) + secret("property")),
        box(b"free", secret("freeproperty")),
    )


def with_everything() -> bytes:
    """Return an AVIF with every carrier there is."""
    credentials = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
    samsung = box(b"sefd", secret("samsung") + b"SEFT")
    stereo = box(b"grpl", full(b"ster", struct.pack(">4I", 5, 2, 1, 15)))
    extra = Extra(
        meta=box(b"uuid", bytes(16) + secret("metauuid")) + box(b"free", secret("metafree")) + stereo,
        handler=PICT[:-1] + secret("handler") + b"\0",
        before=box(b"free", secret("free")) + box(b"uuid", credentials + c2pa()),
        behind=box(b"skip", secret("skip")) + box(b"mpvd", movie()) + samsung + b"\0\0\0\2" + secret("behind"),
        gap=secret("gap"),
    )
    first = main(1, PIXI, ICC, *notes(), name=secret("name"), extents=3)
    return heif((first, *talking()), LINKS, AVIF + b"mif1" + AVIF[:4], extra=extra)


def grid() -> bytes:
    """Return two tiles side by side, their layout in `idat`, transparency beside them, and an Exif block."""
    data, config = coded(64, 64)
    grey, grey_config = coded(64, 64, "L")
    layout = b"\0\0\0\1" + struct.pack(">HH", 128, 64)
    tiles = [Piece(number, b"av01", data, (ispe(64, 64), config, PIXI)) for number in (2, 3)]
    alpha = [Piece(number, b"av01", grey, (ispe(64, 64), grey_config, GREY)) for number in (5, 6)]
    wholes = (
        Piece(1, b"grid", layout, (ispe(128, 64), PIXI), inside=True),
        Piece(4, b"grid", layout, (ispe(128, 64), aux(ALPHA), GREY), inside=True),
    )
    links = (link(b"dimg", 1, 2, 3), link(b"dimg", 4, 5, 6), link(b"auxl", 4, 1), link(b"cdsc", 10, 1))
    return heif((*tiles, *wholes, *alpha, talking()[0]), links)


def gain_map() -> bytes:
    """Return a picture with a gain map beside it, and the tone-map item that says how to put them together (ISO 21496-1)."""
    small, config = coded(64, 64)
    gain, both = Piece(2, b"av01", small, (ispe(64, 64), config)), Piece(3, b"tmap", TONE_MAP, (ispe(), PIXI, NCLX), inside=True)
    pieces = (main(1), gain, both, *talking())
    group = box(b"grpl", full(b"altr", struct.pack(">4I", 9, 2, 3, 1)))
    return heif(pieces, (link(b"dimg", 3, 1, 2), *LINKS), AVIF + b"tmap", extra=Extra(meta=group))


def animated() -> bytes:
    """Return an animation by Pillow, its dates set, with notes put into its film and names given to its tracks."""
    out = io.BytesIO()
    drawing("RGBA").save(
        out, "AVIF", save_all=True, append_images=[drawing("RGBA").rotate(180), drawing("RGBA").rotate(90)], duration=[100, 200, 300]
    )
    note = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+48.8583+002.2945/"), box(b"\xa9mod", b"\0\7\x15\xc7" + secret("model")))
    return with_note(out.getvalue(), note)


def with_note(data: bytes, note: bytes) -> bytes:
    """Return a file with a box put at the end of `moov`, all offsets behind it moved."""
    at = data.index(b"moov") - 4
    end = at + int.from_bytes(data[at : at + 4], "big")
    out = bytearray(data[:end] + note + data[end:])
    struct.pack_into(">I", out, at, end - at + len(note))
    place = data.find(b"stco")
    while place >= 0:
        for n in range(int.from_bytes(data[place + 8 : place + 12], "big")):
            value = struct.unpack_from(">I", data, place + 12 + 4 * n)[0]
            struct.pack_into(">I", out, place + 12 + 4 * n, value + len(note))
        place = data.find(b"stco", place + 4)
    rows = data.index(b"iloc") + 10
    for n in range(int.from_bytes(data[rows : rows + 2], "big")):
        struct.pack_into(">I", out, rows + 8 + 14 * n, struct.unpack_from(">I", data, rows + 8 + 14 * n)[0] + len(note))
    return bytes(out)


def apple_hdr(words: bytes = APPLE, name: bytes = b"HDRGainMap:HDRGainMapVersion") -> bytes:
    """Return a HEIC as an iPhone writes it: a gain map with its XMP, and the headroom in the MakerNote."""
    packet = xmp().replace(b'tiff:Orientation="1"', name + b'="65536" apdi:AuxiliaryImageType="urn:com:apple:photo:2020:aux:hdrgainmap"')
    config = full(b"hvcC", bytes(20))
    pieces = (
        Piece(1, b"hvc1", b"coded picture", (config, ispe(), box(b"irot", b"\1"))),
        Piece(2, b"hvc1", b"coded gain map", (config, ispe(24, 16), aux(words))),
        Piece(3, b"mime", packet, rest=XMP_TYPE + b"\0"),
        Piece(10, b"Exif", b"\0\0\0\6" + apple_exif()),
    )
    return heif(pieces, (link(b"auxl", 2, 1), link(b"cdsc", 3, 2), link(b"cdsc", 10, 1)), HEIC)


def several() -> bytes:
    """Return a HEIC with tiles, transparency, a thumbnail, a second picture, a depth map, notes, and brands written twice."""
    config, layout = full(b"hvcC", bytes(20)), b"\0\0\0\1" + struct.pack(">HH", 96, 32)
    tiles = [Piece(number, b"hvc1", b"tile %d" % number, (config, ispe())) for number in (2, 3)]
    alpha = Piece(4, b"hvc1", b"see-through", (config, ispe(96, 32), aux(b"urn:mpeg:hevc:2015:auxid:1")))
    whole = Piece(1, b"grid", layout, (ispe(96, 32), box(b"irot", b"\3"), *notes()), inside=True)
    links = (link(b"dimg", 1, 2, 3), link(b"auxl", 4, 1), *LINKS)
    return heif((whole, *tiles, alpha, *talking()), links, HEIC + b"mif1heic", extra=Extra(gap=secret("gap")))


#: name -> maker; the name starts with the format. Pillow decodes the AVIF ones.
MAKERS: dict[str, Callable[[], bytes]] = {
    "avif plain": lambda: heif((main(1, PIXI, NCLX),)),
    "avif by Pillow": lambda: avif(drawing("RGBA"), exif=exif(6)[6:], xmp=xmp(), icc_profile=own_profile()),
    "avif turned": lambda: heif((main(1, box(b"irot", b"\1"), box(b"imir", b"\0")), talking()[0]), LINKS[:1]),
    "avif grid": grid,
    "avif gain map": gain_map,
    "avif animated": animated,
    "avif with everything": with_everything,
    "heic plain": lambda: heif((Piece(1, b"hvc1", b"coded", (full(b"hvcC", bytes(20)), ispe())),), (), HEIC),
    "heic apple hdr": apple_hdr,
    "heic several": several,
}
