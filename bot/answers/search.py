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
SIGNALS = ("passage", "sentence", "question", "second question", "words")
#: Nearest entries looked at: about every eighth of the library, so that no good passage lacks a level.
NEIGHBOURS = 400


class Index(Protocol):
    """Finds the entries nearest to a vector."""

    def nearest(self, query: Vectors, count: int) -> list[tuple[Entry, float]]:
        """Return entries and their cosine, best first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, its fused score, and the signals it rests on (in the order of SIGNALS)."""

    passage: Passage
    score: float
    signals: tuple[float, ...]


class Search:
    """Ranks passages for a query."""

    def __init__(self, passages: Sequence[Passage], index: Index, weights: Sequence[float]) -> None:
        self._passages = list(passages)
        self._row = {passage.id: n for n, passage in enumerate(self._passages)}
        self._index = index
        self._weights = np.asarray(weights, np.float32)
        self.words = WordIndex(" ".join((p.title, p.text, *p.questions)) for p in self._passages)

    def signals(self, text: str, vector: Vectors) -> NDArray[np.float32]:
        """Return the signals of every passage: shape (passages, 5); cosines less 0.8, words from 0 to 1."""
        nearest = self._index.nearest(vector, NEIGHBOURS)
        table = np.full((len(self._passages), len(SIGNALS)), nearest[-1][1] if nearest else 0.0, np.float32)
        for entry, cosine in reversed(nearest):  # the best comes last and stays
            row, column = self._row[entry.passage], LEVELS.index(entry.level)
            if entry.level == "question":
                table[row, column + 1] = table[row, column]
            table[row, column] = cosine
        table[:, :-1] -= 0.8
        scores = self.words.scores(text)
        table[:, -1] = scores / (scores + 10)
        return table

    def rank(self, text: str, vector: Vectors, count: int = 10) -> list[Hit]:
        """Return the best passages for a query, best first."""
        signals = self.signals(text, vector)
        fused = signals @ self._weights
        best = np.argsort(-fused, kind="stable")[:count]
        return [Hit(self._passages[n], float(fused[n]), tuple(map(float, signals[n]))) for n in best]
