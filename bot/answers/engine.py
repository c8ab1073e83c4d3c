"""From a question to an Answer: embed, rank, decide, and give the passage's own words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answers import Answer, Citation, gate
from bot.answers.entries import Entry, entries
from bot.answers.fitted import Fitted, fitted
from bot.answers.language import language_of
from bot.answers.learned import learned_from
from bot.answers.model import Model, best, clip
from bot.answers.reading import Reader, spelling_of
from bot.answers.search import Hit, Search
from bot.answers.space import ExactIndex, Space
from bot.answers.urgent import CRISIS, in_crisis, tells_of_harm
from bot.errors import NotReadyError
from bot.strings import phrase, say, speaking
from knowledge.schema import Library, Passage
from knowledge.translations import in_language

#: Where people in distress are led when no passage of that kind was found.
FIRST_AID = "guides/en/somebody-elses-upload#first-steps"
REFUSAL = phrase(
    "I won't help with that: it can hurt somebody who has not agreed, and in many places it is an offence. "
    "If someone did this to you, that is another matter: tell me what happened, and I help."
)
_FIRST_AID_GUIDES = ("guides/en/urgent", "guides/en/intimate-images", "guides/en/somebody-elses-upload", "guides/en/minors-and-consent")
#: Guides that say what to do now; whoever is in distress hears one of these first.
HELPING = (*_FIRST_AID_GUIDES, "guides/en/after-upload", "guides/en/scams")
#: "Do they keep my photo?" must never be answered with what this bot keeps.
_ABOUT_US = "guides/en/about-the-bot"
_THEY = re.compile(r"\b(?:they|them|their|it|the (?:app|site|website|service|company|tool|platform)s?)\b", re.IGNORECASE)
_YOU = re.compile(r"\b(?:you|your|u|ur|bot|unexposed)\b", re.IGNORECASE)
#: How far down the best passages something that helps is looked for.
_HELP_AMONG = 5
SILENCE = phrase("I don't have anything reliable on that.")


@dataclass(frozen=True, slots=True)
class Engine:
    """Answers questions from a library. `scoring`: labelled questions are answered as if the gate had never seen them."""

    space: Space
    entries: Sequence[Entry]
    reader: Reader
    search: Search
    fitted: Fitted
    library: Library
    passages: Mapping[str, Passage]
    scoring: bool = False

    def settle(self) -> None:
        """Fill Chroma, in memory, and search there from now on. Takes seconds, which is why nobody waits for it."""
        from bot.answers.vectors import ChromaIndex

        self.search.index = ChromaIndex(self.entries, self.space.vectors)

    def answer(self, text: str, language: str | None = None, today: dt.date = dt.date.min) -> Answer:
        """Return the answer to a question, as the guides read on a day (`today`); an empty question is abstained from."""
        spoken = language or language_of(text)
        telling = Telling(self.library, spoken, today)
        with speaking(spoken):
            return self._answer(clip(text), telling)

    def _answer(self, text: str, telling: Telling) -> Answer:
        if not text:
            return telling.silence((), 0.0)
        if in_crisis(text) and CRISIS in self.passages:
            return telling.answer([self.passages[CRISIS]], 1.0)
        query = self.reader.read(text)
        hits = others(self.search.rank(query.words, query.vector), text)
        likeness = self.fitted.likeness_to_others(query.vector) if self.scoring else self.fitted.likeness(query.vector)
        decision = gate.decide(likeness, gate.seen(hits, query.words, self.search.words.coverage(query.words)), self.fitted)
        if decision.outcome == "refuse" and tells_of_harm(text) and FIRST_AID in self.passages:
            return telling.answer([self.passages[FIRST_AID]], 1 - decision.harm)
        if decision.outcome == "refuse":
            return telling.refusal(decision.confidence)
        if decision.outcome == "abstain" and not sounds_like_trouble(decision, hits):
            return telling.silence([hit.passage for hit in hits[:3]], decision.confidence)
        return self._answered([hit.passage for hit in hits], decision, telling)

    def _answered(self, found: list[Passage], decision: gate.Decision, telling: Telling) -> Answer:
        """Return the answer; for somebody in distress with what to do now before anything else."""
        lead, confidence = found[0], decision.confidence
        if decision.distress > confidence and FIRST_AID in self.passages:
            near = confidence >= self.fitted.answer_from or decision.distress >= self.fitted.distress_from
            helping = [passage for passage in found[:_HELP_AMONG] if near and passage.id.startswith(HELPING)]
            lead, confidence = next(iter(helping), self.passages[FIRST_AID]), max(confidence, decision.distress)
        return telling.answer([lead, *(passage for passage in found if passage.id != lead.id)][:3], confidence)


@dataclass(frozen=True, slots=True)
class Telling:
    """How an answer is told: in which language, and as the guides read on which day."""

    library: Library
    language: str
    today: dt.date

    def answer(self, passages: Sequence[Passage], confidence: float) -> Answer:
        """Return an answer that leads with the first passage."""
        cited = tuple(map(self.cite, passages))
        return Answer("answer", cited[0].text, cited, confidence, self.language)

    def silence(self, near: Sequence[Passage], confidence: float) -> Answer:
        """Return the honest silence, with the nearest topics."""
        return Answer("abstain", say(SILENCE), tuple(map(self.cite, near)), confidence, self.language)

    def refusal(self, confidence: float) -> Answer:
        """Return the refusal."""
        return Answer("refuse", say(REFUSAL), (), confidence, self.language)

    def cite(self, passage: Passage) -> Citation:
        """Return a passage as a citation under its own id, in the language and as of the day: its first source stands for it."""
        told = in_language(self.library, passage, self.language).on(self.today)
        source = passage.sources[0]
        return Citation(passage.id, told.title, told.text, source.title, source.date)


def sounds_like_trouble(decision: gate.Decision, hits: Sequence[Hit]) -> bool:
    """Tell whether somebody may be in distress, and first aid is nearest: that is better than "I don't know"."""
    return decision.distress >= gate.IN_DOUBT > decision.harm and hits[0].passage.id.startswith(_FIRST_AID_GUIDES)


def others(hits: list[Hit], text: str) -> list[Hit]:
    """Return the hits without what is said of this bot, where a question speaks of "them" and not of "you"."""
    if not _THEY.search(text) or _YOU.search(text):
        return hits
    return [hit for hit in hits if not hit.passage.id.startswith(_ABOUT_US)] or hits


def open_engine(library: Library, model: Model | None = None) -> Engine:
    """Return an engine over a library that compares with every vector; `settle` moves it into Chroma.

    Raises NotReadyError where no embedding model is installed.
    """
    chosen = model or best()
    if chosen is None:
        raise NotReadyError("I can't look anything up: no language model is installed here.", "Photos and ratings work.")
    numbers = fitted(chosen.key)
    passages = library.passages
    found = entries(passages.values(), library.translations.values())
    space = Space(found, chosen, numbers.means)
    search = Search(list(passages.values()), ExactIndex(found, space.vectors), learned_from(found, space.vectors, passages), numbers.search)
    reader = Reader(spelling_of(passages.values(), chosen.is_word), space.query)
    return Engine(space, found, reader, search, numbers, library, passages)
