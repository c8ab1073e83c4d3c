"""What the bot says, in the language of the person it says it to.

English is written where it is used: `say("Here is your copy.")`. Other languages come from
knowledge/strings/<language>.toml, keyed by the English words; what has no translation stays English.
The language is set once for each reply (`speaking`), as gettext's is for each web request.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from knowledge.languages import base_of, plural_form, translations

_LANGUAGE: ContextVar[str] = ContextVar("language", default="en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything inside in `language` (BCP 47), as far as it is translated."""
    token = _LANGUAGE.set(base_of(language))
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def spoken() -> str:
    """Return the language that is spoken now (ISO 639-1)."""
    return _LANGUAGE.get()


def say(english: str, /, **values: object) -> str:
    """Return the words in the language spoken now, `{name}` in them replaced by `values`."""
    found = translations(spoken()).get(english, english)
    words = found if isinstance(found, str) else english
    return words.format(**values) if values else words


def say_count(one: str, other: str, count: int, /, **values: object) -> str:
    """Return the words for `count` things; `{n}` in them is the count. Translations follow the plural rules of Unicode CLDR."""
    found = translations(spoken()).get(other)
    english = one if count == 1 else other
    words = found.get(plural_form(spoken(), count), found["other"]) if isinstance(found, dict) else english
    return words.format(n=count, **values)


def phrase(english: str, /) -> str:
    """Return the words as they are: marks for translators what is written in one place and said (`say`) in another."""
    return english
