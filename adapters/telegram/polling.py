"""The loop over getUpdates: nothing is acknowledged before it is answered, and no error ends the loop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any
from weakref import WeakValueDictionary

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from adapters.telegram.calls import seconds
from adapters.telegram.waits import Waits
from adapters.telegram.window import Window

log = logging.getLogger("unexposed.telegram")

RawUpdate = dict[str, Any]
Fetch = Callable[[int | None, int, int], Awaitable[Sequence[RawUpdate]]]
Work = Callable[[RawUpdate], Awaitable[None]]

#: Updates worked on at the same time; most of their time is waiting for Telegram, so that those whose sending hangs hold up nobody.
AT_ONCE = 40
#: Updates that one poll brings (Bot API getUpdates.limit: 1-100). More than the window, so that it can be shared out fairly.
LIMIT = 100

#: Polls in a row that may be refused for the token before the door gives up.
REFUSALS = 5


def queue_of(raw: RawUpdate) -> tuple[int, int]:
    """Return in which queue an update waits: a person's messages in one chat are answered in their order, a press at once.

    The photos of an album wait for each other and not one behind the other: they are answered together.
    """
    match raw.get("message", raw.get("edited_message")):
        case {"media_group_id": str()}:
            return 0, raw["update_id"]
        case {"chat": {"id": int(chat)}, "from": {"id": int(person)}}:
            return chat, person
        case {"chat": {"id": int(chat)}}:
            return chat, 0
    return 0, raw["update_id"]


def fairly(updates: Iterable[RawUpdate]) -> dict[int, RawUpdate]:
    """Return updates by id in the order to take them up: everybody's first, then everybody's second, so that no one fills the window.

    The photos of an album count as one.
    """
    turns: dict[object, tuple[int, object]] = {}
    placed: list[tuple[int, int, RawUpdate]] = []
    for update in sorted(updates, key=lambda update: int(update["update_id"])):
        sender, album = _sender_of(update)
        turn, before = turns.get(sender, (-1, None))
        turns[sender] = turn if album and album == before else turn + 1, album
        placed.append((turns[sender][0], update["update_id"], update))
    return {number: update for _, number, update in sorted(placed, key=lambda each: each[:2])}


def _sender_of(raw: RawUpdate) -> tuple[object, object]:
    """Return whose update it is, and the album it is part of."""
    match raw.get("message"):
        case {"media_group_id": str(album), "chat": {"id": int(chat)}, "from": {"id": int(person)}}:
            return (chat, person), album
    return queue_of(raw), None


class Poller:
    """Fetches updates and has them answered: one task each, in order for one person, side by side for many.

    `fetch(offset, limit, wait_s)` asks Telegram, `answer` handles one update, `give_up` apologises for one
    that broke its worker too often.
    """

    def __init__(self, fetch: Fetch, answer: Work, give_up: Work, waits: Waits) -> None:
        self._fetch, self._answer, self._give_up, self._waits = fetch, answer, give_up, waits
        self._window = Window()
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._turns: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()
        self._closing = False
        self._trouble = ""
        self._failures = self._refusals = 0

    async def run(self) -> None:
        """Poll until cancelled; then finish what is in flight and tell Telegram so. Raises only InvalidToken."""
        try:
            while True:
                await self._round()
        finally:
            await self._close()

    async def _round(self) -> None:
        try:
            updates = await self._fetch(self._window.offset, LIMIT, self._waits.long_poll_s if self._window.idle else 0)
        except TelegramError as error:
            await asyncio.sleep(self._pause_after(error))
            return
        self._recovered()
        self._start(updates)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._waits.short_poll_s, return_when=asyncio.FIRST_COMPLETED)
        elif not self._window.idle:
            await asyncio.sleep(self._waits.short_poll_s)

    def _start(self, updates: Sequence[RawUpdate]) -> None:
        by_id = fairly(updates)
        for update_id in self._window.admit(by_id):
            task = asyncio.create_task(self._work(update_id, by_id[update_id]))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work(self, update_id: int, raw: RawUpdate) -> None:
        turn = self._turns.setdefault(queue_of(raw), asyncio.Lock())
        async with turn, self._slots:
            if self._closing:
                self._window.release(update_id)
                return
            try:
                await self._answer(raw)
            except Exception as error:  # noqa: BLE001 - the wall: one update must not end the loop; only its type is told
                log.error("an update could not be finished: %s", type(error).__name__)  # noqa: TRY400 - a traceback may quote it
                if not self._window.crash(update_id):
                    return
                await self._drop(raw)
        self._window.finish(update_id)

    async def _drop(self, raw: RawUpdate) -> None:
        try:
            await self._give_up(raw)
        except Exception as error:  # noqa: BLE001 - the same wall: what cannot even be apologised for is let go
            log.error("an apology could not be sent: %s", type(error).__name__)  # noqa: TRY400 - a traceback may quote it

    def _pause_after(self, error: TelegramError) -> float:
        """Return how long to wait after a failed poll; a token refused again and again is raised."""
        self._failures += 1
        self._refusals = self._refusals + 1 if isinstance(error, InvalidToken) else 0
        if self._refusals >= REFUSALS:
            raise error
        trouble = describe(error)
        if trouble != self._trouble:
            log.warning("%s I keep trying.", trouble)
        self._trouble = trouble
        if isinstance(error, RetryAfter):
            return seconds(error)
        return backoff(self._waits, self._failures)

    def _recovered(self) -> None:
        if self._trouble:
            log.warning("Telegram answers again.")
        self._trouble, self._failures, self._refusals = "", 0, 0

    async def _close(self) -> None:
        """Let running work end within the grace, acknowledge what was answered, leave the rest to Telegram."""
        self._closing = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._waits.grace_s)
        left = tuple(self._tasks)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        if self._window.offset is not None:
            with contextlib.suppress(TelegramError, TimeoutError):
                await asyncio.wait_for(self._fetch(self._window.offset, 1, 0), self._waits.farewell_s)


def backoff(waits: Waits, failures: int) -> float:
    """Return the pause after so many failures in a row, in seconds: doubling, up to the most."""
    return float(min(waits.backoff_s * 2 ** min(failures - 1, 16), waits.backoff_most_s))


def describe(error: TelegramError) -> str:
    """Return what is wrong in one plain sentence for the log, without addresses or tokens."""
    if isinstance(error, Conflict):
        return "Another program is fetching this bot's messages: stop the other copy."
    if isinstance(error, RetryAfter):
        return "Telegram asks me to slow down."
    if isinstance(error, NetworkError):
        return "I can't reach Telegram."
    return f"Telegram refused a call ({type(error).__name__})."
