"""What goes in and what comes out: a Request, and a Reply made of blocks, not markup.

Blocks say *what* (a bullet list, a rating row); escaping, splitting and keyboards are
the business of each adapter's `outbound`. The core never sees ids, names or tokens.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.strings import say, speaking

Mark = Literal["good", "mixed", "bad", "unknown"]
Door = Literal["telegram", "discord", "web", "terminal", "api"]

#: Bot API InlineKeyboardButton.callback_data: 1-64 bytes. The smallest limit of all doors.
MAX_KEY_BYTES = 64


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came in or goes out, held in memory only."""

    name: str
    data: bytes = field(repr=False)
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Request:
    """One message of a person.

    skill: the command chosen, without its slash ("rate"); None lets the advisor pick.
    conversation: an opaque key under which memory is kept; "" keeps none.
    private: whether only this person reads the reply. Elsewhere findings name kinds, never values.
    own_photo: whether the attachments are this person's own.
    recompressed: whether the chat app re-encoded the photo on its way (sent "as photo").
    """

    text: str = ""
    skill: str | None = None
    attachments: tuple[Attachment, ...] = ()
    door: Door = "api"
    conversation: str = ""
    language: str | None = None
    private: bool = True
    own_photo: bool = True
    recompressed: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A label and the Request it sends (only `skill` and `text` of it travel)."""

    label: str
    request: Request

    @property
    def key(self) -> str:
        """The request as one stateless string of at most 64 bytes: "skill:text"."""
        return f"{self.request.skill or ''}:{self.request.text}"


def button(label: str, skill: str, text: str = "") -> Button:
    """Return a button that sends `text` to `skill`; ValueError if its key would not fit 64 bytes."""
    made = Button(label, Request(text=text, skill=skill))
    if len(made.key.encode()) > MAX_KEY_BYTES:
        raise ValueError(f"button key longer than {MAX_KEY_BYTES} bytes: {made.key}")
    return made


def request_of(key: str) -> Request:
    """Return the Request that a button's key stands for."""
    skill, _, text = key.partition(":")
    return Request(text=text, skill=skill or None)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `strong` marks the point of the message."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; numbered when the order matters."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion of a rating: a mark, its name, and the verdict in words."""

    mark: Mark
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody else's words (25 at most) and whose they are."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to look at, with the words that say the same. `dark`: the same for dark screens, where a door can tell."""

    data: bytes = field(repr=False)
    alt: str = ""
    media_type: str = "image/png"
    dark: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class More:
    """Blocks that are folded away under a label until a person wants them; doors that cannot fold show them."""

    label: str
    blocks: tuple[Paragraph | Bullets | Row | Quote, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """Words to take along as they stand, such as a letter; doors offer to copy them where they can."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address to press: https, or mailto with a whole letter in it. Doors that cannot open it show label and address."""

    label: str
    url: str


Block = Paragraph | Bullets | Row | Quote | Picture | More | Copy | Link


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from. `date` is the source's own (YYYY, YYYY-MM or YYYY-MM-DD, or "")."""

    title: str
    publisher: str = ""
    url: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says: blocks in order, buttons to go on, files, sources.

    private: the reply holds findings of a photo and is for the sender alone.
    language: the language of the text (BCP 47).
    """

    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    sources: tuple[Source, ...] = ()
    private: bool = False
    language: str = "en"

    @property
    def text(self) -> str:
        """The reply as plain text, for terminals, logs of golden conversations and screen readers."""
        return plain(self)


#: Row marks; the words beside them say the same.
MARKS: dict[Mark, str] = {"good": "✅", "mixed": "🟡", "bad": "❌", "unknown": "⚪"}


def source_line(sources: tuple[Source, ...]) -> str:
    """Return "Source: TITLE, DATE; TITLE, DATE", or "" without sources."""
    if not sources:
        return ""
    word = say("Source") if len(sources) == 1 else say("Sources")
    return f"{word}: " + "; ".join(", ".join(part for part in (s.title, s.publisher, s.date) if part) for s in sources)


def block_text(block: Block) -> str:  # noqa: PLR0911 - one for each kind of block
    """Return one block as plain text."""
    match block:
        case Paragraph(text=text) | Copy(text=text):
            return text
        case Bullets(items=items, numbered=numbered):
            return "\n".join(f"{n}. {item}" if numbered else f"- {item}" for n, item in enumerate(items, 1))
        case Row(mark=mark, label=label, text=text):
            return f"{MARKS[mark]} {label}: {text}"
        case Quote(text=text, source=source):
            return f"“{text}” ({source})"
        case Picture(alt=alt):
            return f"[picture: {alt}]"
        case More(label=label, blocks=blocks):
            return "\n".join((label, *map(block_text, blocks)))
        case Link(label=label, url=url):
            return f"{label}: {url}"


def plain(reply: Reply) -> str:
    """Return the whole reply as plain text: blocks, then sources. Rows follow each other without a blank line."""
    parts: list[str] = []
    previous: Block | None = None
    for block in reply.blocks:
        if isinstance(block, Row) and isinstance(previous, Row):
            parts[-1] += "\n" + block_text(block)
        else:
            parts.append(block_text(block))
        previous = block
    if reply.sources:
        with speaking(reply.language):
            parts.append(source_line(reply.sources))
    return "\n\n".join(parts)
