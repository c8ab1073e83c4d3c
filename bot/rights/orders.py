"""What letter is asked for: by a button ("erase de.us virbo in:de") or in words ("delete my photos at Virbo, I live in Germany")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.messages import MAX_KEY_BYTES, Request
from bot.ratings.find import mentioned
from bot.rights import ways
from bot.rights.asked import Asked, asked
from bot.rights.places import recognise
from bot.rights.wants import LABELS, want_of
from bot.skills import Context
from knowledge.letters_format import ASK_FIRST
from knowledge.schema import Platform

#: "-" stands for a place nobody named: the letter then rests on the service's own promise.
NO_PLACE = "-"
MAX_NAME = 40
_ASKS_FIRST = re.compile(r"^ask-first\b|\bask(?:ing)? (?:the other|them|her|him|permission|first|before)\b|\bpermission\b", re.IGNORECASE)
_TO = re.compile(r"(?:^|\s)to (?P<name>[^\s,;:?!][^,;:?!\n]{0,38}?)\s*(?:in:[a-z]{2})?$", re.IGNORECASE)
_IDS = re.compile(r"-|[a-z]{2}(?:-[a-z]{2})?(?:\.[a-z]{2}(?:-[a-z]{2})?)?")
_LANGUAGE = re.compile(r"(?:^|\s)in:(?P<code>[a-z]{2})\b")


@dataclass(frozen=True, slots=True)
class Order:
    """What a letter is asked for: its kind, the place, the service (known, or a name), the language; "" or None where not said."""

    kind: str
    question: Asked
    platform: Platform | None
    name: str
    language: str
    placed: bool

    @property
    def service(self) -> str:
        """The name that stands in the letter, "" for a blank."""
        return self.platform.name if self.platform else self.name

    def key(self, language: str = "") -> str:
        """Return the text of the button that asks for this letter; a typed name travels as long as it fits."""
        place = ways.key(replace(self.question, sent=None)) or NO_PLACE
        named = self.platform.id if self.platform else f"to {self.name}" if self.name else ""
        whole = " ".join(filter(None, (self.kind, place, named, f"in:{language}" if language else "")))
        return whole if len(f"letter:{whole}".encode()) <= MAX_KEY_BYTES else " ".join(filter(None, (self.kind, place)))


def order_of(request: Request, context: Context) -> Order:
    """Return what letter a message asks for; a service that was talked about before counts as named."""
    language = _LANGUAGE.search(request.text)
    text = _LANGUAGE.sub("", request.text).strip()
    kind = kind_of(text)
    rest = text.removeprefix(kind).strip()
    named = _TO.search(rest)
    rest = rest[: named.start()].strip() if named else rest
    ids, _, after = rest.partition(" ")
    question = asked(ids if _IDS.fullmatch(ids) and _is_service(after, context) else rest, context.today)
    platform = _platform(named["name"] if named else rest, request, context)
    name = _typed_name(named["name"]) if named and not platform and not recognise(named["name"]) else ""
    placed = bool(question.place) or ids == NO_PLACE
    return Order(kind, question, platform, name, language["code"] if language else "", placed)


def _typed_name(name: str) -> str:
    """Return a name that somebody typed, without what no letter can hold (controls, lone surrogates)."""
    return "".join(char for char in name if char.isprintable()).strip()[:MAX_NAME]


def _is_service(words: str, context: Context) -> bool:
    """Tell whether nothing or the id of a service follows, as in the text of a button."""
    return not words or any(one.id == words for one in context.library.platforms)


def kind_of(text: str) -> str:
    """Return the kind of letter a text asks for, "" where it says none."""
    first = text.partition(" ")[0]
    return first if first in LABELS else ASK_FIRST if _ASKS_FIRST.search(text) else want_of(text) or ""


def _platform(rest: str, request: Request, context: Context) -> Platform | None:
    """Return the service that is named, by its id or in words, or that was talked about last."""
    platforms = context.library.platforms
    ids = set(rest.split())
    known = next((one for one in platforms if one.id in ids), None) or mentioned(rest, platforms)
    before = context.memory.recall(request.conversation).platform
    return known or (next((one for one in platforms if one.id == before), None) if before and not _TO.search(request.text) else None)
