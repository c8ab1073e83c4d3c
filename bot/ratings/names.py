"""Names as people type them: folded, cut into words, told apart from addresses, compared letter by letter."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

#: Nobody names a service in more; what comes after is not looked at.
MAX_CHARS = 2000
_LATIN = "0-9A-Za-z\u00c0-\u024f"
#: Latin letters and others never make one word: in "LINEは安全" the name ends where the other script begins.
_WORD = re.compile(rf"[{_LATIN}]+|[^\W_{_LATIN}]+")
_STOP = re.compile(r"[.!?…;:,()\n\r\"\u201c\u201d\u3001\u3002\uff01\uff1f\u061f\u0964]")
_ADDRESS = re.compile(r"[^\s/?#@]+\.[^\W\d_]{2,}\.?(:\d+)?([/?#].*)?", re.DOTALL)
_AROUND = "<>()[]{}\"'\u201c\u201d\u2018\u2019«»,;:.!?…*"
#: An address in a store stands for the app it leads to, not for the store's owner.
_STORES = frozenset({"play.google.com", "apps.apple.com", "itunes.apple.com"})
_APPLE_ID = re.compile(r"id\d{6,12}")
_APPLE_APP = re.compile(r"/(id\d{6,12})(?:$|[/?#])")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as written, folded (no case, no accents), and whether a clause starts or ends with it."""

    raw: str
    folded: str
    starts: bool
    ends: bool


def spoken(text: str) -> tuple[Word, ...]:
    """Return the words of a text with what stands around them."""
    bare = _bare(text)
    found = list(_WORD.finditer(bare))
    gaps = [bare[a.end() : b.start()] for a, b in pairwise(found)]
    stops = [True, *(bool(_STOP.search(gap)) for gap in gaps), True]
    return tuple(Word(word[0], word[0].casefold(), stops[n], stops[n + 1]) for n, word in enumerate(found))


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, without case, accents or punctuation."""
    return tuple(word.casefold() for word in _WORD.findall(_bare(text)))


def _bare(text: str) -> str:
    """Return a text without accents. Nothing is remembered of it: people's texts are not kept."""
    if text.isascii():
        return text[:MAX_CHARS]
    decomposed = unicodedata.normalize("NFKD", text[:MAX_CHARS])
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def squashed(text: str) -> str:
    """Return a text as one run of letters and digits: "Magic  Shot!" is "magicshot"."""
    return "".join(words(text))


def addresses(text: str) -> tuple[str, ...]:
    """Return what all addresses in a text stand for, in order: the host, or in an app store the app's id ("com.example.app")."""
    tokens = (token.strip(_AROUND) for token in text[:MAX_CHARS].split())
    given = (
        _store_app(token) or _host(token) for token in tokens if "://" in token or _ADDRESS.fullmatch(token) or _APPLE_ID.fullmatch(token)
    )
    return tuple(dict.fromkeys(filter(None, given)))


def _store_app(token: str) -> str:
    if _host(token) not in _STORES:
        return ""
    parts = urlsplit(token if "://" in token else f"//{token}")
    apple = _APPLE_APP.search(parts.path)
    return apple[1] if apple else parse_qs(parts.query).get("id", [""])[0].casefold()


def _host(token: str) -> str:
    """Return the host a browser would go to: it reads a backslash as "/", and what stands before "@" is not the host."""
    address = token.replace("\\", "/")
    try:
        return (urlsplit(address if "://" in address else f"//{address}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def upwards(host: str) -> tuple[str, ...]:
    """Return a host and the domains above it, longest first: a.b.c, b.c, c."""
    labels = host.split(".")
    return tuple(".".join(labels[start:]) for start in range(len(labels)))


def letters(word: str) -> frozenset[str]:
    """Return the different letters of a word."""
    return frozenset(word)


def slips(word: str, other: str, most: int) -> int:
    """Return how many slips (a letter missing, added, changed, or two swapped) lie between two words; most + 1 if more."""
    if abs(len(word) - len(other)) > most or len(letters(word) ^ letters(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(word, 1):
        last, row, before = before, [i], row
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (char != wanted))
            if last and j > 1 and char == other[j - 2] and word[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
