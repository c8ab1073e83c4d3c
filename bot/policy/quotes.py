"""A sentence shortened to its telling part: at most 25 words, cut at clauses, never a word changed or left out inside."""

from __future__ import annotations

import re

from bot.policy.detect import Hit
from knowledge.schema import MAX_QUOTE_WORDS

_WORD = re.compile(r"\S+")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_MARKUP = re.compile(r"<[/a-zA-Z!][^<>]{0,300}>|\*\*|__|\\(?=\W)|(?<!\w)[*_](?=\w)|(?<=[\w.,;:])[*_](?!\w)")
#: Marks of lists and headings before the first word.
_MARKS = re.compile(r"^[\s*#>•·▪◦●_|-]+(?=\S)")
#: Where a clause begins, best first: after a semicolon, a comma or a bracket, before a joining word.
_BREAK = re.compile(r"[;:,)]$")
_JOIN = frozenset("and or but if when unless which that to because where while including such for in with as".split())


def quote(hit: Hit) -> str:
    """Return the hit's sentence, or the part around its telling words, as an exact piece of the text."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(hit.sentence.text)]
    first, last = (0, len(words) - 1) if len(words) <= MAX_QUOTE_WORDS else _window(hit, words)
    return _MARKS.sub("", hit.sentence.text[words[first][0] : words[last][1]])


def shown(quote: str) -> str:
    """Return a quote as it is shown: the same words on one line, without the markup of links, tags and emphasis."""
    words = _LINK.sub(r"\1", quote)
    return " ".join(_MARKUP.sub(" ", words).split())


def _window(hit: Hit, words: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the first and last word of the best window: it holds the telling words, and begins and ends at clauses."""
    told = [index for index, (start, end) in enumerate(words) if start < hit.end and end > hit.start]
    text = hit.sentence.text
    low, high = (told[0], told[-1]) if told else (0, 0)
    high = min(high, low + MAX_QUOTE_WORDS - 1)
    room = MAX_QUOTE_WORDS - (high - low + 1)
    starts = range(max(0, low - room), low + 1)
    first = max(starts, key=lambda index: (_opens(text, words, index), index == 0, -index))
    ends = range(high, min(len(words), first + MAX_QUOTE_WORDS))
    # A clause that ends well beats a longer one, unless it is much shorter.
    last = max(ends, key=lambda index: (_closes(text, words, index) + 2 * (index - first + 1) / MAX_QUOTE_WORDS, index))
    return first, last


def _opens(text: str, words: list[tuple[int, int]], index: int) -> int:
    """Return how well a quote begins at a word: 3 at the sentence's start, then after a comma, then before a joining word."""
    if index == 0:
        return 3
    if _BREAK.search(text[slice(*words[index - 1])]):
        return 2
    return int(text[slice(*words[index])].lower() in _JOIN)


def _closes(text: str, words: list[tuple[int, int]], index: int) -> int:
    """Return how well a quote ends at a word."""
    if index == len(words) - 1:
        return 3
    if _BREAK.search(text[slice(*words[index])]):
        return 2
    return int(text[slice(*words[index + 1])].lower() in _JOIN)
