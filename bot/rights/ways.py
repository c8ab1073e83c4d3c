"""Where a reply on rights leads: other wants, other laws, the letter, places to choose from."""

from __future__ import annotations

from bot.messages import Button, button
from bot.rights.asked import Asked
from bot.rights.names import Place, name_of
from bot.rights.wants import LABELS, label
from bot.strings import say, spoken
from knowledge.rights_schema import Want

#: Offered first, by the language that is spoken; then the common ones.
LIKELY: dict[str, tuple[Place, ...]] = {
    "de": ("de", "at", "ch"),
    "es": ("es",),
    "fr": ("fr", "be", "ca-qc"),
    "hi": ("in",),
    "it": ("it", "ch"),
    "ja": ("jp",),
    "pt": ("br", "pt"),
}
COMMON: tuple[Place, ...] = ("eu", "uk", "us", "us-ca", "in", "br", "ca", "au")
#: States whose own law people ask for most; the others are typed.
STATES: tuple[Place, ...] = ("us-ca", "us-tx", "us-il", "us-fl", "us-ny")
SERVICES: tuple[Place, ...] = ("us", "cn", "eu", "uk", "in", "sg")
MAX_PLACES = 8


def key(question: Asked, want: str = "") -> str:
    """Return the text of a button: "de.us erase 2026-11-01" (place, the service's, want or view, the day if one was given)."""
    ids = f"{question.place}.{question.service}" if question.service else question.place
    return " ".join(filter(None, (ids, want, question.sent.isoformat() if question.sent else "")))


def to_wants(question: Asked, *, but: Want | None = None) -> tuple[Button, ...]:
    """Return a button for everything a person may want."""
    return tuple(button(label(want), "rights", key(question, want)) for want in LABELS if want != but)


def to_letter(question: Asked, want: Want) -> Button:
    """Return the button that writes the letter for a want."""
    return button(say("Write the letter"), "letter", f"{want} {key(Asked(question.place, question.service))}")


def to_place(skill: str, before: str = "", after: str = "") -> tuple[Button, ...]:
    """Return the places people ask for most, those where the spoken language is spoken first; `before` and `after` stand around the id."""
    places = tuple(dict.fromkeys((*LIKELY.get(spoken(), ()), *COMMON)))[:MAX_PLACES]
    return tuple(_to(place, skill, before, after) for place in places)


def to_state(question: Asked) -> tuple[Button, ...]:
    """Return a few states of the US."""
    return tuple(_to(place, "rights", "", question.want or "") for place in STATES)


def to_one_of(places: tuple[Place, ...], skill: str, before: str = "", after: str = "") -> tuple[Button, ...]:
    """Return the places between which a person has to choose."""
    return tuple(_to(place, skill, before, after) for place in places[:MAX_PLACES])


def to_service_place(question: Asked) -> tuple[Button, ...]:
    """Return the countries where services often sit."""
    return tuple(
        button(name_of(place), "rights", key(Asked(question.place, place, sent=question.sent), question.want or "")) for place in SERVICES
    )


def _to(place: Place, skill: str, before: str, after: str) -> Button:
    return button(name_of(place), skill, " ".join(filter(None, (before, place, after))))
