"""Fits the search and the gate to the project's own labelled questions, and writes bot/answers/fitted.json.

    python -m tests.eval.fit

Every probability that a threshold or the second model rests on is out of fold: the question it belongs to was not
seen by the model that made it. Needs scikit-learn and the shipped vectors (`unexposed index` first).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.answers import gate, shipped
from bot.answers.engine import exact_index
from bot.answers.entries import entries
from bot.answers.model import embed_query
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


def read(path: Path, facts: dict[str, list[dict[str, str]]], cache: dict[str, np.ndarray]) -> list[Labelled]:
    """Return the questions of a file with their gold passages."""
    found = []
    for line in path.read_text().splitlines():
        row = json.loads(line)
        text = row["question"]
        if text not in cache:
            cache[text] = embed_query(text)
        gold = frozenset(place["passage"] for fact in row["facts"] for place in facts.get(fact, []))
        kind = "distress" if row["style"] == "distress" else row["expect"]
        judged = bool(gold) or kind != "answer"
        found.append(Labelled(text, kind, gold, cache[text], judged))
    return found


def is_right(item: Labelled, passage: str) -> bool:
    """Tell whether leading with `passage` answers the question."""
    if item.kind == "distress":
        return passage.startswith(HELPING)
    return passage in item.gold


def fit_weights(tables: list[np.ndarray], golds: list[np.ndarray]) -> np.ndarray:
    """Return the weights of the signals that make gold passages win (listwise softmax, weights not below 0)."""

    def loss(weights: np.ndarray) -> float:
        total = 0.0
        for table, gold in zip(tables, golds, strict=True):
            scores = table @ weights
            top = scores.max()
            logs = scores - top - np.log(np.exp(scores - top).sum())
            total -= np.log(np.exp(logs[gold]).sum())
        return total / len(tables) + 1e-4 * float(weights @ weights)

    start = np.asarray([10.0, 20.0, 20.0, 5.0, 2.0])
    return minimize(loss, start, bounds=[(0, None)] * len(SIGNALS), method="L-BFGS-B").x


def kind_model() -> LogisticRegression:
    """Return the unfitted model of what a message is."""
    return LogisticRegression(C=20.0, max_iter=2000, class_weight="balanced")


def out_of_fold(make, inputs: np.ndarray, labels: np.ndarray) -> np.ndarray:  # noqa: ANN001
    """Return for every row the probabilities from a model that has not seen it."""
    found = np.zeros((len(inputs), len(np.unique(labels))))
    for train, held in StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(inputs, labels):
        found[held] = make().fit(inputs[train], labels[train]).predict_proba(inputs[held])
    return found


def main() -> None:
    """Fit everything, print how it does out of fold, write fitted.json."""
    library = load_library()
    passages = list(library.passages.values())
    facts = json.loads((HERE / "seed_facts.json").read_text())
    everything = entries(passages)
    index = exact_index(everything, shipped.read())
    items = read(HERE / "questions.jsonl", facts, {})

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
    logistic = lambda: LogisticRegression(C=1.0, max_iter=5000)  # noqa: E731
    confidence = out_of_fold(logistic, second[judged], right[judged].astype(int))[:, 1]

    refuse_from, distress_from = 0.5, 0.5
    answer_from = choose(confidence, right[judged], [items[n] for n in np.flatnonzero(judged)], kind[judged], refuse_from)
    kind_final, right_final = kind_model().fit(inputs, labels), logistic().fit(second[judged], right[judged].astype(int))
    report(items, kind, confidence, right, judged, answer_from, refuse_from, distress_from)
    gate.FILE.write_text(
        json.dumps(
            {
                "search": weights.round(4).tolist(),
                "kind_weights": kind_final.coef_.round(4).tolist(),
                "kind_bias": kind_final.intercept_.round(4).tolist(),
                "right_weights": right_final.coef_[0].round(4).tolist(),
                "right_bias": round(float(right_final.intercept_[0]), 4),
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
