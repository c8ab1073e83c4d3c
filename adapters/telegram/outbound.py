"""A Reply as Telegram messages: texts that fit, pictures with captions, files, a keyboard under the last words."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from adapters.telegram.markup import MAX_CAPTION, Text, all_lines, cleaned, length, lines, sendable, texts
from bot.messages import MAX_KEY_BYTES, Attachment, Block, Button, Paragraph, Picture, Reply

log = logging.getLogger("unexposed.telegram")

#: Under a clean copy: the key of the button that deletes the original. Telegram alone has it.
DELETE = "tg-delete:"

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


Part = Text | PicturePart | FilePart


def parts(reply: Reply) -> tuple[Part, ...]:
    """Return the messages of a reply in order: words and pictures as they come, sources after the last words, then files.

    A picture and all words are one message where they fit one; else the words before a picture are its caption.
    """
    made: list[Part] = []
    for block, words in _runs(reply):
        made += [*words] if block is None else _pictured(block, words)
    return (*made, *(FilePart(attachment) for attachment in reply.attachments if attachment.data))


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
    spoken = [number for number, part in enumerate(made) if not isinstance(part, FilePart)]
    return spoken[-1] if spoken else len(made) - 1


def keyboard(buttons: Iterable[Button]) -> InlineKeyboardMarkup | None:
    """Return buttons as a keyboard, short ones side by side; a key that does not fit is left out and logged."""
    rows: list[list[InlineKeyboardButton]] = []
    room = 0
    for shown in filter(None, map(key_button, buttons)):
        room -= len(shown.text)
        if room < 0 or len(rows[-1]) > 1:
            rows.append([])
            room = ROW_LETTERS - len(shown.text)
        rows[-1].append(shown)
    return InlineKeyboardMarkup(rows) if rows else None


def key_button(button: Button) -> InlineKeyboardButton | None:
    """Return one button, or None when Telegram would refuse it (Bot API: callback_data 1-64 bytes)."""
    label, key = sendable(button.label).strip(), button.key
    if not label or key != sendable(key) or len(key.encode()) > MAX_KEY_BYTES:
        log.error("a button was left out: its label is empty or its key does not fit %d bytes", MAX_KEY_BYTES)
        return None
    return InlineKeyboardButton(label, callback_data=key)


def with_delete(markup: InlineKeyboardMarkup | None, original: int) -> InlineKeyboardMarkup:
    """Return a keyboard with a row more: the button that deletes the original."""
    rows = list(markup.inline_keyboard) if markup else []
    return InlineKeyboardMarkup([*rows, [InlineKeyboardButton("Delete my original here", callback_data=f"{DELETE}{original}")]])


def file_name(name: str) -> str:
    """Return a file name without a path or anything that is no plain letter, and short enough."""
    path = PurePosixPath(sendable(name).replace("\\", "/"))
    stem = re.sub(r"[^\w.()+ -]", "_", path.stem).strip(" .")[:60] or "file"
    return stem + re.sub(r"[^\w.]", "", path.suffix)[:10]


def plain_words(text: str) -> Text:
    """Return one sentence of this door as a message."""
    found = texts(map(cleaned, lines(Paragraph(text))))
    return found[0] if found else Text("", "")
