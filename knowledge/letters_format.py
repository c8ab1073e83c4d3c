"""How a letter is written: knowledge/letters/<language>/<kind>.md, title and subject between +++ lines, then the text with {blanks}.

What the letters of a language share (greeting, proof of identity, the last day, the blanks a person fills in) stands
in words.toml of the same folder. A language has a words.toml and any of the kinds.
"""

from __future__ import annotations

import logging
import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

from knowledge.records import KnowledgeError, Record
from knowledge.rights_format import OURS, WANTS, load_rights, read_rights
from knowledge.rights_schema import Letter, Letters

log = logging.getLogger("unexposed.knowledge")

ASK_FIRST = "ask-first"
KINDS = (*WANTS, ASK_FIRST)
#: Blanks in words.toml that a person fills in by hand, in square brackets.
BY_HAND = ("service_blank", "authority_blank", "account", "name", "address", "contact", "picture", "request_day", "law_blank")
#: Sentences of words.toml.
SENTENCES = (
    *("greeting", "greeting_authority", "basis_law", "basis_plain", "who", "identity", "due_law", "due_plain", "due_hours"),
    *("refusal", "closing", "signature"),
)
#: What {names} in a letter or a sentence may stand for, besides sentences and blanks.
FACTS = ("service", "authority", "law", "article", "due", "hours", "today")
BLANKS = frozenset((*BY_HAND, *SENTENCES, *FACTS))
#: So that a letter, its heading and its advice are one message, and its mailto link is short enough.
MAX_BODY = 900
_BLANK = re.compile(r"\{([^{}]*)\}")
_FRAME = {"greeting", "greeting_authority", "closing", "signature"}


@cache
def load_letters(folders: tuple[Path, ...] = ()) -> dict[str, Letters]:
    """Return the letters of every language, by language; letters in `folders` replace ours of the same name.

    Raises KnowledgeError with every fault of our files. Faults of `folders` are logged and the file left out.
    """
    found, faults = read_letters(OURS)
    if faults:
        raise KnowledgeError(tuple(faults))
    for folder in folders:
        theirs, faults = read_letters(folder, found)
        for fault in faults:
            log.warning("left out: %s", fault)
        found |= theirs
    return found


def read_letters(folder: Path, known: dict[str, Letters] | None = None) -> tuple[dict[str, Letters], list[str]]:
    """Return the letters of a folder by language, and all their faults; a file with a fault is left out.

    `known` letters are kept beside those of the folder, and lend it the words it does not have.
    """
    faults: list[str] = []
    letters = [read for path in sorted(folder.glob("letters/*/*.md")) if (read := _read(path, faults))]
    found = dict(known or {})
    for path in sorted(folder.glob("letters/*/words.toml")):
        if shared := _read_words(path, faults):
            before = found.get(shared.language, shared)
            found[shared.language] = replace(shared, words=before.words | shared.words, kinds=before.kinds)
    for letter in letters:
        letters_of = found.get(letter.language)
        words = letters_of.words if letters_of else {}
        missing = sorted(_needed(letter, words) - set(words) - set(FACTS))
        faults += [f"letters/{letter.language}/words.toml: {name}: {letter.kind}.md needs it" for name in missing]
        if letters_of and not missing:
            found[letter.language] = replace(letters_of, kinds=letters_of.kinds | {letter.kind: letter})
    return found, faults


def law_faults(folder: Path, *, own: bool = False) -> list[str]:
    """Return every fault of the rights and letters in a folder; an operator's `own` may refer to ours."""
    rights = {right.id: right for right in load_rights()} if own else None
    return read_rights(folder, rights)[1] + read_letters(folder, load_letters() if own else None)[1]


def _needed(letter: Letter, words: dict[str, str]) -> set[str]:
    """Return the blanks of a letter, those of its sentences among them, and what stands in where a law or a name is unknown."""
    names = {"service_blank", *_BLANK.findall(letter.subject + letter.body)}
    stand_ins = {
        "basis_law": "basis_plain",
        "due_law": "due_plain",
        "due_hours": "due_plain",
        "authority": "authority_blank",
        "law": "law_blank",
    }
    while more := {found for name in names for found in _BLANK.findall(words.get(name, ""))} | {
        stand_ins[n] for n in names if n in stand_ins
    }:
        if more <= names:
            break
        names |= more
    return names


def _read(path: Path, faults: list[str]) -> Letter | None:
    where = f"letters/{path.parent.name}/{path.name}"
    own: list[str] = []
    try:
        letter = read_letter(path, path.read_text(encoding="utf-8"), own)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, OSError) as error:
        faults.append(f"{where}: cannot be read: {error}")
        return None
    faults += own
    return None if own else letter


def read_letter(path: Path, text: str, faults: list[str]) -> Letter:
    """Return one letter; its kind is the name of its file, its language that of its folder."""
    where = f"letters/{path.parent.name}/{path.name}"
    if not text.startswith("+++\n") or "\n+++\n" not in text[4:]:
        faults.append(f"{where}: begins with title and subject between two lines of +++")
        return Letter(path.stem, path.parent.name, "", "", "")
    front, body = text[4:].split("\n+++\n", 1)
    record = Record(where, tomllib.loads(front), faults)
    letter = Letter(path.stem, path.parent.name, record.text("title"), record.text("subject"), body.strip())
    record.done()
    _check(letter, record)
    return letter


def _check(letter: Letter, record: Record) -> None:
    if letter.kind not in KINDS:
        record.fault("file name", f"wants one of {', '.join(KINDS)}")
    _check_blanks(letter.subject + letter.body, "text", record)
    if len(letter.body) > MAX_BODY:
        record.fault("text", f"at most {MAX_BODY} characters, found {len(letter.body)}")
    if letter.kind != ASK_FIRST and len(_FRAME & set(_BLANK.findall(letter.body))) != 2:
        record.fault("text", "begins with {greeting} or {greeting_authority} and ends with {closing} or {signature}")


def _check_blanks(text: str, key: str, record: Record, known: frozenset[str] = BLANKS) -> None:
    for name in sorted(set(_BLANK.findall(text)) - known):
        record.fault(key, f"unknown blank {{{name}}}; known are {', '.join(sorted(known))}")


def _read_words(path: Path, faults: list[str]) -> Letters | None:
    own: list[str] = []
    where = f"letters/{path.parent.name}/{path.name}"
    try:
        record = Record(where, tomllib.loads(path.read_text(encoding="utf-8")), own)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, OSError) as error:
        faults.append(f"{where}: cannot be read: {error}")
        return None
    shared = {key: words for key in (*SENTENCES, *BY_HAND) if (words := record.text(key, ""))}
    letters = Letters(path.parent.name, record.text("language"), shared, {})
    for key, words in shared.items():
        _check_blanks(words, key, record, frozenset((*BY_HAND, *FACTS)))
    record.done()
    faults += own
    return None if own else letters
