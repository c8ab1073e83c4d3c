"""Telegram's own ways: edited messages, captions, languages, groups, inline mode, files that are large or on a disk."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_telegram import QUICK, TOKEN, FakeAdvisor, FakeTelegram, door, serving, telegram, until

from adapters.runtime import Runtime
from adapters.telegram.answering import Answerer
from adapters.telegram.fetching import MAX_DOWNLOAD_BYTES, Room, remote_address
from adapters.telegram.inbound import EDITED_WITHIN
from adapters.telegram.inline import offers, payload, words_of
from adapters.telegram.introduction import IN_GROUPS
from adapters.telegram.sentences import NOW_OPEN, NOW_QUIET, ONLY_ADMINS, ONLY_GROUPS, QUIET_HERE
from bot.advisor import Advisor
from bot.messages import Paragraph, Reply, Request
from bot.settings import Settings
from bot.skills import SKILLS

GROUP = {"chat": {"id": -5, "type": "supergroup", "title": "G"}}


def asked(advisor: FakeAdvisor) -> list[Request]:
    """Return what people asked; the welcome that the door itself asks for is none of it."""
    return [request for request in advisor.requests if request.conversation]


def edited(fake: FakeTelegram, after_s: int = 20, **changes: Any) -> None:
    """Have a person edit a message."""
    message = fake.message()
    fake.push(edited_message={**message, "edit_date": message["date"] + after_s, **changes})


# -- words


async def test_an_edited_question_is_answered_anew() -> None:
    """A question put right soon after gets its answer, hung on the message; a photo is not cleaned twice; an old message is left alone."""
    async with telegram() as (fake, advisor):
        edited(fake, text="is virbo safe?")
        edited(fake, after_s=int(EDITED_WITHIN.total_seconds()) + 1, text="much too late")
        edited(fake, document=fake.hold(b"PHOTO", file_name="a.jpg"), caption="nice")
        edited(fake, document=fake.hold(b"PHOTO", file_name="a.jpg"), caption="what does it tell?")
        await until(lambda: not fake.updates)
    assert [request.text for request in asked(advisor)] == ["is virbo safe?", "what does it tell?"]
    assert not fake.sent("getFile")
    assert all("reply_parameters" in call.params for call in fake.sent("sendMessage"))


async def test_in_groups_an_edit_is_answered_only_when_addressed() -> None:
    """What people say to each other stays theirs, edited or not."""
    async with telegram() as (fake, advisor):
        edited(fake, text="hello everybody", **GROUP)
        edited(fake, text="/rate virbo", **GROUP)
        await until(lambda: not fake.updates)
    assert [request.skill for request in asked(advisor)] == ["rate"]


@pytest.mark.parametrize(
    ("caption", "answers"),
    [("Is it safe to send?", 1), ("¿seguro？", 1), ("holiday", 0), ("/clean is this fine?", 0), ("tell me what stays visible", 1)],
)
async def test_a_caption_that_asks_is_answered_after_the_copy(caption: str, answers: int) -> None:
    """A question under a photo gets an answer of its own; a word or a command does not."""
    async with telegram() as (fake, advisor):
        fake.say(document=fake.hold(b"PHOTO", file_name="a.jpg"), caption=caption)
        await until(lambda: not fake.updates)
    questions = [request.text for request in asked(advisor) if not request.attachments]
    assert questions == [caption] * answers
    assert fake.sent("sendDocument")


async def test_the_language_of_the_app_goes_along() -> None:
    """The core hears which language a person's app has, from messages and presses alike."""
    async with telegram() as (fake, advisor):
        person = {"id": 7, "is_bot": False, "first_name": "P", "language_code": "pt-br"}
        fake.push(message={**fake.message(), "from": person, "text": "/help"})
        await until(lambda: asked(advisor))
    assert asked(advisor)[0].language == "pt-br"


