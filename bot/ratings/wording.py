"""The words of a rating: whose word it is, how old, what a range means. One place, so that all views agree."""

from __future__ import annotations

from datetime import date

from bot.messages import Mark, Row, Source
from bot.ratings.score import CriterionVerdict, Rating
from bot.strings import phrase, say, say_count, spoken
from knowledge.schema import Basis, Evidence, Verdict

#: Whose word it is, in brackets after the point.
WHO: dict[Basis, str] = {
    "policy": phrase("own policy"),
    "independent": phrase("independent check"),
    "press": phrase("reported by others"),
    "claim": phrase("a claim, not checked"),
    "yours": phrase("seen by you"),
}

#: The verdict in words; they say the same as the mark, for those who hear the screen.
OUTCOME: dict[Verdict, str] = {
    "meets": phrase("good"),
    "partly": phrase("mixed"),
    "fails": phrase("bad"),
    "not-stated": phrase("not stated"),
    "unknown": phrase("nothing known"),
}

MARK: dict[Verdict, Mark] = {"meets": "good", "partly": "mixed", "fails": "bad", "not-stated": "bad", "unknown": "unknown"}

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def spoken_date(text: str) -> str:
    """Return a source's date as people write it: "2025-09-03" is "3 Sep 2025", "2025-09" is "Sep 2025"."""
    year, *rest = text.split("-")
    if not rest or not 1 <= int(rest[0]) <= len(_MONTHS):
        return year
    if spoken() != "en":
        return _by_babel(text)
    day = f"{int(rest[1])} " if len(rest) > 1 else ""
    return f"{day}{_MONTHS[int(rest[0]) - 1]} {year}"


def _by_babel(text: str) -> str:
    """Return a date of a month or a day in the order and words of the language spoken now (Unicode CLDR)."""
    from babel.dates import format_skeleton

    year, month, *day = (int(part) for part in text.split("-"))
    return str(format_skeleton("yMMMd" if day else "yMMM", date(year, month, *(day or (1,))), locale=spoken()))


def spoken_day(day: date) -> str:
    """Return a day as people write it."""
    return spoken_date(day.isoformat())


def dated(evidence: Evidence) -> str:
    """Return the source's own date, or that it has none."""
    return spoken_date(evidence.date) if evidence.date else say("no date given")


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, without its full stop."""
    return text.partition(". ")[0].rstrip(".")


def attributed(evidence: Evidence, today: date) -> str:
    """Return the point of a piece of evidence, whose word it is and of when."""
    when = dated(evidence) + (say(", too old to count") if evidence.expired(today) else "")
    point = first_sentence(evidence.claim)
    if evidence.basis == "claim":
        return say("claimed, not checked: {point} ({when})", point=point, when=when)
    return f"{point} ({say(WHO[evidence.basis])}, {when})"


def row(verdict: CriterionVerdict, today: date) -> Row:
    """Return one criterion as a row: mark, name, and in words the same mark, whose word, and of when."""
    return Row(mark_of(verdict), say(verdict.criterion.name), _row_text(verdict, today))


def mark_of(verdict: CriterionVerdict) -> Mark:
    """Return the mark of a verdict; a good one that somebody equally strong denies is mixed."""
    if verdict.verdict == "meets" and verdict.low < 0.5:
        return "mixed"
    return MARK[verdict.verdict]


def _row_text(verdict: CriterionVerdict, today: date) -> str:
    lead = verdict.lead
    if lead is None:
        return say(OUTCOME["unknown"])
    rival = contradiction(verdict, today)
    against = say(". Against it, {rival}", rival=attributed(rival, today)) if rival else ""
    word = "" if verdict.verdict == "unknown" else f"{outcome(verdict)}. "
    return f"{word}{attributed(lead, today)}{against}"


def outcome(verdict: CriterionVerdict) -> str:
    """Return the verdict in a word or two that agrees with its mark."""
    return say(OUTCOME["partly"] if mark_of(verdict) == "mixed" else OUTCOME[verdict.verdict])


def contradiction(verdict: CriterionVerdict, today: date) -> Evidence | None:
    """Return the strongest fresh evidence that differs from the leading one, if any."""
    if verdict.lead is None or not verdict.conflict:
        return None
    return next((item for item in verdict.evidence[1:] if item.verdict != verdict.lead.verdict and not item.expired(today)), None)


def headline(rating: Rating) -> str:
    """Return the point of a rating: the grade, or that there is none yet."""
    name = rating.platform.name
    worst, best = rating.grades
    if rating.grade is None:
        return say("{name}: not rateable yet.", name=name)
    return f"{name}: {worst}." if worst == best else say("{name}: {worst}, at best {best}.", name=name, worst=worst, best=best)


def meaning(rating: Rating) -> str:
    """Return in a line or two what the range rests on, and why it is no better."""
    known = say("Known: {known} of {total} criteria", known=rating.known, total=rating.total)
    worst, best = rating.grades
    if rating.grade is None:
        could = say("If all the rest were good it could be {best}; if not, {worst}.", best=_article(best), worst=_article(worst))
        return f"{known}. {could}{_capped(rating)}"
    both = " " + say("Where two grades are possible I print the worse.") if worst != best else ""
    return f"{known}, {range_in_words(rating)}.{_capped(rating)}{both}"


def range_in_words(rating: Rating) -> str:
    """Return the points: "20 to 38 of 100 points", or one number where both ends are the same."""
    low, high = f"{rating.low:.0f}", f"{rating.high:.0f}"
    if low == high:
        return say("{points} of 100 points", points=low)
    return say("{low} to {high} of 100 points", low=low, high=high)


def _article(grade: str) -> str:
    """Return a grade with English's article; other languages have none before a letter."""
    if spoken() != "en":
        return grade
    return f"an {grade}" if grade in "AF" else f"a {grade}"


