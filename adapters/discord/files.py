"""Files that go out: neutral names, bundles that fit one message, and words for those that are too large."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from adapters.discord.markup import shorten, tidy
from bot.messages import Attachment, Paragraph, Picture, Reply
from bot.strings import say, say_count

#: Files in one message (resources/message: attachments).
MAX_FILES = 10
#: Description of a file: at most 1,024 characters (resources/message: attachment object).
ALT = 1024

_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif"}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file ready to go: name, bytes, and the words that say the same."""

    name: str
    data: bytes = field(repr=False)
    alt: str = ""


def file_of(attachment: Attachment) -> Outgoing:
    """Return an attachment under a name that every system takes."""
    name = re.sub(r"[^\w.\- ]", "_", tidy(attachment.name)).strip(" .")
    return Outgoing(shorten(name, 100) or "file", attachment.data)


def picture_file(number: int, picture: Picture) -> Outgoing:
    """Return a picture to look at as a file; embeds take only ASCII names."""
    ending = _ENDINGS.get(picture.media_type, "png")
    return Outgoing(f"picture-{number}.{ending}", picture.data, shorten(tidy(picture.alt), ALT))


def fitting(reply: Reply, limit: int) -> Reply:
    """Return `reply` without the files larger than `limit` bytes, and a paragraph that says so."""
    large = [a for a in reply.attachments if len(a.data) > limit]
    if not large:
        return reply
    kept = tuple(a for a in reply.attachments if len(a.data) <= limit)
    return replace(reply, blocks=(*reply.blocks, Paragraph(too_large(large, limit))), attachments=kept)


def too_large(files: list[Attachment], limit: int) -> str:
    """Return what to say about files that Discord would refuse."""
    if len(files) == 1:
        what = say(
            "The clean copy has {size}; here Discord takes {limit} a file from me.", size=size(len(files[0].data)), limit=size(limit)
        )
    else:
        what = say_count(
            "{n} of the clean copies is too large; here Discord takes {limit} a file from me.",
            "{n} of the clean copies are too large; here Discord takes {limit} a file from me.",
            len(files),
            limit=size(limit),
        )
    way_out = say("Share a smaller copy from your phone, or clean it with Unexposed on your own computer: there is no such limit.")
    return f"{what} {way_out}"


def size(count: int) -> str:
    """Return a number of bytes as people say it."""
    return f"{count / 1_000_000:.1f} MB".replace(".0 MB", " MB")


def groups(files: Iterable[Outgoing], limit: int) -> list[tuple[Outgoing, ...]]:
    """Return the files in bundles of at most ten, each of at most `limit` bytes in sum (a single file may fill one)."""
    found: list[tuple[Outgoing, ...]] = []
    room = 0
    for file in files:
        if not found or len(file.data) > room or len(found[-1]) == MAX_FILES:
            found.append(())
            room = limit
        found[-1] += (file,)
        room -= len(file.data)
    return found
