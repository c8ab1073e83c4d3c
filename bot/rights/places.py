"""Which country, state or province a text names: words of any of the thirteen languages, codes, flags.

Names of countries come from Unicode's CLDR (Babel), other words from knowledge/places.toml. Names are compared
without accents and case, and without the endings that Russian, Turkish, German and Arabic add to them. A word that
stands for several places (Georgia, "CA") is found as several: the person is asked which one is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.rights.names import UNSPACED, Place, is_place, spaced, stems, tokens, unspaced, without_ending

#: Ordinary words that are codes, too; they name a place only after "the" or "in", or in capitals.
_ORDINARY = frozenset({"us", "eu"})
_BEFORE_ORDINARY = frozenset({"the", "in"})
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
    spoken_words = list(tokens(text))
    for length in range(min(_MOST_WORDS, len(spoken_words)), 0, -1):
        for n in range(len(spoken_words) - length + 1):
            run = spoken_words[n : n + length]
            if places := _named(tuple(word for _, _, word in run), text[run[0][0] : run[-1][1]], spoken_words[n - 1][2] if n else ""):
                yield run[0][0], run[-1][1], places
    if UNSPACED.search(text):
        for name, places in unspaced():
            at = text.casefold().find(name)
            if at >= 0:
                yield at, at + len(name), places


def _named(words: tuple[str, ...], written: str, before: str) -> set[Place]:
    index = spaced()
    if len(words) == 1 and words[0] in _ORDINARY and not written.isupper() and before not in _BEFORE_ORDINARY:
        return set()
    return index.get(words) or _inflected(words, index)


def _inflected(words: tuple[str, ...], index: dict[tuple[str, ...], set[Place]]) -> set[Place]:
    """Return the places of words without what their language adds to a name."""
    stem = tuple(map(without_ending, words))
    if stem != words and (places := stems().get(stem)):
        return places
    *head, last = words
    if places := index.get((*head, _LATIN_ENDING.sub("", last))):
        return places
    joined = words[0][:1] in ("ب", "ل", "و", "ف") and len(words[0]) > 4
    return index.get((words[0][1:], *words[1:]), set()) if joined else set()
