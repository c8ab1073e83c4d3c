"""Starting doors: each runs by itself; one that cannot open says why, and the others stay open."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Awaitable, Callable
from typing import Any

from adapters.environment import settings_from_environment
from adapters.logs import quiet_logs
from adapters.runtime import Runtime
from bot.errors import AdvisorError
from bot.settings import Settings

Announce = Callable[[str], None]
Door = Callable[[Runtime, Announce], Awaitable[None]]

#: Seconds that requests in flight get when the program is told to stop.
_GRACE_S = 10.0
#: Seconds after which the program ends whatever still runs: a thread inside a library cannot be stopped otherwise.
_LAST_S = 9.7


def run_all(chosen: argparse.Namespace) -> int:  # noqa: ARG001 - every command has this shape
    """Open every door that is set up, until told to stop."""
    settings = settings_from_environment()
    return _run(settings, doors_of(settings))


def run_web(chosen: argparse.Namespace) -> int:  # noqa: ARG001
    """Open the local page alone."""
    return _run(settings_from_environment(), {"The local page": _web})


def run_telegram(chosen: argparse.Namespace) -> int:  # noqa: ARG001
    """Open Telegram alone."""
    return _run(settings_from_environment(), {"Telegram": _telegram})


def run_discord(chosen: argparse.Namespace) -> int:  # noqa: ARG001
    """Open Discord alone."""
    return _run(settings_from_environment(), {"Discord": _discord})


def doors_of(settings: Settings) -> dict[str, Door]:
    """Return the doors that these settings open, by the name people know."""
    doors: dict[str, Door] = {"The local page": _web}
    if settings.telegram_token:
        doors["Telegram"] = _telegram
    if settings.discord_token:
        doors["Discord"] = _discord
    return doors


async def _web(runtime: Runtime, announce: Announce) -> None:
    from adapters.web.run import run

    await run(runtime, announce)


async def _telegram(runtime: Runtime, announce: Announce) -> None:
    from adapters.telegram.run import run

    await run(runtime, announce)


async def _discord(runtime: Runtime, announce: Announce) -> None:
    from adapters.discord.run import run

    await run(runtime, announce)


def say(sentence: str) -> None:
    """Print a sentence at once, also into a pipe."""
    print(sentence, flush=True)


def _run(settings: Settings, doors: dict[str, Door]) -> int:
    quiet_logs(settings.log_level)
    missing = [name for name, token in (("Telegram", settings.telegram_token), ("Discord", settings.discord_token)) if not token]
    if len(doors) > 1 or "The local page" in doors:
        for name in missing:
            say(f"{name}: not set up. To add it, put {name.upper()}_TOKEN into .env (see .env.example).")
    runtime = Runtime(settings)
    with asyncio.Runner() as runner:
        code = runner.run(open_doors(runtime, doors, say, _end_soon))
        if not (runtime.warm or runtime.problem):
            os._exit(code)  # the library still loads: that thread cannot be stopped, and nothing of ours waits to be written
    return code


def _end_soon() -> None:
    """End the process before long, even when a thread hangs; Telegram repeats what was not answered."""
    last = threading.Timer(_LAST_S, os._exit, (0,))
    last.daemon = True
    last.start()


async def open_doors(runtime: Runtime, doors: dict[str, Door], announce: Announce, on_stop: Callable[[], None] | None = None) -> int:
    """Run doors until told to stop (then `on_stop` is called) or none is left; return 1 if none could open."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers on its loop
            loop.add_signal_handler(number, stop.set)
    warming = asyncio.create_task(_warm_up(runtime, announce))
    open_ones = [asyncio.create_task(_guarded(name, door, runtime, announce)) for name, door in doors.items()]
    stopped = asyncio.create_task(stop.wait())
    all_closed = asyncio.create_task(_all(open_ones))
    await asyncio.wait([stopped, all_closed], return_when=asyncio.FIRST_COMPLETED)
    if stop.is_set():
        announce("Stopping; what is in flight may finish.")
        if on_stop:
            on_stop()
    tasks: list[asyncio.Task[Any]] = [all_closed, *open_ones, warming, stopped]
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks, timeout=_GRACE_S)
    runtime.close()
    return 0 if stop.is_set() else 1


async def _all(tasks: list[asyncio.Task[None]]) -> None:
    await asyncio.wait(tasks)


async def _warm_up(runtime: Runtime, announce: Announce) -> None:
    await runtime.warm_up()
    announce(runtime.problem or "Ready for questions.")
    if runtime.warm:
        await runtime.settle()


async def _guarded(name: str, door: Door, runtime: Runtime, announce: Announce) -> None:
    try:
        await door(runtime, announce)
    except AdvisorError as error:
        announce(f"{name} is not open: {error}")
    except Exception as error:  # noqa: BLE001 - the wall between doors: type only, a fault may quote what was sent
        announce(f"{name} closed by a fault of mine ({type(error).__name__}). Start me again to open it.")
