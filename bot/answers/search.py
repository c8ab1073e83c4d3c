"""Search: words and meaning, at the level of passage, sentence and written question, fused by fitted weights.

Two more signals come from the written questions of all passages together (`Learned`): what separates one passage's
questions from another's, whatever the language and the tone they are asked in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.answers.entries import Entry, Level
from bot.answers.learned import Learned
from bot.answers.model import Vectors
from bot.answers.words import WordIndex
from knowledge.schema import Passage

LEVELS: tuple[Level, ...] = ("passage", "sentence", "question")
#: Signals of a passage for a query, in this order; `weights` has one number each.
SIGNALS = ("passage", "sentence", "question", "four questions", "question without tone", "learned", "words")
#: Written questions of a passage that count; a passage that answers is near to several of its own.
_QUESTIONS = 4
#: Nearest entries looked at, by level: enough that no good passage lacks a level.
NEIGHBOURS = {"passage": 60, "sentence": 150, "question": 400}


class Index(Protocol):
    """Finds the entries nearest to a vector."""

    def nearest(self, query: Vectors, level: Level, count: int) -> list[tuple[Entry, float]]:
        """Return entries of a level and their cosine, best first."""


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

    def __init__(self, passages: Sequence[Passage], index: Index, learned: Learned, weights: Sequence[float]) -> None:
        self._passages = list(passages)
        self._row = {passage.id: n for n, passage in enumerate(self._passages)}
        self._learned = learned
        self._weights = np.asarray(weights, np.float32)
        self.index = index
        self.words = WordIndex(" ".join((p.title, p.text, *p.questions)) for p in self._passages)

    def signals(self, text: str, vector: Vectors) -> NDArray[np.float32]:
        """Return the signals of every passage: shape (passages, 7); cosines from -1 to 1, words from 0 to 1."""
        scores = self.words.scores(text)
        columns = (
            self._best(vector, "passage", 1)[:, 0],
            self._best(vector, "sentence", 1)[:, 0],
            *self._questions(vector),
            self._learned.nearest_question(vector),
            self._learned.scores(vector),
            scores / (scores + 10),
        )
        return np.stack(columns, axis=1)

    def _questions(self, vector: Vectors) -> tuple[Vectors, Vectors]:
        best = self._best(vector, "question", _QUESTIONS)
        return best[:, 0], best.mean(axis=1)

    def _best(self, vector: Vectors, level: Level, count: int) -> Vectors:
        """Return the cosines of each passage's `count` nearest entries: shape (passages, count); the rest as far as the last."""
        nearest = self.index.nearest(vector, level, NEIGHBOURS[level])
        table = np.full((len(self._passages), count), nearest[-1][1] if nearest else 0.0, np.float32)
        filled = np.zeros(len(self._passages), int)
        for entry, cosine in nearest:
            row = self._row[entry.passage]
            if filled[row] < count:
                table[row, filled[row]] = cosine
                filled[row] += 1
        return table

    def rank(self, text: str, vector: Vectors, count: int = 10) -> list[Hit]:
        """Return the best passages for a query, best first."""
        signals = self.signals(text, vector)
        fused = signals @ self._weights
        odds = np.exp(fused - fused.max())
        shares = odds / odds.sum()
        best = np.argsort(-fused, kind="stable")[:count]
        return [Hit(self._passages[n], float(fused[n]), tuple(map(float, signals[n])), float(shares[n])) for n in best]
