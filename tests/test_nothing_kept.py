"""Nothing is kept: the real program, given planted words at every door, leaves none of them on disk, in its logs or on the network.

Two halves: a program that leaks is caught in each way it can leak, and Unexposed, watched in the same way, is not.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import secrets
import socket
import sys
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import piexif
import pytest
from aiohttp import web
from fake_discord import PEERS, message, strict_stub
from fake_telegram import FakeTelegram, serving, until
from PIL import Image
from watching import LOOPBACK, Watched, finds, forms

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="open files and sockets are read from /proc, which Linux has")

PLANTED = {"the word": "Canary5e1f9a"}


@pytest.mark.parametrize("form", [name for name, _ in forms("x")])
def test_the_finder_knows_every_form(form: str) -> None:
    """A planted word is found among other bytes in each form it can take."""
    needle = dict(forms(PLANTED["the word"]))[form]
    assert f"the word ({form})" in finds(b"\x00\xffbefore " + needle + b" after", PLANTED)
    assert finds(b"\x00\xffbefore Canary5e1f9b after", PLANTED) == []


@pytest.mark.parametrize("shift", range(3))
def test_the_finder_sees_through_base64_at_any_place(shift: int) -> None:
    """A word in the middle of a larger base64 text is found wherever its bits begin."""
    assert finds(b64encode(b"." * (3 + shift) + b"Canary5e1f9a, and more"), PLANTED)


LEAKS = {
    "a file at home": "import pathlib; (pathlib.Path.home() / '.cache.db').write_bytes(b'xx Canary5e1f9a xx')",
    "a file where it works": "open('a.bin', 'wb').write('Canary5e1f9a'.encode('utf-16-le'))",
    "the name of a file": "open('Canary5e1f9a.tmp', 'w')",
    "the name of a file deleted again": "import os; open('Canary5e1f9a.tmp', 'w'); os.remove('Canary5e1f9a.tmp')",
    "a deleted file still open": "import os, tempfile; f = tempfile.TemporaryFile(); f.write(b'Canary5e1f9a'); f.flush()",
    "shared memory": "import os, sys; open(f'/dev/shm/{sys.argv[1]}', 'w').write('Canary5e1f9a')",
    "the folder all programs share": "import os, sys; open(f'/tmp/{sys.argv[1]}', 'w').write('Canary5e1f9a')",
    "a log line": "import logging; logging.warning('Canary5e1f9a'.encode().hex())",
    "a line of output": "import base64; print(base64.b64encode(b'..Canary5e1f9a..').decode())",
}


def leaking(folder: Path, code: str, *arguments: str) -> Watched:
    """Watch a small program until it has done what it does; it then waits to be ended."""
    wait = "\nimport sys, time; print('done', flush=True); time.sleep(30)"
    watched = Watched(folder, "-c", code + wait, *arguments)
    while "done" not in watched.said and watched.process.poll() is None:
        pass
    assert watched.process.poll() is None, watched.said
    watched.look()
    watched.end()
    return watched


@pytest.mark.parametrize("way", LEAKS)
def test_a_program_that_leaks_is_caught(way: str, tmp_path: Path) -> None:
    """Each way of leaving a word behind is reported with the place where it was left."""
    name = f"unexposed-test-{secrets.token_hex(4)}"
    try:
        assert leaking(tmp_path, LEAKS[way], name).leaks(PLANTED)
    finally:
        for folder in ("/dev/shm", "/tmp"):
            (Path(folder) / name).unlink(missing_ok=True)


CALLS = {
    "an address elsewhere": "import socket; s = socket.socket(); s.setblocking(False); s.connect_ex(('192.0.2.1', 443))",
    "a datagram": "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
    "a name": "import socket, contextlib\nwith contextlib.suppress(OSError): socket.getaddrinfo('tracker.invalid', 443)",
    "another program": "import subprocess, sys; subprocess.run([sys.executable, '-c', ''])",
    "another port here": "import socket, sys; kept = socket.create_connection(('127.0.0.1', int(sys.argv[1])))",
}


@pytest.mark.parametrize("way", CALLS)
def test_a_program_that_calls_elsewhere_is_caught(way: str, tmp_path: Path) -> None:
    """Each way of reaching somebody is reported, also when nobody answers; the port that is allowed is not."""
    with contextlib.closing(socket.create_server((LOOPBACK, 0))) as listener:
        port = listener.getsockname()[1]
        watched = leaking(tmp_path, CALLS[way], str(port))
        assert watched.strangers(set())
        assert bool(watched.strangers({port})) == (way != "another port here")
        assert ((LOOPBACK, port) in watched.sockets) == (way == "another port here")


def test_a_program_that_does_nothing_is_not_accused(tmp_path: Path) -> None:
    """A program that only waits has written, said and reached nothing."""
    watched = leaking(tmp_path, "")
    assert (watched.leaks(PLANTED), watched.created, watched.strangers(set())) == ([], [], [])


# -- the real program


def word(name: str) -> str:
    """Return a planted word that occurs nowhere else."""
    return f"Zq{name}{secrets.token_hex(6)}"


def number() -> int:
    """Return an id as Telegram gives them, that occurs nowhere else."""
    return 10**9 + secrets.randbelow(9 * 10**9)


@dataclass(frozen=True)
class Planted:
    """Every word, name, number and token that the program is given, by what it is."""

    words: dict[str, str] = field(
        default_factory=lambda: {
            name: word(name)
            for name in (
                "question", "rating", "caption", "filename", "firstname", "username", "group", "broken", "button",
                "webquestion", "webrating", "webname", "webkey", "webskill", "webpath", "webjson", "webbroken",
                "maker", "serial", "comment", "owner", "thumbnail", "discord", "discordname",
            )
        }
    )  # fmt: skip
    person: int = field(default_factory=number)
    chat: int = field(default_factory=lambda: -1000000000000 - number())
    telegram_token: str = field(default_factory=lambda: f"{number()}:{secrets.token_urlsafe(26)}")
    discord_token: str = field(default_factory=lambda: f"MTIz.{secrets.token_hex(3)}.{secrets.token_hex(13)}")

    def all(self) -> dict[str, str]:
        """Return everything planted, by its name."""
        secret = {"Telegram's token": self.telegram_token.partition(":")[2], "Discord's token": self.discord_token}
        return {**self.words, **secret, "person": str(self.person), "chat": str(self.chat)[1:]}

    def __getitem__(self, name: str) -> str:
        return self.words[name]

    def photo(self) -> bytes:
        """Return a photo that tells planted words in its Exif and in the small preview inside it."""
        small = io.BytesIO()
        Image.new("RGB", (8, 8), "red").save(small, "JPEG", comment=self["thumbnail"].encode())
        exif = {
            "0th": {piexif.ImageIFD.Make: self["maker"].encode(), piexif.ImageIFD.Artist: self["owner"].encode()},
            "Exif": {
                piexif.ExifIFD.BodySerialNumber: self["serial"].encode(),
                piexif.ExifIFD.UserComment: b"ASCII\0\0\0" + self["comment"].encode(),
            },
            "1st": {piexif.ImageIFD.Compression: 6},
            "thumbnail": small.getvalue(),
        }
        made = io.BytesIO()
        Image.linear_gradient("L").convert("RGB").save(made, "JPEG", exif=piexif.dump(exif))
        return made.getvalue()

    def told(self, text: str) -> bool:
        """Tell whether a reply says what the photo said."""
        return self["maker"] in text and self["serial"] in text


async def talk_on_telegram(fake: FakeTelegram, planted: Planted) -> None:
    """A person asks, rates, sends photos and presses a button; then a group does."""
    me = {"id": planted.person, "is_bot": False, "first_name": planted["firstname"], "username": planted["username"]}
    group = {"id": planted.chat, "type": "supergroup", "title": planted["group"]}
    name = f"{planted['filename']}.jpg"
    fake.say(f"Do they keep my photo? {planted['question']}", planted.person, **{"from": me})
    fake.say(f"/rate {planted['rating']}", planted.person, **{"from": me})
    photo = fake.hold(planted.photo(), file_name=name, mime_type="image/jpeg")
    fake.say(document=photo, caption=planted["caption"], person=planted.person, **{"from": me})
    broken = fake.hold(f"no picture {planted['broken']}".encode(), file_name=name)
    fake.say(document=broken, person=planted.person, **{"from": me})
    fake.say(f"/ask {planted['question']}", chat=group, **{"from": me})
    fake.press(f"rate:{planted['button']}", planted.person)
    await until(lambda: len(fake.texts) >= 6 and fake.sent("sendDocument"), 40)


async def talk_on_the_page(root: str, planted: Planted) -> None:
    """Somebody at this computer writes, sends photos, and sends what is no message at all."""
    words = {"text": planted["webquestion"], "conversation": planted["webkey"]}
    headers = {"x-photo-name": f"{planted['webname']}.jpg", "x-conversation": planted["webkey"]}
    async with httpx.AsyncClient(base_url=root, timeout=40) as page:
        assert (await page.post("/api/message", json=words)).status_code == 200
        await page.post("/api/message", json={"skill": "rate", "text": planted["webrating"]})
        await page.post("/api/message", json={"skill": planted["webskill"], "text": planted["webquestion"]})
        assert planted.told((await page.post("/api/photo", content=planted.photo(), headers=headers)).text)
        await page.post("/api/photo", content=planted["webbroken"].encode(), headers=headers)
        await page.post("/api/message", content=planted["webjson"], headers={"content-type": "application/json"})
        await page.get(f"/{planted['webpath']}?{planted['webpath']}")
        await page.get("/", headers={"host": planted["webpath"]})


@contextlib.asynccontextmanager
async def discord_server(token: str) -> AsyncIterator[tuple[dict[str, str], Any]]:
    """Give settings for a Discord on this computer, and it: the strict one where there is one, else one that refuses the token."""
    if (PEERS / "strict_discord.py").exists():
        stub = await strict_stub(token=token).start()
        yield {"DISCORD_API_URL": stub.base, "DISCORD_GATEWAY_URL": stub.gw}, stub
        await stub.stop()
        return
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", lambda _: web.json_response({"message": "401: Unauthorized", "code": 0}, status=401))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, LOOPBACK, 0).start()
    root = f"http://{LOOPBACK}:{runner.addresses[0][1]}"
    yield {"DISCORD_API_URL": root, "DISCORD_GATEWAY_URL": root.replace("http", "ws")}, None
    await runner.cleanup()


async def talk_on_discord(stub: Any, planted: Planted) -> None:
    """A person writes and sends a photo in a direct chat, and uses a command."""
    photo = stub.files[stub.upload(f"{planted['discordname']}.jpg", planted.photo())][2]
    await stub.send(0, message(planted["discord"], author=planted.person), "MESSAGE_CREATE")
    await stub.send(0, message(author=planted.person, attachments=[photo]), "MESSAGE_CREATE")
    asked = await stub.slash("rate", service=planted["discord"])
    await until(asked["done"].is_set, 20)
    await until(lambda: sum(call[1] == "POST /channels/{channel_id}/messages" for call in stub.journal) >= 2, 20)


def free_port() -> int:
    """Return a port that nobody uses now."""
    with contextlib.closing(socket.create_server((LOOPBACK, 0))) as listener:
        return int(listener.getsockname()[1])


def ports(*addresses: str) -> set[int]:
    """Return the ports of addresses."""
    return {port for address in addresses if (port := httpx.URL(address).port)}


async def test_the_program_leaves_nothing_behind(tmp_path: Path) -> None:
    """At its most talkative, after questions, ratings, photos and nonsense at every door: no file, no planted word, no call elsewhere."""
    planted, page = Planted(), free_port()
    fake = FakeTelegram(planted.telegram_token)
    async with serving(fake) as root, discord_server(planted.discord_token) as (discord, stub):
        tokens = {"TELEGRAM_TOKEN": planted.telegram_token, "DISCORD_TOKEN": planted.discord_token}
        settings = {"TELEGRAM_API_URL": root, "UNEXPOSED_PORT": str(page), "UNEXPOSED_LOG_LEVEL": "DEBUG", **tokens, **discord}
        watched = Watched(tmp_path, "-m", "adapters", "run", **settings)
        try:
            await until(lambda: "Ready for questions." in watched.said and "in your browser" in watched.said, 60)
            await talk_on_telegram(fake, planted)
            watched.look()
            await talk_on_the_page(f"http://{LOOPBACK}:{page}", planted)
            watched.look()
            if stub:
                await until(lambda: any("applications" in call[1] for call in stub.journal), 20)
                await talk_on_discord(stub, planted)
            watched.look()
        finally:
            code = await asyncio.to_thread(watched.end)
        allowed = ports(root, *discord.values())
    assert planted.told("\n".join(fake.texts)), "the photo's words reached the person who sent it"
    assert all(not finds(call.files["document"][1], planted.all()) for call in fake.sent("sendDocument"))
    assert code == 0, watched.said
    assert "Traceback" not in watched.said
    assert watched.leaks(planted.all()) == []
    assert watched.created == []
    assert watched.strangers(allowed) == []
    assert watched.sockets, "the view of its sockets saw at least the chat services"
