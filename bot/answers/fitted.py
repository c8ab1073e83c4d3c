"""The fitted numbers: made by tests/eval/fit.py, kept beside this file, one pair of files for each model.

fitted-MODEL.json holds weights and thresholds that a person may want to read, fitted-MODEL.npz the labelled examples
that a message is compared with, as vectors (one byte a number, as the shipped ones), and the means of the space.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answers.model import Vectors

#: How fast likeness to an example fades with distance; chosen by cross-validation, flat from 0.25 to 1.5.
_REACH = 0.5
#: Two vectors of one text differ only by the rounding of the stored one.
_THE_SAME = 0.998


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights of the search, both models of the gate, the thresholds of the decision, and the examples.

    means: the mean vector of each level, in the order of search.LEVELS (3, 384).
    examples, votes: centred vectors (m, 384), and what each says of a message like it, by kind (m, 4).
    held: what those of other folds say of each of the first n examples (n, 4); for scoring, which must not ask an example about itself.
    """

    search: tuple[float, ...]
    kind_weights: NDArray[np.float32]
    kind_bias: NDArray[np.float32]
    right_weights: NDArray[np.float32]
    right_bias: float
    answer_from: float
    refuse_from: float
    distress_from: float
    means: Vectors
    examples: Vectors
    votes: NDArray[np.float32]
    held: NDArray[np.float32]

    def likeness(self, vector: Vectors) -> NDArray[np.float32]:
        """Return how much a message is like the examples of each kind (4,): a kernel ridge regression."""
        near = np.exp(2 * _REACH * (self.examples @ vector - 1))
        return np.asarray(near @ self.votes, np.float32)

    def likeness_to_others(self, vector: Vectors) -> NDArray[np.float32]:
        """Return the same of a message as if it were not among the examples."""
        nearest = int(np.argmax(self.examples[: len(self.held)] @ vector))
        return self.held[nearest] if float(self.examples[nearest] @ vector) > _THE_SAME else self.likeness(vector)


def kernel(vectors: Vectors) -> NDArray[np.float64]:
    """Return the likeness of all vectors to each other (n, n), as `Fitted.likeness` measures it."""
    return np.asarray(np.exp(2 * _REACH * (vectors.astype(float) @ vectors.T.astype(float) - 1)))


def files_of(model_key: str) -> tuple[Path, Path]:
    """Return the files of the numbers fitted to a model's vectors: weights, examples."""
    return Path(__file__).with_name(f"fitted-{model_key}.json"), Path(__file__).with_name(f"fitted-{model_key}.npz")


@cache
def fitted(model_key: str) -> Fitted:
    """Return the numbers that are shipped for a model."""
    weights, examples = files_of(model_key)
    with np.load(examples, allow_pickle=False) as stored:
        vectors = stored["codes"].astype(np.float32) * stored["scales"][:, None]
        tables = {name: stored[name].astype(np.float32) for name in ("means", "votes", "held")}
    return from_numbers(json.loads(weights.read_text()), {**tables, "examples": vectors})


def from_numbers(stored: dict[str, Any], tables: dict[str, NDArray[np.float32]]) -> Fitted:
    """Return fitted numbers from their stored form."""
    return Fitted(
        search=tuple(stored["search"]),
        kind_weights=np.asarray(stored["kind_weights"], np.float32),
        kind_bias=np.asarray(stored["kind_bias"], np.float32),
        right_weights=np.asarray(stored["right_weights"], np.float32),
        right_bias=float(stored["right_bias"]),
        answer_from=float(stored["answer_from"]),
        refuse_from=float(stored["refuse_from"]),
        distress_from=float(stored["distress_from"]),
        **tables,
    )


def write(model_key: str, numbers: dict[str, Any], tables: dict[str, NDArray[np.float32]]) -> None:
    """Write fitted numbers to their files."""
    weights, path = files_of(model_key)
    weights.write_text(json.dumps(numbers) + "\n")
    examples = tables["examples"]
    scales = (np.abs(examples).max(axis=1, initial=1e-9) / 127).astype(np.float32)
    codes = np.rint(examples / scales[:, None]).astype(np.int8)
    votes, held = tables["votes"].astype(np.float16), tables["held"].astype(np.float16)
    np.savez_compressed(path, codes=codes, scales=scales, means=tables["means"].astype(np.float32), votes=votes, held=held)
