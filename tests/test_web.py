"""The local page over HTTP: what it answers, what it turns away, and what it never lets out."""

import asyncio
import base64
import contextlib
import json
import logging
import re
import signal
import socket
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web_fakes import FakeAdvisor, photo

from adapters.runtime import Runtime
from adapters.web import app
from adapters.web.app import create_app
from adapters.web.inbound import MAX_MESSAGE_BYTES, MEGABYTE, Conversations, RefusedError, in_words, message
from adapters.web.run import run
from bot.errors import SettingError
from bot.settings import Settings

HERE = "http://127.0.0.1:8787"
JPEG = photo()
#: Words that the page's scripts say: `say("...")`.
SAID = re.compile(r'\bsay\((?:[\w.]+ \? )?"([^"]+)"')


class Door:
    """The page's application, reached without a network."""

    def __init__(self, max_photo_mb: int = 1) -> None:
        self.advisor = FakeAdvisor()
        self.runtime = Runtime(Settings(max_photo_mb=max_photo_mb), self.advisor)
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(create_app(self.runtime)), base_url=HERE)

    async def say(self, **fields: str) -> httpx.Response:
        """Send a message as the page does."""
        return await self.client.post("/api/message", json=fields)

    async def photo(self, data: bytes, name: str = "a.jpg") -> httpx.Response:
        """Send a photo as the page does."""
        return await self.client.post("/api/photo", content=data, headers={"x-photo-name": name, "content-type": "image/jpeg"})


@pytest.fixture
async def door():
    """A door that is closed after the test."""
    made = Door()
    yield made
    await made.client.aclose()
    made.runtime.close()


def words(answer: httpx.Response) -> str:
    """All text of a JSON reply."""
    return " ".join(block["text"] for block in answer.json()["blocks"] if "text" in block)


async def test_page_and_its_files_come_from_here(door: Door):
    """The page and every file it names are served, each with its own media type."""
    page = await door.client.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "http" not in page.text.replace("http-equiv", "")
    kinds = {"page.css": "text/css", "page.js": "text/javascript", "show.js": "text/javascript", "icon.svg": "image/svg+xml"}
    for name, kind in kinds.items():
        file = await door.client.get(f"/static/{name}")
        assert file.status_code == 200, name
        assert file.headers["content-type"].startswith(kind)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/static/page.css", 200),
        ("GET", "/api/status", 200),
        ("GET", "/metrics", 200),
        ("GET", "/nothing", 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/static/%2e%2e%2fapp.py", 404),
        ("GET", "/static/__init__.py", 404),
        ("POST", "/", 405),
        ("GET", "/api/message", 405),
        ("POST", "/api/message", 415),
    ],
)
async def test_every_answer_carries_the_security_headers(door: Door, method: str, path: str, status: int):
    """Found or not, an answer is never stored, framed or guessed at, and an error says something in words."""
    answer = await door.client.request(method, path)
    assert answer.status_code == status
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert len(answer.text.split()) > 4 or status == 200


FOREIGN_HOSTS = ["evil.example", "evil.example:8787", "127.0.0.1.evil.example", "localhost@evil.example", "10.0.0.1", "", "127.0.0.1:x"]


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
@pytest.mark.parametrize("path", ["/", "/static/page.js", "/api/status"])
async def test_foreign_host_names_are_turned_away(door: Door, host: str, path: str):
    """A foreign name pointed at 127.0.0.1 (DNS rebinding) gets no page and no bot."""
    answer = await door.client.get(path, headers={"host": host})
    assert answer.status_code == 403
    assert "127.0.0.1 or localhost" in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "localhost:9000", "LOCALHOST:8787"])
