"""/letter: the request in writing, for the law of a place and for a service, to copy, as a file, and as a mail.

Nothing of it is kept, and nothing personal is asked for: names and addresses are blanks to fill in at home.
A button sends "erase de.us virbo in:de": what, where (with where the service sits), which service, in which language.
"""

from __future__ import annotations

from bot.errors import AdvisorError
from bot.messages import Paragraph, Reply, Request, button
from bot.rights import first_aid, ways
from bot.rights.applies import Applying, applying
from bot.rights.delivery import deliver, language_of
from bot.rights.letters import Matter, Written, write
from bot.rights.orders import NO_PLACE, Order, kind_of, order_of
from bot.rights.places import recognise
from bot.rights.wants import LABELS, label
from bot.skills import Context
from bot.skills.rights import MAX_TYPED_WORDS, remember_step
from bot.strings import phrase, say
from knowledge.letters_format import ASK_FIRST

ASK_FIRST_LABEL = phrase("Ask the other person first")
#: So that a typed name fits a button beside kind and place.
MAX_NAME_BYTES = 36


def reply(request: Request, context: Context) -> Reply:
    """Return the letter, or ask for what is missing: what it should say, then where the person lives."""
    order = order_of(request, context)
    step = "" if order.kind and (order.placed or order.kind == ASK_FIRST) else f"letter:{order.kind or NO_PLACE}"
    remember_step(request, context, step)
    if not order.kind:
        return _what(order)
    if order.kind != ASK_FIRST and not order.placed:
        return _where(order)
    return deliver(order, _law(order, context), request, context)


def compose(request: Request, context: Context, *, name: str = "", account: str = "") -> Written:
    """Return the letter alone, with the sender's name and account put in; AdvisorError where it is not said what or where."""
    order = order_of(request, context)
    if not order.kind or (order.kind != ASK_FIRST and not order.placed):
        raise AdvisorError(
            say("Say what the letter is for, and where you live."), say("For example: {command}", command="letter erase germany virbo")
        )
    found, shelf = _law(order, context), context.library.letters
    language = language_of(order, found, context)
    return write(shelf[language], order.kind, Matter(found, context.today, order.service, name, account))


def _law(order: Order, context: Context) -> Applying | None:
    place = order.question.place
    return applying(context.library.rights, place, context.today, order.question.service) if place else None


def typed(text: str, step: str) -> str:
    """Return what a place typed after "Where do you live?", or a wish after "What should it say?", stands for; "" for anything else."""
    if "?" in text or len(text.split()) > MAX_TYPED_WORDS:
        return ""
    if step == NO_PLACE:
        return text if kind_of(text) else ""
    return f"{step} {text}" if recognise(text) else ""


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
    helped = first_aid.first_help() if order.kind == "takedown" else ()
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
