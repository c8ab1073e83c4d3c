"""The first message, and /help: what the bot does and where to begin."""

from __future__ import annotations

from bot.messages import Bullets, Button, Paragraph, Reply, Request, button
from bot.settings import Settings
from bot.skills import SKILLS, Context
from bot.strings import say


def reply(request: Request, context: Context) -> Reply:
    """Return the welcome for /start (and for an empty message), the list of commands for /help."""
    if request.skill == "help":
        return _help(request)
    return Reply(blocks=(*_welcome(request, context),), buttons=first_steps())


def first_steps() -> tuple[Button, ...]:
    """Return the three ways to begin, and a photo to try."""
    return (
        button(say("Clean a photo"), "clean"),
        button(say("Is a service safe?"), "rate"),
        button(say("What can go wrong?"), "ask", "guides/en/hidden-risks#overview"),
        button(say("Try a sample photo"), "sample"),
    )


def _welcome(request: Request, context: Context) -> tuple[Paragraph, ...]:
    return (
        Paragraph(say("I help you with one thing: using AI photo tools without giving away more than you want."), strong=True),
        Paragraph(_begin(request)),
        Paragraph(f"{keeps(request)} {run_by(context)}"),
    )


def _begin(request: Request) -> str:
    if request.door == "web":
        return say("Ask me anything, name a service, or drop a photo here and I'll take out what it tells about you.")
    if request.door == "terminal":
        return say("Ask me anything, name a service, or type the path of a photo and I'll take out what it tells about you.")
    return say("Ask me anything, name a service, or send a photo as a file and I'll take out what it tells about you.")


def run_by(context: Context) -> str:
    """Return who runs the bot, and what not to send."""
    return say("Run by {operator}. Please no intimate pictures and no photos of children.", operator=operator(context.settings))


def operator(settings: Settings) -> str:
    """Return who runs the bot, in words a person reads: "NAME (CONTACT)"."""
    name = settings.operator_name or say("whoever started this copy")
    return f"{name} ({settings.operator_contact})" if settings.operator_contact else name


def keeps(request: Request) -> str:
    """Return, in one sentence, what happens to what people send through this door."""
    if request.door in ("web", "terminal"):
        return say("Everything stays on this computer, and I keep none of it.")
    return say("I keep nothing; {service} keeps what you send until you delete it there.", service=service_of(request))


def service_of(request: Request) -> str:
    """Return the chat service that a message came through, by the name people know."""
    return {"telegram": "Telegram", "discord": "Discord"}.get(request.door) or say("the chat service")


def _help(request: Request) -> Reply:
    slash = "" if request.door == "web" else "/"
    listed = tuple(f"{slash}{skill.name}: {say(skill.summary)}" for skill in SKILLS.values() if skill.listed)
    return Reply(
        blocks=(
            Paragraph(say("Write as you would to a friend, or use a command:"), strong=True),
            Bullets(listed),
            Paragraph(say("In trouble because of a picture? Tell me what happened. You get first steps and who helps, for free.")),
        ),
        buttons=first_steps(),
    )
