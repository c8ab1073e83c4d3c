"""How evidence becomes a range and a grade, in tables; and what our own platform files come to."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.errors import AdvisorError
from bot.ratings.find import rating_for
from bot.ratings.score import grade_of, rate
from knowledge.loader import OURS, read_library
from knowledge.schema import Criterion, Evidence, Library, Platform

TODAY = date(2026, 11, 23)
WORDS = dict.fromkeys(("question", "why", "meets", "partly", "fails", "weight_reason", "check"), "words")
RUBRIC = (Criterion(id="deletion", name="Deletion", order=1, weight=100, **WORDS),)
CAPPED = (
    Criterion(id="deletion", name="Deletion", order=1, weight=10, cap=54, cap_reason="Kept for good.", **WORDS),
    Criterion(id="rest", name="Rest", order=2, weight=90, **WORDS),
)


def evidence(verdict, basis, on="deletion", seen=TODAY, **more):
    """Return a piece of evidence."""
    return Evidence(on, verdict, basis, "It does.", "", "Somebody", "", "2026", seen, **more)


def platform(*items):
    """Return a made-up platform."""
    return Platform("made-up", "Made Up", "", "A made-up service.", (), (), (), items)


@pytest.fixture(scope="module")
def library() -> Library:
    """Return our own knowledge files."""
    return read_library(OURS)[0]


@pytest.mark.parametrize(
    ("told", "low", "high"),
    [
        ([], 0, 100),
        ([("meets", "claim")], 0, 100),
        ([("fails", "claim")], 0, 100),
        ([("unknown", "policy")], 0, 100),
        ([("not-stated", "policy")], 0, 0),
        ([("meets", "policy")], 75, 90),
        ([("meets", "independent")], 90, 100),
        ([("meets", "policy"), ("meets", "independent")], 90, 100),
        ([("meets", "policy"), ("fails", "independent")], 0, 0),
        ([("not-stated", "policy"), ("meets", "independent")], 90, 100),
        ([("meets", "policy"), ("fails", "press")], 20, 75),
        ([("meets", "independent"), ("fails", "press")], 90, 100),
        ([("meets", "press"), ("fails", "press")], 20, 50),
        ([("meets", "policy"), ("fails", "claim")], 75, 90),
    ],
)
def test_evidence_leaves_a_range(told, low, high):
    """What is said, and by whom, decides how much stays possible; a check beats a promise, equals leave the gap between."""
    rating = rate(platform(*(evidence(*item) for item in told)), RUBRIC, TODAY)
    assert (rating.low, rating.high) == (low, high)


@pytest.mark.parametrize(
    ("points", "grade"),
    [(100, "A"), (85, "A"), (84.9, "B"), (70, "B"), (69.9, "C"), (55, "C"), (54.9, "D"), (40, "D"), (39.9, "F"), (0, "F")],
)
def test_points_have_a_grade(points, grade):
    """Each grade begins at its own number of points."""
    assert grade_of(points) == grade


def test_of_two_grades_the_worse_is_given():
    """A range of 75 to 90 touches B and A, so it is a B."""
    rating = rate(platform(evidence("meets", "policy")), RUBRIC, TODAY)
    assert (rating.grade, rating.grades) == ("B", ("B", "A"))


@pytest.mark.parametrize(
    ("told", "low", "high", "caps"),
    [
        ([("fails", "policy")], 54, 54, ["deletion"]),
        ([("fails", "press")], 54, 54, ["deletion"]),
        ([("fails", "claim")], 54, 100, []),
        ([("not-stated", "policy")], 81, 90, []),
        ([("meets", "policy")], 88.5, 99, []),
        ([("fails", "press"), ("meets", "policy")], 54, 97.5, []),
    ],
)
def test_a_grave_fact_caps_the_points(told, low, high, caps):
    """An established failing caps both ends; one that is only possible, or disputed, caps the low end alone."""
    rest = evidence("meets", "independent", on="rest")
    rating = rate(platform(rest, *(evidence(*item) for item in told)), CAPPED, TODAY)
    assert (rating.low, rating.high, [item.id for item in rating.caps]) == (low, high, caps)


def test_old_evidence_is_shown_and_does_not_count():
    """After its days are over, evidence leaves everything possible, and says that it is old."""
    old = evidence("meets", "independent", seen=TODAY - timedelta(days=181))
    rating = rate(platform(old), RUBRIC, TODAY)
    verdict = rating.verdicts[0]
    assert (verdict.verdict, verdict.expired, verdict.basis, verdict.evidence) == ("unknown", True, "independent", (old,))
    assert (rating.low, rating.high, rating.known) == (0, 100, 0)


def test_old_good_news_lets_the_worst_be_possible_again():
    """When the evidence against a grave fact expires, the low end falls back under the cap."""
    rest = evidence("meets", "independent", on="rest")
    old = evidence("meets", "independent", seen=TODAY - timedelta(days=181))
    rating = rate(platform(rest, old), CAPPED, TODAY)
    assert (rating.low, rating.high) == (54, 100)


def test_of_equal_evidence_the_newest_leads():
    """Two finds of the same kind are both kept, the one looked at last in front."""
    older, newer = (evidence("meets", "policy", seen=day) for day in (TODAY - timedelta(days=9), TODAY))
    assert rate(platform(older, newer), RUBRIC, TODAY).verdicts[0].evidence == (newer, older)


@pytest.mark.parametrize("key", ["claim", "quote", "source", "url", "date"])
def test_evidence_alike_but_for_its_words_has_a_fixed_order(key):
    """Whichever comes first in the file, the same piece leads."""
    one, other = (replace(evidence("meets", "policy"), **{key: words}) for words in ("2024", "2025"))
    leads = {rate(platform(*pair), RUBRIC, TODAY).verdicts[0].lead for pair in ((one, other), (other, one))}
    assert leads == {one}


def test_a_claim_is_named_as_one():
    """Where there is only a claim, the verdict is unknown, and the claim's source is told."""
    verdict = rate(platform(evidence("meets", "claim")), RUBRIC, TODAY).verdicts[0]
    assert (verdict.verdict, verdict.basis, verdict.source) == ("unknown", "claim", "Somebody")


