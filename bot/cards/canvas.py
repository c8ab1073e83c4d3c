"""A small drawing kit: one picture of 1200 x 630, two palettes, words that fit, and signs that colour alone does not carry.

Everything is drawn three times as large and scaled down, so that arcs and slanted lines are smooth. Measures are
pixels of the finished picture, from its top left; angles are degrees clockwise from the top.
Pillow is imported when the first card is drawn.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bot.cards.fonts import face, face_for, folded
from bot.messages import Mark

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

#: The size that chat services and link previews show whole.
WIDTH, HEIGHT = 1200, 630
#: Finished pixels are the mean of so many by so many drawn ones.
_SCALE = 3
#: Bold is the same letter with a line of this share of its size around it: Pillow brings one weight.
_BOLD = 0.016

Point = tuple[float, float]
Anchor = Literal["ls", "ms", "rs", "lm", "mm", "rm"]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as #rrggbb. Text colours and the four marks have a contrast of at least 4.5 to 1 on `paper` (tests/test_cards.py)."""

    paper: str
    ink: str
    soft: str
    line: str
    accent: str
    good: str
    mixed: str
    bad: str
    unknown: str

    def mark(self, mark: Mark) -> str:
        """Return the colour of a row's mark."""
        return {"good": self.good, "mixed": self.mixed, "bad": self.bad, "unknown": self.unknown}[mark]


LIGHT = Palette("#ffffff", "#17211d", "#4b5852", "#d8dfdb", "#0b6b57", "#17703f", "#8f5f00", "#b3261e", "#5a666f")
DARK = Palette("#17211d", "#eef3f0", "#b3c0b9", "#3a4741", "#62cfb1", "#6fd097", "#e9be5c", "#ff8f86", "#a9b4bc")


@dataclass(frozen=True, slots=True)
class Pen:
    """How words are written: size in pixels, colour ("" is the palette's ink), bold or not."""

    size: float
    colour: str = ""
    bold: bool = False


