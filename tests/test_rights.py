"""What the law gives, by when, and how sure: before and after every change, for every place we have a file on."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.terminal import converse
from bot.advisor import Advisor
from bot.memory import ProcessMemory
from bot.messages import MAX_KEY_BYTES, Reply, Request, request_of
from bot.rights.applies import applying
from bot.rights.asked import asked
from bot.rights.days import NoSuchDayError, sent_on
from bot.rights.deadlines import add_business_days, add_months, due, next_working_day
from bot.rights.names import states
from bot.rights.wants import LABELS, want_of
from bot.skills import rights
from knowledge.rights_format import OURS, load_rights, read_rights
from knowledge.rights_schema import Deadline
from knowledge.schema import Library

TODAY = date(2026, 11, 23)
#: A phone shows about this much without scrolling twice.
MAX_REPLY = 1500

Ask = Callable[..., Reply]


@pytest.fixture
def ask(advisor: Advisor) -> Ask:
    """Give a way to send /rights on a day."""

    def send(text: str, day: date = TODAY, skill: str | None = "rights", conversation: str = "") -> Reply:
        return replace(advisor, clock=lambda: day).handle(Request(text=text, skill=skill, door="telegram", conversation=conversation))

    return send


def deadline(amount: int, unit: str = "months", extension: int = 0, *, working_day: bool = False, confirm: int = 0) -> Deadline:
    """Return a deadline."""
    return Deadline("x", amount, unit, extension, working_day, confirm, "", "high")  # type: ignore[arg-type]


# -- counting

COUNTED = [
    # (sent, deadline, answer due, extended): by the examples of EDPB Guidelines 01/2022 para. 157-160 and by hand
    (date(2026, 3, 5), deadline(1, extension=2, working_day=True), date(2026, 4, 6), date(2026, 6, 5)),  # 5 April 2026 is a Sunday
    (date(2026, 8, 31), deadline(1, extension=2, working_day=True), date(2026, 9, 30), date(2026, 11, 30)),
    (date(2027, 1, 31), deadline(1, working_day=True), date(2027, 3, 1), None),  # 28 February 2027 is a Sunday
    (date(2028, 1, 31), deadline(1, working_day=True), date(2028, 2, 29), None),  # a leap year
    (date(2026, 11, 30), deadline(3), date(2027, 2, 28), None),
    (date(2026, 11, 23), deadline(45, "days", 45), date(2027, 1, 7), date(2027, 2, 21)),
    (date(2026, 11, 23), deadline(15, "days"), date(2026, 12, 8), None),
    (date(2026, 11, 23), deadline(48, "hours"), date(2026, 11, 25), None),
    (date(2026, 11, 23), deadline(2, "hours"), date(2026, 11, 23), None),
    (date(2026, 11, 20), deadline(10, "business-days"), date(2026, 12, 4), None),
]


@pytest.mark.parametrize(("sent", "counted", "answer", "extended"), COUNTED)
def test_deadlines_are_counted_as_the_law_counts(sent: date, counted: Deadline, answer: date, extended: date | None) -> None:
    """Months end on the day of the same number or on the last of a short month; European ones move off weekends."""
    days = due(counted, sent)
    assert (days.answer, days.extended) == (answer, extended)


DAYS = st.dates(date(2020, 1, 1), date(2100, 1, 1))


@given(DAYS, st.integers(1, 60))
def test_months_never_leave_the_month_they_lead_to(day: date, months: int) -> None:
    """The number of the day stays, or is the last of that month; more months never come earlier."""
    last = add_months(day, months)
    assert (last.year * 12 + last.month) - (day.year * 12 + day.month) == months
    assert last.day == min(day.day, calendar.monthrange(last.year, last.month)[1])
    assert last < add_months(day, months + 1)


@given(DAYS, st.integers(1, 60))
def test_business_days_are_never_on_a_weekend(day: date, days: int) -> None:
    """Between the two days lie exactly so many weekdays."""
    last = add_business_days(day, days)
    assert last.weekday() < 5
    assert sum((day + timedelta(n)).weekday() < 5 for n in range(1, (last - day).days + 1)) == days


@given(DAYS)
def test_a_working_day_is_the_day_or_the_monday_after(day: date) -> None:
    """Nothing moves by more than two days, and never backwards."""
    working = next_working_day(day)
    assert working.weekday() < 5
    assert 0 <= (working - day).days <= 2
    assert working == day or day.weekday() >= 5


@given(DAYS, st.sampled_from(["months", "days", "business-days"]), st.integers(1, 90), st.integers(1, 90), st.booleans())
def test_an_extension_is_never_before_the_first_last_day(day: date, unit: str, amount: int, extension: int, working_day: bool) -> None:
    """The extended day counts from the request, and comes after the first."""
    days = due(deadline(amount, unit, extension, working_day=working_day), day)
    assert days.extended is not None
    assert day < days.answer < days.extended or (unit == "days" and working_day and days.answer <= days.extended)


# -- days in words

WRITTEN = {
    "sent 3 November": date(2026, 11, 3),
    "on November 3rd, 2026": date(2026, 11, 3),
    "3. November 2026": date(2026, 11, 3),
    "el 3 de noviembre": date(2026, 11, 3),
    "le 3 novembre": date(2026, 11, 3),
    "3 नवंबर 2026": date(2026, 11, 3),
    "3 نوفمبر": date(2026, 11, 3),
    "11月3日": date(2026, 11, 3),
    "3 ноября": date(2026, 11, 3),
    "3 Kasım": date(2026, 11, 3),
    "2026-11-03": date(2026, 11, 3),
    "03.11.2026": date(2026, 11, 3),
    "yesterday": date(2026, 11, 22),
    "two weeks ago": date(2026, 11, 9),
    "a month ago": date(2026, 10, 23),
    "24 December": date(2025, 12, 24),
    "delete within 30 days": None,
    "delete": None,
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    """A day without a year is the last one that is not to come."""
    assert sent_on(text, TODAY) == WRITTEN[text]


def test_in_the_us_the_month_comes_first() -> None:
    """11/03 is November there, March elsewhere; a number above twelve settles it."""
    assert sent_on("11/03/2026", TODAY, month_first=True) == date(2026, 11, 3)
    assert sent_on("11/03/2026", TODAY) == date(2026, 3, 11)
    assert sent_on("11/23/2026", TODAY) == date(2026, 11, 23)


@pytest.mark.parametrize("text", ["31 Feb", "sent on 31 February", "2026-13-01", "30.02.2026", "0000-01-01", "1999-01-01", "2031-05-05"])
def test_a_day_that_cannot_be_gets_a_clear_sentence(text: str, ask: Ask) -> None:
    """No calendar has it, or it is too far away; the reply says how to write one."""
    with pytest.raises(NoSuchDayError):
        sent_on(text, TODAY)
    assert "calendar" in ask(f"germany delete {text}").text or "count" in ask(f"germany delete {text}").text


@given(st.text(max_size=120))
def test_any_text_has_a_day_or_none(text: str) -> None:
    """No text raises anything but the error that says so."""
    try:
        found = sent_on(text, TODAY)
    except NoSuchDayError:
        return
    assert found is None or found <= TODAY + timedelta(days=366)


# -- the data


def every_place(library: Library) -> list[str]:
    """Return every place our files speak of, and some they do not."""
    own = {right.id for right in library.rights if not right.shape} | {code for right in library.rights for code in right.members}
    return sorted(own | set(states()) | {"ng", "mx", "ca-on"})


def test_every_jurisdiction_of_the_facts_has_a_file(library: Library) -> None:
    """Those with a law of their own, and every state with one."""
    ids = {right.id for right in library.rights}
    assert {"eu", "dk", "uk", "ch", "us", "us-ca", "us-il", "us-wa", "in", "br", "ca", "ca-qc", "au", "jp", "kr"} <= ids
    assert sum(name.startswith("us-") and name != "us-state" for name in ids) == 1 + 19 + 4 + 2  # California, in force, coming, faces only
    eu = next(right for right in library.rights if right.id == "eu")
    assert len(eu.members) == 30


def test_no_day_has_two_answers(library: Library) -> None:
    """On every day of two years each want has at most one statement per law, and somewhere to complain."""
    for place in sorted({right.id for right in library.rights if not right.shape} | {"de", "us-ny"}):
        for day in (date(2026, 1, 15) + timedelta(days=n) for n in range(0, 730, 14)):
            found = applying(library.rights, place, day)
            for want in LABELS:
                laws = [said.right.id for said in found.all_said(want)]
                assert len(laws) == len(set(laws)), (place, day, want)
            assert not found.known or (found.said("reach") and found.authority()), (place, day)


CHANGES = [
    # (place, want, last day of the old, first day of the new, words only before, words only after)
    ("in", "erase", date(2027, 5, 13), "you cannot use it yet", "They must erase your data"),
    ("us-ok", "erase", date(2026, 12, 31), "No federal law makes", "They must delete your data"),
    ("us-la", "see", date(2026, 12, 31), "No federal law", "They must tell you whether"),
    ("us-al", "erase", date(2027, 4, 30), "No federal law makes", "They must delete your data"),
    ("us-vt", "erase", date(2027, 12, 31), "No federal law makes", "They must delete your data"),
    ("us-tx", "takedown", date(2026, 5, 18), "Until that day", "within 48 hours of a valid request, and look"),
]


@pytest.mark.parametrize(("place", "want", "last", "before", "after"), CHANGES)
def test_the_answer_changes_on_the_day_the_law_does(ask: Ask, place: str, want: str, last: date, before: str, after: str) -> None:
    """Right on the last day of the old law, and on the first of the new."""
    old, new = ask(f"{place} {want}", last).text, ask(f"{place} {want}", last + timedelta(days=1)).text
    assert (before in old, after in old) == (True, False)
    assert (before in new, after in new) == (False, True)


def test_notes_change_with_the_ai_act(ask: Ask) -> None:
    """Marking by older tools and the ban on tools for intimate pictures start on 2 December 2026."""
    before, after = (ask("de more2", day).text for day in (date(2026, 12, 1), date(2026, 12, 2)))
    assert "older ones have until 2 December 2026" in before
    assert "have been banned in the EU since 2 December 2026" in after
    assert "older ones" not in after


def test_a_law_to_come_is_named_with_its_day(ask: Ask) -> None:
    """Oklahoma's before it starts."""
    assert "starts on 1 January 2027" in ask("oklahoma delete").text
    assert "starts on" not in ask("oklahoma delete", date(2027, 1, 1)).text