@pytest.mark.parametrize(
    ("told", "conflict"),
    [
        (["meets", "meets"], False),
        (["fails", "not-stated"], False),
        (["meets", "partly"], True),
        (["meets", "fails"], True),
        (["unknown", "fails"], False),
    ],
)
def test_evidence_that_differs_is_a_conflict(told, conflict):
    """A conflict is two different verdicts; silence and a no are the same."""
    assert rate(platform(*(evidence(item, "policy") for item in told)), RUBRIC, TODAY).verdicts[0].conflict is conflict


def test_the_rubric_has_fourteen_criteria_that_add_up_to_a_hundred(library):
    """Every criterion has its weight with a reason, and a cap only with a reason."""
    assert len(library.rubric) == 14
    assert sum(criterion.weight for criterion in library.rubric) == 100
    assert [criterion.order for criterion in library.rubric] == list(range(1, 15))
    assert all((criterion.cap is None) == (not criterion.cap_reason) for criterion in library.rubric)


def test_what_some_of_our_own_files_come_to(library):
    """Well-known cases, as their evidence stood on the day it was looked at."""
    found = {item.id: rate(item, library.rubric, TODAY) for item in library.platforms}
    wanted = {
        "magicshot": (None, ("F", "A"), 1),
        "virbo": (None, ("F", "C"), 7),
        "firefly": (None, ("F", "B"), 4),
        "kissme-ai": ("F", ("F", "F"), 12),
        "neobund": ("F", ("F", "D"), 1),
        "imgur": ("F", ("F", "F"), 14),
        "chatgpt": ("D", ("D", "C"), 14),
        "runway": (None, ("F", "B"), 4),
    }
    assert {name: (found[name].grade, found[name].grades, found[name].known) for name in wanted} == wanted


def test_magicshot_rests_on_claims_and_is_not_rateable(library):
    """The article's promises are shown as claims; none of them counts."""
    rating = rating_for("magicshot", library, TODAY)
    claimed = {verdict.criterion.id for verdict in rating.verdicts if verdict.basis == "claim"}
    assert rating.grade is None
    assert claimed == {"policy-clarity", "deletion-timeline", "training", "third-party-sharing"}


def test_virbo_shows_the_conflict(library):
    """The article calls it safer; a researcher found pictures open at a sister product, and that is said."""
    rating = rating_for("Virbo", library, TODAY)
    (conflict,) = (verdict for verdict in rating.verdicts if verdict.conflict)
    assert {item.basis for item in conflict.evidence} == {"independent", "claim"}
    assert conflict.verdict == "fails"
    assert "sister product" in conflict.evidence[0].claim
    assert [criterion.id for criterion in rating.caps] == ["incidents"]


def test_a_rating_is_plain_values_for_machines(library):
    """The summary turns into JSON and back unchanged."""
    summary = rating_for("kissme", library, TODAY).summary()
    assert json.loads(json.dumps(summary)) == summary
    assert len(summary["verdicts"]) == 14


@pytest.mark.parametrize("name", ["", "virbo or firefly", "magicshot.us", "an unheard-of service"])
def test_no_single_service_is_an_error_in_words(library, name):
    """What is not exactly one known service is refused with a message and a hint."""
    with pytest.raises(AdvisorError) as caught:
        rating_for(name, library, TODAY)
    assert caught.value.message
    assert caught.value.hint
