"""Replies on their way out: each part is tried within bounds, and what cannot be delivered is logged by type only."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, InputFile, InputMediaDocument, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, NetworkError, TelegramError

from adapters.telegram.calls import patience, persist
from adapters.telegram.inbound import Place
from adapters.telegram.markup import Text
from adapters.telegram.outbound import AlbumPart, FilePart, Part, PicturePart, file_name, keyboards, parts, plain_words
from adapters.telegram.sentences import ALONE, IN_PRIVATE, NO_FILE, OPEN_PRIVATE
from adapters.telegram.waits import Waits
from bot.messages import Attachment, Reply
from bot.strings import say, speaking

log = logging.getLogger("unexposed.telegram")

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Sender:
    """Sends replies through one bot; `undelivered` hears the type of what kept an answer from going out."""

    def __init__(self, bot: Bot, waits: Waits, undelivered: Callable[[str], None] = lambda _: None) -> None:
        self._bot, self._waits, self._undelivered = bot, waits, undelivered

    async def send(self, reply: Reply, place: Place, originals: tuple[int, ...] = (), onto: int | None = None, alone: str = "") -> None:
        """Send a reply to where it belongs: a private one to the person alone.

        originals: the messages whose photos it answers, which a button can delete. onto: a message of ours that becomes the first words.
        alone: what a button to the private chat opens there.
        """
        with speaking(reply.language):
            if reply.private and not place.private:
                await self._send_in_private(reply, place)
            else:
                await self._send(reply, place, originals, onto, alone)

    async def _send_in_private(self, reply: Reply, place: Place) -> None:
        arrived = await self._send(reply, Place(place.person, place.person, private=True))
        await self._deliver(plain_words(say(IN_PRIVATE if arrived else OPEN_PRIVATE)), place, None)

    async def _send(self, reply: Reply, place: Place, originals: tuple[int, ...] = (), onto: int | None = None, alone: str = "") -> bool:
        """Send every part; a first part that is refused ends it. Return whether it arrived."""
        made = parts(reply)
        link = (say(ALONE), f"https://t.me/{self._bot.username}?start={alone}") if alone else None
        for number, (part, markup) in enumerate(zip(made, keyboards(made, reply.buttons, originals, link), strict=True)):
            if number == 0 and onto is not None and await self._became(onto, part, place, markup):
                continue
            if not await self._deliver(part, place, markup, nothing_out=number == 0) and number == 0:
                return False
        return bool(made)

    async def _became(self, message: int, part: Part, place: Place, markup: InlineKeyboardMarkup | None) -> bool:
        """Turn a message of ours into the first part of a reply; False where that cannot be, and the message goes if it can."""
        try:
            if isinstance(part, Text):
                await persist(lambda: self._edited(message, part, place, markup), self._waits)
                return True
            await self._bot.delete_message(place.chat, message)
        except TelegramError as error:
            log.warning("a message could not be changed: %s", type(error).__name__)
        return False

    async def _edited(self, message: int, part: Text, place: Place, markup: InlineKeyboardMarkup | None) -> None:
        shown: dict[str, Any] = {"parse_mode": ParseMode.HTML, "reply_markup": markup, "link_preview_options": NO_PREVIEW}
        try:
            await self._bot.edit_message_text(part.html, place.chat, message, **shown)
        except BadRequest as error:
            if "not modified" not in error.message.lower():  # an earlier try had arrived after all
                raise

    async def _deliver(self, part: Part, place: Place, markup: InlineKeyboardMarkup | None, *, nothing_out: bool = False) -> bool:
        """Send one part and return whether it arrived. With `nothing_out`, a network fault is raised: Telegram repeats the update."""
        try:
            await self._with_fallback(part, place, markup)
        except TelegramError as error:
            if nothing_out and isinstance(error, NetworkError) and not isinstance(error, BadRequest):
                raise
            log.warning("an answer could not be delivered: %s", type(error).__name__)
            self._undelivered(type(error).__name__)
            return False
        return True

    async def _with_fallback(self, part: Part, place: Place, markup: InlineKeyboardMarkup | None) -> None:
        try:
            await persist(self._call(part, place, markup), self._waits)
        except ChatMigrated as moved:
            await persist(self._call(part, replace(place, chat=moved.new_chat_id, reply_to=None), markup), self._waits)
        except BadRequest as error:
            log.warning("Telegram refused a message (%s); sent once more in a simpler way", type(error).__name__)
            await self._simpler(part, place)

    def _call(self, part: Part, place: Place, markup: InlineKeyboardMarkup | None) -> Callable[[], Awaitable[Any]]:
        bot = self._bot
        common: dict[str, Any] = {"chat_id": place.chat, "message_thread_id": place.thread}
        if place.reply_to is not None:
            common["reply_parameters"] = ReplyParameters(place.reply_to, allow_sending_without_reply=True)
        if isinstance(part, AlbumPart):
            album = [_in_album(file) for file in part.attachments]
            return lambda: bot.send_media_group(media=album, read_timeout=patience(_bytes(part.attachments)), **common)
        common["reply_markup"] = markup
        match part:
            case Text(html=html):
                return lambda: bot.send_message(text=html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW, **common)
            case PicturePart(data=data, caption=words):
                picture = InputFile(data, filename="picture.png")
                wait: dict[str, Any] = {"read_timeout": patience(len(data)), "parse_mode": ParseMode.HTML}
                return lambda: bot.send_photo(photo=picture, caption=words.html or None, **wait, **common)
            case FilePart(attachment=file):
                document = InputFile(file.data, filename=file_name(file.name))
                known: dict[str, Any] = {"read_timeout": patience(len(file.data)), "disable_content_type_detection": True}
                return lambda: bot.send_document(document=document, **known, **common)

    async def _simpler(self, part: Part, place: Place) -> None:
        """Send the files of a refused album one by one, the words of another part with nothing that could be refused."""
        if isinstance(part, AlbumPart):
            for file in part.attachments:
                await self._with_fallback(FilePart(file), place, None)
            return
        words = part if isinstance(part, Text) else plain_words(say(NO_FILE)) if isinstance(part, FilePart) else part.caption
        await persist(
            lambda: self._bot.send_message(place.chat, words.plain, message_thread_id=place.thread, link_preview_options=NO_PREVIEW),
            self._waits,
        )


def _in_album(file: Attachment) -> InputMediaDocument:
    return InputMediaDocument(file.data, filename=file_name(file.name), disable_content_type_detection=True)


def _bytes(files: tuple[Attachment, ...]) -> int:
    return sum(len(file.data) for file in files)