# -- the replies


def test_every_reply_fits_a_phone_and_its_buttons_work(ask: Ask, library: Library) -> None:
    """Every place, want and view: at most 1,500 characters, "not legal advice" once, keys within their limit, no dead button."""
    for place in every_place(library):
        for text in (place, *(f"{place} {want}" for want in LABELS)):
            reply = ask(text)
            assert len(reply.text) <= MAX_REPLY, (text, len(reply.text))
            assert reply.text.count("legal advice") == (1 if applying(library.rights, place, TODAY).known else 0), text
            assert all(len(one.key.encode()) <= MAX_KEY_BYTES for one in reply.buttons)
            assert len({one.key for one in reply.buttons}) == len(reply.buttons), text


def test_buttons_lead_on_without_memory(ask: Ask) -> None:
    """Pressed after a restart, every button of an answer is answered with something new."""
    seen: set[str] = set()
    waiting = ["rights:", "rights:de", "rights:us", "rights:us-ok", "rights:ng", "rights:ng.de erase"]
    while waiting and len(seen) < 120:
        key = waiting.pop(0)
        seen.add(key)
        request = request_of(key)
        reply = ask(request.text, skill=request.skill)
        assert reply.blocks, key
        assert len(reply.text) <= MAX_REPLY, key
        waiting += [one.key for one in reply.buttons if one.request.skill == "rights" and one.key not in seen | set(waiting)]
    assert len(seen) == 120