async def test_commands_fit_the_place_they_are_listed_in() -> None:
    """Private chats list everything, groups what makes sense there, their admins /quiet as well."""
    async with telegram() as (fake, _):
        await until(lambda: fake.sent("setMyShortDescription"))
    by_scope = {call.params["scope"]["type"]: [one["command"] for one in call.params["commands"]] for call in fake.sent("setMyCommands")}
    everything = [skill.name for skill in SKILLS.values() if skill.listed]
    assert by_scope["all_private_chats"] == everything
    assert sorted(by_scope["all_group_chats"]) == sorted(IN_GROUPS)
    assert by_scope["all_chat_administrators"] == [*by_scope["all_group_chats"], "quiet"]


# -- limits


async def test_a_refusal_is_said_once_and_then_nothing() -> None:
    """Whoever asks far too much hears so once; what is undelivered is counted by type."""
    fake, advisor = FakeTelegram(), FakeAdvisor()
    async with serving(fake) as root:
        runtime = Runtime(Settings(telegram_token=TOKEN, telegram_api_url=root, per_minute=2), advisor)  # type: ignore[arg-type]
        async with door(root, advisor, runtime=runtime):
            for number in range(20):
                fake.say(f"q{number}")
            await until(lambda: not fake.updates)
            fake.faults["sendMessage"] = [{"error_code": 403}]
            fake.say("hello", person=8)
            await until(lambda: not fake.updates)
    assert sum("too much at once" in text for text in fake.texts) == 1
    assert len(asked(advisor)) == 11
    assert b'unexposed_undelivered_total{door="telegram",error="Forbidden"} 1.0' in runtime.metrics.text().replace(
        b'error="Forbidden",door="telegram"', b'door="telegram",error="Forbidden"'
    )


async def test_a_storm_from_one_person_leaves_the_window_to_others() -> None:
    """With fifty messages of one person waiting, another person's is taken up at once."""
    async with telegram() as (fake, advisor):
        advisor.gate.clear()
        for number in range(50):
            fake.say(f"storm {number}", person=1)
        fake.say("/help", person=2)
        await until(lambda: len({request.conversation for request in asked(advisor)}) == 2)
        advisor.gate.set()
        await until(lambda: not fake.updates, 20)
    assert len(fake.texts) == 51
    assert [text for text in fake.texts if "storm" in text] == [f"<b>free: storm {number}</b>" for number in range(50)]


async def test_room_is_shared_by_bytes() -> None:
    """Small files pass while there is room, one that needs more waits, and one larger than all gets its turn too."""
    room, inside = Room(100), []

    async def use(name: str, size: int, gate: asyncio.Event) -> None:
        async with room.taken(size):
            inside.append(name)
            await gate.wait()

    first, second = asyncio.Event(), asyncio.Event()
    tasks = [
        asyncio.create_task(use("a", 60, first)),
        asyncio.create_task(use("big", 500, second)),
        asyncio.create_task(use("b", 40, first)),
    ]
    await asyncio.sleep(0.01)
    assert inside == ["a", "b"]
    first.set()
    await asyncio.sleep(0.01)
    assert inside == ["a", "b", "big"]
    second.set()
    await asyncio.gather(*tasks)


# -- groups


async def test_a_photo_in_a_group_is_answered_there_and_the_core_names_no_values() -> None:
    """A reply with /clean brings the copy to the group, in its topic; the core is told that others read along."""
    async with telegram() as (fake, advisor):
        photo = {**fake.message(9), **GROUP, "document": fake.hold(b"PHOTO", file_name="a.jpg")}
        fake.say("/clean", person=7, reply_to_message=photo, is_topic_message=True, message_thread_id=12, **GROUP)
        await until(lambda: fake.sent("sendDocument"))
    (request,) = asked(advisor)
    assert (request.private, request.own_photo) == (False, False)
    sent = fake.sent("sendDocument")[0].params
    assert (sent["chat_id"], sent["message_thread_id"]) == (-5, 12)
    rows = fake.sent("sendMessage")[0].params["reply_markup"]["inline_keyboard"]
    assert rows[-1][0]["url"] == "https://t.me/unexposed_bot?start=clean"


