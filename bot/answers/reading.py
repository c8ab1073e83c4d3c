"""How a message is read before it is looked up: slips put right, and where it lies in the space of the guides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from bot.answers.language import language_of
from bot.answers.model import Vectors, clip
from bot.answers.spelling import Spelling
from knowledge.schema import Passage

_KISS_APPS = re.compile(
    r"\b(?:an? |the |some |these |those )?(?:free )?(?:ai[- ]?|romance |smooch )?(?:kiss(?:ing)?|smooch|romance) ?(?:ai )?"
    r"(?:video |picture |photo |clip )?"
    r"(?:generator|app|tool|maker|site|website|service|platform|creator|program)(s?)\b",
    re.IGNORECASE,
)


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
        """Return a message as it is looked up; one embedding, two where it names the kind of service that all guides are about."""
        words = self.mended(text)
        neutral = neutral_words(words)
        if neutral == words:
            return Query(words, self.embed(words))
        both = self.embed(words) + self.embed(neutral)
        return Query(neutral, np.asarray(both / max(float(np.linalg.norm(both)), 1e-9), np.float32))

    def mended(self, text: str) -> str:
        """Return what a model is shown of a message, slips put right where it is English."""
        shown = clip(text)
        return self.spelling.repaired(shown) if language_of(shown) == "en" else shown


def neutral_words(words: str) -> str:
    """Return a message with "AI kiss generators" as "these apps": it is what every guide is about, and draws to those that say it most."""
    return _KISS_APPS.sub(
        lambda found: f"{'free ' if 'free ' in found[0].lower() else ''}{'these apps' if found[1] else 'this app'}", words
    )


def spelling_of(passages: Iterable[Passage], is_word: Callable[[str], bool]) -> Spelling:
    """Return the dictionary of the guides."""
    found = list(passages)
    texts = (f"{passage.title} {passage.text}" for passage in found)
    return Spelling(texts, (question for passage in found for question in passage.questions), is_word)
