"""How far an album is, in one message that changes: "3 of 7". In the end it becomes the answer's first words.

It is a courtesy: a call of it that fails is let go, and the answer then comes as a message of its own.
"""

from __future__ import annotations

import time
from contextlib import suppress

from telegram import Bot, Message, ReplyParameters
from telegram.error import TelegramError

from adapters.telegram.inbound import Place
from adapters.telegram.waits import Waits
from bot.strings import say, speaking


class Progress:
    """The message about one album of `total` files, in the language of its sender."""

    def __init__(self, bot: Bot, place: Place, waits: Waits, total: int, language: str) -> None:
        self._bot, self._place, self._waits, self._total, self._language = bot, place, waits, total, language
        self._done, self._told_at = 0, 0.0
        self.message: int | None = None

    async def begin(self) -> None:
        """Send the message."""
        hung = self._place.reply_to
        to = ReplyParameters(hung, allow_sending_without_reply=True) if hung is not None else None
        with suppress(TelegramError):
            sent: Message = await self._bot.send_message(
                self._place.chat, self._words(), message_thread_id=self._place.thread, reply_parameters=to
            )
            self.message, self._told_at = sent.message_id, time.monotonic()

    async def step(self) -> None:
        """Count one file more, and tell so if the last change was not just now."""
        self._done += 1
        if time.monotonic() - self._told_at >= self._waits.progress_every_s:
            await self._change()

    async def cleaning(self) -> None:
        """Tell that everything is here."""
        self._done = self._total
        await self._change()

    async def _change(self) -> None:
        if self.message is None:
            return
        self._told_at = time.monotonic()
        with suppress(TelegramError):
            await self._bot.edit_message_text(self._words(), self._place.chat, self.message)

    def _words(self) -> str:
        with speaking(self._language):
            if self._done == self._total:
                return say("All {total} are here. Cleaning them now.", total=self._total)
            return say("Fetching your album: {done} of {total}.", done=self._done, total=self._total)
