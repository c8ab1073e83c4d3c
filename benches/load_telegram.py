"""Telegram under load: what is lost, said twice or wrong when calls fail, the bot is killed, or a worker of two dies; and what it costs.

    python -m benches.load_telegram [mix] [kill] [workers] [overhead] [memory] [--messages N] [--updates N]

The bot runs in processes of its own against the small Bot API of the tests (tests/fake_telegram.py), with the real core in the
first three parts and a core that says one word in the last two. It stops by itself and ends only what it started.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import signal
import socket
import sys
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import httpx
from aiohttp import web
from fake_telegram import TOKEN, FakeTelegram, serving

from bot.samples import sample_photo

PEOPLE = 20
#: How long a person reads and types before the next message, in seconds: about four messages a second of all.
PAUSE_S = (2.0, 8.0)
#: How often a call fails, and how: too many requests, a bad gateway, eight seconds of silence.
FAULTS = (("429", 0.02), ("502", 0.02), ("hang", 0.005))
HANG_S = 8.0
#: How often Telegram brings an update once more, or late.
REPEATS = LATE = 0.05
QUESTIONS = (
    "How can I verify that a platform actually deletes my photos?",
    "Are free AI kiss generators safe for privacy?",
    "What does the metadata of a photo tell about me?",
    "Can somebody train an AI with my pictures?",
    "What should I do before I upload a picture?",
)
RATINGS = ("/rate virbo", "/rate photoroom")
PHOTO = "photo"
SHOWN = ("sendMessage", "sendPhoto", "sendDocument", "sendMediaGroup")


class Faulty(FakeTelegram):
    """A Bot API that fails now and then, and knows who was answered what and when."""

    def __init__(self, *, faults: bool = False, seed: int = 1) -> None:
        super().__init__()
        self.failing, self.seen = faults, defaultdict[int, list[tuple[str, float]]](list)
        self.rng = random.Random(seed)  # noqa: S311 - a run is to be the same each time
        self.news: dict[int, asyncio.Event] = defaultdict(asyncio.Event)
        self.keep, self.answered = True, 0

    async def call(self, request: web.Request) -> web.Response:
        """Answer one call, or fail before it is done."""
        if self.failing and request.match_info["method"] != "getUpdates":
            chance = self.rng.random()
            for name, share in FAULTS:
                if chance < share:
                    return await self._fault(name)
                chance -= share
        return await super().call(request)

    async def _fault(self, name: str) -> web.Response:
        if name == "hang":
            await asyncio.sleep(HANG_S)
        body = {"ok": False, "error_code": 429 if name == "429" else 502, "description": name, "parameters": {"retry_after": 1}}
        return web.json_response(body, status=int(body["error_code"]))

    async def _result(self, method: str, params: dict[str, Any]) -> Any:
        if method in SHOWN:
            sent = self.calls[-1]
            words = str(params.get("text", params.get("caption", "")))[:60]
            chat = int(params["chat_id"])
            self.seen[chat].append((f"{method} {words or sum(map(len, (data for _, data in sent.files.values())))}", time.perf_counter()))
            self.news[chat].set()
            self.answered += 1
        if not self.keep:
            self.calls.clear()
        return await super()._result(method, params)

    def asks(self, what: str, person: int) -> dict[str, Any]:
        """Return the update of a person's message."""
        extra = {"document": self.hold(PHOTO_BYTES, file_name="a.jpg", mime_type="image/jpeg")} if what == PHOTO else {"text": what}
        return {"update_id": next(self._ids), "message": {**self.message(person), **extra}}

    def bring(self, update: dict[str, Any]) -> None:
        """Queue an update, at its place or after later ones."""
        self.updates.append(update)
        self._news.set()


PHOTO_BYTES = sample_photo()


# -- people


