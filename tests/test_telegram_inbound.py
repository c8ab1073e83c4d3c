"""Recorded updates as Requests: who is answered, which skill is meant, whose photo it is."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Message, User

from adapters.telegram.inbound import Incoming, command, read

ME = User(1, "Unexposed", is_bot=True, username="unexposed_bot")
ANN: dict[str, Any] = {"id": 7, "is_bot": False, "first_name": "Ann", "language_code": "en"}
BEN: dict[str, Any] = {"id": 8, "is_bot": False, "first_name": "Ben"}
BOT: dict[str, Any] = {"id": 1, "is_bot": True, "first_name": "Unexposed", "username": "unexposed_bot"}
GROUP: dict[str, Any] = {"id": -100, "type": "supergroup", "title": "Friends"}
SIZES = [
    {"file_id": "small", "file_unique_id": "a", "width": 90, "height": 67, "file_size": 1500},
    {"file_id": "large", "file_unique_id": "b", "width": 1280, "height": 960, "file_size": 150000},
]
DOCUMENT = {"file_id": "doc", "file_unique_id": "c", "file_name": "IMG 1.HEIC", "mime_type": "image/heic", "file_size": 2000000}


def incoming(**changes: Any) -> Incoming | None:
    """Return what a recorded message, changed as told, becomes."""
    recorded = {"message_id": 50, "date": 1760000000, "chat": {"id": 7, "type": "private", "first_name": "Ann"}, "from": ANN}
    message = Message.de_json({**recorded, **changes}, None)
    return read(message, ME, lambda chat, person: f"{chat}/{person}")


def mention(text: str, name: str = "@unexposed_bot") -> dict[str, Any]:
    """Return a text that names somebody, as Telegram marks it (offsets in UTF-16 units)."""
    at = len(text[: text.index(name)].encode("utf-16-le")) // 2
    return {"text": text, "entities": [{"type": "mention", "offset": at, "length": len(name)}]}


@pytest.mark.parametrize(
    ("text", "skill", "words"),
    [
        ("How long do they keep it?", None, "How long do they keep it?"),
        ("/start", "start", ""),
        ("/start rate_virbo", "rate", "virbo"),
        ("/start rate_photo_room", "rate", "photo room"),
        ("/start clean", "clean", ""),
        ("/start from_some_advert", "start", ""),
        ("/rate magicshot.ai", "rate", "magicshot.ai"),
        ("/RATE@Unexposed_Bot  virbo ", "rate", "virbo"),
        ("/ask what\nif <b>", "ask", "what\nif <b>"),
        ("/privacy", "privacy", ""),
        ("/forget", "forget", ""),
        ("/sample", "sample", ""),
        ("/help", "help", ""),
        ("/ what", None, "/ what"),
        ("a/b", None, "a/b"),
    ],
)
def test_words_in_private_become_a_skill_and_its_words(text: str, skill: str | None, words: str) -> None:
    """Commands, deep links and plain words reach the skill they mean."""
    found = incoming(text=text)
    assert found is not None
    assert (found.request.skill, found.request.text, found.reply) == (skill, words, None)
    assert (found.request.door, found.request.private, found.request.conversation) == ("telegram", True, "7/7")
    assert (found.place.chat, found.place.reply_to) == (7, None)


def test_an_unknown_command_gets_a_kind_sentence() -> None:
    """In private a command there is not is answered, not ignored."""
    found = incoming(text="/horoscope leo")
    assert found is not None
    assert found.reply is not None
    assert "I don't know that command" in found.reply.text
    assert command("/horoscope leo") == (None, "leo", False)


@pytest.mark.parametrize(
    ("changes", "file", "recompressed", "own"),
    [
        ({"photo": SIZES}, "large", True, True),
        ({"photo": list(reversed(SIZES)), "caption": "is this ok?", "media_group_id": "1"}, "large", True, True),
        ({"document": DOCUMENT}, "doc", False, True),
        ({"document": {**DOCUMENT, "mime_type": "video/mp4"}}, "doc", False, True),
        ({"video": {**SIZES[0], "duration": 3}, "caption": "clean this"}, "small", True, True),
        ({"animation": {**SIZES[0], "duration": 3}, "document": {**DOCUMENT, "mime_type": "video/mp4"}}, "small", True, True),
        ({"photo": SIZES, "forward_origin": {"type": "user", "date": 1, "sender_user": BEN}}, "large", True, False),
        ({"photo": SIZES, "forward_origin": {"type": "user", "date": 1, "sender_user": ANN}}, "large", True, True),
        ({"photo": SIZES, "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "?"}}, "large", True, False),
        ({"document": {**DOCUMENT, "mime_type": "image/gif"}, "animation": {**SIZES[0], "duration": 1}}, "doc", False, True),
    ],
)
def test_photos_and_documents(changes: dict[str, Any], file: str, recompressed: bool, own: bool) -> None:
    """The largest size of a photo, a document as it is; captions are words; a forwarded photo counts as somebody else's."""
    found = incoming(**changes)
    assert found is not None
    assert (found.files[0].id, found.request.recompressed, found.request.own_photo) == (file, recompressed, own)
    assert found.request.text == changes.get("caption", "")
    assert found.place.reply_to == 50


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"sticker": {**SIZES[0], "type": "regular", "is_animated": False, "is_video": False}}, "stickers"),
        ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}, "voice messages"),
        ({"location": {"latitude": 48.8, "longitude": 2.3}}, "places"),
        ({"contact": {"phone_number": "1", "first_name": "B"}}, "contacts"),
        ({"dice": {"emoji": "x", "value": 1}}, "dice"),
    ],
)
def test_other_kinds_get_a_kind_sentence(changes: dict[str, Any], named: str) -> None:
    """What is neither words nor photo is named back, with what to send instead."""
    found = incoming(**changes)
    assert found is not None
    assert found.reply is not None
    assert f"I can't do anything with {named}" in found.reply.text


