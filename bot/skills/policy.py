"""/policy: what a privacy policy says, criterion by criterion, in its own words. It may be pasted, sent as a file, or named by address."""

from __future__ import annotations

from bot.errors import PolicyError
from bot.messages import Attachment, Block, Bullets, Button, Door, More, Paragraph, Quote, Reply, Request, Row, button
from bot.policy.document import Document, document
from bot.policy.quotes import shown
from bot.policy.reader import read
from bot.policy.sources import address_in
from bot.ratings.explain import pictured, steps
from bot.ratings.score import CriterionVerdict, Rating
from bot.ratings.wording import MARK, headline, meaning, ranked, row, why
from bot.skills import SKILLS, Context
from bot.strings import say, say_count
from knowledge.schema import Evidence

#: Criteria shown at once, each with its quote; the others are folded away.
_TELLING = 4
#: What a service lets through of a pasted text: a longer one arrives in pieces (Bot API 4096; Discord 2000).
_CUT_AT: dict[Door, int] = {"telegram": 4000, "discord": 1950}
#: Fewer words are a name or a question, not a policy.
_FEW_WORDS = 12


def reply(request: Request, context: Context) -> Reply:
    """Return what a policy says, or how to hand one over."""
    if not request.attachments and not request.text.strip():
        return _invitation(context)
    if not request.attachments and not address_in(request.text) and len(request.text.split()) < _FEW_WORDS:
        return _too_little(request.text)
    policy = _policy(request, context)
    return _told(policy, _rating(policy, context), request, context)


def rating_of(request: Request, context: Context) -> Rating:
    """Return the rating of the policy that a request brings; PolicyError if it cannot be read."""
    return _rating(_policy(request, context), context)


def _policy(request: Request, context: Context) -> Document:
    if request.attachments:
        return _from_file(request.attachments[0], context)
    address = address_in(request.text)
    if address:
        return _from_address(address, context)
    cut = len(request.text) >= _CUT_AT.get(request.door, len(request.text) + 1)
    return document(request.text, cut=cut)


def _rating(policy: Document, context: Context) -> Rating:
    return read(policy, context.library.rubric, context.today)


def _from_file(file: Attachment, context: Context) -> Document:
    if context.documents is None:
        raise PolicyError(say("I can't open files here."), say("Copy the text of the policy and paste it here."))
    return document(context.documents.words(file.data, file.name))


def _from_address(address: str, context: Context) -> Document:
    if context.fetcher is None:
        raise PolicyError(
            say("I don't fetch pages here: whoever runs me switched that off."),
            say("Open the page yourself, copy the text of the policy and paste it here, or send it as a file."),
        )
    page = context.fetcher.fetch(address)
    words = context.documents.words(page.data, page.name) if context.documents else page.data.decode("utf-8", "replace")
    return document(words, name=say("The policy at {host}", host=page.address.split("/")[2]), address=page.address)


def _told(policy: Document, rating: Rating, request: Request, context: Context) -> Reply:
    told = [verdict for verdict in ranked(rating) if verdict.quote]
    blocks: tuple[Block, ...] = (
        Paragraph(headline(rating), strong=True),
        *pictured(rating, context.today, request.door, say("from the policy you sent")),
        Paragraph(f"{meaning(rating)} {why(rating)}".strip()),
        *_provenance(policy),
        *(block for verdict in told[:_TELLING] for block in _quoted(verdict, context)),
        *_rest(told[_TELLING:], rating, context),
        *_also(rating.also),
        Paragraph(say("What to do today:")),
        Bullets(steps(rating), numbered=True),
        Paragraph(
            say("These are its promises, in its own words; whether it keeps them nobody has checked here. I keep nothing of the text.")
        ),
    )
    return Reply(blocks=blocks, buttons=_ways_on())


def _provenance(policy: Document) -> tuple[Block, ...]:
    """Return who asked for the page, and that a part of a text leaves things open."""
    blocks: list[Block] = []
    if policy.address:
        blocks.append(Paragraph(say("I fetched the page from the computer this bot runs on; the site saw that one, not yours.")))
    if not policy.whole:
        blocks.append(
            Paragraph(
                say("I had only a part of the text, so its silence means nothing. Send all of it as a file to know what is not stated.")
            )
        )
    return tuple(blocks)


def _quoted(verdict: CriterionVerdict, context: Context) -> tuple[Row | Quote, ...]:
    """Return a criterion, its quote and place, and the sentence that goes against it, if there is one."""
    quotes = tuple(Quote(shown(item.quote), item.source) for item in verdict.evidence[:2] if item.quote)
    return (row(verdict, context.today), *quotes)


def _rest(told: list[CriterionVerdict], rating: Rating, context: Context) -> tuple[Block, ...]:
    silent = tuple(verdict for verdict in rating.verdicts if verdict.verdict == "not-stated")
    folded = tuple(block for verdict in told for block in _quoted(verdict, context))
    more = (More(say_count("1 more criterion, with its quote", "{n} more criteria, with their quotes", len(told)), folded),) if told else ()
    names = ", ".join(say(verdict.criterion.name) for verdict in silent)
    return (*more, *((Paragraph(say("I read all of it. Not stated: {names}.", names=names)),) if silent else ()))


def _also(also: tuple[Evidence, ...]) -> tuple[Block, ...]:
    if not also:
        return ()
    told = tuple(
        block for item in also for block in (Row(MARK["unknown"], item.claim, say("stated")), Quote(shown(item.quote), item.source))
    )
    return (More(say_count("1 more thing it says", "{n} more things it says: children, other countries, changes ...", len(also)), told),)


def _ways_on() -> tuple[Button, ...]:
    ways = (
        ("rights", say("What are my rights?")),
        ("letter", say("Write a letter")),
        ("clean", say("Clean a photo")),
        ("policy", say("Another policy")),
    )
    return tuple(button(label, skill) for skill, label in ways if skill in SKILLS)


def _invitation(context: Context) -> Reply:
    ways = [
        say("Paste its text here. Chat services cut long texts into pieces, so a file is better for those."),
        say("Send it as a file: .pdf, .docx, .html, .txt or .md."),
    ]
    if context.fetcher:
        ways.append(
            say("Or send its address (https://...). I then fetch it from the computer this bot runs on: the site sees that one, not yours.")
        )
    return Reply(
        blocks=(
            Paragraph(
                say("Give me a privacy policy, and I tell you in seconds what it says about your photos, with its own words."), strong=True
            ),
            Bullets(tuple(ways)),
            Paragraph(say("You find it at the foot of a service's site, or on its page in the app store. I keep nothing of it.")),
        ),
        buttons=(button(say("Is a service safe?"), "rate"), button(say("Clean a photo"), "clean")),
    )


def _too_little(text: str) -> Reply:
    """Return what to do where a name or a question came instead of a policy."""
    name = " ".join(text.split())
    rate = (button(say("Rate it by what I know"), "rate", name),) if len(f"rate:{name}".encode()) <= 64 else ()
    return Reply(
        blocks=(
            Paragraph(say("That is too short for a policy."), strong=True),
            Paragraph(say("Paste its whole text, send it as a file, or give me its address (https://...).")),
        ),
        buttons=(*rate, button(say("How does it work?"), "policy")),
    )
