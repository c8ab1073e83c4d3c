"""Two to four ratings as one picture: a small ring a service, and the criteria that weigh most as a table of signs."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date

from bot.cards.canvas import DARK, LIGHT, Canvas, Pen
from bot.cards.fonts import can_show
from bot.cards.rating import draw_ring
from bot.messages import Mark, Picture
from bot.ratings.comparison import ahead, grade_words, line_in_words, lines
from bot.ratings.score import Rating
from bot.ratings.wording import spoken_day
from bot.strings import say, speaking, spoken

MAX_LINES = 6
#: The names of criteria end here; the services share what is left.
_LABELS, _RIGHT = 400, 1160
_RING_Y, _RADII = 148, (58, 84)


def compare_picture(ratings: tuple[Rating, ...], today: date, *, both: bool = False) -> Picture:
    """Return the comparison with the words that say the same; `both` also draws it for dark screens."""
    dark = compare_card(ratings, today, dark=True) if both else None
    return Picture(compare_card(ratings, today), compare_alt(ratings), dark=dark)


def compare_card(ratings: tuple[Rating, ...], today: date, *, dark: bool = False) -> bytes:
    """Return the comparison of two to four ratings as a PNG of 1200 x 630."""
    with nullcontext() if can_show(spoken()) else speaking("en"):
        canvas = Canvas(DARK if dark else LIGHT, spoken())
        canvas.paragraph((52, 118), ahead(ratings), Pen(38, bold=True), _LABELS - 80, 5)
        wide = (_RIGHT - _LABELS) / len(ratings)
        for number, rating in enumerate(ratings):
            _head(canvas, rating, _LABELS + wide * (number + 0.5), wide)
        _table(canvas, ratings, wide)
        canvas.text((52, 600), say("As of {day}", day=spoken_day(today)), Pen(28, canvas.palette.soft))
        return canvas.png()


def compare_alt(ratings: tuple[Rating, ...]) -> str:
    """Return in words what the comparison shows."""
    each = " ".join(f"{rating.platform.name}: {grade_words(rating)}." for rating in ratings)
    table = "; ".join(line_in_words(line, ratings) for line in lines(ratings)[:MAX_LINES])
    return f"{each} {ahead(ratings)} {table}."


def _head(canvas: Canvas, rating: Rating, x: float, wide: float) -> None:
    """Draw one service's ring, grade and name."""
    draw_ring(canvas, rating, (x, _RING_Y), _RADII)
    worst, best = rating.grades
    graded = "" if rating.grade else canvas.palette.soft
    if worst == best:
        canvas.text((x, _RING_Y), worst, Pen(72, graded, bold=True), "mm")
    else:
        canvas.text((x, _RING_Y), f"{best}-{worst}", Pen(42, graded, bold=True), "mm")
    name, pen = canvas.fitted(rating.platform.name, Pen(36, bold=True), wide - 16, 24)
    canvas.text((x, 278), name, pen, "ms")


def _table(canvas: Canvas, ratings: tuple[Rating, ...], wide: float) -> None:
    """Draw the signs under each other, with their words where all of them have room, else with a legend."""
    shown = lines(ratings)[:MAX_LINES]
    label, pen = Pen(34), Pen(30, canvas.palette.soft)
    for number, line in enumerate(shown):
        canvas.text((52, _y(number)), canvas.cut(say(line.criterion.name), label, _LABELS - 60), label, "lm")
    columns = [[line.cells[column] for line in shown] for column in range(len(ratings))]
    widths = [max(canvas.measure(cell.word, pen) for cell in cells) + 46 for cells in columns]
    roomy = max(widths) < wide - 12
    for column, cells in enumerate(columns):
        x = _LABELS + wide * (column + 0.5) - (widths[column] / 2 - 17 if roomy else 0)
        for number, cell in enumerate(cells):
            canvas.sign((x, _y(number)), 17, cell.mark)
            if roomy:
                canvas.text((x + 29, _y(number)), cell.word, pen, "lm")
    if not roomy:
        _legend(canvas)


def _y(line: int) -> float:
    return 322 + line * 43


def _legend(canvas: Canvas) -> None:
    """Say at the foot, from the right, what the signs mean."""
    pen = Pen(28, canvas.palette.soft)
    x = float(_RIGHT)
    words: tuple[tuple[Mark, str], ...] = (("unknown", say("unknown")), ("bad", say("bad")), ("mixed", say("mixed")), ("good", say("good")))
    for mark, word in words:
        canvas.text((x, 600), word, pen, "rs")
        x -= canvas.measure(word, pen) + 24
        canvas.sign((x, 590), 13, mark)
        x -= 42
