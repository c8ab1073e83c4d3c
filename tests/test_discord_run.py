"""The loop: what ends it, what does not, and what the log may say."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import subprocess
import sys
import threading

import pytest
from aiohttp import ClientOSError, web
from fake_discord import JPEG, PEERS, FakeAdvisor, connected, discord, message, new_runtime

from adapters.discord import door as door_module
from adapters.discord.delivery import TRIES, Delivery
from adapters.discord.door import Door
from adapters.discord.outbound import pages
from adapters.discord.quiet import keep_quiet
from adapters.discord.reach import Reach
from adapters.discord.run import run
from adapters.discord.session import unknown_token
from adapters.discord.turns import MAX_WAITING, BusyError, Turns
from adapters.metrics import Metrics
from bot.errors import SettingError
from bot.messages import Attachment, Paragraph, Reply

needs_peer = pytest.mark.skipif(
    not (PEERS / "strict_discord.py").exists(), reason="the strict stand-in for Discord is not part of the project"
)


@contextlib.asynccontextmanager
async def server(status):
    """A server that answers everything with one status."""

    async def answer(_):
        return web.json_response({"message": "no", "code": 0}, status=status)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


def test_importing_the_door_loads_no_library():
    """discord.py takes seconds to load, so nothing loads it before the door opens."""
    code = "import sys, adapters.discord, adapters.discord.run; sys.exit('discord' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def test_a_token_discord_does_not_know_is_told_in_words():
    """A wrong token ends the door with a sentence that says where to get a right one."""
    async with server(401) as url:
        with pytest.raises(SettingError, match="Discord does not know this token") as caught:
            await run(new_runtime(discord_token="wrong.token.here", discord_api_url=url), print)
    assert caught.value.name == "DISCORD_TOKEN"
    assert "discord.com/developers" in caught.value.hint
    assert "wrong.token.here" not in str(caught.value)


@pytest.mark.parametrize("token", ["", "   ", "two words", "line\nbreak", "tökén"])
async def test_what_cannot_be_a_token_is_told_before_anything_is_sent(token):
    """An empty or broken token needs no network to be refused."""
    with pytest.raises(SettingError) as caught:
        await run(new_runtime(discord_token=token), print)
    assert caught.value.name == "DISCORD_TOKEN"


async def test_a_server_out_of_reach_is_one_plain_line(caplog):
    """The door stays open and tries again; the log says it once, without a traceback."""
    caplog.set_level(logging.DEBUG, "unexposed")
    door = asyncio.create_task(run(new_runtime(discord_token="a.b.c", discord_api_url="http://127.0.0.1:9"), print))
    await asyncio.sleep(2.5)
    assert not door.done()
    door.cancel()
    with pytest.raises(asyncio.CancelledError):
        await door
    lines = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert [r.getMessage() for r in lines] == ["Discord can't be reached. I keep trying; the other doors stay open."]
    assert all(r.exc_info is None for r in caplog.records)


async def test_a_server_that_is_no_discord_does_not_end_the_door():
    """Strange answers are tried again like none."""
    async with server(200) as url:
        door = asyncio.create_task(run(new_runtime(discord_token="a.b.c", discord_api_url=url), print))
        await asyncio.sleep(0.5)
        assert not door.done()
        door.cancel()
        with pytest.raises(asyncio.CancelledError):
            await door


@needs_peer
async def test_an_answer_under_way_goes_out_before_the_end():
    """When the program ends, what was asked is still answered."""

    class Slow(FakeAdvisor):
        started, released = threading.Event(), threading.Event()

        def handle(self, request):
            self.started.set()
            self.released.wait(10)
            return super().handle(request)

    advisor = Slow()
    async with connected(advisor) as stage:
        record = await stage.stub.slash("privacy")
        await asyncio.to_thread(advisor.started.wait, 10)
        stage.door.cancel()
        await asyncio.sleep(0.05)
        advisor.released.set()
        reply = await stage.until_done(record)
        assert reply["embeds"][0]["title"] == "What I keep: nothing."


@needs_peer
async def test_a_broken_connection_is_mended():
    """After Discord drops the connection, commands are answered again."""
    async with connected() as stage:
        await stage.until_done(await stage.stub.slash("help"))
        stage.stub.ready.clear()
        await stage.stub.ws.close(code=1012)
        await asyncio.wait_for(stage.stub.ready.wait(), 30)
        await stage.until_done(await stage.stub.slash("help"))
        assert len(stage.heard) == 1


@needs_peer
async def test_a_fault_of_ours_is_an_apology_in_the_chat_and_one_line_in_the_log(caplog, monkeypatch):
    """Whether it came by command, button or message: nobody waits for ever, and no traceback is printed."""
    real = door_module.pages

    def broken(reply, *limits, **options):
        if reply.blocks[0].text.startswith("Something went wrong"):
            return real(reply, *limits, **options)
        raise ZeroDivisionError

    monkeypatch.setattr(door_module, "pages", broken)
    async with connected() as stage:
        replies = [
            await stage.until_done(await stage.stub.slash("help")),
            await stage.until_done(await stage.stub.click(message(), "u:help:")),
        ]
        await stage.says("hello")
        replies.append((await stage.sent("POST /channels/{channel_id}/messages"))[0][2])
    assert {r["embeds"][0]["title"] for r in replies} == {"Something went wrong on my side."}
    faults = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert {r.getMessage().split(": ")[1] for r in faults} == {"ZeroDivisionError"}
    assert all(r.exc_info is None for r in faults)


@needs_peer
async def test_a_command_from_an_older_list_is_answered_kindly():
    """An app that has not learned the new commands yet gets words and buttons."""
    async with connected() as stage:
        reply = await stage.until_done(await stage.stub.interact(2, {"id": "9", "name": "horoscope", "type": 1, "options": []}))
        assert "commands have changed" in reply["embeds"][0]["title"]


@needs_peer
async def test_the_log_holds_no_words_names_or_ids(caplog):
    """At the finest level, the log of a visit has kinds and durations only."""
    caplog.set_level(logging.DEBUG, "unexposed")
    async with connected() as stage:
        await stage.until_done(await stage.stub.slash("ask", question="my secret question"))
        await stage.until_done(await stage.stub.slash("clean", photo=("secret-name.jpg", JPEG)))
        secrets = [
            "secret",
            stage.stub.token,
            stage.stub.app_id,
            stage.stub.user(1)["id"],
            stage.stub.user(1)["username"],
            *stage.stub.inter,
        ]
    said = [record.getMessage() for record in caplog.records if record.name.startswith(("unexposed", "discord", "aiohttp"))]
    assert any("ask" in line for line in said)
    assert not [line for line in said for secret in secrets if secret in line]


async def test_the_librarys_own_warnings_are_made_plain(caplog):
    """discord.py's lines carry addresses with tokens and tracebacks; only their place and kind get through."""
    troubles = []
    undo = keep_quiet(lambda: troubles.append(1))
    caplog.set_level(logging.DEBUG, "discord")
    try:
        logging.getLogger("discord.http").warning("We are being rate limited. %s %s", "POST", "https://x/webhooks/1/TOKEN")
        logging.getLogger("discord.shard").error("Attempting a reconnect", exc_info=OSError("to 10.0.0.1"))
    finally:
        undo()
    assert [(r.getMessage(), r.exc_info) for r in caplog.records] == [("the Discord library reports: a delay or a retry", None)]
    assert troubles == [1]


