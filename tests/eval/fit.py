"""Fits the search and the gate to the project's own labelled questions, and writes bot/answers/fitted-MODEL.json and .npz.

    python -m tests.eval.fit [e5|minilm]

Every figure that is printed, and every input of the models that rest on other models, is out of fold: the question it
belongs to was not seen by the model that made it. Questions on one fact are in one fold. Needs scikit-learn and the
shipped vectors (`unexposed index` first). Vectors of questions are kept in the folder for temporary files.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from bot.answers import fitted, gate
from bot.answers.engine import HELPING
from bot.answers.entries import Entry, entries
from bot.answers.learned import learned_from
from bot.answers.model import MODELS, Model, Vectors
from bot.answers.reading import Reader, spelling_of
from bot.answers.search import SIGNALS, Search
from bot.answers.space import ExactIndex, Space
from knowledge.loader import load_library

HERE = Path(__file__).parent
FOLDS = 10
#: Wrong among the questions that people ask, when the threshold is chosen: a wrong lead, or an answer where silence is due.
WRONG_AT_MOST = 0.025
#: Share of questions with an answer among those people ask; among the labelled ones the others are many more, to learn from.
_ANSWERABLE = 0.7
#: From this probability of a kind on, a message is taken for it.
REFUSE_FROM = DISTRESS_FROM = 0.5
#: Strength of the regression on likeness, and of both linear models; chosen by cross-validation, flat around.
_RIDGE, _KIND, _RIGHT = 0.1, 0.3, 1.0


@dataclass
class Labelled:
    """One labelled question as it is looked up, its vector, and the passages that answer it (empty: not named)."""

    words: str
    kind: str
    gold: frozenset[str]
    vector: np.ndarray
    judged: bool
    fold: int


class Remembered:
    """Vectors of questions, embedded once and kept in the folder for temporary files."""

    def __init__(self, space: Space, model: Model) -> None:
        self._space, self._model = space, model
        self._path = Path(tempfile.gettempdir()) / f"unexposed-questions-{model.key}.npz"
        self._known: dict[str, Vectors] = {}
        if self._path.is_file():
            with np.load(self._path) as stored:
                self._known = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))

    def embed(self, text: str) -> Vectors:
        """Return the vector of a question in the space of the guides."""
        key = hashlib.blake2b(f"{self._model.name}\0{text}".encode(), digest_size=16).hexdigest()
        if key not in self._known:
            self._known[key] = self._model.embed(text, question=True)
        return self._space.place(self._known[key])

    def save(self) -> None:
        """Keep what was embedded for the next time."""
        np.savez(self._path, keys=np.asarray(list(self._known)), vectors=np.stack(list(self._known.values())))


def read(path: Path, facts: dict[str, list[dict[str, str]]], reader: Reader) -> list[Labelled]:
    """Return the questions of a file with their gold passages."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        gold = frozenset(place["passage"] for fact in row["facts"] for place in facts.get(fact, []))
        kind = "distress" if row["style"] == "distress" else row["expect"]
        query = reader.read(row["question"])
        told_apart = hashlib.blake2b((row["facts"][0] if row["facts"] else str(number)).encode()).digest()
        found.append(Labelled(query.words, kind, gold, query.vector, bool(gold) or kind != "answer", told_apart[0] % FOLDS))
    return found


def is_right(item: Labelled, passage: str) -> bool:
    """Tell whether leading with `passage` answers the question."""
    return passage.startswith(HELPING) if item.kind == "distress" else passage in item.gold


