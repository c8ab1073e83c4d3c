"""The whole tour against a strict stand-in for Telegram, with the real core and the unmodified client: nothing is refused.

The stand-in checks every call against the published Bot API (names, types, required parameters, limits, HTML). It is
not part of this project; where it is missing these tests are skipped, and test_telegram_run.py covers the door.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import io
import socket
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import piexif
import pytest
from fake_telegram import QUICK, FakeAdvisor, until
from PIL import Image

from adapters.runtime import Runtime
from adapters.telegram.run import run
from bot.messages import Attachment, Bullets, Paragraph, Picture, Quote, Reply, Row, Source, button
from bot.settings import Settings

PEERS = Path(__file__).parents[2] / "shared" / "peers"
pytestmark = [
    pytest.mark.skipif(not (PEERS / "strict_tg.py").exists(), reason="needs the strict stand-in in ../shared/peers"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]
PLACE = {piexif.GPSIFD.GPSLatitudeRef: b"N", piexif.GPSIFD.GPSLatitude: ((48, 1), (51, 1), (30, 1))}


def photo() -> bytes:
    """Return a small JPEG that tells a camera and half a place."""
    out = io.BytesIO()
    exif = piexif.dump({"0th": {piexif.ImageIFD.Make: b"TELLTALE"}, "GPS": PLACE})
    Image.new("RGB", (640, 480), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


#: A busy machine loads the search library for longer than tests usually wait.
PATIENT = replace(QUICK, deadline_s=100)


@contextlib.asynccontextmanager
async def strict(advisor: FakeAdvisor | None = None, *, webhook: bool = False, **options: Any) -> AsyncIterator[Any]:
    """Give the stand-in with the door open to it; `advisor` replaces the real core."""
    spec = importlib.util.spec_from_file_location("strict_tg", PEERS / "strict_tg.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    stub = await module.TelegramStub(module.Spec(PEERS / "telegram-bot-api.json"), **options).start()
    port = free_port()
    hook = {"telegram_webhook_url": f"http://127.0.0.1:{port}", "telegram_webhook_port": port} if webhook else {}
    runtime = Runtime(Settings(telegram_token="1:TEST", telegram_api_url=stub.base, **hook), advisor)  # type: ignore[arg-type]
    task = asyncio.create_task(run(runtime, waits=PATIENT))
    try:
        await until(lambda: sent(stub, "setMyShortDescription"), 60)
        yield stub
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        runtime.close()
        await stub.stop()


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def sent(stub: Any, method: str) -> list[tuple[dict[str, Any], dict[str, Any], Any]]:
    """Return parameters, files and result of every call of one method."""
    return [(params, files, result) for _, name, params, files, result in stub.journal if name == method]


async def answers(stub: Any, *updates: dict[str, Any]) -> list[Any]:
    """Bring updates, wait until they are answered, return the messages that came."""
    before = len(stub.journal)
    for update in updates:
        stub.push(update)
    return await answered(stub, before)


async def answered(stub: Any, before: int) -> list[Any]:
    """Wait until what was brought is answered, and return the messages that came since `before`."""
    await until(lambda: not stub.updates if stub.webhook is None else _rests(stub, before), 100)
    made = [
        result for _, name, _, _, result in stub.journal[before:] if name in ("sendMessage", "sendDocument", "sendPhoto", "sendMediaGroup")
    ]
    return [message for one in made for message in (one if isinstance(one, list) else [one])]


def _rests(stub: Any, before: int) -> bool:
    """Tell whether a webhook's updates are brought and no call came lately; "typing" tells of work going on."""
    return len(stub.journal) > before and stub.hook_q.empty() and time.perf_counter() - stub.journal[-1][0] > 0.5


async def say(stub: Any, **message: Any) -> list[Any]:
    """Have a person write, wait until that is answered, return the messages that came."""
    return await answers(stub, {"message": stub.message(**message)})


async def press(stub: Any, message: dict[str, Any], key: str) -> list[Any]:
    """Have a person press a button, and wait until that is answered."""
    before = len(stub.journal)
    stub.click(message["chat"]["id"], message["message_id"], key)
    return await answered(stub, before)


EVERY_METHOD = {
    "getMe", "setMyCommands", "setMyDescription", "setMyShortDescription", "setChatMenuButton", "getMyCommands", "sendMessage",
    "sendPhoto", "sendDocument", "sendMediaGroup", "sendChatAction", "getFile", "answerCallbackQuery", "answerInlineQuery",
    "editMessageText", "editMessageCaption", "editMessageReplyMarkup", "deleteMessage", "deleteMessages",
}  # fmt: skip


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_the_tour_has_no_call_refused(webhook: bool) -> None:
    """Everything a person can do here, by polling and by webhook: all calls are taken, and every method of the door is among them."""
    async with strict(webhook=webhook) as stub:
        await words(stub)
        await ratings(stub)
        await photos(stub)
        await album(stub)
        await groups(stub)
        await everywhere_else(stub)
        assert stub.rejects == []
        used = {name for _, name, *_ in stub.journal}
        assert used >= EVERY_METHOD | {"setWebhook" if webhook else "deleteWebhook"}


async def words(stub: Any) -> None:
    """Go through what is typed."""
    for text in ("/start", "/help", "/start rate_virbo", "/privacy", "/sample", "/forget", "/nonsense", "<b>&\u202e@x"):
        assert await say(stub, text=text), text
    for text in ("/rate", "/compare virbo photoroom", "/platforms", "/check virbo", "/policy", "/rights germany", "/letter", "/language"):
        for message in await say(stub, text=text):
            for row in message.get("reply_markup", {}).get("inline_keyboard", [])[:1]:
                await press(stub, message, row[0]["callback_data"])


