"""/rights: what the law of a place gives a person, by when they get it, and who hears a complaint.

Every button carries the whole question ("de.us erase 2026-11-23"), so that it works after a restart; the same can be typed.
"""

from __future__ import annotations

from dataclasses import replace

from bot.messages import Paragraph, Reply, Request
from bot.rights import first_aid, replies, ways
from bot.rights.applies import Applying, applying
from bot.rights.asked import Asked, asked
from bot.rights.names import name_of
from bot.rights.places import recognise
from bot.skills import Context
from bot.strings import say

#: A longer answer to "Where do you live?" is another question.
MAX_TYPED_WORDS = 5


def reply(request: Request, context: Context) -> Reply:
    """Return what applies in the place that is named, or ask for what is missing."""
    question = asked(request.text, context.today)
    remember_step(request, context, "" if question.place else f"rights:{question.want or '-'}")
    if not question.place:
        return _where(question, context)
    if question.view == "where":
        return _where_is_the_service(question)
    found = applying(context.library.rights, question.place, context.today, question.service)
    if not found.known:
        return first_aid.no_law(question, context.library)
    return _known(found, question, context)


def _known(found: Applying, question: Asked, context: Context) -> Reply:
    if question.view:
        return replies.rules(found, question) if question.view == "no" else replies.more(found, question)
    if question.want == "takedown":
        return first_aid.takedown(found, question, context.library, context.today)
    if question.want:
        return replies.answer(found, question, question.want, context.today)
    return replies.overview(found, question, context.today)


def typed(text: str, step: str) -> str:
    """Return what a place typed after "Where do you live?" stands for, what was wanted kept; "" for anything else."""
    places = recognise(text)
    if not places or "?" in text or len(text.split()) > MAX_TYPED_WORDS:
        return ""
    return f"{text} {step}".removesuffix(" -")


def remember_step(request: Request, context: Context, step: str) -> None:
    """Keep where a dialogue stands, so that the next words typed are taken for its answer; "" ends it."""
    before = context.memory.recall(request.conversation)
    if before.step != step:
        context.memory.remember(request.conversation, replace(before, step=step))


def _where(question: Asked, context: Context) -> Reply:
    want = question.want or ""
    helped = first_aid.first_help() if want == "takedown" else ()
    if question.unclear:
        said = say("Which one do you mean?")
        places = ways.to_one_of(question.unclear, "rights", "", want)
    else:
        said = say("Where do you live? That decides which law helps you, not your passport.")
        places = ways.to_place("rights", "", want)
    unknown = say("I don't know a place called {name}.", name=question.unknown) if question.unknown else ""
    return Reply(
        blocks=(
            *helped,
            *((Paragraph(unknown, strong=True),) if unknown else ()),
            Paragraph(said, strong=not (helped or unknown)),
            *(
                ()
                if question.unclear
                else (Paragraph(say("Choose, or write your country, in the US your state: for example Germany, Texas, Brazil.")),)
            ),
        ),
        buttons=(*places, *(first_aid.helpers(context.library)[:2] if helped else ())),
    )


def _where_is_the_service(question: Asked) -> Reply:
    place = name_of(question.place)
    return Reply(
        blocks=(
            Paragraph(say("Where is the service?"), strong=True),
            Paragraph(say("Its policy names a company and an address, often at the end. Your own place stays {place}.", place=place)),
            Paragraph(say("Nothing found? Then count on your own law, and don't count on an answer.")),
        ),
        buttons=ways.to_service_place(question),
    )
