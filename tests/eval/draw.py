"""Draw answers at random, to be read one by one against their sources (docs/answers-read.md).

`python -m tests.eval.draw --seed 2026 --count 100` prints for each: question, passage, its words, its sources.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from adapters.runtime import open_advisor
from bot.answers import Answer
from bot.answers.engine import Engine
from knowledge.schema import Library

QUESTIONS = Path(__file__).parent / "questions.jsonl"


def draw(seed: int) -> Iterator[str]:
    """Yield questions that have an answer, drawn at random, none twice; the same for the same seed and the same list."""
    labelled = map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines())
    answerable = [one["question"] for one in labelled if one["expect"] == "answer"]
    chance, drawn = random.Random(seed), set[str]()
    while len(drawn) < len(set(answerable)):
        question = chance.choice(answerable)
        if question not in drawn:
            drawn.add(question)
            yield question


def answered(questions: Iterator[str], engine: Engine, day: date) -> Iterator[tuple[str, Answer]]:
    """Yield the questions that get an answer, and the answer in English as it reads on a day; silence is left out."""
    for question in questions:
        answer = engine.answer(question, "en", day)
        if answer.outcome == "answer":
            yield question, answer


def shown(number: int, question: str, answer: Answer, library: Library) -> str:
    """Return one answer as it is read: what leads, and what it rests on."""
    passage = library.passages[answer.citations[0].id]
    told = answer.citations[0].text.replace("\n", "\n   ")
    sources = (f"- {one.title}, {one.date}, {one.kind}: {one.url}" for one in passage.sources)
    return "\n   ".join([f"{number}. {question}", f"{passage.id} ({passage.confidence})", told, *sources, ""])


def main() -> None:
    """Print the drawn questions with the answers they get, in English."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=2026)
    arguments.add_argument("--count", type=int, default=100)
    arguments.add_argument("--day", type=date.fromisoformat, default=date(2026, 11, 23), help="answers as they read on this day")
    chosen = arguments.parse_args()
    with open_advisor(exact=True) as advisor:
        told = answered(draw(chosen.seed), advisor.open_engine(), chosen.day)
        for number, (question, answer) in enumerate(islice(told, chosen.count), 1):
            print(shown(number, question, answer, advisor.library))


if __name__ == "__main__":
    main()
