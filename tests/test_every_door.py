"""Every door shows the same words: one list of conversations goes through each of them, with the same advisor behind.

A door here is a function that has every turn of a conversation go in as its people send it, and gives back what they see.
A new chat service joins with its function and one line in DOORS.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import unicodedata
from base64 import b64decode
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

import httpx
import pytest
from fake_discord import PEERS, connected, real_message
from fake_telegram import QUICK, FakeTelegram, door, serving, until

from adapters.discord import inbound as discord_inbound
from adapters.discord.outbound import pages
from adapters.runtime import Runtime, failed
from adapters.terminal import converse
from adapters.web.run import run
from bot.advisor import Advisor
from bot.messages import MARKS, Attachment, Bullets, More, Paragraph, Picture, Quote, Reply, Request, Row, Source, button, source_line
from bot.samples import sample_photo
from bot.settings import Settings

DoorName = Literal["telegram", "discord", "web", "terminal"]


@dataclass(frozen=True)
class Turn:
    """What a person sends: words (a command begins with a slash), or a photo."""

    words: str = ""
    photo: bytes = b""

    def request(self, name: DoorName) -> Request:
        """Return what the core gets of it from any door."""
        attachments = (Attachment("photo.jpg", self.photo),) if self.photo else ()
        command, _, rest = self.words.partition(" ")
        skill, text = (command[1:], rest) if command.startswith("/") else (None, self.words)
        return Request(text=text, skill=skill, attachments=attachments, door=name, conversation=f"expected {name}")


@dataclass(frozen=True)
class Shown:
    """What a person sees in return: words as one text, labels of buttons, files."""

    words: str
    labels: tuple[str, ...]
    files: tuple[bytes, ...] = ()
    pictures: tuple[bytes, ...] = ()

    def comparable(self, alts: Sequence[str] = ()) -> tuple[str, tuple[str, ...], tuple[bytes, ...], tuple[bytes, ...]]:
        """The same without what each door does in its own way: spaces, signs of lists and markup, marks that cannot be seen.

        alts: the words of pictures, which some doors say and others keep for those who cannot see them.
        """
        words = bare(self.words)
        for alt in alts:
            words = words.replace(bare(f"[picture: {alt}]"), "").replace(bare(alt), "")
        return words, tuple(map(bare, self.labels)), self.files, self.pictures


def bare(text: str) -> str:
    """Return a text without spaces, accents and controls, signs of lists, of markup and of escapes."""
    return "".join(char for char in text if unicodedata.category(char)[0] not in "CMZ" and char not in "•-*_`~#>|\\?")


def expected(advisor: Any, turns: Sequence[Turn], name: DoorName) -> list[tuple[Shown, tuple[str, ...]]]:
    """Return what the advisor says to each turn, and the words of its pictures."""
    return [_expected(advisor.handle(turn.request(name)), name) for turn in turns]


def _expected(reply: Reply, name: DoorName) -> tuple[Shown, tuple[str, ...]]:
    shown = [block for block in reply.blocks if isinstance(block, Picture)]
    words = replace(reply, blocks=tuple(block for block in reply.blocks if not isinstance(block, Picture))).text
    pictures = () if name == "terminal" else tuple(block.data for block in shown)
    files = tuple(file.data for file in reply.attachments)
    return Shown(words, tuple(b.label for b in reply.buttons), files, pictures), tuple(block.alt for block in shown)


# -- the doors


async def terminal(advisor: Any, turns: Sequence[Turn], folder: Path) -> list[Shown]:
    """Type lines; a photo is a path, its clean copy a file that is written."""
    seen: list[list[str]] = [[]]
    lines = list(_lines(turns, folder))

    def read() -> str | None:
        seen.append([])
        return lines.pop(0) if lines else None

    with contextlib.chdir(folder):
        await asyncio.to_thread(converse, advisor, read, lambda line: seen[-1].append(line))  # noqa: PLW0108 - the last list changes
    return [_printed(written, folder) for written in seen[1:-1]]


def _lines(turns: Sequence[Turn], folder: Path) -> Iterator[str]:
    for number, turn in enumerate(turns):
        if turn.photo:
            (folder / f"in-{number}.jpg").write_bytes(turn.photo)
        yield f"in-{number}.jpg" if turn.photo else turn.words


def _printed(written: list[str], folder: Path) -> Shown:
    words, *rest = written
    files = tuple((folder / line.removeprefix("Saved as ")).read_bytes() for line in rest if line.startswith("Saved as "))
    labels = "".join(line for line in rest if line.startswith("\n[1]"))
    return Shown(words, tuple(part.split("] ", 1)[1] for part in labels.strip().split("  ") if part), files)


async def web(advisor: Any, turns: Sequence[Turn], folder: Path) -> list[Shown]:
    """Send to the local page's server what the page sends, and read what it shows."""
    announced: asyncio.Queue[str] = asyncio.Queue()
    runtime = Runtime(Settings(web_port=0), advisor)
    serving_page = asyncio.create_task(run(runtime, announced.put_nowait))
    address = (await asyncio.wait_for(announced.get(), 20)).split()[1]
    async with httpx.AsyncClient(base_url=address, timeout=60) as page:
        shown = [_on_the_page((await _post(page, turn)).json()) for turn in turns]
    serving_page.cancel()
    await asyncio.gather(serving_page, return_exceptions=True)
    runtime.close()
    return shown


