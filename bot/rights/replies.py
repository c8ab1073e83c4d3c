"""What a reply on rights holds: the overview of a place, one want, the rules around it, an intimate picture, a place without our files."""

from __future__ import annotations

from datetime import date

from bot.messages import Bullets, Button, Paragraph, Reply, button
from bot.rights import ways, wording
from bot.rights.applies import Applying, Said, is_abroad
from bot.rights.asked import Asked
from bot.rights.names import name_of
from bot.strings import say
from knowledge.rights_schema import Topic, Want

#: Notes shown at once; the rest of them is behind a button.
MAX_NOTES = 4


def overview(found: Applying, question: Asked, today: date) -> Reply:
    """Return which law applies in a place, and everything a person may want of it."""
    reach = found.said("reach") or next(found.all_said("outside"))
    typical = found.said("erase")
    laws = [law.name for law in found.laws]
    also = say("Also: {laws}.", laws="; ".join(laws[1:])) if len(laws) > 1 else ""
    due = wording.answer_due(typical, question.sent or today, today) if typical and typical.deadline else ""
    said = (wording.cited(reach), wording.coming(found, reach), abroad(found), due, also, wording.fine_print(reach))
    return Reply(
        blocks=(
            Paragraph(_headline(found, reach), strong=True),
            *(Paragraph(words) for words in said if words),
            Paragraph(say("What do you want?")),
        ),
        buttons=(*_states(found, question), *ways.to_wants(question), *_further(found, question)),
        sources=wording.sources(reach),
    )


def _headline(found: Applying, reach: Said) -> str:
    place = name_of(found.place)
    if not reach.statement.no_right:
        return say("{place}: {law}", place=place, law=reach.law.name)
    if found.coming:
        return say("{place}: its privacy law is still to come", place=place)
    return say("{place}: no general privacy law that I know of", place=place)


def _states(found: Applying, question: Asked) -> tuple[Button, ...]:
    return ways.to_state(question) if found.place == "us" else ()


def _further(found: Applying, question: Asked) -> tuple[Button, ...]:
    more = button(say("More on the law here"), "rights", ways.key(question, "more"))
    where = button(say("Where is the service?"), "rights", ways.key(question, "where"))
    return (*((more,) if next(found.all_said("note"), None) else ()), *(() if question.service else (where,)))


def answer(found: Applying, question: Asked, want: Want, today: date) -> Reply:
    """Return what the law gives to one want, by when, at what cost, and who hears a complaint."""
    said = found.said(want) or found.said("reach") or next(found.all_said("outside"))
    facts = (
        "" if want == "complain" else wording.answer_due(said, question.sent or today, today),
        _fact(found, "cost"),
        say("Who hears a complaint: {words}", words=wording.complain_to(found.authority())),
    )
    return Reply(
        blocks=(
            Paragraph(say(wording.TITLES[want], place=name_of(found.place)), strong=True),
            *(Paragraph(words) for words in (wording.cited(said), wording.coming(found, said), abroad(found)) if words),
            Bullets(tuple(words for words in facts if words)),
            Paragraph(wording.fine_print(said)),
        ),
        buttons=(
            ways.to_letter(question, want),
            *(
                (button(say("When may they say no?"), "rights", ways.key(question, "no")),)
                if found.said("refusal") or found.said("identity")
                else ()
            ),
            button(say("Something else"), "rights", ways.key(question)),
            *_further(found, question)[-1:],
        ),
        sources=wording.sources(said),
    )


def _fact(found: Applying, topic: Topic) -> str:
    said = found.said(topic)
    return say("Cost: {words}", words=wording.unchecked(said.statement.text, said.statement.confidence)) if said else ""


def abroad(found: Applying) -> str:
    """Return what it means that the service sits elsewhere: law that covers everybody there, and how hard it is to reach."""
    if not is_abroad(found):
        return ""
    outside = next((said for said in found.all_said("outside") if said.right in found.outside), None)
    far = next((said for said in found.all_said("abroad") if said.right in found.chain), None)
    return " ".join(wording.unchecked(said.statement.text, said.statement.confidence) for said in (outside, far) if said)


def rules(found: Applying, question: Asked) -> Reply:
    """Return when a request may be refused, and what proof of identity may be asked for."""
    shown = [said for said in (found.said("refusal"), found.said("identity")) if said]
    return Reply(
        blocks=(
            Paragraph(say("{place}: when they may say no, and what proof they may ask for", place=name_of(found.place)), strong=True),
            Bullets(tuple(wording.unchecked(wording.cited(said), said.statement.confidence) for said in shown)),
            Paragraph(say("If they keep something, ask: which data, under which rule, until when? The rest has to go.")),
        ),
        buttons=ways.to_wants(question)[:4],
        sources=wording.sources(*shown),
    )


def more(found: Applying, question: Asked) -> Reply:
    """Return what else holds in a place: other laws, cases, what is planned."""
    page = int(question.view.removeprefix("more") or 1)
    notes = list(found.all_said("note"))
    rest = (button(say("More on the law here"), "rights", ways.key(question, f"more{page + 1}")),) if len(notes) > page * MAX_NOTES else ()
    notes = notes[(page - 1) * MAX_NOTES : page * MAX_NOTES]
    return Reply(
        blocks=(
            Paragraph(say("{place}: more on the law", place=name_of(found.place)), strong=True),
            Bullets(tuple(wording.unchecked(wording.cited(said), said.statement.confidence) for said in notes)),
        ),
        buttons=(*rest, *ways.to_wants(question)[:4]),
        sources=wording.sources(*notes),
    )
