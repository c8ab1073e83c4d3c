"""One update from its arrival to its answer; the same for polling and for anything else that brings updates."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from telegram import Bot, Message, Update, User
from telegram.constants import ChatAction
from telegram.error import TelegramError

from adapters.runtime import Runtime, secret_for_keys
from adapters.telegram.albums import Albums
from adapters.telegram.fetching import Fetcher, Room, TooLargeError
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
from bot.messages import Attachment, Reply, Request
from bot.speech import language_for
from bot.strings import speaking

log = logging.getLogger("unexposed.telegram")


class Answerer:
    """Answers updates of one bot with what the runtime says."""

    def __init__(self, bot: Bot, me: User, runtime: Runtime, waits: Waits) -> None:
        self._bot, self._me, self._runtime, self._waits = bot, me, runtime, waits
        self._secret = secret_for_keys(runtime.settings)
        self._files = Fetcher(bot, waits, runtime.settings)
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
            case (
                {"message": {"chat": {"id": int(chat)}}}
                | {"edited_message": {"chat": {"id": int(chat)}}}
                | {"callback_query": {"message": {"chat": {"id": int(chat)}}}}
            ):
                await self._sender.send(broken(), Place(chat, chat, private=True))

    def _key(self, chat: int, person: int) -> str:
        return hmac.digest(self._secret, f"telegram:{chat}:{person}".encode(), "sha256").hex()

    async def _read(self, message: Message) -> Incoming | None:
        """Return what a message asks for; what this door says to it by itself, in the language of its sender."""
        incoming = read(message, self._me, self._key)
        if incoming and incoming.reply:
            with speaking(await self._language(incoming.request)):
                return read(message, self._me, self._key)
        return incoming

    async def _language(self, request: Request) -> str:
        """Return the language a person is answered in; asking a shared memory may take a moment."""
        return await asyncio.to_thread(language_for, request, self._runtime.advisor.memory)

    async def _said(self, request: Request, words: Callable[[], Reply]) -> Reply:
        """Return what this door says by itself, in the language of who asked."""
        language = await self._language(request)
        with speaking(language):
            return replace(words(), language=language)

    async def _respond(self, incoming: Incoming) -> None:
        """Answer a message, a press, or an album as one."""
        if incoming.switch is not None:
            with speaking(await self._language(incoming.request)):
                await self._sender.send(await self._quiet.switched(incoming), incoming.place)
        elif not incoming.place.private and await self._quiet.on(incoming.place.chat):
            await self._point_to_private(incoming)
        else:
            await self._admitted(incoming)

    async def _point_to_private(self, incoming: Incoming) -> None:
        """Answer a command in a quiet group by a button to the private chat; anything else there, by nothing."""
        if incoming.request.skill is not None:
            there = payload(incoming.request.skill, incoming.request.text.replace(" ", "_"))
            await self._sender.send(await self._said(incoming.request, lambda: told(QUIET_HERE)), incoming.place, alone=there)

    async def _admitted(self, incoming: Incoming) -> None:
        """Answer what may go on; what asked for too much is told so, and just after that gets nothing."""
        # Files count as what they will cost, before any is fetched.
        cost = replace(incoming.request, attachments=tuple(Attachment(file.name, b"") for file in incoming.files))
        admission = await self._runtime.admit(cost, incoming.group)
        if admission.refusal:
            if not admission.silent:
                await self._sender.send(admission.refusal, incoming.place)
            return
        async with self._room.taken(sum(file.size for file in incoming.files)):
            await self._answered(incoming, admission.added_to)
        if incoming.question:
            asked = replace(incoming.request, recompressed=False)
            await self._answered(replace(incoming, request=asked, files=()), lambda reply: reply)

    async def _answered(self, incoming: Incoming, finish: Callable[[Reply], Reply]) -> None:
        place, files = incoming.place, incoming.files
        progress = await self._begun(incoming) if len(files) > 1 else None
        reply = finish(incoming.reply or await self._worked_out(incoming, progress))
        originals = tuple(file.message for file in files) if reply.attachments and place.private else ()
        alone = ""
        if files and not place.private:  # the core was told that others read along, and names kinds only
            reply, alone = replace(reply, private=False), "clean"
        await self._sender.send(reply, place, originals, progress.message if progress else None, alone)

    async def _begun(self, incoming: Incoming) -> Progress:
        progress = Progress(self._bot, incoming.place, self._waits, len(incoming.files), await self._language(incoming.request))
        await progress.begin()
        return progress

    async def _worked_out(self, incoming: Incoming, progress: Progress | None) -> Reply:
        """Return the advisor's reply, or an apology when it took too long or no file came."""
        try:
            async with asyncio.timeout(self._waits.deadline_s), self._showing(incoming):
                fetched = await asyncio.gather(*(self._fetched(file, progress) for file in incoming.files))
                if progress:
                    await progress.cleaning()
                return await self._advised(incoming, fetched)
        except TimeoutError:
            log.warning("an answer took longer than %.0f s", self._waits.deadline_s)
            return await self._said(incoming.request, slow)

    async def _advised(self, incoming: Incoming, fetched: Sequence[Attachment | Exception]) -> Reply:
        """Return the advisor's reply to what came of the files, and what to say of those that did not come."""
        came = tuple(one for one in fetched if isinstance(one, Attachment))
        large = sum(isinstance(one, TooLargeError) for one in fetched)
        if fetched and not came:
            most, size = self._files.most, max(file.size for file in incoming.files)
            return await self._said(incoming.request, lambda: too_large(size if size > most else 0, most) if large else unfetched())
        reply = await self._runtime.work(replace(incoming.request, attachments=came))
        if len(came) == len(fetched):
            return reply
        with speaking(reply.language):
            return replace(reply, blocks=(*reply.blocks, *missing(large, len(fetched) - len(came) - large, self._files.most)))

    async def _fetched(self, file: File, progress: Progress | None) -> Attachment | Exception:
        """Return a file with its bytes, or why it could not be had."""
        try:
            return await self._files.fetch(file)
        except (TelegramError, OSError) as error:
            log.warning("a file could not be fetched: %s", type(error).__name__)
            return error
        finally:
            if progress:
                await progress.step()

    @asynccontextmanager
    async def _showing(self, incoming: Incoming) -> AsyncIterator[None]:
        """Show that work goes on, again and again, until it is done."""
        task = asyncio.create_task(self._show(incoming))
        try:
            yield
        finally:
            task.cancel()

    async def _show(self, incoming: Incoming) -> None:
        action = ChatAction.UPLOAD_DOCUMENT if incoming.files else ChatAction.TYPING
        if not incoming.files:
            await asyncio.sleep(self._waits.typing_after_s)
        while True:
            with suppress(TelegramError):
                await self._bot.send_chat_action(incoming.place.chat, action, message_thread_id=incoming.place.thread)
            await asyncio.sleep(self._waits.typing_every_s)