async def test_admins_keep_a_group_quiet() -> None:
    """/quiet on makes commands end in a button to the private chat and the rest in silence; only admins may; /quiet off ends it."""
    async with telegram() as (fake, advisor):
        fake.admins.add(7)
        for words, person in (("/quiet", 8), ("/quiet on", 7), ("/rate photo room", 8), ("@unexposed_bot hi", 8), ("/quiet off", 7)):
            fake.say(words, person=person, chat=GROUP["chat"], entities=[{"type": "mention", "offset": 0, "length": 14}])
            await until(lambda: not fake.updates)
        assert fake.texts == [ONLY_ADMINS, NOW_QUIET, QUIET_HERE, NOW_OPEN]
        assert not asked(advisor)
        urls = [
            row[0]["url"] for call in fake.sent("sendMessage") for row in call.params.get("reply_markup", {}).get("inline_keyboard", [])
        ]
        assert urls == ["https://t.me/unexposed_bot?start=rate_photo_room"]
        fake.say("/rate virbo", person=8, **GROUP)
        fake.say("/quiet on")
        await until(lambda: asked(advisor) and ONLY_GROUPS in fake.texts)


async def test_another_worker_knows_a_quiet_group() -> None:
    """Telegram keeps the switch, so that a process which never heard /quiet keeps to it."""
    fake, advisor = FakeTelegram(), FakeAdvisor()
    fake.commands['{"chat_id": -5, "type": "chat"}', ""] = [{"command": "quiet", "description": "x"}]
    async with serving(fake) as root, door(root, advisor):
        fake.say("/rate virbo", **GROUP)
        await until(lambda: fake.texts)
    assert fake.texts == [QUIET_HERE]


# -- inline


def inline(fake: FakeTelegram, words: str) -> None:
    """Have a person type words after the bot's name in some chat."""
    person = {"id": 7, "is_bot": False, "first_name": "P", "language_code": "en"}
    fake.push(inline_query={"id": f"i{words}", "from": person, "query": words, "offset": ""})


