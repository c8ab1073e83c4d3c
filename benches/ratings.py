"""Times loading a thousand platforms and looking one up: `python -m benches.ratings` prints what each takes.

The thousand are ours, many times over, each copy with names and addresses of its own.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median

from bot.ratings import index
from bot.ratings.find import all_mentioned, find
from bot.ratings.score import rate
from knowledge.loader import OURS, read_library, take_snapshot

PLATFORMS = 1000
RUNS = 9
ASKED = (
    "virbo",
    "is virbo7 safe?",
    "magcshoot",
    "https://magicshot.us/kiss",
    "https://nowhere.example/app",
    "is x safe",
    "is any of these kiss apps safe for the pictures of my wedding, or should i stand in line for a photographer?",
)
_LISTS = re.compile(r"^(domains|aliases|former|apps|everyday) = \[(.*)\]$", re.MULTILINE)


def write_many(folder: Path, count: int = PLATFORMS) -> None:
    """Write so many platform files: ours, and copies of them with a number in every name and address."""
    (folder / "platforms").mkdir()
    ours = sorted((OURS / "platforms").glob("*.toml"))
    for number in range(count):
        path, copy = ours[number % len(ours)], number // len(ours)
        text = path.read_text(encoding="utf-8")
        (folder / "platforms" / f"{path.stem[:30]}{copy or ''}.toml").write_text(renamed(text, copy) if copy else text, encoding="utf-8")


def renamed(text: str, copy: int) -> str:
    """Return a platform file with a number in its names and addresses."""
    text = re.sub(r'^name = "(.*)"$', rf'name = "\g<1>{copy}"', text, count=1, flags=re.MULTILINE)
    text = re.sub(r'^domain = "', f'domain = "n{copy}.', text, flags=re.MULTILINE)
    return _LISTS.sub(lambda found: f"{found[1]} = [{_copied(found[1], found[2], copy)}]", text)


def _copied(kind: str, values: str, copy: int) -> str:
    wanted = rf'"n{copy}.\1"' if kind in ("domains", "apps") else rf'"\g<1>{copy}"'
    return re.sub(r'"([^"]+)"', wanted, values)


def milliseconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median time of some work, in milliseconds."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken)


def main() -> None:
    """Print what loading, indexing, looking up and rating take."""
    rubric = read_library(OURS)[0].rubric
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_many(folder)
        parsed = milliseconds(lambda: read_library(folder, rubric), 1)
        take_snapshot(folder)
        loaded = milliseconds(lambda: read_library(folder, rubric, believe_snapshot=True))
        library, faults = read_library(folder, rubric, believe_snapshot=True)
    if faults:
        raise SystemExit("\n".join(faults))
    platforms = library.platforms
    print(f"{len(platforms)} platforms, {sum(len(platform.evidence) for platform in platforms)} pieces of evidence")
    print(f"load without a snapshot   {parsed:8.1f} ms")
    print(f"load with a snapshot      {loaded:8.1f} ms")
    print(f"index, once               {milliseconds(lambda: index.index_of(list(platforms))):8.1f} ms")
    for text in ASKED:
        print(f"find                      {milliseconds(partial(find, text, platforms)):8.2f} ms   {text[:60]}")
        print(f"named in a sentence       {milliseconds(partial(all_mentioned, text, platforms)):8.2f} ms")
    print(f"rate one                  {milliseconds(lambda: rate(platforms[0], rubric, date(2026, 11, 23))):8.2f} ms")


if __name__ == "__main__":
    main()
