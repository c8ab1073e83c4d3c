"""/letter: the request in writing, for the law of a place and for a service, to copy, as a file, and as a mail.

Nothing of it is kept, and nothing personal is asked for: names and addresses are blanks to fill in at home.
A button sends "erase de.us virbo in:de": what, where (with where the service sits), which service, in which language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.errors import AdvisorError
from bot.messages import MAX_KEY_BYTES, Attachment, Block, Button, Copy, Link, Paragraph, Reply, Request, button
from bot.ratings.find import mentioned
from bot.rights import replies, ways
from bot.rights.applies import Applying, applying
from bot.rights.asked import Asked, asked
from bot.rights.contacts import Contact, contact_of
from bot.rights.days import told
from bot.rights.letters import Matter, Written, holds_letter, languages, mailto, write
from bot.rights.places import recognise
from bot.rights.wants import LABELS, label, want_of
from bot.rights.wording import complain_to
from bot.skills import Context
from bot.skills.rights import MAX_TYPED_WORDS, remember_step
from bot.strings import phrase, say, spoken
from knowledge.letters_format import ASK_FIRST
from knowledge.schema import Platform

ASK_FIRST_LABEL = phrase("Ask the other person first")
#: "-" stands for a place nobody named: the letter then rests on the service's own promise.
NO_PLACE = "-"
MAX_NAME = 40
#: So that a typed name fits a button beside kind and place.
MAX_NAME_BYTES = 36
#: Doors where a mail program can be opened from a message.
WITH_MAIL = ("web", "terminal", "api")

_ASKS_FIRST = re.compile(r"^ask-first\b|\bask(?:ing)? (?:the other|them|her|him|permission|first|before)\b|\bpermission\b", re.IGNORECASE)
_TO = re.compile(r"(?:^|\s)to (?P<name>[^\s,;:?!][^,;:?!\n]{0,38}?)\s*(?:in:[a-z]{2})?$", re.IGNORECASE)
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


def reply(request: Request, context: Context) -> Reply:
    """Return the letter, or ask for what is missing: what it should say, then where the person lives."""
    order = _order(request, context)
    step = "" if order.kind and (order.placed or order.kind == ASK_FIRST) else f"letter:{order.kind or NO_PLACE}"
    remember_step(request, context, step)
    if not order.kind:
        return _what(order)
    if order.kind != ASK_FIRST and not order.placed:
        return _where(order)
    return _letters(order, _law(order, context), request, context)


def compose(request: Request, context: Context, *, name: str = "", account: str = "") -> Written:
    """Return the letter alone, with the sender's name and account put in; AdvisorError where it is not said what or where."""
    order = _order(request, context)
    if not order.kind or (order.kind != ASK_FIRST and not order.placed):
        raise AdvisorError(
            say("Say what the letter is for, and where you live."), say("For example: {command}", command="letter erase germany virbo")
        )
    found, shelf = _law(order, context), context.library.letters
    language = _language(order, found, context)
    return write(shelf[language], order.kind, Matter(found, context.today, order.service, name, account))


def _law(order: Order, context: Context) -> Applying | None:
    place = order.question.place
    return applying(context.library.rights, place, context.today, order.question.service) if place else None


def _language(order: Order, found: Applying | None, context: Context) -> str:
    """Return the language asked for, if there is such a letter in it, or the one to show first."""
    shelf = context.library.letters
    chosen = order.language in shelf and order.kind in shelf[order.language].kinds
    return order.language if chosen else languages(shelf, order.kind, found, spoken())[0]


def typed(text: str, step: str) -> str:
    """Return what a place typed after "Where do you live?", or a wish after "What should it say?", stands for; "" for anything else."""
    if "?" in text or len(text.split()) > MAX_TYPED_WORDS:
        return ""
    if step == NO_PLACE:
        return text if _kind(text) else ""
    return f"{step} {text}" if recognise(text) else ""


def _order(request: Request, context: Context) -> Order:
    language = _LANGUAGE.search(request.text)
    text = _LANGUAGE.sub("", request.text).strip()
    kind = _kind(text)
    rest = text.removeprefix(kind).strip()
    named = _TO.search(rest)
    rest = rest[: named.start()].strip() if named else rest
    question = asked(rest.partition(" ")[0] if _is_ids(rest) else rest, context.today)
    platform = _platform(named["name"] if named else rest, request, context)
    name = _typed_name(named["name"]) if named and not platform and not recognise(named["name"]) else ""
    placed = bool(question.place) or rest.partition(" ")[0] == NO_PLACE
    return Order(kind, question, platform, name, language["code"] if language else "", placed)


def _typed_name(name: str) -> str:
    """Return a name that somebody typed, without what no letter can hold (controls, lone surrogates)."""
    return "".join(char for char in name if char.isprintable()).strip()[:MAX_NAME]


def _is_ids(rest: str) -> bool:
    return bool(re.match(r"(?:-|[a-z]{2}(?:-[a-z]{2})?(?:\.[a-z]{2}(?:-[a-z]{2})?)?)(?:\s|$)", rest))


def _kind(text: str) -> str:
    first = text.partition(" ")[0]
    return first if first in LABELS else ASK_FIRST if _ASKS_FIRST.search(text) else want_of(text) or ""


def _platform(rest: str, request: Request, context: Context) -> Platform | None:
    """Return the service that is named, by its id or in words, or that was talked about last."""
    platforms = context.library.platforms
    ids = set(rest.split())
    known = next((one for one in platforms if one.id in ids), None) or mentioned(rest, platforms)
    before = context.memory.recall(request.conversation).platform
    return known or (next((one for one in platforms if one.id == before), None) if before and not _TO.search(request.text) else None)


