"""Photos in processes of their own: they come back, a process that dies harms nobody, and one chat's storm slows no other."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from adapters.runtime import Runtime, failed
from bot.messages import Attachment, Paragraph, Reply, Request
from bot.samples import sample_photo
from bot.settings import Settings

PHOTO = Request(attachments=(Attachment("a.jpg", sample_photo()),), conversation="a")


@pytest.fixture
def runtime():
    """A runtime with its own advisor, closed after the test."""
    made = Runtime(Settings(workers=1))
    yield made
    made.close()


def children():
    """Return the ids of the spawned processes that work for this one."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            spawned = b"spawn_main" in path.with_name("cmdline").read_bytes()
            found |= {int(path.parent.name)} if parent == os.getpid() and spawned else set()
    return found


async def test_a_photo_comes_back_from_another_process(runtime):
    """The clean copy is made elsewhere; what comes back is the whole reply."""
    before = children()
    reply = await runtime.handle(PHOTO)
    assert reply.attachments[0].data != PHOTO.attachments[0].data
    assert children() - before


async def test_a_process_that_dies_takes_its_photo_and_nothing_else(runtime):
    """The person gets an apology; the next photo has a new process."""
    before = children()
    await runtime.handle(PHOTO)
    for child in children() - before:
        os.kill(child, signal.SIGKILL)
    assert await runtime.handle(PHOTO) == failed()
    assert (await runtime.handle(PHOTO)).attachments


def test_the_processes_end_with_their_parent():
    """Also when that is killed and has no time to say goodbye."""
    code = (
        "import asyncio\nfrom adapters.photo_pool import PhotoPool\nfrom bot.settings import Settings\n"
        "if __name__ == '__main__':\n pool = PhotoPool(Settings(), 1)\n asyncio.run(pool.warm_up())\n"
        " print(*pool._pool._processes, flush=True)\n import time; time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        if not Path(f"/proc/{child}").exists():
            break
        time.sleep(0.05)
    assert not Path(f"/proc/{child}").exists()


async def test_one_chats_storm_slows_no_other():
    """Ten photos of one chat wait for each other; somebody else's question is worked on at once."""
    gate, started = threading.Event(), []

    def handle(request):
        started.append(request.conversation)
        if request.conversation == "storm":
            gate.wait(10)
        return Reply(blocks=(Paragraph("done"),))

    runtime = Runtime(Settings(workers=2), SimpleNamespace(handle=handle))
    storm = [asyncio.create_task(runtime.handle(Request(skill="help", conversation="storm"))) for _ in range(10)]
    await asyncio.sleep(0.05)
    try:
        async with asyncio.timeout(5):
            await runtime.handle(Request(skill="help", conversation="other"))
        assert started == ["storm", "other"]
    finally:
        gate.set()
        await asyncio.gather(*storm)
        runtime.close()


async def test_figures_hold_kinds_and_durations_alone():
    """What Prometheus reads names doors, kinds and types of errors, and nothing of what was said."""
    runtime = Runtime(Settings(), SimpleNamespace(handle=lambda request: Reply(blocks=())))
    await runtime.handle(Request(text="my secret", skill="secret skill", door="telegram", conversation="secret key"))
    figures = runtime.metrics.text().decode()
    runtime.close()
    assert 'unexposed_requests_total{door="telegram",kind="text",outcome="ok"} 1.0' in figures
    assert "secret" not in figures
