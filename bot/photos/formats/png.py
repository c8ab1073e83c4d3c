"""PNG and APNG (W3C PNG third edition): a signature, then chunks of length, name, bytes, CRC, up to IEND.

A chunk stays if it is in NEEDED with a size its definition allows. iCCP and eXIf are
written afresh; every other chunk goes, and so do bytes behind IEND.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from bot.errors import UnsupportedFormatError
from bot.photos import colour, upright
from bot.photos.formats import kept
from bot.photos.formats.wanted import NOTHING, Wanted, signed
from bot.photos.readers import text
from bot.photos.segment import Segment, Steps, broken
from bot.strings import say

NAME, TITLE, MEDIA_TYPE, SUFFIX = "png", "PNG", "image/png", ".png"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_ANY = range(1 << 32)
_OVERHEAD = 12

#: Chunks without which the picture would look different, and the sizes their definitions allow.
NEEDED: dict[bytes, range] = {
    b"IHDR": range(13, 14),  # size, depth, colour type
    b"PLTE": range(3, 769, 3),  # palette
    b"IDAT": _ANY,  # the coded picture
    b"IEND": range(1),  # end
    b"tRNS": range(1, 257),  # transparency
    b"gAMA": range(4, 5),  # colour: gamma
    b"cHRM": range(32, 33),  # colour: primaries
    b"sRGB": range(1, 2),  # colour: standard
    b"cICP": range(4, 5),  # colour: coding-independent code points
    b"mDCV": range(24, 25),  # HDR: mastering display
    b"mDCv": range(24, 25),  # the same, as drafts spelt it
    b"cLLI": range(8, 9),  # HDR: content light level
    b"cLLi": range(8, 9),
    b"sBIT": range(1, 5),  # significant bits
    b"bKGD": range(1, 7),  # background
    b"hIST": range(2, 513, 2),  # palette histogram
    b"pHYs": range(9, 10),  # pixel shape, density
    b"acTL": range(8, 9),  # animation: frames, loops
    b"fcTL": range(26, 27),  # animation: one frame's place and time
    b"fdAT": _ANY,  # animation: coded frame
}
_KINDS = {b"eXIf": "exif", b"iCCP": "png-icc", b"tIME": "png-time", b"caBX": "c2pa", b"IEND": "png-end"}
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
_CARRIERS = {b"eXIf": "Exif", b"iCCP": "ICC profile", b"caBX": "Content Credentials"}
_RUNS = (b"IDAT", b"fdAT")
#: Largest profile inflated; real ones are under 4 MB, most under 4 kB.
MAX_PROFILE = 1 << 24
_PROFILE_NAME = b"icc\0\0"
_XMP_HEAD = b"XML:com.adobe.xmp\0\0\0\0\0"


def recognises(data: bytes) -> bool:
    """Tell whether the content starts with PNG's signature."""
    return data[:8] == _SIGNATURE


def split(data: bytes) -> tuple[Segment, ...]:
    """Return signature, chunks (a run of coded ones is one segment) and what stands behind IEND."""
    segments = list(_segments(data))
    names = {segment.name for segment in segments if segment.needed}
    if any(segment.name == "PNG CgBI" for segment in segments):
        raise UnsupportedFormatError(
            say("This PNG is in Apple's app-only variant. I can't clean that kind yet."),
            say("Open it and save it as an ordinary PNG or JPEG."),
            format="png-cgbi",
        )
    if not {"IHDR", "IDAT"} <= names:
        raise broken("Its picture is missing", len(data))
    return tuple(segments)


def _segments(data: bytes) -> Iterator[Segment]:
    view, steps = memoryview(data), Steps()
    yield Segment("signature", 0, view[:8], needed=True)
    at = 8
    while at + 8 <= len(data):
        name, end = data[at + 4 : at + 8], _end(data, at)
        if not name.isalpha():
            break
        steps.take(at)
        while name in _RUNS and data[end + 4 : end + 8] == name:
            steps.take(end)
            end = _end(data, end)
        yield _label(name, at, view[at:end])
        at = end
        if name == b"IEND":
            break
    if at < len(data):
        yield Segment("behind the picture", at, view[at:], kind="trailer")


def _end(data: bytes, at: int) -> int:
    return min(len(data), at + _OVERHEAD + int.from_bytes(data[at : at + 4], "big"))


