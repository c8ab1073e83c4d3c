"""Ratings as tables in the terminal: services side by side, and the list of all of them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from adapters.environment import settings_from_environment
from adapters.runtime import open_advisor
from adapters.terminal import save_card, show
from bot.advisor import Advisor
from bot.messages import MARKS, Request
from bot.ratings.comparison import MOST, ahead, grade, grade_mark, known, lines
from bot.ratings.score import Rating
from bot.ratings.score import rate as rate_platform
from bot.strings import say

#: Columns no wider than this; the first one holds the longest name of a criterion.
_WIDTH, _FIRST = 24, 22


def compare(chosen: argparse.Namespace) -> int:
    """Print services side by side as a table; return 1 if a name is not known."""
    from bot.skills.compare import named

    text = ", ".join(chosen.words)
    with open_advisor(settings_from_environment(), exact=True) as advisor:
        wanted = named(text, advisor.library.platforms)
        if wanted.unclear or wanted.strange or not 1 < len(wanted.known) <= MOST:
            show(advisor.handle(Request(text=text, skill="compare", door="terminal")))
            return 1
        ratings = tuple(rate_platform(platform, advisor.library.rubric, advisor.today) for platform in wanted.known)
        _print(ratings, as_json=chosen.json)
        return _save(ratings, chosen.card, advisor) if chosen.card else 0


def _print(ratings: tuple[Rating, ...], *, as_json: bool) -> None:
    print(json.dumps([rating.summary() for rating in ratings], indent=1, ensure_ascii=False) if as_json else side_by_side(ratings))


def _save(ratings: tuple[Rating, ...], path: str, advisor: Advisor) -> int:
    from bot.cards.compare import compare_card

    return save_card(path, compare_card(ratings, advisor.today))


def side_by_side(ratings: tuple[Rating, ...]) -> str:
    """Return ratings as a table: a column a service, a line a criterion, what weighs most first."""
    rows = [
        ("", *(rating.platform.name for rating in ratings)),
        (say("Grade"), *(grade(rating) for rating in ratings)),
        (say("Points of 100"), *(say("{low} to {high}", low=f"{rating.low:.0f}", high=f"{rating.high:.0f}") for rating in ratings)),
        *((line.criterion.name, *(f"{MARKS[cell.mark]} {cell.word}" for cell in line.cells)) for line in lines(ratings)),
    ]
    return "\n".join([*map(_row, rows), "", ahead(ratings)])


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    return (first.ljust(_FIRST) + "".join(cell[: _WIDTH - 2].ljust(_WIDTH) for cell in others)).rstrip()


def platforms(chosen: argparse.Namespace) -> int:
    """Print every service there is evidence on, best grade first."""
    from bot.skills.platforms import by_grade

    with open_advisor(settings_from_environment(), exact=True) as advisor:
        ratings = by_grade(tuple(rate_platform(one, advisor.library.rubric, advisor.today) for one in advisor.library.platforms))
    if chosen.json:
        print(json.dumps([rating.summary() for rating in ratings], indent=1, ensure_ascii=False))
        return 0
    for rating in ratings:
        print(f"{MARKS[grade_mark(rating)]} {rating.platform.name.ljust(_FIRST)} {grade(rating).ljust(14)} {known(rating)}")
    return 0
