"""JPEG 2000 (ITU-T T.800; JPX: T.801 annex M; JPH: T.814): a bare codestream, or boxes around one.

Of the codestream its comments go; a tile-part that held one gets its length anew. Boxed:
signature, brands, the header's boxes in NEEDED and the first codestream stay; XML, UUIDs,
rights, links, further pictures and all other boxes go. Profiles are freed of texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.errors import UnsupportedFormatError
from bot.photos import colour, upright
from bot.photos.containers import tileparts
from bot.photos.containers.boxes import Box, box, boxes
from bot.photos.containers.tileparts import COM, TLM, Mark
from bot.photos.formats import kept
from bot.photos.formats.wanted import NOTHING, Wanted, signed
from bot.photos.segment import Segment, Steps, broken, join
from bot.strings import say

NAME, TITLE, MEDIA_TYPE, SUFFIX = "jp2", "JPEG 2000", "image/jp2", ".jp2"

_SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
_BRANDS = (b"jp2 ", b"jpx ", b"jpxb", b"jph ")
#: Boxes of the header that stay, and the most bytes each may have (T.800 annex I.5.3).
NEEDED: dict[bytes, int] = {
    b"ihdr": 14,  # size, depth
    b"bpcc": 16384,  # depth a channel
    b"colr": 1 << 24,  # colour: code points or a profile
    b"pclr": 1 << 16,  # palette
    b"cmap": 1 << 16,  # which channel goes through it
    b"cdef": 1 << 16,  # transparency
    b"res ": 52,  # physical density
}
#: Markers that say how the picture is coded (T.800 table A.2, T.801 table A.1, T.814); comments and others go.
_CODING = frozenset(
    (
        *range(0xFF4F, 0xFF54),  # start, capabilities, size, coding
        *(0xFF55, 0xFF56, 0xFF57, 0xFF58, 0xFF59),  # lengths, profiles
        *range(0xFF5C, 0xFF64),  # quantisation, order, packed headers, registration
        *range(0xFF72, 0xFF7A),  # T.801: transforms
        *(0xFF90, 0xFF93, 0xFFD9, 0),  # tile-parts, coded bytes, end
    )
)
_COMMENT, _PICTURE = "JPEG 2000 comment", "the coded picture"
#: Bytes a colour's enumerated value may be followed by: those of CIELab (T.801 M.11.7.4).
_MAX_ENUMERATED = 35
_UUIDS = {
    bytes.fromhex("4a706754696666457869662d3e4a5032"): ("exif", "Exif"),
    bytes.fromhex("05373760624548ed94b9c2e2a4d8a9f2"): ("exif", "Exif"),
    bytes.fromhex("be7acfcb97a942e89c71999491e3afac"): ("xmp", "XMP"),
    bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38"): ("iptc", "IPTC"),
    bytes.fromhex("b14bf8bd083d4b43a5ae8cd7d5a6ce03"): ("tiff", "GeoJP2"),
    bytes.fromhex("d8fec3d61b0e483c92975828877ec481"): ("c2pa", "Content Credentials"),
}
_EXIF, _XMP = b"JpgTiffExif->JP2", bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_TOLD = {b"xml ": ("XMP", "xmp"), b"jumb": ("Content Credentials", "c2pa"), b"jp2c": ("JPEG 2000 second picture", "heif-picture")}
_QUIET = frozenset((b"free", b"ftyp", b"jp2h", b"rreq"))


@dataclass(frozen=True, slots=True)
class _Head(Segment):
    """The header box, and what it is to say."""

    fresh: bytes = field(default=b"", repr=False)
    profile: colour.Profile | None = None


def recognises(data: bytes) -> bool:
    """Tell whether the content starts like a bare or a boxed JPEG 2000 picture; films and page layouts are none."""
    boxed = data[:12] == _SIGNATURE and data[20:24] not in (b"mjp2", b"mj2s", b"jpm ")
    return boxed or data[:4] == tileparts.START


def split(data: bytes) -> tuple[Segment, ...]:
    """Return the codestream's parts and what follows it, or the boxes; BrokenPhotoError if no codestream starts in them."""
    steps = Steps()
    segments = tuple(_codestream(data, 0, len(data), steps) if data[:2] == b"\xff\x4f" else _boxes(data, steps))
    if not any(segment.name == _PICTURE for segment in segments):
        raise broken("Its picture is missing", len(data))
    return segments


def _codestream(data: bytes, start: int, end: int, steps: Steps) -> Iterator[Segment]:
    """Yield runs of what stays, comments, and what is behind the end."""
    view, at, marks = memoryview(data), start, list(tileparts.marks(data, start, end, steps))
    gone: dict[int, int] = {}
    for mark in marks:
        if mark.code not in _CODING and mark.tile >= 0:
            gone[mark.tile] = gone.get(mark.tile, 0) + mark.end - mark.start
    for mark in marks:
        if mark.code not in _CODING or (mark.code == TLM and gone):
            yield Segment(_COMMENT, mark.start, view[mark.start : mark.end], kind=_kind(mark), head=6)
        elif mark.start in gone and mark.tile == mark.start:
            yield _Head("tile-part", mark.start, view[mark.start : mark.end], fresh=tileparts.shortened(data, mark, gone[mark.start]))
        else:
            yield Segment(_PICTURE if not mark.code else "coding", mark.start, view[mark.start : mark.end], needed=True)
        at = mark.end
    if at < end:
        yield Segment("behind the picture", at, view[at:end], kind="trailer")


def _kind(mark: Mark) -> str:
    return {COM: "comment", TLM: ""}.get(mark.code, "unknown")


