"""Scores the reader on labelled clauses and on labelled policies (tests/eval/policies)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.policy.detect import detect
from bot.policy.practice import RUBRIC, practice
from bot.policy.sentences import split
from bot.policy.verdict import judge
from bot.ratings.score import Rating

#: Labels of clauses that state a practice; "stated" leaves open which way.
_STATED = ("meets", "partly", "fails", "stated")


@dataclass(frozen=True, slots=True)
class Clause:
    """A labelled clause. label: meets, partly, fails, stated or not. held_out: not looked at in tuning."""

    practice: str
    label: str
    text: str
    held_out: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the reader made of something labelled. quoted: whether the quote is one that was labelled, None where none is due."""

    practice: str
    wanted: str
    found: str
    text: str
    held_out: bool = False
    quoted: bool | None = None

    @property
    def right(self) -> bool:
        """Whether stated and not stated were told apart."""
        return (self.wanted in ("not", "not-stated")) == (self.found == "not-stated")

    @property
    def same_way(self) -> bool:
        """Whether the verdict is the labelled one, too."""
        return self.right and (self.wanted in ("not", "stated", "not-stated") or self.found in (self.wanted, "stated"))


def read_clauses(path: Path) -> tuple[Clause, ...]:
    """Return the clauses of a file; every second one of a practice is held out."""
    clauses: list[Clause] = []
    name, number = "", 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name, number = line.strip("[]"), 0
        elif ": " in line and not line.startswith("#"):
            label, _, text = line.partition(": ")
            clauses.append(Clause(name, label, text, held_out=number % 2 == 1))
            number += 1
    return tuple(clauses)


def judge_clauses(clauses: Iterable[Clause]) -> tuple[Outcome, ...]:
    """Return what the reader makes of each clause, standing alone."""
    outcomes = []
    for clause in clauses:
        hits = detect(practice(clause.practice), split(clause.text))
        finding = judge(clause.practice, hits) if clause.practice in RUBRIC else None
        found = finding.verdict if finding else "stated" if hits else "not-stated"
        outcomes.append(Outcome(clause.practice, clause.label, found, clause.text, clause.held_out))
    return tuple(outcomes)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A policy with labels: practice to (verdict, piece of the sentence that should be quoted)."""

    name: str
    text: str
    labels: Mapping[str, tuple[str, tuple[str, ...]]]
    held_out: bool


def read_policies(folder: Path, texts: Path) -> tuple[Labelled, ...]:
    """Return the labelled policies of a folder's labels.json whose texts are there."""
    file_of_labels = folder / "labels.json"
    stored = json.loads(file_of_labels.read_text(encoding="utf-8")) if file_of_labels.is_file() else {}
    found = []
    for file, entry in stored.items():
        path = texts / file
        if path.is_file():
            labels = {about: (told[0], tuple(told[1:])) for about, told in entry["labels"].items()}
            found.append(Labelled(file, path.read_text(encoding="utf-8"), labels, bool(entry.get("held_out"))))
    return tuple(found)


def judge_policy(policy: Labelled, rating: Rating) -> tuple[Outcome, ...]:
    """Return what a rating of a labelled policy got right, practice by practice."""
    told = {verdict.criterion.id: (verdict.verdict, verdict.quote) for verdict in rating.verdicts}
    also = {evidence.criterion: ("stated", evidence.quote) for evidence in rating.also}
    outcomes = []
    for name, (wanted, quotes) in policy.labels.items():
        found, quote = told.get(name) or also.get(name) or ("not-stated", "")
        hit = _overlaps(quote, quotes, policy.text) if quotes and found not in ("not-stated", "unknown") else None
        outcomes.append(Outcome(name, wanted, "not-stated" if found == "unknown" else found, quote, policy.held_out, hit))
    return tuple(outcomes)


def _overlaps(quote: str, wanted: Iterable[str], text: str) -> bool:
    """Tell whether a quote stands in a sentence that holds, or begins in, one of the labelled pieces."""
    start = text.find(quote)
    places = [(at, len(piece)) for piece in wanted if (at := text.find(piece)) >= 0]
    sentences = ((sentence.start, len(sentence.text)) for sentence in split(text))
    told = [(first, size) for first, size in sentences if any(_meet(first, size, *place) for place in places)]
    return any(_meet(start, len(quote), *place) for place in told or places)


def _meet(start: int, size: int, other: int, length: int) -> bool:
    return start < other + length and other < start + size


@dataclass(frozen=True, slots=True)
class Scores:
    """How many were labelled, and the shares of 0 to 1: stated or not told right, verdict right too, quote where it was labelled."""

    number: int
    right: float
    same_way: float
    quoted: float


def scores(outcomes: Iterable[Outcome]) -> Scores:
    """Return the shares over all outcomes."""
    found = tuple(outcomes)
    quotes = [outcome.quoted for outcome in found if outcome.quoted is not None]
    count = max(1, len(found))
    return Scores(
        len(found),
        sum(outcome.right for outcome in found) / count,
        sum(outcome.same_way for outcome in found) / count,
        sum(quotes) / max(1, len(quotes)),
    )
