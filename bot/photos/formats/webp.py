"""WebP (RFC 9649): a RIFF of chunks; VP8X says what else there is, ANMF holds a frame's own chunks.

A chunk stays if it is in NEEDED; ICCP and EXIF are written afresh; sizes and flags are
set to what is left. Any other chunk goes, and so do bytes behind the RIFF.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.photos import colour, upright
from bot.photos.containers.riff import Chunk, chunks
from bot.photos.formats import kept
from bot.photos.formats.wanted import NOTHING, Wanted, signed
from bot.photos.segment import Segment, Steps, broken

NAME, TITLE, MEDIA_TYPE, SUFFIX = "webp", "WebP", "image/webp", ".webp"

#: Chunks without which the picture would look different, and why.
NEEDED = {
    b"VP8 ": "the coded picture",
    b"VP8L": "the coded picture, lossless",
    b"ALPH": "transparency",
    b"ANIM": "animation: background, loops",
    b"VP8X": "canvas size and features",
}
_PICTURES = (b"VP8 ", b"VP8L")
_FRAME = b"ANMF"
_SIZES = {b"VP8X": 10, b"ANIM": 6}
_FRAME_HEAD = 16
_MOST = 0xFFFFFFFE
_KINDS = {b"EXIF": "exif", b"XMP ": "xmp", b"ICCP": "icc", b"LIST": "riff-text", b"C2PA": "c2pa"}
_CARRIERS = {b"EXIF": "Exif", b"XMP ": "XMP", b"ICCP": "ICC profile", b"LIST": "RIFF INFO", b"C2PA": "Content Credentials"}
_ICC_FLAG, _ALPHA_FLAG, _EXIF_FLAG, _XMP_FLAG, _ANIMATION_FLAG = 0x20, 0x10, 0x08, 0x04, 0x02


def recognises(data: bytes) -> bool:
    """Tell whether the content starts like a WebP."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def split(data: bytes) -> tuple[Segment, ...]:
    """Return head, chunks (a frame's own chunks one by one) and what stands behind the RIFF."""
    segments = tuple(_segments(data))
    if not any(segment.needed and bytes(segment.data[:4]) in _PICTURES for segment in segments):
        raise broken("Its picture is missing", len(data))
    return segments


def _segments(data: bytes) -> Iterator[Segment]:
    view, steps = memoryview(data), Steps()
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    yield Segment("head", 0, view[:12])
    at, seen = 12, set[bytes]()
    for one in chunks(data, 12, end, steps):
        at = one.end
        if one.name == _FRAME:
            yield from _frame(data, view, one, steps)
        else:
            yield _label(one, view, seen)
    if at < len(data):
        yield Segment("behind the picture", at, view[at:], kind="trailer")


def _frame(data: bytes, view: memoryview, frame: Chunk, steps: Steps) -> Iterator[Segment]:
    """Yield a frame's head, its chunks, and what is left over in it."""
    inside = min(frame.end, frame.body + _FRAME_HEAD)
    yield Segment("ANMF", frame.start, view[frame.start : inside], inside - frame.start == 8 + _FRAME_HEAD, part=1)
    at, seen = inside, set[bytes]()
    for one in chunks(data, inside, frame.stop, steps):
        at = one.end
        yield _label(one, view, seen, part=1)
    if at < frame.end:
        yield Segment("rest of a frame", at, view[at : frame.end], kind="unknown", part=1)


def _label(one: Chunk, view: memoryview, seen: set[bytes], part: int = 0) -> Segment:
    """Return the chunk labelled; of two pictures in one place the second is hidden and goes."""
    data = view[one.start : one.end]
    role = _PICTURES[0] if one.name in _PICTURES else one.name
    fits = _SIZES.get(one.name, one.claimed) == one.claimed and not (part and one.name in _SIZES)
    if one.name in NEEDED and fits and role not in seen:
        seen.add(role)
        return Segment(NEEDED[one.name], one.start, data, needed=True, part=part)
    kind = _KINDS.get(one.name, "unknown")
    word = one.name.decode("latin-1").strip()
    return Segment(_CARRIERS.get(one.name, f"WebP {word}"), one.start, data, kind=kind, head=8, tail=one.end - one.stop, part=part)


