"""Slips of the keyboard and chat shorthand, put right before anything is looked up: "do thay keep my pix 4ever".

The words of the guides are the dictionary: a word that they do not know becomes the one they know that is a slip away.
English only; other languages would be bent into it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from bot.answers.words import STOP

_WORD = re.compile(r"[A-Za-z][A-Za-z']*|\d+|\W+|_", re.ASCII)
_LETTERS = re.compile(r"[a-z]+")
#: A word of a question counts as right when it was written so often.
_WRITTEN_OFTEN = 4
#: Shorter words have too many neighbours.
_SHORTEST = 4
#: From so many letters on, two slips are forgiven.
_TWO_SLIPS_FROM = 8
#: The most words that are looked at; a longer message has enough right ones.
_MAX_WORDS = 60
#: Keys beside each other on the usual keyboards, and letters that sound alike.
_NEAR = frozenset(
    frozenset(pair)
    for pair in "qw we er rt ty yu ui io op as sd df fg gh hj jk kl zx xc cv vb bn nm qa ws ed rf tg yh uj ik ol az sx dc fv gb hn jm "
    "ae ei ou ck sz iy fv".split()
)

#: What people write in chats, and what it means; "" says nothing about the question.
SHORTHAND = {
    short: meant
    for meant, shorts in {
        "you": "u ya yall y'all",
        "your": "ur yr yer",
        "are": "r",
        "to": "2",
        "for": "4",
        "and": "n nd",
        "with": "w wit wiv",
        "without": "w/o wo",
        "what": "wat wut wht wot",
        "why": "y",
        "because": "cuz coz cos bc bcuz",
        "about": "abt bout",
        "before": "b4",
        "people": "ppl peeps ppls",
        "someone": "sum1 some1 sm1",
        "anyone": "any1 ne1",
        "everyone": "every1",
        "tonight": "2nite tonite",
        "tomorrow": "2moro tmrw",
        "picture": "pic pik pikture",
        "pictures": "pics pix piks piktures",
        "photo": "foto",
        "photos": "fotos",
        "phone": "fone",
        "video": "vid",
        "videos": "vids",
        "details": "deets",
        "conversation": "convo",
        "suspicious": "sus sketchy shady",
        "legitimate": "legit",
        "instagram": "insta ig",
        "snapchat": "snap sc",
        "boyfriend": "bf",
        "girlfriend": "gf",
        "information": "info infos",
        "application": "appl",
        "please": "pls plz",
        "really": "rly rlly",
        "right now": "rn",
        "do not": "dont",
        "want to": "wanna",
        "going to": "gonna",
        "got to": "gotta",
        "though": "tho",
        "the": "teh da",
        "that": "dat tht",
        "this": "dis",
        "they": "dey thay",
        "company": "comp",
        "delete": "del",
        "": "tbh ngl imo imho lol lmao lmfao bruh bro bruv fr smh idk btw omg wtf tf af lowkey highkey deadass yo hey pls hmm mdr xd",
    }.items()
    for short in shorts.split()
}


def _deletes(word: str, slips: int) -> Iterator[str]:
    """Yield a word, and what is left of it when up to `slips` letters are left out."""
    yield word
    if slips and len(word) > 2:
        for n in range(len(word)):
            yield from _deletes(word[:n] + word[n + 1 :], slips - 1)


def distance(one: str, other: str) -> float:
    """Return how many slips lie between two words; swapped letters count one, a neighbouring key three quarters."""
    before: list[float] = []
    row = [float(n) for n in range(len(other) + 1)]
    for i, a in enumerate(one, 1):
        previous, row = row, [float(i)]
        for j, b in enumerate(other, 1):
            change = 0.0 if a == b else 0.75 if frozenset((a, b)) in _NEAR else 1.0
            best = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + change)
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, before[j - 2] + 0.75)
            row.append(best)
        before = previous
    return row[-1]


class Spelling:
    """The dictionary: words of texts, words that questions use often, and what `is_word` knows beyond (the model's own vocabulary)."""

    def __init__(self, texts: Iterable[str], questions: Iterable[str], is_word: Callable[[str], bool]) -> None:
        told = Counter(word for text in texts for word in _LETTERS.findall(text.casefold()))
        asked = Counter(word for text in questions for word in set(_LETTERS.findall(text.casefold())))
        self._counts = told + Counter({word: count for word, count in asked.items() if count >= _WRITTEN_OFTEN})
        self._right = frozenset(told) | STOP | {word for word, count in asked.items() if count >= _WRITTEN_OFTEN}
        self._is_word = is_word
        self._near: dict[str, list[str]] = {}
        for word in told:
            if len(word) >= _SHORTEST:
                for key in set(_deletes(word, 1)):
                    self._near.setdefault(key, []).append(word)

    def repaired(self, text: str) -> str:
        """Return an English text with slips and shorthand put right; the same text where there are none."""
        parts = _WORD.findall(text) if text.isascii() else re.findall(r"\w+|\W+", text)
        mended = [self._word(part) if n < 2 * _MAX_WORDS else part for n, part in enumerate(parts)]
        return text if mended == parts else " ".join("".join(mended).split())

    def _word(self, part: str) -> str:
        word = part.casefold()
        if word in SHORTHAND:
            return SHORTHAND[word]
        if len(word) < _SHORTEST or word in self._right or not _LETTERS.fullmatch(word) or self._is_word(word):
            return part
        return self._nearest(word) or part

    def _nearest(self, word: str) -> str:
        allowed = 2.0 if len(word) >= _TWO_SLIPS_FROM else 1.0
        around = {near for key in _deletes(word, 1) for near in self._near.get(key, ())}
        scored = sorted((distance(word, near), -self._counts[near], near) for near in around)
        return scored[0][2] if scored and scored[0][0] <= allowed else ""
