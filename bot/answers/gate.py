"""The gate: does the best passage answer the question, is there nothing, or would an answer harm somebody?

Fitted by tests/eval/fit.py on questions the project owns (tests/eval/questions.jsonl), in two steps:
- likeness: how much a message is like the labelled ones of each kind: a question to answer, somebody in distress,
  nothing for us, harmful.
- two small linear models on top of it and of what the search found: `kind`, a softmax over what a message is, and
  `right`, the probability that the best passage answers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answers import Outcome
from bot.answers.cues import cues
from bot.answers.fitted import Fitted
from bot.answers.search import Hit

KINDS = ("answer", "distress", "abstain", "refuse")
#: From this probability of harm on, a message that gets no answer anyway is refused in words rather than met with silence.
HARMFUL_IN_DOUBT = 0.4
#: From this probability of distress on, a message that looks harmful is answered with help instead.
IN_DOUBT = 0.35


def seen(hits: Sequence[Hit], text: str, coverage: float) -> NDArray[np.float32]:
    """Return what the gate sees: the best passage's signals, how far it leads, how known the words are, and what they say of intent."""
    best, second = hits[0], hits[min(1, len(hits) - 1)]
    shares = logits_of(np.asarray([best.share, best.share + second.share]))
    return np.asarray([*best.signals, best.score, best.score - second.score, *shares, coverage, *cues(text)], np.float32)


def kinds(inputs: NDArray[np.float32], model: Fitted) -> NDArray[np.float32]:
    """Return the probabilities of KINDS for a message; inputs are its likeness and what is seen."""
    logits = model.kind_weights @ inputs + model.kind_bias
    shifted = np.exp(logits - logits.max())
    return np.asarray(shifted / shifted.sum(), np.float32)


def probability(kind: NDArray[np.float32], inputs: NDArray[np.float32], model: Fitted) -> float:
    """Return the probability that the best passage answers the question."""
    logit = float(model.right_weights @ np.concatenate([logits_of(kind), inputs]) + model.right_bias)
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


def decide(likeness: NDArray[np.float32], inputs: NDArray[np.float32], model: Fitted) -> Decision:
    """Return whether to answer with the best passage, stay silent, or refuse, from a message's likeness and what is `seen`.

    In doubt between harm and trouble, it is trouble.
    """
    inputs = np.concatenate([likeness, inputs])
    kind = kinds(inputs, model)
    confidence = probability(kind, inputs, model)
    refuse, distress = float(kind[KINDS.index("refuse")]), float(kind[KINDS.index("distress")])
    if refuse >= model.refuse_from and distress < IN_DOUBT:
        return Decision("refuse", confidence, distress, refuse)
    if confidence >= model.answer_from or distress >= model.distress_from or refuse >= model.refuse_from:
        return Decision("answer", confidence, distress, refuse)
    return Decision("refuse" if refuse >= HARMFUL_IN_DOUBT > distress else "abstain", confidence, distress, refuse)
