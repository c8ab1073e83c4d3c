"""discord.py's own log, made plain: its lines carry tracebacks, addresses with tokens, and ids."""

from __future__ import annotations

import logging
from collections.abc import Callable

#: Where discord.py reports that it lost the connection and tries again; we say that once, in words.
_CONNECTION = ("discord.shard", "discord.client")


class PlainRecords(logging.Filter):
    """Lets a warning of discord.py through as its place and kind only, and hears of lost connections."""

    def __init__(self, on_trouble: Callable[[], object]) -> None:
        super().__init__()
        self.on_trouble = on_trouble

    def filter(self, record: logging.LogRecord) -> bool:
        """Strip what a record says down to where it came from."""
        kind = record.exc_info[0] if record.exc_info else None
        if record.name in _CONNECTION:
            if kind is not None:
                self.on_trouble()
            return False
        record.msg, record.args = f"the Discord library reports: {kind.__name__ if kind else 'a delay or a retry'}", None
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def keep_quiet(on_trouble: Callable[[], object]) -> Callable[[], None]:
    """Hold the loggers of discord.py and aiohttp at WARNING and make them plain; return how to undo the latter."""
    for name in ("discord", "aiohttp"):
        logging.getLogger(name).setLevel(logging.WARNING)
    plain = PlainRecords(on_trouble)
    loggers = [logging.getLogger(n) for n in list(logging.Logger.manager.loggerDict) if n == "discord" or n.startswith("discord.")]
    for logger in loggers:
        logger.addFilter(plain)

    def undo() -> None:
        for logger in loggers:
            logger.removeFilter(plain)

    return undo
