"""From a question to an Answer: embed, rank, decide, and give the passage's own words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answers import Answer, gate
from bot.answers.entries import Entry, entries
from bot.answers.fitted import Fitted, fitted
from bot.answers.language import language_of
from bot.answers.learned import learned_from
from bot.answers.model import Model, best, clip
from bot.answers.parts import clauses, questions
from bot.answers.reading import Reader, spelling_of
from bot.answers.search import Hit, Search
from bot.answers.space import ExactIndex, Space
from bot.answers.telling import Telling
from bot.answers.urgent import (
    CRISIS,
    DID_IT,
    EXTORTION,
    FIRST_AID_GUIDES,
    INTIMATE,
    in_crisis,
    is_threatened,
    says_did_it,
    tells_of_harm,
    was_undressed,
)
from bot.errors import NotReadyError
from bot.strings import speaking
from knowledge.schema import Library, Passage

#: Where people in distress are led when no passage of that kind was found.
FIRST_AID = "guides/en/somebody-elses-upload#first-steps"
#: Guides that say what to do now; whoever is in distress hears one of these first.
HELPING = (*FIRST_AID_GUIDES, "guides/en/after-upload", "guides/en/scams")
#: "Do they keep my photo?" must never be answered with what this bot keeps.
_ABOUT_US = "guides/en/about-the-bot"
_THEY = re.compile(
    r"\b(?:they|them|their|it|(?:the|this|these|kiss) (?:app|site|website|service|company|tool|platform|generator)s?)\b", re.IGNORECASE
)
_YOU = re.compile(r"\b(?:you|your|u|ur|bot|unexposed)\b", re.IGNORECASE)
#: A part of a message must answer by this much more than the whole would have to.
_SURER = 0.1
#: How far down the best passages something that helps is looked for.
_HELP_AMONG = 5


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
        if (known := heard(text)) in self.passages:
            return telling.answer([self.passages[known]], 1.0, helped=known != CRISIS)
        found = self._to_the_point(text, self._look_up(text))
        if found.decision.outcome == "refuse":
            return self._refused(text, found, telling)
        if found.decision.outcome == "abstain" and not sounds_like_trouble(found):
            return telling.silence(found.passages[:3], found.decision.confidence)
        if found.decision.distress > found.decision.confidence and FIRST_AID in self.passages:
            return self._helped(found, telling)
        told = [found.passages[0], *self._also_asked(text, found.passages[0])]
        cited = [*told, *(passage for passage in found.passages if passage not in told)][: max(3, len(told))]
        return telling.answer(cited, found.decision.confidence, parts=len(told))

    def _refused(self, text: str, found: Found, telling: Telling) -> Answer:
        """Return the refusal; who tells what was done to them is helped instead."""
        if tells_of_harm(text) and FIRST_AID in self.passages:
            return telling.answer([self.passages[FIRST_AID]], 1 - found.decision.harm, helped=True)
        return telling.refusal(found.decision.confidence)

    def _look_up(self, text: str) -> Found:
        """Return what is found for a message, or for a part of one; one embedding."""
        query = self.reader.read(text)
        hits = fitting(others(self.search.rank(query.words, query.vector), text), text)
        likeness = self.fitted.likeness_to_others(query.vector) if self.scoring else self.fitted.likeness(query.vector)
        seen = gate.seen(hits, query.words, self.search.words.coverage(query.words))
        return Found([hit.passage for hit in hits], gate.decide(likeness, seen, self.fitted))

    def _to_the_point(self, text: str, whole: Found) -> Found:
        """Return what is found for the part of a long message that asks, where the whole of it leads to nothing for sure."""
        if whole.decision.outcome != "abstain":
            return whole
        found = [one for one in map(self._look_up, clauses(text)) if one.decision.outcome == "answer"]
        best = max(found, key=lambda one: one.decision.confidence, default=whole)
        return best if best.decision.confidence >= self.fitted.answer_from + _SURER else whole

    def _also_asked(self, text: str, lead: Passage) -> list[Passage]:
        """Return the passages that answer the further questions of a message that asks several things."""
        found = [one for one in map(self._look_up, questions(text)) if one.decision.confidence >= self.fitted.answer_from]
        more = {one.passages[0].id: one.passages[0] for one in found if one.decision.outcome == "answer"}
        return [passage for passage in more.values() if passage.id != lead.id][:2]

    def _helped(self, found: Found, telling: Telling) -> Answer:
        """Return what to do now, before anything else, for somebody in distress: the nearest passage of that kind, or first aid."""
        sure = found.decision.confidence >= self.fitted.answer_from or found.decision.distress >= self.fitted.distress_from
        helping = [passage for passage in found.passages[:_HELP_AMONG] if sure and passage.id.startswith(HELPING)]
        lead = next(iter(helping), self.passages[FIRST_AID])
        cited = [lead, *(passage for passage in found.passages if passage.id != lead.id)][:3]
        return telling.answer(cited, found.decision.distress, helped=True)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a message: passages, best first, and what the gate decided on the first of them."""

    passages: list[Passage]
    decision: gate.Decision


def sounds_like_trouble(found: Found) -> bool:
    """Tell whether somebody may be in distress, and first aid is nearest: that is better than "I don't know"."""
    return found.decision.distress >= gate.IN_DOUBT > found.decision.harm and found.passages[0].id.startswith(FIRST_AID_GUIDES)


def heard(text: str) -> str:
    """Return the passage for words that are heard before anything is looked up, "" for any other message."""
    if in_crisis(text):
        return CRISIS
    return INTIMATE if was_undressed(text) and not says_did_it(text) else ""


def fitting(hits: list[Hit], text: str) -> list[Hit]:
    """Return the hits with help that fits: steps for who did it only to those who say so; under a threat, what to do then first."""
    left = hits if says_did_it(text) else [hit for hit in hits if hit.passage.id != DID_IT]
    threatened = [hit for hit in left if hit.passage.id in EXTORTION] if is_threatened(text) else []
    return [*threatened, *(hit for hit in left if hit not in threatened)] or hits


def others(hits: list[Hit], text: str) -> list[Hit]:
    """Return the hits without what is said of this bot, where a question speaks of "them" and not of "you"."""
    if not _THEY.search(text) or _YOU.search(text):
        return hits
    return [hit for hit in hits if not hit.passage.id.startswith(_ABOUT_US)] or hits


def open_engine(library: Library, model: Model | None = None, own: Path | None = None) -> Engine:
    """Return an engine over a library that compares with every vector; `settle` moves it into Chroma.

    `own`: an operator's folder, which keeps the vectors of its texts.

    Raises NotReadyError where no embedding model is installed.
    """
    chosen = model or best()
    if chosen is None:
        raise NotReadyError("I can't look anything up: no language model is installed here.", "Photos and ratings work.")
    numbers = fitted(chosen.key)
    passages = library.passages
    found = entries(passages.values())
    space = Space(found, chosen, numbers.means, own)
    search = Search(list(passages.values()), ExactIndex(found, space.vectors), learned_from(found, space.vectors, passages), numbers.search)
    reader = Reader(spelling_of(passages.values(), chosen.is_word), space.query)
    return Engine(space, found, reader, search, numbers, library, passages)
