"""A small real Bot API on loopback, and a small real advisor: what the tests of the Telegram door talk to."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web

from adapters.runtime import Runtime
from adapters.telegram.run import run
from adapters.telegram.waits import Waits
from bot.memory import ProcessMemory
from bot.messages import Attachment, Paragraph, Reply, Request, button
from bot.settings import Settings

TOKEN = "1:TEST"

#: Short, so that tests are.
QUICK = Waits(
    long_poll_s=1,
    short_poll_s=0.02,
    backoff_s=0.02,
    backoff_most_s=0.1,
    deadline_s=2,
    grace_s=2,
    farewell_s=1,
    typing_after_s=0.1,
    typing_every_s=0.1,
    retry_s=0.01,
    album_s=0.2,
    progress_every_s=0.01,
    switch_s=0.05,
)

ME = {"id": 1, "is_bot": True, "first_name": "Unexposed", "username": "unexposed_bot"}


@dataclass
class Call:
    """One call of the bot: method, parameters, and the names and bytes of the files sent along."""

    method: str
    params: dict[str, Any]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)


class FakeTelegram:
    """Keeps updates until they are acknowledged, and a journal of calls; answers wait in `faults` by method."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.updates: list[dict[str, Any]] = []
        self.calls: list[Call] = []
        self.files: dict[str, bytes] = {}
        self.faults: dict[str, list[dict[str, Any]]] = {}
        self.acknowledged = 0
        self.commands: dict[tuple[str, str], Any] = {}
        self.admins: set[int] = set()
        self._ids, self._messages, self._news = count(100), count(1), asyncio.Event()

    # -- what a person does

    def push(self, **update: Any) -> int:
        """Queue an update; return its id."""
        number = next(self._ids)
        self.updates.append({"update_id": number, **update})
        self._news.set()
        return number

    def say(self, text: str = "", person: int = 7, **extra: Any) -> int:
        """Have a person write to the bot, in private unless `chat` says otherwise; return the message's id."""
        message = {**self.message(person), **({"text": text} if text else {}), **extra}
        self.push(message=message)
        return int(message["message_id"])

    def message(self, chat: int = 7) -> dict[str, Any]:
        """Return the frame of a private message."""
        person = {"id": chat, "is_bot": False, "first_name": "P"}
        return {"message_id": next(self._messages), "date": 1700000000, "chat": {"id": chat, "type": "private"}, "from": person}

    def hold(self, data: bytes, **about: Any) -> dict[str, Any]:
        """Hold a file for the bot to fetch; return it as a message would name it."""
        name = f"file{len(self.files)}"
        self.files[name] = data
        return {"file_id": name, "file_unique_id": name, "file_size": len(data), **about}

    def press(self, data: str, chat: int = 7) -> None:
        """Have a person press a button under one of the bot's messages."""
        message = {**self.message(chat), "from": ME, "text": "earlier"}
        person = {"id": chat, "is_bot": False, "first_name": "P"}
        query = {"id": f"q{next(self._ids)}", "from": person, "chat_instance": "1", "message": message, "data": data}
        self.push(callback_query=query)

    # -- what the tests ask

    def sent(self, method: str) -> list[Call]:
        """Return the calls of one method."""
        return [call for call in self.calls if call.method == method]

    @property
    def texts(self) -> list[str]:
        """The texts sent, those that an earlier message became included."""
        return [call.params["text"] for call in self.calls if call.method in ("sendMessage", "editMessageText")]

    def made(self, method: str, params: dict[str, Any]) -> Call:
        """Return a call to be written down."""
        return Call(method, params)

    # -- the server

    async def call(self, request: web.Request) -> web.Response:
        """Answer one call."""
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
        params, files = await _params(request)
        if self.faults.get(method):
            fault = self.faults[method].pop(0)
            return web.json_response({"ok": False, "description": "injected", **fault}, status=fault["error_code"])
        if method != "getUpdates":
            self.calls.append(Call(method, params, files))
        return web.json_response({"ok": True, "result": await self._result(method, params)})

    async def _result(self, method: str, params: dict[str, Any]) -> Any:
        match method:
            case "getMe":
                return ME
            case "getUpdates":
                return await self._poll(params.get("offset", 0), params.get("limit", 100), params.get("timeout", 0))
            case "getFile":
                return {"file_id": params["file_id"], "file_unique_id": "u", "file_path": params["file_id"]}
            case "sendMessage" | "sendDocument" | "sendPhoto" | "editMessageCaption" | "editMessageText" | "editMessageReplyMarkup":
                return {**self.message(params["chat_id"]), "from": ME}
            case "sendMediaGroup":
                return [{**self.message(params["chat_id"]), "from": ME} for _ in params["media"]]
            case "setMyCommands" | "deleteMyCommands":
                self.commands[json.dumps(params.get("scope"), sort_keys=True), params.get("language_code", "")] = params.get("commands", [])
                return True
            case "getMyCommands":
                return self.commands.get((json.dumps(params.get("scope"), sort_keys=True), params.get("language_code", "")), [])
            case "getChatMember":
                person = {"id": params["user_id"], "is_bot": False, "first_name": "P"}
                admin = params["user_id"] in self.admins
                return {"user": person, "status": "creator", "is_anonymous": False} if admin else {"user": person, "status": "member"}
            case _:
                return True

    async def _poll(self, offset: int, limit: int, wait_s: int) -> list[dict[str, Any]]:
        self.acknowledged = max(self.acknowledged, offset)
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates:
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), wait_s)
        return self.updates[:limit]

    async def file(self, request: web.Request) -> web.Response:
        """Hand over a file."""
        return web.Response(body=self.files[request.match_info["path"]])


