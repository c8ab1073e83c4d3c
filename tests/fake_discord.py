"""What the Discord tests stand on: an advisor that answers from a table, and payloads as Discord sends them."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import itertools
import time
import warnings
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

with warnings.catch_warnings():  # discord.py imports audioop, which Python 3.13 no longer has
    warnings.simplefilter("ignore", DeprecationWarning)
    import discord

from adapters.runtime import Runtime
from bot.memory import ProcessMemory
from bot.messages import Attachment, Button, Paragraph, Picture, Reply, Request, Row, Source, button
from bot.settings import Settings
from knowledge.schema import Library, Platform

PEERS = Path(__file__).resolve().parents[2] / "shared" / "peers"
JPEG = b"\xff\xd8\xff\xe0" + bytes(60) + b"\xff\xd9"


def platform(name: str, *domains: str) -> Platform:
    """A platform of which only the name and the domains matter."""
    return Platform(name.casefold(), name, "", "", domains, (), (), ())


class FakeAdvisor:
    """Answers each skill with a reply of its kind, and remembers the requests."""

    def __init__(self) -> None:
        self.heard: list[Request] = []
        self.memory = ProcessMemory(time.monotonic, 60)
        self.library = Library((), (), tuple(platform(n, f"{n.casefold()}.example") for n in ("Virbo", "Vidnoz", "Remini", "FaceApp")))

    def handle(self, request: Request) -> Reply:
        """Return the reply of the table."""
        self.heard.append(request)
        if request.attachments or request.skill == "sample":
            return self._photo(request)
        return REPLIES.get(request.skill or "ask", REPLIES["help"])

    @staticmethod
    def _photo(request: Request) -> Reply:
        told = "It said where you were: 48.8583, 2.2945." if request.private and request.own_photo else "It said a place."
        copies = tuple(Attachment(f"clean-{n}.jpg", a.data, "image/jpeg") for n, a in enumerate(request.attachments, 1))
        return Reply(
            (Paragraph("Clean copy below.", strong=True), Paragraph(told)), FIRST, copies or (Attachment("sample.jpg", JPEG),), private=True
        )


FIRST: tuple[Button, ...] = (
    button("Clean a photo", "clean"),
    button("Is a service safe?", "rate"),
    button("What can go wrong?", "ask", "risks"),
)
SOURCE = Source("A guide", "Somebody", "https://example.org/guide", "2026-01-02")
REPLIES = {
    "ask": Reply((Paragraph("Delete it today.", strong=True), Paragraph("Then *write* to @everyone.")), FIRST[1:], sources=(SOURCE,)),
    "rate": Reply((Paragraph("Virbo: B", strong=True), Row("good", "Deletion", "within 24 h"), Picture(b"\x89PNG", "B, 70")), FIRST[2:]),
    "privacy": Reply((Paragraph("What I keep: nothing.", strong=True),), (button("Erase", "forget"),)),
    "forget": Reply((Paragraph("Forgotten.", strong=True),)),
    "help": Reply((Paragraph("I help you with one thing.", strong=True),), FIRST),
}


def new_runtime(advisor: Any = None, **settings: Any) -> Runtime:
    """A runtime over the fake advisor."""
    return Runtime(Settings(**settings), advisor or FakeAdvisor())


_IDS = itertools.count(1 << 50, 1 << 12)


def user(number: int = 1) -> dict[str, Any]:
    """A person as Discord describes one."""
    return {"id": str(number << 23), "username": f"u{number}", "discriminator": "0", "avatar": None, "global_name": None, "public_flags": 0}


def file(name: str = "photo.jpg", size: int = len(JPEG)) -> dict[str, Any]:
    """An attachment as Discord describes one."""
    number = str(next(_IDS))
    address = f"https://cdn.example/{number}/{name}"
    return {"id": number, "filename": name, "size": size, "url": address, "proxy_url": address, "content_type": "image/jpeg"}


def message(content: str = "", author: int = 1, **more: Any) -> dict[str, Any]:
    """A message as the gateway sends it."""
    found: dict[str, Any] = {
        "id": str(next(_IDS)), "channel_id": "77", "author": user(author), "content": content,
        "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None, "tts": False, "mention_everyone": False,
        "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": False, "type": 0, "flags": 0, "components": [],
    }  # fmt: skip
    return {**found, **more}


def interaction(kind: int, data: dict[str, Any], *, person: int = 1, context: int = 1, **more: Any) -> dict[str, Any]:
    """An interaction as the gateway sends it (here from a direct chat with the bot)."""
    found: dict[str, Any] = {
        "id": str(next(_IDS)), "application_id": "5", "type": kind, "token": "t", "version": 1, "channel_id": "77",
        "channel": {"id": "77", "type": 1, "recipients": []}, "user": user(person), "data": data, "locale": "en-US",
        "app_permissions": "0", "entitlements": [], "authorizing_integration_owners": {}, "context": context,
        "attachment_size_limit": 10485760,
    }  # fmt: skip
    return {**found, **more}


def state() -> Any:
    """What real discord.py objects need to be built."""
    return discord.Client(intents=discord.Intents.none())._connection


def real_message(**fields: Any) -> discord.Message:
    """A discord.Message made of recorded JSON."""
    kept = state()
    data: Any = message(**fields)
    channel = discord.DMChannel._from_message(kept, 77)
    return discord.Message(state=kept, channel=channel, data=data)


@cache
def strict() -> ModuleType:
    """The strict stand-in, loaded by its path."""
    spec = importlib.util.spec_from_file_location("strict_discord", PEERS / "strict_discord.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        spec.loader.exec_module(module)
    return module


@cache
def api() -> Any:
    """Discord's published description, read once."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return strict().Api(PEERS / "discord-openapi.json")


