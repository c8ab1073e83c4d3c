"""Doors are independent: one that cannot open says why, the others stay; told to stop, what is in flight may finish."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watching import LOOPBACK, Watched
from web_fakes import FakeAdvisor

from adapters.doors import Announce, Door, doors_of, open_doors
from adapters.runtime import Runtime
from bot.errors import SettingError
from bot.settings import Settings

by_signal = pytest.mark.skipif(os.name != "posix", reason="programs are told to stop by signals only on POSIX systems")


class House:
    """A runtime over a small advisor, and what was announced."""

    def __init__(self) -> None:
        self.runtime = Runtime(Settings(), FakeAdvisor())  # type: ignore[arg-type]
        self.heard: list[str] = []
        self.opened: list[str] = []
        self.stopped = 0

    async def open(self, **doors: Door) -> int:
        """Open doors by these names; return the exit code."""
        async with asyncio.timeout(30):
            return await open_doors(self.runtime, doors, self.heard.append, self._stop)

    def _stop(self) -> None:
        self.stopped += 1

    async def stays(self, runtime: Runtime, announce: Announce) -> None:
        """A door that stays open; it tells the program to stop once the others had their turn."""
        self.opened.append("stays")
        await asyncio.sleep(0.05)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(30)


async def locked(runtime: Runtime, announce: Announce) -> None:
    """A door that a setting keeps shut."""
    raise SettingError("The key is missing.", "Put it into KEY.", name="KEY")


async def broken(runtime: Runtime, announce: Announce) -> None:
    """A door with a fault in it, whose words quote a person."""
    raise KeyError("what a person wrote")


async def leaves(runtime: Runtime, announce: Announce) -> None:
    """A door that closes by itself."""


@by_signal
@pytest.mark.parametrize(
    ("door", "line"),
    [
        (locked, "Shut is not open: The key is missing. Put it into KEY."),
        (broken, "Shut closed by a fault of mine (KeyError). Start me again to open it."),
    ],
)
async def test_a_door_that_cannot_open_says_why_and_the_others_stay(door: Door, line: str) -> None:
    """The reason is announced in one line, without a traceback; the other door goes on until the program is told to stop."""
    house = House()
    assert await house.open(Shut=door, Open=house.stays) == 0
    assert line in house.heard
    assert house.opened == ["stays"]
    assert "what a person wrote" not in "".join(house.heard)
    assert house.stopped == 1


@pytest.mark.parametrize("doors", [{"One": locked}, {"One": locked, "Two": broken}, {"One": leaves}])
async def test_without_any_open_door_the_program_ends_with_1(doors: dict[str, Door]) -> None:
    """When no door is left there is nothing to wait for."""
    house = House()
    assert await house.open(**doors) == 1
    assert "Stopping; what is in flight may finish." not in house.heard


@by_signal
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_what_is_in_flight_finishes_when_told_to_stop(number: int) -> None:
    """A signal closes the doors; a door that still answers somebody gets the time to do it."""
    house, finished = House(), []

    async def answering(runtime: Runtime, announce: Announce) -> None:
        answer = asyncio.create_task(asyncio.sleep(0.3, "the answer"))
        os.kill(os.getpid(), number)
        try:
            await asyncio.shield(answer)
        finally:
            finished.append(await answer)

    assert await house.open(Busy=answering) == 0
    assert finished == ["the answer"]
    assert "Stopping; what is in flight may finish." in house.heard


@by_signal
async def test_being_ready_is_announced() -> None:
    """Once the library is loaded, that is said; when it will not load, the reason is said instead."""
    house, lame = House(), House()
    await house.open(Open=house.stays)
    assert "Ready for questions." in house.heard

    def fail() -> None:
        raise RuntimeError("no room")

    lame.runtime.advisor.open_engine = fail  # type: ignore[misc, method-assign, assignment]
    await lame.open(Open=lame.stays)
    assert "Questions cannot be answered: RuntimeError: no room." in lame.heard
    assert "Ready for questions." not in lame.heard


def test_doors_follow_from_the_settings() -> None:
    """The page is always there; a chat service joins it with its token."""
    assert list(doors_of(Settings())) == ["The local page"]
    assert list(doors_of(Settings(telegram_token="1:a", discord_token="b"))) == ["The local page", "Telegram", "Discord"]


# -- the real program


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    """Give what starts a program in a folder of its own; it is killed at the end if it still runs."""
    started: list[Watched] = []

    def begin(*arguments: str, **environment: str) -> Watched:
        started.append(Watched(tmp_path, *arguments, **environment))
        return started[0]

    yield begin
    for one in started:
        with contextlib.suppress(ProcessLookupError):
            one.process.kill()
        one.process.wait()


def hear(program: Watched, *words: str, seconds: float = 40) -> None:
    """Wait until a program has said all these words."""
    until = time.monotonic() + seconds
    while not all(word in program.said for word in words):
        assert time.monotonic() < until, program.said
        assert program.process.poll() is None or all(word in program.said for word in words), program.said
        time.sleep(0.02)


def free_port() -> str:
    """Return a port that nobody uses now."""
    with contextlib.closing(socket.create_server((LOOPBACK, 0))) as listener:
        return str(listener.getsockname()[1])


@by_signal
def test_wrong_tokens_shut_their_own_door_only(start: Callable[..., Watched]) -> None:
    """A token that cannot be one is told in a line that does not repeat it; the page opens, and SIGTERM ends all in order."""
    program = start("-m", "adapters", "run", TELEGRAM_TOKEN="hello-token", DISCORD_TOKEN="two words-token", UNEXPOSED_PORT=free_port())
    hear(program, "Telegram is not open: TELEGRAM_TOKEN does not look like a token.", "Discord is not open: DISCORD_TOKEN", "Open http://")
    assert program.end(10) == 0
    assert "Traceback" not in program.said
    assert "hello-token" not in program.said
    assert "words-token" not in program.said


@by_signal
def test_missing_tokens_are_one_plain_line_each(start: Callable[..., Watched]) -> None:
    """Without tokens the page opens alone, and each service says in one line how it is added; stopping while loading is in order too."""
    program = start("-m", "adapters", "run", UNEXPOSED_PORT=free_port())
    hear(program, "Open http://")
    assert program.end(10) == 0
    lines = program.stdout.read_text().splitlines()
    for name in ("Telegram", "Discord"):
        told = f"{name}: not set up. To add it, put {name.upper()}_TOKEN into .env (see .env.example)."
        assert [line for line in lines if name in line] == [told]
    assert "Traceback" not in program.said


def test_a_port_in_use_ends_the_program_in_words(start: Callable[..., Watched]) -> None:
    """With the page as the only door and its port taken, the program says which port and what to do, and exits with 1."""
    with contextlib.closing(socket.create_server((LOOPBACK, 0))) as taken:
        port = taken.getsockname()[1]
        program = start("-m", "adapters", "run", UNEXPOSED_PORT=str(port))
        assert program.process.wait(30) == 1
    assert f"The local page is not open: Port {port} is in use by another program" in program.said
    assert "UNEXPOSED_PORT=8788" in program.said
    assert "Traceback" not in program.said


@pytest.mark.parametrize("command", ["telegram", "discord"])
def test_one_door_alone_without_its_token_ends_in_words(command: str, start: Callable[..., Watched]) -> None:
    """A single service without a token has nothing to open: it says what to set and exits with 1."""
    program = start("-m", "adapters", command)
    assert program.process.wait(30) == 1
    assert f"{command.upper()}_TOKEN" in program.said
    assert "Traceback" not in program.said


HANGING = """
import asyncio, sys, time
from adapters import doors
from bot.settings import Settings

async def hangs(runtime, announce):
    announce("the door is open")
    await asyncio.to_thread(time.sleep, 600)

doors._LAST_S = 0.5
sys.exit(doors._run(Settings(), {"The door": hangs}))
"""


@by_signal
def test_a_thread_that_hangs_does_not_hold_the_end(start: Callable[..., Watched]) -> None:
    """A library that never returns cannot be stopped; the program ends all the same, and in order."""
    program = start("-c", HANGING)
    hear(program, "the door is open")
    assert program.end(10) == 0
    assert "Traceback" not in program.said
