"""What a person reads when asking for a rating: the point, the work, what to do, and ways on that exist."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.advisor import Advisor
from bot.memory import ProcessMemory
from bot.messages import Bullets, Paragraph, Picture, Request, Row, request_of
from bot.ratings import onward
from bot.ratings.checklist import unheard_of
from bot.ratings.explain import card
from bot.ratings.score import rate
from bot.ratings.wording import spoken_date
from bot.settings import Settings
from bot.skills import SKILLS
from knowledge.loader import OURS, read_library

TODAY = date(2026, 11, 23)
LIBRARY = read_library(OURS)[0]
IDS = [platform.id for platform in LIBRARY.platforms]
SOME = ["virbo", "kissme-ai", "neobund", "magicshot", "firefly"]
VIEWS = ["", "all", "check", "evidence", "evidence 2", "evidence 99", *(criterion.id for criterion in LIBRARY.rubric)]
NEVER = re.compile(r"anonymous|guarantee|100 ?%|military|seriously|as an AI", re.IGNORECASE)


def no_engine():
    """Stand for the answering engine, which a rating never opens."""
    raise AssertionError("a rating asks no question")


def advisor(today=TODAY, library=LIBRARY):
    """Return the real advisor over our own files."""
    return Advisor(lambda: library, no_engine, ProcessMemory(lambda: 0.0, 60), lambda: today, Settings())


def rated(text, door="terminal", **more):
    """Return the reply to /rate with this text; in the terminal there are no pictures."""
    return advisor(**more).handle(Request(text=text, skill="rate", conversation="c", door=door))


def rows(reply):
    """Return the rows of a reply."""
    return [block for block in reply.blocks if isinstance(block, Row)]


@pytest.mark.parametrize("platform", IDS)
def test_every_view_of_every_platform_can_be_sent(platform):
    """Each opens with its point, fits one message, uses no forbidden word, and every button leads somewhere."""
    for view in VIEWS:
        reply = rated(f"{platform} {view}".strip())
        assert isinstance(reply.blocks[0], Paragraph)
        assert reply.blocks[0].strong
        assert len(reply.text) < 4096
        assert not NEVER.search(reply.text)
        for pressed in (request_of(button.key) for button in reply.buttons):
            assert pressed.skill in SKILLS
            assert pressed.skill != "ask" or pressed.text in LIBRARY.passages


@pytest.mark.parametrize("platform", IDS)
def test_a_card_has_six_rows_at_most_and_three_things_to_do(platform):
    """The first view fits a phone: few rows, then what to do today, then how old the evidence is."""
    reply = rated(platform)
    assert 1 <= len(rows(reply)) <= 6
    assert [len(block.items) for block in reply.blocks if isinstance(block, Bullets)] == [3]
    assert re.search(r"Evidence looked at: .*\d{1,2} \w{3} 2026", reply.text)
    assert reply.sources


@pytest.mark.parametrize("platform", SOME)
def test_the_evidence_behind_every_row_is_one_press_away(platform):
    """The first button brings who says what, in whose words, for every row of the card."""
    first = rated(platform)
    assert first.buttons[0].label == "Show the evidence"
    evidence = advisor().handle(replace(first.buttons[0].request, door="terminal"))
    titles = [block.text.partition(":")[0] for block in evidence.blocks[1:] if isinstance(block, Paragraph) and block.strong]
    assert titles == [row.label for row in rows(first) if not row.label.endswith("more")]
    assert all(quote in evidence.text for quote in quotes(platform, titles))


def quotes(platform, criteria):
    """Return the first quote on each of these criteria."""
    found = next(one for one in LIBRARY.platforms if one.id == platform)
    names = {criterion.id: criterion.name for criterion in LIBRARY.rubric}
    return [item.quote for item in found.evidence if names[item.criterion] in criteria and item.basis != "claim"]


def test_all_evidence_can_be_turned_through():
    """Pages of evidence follow each other to the last, and none is lost."""
    it = advisor()
    reply, seen = it.handle(Request(text="kissme-ai evidence", skill="rate")), 1
    told = reply.text
    while more := [one for one in reply.buttons if one.label == "More evidence"]:
        reply = it.handle(more[0].request)
        told, seen = told + reply.text, seen + 1
    assert seen == 3
    assert all(item.claim in told for item in next(one for one in LIBRARY.platforms if one.id == "kissme-ai").evidence)


@pytest.mark.parametrize(("door", "pictures"), [("telegram", [False]), ("discord", [False]), ("web", [True]), ("terminal", [])])
def test_a_rating_comes_with_its_card(door, pictures):
    """Doors that show pictures get the card, the page also one for dark screens; the terminal has words alone."""
    reply = rated("neobund", door=door)
    cards = [block for block in reply.blocks if isinstance(block, Picture)]
    assert [card.dark is not None for card in cards] == pictures
    assert all(card.alt.startswith("neobund.com: F, at best D.") for card in cards)


def test_a_rating_of_a_platform_only_this_message_knows():
    """A rating made on the spot is shown with its own ways on, and says whose it is."""
    made = rate(unheard_of("smoochify"), LIBRARY.rubric, TODAY)
    reply = card(made, LIBRARY, TODAY, note="from the policy you sent", buttons=())
    assert "From the policy you sent." in reply.text
    assert not reply.buttons
    assert not reply.sources


@pytest.mark.parametrize("platform", IDS)
def test_all_criteria_are_there_when_asked_for(platform):
    """The whole list has a row per criterion, in the order of the rubric."""
    assert [row.label for row in rows(rated(f"{platform} all"))] == [criterion.name for criterion in LIBRARY.rubric]


def test_magicshot_is_not_rateable_yet():
    """Four claims of an article count for nothing, and the reply says so and says whose they are."""
    reply = rated("is magicshot safe?")
    assert reply.text.startswith("Magicshot: not rateable yet.\n\nKnown: 1 of 14 criteria.")
    assert "On 4 criteria there is only somebody's claim" in reply.text
    assert [row.mark for row in rows(reply)] == ["good", *["unknown"] * 5]
    assert rows(reply)[1].text == "claimed, not checked: Photos are deleted after 24 hours (2025)"
    assert (rows(reply)[-1].label, rows(reply)[-1].text) == ("9 more", "nothing known")


def test_virbo_sets_the_finding_against_the_claim():
    """The first row holds both: the check at a sister product, and the article's praise."""
    first = rows(rated("virbo"))[0]
    assert first.mark == "bad"
    assert "sister product" in first.text
    assert "Against it, claimed, not checked" in first.text


