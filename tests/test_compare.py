"""Services side by side, and the list of all of them by grade."""

import json
from datetime import date

import pytest

from adapters.cli import main
from bot.advisor import Advisor
from bot.memory import ProcessMemory
from bot.messages import MAX_KEY_BYTES, Bullets, Picture, Request, Row, request_of
from bot.ratings.comparison import ahead, lines
from bot.ratings.score import GRADES, rate
from bot.settings import Settings
from bot.skills.compare import asked_in_words, named
from bot.skills.platforms import PAGE, by_grade
from knowledge.loader import OURS, read_library

TODAY = date(2026, 11, 23)
LIBRARY = read_library(OURS)[0]


def no_engine():
    """Stand for the answering engine, which a comparison never opens."""
    raise AssertionError("a comparison asks no question")


def said(text, skill="compare", door="terminal"):
    """Return the reply to a command."""
    advisor = Advisor(lambda: LIBRARY, no_engine, ProcessMemory(lambda: 0.0, 60), lambda: TODAY, Settings())
    return advisor.handle(Request(text=text, skill=skill, door=door, conversation="c"))


def rating(name):
    """Return the rating of one of our platforms."""
    return rate(next(one for one in LIBRARY.platforms if one.id == name), LIBRARY.rubric, TODAY)


def labels(reply):
    """Return the labels of rows."""
    return [block.label for block in reply.blocks if isinstance(block, Row)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("virbo firefly", ["virbo", "firefly"]),
        ("compare Virbo and KissMe.ai", ["virbo", "kissme-ai"]),
        ("virbo vs. firefly", ["virbo", "firefly"]),
        ("Compare between Adobe Firefly, Magicshot and kissme", ["firefly", "magicshot", "kissme-ai"]),
        ("virbo, virbo and magicshot.ai", ["virbo", "magicshot"]),
        ("can you compare neobund.com with virbo?", ["neobund", "virbo"]),
        ("virbo", ["virbo"]),
        ("", []),
    ],
)
def test_services_are_named_in_many_ways(text, ids):
    """Ids, names, addresses, commas, "and" and "vs" all name services, each once and in order."""
    assert [platform.id for platform in named(text, LIBRARY.platforms).known] == ids


@pytest.mark.parametrize("names", ["virbo firefly", "virbo firefly kissme-ai", "virbo firefly kissme-ai neobund"])
def test_two_to_four_are_set_side_by_side(names):
    """Each has its row with grade and points, and the weightiest criteria are told for all of them."""
    reply = said(names)
    ratings = [rating(name) for name in names.split()]
    assert labels(reply) == [one.platform.name for one in ratings]
    (told,) = (block for block in reply.blocks if isinstance(block, Bullets))
    assert len(told.items) == 6
    assert all(one.platform.name in told.items[0] for one in ratings)


def test_plain_words_do_as_well():
    """Names with "vs" between them need no command."""
    assert said("kissme vs virbo", skill=None).text == said("kissme-ai virbo").text
    assert said("which is safer, virbo or firefly?", skill="rate").text == said("virbo firefly").text


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("compare virbo and smoochify", True),
        ("virbo vs smoochify", True),
        ("smoochify vs kisser", False),
        ("how do virbo and the law go together", False),
        ("can i compare photos with virbo after the editing is done", False),
    ],
)
def test_what_asks_for_a_comparison_in_words(text, asks):
    """Only a message that is nothing but names side by side is one, and only if one of them is known."""
    assert asked_in_words(text, LIBRARY.platforms) is asks


def test_the_rest_of_the_criteria_is_one_press_away():
    """The first button shows every criterion, and leads back."""
    reply = said("virbo firefly")
    every = said(reply.buttons[0].request.text)
    (told,) = (block for block in every.blocks if isinstance(block, Bullets))
    assert len(told.items) == len(LIBRARY.rubric)
    assert said(every.buttons[0].request.text).text == reply.text


@pytest.mark.parametrize(
    ("text", "point", "button"),
    [
        ("", "Which services shall I set side by side?", None),
        ("virbo", "Compare Virbo with which?", None),
        ("virbo and virbo", "Compare Virbo with which?", None),
        ("virbo and smoochify", "Compare Virbo with which?", "check:smoochify"),
        ("smoochify and kisser", "Which services shall I set side by side?", "check:kisser"),
        ("magicshot.us and virbo", "Careful: magicshot.us is not Magicshot.", "rate:magicshot"),
    ],
)
def test_what_cannot_be_compared_is_said_with_a_way_on(text, point, button):
    """One name, an unknown one, a copy: words that say what to do, and a button that does it."""
    reply = said(text)
    assert reply.text.startswith(point)
    assert reply.buttons
    assert button is None or button in [one.key for one in reply.buttons]


def test_a_fifth_is_left_out_and_said_to_be():
    """Four fit side by side; who is left out is named."""
    reply = said("virbo, firefly, kissme, neobund.com and magicshot")
    assert labels(reply) == ["Virbo", "Adobe Firefly", "KissMe.ai", "neobund.com"]
    assert "Left out: Magicshot." in reply.text


def test_an_unknown_name_beside_two_known_ones_is_said():
    """The known ones are compared all the same."""
    reply = said("virbo, firefly and smoochify")
    assert labels(reply) == ["Virbo", "Adobe Firefly"]
    assert "I have no evidence on smoochify." in reply.text


def test_by_buttons_alone_one_gets_from_a_rating_to_four():
    """From a card: compare with, pick one, one more, until there is no room."""
    reply = said("virbo", skill="rate")
    press = next(one for one in reply.buttons if one.label == "Compare with ...")
    for count in (2, 3, 4):
        offered = said(press.request.text)
        reply = said(next(one for one in offered.buttons if one.request.skill == "compare").request.text)
        assert len(labels(reply)) == count
        press = next((one for one in reply.buttons if one.label == "One more ..."), press)
    assert "One more ..." not in [one.label for one in reply.buttons]