async def test_a_short_loss_is_not_worth_a_line(caplog):
    """Discord asks for a new connection now and then; only a loss that lasts is told, and then its end too."""
    caplog.set_level(logging.INFO, "unexposed")
    reach = Reach(patience_s=0.02)
    reach.lost()
    reach.found()
    await asyncio.sleep(0.05)
    assert caplog.messages == []
    reach.lost()
    reach.lost()
    await asyncio.sleep(0.05)
    reach.found()
    reach.found()
    assert [m.split(".")[0] for m in caplog.messages] == ["Discord can't be reached", "Discord is back"]


async def test_one_persons_requests_follow_each_other():
    """A storm of one person waits in that person's line; another person is served at once; too many are told."""
    turns = Turns()
    order = []

    async def ask(key, number):
        async with turns.turn(key):
            await asyncio.sleep(0.01)
            order.append((key, number))

    async with asyncio.TaskGroup() as group:
        for number in range(MAX_WAITING):
            group.create_task(ask("storm", number))
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await ask("storm", 99)
        group.create_task(ask("calm", 0))
    assert [n for k, n in order if k == "storm"] == list(range(MAX_WAITING))
    assert order.index(("calm", 0)) <= 1


async def test_an_answer_that_cannot_be_delivered_is_logged_by_type_only(caplog):
    """A refused send ends nothing; a file that was refused is told about in words."""
    said = []

    async def send(**arguments):
        if "files" in arguments:
            raise OSError("https://discord.example/webhooks/1/TOKEN")
        said.append(arguments["embed"].title)

    runtime = new_runtime()
    door = Door(runtime)
    door._delivery = Delivery(runtime.metrics, pause_s=0)
    await door._hand_over(send, pages(Reply((Paragraph("x"),), attachments=(Attachment("a.jpg", JPEG),)), 1 << 20))
    assert said == ["Discord did not take the file I made for you."]
    assert caplog.messages == ["an answer did not reach Discord: OSError "]
    assert b'unexposed_undelivered_total{door="discord",error="OSError"} 1.0' in runtime.metrics.text()


@pytest.mark.parametrize(("faults", "arrives"), [(0, True), (2, True), (3, False)])
async def test_faults_of_the_network_are_tried_again_within_bounds(faults, arrives):
    """Two faults in a row cost a pause; the third one ends it, and is counted."""
    metrics, tries = Metrics(), []

    async def send():
        tries.append(1)
        if len(tries) <= faults:
            raise ClientOSError

    assert await Delivery(metrics, pause_s=0).arrived(send) is arrives
    assert len(tries) == min(faults + 1, TRIES)
    assert (b"unexposed_undelivered_total{" in metrics.text()) is not arrives


async def test_an_acknowledgement_that_arrived_twice_arrived():
    """When the first try got through and only its answer was lost, Discord says so, and the work goes on."""
    tries = []

    class Answer:
        status, reason = 400, "Bad Request"

    async def acknowledge():
        tries.append(1)
        if len(tries) == 1:
            raise ClientOSError
        raise discord.HTTPException(Answer(), {"code": 40060, "message": "Interaction has already been acknowledged."})

    assert await Delivery(Metrics(), pause_s=0).acknowledged(acknowledge)
    assert len(tries) == 2


def test_the_words_for_a_refused_token_name_the_setting():
    """The message, the remedy and the setting are all there."""
    assert "DISCORD_TOKEN" in unknown_token().hint
    assert discord.__version__.startswith("2.")
