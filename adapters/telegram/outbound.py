"""A Reply as Telegram messages: texts that fit, pictures with captions, files, a keyboard under the last words."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from adapters.telegram.markup import MAX_CAPTION, Text, all_lines, cleaned, length, lines, sendable, texts
from adapters.telegram.sentences import DELETE_ALL, DELETE_ONE
from bot.messages import MAX_KEY_BYTES, Attachment, Block, Button, Paragraph, Picture, Reply
from bot.strings import say

log = logging.getLogger("unexposed.telegram")

#: Under a clean copy: the key of the button that deletes the original. Telegram alone has it.
DELETE = "tg-delete:"

#: Bot API sendMediaGroup: 2-10 items. Bytes that go out in one call, well under the 50 MB of one file.
MAX_ALBUM, ALBUM_BYTES = 10, 45_000_000

#: Letters that two buttons of one row may have together on a narrow phone.
ROW_LETTERS = 28


@dataclass(frozen=True, slots=True)
class PicturePart:
    """A picture to look at and its caption."""

    data: bytes
    caption: Text


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file that goes out unchanged, never as a photo: Telegram would press it again."""

    attachment: Attachment


@dataclass(frozen=True, slots=True)
class AlbumPart:
    """Two to ten files that go out as one album; Telegram lets it carry no buttons."""

    attachments: tuple[Attachment, ...]


Part = Text | PicturePart | FilePart | AlbumPart


def parts(reply: Reply) -> tuple[Part, ...]:
    """Return the messages of a reply in order: words and pictures as they come, sources after the last words, then files.

    A picture and all words are one message where they fit one; else the words before a picture are its caption.
    """
    made: list[Part] = []
    for block, words in _runs(reply):
        made += [*words] if block is None else _pictured(block, words)
    return (*made, *_files(tuple(attachment for attachment in reply.attachments if attachment.data)))


def _files(attachments: tuple[Attachment, ...]) -> Iterator[FilePart | AlbumPart]:
    """Give one file alone, several as albums."""
    album: list[Attachment] = []
    for attachment in attachments:
        if album and (len(album) == MAX_ALBUM or sum(len(one.data) for one in (*album, attachment)) > ALBUM_BYTES):
            yield _album(album)
            album = []
        album.append(attachment)
    if album:
        yield _album(album)


def _album(attachments: list[Attachment]) -> FilePart | AlbumPart:
    return AlbumPart(tuple(attachments)) if len(attachments) > 1 else FilePart(attachments[0])


def _runs(reply: Reply) -> Iterator[tuple[Picture | None, tuple[Text, ...]]]:
    """Give each picture with the words before it, and what is left with None; a single picture takes all words if it can."""
    pictures = [block for block in reply.blocks if isinstance(block, Picture)]
    whole = texts(all_lines(reply.blocks, reply.sources), MAX_CAPTION)
    if len(pictures) == 1 and len(whole) == 1:
        yield pictures[0], whole
        return
    before: list[Block] = []
    for block in reply.blocks:
        if isinstance(block, Picture):
            yield block, texts(all_lines(before))
            before.clear()
        else:
            before.append(block)
    yield None, texts(all_lines(before, reply.sources))


def _pictured(picture: Picture, words: tuple[Text, ...]) -> list[Part]:
    """Return a picture with its words as caption; where they are none or do not fit, with the words that describe it."""
    if len(words) == 1 and length(words[0].plain) <= MAX_CAPTION:
        return [PicturePart(picture.data, words[0])]
    captions = texts(lines(Paragraph(picture.alt)), MAX_CAPTION) or (Text("", ""),)
    return [*words, PicturePart(picture.data, captions[0]), *captions[1:]]


def carrier(made: tuple[Part, ...]) -> int:
    """Return which part carries the keyboard: the last that is no file, or the last of all."""
    spoken = [number for number, part in enumerate(made) if not isinstance(part, FilePart | AlbumPart)]
    return spoken[-1] if spoken else len(made) - 1


def keyboards(
    made: tuple[Part, ...], buttons: Iterable[Button], originals: tuple[int, ...] = (), link: tuple[str, str] | None = None
) -> tuple[InlineKeyboardMarkup | None, ...]:
    """Return the keyboard of each part.

    originals: the messages that a button deletes; it is under a single copy, else under the last words. link: label and address of
    one more button under those.
    """
    rows: list[list[list[InlineKeyboardButton]]] = [[] for _ in made]
    spoken = carrier(made)
    if made:
        rows[spoken] += keyboard_rows(buttons)
        rows[spoken] += [[InlineKeyboardButton(link[0], url=link[1])]] if link else []
        at = len(made) - 1 if isinstance(made[-1], FilePart) else spoken
        rows[at] += delete_row(originals) if any(isinstance(part, FilePart | AlbumPart) for part in made) else []
    return tuple(
        InlineKeyboardMarkup(shown) if shown and not isinstance(part, AlbumPart) else None for part, shown in zip(made, rows, strict=True)
    )


def keyboard_rows(buttons: Iterable[Button]) -> list[list[InlineKeyboardButton]]:
    """Return buttons in rows, short ones side by side; a key that does not fit is left out and logged."""
    rows: list[list[InlineKeyboardButton]] = []
    room = 0
    for shown in filter(None, map(key_button, buttons)):
        room -= len(shown.text)
        if room < 0 or len(rows[-1]) > 1:
            rows.append([])
            room = ROW_LETTERS - len(shown.text)
        rows[-1].append(shown)
    return rows


def key_button(button: Button) -> InlineKeyboardButton | None:
    """Return one button, or None when Telegram would refuse it (Bot API: callback_data 1-64 bytes)."""
    label, key = sendable(button.label).strip(), button.key
    if not label or key != sendable(key) or len(key.encode()) > MAX_KEY_BYTES:
        log.error("a button was left out: its label is empty or its key does not fit %d bytes", MAX_KEY_BYTES)
        return None
    return InlineKeyboardButton(label, callback_data=key)


def delete_row(originals: tuple[int, ...]) -> list[list[InlineKeyboardButton]]:
    """Return the row with the button that deletes the originals; none where their numbers do not fit a key.

    The key holds the first number and how far the others are from it: "tg-delete:500+1+2".
    """
    if not originals:
        return []
    first, *rest = sorted(set(originals))
    key = DELETE + "+".join((str(first), *(str(number - first) for number in rest)))
    label = say(DELETE_ALL if rest else DELETE_ONE)
    return [[InlineKeyboardButton(label, callback_data=key)]] if len(key) <= MAX_KEY_BYTES else []


def originals_of(key: str) -> tuple[int, ...]:
    """Return the messages that a button deletes; none for a key that is not one of ours."""
    numbers = key.removeprefix(DELETE).split("+")
    if not all(number.isascii() and number.isdigit() and len(number) < 16 for number in numbers):
        return ()
    first, *rest = map(int, numbers)
    return (first, *(first + number for number in rest))


def file_name(name: str) -> str:
    """Return a file name without a path or anything that is no plain letter, and short enough."""
    path = PurePosixPath(sendable(name).replace("\\", "/"))
    stem = re.sub(r"[^\w.()+ -]", "_", path.stem).strip(" .")[:60] or "file"
    return stem + re.sub(r"[^\w.]", "", path.suffix)[:10]


def plain_words(text: str) -> Text:
    """Return one sentence of this door as a message."""
    found = texts(map(cleaned, lines(Paragraph(text))))
    return found[0] if found else Text("", "")
