"""How a guide is written: TOML front matter between +++ lines, then one "## Title {#anchor}" per passage.

Front matter: title, as_of, [sources.KEY] (title, publisher, url, date, kind) and [passages.ANCHOR]
(sources, confidence, button, next, questions). A translated passage has the file name and anchor of its original and
only `translates` (the hash of the original's words), button and, if it likes, questions: the rest is the original's.
Where a law changes on a known day, "## Title {#anchor from 2026-12-02}" under the passage says what holds from that day on.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

from knowledge.records import Record
from knowledge.schema import Confidence, Guide, Later, Passage, Reference, SourceKind

_ANCHOR = r"\{#(?P<anchor>[a-z0-9-]+)(?: from (?P<since>\d{4}-\d\d-\d\d))?\}$"
_HEADING = re.compile(rf"^## (?P<title>.+?) {_ANCHOR}", re.MULTILINE)
_BARE_HEADING = re.compile(rf"^#+ (?!.* {_ANCHOR})")
_MIN_WORDS, _MAX_WORDS = 25, 125
#: A translation may need more words than English; counted only where spaces stand between words.
_MAX_TRANSLATED_WORDS = 190
_WITHOUT_SPACES = frozenset(("zh", "ja", "th"))
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
    sources = {key: reference(key, item) for key, item in record.table("sources").items()}
    details = record.table("passages")
    guide_id = where.removesuffix(".md")
    passages = []
    for anchor, sections in _sections(body).items():
        detail = details.pop(anchor, None) or Record(f"{where} [passages.{anchor}]", {}, faults)
        passages.append(_passage(f"{guide_id}#{anchor}", sections, detail, sources, as_of))
    for anchor, detail in details.items():
        detail.fault(anchor, f"no heading ends in {{#{anchor}}}")
    record.done()
    return Guide(guide_id, title, language, as_of, tuple(passages))


@dataclass(frozen=True, slots=True)
class _Section:
    since: str
    title: str
    text: str


def _sections(body: str) -> dict[str, list[_Section]]:
    """Return by anchor what a passage says, and what it says from later days on."""
    headings = list(_HEADING.finditer(body))
    ends = [heading.start() for heading in headings[1:]] + [len(body)]
    found: dict[str, list[_Section]] = {}
    for heading, end in zip(headings, ends, strict=True):
        section = _Section(heading["since"] or "", heading["title"].strip(), body[heading.end() : end].strip())
        found.setdefault(heading["anchor"], []).append(section)
    return found


def _later(sections: list[_Section], record: Record) -> tuple[Later, ...]:
    """Return the sections that hold from a day on; there is one without a day, and it comes first."""
    if sections[0].since or any(not section.since for section in sections[1:]):
        record.fault("anchor", "one heading without a day comes first, then those with {#anchor from 2026-12-02}")
        return ()
    try:
        found = tuple(Later(date.fromisoformat(section.since), section.title, section.text) for section in sections[1:])
    except ValueError as error:
        record.fault("anchor", f"no such day: {error}")
        return ()
    return tuple(sorted(found, key=lambda change: change.since))


def _passage(passage_id: str, sections: list[_Section], record: Record, sources: dict[str, Reference], as_of: date) -> Passage:
    translates = record.text("translates", "")
    passage = Passage(
        id=passage_id,
        title=sections[0].title,
        text=sections[0].text,
        sources=_named(record, sources),
        confidence=record.word("confidence", get_args(Confidence), "low" if translates else None),
        questions=record.texts("questions"),
        next=record.texts("next"),
        as_of=as_of,
        language=passage_id.split("/")[1],
        button=record.text("button"),
        translates=translates,
        later=_later(sections, record),
    )
    (_check_translation if translates else _check_original)(passage, record)
    _check_button(passage, record)
    record.done()
    return passage


def _named(record: Record, sources: dict[str, Reference]) -> tuple[Reference, ...]:
    keys = record.texts("sources")
    for key in keys:
        if key not in sources:
            record.fault("sources", f"no [sources.{key}] in this file")
    return tuple(sources[key] for key in keys if key in sources)


def _check_original(passage: Passage, record: Record) -> None:
    for text in (passage.text, *(change.text for change in passage.later)):
        if not _MIN_WORDS <= len(text.split()) <= _MAX_WORDS:
            record.fault("text", f"{len(text.split())} words; a passage has {_MIN_WORDS} to {_MAX_WORDS}")
    if not passage.sources:
        record.fault("sources", "name at least one source")
    if len(passage.questions) < 3:
        record.fault("questions", "write at least three questions it answers")


def _check_translation(passage: Passage, record: Record) -> None:
    words = len(passage.text.split())
    if not passage.text or (passage.language not in _WITHOUT_SPACES and words > _MAX_TRANSLATED_WORDS):
        record.fault("text", f"{words} words; a translation has some, and at most {_MAX_TRANSLATED_WORDS}")
    if passage.sources or passage.next:
        record.fault("translates", "leave out sources, confidence and next; they are the original's")


def _check_button(passage: Passage, record: Record) -> None:
    if len(passage.button) > _MAX_BUTTON:
        record.fault("button", f"at most {_MAX_BUTTON} characters")
    if len(passage.id.encode()) > _MAX_ID_BYTES:
        record.fault("anchor", f"id too long for a button: {passage.id}")


def reference(key: str, record: Record) -> Reference:
    """Return a source, as guides and rights write it: [sources.KEY]."""
    made = Reference(
        key=key,
        title=record.text("title"),
        publisher=record.text("publisher", ""),
        url=record.text("url", ""),
        date=record.source_date("date"),
        kind=record.word("kind", get_args(SourceKind)),
    )
    record.done()
    return made
