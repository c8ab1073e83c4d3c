"""Other languages: the bot's words (strings/<language>.toml), plural rules, the sentence for people without guides in theirs."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "strings"
_NO_GUIDES = _FOLDER / "no_guides.toml"

Translation = str | dict[str, str]


def base_of(language: str) -> str:
    """Return the language without its region or script: "pt" for "pt-BR", "en" for nothing."""
    return language.replace("_", "-").split("-", maxsplit=1)[0].lower() or "en"


@cache
def translations(language: str) -> dict[str, Translation]:
    """Return the bot's words in a language, by their English; empty where there are none.

    A value is a string, or for things that are counted a table by CLDR plural form ("one", "few", ... "other").
    """
    path = _FOLDER / f"{language}.toml"
    if not language.isalpha() or not path.is_file():
        return {}
    return dict(tomllib.loads(path.read_text(encoding="utf-8")))


def spoken_languages() -> tuple[str, ...]:
    """Return the languages the bot's own words are written in, English first (ISO 639-1)."""
    return ("en", *sorted(path.stem for path in _FOLDER.glob("??.toml")))


def direction(language: str) -> str:
    """Return how a language is written: "rtl" (right to left) or "ltr"."""
    from babel import Locale

    return str(Locale(language).text_direction)


@cache
def name_of(language: str, in_language: str) -> str:
    """Return the name of a language, said in a language: "Deutsch" for ("de", "de")."""
    from babel import Locale

    name = Locale(language).get_display_name(in_language) or language
    return name[:1].upper() + name[1:]


@cache
def plural_form(language: str, count: int) -> str:
    """Return the CLDR plural form that `count` takes in a language: "zero", "one", "two", "few", "many" or "other"."""
    from babel import Locale

    return str(Locale(language).plural_form(count))


@cache
def plural_forms(language: str) -> frozenset[str]:
    """Return the CLDR plural forms of a language, "other" always among them."""
    from babel import Locale

    return frozenset({*Locale(language).plural_form.tags, "other"})


@cache
def _sentences() -> dict[str, str]:
    return {language: str(sentence) for language, sentence in tomllib.loads(_NO_GUIDES.read_text(encoding="utf-8")).items()}


def apology(language: str) -> str:
    """Return "I understood you, but my guides are in English" in a language without guides; "" for English."""
    base = base_of(language)
    if base == "en":
        return ""
    return _sentences().get(base, _sentences()["other"])
