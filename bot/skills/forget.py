"""/forget: erase what is remembered of this conversation."""

from __future__ import annotations

from bot.messages import Paragraph, Reply, Request, button
from bot.skills import Context
from bot.strings import say


def reply(request: Request, context: Context) -> Reply:
    """Return what was erased."""
    there_was = context.memory.forget(request.conversation)
    done = say("Done: I have forgotten what this chat was about.") if there_was else say("There was nothing left to forget.")
    rest = "" if request.door in ("web", "terminal") else say("The messages themselves are in the chat app; delete them there.")
    return Reply(blocks=(Paragraph(f"{done} {rest}".rstrip(), strong=True),), buttons=(button(say("What do you keep?"), "privacy"),))
