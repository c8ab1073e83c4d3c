"""How a jurisdiction is written: one TOML a place with a law of its own, every statement with article, source and confidence.

name, as_of, inside, like, members, languages
[laws.KEY] name, short, start, [laws.KEY.names] de = "..."
[sources.KEY] title, publisher, url, date, kind
[deadlines.KEY] amount, unit, extension, working_day, confirm_business_days, article, confidence
[[statements]] topic, text, article, law, confidence, sources, start, end, members, deadline, no_right
[[authorities]] name, url, how, intimate, generic, confidence, members
"""

from __future__ import annotations

import logging
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, get_args

from knowledge.guides_format import reference
from knowledge.records import KnowledgeError, Record
from knowledge.rights_schema import Authority, Deadline, Law, Right, Statement, Topic, Unit, Want
from knowledge.schema import Confidence, Reference

log = logging.getLogger("unexposed.knowledge")
OURS = Path(__file__).parent
WANTS: tuple[Want, ...] = get_args(Want)
TOPICS: tuple[Topic, ...] = (*WANTS, "reach", "outside", "abroad", "cost", "refusal", "identity", "note")
#: So that an answer about one right fits a phone.
MAX_STATEMENT = 330
MAX_SHORT_STATEMENT = 200
_ID = re.compile(r"[a-z]{2}(-[a-z]{2,5})?")
#: Said in one line of an answer, so shorter.
_IN_A_LINE = ("cost", "refusal", "identity", "abroad")


@cache
def load_rights(folders: tuple[Path, ...] = ()) -> tuple[Right, ...]:
    """Return the law of every place we have a file on, files in `folders` replacing ours of the same name.

    Raises KnowledgeError with every fault of our files. Faults of `folders` are logged and the file left out.
    """
    ours, faults = read_rights(OURS)
    if faults:
        raise KnowledgeError(tuple(faults))
    found = {right.id: right for right in ours}
    for folder in folders:
        theirs, faults = read_rights(folder, found)
        for fault in faults:
            log.warning("left out: %s", fault)
        found |= {right.id: right for right in theirs}
    return tuple(found[name] for name in sorted(found))


def read_rights(folder: Path, known: dict[str, Right] | None = None) -> tuple[tuple[Right, ...], list[str]]:
    """Return the jurisdictions of a folder and all their faults; a file with a fault is left out. `known` may be referred to."""
    faults: list[str] = []
    found: list[Right] = []
    for path in sorted(folder.glob("rights/*.toml")):
        own: list[str] = []
        try:
            found += [right] if (right := read_right(path, path.read_text(encoding="utf-8"), own)) and not own else []
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, OSError) as error:
            own.append(f"rights/{path.name}: cannot be read: {error}")
        faults += own
    return tuple(found), faults + _loose_ends(found, known or {})


def _loose_ends(found: list[Right], known: dict[str, Right]) -> list[str]:
    """Return where a file names another one that is not there."""
    names = {right.id for right in found} | set(known)
    return [
        f"rights/{right.id}.toml: {key}: no file rights/{other}.toml"
        for right in found
        for key, other in (("inside", right.inside), ("like", right.like))
        if other and other not in names
    ]


def read_right(path: Path, text: str, faults: list[str]) -> Right:
    """Return one jurisdiction; its id is the name of its file."""
    values = tomllib.loads(text)
    where = f"rights/{path.name}"
    languages = values.pop("member_languages", {})
    record = Record(where, values, faults)
    as_of = record.day("as_of")
    sources = {key: reference(key, item) for key, item in record.table("sources").items()}
    right = Right(
        id=path.stem,
        name=record.text("name"),
        as_of=as_of,
        inside=record.text("inside", ""),
        like=record.text("like", ""),
        shape=record.flag("shape"),
        members=record.texts("members"),
        languages=record.texts("languages"),
        member_languages={code: tuple(names) for code, names in languages.items()},
        laws=tuple(_law(key, item, faults) for key, item in record.table("laws").items()),
        deadlines=tuple(_deadline(key, item) for key, item in record.table("deadlines").items()),
        statements=tuple(_statement(item, sources, as_of) for item in record.tables("statements")),
        authorities=tuple(_authority(item) for item in record.tables("authorities")),
    )
    record.done()
    _check(right, where, faults)
    return right


def _law(key: str, record: Record, faults: list[str]) -> Law:
    names = record.words("names")
    law = Law(key, record.text("name"), record.text("short"), names, record.optional_day("start"))
    record.done()
    if bad := [language for language in names if len(language) != 2]:
        faults.append(f"{record.where}: names: two letters a language, found {', '.join(bad)}")
    return law


def _deadline(key: str, record: Record) -> Deadline:
    deadline = Deadline(
        key=key,
        amount=record.number("amount", 1, 365),
        unit=record.word("unit", get_args(Unit)),
        extension=record.number("extension", 0, 365, 0),
        working_day=record.flag("working_day"),
        confirm_business_days=record.number("confirm_business_days", 0, 60, 0),
        article=record.text("article", ""),
        confidence=record.word("confidence", get_args(Confidence)),
    )
    record.done()
    return deadline


def _statement(record: Record, sources: dict[str, Reference], as_of: Any) -> Statement:
    keys = record.texts("sources")
    statement = Statement(
        topic=record.word("topic", TOPICS),
        text=record.text("text"),
        article=record.text("article", ""),
        law=record.text("law", ""),
        confidence=record.word("confidence", get_args(Confidence)),
        sources=tuple(sources[key] for key in keys if key in sources),
        as_of=record.optional_day("as_of") or as_of,
        start=record.optional_day("start"),
        end=record.optional_day("end"),
        members=record.texts("members"),
        deadline=record.text("deadline", ""),
        no_right=record.flag("no_right"),
    )
    for key in (key for key in keys if key not in sources):
        record.fault("sources", f"no [sources.{key}] in this file")
    if not keys:
        record.fault("sources", "name at least one source")
    longest = MAX_SHORT_STATEMENT if statement.topic in _IN_A_LINE else MAX_STATEMENT
    if len(statement.text) > longest:
        record.fault("text", f"at most {longest} characters for {statement.topic}, found {len(statement.text)}")
    if statement.start and statement.end and statement.start >= statement.end:
        record.fault("end", "must be after start")
    record.done()
    return statement


def _authority(record: Record) -> Authority:
    authority = Authority(
        name=record.text("name"),
        url=record.text("url", ""),
        how=record.text("how", ""),
        intimate=record.flag("intimate"),
        generic=record.flag("generic"),
        confidence=record.word("confidence", get_args(Confidence)),
        members=record.texts("members"),
    )
    if authority.url and not authority.url.startswith("https://"):
        record.fault("url", "wants https://...")
    record.done()
    return authority


def _check(right: Right, where: str, faults: list[str]) -> None:
    laws, deadlines = {law.key for law in right.laws}, {deadline.key for deadline in right.deadlines}
    if not (_ID.fullmatch(right.id) or right.shape):
        faults.append(f"{where}: file name: a code such as de.toml or us-ca.toml")
    if not laws and not right.shape:
        faults.append(f"{where}: laws: name at least one law")
    for number, statement in enumerate(right.statements, 1):
        here = f"{where} [[statements]] {number}"
        if statement.law and statement.law not in laws:
            faults.append(f"{here}: law: no [laws.{statement.law}] in this file")
        if statement.deadline and statement.deadline not in deadlines:
            faults.append(f"{here}: deadline: no [deadlines.{statement.deadline}] in this file")
        if strangers := set(statement.members) - set(right.members):
            faults.append(f"{here}: members: {', '.join(sorted(strangers))} not among the members of this file")
