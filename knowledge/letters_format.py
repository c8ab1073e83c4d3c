"""How a letter is written: knowledge/letters/<language>/<kind>.md, title and subject between +++ lines, then the text with {blanks}.

What the letters of a language share (greeting, proof of identity, the last day, the blanks a person fills in) stands
in words.toml of the same folder. A language has a words.toml and any of the kinds.
"""

from __future__ import annotations

import logging
import re
import tomllib
from functools import cache
from pathlib import Path

from knowledge.records import KnowledgeError, Record
from knowledge.rights_format import OURS, WANTS
from knowledge.rights_schema import Letter, Wording

log = logging.getLogger("unexposed.knowledge")

ASK_FIRST = "ask-first"
KINDS = (*WANTS, ASK_FIRST)
#: Blanks in words.toml that a person fills in by hand, in square brackets.
BY_HAND = ("service_blank", "authority_blank", "account", "name", "address", "contact", "picture", "request_day")
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
def load_letters(folders: tuple[Path, ...] = ()) -> tuple[tuple[Letter, ...], dict[str, Wording]]:
    """Return all letters, and the words they share by language; letters in `folders` replace ours of the same name.

    Raises KnowledgeError with every fault of our files. Faults of `folders` are logged and the file left out.
    """
    letters, wordings, faults = read_letters(OURS)
    if faults:
        raise KnowledgeError(tuple(faults))
    found = {(letter.language, letter.kind): letter for letter in letters}
    shared = {wording.language: wording for wording in wordings}
    for folder in folders:
        letters, wordings, faults = read_letters(folder)
        for fault in faults:
            log.warning("left out: %s", fault)
        found |= {(letter.language, letter.kind): letter for letter in letters}
        shared |= {wording.language: wording for wording in wordings}
    return tuple(letter for letter in found.values() if letter.language in shared), shared


def read_letters(folder: Path) -> tuple[tuple[Letter, ...], tuple[Wording, ...], list[str]]:
    """Return the letters of a folder, the words they share, and all their faults; a file with a fault is left out."""
    faults: list[str] = []
    letters = [read for path in sorted(folder.glob("letters/*/*.md")) if (read := _read(path, faults))]
    wordings = [read for path in sorted(folder.glob("letters/*/words.toml")) if (read := _read_words(path, faults))]
    return tuple(letters), tuple(wordings), faults


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


def _check_blanks(text: str, key: str, record: Record) -> None:
    for name in sorted(set(_BLANK.findall(text)) - BLANKS):
        record.fault(key, f"unknown blank {{{name}}}; known are {', '.join(sorted(BLANKS))}")


def _read_words(path: Path, faults: list[str]) -> Wording | None:
    own: list[str] = []
    where = f"letters/{path.parent.name}/{path.name}"
    try:
        record = Record(where, tomllib.loads(path.read_text(encoding="utf-8")), own)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, OSError) as error:
        faults.append(f"{where}: cannot be read: {error}")
        return None
    wording = Wording(path.parent.name, record.text("language"), {key: record.text(key) for key in (*SENTENCES, *BY_HAND)})
    for key, words in wording.words.items():
        _check_blanks(words, key, record)
    record.done()
    faults += own
    return None if own else wording
