"""What a message asks: where the person lives, where the service sits, what they want, which day counts.

Buttons send ids ("de.us erase 2026-11-23"); people write words ("germany, delete, sent 3 November"). Both are read here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.rights.days import sent_on
from bot.rights.names import Place, is_place, plain
from bot.rights.places import Found, recognise
from bot.rights.wants import want_of
from knowledge.rights_format import WANTS
from knowledge.rights_schema import Want

#: What a button shows of a place besides a want: other laws, when they may refuse, where the service sits.
VIEWS = ("more", "more2", "more3", "no", "where")
_IDS = re.compile(r"(?P<place>[a-z]{2}(?:-[a-z]{2})?)(?:\.(?P<service>[a-z]{2}(?:-[a-z]{2})?))?(?:\s+(?P<rest>.+))?", re.DOTALL)
_SERVICE_BEFORE = re.compile(
    r"(?:service|app|company|site|website|platform|server|firm|provider|dienst|firma|anbieter|seite|empresa|servicio|servico|"
    r"entreprise|societe|azienda|servizio|सेवा|कपनी|layanan|perusahaan|شركة|خدمة|تطبيق|公司|服务|应用|会社|サービス|アプリ|компани|сервис|приложени|sirket|hizmet|uygulama)"
    r"[^.,;،，。]{0,30}$"
)
_RIGHTS = re.compile(
    r"\b(?:rights?|laws?|legal(?:ly)?|derechos?|ley(?:es)?|direitos?|leis?|droits?|lois?|rechte?n?|gesetze?|diritt[oi]|legg[ei]|hak\w*|hukum|"
    r"adhikar|kanoon|yasa\w*|прав[аоу]?|закон\w*)\b|अधिकार|कानन|قانون|حقوق|حقي|权利|权益|法律|権利|法的|合法",
)
#: Words that say nothing about where somebody is; what is left over may be a name of a place that is not known.
_FILLER = frozenset(
    "a an the my mine our i we me you in on at of for from to and or is are am be do does did have has what which where when how can "
    "could should would will it its that this there here live lives living right rights law laws legal legally service app "
    "company site based located sent send today photo photos picture pictures data my about please tell show with under".split()
)
#: Codes of countries that open English sentences, too.
_ENGLISH = frozenset("no is in it to be me so am as at my do".split())
_MAX_UNKNOWN_WORDS = 4
_MAX_UNKNOWN_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """What a message asks. place: "" where none is named. unclear: places between which the person has to choose.

    unknown: words that look like the name of a place nobody here knows.
    """

    place: Place = ""
    service: Place = ""
    want: Want | None = None
    view: str = ""
    sent: date | None = None
    unclear: tuple[Place, ...] = ()
    unknown: str = ""
    rest: str = ""


def asked(text: str, today: date) -> Asked:
    """Return what a message asks; NoSuchDayError for a day that does not exist."""
    return _by_ids(text.strip(), today) or _by_words(text, today)


def asked_for(text: str) -> Place | None:
    """Return the place whose law a free question asks about ("what are my rights in California?"), or None.

    For a word that stands for several places the first of them; /rights asks which one is meant.
    """
    if not _RIGHTS.search(plain(text)):
        return None
    homes, _ = _homes(recognise(text), text)
    return homes[0].places[0] if homes else None


def _by_ids(text: str, today: date) -> Asked | None:
    """Return what a button sends; None for words."""
    ids = _IDS.fullmatch(text)
    place = _place(ids["place"]) if ids else ""
    if not ids or not place or (ids["service"] and not is_place(ids["service"])):
        return None
    rest = (ids["rest"] or "").strip()
    first = rest.split(" ", 1)[0]
    if rest and not _goes_on(ids["place"], first, rest, today):
        return None
    day = sent_on(rest, today, month_first=place.startswith("us"))
    return Asked(place, ids["service"] or "", want_of(rest), first if first in VIEWS else "", day, rest=rest)


def _goes_on(code: str, first: str, rest: str, today: date) -> bool:
    """Tell whether what follows a code belongs to a button or a short command, and not to a sentence that begins with such a word."""
    if first in VIEWS or first in WANTS:
        return True
    return code not in _ENGLISH and not recognise(rest) and bool(want_of(first) or sent_on(rest, today))


def _place(code: str) -> Place:
    """Return the place of a code; a state's alone ("tx") where no country has the same."""
    return code if is_place(code) else f"us-{code}" if is_place(f"us-{code}") else ""


def _by_words(text: str, today: date) -> Asked:
    found = recognise(text)
    homes, services = _homes(found, text)
    left = _without(text, found)
    place = homes[0].places[0] if len(homes) == 1 and len(homes[0].places) == 1 else ""
    unclear = () if place else tuple(dict.fromkeys(one for home in homes for one in home.places))
    day = sent_on(left, today, month_first=place.startswith("us"))
    want = want_of(left)
    unknown = _left_over(left) if not homes and not day and not want else ""
    return Asked(place, services[0].places[0] if services else "", want, "", day, unclear, unknown, left)


def _homes(found: tuple[Found, ...], text: str) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
    """Return where the person may be, and where they say that the service is."""
    starts = (0, *(one.at + len(one.words) for one in found))
    services = tuple(one for start, one in zip(starts, found, strict=False) if _SERVICE_BEFORE.search(plain(text[start : one.at])))
    homes = tuple(one for one in found if one not in services)
    return (homes, services) if homes or len(services) != 1 else (services, ())


def _without(text: str, found: tuple[Found, ...]) -> str:
    for one in reversed(found):
        text = f"{text[: one.at]} {text[one.at + len(one.words) :]}"
    return text


def _left_over(text: str) -> str:
    """Return the few words that may name a place; "" for a sentence or for nothing."""
    words = [word for word in re.findall(r"[^\s,.;:!?¿¡()\"]+", text) if plain(word) not in _FILLER]
    named = " ".join(words)
    return named if 0 < len(words) <= _MAX_UNKNOWN_WORDS and len(named) <= _MAX_UNKNOWN_CHARACTERS else ""
