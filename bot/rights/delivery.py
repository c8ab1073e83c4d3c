"""A finished letter as a reply: where it goes, the words to copy, a mail link where a door can open it, files, the last day."""

from __future__ import annotations

from bot.messages import Attachment, Block, Button, Copy, Link, Paragraph, Reply, Request, button
from bot.rights import first_aid, ways
from bot.rights.applies import Applying
from bot.rights.contacts import Contact, contact_of
from bot.rights.days import told
from bot.rights.letters import Matter, Written, holds_letter, languages, mailto, write
from bot.rights.orders import NO_PLACE, Order
from bot.rights.wording import complain_to
from bot.skills import Context
from bot.strings import say, spoken
from knowledge.letters_format import ASK_FIRST

#: Doors where a mail program can be opened from a message.
WITH_MAIL = ("web", "terminal", "api")


def language_of(order: Order, found: Applying | None, context: Context) -> str:
    """Return the language asked for, if there is such a letter in it, or the one to show first."""
    shelf = context.library.letters
    chosen = order.language in shelf and order.kind in shelf[order.language].kinds
    return order.language if chosen else languages(shelf, order.kind, found, spoken())[0]


def deliver(order: Order, found: Applying | None, request: Request, context: Context) -> Reply:
    """Return the letter in one language, with the others as files and one press away."""
    shelf = context.library.letters
    offered = languages(shelf, order.kind, found, spoken())
    language = language_of(order, found, context)
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
    helped = first_aid.helpers(context.library)[:3] if order.kind == "takedown" else ()
    rights = (button(say("What the law says"), "rights", ways.key(order.question, order.kind)),) if order.question.place else ()
    return (*helped, *rights, button(say("Another letter"), "letter"))


def _file(written: Written) -> Attachment:
    return Attachment(f"{written.kind}-letter-{written.language}.txt", f"{written.text}\n".encode(), "text/plain")
