"""The guides: short, cited, connected, and true to the article's facts."""

import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bot.answers import shipped
from bot.answers.entries import entries, sentences
from bot.answers.model import MODELS, Model
from bot.messages import MAX_KEY_BYTES
from knowledge.schema import Library

SEED_FACTS = json.loads((Path(__file__).parent / "eval" / "seed_facts.json").read_text(encoding="utf-8"))

#: Shipped vectors are kept at one byte a number.
_ROUNDING = 0.003
HELD_OUT = Path(__file__).parents[2] / "shared" / "questions" / "dev.jsonl"


def test_every_fact_of_the_article_is_stated_in_words_of_a_passage(library: Library) -> None:
    """Each clause stands in its passage as it is; no fact is in more than two passages, no passage has more than three."""
    missing = [
        (fact, place["clause"])
        for fact, places in SEED_FACTS.items()
        for place in places
        if place["clause"] not in library.passages[place["passage"]].text
    ]
    per_passage = Counter(place["passage"] for places in SEED_FACTS.values() for place in places)

    assert len(SEED_FACTS) == 55
    assert missing == []
    assert max(len(places) for places in SEED_FACTS.values()) <= 2
    assert max(per_passage.values()) <= 3


def test_every_passage_fits_a_phone_and_leads_on(library: Library) -> None:
    """At most 125 words, a button that leads to it, and at least one passage to go on with."""
    long = [passage.id for passage in library.passages.values() if len(passage.text.split()) > 125]
    dead_ends = [passage.id for passage in library.passages.values() if not passage.next]
    too_long_keys = [passage_id for passage_id in library.passages if len(f"ask:{passage_id}".encode()) > MAX_KEY_BYTES]

    assert (long, dead_ends, too_long_keys) == ([], [], [])


def test_every_passage_names_a_dated_source(library: Library) -> None:
    """An answer without a source and a date is an opinion."""
    undated = [passage.id for passage in library.passages.values() if not any(source.date for source in passage.sources)]

    assert undated == []


def test_no_question_is_written_for_two_passages(library: Library) -> None:
    """One question leading to two places would make search toss a coin."""
    asked = Counter(question.casefold() for passage in library.passages.values() for question in passage.questions)

    assert [question for question, count in asked.items() if count > 1] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.key)
def test_every_text_has_its_vector_shipped(library: Library, model: Model) -> None:
    """Nothing is embedded when the bot starts, whichever model the machine has."""
    known = shipped.read(model)

    wanted = entries(library.passages.values())
    assert [entry.text for entry in wanted if shipped.key_of(model, entry.level, entry.text) not in known] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two?", ("One.", "Two?")),
        ("First, this:\n1. Save proof.\n2. Report it.", ("First, this:", "Save proof.", "Report it.")),
        ("- a thing\n- another", ("a thing", "another")),
        ("It costs 2.5 m, e.g. in 2026. Then more.", ("It costs 2.5 m, e.g. in 2026.", "Then more.")),
    ],
)
def test_a_passage_is_cut_into_sentences_and_list_items(text: str, expected: tuple[str, ...]) -> None:
    """Sentences are searched one by one; list marks are not part of them."""
    assert sentences(text) == expected


def test_every_passage_that_the_code_leads_to_exists(library: Library) -> None:
    """A button to nowhere would be left out in silence."""
    root = Path(__file__).parent.parent
    named = {
        passage_id
        for folder in ("bot", "adapters")
        for path in (root / folder).rglob("*.py")
        for passage_id in re.findall(r"\"(guides/en/[a-z-]+#[a-z0-9-]+)\"", path.read_text(encoding="utf-8"))
    }

    assert sorted(named - {"guides/en/red-flags#deletion-timeline"} - set(library.passages)) == []


@pytest.mark.skipif(not HELD_OUT.is_file(), reason="the held-out questions are not here")
def test_no_written_question_comes_near_a_held_out_one(library: Library) -> None:
    """Else the held-out questions would measure memory: the nearest stays below 0.9 cosine, as the model gives it."""
    model = MODELS[0]
    if not model.available():
        pytest.skip("the better model has no build for this machine")
    known = shipped.read(model)
    written = [entry.text for entry in entries(library.passages.values()) if entry.level == "question"]
    vectors = np.stack([known[key] for text in written if (key := shipped.key_of(model, "question", text)) in known])
    held_out = [json.loads(line)["question"] for line in HELD_OUT.read_text(encoding="utf-8").splitlines() if line.strip()]

    nearest = [(float((vectors @ model.embed(text, question=True)).max()), text) for text in held_out]

    assert [text for cosine, text in nearest if cosine >= 0.9 + _ROUNDING] == []


def test_a_labelled_question_is_no_written_one(library: Library) -> None:
    """What is scored must not stand in the guides word for word, nor twice among the labelled."""
    lines = (Path(__file__).parent / "eval" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    labelled = Counter(" ".join(json.loads(line)["question"].casefold().split()) for line in lines)
    written = {" ".join(question.casefold().split()) for passage in library.passages.values() for question in passage.questions}

    assert sorted(written & set(labelled)) == []
    assert [question for question, count in labelled.items() if count > 1] == []


def test_what_a_fact_says_stays_when_a_law_changes(library: Library) -> None:
    """A passage that reads otherwise from a day on still states the facts it is cited for."""
    stated = [(place["passage"], place["clause"]) for places in SEED_FACTS.values() for place in places]

    assert [
        (passage, change.since) for passage, clause in stated for change in library.passages[passage].later if clause not in change.text
    ] == []
