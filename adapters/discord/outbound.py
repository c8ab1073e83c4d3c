"""A Reply as Discord messages: embeds, buttons and files, within Discord's limits.

Limits (Discord developer docs, resources/message and components/reference): embed title 256, description 4,096,
footer 2,048, all of an embed 6,000; 25 buttons, label 80, custom_id 100, link 512; 10 files; and for an app that a
person brought along (user install), 5 messages an interaction.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import discord

from adapters.discord.buttons import view_of
from adapters.discord.files import Outgoing, file_of, fitting, groups, picture_file
from adapters.discord.markup import cut, escape, shorten, tidy
from bot.messages import MARKS, Attachment, Block, Bullets, Copy, Link, More, Paragraph, Picture, Quote, Reply, Row, block_text, source_line
from bot.strings import say, speaking

TITLE = 256
DESCRIPTION = 4096
#: Less than Discord's 2,048, so that title, description and footer together stay under 6,000.
FOOTER = 1600
#: More than this many pages become one file: five messages an interaction, and files need some of them.
MAX_PAGES = 4
COLOUR = 0x2F6FDE
#: Words behind one spoiler: short enough that none has to be cut.
FOLDED = 1800
#: Text in bold gets hard to read beyond this many characters.
MAX_BOLD = 600


@dataclass(frozen=True, slots=True)
class Page:
    """One message: what `send` of discord.py takes, made anew for each attempt."""

    embed: discord.Embed | None
    files: tuple[Outgoing, ...] = ()
    view: discord.ui.View | None = None

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments of `send`; nobody is ever mentioned."""
        found: dict[str, Any] = {"allowed_mentions": discord.AllowedMentions.none()}
        if self.embed is not None:
            found["embed"] = self.embed
        if self.files:
            found["files"] = [discord.File(io.BytesIO(f.data), f.name, description=f.alt or None) for f in self.files]
        if self.view is not None:
            found["view"] = self.view
        return found


def pages(reply: Reply, upload_limit: int, *, showable: bool = False, form: str = "") -> tuple[Page, ...]:
    """Return the messages that say `reply`; files larger than `upload_limit` bytes are told about instead.

    showable: whether a "Show to everyone" button may stand below an answer or a rating (never below a private reply).
    form: the skill for which a button opens a form, or "".
    """
    with speaking(reply.language):
        return _pages(reply, upload_limit, showable=showable, form=form)


def _pages(reply: Reply, upload_limit: int, *, showable: bool, form: str) -> tuple[Page, ...]:
    whole = fitting(reply, upload_limit)
    texts = embeds(whole)
    if len(texts) > MAX_PAGES:
        texts = [*texts[: MAX_PAGES - 1], discord.Embed(title=say("The whole answer is in the file below."), colour=COLOUR)]
        everything = Attachment("everything.txt", tidy(reply.text).encode(), "text/plain")
        whole = replace(whole, attachments=(*whole.attachments, everything))
    bundles = groups([*_pictures(whole, texts), *map(file_of, whole.attachments)], upload_limit)
    view = view_of(whole, showable=showable and len(texts) == 1 and _answers(whole), form=form)
    return _together(texts, bundles, view)


def _answers(reply: Reply) -> bool:
    """Tell an answer or a rating, which names its sources or shows its rows, from invitations and apologies."""
    return not reply.attachments and bool(reply.sources or any(isinstance(block, Row) for block in reply.blocks))


def embeds(reply: Reply) -> list[discord.Embed]:
    """Return the words of `reply` as embeds, one a message."""
    title, blocks = _title(reply.blocks)
    found = [discord.Embed(description=text, colour=COLOUR) for text in _descriptions(blocks)]
    footer = shorten(tidy(source_line(reply.sources)), FOOTER)
    if not found and (title or footer):
        found = [discord.Embed(colour=COLOUR)]
    if title:
        found[0].title = title
    if footer:
        found[-1].set_footer(text=footer)
    return found


