"""The gate: does the best passage answer the question, is there nothing, or would an answer harm somebody?

Two small models, fitted by tests/eval/fit.py on questions the project owns (tests/eval/questions.jsonl) and kept as
plain numbers in fitted-MODEL.json:
- kind: a softmax over what a message is: a question to answer, somebody in distress, nothing for us, or harmful.
  It sees the vector of the message and the signals of the best passages.
- right: a logistic model of the probability that the best passage answers; it sees kind and signals.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answers import Outcome
from bot.answers.model import Vectors
from bot.answers.search import Hit

KINDS = ("answer", "distress", "abstain", "refuse")
#: From this probability of distress on, a message that looks harmful is answered with help instead.
IN_DOUBT = 0.35


@dataclass(frozen=True, slots=True)
class Fitted:
    """The fitted numbers: weights of the search, both models, and the thresholds of the decision."""

    search: tuple[float, ...]
    kind_weights: NDArray[np.float32]
    kind_bias: NDArray[np.float32]
    right_weights: NDArray[np.float32]
    right_bias: float
    answer_from: float
    refuse_from: float
    distress_from: float


def file_of(model_key: str) -> Path:
    """Return the file of the numbers fitted to a model's vectors."""
    return Path(__file__).with_name(f"fitted-{model_key}.json")


@cache
def fitted(model_key: str) -> Fitted:
    """Return the numbers that are shipped for a model."""
    return from_json(json.loads(file_of(model_key).read_text()))


def from_json(stored: dict[str, Any]) -> Fitted:
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
    )


def features(hits: Sequence[Hit], coverage: float) -> NDArray[np.float32]:
    """Return what the gate sees of a search: the best passage's signals, how far it leads, and how known the words are."""
    best, second = hits[0], hits[min(1, len(hits) - 1)]
    shares = logits_of(np.asarray([best.share, best.share + second.share]))
    return np.asarray([*best.signals, best.score, best.score - second.score, *shares, coverage], np.float32)


def kinds(vector: Vectors, seen: NDArray[np.float32], model: Fitted) -> NDArray[np.float32]:
    """Return the probabilities of KINDS for a message."""
    logits = model.kind_weights @ np.concatenate([vector, seen]) + model.kind_bias
    shifted = np.exp(logits - logits.max())
    return np.asarray(shifted / shifted.sum(), np.float32)


def probability(kind: NDArray[np.float32], seen: NDArray[np.float32], model: Fitted) -> float:
    """Return the probability that the best passage answers the question."""
    logit = float(model.right_weights @ np.concatenate([logits_of(kind), seen]) + model.right_bias)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def logits_of(probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the log-odds of probabilities, bounded, so that a linear model can use them."""
    bounded = np.clip(probabilities, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(bounded / (1 - bounded)), np.float32)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the gate decided.

    confidence: the probability that the best passage answers. distress: that somebody in trouble writes. harm: that
    an answer would hurt somebody.
    """

    outcome: Outcome
    confidence: float
    distress: float
    harm: float


def decide(vector: Vectors, hits: Sequence[Hit], coverage: float, model: Fitted) -> Decision:
    """Return whether to answer with the best passage, stay silent, or refuse. In doubt between harm and trouble, it is trouble."""
    seen = features(hits, coverage)
    kind = kinds(vector, seen, model)
    confidence = probability(kind, seen, model)
    refuse, distress = float(kind[KINDS.index("refuse")]), float(kind[KINDS.index("distress")])
    if refuse >= model.refuse_from and distress < IN_DOUBT:
        return Decision("refuse", confidence, distress, refuse)
    answers = confidence >= model.answer_from or distress >= model.distress_from or refuse >= model.refuse_from
    return Decision("answer" if answers else "abstain", confidence, distress, refuse)
