"""Photos are worked on in processes of their own, so that everybody else is answered and acknowledged at once meanwhile.

They are spawned, never forked (the embedding model does not survive a fork), start with the first photo, and end with
their parent however that ends. One that dies takes its photo with it and nothing else.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing.connection import wait

from adapters.logs import quiet_logs
from bot.advisor import Advisor
from bot.messages import Reply, Request
from bot.settings import Settings

_advisor: Advisor | None = None


class PhotoPool:
    """Processes that answer requests with photos; `count` at most."""

    def __init__(self, settings: Settings, count: int) -> None:
        self._settings = settings
        self._count = count
        self._pool: ProcessPoolExecutor | None = None

    async def answer(self, request: Request) -> Reply:
        """Return the advisor's reply, worked out in another process; BrokenProcessPool if that died."""
        loop = asyncio.get_running_loop()
        try:
            # What is remembered lives in this process alone.
            return await loop.run_in_executor(self._open(), _answer, replace(request, conversation=""))
        except BrokenProcessPool:
            self._pool = None
            raise

    def _open(self) -> ProcessPoolExecutor:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._count, spawn, _start, (self._settings,))
        return self._pool

    async def warm_up(self) -> None:
        """Start a process, so that the first photo does not wait for one."""
        await asyncio.get_running_loop().run_in_executor(self._open(), _ready)

    def close(self) -> None:
        """Let running work end, take no more."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)


def _start(settings: Settings) -> None:
    global _advisor  # noqa: PLW0603 - a process of a pool has no other place for what it starts with
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches every process; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    quiet_logs(settings.log_level)
    from adapters.runtime import build_advisor

    _advisor = build_advisor(settings, exact=True)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        wait([parent.sentinel])
        os._exit(1)


def _ready() -> None:
    from bot.skills import SKILLS

    _ = SKILLS["clean"].reply


def _answer(request: Request) -> Reply:
    if _advisor is None:
        raise RuntimeError("the process has not started")
    return _advisor.handle(request)
