"""`unexposed eval --policies`: how well the policy reader does on our labelled clauses and policies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from adapters.runtime import utc_today
from bot.errors import AdvisorError
from bot.policy.document import document
from bot.policy.evaluation import Outcome, judge_clauses, judge_policy, read_clauses, read_policies, scores
from bot.policy.reader import read
from knowledge.loader import load_library

_OWN = Path(__file__).parent.parent / "tests" / "eval" / "policies"
#: Real policies lie beside a checkout, if anywhere: they belong to their services.
_OTHERS = Path(__file__).parent.parent.parent / "shared" / "policies"


def report(*, misses: bool) -> None:
    """Print the figures on clauses, on our own policies, and on real ones where they are there; with `misses` what went wrong."""
    if not (_OWN / "clauses.txt").is_file():
        raise AdvisorError("The labelled policies are not here.", "Run this in a checkout of the project.")
    today = utc_today()
    groups = {
        "clauses": judge_clauses(read_clauses(_OWN / "clauses.txt")),
        "later clauses": judge_clauses(read_clauses(_OWN / "later-clauses.txt")),
        "our policies": _policies(_OWN, _OWN, today),
        "policies written unseen": _policies(_OWN / "unseen", _OWN / "unseen", today),
        "real policies": _policies(_OWN / "real", _OTHERS, today),
        "real, labelled by reading": _policies(_OWN / "read", _OTHERS, today),
    }
    print(f"\npolicies\n{'':26}{'number':>7}{'stated':>8}{'verdict':>8}{'quote':>8}")
    for name, outcomes in groups.items():
        _print(name, outcomes)
        if name in ("clauses", "our policies", "real policies"):
            _print("  first half", tuple(outcome for outcome in outcomes if not outcome.held_out))
            _print("  second half", tuple(outcome for outcome in outcomes if outcome.held_out))
    for practice in dict.fromkeys(outcome.practice for outcomes in groups.values() for outcome in outcomes):
        _print(practice, tuple(outcome for outcomes in groups.values() for outcome in outcomes if outcome.practice == practice))
    if misses:
        _print_misses(outcome for outcomes in groups.values() for outcome in outcomes)


def _policies(labels: Path, texts: Path, today: date) -> tuple[Outcome, ...]:
    rubric = load_library().rubric
    return tuple(
        outcome for policy in read_policies(labels, texts) for outcome in judge_policy(policy, read(document(policy.text), rubric, today))
    )


def _print(name: str, outcomes: tuple[Outcome, ...]) -> None:
    if outcomes:
        found = scores(outcomes)
        quoted = f"{found.quoted:8.2f}" if any(outcome.quoted is not None for outcome in outcomes) else f"{'-':>8}"
        print(f"{name:26}{found.number:7}{found.right:8.2f}{found.same_way:8.2f}{quoted}")


def _print_misses(outcomes: Iterable[Outcome]) -> None:
    for outcome in outcomes:
        if not outcome.same_way or outcome.quoted is False:
            print(f"{outcome.practice} {outcome.wanted}>{outcome.found}: {' '.join(outcome.text.split())}")
