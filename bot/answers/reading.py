"""How a message is read before it is looked up: slips put right, and where it lies in the space of the guides."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.answers.language import language_of
from bot.answers.model import Vectors, clip
from bot.answers.spelling import Spelling
from knowledge.schema import Passage


@dataclass(frozen=True, slots=True)
class Query:
    """A message as it is looked up: its words, slips put right, and their vector (384,)."""

    words: str
    vector: Vectors


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads messages. `embed` returns the vector of a question in the space of the guides."""

    spelling: Spelling
    embed: Callable[[str], Vectors]

    def read(self, text: str) -> Query:
        """Return a message as it is looked up; one embedding."""
        words = self.mended(text)
        return Query(words, self.embed(words))

    def mended(self, text: str) -> str:
        """Return what a model is shown of a message, slips put right where it is English."""
        shown = clip(text)
        return self.spelling.repaired(shown) if language_of(shown) == "en" else shown


def spelling_of(passages: Iterable[Passage], is_word: Callable[[str], bool]) -> Spelling:
    """Return the dictionary of the guides."""
    found = list(passages)
    texts = (f"{passage.title} {passage.text}" for passage in found)
    return Spelling(texts, (question for passage in found for question in passage.questions), is_word)
