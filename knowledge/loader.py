"""Reads and checks the knowledge files: all faults at once, each naming file, key and remedy.

An operator's own folder overlays ours: its guides and platforms are searched together with ours, a file of the
same name replaces ours, and a broken file of theirs is named and left out while the rest works.
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from knowledge import snapshot
from knowledge.guides_format import read_guide
from knowledge.platforms_format import read_platforms
from knowledge.records import KnowledgeError, Record
from knowledge.schema import (
    Criterion,
    Guide,
    Library,
    Platform,
)
from knowledge.snapshot import Snapshot
from knowledge.translations import ORIGINAL, orphans

log = logging.getLogger("unexposed.knowledge")
OURS = Path(__file__).parent
Item = TypeVar("Item")
Reader = Callable[[Path, str, list[str]], Item]


def load_library(own: Path | None = None) -> Library:
    """Return everything known: our files, overlaid with the folder `own`.

    Raises KnowledgeError with every fault of our files. Faults of `own`, and of translations, are logged and the file left out.
    """
    library, faults = read_library(OURS, believe_snapshot=True)
    grave = [fault for fault in faults if not _in_translation(fault)]
    if grave:
        raise KnowledgeError(tuple(grave))
    for fault in faults:
        log.warning("left out: %s", fault)
    if own is None:
        return library
    if not own.is_dir():
        raise KnowledgeError((f"{own}: no such folder; UNEXPOSED_KNOWLEDGE names a folder with guides/ and platforms/",))
    theirs, faults = read_library(own, library.rubric, believe_snapshot=True)
    whole = replace(_overlay(theirs, library), folders=(own,))
    for fault in faults + dead_ends(whole) + orphans(whole):
        log.warning("left out: %s", fault)
    return whole


def _in_translation(fault: str) -> bool:
    """Tell whether a fault is in a translated guide: it is left out, and the English one answers."""
    return fault.startswith("guides/") and not fault.startswith(f"guides/{ORIGINAL}/")


def read_library(folder: Path, rubric: tuple[Criterion, ...] = (), *, believe_snapshot: bool = False) -> tuple[Library, list[str]]:
    """Return what a folder holds and all its faults; a file with a fault is left out.

    With a `rubric` given, the folder is an operator's: its guides and platforms count, measured by that rubric.
    `believe_snapshot`: platform files that are in the folder's snapshot, byte for byte, are not read again.
    """
    faults: list[str] = []
    own_rubric = () if rubric else tuple(sorted(_read_all(folder, "rubric/*.toml", read_criterion, faults), key=lambda item: item.order))
    criteria = {criterion.id for criterion in rubric or own_rubric}
    guides = _read_all(folder, "guides/*/*.md", read_guide, faults)
    with snapshot.quick():
        platforms = read_platforms(folder, snapshot.read(folder) if believe_snapshot else Snapshot({}), faults)
    sound = tuple(platform for platform in platforms if not _unknown_criteria(platform, criteria, faults))
    library = Library(tuple(guides), rubric or own_rubric, sound)
    return library, faults + ([] if rubric else check_library(library))


def _unknown_criteria(platform: Platform, criteria: set[str], faults: list[str]) -> bool:
    unknown = {evidence.criterion for evidence in platform.evidence} - criteria
    faults += [f"platforms/{platform.id}.toml: evidence names the unknown criterion {name!r}" for name in sorted(unknown)]
    return bool(unknown)


def check_library(library: Library) -> list[str]:
    """Return what does not hold together between files: weights, passages that lead nowhere, translations of nothing."""
    total = sum(criterion.weight for criterion in library.rubric)
    faults = [f"rubric: the weights add up to {total}; they must add up to 100"] if total != 100 else []
    return faults + dead_ends(library) + orphans(library)


def dead_ends(library: Library) -> list[str]:
    """Return every passage whose `next` names a passage that is not there."""
    passages = library.passages
    return [f"{one.id}: next: no passage {target!r}" for one in passages.values() for target in one.next if target not in passages]


def _read_all(folder: Path, pattern: str, read: Reader[Item], faults: list[str]) -> list[Item]:
    found = []
    for path in sorted(folder.glob(pattern)):
        own_faults: list[str] = []
        try:
            text = path.read_text(encoding="utf-8")
            item = read(path, text, own_faults)
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, OSError) as error:
            own_faults.append(f"{path.relative_to(folder)}: cannot be read: {error}")
        if not own_faults:
            found.append(item)
        faults += own_faults
    return found


def read_criterion(path: Path, text: str, faults: list[str]) -> Criterion:
    """Return one criterion of the rubric."""
    record = Record(f"rubric/{path.name}", tomllib.loads(text), faults)
    words = {key: record.text(key) for key in ("name", "question", "why", "meets", "partly", "fails", "weight_reason", "check")}
    criterion = Criterion(
        id=path.stem,
        order=record.number("order", 1, 99),
        weight=record.number("weight", 1, 100),
        cap=record.optional_number("cap", 0, 100),
        cap_reason=record.text("cap_reason", ""),
        **words,
    )
    record.done()
    return criterion


def _overlay(theirs: Library, ours: Library) -> Library:
    return Library(
        guides=theirs.guides + _others(ours.guides, theirs.guides),
        rubric=theirs.rubric,
        platforms=theirs.platforms + _others(ours.platforms, theirs.platforms),
    )


Named = TypeVar("Named", Guide, Platform)


def _others(ours: tuple[Named, ...], theirs: tuple[Named, ...]) -> tuple[Named, ...]:
    taken = {item.id for item in theirs}
    return tuple(item for item in ours if item.id not in taken)
