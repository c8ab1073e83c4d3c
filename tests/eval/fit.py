"""Fits the search and the gate to the project's own labelled questions, and writes bot/answers/fitted-MODEL.json.

    python -m tests.eval.fit [e5|minilm]

Every probability that a threshold or the second model rests on is out of fold: the question it belongs to was not
seen by the model that made it. Needs scikit-learn and the shipped vectors (`unexposed index` first).
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from bot.answers import gate
from bot.answers.engine import ExactIndex, Space
from bot.answers.entries import entries
from bot.answers.model import MODELS
from bot.answers.search import SIGNALS, Search
from knowledge.loader import load_library

HERE = Path(__file__).parent
FOLDS = 10
#: Passages a person in trouble is helped by; any of them is a right lead for a question in distress.
HELPING = ("guides/en/somebody-elses-upload", "guides/en/intimate-images", "guides/en/after-upload", "guides/en/minors-and-consent")
#: Wrong answers allowed among all questions when the threshold is chosen.
WRONG_AT_MOST = 0.03


@dataclass
class Labelled:
    """One labelled question, its vector, and the passages that answer it (None: any of HELPING; empty: unknown)."""

    question: str
    kind: str
    gold: frozenset[str]
    vector: np.ndarray
    judged: bool


def read(path: Path, facts: dict[str, list[dict[str, str]]], space: Space) -> list[Labelled]:
    """Return the questions of a file with their gold passages."""
    found = []
    for line in path.read_text().splitlines():
        row = json.loads(line)
        text = row["question"]
        gold = frozenset(place["passage"] for fact in row["facts"] for place in facts.get(fact, []))
        kind = "distress" if row["style"] == "distress" else row["expect"]
        judged = bool(gold) or kind != "answer"
        found.append(Labelled(text, kind, gold, space.query(text), judged))
    return found


def is_right(item: Labelled, passage: str) -> bool:
    """Tell whether leading with `passage` answers the question."""
    if item.kind == "distress":
        return passage.startswith(HELPING)
    return passage in item.gold


def fit_weights(tables: list[np.ndarray], golds: list[np.ndarray]) -> np.ndarray:
    """Return the weights of the signals that make gold passages win (listwise softmax, weights not below 0)."""
    signals = np.stack(tables).astype(float)
    gold = np.zeros(signals.shape[:2], bool)
    for row, columns in enumerate(golds):
        gold[row, columns] = True

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = signals @ weights
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        whole, good = odds.sum(axis=1), np.where(gold, odds, 0).sum(axis=1)
        pull = odds / whole[:, None] - np.where(gold, odds, 0) / good[:, None]
        gradient = (pull[:, :, None] * signals).sum(axis=1).mean(axis=0)
        return -float(np.log(good / whole).mean()) + 1e-4 * float(weights @ weights), gradient + 2e-4 * weights

    return minimize(loss, np.full(len(SIGNALS), 3.0), jac=True, bounds=[(0, None)] * len(SIGNALS), method="L-BFGS-B").x


def kind_model() -> Pipeline:
    """Return the unfitted model of what a message is; its strength was chosen by cross-validation."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.02, max_iter=500, class_weight="balanced"))


def right_model() -> Pipeline:
    """Return the unfitted model of whether the best passage answers."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=500))


def unscaled(fitted: Pipeline) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights and biases that do without the scaler."""
    scaler, linear = fitted[0], fitted[1]
    weights = linear.coef_ / scaler.scale_
    return weights, linear.intercept_ - weights @ scaler.mean_


def out_of_fold(make, inputs: np.ndarray, labels: np.ndarray) -> np.ndarray:  # noqa: ANN001
    """Return for every row the probabilities from a model that has not seen it."""
    found = np.zeros((len(inputs), len(np.unique(labels))))
    for train, held in StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(inputs, labels):
        found[held] = make().fit(inputs[train], labels[train]).predict_proba(inputs[held])
    return found


