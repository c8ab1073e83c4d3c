"""Pressed buttons: the press itself is always answered; then comes what the button asks for, or a photo goes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace

from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, Message
from telegram.error import BadRequest, TelegramError

from adapters.telegram.calls import persist
from adapters.telegram.inbound import Incoming, KeyOf, Place
from adapters.telegram.outbound import DELETE, originals_of
from adapters.telegram.sentences import DELETED, GONE, STALE, TOO_OLD
from adapters.telegram.waits import Waits
from bot.messages import request_of
from bot.skills import SKILLS
from bot.strings import say, speaking


class Presses:
    """Answers the presses of one bot's buttons."""

    def __init__(self, bot: Bot, waits: Waits, key_of: KeyOf) -> None:
        self._bot, self._waits, self._key = bot, waits, key_of
        self._at_work: set[asyncio.Task[None]] = set()

    async def read(self, query: CallbackQuery) -> Incoming | None:
        """Answer the press; return what the button asks for, None if that was all."""
        language = query.from_user.language_code or "en"
        key = query.data or ""
        with speaking(language):
            if key.startswith(DELETE):
                await self._delete(query, originals_of(key))
                return None
            request = request_of(key)
            if not (key and (request.skill is None or request.skill in SKILLS)):
                await self._acknowledge(query, say(STALE))
                return None
        task = asyncio.create_task(self._acknowledge(query))  # one that hangs must not hold up the answer
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        if query.message is None:
            return None
        place = pressed_at(query)
        asked = replace(
            request, door="telegram", conversation=self._key(place.chat, place.person), language=language, private=place.private
        )
        return Incoming(place, asked, group="" if place.private else self._key(place.chat, 0))

    async def _acknowledge(self, query: CallbackQuery, words: str = "") -> None:
        """Stop the button's spinner; one pressed too long ago (Telegram repeats it after a restart) has none any more."""
        with suppress(TelegramError):
            await persist(lambda: self._bot.answer_callback_query(query.id, words or None, show_alert=bool(words)), self._waits)

    async def _delete(self, query: CallbackQuery, originals: tuple[int, ...]) -> None:
        """Delete the original photos from a private chat, and say what that does not reach."""
        message = query.message
        if not (message and message.chat.type == "private" and originals):
            await self._acknowledge(query, say(STALE))
            return
        words = await self._deleted(message.chat.id, originals)
        await asyncio.gather(self._acknowledge(query, say(words)), self._tell(message, words))

    async def _tell(self, message: object, words: str) -> None:
        """Take the button away from where it was; a copy's caption says what happened."""
        if words == TOO_OLD or not isinstance(message, Message):
            return
        chat, number = message.chat.id, message.message_id
        with suppress(TelegramError):
            if message.text:
                left = without_delete(message.reply_markup)
                await persist(lambda: self._bot.edit_message_reply_markup(chat, number, reply_markup=left), self._waits)
            else:
                await persist(lambda: self._bot.edit_message_caption(chat, number, caption=say(words)), self._waits)

    async def _deleted(self, chat: int, originals: tuple[int, ...]) -> str:
        try:
            if len(originals) == 1:
                await persist(lambda: self._bot.delete_message(chat, originals[0]), self._waits)
            else:
                await persist(lambda: self._bot.delete_messages(chat, originals), self._waits)
        except BadRequest as error:
            return GONE if "not found" in error.message.lower() else TOO_OLD
        return DELETED


def without_delete(markup: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None:
    """Return a keyboard without the button that deletes."""
    rows = markup.inline_keyboard if markup else ()
    kept = [[one for one in row if not str(one.callback_data or "").startswith(DELETE)] for row in rows]
    return InlineKeyboardMarkup([row for row in kept if row]) if any(kept) else None


def pressed_at(query: CallbackQuery) -> Place:
    """Return where a button was pressed and by whom; outside private chats the answer hangs on the button's message."""
    message = query.message
    if message is None:
        raise ValueError("a button without a message has no place")
    private = message.chat.type == "private"
    thread = getattr(message, "message_thread_id", None) if getattr(message, "is_topic_message", None) else None
    return Place(message.chat.id, query.from_user.id, private, thread, None if private else message.message_id)
