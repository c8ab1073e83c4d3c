"""JPEG (ITU-T T.81, JFIF 1.02): SOI, tables and application segments, scans, EOI; often more behind it.

What decides about colours (JFIF, Adobe, ICC) and uprightness (Exif) is written afresh; an
HDR gain map behind the picture stays, cleaned in the same way; all else that is not in
CODING goes.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.errors import BrokenPhotoError, UnsupportedFormatError
from bot.photos import colour, upright
from bot.photos.containers.markers import COM, EOI, SOS, Marker, walk
from bot.photos.formats import gainmap, kept
from bot.photos.formats.wanted import NOTHING, Wanted, signed
from bot.photos.segment import Segment, Steps, broken
from bot.strings import phrase, say

NAME, TITLE, MEDIA_TYPE, SUFFIX = "jpeg", "JPEG", "image/jpeg", ".jpg"

_FRAMES = frozenset((*range(0xC0, 0xD0),)) - {0xC4, 0xC8, 0xCC}
#: Markers the decoder needs, and why: without any of these the picture is another one or none.
CODING = {
    **dict.fromkeys(_FRAMES, "frame: size, components"),
    0xC4: "DHT: Huffman tables",
    0xCC: "DAC: arithmetic coding",
    0xDB: "DQT: quantisation tables",
    0xDC: "DNL: number of lines",
    0xDD: "DRI: restart interval",
    SOS: "scan: the coded picture",
    EOI: "end",
}
_JPEG_LS = 0xF7
#: The only table whose length decoders do not check.
_DNL, _DNL_BYTES = 0xDC, 6
_SAVE_AS = phrase("Save it as an ordinary JPEG or PNG and send that.")
#: What application segments start with: marker, first bytes, kind, bytes before the payload.
_BLOCKS = (
    (0xE0, b"JFIF\0", "jfif", 4),
    (0xE0, b"JFXX\0", "thumbnail", 10),
    (0xE1, b"Exif\0", "exif", 4),
    (0xE1, b"http://ns.adobe.com/xap/1.0/\0", "xmp", 33),
    (0xE1, b"http://ns.adobe.com/xmp/extension/\0", "xmp-extended", 79),
    (0xE2, b"ICC_PROFILE\0", "icc", 18),
    (0xE2, b"MPF\0", "pictures", 8),
    (0xE2, gainmap.ISO, "gain-map", 4),
    (0xEB, b"JP", "c2pa", 12),
    (0xED, b"Photoshop 3.0\0", "photoshop", 4),
    (0xEE, b"Adobe", "adobe", 4),
)
_NAMES = {
    "exif": "Exif",
    "xmp": "XMP",
    "xmp-extended": "XMP",
    "icc": "ICC profile",
    "photoshop": "Photoshop",
    "c2pa": "Content Credentials",
    "jfif": "JFIF",
    "thumbnail": "JFXX thumbnail",
}
_MAX_ICC_PIECE = 65519
_END = b"\xff\xd9"
_JFIF_BYTES, _ADOBE_BYTES = 14, 12
#: Kinds written afresh, in the order in which they are put where the file had no place for them.
_FRESH = ("jfif", "exif", "xmp", "gain-map", "icc", "pictures", "c2pa", "adobe")


def recognises(data: bytes) -> bool:
    """Tell whether the content starts like a JPEG."""
    return data[:3] == b"\xff\xd8\xff"


def split(data: bytes) -> tuple[Segment, ...]:
    """Return the segments of the picture, of a gain map behind it, and of what else is there."""
    steps = Steps()
    segments = list(_picture(data, 0, steps))
    codes = {segment.data[1] for segment in segments if segment.needed}
    if _JPEG_LS in {segment.data[1] for segment in segments if len(segment.data) > 1 and segment.data[0] == 0xFF}:
        raise UnsupportedFormatError(say("This is a JPEG-LS picture. I can't clean that kind yet."), say(_SAVE_AS), format="jpeg-ls")
    if SOS not in codes or not codes & _FRAMES:
        raise broken("Its picture is missing", segments[-1].offset)
    return (*segments, *_behind(data, segments))


def _picture(data: bytes, start: int, steps: Steps, part: int = 0) -> Iterator[Segment]:
    view = memoryview(data)
    for one in walk(data, start, len(data), steps):
        yield _label(one, data, view[one.start : one.end], start, part)


def _label(one: Marker, data: bytes, view: memoryview, start: int, part: int) -> Segment:
    if (one.code in CODING and (one.code != _DNL or len(view) == _DNL_BYTES)) or one.start == start:
        return Segment(CODING.get(one.code, "start"), one.start, view, needed=True, part=part)
    if one.code == COM:
        return Segment("JPEG comment", one.start, view, kind="comment", head=4, part=part)
    if one.code < 0:
        return Segment("between segments", one.start, view, kind="unknown", part=part)
    for marker, first, kind, head in _BLOCKS:
        if one.code == marker and data.startswith(first, one.body):
            return Segment(_NAMES.get(kind, f"JPEG {kind}"), one.start, view, kind=kind, head=head, part=part)
    if one.code == 0xE1 and data.find(b"adobe:ns:meta", one.body, min(one.end, one.body + 400)) >= 0:
        return Segment("XMP", one.start, view, kind="xmp", head=4, part=part)
    name = f"JPEG APP{one.code - 0xE0}" if 0xE0 <= one.code <= 0xEF else f"JPEG marker {one.code:02X}"
    return Segment(name, one.start, view, kind="unknown", head=min(4, len(view)), part=part)


def _behind(data: bytes, picture: list[Segment]) -> Iterator[Segment]:
    """Yield what stands behind the end: a gain map if there is one, the rest as a trailer."""
    view, end = memoryview(data), picture[-1].offset + len(picture[-1].data)
    at, tries = end, gainmap.MAX_PICTURES
    while tries and (at := data.find(b"\xff\xd8\xff", at)) >= 0:
        tries -= 1
        second = _second(data, at)
        stop = second[-1].offset + len(second[-1].data) if second else at + 2
        if gainmap.is_one(second):
            if at > end:
                yield Segment("behind the picture", end, view[end:at], kind="trailer")
            yield from second
            end = stop
            break
        at = stop
    if end < len(data):
        yield Segment("behind the picture", end, view[end:], kind="trailer")


def _second(data: bytes, at: int) -> list[Segment]:
    """Return the segments of another picture at a place; none if it is cut into too many pieces to be one."""
    try:
        return list(_picture(data, at, Steps(gainmap.MAX_SEGMENTS), part=1))
    except BrokenPhotoError:
        return []


def keep(segments: tuple[Segment, ...], asked: Wanted = NOTHING) -> kept.Kept:
    """Return the clean JPEG: coded segments as they are, the rest afresh or not at all."""
    first = [segment for segment in segments if segment.part == 0]
    second = [segment for segment in segments if segment.part == 1 and asked.gain_map]
    marks = _marks(first)
    fresh, profile = _fresh(first, marks, asked)
    notes = (kept.PICTURE, *kept.told(marks, profile))
    if "jfif" in fresh:
        notes += (kept.DENSITY,)
    if not second:
        return kept.Kept(b"".join(_laid_out(first, fresh)), notes)
    extra = _extra(second)
    fresh |= gainmap.primary_blocks(first, second, len(extra), asked.source)
    if note := gainmap.apple_note(second, marks.apple_hdr):
        mark = marks.adobe_rgb and profile is None
        fresh["exif"] = _segment(0xE1, upright.block(marks.orientation, adobe_rgb=mark, apple_note=note, credit=asked.credit))
    main = gainmap.indexed(_laid_out(first, fresh), len(extra))
    return kept.Kept(main + extra, (*notes, kept.GAIN_MAP))


def _extra(second: list[Segment]) -> bytes:
    fresh, _ = _fresh(second, upright.Marks(), NOTHING)
    return b"".join(_laid_out(second, fresh | gainmap.own_blocks(second)))


def _header(segments: list[Segment]) -> list[Segment]:
    """Return what stands before the first scan: decoders read no further for colours and orientation."""
    return segments[: next((n for n, segment in enumerate(segments) if segment.name == CODING[SOS]), len(segments))]


def _marks(segments: list[Segment]) -> upright.Marks:
    header = _header(segments)
    exif = next((bytes(one.payload) for one in header if one.kind == "exif"), b"")
    return upright.marks(exif, (bytes(one.payload) for one in header if one.kind == "xmp"))


def _fresh(segments: list[Segment], marks: upright.Marks, asked: Wanted) -> tuple[dict[str, bytes], colour.Profile | None]:
    """Return the blocks that every JPEG may keep, written afresh, by kind; and the profile among them."""
    fresh: dict[str, bytes] = {}
    for segment in _header(segments):
        body = bytes(segment.data[4 : 4 + _JFIF_BYTES])
        if segment.kind == "jfif" and len(body) == _JFIF_BYTES:
            fresh.setdefault("jfif", _segment(0xE0, body[:12] + b"\0\0"))
        elif segment.kind == "adobe" and len(body) >= _ADOBE_BYTES:
            fresh["adobe"] = _segment(0xEE, body[:_ADOBE_BYTES])
    profile = colour.plain(_joined_icc(_header(segments)))
    if profile is not None:
        fresh["icc"] = b"".join(_icc_segments(profile.data))
    if block := upright.block(marks.orientation, adobe_rgb=marks.adobe_rgb and profile is None, credit=asked.credit):
        fresh["exif"] = _segment(0xE1, block)
    if asked.source:
        fresh["xmp"] = gainmap.app1(asked.packet)
    if credentials := signed(segments, asked):
        fresh["c2pa"] = b"".join(one.data for one in credentials)
    return fresh, profile


def _joined_icc(segments: list[Segment]) -> bytes:
    """Return the profile put together from its numbered pieces (ICC.1 annex B.4), b"" unless all are there."""
    pieces = sorted(bytes(segment.data[16:]) for segment in segments if segment.kind == "icc" and len(segment.data) > 18)
    if not pieces or pieces[0][1] != len(pieces):
        return b""
    return b"".join(piece[2:] for piece in pieces)


def _icc_segments(profile: bytes) -> Iterator[bytes]:
    count = -(-len(profile) // _MAX_ICC_PIECE)
    for number in range(count):
        piece = profile[number * _MAX_ICC_PIECE : (number + 1) * _MAX_ICC_PIECE]
        yield _segment(0xE2, b"ICC_PROFILE\0" + bytes((number + 1, count)) + piece)


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def _laid_out(segments: list[Segment], fresh: dict[str, bytes]) -> list[bytes | memoryview]:
    """Return the parts of the clean file: a fresh block stands where its kind first stood, or else first, but after JFIF."""
    out: list[bytes | memoryview] = []
    waiting = {kind: fresh[kind] for kind in _FRESH if kind in fresh}
    placed = {segment.kind for segment in _header(segments)}
    start = 2 if segments[1].kind == "jfif" else 1
    for number, segment in enumerate(segments):
        if number == start:
            out += [waiting.pop(kind) for kind in tuple(waiting) if kind not in placed]
        if segment.needed:
            out.append(segment.data)
        elif segment.kind in waiting:
            out.append(waiting.pop(segment.kind))
    if not segments[-1].needed and all(segment.name != CODING[EOI] for segment in segments):
        out.append(_END)  # what went reached over the end, or hid it
    return out
