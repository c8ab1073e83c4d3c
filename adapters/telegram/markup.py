"""Blocks as Telegram's HTML: escaped by construction, cut on block borders.

A line is a run of spans; every span is escaped when it is written and carries its own tags, so a line can be
cut anywhere without breaking markup. The same lines without tags are the plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

from bot.messages import MARKS, Block, Bullets, Copy, Link, More, Paragraph, Picture, Quote, Row, Source
from bot.strings import say

#: Bot API sendMessage.text and sendPhoto.caption, after entities parsing. Telegram counts UTF-16 units.
MAX_TEXT = 4096
MAX_CAPTION = 1024

#: Control characters and lone surrogates (no text may hold them), and marks that turn the direction of what follows.
_UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Span:
    """A few words in one style; `link` is an http(s) address."""

    text: str
    tag: str = ""
    link: str = ""

    @property
    def html(self) -> str:
        """The words with their tags, everything else escaped."""
        inside = escape(self.text, quote=False)
        if self.link:
            inside = f'<a href="{escape(self.link)}">{inside}</a>'
        return f"<{self.tag}>{inside}</{self.tag}>" if self.tag else inside


@dataclass(frozen=True, slots=True)
class Line:
    """What stays together; `gap` is put before it unless it comes first in a message; `folded` lines are opened by a press."""

    spans: tuple[Span, ...]
    gap: str = "\n\n"
    folded: bool = False

    @property
    def plain(self) -> str:
        """The words alone."""
        return "".join(span.text for span in self.spans)

    @property
    def html(self) -> str:
        """The words with their tags."""
        return "".join(span.html for span in self.spans)


@dataclass(frozen=True, slots=True)
class Text:
    """One message: the same words with and without markup."""

    html: str
    plain: str


def length(text: str) -> int:
    """Return the length of a text in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def sendable(text: str) -> str:
    """Return the text without what Telegram refuses or what would disarrange the words after it."""
    return _UNSENDABLE.sub("", text.replace("\r\n", "\n"))


def lines(block: Block) -> Iterator[Line]:
    """Give a block's lines; a picture has none, its words are its caption."""
    match block:
        case Paragraph(text=text, strong=strong):
            yield Line((Span(text, "b" if strong else ""),))
        case Bullets(items=items, numbered=numbered):
            for number, item in enumerate(items, 1):
                yield Line((Span(f"{number}. {item}" if numbered else f"• {item}"),), "\n" if number > 1 else "\n\n")
        case Row(mark=mark, label=label, text=text):
            yield Line((Span(f"{MARKS[mark]} "), Span(label, "b"), Span(f": {text}")))
        case Quote(text=text, source=source):
            yield Line((Span(f"“{text}”", "i"), Span(f" ({source})")))
        case Picture():
            return
        case More(label=label, blocks=blocks):
            yield Line((Span(label, "b"),), folded=True)
            yield from (replace(line, gap="\n", folded=True) for one in blocks for line in lines(one))
        case Copy(text=text):
            yield Line((Span(text, "pre"),))
        case Link(label=label, url=url):
            web = url.startswith(("https://", "http://"))
            yield Line((Span(label, link=url if web else ""), Span("" if web else f": {url}")))


def all_lines(blocks: Iterable[Block], sources: tuple[Source, ...] = ()) -> Iterator[Line]:
    """Give the lines of several blocks and of their sources; rows follow each other without a blank line."""
    previous: Block | None = None
    for block in blocks:
        together = isinstance(block, Row) and isinstance(previous, Row)
        for line in lines(block):
            yield replace(line, gap="\n") if together else line
        previous = block
    if sources:
        yield source_line(sources)


def source_line(sources: tuple[Source, ...]) -> Line:
    """Return where the statements come from, titles linked."""
    spans = [Span(f"{say('Source') if len(sources) == 1 else say('Sources')}: ")]
    for number, source in enumerate(sources):
        rest = "".join(f", {part}" for part in (source.publisher, source.date) if part)
        link = source.url if source.url.startswith(("https://", "http://")) else ""
        spans += [Span("; " if number else ""), Span(source.title, link=link), Span(rest)]
    return Line(tuple(spans))


def texts(parts: Iterable[Line], limit: int = MAX_TEXT) -> tuple[Text, ...]:
    """Return lines as messages of at most `limit` units each, broken between lines, within one only when it is too long."""
    messages: list[list[Line]] = []
    used = 0
    for line in (piece for part in parts for piece in cut(cleaned(part), limit)):
        if messages and used + length(line.gap + line.plain) <= limit:
            messages[-1].append(line)
            used += length(line.gap + line.plain)
        else:
            messages.append([line])
            used = length(line.plain)
    return tuple(join(message) for message in messages)


def cleaned(line: Line) -> Line:
    """Return a line that Telegram takes."""
    return replace(line, spans=tuple(replace(span, text=sendable(span.text), link=sendable(span.link)) for span in line.spans))


def join(message: Iterable[Line]) -> Text:
    """Return lines as one message."""
    html = plain = ""
    for folded, run in groupby(message, lambda line: line.folded):
        inside = ""
        for line in run:
            gap = line.gap if plain else ""
            inside, plain = inside + gap + line.html, plain + gap + line.plain
        words = inside.lstrip("\n")
        html += inside.removesuffix(words) + f"<blockquote expandable>{words}</blockquote>" if folded else inside
    return Text(html, plain)


def cut(line: Line, limit: int) -> Iterator[Line]:
    """Give a line in pieces of at most `limit` units; nothing for a line without words."""
    if length(line.plain) <= limit:
        if line.plain.strip():
            yield line
        return
    for span in line.spans:
        yield from (replace(line, spans=(replace(span, text=piece),)) for piece in pieces(span.text, limit) if piece.strip())


def pieces(text: str, limit: int) -> Iterator[str]:
    """Give a text in pieces of at most `limit` units, cut after a space or a line end where one is near."""
    rest = text
    while length(rest) > limit:
        most = rest[:limit]
        while length(most) > limit:
            most = most[: len(most) - (length(most) - limit + 1) // 2]
        at = max(most.rfind("\n"), most.rfind(" ")) + 1
        head = most[:at] if at > len(most) // 2 else most
        yield head.rstrip()
        rest = rest[len(head) :]
    if rest:
        yield rest