def main() -> None:
    """Fit everything, print how it does out of fold, write the fitted numbers."""
    key = sys.argv[1] if len(sys.argv) > 1 else "e5"
    model = next(known for known in MODELS if known.key == key)
    library = load_library()
    passages = list(library.passages.values())
    facts = json.loads((HERE / "seed_facts.json").read_text())
    everything = entries(passages)
    space = Space(everything, model)
    index = ExactIndex(everything, space.vectors)
    items = read(HERE / "questions.jsonl", facts, space)

    search = Search(passages, index, np.ones(len(SIGNALS)))
    tables = [search.signals(item.question, item.vector) for item in items]
    row = {passage.id: n for n, passage in enumerate(passages)}
    ranked = [n for n, item in enumerate(items) if item.gold and item.kind == "answer"]
    golds = {n: np.asarray([row[p] for p in items[n].gold]) for n in ranked}
    folds = [ranked[k::5] for k in range(5)]
    hits = 0
    for held in folds:
        train = [n for n in ranked if n not in set(held)]
        weights = fit_weights([tables[n] for n in train], [golds[n] for n in train])
        hits += sum(int(np.argmax(tables[n] @ weights)) in golds[n] for n in held)
    weights = fit_weights([tables[n] for n in ranked], [golds[n] for n in ranked])
    print(f"first hit, out of fold: {hits / len(ranked):.3f} of {len(ranked)}; weights {dict(zip(SIGNALS, weights.round(2), strict=True))}")

    search = Search(passages, index, weights)
    found = [search.rank(item.question, item.vector) for item in items]
    seen = np.stack([gate.features(h, search.words.coverage(i.question)) for h, i in zip(found, items, strict=True)])
    right = np.asarray([is_right(item, h[0].passage.id) for item, h in zip(items, found, strict=True)])

    labels = np.asarray([gate.KINDS.index(item.kind) for item in items])
    inputs = np.concatenate([np.stack([item.vector for item in items]), seen], axis=1)
    kind = out_of_fold(kind_model, inputs, labels).astype(np.float32)
    second = np.concatenate([np.stack([gate.logits_of(k) for k in kind]), seen], axis=1)
    judged = np.asarray([item.judged for item in items])
    confidence = out_of_fold(right_model, second[judged], right[judged].astype(int))[:, 1]

    refuse_from, distress_from = 0.5, 0.5
    answer_from = choose(confidence, right[judged], [items[n] for n in np.flatnonzero(judged)], kind[judged], refuse_from)
    kind_final, right_final = kind_model().fit(inputs, labels), right_model().fit(second[judged], right[judged].astype(int))
    report(items, kind, confidence, right, judged, answer_from, refuse_from, distress_from)
    gate.file_of(key).write_text(
        json.dumps(
            {
                "search": weights.round(4).tolist(),
                "kind_weights": unscaled(kind_final)[0].round(4).tolist(),
                "kind_bias": unscaled(kind_final)[1].round(4).tolist(),
                "right_weights": unscaled(right_final)[0][0].round(4).tolist(),
                "right_bias": round(float(unscaled(right_final)[1][0]), 4),
                "answer_from": round(answer_from, 3),
                "refuse_from": refuse_from,
                "distress_from": distress_from,
            }
        )
        + "\n"
    )


def choose(confidence: np.ndarray, right: np.ndarray, items: list[Labelled], kind: np.ndarray, refuse_from: float) -> float:
    """Return the lowest confidence from which answering is wrong for at most WRONG_AT_MOST of all questions."""
    refused = kind[:, gate.KINDS.index("refuse")] >= refuse_from
    for threshold in np.arange(0.05, 0.95, 0.01):
        answered = (confidence >= threshold) & ~refused
        if (answered & ~right).sum() / len(items) <= WRONG_AT_MOST:
            return float(threshold)
    return 0.95


def report(items, kind, confidence, right, judged, answer_from, refuse_from, distress_from) -> None:  # noqa: ANN001
    """Print what the thresholds do, out of fold."""
    full = np.zeros(len(items))
    full[judged] = confidence
    refused = kind[:, gate.KINDS.index("refuse")] >= refuse_from
    distress = (kind[:, gate.KINDS.index("distress")] >= distress_from) & ~refused
    answered = ((full >= answer_from) | distress) & ~refused
    of = {k: np.asarray([item.kind == k for item in items]) for k in gate.KINDS}
    known = of["answer"] & judged
    print(f"answer from {answer_from:.2f}")
    print(
        f"answered right {(answered & right & known).sum() / known.sum():.3f}, wrong lead {(answered & ~right & known).sum() / known.sum():.3f}"
    )
    silent = ~answered
    print(
        f"silent where it should be: abstain {(silent & of['abstain']).sum() / of['abstain'].sum():.3f}, refuse {(silent & of['refuse']).sum() / of['refuse'].sum():.3f}"
    )
    print(f"refused in words {(refused & of['refuse']).sum() / of['refuse'].sum():.3f}, refused wrongly {(refused & ~of['refuse']).sum()}")
    print(
        f"distress helped {(answered & right & of['distress']).sum() / of['distress'].sum():.3f}, noticed {(distress & of['distress']).sum() / of['distress'].sum():.3f}"
    )


if __name__ == "__main__":
    main()