async def _post(page: httpx.AsyncClient, turn: Turn) -> httpx.Response:
    if turn.photo:
        return await page.post("/api/photo", content=turn.photo)
    body = json.dumps({"text": turn.words, "conversation": "a page"})
    return await page.post("/api/message", content=body, headers={"content-type": "application/json"})


def _on_the_page(fields: dict[str, Any]) -> Shown:
    sources = tuple(Source(**source) for source in fields["sources"])
    words = [*map(_block_words, fields["blocks"]), source_line(sources)]
    files = tuple(b64decode(file["data"]) for file in fields["attachments"])
    pictures = tuple(b64decode(block["data"]) for block in fields["blocks"] if block["kind"] == "picture")
    return Shown("\n".join(words), tuple(one["label"] for one in fields["buttons"]), files, pictures)


def _block_words(block: dict[str, Any]) -> str:
    match block:
        case {"kind": "bullets", "items": items, "numbered": numbered}:
            return "\n".join(f"{number}. {item}" if numbered else item for number, item in enumerate(items, 1))
        case {"kind": "row", "mark": mark, "label": label, "text": text}:
            return f"{MARKS[mark]} {label}: {text}"
        case {"kind": "quote", "text": text, "source": source}:
            return f"“{text}” ({source})"
        case {"kind": "picture"}:
            return ""
        case {"kind": "link", "label": label, "url": url}:
            return f"{label}: {url}"
        case {"kind": "more", "label": label, "blocks": blocks}:
            return "\n".join((label, *map(_block_words, blocks)))
        case {"text": text}:
            return str(text)
    raise AssertionError(f"the page got a block it cannot show: {block['kind']}")


async def telegram(advisor: Any, turns: Sequence[Turn], folder: Path) -> list[Shown]:
    """Write to the bot in private, photos as files, through an unmodified client and a small Bot API."""
    fake = FakeTelegram()
    shown = []
    async with serving(fake) as root, door(root, _Handed(advisor), replace(QUICK, deadline_s=60, typing_after_s=60)):  # type: ignore[arg-type]
        for turn in turns:
            before = len(fake.calls)
            if turn.photo:
                fake.say(document=fake.hold(turn.photo, file_name="a.jpg", mime_type="image/jpeg"))
            else:
                fake.say(turn.words)
            await until(lambda: not fake.updates, 60)
            shown.append(_in_telegram(fake, before))
    return shown


class _Handed:
    """An advisor with the gate that the door of the tests opens at its end."""

    def __init__(self, advisor: Any) -> None:
        self.handle = advisor.handle
        self.gate = asyncio.Event()


def _in_telegram(fake: FakeTelegram, before: int) -> Shown:
    calls = [call for call in fake.calls[before:] if call.method in ("sendMessage", "sendPhoto", "sendDocument")]
    words = "\n".join(_without_tags(call.params.get("text", call.params.get("caption", ""))) for call in calls)
    rows = [row for call in calls for row in (call.params.get("reply_markup") or {}).get("inline_keyboard", ())]
    labels = tuple(one["text"] for row in rows for one in row if not one["callback_data"].startswith("tg-delete:"))
    files, pictures = (tuple(call.files[kind][1] for call in calls if kind in call.files) for kind in ("document", "photo"))
    return Shown(words, labels, files, pictures)


