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
from adapters.telegram.files import File
from adapters.telegram.waits import Waits
from bot.messages import Attachment
from bot.settings import Settings

log = logging.getLogger("unexposed.telegram")

#: Bot API getFile: bots can download files of up to 20 MB, unless the Bot API server is one's own.
MAX_DOWNLOAD_BYTES = 20 << 20
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


class Fetcher:
    """Fetches files for one bot.

    Telegram's own servers hand out 20 MB at most. Whether the server is one without that limit shows in the first file that it
    names by a path on a disk; asked about a larger one before, it is the file's small picture that tells.
    """

    def __init__(self, bot: Bot, waits: Waits, settings: Settings) -> None:
        self._bot, self._waits = bot, waits
        self._public = settings.telegram_api_url.rstrip("/") == _PUBLIC
        self._own_bytes = max(MAX_DOWNLOAD_BYTES, settings.max_photo_mb << 20)
        self._local: bool | None = None

    @property
    def most(self) -> int:
        """The largest file that can be fetched, in bytes, as far as is known."""
        return self._own_bytes if self._local else MAX_DOWNLOAD_BYTES

    async def fetch(self, file: File) -> Attachment:
        """Return a file with its bytes. Raises TooLargeError, or another TelegramError or OSError when it is not handed over."""
        started = time.perf_counter()
        if file.size > MAX_DOWNLOAD_BYTES and self._local is None and not self._public and file.thumbnail:
            await self._path(file.thumbnail, 0)
        if file.size > self.most:
            raise TooLargeError
        data = await self._read(await self._path(file.id, file.size), file.size)
        if len(data) > self.most:
            raise TooLargeError
        log.info("file of %d kB fetched in %.2f s", len(data) // 1000, time.perf_counter() - started)
        return Attachment(file.name, data, file.media_type)

    async def _path(self, number: str, size: int) -> str:
        """Return where a file is: an address, or a path on this machine."""
        try:
            found = await persist(lambda: self._bot.get_file(number, read_timeout=patience(size)), self._waits)
        except BadRequest as error:
            if "too big" in error.message.lower():
                raise TooLargeError from error
            raise
        path = found.file_path or ""
        self._local = Path(path).is_absolute() or path.partition(f"/file/bot{self._bot.token}/")[2].startswith("/")
        return path

    async def _read(self, path: str, size: int) -> bytes:
        if Path(path).is_absolute():
            return await asyncio.to_thread(Path(path).read_bytes)
        address = remote_address(path, self._bot.token)
        return await persist(lambda: self._bot.request.retrieve(address, read_timeout=patience(size)), self._waits)


def remote_address(address: str, token: str) -> str:
    """Return the address of a file; where the server named a path on its own disk (".../TOKEN/photos/1.jpg"), the one below its root.

    The library puts ROOT/file/botTOKEN/ before any path that is not on this machine.
    """
    root, mark, path = address.partition(f"/file/bot{token}/")
    inside = path.partition(f"/{token}/")[2] if path.startswith("/") else ""
    return f"{root}{mark}{quote(inside or path)}"
