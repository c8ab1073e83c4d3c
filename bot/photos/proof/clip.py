"""Second reading of MP4 and MOV: outer boxes, every box of every track by name, then every byte of `mdat` accounted for."""

from __future__ import annotations

from collections.abc import Iterator

from bot.photos.proof import fragments
from bot.photos.proof.blocks import profile_is_plain
from bot.photos.proof.film import account, brands_are_plain, chunk_places, rows, u
from bot.photos.proof.fragments import Piece
from bot.photos.proof.permit import USUAL, Permit
from bot.photos.proof.reading import Range, Reading

_HOLDERS = (b"tapt", b"edts", b"mdia", b"minf", b"dinf", b"stbl")
#: Boxes of a track: where they belong, the most bytes each may have besides its rows, by version, and the bytes of a row.
_LEAVES: dict[bytes, tuple[bytes, int, int, int]] = {
    b"tkhd": (b"trak", 84, 96, 0),
    b"clef": (b"tapt", 12, 12, 0),
    b"prof": (b"tapt", 12, 12, 0),
    b"enof": (b"tapt", 12, 12, 0),
    b"elst": (b"edts", 8, 8, 12),
    b"mdhd": (b"mdia", 24, 36, 0),
    b"vmhd": (b"minf", 12, 12, 0),
    b"smhd": (b"minf", 8, 8, 0),
    b"cslg": (b"stbl", 24, 44, 0),
    b"stts": (b"stbl", 8, 8, 8),
    b"ctts": (b"stbl", 8, 8, 8),
    b"stss": (b"stbl", 8, 8, 4),
    b"stps": (b"stbl", 8, 8, 4),
    b"stsc": (b"stbl", 8, 8, 12),
    b"stco": (b"stbl", 8, 8, 4),
    b"co64": (b"stbl", 8, 8, 8),
}
_OTHERS = {b"hdlr": (b"mdia", b"minf"), b"dref": (b"dinf",), b"stsd": (b"stbl",), b"stsz": (b"stbl",), b"stz2": (b"stbl",)}
_OTHERS |= dict.fromkeys((b"sdtp", b"sgpd", b"sbgp"), (b"stbl",))
_PARENTS = {b"tapt": b"trak", b"edts": b"trak", b"mdia": b"trak", b"minf": b"mdia", b"dinf": b"minf", b"stbl": b"minf"}
_COMPARED = (b"elst", b"stts", b"ctts", b"stss")
_IN_ENTRY = (
    b"avcC hvcC lhvC hvcE vvcC evcC av1C vpcC apvC esds d263 glbl jp2h dvcC dvvC dvwC colr pasp clap fiel gama clli mdcv cclv amve "
    b"ccst btrt SmDm CoLL vexu hfov st3d sv3d SMI_ wave chan chnl srat pcmC dOps dfLa alac dac3 dec3 dac4 ddts damr mhaC SA3D frma enda"
)
_NAMES = frozenset(_IN_ENTRY.replace(b"_", b" ").split(b" ")) | {b"SMI "}
_SAME_IN_ENTRY = b"avcC hvcC vvcC av1C vpcC esds dvcC dvvC pasp clap SMI alac dOps dfLa damr dac3 dec3 pcmC".split()
_IN_WAVE, _GROUPS = (b"frma", b"mp4a", b"esds", b"enda", b"alac", b"chan", bytes(4)), (b"roll", b"prol", b"rap ", b"sync")
_SELF = b"\0\0\0\x0curl \0\0\0\1"
_PADDING = (b"free", b"skip", b"wide")

Found = dict[bytes, Range]


def read(data: bytes, permit: Permit = USUAL) -> Reading:
    """Return the samples of the tracks that are seen and heard, what decides how they look, and whatever else the file says."""
    reading, last, seen = Reading(data), 0, set[bytes]()
    pieces: list[Range] = []
    used: list[Range] = []
    cut = fragments.read(data, reading)
    for name, start, body, end in rows(data, 0, len(data)):
        last = end
        if name == b"ftyp":
            reading.doubt("a long or odd list of brands", start, name in seen or not brands_are_plain(data[body:end], empty=True))
        elif name == b"moov" and name not in seen:
            used = _film(data, body, end, reading, cut)
        elif name == b"mdat":
            pieces.append((body, end))
        elif name == b"moof":
            continue  # read above
        else:
            reading.doubt(
                f"box {name!r}", start, not permit.signed(name, data[body : body + 16]) and not _is_padding(data, name, body, end)
            )
        seen.add(name)
    reading.doubt("bytes behind the film", last, data[last:].strip(b"\0"))
    account(data, pieces, used, reading)
    return reading


