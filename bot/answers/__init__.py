"""Answers: search ranks passages, the gate decides, the passage's own words go out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["answer", "abstain", "refuse"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage that was used or lies near: id, title, text, its first source and that source's date."""

    id: str
    title: str
    text: str
    source: str
    date: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question.

    outcome: "answer" (the first citation leads), "abstain" (citations are the nearest topics) or "refuse".
    parts: how many of the citations are told, one after the other: more than one where several things were asked.
    help: a sentence below an answer to somebody in distress: who helps; "" elsewhere. It stands at the end of `text`, too.
    confidence: the probability, 0 to 1, that the leading passage answers the question.
    language: of the question, as far as it can be told (BCP 47).
    rephrased: whether a language model put the passages into these words (bot/answers/phrasing.py).
    """

    outcome: Outcome
    text: str
    citations: tuple[Citation, ...]
    confidence: float
    language: str
    parts: int = 1
    help: str = ""
    rephrased: bool = False
