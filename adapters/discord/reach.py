"""Whether Discord can be reached, told once when it is lost and once when it is back."""

from __future__ import annotations

import asyncio
import logging

log = logging.getLogger("unexposed.discord")

#: Discord asks every bot to reconnect now and then; only what lasts longer is worth a line.
PATIENCE_S = 10.0


class Reach:
    """The state of the connection, as far as the operator cares."""

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._told = False
        self._alarm: asyncio.TimerHandle | None = None

    def lost(self, *, at_once: bool = False) -> None:
        """Note that the connection is gone; say so if it stays away."""
        if at_once:
            self._tell()
        elif self._alarm is None and not self._told:
            self._alarm = asyncio.get_running_loop().call_later(self._patience_s, self._tell)

    def found(self) -> None:
        """Note that the connection stands; say so if its loss was told."""
        self.stop()
        if self._told:
            self._told = False
            log.info("Discord is back.")

    def stop(self) -> None:
        """Forget a loss that was not told yet."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _tell(self) -> None:
        self.stop()
        if not self._told:
            self._told = True
            log.warning("Discord can't be reached. I keep trying; the other doors stay open.")
