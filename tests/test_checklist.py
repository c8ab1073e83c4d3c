"""Checking a service together: questions by button or in words, answers in the buttons alone, a card at the end."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.advisor import Advisor
from bot.memory import ProcessMemory
from bot.messages import MAX_KEY_BYTES, Paragraph, Picture, Request, request_of
from bot.ratings.checklist import in_order, name_for_key, plain_name, rating_by_you, unheard_of, with_skips, without_last
from bot.ratings.score import rate
from bot.settings import Settings
from bot.skills.check import typed
from knowledge.loader import OURS, read_library

TODAY = date(2026, 11, 23)
LIBRARY = read_library(OURS)[0]
COUNT = len(LIBRARY.rubric)
SMOOCHIFY = unheard_of("smoochify")
ANSWERS = st.text(st.sampled_from("ypns?"), max_size=COUNT)


def no_engine():
    """Stand for the answering engine, which the checklist never opens."""
    raise AssertionError("the checklist asks the library no question")


class Chat:
    """One conversation with an advisor; `restart` forgets everything, as a new process does."""

    def __init__(self, door="terminal"):
        self.door = door
        self.restart()

    def restart(self):
        """Begin with an empty memory."""
        self.memory = ProcessMemory(lambda: 0.0, 60)
        self.advisor = Advisor(lambda: LIBRARY, no_engine, self.memory, lambda: TODAY, Settings())

    def send(self, text, skill=None):
        """Send words or a command, and return the reply."""
        self.reply = self.advisor.handle(Request(text=text, skill=skill, door=self.door, conversation="c"))
        return self.reply

    def press(self, label):
        """Press the button with this label."""
        (button,) = (one for one in self.reply.buttons if one.label == label)
        pressed = request_of(button.key)
        return self.send(pressed.text, pressed.skill)


def point(reply):
    """Return the first paragraph."""
    assert isinstance(reply.blocks[0], Paragraph)
    return reply.blocks[0].text


def test_from_an_unknown_service_to_a_card_by_buttons_alone():
    """Every question is one press, the process may die between any two, and the card is marked as the person's own."""
    chat = Chat("telegram")
    chat.send("smoochify", "rate")
    chat.press("Check it together")
    for number in range(1, COUNT + 1):
        assert point(chat.reply).startswith(f"smoochify, {number} of {COUNT}: ")
        chat.restart()
        chat.press("Yes")
    assert point(chat.reply) == "smoochify: B, at best A."
    (card,) = (block for block in chat.reply.blocks if isinstance(block, Picture))
    assert card.alt.endswith("By you, today (23 Nov 2026).")
    assert "By you, today (23 Nov 2026)." in chat.reply.text
    assert "as much as a service's own promise" in chat.reply.text


def test_a_question_says_where_to_look_and_what_each_answer_means():
    """Where do I find this, and what counts as yes, partly and no, stand under every question."""
    text = Chat().send("smoochify ~y", "check").text
    for words in (
        "2 of 14",
        "Where do I find this? Search the policy",
        "Yes: A number of hours or days",
        "Partly: ",
        "It doesn't say: ",
        "No: It keeps",
    ):
        assert words in text


def test_it_can_be_stopped_undone_taken_up_and_begun_anew():
    """The result so far, one question back, on again, and from the start."""
    chat = Chat()
    chat.send("smoochify", "check")
    assert [one.label for one in chat.reply.buttons] == ["Yes", "Partly", "It doesn't say", "No", "Don't know"]
    chat.press("No")
    chat.press("Don't know")
    assert point(chat.press("Back")).startswith("smoochify, 2 of")
    assert point(chat.press("Result so far")) == "smoochify: not rateable yet."
    assert "Known: 1 of 14 criteria" in chat.reply.text
    assert point(chat.press("Go on")).startswith("smoochify, 2 of")
    chat.press("Result so far")
    assert point(chat.press("Back one question")).startswith("smoochify, 1 of")
    chat.press("Partly")
    chat.press("Result so far")
    assert chat.press("All 14 criteria").text.count("⚪") == COUNT - 1
    chat.press("The short version")
    assert point(chat.press("Start again")).startswith("smoochify, 1 of")


