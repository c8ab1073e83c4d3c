"""Every door shows the same words: one list of conversations goes through each of them, with the same advisor behind.

A door here is a function that has every turn of a conversation go in as its people send it, and gives back what they see.
A new chat service joins with its function and one line in DOORS.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
import unicodedata
from base64 import b64decode
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

import httpx
import pytest
from fake_discord import PEERS, connected, message, real_message
from fake_telegram import QUICK, FakeTelegram, door, serving, until

from adapters.discord.buttons import pressed
from adapters.discord.inbound import Keys
from adapters.discord.outbound import pages
from adapters.runtime import Runtime, failed
from adapters.terminal import converse
from adapters.web.run import run
from bot.advisor import Advisor
from bot.memory import ProcessMemory
from bot.messages import (
    MARKS,
    Attachment,
    Bullets,
    Button,
    More,
    Paragraph,
    Picture,
    Quote,
    Reply,
    Request,
    Row,
    Source,
    button,
    source_line,
)
from bot.samples import sample_photo
from bot.settings import Settings
from bot.skills import SKILLS

DoorName = Literal["telegram", "discord", "web", "terminal"]


@dataclass(frozen=True)
class Turn:
    """What a person does: writes words (a command begins with a slash), sends a photo, or presses the button of that number."""

    words: str = ""
    photo: bytes = b""
    press: int = 0

    def request(self, name: DoorName, buttons: tuple[Button, ...] = ()) -> Request:
        """Return what the core gets of it from any door; `buttons` stood below the reply before."""
        if self.press:
            return replace(buttons[self.press - 1].request, door=name, conversation=f"expected {name}")
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
    return [_expected(reply, name) for reply in replies(advisor, turns, name)]


def replies(advisor: Any, turns: Sequence[Turn], name: DoorName) -> list[Reply]:
    """Return the advisor's reply to each turn."""
    found: list[Reply] = []
    for turn in turns:
        found.append(advisor.handle(turn.request(name, found[-1].buttons if found else ())))
    return found


def forgetful(advisor: Advisor) -> Advisor:
    """Return the same advisor with nothing remembered yet."""
    return replace(advisor, memory=ProcessMemory(time.monotonic, 3600))


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
        yield f"in-{number}.jpg" if turn.photo else str(turn.press) if turn.press else turn.words


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
        answers: list[dict[str, Any]] = []
        for turn in turns:
            answers.append((await _post(page, turn, answers[-1]["buttons"] if answers else ())).json())
    serving_page.cancel()
    await asyncio.gather(serving_page, return_exceptions=True)
    runtime.close()
    return [_on_the_page(fields) for fields in answers]


async def _post(page: httpx.AsyncClient, turn: Turn, buttons: Sequence[dict[str, Any]]) -> httpx.Response:
    if turn.photo:
        return await page.post("/api/photo", content=turn.photo, headers={"x-conversation": "a page"})
    skill, _, text = buttons[turn.press - 1]["key"].partition(":") if turn.press else ("", "", turn.words)
    body = json.dumps({"skill": skill, "text": text, "conversation": "a page"})
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
            if turn.press:
                fake.press(_keyboard(fake.calls)[turn.press - 1])
            elif turn.photo:
                fake.say(document=fake.hold(turn.photo, file_name="a.jpg", mime_type="image/jpeg"))
            else:
                fake.say(turn.words)
            await until(lambda: not fake.updates, 60)
            shown.append(_in_telegram(fake, before))
    return shown


class _Handed:
    """An advisor with the gate that the door of the tests opens at its end."""

    def __init__(self, advisor: Any) -> None:
        self._advisor = advisor
        self.gate = asyncio.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._advisor, name)


def _keyboard(calls: Sequence[Any]) -> list[str]:
    """Return what the buttons of the last keyboard send."""
    shown = [call.params["reply_markup"] for call in calls if call.params.get("reply_markup")]
    return [one["callback_data"] for row in shown[-1]["inline_keyboard"] for one in row]


def _in_telegram(fake: FakeTelegram, before: int) -> Shown:
    calls = [call for call in fake.calls[before:] if call.method in ("sendMessage", "sendPhoto", "sendDocument", "sendMediaGroup")]
    words = "\n".join(_without_tags(call.params.get("text", call.params.get("caption", ""))) for call in calls)
    rows = [row for call in calls for row in (call.params.get("reply_markup") or {}).get("inline_keyboard", ())]
    labels = tuple(one["text"] for row in rows for one in row if not one["callback_data"].startswith("tg-delete:"))
    pictures = tuple(data for call in calls for name, (_, data) in call.files.items() if name == "photo")
    files = tuple(data for call in calls for name, (_, data) in call.files.items() if name != "photo")
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
    runtime, keys = Runtime(Settings(), advisor), Keys(Settings())
    shown, below = [], []
    for turn in turns:
        request, _ = keys.written(real_message(content=turn.words))
        if turn.press:
            request = replace(pressed(*below[turn.press - 1]), door="discord", conversation=request.conversation)  # type: ignore[type-var]
        photo = (Attachment("photo.jpg", turn.photo),) if turn.photo else ()
        messages = pages(await runtime.handle(replace(request, attachments=photo)), 10 << 20)
        embeds = [page.embed.to_dict() for page in messages if page.embed]
        rows = [row for page in messages if page.view for row in page.view.to_components()]
        labels, below = _below(rows)
        sent = [(file.name, file.data) for page in messages for file in page.files]
        shown.append(Shown(_in_embeds(embeds), labels, *_sorted_out(sent)))
    runtime.close()
    return shown


