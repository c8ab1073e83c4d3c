"""A rating in few words, where there is little room: cards, tables, alternative texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.messages import Mark
from bot.ratings.score import CriterionVerdict, Rating
from bot.ratings.wording import first_sentence, mark_of, outcome, ranked, weightiest
from bot.strings import say

#: Bad criteria that weigh this much together say more about a service than the count of all does.
_WEIGHTY = 15
#: A card holds no more rows; the last one then counts what is left.
MAX_ROWS = 6


@dataclass(frozen=True, slots=True)
class Short:
    """A row where there is little room: mark, name of the criterion, and a word or two that say the same as the mark."""

    mark: Mark
    label: str
    word: str


def point(rating: Rating) -> str:
    """Return one short sentence that says why: the worst that is known, or that too little is."""
    if rating.grade is None:
        some = say("Too little known: {known} of {total} criteria.", known=rating.known, total=rating.total)
        return some if rating.known else say("Nothing that counts is known yet.")
    bad = sorted(weightiest(rating, "bad"), key=lambda one: one.criterion not in rating.caps)
    if bad and bad[0].lead and (rating.caps or sum(one.criterion.weight for one in bad) >= _WEIGHTY):
        return f"{first_sentence(bad[0].lead.claim)}."
    return say("Of {total} criteria: {counts}.", total=rating.total, counts=_counts(rating.verdicts))


def _counts(verdicts: Iterable[CriterionVerdict]) -> str:
    """Return how many are good, mixed, bad and unknown: "5 good, 8 mixed, 1 bad"; what there is none of is left out."""
    counts = Counter(mark_of(verdict) for verdict in verdicts)
    words: tuple[tuple[Mark, str], ...] = (
        ("good", say("{n} good", n=counts["good"])),
        ("mixed", say("{n} mixed", n=counts["mixed"])),
        ("bad", say("{n} bad", n=counts["bad"])),
        ("unknown", say("{n} unknown", n=counts["unknown"])),
    )
    return ", ".join(word for mark, word in words if counts[mark])


def shown_first(rating: Rating) -> tuple[tuple[CriterionVerdict, ...], int, int]:
    """Return the verdicts that get a row on a card, how many more have evidence, and on how many nothing is known."""
    told = tuple(verdict for verdict in ranked(rating) if verdict.evidence)
    silent = rating.total - len(told)
    room = MAX_ROWS if len(told) <= MAX_ROWS and not silent else MAX_ROWS - 1
    return told[:room], len(told[room:]), silent


def short_rows(rating: Rating) -> tuple[Short, ...]:
    """Return at most six rows in few words."""
    shown, more, silent = shown_first(rating)
    rows = tuple(Short(mark_of(verdict), say(verdict.criterion.name), short_word(verdict)) for verdict in shown)
    if not more and not silent:
        return rows
    rest = say("nothing known") if not more else say("{n} unknown", n=silent) if silent else _counts(ranked(rating)[len(shown) :])
    return (*rows, Short("unknown" if silent >= more else "mixed", say("{n} more", n=more + silent), rest))


def short_word(verdict: CriterionVerdict) -> str:
    """Return a verdict in a word or two, told apart from what is only claimed or too old."""
    if verdict.verdict != "unknown" or verdict.lead is None:
        return outcome(verdict)
    return say("too old") if verdict.expired else say("only claimed")
