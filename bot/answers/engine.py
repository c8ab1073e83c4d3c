"""From a question to an Answer: embed, rank, decide, and give the passage's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.answers import Answer, Citation, gate, model, shipped
from bot.answers.entries import Entry, entries
from bot.answers.language import language_of
from bot.answers.model import Vectors
from bot.answers.search import Hit, Index, Search
from knowledge.schema import Library, Passage

#: Where people in distress are led when no passage of that kind was found.
FIRST_AID = "guides/en/somebody-elses-upload#first-steps"
REFUSAL = (
    "I won't help with that: it can hurt somebody who has not agreed, and in many places it is an offence. "
    "If someone did this to you, tell me what happened and I can help."
)
SILENCE = "I don't have anything reliable on that."


class ExactIndex:
    """Compares a vector with all of them; what Chroma approximates. For one question alone it starts much sooner."""

    def __init__(self, found: Sequence[Entry], vectors: Vectors) -> None:
        self._entries = found
        self._vectors = vectors

    def nearest(self, query: Vectors, count: int) -> list[tuple[Entry, float]]:
        """Return the `count` nearest entries and their cosine, best first."""
        cosines = self._vectors @ query
        best = np.argsort(-cosines)[:count]
        return [(self._entries[n], float(cosines[n])) for n in best]


def vectors_of(found: Sequence[Entry], known: Mapping[bytes, Vectors]) -> Vectors:
    """Return one vector an entry, of length 1; what is not known (an operator's own guides) is embedded now."""
    wanted = [(entry.level, entry.text) for entry in found]
    by_key = shipped.complete(wanted, dict(known), embed)
    matrix = np.stack([by_key[shipped.key_of(level, text)] for level, text in wanted])
    return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), np.float32)


def embed(level: str, text: str) -> Vectors:
    """Return the vector of an entry: a written question as a query, anything else as a passage."""
    return model.embed_query(text) if level == "question" else model.embed_passage(text)


def exact_index(found: Sequence[Entry], known: Mapping[bytes, Vectors]) -> ExactIndex:
    """Return an index that compares with every entry."""
    return ExactIndex(found, vectors_of(found, known))


@dataclass(frozen=True, slots=True)
class Engine:
    """Answers questions from a library."""

    search: Search
    fitted: gate.Fitted
    passages: Mapping[str, Passage]

    def answer(self, text: str, language: str | None = None) -> Answer:
        """Return the answer to a question; an empty one is abstained from."""
        spoken = language or language_of(text)
        if not model.clip(text):
            return Answer("abstain", SILENCE, (), 0.0, spoken)
        vector = model.embed_query(text)
        hits = self.search.rank(model.clip(text), vector)
        decision = gate.decide(vector, hits, self.search.words.coverage(model.clip(text)), self.fitted)
        if decision.outcome == "refuse":
            return Answer("refuse", REFUSAL, (), decision.confidence, spoken)
        if decision.outcome == "abstain":
            return Answer("abstain", SILENCE, citations(hits[:3]), decision.confidence, spoken)
        return self._answered(hits, decision, spoken)

    def _answered(self, hits: Sequence[Hit], decision: gate.Decision, spoken: str) -> Answer:
        lead = [hit.passage for hit in hits[:3]]
        if decision.distress and decision.confidence < self.fitted.answer_from and FIRST_AID in self.passages:
            lead.insert(0, self.passages[FIRST_AID])
        return Answer("answer", lead[0].text, tuple(map(cite, lead[:3])), decision.confidence, spoken)


def cite(passage: Passage) -> Citation:
    """Return a passage as a citation: its first source stands for it."""
    source = passage.sources[0]
    return Citation(passage.id, passage.title, passage.text, source.title, source.date)


def citations(hits: Sequence[Hit]) -> tuple[Citation, ...]:
    """Return hits as citations."""
    return tuple(cite(hit.passage) for hit in hits)


def open_engine(library: Library, *, exact: bool = False) -> Engine:
    """Return an engine over a library: Chroma in memory, or, for one question alone, an exact comparison."""
    found = entries(library.passages.values())
    fitted = gate.fitted()
    index: Index
    if exact:
        index = exact_index(found, shipped.read())
    else:
        from bot.answers.vectors import ChromaIndex

        index = ChromaIndex(found, vectors_of(found, shipped.read()))
    return Engine(Search(list(library.passages.values()), index, fitted.search), fitted, library.passages)
