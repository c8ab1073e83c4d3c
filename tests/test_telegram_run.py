"""The Telegram door from one end to the other, over real HTTP: answers, and nothing lost when something breaks."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import pytest
from fake_telegram import QUICK, TOKEN, FakeAdvisor, FakeTelegram, door, serving, telegram, until

from adapters.runtime import Runtime
from adapters.telegram.introduction import shortened
from adapters.telegram.run import run
from adapters.telegram.sentences import DELETED, GONE, STALE, TOO_OLD
from bot.errors import SettingError
from bot.messages import Bullets, Paragraph, Picture, Reply, Request
from bot.settings import Settings
from bot.skills import SKILLS

FLOOD = {"error_code": 429, "parameters": {"retry_after": 1}}
DOWN = {"error_code": 502}
BAD = {"error_code": 400}


def asked(advisor: FakeAdvisor) -> list[Request]:
    """Return what people asked; the welcome that the door itself asks for is none of it."""
    return [request for request in advisor.requests if request.skill != "start"]


async def test_commands_and_menu_are_registered_when_the_door_opens() -> None:
    """Every listed skill is a command with its summary, and the menu button lists them."""
    async with telegram() as (fake, _):
        await until(lambda: fake.sent("setChatMenuButton"))
        registered = {command["command"]: command["description"] for command in fake.sent("setMyCommands")[0].params["commands"]}
        assert registered == {skill.name: skill.summary for skill in SKILLS.values() if skill.listed}
        assert fake.sent("deleteWebhook")
        await until(lambda: fake.sent("setMyShortDescription"))
        assert fake.sent("setMyDescription")[0].params["description"] == "start:"


def test_the_introduction_is_cut_between_paragraphs() -> None:
    """What does not fit above the Start button is left out whole."""
    assert shortened("one\n\ntwo\n\nthree", 9) == "one\n\ntwo"
    assert shortened("much too long", 5) == ""


async def test_a_question_is_answered_with_markup_and_buttons() -> None:
    """Free text reaches the advisor; its answer comes back as HTML with stateless button keys and no link preview."""
    async with telegram() as (fake, advisor):
        fake.say("Is <b>Virbo</b> safe & sound?")
        await until(lambda: fake.texts)
        sent = fake.sent("sendMessage")[0].params
        assert sent["text"] == "<b>free: Is &lt;b&gt;Virbo&lt;/b&gt; safe &amp; sound?</b>"
        assert sent["link_preview_options"] == {"is_disabled": True}
        keys = [shown["callback_data"] for row in sent["reply_markup"]["inline_keyboard"] for shown in row]
        assert keys == ["help:", "rate:virbo"]
        request = asked(advisor)[0]
        assert (request.door, request.private, request.skill, len(request.conversation)) == ("telegram", True, None, 64)


async def test_a_document_comes_back_clean_as_a_document() -> None:
    """A photo sent as a file is fetched and its clean copy returned as a file, with the way to delete the original."""
    async with telegram() as (fake, advisor):
        original = fake.say(document=fake.hold(b"PHOTO", file_name="me in Paris.jpg", mime_type="image/jpeg"))
        await until(lambda: fake.sent("sendDocument"))
        sent = fake.sent("sendDocument")[0]
        assert sent.files["document"] == ("clean-1.jpg", b"CLEANPHOTO")
        assert sent.params["disable_content_type_detection"] is True
        assert sent.params["reply_markup"]["inline_keyboard"][-1][0]["callback_data"] == f"tg-delete:{original}"
        assert (asked(advisor)[0].recompressed, asked(advisor)[0].own_photo) == (False, True)
        assert fake.sent("sendChatAction")[0].params["action"] == "upload_document"
        assert not fake.sent("sendPhoto")


async def test_a_photo_is_fetched_in_its_largest_size() -> None:
    """Of a photo sent as photo, the largest size is cleaned, and the advisor knows that the app had changed it."""
    async with telegram() as (fake, advisor):
        sizes = [fake.hold(b"big", width=1280, height=960), fake.hold(b"tiny", width=90, height=60)]
        fake.say(photo=sizes, caption="/clean is this fine?")
        await until(lambda: fake.sent("sendDocument"))
        request = asked(advisor)[0]
        assert (request.attachments[0].data, request.recompressed, request.skill, request.text) == (b"big", True, "clean", "is this fine?")


async def test_a_file_too_large_is_told_at_once() -> None:
    """Over 20 MB nothing is fetched; the person hears the limit and a way out on the phone."""
    async with telegram() as (fake, advisor):
        fake.say(document={"file_id": "x", "file_unique_id": "x", "file_size": 34_000_000, "file_name": "a.jpg"})
        await until(lambda: fake.texts)
        assert "34 MB is more than Telegram lets me fetch (20 MB)" in fake.texts[0]
        assert not fake.sent("getFile")
        assert not asked(advisor)


async def test_a_file_that_telegram_does_not_hand_over_gets_words() -> None:
    """A file that cannot be fetched ends in a sentence, not in silence."""
    async with telegram() as (fake, _):
        fake.faults["getFile"] = [BAD, {"error_code": 400, "description": "Bad Request: file is too big"}]
        for _ in range(2):
            fake.say(document=fake.hold(b"PHOTO", file_name="a.jpg"))
        await until(lambda: len(fake.texts) == 2)
        assert "did not hand me that file" in fake.texts[0]
        assert "more than Telegram lets me fetch" in fake.texts[1]


async def test_a_pressed_button_sends_its_request() -> None:
    """A press is acknowledged and answered like a message of the same person, conversation kept."""
    async with telegram() as (fake, advisor):
        fake.say("hello")
        fake.press("rate:virbo")
        await until(lambda: len(fake.texts) == 2)
        assert fake.sent("answerCallbackQuery")
        pressed = next(request for request in asked(advisor) if request.skill == "rate")
        assert pressed.text == "virbo"
        assert len({request.conversation for request in asked(advisor)}) == 1


async def test_a_stale_button_is_answered_kindly() -> None:
    """A key that no skill knows any more gets a sentence in a pop-up, and nothing else."""
    async with telegram() as (fake, advisor):
        fake.press("horoscope:leo")
        await until(lambda: fake.sent("answerCallbackQuery"))
        assert fake.sent("answerCallbackQuery")[0].params["text"] == STALE
        assert not asked(advisor)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ([], DELETED),
        ([{"error_code": 400, "description": "Bad Request: message can't be deleted"}], TOO_OLD),
        ([{"error_code": 400, "description": "Bad Request: message to delete not found"}], GONE),
    ],
)
async def test_the_original_can_be_deleted(fault: list[dict[str, object]], words: str) -> None:
    """Pressing "Delete my original here" deletes it, or says why that is no longer possible."""
    async with telegram() as (fake, _):
        fake.faults["deleteMessage"] = list(fault)
        fake.press("tg-delete:31")
        await until(lambda: fake.sent("answerCallbackQuery"))
        assert fake.sent("answerCallbackQuery")[0].params["text"] == words
        assert [call.params["message_id"] for call in fake.sent("deleteMessage")] == ([] if fault else [31])
        assert len(words) <= 200


async def test_a_picture_in_a_reply_goes_out_as_photo_with_its_words() -> None:
    """A card is a photo, and the words around it are its caption: one message."""
    async with telegram() as (fake, advisor):
        advisor.reply = Reply(blocks=(Paragraph("before"), Picture(b"PNG", "grade B & more"), Bullets(("after & on",))))
        fake.say("card")
        await until(lambda: fake.sent("sendPhoto"))
        assert [call.method for call in fake.calls if call.method in ("sendMessage", "sendPhoto")] == ["sendPhoto"]
        assert fake.sent("sendPhoto")[0].params["caption"] == "before\n\n• after &amp; on"


async def test_typing_is_shown_while_work_goes_on() -> None:
    """Work that takes longer shows "typing" again and again."""
    async with telegram() as (fake, advisor):
        advisor.gate.clear()
        fake.say("think")
        await until(lambda: len(fake.sent("sendChatAction")) >= 2)
        assert fake.sent("sendChatAction")[0].params["action"] == "typing"
        advisor.gate.set()
        await until(lambda: fake.texts)


async def test_after_the_deadline_an_apology_is_the_answer() -> None:
    """Work that takes too long ends in an apology, and the update is acknowledged."""
    async with telegram(replace(QUICK, deadline_s=0.2)) as (fake, advisor):
        advisor.gate.clear()
        fake.say("forever")
        await until(lambda: fake.texts)
        assert "took me too long" in fake.texts[0]
        await until(lambda: not fake.updates)


async def test_an_update_is_kept_until_its_answer_is_out() -> None:
    """Telegram may not forget a message before it is answered, nor those answered after it meanwhile."""
    async with telegram() as (fake, advisor):
        advisor.gate.clear()
        first = fake.push(message={**fake.message(1), "text": "slow"})
        await until(lambda: asked(advisor))
        fake.say("/nonsense", person=2)
        await until(lambda: fake.texts)
        await asyncio.sleep(0.1)
        assert fake.acknowledged <= first
        advisor.gate.set()
        await until(lambda: not fake.updates)
        assert len(fake.texts) == 2


async def test_one_person_is_answered_in_order() -> None:
    """Messages of one person are answered one after the other, in their order."""
    async with telegram() as (fake, _):
        for number in range(30):
            fake.say(str(number))
        await until(lambda: len(fake.texts) == 30)
        assert fake.texts == [f"<b>free: {number}</b>" for number in range(30)]


async def test_killed_in_mid_flight_nothing_is_lost() -> None:
    """A door torn down without a farewell leaves its unfinished updates to the next one, and repeats few."""
    fake = FakeTelegram()
    async with serving(fake) as root:
        torn, heir = FakeAdvisor(), FakeAdvisor()
        torn.gate.clear()
        async with door(root, torn, replace(QUICK, grace_s=0, farewell_s=0)):
            for number in range(40):
                fake.say(f"q{number}", person=number + 1)
            await until(lambda: asked(torn))
        before = len(fake.texts)
        async with door(root, heir):
            await until(lambda: len({*fake.texts}) == 40)
            await until(lambda: not fake.updates)
        assert before < 40
        assert len(fake.texts) <= 40 + 21


async def test_closing_finishes_what_is_in_flight() -> None:
    """A cancelled door answers what it works on, tells Telegram so, and takes up nothing more."""
    fake, advisor = FakeTelegram(), FakeAdvisor()
    async with serving(fake) as root, door(root, advisor) as task:
        advisor.gate.clear()
        fake.say("last words")
        await until(lambda: asked(advisor))
        task.cancel()
        await asyncio.sleep(0.05)
        advisor.gate.set()
        await task
        assert fake.texts == ["<b>free: last words</b>"]
        assert not fake.updates


async def test_a_poison_update_is_dropped_with_an_apology() -> None:
    """An update that breaks its worker three times is given up with a sentence, and those after it are answered."""
    async with telegram() as (fake, advisor):
        fake.push(message={"message_id": "no number", "chat": {"id": 7, "type": "private"}, "date": "never", "photo": 5})
        fake.say("next")
        await until(lambda: len(fake.texts) == 2)
        assert any("breaks me" in text for text in fake.texts)
        await until(lambda: not fake.updates)
        assert [request.text for request in asked(advisor)] == ["next"]


@pytest.mark.parametrize("fault", [{"error_code": 409}, DOWN, FLOOD, {"error_code": 500}])
async def test_failed_polls_never_end_the_loop(fault: dict[str, object]) -> None:
    """Another poller, a network fault or a flood answer is waited out, and what came meanwhile is answered."""
    fake, advisor = FakeTelegram(), FakeAdvisor()
    fake.faults["getUpdates"] = [fault] * (1 if fault is FLOOD else 4)
    async with serving(fake) as root, door(root, advisor):
        fake.say("still there?")
        await until(lambda: fake.texts)


@pytest.mark.parametrize(
    ("faults", "answers"), [([FLOOD], 1), ([DOWN] * 2, 1), ([DOWN] * 3, 1), ([DOWN] * 12, 0), ([BAD, BAD], 0), ([{"error_code": 403}], 0)]
)
async def test_sends_are_tried_again_within_bounds(faults: list[dict[str, object]], answers: int) -> None:
    """Floods and network faults are waited out, the update tried again; what is refused, or fails for long, is let go."""
    async with telegram() as (fake, _):
        fake.faults["sendMessage"] = list(faults)
        fake.say("hello")
        await until(lambda: not fake.faults["sendMessage"] and not fake.updates)
        assert len(fake.texts) == answers


async def test_a_refused_message_is_sent_once_more_as_plain_words() -> None:
    """When Telegram refuses the markup, the words still arrive, without any."""
    async with telegram() as (fake, _):
        fake.faults["sendMessage"] = [BAD]
        fake.say("<hello>")
        await until(lambda: fake.texts)
        sent = fake.sent("sendMessage")[0].params
        assert sent["text"] == "free: <hello>"
        assert "parse_mode" not in sent


async def test_the_log_tells_no_texts_tokens_or_ids(caplog: pytest.LogCaptureFixture) -> None:
    """At every level the log of a conversation with faults holds no word of it, no token and no chat id."""
    caplog.set_level(logging.DEBUG)
    async with telegram() as (fake, _):
        fake.faults["sendMessage"] = [BAD, BAD, DOWN]
        for words in ("secret words", "more secret words"):
            fake.say(words, person=987654321)
        fake.say(document=fake.hold(b"PHOTO", file_name="secretname.jpg"), person=987654321)
        await until(lambda: not fake.updates and fake.sent("sendDocument"))
    told = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith(("asyncio", "aiohttp")))
    for secret in ("secret", TOKEN, "987654321"):
        assert secret not in told


@pytest.mark.parametrize(
    ("settings", "name", "words"),
    [
        (Settings(), "TELEGRAM_TOKEN", "no token"),
        (Settings(telegram_token="nonsense"), "TELEGRAM_TOKEN", "does not look like"),
        (Settings(telegram_token="2:WRONG"), "TELEGRAM_TOKEN", "does not know this token"),
        (Settings(telegram_token="1:TEST", telegram_api_url="nowhere"), "TELEGRAM_API_URL", "no web address"),
    ],
)
async def test_a_wrong_setting_is_told_in_words(settings: Settings, name: str, words: str) -> None:
    """A missing, malformed or refused token and an address that is none end the door with a sentence that never shows the token."""
    async with serving(FakeTelegram()) as root:
        used = settings if settings.telegram_api_url == "nowhere" else replace(settings, telegram_api_url=root)
        runtime = Runtime(used, FakeAdvisor())  # type: ignore[arg-type]
        with pytest.raises(SettingError) as caught:
            await run(runtime, waits=QUICK)
        runtime.close()
    assert caught.value.name == name
    assert words in str(caught.value)
    assert not settings.telegram_token or settings.telegram_token not in str(caught.value)


async def test_a_server_out_of_reach_is_waited_for(caplog: pytest.LogCaptureFixture, unused_tcp_port: int) -> None:
    """With nobody at the address the door keeps trying, and says so in one line."""
    async with door(f"http://127.0.0.1:{unused_tcp_port}", FakeAdvisor()) as task:
        await asyncio.sleep(0.4)
        assert not task.done()
    lines = [record.getMessage() for record in caplog.records if record.name == "unexposed.telegram"]
    assert lines == ["I can't reach Telegram. I keep trying."]


async def test_findings_asked_for_in_a_group_go_to_the_sender_alone() -> None:
    """A private reply never appears in a group: it goes to the person, and the group hears only that."""
    async with telegram() as (fake, advisor):
        advisor.reply = Reply(blocks=(Paragraph("It said Paris."),), private=True)
        group = {"chat": {"id": -5, "type": "group", "title": "G"}}
        fake.say("/clean", **group)
        await until(lambda: len(fake.texts) == 2)
        assert [(call.params["chat_id"], "Paris" in call.params["text"]) for call in fake.sent("sendMessage")] == [(7, True), (-5, False)]
        fake.faults["sendMessage"] = [{"error_code": 403}]
        fake.say("/clean", **group)
        await until(lambda: len(fake.texts) == 3)
        assert "Open a chat with me" in fake.texts[2]
