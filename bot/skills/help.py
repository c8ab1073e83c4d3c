"""The first message, and /help: what the bot does and where to begin."""

from __future__ import annotations

from bot.messages import Bullets, Button, Paragraph, Reply, Request, button
from bot.skills import SKILLS, Context


def reply(request: Request, context: Context) -> Reply:
    """Return the welcome for /start (and for an empty message), the list of commands for /help."""
    if request.skill == "help":
        return _help(request)
    return Reply(blocks=(*_welcome(request, context),), buttons=first_steps())


def first_steps() -> tuple[Button, ...]:
    """Return the three ways to begin, and a photo to try."""
    return (
        button("Clean a photo", "clean"),
        button("Is a service safe?", "rate"),
        button("What can go wrong?", "ask", "guides/en/hidden-risks#overview"),
        button("Try a sample photo", "sample"),
    )


def _welcome(request: Request, context: Context) -> tuple[Paragraph, ...]:
    return (
        Paragraph("I help you with one thing: using AI photo tools without giving away more than you want.", strong=True),
        Paragraph(f"Ask me anything, name a service, or {_hand_over(request)} and I'll take out what it tells about you."),
        Paragraph(f"{keeps(request)} Run by {context.settings.operator}. Please no intimate pictures and no photos of children."),
    )


def _hand_over(request: Request) -> str:
    return {"web": "drop a photo here", "terminal": "type the path of a photo"}.get(request.door, "send a photo as a file")


def keeps(request: Request) -> str:
    """Return, in one sentence, what happens to what people send through this door."""
    if request.door in ("web", "terminal"):
        return "Everything stays on this computer, and I keep none of it."
    service = {"telegram": "Telegram", "discord": "Discord"}.get(request.door, "The chat service")
    return f"I keep nothing; {service} keeps what you send until you delete it there."


def _help(request: Request) -> Reply:
    slash = "" if request.door == "web" else "/"
    listed = tuple(f"{slash}{skill.name}: {skill.summary}" for skill in SKILLS.values() if skill.listed)
    return Reply(
        blocks=(
            Paragraph("Write as you would to a friend, or use a command:", strong=True),
            Bullets(listed),
            Paragraph("In trouble because of a picture? Tell me what happened. You get first steps and who helps, for free."),
        ),
        buttons=first_steps(),
    )
