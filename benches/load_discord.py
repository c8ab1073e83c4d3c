"""Twenty people on Discord at once: 70 % questions, 20 % ratings, 10 % photos; how soon they are acknowledged and answered.

    python -m benches.load_discord [--people 20] [--seconds 60] [--pause 4]

The bot runs as people run it (`unexposed discord`), against a strict stand-in for Discord on this machine that checks
every call with Discord's published description. The stand-in is looked for beside the project (../shared/peers) and is
no part of it; without it there is nothing to measure, and the script says so. It ends by itself.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fake_discord import PEERS, strict_stub

from bot.samples import sample_photo

QUESTIONS = (
    "How long do these apps keep my photos?",
    "Can somebody find out where my picture was taken?",
    "What should I look for in a privacy policy?",
    "Do they train their models on my face?",
    "How do I get my account deleted?",
    "What does a screenshot tell about me?",
    "Is it legal to upload a picture of a friend?",
    "Somebody shared a fake picture of me, what now?",
)
SERVICES = ("virbo", "firefly", "kissme-ai", "canva", "magicshot", "an app nobody knows")
#: The figures that are wanted, in seconds: acknowledged at p99; answered at p95.
ACKNOWLEDGED_S, ANSWERED_S = 1.0, {"question": 1.5, "rating": 1.5, "photo": 4.0}
START_S, ANSWER_S, STOP_S = 120, 60, 15
#: Until the commands are registered, and the first process for photos runs.
SETTLE_S = 5


@dataclass
class Times:
    """What was measured: seconds by kind, and what never came."""

    acknowledged: list[float] = field(default_factory=list)
    answered: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    lost: int = 0


def main() -> int:
    """Measure and print; return 1 if a figure is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=4, help="seconds between an answer and the next request of a person, on average")
    chosen = parser.parse_args()
    if not (PEERS / "strict_discord.py").exists():
        print("Discord: no strict stand-in beside the project, so there is nothing to measure.")
        return 0
    return asyncio.run(_measured(chosen))


async def _measured(chosen: argparse.Namespace) -> int:
    stub = await strict_stub().start()
    try:
        async with _bot(stub) as process:
            times = Times()
            until = time.monotonic() + chosen.seconds
            await asyncio.gather(*(_person(stub, n, until, chosen.pause, times) for n in range(chosen.people)))
            memory = _memory(process.pid)
    finally:
        await stub.stop()
    return _told(times, memory, stub.rejects, chosen)


@asynccontextmanager
async def _bot(stub: Any) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the bot until the figures are taken; begin when it is ready for questions."""
    settings = {"DISCORD_TOKEN": stub.token, "DISCORD_API_URL": stub.base, "DISCORD_GATEWAY_URL": stub.gw, "UNEXPOSED_LOG_LEVEL": "WARNING"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "adapters", "discord", env={**os.environ, **settings}, stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(START_S):
            await _ready(process.stdout)
            await stub.ready.wait()
        await asyncio.sleep(SETTLE_S)
        yield process
    finally:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_S)
        except TimeoutError:
            process.kill()


async def _ready(lines: asyncio.StreamReader | None) -> None:
    """Wait until the bot says that it is ready for questions; EOFError if it ended before."""
    while lines and b"Ready" not in (line := await lines.readline()):
        if not line:
            raise EOFError


async def _person(stub: Any, number: int, until: float, pause_s: float, times: Times) -> None:
    dice = random.Random(number)  # noqa: S311 - the same people in every run
    await asyncio.sleep(dice.uniform(0, pause_s))
    while time.monotonic() < until:
        kind, name, options = _wish(dice)
        started = time.monotonic()
        record = await stub.slash(name, user=number, **options)
        try:
            await asyncio.wait_for(record["done"].wait(), ANSWER_S)
        except TimeoutError:
            times.lost += 1
        else:
            times.acknowledged.append(record["t_ack"] - record["t"])
            times.answered[kind].append(time.monotonic() - started)
        await asyncio.sleep(dice.uniform(0.5, 1.5) * pause_s)


def _wish(dice: random.Random) -> tuple[str, str, dict[str, Any]]:
    chance = dice.random()
    if chance < 0.7:
        return "question", "ask", {"question": dice.choice(QUESTIONS)}
    if chance < 0.9:
        return "rating", "rate", {"service": dice.choice(SERVICES)}
    return "photo", "clean", {"photo": ("IMG_1.jpg", sample_photo())}


def _memory(pid: int) -> list[float]:
    """Return the resident megabytes of a process and of those it started, where the system tells them (Linux)."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return [_resident(pid), *map(_resident, map(int, children))]
    except OSError:
        return []


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS")), 0.0)


def _at(share: float, seconds: Iterable[float]) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _told(times: Times, memory: list[float], rejects: list[Any], chosen: argparse.Namespace) -> int:
    count = len(times.acknowledged)
    print(f"Discord: {chosen.people} people, {chosen.seconds:.0f} s, {count} requests, {count / chosen.seconds:.1f} a second")
    acknowledged = _at(0.99, times.acknowledged)
    print(f"  acknowledged: p50 {_at(0.5, times.acknowledged):.3f} s, p99 {acknowledged:.3f} s (wanted: {ACKNOWLEDGED_S} s)")
    for kind, most in ANSWERED_S.items():
        found = times.answered[kind]
        print(f"  {kind}: {len(found)}, p50 {_at(0.5, found):.2f} s, p95 {_at(0.95, found):.2f} s (wanted: {most} s)")
    print(f"  lost {times.lost}, refused by the stand-in {len(rejects)}")
    print(f"  resident: {', '.join(f'{one:.0f} MB' for one in memory)} (the bot, then its processes for photos)")
    slow = any(_at(0.95, times.answered[kind]) > most for kind, most in ANSWERED_S.items())
    return int(slow or acknowledged > ACKNOWLEDGED_S or bool(times.lost or rejects))


if __name__ == "__main__":
    sys.exit(main())
