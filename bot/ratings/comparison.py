"""Services side by side: who is ahead, and where they differ."""

from __future__ import annotations

from dataclasses import dataclass

from bot.messages import Mark
from bot.ratings.score import Rating
from bot.ratings.summary import short_word
from bot.ratings.wording import mark_of, range_in_words
from bot.strings import say
from knowledge.schema import Criterion

#: As many as a phone shows side by side.
MOST = 4
_GRADE_MARKS: dict[str, Mark] = {"A": "good", "B": "good", "C": "mixed", "D": "bad", "F": "bad"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one service on one criterion: a mark, and a word or two that say the same."""

    mark: Mark
    word: str


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion over all services that are compared, in their order."""

    criterion: Criterion
    cells: tuple[Cell, ...]


def lines(ratings: tuple[Rating, ...]) -> tuple[Line, ...]:
    """Return a line per criterion: those on which anything is known first, then by weight."""
    by_criterion = zip(*(rating.verdicts for rating in ratings), strict=True)
    made = [Line(row[0].criterion, tuple(Cell(mark_of(one), short_word(one)) for one in row)) for row in by_criterion]
    return tuple(sorted(made, key=lambda line: (all(cell.mark == "unknown" for cell in line.cells), -line.criterion.weight)))


def line_in_words(line: Line, ratings: tuple[Rating, ...]) -> str:
    """Return a line as words: "Deletion date: Virbo only claimed, KissMe.ai mixed"; what nobody knows of any is said once."""
    if all(cell.mark == "unknown" for cell in line.cells):
        return f"{say(line.criterion.name)}: " + say("nothing known")
    each = (f"{rating.platform.name} {cell.word}" for rating, cell in zip(ratings, line.cells, strict=True))
    return f"{say(line.criterion.name)}: " + ", ".join(each)


def ahead(ratings: tuple[Rating, ...]) -> str:
    """Return who is better whatever is still unknown, or that nobody can say so yet."""
    best = max(ratings, key=lambda rating: rating.low)
    others = max(rating.high for rating in ratings if rating is not best)
    if best.low > others:
        return say("{name} is ahead, whatever is still unknown.", name=best.platform.name)
    return say("No clear winner yet: what is unknown could turn it round.")


def grade_words(rating: Rating) -> str:
    """Return grade and points in a few words: "F, at best D. 0 to 54 of 100 points, 1 of 14 criteria known"."""
    return f"{grade(rating)}. {range_in_words(rating)}, {known(rating)}"


def grade(rating: Rating) -> str:
    """Return the grade alone: "F", "F, at best D" or "no grade yet"."""
    worst, best = rating.grades
    if rating.grade is None:
        return say("no grade yet")
    return worst if worst == best else say("{worst}, at best {best}", worst=worst, best=best)


def known(rating: Rating) -> str:
    """Return on how many criteria something is known."""
    return say("{known} of {total} criteria known", known=rating.known, total=rating.total)


def grade_mark(rating: Rating) -> Mark:
    """Return the mark of a whole rating."""
    return _GRADE_MARKS[rating.grade] if rating.grade else "unknown"
