"""`run`: the Discord door, open until cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib import import_module

from adapters.runtime import Runtime
from bot.errors import SettingError


async def run(runtime: Runtime, announce: Callable[[str], None] = print) -> None:
    """Serve Discord until cancelled; `announce` hears once that the bot is there, and how to invite it.

    Raises SettingError for a token that cannot be one or that Discord does not know. A server that cannot be
    reached raises nothing: it is tried again, and the log says so once.
    """
    token = runtime.settings.discord_token.strip()
    if not token.isascii() or not token.isprintable() or " " in token or not token:
        raise SettingError(
            "DISCORD_TOKEN is no Discord token." if token else "DISCORD_TOKEN is not set.",
            "Copy it from discord.com/developers/applications: your application, Bot, Reset Token.",
            name="DISCORD_TOKEN",
        )
    # discord.py takes 1.5 to 2 s to load: in a thread, so that the other doors answer meanwhile
    session = await asyncio.to_thread(import_module, "adapters.discord.session")
    await session.keep_connected(runtime, announce)
