"""JPEG XL (ISO/IEC 18181-2): a bare codestream, or a row of boxes with the codestream in jxlc or in numbered jxlp pieces.

Boxed: the codestream's boxes and its level stay; signature and file type are written
afresh; an HDR gain map (jhgm, ISO 21496-1) stays with its numbers and picture alone. All
other boxes go: Exif, XMP, JUMBF, their compressed twins (brob), the recipe that rebuilds
a JPEG with its notes (jbrd), the seek index, unknown ones. Decoders take orientation
and colours from the codestream, never from Exif (18181-2, annex on Exif).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.photos import upright
from bot.photos.containers import codestream
from bot.photos.containers.boxes import box
from bot.photos.formats import gainmap, kept
from bot.photos.formats.wanted import NOTHING, Wanted, signed
from bot.photos.segment import Segment, Steps, broken

NAME, TITLE, MEDIA_TYPE, SUFFIX = "jxl", "JPEG XL", "image/jxl", ".jxl"

_BARE = b"\xff\x0a"
_SIGNATURE = b"\0\0\0\x0cJXL \r\n\x87\n"
_FILE_TYPE = b"\0\0\0\x14ftypjxl \0\0\0\0jxl "
_LAST_PIECE = 0x80
_BEHIND = "behind the coded picture"
#: Boxes that stay as they are, and why.
NEEDED = {
    b"jxlc": "the coded picture",
    b"jxlp": "a piece of the coded picture",
    b"jxll": "level: what a decoder must be able to do",
}
_LEVELS = (b"\x05", b"\x0a")
_GAIN_MAP = b"jhgm"
#: Bytes that coding colours may take; the fields of 18181-1 fit in half of it.
_MAX_COLOURS = 64
#: type -> (carrier, kind, bytes of the payload that come before what the reader is to see)
_TOLD = {
    b"Exif": ("Exif", "exif", 0),
    b"xml ": ("XMP", "xmp", 0),
    b"jumb": ("Content Credentials", "c2pa", 0),
    b"brob": ("compressed box", "packed-box", 0),
    b"jbrd": ("JPEG recipe", "jpeg-recipe", 0),
    b"jxli": ("seek index", "", 0),
    b"ftyp": ("file type", "", 0),
    _GAIN_MAP: ("gain map", "", 0),
}


def recognises(data: bytes) -> bool:
    """Tell whether the content starts like a bare or a boxed JPEG XL."""
    return data[:2] == _BARE or data[:12] == _SIGNATURE


def split(data: bytes) -> tuple[Segment, ...]:
    """Return the codestream and what follows it, or the boxes; BrokenPhotoError if no codestream starts in them."""
    if data[:2] == _BARE:
        return tuple(_bare(data))
    segments = tuple(_boxes(data))
    pieces = [segment for segment in segments if segment.kind == "codestream"]
    if not pieces or bytes(pieces[0].payload[:2]) != _BARE:
        raise broken("Its picture is missing", len(data))
    return tuple(_cut(data, segments, pieces))


def _cut(data: bytes, segments: tuple[Segment, ...], pieces: list[Segment]) -> Iterator[Segment]:
    """Yield the segments, those of the codestream cut where it ends."""
    view = memoryview(data)
    ends = codestream.cuts(data, [(piece.offset + piece.head, piece.offset + len(piece.data)) for piece in pieces])
    behind = dict(zip((piece.offset for piece in pieces), ends, strict=True))
    for segment in segments:
        end, stop = behind.get(segment.offset, -1), segment.offset + len(segment.data)
        if end < 0 or end == stop:
            yield segment
        elif end == segment.offset + segment.head:
            yield replace(segment, name=_BEHIND, needed=False, kind="trailer")
        else:
            yield replace(segment, data=view[segment.offset : end])
            yield Segment(_BEHIND, end, view[end:stop], kind="trailer")


def _bare(data: bytes) -> Iterator[Segment]:
    view, end = memoryview(data), codestream.end(data)
    yield Segment("the coded picture", 0, view[:end], needed=True)
    if end < len(data):
        yield Segment("behind the picture", end, view[end:], kind="trailer")


def _boxes(data: bytes) -> Iterator[Segment]:
    view, steps, at = memoryview(data), Steps(), len(_SIGNATURE)
    yield Segment("signature", 0, view[:at])
    had: set[bytes] = set()
    while at + 8 <= len(data):
        steps.take(at)
        head, end = _extent(data, at)
        if not head:
            break
        yield _label(view[at:end], at, head, had)
        at = end
    if at < len(data):
        yield Segment("behind the picture", at, view[at:], kind="trailer")


def _extent(data: bytes, at: int) -> tuple[int, int]:
    """Return the size of a box's head and the place behind the box, cut to the file; (0, 0) where none can start."""
    size, head = int.from_bytes(data[at : at + 4], "big"), 8
    if size == 1:
        size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
    if size == 0:
        return head, len(data)
    return (head, min(len(data), at + size)) if head <= size else (0, 0)


