"""Search by words: BM25 over stemmed words of title, text and questions (bm25s, PyStemmer)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

_WORD = re.compile(r"\w+")
_stem = Stemmer.Stemmer("english").stemWords

#: Words that say how somebody asks, not what about.
STOP = frozenset(
    """a about all also am an and any are as at be been but by can could did do does doing dont for from get getting gonna had has have
    having he her here him his how i if im in into is isnt it its itself just like me my no not of on or our out pls please she should so
    some than that the their them then there these they this those to too u up us was wasnt we were what when where which while who why
    will with would you your ur""".split()
)


def words(text: str) -> list[str]:
    """Return the stems of the words of a text, folded to plain lower case, without stop words."""
    folded = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode() or text.lower()
    return [str(stem) for stem in _stem([word for word in _WORD.findall(folded.replace("'", "")) if word not in STOP])]


class WordIndex:
    """BM25 over a fixed list of texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        corpus = [words(text) for text in texts]
        self._size = len(corpus)
        self._vocabulary = {word for text in corpus for word in text}
        self._bm25 = bm25s.BM25(k1=1.2, b=0.6)
        self._bm25.index(corpus, show_progress=False)

    def scores(self, query: str) -> NDArray[np.float32]:
        """Return one score a text, from 0 up to about 40."""
        known = [word for word in words(query) if word in self._vocabulary]
        if not known:
            return np.zeros(self._size, np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)

    def coverage(self, query: str) -> float:
        """Return the share of the query's words, 0 to 1, that the texts know at all."""
        asked = words(query)
        return sum(word in self._vocabulary for word in asked) / len(asked) if asked else 0.0