def _is_padding(data: bytes, name: bytes, body: int, end: int) -> bool:
    return name in _PADDING and data.count(0, body, end) == end - body


def _film(data: bytes, body: int, end: int, reading: Reading, cut: list[Piece]) -> list[Range]:
    """Note down the tracks of a film; returns the ranges that those use which are seen or heard. cut: what fragments say of them."""
    tracks: list[tuple[int, Found, set[int]]] = []
    for name, start, inner, stop in rows(data, body, end):
        if name == b"mvhd":
            _header(data, (inner, stop), start, reading, 112 if u(data, inner, 1) else 100)
        elif name == b"trak":
            tracks.append(_track(data, inner, stop, reading))
        elif name == b"mvex" and cut:
            fragments.usual(data, inner, stop, reading)
        else:
            reading.doubt(f"box {name!r} in the film", start)
    chapters = {number for *_, named in tracks for number in named}
    pictures = [found for number, found, _ in tracks if _holds(data, found) == b"vide" and number not in chapters and b"stsz" in found]
    shown = [found for found in pictures if u(data, found[b"tkhd"][0] + 3, 1) & 1] if all(b"tkhd" in one for one in pictures) else pictures
    used: list[Range] = []
    seen: set[int] = set()
    for number, found, _ in tracks:
        chunks = [*chunk_places(data, found), *(one for piece in cut if piece.track == number for one in piece.samples)]
        if chunks and (any(found is one for one in shown or pictures) or _holds(data, found) == b"soun"):
            reading.coded += [*_forms(data, found), *chunks]
            used += chunks
            seen.add(number)
        else:
            reading.doubt("a track that is neither seen nor heard", body)
    for piece in cut:
        reading.doubt("a piece of another track", piece.place, piece.track not in seen)
        if piece.track in seen:
            reading.facts += piece.facts
            reading.coded += piece.told
    return used


def _holds(data: bytes, found: Found) -> bytes:
    at = found.get(b"hdlr", (0, 0))[0]
    return data[at + 8 : at + 12] if at else b""


def _header(data: bytes, place: Range, start: int, reading: Reading, most: int) -> None:
    width = 16 if u(data, place[0], 1) == 1 else 8
    reading.doubt("a date", start, data[place[0] + 4 : place[0] + 4 + width].strip(b"\0"))
    reading.doubt("a long header", start, place[1] - place[0] > most)


def _track(data: bytes, body: int, end: int, reading: Reading) -> tuple[int, Found, set[int]]:
    found: Found = {}
    _walk(data, (body, end), b"trak", found, reading)
    chapters: set[int] = set()
    for name, _, inner, stop in rows(data, *found.get(b"tref", (0, 0))):
        if name == b"chap":
            chapters |= {u(data, at, 4) for at in range(inner, stop, 4)}
    head = found.get(b"tkhd", (0, 0))[0]
    first, last = found.get(b"stsd", (0, 0))
    for _, start, inner, stop in rows(data, first + 8, last) if first else ():
        _entry(data, (start, inner, stop), _holds(data, found), reading, first)
    return u(data, head + (20 if u(data, head, 1) == 1 else 12), 4), found, chapters


def _walk(data: bytes, place: Range, outer: bytes, found: Found, reading: Reading) -> None:
    for name, start, inner, stop in rows(data, *place):
        again = name in found and not (name == b"hdlr" and outer == b"minf")
        reading.doubt(f"a second box {name!r}", start, again and name not in (b"sgpd", b"sbgp"))
        if _PARENTS.get(name) == outer and not again:
            found[name] = (inner, stop)
            _walk(data, (inner, stop), name, found, reading)
            continue
        known = outer in _OTHERS.get(name, ()) or _LEAVES.get(name, (b"",))[0] == outer
        reading.doubt(f"box {name!r} in a track", start, not known)
        if known or name == b"tref":
            _leaf(data, name, (start, inner, stop), outer, reading)
            found.setdefault(name, (inner, stop))


