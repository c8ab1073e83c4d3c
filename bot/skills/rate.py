"""/rate: how a service treats photos, by evidence. Also what to do when the service is unknown, unclear or a copy."""

from __future__ import annotations

from dataclasses import replace

from bot.messages import Bullets, Button, Paragraph, Reply, Request, button
from bot.ratings import onward
from bot.ratings.checklist import name_for_key, plain_name
from bot.ratings.details import TWO_NOES, all_criteria, evidence_page, evidence_pages, one_criterion, red_flags, to_check
from bot.ratings.explain import card
from bot.ratings.find import MAX_ASKED, Match, find
from bot.ratings.score import Rating, rate
from bot.skills import Context, compare
from bot.strings import say
from knowledge.schema import Library, Lookalike, Platform

#: Services offered where none was named; the rest are a press away.
MAX_OFFERED = 4


def reply(request: Request, context: Context) -> Reply:
    """Return a rating, a view of it ("virbo all", "virbo evidence", "virbo training"), or how to go on without one."""
    text = request.text.strip()
    if not text:
        return _which(context.library)
    platform, view = _view(text, context.library)
    if platform:
        return _rated(platform, view, request, context)
    match = find(text, context.library.platforms)
    if match.kind == "one":
        shown = _rated(match.platforms[0], "", request, context)
        return _respelled(shown, match.platforms[0]) if match.respelled else shown
    if match.lookalike:
        return _copy(match.lookalike, match.platforms[0])
    if match.kind == "several":
        return compare.reply(request, context) if compare.compares(text) and not match.respelled else _several(match)
    return _unknown(match.host or text, context.library)


def _view(text: str, library: Library) -> tuple[Platform | None, str]:
    """Return what a button of a rating asks for: "<platform id>", or with "all", "check", "evidence 2", "<criterion id>" after it."""
    name, _, view = text.partition(" ")
    views = {"", "all", "check", "evidence", *(criterion.id for criterion in library.rubric)}
    platform = next((platform for platform in library.platforms if platform.id == name), None)
    return (platform, view) if view in views or _page(view) else (None, "")


def _page(view: str) -> int:
    """Return the page that "evidence" or "evidence 2" asks for; 0 for any other view."""
    kind, _, number = view.partition(" ")
    if kind != "evidence" or not (number or "1").isdecimal() or len(number) > 2:
        return 0
    return int(number or 1)


def _rated(platform: Platform, view: str, request: Request, context: Context) -> Reply:
    context.memory.remember(request.conversation, replace(context.memory.recall(request.conversation), platform=platform.id))
    rating = rate(platform, context.library.rubric, context.today)
    return _seen(rating, view, context) if view else card(rating, context.library, context.today, door=request.door)


def _seen(rating: Rating, view: str, context: Context) -> Reply:
    """Return one view of the work behind a rating; a page that is no longer there becomes the last one."""
    library, today = context.library, context.today
    if view == "all":
        return all_criteria(rating, today)
    if view == "check":
        return to_check(rating, library)
    if page := _page(view):
        return evidence_page(rating, today, min(page, evidence_pages(rating)))
    return one_criterion(rating, next(criterion for criterion in library.rubric if criterion.id == view), library, today)


def _respelled(shown: Reply, platform: Platform) -> Reply:
    return replace(shown, blocks=(Paragraph(say("I take it you mean {name}.", name=platform.name)), *shown.blocks))


def _choices(platforms: tuple[Platform, ...], most: int = MAX_ASKED) -> tuple[Button, ...]:
    return tuple(button(platform.name, "rate", platform.id) for platform in platforms[:most])


def _which(library: Library) -> Reply:
    return Reply(
        blocks=(
            Paragraph(say("Which service? Write its name or its address."), strong=True),
            Paragraph(say("An address is safer: names are often copied. Or pick one I have evidence on:")),
        ),
        buttons=(*_choices(library.platforms, MAX_OFFERED), button(say("All services, by grade"), "platforms")),
    )


def _several(match: Match) -> Reply:
    asked = match.platforms[:MAX_ASKED]
    names = say(" or ").join(platform.name for platform in asked)
    strange = say(
        "{address} is not an address I know for it. Copies use known names: check it letter by letter before you upload.",
        address=_echo(match.host),
    )
    together = compare.together(asked) if not match.host else ()
    return Reply(
        blocks=(Paragraph(say("Did you mean {names}?", names=names), strong=True), *((Paragraph(strange),) if match.host else ())),
        buttons=(*_choices(asked), *together, button(say("Something else"), "rate")),
    )


def _copy(copy: Lookalike, real: Platform) -> Reply:
    """Return a warning about a known look-alike, and the way to the service it is mistaken for."""
    known = say("The address I know for {name} is {address}.", name=real.name, address=real.domains[0]) if real.domains else ""
    return Reply(
        blocks=(
            Paragraph(say("Careful: {copy} is not {name}.", copy=copy.domain, name=real.name), strong=True),
            Paragraph(f"{copy.note} {known}".strip()),
            Paragraph(say("Don't upload a photo there in the belief that it is the same service.")),
        ),
        buttons=(button(say("Rate {name}", name=real.name), "rate", real.id), button(say("Another service"), "rate")),
    )


def _unknown(name: str, library: Library) -> Reply:
    """Return that there is no evidence, the red flags that weigh most, and how to find out together: by checklist or by its policy."""
    flags = red_flags(library.rubric)
    return Reply(
        blocks=(
            Paragraph(say("I have no evidence on {name}. That says nothing good or bad about it.", name=_echo(name)), strong=True),
            Paragraph(say("You can check it yourself in a few minutes. The {n} things that weigh most:", n=len(flags))),
            Bullets(flags, numbered=True),
            Paragraph(say(TWO_NOES)),
        ),
        buttons=(
            button(say("Check it together"), "check", name_for_key(plain_name(name)) or "~"),
            button(say("Read its policy"), "policy"),
            *onward.ask_button(library.passages.get(onward.RED_FLAGS)),
            button(say("Clean a photo"), "clean"),
            button(say("Which services do you know?"), "platforms"),
        ),
    )


def _echo(name: str) -> str:
    """Return what the person wrote, if it looks like a name and not like a sentence."""
    return plain_name(name) or say("that service")
