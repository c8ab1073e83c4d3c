"""Turns: one person's requests follow each other, so that no photo storm of one slows the others."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.errors import AdvisorError

#: Requests of one person that may wait; the next one is told to come back.
MAX_WAITING = 5


class BusyError(AdvisorError):
    """One person has sent more than fits in the queue."""


@dataclass(slots=True)
class _Line:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class Turns:
    """Who is being served: one line a conversation, and a count of all that is in the air."""

    def __init__(self) -> None:
        self._lines: defaultdict[str, _Line] = defaultdict(_Line)
        self._busy = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncIterator[None]:
        """Wait for this conversation's turn. Raises BusyError if too many wait already."""
        line = self._lines[key]
        if line.waiting >= MAX_WAITING:
            raise BusyError("I'm still working on what you sent before.", "Wait for those answers, then send this once more.")
        line.waiting += 1
        try:
            async with line.lock:
                yield
        finally:
            line.waiting -= 1
            if not line.waiting:
                self._lines.pop(key, None)

    @asynccontextmanager
    async def busy(self) -> AsyncIterator[None]:
        """Count what is in the air, from the first acknowledgement to the last file."""
        self._busy += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._busy -= 1
            if not self._busy:
                self._idle.set()

    async def settle(self, seconds: float) -> None:
        """Wait until nothing is in the air, `seconds` at most."""
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            return