@pytest.mark.parametrize("changes", [{"new_chat_members": [BEN]}, {"pinned_message": None}, {"text": "   "}])
def test_messages_without_words_get_no_answer(changes: dict[str, Any]) -> None:
    """Somebody joining, a pin, blank text: nothing to say."""
    assert incoming(**changes) is None


REPLY_TO_BOT = {"message_id": 40, "date": 1, "chat": GROUP, "from": BOT, "text": "earlier"}
PHOTO_OF_BEN = {"message_id": 41, "date": 1, "chat": GROUP, "from": BEN, "photo": SIZES}
PHOTO_OF_ANN = {**PHOTO_OF_BEN, "from": ANN}


@pytest.mark.parametrize(
    ("changes", "skill", "words"),
    [
        ({"text": "/rate virbo"}, "rate", "virbo"),
        ({"text": "/rate@unexposed_bot virbo"}, "rate", "virbo"),
        (mention("😀 @unexposed_bot is virbo safe?"), None, "😀  is virbo safe?"),
        (mention("@unexposed_bot"), None, ""),
        ({"text": "and then?", "reply_to_message": REPLY_TO_BOT}, None, "and then?"),
        ({"text": "hey you", "entities": [{"type": "text_mention", "offset": 0, "length": 3, "user": BOT}]}, None, "hey you"),
    ],
)
def test_in_groups_it_answers_when_addressed(changes: dict[str, Any], skill: str | None, words: str) -> None:
    """A command, a mention, a reply to the bot: answered as a reply, in public, each person with their own memory."""
    found = incoming(chat=GROUP, **changes)
    assert found is not None
    assert (found.request.skill, found.request.text, found.request.private) == (skill, words, False)
    assert (found.place.reply_to, found.place.private, found.request.conversation) == (50, False, "-100/7")


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "is virbo safe?"},
        {"photo": SIZES},
        {"text": "/rate@other_bot virbo"},
        {"text": "/horoscope"},
        mention("@other_person look", "@other_person"),
        {"text": "/help", "from": {"id": 9, "is_bot": True, "first_name": "Other bot"}},
        {"text": "/help", "chat": {"id": -200, "type": "channel", "title": "News"}},
    ],
)
def test_in_groups_it_is_silent_otherwise(changes: dict[str, Any]) -> None:
    """Other people's talk, other bots' commands, other bots: none of its business."""
    assert incoming(**{"chat": GROUP, **changes}) is None


@pytest.mark.parametrize(("photo", "own"), [(PHOTO_OF_BEN, False), (PHOTO_OF_ANN, True)])
@pytest.mark.parametrize("words", [{"text": "/clean"}, mention("@unexposed_bot")])
def test_a_reply_to_a_photo_cleans_that_photo(photo: dict[str, Any], own: bool, words: dict[str, Any]) -> None:
    """/clean (or the bot's name alone) in reply to a photo means that photo, whoever sent it."""
    found = incoming(chat=GROUP, reply_to_message=photo, **words)
    assert found is not None
    assert (found.files[0].id, found.files[0].message, found.request.own_photo) == ("large", 41, own)


def test_topics_of_a_group_are_kept() -> None:
    """An answer stays in the topic it was asked in."""
    found = incoming(chat={**GROUP, "is_forum": True}, text="/help", message_thread_id=12, is_topic_message=True)
    assert found is not None
    assert found.place.thread == 12