def test_the_service_elsewhere_changes_the_answer(ask: Ask) -> None:
    """A service in the EU is bound for everybody; one in China is hard to reach from the EU."""
    assert "GDPR" not in ask("nigeria delete").text
    assert "also if you live elsewhere" in ask("I live in Nigeria, the service is in Germany, delete").text
    assert "hard to reach" in ask("de.cn erase").text
    assert "hard to reach" not in ask("de.fr erase").text


def test_a_state_has_its_own_law_and_the_federal_one(ask: Ask) -> None:
    """California and TAKE IT DOWN; Illinois and its law on faces."""
    assert "CCPA" in ask("california delete").text
    assert "TAKE IT DOWN" in ask("california nude picture").text
    assert "BIPA" in ask("illinois delete").text
    assert "no general privacy law that I know of" in ask("new york").text


def test_days_follow_from_the_day_of_sending(ask: Ask) -> None:
    """Today by default, otherwise the day that was told; a day that has passed leads on."""
    assert "23 December 2026" in ask("germany delete").text
    assert "23 February 2027" in ask("germany delete").text
    assert "3 December 2026" in ask("germany delete, sent 3 November").text
    assert "That day has passed: remind them once" in ask("germany delete, sent 1 September 2026").text
    assert "still to come" in ask("germany delete 2026-12-24").text
    california = ask("california see").text
    assert "7 January 2027" in california
    assert "21 February 2027" in california
    assert "7 December 2026" in california  # ten business days to confirm


