"""The words of a rating: whose word it is, how old, what a range means. One place, so that all views agree."""

from __future__ import annotations

from datetime import date

from bot.messages import Mark, Row, Source
from bot.ratings.score import CriterionVerdict, Rating
from knowledge.schema import Basis, Evidence, Verdict

#: Whose word it is, in brackets after the point.
WHO: dict[Basis, str] = {
    "policy": "own policy",
    "independent": "independent check",
    "press": "reported by others",
    "claim": "a claim, not checked",
}

#: The verdict in words; they say the same as the mark, for those who hear the screen.
OUTCOME: dict[Verdict, str] = {
    "meets": "good",
    "partly": "mixed",
    "fails": "bad",
    "not-stated": "not stated",
    "unknown": "nothing known",
}

MARK: dict[Verdict, Mark] = {"meets": "good", "partly": "mixed", "fails": "bad", "not-stated": "bad", "unknown": "unknown"}

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def spoken_date(text: str) -> str:
    """Return a source's date as people write it: "2025-09-03" is "3 Sep 2025", "2025-09" is "Sep 2025"."""
    year, *rest = text.split("-")
    if not rest or not 1 <= int(rest[0]) <= len(_MONTHS):
        return year
    day = f"{int(rest[1])} " if len(rest) > 1 else ""
    return f"{day}{_MONTHS[int(rest[0]) - 1]} {year}"


def spoken_day(day: date) -> str:
    """Return a day as people write it."""
    return spoken_date(day.isoformat())


def dated(evidence: Evidence) -> str:
    """Return the source's own date, or that it has none."""
    return spoken_date(evidence.date) if evidence.date else "no date given"


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, without its full stop."""
    return text.partition(". ")[0].rstrip(".")


def attributed(evidence: Evidence, today: date) -> str:
    """Return the point of a piece of evidence, whose word it is and of when."""
    old = ", too old to count" if evidence.expired(today) else ""
    point = first_sentence(evidence.claim)
    if evidence.basis == "claim":
        return f"claimed, not checked: {point} ({dated(evidence)}{old})"
    return f"{point} ({WHO[evidence.basis]}, {dated(evidence)}{old})"


def row(verdict: CriterionVerdict, today: date) -> Row:
    """Return one criterion as a row: mark, name, and in words the same mark, whose word, and of when."""
    return Row(mark_of(verdict), verdict.criterion.name, _row_text(verdict, today))


def mark_of(verdict: CriterionVerdict) -> Mark:
    """Return the mark of a verdict; a good one that somebody equally strong denies is mixed."""
    if verdict.verdict == "meets" and verdict.low < 0.5:
        return "mixed"
    return MARK[verdict.verdict]


def _row_text(verdict: CriterionVerdict, today: date) -> str:
    lead = verdict.lead
    if lead is None:
        return OUTCOME["unknown"]
    rival = contradiction(verdict, today)
    against = f". Against it, {attributed(rival, today)}" if rival else ""
    word = "" if verdict.verdict == "unknown" else f"{outcome(verdict)}. "
    return f"{word}{attributed(lead, today)}{against}"


def outcome(verdict: CriterionVerdict) -> str:
    """Return the verdict in a word or two that agrees with its mark."""
    return "mixed" if mark_of(verdict) == "mixed" else OUTCOME[verdict.verdict]


def contradiction(verdict: CriterionVerdict, today: date) -> Evidence | None:
    """Return the strongest fresh evidence that differs from the leading one, if any."""
    if verdict.lead is None or not verdict.conflict:
        return None
    return next((item for item in verdict.evidence[1:] if item.verdict != verdict.lead.verdict and not item.expired(today)), None)


def headline(rating: Rating) -> str:
    """Return the point of a rating: the grade, or that there is none yet."""
    name = rating.platform.name
    if rating.grade is None:
        return f"{name}: not rateable yet."
    worst, best = rating.grades
    return f"{name}: {worst}." if worst == best else f"{name}: {worst}, at best {best}."


def meaning(rating: Rating) -> str:
    """Return in a line or two what the range rests on, and why it is no better."""
    known = f"Known: {rating.known} of {rating.total} criteria"
    points = f"{rating.low:.0f} to {rating.high:.0f} of 100 points"
    if rating.grade is None:
        worst, best = rating.grades
        return f"{known}. If all the rest were good it could be {_article(best)}; if not, {_article(worst)}.{_capped(rating)}"
    both = " Where two grades are possible I print the worse." if rating.grades[0] != rating.grades[1] else ""
    return f"{known}, {points}.{_capped(rating)}{both}"


def _article(grade: str) -> str:
    return f"an {grade}" if grade in "AF" else f"a {grade}"


def _capped(rating: Rating) -> str:
    return "".join(f" {criterion.cap_reason}" for criterion in rating.caps)


def why(rating: Rating) -> str:
    """Return in one line what pulls a rating down or keeps it open; "" if nothing stands out."""
    if rating.grade is None:
        return _open(sum(verdict.verdict == "unknown" and verdict.basis == "claim" for verdict in rating.verdicts))
    weighty = sorted(rating.verdicts, key=lambda verdict: -verdict.criterion.weight)
    bad = [verdict.criterion.name for verdict in weighty if mark_of(verdict) == "bad" and verdict.criterion not in rating.caps]
    return f"It falls short on: {'; '.join(bad)}." if bad else ""


def _open(claims: int) -> str:
    if not claims:
        return ""
    criteria = "one criterion" if claims == 1 else f"{claims} criteria"
    return f"On {criteria} there is only somebody's claim, which counts for nothing until it is checked."


def age(rating: Rating, today: date) -> str:
    """Return when the evidence was looked at, and what of it is too old."""
    seen = sorted(item.seen for verdict in rating.verdicts for item in verdict.evidence)
    if not seen:
        return "I have no evidence on it yet."
    old = sum(item.expired(today) for verdict in rating.verdicts for item in verdict.evidence)
    looked = spoken_day(seen[-1]) if seen[0] == seen[-1] else f"{spoken_day(seen[0])} to {spoken_day(seen[-1])}"
    return f"Evidence looked at: {looked}." + (f" {old} of {len(seen)} pieces are too old to count." if old else "")


def sources(evidence: tuple[Evidence, ...], most: int) -> tuple[Source, ...]:
    """Return the sources of evidence, each once, at most so many."""
    unique = dict.fromkeys(Source(title=item.source, url=item.url, date=item.date) for item in evidence)
    return tuple(unique)[:most]
