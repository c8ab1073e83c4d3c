"""Their message as a Request: who may expect an answer, what is asked, and which file belongs to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from telegram import Message, MessageEntity, User

from adapters.telegram.files import File, file_in, other_kind, own
from adapters.telegram.sentences import not_for_me, unknown_command
from bot.messages import Reply, Request
from bot.skills import SKILLS

#: The command of this door alone, for the admins of a group.
QUIET = "quiet"
#: An edit later than this puts an old message right, and asks nothing.
EDITED_WITHIN = timedelta(minutes=15)
#: A caption of so many words, or with a question mark, asks for an answer of its own.
_CAPTION_WORDS = 4

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)
_QUESTION_MARK = re.compile("[?\u037e\u061f\uff1f]")

#: A chat and a person in it (0: everybody), as a key that tells nobody who they are.
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
class Incoming:
    """A message to answer: with `reply` at once, or with what the advisor says to `request` and the files.

    album: what the message is part of. group: the opaque key of its group. switch: the words after /quiet, None for other messages.
    """

    place: Place
    request: Request
    files: tuple[File, ...] = ()
    reply: Reply | None = None
    album: str = ""
    group: str = ""
    switch: str | None = None

    @property
    def question(self) -> str:
        """What the words that came with a file ask besides; "" if nothing."""
        words = self.request.text.strip()
        asks = bool(_QUESTION_MARK.search(words)) or len(words.split()) >= _CAPTION_WORDS
        return words if self.files and self.request.skill is None and asks else ""


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
    file = found[1] if found else None
    request = Request(
        text=text,
        skill=None if skill == QUIET else skill,
        door="telegram",
        conversation=key_of(place.chat, place.person),
        language=message.from_user.language_code if message.from_user else None,
        private=place.private,
        own_photo=own(found[0], message) if found else True,
        recompressed=bool(file and file.pressed),
    )
    return Incoming(
        replace(place, reply_to=message.message_id) if found or not place.private else place,
        request,
        (file,) if file else (),
        None if file else not_for_me(kind) if kind else None if known else unknown_command(),
        message.media_group_id or "" if file else "",
        "" if place.private else key_of(place.chat, 0),
        text if skill == QUIET else None,
    )


def read_edited(message: Message, me: User, key_of: KeyOf) -> Incoming | None:
    """Return what an edited message asks for: its words once more, hung on it; None for what was edited late or asks nothing anew.

    A file is not worked on twice; the words under it may have become a question.
    """
    if message.location or (message.edit_date and message.edit_date - message.date > EDITED_WITHIN):
        return None
    found = read(message, me, key_of)
    if found is None or (found.files and not found.question):
        return None
    hung = replace(found.place, reply_to=message.message_id)
    return replace(found, place=hung, files=(), album="", request=replace(found.request, recompressed=False))


def together(members: Sequence[Incoming]) -> Incoming:
    """Return the messages of an album as one: its files in order, the words of whichever has some."""
    spoken = next((one for one in members if one.request.text or one.request.skill), members[0])
    owned = all(one.request.own_photo for one in members)
    request = replace(spoken.request, own_photo=owned, recompressed=any(one.request.recompressed for one in members))
    files = tuple(file for one in members for file in one.files)
    return replace(members[0], request=request, files=files)


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
        return match[2].lower() == me.username.lower() if match[2] and me.username else match[1].lower() in {*SKILLS, QUIET}
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
    return (name, argument, True) if name in {*SKILLS, QUIET} else (None, argument, False)


def deep_link(payload: str) -> tuple[str, str, bool]:
    """Return what t.me/BOT?start=PAYLOAD asks for: SKILL or SKILL_WORDS, underscores standing for spaces."""
    skill, _, argument = payload.partition("_")
    return (skill.lower(), argument.replace("_", " "), True) if skill.lower() in SKILLS else ("start", "", True)


def file_of(message: Message, skill: str | None, text: str) -> tuple[Message, File] | None:
    """Return the file of a message, or of the one it replies to when it says /clean, /policy or nothing but this bot's name."""
    own_file = file_in(message)
    if own_file:
        return message, own_file
    before = message.reply_to_message
    wanted = skill in ("clean", "policy") or (skill is None and not text.strip() and other_kind(message) == "")
    earlier = file_in(before) if before and wanted else None
    return (before, earlier) if before and earlier else None
