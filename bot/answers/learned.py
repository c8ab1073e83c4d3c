"""What the written questions teach together, worked out in closed form when the engine opens (a tenth of a second).

- Without tone: the questions of one passage differ by language, voice and mood. Shrinking the directions in which they
  differ (their scatter within passages, as in Fisher's discriminant) leaves what they are about.
- Learned: a ridge regression from a question's vector to the passage it was written for. On our own questions it finds
  the right passage first as often as all the other signals together (0.91), and with them 0.04 more than they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answers.entries import Entry
from bot.answers.model import Vectors

#: Share of the mean scatter that is added to every direction, so that none is blown up. From 0.05 to 0.2 it makes no difference.
_SHRINKAGE = 0.1
#: Strength of the ridge: chosen on our own questions, flat from 50 to 200.
_RIDGE = 150.0
#: Brings the regression to the size of the other signals, so that one penalty fits the weights of all.
_SCALE = 10


def unit(vectors: Vectors) -> Vectors:
    """Return vectors of length 1 (and zero as zero)."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)


class Learned:
    """Two signals from the vectors of all written questions (n, 384), centred and of length 1, and whose questions they are."""

    def __init__(self, questions: Vectors, owners: NDArray[np.int_], passages: int) -> None:
        order = np.argsort(owners, kind="stable")
        self._vectors, self._owners, self._passages = questions[order], np.asarray(owners, int)[order], passages
        self._starts = np.flatnonzero(np.diff(self._owners, prepend=-1))
        self._map = _without_tone(self._vectors, self._means())
        self._plain = unit(self._vectors @ self._map)
        self._ridge = _ridge(self._vectors, self._sums())

    def nearest_question(self, vector: Vectors) -> Vectors:
        """Return the cosine of each passage's nearest question (passages,), tone taken out; -1 for one without questions."""
        found = np.full(self._passages, -1.0, np.float32)
        if len(self._starts):
            cosines = self._plain @ unit(vector @ self._map)
            found[self._owners[self._starts]] = np.maximum.reduceat(cosines, self._starts)
        return found

    def scores(self, vector: Vectors) -> Vectors:
        """Return how much a vector looks like a question written for each passage (passages,): 0 not at all, above 1 quite."""
        return np.asarray(_SCALE * (np.append(vector, 1) @ self._ridge), np.float32)

    def _means(self) -> Vectors:
        """Return for every question the mean of its passage's questions: (n, 384)."""
        counts = np.diff(np.append(self._starts, len(self._owners)))
        means = np.add.reduceat(self._vectors, self._starts, axis=0) / counts[:, None] if len(counts) else self._vectors
        return np.asarray(np.repeat(means, counts, axis=0), np.float32)

    def _sums(self) -> Vectors:
        """Return the sum of each passage's questions, each with a 1 appended: (passages, 385)."""
        found = np.zeros((self._passages, self._vectors.shape[1] + 1))
        if len(self._starts):
            whole = np.hstack([self._vectors, np.ones((len(self._vectors), 1), np.float32)])
            found[self._owners[self._starts]] = np.add.reduceat(whole, self._starts, axis=0)
        return found


def learned_from(found: Sequence[Entry], vectors: Vectors, passages: Iterable[str]) -> Learned:
    """Return what the questions among the entries teach about passages, given by their ids in order."""
    order = {passage: n for n, passage in enumerate(passages)}
    rows = [n for n, entry in enumerate(found) if entry.level == "question"]
    return Learned(vectors[rows], np.asarray([order[found[n].passage] for n in rows], int), len(order))


def _without_tone(vectors: Vectors, means: Vectors) -> Vectors:
    """Return the map (384, 384) that makes all directions of scatter within passages equally wide."""
    apart = (vectors - means).astype(float)
    widths, directions = np.linalg.eigh(apart.T @ apart / max(1, len(apart)))
    return np.asarray(directions / np.sqrt(widths + _SHRINKAGE * widths.mean() + 1e-9), np.float32)


def _ridge(vectors: Vectors, sums: Vectors) -> Vectors:
    """Return the weights (385, passages) of the regression onto whose question it is; the last row is the constant."""
    whole = np.hstack([vectors, np.ones((len(vectors), 1), np.float32)]).astype(float)
    gram = whole.T @ whole + np.diag(np.append(np.full(vectors.shape[1], _RIDGE), 1e-6))
    return np.asarray(np.linalg.solve(gram, sums.T), np.float32)
