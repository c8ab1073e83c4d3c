"""A policy as sentences, each an exact piece of the text that knows its place.

A text is cut into blocks (a paragraph, a heading, a list item, a row of a table), a block into sentences. Lines of
one paragraph belong together, as texts copied from a PDF are broken anywhere. A list item knows the words that lead
into it ("We never:"), for they can turn its meaning. `plain` is the sentence as it is searched: lower case, without
markup, and as long as the original, so that a place in one is the place in the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Bytes of a policy are rarely more than this many letters; what lies beyond is not read, and the reader says so.
MAX_CHARACTERS = 1_000_000
#: A heading is short, and has no full stop.
_HEADING_WORDS = 14

#: Characters of a block that are looked at to tell where it ends.
_LONG_BLOCK = 600
#: Characters of a sentence at most: text without full stops is no reason to search for minutes.
_MAX_SENTENCE = 1200

_HASHES = re.compile(r"\s{0,3}(?:[*+-]\s+)?#{1,6}(?:\s|$)")
_UNDERLINE = re.compile(r"\s*(?:=+|-{3,})\s*$")
_ITEM = re.compile(r"\s*(?:<li\b[^<>]{0,200}>\s*|[*+\-•·▪◦●–—]\s+|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s+|\d{1,2}\\\.\s+)(?=\S)")
_TABLE = re.compile(r"\s*\|.*\|\s*$")
_RULE = re.compile(r"[\s|:=*_-]*$")
#: Where a sentence ends: a full stop before a capital or a new line, a cell of a table, a tag that breaks the line, an item run in.
_END = re.compile(
    r"[.!?][\"'”’)\]*_]*(?=\s+[\"'“‘(\[*_#<]*[A-Z0-9À-Þ])|[.!?]{1,3}[\"'”’)\]*_]*(?=\s*\n)|\s\|\s|\|{2,}"
    r"|<(?:br|/?(?:p|li|ul|ol|div|h[1-6]|t[drh]|table))\b[^<>]{0,200}>|[;:](?=\s+(?:\([a-z0-9]{1,3}\)|[*•]\s))"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|inc|ltd|llc|corp|co|no|nos|vs|mr|mrs|ms|dr|st|art|arts|sec|u\.s|u\.k|approx|cf|para|incl|ave|blvd|p\.o|attn|reg|"
    r"tel|ste|dept|a\.m|p\.m|viz|al)|\b[a-z]|^\W*\d{1,2})\.$"
)
_BOLD = re.compile(
    r"\s*(?:(?:\*\*|__)[^*\n]{2,120}(?:\*\*|__):?|(?:<(?:b|strong|u|h[1-6])\b[^<>]{0,200}>\s*)+[^<\n]{2,120}(?:</(?:b|strong|u|h[1-6])>\s*:?\s*)+)\s*$",
    re.IGNORECASE,
)
#: Where a web page, or a text made of one, begins a new line without there being one; "|||" stands between its paragraphs.
_BREAK = re.compile(
    r"(?P<gap>\|{3,}|</?(?:p|div|h[1-6]|ul|ol|table|tr)\b[^<>]{0,200}>)|(?P<item>(?=<li\b))|</li>|<br\b[^<>]{0,20}>", re.IGNORECASE
)
_LINK = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")
_TAG = re.compile(r"<[/a-zA-Z!][^<>]{0,300}>")
_SAME = str.maketrans("’‘“”–—‑‐*_[]\\`\u00a0\u200b\u2060", "''\"\"----         ")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its place.

    text: exactly as it stands from `start`. plain: the same, lower case and without markup, equally long.
    heading: the heading it stands under, "" if none. lead: the words that lead into its list, in plain form.
    paragraph: the number of its block, from 1. is_heading: whether it is a heading itself.
    """

    text: str
    plain: str
    start: int
    paragraph: int
    heading: str
    lead: str
    is_heading: bool


@dataclass(frozen=True, slots=True)
class _Block:
    start: int
    end: int
    kind: str


def plain(text: str) -> str:
    """Return text as it is searched, equally long: lower case, straight quotes, addresses and markup blanked out."""
    found = _blanked(_LINK, text) if "](" in text else text
    found = _blanked(_TAG, found) if "<" in found else found
    same = found.translate(_SAME)
    lower = same.lower()
    return lower if len(lower) == len(text) else same


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match[0]), text)


