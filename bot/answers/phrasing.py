"""What a language model may do with an answer: put the passages found into other words, and nothing more.

Its draft is taken sentence by sentence. Each must be near a sentence of the passages in meaning (the local model
says so), share its words, and bring in no number, name, address, certainty or denial that the passages lack.
One sentence that fails, and the passage's own words go out. So neither an instruction hidden in a question or a
passage, nor a model that makes things up, changes what is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from bot.answers import Answer
from bot.answers.entries import sentences
from bot.answers.model import Vectors
from bot.answers.urgent import FIRST_AID_GUIDES
from bot.answers.words import words
from bot.errors import PhrasingError

#: Cosine (raw e5) between a sentence and the nearest of the passage, and share of its words that the passage has.
#: The twenty-eight pairs in tests/test_phrasing.py are told apart by these and the marks below.
_NEAR, _SHARED = 0.88, 0.55
MAX_SENTENCES = 12

_NUMBERS = re.compile(
    r"\d[\d.,:/]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|hundred|thousand|million)\b"
)
_ADDRESSES = re.compile(r"\b[\w.+-]+@[\w-]+\.\w+|\b(?:https?://)?(?:[\w-]+\.)+(?:com|org|net|io|ai|app|eu|gov|me|de|uk)\b")
_NAMES = re.compile(r"(?<=[\w,;:] )[A-Z][\w-]+")
_CERTAIN = re.compile(
    r"\b(?:always|never|all|every\w*|nobody|none|nothing|must|illegal|crime|safe|sue|court|guarantee\w*|certain\w*|impossible)\b"
)
_DENIES = re.compile(r"\b(?:not|no|never|none|nobody|nothing|without|cannot|neither|nor)\b|n['’]t\b")
_GOES = re.compile(r"\b(?:remov\w+|delet\w+|eras\w+|gone|strip\w*|tak\w+ out)\b")
_STAYS = re.compile(r"\b(?:still|stay\w*|remain\w*|keep\w*|kept|left)\b")
_LEAD_IN = re.compile(r":\s*$")
_CITED = re.compile(r"\s*\[\d+\]")


class Phraser(Protocol):
    """Puts passages into words that fit a question."""

    def phrase(self, question: str, passages: Sequence[str]) -> str:
        """Return a draft, at most a few hundred words, in bounded time; PhrasingError if there is none."""


@dataclass(frozen=True, slots=True)
class Rephrasing:
    """A phraser, and the local model that checks it (`embed`: a text to its vector (384,) of length 1)."""

    phraser: Phraser
    embed: Callable[[str], Vectors]

    def apply(self, question: str, answer: Answer) -> Answer:
        """Return the answer in words of the phraser, if the passages cited support each of them; else the answer as it is."""
        if answer.outcome != "answer" or answer.citations[0].id.startswith(FIRST_AID_GUIDES):
            return answer  # what to do now was weighed word by word
        passages = [citation.text for citation in answer.citations]
        try:
            draft = self.phraser.phrase(question, passages)
        except PhrasingError:
            return answer
        said = _split(draft)
        fits = 0 < len(said) <= MAX_SENTENCES and all(self.supported(sentence, passages) for sentence in said)
        return replace(answer, text=" ".join(said), rephrased=True) if fits else answer

    def supported(self, sentence: str, passages: Sequence[str]) -> bool:
        """Tell whether one of the passages says what a sentence says."""
        return any(_adds_nothing(sentence, passage) and self._near(sentence, passage) for passage in passages)

    def _near(self, sentence: str, passage: str) -> bool:
        said = _in_full(passage)
        vector = self.embed(sentence)
        cosines = [float(np.dot(self.embed(one), vector)) for one in said]
        nearest = said[int(np.argmax(cosines))]
        return max(cosines) >= _NEAR and _same_sense(sentence.lower(), nearest.lower())


def _split(draft: str) -> list[str]:
    return [_CITED.sub("", sentence).strip() for sentence in sentences(draft) if _CITED.sub("", sentence).strip()]


def _in_full(passage: str) -> list[str]:
    """Return the sentences of a passage, list items with the words that lead into them."""
    found: list[str] = []
    lead = ""
    for line in filter(None, map(str.strip, passage.splitlines())):
        item = line.startswith("- ") or line[:1].isdigit()
        said = sentences(line)
        found += [f"{lead} {one}" for one in said] if item and lead else []
        found += said
        lead = said[-1] if not item and _LEAD_IN.search(line) else lead if item else ""
    return found


def _adds_nothing(sentence: str, passage: str) -> bool:
    """Tell whether a sentence has no number, name, address or certainty that the passage lacks, and mostly its words."""
    low, whole = sentence.lower(), passage.lower()
    marks = {mark for kind in (_NUMBERS, _ADDRESSES, _CERTAIN) for mark in kind.findall(low)}
    marks |= {name.lower() for name in _NAMES.findall(sentence)}
    stems = set(words(passage))
    own = words(sentence)
    shared = sum(stem in stems for stem in own) / len(own) if own else 0.0
    return shared >= _SHARED and all(re.search(rf"(?<!\w){re.escape(mark.rstrip('.,:'))}(?!\w)", whole) for mark in marks)


def _same_sense(sentence: str, source: str) -> bool:
    """Tell whether two sentences deny alike, and agree on what goes and what stays."""
    if bool(_DENIES.search(sentence)) != bool(_DENIES.search(source)):
        return False
    goes, stays = bool(_GOES.search(sentence)), bool(_STAYS.search(sentence))
    return not ((goes and not stays and _STAYS.search(source)) or (stays and not goes and _GOES.search(source)))
