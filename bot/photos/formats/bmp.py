"""BMP (Microsoft's BITMAPFILEHEADER and its five info headers; OS/2's two): headers, masks, palette, pixels, a profile.

The file says where its pixels start, so anything may hide between palette and pixels and
behind them. Headers, masks, palette and pixels stay, put next to each other; a linked
profile is a path name on somebody's disk and goes; an embedded one is freed of texts.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from bot.photos import colour
from bot.photos.formats import kept
from bot.photos.formats.wanted import NOTHING, Wanted
from bot.photos.segment import Segment, Steps, broken
from bot.photos.upright import Marks

NAME, TITLE, MEDIA_TYPE, SUFFIX = "bmp", "BMP", "image/bmp", ".bmp"

_FILE_HEADER = 14
#: Sizes of info headers: OS/2 1 and 2 (short and long), Windows 3, with masks, V4, V5.
_HEADERS = (12, 16, 40, 52, 56, 64, 108, 124)
_OLD, _PLAIN, _LAST = 12, 40, 124
#: Compressions whose size follows from width and height: none, and colour masks (three or four).
_UNPACKED, _MASKS = (0, 3, 6), {3: 12, 6: 16}
#: Largest file whose run lengths are followed to find their end; those that do not say it are small.
_MAX_UNSAID = 1 << 23
#: Run lengths of 8 and of 4 bits a pixel; runs, ends of lines, and moves come in pairs and fours.
_RUN_LENGTHS, _PAIRS = (1, 2), re.compile(rb"(?:[^\0].|\0\0|\0\x02..)+", re.DOTALL)
_EMBEDDED, _LINKED, _SRGB = b"DEBM", b"KNIL", b"BGRs"
_SPACE, _PROFILE = 56, 112
#: Segments that stay as they are, and why; a V5 header points at a profile, so that it is written afresh.
NEEDED = {"header": "size, depth, coding", "palette": "colours and masks", "pixels": "the coded picture"}


def recognises(data: bytes) -> bool:
    """Tell whether the content starts like a BMP whose header is of a known size."""
    return data[:2] == b"BM" and len(data) > 18 and int.from_bytes(data[14:18], "little") in _HEADERS


def split(data: bytes) -> tuple[Segment, ...]:
    """Return file header, info header, palette, pixels, profile, and what lies between and behind them."""
    size = int.from_bytes(data[14:18], "little")
    front = _FILE_HEADER + size
    start = _start(data, size, front)
    end = min(len(data), start + _pixels(data, size, start))
    if end <= start or start < front:
        raise broken("Its picture is missing", min(start, len(data)))
    palette = min(start, front + _palette(data, size))
    marks = [(0, _FILE_HEADER, "file header", ""), (_FILE_HEADER, front, "header", "")]
    marks += [(front, palette, "palette", ""), (start, end, "pixels", "")]
    place = _profile_place(data, size)
    if place and place[0] < place[1] <= len(data) and (place[0] >= end or palette <= place[0] < place[1] <= start):
        marks.append((*place, "ICC profile", "icc" if data[70:74] == _EMBEDDED else "comment"))
    return tuple(_filled(data, sorted(marks)))


def _start(data: bytes, size: int, front: int) -> int:
    """Return where the pixels start; some programs forget the palette, or to say it at all, and readers look behind it."""
    start, behind = int.from_bytes(data[10:14], "little"), front + _palette(data, size)
    return behind if start == 0 or (start == front and len(data) - behind >= _pixels(data, size, behind) - 1) else start


def _filled(data: bytes, marks: list[tuple[int, int, str, str]]) -> Iterator[Segment]:
    """Yield the marked segments, and the bytes between and behind them."""
    view, at = memoryview(data), 0
    for start, end, name, kind in marks:
        if start > at:
            yield Segment("between palette and pixels", at, view[at:start], kind="unknown")
        if end > start:
            needed = name in NEEDED and not (name == "header" and end - start == _LAST)
            yield Segment(name, start, view[start:end], needed, kind=kind)
        at = end
    if at < len(data):
        yield Segment("behind the picture", at, view[at:], kind="trailer")


def _palette(data: bytes, size: int) -> int:
    """Return the bytes of masks and palette."""
    if size == _OLD:
        bits = int.from_bytes(data[24:26], "little")
        return 3 << bits if bits <= 8 else 0
    if size < _PLAIN:
        bits, packing, used = int.from_bytes(data[28:30], "little"), 0, 0
    else:
        bits, packing = struct.unpack_from("<HI", data.ljust(54, b"\0"), 28)
        used = int.from_bytes(data[46:50], "little")
    masks = _MASKS.get(packing, 0) if size == _PLAIN else 0
    colours = min(used or 1 << bits, 256) if bits <= 8 else 0
    return masks + 4 * colours


def _pixels(data: bytes, size: int, start: int) -> int:
    """Return the bytes of the coded picture at a place; BrokenPhotoError when the file does not say."""
    if size == _OLD:
        width, height, bits, packing, stated = (*struct.unpack_from("<HH2xH", data.ljust(26, b"\0"), 18), 0, 0)
    else:
        width, height, bits = struct.unpack_from("<ii2xH", data.ljust(54, b"\0"), 18)
        packing, stated = struct.unpack_from("<II", data.ljust(54, b"\0"), 30) if size >= _PLAIN else (0, 0)
    if packing in _UNPACKED:
        return int((abs(width) * bits + 31) // 32 * 4 * abs(height))
    if not stated and (packing not in _RUN_LENGTHS or len(data) > _MAX_UNSAID):
        raise broken("It doesn't say how long its picture is", 34)
    return int(stated) or _packed(data, start, packing) - start


def _packed(data: bytes, at: int, packing: int) -> int:
    """Return the place behind a run-length coded picture: pairs, literal pixels filled up to even, and an end."""
    steps = Steps()
    while at < len(data):
        steps.take(at)
        found = _PAIRS.match(data, at)
        at = found.end() if found else at
        count = data[at + 1] if at + 1 < len(data) else 1
        if count <= 1:
            return min(len(data), at + 2)
        at += 2 + (count + 1) // 2 * 2 if packing == _RUN_LENGTHS[0] else 2 + (count + 3) // 4 * 2
    return len(data)


def _profile_place(data: bytes, size: int) -> tuple[int, int] | None:
    if size != _LAST or data[70:74] not in (_EMBEDDED, _LINKED):
        return None
    at, length = struct.unpack_from("<II", data.ljust(138, b"\0"), 126)
    return _FILE_HEADER + at, _FILE_HEADER + at + length


def keep(segments: tuple[Segment, ...], asked: Wanted = NOTHING) -> kept.Kept:  # noqa: ARG001 - every format has this shape
    """Return the clean BMP: its parts next to each other, sizes and places set to what is left."""
    parts = {segment.name: segment for segment in segments}
    profile = colour.plain(bytes(parts["ICC profile"].data)) if "ICC profile" in parts else None
    header = bytes(parts["header"].data)
    palette = bytes(parts["palette"].data) if "palette" in parts else b""
    start = _FILE_HEADER + len(header) + len(palette)
    pixels = parts["pixels"].data
    tail = profile.data if profile is not None else b""
    if len(header) == _LAST:
        header = _last_header(header, len(header) + len(palette) + len(pixels), len(tail))
    whole = struct.pack("<2sIII", b"BM", start + len(pixels) + len(tail), 0, start)
    return kept.Kept(b"".join((whole, header, palette, pixels, tail)), (kept.PICTURE, *kept.told(Marks(), profile), kept.DENSITY))


def _last_header(header: bytes, at: int, length: int) -> bytes:
    """Return a V5 header that points at its profile, or says sRGB where a link was or a profile was none."""
    space = header[_SPACE : _SPACE + 4]
    if space in (_EMBEDDED, _LINKED) and not length:
        space = _SRGB
    place = struct.pack("<III", at if length else 0, length, 0)
    return header[:_SPACE] + space + header[_SPACE + 4 : _PROFILE] + place
