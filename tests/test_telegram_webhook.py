"""Telegram by webhook, over real HTTP: only Telegram is let in, 200 means answered, and what breaks comes again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fake_telegram import QUICK, TOKEN, FakeAdvisor, FakeTelegram, serving, until
from redis_server import MISSING, PROGRAM, redis_server

from adapters.runtime import Runtime
from adapters.telegram.polling import AT_ONCE
from adapters.telegram.run import run
from adapters.telegram.webhook import MAX_WAITING, secret_of
from bot.errors import SettingError
from bot.messages import Request
from bot.settings import Settings

SECRET = {"x-telegram-bot-api-secret-token": secret_of(Settings(telegram_token=TOKEN))}


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Worker:
    """A running worker that listens, and Telegram's side of the line to it."""

    def __init__(self, root: str, advisor: FakeAdvisor, redis_url: str) -> None:
        self.port = free_port()
        settings = Settings(
            telegram_token=TOKEN,
            telegram_api_url=root,
            telegram_webhook_url="https://bot.example",
            telegram_webhook_port=self.port,
            redis_url=redis_url,
        )
        self.runtime = Runtime(settings, advisor)  # type: ignore[arg-type]
        self.task = asyncio.create_task(run(self.runtime, waits=QUICK))
        self.client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", timeout=10)

    async def bring(self, update: dict, **headers: str) -> int:
        """Bring an update as Telegram does; return the status."""
        return (await self.client.post("/telegram", json=update, headers={**SECRET, **headers})).status_code

    async def close(self) -> None:
        """Stop the worker as SIGTERM does."""
        if not self.task.cancelling():
            self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        await self.client.aclose()
        self.runtime.close()


@contextlib.asynccontextmanager
async def working(root: str, advisor: FakeAdvisor | None = None, redis_url: str = "") -> AsyncIterator[Worker]:
    """Give a worker that listens."""
    worker = Worker(root, advisor or FakeAdvisor(), redis_url)
    try:
        await _listening(worker)
        yield worker
    finally:
        await worker.close()


async def _listening(worker: Worker) -> None:
    for _ in range(200):
        with contextlib.suppress(httpx.TransportError):
            await worker.client.get("/healthz")
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the worker does not listen")


@pytest.fixture
async def fake():
    """A Telegram and its address."""
    made = FakeTelegram()
    async with serving(made) as root:
        made.root = root
        yield made


def update(fake: FakeTelegram, text: str = "hi", person: int = 7) -> dict:
    """Return the update of a message."""
    fake.say(text, person=person)
    return fake.updates.pop()


def heard(advisor: FakeAdvisor) -> list[Request]:
    """Return what people asked; the bot's introduction asks for its own greeting."""
    return [request for request in advisor.requests if request.conversation]


async def test_telegram_is_told_where_to_bring_updates(fake):
    """The address, the secret and what is wanted are registered; nothing is fetched, nothing thrown away."""
    async with working(fake.root):
        await until(lambda: fake.sent("setWebhook"))
    (call,) = fake.sent("setWebhook")
    assert call.params["url"] == "https://bot.example/telegram"
    assert call.params["secret_token"] == SECRET["x-telegram-bot-api-secret-token"]
    assert "message" in call.params["allowed_updates"]
    assert not call.params.get("drop_pending_updates")
    assert not fake.sent("getUpdates")


async def test_whoever_is_not_telegram_is_turned_away(fake):
    """Without the secret: 403; what is no update: 400; another way of asking: 405. Nothing is answered."""
    async with working(fake.root) as worker:
        assert await worker.bring(update(fake), **{"x-telegram-bot-api-secret-token": "wrong"}) == 403
        for body in (b"", b"[]", b"{", b'{"update_id": "x"}', b"x" * 1_100_000, b"[" * 100_000):
            assert (await worker.client.post("/telegram", content=body, headers=SECRET)).status_code == 400
        assert (await worker.client.get("/telegram")).status_code == 405
    assert fake.texts == []


async def test_200_means_that_the_answer_is_out(fake):
    """When Telegram hears 200 the answer has been sent; the same update again is 200 without a second answer."""
    async with working(fake.root) as worker:
        brought = update(fake)
        assert await worker.bring(brought) == 200
        assert len(fake.texts) == 1
        assert await worker.bring(brought) == 200
        assert len(fake.texts) == 1


async def test_an_update_brought_twice_at_once_is_answered_once(fake):
    """The second delivery waits for the first and hears that it is answered."""
    advisor = FakeAdvisor()
    advisor.gate.clear()
    async with working(fake.root, advisor) as worker:
        brought = update(fake)
        both = [asyncio.create_task(worker.bring(brought)) for _ in range(2)]
        await until(lambda: heard(advisor))
        advisor.gate.set()
        assert await asyncio.gather(*both) == [200, 200]
    assert len(fake.texts) == 1


async def test_an_answer_that_does_not_go_out_makes_telegram_come_again(fake):
    """While Telegram cannot be reached the update is not done: 503; the next delivery is answered."""
    async with working(fake.root) as worker:
        fake.faults["sendMessage"] = [{"error_code": 502}] * 3
        brought = update(fake)
        assert await worker.bring(brought) == 503
        assert await worker.bring(brought) == 200
    assert len(fake.texts) == 1


class Breaks(FakeAdvisor):
    """Never gets as far as an answer: its reply is none."""

    def handle(self, request: Request):
        """Return what no door can send."""
        super().handle(request)


async def test_an_update_that_breaks_its_worker_ends_with_an_apology(fake):
    """Three deliveries fail, the fourth is an apology and 200, so it does not come for ever."""
    async with working(fake.root, Breaks()) as worker:
        brought = update(fake)
        assert [await worker.bring(brought) for _ in range(4)] == [503, 503, 503, 200]
    assert len(fake.texts) == 1
    assert "breaks me" in fake.texts[0]


