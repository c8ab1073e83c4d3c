"""The same facts for machines: what applies, by when, how sure, as plain values."""

from __future__ import annotations

from datetime import date

from bot.rights.applies import Applying, Said
from bot.rights.deadlines import due
from knowledge.rights_format import WANTS
from knowledge.rights_schema import Want

Fields = dict[str, object]


def summary(found: Applying, want: Want | None, sent: date) -> Fields:
    """Return the place, its laws, those to come, and what they give to one want (or to each, with None); days in ISO 8601."""
    wants: tuple[Want, ...] = (want,) if want else WANTS
    authority = found.authority(intimate=want == "takedown")
    return {
        "place": found.place,
        "service": found.service,
        "laws": [law.name for law in found.laws],
        "coming": [{"law": law.name, "start": law.start.isoformat()} for law in found.coming if law.start],
        "rights": {each: _right(said, sent) for each in wants if (said := found.said(each))},
        "authority": {"name": authority.name, "url": authority.url, "confidence": authority.confidence} if authority else None,
        "as_of": found.as_of.isoformat(),
    }


def _right(said: Said, sent: date) -> Fields:
    statement = said.statement
    return {
        "law": said.law.name,
        "article": statement.article,
        "text": statement.text,
        "is_right": not statement.no_right,
        "confidence": statement.confidence,
        "as_of": statement.as_of.isoformat(),
        "sources": [reference.title for reference in statement.sources],
        **_days(said, sent),
    }


def _days(said: Said, sent: date) -> Fields:
    if said.deadline is None:
        return {"answer_due": None, "extended": None, "confirmed": None, "hours": 0}
    days = due(said.deadline, sent)
    return {
        "answer_due": days.answer.isoformat(),
        "extended": days.extended.isoformat() if days.extended else None,
        "confirmed": days.confirmed.isoformat() if days.confirmed else None,
        "hours": days.hours,
    }