def fit_weights(tables: np.ndarray, golds: np.ndarray) -> np.ndarray:
    """Return the weights of the signals (n, passages, signals) that make gold passages win (listwise softmax, weights not below 0)."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = tables @ weights
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        whole, good = odds.sum(axis=1), np.where(golds, odds, 0).sum(axis=1)
        pull = odds / whole[:, None] - np.where(golds, odds, 0) / good[:, None]
        gradient = np.einsum("np,nps->s", pull, tables) / len(tables)
        return -float(np.log(good / whole).mean()) + 1e-4 * float(weights @ weights), gradient + 2e-4 * weights

    return minimize(loss, np.full(len(SIGNALS), 3.0), jac=True, bounds=[(0, None)] * len(SIGNALS), method="L-BFGS-B").x


def fit_search(search: Search, passages: list[str], items: list[Labelled]) -> np.ndarray:
    """Return the weights of the search, and print how often the first hit is right out of fold."""
    ranked = [item for item in items if item.gold and item.kind == "answer"]
    tables = np.stack([search.signals(item.words, item.vector) for item in ranked]).astype(float)
    golds = np.asarray([[passage in item.gold for passage in passages] for item in ranked])
    folds = np.asarray([item.fold for item in ranked])
    first = three = 0
    for fold in range(FOLDS):
        weights = fit_weights(tables[folds != fold], golds[folds != fold])
        best = np.argsort(-(tables[folds == fold] @ weights), axis=1)[:, :3]
        hit = np.take_along_axis(golds[folds == fold], best, axis=1)
        first, three = first + hit[:, 0].sum(), three + hit.any(axis=1).sum()
    weights = fit_weights(tables, golds)
    print(f"first hit, out of fold: {first / len(ranked):.3f}, among three {three / len(ranked):.3f}, of {len(ranked)}")
    print("weights:", ", ".join(f"{name} {weight:.1f}" for name, weight in zip(SIGNALS, weights, strict=True)))
    return weights


def taught(found: Sequence[Entry], space: Space) -> np.ndarray:
    """Return the vectors of every second written question of the guides, those for people in distress left out: each has an answer."""
    rows = [n for n, entry in enumerate(found) if entry.level == "question" and not entry.passage.startswith(HELPING)]
    return space.vectors[rows[::2]]


def fit_likeness(vectors: np.ndarray, labels: np.ndarray, folds: np.ndarray, more: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the votes of all examples (n + more, 4), and what those of other folds say of each (n, 4), in closed form.

    `more`: further examples of questions that have an answer.
    """
    kinds = np.append(labels, np.full(len(more), gate.KINDS.index("answer")))
    wanted = np.eye(len(gate.KINDS))[kinds] - 1 / len(gate.KINDS)
    inverse = np.linalg.inv(fitted.kernel(np.concatenate([vectors, more])) + _RIDGE * np.eye(len(kinds)))
    votes = inverse @ wanted
    held = np.zeros((len(vectors), len(gate.KINDS)))
    for fold in range(FOLDS):
        rows = np.flatnonzero(folds == fold)
        held[rows] = wanted[rows] - np.linalg.solve(inverse[np.ix_(rows, rows)], votes[rows])
    return votes, held


def kind_model() -> Pipeline:
    """Return the unfitted model of what a message is."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=_KIND, max_iter=1000))


def right_model() -> Pipeline:
    """Return the unfitted model of whether the best passage answers."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=_RIGHT, max_iter=1000))


