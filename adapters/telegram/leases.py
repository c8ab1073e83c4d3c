"""Who works on which update that came by webhook: Telegram repeats one that was not answered in time, to any worker."""

from __future__ import annotations

from collections import OrderedDict
from typing import Literal, Protocol

from bot.settings import Settings

#: Seconds between two renewals of an update that is being worked on.
RENEW_S = 2.0

Claim = Literal["mine", "busy", "done", "poison"]

#: Claims of an update that nobody finished; the next one is an apology.
ATTEMPTS = 3
#: Updates remembered as answered; Telegram repeats soon or not at all.
_DONE = 10_000


class Leases(Protocol):
    """Updates taken up and answered. A method may wait for a server."""

    def claim(self, update_id: int) -> Claim:
        """Take an update up: "mine" to answer; "poison" to apologise for, as it broke its workers before; else leave it alone."""

    def renew(self, update_id: int) -> None:
        """Go on holding an update that is still being worked on."""

    def finish(self, update_id: int) -> None:
        """Count an update as answered."""

    def release(self, update_id: int) -> None:
        """Give an update back; it comes again."""


class ProcessLeases:
    """The updates of one process alone."""

    def __init__(self) -> None:
        self._busy: set[int] = set()
        self._done: OrderedDict[int, None] = OrderedDict()
        self._tries: dict[int, int] = {}

    def claim(self, update_id: int) -> Claim:
        """Take an update up, unless it is answered or being answered."""
        if update_id in self._done:
            return "done"
        if update_id in self._busy:
            return "busy"
        self._busy.add(update_id)
        self._tries[update_id] = self._tries.get(update_id, 0) + 1
        return "poison" if self._tries[update_id] > ATTEMPTS else "mine"

    def renew(self, update_id: int) -> None:
        """Do nothing: what this process holds lasts as long as itself."""

    def finish(self, update_id: int) -> None:
        """Count an update as answered."""
        self.release(update_id)
        self._tries.pop(update_id, None)
        self._done[update_id] = None
        while len(self._done) > _DONE:
            self._done.popitem(last=False)

    def release(self, update_id: int) -> None:
        """Give an update back; it comes again."""
        self._busy.discard(update_id)


def leases_of(settings: Settings) -> Leases:
    """Return the leases of this process, or the ones that all processes of this bot share; SettingError where Redis is not there."""
    if not settings.redis_url:
        return ProcessLeases()
    from adapters.redis_store import RedisLeases, connect

    return RedisLeases(connect(settings.redis_url), settings.telegram_token.partition(":")[0])
