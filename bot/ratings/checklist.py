"""Checking a service oneself: which questions in which order, answers as letters, and the rating they make.

Answers travel in buttons, one letter a criterion, in an order that opens each place once: first the policy, then the
site or store page, then a web search. What somebody already found out is not asked again ("-").
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

from bot.ratings.names import words
from bot.ratings.score import Rating, rate
from bot.strings import say
from knowledge.schema import Criterion, Evidence, Library, Platform, Verdict

#: Yes, partly, no, it says nothing, don't know, not asked.
VERDICTS: dict[str, Verdict] = {"y": "meets", "p": "partly", "n": "fails", "s": "not-stated", "?": "unknown", "-": "unknown"}
#: Criteria that a policy answers: "it says nothing" is an answer there.
IN_POLICY = (
    *("policy-clarity", "deletion-timeline", "training", "third-party-sharing"),
    *("server-location", "encryption", "face-analysis", "deletion-contact"),
)
ON_SITE = ("company-information", "revenue-model", "permissions", "download-or-extension", "account-and-login")
#: A name in a button: "check:", the name, " ~" and a letter a criterion fit 64 bytes.
MAX_NAME_BYTES = 36
#: Longer names, in letters or words, are not repeated to the person: they are sentences.
MAX_NAME_CHARS = 40
MAX_NAME_WORDS = 3
_OPENINGS = frozenset(
    "is are does do can could should would will what which who whose why when where how rate check tell compare the my i".split()
)


def plain_name(text: str) -> str:
    """Return what a person wrote if it looks like a name, "" if it looks like a sentence or like nothing."""
    said = words(text)
    line = " ".join(text.split())
    is_name = said and len(said) <= MAX_NAME_WORDS and said[0] not in _OPENINGS and "?" not in line
    return line if is_name and len(line) <= MAX_NAME_CHARS else ""


def name_for_key(name: str) -> str:
    """Return a name as it can stand in a button: no controls, no sign of ours, at most 36 bytes."""
    line = " ".join(name.split())
    clean = "".join(char for char in line if unicodedata.category(char)[0] != "C" and char != "~")
    return clean.encode()[:MAX_NAME_BYTES].decode(errors="ignore").strip()


def unheard_of(name: str) -> Platform:
    """Return a platform that only this message knows: a name, and nothing else."""
    return Platform(id="", name=name or say("This service"), company="", summary="", domains=(), aliases=(), lookalikes=(), evidence=())


def in_order(rubric: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
    """Return the criteria in the order they are asked about; new ones come last."""
    places = (*IN_POLICY, *ON_SITE)
    return tuple(sorted(rubric, key=lambda one: places.index(one.id) if one.id in places else len(places)))


def with_skips(answers: str, platform: Platform, library: Library, today: date) -> str:
    """Return the answers with "-" for the next criteria on which there is evidence that counts."""
    known = {one.criterion.id for one in rate(platform, library.rubric, today).verdicts if one.verdict != "unknown"}
    asked = in_order(library.rubric)
    while len(answers) < len(asked) and asked[len(answers)].id in known:
        answers += "-"
    return answers


def without_last(answers: str) -> str:
    """Return the answers before the last one that was given."""
    return answers.rstrip("-")[:-1].rstrip("-")


def rating_by_you(platform: Platform, answers: str, library: Library, today: date) -> Rating:
    """Return the rating of a platform with what the person saw added to its evidence."""
    given = zip(in_order(library.rubric), answers, strict=False)
    seen = tuple(_seen(criterion, VERDICTS[letter], today) for criterion, letter in given if VERDICTS[letter] != "unknown")
    return rate(replace(platform, evidence=(*platform.evidence, *seen)), library.rubric, today)


def _seen(criterion: Criterion, verdict: Verdict, today: date) -> Evidence:
    claims = {"meets": criterion.meets, "partly": criterion.partly, "fails": criterion.fails}
    return Evidence(
        criterion=criterion.id,
        verdict=verdict,
        basis="yours",
        claim=claims.get(verdict) or say("It says nothing on this."),
        quote="",
        source=say("what you saw"),
        url="",
        date=today.isoformat(),
        seen=today,
    )