def _boxes(data: bytes, steps: Steps) -> Iterator[Segment]:
    view, at, seen = memoryview(data), len(_SIGNATURE), set[bytes]()
    yield Segment("signature", 0, view[:at])
    for one in boxes(data, at, len(data), steps):
        if one.name == b"jp2c" and one.name not in seen and data.startswith(b"\xff\x4f", one.body):
            yield Segment("box", one.start, view[one.start : one.body], needed=False)
            yield from _codestream(data, one.body, one.end, steps)
        else:
            yield _label(data, one, seen)
        seen.add(one.name)
        at = one.end
    if at < len(data):
        yield Segment("behind the picture", at, view[at:], kind="trailer")


def _label(data: bytes, one: Box, seen: set[bytes]) -> Segment:
    view, head = memoryview(data)[one.start : one.end], one.body - one.start
    if one.name == b"comp":
        words = say("That JPEG 2000 file is put together from several pictures. I can't clean that kind yet.")
        raise UnsupportedFormatError(words, say("Save it as an ordinary JPEG or PNG and send that."), format="jpx")
    if one.name == b"jp2h" and one.name not in seen:
        return _header(data, one)
    if one.name == b"uuid":
        kind, name = _UUIDS.get(data[one.body : one.body + 16], ("unknown", "private box"))
        return Segment(name, one.start, view, kind=kind, head=min(len(view), head + 16))
    word = one.name.decode("latin-1").strip()
    name, kind = _TOLD.get(one.name, (f"JPEG 2000 {word}", "" if one.name in _QUIET else "unknown"))
    return Segment(name, one.start, view, kind=kind, head=head)


def _header(data: bytes, one: Box) -> Segment:
    """Return the header box with what it is to say: its needed boxes, each as long as it may be, colours without texts."""
    parts, profile, seen = [], None, set[bytes]()
    for inner in boxes(data, one.body, one.end, Steps()):
        body = data[inner.body : inner.end]
        if inner.name == b"colr":
            found = colour.plain(body[3:]) if body[:1] in (b"\2", b"\3") else None
            profile = profile or found
            body = _colours(body, found)
        elif inner.name == b"res ":
            body = b"".join(box(name, data[at.body : at.body + 10]) for name, at in _resolutions(data, inner))
        if body and inner.name in NEEDED and (inner.name == b"colr" or inner.name not in seen):
            seen.add(inner.name)
            parts.append(box(inner.name, body[: NEEDED[inner.name]]))
    return _Head("header", one.start, memoryview(data)[one.start : one.end], fresh=box(b"jp2h", *parts), profile=profile)


def _resolutions(data: bytes, outer: Box) -> Iterator[tuple[bytes, Box]]:
    found = {one.name: one for one in boxes(data, outer.body, outer.end, Steps()) if one.end - one.body >= 10}
    return ((name, found[name]) for name in (b"resc", b"resd") if name in found)


def _colours(body: bytes, profile: colour.Profile | None) -> bytes:
    """Return a colour box's content without texts: method, precedence, approximation, then code points or a profile."""
    if body[:1] == b"\1":
        return body[:_MAX_ENUMERATED] if len(body) >= 7 else b""
    if body[:1] == b"\5":
        return body[:12]
    return body[:3] + profile.data if profile is not None else b""


def keep(segments: tuple[Segment, ...], asked: Wanted = NOTHING) -> kept.Kept:
    """Return the clean JPEG 2000: the same one if nothing has to go."""
    boxed = segments[0].name == "signature"
    head = next((one for one in segments if isinstance(one, _Head) and one.name == "header"), None)
    marks = _marks(segments)
    block = upright.block(marks.orientation, credit=asked.credit)
    coded = b"".join(_coded(segments))
    notes = (kept.PICTURE, *kept.told(upright.Marks(marks.orientation), head.profile if head else None))
    if not boxed:
        return kept.Kept(coded, notes)
    if head is None or b"ihdr" not in head.fresh[:16]:
        raise broken("Its header is missing", len(segments[0].data))
    parts = [_SIGNATURE, _file_type(segments), head.fresh, box(b"jp2c", coded)]
    if block:
        parts.append(box(b"uuid", _EXIF, block[6:]))
    if asked.source:
        parts.append(box(b"uuid", _XMP, asked.packet))
    parts += [bytes(one.data) for one in signed(segments, asked)]
    notes += (kept.DENSITY,) if b"res " in head.fresh else ()
    return kept.Kept(_same_or(segments, b"".join(parts)), notes)


def _coded(segments: tuple[Segment, ...]) -> Iterator[bytes | memoryview]:
    for one in segments:
        if one.needed:
            yield one.data
        elif isinstance(one, _Head) and one.name == "tile-part":
            yield one.fresh


def _same_or(segments: tuple[Segment, ...], fresh: bytes) -> bytes:
    """Return the file as it came if it differs from the fresh one only in how it states the length of its codestream."""
    first = next(one for one in segments if one.name == "box")
    whole = join(segments)
    stated = fresh[: first.offset] + bytes(first.data) + fresh[first.offset + 8 :]
    return whole if stated == whole else fresh


def _file_type(segments: tuple[Segment, ...]) -> bytes:
    """Return the brands, those that are known, each once."""
    found = next((bytes(one.payload) for one in segments if one.name == "JPEG 2000 ftyp"), b"jp2 \0\0\0\0jp2 ")
    names = [found[at : at + 4] for at in range(8, len(found) - 3, 4)]
    brand = found[:4] if found[:4] in _BRANDS else b"jp2 "
    return box(b"ftyp", brand, bytes(4), *dict.fromkeys(name for name in names if name in _BRANDS))


def _marks(segments: tuple[Segment, ...]) -> upright.Marks:
    found = next((one for one in segments if one.kind == "exif"), None)
    packets = (bytes(one.payload) for one in segments if one.kind == "xmp")
    return upright.marks(bytes(found.payload) if found is not None else b"", packets)
