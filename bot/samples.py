"""The photo for people who have none at hand: drawn by code, with a made-up story planted in its file."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

_SIZE = (1200, 900)
_HORIZON = 620
#: A place everybody may know: the foot of the Eiffel Tower.
_LATITUDE, _LONGITUDE, _ALTITUDE_M = 48.8583, 2.2945, 35
_TIME = b"2026:02:14 18:03:00"
_SKY = ((24, 32, 78), (232, 120, 96), (255, 208, 140))


def sample_photo() -> bytes:
    """Return a JPEG of 1200 x 900: a winter evening in Paris, and everything a phone would write into it."""
    import piexif

    picture = _draw()
    block = piexif.dump(_story(_thumbnail(picture)))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, exif=block, comment=b"Sample picture drawn by code", dpi=(72, 72))
    return out.getvalue()


def _story(thumbnail: bytes) -> dict[str, Any]:
    """Return the planted Exif, in piexif's words: tag numbers from Exif 3.0."""
    return {
        "0th": {
            0x010E: b"Valentine's evening by the tower",
            0x010F: b"Fabula",
            0x0110: b"Fabula Phone 5",
            0x0112: 1,
            0x0131: b"Fabula Camera 5.2",
            0x0132: _TIME,
            0x013B: b"Sample Owner",
        },
        "Exif": {
            0x9003: _TIME,
            0x9004: _TIME,
            0x9011: b"+01:00",
            0x829A: (1, 60),
            0x829D: (18, 10),
            0x8827: 320,
            0x920A: (57, 10),
            0xA430: b"Sample Owner",
            0xA431: b"FP5-0042-SAMPLE",
            0xA434: b"Fabula wide 5.7 mm f/1.8",
        },
        "GPS": {
            0: (2, 3, 0, 0),
            1: b"N",
            2: _sixty(_LATITUDE),
            3: b"E",
            4: _sixty(_LONGITUDE),
            5: 0,
            6: (_ALTITUDE_M, 1),
            0x10: b"T",
            0x11: (305, 1),
            0x1D: b"2026:02:14",
            7: ((17, 1), (3, 1), (0, 1)),
            0x1F: (5, 1),
        },
        "1st": {0x0103: 6, 0x011A: (72, 1), 0x011B: (72, 1), 0x0128: 2},
        "thumbnail": thumbnail,
    }


def _sixty(degrees: float) -> tuple[tuple[int, int], ...]:
    """Return degrees, minutes and seconds as Exif's rationals."""
    seconds = round(degrees * 3_600_000)
    return ((seconds // 3_600_000, 1), (seconds // 60_000 % 60, 1), (seconds % 60_000, 1000))


def _thumbnail(picture: Image.Image) -> bytes:
    small = picture.copy()
    small.thumbnail((160, 120))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=70)
    return out.getvalue()


def _draw() -> Image.Image:
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", _SIZE)
    draw = ImageDraw.Draw(picture)
    _sky(draw)
    _sun(draw)
    _roofs(draw)
    _tower(draw)
    _river(picture, draw)
    return picture


def _sky(draw: ImageDraw.ImageDraw) -> None:
    for y in range(_HORIZON):
        draw.line((0, y, _SIZE[0], y), fill=_mix(y / _HORIZON))


def _mix(share: float) -> tuple[int, int, int]:
    """Return the sky's colour, from night blue above (0) to gold at the horizon (1)."""
    first, second, part = (_SKY[0], _SKY[1], share / 0.7) if share < 0.7 else (_SKY[1], _SKY[2], (share - 0.7) / 0.3)
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _sun(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((300, 500, 420, 620), fill=(255, 232, 176))
    for number in range(36):
        x, y = (number * 331) % 1200, 20 + (number * 97) % 230
        draw.point((x, y), fill=(255, 255, 240))
        draw.point((x + 1, y), fill=(220, 220, 235))


def _roofs(draw: ImageDraw.ImageDraw) -> None:
    for number in range(24):
        left, top = number * 52 - 10, _HORIZON - 34 - (number * 37) % 46
        draw.rectangle((left, top, left + 50, _HORIZON), fill=(58, 42, 70))
        draw.polygon(((left, top), (left + 50, top), (left + 40, top - 14), (left + 10, top - 14)), fill=(44, 32, 58))
        for window in range(3):
            if (number + window) % 3:
                x = left + 9 + 14 * window
                draw.rectangle((x, top + 10, x + 5, top + 18), fill=(255, 214, 130))


def _tower(draw: ImageDraw.ImageDraw) -> None:
    """Draw the tower as two curved legs, three floors and a mast."""
    middle, top = 790, 110
    for y in range(top, _HORIZON):
        half = _half_width((y - top) / (_HORIZON - top))
        draw.line((middle - half, y, middle + half, y), fill=(38, 28, 48))
    draw.pieslice((middle - 62, _HORIZON - 80, middle + 62, _HORIZON + 80), 180, 360, fill=_mix(0.97))
    for floor, half in ((0.42, 34), (0.70, 60), (0.99, 130)):
        level = top + floor * (_HORIZON - top)
        draw.rectangle((middle - half, level - 7, middle + half, level), fill=(30, 22, 40))
    draw.line((middle, top - 46, middle, top), fill=(30, 22, 40), width=4)


def _half_width(share: float) -> float:
    return 5 + 118 * math.pow(share, 2.4)


def _river(picture: Image.Image, draw: ImageDraw.ImageDraw) -> None:
    """Draw the water: the scene upside down, darker, with ripples."""
    from PIL import Image, ImageEnhance

    height = _SIZE[1] - _HORIZON
    mirror = picture.crop((0, _HORIZON - height, _SIZE[0], _HORIZON)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    mirror = ImageEnhance.Brightness(mirror).enhance(0.72)
    for y in range(height):
        shift = round(3 * math.sin(y * y / 260) * (1 + y / 90))
        row = mirror.crop((0, y, _SIZE[0], y + 1))
        picture.paste(row, (0, _HORIZON + y))
        picture.paste(row, (shift, _HORIZON + y))
    draw.line((0, _HORIZON, _SIZE[0], _HORIZON), fill=(48, 36, 60), width=3)
