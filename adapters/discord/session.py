"""Staying connected: sessions follow each other with growing pauses until the program ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import discord

from adapters.discord.client import Client, point_at
from adapters.discord.delivery import LOST
from adapters.discord.quiet import keep_quiet
from adapters.discord.reach import Reach
from adapters.runtime import Runtime
from bot.errors import SettingError

log = logging.getLogger("unexposed.discord")

#: Seconds between two attempts: doubled each time, up to this.
MAX_PAUSE_S = 60.0
#: The gateway's close code for a token it refuses (topics/opcodes-and-status-codes).
TOKEN_REFUSED = 4004


async def keep_connected(runtime: Runtime, announce: Callable[[str], None]) -> None:
    """Serve Discord until cancelled. Raises SettingError if Discord does not know the token."""
    point_at(runtime.settings)
    reach = Reach()
    loop = asyncio.get_running_loop()
    undo = keep_quiet(lambda: loop.call_soon_threadsafe(reach.lost))
    pause_s = 1.0
    try:
        while True:
            came_up = await _session(runtime, reach, announce)
            reach.lost(at_once=True)
            pause_s = 1.0 if came_up else pause_s
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, MAX_PAUSE_S)
    finally:
        reach.stop()
        undo()


async def _session(runtime: Runtime, reach: Reach, announce: Callable[[str], None]) -> bool:
    """Serve one connection until it breaks for good; tell whether it ever stood."""
    client = Client(runtime, reach, announce)
    try:
        async with client:
            await _serve(client, runtime.settings.discord_token.strip())
    except discord.LoginFailure as error:
        raise unknown_token() from error
    except discord.ConnectionClosed as error:
        if error.code == TOKEN_REFUSED:
            raise unknown_token() from error
    except LOST as error:
        log.debug("session ended: %s", type(error).__name__)
    except Exception as error:  # noqa: BLE001 - the outermost wall: whatever a server answered, the door opens again
        log.error("fault in the session: %s", type(error).__name__)  # noqa: TRY400 - a traceback may hold what was sent
    return client.came_up


async def _serve(client: Client, token: str) -> None:
    try:
        await client.start(token)
    except asyncio.CancelledError:
        await client.settle()
        raise


def unknown_token() -> SettingError:
    """Return what to say when Discord refuses the token."""
    return SettingError(
        "Discord does not know this token.",
        "Copy it anew: discord.com/developers/applications, your application, Bot, Reset Token; then set DISCORD_TOKEN to it.",
        name="DISCORD_TOKEN",
    )