async def test_stopping_finishes_what_is_in_flight(fake):
    """Told to stop, the worker answers what it had begun, and turns nothing new away for good."""
    advisor = FakeAdvisor()
    advisor.gate.clear()
    async with working(fake.root, advisor) as worker:
        delivery = asyncio.create_task(worker.bring(update(fake)))
        await until(lambda: heard(advisor))
        worker.task.cancel()
        await asyncio.sleep(0.05)
        late = asyncio.create_task(worker.bring(update(fake, "late")))
        await asyncio.sleep(0.05)
        advisor.gate.set()
        assert await delivery == 200
        with contextlib.suppress(httpx.TransportError):
            assert await late == 503
    assert len(fake.texts) == 1


@pytest.mark.parametrize("fault", [{"error_code": 400}])
async def test_an_address_that_telegram_refuses_is_told(fake, fault):
    """The operator hears which setting is wrong."""
    fake.faults["setWebhook"] = [fault]
    worker = Worker(fake.root, FakeAdvisor(), "")
    with pytest.raises(SettingError, match="https://"):
        await worker.task
    await worker.close()


@pytest.mark.skipif(PROGRAM is None, reason=MISSING)
async def test_two_workers_share_updates_through_redis(fake):
    """Behind a balancer an update reaches any worker, even two: one answers, the other knows."""
    with redis_server() as url:
        slow = FakeAdvisor()
        slow.gate.clear()
        async with working(fake.root, slow, url) as one, working(fake.root, FakeAdvisor(), url) as other:
            brought = update(fake)
            first = asyncio.create_task(one.bring(brought))
            await until(lambda: heard(slow))
            assert await other.bring(brought) == 503
            slow.gate.set()
            assert await first == 200
            assert await other.bring(brought) == 200
    assert len(fake.texts) == 1


@pytest.mark.skipif(PROGRAM is None, reason=MISSING)
async def test_a_talk_goes_on_at_another_worker(fake):
    """Workers know the same person by the same opaque key."""
    with redis_server() as url:
        first, second = FakeAdvisor(), FakeAdvisor()
        async with working(fake.root, first, url) as one, working(fake.root, second, url) as other:
            await one.bring(update(fake))
            await other.bring(update(fake))
    assert heard(first)[0].conversation == heard(second)[0].conversation


WORKER = """
import asyncio, sys, time
from dataclasses import replace
from fake_telegram import QUICK, TOKEN, FakeAdvisor
from adapters.runtime import Runtime
from adapters.telegram.run import run
from bot.settings import Settings

class Slow(FakeAdvisor):
    def handle(self, request):
        time.sleep(0.1)
        return super().handle(request)

root, port, redis = sys.argv[1:]
settings = Settings(telegram_token=TOKEN, telegram_api_url=root, telegram_webhook_url="https://bot.example",
                    telegram_webhook_port=int(port), redis_url=redis, per_minute=60000)
asyncio.run(run(Runtime(settings, Slow()), waits=replace(QUICK, deadline_s=20)))
"""


@pytest.mark.skipif(PROGRAM is None, reason=MISSING)
async def test_a_killed_worker_loses_nothing_and_its_updates_come_soon(fake):
    """Two processes share the work; one dies without warning: the other answers everybody within its lease, few of them twice."""
    people, here = 40, Path(__file__).parent
    path = {**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{here.parent}"}
    with redis_server() as url:
        ports = [free_port(), free_port()]
        both = [await asyncio.create_subprocess_exec(sys.executable, "-c", WORKER, fake.root, str(port), url, env=path) for port in ports]
        try:
            async with httpx.AsyncClient(timeout=15) as client:
                await until(lambda: len(fake.sent("setWebhook")) == 2, 30)
                brought = [asyncio.create_task(bring(client, ports, update(fake, f"q{n}", n + 1), n)) for n in range(people)]
                await until(lambda: len(fake.texts) >= 5, 30)
                both[0].kill()
                before = len({*fake.texts})
                async with asyncio.timeout(25):
                    await asyncio.gather(*brought)
        finally:
            for worker in both:
                with contextlib.suppress(ProcessLookupError):
                    worker.kill()
                await worker.wait()
    assert before < people
    assert len({*fake.texts}) == people
    assert len(fake.texts) - people <= AT_ONCE


async def bring(client: httpx.AsyncClient, ports: list[int], update: dict, turn: int) -> None:
    """Bring an update to one worker after another until it is answered, as Telegram behind a balancer does."""
    while True:
        turn += 1
        with contextlib.suppress(httpx.TransportError):
            said = await client.post(f"http://127.0.0.1:{ports[turn % 2]}/telegram", json=update, headers=SECRET)
            if said.status_code == 200:
                return
        await asyncio.sleep(0.2)


async def test_a_storm_from_one_person_leaves_connections_to_others(fake):
    """Of one person so many updates wait here; the others are to come again, and somebody else is answered meanwhile."""
    advisor = FakeAdvisor()
    advisor.gate.clear()
    async with working(fake.root, advisor) as worker:
        storm = [asyncio.create_task(worker.bring(update(fake, f"s{n}"))) for n in range(MAX_WAITING + 4)]
        await until(lambda: sum(task.done() for task in storm) == 4)
        other = asyncio.create_task(worker.bring(update(fake, "hi", person=8)))
        await until(lambda: len({request.conversation for request in heard(advisor)}) == 2)
        advisor.gate.set()
        assert await other == 200
        assert sorted(await asyncio.gather(*storm)) == [200] * MAX_WAITING + [503] * 4
