"""How an answer is told: the passages' own words, in the person's language, as they read on the day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers import Answer, Citation
from bot.strings import phrase, say
from knowledge.schema import Library, Passage
from knowledge.translations import in_language

REFUSAL = phrase(
    "I won't help with that: it can hurt somebody who has not agreed, and in many places it is an offence. "
    "If someone did this to you, that is another matter: tell me what happened, and I help."
)
SILENCE = phrase("I don't have anything reliable on that.")
WHO_HELPS = phrase(
    "You don't have to do this alone. Who helps: StopNCII.org (18 or older) and takeitdown.ncmec.org (under 18) block copies of intimate "
    "pictures, findahelpline.com has somebody to talk to in your country, and the police take reports. In danger: your emergency number."
)
_NAMES_HELPERS = re.compile(r"stopncii|takeitdown|findahelpline|helpline", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Telling:
    """How an answer is told: in which language, and as the guides read on which day."""

    library: Library
    language: str
    today: dt.date

    def answer(self, passages: Sequence[Passage], confidence: float, *, parts: int = 1, helped: bool = False) -> Answer:
        """Return an answer that tells the first `parts` passages; where somebody is `helped`, who helps stands below if it is not said."""
        cited = tuple(map(self.cite, passages))
        who = say(WHO_HELPS) if helped and not _NAMES_HELPERS.search(cited[0].text) else ""
        text = "\n\n".join(filter(None, (*(one.text for one in cited[:parts]), who)))
        return Answer("answer", text, cited, confidence, self.language, parts, who)

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
