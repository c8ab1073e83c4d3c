"""/privacy: exactly what is held, where, and for how long."""

from __future__ import annotations

from bot.messages import Bullets, Paragraph, Reply, Request, button
from bot.skills import Context
from bot.skills.help import keeps


def reply(request: Request, context: Context) -> Reply:
    """Return what the bot keeps, what the chat service keeps, and how to have it erased."""
    minutes = context.settings.memory_minutes
    return Reply(
        blocks=(
            Paragraph("What I keep: no photo and no words of yours.", strong=True),
            Bullets(
                (
                    "Photos and texts are in memory while I work on them, then gone. Nothing is written to disk.",
                    f"For {minutes} minutes I remember what this chat was about: which service, guide and language. /forget erases it.",
                    'My log holds kinds, sizes and durations, such as "photo ok in 0.12 s". No texts, names or photos.',
                    "I use no tracking, and no outside AI: your question is looked up by a small model on the machine I run on.",
                )
            ),
            Paragraph(_service(request)),
            Paragraph(f"Run by {context.settings.operator}. Please no intimate pictures and no photos of children."),
        ),
        buttons=(button("Erase what you remember", "forget"), button("What can you do?", "help")),
    )


def _service(request: Request) -> str:
    if request.door in ("web", "terminal"):
        return f"{keeps(request)} Close this window and there is nothing left."
    service = {"telegram": "Telegram", "discord": "Discord"}.get(request.door, "The chat service")
    return (
        f"{service} is not mine: what you send here is stored there until you delete it. "
        "To keep a photo off every server, use your phone's share options to leave out the place, or run Unexposed on your own computer."
    )
