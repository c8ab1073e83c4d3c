"""Names as people type them: folded, cut into words, told apart from addresses, compared letter by letter."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

#: Nobody names a service in more; what comes after is not looked at.
MAX_CHARS = 2000
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"[^\s/?#@]+\.[^\W\d_]{2,}\.?(:\d+)?([/?#].*)?", re.DOTALL)
_AROUND = "<>()[]{}\"'\u201c\u201d\u2018\u2019«»,;:.!?…*"


@lru_cache(maxsize=16_384)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, without case, accents or punctuation."""
    decomposed = unicodedata.normalize("NFKD", text[:MAX_CHARS])
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return tuple(_WORD.findall(bare.casefold()))


@lru_cache(maxsize=16_384)
def squashed(text: str) -> str:
    """Return a text as one run of letters and digits: "Magic  Shot!" is "magicshot"."""
    return "".join(words(text))


def hosts(text: str) -> tuple[str, ...]:
    """Return the hosts of all addresses in a text, lower case, in order; also of bare ones like "virbo.example/app"."""
    tokens = (token.strip(_AROUND) for token in text[:MAX_CHARS].split())
    found = (_host(token) for token in tokens if "://" in token or _ADDRESS.fullmatch(token))
    return tuple(dict.fromkeys(host for host in found if host))


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


@lru_cache(maxsize=16_384)
def letters(word: str) -> frozenset[str]:
    """Return the different letters of a word."""
    return frozenset(word)


def slips(word: str, other: str, most: int) -> int:
    """Return how many slips (a letter missing, added, changed, or two swapped) lie between two words; most + 1 if more."""
    if len(letters(word) ^ letters(other)) > 2 * most or abs(len(word) - len(other)) > most:
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
