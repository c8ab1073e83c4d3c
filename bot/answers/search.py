"""Search: words and meaning, at the level of passage, sentence and written question, fused by fitted weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.answers.entries import Entry, Level
from bot.answers.model import Vectors
from bot.answers.words import WordIndex
from knowledge.schema import Passage

LEVELS: tuple[Level, ...] = ("passage", "sentence", "question")
#: Signals of a passage for a query, in this order; `weights` has one number each.
SIGNALS = ("passage", "sentence", "question", "second question", "four questions", "words")
#: Written questions of a passage that count; a passage that answers is near to several of its own.
_QUESTIONS = 4
#: Nearest entries looked at: about every tenth of the library, so that no good passage lacks a level.
NEIGHBOURS = 600


class Index(Protocol):
    """Finds the entries nearest to a vector."""

    def nearest(self, query: Vectors, count: int) -> list[tuple[Entry, float]]:
        """Return entries and their cosine, best first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, its fused score, the signals it rests on (in the order of SIGNALS).

    share: the probability, 0 to 1, that it is the one if any is (a softmax of the scores, as the weights were fitted).
    """

    passage: Passage
    score: float
    signals: tuple[float, ...]
    share: float


class Search:
    """Ranks passages for a query."""

    def __init__(self, passages: Sequence[Passage], index: Index, weights: Sequence[float]) -> None:
        self._passages = list(passages)
        self._row = {passage.id: n for n, passage in enumerate(self._passages)}
        self.index = index
        self._weights = np.asarray(weights, np.float32)
        self.words = WordIndex(" ".join((p.title, p.text, *p.questions)) for p in self._passages)

    def signals(self, text: str, vector: Vectors) -> NDArray[np.float32]:
        """Return the signals of every passage: shape (passages, 6); cosines from -1 to 1, words from 0 to 1."""
        nearest = self.index.nearest(vector, NEIGHBOURS)
        floor = nearest[-1][1] if nearest else 0.0
        table = np.full((len(self._passages), len(SIGNALS)), floor, np.float32)
        asked = np.full((len(self._passages), _QUESTIONS), floor, np.float32)
        counts = np.zeros(len(self._passages), int)
        for entry, cosine in nearest:
            row = self._row[entry.passage]
            if entry.level != "question":
                column = LEVELS.index(entry.level)
                table[row, column] = max(table[row, column], cosine)
            elif counts[row] < _QUESTIONS:
                asked[row, counts[row]] = cosine
                counts[row] += 1
        table[:, 2], table[:, 3], table[:, 4] = asked[:, 0], asked[:, 1], asked.mean(axis=1)
        scores = self.words.scores(text)
        table[:, 5] = scores / (scores + 10)
        return table

    def rank(self, text: str, vector: Vectors, count: int = 10) -> list[Hit]:
        """Return the best passages for a query, best first."""
        signals = self.signals(text, vector)
        fused = signals @ self._weights
        odds = np.exp(fused - fused.max())
        shares = odds / odds.sum()
        best = np.argsort(-fused, kind="stable")[:count]
        return [Hit(self._passages[n], float(fused[n]), tuple(map(float, signals[n])), float(shares[n])) for n in best]
