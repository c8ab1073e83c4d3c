"""GIF (GIF89a specification): header, palette, then images and extensions in blocks, up to a semicolon.

Images stay with the graphic control (time, transparency) before them, and so does the
loop; comments, plain texts, all other application blocks and bytes behind the end go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.photos import colour
from bot.photos.containers.blocks import Blocks, joined
from bot.photos.formats import kept
from bot.photos.formats.wanted import NOTHING, Wanted
from bot.photos.segment import Segment, Steps, broken
from bot.photos.upright import Marks

NAME, TITLE, MEDIA_TYPE, SUFFIX = "gif", "GIF", "image/gif", ".gif"

_IMAGE, _EXTENSION, _END = 0x2C, 0x21, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
#: Extensions that are texts: name, bytes before the text.
_TEXTS = {0xFE: ("GIF comment", 2), 0x01: ("GIF text", 15)}
_CONTROL_BYTES, _HEAD_BYTES, _DESCRIPTOR_BYTES = 8, 13, 10
#: Applications whose block says how often the animation repeats, and which of its sub-blocks does (number 1).
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_LOOP = re.compile(rb"\x03\x01(..)", re.DOTALL)
_NAMES = {_END: "end", _IMAGE: "image", _EXTENSION: "graphic control"}
#: Bytes of a colour profile that are read.
_MAX_PROFILE = 1 << 22
_NEXT = re.compile(rb"[!,;]")
_XMP, _ICC = b"XMP DataXMP", b"ICCRGBG1012"
#: Segments that stay as they are, and why; the loop stays too, written afresh.
NEEDED = {
    "head": "size and palette",
    "image": "a coded frame",
    "graphic control": "a frame's time and transparency",
    "end": "end",
}


@dataclass(frozen=True, slots=True)
class Blocked(Segment):
    """An extension whose reader gets its sub-blocks put together."""

    @property
    def payload(self) -> memoryview:
        """The bytes a reader gets."""
        return memoryview(joined(bytes(self.data[self.head :]), _MAX_PROFILE))


def recognises(data: bytes) -> bool:
    """Tell whether the content starts like a GIF."""
    return data[:6] in (b"GIF87a", b"GIF89a")


def split(data: bytes) -> tuple[Segment, ...]:
    """Return head, images, extensions and what stands behind the end."""
    segments = list(_segments(data))
    for number, segment in enumerate(segments[1:]):
        if segment.name == "GIF text" and segments[number].name == "graphic control":
            segments[number] = replace(segments[number], needed=False)  # it went with the text; it must not change the next frame
    if not any(segment.name == "image" for segment in segments):
        raise broken("Its picture is missing", len(data))
    return tuple(segments)


def _segments(data: bytes) -> Iterator[Segment]:
    view, steps, blocks = memoryview(data), Steps(), Blocks(data)
    at = min(len(data), _HEAD_BYTES + (_palette(data[10]) if len(data) > _HEAD_BYTES else 0))
    yield Segment("head", 0, view[:at], "head" in NEEDED)
    while at < len(data):
        steps.take(at)
        found = _NEXT.search(data, at)
        start = found.start() if found else len(data)
        if start > at:
            yield Segment("between blocks", at, view[at:start], kind="unknown")
            at = start
            continue
        end = _end(data, at, blocks)
        yield _label(data, at, view[at:end])
        at = end
        if view[start] == _END:
            break
    if at < len(data):
        yield Segment("behind the picture", at, view[at:], kind="trailer")


def _palette(flags: int) -> int:
    """Return the bytes of the colour table that these flags announce."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _end(data: bytes, at: int, blocks: Blocks) -> int:
    if data[at] == _END:
        return at + 1
    if data[at] == _EXTENSION:
        return blocks.end(at + 2)
    if at + _DESCRIPTOR_BYTES >= len(data):
        return len(data)
    flags = data[at + 9] if at + 9 < len(data) else 0
    return blocks.end(at + 11 + _palette(flags))


def _label(data: bytes, at: int, view: memoryview) -> Segment:
    if data[at] == _IMAGE and len(view) <= _DESCRIPTOR_BYTES:
        return Segment("behind the picture", at, view, kind="trailer")
    label = data[at + 1] if data[at] == _EXTENSION and at + 1 < len(data) else -1
    if label < 0 or (label == _CONTROL and len(view) == _CONTROL_BYTES and view[2] == 4):
        return Segment(_NAMES[data[at]], at, view, _NAMES[data[at]] in NEEDED)
    if label in _TEXTS:
        name, head = _TEXTS[label]
        return Segment(name, at, view, kind="gif-comment", head=head)
    return _application(data, at, view, data[at + 3 : at + 14] if label == _APPLICATION else b"")


def _application(data: bytes, at: int, view: memoryview, name: bytes) -> Segment:
    """Return the block of an application, or of no known extension if the name is empty."""
    if name in _LOOPS and _LOOP.match(data, at + 14):
        return Segment("loop", at, view, kind="gif-loop")
    if name == _XMP:
        return Segment("XMP", at, view, kind="xmp", head=14)
    if name == _ICC:
        return Blocked("ICC profile", at, view, kind="icc", head=14)
    word = name.decode("ascii", "replace").strip() or "extension"
    return Segment(f"GIF {word}", at, view, kind="c2pa" if name[:4] == b"C2PA" else "unknown", head=min(14, len(view)))


def keep(segments: tuple[Segment, ...], asked: Wanted = NOTHING) -> kept.Kept:
    """Return the clean GIF: frames with their timing, the loop afresh."""
    frames = sum(segment.name == "image" for segment in segments)
    icc = next((segment for segment in segments if segment.kind == "icc"), None)
    profile = colour.plain(bytes(icc.payload)) if icc is not None else None
    notes = (kept.PICTURE, *kept.told(Marks(), profile))
    return kept.Kept(b"".join(_parts(segments, asked, icc, profile)), (*notes, kept.ANIMATION) if frames > 1 else notes)


def _parts(
    segments: tuple[Segment, ...], asked: Wanted, icc: Segment | None, profile: colour.Profile | None
) -> Iterator[bytes | memoryview]:
    for segment in segments:
        if segment.kind == "gif-loop":
            yield _loop(bytes(segment.data))
        elif segment is icc and profile is not None:
            yield _profile(profile.data)
        elif segment.needed or (asked.signed and segment.kind == "c2pa"):
            yield segment.data


def _profile(profile: bytes) -> bytes:
    """Return the extension of a colour profile, in sub-blocks."""
    blocks = (profile[at : at + 255] for at in range(0, len(profile), 255))
    return b"!\xff\x0b" + _ICC + b"".join(bytes((len(block),)) + block for block in blocks) + b"\0"


def _loop(block: bytes) -> bytes:
    """Return the loop with its number of rounds alone."""
    return block[:14] + b"\x03\x01" + block[16:18] + b"\0"