def test_a_quote_stands_with_its_source():
    """The evidence of one criterion holds the service's own words."""
    text = rated("neobund deletion-timeline").text
    assert "“We store all your data indefinitely” (neobund.com privacy policy)" in text
    assert "See for yourself:" in text


def test_a_grave_fact_says_what_it_does():
    """A capped rating tells the reason, both grades, and what to do after an upload."""
    reply = rated("neobund")
    assert reply.text.startswith("neobund.com: F, at best D.")
    assert "nothing else can lift it above a D" in reply.text
    assert "If you already did: delete the picture" in reply.text


def test_an_unheard_of_service_brings_the_red_flags():
    """Nothing is made up about it; the weightiest checks are told, with ways on."""
    reply = rated("FaceTune")
    assert reply.text.startswith("I have no evidence on FaceTune.")
    assert [len(block.items) for block in reply.blocks if isinstance(block, Bullets)] == [5]
    assert [button.key for button in reply.buttons][:2] == ["check:FaceTune", "policy:"]


@pytest.mark.parametrize("text", ["is facetune safe?", "what about the app my friend uses", "x" * 60, "???"])
def test_a_sentence_is_not_repeated_as_a_name(text):
    """Only what looks like a name is said back."""
    assert rated(text).text.startswith("I have no evidence on that service.")


def test_a_copy_is_warned_of():
    """The look-alike's address is named, and the address of the real service."""
    text = rated("https://magicshot.us").text
    assert text.startswith("Careful: magicshot.us is not Magicshot.")
    assert "magicshot.ai" in text


def test_a_strange_address_is_asked_about():
    """An unknown address with a known name is not taken for the service."""
    reply = rated("magicshot.io")
    assert reply.text.startswith("Did you mean Magicshot?")
    assert "magicshot.io is not an address I know" in reply.text
    assert [button.key for button in reply.buttons] == ["rate:magicshot", "rate:"]


def test_without_a_name_it_asks_which_service():
    """An empty /rate offers the services there is evidence on."""
    reply = rated("")
    assert [request_of(button.key).text for button in reply.buttons] == [*IDS[:4], ""]
    assert reply.buttons[-1].key == "platforms:"


def test_a_slip_of_the_finger_is_taken_and_said():
    """A near name gets its rating, after a line that says how it was read."""
    assert rated("magicshoot").text.startswith("I take it you mean Magicshot.\n\nMagicshot: not rateable yet.")


def test_evidence_that_is_too_old_is_said_to_be():
    """A year later the old evidence is shown as old, and makes no grade."""
    reply = rated("kissme", today=TODAY + timedelta(days=365))
    assert reply.text.startswith("KissMe.ai: not rateable yet.")
    assert "too old to count" in reply.text
    assert all(row.mark == "unknown" for row in rows(rated("kissme-ai all", today=TODAY + timedelta(days=365))))


def test_a_platform_without_evidence_is_said_to_have_none():
    """A file that holds only a name and an address gives a card without sources."""
    bare = replace(LIBRARY.platforms[0], id="bare", name="Bare", aliases=(), domains=(), evidence=())
    reply = rated("bare", library=replace(LIBRARY, platforms=(bare,)))
    assert "I have no evidence on it yet." in reply.text
    assert not reply.sources


def test_what_was_rated_is_remembered_for_a_while():
    """The conversation keeps which platform it was about, and nothing else."""
    it = advisor()
    it.handle(Request(text="is virbo safe?", skill="rate", conversation="c"))
    assert it.memory.recall("c").platform == "virbo"


def test_ways_on_lead_to_passages_that_exist():
    """Every criterion has a passage that says more, and no passage is offered that is missing."""
    assert all(onward.criterion_passage(criterion, LIBRARY) for criterion in LIBRARY.rubric)
    empty = replace(LIBRARY, guides=())
    assert not any(onward.criterion_passage(criterion, empty) for criterion in LIBRARY.rubric)
    assert all(request_of(button.key).skill != "ask" for button in rated("virbo", library=empty).buttons)


@pytest.mark.parametrize(
    ("date_", "words"), [("2025", "2025"), ("2025-09", "Sep 2025"), ("2025-09-03", "3 Sep 2025"), ("2025-13", "2025"), ("", "")]
)
def test_dates_are_as_exact_as_their_source(date_, words):
    """A source's date is written out, and no part of it is made up."""
    assert spoken_date(date_) == words
