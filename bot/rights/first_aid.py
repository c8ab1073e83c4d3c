"""Help that needs no law: what to do now about an intimate picture, and what works in a place whose law is not in our files."""

from __future__ import annotations

from datetime import date

from bot.messages import Block, Bullets, Button, Paragraph, Reply, button
from bot.ratings.onward import ask_button
from bot.rights import ways, wording
from bot.rights.applies import Applying
from bot.rights.asked import Asked
from bot.rights.names import name_of
from bot.strings import say
from knowledge.schema import Library

GOOD_REQUEST = "guides/en/legal-rights#good-request"
WHO_HELPS = "guides/en/intimate-images#who-helps"
STOPNCII = "guides/en/intimate-images#stopncii"
TAKE_IT_DOWN = "guides/en/intimate-images#take-it-down"
UNDER_18 = "guides/en/minors-and-consent#under-18"


def first_help() -> tuple[Block, ...]:
    """Return what to do now about an intimate picture, in this order."""
    return (
        Paragraph(say("I'm sorry. It is not your fault. First, in this order:"), strong=True),
        Bullets(
            (
                say("In danger or threatened? Your emergency number. Don't pay, don't answer."),
                say("Save proof: address, date, screenshots. Someone under 18 in it? Then only the address."),
                say("Report it where it stands, as an intimate picture without consent."),
                say("Block copies, free: StopNCII.org (18 or older), takeitdown.ncmec.org (under 18 in it)."),
                say("Ask Google and Bing to take it out of their search."),
                say("The police, and somebody at your side."),
            ),
            numbered=True,
        ),
    )


def takedown(found: Applying, question: Asked, library: Library, today: date) -> Reply:
    """Return what to do now about an intimate picture, then what the law of the place adds."""
    said = found.said("takedown")
    law = (wording.cited(said), wording.answer_due(said, question.sent or today, today) if said.deadline else "") if said else ()
    hears = say("Not gone in time? Tell {authority}", authority=wording.complain_to(found.authority(intimate=True))) if said else ""
    return Reply(
        blocks=(
            *first_help(),
            *(Paragraph(words) for words in (*law, hears) if words),
            *((Paragraph(wording.fine_print(said)),) if said else ()),
        ),
        buttons=(
            ways.to_letter(question, "takedown"),
            *helpers(library),
            button(say("My other rights"), "rights", ways.key(question)),
        ),
        sources=wording.sources(said) if said else (),
    )


def helpers(library: Library) -> tuple[Button, ...]:
    """Return the passages that help with an intimate picture."""
    return tuple(one for name in (WHO_HELPS, STOPNCII, TAKE_IT_DOWN, UNDER_18) for one in ask_button(library.passages.get(name)))


def no_law(question: Asked, library: Library) -> Reply:
    """Return the way on in a place whose law is not in our files."""
    place = name_of(question.place)
    steps = (
        say("Use the delete button, then delete the account; note the date."),
        say("Write to the service: quote the promise of its own policy and ask for confirmation."),
        say("If it sits in the EU or the UK, the law there covers you as well."),
        say("Report the app to its store, and a broken promise to your consumer protection office."),
    )
    helped = first_help() if question.want == "takedown" else ()
    return Reply(
        blocks=(
            *helped,
            Paragraph(say("I have nothing reliable on the law of {place}. It may well have one.", place=place), strong=not helped),
            Paragraph(
                say(
                    "Look for its data protection authority: search “{place} data protection authority”. What works everywhere:",
                    place=place,
                )
            ),
            *((Bullets(steps),) if not helped else ()),
        ),
        buttons=(
            ways.to_letter(question, question.want or "erase"),
            *(helpers(library) if helped else ask_button(library.passages.get(GOOD_REQUEST))),
            button(say("Where is the service?"), "rights", ways.key(question, "where")),
            button(say("Another place"), "rights", question.want or ""),
        ),
    )
