"""A real process, killed without warning: Telegram keeps what it had not answered."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from fake_telegram import FakeAdvisor, FakeTelegram, door, serving, until

from adapters.telegram.window import WINDOW

VICTIM = """
import asyncio, sys, time
from fake_telegram import QUICK, TOKEN, FakeAdvisor
from adapters.runtime import Runtime
from adapters.telegram.run import run
from bot.settings import Settings

class Slow(FakeAdvisor):
    def handle(self, request):
        time.sleep(0.05)
        return super().handle(request)

asyncio.run(run(Runtime(Settings(telegram_token=TOKEN, telegram_api_url=sys.argv[1]), Slow()), waits=QUICK))
"""


async def test_sigkill_loses_nothing_and_repeats_at_most_the_window() -> None:
    """Killed while sixty people wait, the next process answers everybody; at most what was in flight is answered twice."""
    fake = FakeTelegram()
    people = 60
    for number in range(people):
        fake.say(f"q{number}", person=number + 1)
    here = Path(__file__).parent
    async with serving(fake) as root:
        path = {**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{here.parent}"}
        victim = await asyncio.create_subprocess_exec(sys.executable, "-c", VICTIM, root, env=path)
        await until(lambda: len(fake.texts) >= 5, 30)
        victim.kill()
        await victim.wait()
        before = len(fake.texts)
        async with door(root, FakeAdvisor()):
            await until(lambda: not fake.updates, 30)
    assert before < people
    assert len({*fake.texts}) == people
    assert len(fake.texts) - people <= WINDOW
