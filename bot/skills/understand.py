"""What a message is about before anything is looked up: small talk, a country, a service meant by "it"."""

from __future__ import annotations

import re

from bot.memory import Conversation
from knowledge.schema import Library

_SMALL_TALK = re.compile(
    r"^\W*(?:hi+|hello|hey+|yo|hiya|good (?:morning|evening|day)|thanks?(?: you)?(?: so much)?|thx|ty|bye|goodbye|"
    r"ok(?:ay)?|yes|no|yep|nope|cool|nice|test|who are you|what are you|what can you do|what do you do|how does this work|"
    r"hola|gracias|bonjour|salut|merci|hallo|danke|ciao|grazie|ol[áa]|obrigad[oa]|merhaba|te[şs]ekk[üu]rler|cze[śs][ćc]|"
    r"namaste|salam|привет|спасибо)\W*$",
    re.IGNORECASE,
)
_WHICH_SERVICES = re.compile(r"\b(?:which|what) (?:services|platforms|apps|tools) do you (?:know|rate|have)\b", re.IGNORECASE)
#: Where the GDPR holds: the EU's 27 states and Iceland, Liechtenstein, Norway; as people write them.
_GDPR = re.compile(
    r"\b(?:germany|deutschland|france|spain|espa[ñn]a|italy|italia|netherlands|holland|belgium|austria|[öo]sterreich|poland|"
    r"polska|portugal|sweden|denmark|finland|ireland|greece|czech(?:ia| republic)|hungary|romania|bulgaria|croatia|slovakia|"
    r"slovenia|lithuania|latvia|estonia|luxembourg|malta|cyprus|norway|iceland|liechtenstein)\b",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"\b(?:rights?|laws?|legal(?:ly)?|delete|deletion|complain|apply|applies)\b", re.IGNORECASE)
_REFERRING = re.compile(r"\b(?:it|its|they|them|their|there|that (?:app|site|service|one)|this (?:app|site|service|one))\b", re.IGNORECASE)
#: A longer message says itself what it is about.
_FOLLOW_UP_WORDS = 9


def is_small_talk(text: str) -> bool:
    """Tell a greeting, thanks, or "what can you do?"."""
    return _SMALL_TALK.match(text) is not None


def asks_which_services(text: str) -> bool:
    """Tell "which services do you know?"."""
    return _WHICH_SERVICES.search(text) is not None


def refers_back(text: str) -> bool:
    """Tell a short message that speaks of "it" or "they"."""
    return len(text.split()) <= _FOLLOW_UP_WORDS and _REFERRING.search(text) is not None


def in_full(text: str, before: Conversation, library: Library) -> str:
    """Return the question with what it leaves out: the law of the country it names, or the service that was talked about."""
    country = _GDPR.search(text)
    if country and (_RIGHTS.search(text) or len(text.split()) <= 3):
        return f"What are my rights under the GDPR in the EU? {text}"
    platform = next((known for known in library.platforms if known.id == before.platform), None)
    return f"{platform.name}: {text}" if platform and refers_back(text) else text