def test_who_hears_the_complaint_is_named(ask: Ask) -> None:
    """The authority of the place itself before the list of all."""
    assert "CNIL" in ask("france complain").text
    assert "ICO" in ask("uk complain").text
    assert "CalPrivacy" in ask("california complain").text
    assert "Ofcom" in ask("uk takedown").text


def test_what_is_unsure_says_so(ask: Ask) -> None:
    """General knowledge is called that."""
    assert "How sure: not very" in ask("switzerland delete").text
    assert "How sure: from the law's own text" in ask("germany delete").text


def test_an_unknown_place_gets_a_way_on(ask: Ask) -> None:
    """Named back, with places to choose; a country without our files is not sent away either."""
    narnia = ask("narnia")
    assert "I don't know a place called narnia" in narnia.text
    assert narnia.buttons
    nigeria = ask("nigeria delete")
    assert "I have nothing reliable on the law of Nigeria" in nigeria.text
    assert any(one.request.skill == "letter" for one in nigeria.buttons)


@pytest.mark.parametrize("text", ["georgia", "CA delete", "washington", "i moved from france to germany"])
def test_what_could_be_two_places_is_asked_about(ask: Ask, text: str) -> None:
    """Both are offered, and the wish is kept."""
    reply = ask(text)
    assert "Which one do you mean?" in reply.text
    assert len(reply.buttons) == 2
    assert all(one.key.endswith(" erase") for one in reply.buttons) == ("delete" in text)


def test_an_intimate_picture_comes_with_first_steps(ask: Ask) -> None:
    """What to do now before any law, also where no place is named."""
    for text in ("takedown", "us takedown", "nigeria nudes", "india intimate picture"):
        words = ask(text).text
        assert words.startswith("I'm sorry. It is not your fault.")
        assert "StopNCII.org" in words
        assert "takeitdown.ncmec.org" in words
        assert words.index("emergency number") < words.index("StopNCII")


SENTENCES = {
    "is it legal to delete photos in spain": ("es", "", "erase"),
    "in germany delete": ("de", "", "erase"),
    "no delete button, I live in Norway": ("no", "", "erase"),
    "the app is from China and I live in Spain": ("es", "cn", None),
    "I live in Brazil, the service is in the US, delete": ("br", "us", "erase"),
    "Ich wohne in Österreich, der Anbieter sitzt in den USA: löschen": ("at", "us", "erase"),
    "j'habite en Belgique, l'entreprise est en Chine": ("be", "cn", None),
    "de.us erase": ("de", "us", "erase"),
    "tx delete": ("us-tx", "", "erase"),
    "it": ("it", "", None),
    "de erase 2026-11-01": ("de", "", "erase"),
}


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_says_where_the_person_and_the_service_are(text: str) -> None:
    """Where one lives, where the service sits, and the wish, from a button or in words."""
    question = asked(text, TODAY)
    assert (question.place, question.service, question.want) == SENTENCES[text]


def test_a_place_typed_after_the_question_goes_on(ask: Ask) -> None:
    """The wish is kept; another question is another question."""
    ask("delete", conversation="typed")
    assert "Germany: have it deleted" in ask("Germany", skill=None, conversation="typed").text
    assert rights.typed("Are free kiss generators safe?", "erase") == ""
    assert rights.typed("what about virbo in Germany?", "erase") == ""


WISHES = {
    "Lösche meine Daten": "erase",
    "quiero borrar mis fotos": "erase",
    "apagar minhas fotos": "erase",
    "supprimer mes données": "erase",
    "cancellare i miei dati": "erase",
    "मेरी फ़ोटो हटाओ": "erase",
    "hapus foto saya": "erase",
    "احذف صوري": "erase",
    "删除我的照片": "erase",
    "写真を削除したい": "erase",
    "удалить мои фото": "erase",
    "fotoğrafımı silmek istiyorum": "erase",
    "stop training on my pictures": "train",
    "entraînement": "train",
    "प्रशिक्षण रोकें": "train",
    "Auskunft": "see",
    "訂正": "correct",
    "жалоба": "complain",
    "çıplak fotoğraf": "takedown",
    "Widerruf": "withdraw",
    "itiraz": "object",
    "hello": None,
}


