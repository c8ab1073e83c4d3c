"""/compare: two to four services side by side, by name or by button ("compare:virbo firefly")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.cards.compare import compare_picture
from bot.messages import MAX_KEY_BYTES, Block, Bullets, Button, Paragraph, Reply, Request, Row, button
from bot.ratings.checklist import name_for_key, plain_name
from bot.ratings.comparison import MOST, ahead, grade_mark, grade_words, line_in_words, lines
from bot.ratings.find import all_mentioned, find
from bot.ratings.score import Rating, rate
from bot.skills import SKILLS, Context
from bot.strings import say
from knowledge.schema import Library, Platform

#: At the end of a button's text: offer services to add; show every criterion.
_MORE, _ALL = "+", "="
#: Criteria in the first view, as many as the picture has.
_FIRST = 6
#: Services offered to compare with.
_OFFERED = 6
_OPENING = re.compile(r"^\W*(?:(?:please|can you|could you)\s+)?compare\b(?:\s+(?:me|between))?\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;&\n/]|\+(?=\s*\S)|\b(?:vs|versus)\b\.?|\b(?:and|or|with|to|against)\b)\s*", re.IGNORECASE)
_COMPARES = re.compile(r"\b(?:compare[ds]?|vs|versus|safer|better|difference)\b", re.IGNORECASE)
#: "compare X and Y", "X vs Y", and nothing else around.
_IN_WORDS = re.compile(r"^\W*(?:compare\s+\S.*|[\w.&' -]{2,40}\s(?:vs|versus)\.?\s[\w.&' -]{2,40})\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """What a message names: services known here, names that are not, and the first that must be asked about."""

    known: tuple[Platform, ...] = ()
    strange: tuple[str, ...] = ()
    unclear: str = ""


def compares(text: str) -> bool:
    """Tell whether a text that names several services wants them side by side."""
    return _COMPARES.search(text) is not None


def asked_in_words(text: str, platforms: tuple[Platform, ...]) -> bool:
    """Tell "compare virbo and firefly" and "virbo vs firefly"; at least one of the names is known."""
    return _IN_WORDS.match(text) is not None and bool(all_mentioned(text, platforms))


def reply(request: Request, context: Context) -> Reply:
    """Return the services side by side, or how to name them."""
    text = request.text.strip()
    platforms = context.library.platforms
    wanted = named(text.removesuffix(_MORE).removesuffix(_ALL), platforms)
    if wanted.unclear:
        return SKILLS["rate"].reply(replace(request, skill="rate", text=wanted.unclear), context)
    if len(wanted.known) < 2 or text.endswith(_MORE):
        return _with_which(wanted, context)
    ratings = tuple(rate(platform, context.library.rubric, context.today) for platform in wanted.known[:MOST])
    return _every_line(ratings) if text.endswith(_ALL) else _compared(ratings, wanted, request, context)


def named(text: str, platforms: tuple[Platform, ...]) -> Named:
    """Return what a text names, each once, in its order."""
    known: dict[str, Platform] = {}
    strange: list[str] = []
    for part in filter(None, map(str.strip, _BETWEEN.split(_OPENING.sub("", text)))):
        match, one_each = find(part, platforms), _one_each(part, platforms)
        found = one_each or (match.platforms if match.kind == "one" else all_mentioned(part, platforms))
        if match.lookalike or (match.kind == "several" and not found):
            return Named(unclear=part)
        known |= {platform.id: platform for platform in found}
        if not found and plain_name(part):
            strange.append(plain_name(part))
    return Named(tuple(known.values()), tuple(dict.fromkeys(strange)))


def _one_each(part: str, platforms: tuple[Platform, ...]) -> tuple[Platform, ...]:
    """Return the services of "virbo firefly", where every word is one by itself; none otherwise."""
    ids = {platform.id: platform for platform in platforms}
    each = [(ids[word],) if word in ids else _exactly(word, platforms) for word in part.split()]
    return tuple(one for found in each for one in found) if len(each) > 1 and all(each) else ()


def _exactly(word: str, platforms: tuple[Platform, ...]) -> tuple[Platform, ...]:
    match = find(word, platforms)
    return match.platforms if match.kind == "one" and not match.respelled else ()


def together(platforms: tuple[Platform, ...]) -> tuple[Button, ...]:
    """Return the button that sets services side by side; none for a single one, or where their ids do not fit a button."""
    return _to(say("Compare them"), tuple(platform.id for platform in platforms[:MOST])) if len(platforms) > 1 else ()


def _to(label: str, ids: tuple[str, ...], more: str = "") -> tuple[Button, ...]:
    text = " ".join((*ids, more)).strip()
    return (button(label, "compare", text),) if len(f"compare:{text}".encode()) <= MAX_KEY_BYTES else ()


def _with_which(wanted: Named, context: Context) -> Reply:
    """Return the question what else to compare with, and the services to choose from."""
    chosen = tuple(platform.id for platform in wanted.known)
    if len(chosen) >= MOST:
        point = say("Four fit side by side, no more.")
    elif chosen:
        point = say("Compare {names} with which?", names=", ".join(platform.name for platform in wanted.known))
    else:
        point = say("Which services shall I set side by side? Name two to four.")
    how = say("Write it like this: compare Virbo and KissMe.ai. Or pick one:")
    others = [one for one in _most_known(context) if one.id not in chosen][:_OFFERED]
    picks = (way for one in others for way in _to(one.name, (*chosen, one.id), "" if chosen else _MORE)) if len(chosen) < MOST else ()
    anew = (button(say("Other services"), "compare"),) if chosen else ()
    return Reply(
        blocks=(Paragraph(point, strong=True), *_about_strangers(wanted.strange), Paragraph(how)),
        buttons=(*picks, *together(wanted.known), *_check_strangers(wanted.strange), *anew),
    )


def _most_known(context: Context) -> list[Platform]:
    """Return the services on which most is known first."""
    library: Library = context.library
    known = {one.id: rate(one, library.rubric, context.today).known for one in library.platforms}
    return sorted(library.platforms, key=lambda one: (-known[one.id], one.name.casefold()))


def _about_strangers(names: tuple[str, ...]) -> tuple[Block, ...]:
    if not names:
        return ()
    return (Paragraph(say("I have no evidence on {names}. That says nothing good or bad.", names=", ".join(names))),)


def _check_strangers(names: tuple[str, ...]) -> tuple[Button, ...]:
    return tuple(button(say("Check {name} together", name=name), "check", name_for_key(name)) for name in names[:2])


def _compared(ratings: tuple[Rating, ...], wanted: Named, request: Request, context: Context) -> Reply:
    picture = () if request.door == "terminal" else (compare_picture(ratings, context.today, both=request.door == "web"),)
    left_out = tuple(platform.name for platform in wanted.known[MOST:])
    return Reply(
        blocks=(
            Paragraph(ahead(ratings), strong=True),
            *picture,
            *(Row(grade_mark(rating), rating.platform.name, grade_words(rating)) for rating in ratings),
            Paragraph(say("What weighs most:")),
            Bullets(tuple(line_in_words(line, ratings) for line in lines(ratings)[:_FIRST])),
            *_about_strangers(wanted.strange),
            *((Paragraph(say("Four fit side by side. Left out: {names}.", names=", ".join(left_out))),) if left_out else ()),
        ),
        buttons=(
            *_to(say("All {n} criteria", n=ratings[0].total), _ids(ratings), _ALL),
            *(button(rating.platform.name, "rate", rating.platform.id) for rating in ratings),
            *(_to(say("One more ..."), _ids(ratings), _MORE) if len(ratings) < MOST else ()),
            *_check_strangers(wanted.strange),
        ),
    )


def _ids(ratings: tuple[Rating, ...]) -> tuple[str, ...]:
    return tuple(rating.platform.id for rating in ratings)


def _every_line(ratings: tuple[Rating, ...]) -> Reply:
    """Return all criteria in words, what weighs most first."""
    names = ", ".join(rating.platform.name for rating in ratings)
    every = Bullets(tuple(line_in_words(line, ratings) for line in lines(ratings)))
    return Reply(
        blocks=(Paragraph(say("{names}: all criteria.", names=names), strong=True), every),
        buttons=(
            *_to(say("The short version"), _ids(ratings)),
            *(button(rating.platform.name, "rate", rating.platform.id) for rating in ratings),
        ),
    )
