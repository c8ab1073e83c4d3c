"""The shapes of law: places with a law of their own, what it says, by when, and who hears complaints; letters that use it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from knowledge.schema import Confidence, Reference

#: What a person may want; `train` is to stop training, `takedown` is of an intimate picture.
Want = Literal["see", "erase", "correct", "train", "object", "withdraw", "complain", "takedown"]
#: What a law speaks of: a want, or whom it covers (`reach`; `outside`: people elsewhere, since the service sits there),
#: a service far away (`abroad`), cost, refusals, proof of identity, anything else (`note`).
Topic = Want | Literal["reach", "outside", "abroad", "cost", "refusal", "identity", "note"]
Unit = Literal["months", "days", "business-days", "hours"]


@dataclass(frozen=True, slots=True)
class Law:
    """A law by its name; `names` are its names in other languages (ISO 639-1).

    start: the first day on which people can use it, or None where it is long in force.
    """

    key: str
    name: str
    short: str
    names: dict[str, str]
    start: dt.date | None


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when an answer is due: `amount` units from the day of receipt, `extension` more units once.

    working_day: whether a last day on a weekend moves to the next working day.
    confirm_business_days: business days to confirm that the request came in, or 0.
    article: where the law says so.
    """

    key: str
    amount: int
    unit: Unit
    extension: int
    working_day: bool
    confirm_business_days: int
    article: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a law says, in a sentence or two, with where it says so.

    start, end: the first day it is true, and the first day it is true no more; None leaves that side open.
    members: codes of the places it is about; empty for all of the jurisdiction.
    deadline: key of the deadline that belongs to it, or "".
    no_right: whether it says that there is no such right; a letter then rests on the service's own promise.
    """

    topic: Topic
    text: str
    article: str
    law: str
    confidence: Confidence
    sources: tuple[Reference, ...]
    as_of: dt.date
    start: dt.date | None
    end: dt.date | None
    members: tuple[str, ...]
    deadline: str
    no_right: bool

    def holds(self, day: dt.date, member: str = "") -> bool:
        """Tell whether it is true on `day` in the place `member`."""
        begun = self.start is None or day >= self.start
        over = self.end is not None and day >= self.end
        return begun and not over and (not self.members or member in self.members)


@dataclass(frozen=True, slots=True)
class Authority:
    """Who hears complaints; `intimate` ones hear those about intimate pictures.

    generic: whether `name` describes it ("the data protection authority of your country") and is no name for an envelope.
    """

    name: str
    url: str
    how: str
    intimate: bool
    generic: bool
    confidence: Confidence
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Right:
    """A jurisdiction: a file of knowledge/rights.

    id: the name of the file: "eu", "us-ca". inside: the wider jurisdiction whose law holds as well, or "".
    like: the jurisdiction whose statements and deadlines fill in what this one does not say itself, or "".
    members: codes of its places, when it is not itself a place (ISO 3166-1, lower case).
    languages: the languages letters are written in there; `member_languages` those of single members.
    shape: True for a file that only others are `like`.
    """

    id: str
    name: str
    as_of: dt.date
    inside: str
    like: str
    shape: bool
    members: tuple[str, ...]
    languages: tuple[str, ...]
    member_languages: dict[str, tuple[str, ...]]
    laws: tuple[Law, ...]
    deadlines: tuple[Deadline, ...]
    statements: tuple[Statement, ...]
    authorities: tuple[Authority, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter with blanks: a file of knowledge/letters/<language>.

    kind: what it does: a Want, or "ask-first" for the message to the other person in a photo.
    body: paragraphs; `{name}` in them is a blank that is filled (knowledge.letters_format.BLANKS).
    """

    kind: str
    language: str
    title: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Letters:
    """What letters are written in one language: `kinds` by kind, and the sentences and blanks they share, `words` by key."""

    language: str
    name: str
    words: dict[str, str]
    kinds: dict[str, Letter]
