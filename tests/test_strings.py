"""Other languages: what is said, in which one, and that translations fit the English they were made from."""

import pytest

from adapters import catalog
from bot.memory import ProcessMemory
from bot.messages import Request
from bot.speech import language_for
from bot.strings import say, say_count, speaking
from knowledge import languages
from knowledge.languages import spoken_languages
from knowledge.loader import load_library


@pytest.fixture
def klingon(tmp_path, monkeypatch):
    """A language of two sentences, for which Russian's plural rules hold."""
    (tmp_path / "ru.toml").write_text(
        '"Hello {name}" = "nuqneH {name}"\n"{n} photos".one = "{n} a"\n"{n} photos".few = "{n} b"\n"{n} photos".other = "{n} c"\n'
    )
    monkeypatch.setattr(languages, "_FOLDER", tmp_path)
    languages.translations.cache_clear()
    yield
    languages.translations.cache_clear()


def test_english_is_said_as_it_is_written():
    """Without a language, the words in the code come out, their blanks filled."""
    assert say("Hello {name}", name="Kim") == "Hello Kim"
    assert [say_count("1 photo", "{n} photos", n) for n in (1, 2)] == ["1 photo", "2 photos"]


@pytest.mark.usefixtures("klingon")
def test_a_translation_is_said_to_those_who_speak_it():
    """Inside `speaking`, a translation replaces the English; what has none stays English; afterwards English is back."""
    with speaking("ru-RU"):
        assert say("Hello {name}", name="Kim") == "nuqneH Kim"
        assert say("Not translated") == "Not translated"
    assert say("Hello {name}", name="Kim") == "Hello Kim"


@pytest.mark.usefixtures("klingon")
@pytest.mark.parametrize(("count", "words"), [(1, "1 a"), (2, "2 b"), (5, "5 c"), (21, "21 a")])
def test_plurals_follow_the_rules_of_the_language(count, words):
    """Russian counts 1 and 21 alike, and 2 unlike 5 (Unicode CLDR)."""
    with speaking("ru"):
        assert say_count("1 photo", "{n} photos", count) == words


def test_every_translation_fits_its_english():
    """No file translates what is said nowhere, loses a blank, or lacks a plural form."""
    assert catalog.faults(load_library().rubric) == []


@pytest.mark.usefixtures("klingon")
def test_a_translation_of_words_nobody_says_is_named():
    """A stale line of a language's file is found by `unexposed check`."""
    assert any("said nowhere" in fault for fault in catalog.faults(()))


@pytest.mark.parametrize("language", spoken_languages()[1:])
def test_a_language_is_whole(language):
    """A language that people can choose says everything in it: no sentence falls back to English."""
    assert list(catalog.missing(language, load_library().rubric)) == []


TOLD = [
    ("is virbo safe to use?", "de", "en"),
    ("Ist Virbo sicher?", "en", "de"),
    ("kya yeh app safe hai", "en", "hi"),
    ("क्या यह ऐप सुरक्षित है?", "en", "hi"),
    ("¿Guardan mi foto después de borrarla?", "en", "es"),
    ("virbo", "fr", "fr"),
    ("ok", None, "en"),
    ("guides/en/metadata#what-stays", "pt-BR", "pt"),
]


@pytest.mark.parametrize(("text", "client", "language"), TOLD)
def test_the_language_is_told_from_the_words_else_from_the_app(text, client, language):
    """What a person types decides; a name, a word or a button leaves it to the app's setting."""
    assert language_for(Request(text=text, language=client), ProcessMemory(lambda: 0.0, 60)) == language