async def _params(request: web.Request) -> tuple[dict[str, Any], dict[str, tuple[str, bytes]]]:
    values: dict[str, Any] = {}
    files = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = (value.filename, value.file.read())
        else:
            values[name] = _decoded(str(value))
    return values, files


def _decoded(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


@contextlib.asynccontextmanager
async def serving(fake: FakeTelegram) -> AsyncIterator[str]:
    """Give the root address of a fake while it serves."""
    app = web.Application(client_max_size=60 << 20)
    app.router.add_post("/bot{token}/{method}", fake.call)
    app.router.add_get("/file/bot{token}/{path:.+}", fake.file)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield "http://{}:{}".format(*runner.addresses[0][:2])
    finally:
        await runner.cleanup()


class FakeAdvisor:
    """Answers every request with what it was asked; a photo comes back clean. `hold` lets a test keep it waiting."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.reply: Reply | None = None
        self.memory = ProcessMemory(time.monotonic, 60)
        self.gate = threading.Event()
        self.gate.set()

    def handle(self, request: Request) -> Reply:
        """Return the reply to one message."""
        self.requests.append(request)
        self.gate.wait(10)
        if self.reply:
            return self.reply
        if request.attachments:
            clean = Attachment("clean-1.jpg", b"CLEAN" + request.attachments[0].data, "image/jpeg")
            return Reply(blocks=(Paragraph("Clean copy below."),), attachments=(clean,), private=request.private)
        words = f"{request.skill or 'free'}: {request.text}"
        return Reply(blocks=(Paragraph(words, strong=True),), buttons=(button("Help", "help"), button("Rate Virbo", "rate", "virbo")))


async def until(condition: Callable[[], Any], seconds: float = 8) -> None:
    """Wait for a condition; fail when it does not come true in time."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - the condition lives in another thread or server
            await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def door(root: str, advisor: FakeAdvisor, waits: Waits = QUICK, runtime: Runtime | None = None) -> AsyncIterator[asyncio.Task[None]]:
    """Give the running door; close it afterwards."""
    runtime = runtime or Runtime(Settings(telegram_token=TOKEN, telegram_api_url=root), advisor)  # type: ignore[arg-type]
    task = asyncio.create_task(run(runtime, waits=waits))
    try:
        yield task
    finally:
        advisor.gate.set()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        runtime.close()


@contextlib.asynccontextmanager
async def telegram(waits: Waits = QUICK) -> AsyncIterator[tuple[FakeTelegram, FakeAdvisor]]:
    """Give a fake Telegram and the advisor behind an open door."""
    fake, advisor = FakeTelegram(), FakeAdvisor()
    async with serving(fake) as root, door(root, advisor, waits):
        yield fake, advisor
