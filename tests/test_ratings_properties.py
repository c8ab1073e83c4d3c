"""What holds for every rating, whatever the evidence: shown on made-up rubrics and platforms."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ratings.score import GRADES, MAX_GRADES, Rating, grade_of, rate
from knowledge.schema import Criterion, Evidence, Platform

TODAY = date(2026, 11, 23)
untimed = settings(deadline=None)
BETTER = {"fails": "not-stated", "not-stated": "partly", "partly": "meets", "meets": "meets"}
WEIGHTS = (30, 25, 20, 15, 10)


def criterion(number: int, cap: int | None) -> Criterion:
    """Return a made-up criterion."""
    words = dict.fromkeys(("question", "why", "meets", "partly", "fails", "weight_reason", "check"), "words")
    return Criterion(id=f"c{number}", name=f"C{number}", order=number, weight=WEIGHTS[number], cap=cap, **words)


def platform(evidence: tuple[Evidence, ...]) -> Platform:
    """Return a made-up platform with this evidence."""
    return Platform("made-up", "Made Up", "", "A made-up service.", (), (), (), evidence)


def evidence_on(ids: st.SearchStrategy[str], bases: tuple[str, ...]) -> st.SearchStrategy[Evidence]:
    """Return made-up evidence, fresh or old."""
    return st.builds(
        Evidence,
        criterion=ids,
        verdict=st.sampled_from(("meets", "partly", "fails", "not-stated", "unknown")),
        basis=st.sampled_from(bases),
        claim=st.sampled_from(("It does.", "It does not.")),
        quote=st.just(""),
        source=st.sampled_from(("One", "Two")),
        url=st.just(""),
        date=st.sampled_from(("", "2025", "2026-03-01")),
        seen=st.sampled_from((TODAY, TODAY - timedelta(days=100), TODAY - timedelta(days=300))),
        expires_days=st.sampled_from((30, 180, 365)),
    )


IDS = st.sampled_from([f"c{number}" for number in range(len(WEIGHTS))])
ANY = evidence_on(IDS, ("policy", "independent", "press", "yours", "claim"))
CHECKED = evidence_on(IDS, ("policy", "independent", "press", "yours"))
CLAIM = evidence_on(IDS, ("claim",))
MANY = st.lists(ANY, max_size=10).map(tuple)
RUBRICS = st.tuples(*(st.none() | st.integers(0, 100) for _ in WEIGHTS)).map(
    lambda caps: tuple(criterion(number, cap) for number, cap in enumerate(caps))
)


def holds(outer: Rating, inner: Rating) -> bool:
    """Tell whether one range lies within the other, criterion by criterion too."""
    pairs = zip(outer.verdicts, inner.verdicts, strict=True)
    return outer.low <= inner.low and inner.high <= outer.high and all(o.low <= i.low and i.high <= o.high for o, i in pairs)


@untimed
@given(RUBRICS, MANY)
def test_a_rating_is_a_range_within_its_bounds(rubric, evidence):
    """The low end never passes the high end, and shares stay within 0 and 1, points within 0 and 100."""
    rating = rate(platform(evidence), rubric, TODAY)
    assert 0 <= rating.low <= rating.high <= 100
    assert all(0 <= verdict.low <= verdict.high <= 1 for verdict in rating.verdicts)
    assert [verdict.criterion for verdict in rating.verdicts] == list(rubric)


@untimed
@given(RUBRICS, MANY, st.randoms())
def test_the_order_of_evidence_never_matters(rubric, evidence, random):
    """Shuffled evidence gives the same rating, down to the verdict that leads."""
    shuffled = list(evidence)
    random.shuffle(shuffled)
    left = rate(platform(evidence), rubric, TODAY).summary()
    assert left == rate(platform(tuple(shuffled)), rubric, TODAY).summary()


@untimed
@given(RUBRICS, MANY, st.integers(0, 9))
def test_a_better_verdict_never_lowers_either_end(rubric, evidence, place):
    """When one piece of evidence gets a better verdict, both ends stay or rise."""
    if not evidence or evidence[place % len(evidence)].verdict == "unknown":
        return
    at = place % len(evidence)
    bettered = (*evidence[:at], replace(evidence[at], verdict=BETTER[evidence[at].verdict]), *evidence[at + 1 :])
    before, after = (rate(platform(items), rubric, TODAY) for items in (evidence, bettered))
    assert before.low <= after.low
    assert before.high <= after.high


@untimed
@given(RUBRICS, MANY, st.integers(0, 800))
def test_time_only_widens(rubric, evidence, days):
    """On any later day the range holds today's range, for every criterion too; nothing becomes known, and no cap is new."""
    today, later = (rate(platform(evidence), rubric, day) for day in (TODAY, TODAY + timedelta(days=days)))
    assert holds(later, today)
    assert later.known <= today.known
    assert set(later.caps) <= set(today.caps)


