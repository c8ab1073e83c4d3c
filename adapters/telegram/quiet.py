"""Quiet groups: where its admins want so, the bot answers in a group only by a button to the private chat.

Telegram keeps the switch, and nothing is kept here: in a quiet group the list of commands that it shows for that group
(Bot API BotCommandScopeChat) holds /quiet alone. Every worker reads the same, and it outlasts any restart.
"""

from __future__ import annotations

import time
from collections import OrderedDict

from telegram import Bot, BotCommandScopeChat, ChatMember
from telegram.error import TelegramError

from adapters.telegram.calls import persist
from adapters.telegram.inbound import QUIET, Incoming
from adapters.telegram.sentences import NOT_SWITCHED, NOW_OPEN, NOW_QUIET, ONLY_ADMINS, ONLY_GROUPS, told
from adapters.telegram.waits import Waits
from bot.messages import Reply
from bot.strings import phrase, say

SUMMARY = phrase("Admins: answer here, or only in private")
#: Groups whose switch is known for a moment.
_KNOWN = 1000
#: What sends messages in the name of a group whose admins stay unnamed (@GroupAnonymousBot).
_UNNAMED_ADMIN = 1087968824
_OFF = frozenset({"off", "no", "0", "stop"})


class Quiet:
    """Which groups are quiet."""

    def __init__(self, bot: Bot, waits: Waits) -> None:
        self._bot, self._waits = bot, waits
        self._known: OrderedDict[int, tuple[float, bool]] = OrderedDict()

    async def on(self, chat: int) -> bool:
        """Tell whether a group is quiet; one whose switch cannot be read is not."""
        until, quiet = self._known.get(chat, (0.0, False))
        if until < time.monotonic():
            try:
                listed = await self._bot.get_my_commands(BotCommandScopeChat(chat))
                quiet = [one.command for one in listed] == [QUIET]
            except TelegramError:
                quiet = False
            self._remember(chat, quiet=quiet)
        return quiet

    async def switched(self, incoming: Incoming) -> Reply:
        """Do what /quiet asks for; return what to say of it."""
        place = incoming.place
        if place.private:
            return told(ONLY_GROUPS)
        try:
            if not await self._is_admin(place.chat, place.person):
                return told(ONLY_ADMINS)
            quiet = (incoming.switch or "").strip().lower() not in _OFF
            await self._switch(place.chat, quiet=quiet)
        except TelegramError:
            return told(NOT_SWITCHED)
        self._remember(place.chat, quiet=quiet)
        return told(NOW_QUIET if quiet else NOW_OPEN)

    async def _is_admin(self, chat: int, person: int) -> bool:
        if person == _UNNAMED_ADMIN:
            return True
        member = await persist(lambda: self._bot.get_chat_member(chat, person), self._waits)
        return member.status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR)

    async def _switch(self, chat: int, *, quiet: bool) -> None:
        scope = BotCommandScopeChat(chat)
        if quiet:
            await persist(lambda: self._bot.set_my_commands([(QUIET, say(SUMMARY))], scope), self._waits)
        else:
            await persist(lambda: self._bot.delete_my_commands(scope), self._waits)

    def _remember(self, chat: int, *, quiet: bool) -> None:
        self._known.pop(chat, None)
        self._known[chat] = (time.monotonic() + self._waits.switch_s, quiet)
        if len(self._known) > _KNOWN:
            self._known.popitem(last=False)
