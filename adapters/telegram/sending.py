"""Replies on their way out: each part is tried within bounds, and what cannot be delivered is logged by type only."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, NetworkError, TelegramError

from adapters.telegram.calls import persist
from adapters.telegram.inbound import Place
from adapters.telegram.markup import Text
from adapters.telegram.outbound import FilePart, Part, PicturePart, carrier, file_name, keyboard, parts, plain_words, with_delete
from adapters.telegram.sentences import IN_PRIVATE, NO_FILE, OPEN_PRIVATE
from adapters.telegram.waits import Waits
from bot.messages import Reply

log = logging.getLogger("unexposed.telegram")

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
#: Telegram looks at a file before it answers.
MEDIA: dict[str, Any] = {"read_timeout": 20.0}


class Sender:
    """Sends replies through one bot."""

    def __init__(self, bot: Bot, waits: Waits) -> None:
        self._bot, self._waits = bot, waits

    async def send(self, reply: Reply, place: Place, original: int | None = None) -> None:
        """Send a reply to where it belongs: a private one to the person alone. `original` is the photo a clean copy was made of."""
        if reply.private and not place.private:
            await self._send_in_private(reply, place)
        else:
            await self._send(reply, place, original)

    async def _send_in_private(self, reply: Reply, place: Place) -> None:
        arrived = await self._send(reply, Place(place.person, place.person, private=True), None)
        await self._deliver(plain_words(IN_PRIVATE if arrived else OPEN_PRIVATE), place, None)

    async def _send(self, reply: Reply, place: Place, original: int | None) -> bool:
        """Send every part; a first part that is refused ends it. Return whether it arrived."""
        made = parts(reply)
        carries, markup = carrier(made), keyboard(reply.buttons)
        for number, part in enumerate(made):
            shown = markup if number == carries else None
            if original and place.private and isinstance(part, FilePart) and number == len(made) - 1:
                shown = with_delete(shown, original)
            if not await self._deliver(part, place, shown, nothing_out=number == 0) and number == 0:
                return False
        return bool(made)

    async def _deliver(self, part: Part, place: Place, markup: InlineKeyboardMarkup | None, *, nothing_out: bool = False) -> bool:
        """Send one part and return whether it arrived. With `nothing_out`, a network fault is raised: Telegram repeats the update."""
        try:
            await self._with_fallback(part, place, markup)
        except TelegramError as error:
            if nothing_out and isinstance(error, NetworkError) and not isinstance(error, BadRequest):
                raise
            log.warning("an answer could not be delivered: %s", type(error).__name__)
            return False
        return True

    async def _with_fallback(self, part: Part, place: Place, markup: InlineKeyboardMarkup | None) -> None:
        try:
            await persist(self._call(part, place, markup), self._waits)
        except ChatMigrated as moved:
            await persist(self._call(part, replace(place, chat=moved.new_chat_id, reply_to=None), markup), self._waits)
        except BadRequest as error:
            log.warning("Telegram refused a message (%s); sent once more as plain words", type(error).__name__)
            await persist(lambda: self._plain(part, place), self._waits)

    def _call(self, part: Part, place: Place, markup: InlineKeyboardMarkup | None) -> Callable[[], Awaitable[Any]]:
        bot = self._bot
        common: dict[str, Any] = {"chat_id": place.chat, "message_thread_id": place.thread, "reply_markup": markup}
        if place.reply_to is not None:
            common["reply_parameters"] = ReplyParameters(place.reply_to, allow_sending_without_reply=True)
        match part:
            case Text(html=html):
                return lambda: bot.send_message(text=html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW, **common)
            case PicturePart(data=data, caption=words):
                picture = InputFile(data, filename="picture.png")
                return lambda: bot.send_photo(photo=picture, caption=words.html or None, parse_mode=ParseMode.HTML, **MEDIA, **common)
            case FilePart(attachment=file):
                document = InputFile(file.data, filename=file_name(file.name))
                return lambda: bot.send_document(document=document, disable_content_type_detection=True, **MEDIA, **common)

    async def _plain(self, part: Part, place: Place) -> None:
        """Send the words of a part with nothing that could be refused; a file is replaced by words about it."""
        words = part if isinstance(part, Text) else plain_words(NO_FILE) if isinstance(part, FilePart) else part.caption
        await self._bot.send_message(place.chat, words.plain, message_thread_id=place.thread, link_preview_options=NO_PREVIEW)
