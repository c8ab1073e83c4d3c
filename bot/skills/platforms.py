"""/platforms: every service there is evidence on, best grade first, a few a page; those without a grade come last."""

from __future__ import annotations

from bot.messages import Block, Button, Paragraph, Reply, Request, Row, button
from bot.ratings.comparison import grade, grade_mark, known
from bot.ratings.score import GRADES, Rating, rate
from bot.skills import Context
from bot.strings import say, say_count

#: Services on a page: as many as a phone shows with their buttons.
PAGE = 8


def reply(request: Request, context: Context) -> Reply:
    """Return one page of the list; the text is its number, counted from 1."""
    ratings = by_grade(tuple(rate(one, context.library.rubric, context.today) for one in context.library.platforms))
    pages = max(1, -(-len(ratings) // PAGE))
    page = min(_number(request.text), pages)
    shown = ratings[(page - 1) * PAGE : page * PAGE]
    graded = sum(rating.grade is not None for rating in ratings)
    return Reply(
        blocks=(*_opening(len(ratings), graded, page, pages), *_rows(shown)),
        buttons=(*(button(one.platform.name, "rate", one.platform.id) for one in shown), *_turning(page, pages)),
    )


def by_grade(ratings: tuple[Rating, ...]) -> tuple[Rating, ...]:
    """Return ratings by grade, then by points, then by name; without a grade last, those on which most is known first."""
    order = {grade: number for number, (grade, _) in enumerate(GRADES)}

    def place(rating: Rating) -> tuple[int, float, str]:
        name = rating.platform.name.casefold()
        return (len(order), -rating.known, name) if rating.grade is None else (order[rating.grade], -rating.low, name)

    return tuple(sorted(ratings, key=place))


def _number(text: str) -> int:
    """Return the page a text asks for; the first for anything that is no number."""
    text = text.strip()
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) <= 4 else 1


def _opening(count: int, graded: int, page: int, pages: int) -> tuple[Block, ...]:
    services = say_count("I have evidence on 1 service", "I have evidence on {n} services", count)
    grades = say_count("1 has a grade", "{n} have a grade", graded)
    where = " " + say("Page {page} of {pages}.", page=page, pages=pages) if pages > 1 else ""
    point = Paragraph(f"{services}; {grades}.{where}", strong=True)
    if page > 1:
        return (point,)
    return (point, Paragraph(say("Best grade first. Without a grade, too little is known yet: that says nothing good or bad.")))


def _rows(ratings: tuple[Rating, ...]) -> tuple[Row, ...]:
    return tuple(Row(grade_mark(rating), rating.platform.name, f"{grade(rating)}. {known(rating)}") for rating in ratings)


def _turning(page: int, pages: int) -> tuple[Button, ...]:
    before = (button(say("Page {page}", page=page - 1), "platforms", str(page - 1)),) if page > 1 else ()
    after = (button(say("Page {page}", page=page + 1), "platforms", str(page + 1)),) if page < pages else ()
    return (*before, *after, button(say("Compare some"), "compare"))
