"""ICO and CUR (Windows icons and cursors): a directory of pictures of several sizes, each a PNG or a BMP without its file header.

The directory says where each picture stands, so anything may hide between and behind
them. Pictures stay next to each other in the order they stood in, those that are PNG cleaned
as PNG; a bitmap has twice its height, for below its colours it has a mask of one bit a pixel.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.photos.formats import kept, png
from bot.photos.formats.wanted import NOTHING, Wanted
from bot.photos.segment import Segment, Steps, broken
from bot.strings import say

NAME, TITLE, MEDIA_TYPE, SUFFIX = "ico", "ICO", "image/vnd.microsoft.icon", ".ico"

ICON, CURSOR = 1, 2
_HEAD, _ENTRY = 6, 16
#: Segments that stay as they are, and why; of the PNG ones those that `png.NEEDED` lists.
NEEDED = {"bitmap": "a coded picture and its mask"}
#: The one bitmap header in use, and the codings whose size follows from width and height.
_INFO, _UNPACKED, _MASKED, _DEPTHS = 40, (0, 3), 3, (1, 2, 4, 8, 16, 24, 32)
_MASK_BYTES = 12


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the directory at [start, end): its segments, joined the bytes between."""

    start: int
    end: int
    segments: tuple[Segment, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Directory(Segment):
    """The head of the file, and the pictures it points at, in the order they stand in."""

    pictures: tuple[Picture, ...] = field(default=(), repr=False)


def recognises(data: bytes) -> bool:
    """Tell whether the content starts like an icon."""
    return is_directory(data, ICON)


def is_directory(data: bytes, kind: int) -> bool:
    """Tell whether the content starts with a directory of icons (1) or cursors (2) whose first picture is in the file."""
    count = int.from_bytes(data[4:6], "little")
    first = int.from_bytes(data[18:22], "little")
    return data[:4] == bytes((0, 0, kind, 0)) and count > 0 and _HEAD + _ENTRY * count <= first < len(data)


def split(data: bytes) -> tuple[Segment, ...]:
    """Return the directory, the pictures, and what stands between and behind them."""
    view, pictures = memoryview(data), tuple(_pictures(data))
    at = _HEAD + _ENTRY * int.from_bytes(data[4:6], "little")
    segments: list[Segment] = [Directory("directory", 0, view[:at], pictures=pictures)]
    for one in pictures:
        if one.start > at:
            segments.append(_between(view, at, one.start, "between pictures", "unknown"))
        segments += one.segments
        at = one.end
    if at < len(data):
        segments.append(_between(view, at, len(data), "behind the picture", "trailer"))
    return tuple(segments)


def _between(view: memoryview, start: int, end: int, name: str, kind: str) -> Segment:
    """Return bytes that nothing points at; zeros only align what follows."""
    return Segment(name, start, view[start:end], kind=kind if any(view[start:end]) else "")


def _pictures(data: bytes) -> Iterator[Picture]:
    """Yield the pictures in the order they stand in; BrokenPhotoError where they lie over each other or are none."""
    steps, at = Steps(), _HEAD + _ENTRY * int.from_bytes(data[4:6], "little")
    for start, size in sorted({place for place, _ in _entries(data)}):
        steps.take(start)
        end = min(len(data), start + size)
        if start < at or end <= start:
            raise broken("Its pictures lie over each other, or behind its end", min(start, len(data)))
        at = end
        yield Picture(start, end, tuple(_picture(data, start, end)))


def _entries(data: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    """Yield ((start, size), first eight bytes) of each entry."""
    for at in range(_HEAD, _HEAD + _ENTRY * int.from_bytes(data[4:6], "little"), _ENTRY):
        size, start = struct.unpack_from("<II", data, at + 8)
        yield (start, size), data[at : at + 8]


def _picture(data: bytes, start: int, end: int) -> Iterator[Segment]:
    body = data[start:end]
    if png.recognises(body):
        pieces = png.split(body)
        if end < len(data) and not any(one.name.endswith("IEND") for one in pieces):
            raise broken("One of its pictures is longer than the directory says", start)  # some readers read on
        for one in pieces:
            yield replace(one, offset=one.offset + start)
        return
    size = min(len(body), _bitmap_bytes(body, start))
    yield Segment("bitmap", start, memoryview(body)[:size], "bitmap" in NEEDED)
    if size < len(body):
        yield _between(memoryview(data), start + size, end, "behind a picture", "trailer")


def _bitmap_bytes(body: bytes, start: int) -> int:
    """Return how many bytes a bitmap takes: header, masks, palette, colours, and one bit a pixel."""
    if int.from_bytes(body[:4], "little") != _INFO or len(body) <= _INFO:
        raise broken("One of its pictures is of no kind that icons have", start)
    width, height, bits, packing = struct.unpack_from("<ii2xHI", body, 4)
    if packing not in _UNPACKED or bits not in _DEPTHS or not width or abs(height) < 2:
        raise broken("One of its pictures is of no kind that icons have", start)
    used = int.from_bytes(body[32:36], "little")
    palette = 4 * min(used or 1 << bits, 256) if bits <= 8 else 0
    masks = _MASK_BYTES if packing == _MASKED else 0
    rows = abs(height) // 2
    return int(_INFO + masks + palette + (_row(width, bits) + _row(width, 1)) * rows)


def _row(width: int, bits: int) -> int:
    return (abs(width) * bits + 31) // 32 * 4


def keep(segments: tuple[Segment, ...], asked: Wanted = NOTHING) -> kept.Kept:  # noqa: ARG001 - every format has this shape
    """Return the clean icon: every picture, its place in the directory afresh; the same one if nothing has to go."""
    head = segments[0]
    if not isinstance(head, Directory):
        raise broken("Its directory is missing", 0)
    whole = b"".join(segment.data for segment in segments)
    clean = {one.start: _clean(one) for one in head.pictures}
    same = not any(segment.kind for segment in segments[1:]) and all(
        whole[one.start : one.start + len(clean[one.start])] == clean[one.start] for one in head.pictures
    )
    fresh = _written(whole, head, clean)
    data = whole if same and whole[: len(head.data)] == _directory(whole, {one.start: one.start for one in head.pictures}, clean) else fresh
    notes = (kept.PICTURE, say("all of its {n} sizes", n=len(head.pictures))) if len(head.pictures) > 1 else (kept.PICTURE,)
    return kept.Kept(data, notes)


def _clean(one: Picture) -> bytes:
    if one.segments[0].name == "bitmap":
        return bytes(one.segments[0].data)
    return png.keep(one.segments).data


def _written(whole: bytes, head: Directory, clean: dict[int, bytes]) -> bytes:
    """Return the file with its pictures next to each other."""
    places, at = {}, len(head.data)
    for start, body in clean.items():
        places[start] = at
        at += len(body)
    return b"".join((_directory(whole, places, clean), *clean.values()))


def _directory(whole: bytes, places: dict[int, int], clean: dict[int, bytes]) -> bytes:
    """Return the directory for pictures at these places; of each entry's reserved byte nothing is left."""
    rows = (first[:3] + b"\0" + first[4:] + struct.pack("<II", len(clean[start]), places[start]) for (start, _), first in _entries(whole))
    return b"".join((whole[:_HEAD], *rows))
