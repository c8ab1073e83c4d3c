"""Files in their messages: which one is meant, whose it is, and whether the app has pressed it on its way."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Animation, Document, Message, MessageOriginUser, Video

from bot.strings import phrase, say

#: What is sent instead of a photo, a video or words, and how a person calls it.
_OTHER_KINDS = {
    "sticker": phrase("stickers"),
    "voice": phrase("voice messages"),
    "video_note": phrase("video messages"),
    "audio": phrase("sound files"),
    "contact": phrase("contacts"),
    "location": phrase("places"),
    "venue": phrase("places"),
    "poll": phrase("polls"),
    "checklist": phrase("checklists"),
    "dice": phrase("dice"),
    "game": phrase("games"),
    "story": phrase("stories"),
    "paid_media": phrase("paid media"),
}


@dataclass(frozen=True, slots=True)
class File:
    """A file Telegram holds for us, not fetched yet.

    size: in bytes, 0 if Telegram does not say. message: the one it came with. pressed: the app made it smaller on its way.
    thumbnail: the id of its small picture, if it has one.
    """

    id: str
    name: str
    size: int
    media_type: str
    message: int
    pressed: bool = False
    thumbnail: str = ""


def file_in(message: Message) -> File | None:
    """Return the largest size of a photo, a video (animations are such), or a document."""
    if message.photo:
        photo = max(message.photo, key=lambda size: size.width * size.height)
        return File(photo.file_id, "photo.jpg", photo.file_size or 0, "image/jpeg", message.message_id, pressed=True)
    document = message.document
    film = message.video or message.animation
    if film and not (document and (document.mime_type or "").startswith("image/")):
        return _sent(film, message, film.file_name or "video.mp4", film.mime_type or "video/mp4", pressed=True)
    if document:
        return _sent(document, message, document.file_name or "file", document.mime_type or "application/octet-stream", pressed=False)
    return None


def _sent(sent: Animation | Document | Video, message: Message, name: str, media_type: str, *, pressed: bool) -> File:
    thumbnail = sent.thumbnail.file_id if sent.thumbnail else ""
    return File(sent.file_id, name, sent.file_size or 0, media_type, message.message_id, pressed, thumbnail)


def own(carrier: Message, message: Message) -> bool:
    """Tell whether a photo is the asking person's own: sent by them and not forwarded from somebody else."""
    if not (carrier.from_user and message.from_user and carrier.from_user.id == message.from_user.id):
        return False
    origin = carrier.forward_origin
    return origin is None or (isinstance(origin, MessageOriginUser) and origin.sender_user.id == message.from_user.id)


def other_kind(message: Message) -> str:
    """Return how a person calls what was sent, if it is neither words nor a file to look at; else ""."""
    return next((say(name) for field, name in _OTHER_KINDS.items() if getattr(message, field, None)), "")
