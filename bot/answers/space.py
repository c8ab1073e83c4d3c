"""The space in which texts are compared: the model's vectors, without what all of them have in common."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.answers import shipped
from bot.answers.entries import Entry, Level
from bot.answers.learned import unit
from bot.answers.model import Model, Vectors
from bot.answers.search import LEVELS

log = logging.getLogger("unexposed.answers")


class Space:
    """The vectors of all entries, centred, and the way of a query into the same space.

    This model's vectors all point roughly the same way; what is left after taking out the mean of each level tells
    texts apart much better, above all across languages (first hit 0.60 to 0.74 on our own questions not in English).
    """

    def __init__(self, found: Sequence[Entry], model: Model, means: Vectors | None = None, own: Path | None = None) -> None:
        """`means` (3, 384) by level: those the weights were fitted with; without them, the means of what is there.

        `own`: an operator's folder; vectors of its texts are read from there, and those that had to be made are kept there.
        """
        wanted = [(entry.level, entry.text) for entry in found]
        ours, theirs = shipped.read(model), shipped.read(model, own) if own else {}
        by_key = shipped.complete(model, wanted, ours | theirs, _log_progress)
        _keep(model, {key: vector for key, vector in by_key.items() if key not in ours}, theirs, own)
        matrix = np.stack([by_key[shipped.key_of(model, level, text)] for level, text in wanted])
        levels = np.asarray([LEVELS.index(entry.level) for entry in found])
        self.means = np.stack([matrix[levels == n].mean(axis=0) for n in range(len(LEVELS))]) if means is None else means
        self.vectors = unit(matrix - self.means[levels])
        self.model = model

    def query(self, text: str) -> Vectors:
        """Return the vector (384,) of a question; texts not shipped are embedded now."""
        return self.place(self.model.embed(text, question=True))

    def place(self, vector: Vectors) -> Vectors:
        """Return a question's vector, as the model gives it, in this space."""
        return unit(vector - self.means[LEVELS.index("question")])


def _log_progress(done: int, count: int) -> None:
    log.info("%d of %d new texts of the guides are ready to be searched", done, count)


def _keep(model: Model, vectors: dict[bytes, Vectors], before: dict[bytes, Vectors], own: Path | None) -> None:
    """Keep an operator's vectors in their folder when they have changed; where it cannot be written to, they are made again next time."""
    if own is None or vectors.keys() == before.keys():
        return
    try:
        shipped.write(model, vectors, own)
    except OSError as error:
        log.warning("vectors are not kept: %s", type(error).__name__)


class ExactIndex:
    """Compares a vector with all of them; what Chroma approximates. It is there at once, so answers start with it."""

    def __init__(self, found: Sequence[Entry], vectors: Vectors) -> None:
        levels = np.asarray([entry.level for entry in found])
        self._rows: dict[Level, NDArray[np.intp]] = {level: np.flatnonzero(levels == level) for level in LEVELS}
        self._vectors = {level: vectors[rows] for level, rows in self._rows.items()}
        self._entries = found

    def nearest(self, query: Vectors, level: Level, count: int) -> list[tuple[Entry, float]]:
        """Return the `count` nearest entries of a level and their cosine, best first."""
        cosines = self._vectors[level] @ query
        best = np.argsort(-cosines)[:count]
        return [(self._entries[self._rows[level][n]], float(cosines[n])) for n in best]
