"""The card of a photo: legible, small, and made of findings alone."""

import io

import pytest
from PIL import Image

from bot.cards.photo import photo_alt, photo_card, photo_picture
from bot.photos import Finding, inspect
from bot.photos.findings import finding
from bot.samples import sample_photo
from bot.strings import speaking


def told(*places: tuple[float, float]) -> tuple[Finding, ...]:
    """Return findings with these positions."""
    return tuple(finding("location", "Exif GPS", f"{place[0]}, {place[1]}", "high", place=place) for place in places)


CASES = {
    "a city": inspect(sample_photo()),
    "no place": tuple(one for one in inspect(sample_photo()) if one.kind != "location"),
    "the ocean": told((0.0, -140.0)),
    "a pole": told((-90.0, 0.0)),
    "where degrees begin anew": told((-16.5, 179.99)),
    "a long text": (finding("comment", "Exif", "word " * 60, "medium"),),
    "one letter": (finding("other", "Exif", "x", "low"),),
}


@pytest.mark.parametrize("name", CASES)
def test_a_card_has_the_size_that_chats_show_whole(name: str) -> None:
    """It is 1200 x 630, at most 150 kB, whatever the findings are, and not empty."""
    card = photo_card(CASES[name])
    shown = Image.open(io.BytesIO(card))
    assert (shown.format, shown.size) == ("PNG", (1200, 630))
    assert len(card) < 150_000
    assert len(shown.getcolors(256) or ()) > 4


def test_the_words_say_what_the_card_shows() -> None:
    """Those who cannot see it hear the town, the time and the name, and that nothing is left."""
    words = photo_alt(CASES["a city"])
    assert words.startswith("Before, the file said: Paris, France (4 km); 14 Feb 2026, 18:03")
    assert words.endswith("After: nothing.")


def test_dark_screens_get_a_card_of_their_own() -> None:
    """Both cards are drawn when asked for, and differ."""
    picture = photo_picture(CASES["a city"], both=True)
    assert picture.dark
    assert picture.dark != picture.data


def test_a_script_without_letters_gets_the_english_card() -> None:
    """Where the letters of a language cannot be drawn, card and words are English together."""
    with speaking("hi"):
        assert photo_alt(CASES["one letter"])
        assert len(photo_card(CASES["one letter"])) < 150_000
