"""What a rating is: a range of points, a grade where the range is narrow, and the work behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knowledge.schema import Basis, Criterion, Evidence, Platform, Verdict

Grade = Literal["A", "B", "C", "D", "F"]


@dataclass(frozen=True, slots=True)
class CriterionVerdict:
    """What is known on one criterion.

    verdict: what counts today; "unknown" where there is only a claim or expired evidence.
    basis, quote, source, date: of the evidence that leads (also of a claim); None and "" where there is none.
    low, high: the share of the criterion's points that is still possible, 0 to 1.
    expired: the leading evidence is too old to count. conflict: the evidence does not agree, claims included.
    """

    criterion: Criterion
    verdict: Verdict
    basis: Basis | None
    quote: str
    source: str
    date: str
    low: float
    high: float
    evidence: tuple[Evidence, ...]
    expired: bool
    conflict: bool

    @property
    def lead(self) -> Evidence | None:
        """The evidence that decides, or the best there is."""
        return self.evidence[0] if self.evidence else None


@dataclass(frozen=True, slots=True)
class Rating:
    """A platform's points as a range of 0 to 100, and the work behind it.

    grade: the worse of the grades the range touches; None if it touches more than two ("not rateable yet").
    grades: the lowest and the highest grade the range touches.
    caps: the criteria whose failing limits the upper end.
    also: further practices with quotes, found when a policy was read.
    """

    platform: Platform
    grade: Grade | None
    low: float
    high: float
    grades: tuple[Grade, Grade]
    verdicts: tuple[CriterionVerdict, ...]
    caps: tuple[Criterion, ...]
    also: tuple[Evidence, ...] = ()

    @property
    def known(self) -> int:
        """How many criteria have evidence that counts today."""
        return sum(verdict.verdict != "unknown" for verdict in self.verdicts)

    @property
    def total(self) -> int:
        """How many criteria there are."""
        return len(self.verdicts)

    def summary(self) -> dict[str, object]:
        """Return the rating as plain values, ready for JSON."""
        return {
            "platform": self.platform.id,
            "name": self.platform.name,
            "grade": self.grade,
            "low": self.low,
            "high": self.high,
            "grades": list(self.grades),
            "known": self.known,
            "total": self.total,
            "caps": [criterion.id for criterion in self.caps],
            "verdicts": [_summary(verdict) for verdict in self.verdicts],
            "also": [_evidence_summary(evidence) for evidence in self.also],
        }


def _summary(verdict: CriterionVerdict) -> dict[str, object]:
    return {
        "criterion": verdict.criterion.id,
        "name": verdict.criterion.name,
        "weight": verdict.criterion.weight,
        "verdict": verdict.verdict,
        "basis": verdict.basis,
        "quote": verdict.quote,
        "source": verdict.source,
        "date": verdict.date,
        "low": verdict.low,
        "high": verdict.high,
        "expired": verdict.expired,
        "conflict": verdict.conflict,
        "evidence": [_evidence_summary(item) for item in verdict.evidence],
    }


def _evidence_summary(item: Evidence) -> dict[str, object]:
    return {
        "criterion": item.criterion,
        "verdict": item.verdict,
        "basis": item.basis,
        "claim": item.claim,
        "quote": item.quote,
        "source": item.source,
        "url": item.url,
        "date": item.date,
        "seen": item.seen.isoformat(),
    }
