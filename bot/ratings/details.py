"""The work behind a rating: every criterion, and every piece of evidence on one of them."""

from __future__ import annotations

from datetime import date

from bot.messages import Block, Bullets, Button, Paragraph, Quote, Reply, button
from bot.ratings import onward
from bot.ratings.score import CriterionVerdict, Rating
from bot.ratings.wording import WHO, age, dated, first_sentence, headline, meaning, outcome, row, sources, spoken_day
from knowledge.schema import Criterion, Evidence, Library

MAX_SOURCES = 5
#: Buttons for the evidence of single criteria under the whole list.
MAX_EVIDENCE_BUTTONS = 4
#: Red flags in one message.
MAX_FLAGS = 5
TWO_NOES = "Two or more no's: don't upload a face there. Until you know, use a photo made for it, and clean it first."


def to_check(rating: Rating, library: Library) -> Reply:
    """Return what a person can check in a few minutes: the weightiest criteria on which nothing counts yet."""
    unknown = tuple(verdict.criterion for verdict in rating.verdicts if verdict.verdict == "unknown")
    flags = red_flags(unknown)
    name = rating.platform.name
    blocks: tuple[Block, ...] = (
        Paragraph(f"{name}: what you can check yourself in a few minutes.", strong=True),
        Bullets(flags, numbered=True),
        Paragraph(TWO_NOES),
    )
    ways = onward.ask_button(onward.criterion_passage(unknown[0], library)) if unknown else ()
    return Reply(blocks=blocks, buttons=(button(f"Back to {name}", "rate", rating.platform.id), *ways))


def red_flags(criteria: tuple[Criterion, ...]) -> tuple[str, ...]:
    """Return the weightiest criteria as a question and where to look, at most five."""
    weighty = sorted(criteria, key=lambda criterion: (-criterion.weight, criterion.order))[:MAX_FLAGS]
    return tuple(f"{criterion.question} {first_sentence(criterion.check)}." for criterion in weighty)


def all_criteria(rating: Rating, today: date) -> Reply:
    """Return every criterion as a row, in the order of the rubric, with what the range means."""
    evidence = tuple(item for verdict in rating.verdicts for item in verdict.evidence)
    copies = tuple(f"{copy.domain}: {copy.note}" for copy in rating.platform.lookalikes)
    blocks: tuple[Block, ...] = (
        Paragraph(headline(rating), strong=True),
        Paragraph(meaning(rating)),
        *(row(verdict, today) for verdict in rating.verdicts),
        *((Paragraph("Not to be mixed up with:"), Bullets(copies)) if copies else ()),
        Paragraph(age(rating, today)),
    )
    return Reply(blocks=blocks, buttons=_evidence_buttons(rating), sources=sources(evidence, MAX_SOURCES))


def _evidence_buttons(rating: Rating) -> tuple[Button, ...]:
    told = sorted((verdict for verdict in rating.verdicts if verdict.evidence), key=lambda verdict: -verdict.criterion.weight)
    return (
        *(
            button(f"Evidence: {verdict.criterion.name}", "rate", f"{rating.platform.id} {verdict.criterion.id}")
            for verdict in told[:MAX_EVIDENCE_BUTTONS]
        ),
        button("The short version", "rate", rating.platform.id),
    )


def one_criterion(rating: Rating, criterion: Criterion, library: Library, today: date) -> Reply:
    """Return all evidence on one criterion: who says what, their words, and how to see for oneself."""
    verdict = next(verdict for verdict in rating.verdicts if verdict.criterion.id == criterion.id)
    blocks: tuple[Block, ...] = (
        Paragraph(f"{rating.platform.name}, {criterion.name.lower()}: {_outcome(verdict)}.", strong=True),
        Paragraph(f"{criterion.question} {criterion.why}"),
        *(block for item in verdict.evidence for block in _told(item, today)),
        Paragraph(f"See for yourself: {criterion.check}"),
        Paragraph(_stake(verdict)),
    )
    ways = onward.ask_button(onward.criterion_passage(criterion, library))
    back = (button(f"Back to {rating.platform.name}", "rate", rating.platform.id),)
    every = (button(f"All {rating.total} criteria", "rate", f"{rating.platform.id} all"),)
    return Reply(blocks=blocks, buttons=(*back, *every, *ways), sources=sources(verdict.evidence, MAX_SOURCES))


def _outcome(verdict: CriterionVerdict) -> str:
    if verdict.verdict != "unknown":
        return f"{outcome(verdict)}, though not all agree" if verdict.conflict else outcome(verdict)
    if verdict.lead is None:
        return "nothing known"
    return "what I have is too old to count" if verdict.expired else "a claim, not checked"


def _told(item: Evidence, today: date) -> tuple[Block, ...]:
    """Return one piece of evidence: whose word, of when, what; then their own words."""
    who = WHO[item.basis]
    old = " Too old to count." if item.expired(today) else ""
    told = Paragraph(f"{who[0].upper()}{who[1:]}: {item.claim} ({item.source}, {dated(item)}; I looked on {spoken_day(item.seen)}.){old}")
    return (told, Quote(item.quote, item.source)) if item.quote else (told,)


def _stake(verdict: CriterionVerdict) -> str:
    """Return how many points are at stake, how many are left possible, and what a failing means."""
    criterion = verdict.criterion
    low, high = (f"{end * criterion.weight:.0f}" for end in (verdict.low, verdict.high))
    possible = low if low == high else f"{low} to {high}"
    cap = f" If it fails, the whole is at most {criterion.cap}: {criterion.cap_reason}" if criterion.cap is not None else ""
    return f"It gets {possible} of {criterion.weight} points on this evidence. {criterion.weight_reason}{cap}"
