"""From the evidence on one criterion to a share of its points, as a range.

Unknown is 0 to 1. Evidence narrows it, by what it says and by whose word it is; somebody's claim counts
for nothing until it is checked. Where accounts differ, an independent check beats promises and reports;
equals leave the gap between them. What expired stops narrowing, but still contradicts: so time only widens.

All of it is built from minimum and maximum, which is why the order never matters and a better verdict
never lowers either end (tests/test_ratings_properties.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge.schema import Basis, Evidence, Verdict

#: Which share of a criterion's points is left possible, by basis and verdict. An own policy is a promise:
#: worth less than a check, and never the whole. A report can err both ways. What a person saw for themselves is
#: mostly such a promise, read by them on one day: it counts as one.
SHARES: dict[Basis, dict[Verdict, tuple[float, float]]] = {
    "independent": {"meets": (0.9, 1.0), "partly": (0.4, 0.6), "not-stated": (0.0, 0.0), "fails": (0.0, 0.0)},
    "policy": {"meets": (0.75, 0.9), "partly": (0.35, 0.5), "not-stated": (0.0, 0.0), "fails": (0.0, 0.0)},
    "press": {"meets": (0.5, 0.9), "partly": (0.2, 0.6), "not-stated": (0.0, 0.2), "fails": (0.0, 0.2)},
    "yours": {"meets": (0.75, 0.9), "partly": (0.35, 0.5), "not-stated": (0.0, 0.0), "fails": (0.0, 0.0)},
}

#: How much a word weighs when two differ. Policy and press are equals: a promise does not undo a report.
RANKS: dict[Basis, int] = {"independent": 2, "policy": 1, "press": 1, "yours": 1, "claim": 0}

#: From bad to good; an own policy's silence is as bad as a no.
STEPS: dict[Verdict, int] = {"fails": 0, "not-stated": 0, "partly": 1, "meets": 2}


@dataclass(frozen=True, slots=True)
class Account:
    """One piece of evidence that weighs: its share as a range, whether it fails, its rank, and whether it is fresh."""

    low: float
    high: float
    rank: int
    fails: bool
    fresh: bool


def weighs(evidence: Evidence) -> bool:
    """Tell whether evidence can narrow anything: a claim cannot, nor can "unknown"."""
    return evidence.basis in SHARES and evidence.verdict in SHARES[evidence.basis]


def accounts(evidence: tuple[Evidence, ...], today: date) -> tuple[Account, ...]:
    """Return what each piece of evidence that weighs says of the share."""
    return tuple(
        Account(*SHARES[item.basis][item.verdict], RANKS[item.basis], item.verdict == "fails", not item.expired(today))
        for item in evidence
        if weighs(item)
    )


def share(told: tuple[Account, ...]) -> tuple[float, float]:
    """Return the lowest and highest share of the points, 0 to 1, that the accounts leave possible."""
    fresh = [account for account in told if account.fresh]
    low = max((_support(account, told) for account in fresh), default=0.0)
    high = min((_ceiling(account, told) for account in fresh), default=1.0)
    return low, high


def _support(account: Account, told: tuple[Account, ...]) -> float:
    """Return how much an account secures, as far as none at least as strong contradicts."""
    return min(account.low, *(other.high for other in told if other.rank >= account.rank))


def _ceiling(account: Account, told: tuple[Account, ...]) -> float:
    """Return how much an account leaves possible: a stronger one may lift it wholly, an equal one to its own low end."""
    stronger = (other.high for other in told if other.rank > account.rank)
    equal = (other.low for other in told if other.rank == account.rank)
    return max(account.high, *stronger, *equal)


def does_fail(told: tuple[Account, ...]) -> bool:
    """Tell whether a fresh account says that it fails, and none at least as strong says otherwise."""
    return any(account.fresh and account.fails and not _contradicted(account, told) for account in told)


def may_fail(told: tuple[Account, ...]) -> bool:
    """Tell whether failing is still possible: no fresh account that stands says otherwise."""
    return not any(account.fresh and not account.fails and not _contradicted(account, told) for account in told)


def _contradicted(account: Account, told: tuple[Account, ...]) -> bool:
    return any(other.fails != account.fails and other.rank >= account.rank for other in told)
