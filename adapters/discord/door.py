"""The way of every message: acknowledge at once, wait for the turn, fetch, ask the advisor, hand over.

What only the sender may read is sent so that only the sender sees it; in a direct chat with the bot nobody else is there.
Everything between the acknowledgement and the last file is said in the language of the person.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any, NoReturn

import discord

from adapters.discord import inbound
from adapters.discord.buttons import SHOW, lacking, pressed
from adapters.discord.delivery import Delivery
from adapters.discord.forms import FORM, filled_in, form_of
from adapters.discord.outbound import Page, pages
from adapters.discord.share import shared
from adapters.discord.turns import Turns
from adapters.runtime import Runtime, failed
from bot.advisor import sorry
from bot.errors import AdvisorError
from bot.messages import Reply, Request
from bot.speech import language_for
from bot.strings import say, speaking, spoken

#: Seconds of work until an apology counts as the answer.
DEADLINE_S = 120.0
#: The same with the wait for one's turn: below the 15 minutes that Discord keeps a reply open (interactions/receiving-and-responding).
LAST_S = 600.0
#: Skills whose words may be shown to everyone. What a photo told is never among them.
SHOWABLE = frozenset({"ask", "rate", "compare", "platforms", "rights", "check"})
Photos = Sequence[discord.Attachment]
#: What an interaction asks, found out after it was acknowledged; raises AdvisorError with what is wrong with it.
Asking = Callable[[], tuple[Request, Photos]]
Send = Callable[..., Coroutine[Any, Any, Any]]


class Door:
    """What happens to a command, a press, a form and a direct message."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.turns = Turns()
        self.keys = inbound.Keys(runtime.settings)
        self._delivery = Delivery(runtime.metrics)
        self._photos = asyncio.Semaphore(runtime.settings.workers * 2)

    async def answer(self, interaction: discord.Interaction, asking: Asking) -> None:
        """Answer a command, a press or a form: acknowledged before anything else is done."""
        alone = interaction.context.dm_channel
        async with self.turns.busy():
            response = interaction.response
            if await self._delivery.acknowledged(lambda: response.defer(ephemeral=not alone, thinking=True)):
                blank = self.keys.spoken(interaction, Request())
                with speaking(await self._language(blank)):
                    messages = await self._worked_out(interaction, asking)
                    await self._hand_over(interaction.followup.send, messages, ephemeral=not alone)

    async def _worked_out(self, interaction: discord.Interaction, asking: Asking) -> tuple[Page, ...]:
        limit = interaction.filesize_limit
        try:
            request, photos = asking()
        except AdvisorError as error:
            return pages(told(error), limit)
        asked = self.keys.spoken(interaction, request)
        reply = await self._reply(asked, photos, self.keys.group(interaction.guild_id))
        showable = not interaction.context.dm_channel and (asked.skill or "ask") in SHOWABLE
        return pages(reply, limit, showable=showable, form="" if photos or asked.attachments else lacking(asked))

    async def component(self, interaction: discord.Interaction, custom_id: str) -> None:
        """Answer the press of a button or the pick from a list, of today or from long ago."""
        if custom_id.startswith(SHOW):
            async with self.turns.busy():
                await self._delivery.arrived(lambda: shared(interaction))
            return
        if await self.open_form(interaction, custom_id):
            return
        data: dict[str, Any] = dict(interaction.data or {})
        await self.answer(interaction, lambda: (pressed(custom_id, data.get("values") or ()) or stale(), ()))

    async def open_form(self, interaction: discord.Interaction, custom_id: str) -> bool:
        """Open the form of a custom_id ("f:policy"), in the language of the person's app; tell whether there is one."""
        with speaking(str(interaction.locale)):
            form = form_of(custom_id)
        if form is None:
            return False
        await self._delivery.acknowledged(lambda: interaction.response.send_modal(form))
        return True

    async def form(self, interaction: discord.Interaction, custom_id: str) -> None:
        """Answer a form that was filled in: the same as the command with these words and files."""
        data: dict[str, Any] = dict(interaction.data or {})
        filled = filled_in({**data, "custom_id": custom_id})
        files = attachments_of(interaction, filled.files)
        known = custom_id.startswith(FORM) and (pressed(f"u:{filled.skill}:") is not None)
        await self.answer(interaction, lambda: (filled.request() if known else stale(), files))

    async def message(self, message: discord.Message) -> None:
        """Answer a direct message: free text, photos, or a command written out."""
        request, photos = self.keys.written(message)
        channel = message.channel
        async with self.turns.busy():
            with speaking(await self._language(request)):
                await self._delivery.acknowledged(lambda: _typing(channel))
                reply = await self._reply(request, photos)
                await self._hand_over(channel.send, pages(reply, discord.utils.DEFAULT_FILE_SIZE_LIMIT_BYTES))

    async def apologise(self, to: discord.Interaction | discord.Message) -> None:
        """Say that something went wrong on our side; never raises."""
        words = pages(failed(), 0)
        if isinstance(to, discord.Message):
            await self._hand_over(to.channel.send, words)
            return
        if not to.response.is_done():
            await self._delivery.acknowledged(lambda: to.response.defer(ephemeral=True, thinking=True))
        await self._hand_over(to.followup.send, words, ephemeral=True)

    async def _language(self, request: Request) -> str:
        """Return the language of what this door says by itself; memory may be another machine's, so it is asked in a thread."""
        return await asyncio.to_thread(language_for, request, self.runtime.advisor.memory)

    async def _reply(self, request: Request, photos: Photos, group: str = "") -> Reply:
        try:
            async with asyncio.timeout(LAST_S), self.turns.turn(request.conversation):
                return await self._with_photos(request, photos, group) if photos else await self._handled(request, group)
        except TimeoutError:
            return told(AdvisorError(say("That took me too long, so I stopped."), say("Nothing was kept. Please send it once more.")))
        except AdvisorError as error:
            return told(error)

    async def _with_photos(self, request: Request, photos: Photos, group: str) -> Reply:
        """Hold photos in memory only while it is their turn, and only a few at a time over all."""
        async with self._photos:
            fetched = await inbound.fetch(photos, self.runtime.settings.max_photo_mb)
            return await self._handled(replace(request, attachments=fetched), group)

    async def _handled(self, request: Request, group: str) -> Reply:
        return await asyncio.wait_for(self.runtime.handle(request, group), DEADLINE_S)

    async def _hand_over(self, send: Send, messages: Sequence[Page], **more: Any) -> None:
        for page in messages:
            if not await self._sent(send, page, more) and page.files:
                await self._sent(send, pages(refused_file(), 0)[0], more)

    async def _sent(self, send: Send, page: Page, more: dict[str, Any]) -> bool:
        return await self._delivery.arrived(lambda: send(**page.arguments(), **more))


def told(error: AdvisorError) -> Reply:
    """Return an error as a reply in the language spoken now."""
    return replace(sorry(error), language=spoken())


def refused_file() -> Reply:
    """Return what to say where a file did not go through."""
    return told(AdvisorError(say("Discord did not take the file I made for you."), say("Please try once more, with a smaller photo.")))


def stale() -> NoReturn:
    """Raise what to say to a button or form that nothing knows any more."""
    raise AdvisorError(say("That button is from an earlier version of me, and I no longer know it."), say("These ones work:"))


def attachments_of(interaction: discord.Interaction, ids: Sequence[str]) -> list[discord.Attachment]:
    """Return the files that a form brought along."""
    data: dict[str, Any] = dict(interaction.data or {})
    files = (data.get("resolved") or {}).get("attachments") or {}
    state = interaction._state  # noqa: SLF001 - discord.py resolves attachments of commands only, not of forms that outlive a restart
    return [discord.Attachment(data=files[i], state=state) for i in ids if i in files]


async def _typing(channel: discord.abc.Messageable) -> None:
    await channel.typing()