def _label(box: memoryview, at: int, head: int, had: set[bytes]) -> Segment:
    """Return the box labelled; what follows the end of the codestream, or is there twice, goes."""
    name = bytes(box[4:8])
    if _fits(name, box, head, had):
        had.add(name)
        if name == b"jxlc" or (name == b"jxlp" and box[head] & _LAST_PIECE):
            had.add(b"end")
        if name == b"jxll":
            return Segment(NEEDED[name], at, box, needed=True)
        return Segment(NEEDED[name], at, box, needed=True, kind="codestream", head=head + 4 * (name == b"jxlp"))
    carrier, kind, skip = _TOLD.get(name, (f"JPEG XL {name.decode('latin-1').strip()}", "unknown", 0))
    if name == _GAIN_MAP and name not in had and _fresh_gain_map(box[head:]):
        had.add(name)
        kind = "gain-map"
    if kind == "exif":
        skip = _before_exif(bytes(box[head : head + 4]))
    return Segment(carrier, at, box, kind=kind, head=min(len(box), head + skip))


def _before_exif(start: bytes) -> int:
    """Return the bytes before the TIFF structure: an offset and what it skips, which some programs leave out."""
    return 0 if start in (b"II*\0", b"MM\0*") else 4 + int.from_bytes(start, "big")


def _fits(name: bytes, box: memoryview, head: int, had: set[bytes]) -> bool:
    """Tell whether a box is of the codestream and the codestream has not ended, or is the first level with a known value."""
    if name == b"jxll":
        return name not in had and bytes(box[head:]) in _LEVELS
    if name == b"jxlc":
        return b"end" not in had and b"jxlp" not in had
    return name == b"jxlp" and b"end" not in had and len(box) >= head + 4


def keep(segments: tuple[Segment, ...], asked: Wanted = NOTHING) -> kept.Kept:
    """Return the clean JPEG XL: the codestream as it is, the boxes around it afresh."""
    if segments[0].name != "signature":
        return kept.Kept(bytes(segments[0].data), (kept.PICTURE,))
    gain = next((segment for segment in segments if segment.kind == "gain-map" and asked.gain_map), None)
    notes = (kept.PICTURE, kept.GAIN_MAP) if gain is not None else (kept.PICTURE,)
    return kept.Kept(b"".join((_SIGNATURE, _FILE_TYPE, *_parts(segments, asked))), notes)


def _asked(segments: tuple[Segment, ...], asked: Wanted) -> Iterator[bytes]:
    """Yield the boxes that were asked for."""
    if block := upright.block(1, credit=asked.credit):
        yield box(b"Exif", bytes(4), block[6:])
    if asked.source:
        yield box(b"xml ", asked.packet)
    yield from (bytes(one.data) for one in signed(segments, asked))


def _parts(segments: tuple[Segment, ...], asked: Wanted) -> Iterator[bytes | memoryview]:
    yield from (one.data for one in segments if one.needed and one.kind != "codestream")  # the level comes first
    yield from _asked(segments, asked)
    for segment, after in zip(segments, (*segments[1:], None), strict=True):
        if segment.needed and after is not None and after.name == _BEHIND:
            yield _shortened(segment)
        elif segment.needed and segment.kind == "codestream":
            yield segment.data
        elif segment.kind == "gain-map" and asked.gain_map:
            body = _fresh_gain_map(segment.payload)
            yield (len(body) + 8).to_bytes(4, "big") + _GAIN_MAP + body


def _shortened(box: Segment) -> bytes:
    """Return a box of the codestream with its size set to what is left, and the mark that no piece follows."""
    body = bytearray(box.data)
    if body[:4] == b"\0\0\0\1":
        body[8:16] = len(body).to_bytes(8, "big")
    else:
        body[:4] = len(body).to_bytes(4, "big")
    if body[4:8] == b"jxlp":
        body[box.head - 4] |= _LAST_PIECE
    return bytes(body)


def _fresh_gain_map(body: memoryview) -> bytes:
    """Return a gain map box's content without its second colour profile: version, numbers, colour coding, picture; b"" when it is none."""
    size = 3 + int.from_bytes(body[1:3], "big")
    numbers = gainmap.iso_numbers(bytes(body[3:size]))
    colours = size + 1 + (body[size] if size < len(body) else 0)
    picture = colours + 4 + int.from_bytes(body[colours : colours + 4], "big")
    if bytes(body[:1]) != b"\0" or not numbers or colours - size > _MAX_COLOURS or bytes(body[picture : picture + 2]) != _BARE:
        return b""
    front = b"\0" + len(numbers).to_bytes(2, "big") + numbers + bytes(body[size:colours]) + bytes(4)
    whole = bytes(body[picture:])
    return front + whole[: codestream.end(whole)]
