"""How the bot presents itself in Telegram: its commands, its menu, and the words above the Start button, in every language it speaks."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator

from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
    MenuButtonCommands,
)
from telegram.error import TelegramError

from adapters.runtime import Runtime
from adapters.telegram.calls import persist
from adapters.telegram.inbound import QUIET
from adapters.telegram.quiet import SUMMARY
from adapters.telegram.waits import Waits
from bot.messages import Request
from bot.skills import SKILLS
from bot.strings import say, speaking
from knowledge.languages import spoken_languages

log = logging.getLogger("unexposed.telegram")

#: Bot API BotCommand.description: 1-256 characters; setMyCommands: at most 100.
_MAX_SUMMARY, _MAX_COMMANDS = 256, 100

#: Bot API setMyDescription and setMyShortDescription, in characters.
MAX_DESCRIPTION, MAX_SHORT_DESCRIPTION = 512, 120

#: What makes sense where others read along.
IN_GROUPS = ("ask", "rate", "compare", "platforms", "clean", "privacy", "help")

Commands = list[tuple[str, str]]


async def introduce(bot: Bot, runtime: Runtime, waits: Waits) -> None:
    """Register the commands, the menu button that lists them, and the words shown before anybody has pressed Start.

    English is what Telegram shows to people with an app in a language that the bot does not speak.
    """
    for language in spoken_languages():
        code = None if language == "en" else language
        for scope, commands in listed(language):
            await attempt(lambda scope=scope, commands=commands, code=code: bot.set_my_commands(commands, scope, code), waits)  # type: ignore[misc]
    await attempt(lambda: bot.set_chat_menu_button(menu_button=MenuButtonCommands()), waits)
    for language in spoken_languages():
        await _describe(bot, runtime, waits, language)


async def _describe(bot: Bot, runtime: Runtime, waits: Waits, language: str) -> None:
    code = None if language == "en" else language
    welcome = (await runtime.handle(Request(skill="start", door="telegram", language=language))).text
    await attempt(lambda: bot.set_my_description(shortened(welcome, MAX_DESCRIPTION), code), waits)
    await attempt(lambda: bot.set_my_short_description(shortened(welcome, MAX_SHORT_DESCRIPTION), code), waits)


def listed(language: str) -> Iterator[tuple[BotCommandScope, Commands]]:
    """Give the commands for each kind of chat, described in a language."""
    with speaking(language):
        everything = [(skill.name, say(skill.summary)[:_MAX_SUMMARY]) for skill in SKILLS.values() if skill.listed][:_MAX_COMMANDS]
        quiet = (QUIET, say(SUMMARY))
    in_groups = [(name, summary) for name, summary in everything if name in IN_GROUPS]
    yield BotCommandScopeDefault(), everything
    yield BotCommandScopeAllPrivateChats(), everything
    yield BotCommandScopeAllGroupChats(), in_groups
    yield BotCommandScopeAllChatAdministrators(), [*in_groups, quiet]


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
