"""What is remembered of a conversation: topic, platform, passages, step, language. Never words.

Entries expire; a conversation that says /forget is gone at once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one conversation was about.

    language: the one spoken last (ISO 639-1); `chosen`: the person asked for it by /language.
    step: where a dialogue of several questions stands, in its own code.
    """

    platform: str = ""
    passages: tuple[str, ...] = ()
    language: str = ""
    chosen: bool = False
    step: str = ""


class Memory(Protocol):
    """Keeps conversations under opaque keys, for a while."""

    def recall(self, key: str) -> Conversation:
        """Return what is kept under `key`, or an empty conversation."""

    def remember(self, key: str, conversation: Conversation) -> None:
        """Keep `conversation` under `key` until it expires; the key "" keeps nothing."""

    def forget(self, key: str) -> bool:
        """Erase what is kept under `key`; tell whether there was anything."""


class ProcessMemory:
    """Memory of this process alone; gone when it ends.

    lifetime_s: seconds until an entry expires. capacity: entries kept, oldest out first.
    """

    def __init__(self, clock: Callable[[], float], lifetime_s: float, capacity: int = 10_000) -> None:
        self._clock = clock
        self._lifetime_s = lifetime_s
        self._capacity = capacity
        self._kept: OrderedDict[str, tuple[float, Conversation]] = OrderedDict()

    def recall(self, key: str) -> Conversation:
        """Return what is kept under `key`, or an empty conversation."""
        until, conversation = self._kept.get(key, (0.0, Conversation()))
        if until < self._clock():
            self._kept.pop(key, None)
            return Conversation()
        return conversation

    def remember(self, key: str, conversation: Conversation) -> None:
        """Keep `conversation` under `key` until it expires; the key "" keeps nothing."""
        if not key:
            return
        self._kept.pop(key, None)
        self._kept[key] = (self._clock() + self._lifetime_s, conversation)
        while len(self._kept) > self._capacity or next(iter(self._kept.values()))[0] < self._clock():
            self._kept.popitem(last=False)

    def forget(self, key: str) -> bool:
        """Erase what is kept under `key`; tell whether there was anything."""
        return self._kept.pop(key, None) is not None