def split(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text in order; joined with what lies between them they are the text again."""
    sentences: list[Sentence] = []
    heading, lead, led_by = "", "", ""
    for number, block in enumerate(_blocks(text), 1):
        raw = text[block.start : block.end]
        if block.kind == "heading":
            heading, lead = _title(raw), ""
            sentences.append(Sentence(raw, plain(raw), block.start, number, heading, "", is_heading=True))
            continue
        marker = _marker(raw) if block.kind == "item" else ""
        # What leads into a list leads into its items, until words without a mark follow, or a mark of the kind it bore itself.
        lead = lead if marker and marker != led_by else ""
        found = list(_sentences(text, block, number, heading, lead))
        sentences += found
        if found and found[-1].plain.rstrip().endswith(":"):
            lead, led_by = found[-1].plain, marker
    return tuple(sentences)


def _marker(raw: str) -> str:
    """Return the kind of mark that an item of a list begins with."""
    first = raw.lstrip().lstrip("(")[:1]
    return "digit" if first.isdigit() else "letter" if first.isalpha() else first


def _title(raw: str) -> str:
    """Return a heading's words without its markup."""
    words = _TAG.sub(" ", _LINK.sub(" ", raw.replace("\\", "")))
    return " ".join(re.sub(r"[#*_\[\]=|]+|-{3,}", " ", words).split()).strip(" :.-–")


def _sentences(text: str, block: _Block, number: int, heading: str, lead: str) -> Iterator[Sentence]:
    for start, end in _spans(text[block.start : block.end]):
        raw = text[block.start + start : block.start + end]
        yield Sentence(raw, plain(raw), block.start + start, number, heading, lead, is_heading=False)


def _spans(raw: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a block begin and end, without the white space around them."""
    start = 0
    for match in _END.finditer(raw):
        if match[0].startswith(".") and _ABBREVIATION.search(raw[max(start, match.start() - 12) : match.start() + 1].lower()):
            continue
        stop = match.start() if match[0].lstrip()[:1] in ("<", "|", "") else match.end()  # a tag or a line of a table is no word
        yield from _trimmed(raw, start, stop)
        start = match.end()
    yield from _trimmed(raw, start, len(raw))


def _trimmed(raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a span without the white space around it; what is far too long for a sentence in pieces, cut at white space."""
    while end - start > _MAX_SENTENCE:
        space = raw.rfind(" ", start + 1, start + _MAX_SENTENCE)
        stop = space if space > start else start + _MAX_SENTENCE
        yield from _inner(raw, start, stop)
        start = stop
    yield from _inner(raw, start, end)


def _inner(raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = raw[start:end]
    inner = piece.strip(" \t\r\n|\u00a0")
    if any(character.isalnum() for character in inner):
        at = start + piece.index(inner)
        yield at, at + len(inner)


def _blocks(text: str) -> Iterator[_Block]:
    """Yield the blocks of a text: lines are gathered until an empty one, a list item, a heading or a row of a table."""
    open_start, open_end, kind = -1, -1, "paragraph"
    for start, end, gap in _lines(text):
        line, before = text[start:end], _ends(text, open_start, open_end)
        if before and _UNDERLINE.match(line):
            yield _Block(open_start, open_end, "heading")
            open_start = -1
            continue
        if before and (gap or kind in ("heading", "row") or _parts(before, line)):
            yield _closed(text, open_start, open_end, kind)
            open_start = -1
        if _RULE.match(line):
            continue
        if open_start < 0:
            open_start, kind = start, _kind(line)
        open_end = end
    if open_start >= 0:
        yield _closed(text, open_start, open_end, kind)


def _ends(text: str, start: int, end: int) -> str:
    """Return an open block, of a long one its beginning and end: looking at all of it for every line would take minutes."""
    if start < 0:
        return ""
    return text[start:end] if end - start <= _LONG_BLOCK else text[start : start + _LONG_BLOCK // 2] + text[end - _LONG_BLOCK // 2 : end]


def _lines(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where the lines with something on them begin and end, and whether an empty one went before."""
    gap = False
    for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|$)", text[:MAX_CHARACTERS]):
        line = match[0].rstrip("\r\n")
        for start, end, apart in _pieces(line):
            if line[start:end].strip():
                yield match.start() + start, match.start() + end, gap or apart
                gap = False
            gap = gap or apart
        gap = gap or not line.strip()


def _pieces(line: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the pieces that tags cut a line into, and whether a gap goes before; a row of a table stays whole."""
    start, apart = 0, False
    if "<" in line or "|||" in line:
        for match in () if _TABLE.match(line) and "|||" not in line else _BREAK.finditer(line):
            yield start, match.start(), apart
            start, apart = match.end(), bool(match["gap"])
    yield start, len(line), apart


def _parts(before: str, line: str) -> bool:
    """Tell whether a line begins a block of its own after the one before."""
    if _NUMBERED.match(line) and before.rstrip()[-1:].isalnum() and not _begins(before):
        return False  # "thirty / (30) days" runs on, and is no numbered item
    return _begins(line) or _over(before, line)


def _begins(line: str) -> bool:
    return bool(_HASHES.match(line) or _BOLD.match(line) or _ITEM.match(line) or _TABLE.match(line))


_NUMBERED = re.compile(r"\s*\(?(?:\d{1,4}|[a-zA-Z]{1,4})[.)]\s+[a-z]")


def _over(raw: str, line: str) -> bool:
    """Tell whether a line stands over the next like a heading: a few words, no stop, and then a full line that begins anew."""
    few = len(raw.split()) <= 8 and "\n" not in raw and raw.rstrip()[-1:].isalnum() and _UNNUMBERED.sub("", raw)[:1].isupper()
    return few and line.lstrip()[:1].isupper() and len(line) > 1.5 * len(raw)


_UNNUMBERED = re.compile(r"^\s*(?:\(?\d{1,2}[.)]\s+)?")


def _kind(line: str) -> str:
    if _HASHES.match(line) or _BOLD.match(line):
        return "heading"
    if _TABLE.match(line):
        return "row"
    return "item" if _ITEM.match(line) else "paragraph"


def _closed(text: str, start: int, end: int, kind: str) -> _Block:
    """Return a block; a short lone line without a full stop is a heading, also one that is numbered."""
    raw = text[start:end]
    if kind in ("paragraph", "item") and "\n" not in raw and _looks_like_heading(raw, kind):
        return _Block(start, end, "heading")
    return _Block(start, end, kind)


def _looks_like_heading(raw: str, kind: str) -> bool:
    words = _title(raw)
    if not words or len(words.split()) > _HEADING_WORDS or raw.rstrip(" *_\\").endswith((".", ",", ";", ":", "!")):
        return False
    if kind == "item":
        return bool(re.match(r"\s*\(?(?:\d{1,2}|[IVX]{1,4}|[A-Z])[.)\\]", raw)) and len(words.split()) <= 8 and words[-1:].isalnum()
    return words[0].isupper() or words[0].isdigit()
