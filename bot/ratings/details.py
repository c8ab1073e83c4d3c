"""The work behind a rating: every criterion, and every piece of evidence on them."""

from __future__ import annotations

from datetime import date

from bot.messages import Block, Bullets, Button, Paragraph, Quote, Reply, button
from bot.ratings import onward
from bot.ratings.score import CriterionVerdict, Rating
from bot.ratings.wording import WHO, age, dated, first_sentence, headline, meaning, outcome, ranked, row, sources, spoken_day
from bot.strings import phrase, say, spoken
from knowledge.schema import Criterion, Evidence, Library

MAX_SOURCES = 5
#: Criteria whose evidence stands in one message: as many as a card has rows for.
PAGE = 5
#: Buttons for the evidence of single criteria under the whole list.
MAX_EVIDENCE_BUTTONS = 4
#: Red flags in one message.
MAX_FLAGS = 5
TWO_NOES = phrase("Two or more no's: don't upload a face there. Until you know, use a photo made for it, and clean it first.")


def to_check(rating: Rating, library: Library) -> Reply:
    """Return what a person can check in a few minutes: the weightiest criteria on which nothing counts yet."""
    unknown = tuple(verdict.criterion for verdict in rating.verdicts if verdict.verdict == "unknown")
    flags = red_flags(unknown)
    name = rating.platform.name
    blocks: tuple[Block, ...] = (
        Paragraph(say("{name}: what you can check yourself in a few minutes.", name=name), strong=True),
        Bullets(flags, numbered=True),
        Paragraph(say(TWO_NOES)),
    )
    ways = onward.ask_button(onward.criterion_passage(unknown[0], library)) if unknown else ()
    together = (button(say("Check it together"), "check", rating.platform.id),) if unknown else ()
    return Reply(blocks=blocks, buttons=(*together, _back(rating), *ways))


def _back(rating: Rating) -> Button:
    return button(say("Back to {name}", name=rating.platform.name), "rate", rating.platform.id)


def red_flags(criteria: tuple[Criterion, ...]) -> tuple[str, ...]:
    """Return the weightiest criteria as a question and where to look, at most five."""
    weighty = sorted(criteria, key=lambda criterion: (-criterion.weight, criterion.order))[:MAX_FLAGS]
    return tuple(f"{criterion.question} {first_sentence(criterion.check)}." for criterion in weighty)


def all_criteria(rating: Rating, today: date, buttons: tuple[Button, ...] | None = None) -> Reply:
    """Return every criterion as a row, in the order of the rubric, with what the range means; `buttons` in place of ours."""
    evidence = tuple(item for verdict in rating.verdicts for item in verdict.evidence)
    copies = tuple(f"{copy.domain}: {copy.note}" for copy in rating.platform.lookalikes)
    blocks: tuple[Block, ...] = (
        Paragraph(headline(rating), strong=True),
        Paragraph(meaning(rating)),
        *(row(verdict, today) for verdict in rating.verdicts),
        *((Paragraph(say("Not to be mixed up with:")), Bullets(copies)) if copies else ()),
        Paragraph(age(rating, today)),
    )
    ways = _evidence_buttons(rating) if buttons is None else buttons
    return Reply(blocks=blocks, buttons=ways, sources=sources(evidence, MAX_SOURCES))


def _evidence_buttons(rating: Rating) -> tuple[Button, ...]:
    told = sorted((verdict for verdict in rating.verdicts if verdict.evidence), key=lambda verdict: -verdict.criterion.weight)
    return (
        *((button(say("Show the evidence"), "rate", f"{rating.platform.id} evidence"),) if told else ()),
        *(_evidence_button(rating, verdict.criterion) for verdict in told[:MAX_EVIDENCE_BUTTONS]),
        button(say("The short version"), "rate", rating.platform.id),
    )


def _evidence_button(rating: Rating, criterion: Criterion) -> Button:
    return button(say("Evidence: {criterion}", criterion=say(criterion.name)), "rate", f"{rating.platform.id} {criterion.id}")


