"""Places are recognised in thirteen languages, by names, codes and flags; what is ambiguous is asked about."""

from __future__ import annotations

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.rights import asked_for
from bot.rights.names import LANGUAGES, name_of, states
from bot.rights.places import recognise
from bot.strings import speaking
from knowledge.schema import Library


def places(text: str) -> list[tuple[str, ...]]:
    """Return the places a text names."""
    return [one.places for one in recognise(text)]


SAID = {
    "what are my rights in Brazil?": "br",
    "Rights in California": "us-ca",
    "my friend in Los Angeles wants her picture gone": "us-ca",
    "Austin, TX": "us-tx",
    "Austin, Texas, USA": "us-tx",
    "US-CA": "us-ca",
    "us-ny delete": "us-ny",
    "I live in New Mexico": "us-nm",
    "New Jersey": "us-nj",
    "Washington DC": "us-dc",
    "Washington State": "us-wa",
    "Georgia, USA": "us-ga",
    "in the US": "us",
    "in the us": "us",
    "EE.UU.": "us",
    "ABD": "us",
    "アメリカ": "us",
    "अमेरिका में": "us",
    "Holland": "nl",
    "England": "uk",
    "Angleterre": "uk",
    "Inggris": "uk",
    "İngiltere'de": "uk",
    "英国": "uk",
    "what rights do I have in the EU": "eu",
    "Unión Europea": "eu",
    "🇧🇷": "br",
    "🇬🇧": "uk",
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f": "uk",
    "Какие права в Германии?": "de",
    "в Калифорнии": "us-ca",
    "права в Южной Корее": "kr",
    "Almanya'da haklarım": "de",
    "almanyada haklarim": "de",
    "حقوقي في ألمانيا": "de",
    "بالمانيا": "de",
    "我在加州有什么权利": "us-ca",
    "ドイツでの権利": "de",
    "インドネシア": "id",
    "インド": "in",
    "कैलिफोर्निया": "us-ca",
    "Südkorea": "kr",
    "Corea del Sur": "kr",
    "한국": "kr",
    "Québec": "ca-qc",
    "Quebec, Canada": "ca-qc",
    "Mexico": "mx",
    "Türkiye": "tr",
    "nigeria": "ng",
}


@pytest.mark.parametrize("text", SAID, ids=str)
def test_a_place_is_recognised_in_the_words_people_use(text: str) -> None:
    """Names in any of the languages, with their endings, codes, cities and flags."""
    assert places(text) == [(SAID[text],)]


NOT_SAID = (
    "they sent us a link",
    "quais direitos eu tenho?",
    "is it legal",
    "IT is bad",
    "it is in or no",
    "delete my photos",
    "",
    "?",
    "de la foto",
)


@pytest.mark.parametrize("text", NOT_SAID)
def test_ordinary_words_are_no_places(text: str) -> None:
    """`us` is a pronoun, `eu` is Portuguese for I, `in` and `it` are words."""
    assert places(text) == []


@pytest.mark.parametrize(
    ("text", "meant"), [("Georgia", {"ge", "us-ga"}), ("CA", {"ca", "us-ca"}), ("DE", {"de", "us-de"}), ("Washington", {"us-wa", "us-dc"})]
)
def test_what_stands_for_two_places_is_found_as_both(text: str, meant: set[str]) -> None:
    """Nothing is guessed between a country and a state."""
    assert [set(one) for one in places(text)] == [meant]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_is_found_by_its_name_in_every_language(language: str, library: Library) -> None:
    """Every place we have a law of, and every other country of the world, answers to the name CLDR gives it."""
    named = Locale(language).territories
    missed = []
    for code, name in named.items():
        if len(code) == 2 and code not in ("EZ", "QO", "UN", "XA", "XB", "ZZ"):
            place = "uk" if code == "GB" else code.lower()
            missed += [] if any(place in one for one in places(str(name))) else [(code, name, places(str(name)))]
    assert missed == []


def test_every_place_with_a_law_is_reached_by_name_and_by_code(library: Library) -> None:
    """Jurisdictions, their members, and all states."""
    ids = (
        {right.id for right in library.rights if not right.shape}
        | {code for right in library.rights for code in right.members}
        | set(states())
    )
    assert len(ids) > 80
    for place in sorted(ids):
        assert any(place in one for one in places(name_of(place))), place
        assert place in asked_ids(place), place


def asked_ids(text: str) -> str:
    """Return the place a button's text names."""
    from datetime import date

    from bot.rights.asked import asked

    return asked(text, date(2026, 11, 23)).place


def test_a_place_is_named_in_the_language_spoken() -> None:
    """A German reads Deutschland."""
    with speaking("de"):
        assert name_of("de") == "Deutschland"
        assert name_of("us-tx") == "Texas"
    assert name_of("uk") == "United Kingdom"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("what are my rights in California?", "us-ca"),
        ("Which rights do I have in Germany", "de"),
        ("quels sont mes droits en Belgique ?", "be"),
        ("¿qué derechos tengo en España?", "es"),
        ("Welche Rechte habe ich in der Schweiz?", "ch"),
        ("भारत में मेरे अधिकार क्या हैं", "in"),
        ("日本での権利は", "jp"),
        ("my rights in india, the service is in the us", "in"),
        ("is virbo safe in germany?", None),
        ("what are my rights?", None),
        ("my ex Jordan posted a picture", None),
    ],
)
def test_a_free_question_on_rights_names_its_place(text: str, place: str | None) -> None:
    """A place alone is not enough: the question has to be about rights or law."""
    assert asked_for(text) == place


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """No text raises, and what is found stands in it."""
    for one in recognise(text):
        assert one.words in text


def test_a_long_text_is_read_in_a_moment() -> None:
    """Only its beginning counts; the rest costs nothing."""
    assert places("germany " + "x " * 200_000) == [("de",)]
