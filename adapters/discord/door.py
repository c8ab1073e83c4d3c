"""The way of every message: acknowledge at once, wait for the turn, fetch, ask the advisor, hand over.

What only the sender may read is sent so that only the sender sees it; in a direct chat with the bot nobody else is there.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any

import aiohttp
import discord

from adapters.discord import inbound
from adapters.discord.buttons import FORM, SHOW, filled_in, form_of, lacking, pressed
from adapters.discord.outbound import Page, pages
from adapters.discord.share import shared
from adapters.discord.turns import Turns
from adapters.runtime import Runtime, failed
from bot.advisor import sorry
from bot.errors import AdvisorError
from bot.messages import Reply, Request

log = logging.getLogger("unexposed.discord")

#: Seconds until an apology counts as the answer; far below the 15 minutes that Discord keeps a reply open.
DEADLINE_S = 120.0
#: Skills whose words may be shown to everyone. What a photo told is never among them.
SHOWABLE = frozenset({"ask", "rate", "compare", "platforms", "rights"})
#: What can go wrong between Discord and us; everything else is a fault of ours and reaches the client's wall.
LOST = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)

Send = Callable[..., Coroutine[Any, Any, Any]]


class Door:
    """What happens to a command, a press, a form and a direct message."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.turns = Turns()
        self._photos = asyncio.Semaphore(runtime.settings.workers * 2)

    async def answer(
        self,
        interaction: discord.Interaction,
        request: Request,
        photos: Sequence[discord.Attachment] = (),
        *,
        problem: AdvisorError | None = None,
    ) -> None:
        """Answer a command or a press: acknowledged before anything else is done."""
        alone = interaction.context.dm_channel
        async with self.turns.busy():
            if await self._reached(interaction.response.defer(ephemeral=not alone, thinking=True)):
                asked = inbound.spoken(interaction, request)
                reply = sorry(problem) if problem else await self._reply(asked, photos)
                showable = not alone and (asked.skill or "ask") in SHOWABLE
                form = "" if photos or problem else lacking(asked)
                messages = pages(reply, interaction.filesize_limit, showable=showable, form=form)
                await self._hand_over(interaction.followup.send, messages, ephemeral=not alone)

    async def component(self, interaction: discord.Interaction, custom_id: str) -> None:
        """Answer the press of a button, of today or from long ago."""
        if custom_id.startswith(SHOW):
            async with self.turns.busy():
                await self._reached(shared(interaction))
            return
        request, form = pressed(custom_id), form_of(custom_id)
        if form is not None:
            await self._reached(interaction.response.send_modal(form))
        else:
            await self.answer(interaction, request or Request(), problem=None if request else stale())

    async def form(self, interaction: discord.Interaction, custom_id: str) -> None:
        """Answer a form that was filled in: the same as the command with these words and files."""
        data: dict[str, Any] = dict(interaction.data or {})
        skill, words, ids = filled_in({**data, "custom_id": custom_id})
        photos = attachments_of(interaction, ids)
        if custom_id.startswith(FORM) and (words or photos):
            await self.answer(interaction, Request(text=words, skill=skill), photos)
        else:
            await self.answer(interaction, Request(), problem=stale())

    async def message(self, message: discord.Message) -> None:
        """Answer a direct message: free text, photos, or a command written out."""
        request, photos = inbound.written(message)
        channel = message.channel
        async with self.turns.busy():
            await self._reached(_typing(channel))
            reply = await self._reply(request, photos)
            await self._hand_over(channel.send, pages(reply, discord.utils.DEFAULT_FILE_SIZE_LIMIT_BYTES))

    async def apologise(self, to: discord.Interaction | discord.Message) -> None:
        """Say that something went wrong on our side; never raises."""
        words = pages(failed(), 0)
        if isinstance(to, discord.Message):
            await self._hand_over(to.channel.send, words)
            return
        if not to.response.is_done():
            await self._reached(to.response.defer(ephemeral=True, thinking=True))
        await self._hand_over(to.followup.send, words, ephemeral=True)

    async def _reply(self, request: Request, photos: Sequence[discord.Attachment]) -> Reply:
        try:
            async with self.turns.turn(request.conversation):
                return await self._with_photos(request, photos) if photos else await self._handled(request)
        except AdvisorError as error:
            return sorry(error)

    async def _with_photos(self, request: Request, photos: Sequence[discord.Attachment]) -> Reply:
        """Hold photos in memory only while it is their turn, and only a few at a time over all."""
        async with self._photos:
            fetched = await inbound.fetch(photos, self.runtime.settings.max_photo_mb)
            return await self._handled(replace(request, attachments=fetched))

    async def _handled(self, request: Request) -> Reply:
        try:
            return await asyncio.wait_for(self.runtime.handle(request), DEADLINE_S)
        except TimeoutError:
            return sorry(AdvisorError("That took me too long, so I stopped.", "Nothing was kept. Please send it once more."))

    async def _hand_over(self, send: Send, messages: Sequence[Page], **more: Any) -> None:
        for page in messages:
            if not await self._reached(send(**page.arguments(), **more)) and page.files:
                words = sorry(AdvisorError("Discord did not take the file I made for you.", "Please try once more, with a smaller photo."))
                await self._reached(send(**pages(words, 0)[0].arguments(), **more))

    async def _reached(self, call: Coroutine[Any, Any, Any]) -> bool:
        """Tell whether a call to Discord went through; a lost one is logged by its type alone."""
        try:
            await call
        except LOST as error:
            log.warning("an answer did not reach Discord: %s %s", type(error).__name__, getattr(error, "status", ""))
            return False
        return True


def stale() -> AdvisorError:
    """Return what to say to a button or form that nothing knows any more."""
    return AdvisorError("That button is from an earlier version of me, and I no longer know it.", "These ones work:")


def attachments_of(interaction: discord.Interaction, ids: Sequence[str]) -> list[discord.Attachment]:
    """Return the files that a form brought along."""
    data: dict[str, Any] = dict(interaction.data or {})
    files = (data.get("resolved") or {}).get("attachments") or {}
    state = interaction._state  # noqa: SLF001 - discord.py resolves attachments of commands only, not of forms that outlive a restart
    return [discord.Attachment(data=files[i], state=state) for i in ids if i in files]


async def _typing(channel: discord.abc.Messageable) -> None:
    await channel.typing()
