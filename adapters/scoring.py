"""`unexposed eval`: scores the answers on labelled questions, fails when a figure sinks, and keeps the figures in docs/."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from adapters.environment import settings_from_environment
from adapters.runtime import open_advisor
from bot.answers.evaluation import Facts, Result, by, is_miss, judge, read_facts, read_questions, scores
from bot.answers.figures import Figure, figures, reliability, sunk
from bot.errors import AdvisorError

_ROOT = Path(__file__).parent.parent
_EVAL = _ROOT / "tests" / "eval"
_DOCUMENT, _DRAWING = _ROOT / "docs" / "answers.md", _ROOT / "docs" / "answers.png"
#: What stands between these lines of the document is written by `unexposed eval --save`.
_KEPT = re.compile(r"(<!-- figures: [^\n]*-->\n).*?(<!-- end of figures -->)", re.DOTALL)


def evaluate(chosen: argparse.Namespace) -> int:
    """Print how well labelled questions are answered; return 1 if a figure of our own questions has sunk below its floor.

    Questions that the gate was fitted to are answered as if it had not seen them.
    """
    own = _EVAL / "questions.jsonl"
    paths = [Path(name) for name in chosen.questions] or [own]
    missing = [str(path) for path in (*paths, _EVAL / "seed_facts.json") if not path.is_file()]
    if missing:
        raise AdvisorError(f"No such file: {', '.join(missing)}.", "Run this in a checkout of the project, or name your own files.")
    facts = read_facts(_EVAL / "seed_facts.json")
    failed: list[str] = []
    with open_advisor(settings_from_environment(), exact=True) as advisor:
        engine = replace(advisor.open_engine(), scoring=True)
        for path in paths:
            results = judge(read_questions(path), facts, engine.answer)
            found = figures(results, facts)
            _print(path.name, results, found, facts)
            failed += sunk(found, json.loads((_EVAL / "floors.json").read_text())) if path == own else []
            if chosen.misses:
                _print_misses(results)
            if chosen.save and path == own:
                _save(results, found)
    print(*(f"SUNK {line}" for line in failed), sep="\n")
    return 1 if failed else 0


def _print(title: str, results: Sequence[Result], found: Sequence[Figure], facts: Facts) -> None:
    print(f"\n{title}\n{'':36}{'':>8}{'95 %':>15}{'number':>8}")
    for figure in found:
        if figure.questions:
            print(f"{figure.name:36}{figure.value:8.3f}{figure.low:8.3f}-{figure.high:.3f}{figure.questions:8}")
    print(f"\n{'':24}{'number':>7}{'first':>7}{'top 3':>7}{'right':>7}{'wrong':>7}{'silent':>7}{'refused':>8}{'falsely':>8}")
    rows = {"all": list(results), **by(results, lambda r: r.question.style), **by(results, lambda r: f"in {r.question.language}")}
    for name, group in rows.items():
        s = scores(group, facts)
        shares = "".join(f"{value:7.2f}" for value in (s.first, s.top_three, s.right, s.wrong, s.silent))
        print(f"{name:24}{s.questions:7}{shares}{s.refused:8.2f}{s.falsely_refused:8}")


def _print_misses(results: Sequence[Result]) -> None:
    for result in filter(is_miss, results):
        lead = result.answer.citations[0].id if result.answer.citations else "-"
        question, answer = result.question, result.answer
        print(f"{question.expect}>{answer.outcome} {answer.confidence:.2f} {' '.join(question.facts)} {lead}: {question.text}")


def _save(results: Sequence[Result], found: Sequence[Figure]) -> None:
    """Write the figures into the document, and draw what confidence is worth."""
    rows = [f"| {one.name} | {one.value:.3f} | {one.low:.3f} to {one.high:.3f} | {one.questions} |" for one in found]
    table = "\n".join(("| | | 95 % | questions |", "|---|---|---|---|", *rows))
    text = _DOCUMENT.read_text(encoding="utf-8")
    _DOCUMENT.write_text(_KEPT.sub(lambda kept: f"{kept[1]}{table}\n{kept[2]}", text), encoding="utf-8")
    _draw(results)


def _draw(results: Sequence[Result]) -> None:
    try:
        from matplotlib.figure import Figure as Drawing
    except ImportError:
        print("No plot: matplotlib is not installed (`make eval` installs it).")
        return
    judged = [r for r in results if r.right is not None or r.question.expect != "answer"]
    confidence, true = np.asarray([r.answer.confidence for r in judged]), np.asarray([bool(r.right) for r in judged])
    means, shares, counts = zip(*reliability(confidence, true), strict=True)
    drawing = Drawing(figsize=(6, 5), layout="constrained")
    axes = drawing.subplots()
    axes.plot((0, 1), (0, 1), color="0.7", linewidth=1)
    axes.scatter(means, shares, s=[20 + 300 * count / len(judged) for count in counts], color="#2a6f97")
    for mean, share, count in zip(means, shares, counts, strict=True):
        axes.annotate(str(count), (mean, share), textcoords="offset points", xytext=(8, -10), fontsize=8)
    axes.set_xlabel("confidence that the first passage answers")
    axes.set_ylabel("share of questions that it does answer")
    axes.set_title("What confidence is worth, on questions the gate had not seen")
    drawing.savefig(_DRAWING, dpi=110)
