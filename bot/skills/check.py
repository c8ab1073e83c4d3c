"""/check: finding out together. One question a message, answered by buttons or in words; the answers make a card.

Nothing is kept between the questions: name and answers stand in every button ("check:smoochify ~yn?"), so a button
works after a restart. Where people type instead, memory holds the same letters, and the name only of a service that
is known here, for a name that somebody typed is words of theirs.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.messages import Bullets, Button, Paragraph, Reply, Request, button
from bot.ratings.checklist import (
    IN_POLICY,
    in_order,
    name_for_key,
    plain_name,
    rating_by_you,
    unheard_of,
    with_skips,
    without_last,
)
from bot.ratings.details import all_criteria
from bot.ratings.explain import card
from bot.ratings.find import find
from bot.ratings.score import rate
from bot.ratings.wording import spoken_day
from bot.skills import SKILLS, Context
from bot.strings import phrase, say
from knowledge.schema import Criterion, Platform

#: After the answers: show the result although questions are open; show all its criteria.
_RESULT, _ALL = "!", "="
_CODE = re.compile(r"(?P<name>.*?)\s*~(?P<answers>[ypns?-]*)(?P<view>[!=]?)", re.DOTALL)
#: What the buttons say.
_YES, _PARTLY, _NO, _SILENT, _UNSURE = phrase("Yes"), phrase("Partly"), phrase("No"), phrase("It doesn't say"), phrase("Don't know")
_BACK, _SO_FAR = phrase("Back"), phrase("Result so far")
#: The same, as people type it.
_TYPED = {
    **dict.fromkeys(("yes", "y", "yep", "yeah"), "y"),
    **dict.fromkeys(("partly", "partially", "sort of", "kind of", "half"), "p"),
    **dict.fromkeys(("no", "n", "nope"), "n"),
    **dict.fromkeys(("it doesnt say", "it does not say", "doesnt say", "nothing", "not stated"), "s"),
    **dict.fromkeys(("dont know", "i dont know", "idk", "no idea", "not sure", "unsure", "skip"), "?"),
    **dict.fromkeys(("back", "undo"), "<"),
    **dict.fromkeys(("result", "result so far", "stop", "done", "enough"), _RESULT),
}


def reply(request: Request, context: Context) -> Reply:
    """Return the next question, or what the answers so far make."""
    coded = _CODE.fullmatch(request.text.strip())
    name, answers, view = (coded["name"], coded["answers"], coded["view"]) if coded else (request.text.strip(), "", "")
    platform = _meant(name, context)
    if platform is None:
        return SKILLS["rate"].reply(replace(request, skill="rate", text=name), context)
    if not name and not coded:
        return _which(context)
    return _go_on(platform, answers, view, request, context)


def typed(text: str, step: str) -> str:
    """Return what a typed "yes" or "back" means at a step of the checklist, as the text of its button; "" for anything else."""
    coded = _CODE.fullmatch(step)
    letter = _TYPED.get(_plain(text)) or _translated().get(_plain(text), "")
    if coded is None or not letter:
        return ""
    if letter == "<":
        return f"{coded['name']} ~{without_last(coded['answers'])}"
    return f"{coded['name']} ~{coded['answers']}{letter}"


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub("['\u2019]", "", text).casefold()))


def _translated() -> dict[str, str]:
    """Return the words of the buttons in the language spoken now."""
    pairs = ((_YES, "y"), (_PARTLY, "p"), (_NO, "n"), (_SILENT, "s"), (_UNSURE, "?"), (_BACK, "<"), (_SO_FAR, _RESULT))
    return {_plain(say(words)): letter for words, letter in pairs}


def _meant(name: str, context: Context) -> Platform | None:
    """Return the service to check, made up where nobody knows it; None where it has to be asked about or warned of first."""
    platforms = context.library.platforms
    known = next((platform for platform in platforms if platform.id == name), None)
    if known or not name:
        return known or unheard_of("")
    match = find(name, platforms)
    if match.kind == "one":
        return match.platforms[0]
    return None if match.lookalike else unheard_of(name_for_key(plain_name(name)))


def _which(context: Context) -> Reply:
    """Return the question which service, with those that have no grade yet."""
    library = context.library
    open_ones = [one for one in library.platforms if rate(one, library.rubric, context.today).grade is None]
    return Reply(
        blocks=(
            Paragraph(say("Which service shall we check together?"), strong=True),
            Paragraph(say("Write /check and its name, such as /check smoochify. Or pick one that has no grade yet:")),
        ),
        buttons=tuple(button(one.name, "check", one.id) for one in open_ones[:5]),
    )


def _go_on(platform: Platform, answers: str, view: str, request: Request, context: Context) -> Reply:
    asked = in_order(context.library.rubric)
    answers = with_skips(answers[: len(asked)], platform, context.library, context.today)
    done = bool(view) or len(answers) >= len(asked)
    before = context.memory.recall(request.conversation)
    step = "" if done else f"check:{_key(replace(platform, name=''), answers)}"
    context.memory.remember(request.conversation, replace(before, platform=platform.id or before.platform, step=step))
    if view == _ALL:
        return _all(platform, answers, context)
    return _result(platform, answers, request, context) if done else _question(platform, answers, asked[len(answers)], context)


def _key(platform: Platform, answers: str, view: str = "") -> str:
    return f"{platform.id or platform.name} ~{answers}{view}".strip()


def _question(platform: Platform, answers: str, criterion: Criterion, context: Context) -> Reply:
    """Return one question: where to look, what each answer means, and how far it is."""
    number = len(answers.replace("-", "")) + 1
    total = number + _left(platform, answers + "?", context)
    of = say("{name}, {number} of {total}: {question}", name=platform.name, number=number, total=total, question=criterion.question)
    hint = say("A few minutes, and you can stop at any time. I keep none of your answers.")
    return Reply(
        blocks=(
            Paragraph(of, strong=True),
            Paragraph(say("Where do I find this? {how}", how=criterion.check)),
            Bullets(_meanings(criterion)),
            *((Paragraph(hint),) if number == 1 else ()),
        ),
        buttons=(*_answers(platform, answers, criterion), *_around(platform, answers)),
    )


def _meanings(criterion: Criterion) -> tuple[str, ...]:
    """Return what each answer stands for; silence is told apart from a no, which weighs more where it caps the whole."""
    silent = (say("It doesn't say: you looked, and there is not a word on it."),) if criterion.id in IN_POLICY else ()
    return (
        say("Yes: {meaning}", meaning=criterion.meets),
        say("Partly: {meaning}", meaning=criterion.partly),
        *silent,
        say("No: {meaning}", meaning=criterion.fails),
    )


def _left(platform: Platform, answers: str, context: Context) -> int:
    """Return how many questions come after these answers."""
    asked, left = len(in_order(context.library.rubric)), 0
    while len(answers := with_skips(answers, platform, context.library, context.today)) < asked:
        answers += "?"
        left += 1
    return left


def _answers(platform: Platform, answers: str, criterion: Criterion) -> tuple[Button, ...]:
    letters = [(_YES, "y"), (_PARTLY, "p"), (_SILENT, "s"), (_NO, "n"), (_UNSURE, "?")]
    shown = letters if criterion.id in IN_POLICY else [pair for pair in letters if pair[1] != "s"]
    return tuple(button(say(words), "check", _key(platform, answers + letter)) for words, letter in shown)


def _around(platform: Platform, answers: str) -> tuple[Button, ...]:
    """Return the ways back and out, once something was answered."""
    if not answers.strip("-"):
        return ()
    back = button(say(_BACK), "check", _key(platform, without_last(answers)))
    return (back, button(say(_SO_FAR), "check", _key(platform, answers, _RESULT)))


def _result(platform: Platform, answers: str, request: Request, context: Context) -> Reply:
    """Return the card that the answers make, with whose they are and what they count for."""
    rating = rating_by_you(platform, answers, context.library, context.today)
    day = spoken_day(context.today)
    note = say("with what you saw today, {day}", day=day) if platform.evidence else say("by you, today ({day})", day=day)
    shown = card(rating, context.library, context.today, door=request.door, note=note, buttons=_after(platform, answers, rating.total))
    counts = say("What you saw counts as much as a service's own promise: it was read once, by you. Your answers are not kept.")
    return replace(shown, blocks=(*shown.blocks, Paragraph(counts)), sources=shown.sources if platform.evidence else ())


def _after(platform: Platform, answers: str, total: int) -> tuple[Button, ...]:
    rated = (button(say("Without my answers"), "rate", platform.id),) if platform.evidence else ()
    back = (button(say("Back one question"), "check", _key(platform, without_last(answers))),) if answers.strip("-") else ()
    on = (button(say("Go on"), "check", _key(platform, answers)),) if len(answers) < total else ()
    every = button(say("All {n} criteria", n=total), "check", _key(platform, answers, _ALL))
    again = button(say("Start again"), "check", platform.id or f"{platform.name} ~")
    return (*on, every, *back, again, *rated, button(say("Clean a photo"), "clean"))


def _all(platform: Platform, answers: str, context: Context) -> Reply:
    """Return every criterion with what was seen on it."""
    rating = rating_by_you(platform, answers, context.library, context.today)
    back = button(say("The short version"), "check", _key(platform, answers, _RESULT))
    shown = all_criteria(rating, context.today, (back,))
    return shown if platform.evidence else replace(shown, sources=())
