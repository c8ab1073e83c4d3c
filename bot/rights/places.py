"""Which country, state or province a text names: words of any of the thirteen languages, codes, flags.

Names of countries come from Unicode's CLDR (Babel), other words from knowledge/places.toml. Names are compared
without accents and case, and without the endings that Russian, Turkish, German and Arabic add to them. A word that
stands for several places (Georgia, "CA") is found as several: the person is asked which one is meant.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import knowledge
from bot.strings import spoken

Place = str  #: "de", "us-ca", "eu", "uk": ISO 3166 in lower case, with "uk" for GB.

LANGUAGES = ("en", "es", "pt", "fr", "de", "it", "hi", "id", "ar", "zh", "ja", "ru", "tr")
_WORDS = Path(knowledge.__file__).parent / "places.toml"
_NO_COUNTRIES = frozenset({"EZ", "QO", "UN", "XA", "XB", "ZZ"})
#: Ordinary words that are codes, too; they name a place only after "the" or "in", or in capitals.
_ORDINARY = frozenset({"us", "eu"})
_BEFORE_ORDINARY = frozenset({"the", "in"})
_SPLIT = re.compile(r"[\s,.;:!?¿¡/\\'’‘`\"“”()\[\]{}<>|*_~@#&+=\-–—।،؟؛、。，！？：（）]+")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
#: Written as `plain` leaves it: without the breve of й.
_CYRILLIC_ENDING = re.compile("(?<=[а-я]{3})(?:иями|иях|ами|ах|ам|ом|ем|ов|ев|[аеиоуыюяь]{1,3})$")
_LATIN_ENDING = re.compile(r"(?<=\w{4})(?:daki|deki|dan|den|tan|ten|da|de|ta|te|ya|ye|nin|s)$")
_CODE = re.compile(r"(?:^|,\s*)(?P<code>[A-Z]{2})(?=[\s;!?]|$)")
_SUBDIVISION = re.compile(r"\b(?P<country>us|usa|ca)\s?[-/]\s?(?P<part>[a-z]{2})\b", re.IGNORECASE)
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_UK_PARTS = re.compile("\U0001f3f4\U000e0067\U000e0062[\U000e0061-\U000e007a]+\U000e007f?")
#: Longest name in words: "Isole Georgia del Sud e Sandwich Australi" and the like.
_MOST_WORDS = 9
#: A place stands at the beginning of a message, or the message is no question about a place.
MAX_READ_CHARACTERS = 600


@dataclass(frozen=True, slots=True)
class Found:
    """A place that a text names, at character `at` of the plain text; several when the word is ambiguous."""

    places: tuple[Place, ...]
    at: int
    words: str


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


def recognise(text: str) -> tuple[Found, ...]:
    """Return the places a text names, in the order they stand in it; the longest name wins."""
    text = text[:MAX_READ_CHARACTERS]
    spans: list[tuple[int, int]] = []
    found: list[Found] = []
    for start, end, places in (*_flags(text), *_codes(text), *_names(text)):
        if all(end <= a or start >= b for a, b in spans):
            spans.append((start, end))
            found.append(Found(tuple(sorted(places)), start, text[start:end]))
    return _without_wholes(tuple(sorted(found, key=lambda one: one.at)))


def _without_wholes(found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Leave out a country that only says where a state is ("Austin, Texas, USA"), and settle what it makes plain ("Georgia, USA")."""
    countries = {one.places[0] for one in found if len(one.places) == 1 and "-" not in one.places[0]}
    settled = [Found(inside, one.at, one.words) if (inside := _inside(one, countries)) else one for one in found]
    parents = {one.places[0].split("-")[0] for one in settled if "-" in one.places[0] and len(one.places) == 1}
    left = [one for one in settled if one.places[0] not in parents]
    return tuple(one for n, one in enumerate(left) if one.places not in [other.places for other in left[:n]])


def _inside(found: Found, countries: set[Place]) -> tuple[Place, ...]:
    return tuple(place for place in found.places if "-" in place and place.split("-")[0] in countries) if len(found.places) > 1 else ()