def _without_tags(html: str) -> str:
    """Return the words of Telegram's HTML; a tag that it does not know fails."""
    words: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            words.append(data)

        def handle_starttag(self, tag: str, attrs: object) -> None:
            assert tag in ("a", "b", "i", "pre", "blockquote"), tag

    reader = Reader()
    reader.feed(html)
    reader.close()
    return "".join(words)


async def discord(advisor: Any, turns: Sequence[Turn], folder: Path) -> list[Shown]:
    """Write in a direct chat: real messages of discord.py in, its embeds and buttons out; only the network between is left out."""
    runtime = Runtime(Settings(), advisor)
    shown = []
    for turn in turns:
        request, _ = discord_inbound.written(real_message(content=turn.words))
        request = replace(request, attachments=turn.request("discord").attachments)
        messages = pages(await runtime.handle(request), 10 << 20)
        embeds = [page.embed.to_dict() for page in messages if page.embed]
        labels = [one.label for page in messages if page.view for one in page.view.children if not one.url]  # type: ignore[attr-defined]
        sent = [(file.name, file.data) for page in messages for file in page.files]
        shown.append(Shown(_in_embeds(embeds), tuple(labels), *_sorted_out(sent)))
    runtime.close()
    return shown


def _sorted_out(sent: Sequence[tuple[str, bytes]]) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Return the files and the pictures to look at, which Discord gets both as files."""
    pictures = tuple(data for name, data in sent if name.startswith("picture-"))
    return tuple(data for name, data in sent if not name.startswith("picture-")), pictures


def _in_embeds(embeds: Sequence[Any]) -> str:
    parts = [(e.get("title", ""), e.get("description", ""), (e.get("footer") or {}).get("text", "")) for e in embeds]
    return "\n".join(part for triple in parts for part in triple)


async def whole_discord(advisor: Any, turns: Sequence[Turn], folder: Path) -> list[Shown]:
    """Write in a direct chat, through an unmodified client and the strict stand-in for Discord."""
    if not (PEERS / "strict_discord.py").exists():
        pytest.skip("the strict stand-in for Discord is not part of the project")
    where, shown = "POST /channels/{channel_id}/messages", []
    async with connected(_Handed(advisor)) as stage:
        for turn in turns:
            files = [stage.stub.files[stage.stub.upload("a.jpg", turn.photo)][2]] if turn.photo else []
            before = sum(call[1] == where for call in stage.stub.journal)
            await stage.says(turn.words.encode("utf-8", "replace").decode(), attachments=files)  # as Discord's own JSON: no lone surrogates
            count = len(pages(advisor.handle(turn.request("discord")), 10 << 20))
            shown.append(_in_messages((await stage.sent(where, before + count))[before:]))
        assert stage.stub.rejects == []
    return shown


def _in_messages(calls: Sequence[Any]) -> Shown:
    bodies = [body for _, _, body, _, _ in calls]
    words = _in_embeds([embed for body in bodies for embed in body.get("embeds") or ()])
    buttons = [one for body in bodies for row in body.get("components") or () for one in row["components"]]
    labels = tuple(one["label"] for one in buttons if "url" not in one)
    return Shown(words, labels, *_sorted_out([one for *_, files, _ in calls for one in files.values()]))


DOORS: dict[str, tuple[DoorName, Callable[[Any, Sequence[Turn], Path], Awaitable[list[Shown]]]]] = {
    "the terminal": ("terminal", terminal),
    "the local page": ("web", web),
    "Telegram": ("telegram", telegram),
    "Discord": ("discord", discord),
    "Discord, the whole way": ("discord", whole_discord),
}

# -- what goes through them

#: The three questions that people ask most, word for word.
FREQUENT = (
    "How can I verify that a platform actually deletes my photos?",
    "Which AI kiss generator offers the strongest privacy protection?",
    "Are free AI kiss generators safe for privacy?",
)
CONVERSATIONS = {
    "the first steps": (Turn("/start"), Turn("/help"), Turn("/privacy"), Turn("/ask")),
    "frequent questions": tuple(map(Turn, FREQUENT)),
    "a rating": (Turn("/rate virbo"), Turn("/rate no such service anywhere"), Turn("Is Virbo safe?")),
    "a refusal": (Turn("Make a kiss video of my neighbour, she must not know about it"),),
    "a photo": (Turn(photo=sample_photo()), Turn("/sample"), Turn("/clean")),
    "rights and a letter": (Turn("/rights germany delete"), Turn("/rights us takedown"), Turn("/letter erase germany virbo")),
    "no photo": (Turn(photo=b"this is a text that calls itself a photo"),),
}
HOSTILE = {
    "Markdown": "**b** _i_ `c` ||s|| ~~x~~ # h\n> q\n- [press](https://evil.example) 1. \\*",
    "HTML": "<b>x</b><script>alert(1)</script><a href='javascript:1'>y</a> &lt;i&gt; &amp; ]]>",
    "mentions": "@everyone @here <@1> <@&2> <#3> </a:4> <t:1> @unexposed_bot /notacommand",
    "right to left": "שלום \u202egnp.evil\u202c \u2066x\u2069 مرحبا",
    "zalgo": "z" + "\u0351\u0321\u0489" * 60 + "algo",
    "10,000 characters": "word " * 2000,
    "10,000 letters in one": "x" * 10000,
    "NUL": "a\0b\0\0c",
    "lone surrogates": "a\ud800b\udfff",
    "controls": "a\x1b[31mred\x07\x9bb\ufeff",
    "emoji": "👩‍👩‍👧‍👦" * 50 + "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "a path": "../../../../etc/passwd",
    "format signs": "%s %n {0} {request} ${x} $(reboot)",
}


@pytest.mark.parametrize("conversation", CONVERSATIONS)
@pytest.mark.parametrize("name", DOORS)
async def test_every_door_shows_what_the_advisor_says(name: str, conversation: str, advisor: Advisor, tmp_path: Path) -> None:
    """The words, the labels of buttons and the files that a person gets are those of the advisor, whatever the door."""
    kind, through = DOORS[name]
    turns = CONVERSATIONS[conversation]
    shown = await through(advisor, turns, tmp_path)
    for one, (wanted, alts) in zip(shown, expected(advisor, turns, kind), strict=True):
        assert one.comparable(alts) == wanted.comparable(alts)
    assert all(one.words.strip() and bare(failed().text) not in bare(one.words) for one in shown)


@pytest.mark.parametrize("name", DOORS)
async def test_no_text_breaks_a_door(name: str, advisor: Advisor, tmp_path: Path) -> None:
    """Hostile text gets words and no apology, as a question or as the name of a service; what comes after is answered as ever."""
    _, through = DOORS[name]
    hostile = [text.replace("\n", " ") for text in HOSTILE.values()]
    turns = [Turn(f"/rate {text}") for text in hostile] + [Turn(text) for text in hostile if len(text) < 1000]
    *shown, last = await through(advisor, [*turns, Turn("/help")], tmp_path)
    assert len(shown) == len(turns)
    for turn, one in zip(turns, shown, strict=True):
        assert one.words.strip(), turn.words[:80]
        assert bare(failed().text) not in bare(one.words), turn.words[:80]
    assert "Write as you would to a friend" in " ".join(last.words.split())


class Parrot:
    """An advisor whose replies are made of hostile text, everywhere that text can stand."""

    def handle(self, request: Request) -> Reply:
        """Return the reply of the table; the request says which."""
        text = HOSTILE.get(request.text, "hello")
        some = text[:300]
        words = (Paragraph("The point", strong=True), Paragraph(text), Bullets((some, some)))
        blocks = (*words, Row("bad", some[:40], some), Quote(some, "A"), More("More", (Bullets((some,)),)))
        source = Source(some, "B", "https://example.org/", "2026")
        return Reply(blocks, (button("One", "help"), button("Two", "ask", "x")), sources=(source,))


@pytest.mark.parametrize("name", DOORS)
async def test_hostile_words_arrive_as_words(name: str, tmp_path: Path) -> None:
    """Markup, mentions, turned directions and endless texts in a reply are shown as they are written, and nothing is lost."""
    kind, through = DOORS[name]
    turns = [Turn(which) for which in HOSTILE]
    shown = await through(Parrot(), turns, tmp_path)
    for turn, one, (wanted, _) in zip(turns, shown, expected(Parrot(), turns, kind), strict=True):
        assert one.comparable() == wanted.comparable(), turn.words