async def test_this_computer_names_pass(door: Door, host: str):
    """Every way of naming this computer works, whatever the port."""
    assert (await door.client.get("/", headers={"host": host})).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://localhost:8787"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": HERE, "sec-fetch-site": "cross-site"},
    ],
)
async def test_no_other_website_can_talk_to_the_bot(door: Door, headers: dict[str, str]):
    """A page of another origin reaches nothing, not even whether the bot is warm."""
    for answer in (
        await door.client.post("/api/message", json={"text": "hello"}, headers=headers),
        await door.client.post("/api/photo", content=JPEG, headers=headers),
        await door.client.get("/api/status", headers=headers),
    ):
        assert answer.status_code == 403
        assert "Another website" in answer.text
    assert door.advisor.seen == []


async def test_own_page_is_let_in(door: Door):
    """The headers a browser sends from our own page pass."""
    answer = await door.client.post("/api/message", json={"text": "hello"}, headers={"origin": HERE, "sec-fetch-site": "same-origin"})
    assert words(answer).startswith("You said: hello")


async def test_reply_travels_with_all_its_parts(door: Door):
    """Blocks keep their kind and order, buttons their key, sources their date."""
    reply = (await door.say(skill="rate", text="examplegram")).json()
    assert [block["kind"] for block in reply["blocks"]] == ["paragraph", "paragraph", "row", "row", "row", "row", "row", "quote"]
    assert [block["mark"] for block in reply["blocks"] if block["kind"] == "row"] == ["good", "mixed", "bad", "bad", "unknown"]
    assert reply["buttons"][0] == {"label": "Check it with me", "key": "ask:check examplegram"}
    assert reply["sources"][0]["date"] == "2026-01-12"
    assert (await door.say(text="picture")).json()["blocks"][0]["alt"] == "a card"


async def test_photo_comes_back_clean_inside_the_reply(door: Door):
    """The clean copy travels in the answer itself, so that no address is left that holds it."""
    reply = (await door.photo(JPEG)).json()
    assert reply["private"]
    (copy,) = reply["attachments"]
    data = base64.b64decode(copy["data"])
    assert len(data) == copy["size"]
    assert b"Exif" not in data
    assert copy["name"] == "clean-photo.jpg"


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("a.jpg", "a.jpg"),
        ("Urlaub%20%C3%A4.jpg", "Urlaub ä.jpg"),
        ("..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("C%3A%5Cpics%5Cb.png", "b.png"),
        ("", "photo"),
        ("x" * 999, "x" * 200),
    ],
)
async def test_photo_names_are_taken_without_their_folders(door: Door, given_name: str, name: str):
    """The core gets a bare, bounded file name."""
    await door.photo(JPEG, given_name)
    assert door.advisor.seen[0].attachments[0].name == name


async def test_too_large_photo_is_told_its_size_the_limit_and_a_way(door: Door):
    """413 says how big it is, what the limit is, and what to do instead."""
    answer = await door.photo(bytes(3_400_000))
    assert answer.status_code == 413
    assert "3.4 MB" in words(answer)
    assert "up to 1 MB" in words(answer)
    assert "unexposed clean" in words(answer)
    assert door.advisor.seen == []


async def test_photo_of_just_the_limit_is_taken(door: Door):
    """The limit itself is still allowed."""
    data = JPEG + bytes(MEGABYTE - len(JPEG))
    assert (await door.photo(data)).status_code == 200


async def test_empty_photo_is_told_so(door: Door):
    """A file of 0 bytes gets a sentence, not a guess."""
    answer = await door.photo(b"")
    assert answer.status_code == 400
    assert "empty" in words(answer)


BROKEN = [b"", b"{", b"[]", b"null", b'"text"', b'{"text": 5}', b'{"text": ["a"]}', b"\xff\xfe", b"[" * 100_000, b"9" * 9000]


