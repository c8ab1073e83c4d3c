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
from knowledge.loader import OURS, read_library
from knowledge.platforms_format import take_snapshot

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


def took(work: Callable[[], object], runs: int = RUNS) -> str:
    """Return the median time of some work: by the clock, and of the processor, which says more on a busy machine."""
    clock, processor = [], []
    for _ in range(runs):
        start, worked = time.perf_counter(), time.process_time()
        work()
        clock.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    return f"{median(clock):8.2f} ms ({median(processor):8.2f} of the processor)"


def main() -> None:
    """Print what loading, indexing, looking up and rating take."""
    rubric = read_library(OURS)[0].rubric
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_many(folder)
        parsed = took(lambda: read_library(folder, rubric), 1)
        take_snapshot(folder)
        loaded = took(lambda: read_library(folder, rubric, believe_snapshot=True))
        library, faults = read_library(folder, rubric, believe_snapshot=True)
    if faults:
        raise SystemExit("\n".join(faults))
    platforms = library.platforms
    print(f"{len(platforms)} platforms, {sum(len(platform.evidence) for platform in platforms)} pieces of evidence")
    print(f"load without a snapshot   {parsed}")
    print(f"load with a snapshot      {loaded}")
    print(f"index, once               {took(lambda: index.index_of(list(platforms)))}")
    print(f"rate one                  {took(lambda: rate(platforms[0], rubric, date(2026, 11, 23)))}")
    for text in ASKED:
        print(f"find                      {took(partial(find, text, platforms))}   {text[:60]}")
        print(f"named in a sentence       {took(partial(all_mentioned, text, platforms))}")


if __name__ == "__main__":
    main()