@untimed
@given(RUBRICS, MANY, CLAIM)
def test_a_claim_changes_nothing(rubric, evidence, claim):
    """One claim more, good or bad, leaves every range as it is."""
    before, after = (rate(platform(items), rubric, TODAY) for items in (evidence, (*evidence, claim)))
    assert (before.low, before.high, before.grade, before.known) == (after.low, after.high, after.grade, after.known)


@untimed
@given(RUBRICS, st.lists(CLAIM, max_size=10).map(tuple))
def test_claims_alone_never_make_a_grade(rubric, claims):
    """With nothing but claims nothing is known, and everything stays possible."""
    rating = rate(platform(claims), rubric, TODAY)
    assert (rating.grade, rating.known, rating.low, rating.high) == (None, 0, 0, 100)


@untimed
@given(RUBRICS, MANY, CHECKED)
def test_evidence_narrows_the_unknown(rubric, evidence, first):
    """The first evidence on a criterion gives a part of what was possible before."""
    before = tuple(item for item in evidence if item.criterion != first.criterion)
    assert holds(rate(platform(before), rubric, TODAY), rate(platform((*before, first)), rubric, TODAY))


@untimed
@given(RUBRICS, MANY, CHECKED)
def test_an_unknown_that_becomes_known_narrows_the_range(rubric, evidence, found):
    """Where all that was said on a criterion is "unknown", any finding in its place gives a part of what was possible."""
    others = tuple(item for item in evidence if item.criterion != found.criterion)
    unknown = rate(platform((*others, replace(found, verdict="unknown"))), rubric, TODAY)
    assert holds(unknown, rate(platform((*others, found)), rubric, TODAY))


@untimed
@given(RUBRICS, MANY)
def test_a_grade_needs_a_narrow_range_and_is_the_worse_one(rubric, evidence):
    """A grade stands only where the range touches at most two, and it is the lower of them."""
    rating = rate(platform(evidence), rubric, TODAY)
    order = [grade for grade, _ in GRADES]
    touched = order.index(rating.grades[0]) - order.index(rating.grades[1]) + 1
    assert rating.grades == (grade_of(rating.low), grade_of(rating.high))
    assert rating.grade == (rating.grades[0] if touched <= MAX_GRADES else None)


@untimed
@given(RUBRICS, MANY, IDS, st.sampled_from(("policy", "independent")))
def test_a_fresh_grave_fact_caps_the_grade(rubric, evidence, failing, basis):
    """While a criterion with a cap fails undisputed, the high end stays at or under the cap, and the cap is named."""
    others = tuple(item for item in evidence if item.criterion != failing)
    grave = Evidence(failing, "fails", basis, "It does.", "", "One", "", "2026", TODAY)
    rating = rate(platform((*others, grave)), rubric, TODAY)
    caps = [item for item in rubric if item.id == failing and item.cap is not None]
    assert all(rating.high <= item.cap and item in rating.caps for item in caps)


@untimed
@given(IDS, st.sampled_from(("meets", "partly")))
def test_a_promise_is_worth_less_than_a_check(failing, verdict):
    """The same good verdict gives less from an own policy than from an independent check, at both ends."""
    rubric = tuple(criterion(number, None) for number in range(len(WEIGHTS)))
    promise, check = (
        rate(platform((Evidence(failing, verdict, basis, "It does.", "", "One", "", "", TODAY),)), rubric, TODAY)
        for basis in ("policy", "independent")
    )
    assert promise.low < check.low
    assert promise.high < check.high
