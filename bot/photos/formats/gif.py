"""GIF (GIF89a specification): header, palette, then images and extensions in blocks, up to a semicolon.

Images stay with the graphic control (time, transparency) before them, and so does the
loop; comments, plain texts, all other application blocks and bytes behind the end go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.photos.containers.blocks import Blocks
from bot.photos.formats import kept
from bot.photos.formats.wanted import NOTHING, Wanted
from bot.photos.segment import Segment, Steps, broken

NAME, TITLE, MEDIA_TYPE, SUFFIX = "gif", "GIF", "image/gif", ".gif"

_IMAGE, _EXTENSION, _END = 0x2C, 0x21, 0x3B
_CONTROL, _APPLICATION, _COMMENT, _PLAIN_TEXT = 0xF9, 0xFF, 0xFE, 0x01
_CONTROL_BYTES, _HEAD_BYTES, _DESCRIPTOR_BYTES = 8, 13, 10
#: Applications whose block says how often the animation repeats, and which of its sub-blocks does (number 1).
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_LOOP = re.compile(rb"\x03\x01(..)", re.DOTALL)
_NAMES = {_END: "end", _IMAGE: "image", _EXTENSION: "graphic control"}
_NEXT = re.compile(rb"[!,;]")
_XMP, _ICC = b"XMP DataXMP", b"ICCRGBG1012"
#: Segments that stay as they are, and why; the loop stays too, written afresh.
NEEDED = {
    "head": "size and palette",
    "image": "a coded frame",
    "graphic control": "a frame's time and transparency",
    "end": "end",
}


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
    label = data[at + 1] if at + 1 < len(data) else -1
    if data[at] == _IMAGE and len(view) <= _DESCRIPTOR_BYTES:
        return Segment("behind the picture", at, view, kind="trailer")
    if data[at] != _EXTENSION or (label == _CONTROL and len(view) == _CONTROL_BYTES and view[2] == 4):
        name = _NAMES[data[at]]
        return Segment(name, at, view, name in NEEDED)
    if label == _COMMENT:
        return Segment("GIF comment", at, view, kind="gif-comment", head=2)
    if label == _PLAIN_TEXT:
        return Segment("GIF text", at, view, kind="gif-comment", head=15)
    application = data[at + 3 : at + 14] if label == _APPLICATION else b""
    if application in _LOOPS and _LOOP.match(data, at + 14):
        return Segment("loop", at, view, kind="gif-loop")
    if application == _XMP:
        return Segment("XMP", at, view, kind="xmp", head=14)
    if application == _ICC:
        return Segment("ICC profile", at, view, kind="gif-icc", head=14)
    name = application.decode("ascii", "replace").strip() if application else "extension"
    return Segment(f"GIF {name}", at, view, kind="c2pa" if application[:4] == b"C2PA" else "unknown", head=min(14, len(view)))


def keep(segments: tuple[Segment, ...], asked: Wanted = NOTHING) -> kept.Kept:
    """Return the clean GIF: frames with their timing, the loop afresh."""
    frames = sum(segment.name == "image" for segment in segments)
    return kept.Kept(b"".join(_parts(segments, asked)), (kept.PICTURE, kept.ANIMATION) if frames > 1 else (kept.PICTURE,))


def _parts(segments: tuple[Segment, ...], asked: Wanted) -> Iterator[bytes | memoryview]:
    for segment in segments:
        if segment.kind == "gif-loop":
            yield _loop(bytes(segment.data))
        elif segment.needed or (asked.signed and segment.kind == "c2pa"):
            yield segment.data


def _loop(block: bytes) -> bytes:
    """Return the loop with its number of rounds alone."""
    return block[:14] + b"\x03\x01" + block[16:18] + b"\0"
