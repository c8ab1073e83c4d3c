"""/language: the language I answer in, chosen by the person."""

from __future__ import annotations

from dataclasses import replace

from bot.messages import Bullets, Button, Paragraph, Reply, Request, button
from bot.skills import Context
from bot.skills.help import first_steps
from bot.strings import say, speaking
from knowledge.languages import base_of, name_of, spoken_languages

#: What a person writes to have the language told from each message again.
AUTOMATIC = "auto"


def reply(request: Request, context: Context) -> Reply:
    """Return the languages to choose from, or remember the one that was named."""
    wanted = request.text.strip().casefold()
    if not wanted:
        return _choices()
    if wanted == AUTOMATIC:
        _remember(request, context, "", chosen=False)
        return Reply(blocks=(Paragraph(say("Done: I answer in the language you write in."), strong=True),), buttons=first_steps())
    language = _meant(wanted)
    if language is None:
        return _unknown()
    _remember(request, context, language, chosen=True)
    with speaking(language):
        return _changed(context, language)


def _meant(wanted: str) -> str | None:
    """Return the language meant by its code ("de", "pt-BR"), its own name ("Deutsch") or its English one; None for others."""
    names = {name_of(code, in_language).casefold(): code for code in spoken_languages() for in_language in (code, "en")}
    return base_of(wanted) if base_of(wanted) in spoken_languages() else names.get(wanted)


def _choices() -> Reply:
    return Reply(
        blocks=(
            Paragraph(say("Which language shall I answer in?"), strong=True),
            Paragraph(say("Without a choice I answer in the language you write in. Some guides are in English only; I say so then.")),
        ),
        buttons=_buttons(),
    )


def _unknown() -> Reply:
    names = tuple(name_of(code, code) for code in spoken_languages())
    return Reply(blocks=(Paragraph(say("I don't speak that one yet. I can do these:"), strong=True), Bullets(names)), buttons=_buttons())


def _buttons() -> tuple[Button, ...]:
    named = (button(name_of(code, code), "language", code) for code in spoken_languages())
    return (*named, button(say("The one I write in"), "language", AUTOMATIC))


def _changed(context: Context, language: str) -> Reply:
    words = say("Done: I answer in {language} now.", language=name_of(language, language))
    until = say("I remember that for {minutes} minutes after your last message.", minutes=context.settings.memory_minutes)
    return Reply(blocks=(Paragraph(words, strong=True), Paragraph(until)), buttons=first_steps(), language=language)


def _remember(request: Request, context: Context, language: str, *, chosen: bool) -> None:
    before = context.memory.recall(request.conversation)
    context.memory.remember(request.conversation, replace(before, language=language, chosen=chosen))
