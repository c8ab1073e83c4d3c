"""How much one person, or one chat, may ask for: a bucket of requests that fills again by itself (token bucket).

Whoever comes near the bottom is told so before being refused; the refusal itself is said once, not again and again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket: how many requests fit into it, and how many come back each minute."""

    burst: float
    per_minute: float


@dataclass(frozen=True, slots=True)
class Spent:
    """What came of taking from a bucket: whether it was allowed, what is left, and in how many seconds one fits again."""

    allowed: bool
    left: float
    wait_s: float


class Limits(Protocol):
    """Buckets under opaque keys."""

    def spend(self, key: str, rate: Rate, cost: float = 1.0) -> Spent:
        """Take `cost` from the bucket of `key`, if it holds that much."""


def taken(left: float, rate: Rate, cost: float) -> Spent:
    """Return what comes of taking `cost` from a bucket that holds `left`."""
    if left >= cost:
        return Spent(allowed=True, left=left - cost, wait_s=0.0)
    return Spent(allowed=False, left=left, wait_s=(cost - left) * 60 / rate.per_minute)


class ProcessLimits:
    """Buckets of this process alone. `capacity`: buckets kept; the one untouched longest goes first, and comes back full."""

    def __init__(self, clock: Callable[[], float], capacity: int = 10_000) -> None:
        self._clock = clock
        self._capacity = capacity
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def spend(self, key: str, rate: Rate, cost: float = 1.0) -> Spent:
        """Take `cost` from the bucket of `key`, if it holds that much."""
        with self._lock:
            now = self._clock()
            left, then = self._buckets.pop(key, (rate.burst, now))
            spent = taken(min(rate.burst, left + (now - then) * rate.per_minute / 60), rate, cost)
            self._buckets[key] = (spent.left, now)
            if len(self._buckets) > self._capacity:
                self._buckets.popitem(last=False)
            return spent