def _capped(rating: Rating) -> str:
    return "".join(f" {criterion.cap_reason}" for criterion in rating.caps)


def why(rating: Rating) -> str:
    """Return in one line what pulls a rating down or keeps it open; "" if nothing stands out."""
    if rating.grade is None:
        return _open(sum(verdict.verdict == "unknown" and verdict.basis == "claim" for verdict in rating.verdicts))
    bad = [say(verdict.criterion.name) for verdict in weightiest(rating, "bad") if verdict.criterion not in rating.caps]
    return say("It falls short on: {criteria}.", criteria="; ".join(bad)) if bad else ""


def weightiest(rating: Rating, mark: Mark) -> list[CriterionVerdict]:
    """Return the verdicts with a mark, those that weigh most first."""
    return sorted((one for one in rating.verdicts if mark_of(one) == mark), key=lambda one: -one.criterion.weight)


def _open(claims: int) -> str:
    if not claims:
        return ""
    return say_count(
        "On one criterion there is only somebody's claim, which counts for nothing until it is checked.",
        "On {n} criteria there is only somebody's claim, which counts for nothing until it is checked.",
        claims,
    )


#: What matters first on a card: bad news, then mixed, then good, then bare claims, then nothing.
_FIRST: dict[Mark, int] = {"bad": 0, "mixed": 1, "good": 2, "unknown": 3}


def ranked(rating: Rating) -> list[CriterionVerdict]:
    """Return the verdicts, what counts first, then what is at least claimed; conflicts and bad news ahead, by weight."""
    return sorted(rating.verdicts, key=_importance)


def _importance(verdict: CriterionVerdict) -> tuple[bool, bool, int, int]:
    return verdict.verdict == "unknown", not verdict.evidence, -verdict.conflict + _FIRST[mark_of(verdict)], -verdict.criterion.weight


def age(rating: Rating, today: date) -> str:
    """Return when the evidence was looked at, and what of it is too old."""
    seen = sorted(item.seen for verdict in rating.verdicts for item in verdict.evidence)
    if not seen:
        return say("I have no evidence on it yet.")
    old = sum(item.expired(today) for verdict in rating.verdicts for item in verdict.evidence)
    looked = spoken_day(seen[-1]) if seen[0] == seen[-1] else say("{first} to {last}", first=spoken_day(seen[0]), last=spoken_day(seen[-1]))
    too_old = " " + say("{old} of {n} pieces are too old to count.", old=old, n=len(seen)) if old else ""
    return say("Evidence looked at: {when}.", when=looked) + too_old


def mentioned_note(note: str) -> str:
    """Return whose rating it is as a sentence: "By you, today."; "" for ours."""
    return f"{note[0].upper()}{note[1:]}." if note else ""


def sources(evidence: tuple[Evidence, ...], most: int) -> tuple[Source, ...]:
    """Return the sources of evidence, each once, at most so many."""
    unique = dict.fromkeys(Source(title=item.source, url=item.url, date=item.date) for item in evidence)
    return tuple(unique)[:most]
