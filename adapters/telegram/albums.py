"""Albums: Telegram sends each photo as an update of its own; the first of them waits for the others and answers for all.

The others count as answered when the first is, and fail when it fails, so that Telegram repeats all of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from adapters.telegram.inbound import Incoming


@dataclass(slots=True)
class _Album:
    members: list[Incoming]
    news: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Albums:
    """The albums that are still coming in."""

    def __init__(self, wait_s: float) -> None:
        """Take an album for whole when nothing of it came for so many seconds."""
        self._wait_s = wait_s
        self._open: dict[tuple[int, str], _Album] = {}

    @asynccontextmanager
    async def gathered(self, incoming: Incoming) -> AsyncIterator[tuple[Incoming, ...]]:
        """Give a message alone, or all of an album to its first and nothing to the others, once the first is done."""
        key = (incoming.place.chat, incoming.album)
        if not incoming.album:
            yield (incoming,)
        elif album := self._open.get(key):
            album.members.append(incoming)
            album.news.set()
            await asyncio.shield(album.done)
            yield ()
        else:
            async with self._first(key, incoming) as members:
                yield members

    @asynccontextmanager
    async def _first(self, key: tuple[int, str], incoming: Incoming) -> AsyncIterator[tuple[Incoming, ...]]:
        album = self._open[key] = _Album([incoming])
        try:
            await self._whole(album)
            del self._open[key]
            yield tuple(sorted(album.members, key=lambda one: one.files[0].message if one.files else 0))
        except BaseException as error:
            if len(album.members) > 1 and not album.done.done():
                album.done.set_exception(error if isinstance(error, Exception) else asyncio.CancelledError())
            raise
        else:
            album.done.set_result(None)
        finally:
            self._open.pop(key, None)

    async def _whole(self, album: _Album) -> None:
        """Wait until nothing more of it comes."""
        try:
            while True:
                album.news.clear()
                async with asyncio.timeout(self._wait_s):
                    await album.news.wait()
        except TimeoutError:
            return
