"""Law in sentences a person can use: what they may ask for, by when it is answered, how sure that is."""

from __future__ import annotations

from datetime import date, timedelta

from bot.messages import Source
from bot.rights.applies import Applying, Said
from bot.rights.days import told
from bot.rights.deadlines import Due, due
from bot.strings import phrase, say, say_count
from knowledge.rights_schema import Authority, Deadline, Want
from knowledge.schema import Confidence

#: Where a law names no day, a letter asks for an answer in this time.
PLAIN_DAYS = 30
MAX_SOURCES = 3

SURE: dict[Confidence, str] = {
    "high": phrase("How sure: from the law's own text."),
    "medium": phrase("How sure: fairly. Others report it; I have not read the law itself."),
    "low": phrase("How sure: not very. This is general knowledge; check it before you rely on it."),
}
TITLES: dict[Want, str] = {
    "see": phrase("{place}: see what they have about you"),
    "erase": phrase("{place}: have it deleted"),
    "correct": phrase("{place}: have it corrected"),
    "train": phrase("{place}: stop the training"),
    "object": phrase("{place}: object to a use"),
    "withdraw": phrase("{place}: take back your yes"),
    "complain": phrase("{place}: complain"),
    "takedown": phrase("{place}: have an intimate picture taken down"),
}


def cited(said: Said) -> str:
    """Return what a law says, with its name and article: "They must ... (GDPR, Art. 17)"."""
    where = f"{said.law.short}, {said.statement.article}" if said.statement.article else said.law.short
    return said.statement.text if said.statement.no_right else f"{said.statement.text} ({where})"


def unchecked(words: str, confidence: Confidence) -> str:
    """Return words with a mark if nobody checked them."""
    return say("{words} (not checked)", words=words) if confidence == "low" else words


def period(deadline: Deadline) -> str:
    """Return the length of a deadline in words."""
    match deadline.unit:
        case "months":
            return say_count("1 month", "{n} months", deadline.amount)
        case "days":
            return say_count("1 day", "{n} days", deadline.amount)
        case "business-days":
            return say_count("1 business day", "{n} business days", deadline.amount)
        case "hours":
            return say_count("1 hour", "{n} hours", deadline.amount)


def answer_due(said: Said, sent: date, today: date) -> str:
    """Return by when an answer is due to a request of `sent`, with the extension, and what to do if that day has passed."""
    if said.deadline is None:
        return say("The law names no day that I know of. Ask for an answer by {day}.", day=told(sent + timedelta(days=PLAIN_DAYS)))
    days = due(said.deadline, sent)
    if days.hours:
        return _hours(days, said.deadline)
    sentences = [_first(days, said.deadline, today), _extended(days, today), _confirmed(days, said.deadline, today)]
    if said.deadline.working_day and days.answer >= today:
        sentences.insert(1, say("A public holiday moves it on."))
    return unchecked(" ".join(filter(None, sentences)), said.deadline.confidence)


def _hours(days: Due, deadline: Deadline) -> str:
    if days.answer == days.sent:
        return say("It has to be gone {period} after your report. Note the hour.", period=period(deadline))
    when = told(days.answer)
    return say(
        "Report it now and it has to be gone by the same hour on {day} ({period}). Note the hour.", day=when, period=period(deadline)
    )


def _first(days: Due, deadline: Deadline, today: date) -> str:
    words = {"day": told(days.answer), "period": period(deadline), "sent": told(days.sent)}
    if days.answer < today:
        return say(
            "For a request of {sent} the answer was due by {day} ({period}). That day has passed: remind them once, then complain.", **words
        )
    if days.sent < today:
        return say("For a request of {sent} the answer is due by {day} ({period}).", **words)
    if days.sent > today:
        return say("{sent} is still to come. Send it then, and the answer is due by {day} ({period}).", **words)
    return say("Send it today, and the answer is due by {day} ({period}).", **words)


def _extended(days: Due, today: date) -> str:
    if days.extended is None:
        return ""
    if days.answer < today <= days.extended:
        return say("Only if they told you before that day that they need longer, they have until {day}.", day=told(days.extended))
    return say("If they need longer they must tell you by then; the very last day is {day}.", day=told(days.extended))


def _confirmed(days: Due, deadline: Deadline, today: date) -> str:
    if days.confirmed is None or days.confirmed < today:
        return ""
    within = say_count("1 business day", "{n} business days", deadline.confirm_business_days)
    return say("They must confirm by {day} that they got it ({within}, holidays not counted).", day=told(days.confirmed), within=within)


def complain_to(authority: Authority | None) -> str:
    """Return who hears a complaint, and where."""
    if authority is None:
        return say("the consumer protection office of your country")
    named = f"{authority.name}, {authority.url.removeprefix('https://')}" if authority.url else authority.name
    return unchecked(named, authority.confidence)


def coming(found: Applying, said: Said) -> str:
    """Return which laws start later ("It starts on 1 January 2027"); "" where the statement itself speaks of it."""
    if said.statement.end:
        return ""
    laws = [
        say("{law} starts on {day}; you can't use it before.", law=law.short, day=told(law.start))
        for law in found.coming
        if law.start is not None
    ]
    return " ".join(laws)


def fine_print(said: Said) -> str:
    """Return how sure it is, from when, and once that it is no legal advice."""
    advice = say("As of {day}. I'm no lawyer: this is general information, not legal advice.", day=told(said.statement.as_of))
    return f"{say(SURE[said.statement.confidence])} {advice}"


def sources(*all_said: Said) -> tuple[Source, ...]:
    """Return where the statements come from, each once."""
    references = dict.fromkeys(reference for said in all_said for reference in said.statement.sources)
    return tuple(Source(one.title, one.publisher, one.url, one.date) for one in list(references)[:MAX_SOURCES])
