"""Handing over: a call to Discord made to arrive, within bounds; what does not arrive is counted and logged by its type alone.

discord.py itself waits out floods (429) and repeats after 500, 502 and 504; faults of the network and hangs are ours.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import discord

from adapters.metrics import Metrics

log = logging.getLogger("unexposed.discord")

#: What can go wrong between Discord and us; everything else is a fault of ours and reaches the client's wall.
LOST = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
_NETWORK = (aiohttp.ClientError, OSError, TimeoutError)
#: Tries of a call that meets network faults, and the seconds between them.
TRIES, PAUSE_S = 3, 1.0
#: Seconds that one message with its files may take; Discord waits 3 s for an acknowledgement (interactions/receiving-and-responding).
SEND_S, ACKNOWLEDGE_S = 60.0, 2.8
#: Discord's code for an interaction that was acknowledged before: our first try arrived after all.
ALREADY_ACKNOWLEDGED = 40060

Call = Callable[[], Coroutine[Any, Any, Any]]


class Delivery:
    """Makes calls and counts those that failed."""

    def __init__(self, metrics: Metrics, pause_s: float = PAUSE_S) -> None:
        self._metrics, self._pause_s = metrics, pause_s

    async def acknowledged(self, call: Call) -> bool:
        """Tell whether an acknowledgement arrived while Discord waits for it."""
        return await self._made(self._acknowledging(call))

    async def arrived(self, call: Call) -> bool:
        """Tell whether a message arrived, sent again after faults of the network."""
        return await self._made(self._sending(call))

    async def _acknowledging(self, call: Call) -> None:
        async with asyncio.timeout(ACKNOWLEDGE_S):
            try:
                await call()
            except (aiohttp.ClientError, OSError):  # most often a kept connection that had gone stale
                await self._once_more(call)

    @staticmethod
    async def _once_more(call: Call) -> None:
        try:
            await call()
        except discord.HTTPException as error:
            if error.code != ALREADY_ACKNOWLEDGED:
                raise

    async def _sending(self, call: Call) -> None:
        for left in reversed(range(TRIES)):
            try:
                await asyncio.wait_for(call(), SEND_S)
            except _NETWORK:
                if not left:
                    raise
                await asyncio.sleep(self._pause_s)
            else:
                return

    async def _made(self, steps: Coroutine[Any, Any, None]) -> bool:
        try:
            await steps
        except LOST as error:
            self._metrics.undelivered("discord", type(error).__name__)
            log.warning("an answer did not reach Discord: %s %s", type(error).__name__, getattr(error, "status", ""))
            return False
        return True
