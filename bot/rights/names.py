"""The names of places: countries by Unicode's CLDR in thirteen languages, other words from knowledge/places.toml.

They are kept as plain words, without case and accents, ready to be compared.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import knowledge
from bot.strings import spoken

Place = str  #: "de", "us-ca", "eu", "uk": ISO 3166 in lower case, with "uk" for GB.

LANGUAGES = ("en", "es", "pt", "fr", "de", "it", "hi", "id", "ar", "zh", "ja", "ru", "tr")
_WORDS = Path(knowledge.__file__).parent / "places.toml"
_NO_COUNTRIES = frozenset({"EZ", "QO", "UN", "XA", "XB", "ZZ"})
_SPLIT = re.compile(r"[\s,.;:!?¿¡/\\'’‘`\"“”()\[\]{}<>|*_~@#&+=\-–—।،؟؛、。，！？：（）]+")
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
#: Written as `plain` leaves it: without the breve of й.
_CYRILLIC_ENDING = re.compile("(?<=[а-я]{3})(?:иями|иях|ами|ах|ам|ом|ем|ов|ев|[аеиоуыюяь]{1,3})$")


def plain(text: str) -> str:
    """Return text without case, accents and Hindi dots, for comparing."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i").replace("ł", "l"))
    return "".join(char for char in folded if not (unicodedata.combining(char) >= 200 or unicodedata.combining(char) == 7))


def name_of(place: Place) -> str:
    """Return the name of a place in the language spoken now, English where that has none."""
    country = _territories(spoken()).get(_iso(place)) if spoken() in LANGUAGES and spoken() != "en" else ""
    return country or _own()[place][0] if place in _own() else country or _territories("en").get(_iso(place), place.upper())


def is_place(code: str) -> bool:
    """Tell whether `code` is the id of a place."""
    return code in _own() or (len(code) == 2 and code != "gb" and code.upper() in _territories("en"))


def states() -> tuple[Place, ...]:
    """Return the ids of the US states, by name."""
    return tuple(sorted((place for place in _own() if place.startswith("us-")), key=lambda place: _own()[place][0]))


def tokens(text: str) -> Iterator[tuple[int, int, str]]:
    """Give the words of a text: where each begins and ends, and the word made plain."""
    at = 0
    for gap in (*_SPLIT.finditer(text), None):
        end = gap.start() if gap else len(text)
        if end > at:
            yield at, end, plain(text[at:end])
        at = gap.end() if gap else at


def without_ending(word: str) -> str:
    """Return a Cyrillic word without the ending its case gives it."""
    return _CYRILLIC_ENDING.sub("", word)


@cache
def spaced() -> dict[tuple[str, ...], set[Place]]:
    """Return all names in scripts with spaces, as plain words."""
    index: dict[tuple[str, ...], set[Place]] = {}
    for place, name in _all_names():
        if not UNSPACED.search(name):
            words = tuple(word for _, _, word in tokens(name))
            index.setdefault(words, set()).add(place)
    return index


@cache
def stems() -> dict[tuple[str, ...], set[Place]]:
    """Return the names in Cyrillic without their endings."""
    found: dict[tuple[str, ...], set[Place]] = {}
    for words, places in spaced().items():
        found.setdefault(tuple(map(without_ending, words)), set()).update(places)
    return found


@cache
def unspaced() -> tuple[tuple[str, set[Place]], ...]:
    """Return all names in scripts without spaces, the longest first."""
    index: dict[str, set[Place]] = {}
    for place, name in _all_names():
        if UNSPACED.search(name):
            index.setdefault(name.casefold(), set()).add(place)
    return tuple(sorted(index.items(), key=lambda item: -len(item[0])))


def _all_names() -> Iterator[tuple[Place, str]]:
    for place, names in _own().items():
        yield from ((place, name) for name in names)
    for language in LANGUAGES:
        for code, name in _territories(language).items():
            if len(code) == 2 and code not in _NO_COUNTRIES:
                yield ("uk" if code == "GB" else code.lower()), name


@cache
def _own() -> dict[Place, tuple[str, ...]]:
    tables = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {place: tuple(names) for table in tables.values() for place, names in table.items()}


@cache
def _territories(language: str) -> dict[str, str]:
    from babel import Locale

    return {str(code): str(name) for code, name in Locale(language).territories.items()}


def _iso(place: Place) -> str:
    return "GB" if place == "uk" else place.upper()