async def test_inline_mode_offers_ratings_passages_and_a_list(advisor: Advisor) -> None:
    """A name brings its rating, nothing typed brings the services; what is sent is one message with a way to the bot."""
    fake = FakeTelegram()
    handed = FakeAdvisor()
    for name in ("handle", "library", "today", "memory", "ask"):
        setattr(handed, name, (lambda *_: None) if name == "ask" else getattr(advisor, name))
    async with serving(fake) as root, door(root, handed, replace(QUICK, deadline_s=30)):
        for words in ("virbo", "", "zq"):
            inline(fake, words)
        await until(lambda: len(fake.sent("answerInlineQuery")) == 3, 30)
    found = {call.params["inline_query_id"]: call.params for call in fake.sent("answerInlineQuery")}
    first = found["ivirbo"]["results"][0]
    assert first["title"].startswith("Virbo: ")
    assert "Virbo" in first["input_message_content"]["message_text"]
    assert first["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://t.me/unexposed_bot?start=rate_virbo"
    assert len(found["i"]["results"]) > 3
    assert not found["izq"].get("results")
    assert found["i"]["is_personal"] is True


class Answers:
    """What an engine finds: two passages."""

    def __init__(self, advisor: Advisor) -> None:
        self.library, self.handle, self.today = advisor.library, advisor.handle, advisor.today

    def ask(self, text: str, language: str | None = None) -> Any:
        """Return an answer with citations."""
        ids = list(self.library.passages)[:2]
        return type("Answer", (), {"outcome": "answer", "citations": [type("Citation", (), {"id": one}) for one in ids]})


def test_a_question_offers_the_passages_that_answer_it(advisor: Advisor) -> None:
    """Each passage is one offer with its title, sent in the guide's own words."""
    found = list(offers(Answers(advisor), Request(text="how long do they keep my pictures?", private=False)))  # type: ignore[arg-type]
    assert [offer.title for offer in found] == [one.title for one in list(advisor.library.passages.values())[:2]]
    assert all(words_of(offer.reply) and len(offer.id.encode()) <= 64 for offer in found)


@pytest.mark.parametrize(
    ("skill", "words", "made"),
    [("rate", "virbo", "rate_virbo"), ("rate", "", "rate"), ("ask", "what?", "start"), ("rate", "x" * 80, "start")],
)
def test_a_link_carries_what_a_start_parameter_may_hold(skill: str, words: str, made: str) -> None:
    """Letters, digits, _ and -, 64 at most; anything else opens the bot at its beginning."""
    assert payload(skill, words) == made


# -- large files


class LocalServer(FakeTelegram):
    """A Bot API server with --local: it names files by their path on its disk."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = folder

    async def _result(self, method: str, params: dict[str, Any]) -> Any:
        found = await super()._result(method, params)
        if method == "getFile":
            return {**found, "file_path": f"{self.folder}/{TOKEN}/documents/{params['file_id']}"}
        return found

    def hold_large(self, data: bytes) -> dict[str, Any]:
        """Hold a file that is larger than Telegram's own servers hand out, with its small picture."""
        small = {**self.hold(b"small"), "width": 1, "height": 1}
        self.files[f"documents/file{len(self.files)}"] = data
        return {**self.hold(data, file_name="a.jpg", thumbnail=small), "file_size": MAX_DOWNLOAD_BYTES + 1}


async def test_a_local_server_hands_over_large_files_from_its_disk(tmp_path: Path) -> None:
    """The small picture tells that the server is one's own; then a file of over 20 MB is read where the server keeps it."""
    fake, advisor = LocalServer(str(tmp_path)), FakeAdvisor()
    large = fake.hold_large(b"LARGE")
    for number, data in fake.files.items():
        path = tmp_path / TOKEN / "documents" / number
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    async with serving(fake) as root, door(root, advisor):
        fake.say(document=large)
        await until(lambda: fake.sent("sendDocument"))
    assert fake.sent("sendDocument")[0].files["document"][1] == b"CLEANLARGE"


async def test_a_local_server_on_another_machine_is_asked_over_http() -> None:
    """A path that is not on this disk is fetched below the server's address."""
    fake, advisor = LocalServer("/nowhere/telegram"), FakeAdvisor()
    large = fake.hold_large(b"LARGE")
    fake.files[f"documents/{large['file_id']}"] = b"LARGE"
    async with serving(fake) as root, door(root, advisor):
        fake.say(document=large)
        await until(lambda: fake.sent("sendDocument"))
    assert fake.sent("sendDocument")[0].files["document"][1] == b"CLEANLARGE"


def test_addresses_of_files_are_written_for_the_web() -> None:
    """A path on the server's disk becomes the one below its root, and no letter is left that an address cannot hold."""
    root = f"http://h/file/bot{TOKEN}/"
    assert remote_address(f"{root}/var/lib/{TOKEN}/photos/1.jpg", TOKEN) == f"{root}photos/1.jpg"
    assert remote_address(f"{root}documents/a b é.jpg", TOKEN) == f"{root}documents/a%20b%20%C3%A9.jpg"


# -- what hangs


async def test_an_answer_that_hangs_holds_up_nobody_else() -> None:
    """While sending to one person hangs, others are answered, and the one is in the end."""
    fake = Hanging()
    async with serving(fake) as root, door(root, FakeAdvisor()):
        fake.say("slow", person=1)
        await until(lambda: fake.hung)
        for number in range(15):
            fake.say(f"q{number}", person=number + 2)
        await until(lambda: len(fake.texts) == 15)
        fake.release.set()
        await until(lambda: len(fake.texts) == 16)


class Hanging(FakeTelegram):
    """The first message sent hangs until released."""

    def __init__(self) -> None:
        super().__init__()
        self.hung, self.release = False, asyncio.Event()

    async def _result(self, method: str, params: dict[str, Any]) -> Any:
        if method == "sendMessage" and not self.hung:
            self.hung = True
            self.calls.pop()
            await self.release.wait()
            self.calls.append(self.made("sendMessage", params))
        return await super()._result(method, params)


async def test_a_reply_of_its_own_speaks_the_chosen_language() -> None:
    """The door asks the memory before it speaks by itself."""
    runtime = Runtime(Settings(telegram_token=TOKEN), FakeAdvisor())  # type: ignore[arg-type]
    answerer = Answerer.__new__(Answerer)
    answerer._runtime = runtime
    said = await answerer._said(Request(language="de"), lambda: Reply((Paragraph("x"),)))
    assert said.language == "de"
    runtime.close()
