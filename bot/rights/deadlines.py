"""By when an answer is due, counted as the law of the place counts.

GDPR: Regulation (EEC, Euratom) No 1182/71 Art. 3: the day of the event does not count; a period of months ends with
the day of the same number, or with the last day of a month that has no such day; if that is a Saturday, Sunday or
public holiday, with the next working day. EDPB Guidelines 01/2022, para. 157 f.: a request of 5 March is due by 5 April,
and the extension makes it three months from the request, not one month and then two.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.rights_schema import Deadline

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Due:
    """The days that matter after a request: last day of the answer, of the extended answer, and of the confirmation.

    hours: for laws that count hours; then `answer` is the day on which they end, at the hour of the report.
    """

    sent: date
    answer: date
    extended: date | None
    confirmed: date | None
    hours: int = 0


def due(deadline: Deadline, sent: date) -> Due:
    """Return by when a request received on `sent` has to be answered."""
    if deadline.unit == "hours":
        return Due(sent, sent + timedelta(hours=deadline.amount), None, None, deadline.amount)
    extended = last_day(deadline, sent, deadline.amount + deadline.extension) if deadline.extension else None
    confirmed = add_business_days(sent, deadline.confirm_business_days) if deadline.confirm_business_days else None
    return Due(sent, last_day(deadline, sent, deadline.amount), extended, confirmed)


def last_day(deadline: Deadline, sent: date, amount: int) -> date:
    """Return the last day of `amount` units after `sent`."""
    if deadline.unit == "business-days":
        return add_business_days(sent, amount)
    last = add_months(sent, amount) if deadline.unit == "months" else sent + timedelta(days=amount)
    return next_working_day(last) if deadline.working_day else last


def add_months(day: date, months: int) -> date:
    """Return the day of the same number `months` later, or the last day of a month that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_business_days(day: date, days: int) -> date:
    """Return the day `days` business days later; public holidays are not known here, so it may be a little later still."""
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < _SATURDAY
    return day


def next_working_day(day: date) -> date:
    """Return `day`, or the Monday after it if it falls on a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= _SATURDAY else day