def test_nobody_is_ahead_while_the_unknown_could_turn_it():
    """A service is ahead only if its worst beats every other's best."""
    assert ahead((rating("kissme-ai"), rating("virbo"))).startswith("No clear winner yet")
    assert ahead((rating("kissme-ai"), rating("claude"))) == "Claude is ahead, whatever is still unknown."


def test_lines_hold_every_criterion_and_what_is_known_comes_first():
    """Each criterion has one line with a cell a service; where nothing is known of any, it comes last."""
    made = lines((rating("virbo"), rating("magicshot")))
    assert {line.criterion.id for line in made} == {criterion.id for criterion in LIBRARY.rubric}
    silent = [all(cell.mark == "unknown" for cell in line.cells) for line in made]
    assert silent == sorted(silent)


@pytest.mark.parametrize(("door", "count"), [("telegram", 1), ("web", 1), ("terminal", 0)])
def test_the_picture_goes_where_pictures_are_shown(door, count):
    """Chats and the page get the comparison as a picture too."""
    assert sum(isinstance(block, Picture) for block in said("virbo firefly", door=door).blocks) == count


def test_the_list_goes_by_grade_and_those_without_come_last():
    """Grades fall from page to page, then come those without; every service is there once, with its button."""
    order = [grade for grade, _ in GRADES]
    seen, grades = [], []
    for page in range(1, 99):
        reply = said(str(page), skill="platforms")
        rows = [block for block in reply.blocks if isinstance(block, Row)]
        grades += [row.text[0] if row.text[1] in ".," else "none" for row in rows]
        seen += [request_of(one.key).text for one in reply.buttons if one.key.startswith("rate:")]
        assert len(rows) <= PAGE
        assert len(reply.text) < 4096
        if f"platforms:{page + 1}" not in [one.key for one in reply.buttons]:
            break
    assert sorted(seen) == sorted(platform.id for platform in LIBRARY.platforms)
    assert grades == sorted(grades, key=[*order, "none"].index)


@pytest.mark.parametrize("text", ["0", "-3", "999999", "two", "²", "1e9", "\u0663"])
def test_a_page_that_is_none_becomes_one_that_is(text):
    """Whatever stands for the number, a page comes back."""
    assert said(text, skill="platforms").buttons


def test_without_a_service_the_list_says_so():
    """An empty library is told as one."""
    assert by_grade(()) == ()


def test_every_button_of_a_comparison_fits():
    """However long the ids, no key is longer than a button may hold."""
    longest = sorted((platform.id for platform in LIBRARY.platforms), key=len, reverse=True)
    for count in (1, 2, 3, 4):
        for reply in (said(" ".join(longest[:count])), said(" ".join([*longest[:count], "+"]))):
            assert reply.buttons
            assert all(len(one.key.encode()) <= MAX_KEY_BYTES for one in reply.buttons)


def run(capsys, *arguments):
    """Run a command; return its exit code, what it printed and what it complained of."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return ended.value.code, *capsys.readouterr()


def test_the_terminal_prints_a_table(capsys):
    """A column a service, a line a criterion, who is ahead at the end; columns stand under each other."""
    code, out, _ = run(capsys, "compare", "virbo", "KissMe.ai")
    first, *others = out.splitlines()
    assert code == 0
    assert first.split() == ["Virbo", "KissMe.ai"]
    assert len(others) == 2 + len(LIBRARY.rubric) + 2
    (line,) = (line for line in others if line.startswith("Known company"))
    assert (line.index("🟡 mixed"), line.index("❌ bad")) == (first.index("Virbo"), first.index("KissMe"))
    assert others[-1].startswith("No clear winner yet")


@pytest.mark.parametrize(
    ("names", "words"), [(("virbo", "smoochify"), "no evidence on smoochify"), (("virbo",), "Compare Virbo with which?")]
)
def test_the_terminal_says_which_name_it_does_not_know(names, words, capsys):
    """An unknown name, or a single one, ends with 1 and with words."""
    code, out, _ = run(capsys, "compare", *names)
    assert code == 1
    assert words in out


def test_machines_get_ratings_as_json(capsys):
    """Both commands print what a program can read."""
    assert [one["platform"] for one in json.loads(run(capsys, "compare", "virbo", "firefly", "--json")[1])] == ["virbo", "firefly"]
    assert len(json.loads(run(capsys, "platforms", "--json")[1])) == len(LIBRARY.platforms)


def test_cards_are_written_once_and_only_as_png(capsys, tmp_path):
    """--card writes a new PNG; what is there stays, and another ending is refused with words."""
    card = tmp_path / "card.png"
    assert run(capsys, "rate", "neobund", "--card", str(card))[0] == 0
    written = card.read_bytes()
    assert written.startswith(b"\x89PNG")
    assert run(capsys, "compare", "virbo", "firefly", "--card", str(card))[::2] == (1, f"{card} is already there. Name another file.\n")
    assert card.read_bytes() == written
    assert "ends in .png" in run(capsys, "rate", "neobund", "--card", str(tmp_path / "card.jpg"))[2]
    assert "could not be written" in run(capsys, "rate", "neobund", "--card", str(tmp_path / "no" / "card.png"))[2]


def test_the_terminal_lists_services_by_grade(capsys):
    """One line a service, best grade first."""
    code, out, _ = run(capsys, "platforms")
    assert code == 0
    assert len(out.splitlines()) == len(LIBRARY.platforms)
    assert out.splitlines()[-1].startswith("⚪")
