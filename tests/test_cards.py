"""Cards: legible, small, the same said in words, and never an empty box where a letter is missing."""

import io
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.cards.canvas import DARK, HEIGHT, LIGHT, WIDTH, Canvas, Palette, Pen
from bot.cards.compare import compare_alt, compare_card
from bot.cards.fonts import can_show, folded, has
from bot.cards.rating import rating_alt, rating_card, rating_picture
from bot.ratings.checklist import rating_by_you, unheard_of
from bot.ratings.score import Rating, rate
from bot.strings import speaking
from knowledge.loader import OURS, read_library
from knowledge.schema import Library

TODAY = date(2026, 11, 23)
LIBRARY = read_library(OURS)[0]
SOME = ("virbo", "kissme-ai", "neobund", "magicshot", "firefly")


def rating(name: str, library: Library = LIBRARY, today: date = TODAY) -> Rating:
    """Return the rating of one of our platforms."""
    return rate(next(one for one in library.platforms if one.id == name), library.rubric, today)


def opened(png: bytes) -> Image.Image:
    """Return a card as pixels."""
    return Image.open(io.BytesIO(png)).convert("RGB")


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, as WCAG 2.2 defines it."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "soft", "accent", "good", "mixed", "bad", "unknown"])
def test_words_and_signs_stand_out(palette: Palette, name: str) -> None:
    """Every colour of words and signs has a contrast of 4.5 to 1 or more on the card's ground."""
    one, other = sorted((luminance(getattr(palette, name)), luminance(palette.paper)))
    assert (other + 0.05) / (one + 0.05) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", SOME)
def test_a_rating_card_is_a_small_png_of_the_right_size(name: str, dark: bool) -> None:
    """A card is 1200 by 630 pixels, under 100 kB, on the ground of its scheme, and drawn the same twice."""
    png = rating_card(rating(name), TODAY, dark=dark)
    card = opened(png)
    assert card.size == (WIDTH, HEIGHT)
    assert len(png) < 100_000
    assert card.getpixel((3, 3)) == tuple(bytes.fromhex((DARK if dark else LIGHT).paper[1:]))
    assert png == rating_card(rating(name), TODAY, dark=dark)


@pytest.mark.parametrize("name", SOME)
def test_nothing_runs_over_the_edge(name: str) -> None:
    """A rim of 20 pixels stays empty on every side, whatever the words."""
    card = opened(rating_card(rating(name), TODAY, note="with what you saw today, 23 Nov 2026, and a note far too long to fit in one line"))
    paper = card.getpixel((0, 0))
    for box in ((0, 0, WIDTH, 20), (0, HEIGHT - 20, WIDTH, HEIGHT), (0, 0, 20, HEIGHT), (WIDTH - 20, 0, WIDTH, HEIGHT)):
        assert card.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), paper)]


def test_marks_differ_without_colour() -> None:
    """In shades of grey the four signs, and the four kinds of arc, are four different shapes."""
    shapes, arcs = set(), set()
    for mark in ("good", "mixed", "bad", "unknown"):
        grey = Palette("#ffffff", *["#000000"] * 8)
        canvas = Canvas(grey)
        canvas.sign((100, 100), 30, mark)
        canvas.arc((400, 200), (100, 150), 20, 60, mark)
        drawn = opened(canvas.png())
        shapes.add(drawn.crop((60, 60, 140, 140)).tobytes())
        arcs.add(drawn.crop((400, 50, 560, 200)).tobytes())
    assert len(shapes) == len(arcs) == 4


def test_the_words_of_a_card_say_what_it_shows() -> None:
    """The alternative text holds name, grade, every row and the age of the evidence."""
    text = rating_alt(rating("kissme-ai"), TODAY)
    assert text.startswith("KissMe.ai: F. Training is not mentioned at all.")
    assert "Who else gets them: bad" in text
    assert text.endswith("9 more: 2 unknown. Evidence looked at: 22 Nov 2026.")
    assert rating_alt(rating("neobund"), TODAY).count("; ") == 1


def test_a_note_says_whose_rating_it_is() -> None:
    """A card made of a person's own answers says so, in the picture and in its words."""
    mine = rating_by_you(unheard_of("smoochify"), "ysnp", LIBRARY, TODAY)
    picture = rating_picture(mine, TODAY, note="by you, today")
    assert picture.alt.endswith("By you, today.")
    assert picture.data != rating_card(mine, TODAY)
    assert picture.dark is None


def test_the_page_gets_a_card_for_dark_screens_too() -> None:
    """Where the door can tell the scheme, both cards go along."""
    picture = rating_picture(rating("virbo"), TODAY, both=True)
    assert picture.dark is not None
    assert opened(picture.dark).getpixel((3, 3)) == tuple(bytes.fromhex(DARK.paper[1:]))


def test_old_evidence_and_none_at_all_can_be_drawn() -> None:
    """A card stands when everything has expired, and when nothing is known."""
    for made, day in ((rating("kissme-ai", today=TODAY + timedelta(days=900)), TODAY + timedelta(days=900)), (bare(), TODAY)):
        assert opened(rating_card(made, day)).size == (WIDTH, HEIGHT)


def bare() -> Rating:
    """Return the rating of a service on which nothing is known."""
    return rate(unheard_of("x"), LIBRARY.rubric, TODAY)


@pytest.mark.parametrize("names", [SOME[:2], SOME[:3], SOME[:4]], ids=len)
def test_two_to_four_stand_side_by_side(names: tuple[str, ...]) -> None:
    """A comparison is one card as small as any other, and its words name every service."""
    ratings = tuple(rating(name) for name in names)
    png = compare_card(ratings, TODAY)
    assert opened(png).size == (WIDTH, HEIGHT)
    assert len(png) < 100_000
    assert all(one.platform.name in compare_alt(ratings) for one in ratings)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Prüfung", "Prufung"),
        ("Łódź – 5 €", "Lodz - 5 EUR"),
        ("naïve “café”", "naive “cafe”"),
        ("a\u200bb\u202ec", "abc"),
        ("💋 kiss", " kiss"),
    ],
)
def test_letters_that_a_face_lacks_are_folded(words: str, shown: str) -> None:
    """Accents are left off and signs replaced, so that no empty box is drawn."""
    assert folded(words) == shown


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_no_text_brings_an_empty_box(words: str) -> None:
    """Whatever a service is called, only letters that the face has are drawn, and they fit."""
    assert all(has("", letter) for letter in folded(words))
    canvas = Canvas()
    shown, pen = canvas.fitted(words, Pen(66), 600, 44)
    assert canvas.measure(shown, pen) <= 600


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("ab wi  "), max_size=200), st.integers(1, 4))
def test_wrapped_lines_fit(words: str, most: int) -> None:
    """No line is wider than its place, there are no more than asked for, and nothing is lost unless it says so."""
    canvas = Canvas()
    lines = canvas.wrapped(words, Pen(40), 300, most)
    assert len(lines) <= most
    assert all(canvas.measure(line, Pen(40)) <= 300 for line in lines)
    assert " ".join(lines) == " ".join(words.split()) or any(line.endswith("…") for line in lines)


def test_a_card_in_a_script_that_cannot_be_drawn_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Right-to-left words are not drawn backwards: the card is English, its words stay in the language."""
    monkeypatch.setattr("bot.cards.fonts.translations", lambda language: {"bad": "سيئ"} if language == "ar" else {})
    assert not can_show("ar")
    assert can_show("en")
    english = rating_card(rating("kissme-ai"), TODAY)
    with speaking("ar"):
        assert rating_card(rating("kissme-ai"), TODAY) == english
