"""Text as Discord shows it: nothing a person or a guide wrote can become markup.

Every character is escaped where Discord's Markdown gives it a meaning, so `<@1>`, `[a](b)`, `**` and a leading `#`
arrive as they were written. Bare web addresses stay whole: a backslash inside them would break the link.
"""

from __future__ import annotations

import re
import unicodedata

#: Letters with more accents than any script stacks (zalgo) are cut down to this many marks.
MAX_MARKS = 4

_ADDRESS = re.compile(r"https?://[A-Za-z0-9/._%?=&#+~:-]*[A-Za-z0-9/_%=]")
#: Emphasis, code and escapes anywhere; strike-through and spoilers in pairs; masked links; mentions, times and emoji.
_MARKUP = re.compile(r"[\\*_`\[]|~(?=~)|(?<=~)~|\|(?=\|)|(?<=\|)\||<(?=\S)|@(?=everyone|here)")
#: Headings, small print, lists and quotes.
_LINE_START = re.compile(r"^([ \t]*)([#+-](?=[#\s])|>|\d{1,9}(?=[.)]\s))", re.MULTILINE)
#: Characters that turn the reading direction of what follows, and controls other than tab and line feed.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


def tidy(text: str) -> str:
    """Return `text` without controls, direction overrides, lone surrogates and piles of accents."""
    whole = text.encode("utf-8", "replace").decode().replace("\r\n", "\n")
    return _flatten(_UNSEEN.sub("", whole))


def escape(text: str) -> str:
    """Return `text` so that Discord shows exactly it, web addresses included."""
    clean = tidy(text)
    pieces, end = [], 0
    for address in _ADDRESS.finditer(clean):
        pieces += [_plain(clean[end : address.start()]), address[0]]
        end = address.end()
    return _start_lines("".join((*pieces, _plain(clean[end:]))))


def cut(text: str, limit: int) -> list[str]:
    """Return escaped `text` in pieces of at most `limit` characters, broken where a reader would pause."""
    pieces = []
    while len(text) > limit:
        at = _pause(text, limit)
        pieces.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [piece for piece in (*pieces, text) if piece]


def shorten(text: str, limit: int) -> str:
    """Return `text` in at most `limit` characters, with an ellipsis where something is missing."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text)


def _start_lines(text: str) -> str:
    return _LINE_START.sub(lambda m: f"{m[1]}{m[2]}\\" if m[2].isdigit() else f"{m[1]}\\{m[2]}", text)


def _flatten(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def _pause(text: str, limit: int) -> int:
    for mark in ("\n\n", "\n", ". ", " "):
        at = text.rfind(mark, limit // 2, limit)
        if at > 0:
            return at + len(mark.rstrip(" \n"))
    backslashes = limit - len(text[:limit].rstrip("\\"))
    return limit - backslashes % 2  # never between a backslash and what it escapes
