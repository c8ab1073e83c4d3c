"""How clear a policy is, by what it names: photos, why, who gets them, for how long, and its own date."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.policy.detect import Hit
from bot.policy.document import Document
from bot.policy.periods import periods
from bot.policy.sentences import Sentence
from bot.policy.verdict import Finding
from bot.strings import say

_PHOTOS = re.compile(r"\b(?:photo(?:graph)?s?|images?|pictures?|user content|selfies?|uploads?|videos?)\b")
_COLLECT = re.compile(r"\b(?:collect|receive|obtain|gather|process|store)\w*\b")
_DATA = re.compile(r"\b(?:information|data)\b")
_WHY = re.compile(r"\b(?:we|to) (?:\w+ )?use\b[^.;]{0,100}\b(?:to|for)\b|\bpurposes?\b")
_FEW, _MANY = 2, 5


def clarity(document: Document, sentences: tuple[Sentence, ...], hits: Mapping[str, tuple[Hit, ...]]) -> Finding | None:
    """Return how many of the five things are named, with the sentence on photos, or on what is collected; None without one."""
    photos = _first(sentences, lambda plain: bool(_PHOTOS.search(plain) and _COLLECT.search(plain)))
    collected = _first(sentences, lambda plain: bool(_COLLECT.search(plain) and _DATA.search(plain)))
    lead = photos or collected
    if lead is None:
        return None
    named = (
        photos is not None,
        any(_WHY.search(sentence.plain) for sentence in sentences),
        bool(hits["third-party-sharing"]),
        any(periods(hit.plain) for hit in hits["deletion-timeline"]),
        bool(document.dated),
    )
    hit = Hit("policy-clarity", lead, 1.0, 0, len(lead.plain))
    count = sum(named)
    if count == _MANY:
        return Finding("meets", say("It names photos, why, who gets them, how long, and its date"), hit)
    if count >= _FEW:
        return Finding("partly", say("It names {count} of 5: photos, why, who gets them, how long, its date", count=count), hit)
    return Finding("fails", say("Broad words that would allow nearly anything"), hit)


def _first(sentences: tuple[Sentence, ...], holds: Callable[[str], bool]) -> Sentence | None:
    return next((sentence for sentence in sentences if not sentence.is_heading and holds(sentence.plain)), None)
