"""Serve the page on 127.0.0.1 until cancelled."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager

import uvicorn

from adapters.runtime import Runtime
from adapters.web.app import create_app
from bot.errors import SettingError

log = logging.getLogger("unexposed.web")

HOST = "127.0.0.1"
#: Answers under way get this long to end when the page is stopped, in seconds.
GRACE_S = 5


async def run(runtime: Runtime, announce: Callable[[str], None] = log.info) -> None:
    """Serve the page until cancelled; `announce` gets one line with its address once it answers.

    Raises SettingError when the port cannot be had.
    """
    listener = listen(runtime.settings.web_port)
    port = listener.getsockname()[1]
    server = _Server(create_app(runtime), lambda: announce(f"Open http://{HOST}:{port} in your browser."))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await asyncio.shield(serving)
    finally:
        server.should_exit = True
        await serving


def listen(port: int) -> socket.socket:
    """Return a socket bound to `port` of this computer alone; SettingError when it cannot be had."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere this option would let two programs share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise _unavailable(port, error) from None
    return listener


def _unavailable(port: int, error: OSError) -> SettingError:
    other = 8788 if port != 8788 else 8789
    if error.errno == errno.EACCES:
        why = f"Port {port} is kept for the system, so the local page cannot open there."
    else:
        why = f"Port {port} is in use by another program, perhaps another Unexposed, so the local page cannot open there."
    return SettingError(why, f"Stop the other program, or choose another port: UNEXPOSED_PORT={other}", name="UNEXPOSED_PORT")


class _Server(uvicorn.Server):
    """uvicorn without its log lines and its signal handlers: signals are the caller's."""

    def __init__(self, app: object, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,  # type: ignore[arg-type]
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=GRACE_S,
            )
        )
        self._ready = ready
        logging.getLogger("uvicorn.error").setLevel(logging.WARNING)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, then say so."""
        await super().startup(sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave signals alone."""
        yield
