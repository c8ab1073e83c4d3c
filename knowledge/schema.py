"""The shapes of knowledge: frozen records, read from files by `knowledge.loader`.

Dates of sources are as exact as the source is: YYYY, YYYY-MM or YYYY-MM-DD.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from knowledge.rights_schema import Letters, Right

Confidence = Literal["high", "medium", "low"]
SourceKind = Literal["law", "regulator", "policy", "research", "press", "vendor", "article", "general"]
Verdict = Literal["meets", "partly", "fails", "not-stated", "unknown"]
#: Whose word evidence is. "yours": what the person asking saw for themselves, in the guided checklist; no file holds it.
Basis = Literal["policy", "independent", "press", "claim", "yours"]
FILED_BASES: tuple[Basis, ...] = ("policy", "independent", "press", "claim")

#: A fifth of an A4 page is not a quote any more.
MAX_QUOTE_WORDS = 25


@dataclass(frozen=True, slots=True)
class Reference:
    """A source: its title, who published it, its address ("" where there is none to give) and own date."""

    key: str
    title: str
    publisher: str
    url: str
    date: str
    kind: SourceKind


@dataclass(frozen=True, slots=True)
class Later:
    """What a passage says from a day on, when a law changes: `since` is the first day on which it holds."""

    since: dt.date
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A citable piece of a guide that answers one question.

    id: "guides/en/red-flags#deletion-timeline"; stable, other files point at it.
    text: paragraphs and "- " or "1. " lists, the point in the first sentence.
    questions: ways people ask for it; they are searched, never shown.
    confidence: shown to the reader when it is not high.
    next: ids of passages to go on with.
    translates: in a translation, the hash of the English text it was made from (knowledge/translations.py); "" in an original.
    later: what it says from a day on, earliest first.
    """

    id: str
    title: str
    text: str
    sources: tuple[Reference, ...]
    confidence: Confidence
    questions: tuple[str, ...]
    next: tuple[str, ...]
    as_of: dt.date
    language: str
    button: str
    translates: str = ""
    later: tuple[Later, ...] = ()

    def on(self, day: dt.date) -> Passage:
        """Return the passage as it reads on a day."""
        due = [change for change in self.later if change.since <= day]
        return dataclasses.replace(self, title=due[-1].title, text=due[-1].text) if due else self


@dataclass(frozen=True, slots=True)
class Guide:
    """One subject: a file of passages."""

    id: str
    title: str
    language: str
    as_of: dt.date
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the rubric. `weight` is in points; all weights add up to 100.

    cap: the highest score (0-100) a platform can reach while this fails, or None.
    check: how a person can see it for themselves, and where.
    """

    id: str
    name: str
    order: int
    question: str
    why: str
    meets: str
    partly: str
    fails: str
    weight: int
    weight_reason: str
    check: str
    cap: int | None = None
    cap_reason: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What somebody found on one criterion of one platform."""

    criterion: str
    verdict: Verdict
    basis: Basis
    claim: str
    quote: str
    source: str
    url: str
    date: str
    seen: dt.date
    expires_days: int = 180

    def expired(self, today: dt.date) -> bool:
        """Tell whether the evidence is too old to narrow a rating."""
        return today > self.seen + dt.timedelta(days=self.expires_days)


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A domain that uses the name but is somebody else."""

    domain: str
    note: str


@dataclass(frozen=True, slots=True)
class Platform:
    """A service people send photos to, and the evidence on it.

    former: names it had before. apps: its ids in the app stores ("com.example.app", "id123456789").
    everyday: those of its names that are ordinary words too ("Line"); they need a sentence that speaks of a service.
    unlike: ordinary words one slip away from its names ("remind", "canvas"); they are never taken for a misspelling.
    contact: where it takes privacy requests, an e-mail address or a form's address, as its policy gives it; "" if unknown.
    general: people use it for much else than pictures; named in passing, its rating is offered and not given unasked.
    """

    id: str
    name: str
    company: str
    summary: str
    domains: tuple[str, ...]
    aliases: tuple[str, ...]
    lookalikes: tuple[Lookalike, ...]
    evidence: tuple[Evidence, ...]
    former: tuple[str, ...] = ()
    apps: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    contact: str = ""
    general: bool = False


@dataclass(frozen=True, slots=True)
class Library:
    """Everything known, by id. `folders`: an operator's own, whose rights and letters replace ours of the same name."""

    guides: tuple[Guide, ...]
    rubric: tuple[Criterion, ...]
    platforms: tuple[Platform, ...]
    folders: tuple[Path, ...] = ()

    @property
    def rights(self) -> tuple[Right, ...]:
        """The law of every place we have a file on; read when first asked for. An operator's `folders` replace files of ours."""
        from knowledge.rights_format import load_rights

        return load_rights(self.folders)

    @property
    def letters(self) -> dict[str, Letters]:
        """The letters of each language (ISO 639-1); read when first asked for."""
        from knowledge.letters_format import load_letters

        return load_letters(self.folders)

    @property
    def passages(self) -> dict[str, Passage]:
        """All passages by id, in file order; a translation is not one of its own."""
        return {passage.id: passage for guide in self.guides for passage in guide.passages if not passage.translates}

    @property
    def translations(self) -> dict[str, Passage]:
        """All translated passages by their own id ("guides/de/red-flags#list"), in file order."""
        return {passage.id: passage for guide in self.guides for passage in guide.passages if passage.translates}
