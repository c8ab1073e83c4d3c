"""Files on their way in: asked for, fetched, and never more of them in memory at once than there is room for.

A Bot API server of one's own (--local) names files by their path on its disk: they are read there if this is the same
machine, else fetched below the server's address as from any other.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from adapters.telegram.calls import patience, persist
from adapters.telegram.files import MAX_DOWNLOAD_BYTES, File
from adapters.telegram.waits import Waits
from bot.messages import Attachment
from bot.settings import Settings

log = logging.getLogger("unexposed.telegram")

_PUBLIC = "https://api.telegram.org"
#: Bytes of files held at the same time; small photos hardly count, and words never wait.
ROOM_BYTES = 160 << 20


class TooLargeError(TelegramError):
    """A file that turned out larger than can be fetched."""

    def __init__(self) -> None:
        super().__init__("file is too big")


class Room:
    """So many bytes for everybody; whoever needs more than is left waits. One that needs more than all gets all of it."""

    def __init__(self, capacity: int = ROOM_BYTES) -> None:
        self._capacity = self._left = capacity
        self._freed = asyncio.Condition()

    @asynccontextmanager
    async def taken(self, size: int) -> AsyncIterator[None]:
        """Hold `size` bytes of it."""
        share = min(size, self._capacity)
        async with self._freed:
            await self._freed.wait_for(lambda: self._left >= share)
            self._left -= share
        try:
            yield
        finally:
            async with self._freed:
                self._left += share
                self._freed.notify_all()


def most_bytes(settings: Settings) -> int:
    """Return the largest file that can be fetched: Telegram's own limit, the operator's with a Bot API server of their own."""
    if settings.telegram_api_url.rstrip("/") == _PUBLIC:
        return MAX_DOWNLOAD_BYTES
    return max(MAX_DOWNLOAD_BYTES, settings.max_photo_mb << 20)


async def fetch(bot: Bot, file: File, waits: Waits, most: int) -> Attachment:
    """Return a file with its bytes. Raises TooLargeError, or another TelegramError when Telegram does not hand it over."""
    started = time.perf_counter()
    wait_s = patience(file.size)
    try:
        found = await persist(lambda: bot.get_file(file.id, read_timeout=wait_s), waits)
    except BadRequest as error:
        if "too big" in error.message.lower():
            raise TooLargeError from error
        raise
    if max(found.file_size or 0, file.size) > most:
        raise TooLargeError
    path = found.file_path or ""
    if Path(path).is_absolute():
        data = await asyncio.to_thread(Path(path).read_bytes)
    else:
        address = remote_address(path, bot.token)
        data = await persist(lambda: bot.request.retrieve(address, read_timeout=wait_s), waits)
    if len(data) > most:
        raise TooLargeError
    log.info("file of %d kB fetched in %.2f s", len(data) // 1000, time.perf_counter() - started)
    return Attachment(file.name, data, file.media_type)


def remote_address(address: str, token: str) -> str:
    """Return the address of a file; where the server named a path on its own disk (".../TOKEN/photos/1.jpg"), the one below its root.

    The library puts ROOT/file/botTOKEN/ before any path that is not on this machine.
    """
    root, mark, path = address.partition(f"/file/bot{token}/")
    inside = path.partition(f"/{token}/")[2] if path.startswith("/") else ""
    return f"{root}{mark}{quote(inside or path)}"
