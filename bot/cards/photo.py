"""A photo's story as a card: before, what the file said, on a map if it said where; after, nothing.

The stranger's photo is never drawn: all of it comes from findings, and the map from the towns of the gazetteer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import nullcontext

from bot.cards.canvas import DARK, LIGHT, Canvas, Pen, Point
from bot.cards.fonts import can_show
from bot.messages import Picture
from bot.photos.findings import Finding
from bot.photos.places import Town, around
from bot.photos.wording import by_kind
from bot.strings import say, speaking, spoken

_LEFT: Point = (48, 116)
_RIGHT: Point = (632, 116)
_PANEL = (520, 248)
#: Degrees of latitude that the map shows at most around the place, tried until enough towns are on it.
_REACHES = (0.2, 0.6, 2.0, 6.0)
_ENOUGH = 6
#: Towns with their names on the map, and lines under it.
_NAMED, _LINES = 4, 4
_FIRST = ("location", "time", "person", "device", "identifier", "video", "thumbnail", "ai")


def photo_picture(findings: Sequence[Finding], *, both: bool = False) -> Picture:
    """Return the card with the words that say the same; `both`: also drawn for dark screens."""
    return Picture(photo_card(findings), photo_alt(findings), dark=photo_card(findings, dark=True) if both else None)


def photo_alt(findings: Sequence[Finding]) -> str:
    """Return in words what the card shows."""
    with nullcontext() if can_show(spoken()) else speaking("en"):
        return say("Before, the file said: {words}. After: nothing.", words="; ".join(_lines(findings)))


def photo_card(findings: Sequence[Finding], *, dark: bool = False) -> bytes:
    """Return the card as a PNG of 1200 x 630; in English where the spoken language's letters cannot be drawn."""
    with nullcontext() if can_show(spoken()) else speaking("en"):
        canvas = Canvas(DARK if dark else LIGHT, spoken())
        _heads(canvas)
        place = next((one.place for one in findings if one.place), None)
        lines = _lines(findings)
        if place:
            _map(canvas, place)
            _told(canvas, lines, _LEFT[1] + _PANEL[1] + 52)
        else:
            _told(canvas, lines, _LEFT[1] + 40)
        _nothing(canvas)
        return canvas.png()


def _lines(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return what the card says: one line a kind, the town for a position; more where no map takes the room."""
    told = by_kind(findings)
    kinds = [kind for kind in _FIRST if kind in told] or list(told)
    placed = any(one.place for one in findings)
    return tuple(_line(told[kind][0]) for kind in kinds[: _LINES if placed else 2 * _LINES])


def _line(finding: Finding) -> str:
    return finding.town or finding.text.split("; ")[0]


def _heads(canvas: Canvas) -> None:
    pen = Pen(44, bold=True)
    canvas.text((_LEFT[0], 84), *canvas.fitted(say("Before: the file said"), pen, _PANEL[0], 30))
    canvas.text((_RIGHT[0], 84), *canvas.fitted(say("After: nothing"), pen, _PANEL[0], 30))
    canvas.line((600, 56), (600, 574), canvas.palette.line, 3)


def _told(canvas: Canvas, lines: Sequence[str], top: float) -> None:
    for number, line in enumerate(lines):
        y = top + number * 54
        canvas.sign((_LEFT[0] + 17, y), 17, "bad")
        canvas.text((_LEFT[0] + 52, y), *canvas.fitted(line, Pen(34), _PANEL[0] - 60, 28), "lm")


def _nothing(canvas: Canvas) -> None:
    """Draw the same frame with nothing in it but a tick."""
    canvas.rounded(_RIGHT, _PANEL, 22, canvas.palette.line)
    canvas.rounded((_RIGHT[0] + 3, _RIGHT[1] + 3), (_PANEL[0] - 6, _PANEL[1] - 6), 20, canvas.palette.paper)
    canvas.sign((_RIGHT[0] + _PANEL[0] / 2, _RIGHT[1] + _PANEL[1] / 2), 66, "good")
    below = canvas.paragraph((_RIGHT[0], 424), say("Nothing in the file but the picture."), Pen(34), _PANEL[0], 3)
    canvas.paragraph((_RIGHT[0], below + 8), say("What the picture shows stays."), Pen(28, canvas.palette.soft), _PANEL[0], 2)


def _map(canvas: Canvas, place: tuple[float, float]) -> None:
    """Draw the towns around a place as dots, the larger the more people, and a pin where it was."""
    palette = canvas.palette
    canvas.rounded(_LEFT, _PANEL, 22, palette.line)
    centre = (_LEFT[0] + _PANEL[0] / 2, _LEFT[1] + _PANEL[1] / 2 + 30)
    reach, towns = _around(place)
    shown = [(town, _at(town, place, centre, _PANEL[1] / 2 / reach), _radius(town)) for town in towns]
    shown = [(town, at, radius) for town, at, radius in shown if _inside(at, radius)]
    for _, at, radius in shown:
        canvas.disc(at, radius + 1, fill=palette.line)
        canvas.disc(at, radius, fill=palette.unknown)
    taken = [(centre[0] - 34, centre[0] + 34, centre[1] + offset) for offset in (-58, -14)]
    for town, (x, y), radius in shown[:40]:
        if len(taken) < _NAMED + 2:
            _name(canvas, town.name, x, (y - radius - 8, y + radius + 24), taken)
    _pin(canvas, centre)


def _radius(town: Town) -> float:
    return min(13.0, 2.5 + math.sqrt(town.people) / 130)


def _inside(at: Point, radius: float) -> bool:
    """Tell whether a dot lies wholly on the map."""
    return all(edge + radius + 6 < value < edge + size - radius - 6 for value, edge, size in zip(at, _LEFT, _PANEL, strict=True))


def _around(place: tuple[float, float]) -> tuple[float, list[Town]]:
    for reach in _REACHES:
        towns = around(*place, reach * _PANEL[0] / _PANEL[1])
        if len(towns) >= _ENOUGH:
            break
    return reach, towns


def _at(town: Town, place: tuple[float, float], centre: Point, scale: float) -> Point:
    """Return where a town stands on the map: degrees of longitude are narrower by the cosine of the latitude, and go round at 180."""
    east = (town.longitude - place[1] + 180) % 360 - 180
    return centre[0] + east * math.cos(math.radians(place[0])) * scale, centre[1] - (town.latitude - place[0]) * scale


def _name(canvas: Canvas, name: str, x: float, heights: Sequence[float], taken: list[tuple[float, float, float]]) -> None:
    """Write a town's name at the first height where nothing is; `taken` are (left, right, height) of what is there."""
    pen = Pen(24)
    half = canvas.measure(name, pen) / 2 + 5
    x = min(max(x, _LEFT[0] + half + 8), _LEFT[0] + _PANEL[0] - half - 8)
    for y in heights:
        crossed = any(x - half < right and x + half > left and abs(y - height) < 34 for left, right, height in taken)
        if not crossed and _LEFT[1] + 28 < y < _LEFT[1] + _PANEL[1] - 12:
            taken.append((x - half, x + half, y))
            canvas.rounded((x - half, y - 21), (2 * half, 28), 6, canvas.palette.line)
            canvas.text((x, y), name, pen, "ms")
            return


def _pin(canvas: Canvas, at: Point) -> None:
    """Draw a pin whose foot stands on a point."""
    x, y = at
    colour = canvas.palette.bad
    for step in range(25):
        canvas.disc((x, y - 3 - step * 1.9), 1.5 + step * 0.98, fill=colour)
    canvas.disc((x, y - 50), 10, fill=canvas.palette.paper)
