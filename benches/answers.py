"""Times answers, and crowds the guides with ten thousand passages of an operator's: `python -m benches.answers`.

The crowd is cut from real privacy policies where there are some (../shared/policies), from made-up sentences otherwise.
Embedding all of it would take an hour, so the first passages are embedded, kept in the folder for temporary files, and
the vectors of the rest are mixtures of two of them with some noise; the words of all are real.
"""

from __future__ import annotations

import argparse
import itertools
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median, quantiles

import numpy as np

from bot.answers import shipped
from bot.answers.engine import Engine, open_engine
from bot.answers.entries import entries
from bot.answers.evaluation import Question, read_facts, read_questions
from bot.answers.learned import unit
from bot.answers.model import Model, best
from knowledge.loader import load_library
from knowledge.schema import Guide, Library, Passage, Reference

_ROOT = Path(__file__).parents[1]
_POLICIES = _ROOT.parent / "shared" / "policies"
_EVAL = _ROOT / "tests" / "eval"
_WORDS = 45
#: Promises: milliseconds of a warm answer, seconds of a cold one, megabytes, points of first hit and times as long with the crowd.
WARM_MS, COLD_S, RESIDENT_MB, LOST, SLOWER = 80, 3, 300, 0.03, 2


def policy_texts() -> Iterator[str]:
    """Yield pieces of about 45 words, without end."""
    files = sorted(_POLICIES.glob("*-*.md")) if _POLICIES.is_dir() else []
    words = [word for path in files for word in re.sub(r"[#*|_\[\]()>`]", " ", path.read_text(encoding="utf-8")).split()]
    words = words or [
        f"{a} {b}" for a, b in itertools.product("we you they our".split(), "keep share store use delete process your data photos".split())
    ]
    for number in itertools.count():
        start = number * _WORDS % max(1, len(words) - _WORDS)
        yield " ".join(words[start : start + _WORDS]).capitalize() + f" ({number})"


def crowd(count: int) -> Guide:
    """Return a guide of `count` passages without written questions."""
    source = Reference("policy", "A policy", "Somebody", "", "2026", "policy")
    texts = itertools.islice(policy_texts(), count)
    passages = (
        Passage(f"guides/en/crowd#p{n}", " ".join(text.split()[:4]), text, (source,), "low", (), (), date(2026, 1, 1), "en", f"P{n}")
        for n, text in enumerate(texts)
    )
    return Guide("guides/en/crowd", "Crowd", "en", date(2026, 1, 1), tuple(passages))


def give_vectors(guide: Guide, model: Model, embedded: int, folder: Path) -> int:
    """Write the vectors of a crowd into an operator's folder; return how many there are."""
    kept = Path(tempfile.gettempdir()) / "unexposed-bench"
    wanted = [(entry.level, entry.text) for entry in entries(guide.passages)]
    real = shipped.complete(model, wanted[:embedded], shipped.read(model, kept))
    shipped.write(model, real, kept)
    chance, pool = np.random.default_rng(1), np.stack(list(real.values()))
    vectors = dict(real)
    for level, text in wanted[embedded:]:
        one, other = pool[chance.integers(0, len(pool), 2)]
        noise = chance.normal(0, 0.2 / np.sqrt(pool.shape[1]), pool.shape[1])
        vectors[shipped.key_of(model, level, text)] = unit(one + chance.uniform(0.2, 0.8) * other + noise)
    shipped.write(model, vectors, folder)
    return len(vectors)


def measure(engine: Engine, questions: list[Question], facts: dict[str, frozenset[str]]) -> tuple[float, list[float]]:
    """Return the share of first hits and the milliseconds of each answer."""
    engine.answer("warming up: do they keep my photo?")
    hits, times = [], []
    for question in questions:
        started = time.perf_counter()
        answer = engine.answer(question.text)
        times.append(1000 * (time.perf_counter() - started))
        gold = frozenset().union(*(facts.get(fact, frozenset()) for fact in question.facts))
        hits.append(bool(answer.citations) and answer.citations[0].id in gold)
    return float(np.mean(hits)), times


def resident_mb() -> float:
    """Return the memory this process holds now, in megabytes (Linux), else the most it held."""
    status = Path("/proc/self/status")
    if status.is_file():
        return int(re.search(r"VmRSS:\s+(\d+)", status.read_text())[1]) / 1024  # type: ignore[index]
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cold_s() -> float:
    """Return the seconds of the quickest of three single questions, each in a process of its own."""
    command = [sys.executable, "-m", "adapters", "ask", "do they delete my photo"]
    times = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, cwd=_ROOT)  # noqa: S603 - our own command
        times.append(time.perf_counter() - started)
    return min(times)


def row(name: str, value: str, promise: str) -> None:
    """Print a row of the table."""
    print(f"| {name} | {value} | {promise} |", flush=True)


def main() -> None:
    """Print a table of what was measured and what was promised."""
    parser = argparse.ArgumentParser(description="Time answers, alone and in a crowd.")
    parser.add_argument("--passages", type=int, default=10_000, help="passages of the crowd")
    parser.add_argument("--embedded", type=int, default=300, help="texts of the crowd that are really embedded")
    parser.add_argument("--questions", type=int, default=120, help="questions asked of each engine")
    parser.add_argument("--no-chroma", action="store_true", help="compare with every vector, as at the start")
    chosen = parser.parse_args()
    model, library = best(), load_library()
    if model is None:
        sys.exit("No language model is installed here.")
    facts = read_facts(_EVAL / "seed_facts.json")
    known = [one for one in read_questions(_EVAL / "questions.jsonl") if one.facts]
    asked = known[:: max(1, len(known) // chosen.questions)]
    print("| | measured | promised |\n|---|---|---|")
    row("a single question, cold", f"{cold_s():.1f} s", f"under {COLD_S} s")
    engine = replace(open_engine(library, model), scoring=True)
    if not chosen.no_chroma:
        engine.settle()
    first, times = measure(engine, asked, facts)
    row("an answer, warm: median", f"{median(times):.0f} ms", f"under {WARM_MS} ms")
    row("an answer, warm: nine of ten", f"{quantiles(times, n=10)[-1]:.0f} ms", "")
    row(f"memory with {len(engine.entries):,} vectors", f"{resident_mb():.0f} MB", f"under {RESIDENT_MB} MB at 5,000")
    crowded(library, model, chosen, (asked, facts), (first, median(times)))


def crowded(
    library: Library,
    model: Model,
    chosen: argparse.Namespace,
    asked: tuple[list[Question], dict[str, frozenset[str]]],
    alone: tuple[float, float],
) -> None:
    """Print what becomes of first hits and time when an operator's crowd is searched as well."""
    guide = crowd(chosen.passages)
    with tempfile.TemporaryDirectory() as folder:
        count = give_vectors(guide, model, chosen.embedded, Path(folder))
        engine = replace(open_engine(replace(library, guides=(guide, *library.guides)), model, Path(folder)), scoring=True)
    if not chosen.no_chroma:
        engine.settle()
    first, times = measure(engine, *asked)
    row(f"first hit, alone and with {len(guide.passages):,} more passages", f"{alone[0]:.3f}, {first:.3f}", f"{LOST:.2f} less at most")
    row(f"median with {count:,} more vectors", f"{median(times):.0f} ms", f"{SLOWER} times {alone[1]:.0f} ms")
    row("memory then", f"{resident_mb():.0f} MB", "")


if __name__ == "__main__":
    main()
