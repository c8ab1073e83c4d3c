"""Their message as a Request: who may expect an answer, what is asked, and which file belongs to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from telegram import Message, MessageEntity, MessageOriginUser, User

from adapters.telegram.sentences import not_for_me, too_large, unknown_command
from bot.messages import Reply, Request
from bot.skills import SKILLS

#: Bot API getFile: bots can download files of up to 20 MB.
MAX_DOWNLOAD_BYTES = 20 << 20

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)

#: What is sent instead of a photo or words, and how a person calls it.
_OTHER_KINDS = {
    "sticker": "stickers",
    "voice": "voice messages",
    "video": "videos",
    "video_note": "video messages",
    "audio": "sound files",
    "animation": "animations",
    "contact": "contacts",
    "location": "places",
    "venue": "places",
    "poll": "polls",
    "checklist": "checklists",
    "dice": "dice",
    "game": "games",
    "story": "stories",
    "paid_media": "paid media",
}

#: A chat and a person in it, as a key that tells nobody who they are.
KeyOf = Callable[[int, int], str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes. `reply_to` is the message it hangs on (None: none); `person` is who asked."""

    chat: int
    person: int
    private: bool
    thread: int | None = None
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file Telegram holds for us, not fetched yet. `message` is the one it came with."""

    id: str
    name: str
    size: int
    media_type: str
    message: int


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message to answer: with `reply` at once, or with what the advisor says to `request` and `file`; `album`: what it is part of."""

    place: Place
    request: Request
    file: File | None = None
    reply: Reply | None = None
    album: str = ""


def read(message: Message, me: User, key_of: KeyOf) -> Incoming | None:
    """Return what a message asks for, or None when it is not for this bot or says nothing (someone joined, a pin)."""
    if not addressed(message, me):
        return None
    words = without_mention(message, me)
    skill, text, known = command(words)
    found, kind = file_of(message, skill, text), other_kind(message)
    if not (words.strip() or found or kind or mentioned(message, me)):
        return None
    place = place_of(message)
    request = Request(
        text=text,
        skill=skill,
        door="telegram",
        conversation=key_of(place.chat, place.person),
        private=place.private,
        own_photo=own(found[0], message) if found else True,
        recompressed=bool(found and found[0].photo),
    )
    hung = replace(place, reply_to=message.message_id) if found or not place.private else place
    file = found[1] if found else None
    at_once = reply_at_once(file, kind) if file or kind or known else unknown_command()
    return Incoming(hung, request, file, at_once, message.media_group_id or "" if file and not at_once else "")


def reply_at_once(file: File | None, kind: str) -> Reply | None:
    """Return the reply to what the advisor need not see: a file too large, a kind of message that is neither words nor photo."""
    if file:
        return too_large(file.size) if file.size > MAX_DOWNLOAD_BYTES else None
    return not_for_me(kind) if kind else None


def place_of(message: Message) -> Place:
    """Return where a message was written, topics of a group kept apart."""
    person = message.from_user.id if message.from_user else message.chat.id
    thread = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat.id, person, message.chat.type == "private", thread)


def addressed(message: Message, me: User) -> bool:
    """Tell whether a message is meant for this bot: in private always, in groups by command, reply or mention."""
    if message.chat.type == "private":
        return True
    if message.chat.type == "channel" or (message.from_user and message.from_user.is_bot and not message.sender_chat):
        return False
    match = _COMMAND.fullmatch(message.text or message.caption or "")
    if match:
        return match[2].lower() == me.username.lower() if match[2] and me.username else match[1].lower() in SKILLS
    return mentioned(message, me) or replied(message, me)


def replied(message: Message, me: User) -> bool:
    """Tell whether a message replies to one of this bot's."""
    before = message.reply_to_message
    return bool(before and before.from_user and before.from_user.id == me.id)


def mentioned(message: Message, me: User) -> bool:
    """Tell whether a message names this bot."""
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]
    found = {**message.parse_entities(kinds), **message.parse_caption_entities(kinds)}
    name = f"@{me.username}".lower()
    return any(word.lower() == name or (entity.user and entity.user.id == me.id) for entity, word in found.items())


def without_mention(message: Message, me: User) -> str:
    """Return a message's words (or its caption's) without this bot's name."""
    words = message.text or message.caption or ""
    if words.startswith("/") or not me.username:
        return words
    return re.sub(rf"@{re.escape(me.username)}\b", "", words, flags=re.IGNORECASE).strip()


def command(words: str) -> tuple[str | None, str, bool]:
    """Return the skill a text calls, the words for it, and whether there is such a command ("/start rate_virbo" counts as /rate virbo)."""
    match = _COMMAND.fullmatch(words)
    if not match:
        return None, words, True
    name, argument = match[1].lower(), (match[3] or "").strip()
    if name == "start" and argument:
        return deep_link(argument)
    return (name, argument, True) if name in SKILLS else (None, argument, False)


def deep_link(payload: str) -> tuple[str, str, bool]:
    """Return what t.me/BOT?start=PAYLOAD asks for: SKILL or SKILL_WORDS, underscores standing for spaces."""
    skill, _, argument = payload.partition("_")
    return (skill.lower(), argument.replace("_", " "), True) if skill.lower() in SKILLS else ("start", "", True)


def file_of(message: Message, skill: str | None, text: str) -> tuple[Message, File] | None:
    """Return the photo or document of a message, or of the one it replies to when it says /clean or nothing but this bot's name."""
    own_file = file_in(message)
    if own_file:
        return message, own_file
    before = message.reply_to_message
    wanted = skill == "clean" or (skill is None and not text.strip() and other_kind(message) == "")
    earlier = file_in(before) if before and wanted else None
    return (before, earlier) if before and earlier else None


def file_in(message: Message) -> File | None:
    """Return the largest size of a photo, or a document that is no animation."""
    if message.photo:
        photo = max(message.photo, key=lambda size: size.width * size.height)
        return File(photo.file_id, "photo.jpg", photo.file_size or 0, "image/jpeg", message.message_id)
    document = message.document
    if document and not (message.animation and not (document.mime_type or "").startswith("image/")):
        media_type = document.mime_type or "application/octet-stream"
        return File(document.file_id, document.file_name or "file", document.file_size or 0, media_type, message.message_id)
    return None


def own(carrier: Message, message: Message) -> bool:
    """Tell whether a photo is the asking person's own: sent by them and not forwarded from somebody else."""
    if not (carrier.from_user and message.from_user and carrier.from_user.id == message.from_user.id):
        return False
    origin = carrier.forward_origin
    return origin is None or (isinstance(origin, MessageOriginUser) and origin.sender_user.id == message.from_user.id)


def other_kind(message: Message) -> str:
    """Return how a person calls what was sent, if it is neither words nor a file to look at; else ""."""
    return next((name for field, name in _OTHER_KINDS.items() if getattr(message, field, None)), "")
