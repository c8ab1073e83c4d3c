"""Logs: kinds, sizes and durations; never texts, names, tokens or ids."""

from __future__ import annotations

import logging

#: Libraries that would log addresses with the token in them, or what people send (httpx at INFO logs the bot token).
_LOUD = ("httpx", "httpcore", "aiohttp", "telegram", "discord", "chromadb", "langchain", "urllib3", "uvicorn", "asyncio", "PIL", "bm25s")


def quiet_logs(level: str) -> None:
    """Log ourselves at `level`, and every library at WARNING at most, whatever the level."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s", datefmt="%H:%M:%S")
    for handler in logging.getLogger().handlers:
        handler.addFilter(_ours_or_serious)
    logging.getLogger("unexposed").setLevel(level.upper() if level.upper() in ("DEBUG", "INFO", "WARNING", "ERROR") else "INFO")
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)


def _ours_or_serious(record: logging.LogRecord) -> bool:
    """Tell whether a record may be written; a library that sets its own level while it loads (bm25s does) is held here."""
    return record.levelno >= logging.WARNING or record.name.split(".")[0] == "unexposed"
