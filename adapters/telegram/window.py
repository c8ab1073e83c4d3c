"""Which updates are being worked on, and how far Telegram may forget.

Telegram is the queue: it repeats every update from `offset` on, so an update is let go only when its
answer is out. An update is *unfinished* from the moment it is seen until then, and *busy* while
somebody works on it; one that broke its worker is unfinished without being busy, and comes again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

#: Updates taken up beyond the oldest unfinished one: the most that a killed process can repeat.
WINDOW = 20

#: How often an update may break its worker before it is dropped.
ATTEMPTS = 3


#: Answered updates that are known after Telegram has forgotten them, should one come once more all the same.
_REMEMBERED = 5_000


class Window:
    """The updates between the oldest unfinished one and the newest seen."""

    def __init__(self) -> None:
        self._unfinished: set[int] = set()
        self._busy: set[int] = set()
        self._waiting: set[int] = set()
        self._done: set[int] = set()
        self._answered: OrderedDict[int, None] = OrderedDict()
        self._crashes: dict[int, int] = {}
        self._last: int | None = None

    @property
    def offset(self) -> int | None:
        """The first id that Telegram has to keep: the oldest not answered yet, else the one after the last; None at first."""
        if self._unfinished or self._waiting:
            return min(self._unfinished | self._waiting)
        return None if self._last is None else self._last + 1

    @property
    def idle(self) -> bool:
        """Whether everything seen is finished."""
        return not (self._unfinished or self._waiting)

    def admit(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Return those of the fetched `ids` to start now and count them as busy; in the order given, as far as there is room.

        The oldest is always among them, or the window would never move on; the others wait until they are fetched again.
        """
        fetched = tuple(dict.fromkeys(ids))
        self._unfinished &= self._busy.union(fetched)  # what Telegram no longer has, another copy of this bot answered
        fresh = [update_id for update_id in fetched if update_id not in self._busy and update_id not in self._answered]
        self._waiting = set(fresh) - self._unfinished
        admitted = tuple(update_id for update_id in fresh if self._take(update_id))
        self._done -= {update_id for update_id in self._done if update_id < (self.offset or 0)}
        return admitted

    def _take(self, update_id: int) -> bool:
        oldest = min(self._unfinished | self._waiting)
        beyond = sum(1 for known in self._unfinished | self._done if known > oldest)
        if update_id not in self._unfinished and update_id > oldest and beyond >= WINDOW:
            return False
        self._waiting.discard(update_id)
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
        self._answered[update_id] = None
        if len(self._answered) > _REMEMBERED:
            self._answered.popitem(last=False)

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
