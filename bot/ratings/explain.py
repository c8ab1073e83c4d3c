"""A rating as a message: the point, what is known, what nobody knows, and what to do today."""

from __future__ import annotations

from datetime import date

from bot.messages import Block, Bullets, Button, Paragraph, Reply, Row, button
from bot.ratings import onward
from bot.ratings.score import CriterionVerdict, Rating
from bot.ratings.wording import age, headline, mark_of, meaning, row, sources, why
from knowledge.schema import Library

#: A card holds no more rows; the last one then counts what is left.
MAX_ROWS = 6
MAX_SOURCES = 3
#: What matters first on a card: bad news, then mixed, then good, then bare claims, then nothing.
_FIRST = {"bad": 0, "mixed": 1, "good": 2, "unknown": 3}


def card(rating: Rating, library: Library, today: date) -> Reply:
    """Return the first view of a rating: grade or range, at most six rows, what to do today, how old it is."""
    ranked = sorted(rating.verdicts, key=_importance)
    evidence = tuple(verdict.evidence[0] for verdict in ranked if verdict.evidence)
    blocks: tuple[Block, ...] = (
        Paragraph(headline(rating), strong=True),
        Paragraph(f"{meaning(rating)} {why(rating)}".strip()),
        *card_rows(ranked, today),
        Paragraph("What to do today:"),
        Bullets(steps(rating), numbered=True),
        Paragraph(age(rating, today)),
    )
    return Reply(blocks=blocks, buttons=_buttons(rating, ranked, library), sources=sources(evidence, MAX_SOURCES))


def _importance(verdict: CriterionVerdict) -> tuple[bool, bool, int, int]:
    """Sort what counts first, then what is at least claimed; conflicts and bad news ahead, by weight."""
    return verdict.verdict == "unknown", not verdict.evidence, -verdict.conflict + _FIRST[mark_of(verdict)], -verdict.criterion.weight


def card_rows(ranked: list[CriterionVerdict], today: date) -> tuple[Row, ...]:
    """Return at most six rows: what there is evidence on, and one that counts the rest."""
    told = [verdict for verdict in ranked if verdict.evidence]
    silent = len(ranked) - len(told)
    room = MAX_ROWS if len(told) <= MAX_ROWS and not silent else MAX_ROWS - 1
    shown = tuple(row(verdict, today) for verdict in told[:room])
    return shown + _rest(len(told[room:]), silent)


def _rest(more: int, silent: int) -> tuple[Row, ...]:
    if not more and not silent:
        return ()
    if not more:
        return (Row("unknown", f"{silent} more", "nothing known"),)
    unknown = f"; on {silent} nothing is known" if silent else ""
    return (Row("unknown" if silent >= more else "mixed", f"{more + silent} more", f"{more} with evidence, under All criteria{unknown}"),)


def steps(rating: Rating) -> tuple[str, ...]:
    """Return what to do today: always three concrete steps, by how much is known and how bad it is."""
    if rating.grade in ("D", "F"):
        return (
            "Don't upload a face there. Look for a service that names its company and a deletion date.",
            "If you already did: delete the picture and your account there, and keep a screenshot with the date.",
            "Then write to them to have your data erased, copies and backups included.",
        )
    if rating.grade in ("A", "B"):
        return (
            "Clean the photo first: send it to me as a file, and I take out place, time and phone.",
            "Look in the settings for a training switch, and turn it off before the first upload.",
            "Delete the photo there when you are done, and check that its link no longer opens.",
        )
    return (
        "Use a photo made for this, not one you would mind losing, and nobody's face without their yes.",
        "Clean it first: send it to me as a file, and I take out place, time and phone.",
        "Sign up with an e-mail address made for it, and pay with nothing you use elsewhere.",
    )


def _buttons(rating: Rating, ranked: list[CriterionVerdict], library: Library) -> tuple[Button, ...]:
    """Return ways on: all criteria, the evidence that matters most, the guide, then what fits the grade."""
    told = sorted((verdict for verdict in ranked if verdict.evidence), key=_pressing)[:1]
    return (
        button(f"All {rating.total} criteria", "rate", f"{rating.platform.id} all"),
        *(button(f"Evidence: {verdict.criterion.name}", "rate", f"{rating.platform.id} {verdict.criterion.id}") for verdict in told),
        *onward.ask_button(onward.platform_passage(rating.platform, library)),
        *_last_buttons(rating, library),
    )


def _pressing(verdict: CriterionVerdict) -> tuple[bool, bool, int]:
    return not verdict.conflict, mark_of(verdict) != "bad", -verdict.criterion.weight


def _last_buttons(rating: Rating, library: Library) -> tuple[Button, ...]:
    if rating.grade in ("D", "F"):
        return onward.ask_button(library.passages.get(onward.UPLOADED))
    check = (button("What to check yourself", "rate", f"{rating.platform.id} check"),) if rating.grade is None else ()
    return (*check, button("Clean a photo", "clean"))
