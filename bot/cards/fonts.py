"""Letters for cards: the face that comes with Pillow, and what to do about letters it lacks.

Pillow carries Aileron with the letters of English and no accents. A language with more letters gets a face of
this machine that has all of them; where there is none, accents are left off ("Prüfung" becomes "Prufung").
A script that cannot be folded so is not drawn at all: `can_show` says no, and the card is drawn in English.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from knowledge.languages import translations

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

#: Faces that Linux, Windows and macOS bring along, looked for by file name in the system's folders; "" is Pillow's own.
FACES = ("", "DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "arial.ttf", "Arial.ttf", "Helvetica.ttc")
#: What stands for characters that have no simple base letter.
_FOLDED = str.maketrans({
    "–": "-", "—": "-", "‑": "-", "−": "-", "•": "·", "→": ">", "×": "x", "„": "“", "‚": "‘", "€": "EUR", "£": "GBP", "\u00a0": " ",
    "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d",
    "þ": "th", "ı": "i", "¿": "", "¡": "",
})  # fmt: skip
#: A code point that no face has: what is drawn for it is what is drawn for every missing letter.
_MISSING = "\U0010fffe"


@cache
def face(name: str, size: int) -> FreeTypeFont | None:
    """Return a face at a size in pixels; None where this machine lacks it."""
    from PIL import ImageFont

    try:
        font = ImageFont.truetype(name, size) if name else ImageFont.load_default(size)
    except OSError:
        return None
    return font if isinstance(font, ImageFont.FreeTypeFont) else None


@cache
def has(name: str, letter: str) -> bool:
    """Tell whether a face has a letter of its own for a character."""
    font = face(name, 32)
    if font is None or letter.isspace():
        return font is not None
    drawn, missing = font.getmask(letter), font.getmask(_MISSING)
    return (drawn.size, bytes(drawn)) != (missing.size, bytes(missing))


@cache
def face_for(language: str) -> str:
    """Return the first face that has every letter of the bot's words in a language; Pillow's own where none has."""
    letters = _letters(language)
    return next((name for name in FACES if all(has(name, letter) for letter in letters)), "")


@cache
def can_show(language: str) -> bool:
    """Tell whether the bot's words in a language can be drawn: written from left to right, every letter there or folded to one that is."""
    name = face_for(language)
    return all(unicodedata.bidirectional(letter) == "L" and folded(letter, name) for letter in _letters(language))


def folded(words: str, name: str = "") -> str:
    """Return words with only such characters as a face has: accents left off where they must be, the rest left out."""
    return "".join(letter if has(name, letter) else _nearest(letter, name) for letter in unicodedata.normalize("NFC", words))


@cache
def _nearest(letter: str, name: str) -> str:
    bare = (char for char in unicodedata.normalize("NFKD", letter.translate(_FOLDED)) if not unicodedata.combining(char))
    return "".join(char for char in bare if has(name, char))


@cache
def _letters(language: str) -> frozenset[str]:
    values = translations(language).values()
    said = (word for value in values for word in ((value,) if isinstance(value, str) else value.values()))
    return frozenset(letter for words in said for letter in unicodedata.normalize("NFC", words) if letter.isalpha())