def _label(name: bytes, at: int, view: memoryview) -> Segment:
    word = name.decode("ascii")
    claimed = int.from_bytes(view[:4], "big")
    if name in NEEDED and claimed in NEEDED[name] and (name in _RUNS or len(view) == _OVERHEAD + claimed):
        return Segment(word, at, view, needed=True)
    kind = word if name in _TEXTS else _KINDS.get(name, "unknown")
    carrier = "PNG text" if name in _TEXTS else _CARRIERS.get(name, f"PNG {word}")
    return Segment(carrier, at, view, kind=kind, head=8, tail=4)


def keep(segments: tuple[Segment, ...], asked: Wanted = NOTHING) -> kept.Kept:
    """Return the clean PNG: needed chunks as they are, orientation and colour profile afresh."""
    profile = _profile(segments)
    marks = _marks(segments)
    fresh = {"png-end": _chunk(b"IEND", b"")}
    if profile is not None:
        fresh["png-icc"] = _profile_chunk(segments, profile)
    if block := upright.block(marks.orientation, adobe_rgb=marks.adobe_rgb and profile is None, credit=asked.credit):
        fresh["exif"] = _chunk(b"eXIf", block[6:])
    if asked.source:
        fresh["xmp"] = _chunk(b"iTXt", _XMP_HEAD + asked.packet)
    if credentials := signed(segments, asked):
        fresh["c2pa"] = b"".join(one.data for one in credentials)
    names = {segment.name for segment in segments if segment.needed}
    notes = (kept.PICTURE, *kept.told(marks, profile))
    notes += tuple(words for chunk, words in (("tRNS", kept.ALPHA), ("acTL", kept.ANIMATION), ("pHYs", kept.DENSITY)) if chunk in names)
    return kept.Kept(b"".join(_laid_out(segments, fresh)), notes)


def _laid_out(segments: tuple[Segment, ...], fresh: dict[str, bytes]) -> Iterator[bytes | memoryview]:
    """Yield the parts of the clean file: a fresh chunk stands where its kind stood before the picture, or right after IHDR."""
    first = next(number for number, segment in enumerate(segments) if segment.name == "IDAT")
    placed = {segment.kind for segment in segments[:first]} | {"png-end"}
    for segment in segments:
        if segment.needed:
            yield segment.data
        elif segment.kind in fresh and segment.kind in placed:
            yield fresh.pop(segment.kind)
        if segment.name == "IHDR":
            yield from (fresh.pop(kind) for kind in tuple(fresh) if kind not in placed)


def _marks(segments: tuple[Segment, ...]) -> upright.Marks:
    """Return the marks of eXIf, or else of ImageMagick's raw Exif in a text, which many programs read."""
    packets = (
        text.unpack("iTXt", bytes(one.payload))[1] for one in segments if one.kind == "iTXt" and bytes(one.payload[:17]) == _XMP_HEAD[:17]
    )
    for segment in segments:
        if segment.kind == "exif":
            return upright.marks(bytes(segment.payload), packets)
    for segment in segments:
        if segment.name == "PNG text" and bytes(segment.payload[:22]) == b"Raw profile type exif\0":
            return upright.marks(text.hex_profile(text.unpack(segment.kind, bytes(segment.payload))[1]), packets)
    return upright.marks(b"", packets)


def _profile(segments: tuple[Segment, ...]) -> colour.Profile | None:
    chunk = next((segment for segment in segments if segment.kind == "png-icc"), None)
    if chunk is None:
        return None
    packed = bytes(chunk.payload).partition(b"\0")[2]
    return colour.plain(text.inflate(packed[1:], MAX_PROFILE))


def _profile_chunk(segments: tuple[Segment, ...], profile: colour.Profile) -> bytes:
    """Return the iCCP chunk; the old one when it holds just this, for compressors differ."""
    fresh = _chunk(b"iCCP", _PROFILE_NAME + zlib.compress(profile.data, 9))
    for segment in segments:
        if segment.kind == "png-icc":
            return bytes(segment.data) if _holds(segment.payload, profile.data) else fresh
    return fresh


def _holds(payload: memoryview, profile: bytes) -> bool:
    """Tell whether a chunk says "icc", this profile, and nothing behind it."""
    inflater = zlib.decompressobj()
    if bytes(payload[: len(_PROFILE_NAME)]) != _PROFILE_NAME:
        return False
    try:
        same = inflater.decompress(bytes(payload[len(_PROFILE_NAME) :]), len(profile) + 1) == profile
    except zlib.error:
        return False
    return same and inflater.eof and not inflater.unused_data


def _chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")
