"""Messages that ask for several things, or that take long to come to the point: the parts that can be looked up alone."""

from __future__ import annotations

import re

#: Each part costs an embedding.
MOST_PARTS = 3
_FEWEST_WORDS = 3
_LONG_WORDS = 22
_ASKING = (
    r"(?:how|whether|who|whom|what|where|when|why|which|whose|can|could|do|does|did|is|are|will|would|should|may|must|"
    r"wie|wer|was|wo|wann|warum|welche\w*|kann|darf|werden|c[óo]mo|qui[ée]n|qu[ée]|d[óo]nde|cu[áa]nto\w*|por|puedo|comment|qui|que|quoi|où|combien|pourquoi|puis|"
    r"como|quem|onde|quanto\w*|posso|chi|che|dove|quando|perché|kaise|kaun|kya|kahan|kitn\w+|siapa|apa|berapa|bagaimana|как|кто|что|где|сколько|почему|kim|ne|nasıl)"
)
_SENTENCE = re.compile(r"(?<=[.!?;。！？؟])\s+|\n+")
#: "... and who can see it": a second question after a joining word.
_JOINED = re.compile(
    rf"[,;]?\s+(?:and|or|plus|also|und|oder|y|o|et|ou|e|aur|dan|ve|и)\s+(?:also\s+)?(?={_ASKING}\b)|[,;]\s+(?={_ASKING}\b)", re.IGNORECASE
)
#: Where a long sentence is cut: at commas and joining words, which go.
_CLAUSE = re.compile(r"(?:,\s+|\s+-\s+|\s+)(?:so|but|because|and|und|aber|pero|y|mais|et)\s+|,\s+|\s+-\s+", re.IGNORECASE)
_QUESTION = re.compile(rf"^\W*{_ASKING}\b|[?？؟]", re.IGNORECASE)


def questions(text: str) -> tuple[str, ...]:
    """Return the questions that a message asks, where it asks more than one; otherwise nothing."""
    found = [part.strip() for sentence in _SENTENCE.split(text) for part in _JOINED.split(sentence)]
    asked = [part for part in found if _QUESTION.search(part) and len(part.split()) >= _FEWEST_WORDS]
    return tuple(asked[:MOST_PARTS]) if len(asked) > 1 else ()


def clauses(text: str) -> tuple[str, ...]:
    """Return what a long message can be cut into, the questions in it first; nothing for a short one."""
    if len(text.split()) < _LONG_WORDS:
        return ()
    cut = [part.strip() for sentence in _SENTENCE.split(text) for part in _CLAUSE.split(sentence)]
    long_enough = [part for part in cut if len(part.split()) > _FEWEST_WORDS]
    return tuple(sorted(long_enough, key=lambda part: _QUESTION.search(part) is None)[:MOST_PARTS])
