"""A rating as a message: the point, a card to look at, what is known, what nobody knows, and what to do today."""

from __future__ import annotations

from datetime import date

from bot.cards.rating import rating_picture
from bot.messages import Block, Bullets, Button, Door, Paragraph, Reply, Row, button
from bot.ratings import onward
from bot.ratings.score import Rating
from bot.ratings.summary import shown_first
from bot.ratings.wording import age, headline, meaning, mentioned_note, ranked, row, sources, why
from bot.strings import say
from knowledge.schema import Library

MAX_SOURCES = 3


def card(  # noqa: PLR0913 - whose rating it is and where it is shown are said by name
    rating: Rating, library: Library, today: date, *, door: Door = "api", note: str = "", buttons: tuple[Button, ...] | None = None
) -> Reply:
    """Return the first view of a rating: grade or range, its card, at most six rows, what to do today, how old it is.

    note: whose rating it is if not ours ("by you, today", "from the policy you sent").
    buttons: ways on in place of ours, for a platform that only this message knows.
    """
    evidence = tuple(verdict.evidence[0] for verdict in ranked(rating) if verdict.evidence)
    blocks: tuple[Block, ...] = (
        Paragraph(headline(rating), strong=True),
        *pictured(rating, today, door, note),
        Paragraph(f"{meaning(rating)} {why(rating)}".strip()),
        *card_rows(rating, today),
        Paragraph(say("What to do today:")),
        Bullets(steps(rating), numbered=True),
        Paragraph(mentioned_note(note) or age(rating, today)),
    )
    ways = ways_on(rating, library) if buttons is None else buttons
    return Reply(blocks=blocks, buttons=ways, sources=sources(evidence, MAX_SOURCES))


def pictured(rating: Rating, today: date, door: Door, note: str = "") -> tuple[Block, ...]:
    """Return the card as a picture, for doors that show pictures; the page gets one for dark screens too."""
    return () if door == "terminal" else (rating_picture(rating, today, note=note, both=door == "web"),)


def card_rows(rating: Rating, today: date) -> tuple[Row, ...]:
    """Return at most six rows: what there is evidence on, and one that counts the rest."""
    shown, more, silent = shown_first(rating)
    return tuple(row(verdict, today) for verdict in shown) + _rest(more, silent)


def _rest(more: int, silent: int) -> tuple[Row, ...]:
    if not more and not silent:
        return ()
    label = say("{n} more", n=more + silent)
    if not more:
        return (Row("unknown", label, say("nothing known")),)
    told = say("{n} with evidence, under All criteria", n=more)
    unknown = say("; on {n} nothing is known", n=silent) if silent else ""
    return (Row("unknown" if silent >= more else "mixed", label, told + unknown),)


def steps(rating: Rating) -> tuple[str, ...]:
    """Return what to do today: always three concrete steps, by how much is known and how bad it is."""
    if rating.grade in ("D", "F"):
        return (
            say("Don't upload a face there. Look for a service that names its company and a deletion date."),
            say("If you already did: delete the picture and your account there, and keep a screenshot with the date."),
            say("Then write to them to have your data erased, copies and backups included."),
        )
    if rating.grade in ("A", "B"):
        return (
            say("Clean the photo first: send it to me as a file, and I take out place, time and phone."),
            say("Look in the settings for a training switch, and turn it off before the first upload."),
            say("Delete the photo there when you are done, and check that its link no longer opens."),
        )
    return (
        say("Use a photo made for this, not one you would mind losing, and nobody's face without their yes."),
        say("Clean it first: send it to me as a file, and I take out place, time and phone."),
        say("Sign up with an e-mail address made for it, and pay with nothing you use elsewhere."),
    )


def ways_on(rating: Rating, library: Library) -> tuple[Button, ...]:
    """Return where to go from a platform's card: the evidence behind its rows, all criteria, the guide, then what fits the grade."""
    id_ = rating.platform.id
    told = any(verdict.evidence for verdict in rating.verdicts)
    return (
        *((button(say("Show the evidence"), "rate", f"{id_} evidence"),) if told else ()),
        button(say("All {n} criteria", n=rating.total), "rate", f"{id_} all"),
        *onward.ask_button(onward.platform_passage(rating.platform, library)),
        *_last_buttons(rating, library),
    )


def _last_buttons(rating: Rating, library: Library) -> tuple[Button, ...]:
    compare = button(say("Compare with ..."), "compare", rating.platform.id)
    if rating.grade in ("D", "F"):
        return (*onward.ask_button(library.passages.get(onward.UPLOADED)), compare)
    if rating.grade is None:
        return (button(say("Check it together"), "check", rating.platform.id), button(say("Read its policy"), "policy"), compare)
    return (compare, button(say("Clean a photo"), "clean"))
