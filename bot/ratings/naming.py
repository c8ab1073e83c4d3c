"""Whether an ordinary word in a sentence stands for the service of that name.

"Line", "Signal", "X" or "Claude" are words before they are services. In "stand in line" nobody speaks of a
messenger, in "is Line safe?" everybody does. So such a name counts only where the sentence treats it as a service:
it is judged, trusted, used, uploaded to, compared, or called an app. What is not clearly so is left alone:
a missed name costs a button, a wrong one answers a question nobody asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.ratings import vocabulary
from bot.ratings.names import Word

Named = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands: the words of the text, the first word of the name, and the one after its last.

    named: tells whether a known service that needs no proof stands at a place in the text.
    """

    said: Sequence[Word]
    at: int
    end: int
    named: Named

    def word(self, place: int) -> str:
        """Return the folded word at a place, "" outside the text."""
        return self.said[place].folded if 0 <= place < len(self.said) else ""

    @property
    def before(self) -> str:
        """The word before the name, in the same clause; "" if the name opens it."""
        return "" if self.said[self.at].starts else self.word(self.at - 1)

    @property
    def after(self) -> str:
        """The word after the name, in the same clause; "" if the name ends it."""
        return "" if self.said[self.end - 1].ends else self.word(self.end)

    @property
    def one_word(self) -> bool:
        """Whether the name is a single word."""
        return self.end - self.at == 1

    @property
    def proper(self) -> bool:
        """Whether it is written as a name; a single letter must be a capital one to say anything."""
        raw = self.said[self.at].raw
        return len(raw) > 1 or raw.isupper()


def is_service(place: Place, text: str) -> bool:
    """Tell whether the words at a place are meant as the name of a service."""
    if (place.before, place.word(place.at)) in vocabulary.PHRASES:
        return False
    if place.before in vocabulary.POINTING:
        return place.before == "the" and place.one_word and place.after in vocabulary.APP
    return (
        any(sign(place) for sign in (_judged, _rated, _compared))
        or (place.proper and any(sign(place) for sign in (_alone, _used, _reached, _acts, _called)))
        or _native(place, text)
    )


def is_judged(place: Place) -> bool:
    """Tell whether a sentence judges, rates or compares what is named at a place, one name or a row of them."""
    between = {word.folded for word in place.said[place.at : place.end]}
    asked = any(vocabulary.JUDGED.fullmatch(word.folded) for word in place.said)
    if between & vocabulary.JOINING and asked and (place.said[place.at].starts or place.said[place.end - 1].ends):
        return True
    if place.before in vocabulary.THAN and asked:
        return True
    alone = len(place.said) == place.end - place.at
    return (
        alone
        or bool(between & vocabulary.VERSUS)
        or _judged(place)
        or _rated(place)
        or _native(place, " ".join(word.raw for word in place.said))
    )


def _alone(place: Place) -> bool:
    """Hear a bare "Signal" as the answer to "which service?"; "signal" and "X" may be anything."""
    raw = place.said[place.at].raw
    return len(place.said) == place.end - place.at and len(raw) > 1 and raw[0].isupper()


def _judged(place: Place) -> bool:
    """Hear "is X safe", "X safe?", "X is safe", "how safe is X", "¿es seguro X?"."""
    after, then = place.after, place.word(place.end + 1)
    if vocabulary.JUDGED.fullmatch(after) or (after in vocabulary.ADVERBS and vocabulary.JUDGED.fullmatch(then)):
        return place.before in vocabulary.IS or not place.before
    if after in vocabulary.IS and (
        vocabulary.JUDGED.fullmatch(then) or (then in vocabulary.ADVERBS and vocabulary.JUDGED.fullmatch(place.word(place.end + 2)))
    ):
        return not place.before or place.before in vocabulary.BEFORE_CLAUSE
    asked = place.before in vocabulary.IS and bool(vocabulary.JUDGED.fullmatch(place.word(place.at - 2)))
    told = (
        place.word(place.at - 2) in vocabulary.IS
        and bool(vocabulary.JUDGED.fullmatch(place.before))
        and place.before not in ("good", "bad", "ok", "okay")
    )
    return (asked or told) and (not after or after in vocabulary.ON_AFTER)


def _rated(place: Place) -> bool:
    """Hear "rate X", "can I trust X", "kann ich X vertrauen"."""
    if place.before in vocabulary.RATE and place.said[place.at - 1].starts:
        return not place.after or place.after in vocabulary.APP
    if place.before in ("of", "for", "von", "de", "di") and place.word(place.at - 2) in vocabulary.RATE and not place.after:
        return True
    trusting = place.before in vocabulary.TRUST and place.word(place.at - 2) in vocabulary.TRUSTING
    return (trusting and (not place.after or place.after in vocabulary.ON_AFTER)) or (
        place.after in vocabulary.TRUST and place.before in vocabulary.TRUSTING
    )


def _compared(place: Place) -> bool:
    """Hear "X vs Telegram", "WhatsApp or X", "safer than X" beside a service that is named for certain."""
    if place.before in vocabulary.VERSUS or place.after in vocabulary.VERSUS:
        return True
    if place.before in vocabulary.THAN and not place.after:
        return any(place.named(n) for n in range(place.at))
    return (place.before in vocabulary.BESIDE and place.named(place.at - 2)) or (
        place.after in vocabulary.BESIDE and place.named(place.end + 1)
    )


def _used(place: Place) -> bool:
    """Hear "should I use X?", "uninstall X for good"."""
    return place.before in vocabulary.USE and (not place.after or place.after in vocabulary.ON_AFTER)


def _reached(place: Place) -> bool:
    """Hear "I sent a photo to X", "ein Bild auf X hochladen"."""
    if place.before not in vocabulary.TO or (
        place.after and place.after not in vocabulary.ON_AFTER and not vocabulary.UPLOAD.fullmatch(place.after)
    ):
        return False
    return any(vocabulary.UPLOAD.fullmatch(word.folded) for n, word in enumerate(place.said) if not place.at <= n < place.end)


def _acts(place: Place) -> bool:
    """Hear "does X keep my photos"."""
    return place.before in vocabulary.DOES and place.after in vocabulary.KEEPS


def _called(place: Place) -> bool:
    """Hear "X app", "X messenger"."""
    return place.one_word and place.after in vocabulary.APP


def _native(place: Place, text: str) -> bool:
    """Hear "X безопасен?", "Xは安全ですか": judged in another script, with nothing but names in Latin letters."""
    others = [n for n, word in enumerate(place.said) if word.raw.isascii() and not place.at <= n < place.end]
    return bool(vocabulary.JUDGED_NATIVE.search(text)) and all(place.named(n) for n in others)
