"""The whole tour against a strict stand-in for Telegram, with the real core and the unmodified client: nothing is refused.

The stand-in checks every call against the published Bot API (names, types, required parameters, limits, HTML). It is
not part of this project; where it is missing these tests are skipped, and test_telegram_run.py covers the door.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import io
from collections.abc import AsyncIterator
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


@contextlib.asynccontextmanager
async def strict(advisor: FakeAdvisor | None = None, **options: Any) -> AsyncIterator[Any]:
    """Give the stand-in with the door open to it; `advisor` replaces the real core."""
    spec = importlib.util.spec_from_file_location("strict_tg", PEERS / "strict_tg.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    stub = await module.TelegramStub(module.Spec(PEERS / "telegram-bot-api.json"), **options).start()
    runtime = Runtime(Settings(telegram_token="1:TEST", telegram_api_url=stub.base), advisor)  # type: ignore[arg-type]
    task = asyncio.create_task(run(runtime, waits=QUICK))
    try:
        yield stub
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        runtime.close()
        await stub.stop()


def sent(stub: Any, method: str) -> list[tuple[dict[str, Any], dict[str, Any], Any]]:
    """Return parameters, files and result of every call of one method."""
    return [(params, files, result) for _, name, params, files, result in stub.journal if name == method]


async def say(stub: Any, **message: Any) -> list[Any]:
    """Have a person write, wait until that is answered and acknowledged, return the messages that came."""
    before = len(stub.journal)
    stub.push({"message": stub.message(**message)})
    await until(lambda: not stub.updates, 60)
    return [result for _, name, _, _, result in stub.journal[before:] if name in ("sendMessage", "sendDocument", "sendPhoto")]


async def press(stub: Any, message: dict[str, Any], key: str) -> None:
    """Have a person press a button, and wait until that is answered and acknowledged."""
    stub.click(message["chat"]["id"], message["message_id"], key)
    await until(lambda: not stub.updates, 60)


async def test_the_tour_has_no_call_refused() -> None:
    """Start, help, a question, a rating, buttons, a sample, a photo as file and as photo, its deletion, a group: all calls are taken."""
    async with strict() as stub:
        for text in ("/start", "/help", "/start rate_virbo", "/rate", "/privacy", "/sample", "/forget", "/nonsense", "<b>&\u202e@x"):
            assert await say(stub, text=text), text
        card, rated = await say(stub, text="/rate virbo")
        assert card["photo"]
        for row in rated["reply_markup"]["inline_keyboard"]:
            await press(stub, rated, row[0]["callback_data"])
        words, clean = await say(stub, document=photo(), name="IMG_1.jpg", caption="what does it tell?")
        assert "TELLTALE" in (words.get("text") or words["caption"])
        data = stub.files[clean["document"]["file_id"]][1]
        assert (data[:2], b"TELLTALE" in data) == (b"\xff\xd8", False)
        await press(stub, clean, clean["reply_markup"]["inline_keyboard"][-1][0]["callback_data"])
        assert await say(stub, photo=photo())
        assert await say(stub, document=b"no picture at all", name="a.jpg")
        assert await say(stub, chat=-5, uid=1, kind="supergroup", text="/rate virbo")
        assert await say(stub, chat=-5, uid=1, kind="supergroup", text="/clean")
        assert stub.rejects == []
        used = {name for _, name, *_ in stub.journal}
        assert used >= {
            "getMe",
            "deleteWebhook",
            "setMyCommands",
            "setChatMenuButton",
            "sendMessage",
            "sendDocument",
            "sendChatAction",
            "getFile",
            "answerCallbackQuery",
            "deleteMessage",
            "editMessageCaption",
        }


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