@pytest.mark.parametrize("text", WISHES)
def test_a_wish_is_understood_in_every_language(text: str) -> None:
    """The words people use for each of the eight."""
    assert want_of(text) == WISHES[text]


@given(st.text(max_size=200))
def test_any_text_gets_a_reply(library: Library, text: str) -> None:
    """No text breaks it, whatever it names."""
    try:
        question = asked(text, TODAY)
    except NoSuchDayError:
        return
    assert len(question.unknown) <= 40


HOSTILE = (
    "\ud800",
    "de.us.cn erase",
    "de " * 300,
    "{place} %s",
    "us-",
    "-",
    "zz erase",
    "de erase 2026-99-99",
    "@everyone <b>",
    "0" * 500,
    "🇽🇽 🇩",
    "a" * 5000,
)


@pytest.mark.parametrize("skill", ["rights", "letter"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_gets_words(ask: Ask, skill: str, text: str) -> None:
    """Broken keys, formats, flags and endless words are answered like any other."""
    reply = ask(text, skill=skill)
    assert reply.text.strip()
    assert len(reply.text) <= MAX_REPLY


@given(st.text(max_size=150), st.sampled_from(["rights", "letter"]), st.sampled_from(["", "de ", "erase ", "complain us-ca to "]))
def test_no_text_breaks_a_reply(advisor: Advisor, text: str, skill: str, before: str) -> None:
    """Whatever follows a command, the reply has words and fits."""
    reply = replace(advisor, clock=lambda: TODAY).handle(Request(text=before + text, skill=skill, door="telegram"))
    assert 0 < len(reply.text) <= MAX_REPLY


def test_the_terminal_asks_and_takes_numbers(advisor: Advisor) -> None:
    """`unexposed rights` without words is a short dialogue."""
    written: list[str] = []
    lines = iter(["2", "2", None])
    mine = replace(advisor, clock=lambda: TODAY, memory=ProcessMemory(lambda: 0.0, 60))
    converse(mine, lambda: next(lines), written.append, Request(skill="rights", door="terminal"))
    said = "\n".join(written)
    assert said.index("Where do you live?") < said.index("United Kingdom: UK GDPR") < said.index("United Kingdom: have it deleted")


def test_an_operators_law_replaces_ours(tmp_path: Path, library: Library) -> None:
    """A file of the same name counts instead; a broken one is left out and the rest stays; a new one may lean on ours."""
    (tmp_path / "rights").mkdir()
    ours = (OURS / "rights" / "br.toml").read_text(encoding="utf-8")
    (tmp_path / "rights" / "br.toml").write_text(ours.replace('name = "Brazil"', 'name = "Our Brazil"', 1), encoding="utf-8")
    (tmp_path / "rights" / "jp.toml").write_text("name = 1", encoding="utf-8")
    (tmp_path / "rights" / "us-ny.toml").write_text(
        'name = "New York"\nas_of = 2026-11-22\ninside = "us"\nlike = "us-state"\n[laws.x]\nname = "NY act"\nshort = "NY act"\n',
        encoding="utf-8",
    )
    found = load_rights((tmp_path,))
    assert {right.id for right in found} == {right.id for right in library.rights} | {"us-ny"}
    assert next(right.name for right in found if right.id == "br") == "Our Brazil"
    said = applying(found, "us-ny", TODAY).said("erase")
    assert said is not None
    assert said.law.name == "NY act"


def test_a_broken_file_names_every_fault(tmp_path: Path) -> None:
    """All at once, each with file, key and remedy."""
    (tmp_path / "rights").mkdir()
    (tmp_path / "rights" / "xx.toml").write_text(
        'name = "X"\nas_of = 2026-01-01\ninside = "yy"\n[laws.a]\nname = "A"\nshort = "A"\n'
        '[[statements]]\ntopic = "fly"\ntext = "T"\nconfidence = "high"\nsources = ["s"]\ndeadline = "d"\n',
        encoding="utf-8",
    )
    found, faults = read_rights(tmp_path)
    assert found == ()
    assert [any(part in fault for fault in faults) for part in ("topic: wants one of", "[sources.s]", "[deadlines.d]")] == [True] * 3