class Crowd:
    """Twenty people who ask, wait for the answer, and ask again; what each was told is compared with a quiet hour's answers."""

    def __init__(self, fake: Faulty, deliver: Any, seed: int = 2) -> None:
        self._fake, self._deliver = fake, deliver
        self._rng = random.Random(seed)  # noqa: S311 - a run is to be the same each time
        self.expected: dict[str, tuple[str, ...]] = {}
        self.asked: Counter[int] = Counter()
        self.strange: set[str] = set()
        self.wanted: dict[int, Counter[str]] = defaultdict(Counter)
        self.seconds: dict[str, list[float]] = defaultdict(list)

    async def learn(self) -> None:
        """Ask everything once in a quiet moment."""
        for number, what in enumerate((*QUESTIONS, *RATINGS, PHOTO)):
            person = 900 + number
            self._deliver(self._fake.asks(what, person))
            await self._until(person, 1, 240)
            await asyncio.sleep(1.5)  # its other parts
            self.expected[what] = tuple(told for told, _ in self._fake.seen[person])

    async def ask(self, messages: int) -> None:
        """Have everybody ask until so many messages are sent; at most two minutes for an answer."""
        left = iter(range(messages))
        await asyncio.gather(*(self._person(100 + number, left) for number in range(PEOPLE)))

    async def _person(self, person: int, left: Any) -> None:
        for _ in left:
            what = self._rng.choices((self._rng.choice(QUESTIONS), self._rng.choice(RATINGS), PHOTO), (70, 20, 10))[0]
            update, started = self._fake.asks(what, person), time.perf_counter()
            self.wanted[person].update(self.expected[what])
            self.asked[person] += len(self.expected[what])
            if self._rng.random() < LATE:
                asyncio.get_running_loop().call_later(0.1, self._deliver, update)
            else:
                self._deliver(update)
            if self._rng.random() < REPEATS:
                asyncio.get_running_loop().call_later(self._rng.random(), self._deliver, dict(update))
            await self._until(person, self.asked[person], 120)
            self.seconds["photos" if what == PHOTO else "questions"].append(time.perf_counter() - started)
            await asyncio.sleep(self._rng.uniform(*PAUSE_S))

    async def _until(self, person: int, count: int, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while len(self._fake.seen[person]) < count:
                    self._fake.news[person].clear()
                    await self._fake.news[person].wait()

    def verdict(self) -> dict[str, int]:
        """Return how many messages were lost, came twice, or were none of those expected."""
        lost = twice = wrong = 0
        known = {told for each in self.expected.values() for told in each}
        for person, wanted in self.wanted.items():
            came = Counter(told for told, _ in self._fake.seen[person])
            lost += sum((wanted - came).values())
            twice += sum(count for told, count in (came - wanted).items() if told in known)
            wrong += sum(count for told, count in (came - wanted).items() if told not in known)
            self.strange |= {told for told in came if told not in known}
        if self.strange:
            print(f"  not as in a quiet moment: {sorted(self.strange)[:3]}")
        return {"lost": lost, "twice": twice, "wrong": wrong}


def percentiles(seconds: Sequence[float]) -> str:
    """Return the median, the 95th percentile and the most, in seconds."""
    ordered = sorted(seconds) or [0.0]
    middle, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    return f"p50 {middle:.2f} s, p95 {high:.2f} s, most {ordered[-1]:.2f} s ({len(ordered)} answers)"


# -- the bot's processes


@contextlib.asynccontextmanager
async def process(*arguments: str, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a Python of ours; it is killed at the end, however that comes."""
    made = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env={**os.environ, **environment}, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield made
    finally:
        if made.returncode is None:
            made.kill()
        await made.wait()


def bot(root: str, **more: str) -> contextlib.AbstractAsyncContextManager[asyncio.subprocess.Process]:
    """Run the bot as people run it."""
    common = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": root, "UNEXPOSED_PER_MINUTE": "65000", "UNEXPOSED_LOG_LEVEL": "ERROR"}
    return process("-m", "adapters", "telegram", **common, **more)


def resident_mb(pid: int) -> float:
    """Return the memory of a process and of its children, in MB."""
    return sum(_resident(one) for one in (pid, *_children(pid)))


def _resident(pid: int) -> float:
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)
    return 0.0


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    return []


def cpu_s(pid: int) -> float:
    """Return the seconds of CPU that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def whole_cpu_s(pid: int) -> float:
    """Return the seconds of CPU that a process and its children have used."""
    return sum(cpu_s(one) for one in (pid, *_children(pid)))


# -- the parts


async def mix(messages: int) -> None:
    """Everything at once: twenty people, repeats, late updates, failing calls."""
    fake = Faulty()
    async with serving(fake) as root, bot(root) as running:
        crowd = Crowd(fake, fake.bring)
        await crowd.learn()
        fake.failing, before = True, whole_cpu_s(running.pid)
        await crowd.ask(messages)
        fake.failing, used = False, whole_cpu_s(running.pid) - before
        await asyncio.sleep(2)
        told = crowd.verdict()
        print(f"mix: {messages} messages of {PEOPLE} people: lost {told['lost']}, twice {told['twice']}, wrong {told['wrong']}")
        for kind, seconds in crowd.seconds.items():
            print(f"mix: {kind}: {percentiles(seconds)}")
        print(f"mix: {used / messages * 1000:.0f} ms CPU a message, photo processes included; load of the machine {os.getloadavg()[0]:.1f}")
        alone, whole = _resident(running.pid), resident_mb(running.pid)
        print(f"mix: resident with everything loaded: the bot {alone:.0f} MB, with its photo processes {whole:.0f} MB")


async def kill(messages: int) -> None:
    """SIGKILL in mid-run, and a new process."""
    fake = Faulty()
    async with serving(fake) as root:
        crowd = Crowd(fake, fake.bring)
        async with bot(root) as victim:
            await crowd.learn()
            asking = asyncio.create_task(crowd.ask(messages))
            await asyncio.sleep(messages / 10)
            victim.send_signal(signal.SIGKILL)
            await victim.wait()
        killed = time.perf_counter()
        async with bot(root):
            await asking
            await asyncio.sleep(2)
        after = min((at for seen in fake.seen.values() for _, at in seen if at > killed), default=killed)
        told = crowd.verdict()
        print(f"kill: lost {told['lost']}, repeated {told['twice']}, wrong {told['wrong']}, first answer {after - killed:.1f} s after")


async def workers(messages: int) -> None:
    """Two workers behind a balancer with a Redis between them; one is killed."""
    from redis_server import PROGRAM, redis_server

    if PROGRAM is None:
        print("workers: left out, there is no redis-server here")
        return
    fake, ports = Faulty(), (free_port(), free_port())
    with redis_server() as redis:
        async with serving(fake) as root, contextlib.AsyncExitStack() as stack:
            hooks = (
                {
                    "TELEGRAM_WEBHOOK_URL": "https://bot.example",
                    "TELEGRAM_WEBHOOK_PORT": str(port),
                    "REDIS_URL": redis,
                    "TELEGRAM_WEBHOOK_SECRET": "s",
                }
                for port in ports
            )
            running = [await stack.enter_async_context(bot(root, **hook)) for hook in hooks]
            balancer = Balancer(await stack.enter_async_context(httpx.AsyncClient(timeout=60)), ports)
            crowd = Crowd(fake, balancer.bring)
            await crowd.learn()
            asking = asyncio.create_task(crowd.ask(messages))
            await asyncio.sleep(messages / 10)
            running[0].send_signal(signal.SIGKILL)
            await running[0].wait()
            await asking
            await asyncio.sleep(2)
            told, times = crowd.verdict(), sorted(at for person in crowd.wanted for _, at in fake.seen[person])
            pause = max((later - earlier for earlier, later in pairwise(times)), default=0.0)
            slowest = max(second for each in crowd.seconds.values() for second in each)
            print(f"workers: lost {told['lost']}, repeated {told['twice']}, wrong {told['wrong']}")
            print(f"workers: longest pause between answers {pause:.1f} s, slowest answer {slowest:.1f} s")


class Balancer:
    """Brings each update to one worker after another until one says 200, as Telegram and a proxy do."""

    def __init__(self, client: httpx.AsyncClient, ports: Sequence[int]) -> None:
        self._client, self._ports, self._turn = client, ports, 0
        self._tasks: set[asyncio.Task[None]] = set()

    def bring(self, update: dict[str, Any]) -> None:
        """Bring an update until it is answered."""
        task = asyncio.create_task(self._until_taken(update))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _until_taken(self, update: dict[str, Any]) -> None:
        while True:
            self._turn += 1
            address = f"http://127.0.0.1:{self._ports[self._turn % len(self._ports)]}/telegram"
            with contextlib.suppress(httpx.TransportError):
                if (await self._client.post(address, json=update, headers={"x-telegram-bot-api-secret-token": "s"})).status_code == 200:
                    return
            await asyncio.sleep(0.3)


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def overhead(updates: int) -> None:
    """The CPU of this door with a core that says one word, beside a bare echo of the same library."""
    ours, bare = await _cost("stub", updates), await _cost("echo", updates)
    print(f"overhead: {ours * 1e3:.2f} ms CPU an update, a bare echo {bare * 1e3:.2f} ms: {ours / bare:.2f} x")


async def _cost(which: str, updates: int) -> float:
    fake = Faulty()
    fake.keep = False
    async with serving(fake) as root, process("-m", "benches.load_telegram", which, root) as running:
        await _feed(fake, 100)
        before = cpu_s(running.pid)
        await _feed(fake, updates)
        return (cpu_s(running.pid) - before) / updates


async def _feed(fake: Faulty, count: int, at_once: int = 50) -> None:
    """Bring updates of five hundred people, so many at a time, and wait for their answers."""
    done = fake.answered
    for first in range(0, count, at_once):
        for number in range(first, min(count, first + at_once)):
            fake.bring({"update_id": next(fake._ids), "message": {**fake.message(1 + number % 500), "text": "hello there"}})  # noqa: SLF001
        async with asyncio.timeout(60):
            while fake.answered < done + min(count, first + at_once):  # noqa: ASYNC110 - the condition lives in another task
                await asyncio.sleep(0.005)


async def memory(updates: int) -> None:
    """Memory over many updates, the core saying one word; the slope is taken over the second half."""
    fake = Faulty()
    fake.keep = False
    step = max(1000, updates // 10)
    async with serving(fake) as root, process("-m", "benches.load_telegram", "stub", root) as running:
        sizes = []
        for _ in range(updates // step):
            await _feed(fake, step)
            fake.seen.clear()
            sizes.append(_resident(running.pid))
        half = sizes[len(sizes) // 2 :]
        slope = (half[-1] - half[0]) / max(1, len(half) - 1) / step * 1000
        print(f"memory: {updates} updates, {' '.join(f'{size:.0f}' for size in sizes)} MB, slope {slope:+.3f} MB per 1,000 updates")


# -- the processes that are compared


async def stub(root: str) -> None:
    """Run this door with a core that says one word."""
    from adapters.runtime import Runtime
    from adapters.telegram.run import run
    from bot.memory import ProcessMemory
    from bot.messages import Paragraph, Reply
    from bot.settings import Settings

    core = SimpleNamespace(handle=lambda _: Reply((Paragraph("hello"),)), memory=ProcessMemory(time.monotonic, 60))
    await run(Runtime(Settings(telegram_token=TOKEN, telegram_api_url=root, per_minute=65000), core))  # type: ignore[arg-type]


async def echo(root: str) -> None:
    """Run the library's own loop with a handler that says one word."""
    from telegram.ext import ApplicationBuilder, MessageHandler, filters

    async def answer(update: Any, _: Any) -> None:
        await update.message.reply_text("hello")

    built = ApplicationBuilder().token(TOKEN).base_url(f"{root}/bot").concurrent_updates(256).build()
    built.add_handler(MessageHandler(filters.TEXT, answer))
    async with built:
        await built.start()
        await built.updater.start_polling(poll_interval=0)
        await asyncio.Event().wait()


def main() -> None:
    """Run the parts that are named, all without a name."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("parts", nargs="*", default=["mix", "kill", "workers", "overhead", "memory"])
    parser.add_argument("--messages", type=int, default=400)
    parser.add_argument("--updates", type=int, default=100_000)
    chosen = parser.parse_args()
    if chosen.parts[0] in ("stub", "echo"):
        asyncio.run({"stub": stub, "echo": echo}[chosen.parts[0]](chosen.parts[1]))
        return
    for part in chosen.parts:
        many = {"overhead": 3000, "memory": chosen.updates}.get(part, chosen.messages)
        asyncio.run({"mix": mix, "kill": kill, "workers": workers, "overhead": overhead, "memory": memory}[part](many))


if __name__ == "__main__":
    main()
