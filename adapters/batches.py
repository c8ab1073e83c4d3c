"""Many photos at once: which files are photos, a bar while they are worked on, one summary at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.photos import Finding
from bot.strings import say, say_count

_PHOTO_SUFFIXES = frozenset(
    ".jpg .jpeg .jpe .jfif .png .apng .webp .gif .tif .tiff .heic .heif .heics .avif .avifs .jxl .bmp .ico .cur "
    ".jp2 .j2k .j2c .jpf .jpx .jph .dng .cr2 .nef .arw .mp4 .m4v .3gp .mov".split()
)
#: What the name of a copy gets.
COPY = ".clean"
#: Fewer photos are done before one would see a bar.
_BAR_FROM = 10


def photos(paths: Iterable[str]) -> Iterator[Path]:
    """Yield the files named, and the photos in the folders named, in the order of their names."""
    for path in map(Path, paths):
        if path.is_dir():
            yield from (inner for inner in sorted(path.rglob("*")) if is_photo(inner))
        else:
            yield path


def is_photo(path: Path) -> bool:
    """Tell a photo by its name, and not a clean copy of an earlier run."""
    return path.suffix.lower() in _PHOTO_SUFFIXES and not path.stem.endswith(COPY) and path.is_file()


@dataclass(slots=True)
class Batch:
    """What became of many photos. Lines wait while a bar is shown, and come out whole behind it."""

    waiting: bool = False
    read: int = 0
    placed: int = 0
    refused: list[str] = field(default_factory=list)
    _lines: list[tuple[str, bool]] = field(default_factory=list)

    def say(self, line: str) -> None:
        """Tell about one photo."""
        self._tell(line, failed=False)

    def done(self, findings: Iterable[Finding]) -> None:
        """Count a photo that was read."""
        self.read += 1
        self.placed += any(one.kind == "location" for one in findings)

    def fail(self, name: str, why: str) -> None:
        """Tell that one photo was refused, and why."""
        self.refused.append(name)
        self._tell(f"{name}: {why}", failed=True)

    def _tell(self, line: str, *, failed: bool) -> None:
        if self.waiting:
            self._lines.append((line, failed))
        else:
            print(line, file=sys.stderr if failed else sys.stdout)

    def flush(self) -> None:
        """Let out the lines that waited."""
        self.waiting = False
        for line, failed in self._lines:
            self._tell(line, failed=failed)
        self._lines.clear()

    def summary(self, cleaned: str) -> str:
        """Return "12 cleaned, 5 had a place, 1 refused"; `cleaned` is the word for what was done."""
        parts = [f"{self.read} {cleaned}"]
        if self.placed:
            parts.append(say_count("{n} had a place", "{n} had places", self.placed))
        if self.refused:
            parts.append(say_count("{n} refused", "{n} refused", len(self.refused)))
        return ", ".join(parts) + "."


@contextmanager
def worked_through(paths: list[Path], words: str) -> Iterator[tuple[Iterable[Path], Batch]]:
    """Give the paths, with a bar on a terminal where they are many, and the batch that takes what becomes of them."""
    if len(paths) < _BAR_FROM or not sys.stderr.isatty():
        yield paths, Batch()
        return
    from rich.console import Console
    from rich.progress import track

    batch = Batch(waiting=True)
    try:
        yield track(paths, description=words, console=Console(stderr=True)), batch
    finally:
        batch.flush()


def summarise(batch: Batch, cleaned: str) -> None:
    """Print the summary of more than one photo."""
    if batch.read + len(batch.refused) > 1:
        print(say("In all: {summary}", summary=batch.summary(cleaned)))