async def ratings(stub: Any) -> None:
    """Look at a rating from all sides."""
    card, rated = await say(stub, text="/rate virbo")
    assert card["photo"]
    for row in rated["reply_markup"]["inline_keyboard"]:
        await press(stub, rated, row[0]["callback_data"])


async def photos(stub: Any) -> None:
    """Send a photo as file and as photo, with a caption that is a word, delete it, send what is none."""
    spoken, clean = await say(stub, document=photo(), name="IMG_1.jpg", caption="holiday")
    assert "TELLTALE" in (spoken.get("text") or spoken["caption"])
    data = stub.files[clean["document"]["file_id"]][1]
    assert (data[:2], b"TELLTALE" in data) == (b"\xff\xd8", False)
    await press(stub, clean, clean["reply_markup"]["inline_keyboard"][-1][0]["callback_data"])
    assert await say(stub, photo=photo())
    assert await say(stub, document=b"no picture at all", name="a.jpg")
    assert await say(stub, document=b"We keep your data for ever. We share it with partners. " * 40, name="policy.txt")
    large = stub.message(document=b"x")
    large["document"]["file_size"] = 34_000_000
    assert "34 MB is more than Telegram lets me fetch" in (await answers(stub, {"message": large}))[0]["text"]


async def album(stub: Any) -> None:
    """Send three photos as one album, and delete them."""
    parts = [stub.message(document=photo(), name=f"{number}.jpg", group_id="g1") for number in range(3)]
    summary, *copies = await answers(stub, *({"message": part} for part in parts))
    assert [b"TELLTALE" in stub.files[copy["document"]["file_id"]][1] for copy in copies] == [False] * 3
    summary = stub.messages[(1, summary["message_id"])]
    assert "Here are 3 clean copies." in summary["text"]
    await press(stub, summary, summary["reply_markup"]["inline_keyboard"][-1][0]["callback_data"])


async def groups(stub: Any) -> None:
    """Ask in a group, clean somebody else's photo there, edit a question."""
    group: dict[str, Any] = {"chat": -5, "kind": "supergroup"}
    theirs = stub.message(uid=2, document=photo(), name="theirs.jpg", **group)
    assert await say(stub, uid=1, text="/rate virbo", **group)
    told = await say(stub, uid=1, text="/clean", reply_to=theirs, **group)
    assert {message["chat"]["id"] for message in told} == {-5}
    assert not any("TELLTALE" in message.get("text", "") for message in told)
    assert await say(stub, uid=1, text="/quiet on", **group)
    question = stub.message(text="/rate virbo")
    assert await answers(stub, {"edited_message": {**question, "edit_date": question["date"] + 9}})


async def everywhere_else(stub: Any) -> None:
    """Ask inline, send a sticker and a video that is none."""
    query = {"from": stub.user(1), "offset": ""}
    for number, typed in enumerate(("", "virbo", "zq")):
        await answers(stub, {"inline_query": {"id": f"i{number}", "query": typed, **query}})
    sticker = {
        "file_id": "s",
        "file_unique_id": "s",
        "width": 512,
        "height": 512,
        "type": "regular",
        "is_animated": False,
        "is_video": False,
    }
    assert await answers(stub, {"message": {**stub.message(), "sticker": sticker}})
    video = {**stub.keep(b"no film", "videos", "v.mp4"), "width": 1, "height": 1, "duration": 1, "mime_type": "video/mp4"}
    assert await answers(stub, {"message": {**stub.message(), "video": video}})


async def test_hostile_words_and_pictures_have_no_call_refused() -> None:
    """Markup, control characters, direction marks, emoji and thousands of letters are taken, over several messages."""
    card = io.BytesIO()
    Image.new("RGB", (1200, 630), "white").save(card, "PNG")
    tricks = ("<b>&lt;</i>", "a\0b\ud800", "\u202eback", "z̸̡͘" * 3000, "👩‍👧" * 3000, "x" * 10000, "@all #tag /help *_`[a](b)")
    blocks = (Paragraph("x" * 9000, strong=True), Bullets(tricks, numbered=True), Picture(card.getvalue(), "card " * 500))
    rows = tuple(Row("unknown", trick, trick) for trick in tricks)
    advisor = FakeAdvisor()
    advisor.reply = Reply(
        (*blocks, *rows, Quote("<q>", "\0")),
        buttons=tuple(button(f"<{number}>", "rate", str(number)) for number in range(12)),
        attachments=(Attachment("../\0x.jpg", b"1"), Attachment("empty", b"")),
        sources=(Source("<T>", "&", "https://a.example/?a=1&b=\"'<>", "2026"),),
    )
    async with strict(advisor) as stub:
        assert len(await say(stub, text="go")) > 8
        assert stub.rejects == []
        assert sent(stub, "sendPhoto")


async def test_floods_and_faults_lose_nothing() -> None:
    """With one call in twenty failing before it is done, each question gets its answer once."""
    async with strict(FakeAdvisor(), faults={"p_502": 0.05}) as stub:
        for chat in range(1, 13):
            stub.push({"message": stub.message(chat=chat, text=f"question {chat}")})
        await until(lambda: not stub.updates, 60)
        told = sorted(params["text"] for params, _, _ in sent(stub, "sendMessage"))
        assert told == sorted(f"<b>free: question {chat}</b>" for chat in range(1, 13))
        assert stub.rejects == []