@pytest.mark.parametrize("letter", "ypns?")
def test_where_there_is_no_policy_to_be_silent_that_answer_is_not_offered(letter):
    """The answer that it says nothing is offered for what a policy answers, and nowhere else."""
    asked = in_order(LIBRARY.rubric)
    for number, criterion in enumerate(asked):
        labels = [one.label for one in Chat().send(f"smoochify ~{letter * number}", "check").buttons]
        assert ("It doesn't say" in labels) == (criterion.id in {one.id for one in asked[:8]})


def test_typed_answers_go_on_where_the_dialogue_stands():
    """Where buttons do not work, "yes", "not sure", "back" and "result" do; anything else is a message like any other."""
    chat = Chat()
    chat.send("virbo", "check")
    assert point(chat.send("Yes!")).startswith("Virbo, 2 of 7")
    assert point(chat.send("i don’t know")).startswith("Virbo, 3 of 7")
    assert point(chat.send("back")).startswith("Virbo, 2 of 7")
    assert point(chat.send("which services do you know?")).startswith("Which service?")
    assert point(chat.send("result")) == "Virbo: not rateable yet."
    assert point(chat.send("yes")).startswith("I help you")


def test_memory_holds_letters_and_no_name_that_a_person_typed():
    """A name that nobody knows here is the person's own words: only the buttons carry it."""
    chat = Chat()
    chat.send("Secret Kisser", "check")
    chat.press("Yes")
    kept = chat.memory.recall("c")
    assert kept.step == "check:~y"
    assert "secret" not in repr(kept).lower()
    assert point(chat.send("no")).startswith("This service, 3 of")


def test_what_is_known_already_is_not_asked():
    """For a service with some evidence only the open criteria are asked, and both make the card."""
    chat = Chat()
    virbo = next(one for one in LIBRARY.platforms if one.id == "virbo")
    known = rate(virbo, LIBRARY.rubric, TODAY).known
    chat.send("virbo", "check")
    presses = 0
    while "Don't know" in [one.label for one in chat.reply.buttons]:
        chat.press("Yes")
        presses += 1
    assert presses == COUNT - known
    assert f"Known: {COUNT} of {COUNT}" in chat.reply.text
    assert "With what you saw today, 23 Nov 2026." in chat.reply.text
    assert "Without my answers" in [one.label for one in chat.reply.buttons]


def test_a_copy_is_warned_of_before_it_is_checked():
    """A known look-alike is not checked under the real service's name."""
    assert Chat().send("magicshot.us", "check").text.startswith("Careful: magicshot.us is not Magicshot.")


def test_without_a_name_it_asks_which():
    """An empty /check offers services that have no grade yet."""
    reply = Chat().send("", "check")
    assert point(reply) == "Which service shall we check together?"
    assert all(
        rate(one, LIBRARY.rubric, TODAY).grade is None for one in LIBRARY.platforms if f"check:{one.id}" in [b.key for b in reply.buttons]
    )


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), ANSWERS, st.sampled_from(["", "!", "="]))
def test_whatever_a_service_is_called_every_button_fits_and_works(name, answers, view):
    """Any name and any answers give a reply whose buttons fit 64 bytes and lead to the checklist again."""
    reply = Chat().send(f"{name} ~{answers}{view}", "check")
    for one in reply.buttons:
        assert len(one.key.encode("utf-8", "surrogatepass")) <= MAX_KEY_BYTES
        assert one.request.skill in ("check", "rate", "clean", "ask", "compare", "policy", "platforms")


