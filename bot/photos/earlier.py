"""The small hidden pictures of a photo, and whether they show something else: what was cropped away comes back."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from bot.decoding import Decoder, Pixels
from bot.photos.containers.ifd import directories
from bot.photos.readers import photoshop
from bot.photos.readers.exif import tiff_of
from bot.photos.recognition import recognise
from bot.photos.segment import Segment

#: Hidden pictures that are looked at, and the largest of them in bytes.
MOST, MAX_BYTES = 4, 4 << 20
#: Pixels of the longer side with which pictures are looked at.
_LOOK = 160
#: Pictures are compared as so many by so many greys.
_GRID = 24
#: Likeness (the correlation of the greys, 1 is the same) under which the content differs; edited and sharpened copies stay above.
_ALIKE = 0.8
#: Shapes that differ by more than this were cropped; thumbnails are rounded by a pixel or two.
_SHAPE = 0.07
_START, _LENGTH = 0x0201, 0x0202
#: Pixels of the longer side under which a picture shows nothing.
_LEAST = 40
#: Rows this dark all along are the bars that cameras put above and below a thumbnail.
_BLACK = 24


def previews(data: bytes) -> tuple[bytes, ...]:
    """Return the small JPEGs inside a photo, MOST at most; a PhotoError if it is none that can be read."""
    found = dict.fromkeys(one for segment in recognise(data).split(data) for one in _inside(segment) if 100 < len(one) <= MAX_BYTES)
    return tuple(found)[:MOST]


def _inside(segment: Segment) -> Iterator[bytes]:
    if segment.kind == "exif":
        tiff = tiff_of(bytes(segment.payload))
        tags = directories(tiff).get("1", {})
        start, length = (tags[tag].whole if tag in tags else None for tag in (_START, _LENGTH))
        if start and length:
            yield from _jpeg(tiff[start : start + length])
    elif segment.kind == "photoshop":
        body = bytes(segment.payload).removeprefix(b"Photoshop 3.0\0")
        for number, data in photoshop.resources(body):
            if number in (0x0409, 0x040C):
                yield from _jpeg(data)
    elif segment.kind in ("thumbnail", "trailer"):
        yield from _jpeg(bytes(segment.payload[: 2 * MAX_BYTES]))


def _jpeg(data: bytes) -> Iterator[bytes]:
    start = data.find(b"\xff\xd8\xff")
    if start >= 0:
        yield data[start : start + MAX_BYTES]


def revealing(data: bytes, decoder: Decoder) -> Pixels | None:
    """Return the hidden picture that shows something else than the photo does, or None when there is none or nobody can tell."""
    small = previews(data)
    if not small:
        return None
    photo, *others = decoder.look((data, *small), _LOOK)
    if photo is None:
        return None
    return next((one for one in others if one and differs(photo, one)), None)


def differs(photo: Pixels, small: Pixels) -> bool:
    """Tell whether a small picture shows something else than the photo: another shape, or other content, however it is turned."""
    if max(small.width, small.height) < _LEAST or _flat(_greys(small)):
        return False
    return not any(_alike(photo, seen) for seen in (small, _without_bars(small)))


def _alike(photo: Pixels, small: Pixels) -> bool:
    straight, crossed = photo.width / photo.height, photo.height / photo.width
    shape = small.width / small.height
    turns = [turn for turn, ratio in ((0, straight), (1, crossed), (2, straight), (3, crossed)) if abs(shape / ratio - 1) <= _SHAPE]
    greys = _greys(small)
    return any(_likeness(_turned(_greys(photo), turn), greys) >= _ALIKE for turn in turns)


def _without_bars(picture: Pixels) -> Pixels:
    """Return a picture without black bars above and below, or left and right."""
    row = 3 * picture.width
    rows = [picture.data[at : at + row] for at in range(0, len(picture.data), row)]
    kept = _between([max(line) < _BLACK for line in rows])
    rows = rows[kept[0] : kept[1]]
    columns = _between([all(max(line[3 * x : 3 * x + 3]) < _BLACK for line in rows) for x in range(picture.width)])
    data = b"".join(line[3 * columns[0] : 3 * columns[1]] for line in rows)
    return Pixels(columns[1] - columns[0], len(rows), data)


def _between(dark: Sequence[bool]) -> tuple[int, int]:
    """Return where what is not dark begins and ends; all of it when everything is, or bars are no more than an edge."""
    light = [number for number, is_dark in enumerate(dark) if not is_dark]
    return (light[0], light[-1] + 1) if light else (0, len(dark))


def _greys(picture: Pixels) -> list[list[float]]:
    """Return the picture as _GRID rows of _GRID greys, each the mean of its part."""
    return [[_mean(picture, column, line) for column in range(_GRID)] for line in range(_GRID)]


def _mean(picture: Pixels, column: int, line: int) -> float:
    left, right = picture.width * column // _GRID, max(picture.width * column // _GRID + 1, picture.width * (column + 1) // _GRID)
    top, bottom = picture.height * line // _GRID, max(picture.height * line // _GRID + 1, picture.height * (line + 1) // _GRID)
    parts = [picture.data[3 * (y * picture.width + left) : 3 * (y * picture.width + right)] for y in range(top, bottom)]
    return sum(map(sum, parts)) / sum(map(len, parts))


def _turned(greys: list[list[float]], quarters: int) -> list[list[float]]:
    for _ in range(quarters):
        greys = [list(line) for line in zip(*greys[::-1], strict=True)]
    return greys


def _flat(greys: list[list[float]]) -> bool:
    """Tell a picture of one colour, which shows nothing."""
    values = [value for line in greys for value in line]
    return max(values) - min(values) < _BLACK


def _likeness(first: list[list[float]], second: list[list[float]]) -> float:
    """Return the correlation of two grids: 1 for the same picture, brighter or darker, 0 for unrelated ones."""
    a, b = ([value for line in greys for value in line] for greys in (first, second))
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    spread = sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b)
    return float(sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True)) / spread**0.5) if spread else 0.0


def as_png(picture: Pixels, orientation: int = 1) -> bytes:
    """Return pixels as a PNG to look at, turned upright and enlarged for a phone's screen."""
    from PIL import Image

    seen = Image.frombytes("RGB", (picture.width, picture.height), picture.data)
    steps = {
        2: (Image.Transpose.FLIP_LEFT_RIGHT,),
        3: (Image.Transpose.ROTATE_180,),
        4: (Image.Transpose.FLIP_TOP_BOTTOM,),
        5: (Image.Transpose.TRANSPOSE,),
        6: (Image.Transpose.ROTATE_270,),
        7: (Image.Transpose.TRANSVERSE,),
        8: (Image.Transpose.ROTATE_90,),
    }
    for step in steps.get(orientation, ()):
        seen = seen.transpose(step)
    out = io.BytesIO()
    seen.resize((3 * seen.width, 3 * seen.height), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()
