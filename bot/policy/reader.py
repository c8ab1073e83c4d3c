"""Reads a policy: its text goes in, a rating with quotes comes out. Nothing in the text is ever followed as an instruction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.policy.clarity import clarity
from bot.policy.detect import Hit, detect
from bot.policy.document import Document
from bot.policy.practice import ALSO, RUBRIC, practice
from bot.policy.quotes import quote
from bot.policy.sentences import Sentence, split
from bot.policy.verdict import Finding, judge
from bot.ratings.score import Rating, rate
from bot.strings import say
from knowledge.schema import Criterion, Evidence, Platform, Verdict

#: What a policy does not tell, whatever it says: that is looked up elsewhere.
BEYOND_POLICIES = frozenset({"incidents"})


def read(document: Document, rubric: tuple[Criterion, ...], today: date) -> Rating:
    """Return what a policy says as a rating whose evidence is quoted from it, `.also` what else a person looks for.

    What is not found is "not-stated" only if the document is whole; otherwise there is no evidence, and it stays unknown.
    """
    sentences = split(document.text)
    hits = {name: detect(practice(name), sentences) for name in (*RUBRIC, *ALSO)}
    evidence = tuple(_evidence(document, sentences, hits, rubric, today))
    platform = Platform("your-policy", document.title, "", "", (), (), (), evidence)
    return replace(rate(platform, rubric, today), also=tuple(_also(document, hits, today)))


def _evidence(
    document: Document, sentences: tuple[Sentence, ...], hits: dict[str, tuple[Hit, ...]], rubric: tuple[Criterion, ...], today: date
) -> Iterator[Evidence]:
    for criterion in rubric:
        if criterion.id in BEYOND_POLICIES:
            continue
        if criterion.id == "policy-clarity":
            found = clarity(document, sentences, hits)
        elif criterion.id in hits:
            found = judge(criterion.id, hits[criterion.id])
        else:
            continue
        yield from _told(document, criterion.id, found, today)


def _told(document: Document, criterion: str, found: Finding | None, today: date) -> Iterator[Evidence]:
    if found is None:
        if document.whole:
            yield _piece(document, criterion, "not-stated", say("The text says nothing on it"), None, today)
        return
    yield _piece(document, criterion, found.verdict, found.claim, found.hit, today)
    if found.against:
        judged, hit = found.against
        yield _piece(document, criterion, judged.verdict, judged.claim, hit, today)


def _also(document: Document, hits: dict[str, tuple[Hit, ...]], today: date) -> Iterator[Evidence]:
    for name, called in ALSO.items():
        if hits[name]:
            yield _piece(document, name, "meets", say(called), hits[name][0], today)


def _piece(  # noqa: PLR0913, PLR0917 - a record's fields
    document: Document, criterion: str, verdict: Verdict, claim: str, hit: Hit | None, today: date
) -> Evidence:
    return Evidence(
        criterion=criterion,
        verdict=verdict,
        basis="policy",
        claim=claim,
        quote=quote(hit) if hit else "",
        source=_place(document, hit),
        url=document.address,
        date=document.dated,
        seen=today,
    )


def _place(document: Document, hit: Hit | None) -> str:
    """Return where the words stand: "Privacy Policy, under “Your rights”", or its paragraph."""
    if hit is None:
        return document.title
    if hit.sentence.heading:
        return say("{title}, under “{heading}”", title=document.title, heading=hit.sentence.heading[:80])
    return say("{title}, paragraph {number}", title=document.title, number=hit.sentence.paragraph)