@given(st.text(max_size=80))
def test_a_name_in_a_button_is_short_and_plain(name):
    """No control characters, no sign of ours, 36 bytes at most, and the same when it comes back."""
    short = name_for_key(name)
    assert len(short.encode()) <= 36
    assert short.isprintable()
    assert name_for_key(short) == short


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("smoochify", "smoochify"),
        ("  Kiss  Me  Now ", "Kiss Me Now"),
        ("is smoochify safe?", ""),
        ("the app that my friend uses", ""),
        ("", ""),
    ],
)
def test_a_sentence_is_no_name(text, name):
    """Only what looks like a name is said back."""
    assert plain_name(text) == name


@settings(deadline=None)
@given(ANSWERS, st.integers(0, COUNT - 1))
def test_a_better_answer_never_lowers_a_rating_and_an_answer_never_widens_it(answers, at):
    """Yes is at least partly, partly at least no; an answer in place of "don't know" lies within what it replaces."""
    answers = answers.ljust(COUNT, "?")

    def ends(letter):
        made = rating_by_you(SMOOCHIFY, answers[:at] + letter + answers[at + 1 :], LIBRARY, TODAY)
        return made.low, made.high

    yes, partly, no, unsure = (ends(letter) for letter in "ypn?")
    assert yes[0] >= partly[0] >= no[0]
    assert yes[1] >= partly[1] >= no[1]
    assert all(unsure[0] <= one[0] and one[1] <= unsure[1] for one in (yes, partly, no))


def test_what_a_person_saw_counts_as_a_promise_and_never_as_more():
    """All good answers make no more than an own policy would, and the claim says who saw it and when."""
    made = rating_by_you(SMOOCHIFY, "y" * COUNT, LIBRARY, TODAY)
    assert {verdict.basis for verdict in made.verdicts} == {"yours"}
    promised = tuple(replace(one, basis="policy") for verdict in made.verdicts for one in verdict.evidence)
    same = rate(replace(SMOOCHIFY, evidence=promised), LIBRARY.rubric, TODAY)
    assert (made.low, made.high) == (same.low, same.high)


def test_no_file_may_hold_what_somebody_saw_for_themselves(tmp_path):
    """Evidence of the basis "yours" is refused in a platform's file."""
    shown = (OURS / "platforms" / "neobund.toml").read_text(encoding="utf-8").replace('basis = "policy"', 'basis = "yours"')
    (tmp_path / "platforms").mkdir()
    (tmp_path / "platforms" / "neobund.toml").write_text(shown, encoding="utf-8")
    assert any("basis" in fault for fault in read_library(tmp_path)[1])


def test_skips_and_steps_back_meet():
    """Going back passes over what was not asked."""
    virbo = next(one for one in LIBRARY.platforms if one.id == "virbo")
    first = with_skips("", virbo, LIBRARY, TODAY)
    second = with_skips(first + "y", virbo, LIBRARY, TODAY)
    third = with_skips(second + "n", virbo, LIBRARY, TODAY)
    assert with_skips(without_last(third), virbo, LIBRARY, TODAY) == second
    assert without_last(first).strip("-") == ""


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("yes", "x ~yy"),
        ("NO.", "x ~yn"),
        ("sort of", "x ~yp"),
        ("it doesn't say", "x ~ys"),
        ("no idea", "x ~y?"),
        ("undo", "x ~"),
        ("stop", "x ~y!"),
    ],
)
def test_typed_words_stand_for_buttons(text, means):
    """Each word becomes the text of its button."""
    assert typed(text, "x ~y") == means
    assert typed("is virbo safe?", "x ~y") == typed("", "x ~y") == ""


def test_silence_on_deletion_is_no_vow_to_keep():
    """A policy that names no date scores nothing there; only one that keeps photos for good caps the whole."""
    silent, kept = (rating_by_you(SMOOCHIFY, letters, LIBRARY, TODAY) for letters in ("?s", "?n"))
    assert not silent.caps
    assert [criterion.id for criterion in kept.caps] == ["deletion-timeline"]
