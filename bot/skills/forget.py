"""/forget: erase what is remembered of this conversation."""

from __future__ import annotations

from bot.messages import Paragraph, Reply, Request, button
from bot.skills import Context


def reply(request: Request, context: Context) -> Reply:
    """Return what was erased."""
    there_was = context.memory.forget(request.conversation)
    done = "Done: I have forgotten what this chat was about." if there_was else "There was nothing left to forget."
    rest = "" if request.door in ("web", "terminal") else " The messages themselves are in the chat app; delete them there."
    return Reply(blocks=(Paragraph(done + rest, strong=True),), buttons=(button("What do you keep?", "privacy"),))
