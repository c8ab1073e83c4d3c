"""How a platform is written: one TOML a service, with names and addresses by which it is known, and evidence.

name, company, summary, domains, aliases, former, apps, everyday, unlike, contact, general
[[lookalikes]] domain, note
[[evidence]] criterion, verdict, basis, claim, quote, source, url, date, seen, expires_days
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from knowledge import snapshot
from knowledge.records import Record
from knowledge.schema import FILED_BASES, MAX_QUOTE_WORDS, Evidence, Lookalike, Platform, Verdict
from knowledge.snapshot import Snapshot

#: So that "rate:", the id and a criterion fit the 64 bytes of a Telegram button.
_MAX_PLATFORM_ID_BYTES = 36


def read_platforms(folder: Path, kept: Snapshot, faults: list[str]) -> list[Platform]:
    """Return the platforms of a folder, by file name; what is in the snapshot `kept`, byte for byte, is not read again."""
    found = []
    for name, data in _contents(folder / "platforms", faults):
        platform = kept.get(snapshot.key_of(name, data)) or _read_one(folder / "platforms" / name, data, faults)
        found += [platform] if platform else []
    return found


def _contents(folder: Path, faults: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of every TOML file of a folder, by name."""
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    for name in names:
        if name.endswith(".toml"):
            try:
                with open(f"{folder}/{name}", "rb", buffering=0) as file:  # noqa: PTH123 - for a thousand files Path.open takes as long again
                    yield name, file.readall()
            except OSError as error:
                faults.append(f"{folder.name}/{name}: cannot be read: {error}")


def _read_one(path: Path, data: bytes, faults: list[str]) -> Platform | None:
    own_faults: list[str] = []
    platform = None
    try:
        platform = read_platform(path, data.decode(), own_faults)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        own_faults.append(f"platforms/{path.name}: cannot be read: {error}")
    faults += own_faults
    return None if own_faults else platform


def take_snapshot(folder: Path) -> int:
    """Write the snapshot of a folder's sound platform files, and return how many there are."""
    files = {name: (snapshot.key_of(name, data), data) for name, data in _contents(folder / "platforms", [])}
    read = {key: _read_one(folder / "platforms" / name, data, []) for name, (key, data) in files.items()}
    snapshot.write(folder, {key: platform for key, platform in read.items() if platform})
    return len(read)


def not_in_snapshot(folder: Path) -> int:
    """Return how many platform files of a folder its snapshot does not hold as they are; they are read each time, which takes longer."""
    kept = snapshot.read(folder)
    return sum(kept.get(snapshot.key_of(name, data)) is None for name, data in _contents(folder / "platforms", []))


def read_platform(path: Path, text: str, faults: list[str]) -> Platform:
    """Return one platform with its evidence."""
    record = Record(f"platforms/{path.name}", tomllib.loads(text), faults)
    platform = Platform(
        id=path.stem,
        name=record.text("name"),
        company=record.text("company", ""),
        summary=record.text("summary"),
        domains=record.texts("domains"),
        aliases=record.texts("aliases"),
        lookalikes=tuple(_lookalike(item) for item in record.tables("lookalikes")),
        evidence=tuple(_evidence(item) for item in record.tables("evidence")),
        former=record.texts("former"),
        apps=record.texts("apps"),
        everyday=record.texts("everyday"),
        unlike=record.texts("unlike"),
        contact=record.text("contact", ""),
        general=record.flag("general"),
    )
    strangers = set(platform.everyday) - {platform.name, *platform.aliases, *platform.former}
    if strangers:
        record.fault("everyday", f"lists names of the service; {', '.join(sorted(strangers))}: not its name, nor in aliases or former")
    if len(path.stem.encode()) > _MAX_PLATFORM_ID_BYTES:
        record.fault("file name", f"at most {_MAX_PLATFORM_ID_BYTES} letters; it is part of every button of the platform")
    record.done()
    return platform


def _lookalike(record: Record) -> Lookalike:
    lookalike = Lookalike(record.text("domain"), record.text("note"))
    record.done()
    return lookalike


def _evidence(record: Record) -> Evidence:
    evidence = Evidence(
        criterion=record.text("criterion"),
        verdict=record.word("verdict", get_args(Verdict)),
        basis=record.word("basis", FILED_BASES),
        claim=record.text("claim"),
        quote=record.text("quote", ""),
        source=record.text("source"),
        url=record.text("url", ""),
        date=record.source_date("date"),
        seen=record.day("seen"),
        expires_days=record.number("expires_days", 1, 3650, 180),
    )
    if len(evidence.quote.split()) > MAX_QUOTE_WORDS:
        record.fault("quote", f"at most {MAX_QUOTE_WORDS} words, found {len(evidence.quote.split())}")
    record.done()
    return evidence
