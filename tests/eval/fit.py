"""Fits the search and the gate to the project's own labelled questions, and writes bot/answers/fitted-MODEL.json.

    python -m tests.eval.fit [e5|minilm]

Every probability of the gate that a threshold or the second model rests on is out of fold: the question it belongs
to was not seen by the model that made it. (The six weights of the search are fitted to all questions first.)
Needs scikit-learn and the shipped vectors (`unexposed index` first).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
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
from knowledge.schema import Passage

HERE = Path(__file__).parent
FOLDS = 10
#: Passages a person in trouble is helped by; any of them is a right lead for a question in distress.
HELPING = ("guides/en/somebody-elses-upload", "guides/en/intimate-images", "guides/en/after-upload", "guides/en/minors-and-consent")
#: Wrong leads allowed among the questions that have an answer, when the threshold is chosen.
WRONG_AT_MOST = 0.04
#: From this probability of a kind on, a message is taken for it.
REFUSE_FROM = DISTRESS_FROM = 0.5


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
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=500, class_weight="balanced"))


def right_model() -> Pipeline:
    """Return the unfitted model of whether the best passage answers."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=500))


def unscaled(fitted: Pipeline) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights and biases that do without the scaler."""
    scaler, linear = fitted[0], fitted[1]
    weights = linear.coef_ / scaler.scale_
    return weights, linear.intercept_ - weights @ scaler.mean_


def out_of_fold(make: Callable[[], Pipeline], inputs: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return for every row the probabilities from a model that has not seen it."""
    found = np.zeros((len(inputs), len(np.unique(labels))))
    for train, held in StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(inputs, labels):
        found[held] = make().fit(inputs[train], labels[train]).predict_proba(inputs[held])
    return found


@dataclass
class Table:
    """Everything the models are fitted to, a row a question."""

    items: list[Labelled]
    seen: np.ndarray
    inputs: np.ndarray
    labels: np.ndarray
    right: np.ndarray
    judged: np.ndarray

    def of(self, kind: str) -> np.ndarray:
        """Return which rows are of a kind."""
        return self.labels == gate.KINDS.index(kind)


def fit_search(passages: list[Passage], index: ExactIndex, items: list[Labelled]) -> np.ndarray:
    """Return the weights of the search, and print how often the first hit is right out of fold."""
    search = Search(passages, index, np.ones(len(SIGNALS)))
    row = {passage.id: n for n, passage in enumerate(passages)}
    ranked = [item for item in items if item.gold and item.kind == "answer"]
    tables = [search.signals(item.question, item.vector) for item in ranked]
    golds = [np.asarray([row[passage] for passage in item.gold]) for item in ranked]
    hits = 0
    for fold in range(FOLDS):
        train = [n for n in range(len(ranked)) if n % FOLDS != fold]
        weights = fit_weights([tables[n] for n in train], [golds[n] for n in train])
        hits += sum(int(np.argmax(tables[n] @ weights)) in golds[n] for n in range(fold, len(ranked), FOLDS))
    weights = fit_weights(tables, golds)
    print(f"first hit, out of fold: {hits / len(ranked):.3f} of {len(ranked)}; weights {np.round(weights, 1)}")
    return weights


def tabulate(search: Search, items: list[Labelled]) -> Table:
    """Return what the gate sees of every question, and whether the best passage answers it."""
    found = [search.rank(item.question, item.vector) for item in items]
    seen = np.stack([gate.features(hits, search.words.coverage(item.question)) for hits, item in zip(found, items, strict=True)])
    return Table(
        items=items,
        seen=seen,
        inputs=np.concatenate([np.stack([item.vector for item in items]), seen], axis=1),
        labels=np.asarray([gate.KINDS.index(item.kind) for item in items]),
        right=np.asarray([is_right(item, hits[0].passage.id) for hits, item in zip(found, items, strict=True)]),
        judged=np.asarray([item.judged for item in items]),
    )


def fit_gate(table: Table) -> dict[str, object]:
    """Return the fitted numbers of the gate, and print what they do out of fold."""
    kind = out_of_fold(kind_model, table.inputs, table.labels).astype(np.float32)
    second = np.concatenate([np.stack([gate.logits_of(row) for row in kind]), table.seen], axis=1)
    judged, target = table.judged, table.right.astype(int)
    confidence = np.zeros(len(table.items))
    confidence[judged] = out_of_fold(right_model, second[judged], target[judged])[:, 1]
    answer_from = choose(table, confidence)
    report(table, kind, confidence, answer_from)
    kind_weights, kind_bias = unscaled(kind_model().fit(table.inputs, table.labels))
    right_weights, right_bias = unscaled(right_model().fit(second[judged], target[judged]))
    return {
        "kind_weights": kind_weights.round(4).tolist(),
        "kind_bias": kind_bias.round(4).tolist(),
        "right_weights": right_weights[0].round(4).tolist(),
        "right_bias": round(float(right_bias[0]), 4),
        "answer_from": round(answer_from, 3),
        "refuse_from": REFUSE_FROM,
        "distress_from": DISTRESS_FROM,
    }


def choose(table: Table, confidence: np.ndarray) -> float:
    """Return the lowest confidence from which leads are wrong for at most WRONG_AT_MOST of the questions that have an answer."""
    known = table.of("answer") & table.judged
    for threshold in np.arange(0.05, 0.95, 0.01):
        if ((confidence >= threshold) & ~table.right & known).sum() / known.sum() <= WRONG_AT_MOST:
            return float(threshold)
    return 0.95


def report(table: Table, kind: np.ndarray, confidence: np.ndarray, answer_from: float) -> None:
    """Print what the thresholds do, out of fold."""
    refused = kind[:, gate.KINDS.index("refuse")] >= REFUSE_FROM
    noticed = (kind[:, gate.KINDS.index("distress")] >= DISTRESS_FROM) & ~refused
    answered = ((confidence >= answer_from) | noticed) & ~refused
    known, distress = table.of("answer") & table.judged, table.of("distress")

    def share(rows: np.ndarray, among: np.ndarray) -> str:
        return f"{(rows & among).sum() / among.sum():.3f}"

    print(
        f"answer from {answer_from:.2f}: right {share(answered & table.right, known)}, wrong lead {share(answered & ~table.right, known)}"
    )
    print(
        f"silent: {share(~answered, table.of('abstain'))} of what is not for us, {share(~answered, table.of('refuse'))} of harmful requests"
    )
    print(f"refused in words: {share(refused, table.of('refuse'))}; wrongly: {(refused & ~table.of('refuse')).sum()} of {len(table.items)}")
    print(f"distress: noticed {share(noticed, distress)}, answered {share(answered, distress)}")


def main() -> None:
    """Fit search and gate to the vectors of one model, and write them down."""
    key = sys.argv[1] if len(sys.argv) > 1 else "e5"
    model = next(known for known in MODELS if known.key == key)
    passages = list(load_library().passages.values())
    everything = entries(passages)
    space = Space(everything, model)
    index = ExactIndex(everything, space.vectors)
    items = read(HERE / "questions.jsonl", json.loads((HERE / "seed_facts.json").read_text()), space)
    weights = fit_search(passages, index, items)
    numbers = fit_gate(tabulate(Search(passages, index, weights), items))
    gate.file_of(key).write_text(json.dumps({"search": weights.round(4).tolist(), **numbers}) + "\n")


if __name__ == "__main__":
    main()
