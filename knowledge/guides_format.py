"""How a guide is written: TOML front matter between +++ lines, then one "## Title {#anchor}" per passage.

Front matter: title, as_of, [sources.KEY] (title, publisher, url, date, kind) and [passages.ANCHOR]
(sources, confidence, button, next, questions).
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import get_args

from knowledge.records import Record
from knowledge.schema import Confidence, Guide, Passage, Reference, SourceKind

_HEADING = re.compile(r"^## (?P<title>.+?) \{#(?P<anchor>[a-z0-9-]+)\}$", re.MULTILINE)
_BARE_HEADING = re.compile(r"^#+ (?!.* \{#[a-z0-9-]+\}$)")
_MIN_WORDS, _MAX_WORDS = 25, 125
_MAX_BUTTON = 28
#: So that "ask:" and the id fit the 64 bytes of a Telegram button.
_MAX_ID_BYTES = 60


def read_guide(path: Path, text: str, faults: list[str]) -> Guide:
    """Return one guide; its id is its place: "guides/en/red-flags"."""
    language = path.parent.name
    where = f"guides/{language}/{path.name}"
    if not text.startswith("+++\n") or "\n+++\n" not in text[4:]:
        faults.append(f"{where}: begins with front matter between two lines of +++")
        return Guide(where, "", language, date.min, ())
    front, body = text[4:].split("\n+++\n", 1)
    faults += [f"{where}: a heading wants an anchor: {line} {{#anchor}}" for line in body.splitlines() if _BARE_HEADING.match(line)]
    record = Record(where, tomllib.loads(front), faults)
    title, as_of = record.text("title"), record.day("as_of")
    sources = {key: _reference(key, item) for key, item in record.table("sources").items()}
    details = record.table("passages")
    guide_id = where.removesuffix(".md")
    passages = []
    for anchor, heading, words in _sections(body):
        detail = details.pop(anchor, None) or Record(f"{where} [passages.{anchor}]", {}, faults)
        passages.append(_passage(f"{guide_id}#{anchor}", (heading, words), detail, sources, as_of))
    for anchor, detail in details.items():
        detail.fault(anchor, f"no heading ends in {{#{anchor}}}")
    record.done()
    return Guide(guide_id, title, language, as_of, tuple(passages))


def _sections(body: str) -> list[tuple[str, str, str]]:
    """Return (anchor, title, text) of each passage."""
    headings = list(_HEADING.finditer(body))
    ends = [heading.start() for heading in headings[1:]] + [len(body)]
    return [(h["anchor"], h["title"].strip(), body[h.end() : end].strip()) for h, end in zip(headings, ends, strict=True)]


def _passage(passage_id: str, words: tuple[str, str], record: Record, sources: dict[str, Reference], as_of: date) -> Passage:
    title, text = words
    passage = Passage(
        id=passage_id,
        title=title,
        text=text,
        sources=_named(record, sources),
        confidence=record.word("confidence", get_args(Confidence)),
        questions=record.texts("questions"),
        next=record.texts("next"),
        as_of=as_of,
        language=passage_id.split("/")[1],
        button=record.text("button"),
    )
    _check(passage, record)
    record.done()
    return passage


def _named(record: Record, sources: dict[str, Reference]) -> tuple[Reference, ...]:
    keys = record.texts("sources")
    for key in keys:
        if key not in sources:
            record.fault("sources", f"no [sources.{key}] in this file")
    return tuple(sources[key] for key in keys if key in sources)


def _check(passage: Passage, record: Record) -> None:
    words = len(passage.text.split())
    if not _MIN_WORDS <= words <= _MAX_WORDS:
        record.fault("text", f"{words} words; a passage has {_MIN_WORDS} to {_MAX_WORDS}")
    if not passage.sources:
        record.fault("sources", "name at least one source")
    if len(passage.questions) < 3:
        record.fault("questions", "write at least three questions it answers")
    if len(passage.button) > _MAX_BUTTON:
        record.fault("button", f"at most {_MAX_BUTTON} characters")
    if len(passage.id.encode()) > _MAX_ID_BYTES:
        record.fault("anchor", f"id too long for a button: {passage.id}")


def _reference(key: str, record: Record) -> Reference:
    reference = Reference(
        key=key,
        title=record.text("title"),
        publisher=record.text("publisher", ""),
        url=record.text("url", ""),
        date=record.source_date("date"),
        kind=record.word("kind", get_args(SourceKind)),
    )
    record.done()
    return reference
