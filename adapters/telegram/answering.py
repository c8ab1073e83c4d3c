"""One update from its arrival to its answer; the same for polling and for anything else that brings updates."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram import Bot, Message, Update, User
from telegram.constants import ChatAction
from telegram.error import TelegramError

from adapters.runtime import Runtime, secret_for_keys
from adapters.telegram.albums import Albums
from adapters.telegram.fetching import Room, TooLargeError, fetch, most_bytes
from adapters.telegram.files import File
from adapters.telegram.inbound import Incoming, Place, read, read_edited, together
from adapters.telegram.inline import Inline, payload
from adapters.telegram.polling import RawUpdate
from adapters.telegram.presses import Presses
from adapters.telegram.progress import Progress
from adapters.telegram.quiet import Quiet
from adapters.telegram.sending import Sender
from adapters.telegram.sentences import QUIET_HERE, broken, missing, slow, told, too_large, unfetched
from adapters.telegram.waits import Waits
from bot.messages import Attachment, Reply
from bot.speech import language_for
from bot.strings import speaking

if TYPE_CHECKING:
    from bot.messages import Request

log = logging.getLogger("unexposed.telegram")


class Answerer:
    """Answers updates of one bot with what the runtime says."""

    def __init__(self, bot: Bot, me: User, runtime: Runtime, waits: Waits) -> None:
        self._bot, self._me, self._runtime, self._waits = bot, me, runtime, waits
        self._secret = secret_for_keys(runtime.settings)
        self._most = most_bytes(runtime.settings)
        self._sender = Sender(bot, waits, lambda error: runtime.metrics.undelivered("telegram", error))
        self._room, self._albums, self._quiet = Room(), Albums(waits.album_s), Quiet(bot, waits)
        self._presses, self._inline = Presses(bot, waits, self._key), Inline(bot, runtime, waits, self._key)

    async def answer(self, raw: RawUpdate) -> None:
        """Answer one update; what is not addressed to the bot gets none."""
        update = Update.de_json(raw, self._bot)
        if update.inline_query:
            await self._inline.answer(update.inline_query)
        elif update.callback_query:
            pressed = await self._presses.read(update.callback_query)
            await self._respond(pressed) if pressed else None
        elif update.message:
            incoming = await self._read(update.message)
            if incoming:
                async with self._albums.gathered(incoming) as members:
                    await self._respond(together(members)) if members else None
        elif update.edited_message:
            edited = read_edited(update.edited_message, self._me, self._key)
            await self._respond(edited) if edited else None

    async def give_up(self, raw: RawUpdate) -> None:
        """Apologise for an update that cannot be handled, as far as it tells where it came from."""
        match raw:
            case {"message": {"chat": {"id": int(chat)}}} | {"callback_query": {"message": {"chat": {"id": int(chat)}}}}:
                await self._sender.send(broken(), Place(chat, chat, private=True))

    def _key(self, chat: int, person: int) -> str:
        return hmac.digest(self._secret, f"telegram:{chat}:{person}".encode(), "sha256").hex()

    async def _read(self, message: Message) -> Incoming | None:
        """Return what a message asks for; what this door says to it by itself, in the language of its sender."""
        incoming = read(message, self._me, self._key, self._most)
        if incoming and incoming.reply:
            with speaking(await self._language(incoming.request)):
                return read(message, self._me, self._key, self._most)
        return incoming

    async def _language(self, request: Request) -> str:
        """Return the language a person is answered in; asking a shared memory may take a moment."""
        return await asyncio.to_thread(language_for, request, self._runtime.advisor.memory)

    async def _respond(self, incoming: Incoming) -> None:
        """Answer a message, a press, or an album as one; what asked for too much and was told so just now gets nothing."""
        if incoming.switch is not None:
            with speaking(await self._language(incoming.request)):
                await self._sender.send(await self._quiet.switched(incoming), incoming.place)
            return
        if not incoming.place.private and await self._quiet.on(incoming.place.chat):
            await self._point_to_private(incoming)
            return
        # What is about to be fetched counts as much as it costs; bytes come later.
        costs = replace(incoming.request, attachments=tuple(Attachment(file.name, b"") for file in incoming.files))
        admission = await self._runtime.admit(costs, incoming.group)
        if admission.refusal:
            await (None if admission.silent else self._sender.send(admission.refusal, incoming.place)) if not admission.silent else None
            return
        async with self._room.taken(sum(file.size for file in incoming.files)):
            await self._answer(incoming, admission.added_to)
        if incoming.question:
            await self._answer(replace(incoming, request=replace(incoming.request, recompressed=False), files=()))

    async def _point_to_private(self, incoming: Incoming) -> None:
        """Answer a command in a quiet group by a button to the private chat; anything else there, by nothing."""
        if incoming.request.skill is None:
            return
        with speaking(await self._language(incoming.request)):
            there = payload(incoming.request.skill, incoming.request.text.replace(" ", "_"))
            await self._sender.send(told(QUIET_HERE), incoming.place, alone=there)
