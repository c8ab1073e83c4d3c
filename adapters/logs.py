"""Logs: kinds, sizes and durations; never texts, names, tokens or ids."""

from __future__ import annotations

import logging

#: Libraries that would log addresses with the token in them, or what people send (httpx at INFO logs the bot token).
_LOUD = ("httpx", "httpcore", "aiohttp", "telegram", "discord", "chromadb", "langchain", "urllib3", "uvicorn", "asyncio", "PIL", "bm25s")


def quiet_logs(level: str) -> None:
    """Log ourselves at `level`, and every library at WARNING at most, whatever the level."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("unexposed").setLevel(level.upper() if level.upper() in ("DEBUG", "INFO", "WARNING", "ERROR") else "INFO")
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