def _leaf(data: bytes, name: bytes, place: tuple[int, int, int], outer: bytes, reading: Reading) -> None:
    """Note down a box of a track that is longer than its rows, or that names something."""
    start, body, end = place
    if name in (b"tkhd", b"mdhd"):
        _header(data, (body, end), start, reading, _size(data, name, body))
    elif name in _LEAVES:
        reading.doubt(f"a long box {name!r}", start, end - body > _size(data, name, body))
    elif name == b"hdlr":
        reading.doubt("a track's name", start, data[body + 12 : end].strip(b"\0") or data[body + 4 : body + 8].strip(b"\0dhlrm"))
        reading.doubt("who fetches the data", start, outer == b"minf" and data[body + 4 : body + 12] != b"dhlrurl ")
    elif name == b"dref":
        reading.doubt("data elsewhere", start, end - body != 8 + 12 * u(data, body + 4, 4) or data[body + 8 : end].replace(_SELF, b""))
    elif name in (b"stsz", b"stz2"):
        bits = 0 if name == b"stsz" and u(data, body + 4, 4) else u(data, body + 7, 1) if name == b"stz2" else 32
        reading.doubt("a long table of sizes", start, end - body > 12 + (bits * u(data, body + 8, 4) + 7) // 8)
    elif name == b"sgpd":
        reading.doubt("groups of samples", start, end - body > 256 or data[body + 4 : body + 8] not in _GROUPS)
    elif name == b"sbgp":
        reading.doubt("groups of samples", start, data[body + 4 : body + 8] not in _GROUPS)


def _size(data: bytes, name: bytes, body: int) -> int:
    """Return the most bytes a box may have."""
    _, old, new, row = _LEAVES[name]
    newer = u(data, body, 1) == 1
    if name == b"elst" and newer:
        row = 20
    return (new if newer else old) + row * (u(data, body + 4, 4) if row else 0)


def _entry(data: bytes, place: tuple[int, int, int], handler: bytes, reading: Reading, table: int) -> None:
    start, inner, stop = place
    head = _front(data, inner, handler, table)
    reading.doubt("the maker's name", start, data[inner + 12 : inner + 16].strip(b"\0"))
    reading.doubt("the encoder's name", start, handler == b"vide" and data[inner + 42 : inner + 74].strip(b"\0"))
    for name, at, body, end in rows(data, inner + head, stop):
        reading.doubt(f"box {name!r} in a sample entry", at, name not in _NAMES)
        if name == b"colr":
            profile = data[body : body + 4] in (b"prof", b"rICC")
            plain = profile_is_plain(data[body + 4 : end]) if profile else end - body <= 11 and data[body : body + 4] in (b"nclx", b"nclc")
            reading.doubt("a colour profile", at, not plain)
        for inside, one, first, last in rows(data, body, end) if name in (b"wave", b"sv3d") else ():
            fits = inside in _IN_WAVE if name == b"wave" else inside == b"proj" or (inside == b"svhd" and not any(data[first:last]))
            reading.doubt(f"box {inside!r} in {name!r}", one, not fits)


def _front(data: bytes, inner: int, handler: bytes, table: int) -> int:
    """Return the bytes of a sample entry before its boxes."""
    if handler == b"vide":
        return 78
    return 28 + ({1: 16, 2: 36}.get(u(data, inner + 8, 2), 0) if not u(data, table, 1) else 0)


def _forms(data: bytes, found: Found) -> Iterator[Range]:
    """Yield what decides how and when samples are shown: size, turn, timing, coding."""
    handler = _holds(data, found)
    if b"tkhd" in found:
        body = found[b"tkhd"][0]
        at = body + (52 if u(data, body, 1) == 1 else 40)
        yield at, at + 44
    for name in _COMPARED:
        if name in found:
            body, end = found[name]
            yield body, min(end, body + _size(data, name, body))
    first, last = found.get(b"stsd", (0, 0))
    for _, start, inner, stop in rows(data, first + 8, last) if first else ():
        head = _front(data, inner, handler, first)
        yield start + 4, inner + 12
        yield inner + 16, min(stop, inner + (42 if handler == b"vide" else head))
        for name, _, body, end in rows(data, inner + head, stop):
            if name in _SAME_IN_ENTRY:
                yield body, end