@pytest.mark.parametrize("body", BROKEN, ids=range(len(BROKEN)))
async def test_bad_json_is_answered_in_words(door: Door, body: bytes):
    """Whatever is no message of the page gets a sentence and an example."""
    answer = await door.client.post("/api/message", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert "JSON" in words(answer)


async def test_endless_text_is_bounded(door: Door):
    """A text beyond the limit is refused with its size."""
    answer = await door.say(text="a" * (MAX_MESSAGE_BYTES + 1))
    assert answer.status_code == 413
    assert "Send a part of it" in words(answer)


NAMES = st.sampled_from(["text", "skill", "conversation"])
VALUES = st.none() | st.text() | st.text(st.characters(categories=["Cs", "L", "Cc"])) | st.floats() | st.lists(st.integers())


@settings(max_examples=60, deadline=None)
@given(body=st.binary() | st.dictionaries(NAMES, VALUES).map(lambda fields: json.dumps(fields).encode()))
def test_any_bytes_make_a_request_or_words(body: bytes):
    """No body gives anything but a Request that UTF-8 can hold, or a RefusedError that says what to do."""
    with contextlib.suppress(RefusedError):
        made = message(body, Conversations())
        assert "\0" not in made.text
        made.text.encode()


async def test_halves_of_characters_are_left_out(door: Door):
    """Lone surrogates and NUL, which no keyboard types, never reach the core."""
    await door.client.post("/api/message", content=b'{"text": "a\\ud800b\\u0000c"}', headers={"content-type": "application/json"})
    assert door.advisor.seen[0].text == "abc"


@pytest.mark.parametrize(
    ("typed", "skill", "text"),
    [
        ("/rate Virbo", "rate", "Virbo"),
        ("/Forget", "forget", ""),
        ("/nothing here", None, "/nothing here"),
        ("a /rate b", None, "a /rate b"),
    ],
)
async def test_commands_can_be_typed(door: Door, typed: str, skill: str | None, text: str):
    """A command typed by hand works as in every other chat."""
    await door.say(text=typed)
    assert (door.advisor.seen[0].skill, door.advisor.seen[0].text) == (skill, text)


async def test_conversation_keys_mean_nothing_outside(door: Door):
    """The core sees a key of this process alone: steady for one page, different for another, never what was sent."""
    for key in ("abc", "abc", "def", ""):
        await door.say(text="hello", conversation=key)
    first, second, third, none = (request.conversation for request in door.advisor.seen)
    assert first == second != third
    assert "abc" not in first
    assert none == ""
    assert Conversations().key("abc") != Conversations().key("abc")


async def test_fault_of_ours_is_an_apology_and_a_quiet_log(door: Door, caplog: pytest.LogCaptureFixture):
    """A fault becomes an apology; the log names its type and none of its words."""
    with caplog.at_level(logging.DEBUG):
        answer = await door.say(text="fail")
    assert "went wrong on my side" in words(answer)
    assert "words of a person" not in caplog.text
    assert "RuntimeError" in caplog.text


async def test_status_tells_warm_and_the_limit(door: Door):
    """The page learns whether questions are answered at once, and the largest photo."""
    assert (await door.client.get("/api/status")).json() == {"warm": False, "problem": "", "max_photo_bytes": 1_000_000}
    await door.runtime.warm_up()
    assert (await door.client.get("/api/status")).json()["warm"] is True


SIZES = [(1, "1 kB"), (12_345, "12 kB"), (999_999, "1 MB"), (3_400_000, "3.4 MB"), (34_000_000, "34 MB")]


@pytest.mark.parametrize(("size", "said"), SIZES)
def test_sizes_read_as_a_person_says_them(size: int, said: str):
    """Sizes are given in kilobytes and megabytes."""
    assert in_words(size) == said


async def test_real_advisor_greets_and_cleans_the_sample():
    """Without any fake: the first words, and the sample photo whose clean copy holds none of its story."""
    runtime = Runtime(Settings())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(create_app(runtime)), base_url=HERE) as client:
        greeting = await client.post("/api/message", json={"skill": "start"})
        sample = (await client.post("/api/message", json={"skill": "sample"})).json()
    runtime.close()
    assert "stays on this computer" in words(greeting)
    copy = base64.b64decode(sample["attachments"][0]["data"])
    assert b"Sample Owner" not in copy
    assert "Sample Owner" in json.dumps(sample["blocks"])


