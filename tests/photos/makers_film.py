"""Builds MP4 and MOV test films: boxes by hand around sample bytes that nothing decodes; what is done to a film never depends on them."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from photos.makers import c2pa, own_profile, secret, xmp
from photos.makers_heif import box, full

TURNED = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0x2000000, 0, 0x40000000)
STRAIGHT = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
MP4, MOV = b"isom\0\0\2\0isomavc1mp41", b"qt  \0\0\2\0qt  "
DATES = struct.pack(">II", 3_860_000_000, 3_860_000_000)
NCLX = box(b"colr", b"nclx\0\1\0\x0d\0\6\x80")
CONFIG = box(b"avcC", b"\1\x42\0\x1e\xff\xe1\0\0\1\0\0")


@dataclass(frozen=True)
class Reel:
    """A track: what it holds, its samples, each a chunk of its own; inner: boxes of its sample entry; extra: boxes of `trak`."""

    number: int
    handler: bytes
    coding: bytes
    samples: Sequence[bytes]
    inner: bytes = b""
    extra: bytes = b""
    links: bytes = b""
    matrix: bytes = STRAIGHT
    flags: int = 7
    dates: bytes = bytes(8)
    name: bytes = b""
    tool: bytes = b""
    wide: bool = False
    sound_version: int = 0
    source: bytes = full(b"url ", flags=1)


def entry(reel: Reel) -> bytes:
    """Return how the samples of a track are coded."""
    front = bytes(6) + b"\0\1" + struct.pack(">HH", reel.sound_version, 0) + reel.tool[:4].ljust(4, b"\0")
    if reel.handler == b"vide":
        shape = bytes(8) + struct.pack(">HHIIIH", 48, 32, 0x480000, 0x480000, 0, 1)
        front += shape + reel.tool[:32].ljust(32, b"\0") + b"\0\x18\xff\xff"
    elif reel.handler == b"soun":
        front += struct.pack(">HHHHI", 2, 16, 0, 0, 44_100 << 16) + bytes(16 * reel.sound_version)
    else:
        front = front[:8] + reel.tool
    return box(reel.coding, front, reel.inner)


def track(reel: Reel, places: Sequence[int]) -> bytes:
    """Return a track whose chunks stand at these places."""
    count = len(reel.samples)
    offsets = full(b"co64" if reel.wide else b"stco", struct.pack(f">I{count}{'Q' if reel.wide else 'I'}", count, *places))
    tables = (
        full(b"stsd", struct.pack(">I", 1), entry(reel)),
        full(b"stts", struct.pack(">III", 1, count, 512)),
        full(b"stss", struct.pack(">II", 1, 1)) if reel.handler == b"vide" else b"",
        full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        full(b"stsz", struct.pack(f">II{count}I", 0, count, *map(len, reel.samples))),
        offsets,
    )
    head = {b"vide": full(b"vmhd", bytes(8), flags=1), b"soun": full(b"smhd", bytes(4))}.get(reel.handler, full(b"nmhd"))
    data = box(b"dinf", full(b"dref", struct.pack(">I", 1), reel.source))
    media = box(
        b"mdia",
        full(b"mdhd", reel.dates, struct.pack(">IIHH", 12_800, 512 * count, 0x55C4, 0)),
        full(b"hdlr", bytes(4), reel.handler, bytes(12), reel.name + b"\0"),
        box(b"minf", head, data, box(b"stbl", *tables)),
    )
    shape = bytes(16) + reel.matrix + struct.pack(">II", 48 << 16, 32 << 16)
    header = full(b"tkhd", reel.dates, struct.pack(">III", reel.number, 0, 512 * count), shape, flags=reel.flags)
    edits = box(b"edts", full(b"elst", struct.pack(">IIIHH", 1, 512 * count, 1024, 1, 0)))
    links = box(b"tref", reel.links) if reel.links else b""
    return box(b"trak", header, edits, links, media, reel.extra)


@dataclass(frozen=True)
class Around:
    """What else stands in a film: within `moov`, in front of it, behind all, between the samples; what the file begins with."""

    notes: bytes = b""
    before: bytes = b""
    behind: bytes = b""
    gap: bytes = b""
    brands: bytes = MP4
    dates: bytes = bytes(8)
    data_first: bool = False


def film(reels: Sequence[Reel], around: Around | None = None) -> bytes:
    """Return a film of these tracks, their samples by turns."""
    around = around or Around()
    order = sorted((number, reel.number, sample) for reel in reels for number, sample in enumerate(reel.samples))

    def parts(start: int) -> tuple[bytes, bytes]:
        data, places = b"", {reel.number: list[int]() for reel in reels}
        for _, reel, sample in order:
            places[reel].append(start + len(data))
            data += sample + around.gap
        rest = struct.pack(">IIIH", 12_800, 1024, 0x10000, 0x100) + bytes(10) + STRAIGHT + bytes(24) + struct.pack(">I", 9)
        header = full(b"mvhd", around.dates, rest)
        return box(b"moov", header, *(track(reel, places[reel.number]) for reel in reels), around.notes), box(b"mdat", data)

    head = (box(b"ftyp", around.brands) if around.brands else b"") + around.before
    if around.data_first:
        moov, mdat = parts(len(head) + 8)
        return head + mdat + moov + around.behind
    moov, mdat = parts(len(head) + len(parts(0)[0]) + 8)
    return head + moov + mdat + around.behind


PICTURES = Reel(1, b"vide", b"avc1", [b"a key picture", b"the next", b"and one more"], CONFIG + NCLX)
SOUND = Reel(2, b"soun", b"mp4a", [b"la", b"la la", b"la!"], full(b"esds", bytes(9)))


def apple_notes() -> bytes:
    """Return the notes of an iPhone: keys, and their values."""
    told = [
        (b"com.apple.quicktime.location.ISO6709", b"+48.8583+002.2945+035.0/"),
        (b"com.apple.quicktime.make", secret("make")),
        (b"com.apple.quicktime.model", b"Phone 20"),
        (b"com.apple.quicktime.software", b"19.1"),
        (b"com.apple.quicktime.creationdate", b"2026-02-14T18:03:00+0100"),
        (b"com.apple.quicktime.content.identifier", secret("content")),
    ]
    keys = full(b"keys", struct.pack(">I", len(told)), *(box(b"mdta", key) for key, _ in told))
    values = (box(struct.pack(">I", n), box(b"data", b"\0\0\0\1\0\0\0\0", value)) for n, (_, value) in enumerate(told, 1))
    return box(b"meta", full(b"hdlr", bytes(4), b"mdta", bytes(13)), keys, box(b"ilst", *values))


def user_data() -> bytes:
    """Return notes of the kind that cameras write: place, device, tool, a serial."""
    place, model = b"+48.8583+002.2945/", secret("model")
    texts = (
        (b"\xa9xyz", place),
        (b"\xa9mod", model),
        (b"\xa9swr", b"Camera 3"),
        (b"\xa9ART", secret("artist")),
        (b"\xa9day", b"2026-02-14"),
    )
    return box(b"udta", *(box(name, struct.pack(">HH", len(text), 0x15C7), text) for name, text in texts), box(b"CAME", secret("serial")))


def with_everything(brands: bytes = MP4) -> bytes:
    """Return a film with every carrier there is, its samples by turns with those of tracks that tell."""
    said = bytes.fromhex("d8fec3d61b0e483c92975828877ec481"), bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
    told = (
        Reel(3, b"meta", b"gpmd", [secret("gpmd"), secret("gpmd2")], name=secret("name3")),
        Reel(4, b"meta", b"mebx", [secret("mebx")], secret("mebxkeys")),
        Reel(5, b"tmcd", b"tmcd", [b"\0\1\2\3"], tool=secret("reel")),
        Reel(6, b"text", b"text", [secret("chapter")]),
        Reel(7, b"vide", b"jpeg", [secret("shot")]),
        Reel(8, b"vide", b"jpeg", [secret("hidden")], flags=0),
    )
    pictures = Reel(
        *(1, b"vide", b"avc1", PICTURES.samples),
        inner=CONFIG + box(b"colr", b"prof", own_profile()) + box(b"uuid", bytes(16), secret("entry")),
        extra=user_data() + box(b"uuid", said[1], xmp()),
        links=box(b"chap", struct.pack(">II", 6, 7)) + box(b"tmcd", struct.pack(">I", 5)),
        matrix=TURNED,
        dates=DATES,
        name=secret("track"),
        tool=secret("encoder"),
    )
    around = Around(
        notes=user_data() + apple_notes() + box(b"free", secret("moovfree")),
        before=box(b"free", secret("free")) + box(b"uuid", said[0], c2pa()),
        behind=box(b"skip", secret("skip")) + box(b"meta", bytes(4), secret("outer")) + b"\0\0\0\2" + secret("behind"),
        gap=secret("gap"),
        brands=brands,
        dates=DATES,
    )
    return film((pictures, SOUND, *told), around)


#: name -> maker; the name starts with the format.
MAKERS: dict[str, Callable[[], bytes]] = {
    "mp4 plain": lambda: film((PICTURES, SOUND)),
    "mp4 silent": lambda: film((PICTURES,), Around(dates=DATES, behind=box(b"free", secret("free")))),
    "mp4 data first": lambda: film((PICTURES, SOUND), Around(notes=user_data(), data_first=True)),
    "mp4 with everything": with_everything,
    "mov plain": lambda: film((PICTURES, SOUND), Around(brands=MOV)),
    "mov of a phone": lambda: film((PICTURES, SOUND), Around(notes=apple_notes(), brands=MOV, dates=DATES)),
    "mov before brands": lambda: film((PICTURES,), Around(notes=user_data(), brands=b"", before=box(b"wide"), data_first=True)),
    "mov with everything": lambda: with_everything(MOV),
}