class Canvas:
    """A card in the making: draw on it, then take its PNG."""

    def __init__(self, palette: Palette = LIGHT, language: str = "en", width: int = WIDTH, height: int = HEIGHT) -> None:
        from PIL import Image, ImageDraw

        self.palette, self.width, self.height = palette, width, height
        self._face = face_for(language)
        self._image = Image.new("RGB", (width * _SCALE, height * _SCALE), palette.paper)
        self._draw = ImageDraw.Draw(self._image)

    def _font(self, size: float) -> FreeTypeFont:
        found = face(self._face, round(size * _SCALE)) or face("", round(size * _SCALE))
        if found is None:
            raise OSError("Pillow was built without FreeType")
        return found

    # -- words

    def measure(self, words: str, pen: Pen) -> float:
        """Return how wide a line of words is."""
        extra = 2 * _BOLD * pen.size if pen.bold else 0.0
        return self._font(pen.size).getlength(folded(words, self._face)) / _SCALE + extra

    def text(self, at: Point, words: str, pen: Pen, anchor: Anchor = "ls") -> None:
        """Write one line; `anchor` says what `at` is: l, m, r (left, middle, right), then s (base line) or m (middle)."""
        x, y = _scaled(at)
        font = self._font(pen.size)
        if anchor[1] == "m":  # the middle of a capital letter: words with and without tails then stand on one line
            y -= font.getbbox("H", anchor="ls")[1] / 2
        fill = pen.colour or self.palette.ink
        stroke = _BOLD * pen.size * _SCALE if pen.bold else 0
        shown = folded(words, self._face)
        self._draw.text((x, y), shown, fill=fill, font=font, anchor=f"{anchor[0]}s", stroke_width=stroke, stroke_fill=fill)

    def fitted(self, words: str, pen: Pen, width: float, least: float) -> tuple[str, Pen]:
        """Return words and the pen with which they fit a line, down to the size `least`; beyond that they are cut."""
        while pen.size > least and self.measure(words, pen) > width:
            pen = replace(pen, size=pen.size - 2)
        return self.cut(words, pen, width), pen

    def cut(self, words: str, pen: Pen, width: float) -> str:
        """Return words that fit a line, ended by an ellipsis where something is missing."""
        if self.measure(words, pen) <= width:
            return words
        kept = words
        while kept and self.measure(kept + "…", pen) > width:
            kept = kept[:-1].rstrip()
        return kept.rstrip(" ,;:.") + "…"

    def wrapped(self, words: str, pen: Pen, width: float, most: int) -> tuple[str, ...]:
        """Return words in at most `most` lines that fit; the last one is cut if they are too many."""
        lines: list[str] = []
        for word in words.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and (len(lines) > most or self.measure(longer, pen) <= width):
                lines[-1] = longer
            else:
                lines.append(word)
        shown = [*lines[: most - 1], " ".join(lines[most - 1 :])] if len(lines) > most else lines
        return tuple(self.cut(line, pen, width) for line in shown)

    def paragraph(self, at: Point, words: str, pen: Pen, width: float, most: int) -> float:
        """Write words in at most `most` lines, the first base line at `at`; return the base line that would follow."""
        x, y = at
        for line in self.wrapped(words, pen, width, most):
            self.text((x, y), line, pen)
            y += round(pen.size * 1.28)
        return y

    # -- shapes

    def line(self, start: Point, end: Point, colour: str, width: float) -> None:
        """Draw a line with round ends."""
        first, last = _scaled(start), _scaled(end)
        self._draw.line((first, last), fill=colour, width=round(width * _SCALE))
        for x, y in (first, last):
            r = width * _SCALE / 2
            self._draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)

    def rounded(self, corner: Point, size: Point, radius: float, fill: str) -> None:
        """Fill a rectangle of a width and height with round corners."""
        x, y = _scaled(corner)
        self._draw.rounded_rectangle((x, y, x + size[0] * _SCALE, y + size[1] * _SCALE), radius * _SCALE, fill)

    def disc(self, centre: Point, radius: float, fill: str = "", outline: str = "", stroke: float = 0) -> None:
        """Draw a circle."""
        x, y, r = *_scaled(centre), radius * _SCALE
        self._draw.ellipse((x - r, y - r, x + r, y + r), fill or None, outline or None, round(stroke * _SCALE))

    def band(self, centre: Point, radii: tuple[float, float], start: float, end: float, colour: str) -> None:
        """Fill a piece of a ring between an inner and an outer radius, from angle to angle."""
        inner, outer = radii
        steps = max(2, math.ceil((end - start) * outer / 150))
        angles = [start + (end - start) * n / steps for n in range(steps + 1)]
        edge = [polar(centre, outer, angle) for angle in angles] + [polar(centre, inner, angle) for angle in reversed(angles)]
        self._draw.polygon([_scaled(point) for point in edge], fill=colour)

    # -- signs

    def sign(self, centre: Point, radius: float, mark: Mark) -> None:
        """Draw the sign of a row's mark: a tick, a half moon, a cross, an empty circle. Each has its own shape as well as its colour."""
        x, y, colour, paper, stroke = *centre, self.palette.mark(mark), self.palette.paper, radius * 0.24
        if mark == "unknown":
            self.disc(centre, radius, outline=colour, stroke=stroke * 0.7)
            return
        self.disc(centre, radius, fill=colour)
        if mark == "good":
            elbow = (x - radius * 0.1, y + radius * 0.36)
            self.line((x - radius * 0.46, y + radius * 0.02), elbow, paper, stroke)
            self.line(elbow, (x + radius * 0.48, y - radius * 0.36), paper, stroke)
        elif mark == "mixed":
            self.band(centre, (0, radius * 0.7), 0, 180, paper)
        else:
            self.cross(centre, radius * 0.36, paper, stroke)

    def cross(self, centre: Point, reach: float, colour: str, width: float) -> None:
        """Draw two crossing lines, each `reach` away from the middle."""
        x, y = centre
        self.line((x - reach, y - reach), (x + reach, y + reach), colour, width)
        self.line((x - reach, y + reach), (x + reach, y - reach), colour, width)

    def arc(self, centre: Point, radii: tuple[float, float], start: float, end: float, mark: Mark) -> None:
        """Draw one criterion's piece of a ring: full (good), half full (mixed), crossed (bad) or hollow (unknown)."""
        inner, outer = radii
        colour, paper, thick = self.palette.mark(mark), self.palette.paper, outer - inner
        self.band(centre, radii, start, end, colour)
        rim = thick * 0.1
        turn = math.degrees(rim / outer)
        if mark in ("unknown", "mixed"):
            filled = inner + (thick * 0.52 if mark == "mixed" else rim)
            self.band(centre, (filled, outer - rim), start + turn, end - turn, paper)
        elif mark == "bad":
            self.cross(polar(centre, (inner + outer) / 2, (start + end) / 2), thick * 0.17, paper, thick * 0.11)

    # -- out

    def png(self) -> bytes:
        """Return the card as a PNG."""
        from PIL import Image

        out = io.BytesIO()
        self._image.reduce(_SCALE).quantize(128, dither=Image.Dither.NONE).save(out, "PNG")
        return out.getvalue()


def polar(centre: Point, radius: float, angle: float) -> Point:
    """Return the point at a distance and an angle in degrees, clockwise from the top."""
    turned = math.radians(angle)
    return centre[0] + radius * math.sin(turned), centre[1] - radius * math.cos(turned)


def _scaled(point: Point) -> Point:
    return point[0] * _SCALE, point[1] * _SCALE