def _what(order: Order) -> Reply:
    place = ways.key(order.question)
    wants = tuple(button(label(want), "letter", f"{want} {place}".strip()) for want in LABELS)
    return Reply(
        blocks=(
            Paragraph(say("What should the letter say?"), strong=True),
            Paragraph(say("I write it for the law where you live. Your name stays a blank; fill it in on your own device.")),
        ),
        buttons=(*wants, button(say(ASK_FIRST_LABEL), "letter", ASK_FIRST)),
    )


def _where(order: Order) -> Reply:
    helped = replies.first_help() if order.kind == "takedown" else ()
    named = order.platform.id if order.platform else f"to {order.name}" if order.name and len(order.name.encode()) <= MAX_NAME_BYTES else ""
    if order.question.unclear:
        said, places = say("Which one do you mean?"), ways.to_one_of(order.question.unclear, "letter", order.kind, named)
    else:
        said, places = say("Where do you live? The letter then names the right law."), ways.to_place("letter", order.kind, named)
    unknown = (
        say("I don't know a place called {name}.", name=order.question.unknown) if order.question.unknown and not order.platform else ""
    )
    return Reply(
        blocks=(
            *helped,
            *((Paragraph(unknown),) if unknown else ()),
            Paragraph(said, strong=not helped),
            Paragraph(say("Choose, or write your country, in the US your state.")),
        ),
        buttons=(*places, button(say("Without a law"), "letter", f"{order.kind} {NO_PLACE} {named}".strip())),
    )


def _letters(order: Order, found: Applying | None, request: Request, context: Context) -> Reply:
    """Return the letter in one language, with the others as files and one press away."""
    shelf = context.library.letters
    offered = languages(shelf, order.kind, found, spoken())
    language = _language(order, found, context)
    matter = Matter(found, context.today, order.service)
    written = write(shelf[language], order.kind, matter)
    others = tuple(one for one in offered if one != language)
    files = (written, *(write(shelf[one], order.kind, matter) for one in others))
    contact = contact_of(order.platform, europe=_in_europe(found)) if order.platform else Contact()
    return Reply(
        blocks=(
            *_above(order, found, contact),
            Copy(written.text),
            *_below(order, written, contact, request),
            Paragraph(_advice(order, written)),
        ),
        buttons=(
            *(button(shelf[one].name, "letter", order.key(one)) for one in others),
            *_onward(order, context),
        ),
        attachments=() if order.kind == ASK_FIRST else tuple(_file(each) for each in files),
    )


def _in_europe(found: Applying | None) -> bool:
    return found is not None and any(right.id == "eu" for right in found.chain)


def _above(order: Order, found: Applying | None, contact: Contact) -> tuple[Block, ...]:
    if order.kind == ASK_FIRST:
        return (Paragraph(say("A message to send before you upload a photo of two. A clear yes counts; silence doesn't."), strong=True),)
    if order.kind == "complain":
        goes = say("To: {authority}", authority=complain_to(found.authority() if found else None))
    elif contact.mail:
        goes = say("To: {address} (as its policy or the evidence gives it; I have not tried it)", address=contact.mail)
    elif contact.form:
        goes = say("To: its form, {address}", address=contact.form)
    else:
        goes = say("To: the privacy address in its policy; search it for “@”.") + _name_it(order)
    first = say("Save proof first, and use the report form of the service if it has one. Then:") if order.kind == "takedown" else ""
    return (Paragraph(say("Your letter. Fill in what stands in brackets, on your own device."), strong=True), *_paragraphs(first, goes))


def _name_it(order: Order) -> str:
    """Return how to have a service's own address filled in; "" where a service is named."""
    if order.service:
        return ""
    return " " + say(
        "Tell me the service and I fill it in: {command}", command=f"/letter {order.kind} {ways.key(order.question) or NO_PLACE} to NAME"
    )


def _paragraphs(*words: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(each) for each in words if each)


def _below(order: Order, written: Written, contact: Contact, request: Request) -> tuple[Block, ...]:
    if order.kind == ASK_FIRST or request.door not in WITH_MAIL:
        return ()
    link = mailto(written, "" if order.kind == "complain" else contact.mail)
    return (Link(say("Open it as a mail") if holds_letter(link) else say("Open a mail (too long for a link: paste the letter)"), link),)


def _advice(order: Order, written: Written) -> str:
    if order.kind == ASK_FIRST:
        return say("A no is a no. Asking again makes it worse.")
    if order.kind == "complain":
        return " ".join((say("Attach what it names. A tidy file helps; authorities are slow."), _kept()))
    due = say("Due {hours} hours after they get it: note the hour.", hours=written.hours) if written.hours else ""
    due = due or say("Write {day} in your calendar: the last day for the answer.", day=told(written.due))
    proof = say("Send it from the account's own address. No copy of an ID unasked.")
    if order.kind == "takedown":
        proof = say("Don't attach the picture. No copy of an ID unasked.")
    return f"{due} {proof} {_kept()}"


def _kept() -> str:
    return say("This is no legal advice, and I keep nothing of it.")


def _onward(order: Order, context: Context) -> tuple[Button, ...]:
    if order.kind == ASK_FIRST:
        return (button(say("Another letter"), "letter"), button(say("Clean a photo"), "clean"))
    helped = replies.helpers(context.library)[:2] if order.kind == "takedown" else ()
    rights = (button(say("What the law says"), "rights", ways.key(order.question, order.kind)),) if order.question.place else ()
    return (*helped, *rights, button(say("Another letter"), "letter"))


def _file(written: Written) -> Attachment:
    return Attachment(f"{written.kind}-letter-{written.language}.txt", f"{written.text}\n".encode(), "text/plain")
