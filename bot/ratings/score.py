"""Evidence to points: a rating is a range, and a grade only where the range is narrow.

Each criterion gives its weight times a share of 0 to 1 that is itself a range (bot/ratings/shares.py). A grave
fact caps the sum. The lower end assumes the worst of what nobody knows, so it is capped by every grave fact
that is still possible; the upper end only by those that are established.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.ratings.rating import CriterionVerdict, Grade, Rating
from bot.ratings.shares import RANKS, STEPS, Account, accounts, does_fail, may_fail, share, weighs
from knowledge.schema import Criterion, Evidence, Platform

__all__ = ["GRADES", "MAX_GRADES", "CriterionVerdict", "Grade", "Rating", "grade_of", "rate"]

#: The lowest points of each grade, best first.
GRADES: tuple[tuple[Grade, float], ...] = (("A", 85.0), ("B", 70.0), ("C", 55.0), ("D", 40.0), ("F", 0.0))

#: A range that touches more grades than this gets none.
MAX_GRADES = 2


def rate(platform: Platform, rubric: tuple[Criterion, ...], today: date) -> Rating:
    """Return the rating of a platform on a day: pure, and the order of evidence never matters."""
    told = {
        criterion.id: accounts(tuple(item for item in platform.evidence if item.criterion == criterion.id), today) for criterion in rubric
    }
    low = _points(rubric, told, 0, may_fail)
    high = _points(rubric, told, 1, does_fail)
    grades = (grade_of(low), grade_of(high))
    return Rating(
        platform=platform,
        grade=grades[0] if _touched(grades) <= MAX_GRADES else None,
        low=low,
        high=high,
        grades=grades,
        verdicts=tuple(_verdict(criterion, platform, told[criterion.id], today) for criterion in rubric),
        caps=tuple(criterion for criterion in rubric if criterion.cap is not None and does_fail(told[criterion.id])),
    )


def grade_of(points: float) -> Grade:
    """Return the grade for points of 0 to 100."""
    return next((grade for grade, least in GRADES if points >= least), "F")


def _points(
    rubric: tuple[Criterion, ...],
    told: dict[str, tuple[Account, ...]],
    end: int,
    failing: Callable[[tuple[Account, ...]], bool],
) -> float:
    """Return the points at one end of the range (0 low, 1 high), to a tenth: finer would pretend."""
    points = sum(criterion.weight * share(told[criterion.id])[end] for criterion in rubric)
    caps = [criterion.cap for criterion in rubric if criterion.cap is not None and failing(told[criterion.id])]
    return round(float(min([points, *caps])), 1)


def _touched(grades: tuple[Grade, Grade]) -> int:
    order = [grade for grade, _ in GRADES]
    return order.index(grades[0]) - order.index(grades[1]) + 1


def _verdict(criterion: Criterion, platform: Platform, told: tuple[Account, ...], today: date) -> CriterionVerdict:
    found = sorted((item for item in platform.evidence if item.criterion == criterion.id), key=lambda item: _precedence(item, today))
    lead = found[0] if found else None
    low, high = share(told)
    return CriterionVerdict(
        criterion=criterion,
        verdict=lead.verdict if lead and weighs(lead) and not lead.expired(today) else "unknown",
        basis=lead.basis if lead else None,
        quote=lead.quote if lead else "",
        source=lead.source if lead else "",
        date=lead.date if lead else "",
        low=low,
        high=high,
        evidence=tuple(found),
        expired=bool(lead and lead.expired(today)),
        conflict=_conflict(found, today),
    )


def _precedence(item: Evidence, today: date) -> tuple[object, ...]:
    """Sort what counts first: weighing before claims, fresh, strong, bad, new; then by its words, so that order is fixed."""
    return (
        not (weighs(item) and not item.expired(today)),
        not weighs(item),
        item.expired(today),
        -RANKS[item.basis],
        STEPS.get(item.verdict, len(STEPS)),
        -item.seen.toordinal(),
        (item.source, item.claim, item.quote, item.url, item.date, item.verdict, item.basis, item.expires_days),
    )


def _conflict(found: list[Evidence], today: date) -> bool:
    steps = {STEPS[item.verdict] for item in found if item.verdict in STEPS and not item.expired(today)}
    return len(steps) > 1
