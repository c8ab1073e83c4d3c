"""What a message is about before anything is looked up: small talk, a country, a service meant by "it"."""

from __future__ import annotations

import re

from bot.memory import Conversation
from knowledge.schema import Library, Passage

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
#: "And in Brazil?", "what about kids?": the rest of the question was asked before. Openings in the languages people write in.
_GOES_ON = re.compile(
    r"^\W*(?:and|but|or|also|what about|how about|what if|even|same for|und|und was ist mit|oder|auch|wie (?:ist|sieht) es (?:mit|"
    r"in)|y|o|pero|qu[ée] hay de|"
    r"et|ou|mais|qu'en est-il|e|ed|ou|mas|ma|e se|aur|lekin|ya|dan|tapi|kalau|gimana kalau|ve|peki|а|"
    r"и|но|a|i|en|maar|和|那|那么|では|じゃあ|और|लेकिन|و|ماذا عن)\b",
    re.IGNORECASE,
)
_GOING_ON_WORDS = 7
_CHILDREN = re.compile(
    r"\b(?:kids?|child(?:ren)?|minors?|teen\w*|bab(?:y|ies)|daughter|son|under 1[0-8]|kinder\w*|niñ[oa]s|enfants|crian[çc]as|bambini|"
    r"bachch?[eo]\w*|anak)\b",
    re.IGNORECASE,
)
#: Nothing but the wish to hear more: what the last passage leads on to.
_MORE = re.compile(
    r"^\W*(?:how|how (?:so|exactly|do i do (?:that|this|it)|can i do (?:that|this|it))|why|why (?:so|not|is that)|and|and (?:then|"
    r"now|how|why)|then|what now|now what|"
    r"what (?:next|else|then|do i do (?:then|now)|can i do)|more|tell me more|go on|explain|like what|for example|wie|wieso|warum|"
    r"und dann|und jetzt|mehr|was noch|"
    r"c[óo]mo|por qu[ée]|y (?:luego|ahora)|m[áa]s|comment|pourquoi|et (?:apr[èe]s|maintenant)|como|por qu[eê]|e agora|come|"
    r"perch[ée]|e poi|kaise|kyu[n]?|phir|"
    r"gimana|kenapa|terus|как|почему|а дальше|nas[ıi]l|neden|sonra|كيف|لماذا|怎么|为什么|然后|どうやって|なぜ|कैसे|क्यों)\W*$",
    re.IGNORECASE,
)
#: "Can you take the gps out of my pic?": that needs no words, but the photo.
_CLEAN_MINE = re.compile(
    r"\b(?:can|could|will|would|pls|please|kannst|puedes?|peux|pode|puoi|bisa)\b.{0,30}\b(?:remov\w*|strip\w*|clean\w*|tak\w*|"
    r"wip\w*|scrub\w*|delet\w*|eras\w*|get rid of|"
    r"entfern\w*|rausnehm\w*|quitar\w*|limpiar|enlever|retirer|tirar|limpar|togliere|hapus\w*)\b.{0,40}"
    r"\b(?:gps|location|metadata|exif|geotag\w*|hidden data|date|standort|ubicaci[óo]n|localisation|localiza[çc][ãa]o|posizione|"
    r"lokasi|meta\w*)\b.{0,30}"
    r"\b(?:my|this|these|the|me[ia]n\w*|mis?|mes|mon|ma|minhas?|mia|mie|fotoku|foto)\b"
    r"|\bclean (?:my|this|these) (?:pic|photo|picture|image|selfie)s?\b",
    re.IGNORECASE,
)
#: Who asks on somebody's behalf how to do it, or about a service, wants to hear about it.
_ASKS_HOW = re.compile(r"\b(?:how|do they|does it|the (?:app|site|service)|her|his|their|wie|cómo|comment|como|come)\b", re.IGNORECASE)


def is_small_talk(text: str) -> bool:
    """Tell a greeting, thanks, or "what can you do?"."""
    return _SMALL_TALK.match(text) is not None


def asks_which_services(text: str) -> bool:
    """Tell "which services do you know?"."""
    return _WHICH_SERVICES.search(text) is not None


def refers_back(text: str) -> bool:
    """Tell a short message that speaks of "it" or "they"."""
    return len(text.split()) <= _FOLLOW_UP_WORDS and _REFERRING.search(text) is not None


def wants_cleaning(text: str) -> bool:
    """Tell whether somebody asks this bot to take something out of their photo."""
    return _CLEAN_MINE.search(text) is not None and _ASKS_HOW.search(text) is None


def leads_on(text: str, before: Conversation, library: Library) -> Passage | None:
    """Return the passage to go on with when a message only says "how?" or "tell me more"; None for any other."""
    if not _MORE.match(text) or not before.passages:
        return None
    passages = library.passages
    last = passages.get(before.passages[0])
    return next((passages[target] for target in last.next if target in passages), None) if last else None


def in_full(text: str, before: Conversation, library: Library) -> str:
    """Return the question with what it leaves out: the law of the country it names, the service or the subject that was talked about."""
    country = _GDPR.search(text)
    if country and (_RIGHTS.search(text) or len(text.split()) <= 3):
        return f"What are my rights under the GDPR in the EU? {text}"
    if platform := next((known for known in library.platforms if known.id == before.platform and refers_back(text)), None):
        return f"{platform.name}: {text}"
    if goes_on(text) and before.passages and _CHILDREN.search(text):
        return f"May children be in a picture there, or use such an app? {text}"
    return f"{subject}: {text}" if goes_on(text) and (subject := _subject(before, library)) else text


def goes_on(text: str) -> bool:
    """Tell a short message that opens with "and", "what about"."""
    return len(text.split()) <= _GOING_ON_WORDS and _GOES_ON.match(text) is not None


def _subject(before: Conversation, library: Library) -> str:
    """Return what the conversation was last about, in words: the title of the passage; "" if nothing is remembered."""
    last = library.passages.get(before.passages[0]) if before.passages else None
    return last.title if last else ""
