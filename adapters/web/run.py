"""Serve the page on 127.0.0.1 until cancelled."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from collections.abc import Callable

from adapters.runtime import Runtime
from adapters.serving import Server, bound
from adapters.web.app import create_app
from bot.errors import SettingError

log = logging.getLogger("unexposed.web")

HOST = "127.0.0.1"


async def run(runtime: Runtime, announce: Callable[[str], None] = log.info) -> None:
    """Serve the page until cancelled; `announce` gets one line with its address once it answers.

    Raises SettingError when the port cannot be had.
    """
    listener = listen(runtime.settings.web_port)
    port = listener.getsockname()[1]
    server = Server(create_app(runtime), lambda: announce(f"Open http://{HOST}:{port} in your browser."))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await asyncio.shield(serving)
    finally:
        server.should_exit = True
        await serving
        listener.close()  # a server told to stop while it starts leaves it open


def listen(port: int) -> socket.socket:
    """Return a socket bound to `port` of this computer alone; SettingError when it cannot be had."""
    try:
        return bound(HOST, port)
    except OSError as error:
        raise _unavailable(port, error) from None


def _unavailable(port: int, error: OSError) -> SettingError:
    other = 8788 if port != 8788 else 8789
    if error.errno == errno.EACCES:
        why = f"Port {port} is kept for the system, so the local page cannot open there."
    else:
        why = f"Port {port} is in use by another program, perhaps another Unexposed, so the local page cannot open there."
    return SettingError(why, f"Stop the other program, or choose another port: UNEXPOSED_PORT={other}", name="UNEXPOSED_PORT")