def _below(rows: Sequence[Any]) -> tuple[tuple[str, ...], list[tuple[str, list[str]]]]:
    """Return the labels of buttons and list entries, and what a press or pick of each sends."""
    parts = [part for row in rows for part in row["components"] if "custom_id" in part]
    entries = [(part["custom_id"], part.get("options") or [{"label": part["label"], "value": ""}]) for part in parts]
    found = [(one["label"], (key, [one["value"]] if one["value"] else [])) for key, options in entries for one in options]
    return tuple(label for label, _ in found), [sends for _, sends in found]


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
    said, answered = "POST /channels/{channel_id}/messages", "POST /webhooks/{webhook_id}/{webhook_token}"
    shown: list[Shown] = []
    calls: list[Any] = []
    wanted = replies(forgetful(advisor) if isinstance(advisor, Advisor) else advisor, turns, "discord")
    async with connected(_Handed(advisor)) as stage:
        for turn, reply in zip(turns, wanted, strict=True):
            where = answered if turn.press else said
            before = sum(call[1] == where for call in stage.stub.journal)
            if turn.press:
                _, below = _below([row for body in calls for row in body[2].get("components") or ()])
                key, picked = below[turn.press - 1]
                await _in_direct_chat(stage, key, picked)
            files = [stage.stub.files[stage.stub.upload("a.jpg", turn.photo)][2]] if turn.photo else []
            if not turn.press:  # as Discord's own JSON: no lone surrogates
                await stage.says(turn.words.encode("utf-8", "replace").decode(), attachments=files)
            calls = (await stage.sent(where, before + len(pages(reply, 10 << 20))))[before:]
            shown.append(_in_messages(calls))
        assert stage.stub.rejects == []
    return shown


async def _in_direct_chat(stage: Any, key: str, picked: list[str]) -> None:
    """Press a button, or pick from a list, in the direct chat with the bot."""
    payloads: list[dict[str, Any]] = []
    data = {"custom_id": key, "component_type": 3 if picked else 2, **({"values": picked} if picked else {})}
    await stage.stub.interact(3, data, message=message(), direct=payloads.append)
    here = {"user": stage.stub.user(0), "context": 1, "channel_id": "77", "channel": {"id": "77", "type": 1, "recipients": []}}
    away = ("guild_id", "member", "guild_locale")
    await stage.stub.send(0, {k: v for k, v in payloads[0].items() if k not in away} | here, "INTERACTION_CREATE")


def _in_messages(calls: Sequence[Any]) -> Shown:
    bodies = [body for _, _, body, _, _ in calls]
    words = _in_embeds([embed for body in bodies for embed in body.get("embeds") or ()])
    labels, below = _below([row for body in bodies for row in body.get("components") or ()])
    offered = tuple(label for label, (key, _) in zip(labels, below, strict=True) if key[:2] in ("u:", "p:"))
    return Shown(words, offered, *_sorted_out([one for *_, files, _ in calls for one in files.values()]))


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
    "every skill": tuple(Turn(f"/{name}") for name in SKILLS),
    "every skill with words": (
        Turn("/ask How long are photos kept?"),
        Turn("/compare virbo and firefly"),
        Turn("/check virbo"),
        Turn("/policy https"),
        Turn("/policy " + "We delete your photos after 30 days. We never sell your data. " * 30),
        Turn("/rights california erase"),
        Turn("/letter erase"),
        Turn("/language english"),
        Turn("/forget"),
    ),
    "buttons that go round": (
        Turn("/help"),
        Turn(press=2),
        Turn(press=1),
        Turn(press=1),
        Turn("/platforms"),
        Turn(press=3),
        Turn("/check virbo"),
        Turn(press=1),
        Turn(press=3),
        Turn("/rights"),
        Turn(press=1),
        Turn(press=2),
        Turn("/letter"),
        Turn(press=2),
        Turn(press=1),
        Turn("/language"),
        Turn(press=1),
    ),
    "typed answers": (Turn("/letter"), Turn("delete"), Turn("germany"), Turn("/check virbo"), Turn("yes"), Turn("back")),
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
    advisor.open_engine()
    shown = await through(forgetful(advisor), turns, tmp_path)
    for turn, one, (wanted, alts) in zip(turns, shown, expected(forgetful(advisor), turns, kind), strict=True):
        assert one.comparable(alts) == wanted.comparable(alts), turn
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

    memory = ProcessMemory(time.monotonic, 3600)

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
