"""Platform files as they were last read, in one file: a thousand of them load in a tenth of a second.

Reading TOML is what takes time, some milliseconds a file. So `unexposed index` keeps what each file said, under the
hash of the file's name and bytes. A file that has changed since, or is new, has another hash and is read as if there
were no snapshot: nothing stale is ever believed. Nor is a snapshot that is damaged, or was made for records of
another shape: its first line must hold the hash of the rest and of the shapes. Nothing is written while the bot runs.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, fields
from hashlib import blake2b
from pathlib import Path
from typing import Any

from knowledge.schema import Evidence, Lookalike, Platform

log = logging.getLogger("unexposed.knowledge")
NAME = "platforms.snapshot"
#: To be raised when the reading of a file or the layout of a snapshot changes: then every file is read anew.
READING = 1
_SEEN = [field.name for field in fields(Evidence)].index("seen")
_LOOKALIKES, _EVIDENCE = ([field.name for field in fields(Platform)].index(name) for name in ("lookalikes", "evidence"))


class Snapshot:
    """What platform files said, by `key_of` their name and bytes."""

    def __init__(self, rows: Mapping[str, list[Any]]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, key: str) -> Platform | None:
        """Return the platform that was read from this very file, or None."""
        row = self._rows.get(key)
        return None if row is None else _platform(row)


def key_of(name: str, data: bytes) -> str:
    """Return what a file's record is kept under: one other letter in it or in its name, and it is another key."""
    hashed = blake2b(name.encode() + b"\0", digest_size=16)
    hashed.update(data)
    return hashed.hexdigest()


def read(folder: Path) -> Snapshot:
    """Return the snapshot of a folder of knowledge; an empty one where there is none that can be believed."""
    try:
        head, _, body = (folder / NAME).read_bytes().partition(b"\n")
    except OSError:
        return Snapshot({})
    if head != _head(body):
        log.warning("%s is damaged or of another version; the files are read instead. Make it anew with `unexposed index`.", NAME)
        return Snapshot({})
    return Snapshot(json.loads(body))


def write(folder: Path, platforms: Mapping[str, Platform]) -> None:
    """Write the snapshot of a folder from platforms by key."""
    rows = {key: _row(platform) for key, platform in sorted(platforms.items())}
    body = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    (folder / NAME).write_bytes(_head(body) + b"\n" + body)


@contextmanager
def quick() -> Iterator[None]:
    """Hold the garbage collector while many records are made; it would walk all of them again and again, and free none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _head(body: bytes) -> bytes:
    shapes = repr([(field.name, field.type) for shape in (Platform, Lookalike, Evidence) for field in fields(shape)])
    return f"unexposed platforms {READING} {key_of(shapes, body)}".encode()


def _row(platform: Platform) -> list[Any]:
    """Return a platform as lists; its evidence by columns, which are put together again faster than rows."""
    row = [getattr(platform, field.name) for field in fields(Platform)]
    row[_LOOKALIKES] = [astuple(item) for item in platform.lookalikes]
    columns = [[getattr(item, field.name) for item in platform.evidence] for field in fields(Evidence)]
    columns[_SEEN] = [day.toordinal() for day in columns[_SEEN]]
    row[_EVIDENCE] = columns
    return row


def _platform(row: list[Any]) -> Platform:
    values: list[Any] = [tuple(value) if type(value) is list else value for value in row]
    values[_LOOKALIKES] = tuple(Lookalike(*item) for item in row[_LOOKALIKES])
    columns = list(row[_EVIDENCE])
    columns[_SEEN] = [dt.date.fromordinal(day) for day in columns[_SEEN]]
    values[_EVIDENCE] = tuple(map(Evidence, *columns))
    return Platform(*values)
