"""/privacy: exactly what is held, where, and for how long."""

from __future__ import annotations

from bot.messages import Bullets, Paragraph, Reply, Request, button
from bot.skills import Context
from bot.skills.help import keeps, run_by, service_of
from bot.strings import say


def reply(request: Request, context: Context) -> Reply:
    """Return what the bot keeps, what the chat service keeps, and how to have it erased."""
    return Reply(
        blocks=(
            Paragraph(say("What I keep: no photo and no words of yours."), strong=True),
            Bullets(
                (
                    say("Photos and texts are in memory while I work on them, then gone. Nothing is written to disk."),
                    say(
                        "For {minutes} minutes I remember what this chat was about: which service, guide and language, "
                        "and where a dialogue stands. /forget erases it.",
                        minutes=context.settings.memory_minutes,
                    ),
                    say('My log holds kinds, sizes and durations, such as "photo ok in 0.12 s". No texts, names or photos.'),
                    _lookup(context),
                )
            ),
            Paragraph(_service(request)),
            Paragraph(run_by(context)),
        ),
        buttons=(button(say("Erase what you remember"), "forget"), button(say("What can you do?"), "help")),
    )


def _lookup(context: Context) -> str:
    model = context.settings.llm_model
    if not model:
        return say("I use no tracking, and no outside AI: your question is looked up by a small model on the machine I run on.")
    return say(
        "I use no tracking. Your question, and the guides I find for it, are given to a language model ({model}) that puts the answer "
        "into words. Photos never are.",
        model=model,
    )


def _service(request: Request) -> str:
    if request.door in ("web", "terminal"):
        return f"{keeps(request)} {say('Close this window and there is nothing left.')}"
    return say(
        "{service} is not mine: what you send here is stored there until you delete it. To keep the place of a photo off every server, "
        "use your phone's share options to leave it out, or run Unexposed on your own computer.",
        service=service_of(request),
    )
