"""Passages in other languages, and passages that change on a day: one passage, found under one id, told as it fits."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.answers.entries import entries
from bot.answers.telling import Telling
from knowledge.loader import check_library, load_library, read_library
from knowledge.schema import Library
from knowledge.translations import fingerprint, in_language, stale

ENGLISH = """+++
title = "House rules"
as_of = 2026-01-02

[sources.us]
title = "Our own rules"
date = "2026"
kind = "general"

[passages.photos]
sources = ["us"]
confidence = "high"
button = "Our photo rule"
questions = ["may i upload", "is it ok to upload", "what is the rule for photos here"]
+++

## Photos in our house {#photos}

We upload no photo of a colleague without asking first. Ask in writing, say which tool you want to use and what
becomes of the picture, and keep the answer for as long as the picture is up somewhere.

## Photos in our house, from spring on {#photos from 2026-03-01}

From 1 March 2026 on we upload no photo of a colleague at all, whether they were asked or not. Draw a picture
instead, or take one of a chair; the tools work with those just as well, and nobody has to answer.
"""
GERMAN = """+++
title = "Hausregeln"
as_of = 2026-01-03

[passages.photos]
translates = "{hash}"
button = "Unsere Fotoregel"
questions = ["darf ich hochladen"]
+++

## Fotos bei uns {{#photos}}

Wir laden kein Foto von Kollegen hoch, ohne vorher zu fragen.

## Fotos bei uns, ab dem Frühling {{#photos from 2026-03-01}}

Ab dem 1. März 2026 laden wir kein Foto von Kollegen mehr hoch.
"""
SHIPPED = load_library()
ID = "guides/en/house#photos"


def read(folder: Path, german: str = GERMAN, digest: str = "") -> tuple[Library, list[str]]:
    """Return a library of one passage and its German face; `digest` "" takes the right one."""
    (folder / "guides" / "en").mkdir(parents=True)
    (folder / "guides" / "en" / "house.md").write_text(ENGLISH, encoding="utf-8")
    rubric = SHIPPED.rubric
    original = read_library(folder, rubric)[0].passages[ID]
    (folder / "guides" / "de").mkdir()
    text = german.format(hash=digest or fingerprint(original))
    (folder / "guides" / "de" / "house.md").write_text(text, encoding="utf-8")
    return read_library(folder, rubric)


def test_a_translation_is_another_face_of_its_original(tmp_path: Path) -> None:
    """It has its words and button in the other language, and all else from the original."""
    library, faults = read(tmp_path)

    german = in_language(library, library.passages[ID], "de-AT")

    assert faults == []
    assert list(library.passages) == [ID]
    assert (german.id, german.button, german.language) == (ID, "Unsere Fotoregel", "de")
    assert (german.sources, german.as_of) == (library.passages[ID].sources, library.passages[ID].as_of)
    assert in_language(library, library.passages[ID], "fr") == library.passages[ID]


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        (dt.date(2026, 2, 28), "en", "without asking first"),
        (dt.date(2026, 3, 1), "en", "at all"),
        (dt.date(2026, 2, 28), "de", "ohne vorher zu fragen"),
        (dt.date(2027, 1, 1), "de", "mehr hoch"),
    ],
)
def test_a_passage_reads_as_it_does_on_the_day(tmp_path: Path, day: dt.date, language: str, words: str) -> None:
    """What changes on a day changes on that day, in every language, without anybody touching a file."""
    library, _ = read(tmp_path)

    citation = Telling(library, language, day).cite(library.passages[ID])

    assert citation.id == ID
    assert words in citation.text


def test_a_translation_is_told_and_not_searched(tmp_path: Path) -> None:
    """Search finds the original, whatever the language; translations would only crowd it."""
    library, _ = read(tmp_path)

    assert {entry.passage for entry in entries(library.passages.values())} == {ID}
    assert "darf ich hochladen" not in {entry.text for entry in entries(library.passages.values())}


def test_a_stale_translation_is_listed_and_keeps_its_own_date(tmp_path: Path) -> None:
    """The note says which, and the hash to write once it is brought up to date; it is no fault."""
    library, faults = read(tmp_path, digest="000000000000")

    assert faults == []
    assert len(stale(library)) == 1
    assert fingerprint(library.passages[ID]) in stale(library)[0]
    assert in_language(library, library.passages[ID], "de").as_of == dt.date(2026, 1, 3)


def test_a_translation_of_nothing_is_a_fault(tmp_path: Path) -> None:
    """An anchor that the English guide does not have is most likely misspelt."""
    library, _ = read(tmp_path, german=GERMAN.replace("photos", "fotos"))

    assert "guides/de/house#fotos: translates: there is no guides/en/house#fotos" in check_library(library)


def test_a_translation_without_the_later_words_is_left_out(tmp_path: Path) -> None:
    """Rather English and right than German and out of date."""
    library, _ = read(tmp_path, german=GERMAN[: GERMAN.index("## Fotos bei uns, ab")])

    assert in_language(library, library.passages[ID], "de") == library.passages[ID]


@pytest.mark.parametrize(
    ("written", "instead", "fault"),
    [
        ("{#photos from 2026-03-01}", "{#photos from 2026-13-01}", "no such day"),
        ("## Photos in our house {#photos}", "## Photos in our house {#photos from 2026-01-01}", "without a day comes first"),
    ],
)
def test_days_that_make_no_sense_are_named(tmp_path: Path, written: str, instead: str, fault: str) -> None:
    """The remedy stands in the fault."""
    (tmp_path / "guides" / "en").mkdir(parents=True)
    (tmp_path / "guides" / "en" / "house.md").write_text(ENGLISH.replace(written, instead), encoding="utf-8")

    _, faults = read_library(tmp_path, SHIPPED.rubric)

    assert any(fault in line for line in faults)


def test_no_shipped_translation_is_stale(library: Library) -> None:
    """Who changes an English passage brings its translations along."""
    assert stale(library) == []