def _flags(text: str) -> Iterator[tuple[int, int, set[Place]]]:
    for flag in _FLAG.finditer(text):
        code = "".join(chr(ord(char) - 0x1F1E6 + ord("a")) for char in flag[0])
        if is_place(place := "uk" if code == "gb" else code):
            yield flag.start(), flag.end(), {place}
    for part in _UK_PARTS.finditer(text):
        yield part.start(), part.end(), {"uk"}


def _codes(text: str) -> Iterator[tuple[int, int, set[Place]]]:
    for part in _SUBDIVISION.finditer(text):
        place = f"{part['country'][:2].lower()}-{part['part'].lower()}"
        if is_place(place):
            yield part.start(), part.end(), {place}
    for code in _CODE.finditer(text):
        word = code["code"].lower()
        places = {place for place in (word, f"us-{word}") if is_place(place)}
        if places and not (word in ("eu", "us", "uk") or (code.start() == 0 and len(text.strip()) > 2 and len(text.split()) > 2)):
            yield code.start("code"), code.end("code"), places


def _names(text: str) -> Iterator[tuple[int, int, set[Place]]]:
    """Give the names in a text, the longest first."""
    spoken_words = list(_tokens(text))
    for length in range(min(_MOST_WORDS, len(spoken_words)), 0, -1):
        for n in range(len(spoken_words) - length + 1):
            run = spoken_words[n : n + length]
            if places := _named(tuple(word for _, _, word in run), text[run[0][0] : run[-1][1]], spoken_words[n - 1][2] if n else ""):
                yield run[0][0], run[-1][1], places
    if _UNSPACED.search(text):
        for name, places in _unspaced():
            at = text.casefold().find(name)
            if at >= 0:
                yield at, at + len(name), places


def _tokens(text: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    for gap in (*_SPLIT.finditer(text), None):
        end = gap.start() if gap else len(text)
        if end > at:
            yield at, end, plain(text[at:end])
        at = gap.end() if gap else at


def _named(words: tuple[str, ...], written: str, before: str) -> set[Place]:
    index = _spaced()
    if len(words) == 1 and words[0] in _ORDINARY and not written.isupper() and before not in _BEFORE_ORDINARY:
        return set()
    return index.get(words) or _inflected(words, index)


def _inflected(words: tuple[str, ...], index: dict[tuple[str, ...], set[Place]]) -> set[Place]:
    """Return the places of words without what their language adds to a name."""
    stem = tuple(map(_without_ending, words))
    if stem != words and (places := _stems().get(stem)):
        return places
    *head, last = words
    if places := index.get((*head, _LATIN_ENDING.sub("", last))):
        return places
    joined = words[0][:1] in ("ب", "ل", "و", "ف") and len(words[0]) > 4
    return index.get((words[0][1:], *words[1:]), set()) if joined else set()


def _without_ending(word: str) -> str:
    return _CYRILLIC_ENDING.sub("", word)


@cache
def _stems() -> dict[tuple[str, ...], set[Place]]:
    """Return the names in Cyrillic without their endings."""
    stems: dict[tuple[str, ...], set[Place]] = {}
    for words, places in _spaced().items():
        stems.setdefault(tuple(map(_without_ending, words)), set()).update(places)
    return stems


@cache
def _spaced() -> dict[tuple[str, ...], set[Place]]:
    """Return all names in scripts with spaces, as plain words."""
    index: dict[tuple[str, ...], set[Place]] = {}
    for place, name in _all_names():
        if not _UNSPACED.search(name):
            words = tuple(word for _, _, word in _tokens(name))
            index.setdefault(words, set()).add(place)
    return index


@cache
def _unspaced() -> tuple[tuple[str, set[Place]], ...]:
    """Return all names in scripts without spaces, the longest first."""
    index: dict[str, set[Place]] = {}
    for place, name in _all_names():
        if _UNSPACED.search(name):
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
