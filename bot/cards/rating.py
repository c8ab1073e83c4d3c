"""A rating as a card: the grade in a ring of its criteria, the name, one sentence, six rows, and how old it all is.

The ring has one arc per criterion, as long as the criterion weighs, good ones first: how far it is filled tells
the grade before anything is read. Arcs and signs differ in shape as well as in colour.
"""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from functools import lru_cache

from bot.cards.canvas import DARK, LIGHT, Canvas, Pen, Point
from bot.cards.fonts import can_show
from bot.messages import Mark, Picture
from bot.ratings.score import Rating
from bot.ratings.summary import Short, point, short_rows
from bot.ratings.wording import age, headline, mark_of, mentioned_note, range_in_words
from bot.strings import say, speaking, spoken

#: The ring, and where the words begin and end.
_CENTRE: Point = (248, 288)
_RADII = (150, 206)
_LEFT, _RIGHT = 512, 1148
#: Degrees between two arcs.
_GAP = 1.6
_MARKS: tuple[Mark, ...] = ("good", "mixed", "bad", "unknown")


def rating_picture(rating: Rating, today: date, *, note: str = "", both: bool = False) -> Picture:
    """Return a rating's card with the words that say the same.

    note: whose rating it is if not ours, such as "by you, today"; it stands at the foot.
    both: also draw it for dark screens. Light is the one for doors that cannot tell: it reads on any background.
    """
    dark = rating_card(rating, today, dark=True, note=note) if both else None
    return Picture(rating_card(rating, today, note=note), rating_alt(rating, today, note), dark=dark)


def rating_card(rating: Rating, today: date, *, dark: bool = False, note: str = "") -> bytes:
    """Return the card as a PNG of 1200 x 630; in English where the spoken language's letters cannot be drawn."""
    return _drawn(rating, today, spoken(), dark, note) if note else _ours(rating, today, spoken(), dark)


@lru_cache(64)
def _ours(rating: Rating, today: date, language: str, dark: bool) -> bytes:  # noqa: FBT001 - a key of the cache
    """Return the card of a rating by us, drawn once a day (0.2 s); one that somebody made together with us is never kept."""
    return _drawn(rating, today, language, dark, "")


def _drawn(rating: Rating, today: date, language: str, dark: bool, note: str) -> bytes:  # noqa: FBT001
    with nullcontext() if can_show(language) else speaking("en"):
        canvas = Canvas(DARK if dark else LIGHT, spoken())
        draw_ring(canvas, rating, _CENTRE, _RADII)
        _grade(canvas, rating)
        _words(canvas, rating)
        _foot(canvas, rating, today, note)
        return canvas.png()


def rating_alt(rating: Rating, today: date, note: str = "") -> str:
    """Return in words what the card shows."""
    rows = "; ".join(f"{row.label}: {row.word}" for row in short_rows(rating))
    return f"{headline(rating)} {point(rating)} {rows}. {mentioned_note(note) or age(rating, today)}"


def draw_ring(canvas: Canvas, rating: Rating, centre: Point, radii: tuple[float, float]) -> None:
    """Draw one arc per criterion, as long as it weighs: good, mixed, bad, unknown."""
    ordered = sorted(rating.verdicts, key=lambda verdict: (_MARKS.index(mark_of(verdict)), -verdict.criterion.weight))
    whole = sum(verdict.criterion.weight for verdict in ordered) or 1
    gap, angle = _GAP * _RADII[1] / radii[1], 0.0
    for verdict in ordered:
        end = angle + 360 * verdict.criterion.weight / whole
        canvas.arc(centre, radii, angle + gap / 2, end - gap / 2, mark_of(verdict))
        angle = end


def _grade(canvas: Canvas, rating: Rating) -> None:
    """Write the grade into the ring, or the range it could be; beneath the ring, the points."""
    x, y = _CENTRE
    worst, best = rating.grades
    if rating.grade is None:
        _between(canvas, (x, y - 18), best, worst)
        _beneath(canvas, (x, y + 66), say("no grade yet"))
    elif worst == best:
        canvas.text(_CENTRE, worst, Pen(190, bold=True), "mm")
    else:
        canvas.text((x, y - 26), worst, Pen(150, bold=True), "mm")
        _beneath(canvas, (x, y + 76), say("at best {grade}", grade=best))
    points, pen = canvas.fitted(range_in_words(rating), Pen(36, bold=True), 420, 26)
    canvas.text((x, 566), points, pen, "ms")


def _beneath(canvas: Canvas, at: Point, words: str) -> None:
    """Write a few words under the grade, in two lines where one is too short."""
    pen = Pen(36 if canvas.measure(words, Pen(36)) <= 236 else 28, canvas.palette.soft)
    for number, line in enumerate(canvas.wrapped(words, pen, 220, 2)):
        canvas.text((at[0], at[1] + 34 * number), line, pen, "mm")


def _between(canvas: Canvas, at: Point, best: str, worst: str) -> None:
    """Write two grades with a line between them."""
    x, y = at
    pen = Pen(104, canvas.palette.soft, bold=True)
    canvas.text((x - 26, y), best, pen, "rm")
    canvas.line((x - 12, y), (x + 12, y), canvas.palette.soft, 8)
    canvas.text((x + 26, y), worst, pen, "lm")


def _words(canvas: Canvas, rating: Rating) -> None:
    """Write the name, one sentence and the rows, from the top down."""
    name, pen = canvas.fitted(rating.platform.name, Pen(66, bold=True), _RIGHT - _LEFT, 44)
    canvas.text((_LEFT, 108), name, pen)
    below = canvas.paragraph((_LEFT, 166), point(rating), Pen(36, canvas.palette.soft), _RIGHT - _LEFT, 2)
    for number, row in enumerate(short_rows(rating)):
        _row(canvas, below + 16 + number * 50, row)


def _row(canvas: Canvas, y: float, row: Short) -> None:
    word, soft = Pen(35), Pen(35, canvas.palette.soft)
    canvas.sign((_LEFT + 18, y), 18, row.mark)
    room = _RIGHT - _LEFT - 54
    said = canvas.cut(row.word, soft, room * 0.45)
    canvas.text((_RIGHT, y), said, soft, "rm")
    canvas.text((_LEFT + 54, y), canvas.cut(row.label, word, room - canvas.measure(said, soft) - 18), word, "lm")


def _foot(canvas: Canvas, rating: Rating, today: date, note: str) -> None:
    pen = Pen(28, canvas.palette.accent, bold=True) if note else Pen(28, canvas.palette.soft)
    words = mentioned_note(note) or age(rating, today)
    canvas.text((_LEFT, 600), canvas.cut(words, pen, _RIGHT - _LEFT), pen)
