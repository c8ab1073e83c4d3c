"""One update from its arrival to its answer; the same for polling and for anything else that brings updates."""

from __future__ import annotations

import asyncio
import hmac
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import replace

from telegram import Bot, CallbackQuery, Update, User
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError

from adapters.runtime import Runtime, secret_for_keys
from adapters.telegram.albums import Albums
from adapters.telegram.calls import persist
from adapters.telegram.inbound import File, Incoming, Place, read
from adapters.telegram.outbound import DELETE
from adapters.telegram.polling import RawUpdate
from adapters.telegram.sending import Sender
from adapters.telegram.sentences import DELETED, GONE, STALE, TOO_OLD, broken, slow, too_large, unfetched
from adapters.telegram.waits import Waits
from bot.messages import Attachment, Reply, request_of
from bot.skills import SKILLS

log = logging.getLogger("unexposed.telegram")

#: Files held in memory at the same time, each of up to 20 MB; words do not wait for them.
FILES_AT_ONCE = 4


class Answerer:
    """Answers updates of one bot with what the runtime says."""

    def __init__(self, bot: Bot, me: User, runtime: Runtime, waits: Waits) -> None:
        self._bot, self._me, self._runtime, self._waits = bot, me, runtime, waits
        self._sender = Sender(bot, waits)
        self._files = asyncio.Semaphore(FILES_AT_ONCE)
        self._albums = Albums(waits.album_s)
        self._secret = secret_for_keys(runtime.settings)

    async def answer(self, raw: RawUpdate) -> None:
        """Answer one update; edited messages and whatever is not addressed to the bot get none."""
        update = Update.de_json(raw, self._bot)
        if update.callback_query:
            await self._press(update.callback_query)
        elif update.message:
            incoming = read(update.message, self._me, self._key)
            if incoming:
                async with self._albums.gathered(incoming) as photos:
                    if photos:
                        await self._respond(*photos)

    async def give_up(self, raw: RawUpdate) -> None:
        """Apologise for an update that cannot be handled, as far as it tells where it came from."""
        match raw:
            case {"message": {"chat": {"id": int(chat)}}} | {"callback_query": {"message": {"chat": {"id": int(chat)}}}}:
                await self._sender.send(broken(), Place(chat, chat, private=True))

    def _key(self, chat: int, person: int) -> str:
        return hmac.digest(self._secret, f"telegram:{chat}:{person}".encode(), "sha256").hex()

    async def _respond(self, incoming: Incoming, *others: Incoming) -> None:
        """Answer a message, or an album as one; only a single original can be deleted by one button."""
        async with self._files if incoming.file else nullcontext():
            reply = incoming.reply or await self._work_out(incoming, *others)
            original = incoming.file.message if incoming.file and reply.attachments and not others else None
            await self._sender.send(reply, incoming.place, original)

    async def _work_out(self, incoming: Incoming, *others: Incoming) -> Reply:
        """Return the advisor's reply, or an apology when it took too long or the file did not come."""
        try:
            async with asyncio.timeout(self._waits.deadline_s), self._showing(incoming):
                attachments = tuple([await self._fetch(one.file) for one in (incoming, *others) if one.file])
                owned = all(one.request.own_photo for one in (incoming, *others))
                return await self._runtime.handle(replace(incoming.request, attachments=attachments, own_photo=owned))
        except TimeoutError:
            log.warning("an answer took longer than %.0f s", self._waits.deadline_s)
            return slow()
        except TelegramError as error:
            log.warning("a file could not be fetched: %s", type(error).__name__)
            return too_large(0) if isinstance(error, BadRequest) and "too big" in error.message.lower() else unfetched()

    async def _fetch(self, file: File) -> Attachment:
        started = time.perf_counter()
        found = await persist(lambda: self._bot.get_file(file.id, read_timeout=20), self._waits)
        data = bytes(await persist(found.download_as_bytearray, self._waits))
        log.info("file of %d kB fetched in %.2f s", len(data) // 1000, time.perf_counter() - started)
        return Attachment(file.name, data, file.media_type)

    @asynccontextmanager
    async def _showing(self, incoming: Incoming) -> AsyncIterator[None]:
        """Show that work goes on, again and again, until it is done."""
        task = asyncio.create_task(self._show(incoming))
        try:
            yield
        finally:
            task.cancel()

    async def _show(self, incoming: Incoming) -> None:
        action = ChatAction.UPLOAD_DOCUMENT if incoming.file else ChatAction.TYPING
        if not incoming.file:
            await asyncio.sleep(self._waits.typing_after_s)
        while True:
            with suppress(TelegramError):
                await self._bot.send_chat_action(incoming.place.chat, action, message_thread_id=incoming.place.thread)
            await asyncio.sleep(self._waits.typing_every_s)

    async def _press(self, query: CallbackQuery) -> None:
        """Answer a pressed button: always the press itself, then what the button asks for."""
        key = query.data or ""
        if key.startswith(DELETE):
            await self._delete(query, key.removeprefix(DELETE))
            return
        request = request_of(key)
        known = bool(key) and (request.skill is None or request.skill in SKILLS)
        await self._acknowledge(query, "" if known else STALE)
        if known and query.message:
            place = pressed_at(query)
            asked = replace(request, door="telegram", conversation=self._key(place.chat, place.person), private=place.private)
            await self._respond(Incoming(place, asked))

    async def _acknowledge(self, query: CallbackQuery, words: str = "") -> None:
        """Stop the button's spinner; one pressed too long ago (Telegram repeats it after a restart) has none any more."""
        with suppress(TelegramError):
            await persist(lambda: self._bot.answer_callback_query(query.id, words or None, show_alert=bool(words)), self._waits)

    async def _delete(self, query: CallbackQuery, number: str) -> None:
        """Delete the original photo from a private chat, and say what that does not reach."""
        message = query.message
        if not (message and message.chat.type == "private" and number.isascii() and number.isdigit()):
            await self._acknowledge(query, STALE)
            return
        words = await self._deleted(message.chat.id, int(number))
        await self._acknowledge(query, words)
        if words != TOO_OLD:
            with suppress(TelegramError):
                await persist(lambda: self._bot.edit_message_caption(message.chat.id, message.message_id, caption=words), self._waits)

    async def _deleted(self, chat: int, message: int) -> str:
        try:
            await persist(lambda: self._bot.delete_message(chat, message), self._waits)
        except BadRequest as error:
            return GONE if "not found" in error.message.lower() else TOO_OLD
        return DELETED


def pressed_at(query: CallbackQuery) -> Place:
    """Return where a button was pressed and by whom; outside private chats the answer hangs on the button's message."""
    message = query.message
    if message is None:
        raise ValueError("a button without a message has no place")
    private = message.chat.type == "private"
    thread = getattr(message, "message_thread_id", None) if getattr(message, "is_topic_message", None) else None
    return Place(message.chat.id, query.from_user.id, private, thread, None if private else message.message_id)
