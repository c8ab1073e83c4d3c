"""Keeping the bot in order: `unexposed check`, `index`, `eval` and `doctor`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.environment import settings_from_environment
from adapters.runtime import open_advisor, utc_today
from bot.errors import AdvisorError
from bot.settings import Settings

if TYPE_CHECKING:
    from knowledge.schema import Criterion, Library, Platform


def check(chosen: argparse.Namespace) -> int:
    """Print every fault of the knowledge files, ours and the operator's, and which evidence is old; return 1 if there is a fault."""
    from adapters import catalog
    from bot.answers import shipped
    from bot.answers.entries import entries
    from bot.answers.model import MODELS
    from knowledge.letters_format import law_faults
    from knowledge.loader import OURS, read_library
    from knowledge.platforms_format import not_in_snapshot

    library, faults = read_library(OURS)
    faults += law_faults(OURS)
    for model in MODELS:
        known = shipped.read(model)
        stale = sum(shipped.key_of(model, entry.level, entry.text) not in known for entry in entries(library.passages.values()))
        if stale:
            faults.append(f"vectors/{shipped.file_of(model).name}: {stale} texts have no vector yet; run `unexposed index`")
    faults += catalog.faults(library.rubric)
    own = settings_from_environment().knowledge
    if own and not Path(own).is_dir():
        faults.append(f"{own}: no such folder; UNEXPOSED_KNOWLEDGE names a folder with guides/ and platforms/")
    platforms = library.platforms
    if own and Path(own).is_dir():
        theirs, found = read_library(Path(own), library.rubric)
        faults += [f"{own}: {fault}" for fault in found + law_faults(Path(own), own=True)]
        platforms += theirs.platforms
    print(*faults, sep="\n", file=sys.stderr) if faults else print(
        f"{len(library.passages)} passages, {len(library.rubric)} criteria, {len(library.platforms)} platforms: no faults."
    )
    if behind := not_in_snapshot(OURS):
        print(f"{behind} platform files are not kept ready to load and take longer; run `unexposed index`.")
    _print_stale(library)
    _print_old(platforms, chosen.older_than)
    return 1 if faults else 0


def _print_stale(library: Library) -> None:
    """Print which translations are older than their English text. These are notes, not faults."""
    from knowledge.translations import stale

    if lines := stale(library):
        print(f"\nTranslations to bring up to date: {len(lines)}", *lines, sep="\n")


def _print_old(platforms: tuple[Platform, ...], than_days: int | None) -> None:
    """Print what evidence to look at again: what is older than asked for, else what no longer counts. These are notes, not faults."""
    from adapters import ageing

    today = utc_today()
    lines = ageing.expired(platforms, today) if than_days is None else ageing.older(platforms, today, than_days)
    said = "no longer counts" if than_days is None else f"was looked at more than {than_days} days ago"
    if lines or than_days is not None:
        print(f"\nEvidence that {said}: {len(lines)}", *lines, sep="\n")


def index(chosen: argparse.Namespace) -> int:
    """Keep the platform files ready to load; compute, for every model that is installed, the vectors of texts that have none."""
    from bot.answers import shipped
    from bot.answers.entries import entries
    from bot.answers.model import MODELS
    from knowledge.loader import OURS, read_library
    from knowledge.platforms_format import take_snapshot

    library, faults = read_library(OURS)
    if faults:
        raise AdvisorError("The knowledge files have faults; nothing was computed.", "See them with `unexposed check`.")
    own = settings_from_environment().knowledge
    for folder in (OURS, *([Path(own)] if own and Path(own).is_dir() else [])):
        print(f"{take_snapshot(folder)} platforms of {folder} are kept ready to load.")
    found = entries(library.passages.values())
    for model in MODELS:
        if not model.available():
            print(f"{model.key}: not installed here; its vectors stay as they are.")
            continue
        known = {} if chosen.fresh else shipped.read(model)
        vectors = shipped.complete(model, [(entry.level, entry.text) for entry in found], known)
        shipped.write(model, vectors)
        print(f"{model.key}: {len(vectors)} vectors, {sum(key not in known for key in vectors)} of them new.")
    if own and Path(own).is_dir():
        _index_own(Path(own), library.rubric)
    return 0


def _index_own(folder: Path, rubric: tuple[Criterion, ...]) -> None:
    """Compute the vectors of an operator's texts that have none, with the best model, and keep them in their folder."""
    from bot.answers import shipped
    from bot.answers.entries import entries
    from bot.answers.model import best
    from knowledge.loader import read_library

    model, library = best(), read_library(folder, rubric)[0]
    if model is None:
        return
    wanted = [(entry.level, entry.text) for entry in entries(library.passages.values())]
    vectors = shipped.complete(model, wanted, shipped.read(model, folder), lambda done, of: print(f"{done} of {of} texts of yours"))
    shipped.write(model, vectors, folder)
    print(f"{model.key}: {len(vectors)} vectors of your own texts.")


def evaluate(chosen: argparse.Namespace) -> int:
    """Print how well labelled questions are answered and labelled policies read; with --policies only these. 1 if a figure has sunk."""
    from adapters import scoring
    from adapters.policy_eval import report

    code = 0 if chosen.policies else scoring.evaluate(chosen)
    if chosen.policies or not chosen.questions:
        report(misses=chosen.misses)
    return code


def doctor(chosen: argparse.Namespace) -> int:  # noqa: ARG001 - every command has this shape
    """Print what works and what does not, each with what to do; return 1 if something set up does not work."""
    settings = settings_from_environment()
    checks = [_model(), _knowledge(settings), *_tokens(settings), *_redis(settings)]
    for works, sentence in checks:
        print(("ok       " if works else "problem  ") + sentence)
    return 0 if all(works for works, _ in checks) else 1


def _model() -> tuple[bool, str]:
    from bot.answers.model import best

    model = best()
    if model:
        return True, f"the local language model is there ({model.name})"
    return False, "no local language model is installed; photos and ratings work, questions do not"


def _knowledge(settings: Settings) -> tuple[bool, str]:
    with open_advisor(settings) as advisor:
        try:
            library = advisor.library
        except AdvisorError as error:
            return False, str(error)
    return True, f"{len(library.passages)} passages and {len(library.platforms)} services are known"


def _tokens(settings: Settings) -> list[tuple[bool, str]]:
    from adapters.tokens import check_discord, check_telegram

    return [check_telegram(settings), check_discord(settings)]


def _redis(settings: Settings) -> list[tuple[bool, str]]:
    if not settings.redis_url:
        return []
    from adapters.redis_store import connect, writes_to_disk

    try:
        client = connect(settings.redis_url)
    except AdvisorError as error:
        return [(False, str(error))]
    if writes_to_disk(client):
        return [(False, 'Redis writes to disk; start it with --save "" --appendonly no, so that nothing of anybody is kept')]
    return [(True, "Redis is there and writes nothing to disk, as far as it says")]
