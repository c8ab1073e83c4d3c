"""From a question to an Answer: embed, rank, decide, and give the passage's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.answers import Answer, Citation, gate, shipped
from bot.answers.entries import Entry, entries
from bot.answers.language import language_of
from bot.answers.model import Model, Vectors, best, clip
from bot.answers.search import LEVELS, Hit, Search
from bot.answers.urgent import CRISIS, in_crisis, tells_of_harm
from bot.errors import NotReadyError
from bot.strings import phrase, say, speaking
from knowledge.schema import Library, Passage

#: Where people in distress are led when no passage of that kind was found.
FIRST_AID = "guides/en/somebody-elses-upload#first-steps"
REFUSAL = phrase(
    "I won't help with that: it can hurt somebody who has not agreed, and in many places it is an offence. "
    "If someone did this to you, that is another matter: tell me what happened, and I help."
)
_FIRST_AID_GUIDES = ("guides/en/urgent", "guides/en/intimate-images", "guides/en/somebody-elses-upload", "guides/en/minors-and-consent")
#: "Do they keep my photo?" must never be answered with what this bot keeps.
_ABOUT_US = "guides/en/about-the-bot"
_THEY = re.compile(r"\b(?:they|them|their|it|the (?:app|site|website|service|company|tool|platform)s?)\b", re.IGNORECASE)
_YOU = re.compile(r"\b(?:you|your|u|ur|bot|unexposed)\b", re.IGNORECASE)
SILENCE = phrase("I don't have anything reliable on that.")


class ExactIndex:
    """Compares a vector with all of them; what Chroma approximates. It is there at once, so answers start with it."""

    def __init__(self, found: Sequence[Entry], vectors: Vectors) -> None:
        self._entries = found
        self._vectors = vectors

    def nearest(self, query: Vectors, count: int) -> list[tuple[Entry, float]]:
        """Return the `count` nearest entries and their cosine, best first."""
        cosines = self._vectors @ query
        best = np.argsort(-cosines)[:count]
        return [(self._entries[n], float(cosines[n])) for n in best]


class Space:
    """The vectors of all entries, centred, and the way of a query into the same space.

    This model's vectors all point roughly the same way; what is left after taking out the mean of each level tells
    texts apart much better, above all across languages (first hit 0.60 to 0.74 on our own questions not in English).
    """

    def __init__(self, found: Sequence[Entry], model: Model) -> None:
        wanted = [(entry.level, entry.text) for entry in found]
        by_key = shipped.complete(model, wanted, shipped.read(model))
        matrix = np.stack([by_key[shipped.key_of(model, level, text)] for level, text in wanted])
        levels = np.asarray([entry.level for entry in found])
        means = {level: matrix[levels == level].mean(axis=0) for level in LEVELS}
        for level in LEVELS:
            matrix[levels == level] -= means[level]
        self.vectors = unit(matrix)
        self._mean = means["question"]
        self._model = model

    def query(self, text: str) -> Vectors:
        """Return the vector (384,) of a question; texts not shipped are embedded now."""
        return unit(self._model.embed(text, question=True) - self._mean)


def unit(vectors: Vectors) -> Vectors:
    """Return vectors of length 1 (and zero as zero)."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)


@dataclass(frozen=True, slots=True)
class Engine:
    """Answers questions from a library."""

    space: Space
    entries: Sequence[Entry]
    search: Search
    fitted: gate.Fitted
    passages: Mapping[str, Passage]

    def settle(self) -> None:
        """Fill Chroma, in memory, and search there from now on. Takes seconds, which is why nobody waits for it."""
        from bot.answers.vectors import ChromaIndex

        self.search.index = ChromaIndex(self.entries, self.space.vectors)

    def answer(self, text: str, language: str | None = None) -> Answer:
        """Return the answer to a question; an empty one is abstained from."""
        spoken = language or language_of(text)
        with speaking(spoken):
            return self._answer(text, spoken)

    def _answer(self, text: str, spoken: str) -> Answer:
        if not clip(text):
            return Answer("abstain", say(SILENCE), (), 0.0, spoken)
        if in_crisis(clip(text)) and CRISIS in self.passages:
            return Answer("answer", self.passages[CRISIS].text, (cite(self.passages[CRISIS]),), 1.0, spoken)
        vector = self.space.query(text)
        hits = others(self.search.rank(clip(text), vector), clip(text))
        decision = gate.decide(vector, hits, self.search.words.coverage(clip(text)), self.fitted)
        if decision.outcome == "refuse" and tells_of_harm(clip(text)) and FIRST_AID in self.passages:
            return Answer("answer", self.passages[FIRST_AID].text, (cite(self.passages[FIRST_AID]),), 1 - decision.harm, spoken)
        if decision.outcome == "refuse":
            return Answer("refuse", say(REFUSAL), (), decision.confidence, spoken)
        if decision.outcome == "abstain" and not sounds_like_trouble(decision, hits):
            return Answer("abstain", say(SILENCE), citations(hits[:3]), decision.confidence, spoken)
        return self._answered(hits, decision, spoken)

    def _answered(self, hits: Sequence[Hit], decision: gate.Decision, spoken: str) -> Answer:
        lead = [hit.passage for hit in hits[:3]]
        confidence = decision.confidence
        if decision.distress > confidence and confidence < self.fitted.answer_from and FIRST_AID in self.passages:
            lead = [self.passages[FIRST_AID], *(passage for passage in lead if passage.id != FIRST_AID)]
            confidence = decision.distress
        return Answer("answer", lead[0].text, tuple(map(cite, lead[:3])), confidence, spoken)


def sounds_like_trouble(decision: gate.Decision, hits: Sequence[Hit]) -> bool:
    """Tell whether somebody may be in distress, and first aid is nearest: that is better than "I don't know"."""
    return decision.distress >= gate.IN_DOUBT > decision.harm and hits[0].passage.id.startswith(_FIRST_AID_GUIDES)


def others(hits: list[Hit], text: str) -> list[Hit]:
    """Return the hits without what is said of this bot, where a question speaks of "them" and not of "you"."""
    if not _THEY.search(text) or _YOU.search(text):
        return hits
    return [hit for hit in hits if not hit.passage.id.startswith(_ABOUT_US)] or hits


def cite(passage: Passage) -> Citation:
    """Return a passage as a citation: its first source stands for it."""
    source = passage.sources[0]
    return Citation(passage.id, passage.title, passage.text, source.title, source.date)


def citations(hits: Sequence[Hit]) -> tuple[Citation, ...]:
    """Return hits as citations."""
    return tuple(cite(hit.passage) for hit in hits)


def open_engine(library: Library, model: Model | None = None) -> Engine:
    """Return an engine over a library that compares with every vector; `settle` moves it into Chroma.

    Raises NotReadyError where no embedding model is installed.
    """
    chosen = model or best()
    if chosen is None:
        raise NotReadyError("I can't look anything up: no language model is installed here.", "Photos and ratings work.")
    found = entries(library.passages.values())
    space = Space(found, chosen)
    fitted = gate.fitted(chosen.key)
    search = Search(list(library.passages.values()), ExactIndex(found, space.vectors), fitted.search)
    return Engine(space, found, search, fitted, library.passages)