def markdown(block: Block) -> str:  # noqa: PLR0911 - one for each kind of block
    """Return one block in Discord's Markdown; a picture is a file, not text."""
    match block:
        case Paragraph(text=text, strong=strong):
            return _bold(text) if strong else escape(text)
        case Bullets(items=items, numbered=numbered):
            return "\n".join(_item(f"{n}." if numbered else "-", item) for n, item in enumerate(items, 1))
        case Row(mark=mark, label=label, text=text):
            return f"{MARKS[mark]} {_bold(label)}: {escape(text)}"
        case Quote(text=text, source=source):
            return "\n".join(f"> {line}" for line in f"“{escape(text)}” ({escape(source)})".split("\n"))
        case Picture():
            return ""
        case More(label=label, blocks=blocks):
            return "\n".join((_bold(label), *_spoilers(blocks)))
        case Copy(text=text):
            return _fenced(text)
        case Link():
            return escape(block_text(block))


def _cut(block: Block) -> list[str]:
    """Return one block in pieces that fit, none of which ends inside a spoiler."""
    if isinstance(block, More):
        return [_bold(block.label), *_spoilers(block.blocks)]
    if isinstance(block, Copy):
        return [_fenced(piece) for piece in cut(tidy(block.text), DESCRIPTION - len(_fenced("")))]
    return cut(markdown(block), DESCRIPTION)


def _spoilers(blocks: Sequence[Block]) -> list[str]:
    """Return blocks as plain lines behind spoilers: inside one Discord knows no lists."""
    words = "\n".join(escape(block_text(block)).replace("\\- ", "• ") for block in blocks)
    return [f"||{piece}||" for piece in cut(words, FOLDED)]


def _fenced(text: str) -> str:
    """Return words in a box that Discord offers to copy; inside it nothing is markup, and no word can end it."""
    inside = tidy(text).replace("`", "'")
    return f"```\n{inside}\n```"


def _bold(text: str) -> str:
    shown = escape(text).strip()
    return f"**{shown}**" if shown and len(shown) <= MAX_BOLD else shown


def _item(sign: str, text: str) -> str:
    return f"{sign} " + escape(text).replace("\n", "\n  ")


def _title(blocks: Sequence[Block]) -> tuple[str, Sequence[Block]]:
    """Return the point of the message as a title, and the blocks that remain."""
    if blocks and isinstance(first := blocks[0], Paragraph) and first.strong:
        title = escape(first.text).strip()
        if title and len(title) <= TITLE and "\n" not in title:
            return title, blocks[1:]
    return "", blocks


def _descriptions(blocks: Sequence[Block]) -> list[str]:
    packed: list[str] = []
    for glue, piece in _pieces(blocks):
        if packed and len(packed[-1]) + len(glue) + len(piece) <= DESCRIPTION:
            packed[-1] += glue + piece
        else:
            packed.append(piece)
    return packed


def _pieces(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    """Return (what goes before it, text) for each piece."""
    found: list[tuple[str, str]] = []
    previous: Block | None = None
    for block in blocks:
        glue = "\n" if _joined(previous, block) else "\n\n"
        for piece in _cut(block):
            found.append((glue, piece))
            glue = "\n"
        previous = block
    return found


def _joined(previous: Block | None, block: Block) -> bool:
    """Tell whether no blank line stands between: row after row, and a list after the words that announce it."""
    if isinstance(block, Row):
        return isinstance(previous, Row)
    return isinstance(block, Bullets) and isinstance(previous, Paragraph) and previous.text.endswith(":")


def _pictures(reply: Reply, texts: list[discord.Embed]) -> list[Outgoing]:
    """Return the pictures to look at as files; the first one stands inside the first embed."""
    found = [picture_file(n, block) for n, block in enumerate((b for b in reply.blocks if isinstance(b, Picture)), 1)]
    if found and len(texts) == 1:
        texts[0].set_image(url=f"attachment://{found[0].name}")
    return found


def _together(texts: list[discord.Embed], bundles: list[tuple[Outgoing, ...]], view: discord.ui.View | None) -> tuple[Page, ...]:
    """Return texts, then files: the last text carries the first files, and the buttons stand at the end of the words."""
    found = [Page(embed) for embed in texts] or [Page(None if bundles else discord.Embed(description=say("Done."), colour=COLOUR))]
    first, *others = bundles or [()]
    found[-1] = Page(found[-1].embed, first, view)
    return (*found, *(Page(None, files) for files in others))