async def served(runtime: Runtime) -> tuple[asyncio.Task[None], str]:
    """Start the real server on a free port; return its task and its address."""
    announced: asyncio.Queue[str] = asyncio.Queue()
    task = asyncio.create_task(run(runtime, announced.put_nowait))
    line = await asyncio.wait_for(announced.get(), 10)
    return task, line.split()[1]


async def test_server_answers_over_http_and_stops_when_cancelled():
    """The announced address answers with a too large photo read to its end, and is free again after a cancel."""
    runtime = Runtime(Settings(web_port=0, max_photo_mb=1), FakeAdvisor())
    before = signal.getsignal(signal.SIGINT)
    task, address = await served(runtime)
    assert signal.getsignal(signal.SIGINT) == before
    async with httpx.AsyncClient(base_url=address) as client:
        assert (await client.get("/")).status_code == 200
        answer = await client.post("/api/photo", content=bytes(20_000_000))
        assert answer.status_code == 413
        assert "20 MB" in words(answer)
        assert "server" not in answer.headers
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(httpx.ConnectError):
        await httpx.AsyncClient().get(address)
    runtime.close()


async def test_answer_under_way_is_finished_before_the_end():
    """A cancel lets a person's answer come out first."""
    runtime = Runtime(Settings(web_port=0), FakeAdvisor())
    task, address = await served(runtime)
    async with httpx.AsyncClient(base_url=address) as client:
        asked = asyncio.create_task(client.post("/api/message", json={"text": "slow"}))
        assert await asyncio.to_thread(runtime.advisor.asked.wait, 10)
        task.cancel()
        assert "You said: slow" in words(await asked)
    with pytest.raises(asyncio.CancelledError):
        await task
    runtime.close()


async def test_port_in_use_says_which_and_what_to_do():
    """A taken port is a setting to change, named with its number and another one."""
    with contextlib.closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        runtime = Runtime(Settings(web_port=port), FakeAdvisor())
        with pytest.raises(SettingError) as caught:
            await run(runtime)
        runtime.close()
    assert caught.value.name == "UNEXPOSED_PORT"
    assert str(port) in caught.value.message
    assert "UNEXPOSED_PORT=8788" in caught.value.hint


async def test_a_monitor_hears_whether_questions_are_answered(door: Door):
    """/healthz is 503 while the bot warms up, then 200 and "ok"."""
    assert (await door.client.get("/healthz")).status_code == 503
    await door.runtime.warm_up()
    healthy = await door.client.get("/healthz")
    assert (healthy.status_code, healthy.text) == (200, "ok")


LANGUAGES = [("de-DE,de;q=0.9,en;q=0.8", "de-DE"), ("pt-BR", "pt-BR"), ("*", ""), ("", ""), ("<script>", ""), ("x" * 5000, "")]


@pytest.mark.parametrize(("accepted", "language"), LANGUAGES)
async def test_the_browser_says_which_language_a_person_reads(door: Door, accepted: str, language: str):
    """The first language of Accept-Language goes with each request; nonsense counts as none."""
    await door.client.post("/api/message", json={"text": "hi"}, headers={"accept-language": accepted})
    await door.client.post("/api/photo", content=JPEG, headers={"accept-language": accepted, "content-type": "image/jpeg"})
    assert [one.language or "" for one in door.advisor.seen] == [language, language]


async def test_the_page_gets_its_words_in_the_browsers_language(door: Door):
    """Every word that the page's files say is in the table; a language nobody speaks here is answered in English."""
    static = Path(app.__file__).parent / "static"
    said = {english.encode().decode("unicode_escape") for path in static.glob("*.js") for english in SAID.findall(path.read_text())}
    said |= set(re.findall(r"data-say(?: hidden)?>([^<]+)<", (static / "index.html").read_text()))
    told = (await door.client.get("/api/words", headers={"accept-language": "tlh"})).json()
    assert (told["language"], told["direction"]) == ("en", "ltr")
    assert said - set(told["words"]) == set()
    assert len(said) > 30
