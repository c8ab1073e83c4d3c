"""Which updates are being worked on, and how far Telegram may forget.

Telegram is the queue: it repeats every update from `offset` on, so an update is let go only when its
answer is out. An update is *unfinished* from the moment it is seen until then, and *busy* while
somebody works on it; one that broke its worker is unfinished without being busy, and comes again.
"""

from __future__ import annotations

from collections.abc import Iterable

#: Updates taken up beyond the oldest unfinished one: the most that a killed process can repeat.
WINDOW = 20

#: How often an update may break its worker before it is dropped.
ATTEMPTS = 3


class Window:
    """The updates between the oldest unfinished one and the newest seen."""

    def __init__(self) -> None:
        self._unfinished: set[int] = set()
        self._busy: set[int] = set()
        self._done: set[int] = set()
        self._crashes: dict[int, int] = {}
        self._last: int | None = None

    @property
    def offset(self) -> int | None:
        """The first id that Telegram has to keep: the oldest unfinished, else the one after the last; None at first."""
        if self._unfinished:
            return min(self._unfinished)
        return None if self._last is None else self._last + 1

    @property
    def idle(self) -> bool:
        """Whether everything seen is finished."""
        return not self._unfinished

    def admit(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Return those of the fetched `ids` to start now, oldest first, and count them as busy."""
        fetched = set(ids)
        self._unfinished &= self._busy | fetched  # what Telegram no longer has, another copy of this bot answered
        fresh = sorted(fetched - self._busy - self._done)
        admitted = tuple(update_id for update_id in fresh if self._take(update_id))
        self._done -= {update_id for update_id in self._done if update_id < (self.offset or 0)}
        return admitted

    def _take(self, update_id: int) -> bool:
        oldest = min(self._unfinished, default=update_id)
        beyond = sum(1 for known in self._unfinished | self._done if known > oldest)
        if update_id not in self._unfinished and update_id > oldest and beyond >= WINDOW:
            return False
        self._unfinished.add(update_id)
        self._busy.add(update_id)
        self._last = max(update_id, self._last or update_id)
        return True

    def finish(self, update_id: int) -> None:
        """Count an update as answered."""
        self._unfinished.discard(update_id)
        self._busy.discard(update_id)
        self._crashes.pop(update_id, None)
        self._done.add(update_id)

    def crash(self, update_id: int) -> bool:
        """Count an update that broke its worker; return whether that was once too often: then it stays busy until finished."""
        self._crashes[update_id] = self._crashes.get(update_id, 0) + 1
        if self._crashes[update_id] >= ATTEMPTS:
            return True
        self._busy.discard(update_id)
        return False

    def release(self, update_id: int) -> None:
        """Give back an update that was not worked on; Telegram repeats it."""
        self._busy.discard(update_id)
