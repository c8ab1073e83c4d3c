"""The connection to Discord: which events arrive, and to which part of the door they go.

Intents: servers (for their names of channels) and direct messages. The text of messages in servers is never asked for.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.commands import Tree
from adapters.discord.delivery import LOST
from adapters.discord.door import Door
from adapters.discord.reach import Reach
from adapters.discord.shards import shards_of
from adapters.discord.suggestions import learn_places
from adapters.discord.translating import Translations
from adapters.runtime import Runtime
from bot.settings import Settings

log = logging.getLogger("unexposed.discord")

#: Seconds that answers under way are waited for when the program ends.
SETTLE_S = 8.0


class Client(discord.AutoShardedClient):
    """A discord.py client that only passes on; it keeps no messages and no members."""

    def __init__(self, runtime: Runtime, reach: Reach, announce: Callable[[str], None]) -> None:
        self._share = shards_of(runtime.settings.discord_shards)
        super().__init__(
            **self._share.options(),
            intents=discord.Intents(guilds=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            activity=discord.CustomActivity("Send me a photo, or try /help"),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        self.door = Door(runtime)
        self.tree = Tree(self, self.door)
        self.came_up = False
        self._reach = reach
        self._announce = announce

    async def setup_hook(self) -> None:
        """Register the commands, in all languages; a refusal is told and leaves the old ones in place."""
        self._learning = asyncio.create_task(asyncio.to_thread(learn_places))
        if not self._share.first:
            return
        await self.tree.set_translator(Translations())
        try:
            await self.tree.sync()
        except LOST as error:
            log.warning("Discord did not take the list of commands (%s); the ones it knows stay.", type(error).__name__)

    async def on_shard_connect(self, _: int) -> None:
        """Tell the operator, once, that the bot is there and how to invite it."""
        self._reach.found()
        if not self.came_up and self.user is not None:
            self.came_up = True
            invite = f"https://discord.com/oauth2/authorize?client_id={self.application_id}"
            self._announce(f"Discord: I am there as {self.user.name}. To add me to a server or to yourself: {invite}")

    async def on_shard_resumed(self, _: int) -> None:
        """Note that a connection stands again."""
        self._reach.found()

    async def on_shard_disconnect(self, _: int) -> None:
        """Note that a connection is gone."""
        if not self.is_closed():
            self._reach.lost()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Pass on presses and forms; commands have their own way, through the tree."""
        data: dict[str, Any] = dict(interaction.data or {})
        custom_id = str(data.get("custom_id", ""))
        if interaction.type is discord.InteractionType.component:
            await self.door.component(interaction, custom_id)
        elif interaction.type is discord.InteractionType.modal_submit:
            await self.door.form(interaction, custom_id)

    async def on_message(self, message: discord.Message) -> None:
        """Pass on what a person wrote in a direct chat; other messages do not concern the bot."""
        if message.guild is None and not message.author.bot and message.type in (discord.MessageType.default, discord.MessageType.reply):
            await self.door.message(message)

    async def on_error(self, event_method: str, /, *args: Any, **_: Any) -> None:
        """Log a fault of ours by its type and place, without what was sent, and apologise."""
        kind = sys.exc_info()[0]
        log.error("fault in %s: %s", event_method, kind.__name__ if kind else "unknown")
        if args and isinstance(args[0], discord.Interaction | discord.Message):
            await self.door.apologise(args[0])

    async def settle(self) -> None:
        """Let answers under way go out, for a few seconds."""
        await self.door.turns.settle(SETTLE_S)


def point_at(settings: Settings) -> None:
    """Let discord.py call another server where the settings name one."""
    if settings.discord_api_url:
        Route.BASE = settings.discord_api_url.rstrip("/").removesuffix("/api/v10") + "/api/v10"
    if settings.discord_gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.discord_gateway_url)
