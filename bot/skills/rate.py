"""/rate: how a service treats photos, by evidence. Also what to do when the service is unknown, unclear or a copy."""

from __future__ import annotations

from dataclasses import replace

from bot.messages import Bullets, Button, Paragraph, Reply, Request, button
from bot.ratings import onward
from bot.ratings.details import TWO_NOES, all_criteria, one_criterion, red_flags, to_check
from bot.ratings.explain import card
from bot.ratings.find import MAX_ASKED, Match, find
from bot.ratings.names import words
from bot.ratings.score import rate
from bot.skills import Context
from knowledge.schema import Library, Lookalike, Platform

#: Longer names, in letters or words, are not repeated to the person: they are sentences.
MAX_ECHO_CHARS = 40
MAX_ECHO_WORDS = 3
SENTENCE_OPENINGS = frozenset({"is", "are", "does", "do", "can", "what", "how", "rate", "check", "tell"})


def reply(request: Request, context: Context) -> Reply:
    """Return a rating, a view of it ("virbo all", "virbo training"), or how to go on without one."""
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
    return _several(match) if match.kind == "several" else _unknown(match.host or text, context.library)


def _view(text: str, library: Library) -> tuple[Platform | None, str]:
    """Return what a button of a rating asks for: "<platform id>", "<id> all", "<id> check", "<id> <criterion id>"."""
    name, _, view = text.partition(" ")
    views = {"", "all", "check", *(criterion.id for criterion in library.rubric)}
    platform = next((platform for platform in library.platforms if platform.id == name), None)
    return (platform, view) if view in views else (None, "")


def _rated(platform: Platform, view: str, request: Request, context: Context) -> Reply:
    library, today = context.library, context.today
    context.memory.remember(request.conversation, replace(context.memory.recall(request.conversation), platform=platform.id))
    rating = rate(platform, library.rubric, today)
    if view == "all":
        return all_criteria(rating, today)
    if view == "check":
        return to_check(rating, library)
    criterion = next((criterion for criterion in library.rubric if criterion.id == view), None)
    return one_criterion(rating, criterion, library, today) if criterion else card(rating, library, today)


def _respelled(shown: Reply, platform: Platform) -> Reply:
    return replace(shown, blocks=(Paragraph(f"I take it you mean {platform.name}."), *shown.blocks))


def _choices(platforms: tuple[Platform, ...]) -> tuple[Button, ...]:
    return tuple(button(platform.name, "rate", platform.id) for platform in platforms[:MAX_ASKED])


def _which(library: Library) -> Reply:
    return Reply(
        blocks=(
            Paragraph("Which service? Write its name or its address.", strong=True),
            Paragraph("An address is safer: names are often copied. Or pick one I have evidence on:"),
        ),
        buttons=_choices(library.platforms),
    )


def _several(match: Match) -> Reply:
    names = " or ".join(platform.name for platform in match.platforms[:MAX_ASKED])
    strange = f"{_echo(match.host)} is not an address I know for it. Copies use known names: check it letter by letter before you upload."
    return Reply(
        blocks=(Paragraph(f"Did you mean {names}?", strong=True), *((Paragraph(strange),) if match.host else ())),
        buttons=(*_choices(match.platforms), button("Something else", "rate")),
    )


def _copy(copy: Lookalike, real: Platform) -> Reply:
    """Return a warning about a known look-alike, and the way to the service it is mistaken for."""
    own = f" The address I know for {real.name} is {real.domains[0]}." if real.domains else ""
    return Reply(
        blocks=(
            Paragraph(f"Careful: {copy.domain} is not {real.name}.", strong=True),
            Paragraph(f"{copy.note}{own}"),
            Paragraph("Don't upload a photo there in the belief that it is the same service."),
        ),
        buttons=(button(f"Rate {real.name}", "rate", real.id), button("Another service", "rate")),
    )


def _unknown(name: str, library: Library) -> Reply:
    """Return that there is no evidence, and the red flags that weigh most, to check for oneself."""
    flags = red_flags(library.rubric)
    return Reply(
        blocks=(
            Paragraph(f"I have no evidence on {_echo(name)}. That says nothing good or bad about it.", strong=True),
            Paragraph(f"You can check it yourself in a few minutes. The {len(flags)} things that weigh most:"),
            Bullets(flags, numbered=True),
            Paragraph(TWO_NOES),
        ),
        buttons=(
            *onward.ask_button(library.passages.get(onward.RED_FLAGS)),
            button("Clean a photo", "clean"),
            button("Which services do you know?", "rate"),
        ),
    )


def _echo(name: str) -> str:
    """Return what the person wrote, if it looks like a name and not like a sentence."""
    said = words(name)
    line = " ".join(name.split())
    is_name = said and len(said) <= MAX_ECHO_WORDS and said[0] not in SENTENCE_OPENINGS and "?" not in line
    return line if is_name and len(line) <= MAX_ECHO_CHARS else "that service"