def keep(segments: tuple[Segment, ...], asked: Wanted = NOTHING) -> kept.Kept:
    """Return the clean WebP: needed chunks as they are, sizes and flags set to what is left."""
    head = next((segment for segment in segments if segment.name == NEEDED[b"VP8X"]), None)
    flags = head.data[8] if head is not None else 0
    marks, profile = _marks(segments, flags), _profile(segments, flags)
    block = upright.block(marks.orientation, adobe_rgb=marks.adobe_rgb and profile is None, credit=asked.credit)
    body = [*_chunks(segments, head, profile, block, xmp=bool(asked.source)), *_behind(segments, head, asked)]
    size = 4 + sum(map(len, body))
    missing = sum(_missing(segment) for segment in segments if segment.needed and segment.name != "ANMF")
    start = b"RIFF" + min(size + missing, _MOST).to_bytes(4, "little") + b"WEBP"
    notes = (kept.PICTURE, *kept.told(marks, profile))
    notes += tuple(words for flag, words in ((_ALPHA_FLAG, kept.ALPHA), (_ANIMATION_FLAG, kept.ANIMATION)) if flags & flag)
    return kept.Kept(b"".join((start, *body)), notes)


def _chunks(
    segments: tuple[Segment, ...], head: Segment | None, profile: colour.Profile | None, block: bytes, *, xmp: bool
) -> Iterator[bytes | memoryview]:
    """Yield the chunks of the clean file in the order RFC 9649 (2.7) asks for."""
    if head is not None:
        yield _features(head, icc=profile is not None, exif=bool(block), xmp=xmp)
        if profile is not None:
            yield _chunk(b"ICCP", profile.data)
    frame: list[bytes | memoryview] = []
    for segment in segments:
        if segment.needed and segment is not head:
            if frame and (segment.name == "ANMF" or not segment.part):
                yield from _framed(frame)
                frame = []
            if segment.part:
                frame.append(segment.data)
            else:
                yield _even(segment.data)
    if frame:
        yield from _framed(frame)
    if head is not None and block:
        yield _chunk(b"EXIF", block[6:])


def _behind(segments: tuple[Segment, ...], head: Segment | None, asked: Wanted) -> Iterator[bytes | memoryview]:
    """Yield what was asked for, where an extended file has place for it."""
    if head is not None:
        if asked.source:
            yield _chunk(b"XMP ", asked.packet)
        yield from (_even(one.data) for one in signed(segments, asked))


def _features(head: Segment, *, icc: bool, exif: bool, xmp: bool) -> bytes:
    """Return VP8X with the flags of what is left, its reserved bits zero."""
    flags = head.data[8] & (_ALPHA_FLAG | _ANIMATION_FLAG) | icc * _ICC_FLAG | exif * _EXIF_FLAG | xmp * _XMP_FLAG
    return bytes(head.data[:8]) + bytes((flags, 0, 0, 0)) + bytes(head.data[12:18])


def _framed(parts: list[bytes | memoryview]) -> Iterator[bytes | memoryview]:
    """Yield a frame with its size set to the chunks it keeps."""
    inside = [_even(part) for part in parts[1:]]
    size = len(parts[0]) - 8 + sum(map(len, inside))
    yield _FRAME + size.to_bytes(4, "little") + bytes(parts[0][8:])
    yield from inside


def _even(chunk: bytes | memoryview) -> bytes | memoryview:
    """Return a chunk with the zero that RFC 9649 (2.3) asks for behind an odd size; the chunk itself where it is cut or even."""
    claimed = int.from_bytes(chunk[4:8], "little")
    if claimed & 1 and len(chunk) >= 8 + claimed and chunk[8 + claimed :] != b"\0":
        return bytes(chunk[: 8 + claimed]) + b"\0"
    return chunk


def _missing(segment: Segment) -> int:
    """Return how many bytes a chunk claims beyond the end of the file, so that a cut file stays a cut file."""
    claimed = int.from_bytes(segment.data[4:8], "little")
    return 8 + claimed + (claimed & 1) - len(segment.data) if len(segment.data) < 8 + claimed else 0


def _marks(segments: tuple[Segment, ...], flags: int) -> upright.Marks:
    """Return the marks that viewers see: those in chunks that the features announce."""
    exif = next((bytes(one.payload) for one in segments if one.kind == "exif" and flags & _EXIF_FLAG), b"")
    return upright.marks(exif, (bytes(one.payload) for one in segments if one.kind == "xmp" and flags & _XMP_FLAG))


def _profile(segments: tuple[Segment, ...], flags: int) -> colour.Profile | None:
    found = next((segment for segment in segments if segment.kind == "icc" and flags & _ICC_FLAG), None)
    return colour.plain(bytes(found.payload)) if found is not None else None


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + bytes(len(body) & 1)
