"""One call to Telegram, made to arrive: floods are waited out, network faults repeated, both within bounds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter

from adapters.telegram.waits import Waits

Result = TypeVar("Result")

#: Until a call about words, or about a small file, counts as hanging: seconds for its answer.
WORDS_S, FILE_S = 3.0, 5.0

#: Tries of a call that meets network faults.
NETWORK_TRIES = 3

#: Times that one call waits out a flood answer (429).
FLOOD_TRIES = 5


async def persist(call: Callable[[], Awaitable[Result]], waits: Waits) -> Result:
    """Return what `call` returns, trying again after floods and network faults; the last error is raised."""
    faults = floods = 0
    while True:
        try:
            return await call()
        except BadRequest:  # a NetworkError by birth, yet the same words would be refused again
            raise
        except RetryAfter as error:
            floods += 1
            pause = seconds(error)
            if floods > FLOOD_TRIES or pause > waits.retry_after_most_s:
                raise
        except NetworkError:
            faults += 1
            pause = waits.retry_s * faults
            if faults >= NETWORK_TRIES:
                raise
        await asyncio.sleep(pause)


def patience(size: int) -> float:
    """Return how long to wait for Telegram's answer to a call about a file of so many bytes, in seconds.

    A few words are answered in a tenth of a second; a call that hangs must not hold up the window of updates.
    """
    return FILE_S + size / 1_000_000


def seconds(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait."""
    pause = error.retry_after
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)
