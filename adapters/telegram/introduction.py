"""How the bot presents itself in Telegram: its commands, its menu, and the words above the Start button."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from telegram import Bot, MenuButtonCommands
from telegram.error import TelegramError

from adapters.runtime import Runtime
from adapters.telegram.calls import persist
from adapters.telegram.waits import Waits
from bot.messages import Request
from bot.skills import SKILLS

log = logging.getLogger("unexposed.telegram")

#: Bot API BotCommand.description: 1-256 characters; setMyCommands: at most 100.
_MAX_SUMMARY, _MAX_COMMANDS = 256, 100

#: Bot API setMyDescription and setMyShortDescription, in characters.
MAX_DESCRIPTION, MAX_SHORT_DESCRIPTION = 512, 120


async def introduce(bot: Bot, runtime: Runtime, waits: Waits) -> None:
    """Register the commands, the menu button that lists them, and the words shown before anybody has pressed Start."""
    listed = [(skill.name, skill.summary[:_MAX_SUMMARY]) for skill in SKILLS.values() if skill.listed][:_MAX_COMMANDS]
    await attempt(lambda: bot.set_my_commands(listed), waits)
    await attempt(lambda: bot.set_chat_menu_button(menu_button=MenuButtonCommands()), waits)
    welcome = await runtime.handle(Request(skill="start", door="telegram"))
    await attempt(lambda: bot.set_my_description(shortened(welcome.text, MAX_DESCRIPTION)), waits)
    await attempt(lambda: bot.set_my_short_description(shortened(welcome.text, MAX_SHORT_DESCRIPTION)), waits)


def shortened(text: str, limit: int) -> str:
    """Return as many whole paragraphs of a text as fit into `limit` characters."""
    kept = ""
    for paragraph in text.split("\n\n"):
        longer = f"{kept}\n\n{paragraph}".strip()
        if len(longer) > limit:
            break
        kept = longer
    return kept


async def attempt(step: Callable[[], Awaitable[bool]], waits: Waits) -> None:
    """Take a step that the door can do without; what went wrong is logged by type."""
    try:
        await persist(step, waits)
    except TelegramError as error:
        log.warning("a step of the introduction failed: %s", type(error).__name__)