def evidence_pages(rating: Rating) -> int:
    """Return how many messages the evidence on all criteria takes; at least one."""
    return max(1, -(-sum(bool(verdict.evidence) for verdict in rating.verdicts) // PAGE))


def evidence_page(rating: Rating, today: date, page: int = 1) -> Reply:
    """Return the evidence behind the rows of the card, in their order: who says what, in whose words. Pages count from 1."""
    told = [verdict for verdict in ranked(rating) if verdict.evidence]
    shown = told[(page - 1) * PAGE : page * PAGE]
    evidence = tuple(item for verdict in shown for item in verdict.evidence)
    name, pages = rating.platform.name, evidence_pages(rating)
    point = (
        say("{name}: the evidence.", name=name)
        if pages == 1
        else say("{name}: the evidence, {page} of {pages}.", name=name, page=page, pages=pages)
    )
    blocks = tuple(block for verdict in shown for block in _behind(verdict, today))
    more = (button(say("More evidence"), "rate", f"{rating.platform.id} evidence {page + 1}"),) if page < pages else ()
    ones = (_evidence_button(rating, verdict.criterion) for verdict in shown[:MAX_EVIDENCE_BUTTONS])
    nothing = () if shown else (Paragraph(age(rating, today)),)
    return Reply(
        blocks=(Paragraph(point, strong=True), *blocks, *nothing),
        buttons=(*more, *ones, _back(rating)),
        sources=sources(evidence, MAX_SOURCES),
    )


def _behind(verdict: CriterionVerdict, today: date) -> tuple[Block, ...]:
    """Return the evidence on one criterion under its name; a third piece and more stand under its own button."""
    title = Paragraph(f"{say(verdict.criterion.name)}: {_outcome(verdict)}.", strong=True)
    return (title, *(block for item in verdict.evidence[:2] for block in _told(item, today)))


def one_criterion(rating: Rating, criterion: Criterion, library: Library, today: date) -> Reply:
    """Return all evidence on one criterion: who says what, their words, and how to see for oneself."""
    verdict = next(verdict for verdict in rating.verdicts if verdict.criterion.id == criterion.id)
    blocks: tuple[Block, ...] = (
        Paragraph(f"{rating.platform.name}, {_within(criterion)}: {_outcome(verdict)}.", strong=True),
        Paragraph(f"{criterion.question} {criterion.why}"),
        *(block for item in verdict.evidence for block in _told(item, today)),
        Paragraph(say("See for yourself: {how}", how=criterion.check)),
        Paragraph(_stake(verdict)),
    )
    ways = onward.ask_button(onward.criterion_passage(criterion, library))
    every = (button(say("All {n} criteria", n=rating.total), "rate", f"{rating.platform.id} all"),)
    return Reply(blocks=blocks, buttons=(_back(rating), *every, *ways), sources=sources(verdict.evidence, MAX_SOURCES))


def _within(criterion: Criterion) -> str:
    """Return a criterion's name as it stands inside a sentence; other languages keep their capitals."""
    name = say(criterion.name)
    return name.lower() if spoken() == "en" else name


def _outcome(verdict: CriterionVerdict) -> str:
    if verdict.verdict != "unknown":
        return say("{outcome}, though not all agree", outcome=outcome(verdict)) if verdict.conflict else outcome(verdict)
    if verdict.lead is None:
        return say("nothing known")
    return say("what I have is too old to count") if verdict.expired else say("a claim, not checked")


def _told(item: Evidence, today: date) -> tuple[Block, ...]:
    """Return one piece of evidence: whose word, of when, what; then their own words."""
    who = say(WHO[item.basis])
    looked = say("I looked on {day}", day=spoken_day(item.seen))
    old = " " + say("Too old to count.") if item.expired(today) else ""
    told = Paragraph(f"{who[0].upper()}{who[1:]}: {item.claim} ({item.source}, {dated(item)}; {looked}.){old}")
    return (told, Quote(item.quote, item.source)) if item.quote else (told,)


def _stake(verdict: CriterionVerdict) -> str:
    """Return how many points are at stake, how many are left possible, and what a failing means."""
    criterion = verdict.criterion
    low, high = (f"{end * criterion.weight:.0f}" for end in (verdict.low, verdict.high))
    possible = low if low == high else say("{low} to {high}", low=low, high=high)
    gets = say("It gets {possible} of {weight} points on this evidence.", possible=possible, weight=criterion.weight)
    if criterion.cap is None:
        return f"{gets} {criterion.weight_reason}"
    cap = say("If it fails, the whole is at most {cap}: {reason}", cap=criterion.cap, reason=criterion.cap_reason)
    return f"{gets} {criterion.weight_reason} {cap}"