def unscaled(model: Pipeline) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights and biases that do without the scaler."""
    scaler, linear = model[0], model[1]
    weights = linear.coef_ / scaler.scale_
    return weights, linear.intercept_ - weights @ scaler.mean_


def out_of_fold(make: Callable[[], Pipeline], inputs: np.ndarray, labels: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """Return for every row the probabilities from a model that has not seen its fold."""
    found = np.zeros((len(inputs), len(np.unique(labels))))
    for fold in range(FOLDS):
        found[folds == fold] = make().fit(inputs[folds != fold], labels[folds != fold]).predict_proba(inputs[folds == fold])
    return found


@dataclass
class Table:
    """Everything the gate is fitted to, a row a question."""

    inputs: np.ndarray
    labels: np.ndarray
    right: np.ndarray
    judged: np.ndarray
    folds: np.ndarray

    def of(self, kind: str) -> np.ndarray:
        """Return which rows are of a kind."""
        return self.labels == gate.KINDS.index(kind)


def tabulate(search: Search, items: list[Labelled], likeness: np.ndarray) -> Table:
    """Return what the gate sees of every question, and whether the best passage answers it."""
    found = [search.rank(item.words, item.vector) for item in items]
    seen = np.stack([gate.seen(hits, item.words, search.words.coverage(item.words)) for hits, item in zip(found, items, strict=True)])
    return Table(
        inputs=np.concatenate([likeness, seen], axis=1),
        labels=np.asarray([gate.KINDS.index(item.kind) for item in items]),
        right=np.asarray([is_right(item, hits[0].passage.id) for hits, item in zip(found, items, strict=True)]),
        judged=np.asarray([item.judged for item in items]),
        folds=np.asarray([item.fold for item in items]),
    )


def fit_gate(table: Table) -> dict[str, object]:
    """Return the fitted numbers of the gate, and print what they do out of fold."""
    kind = out_of_fold(kind_model, table.inputs, table.labels, table.folds).astype(np.float32)
    second = np.concatenate([np.stack([gate.logits_of(row) for row in kind]), table.inputs], axis=1)
    judged, target = table.judged, table.right.astype(int)
    confidence = np.zeros(len(kind))
    confidence[judged] = out_of_fold(right_model, second[judged], target[judged], table.folds[judged])[:, 1]
    answer_from = choose(table, kind, confidence)
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


def outcomes(kind: np.ndarray, confidence: np.ndarray, answer_from: float) -> tuple[np.ndarray, np.ndarray]:
    """Return which questions are refused, and which are answered."""
    harm, distress = kind[:, gate.KINDS.index("refuse")], kind[:, gate.KINDS.index("distress")]
    refused = (harm >= REFUSE_FROM) & (distress < gate.IN_DOUBT)
    answered = ((confidence >= answer_from) | (distress >= DISTRESS_FROM) | (harm >= REFUSE_FROM)) & ~refused
    return refused | (~answered & (harm >= gate.HARMFUL_IN_DOUBT) & (distress < gate.HARMFUL_IN_DOUBT)), answered


def wrong(table: Table, answered: np.ndarray) -> float:
    """Return the share of wrong leads, and of answers where silence was due, if _ANSWERABLE of the questions have an answer."""
    known, silent = table.of("answer") & table.judged, table.of("abstain") | table.of("refuse")
    leads, unasked = (answered & ~table.right)[known].mean(), answered[silent].mean()
    return float(_ANSWERABLE * leads + (1 - _ANSWERABLE) * unasked)


def choose(table: Table, kind: np.ndarray, confidence: np.ndarray) -> float:
    """Return the lowest confidence from which answers are wrong for at most WRONG_AT_MOST of the questions."""
    for threshold in np.arange(0.2, 0.95, 0.01):
        if wrong(table, outcomes(kind, confidence, threshold)[1]) <= WRONG_AT_MOST:
            return float(threshold)
    return 0.95


def report(table: Table, kind: np.ndarray, confidence: np.ndarray, answer_from: float) -> None:
    """Print what the thresholds do, out of fold."""
    refused, answered = outcomes(kind, confidence, answer_from)
    known, distress, harm = table.of("answer") & table.judged, table.of("distress"), table.of("refuse")

    def share(rows: np.ndarray, among: np.ndarray) -> str:
        return f"{(rows & among).sum() / among.sum():.3f}"

    print(f"answer from {answer_from:.2f}: right {share(answered & table.right, known)}, wrong {wrong(table, answered):.3f}")
    helped, nothing = table.of("answer") | distress, table.of("abstain")
    print(f"silent: {share(~answered, nothing)} of what is not for us, {share(~answered, harm)} of harmful requests")
    print(
        f"refused in words: {share(refused, harm)}; wrongly {(refused & helped).sum()}, and of what is not for us {share(refused, nothing)}"
    )
    print(f"distress answered: {share(answered, distress)}, with something that helps {share(answered & table.right, distress)}")


def main() -> None:
    """Fit search and gate to the vectors of one model, and write them down."""
    key = sys.argv[1] if len(sys.argv) > 1 else "e5"
    model = next(known for known in MODELS if known.key == key)
    library = load_library()
    passages = library.passages
    found = entries(passages.values())
    space = Space(found, model)
    remembered = Remembered(space, model)
    items = read(
        HERE / "questions.jsonl",
        json.loads((HERE / "seed_facts.json").read_text()),
        Reader(spelling_of(passages.values(), model.is_word), remembered.embed),
    )
    remembered.save()

    def searching(weights: np.ndarray) -> Search:
        return Search(list(passages.values()), ExactIndex(found, space.vectors), learned_from(found, space.vectors, passages), weights)

    weights = fit_search(searching(np.ones(len(SIGNALS))), list(passages), items)
    vectors = np.stack([item.vector for item in items])
    labels, folds = np.asarray([gate.KINDS.index(item.kind) for item in items]), np.asarray([item.fold for item in items])
    more = taught(found, space)
    votes, held = fit_likeness(vectors, labels, folds, more)
    numbers = fit_gate(tabulate(searching(weights), items, held))
    tables = {"means": space.means, "examples": np.concatenate([vectors, more]), "votes": votes, "held": held}
    fitted.write(key, {"search": weights.round(4).tolist(), **numbers}, tables)


if __name__ == "__main__":
    main()