class Stage:
    """A strict Discord, our door connected to it, and the doings of people."""

    def __init__(self, stub: Any, runtime: Runtime, heard: list[str], door: asyncio.Task[None]) -> None:
        self.stub, self.runtime, self.heard, self.door = stub, runtime, heard, door

    async def until_done(self, record: dict[str, Any]) -> dict[str, Any]:
        """Wait for the answer to an interaction; return its message."""
        await asyncio.wait_for(record["done"].wait(), 20)
        return record["message"]

    async def context_menu(self, name: str, target: dict[str, Any], person: int = 1) -> dict[str, Any]:
        """A person opens the menu of a message."""
        data = {"id": self.stub.command(name)["id"], "name": name, "type": 3, "target_id": target["id"]}
        return await self.stub.interact(2, {**data, "resolved": {"messages": {target["id"]: target}}}, person)

    async def says(self, content: str = "", **more: Any) -> None:
        """A person writes to the bot in a direct chat."""
        await self.stub.send(0, message(content, **more), "MESSAGE_CREATE")

    async def sent(self, where: str, count: int = 1) -> list[Any]:
        """Wait until `count` calls of a kind were made; return what they sent."""
        until = time.monotonic() + 20
        while len(found := [call for call in self.stub.journal if call[1] == where]) < count:
            assert time.monotonic() < until, f"{where} was called {len(found)} times"
            await asyncio.sleep(0.01)
        return found

    def slowest_ack(self) -> float:
        """Seconds from an interaction to its acknowledgement, at worst."""
        return max(r["t_ack"] - r["t"] for r in self.stub.inter.values())


def strict_stub(**options: Any) -> Any:
    """A strict stand-in that also takes "is typing"."""
    base: Any = strict().DiscordStub

    class Stub(base):
        def handle(self, method: str, tpl: str, *rest: Any) -> Any:
            return None if tpl.endswith("/typing") else super().handle(method, tpl, *rest)

    return Stub(api(), **options)


@contextlib.asynccontextmanager
async def connected(advisor: Any = None, **settings: Any) -> AsyncIterator[Stage]:
    """A door connected to a strict stand-in, closed at the end."""
    from adapters.discord.run import run

    stub = await strict_stub().start()
    runtime = new_runtime(advisor, discord_token=stub.token, discord_api_url=stub.base, discord_gateway_url=stub.gw, **settings)
    heard: list[str] = []
    door = asyncio.create_task(run(runtime, heard.append))
    try:
        await asyncio.wait_for(stub.ready.wait(), 30)
        stage = Stage(stub, runtime, heard, door)
        await stage.sent("PUT /applications/{application_id}/commands")
        yield stage
    finally:
        door.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await door
        await stub.stop()
        runtime.close()
