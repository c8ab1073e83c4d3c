"""Whether an ordinary word in a sentence stands for the service of that name.

"Line", "Signal", "X" or "Claude" are words before they are services. In "stand in line" nobody speaks of a
messenger, in "is Line safe?" everybody does. So such a name counts only where the sentence treats it as a service:
it is judged, trusted, used, uploaded to, compared, or called an app. What is not clearly so is left alone:
a missed name costs a button, a wrong one answers a question nobody asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.ratings.names import Word

Named = Callable[[int], bool]


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: "safe", "sicher", "seguro" ... where words are written with spaces and in Latin letters; stems of what is inflected.
_JUDGED = re.compile(
    r"(?:safe\w*|unsafe|secur\w*|legit\w*|trust\w*|reliab\w*|private|dangerous|risky|scam|ok|okay|good|bad|"
    r"(?:un)?sicher\w*|serios\w*|vertrauensw\w*|segur[oa]s?|fiable\w*|confiave\w*|confiable\w*|sur|sure|sicur[oa]|affidabil\w*|"
    r"veilig\w*|betrouwba\w*|bezpieczn\w*|guvenli\w*|guvenilir|aman|saker\w*|sikker\w*|turvallinen|bezpecn\w*|biztonsagos)"
)
#: The same where a name may stand without spaces beside it, or in another script.
_JUDGED_NATIVE = re.compile(
    "безопас|надежн|надёжн|надійн|безпечн|довер|сигурн|ασφαλ|सुरक्षित|भरोसे|নিরাপদ|பாதுகாப்ப|آمن|امن|أمان|محفوظ|בטוח|安全|安心|信頼|可靠|靠谱|안전|ปลอดภัย"
)
_IS = _set("is are was isnt ist sind est es e sera son sao jest sunt er ar is dir zijn")
#: "o" is an article in Portuguese, which sets one before names.
_BEFORE_CLAUSE = _set("o that whether if think believe que si ob dass se czy apakah but and or well so")
_ADVERBS = _set("really actually still even truly it il elle er es sie wirklich denn vraiment realmente davvero echt nog very not too")
_USE = _set(
    "use using uses used install installing uninstall delete leave quit utiliser installer usar uso instalar usare installare nutze nutzen "
    "verwende verwenden benutze benutzen installieren gebruik gebruiken uzywac kullanmak menggunakan"
)
_RATE = _set("rate rating review reviews assess bewerte bewerten bewertung evaluer noter valora valorar evaluar avaliar valuta beoordeel")
_TRUST = _set("trust confier vertraue vertrauen traue confiar fidarsi fidarmi vertrouwen")
_TRUSTING = _set("i you we to should can could dont not never do people anybody anyone ich wir man je puedo posso")
_UPLOAD = re.compile(
    r"(?:upload|send|sent|post|share|sharing|publish|submit|put|hochl|hochge|lade|schick|gesch|send|teil|poste|envoy|envi|partag|"
    r"publi|mand|sub[ioí]|compart|invi|caric|condiv|stur|deel|wysl|wysy)\w*"
)
_TO = _set("to on via over through onto into auf uber an zu bei sur a par en por no na para su tramite op naar")
_ON_AFTER = _set(
    "and or but so for without safely today yesterday now with as is was before after schicken senden teilen posten hochladen "
    "fur pour para per voor"
)
_VERSUS = _set("vs versus contra gegen")
_BESIDE = _set("or and oder und ou et o y e ed of en lub veya atau with to than als")
#: What stands between the names of a row.
JOINING = _BESIDE | _VERSUS
_THAN = _set("than als que di dan niz")
_DOES = _set("does did do will can has")
_KEEPS = _set(
    "keep keeps store stores save delete train use sell share see read compress strip remove have know do collect own scan encrypt leak "
    "get show look track spy"
)
_APP = _set("app messenger")
#: Before one of these stands no name: "the signal", "my line", "kein Signal".
_POINTING = _set(
    "a an the my your his her our their this that these those any some every no each one another der die das den dem ein eine einen mein "
    "meine dein kein keine le la les un une mon ma mes ton ta el los las mi tu os um uma meu minha il lo gli uno una mio mia het een mijn"
)
#: Fixed phrases around names that are ordinary words.
_PHRASES = frozenset({("on", "line"), ("in", "line"), ("off", "line"), ("be", "real"), ("no", "signal")})


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
    if (place.before, place.word(place.at)) in _PHRASES:
        return False
    if place.before in _POINTING:
        return place.before == "the" and place.one_word and place.after in _APP
    return (
        any(sign(place) for sign in (_judged, _rated, _compared))
        or (place.proper and any(sign(place) for sign in (_alone, _used, _reached, _acts, _called)))
        or _native(place, text)
    )


def is_judged(place: Place) -> bool:
    """Tell whether a sentence judges, rates or compares what is named at a place, one name or a row of them."""
    between = {word.folded for word in place.said[place.at : place.end]}
    asked = any(_JUDGED.fullmatch(word.folded) for word in place.said)
    if between & JOINING and asked and (place.said[place.at].starts or place.said[place.end - 1].ends):
        return True
    if place.before in _THAN and asked:
        return True
    alone = len(place.said) == place.end - place.at
    return alone or bool(between & _VERSUS) or _judged(place) or _rated(place) or _native(place, " ".join(word.raw for word in place.said))


def _alone(place: Place) -> bool:
    """Hear a bare "Signal" as the answer to "which service?"; "signal" and "X" may be anything."""
    raw = place.said[place.at].raw
    return len(place.said) == place.end - place.at and len(raw) > 1 and raw[0].isupper()


def _judged(place: Place) -> bool:
    """Hear "is X safe", "X safe?", "X is safe", "how safe is X", "¿es seguro X?"."""
    after, then = place.after, place.word(place.end + 1)
    if _JUDGED.fullmatch(after) or (after in _ADVERBS and _JUDGED.fullmatch(then)):
        return place.before in _IS or not place.before
    if after in _IS and (_JUDGED.fullmatch(then) or (then in _ADVERBS and _JUDGED.fullmatch(place.word(place.end + 2)))):
        return not place.before or place.before in _BEFORE_CLAUSE
    asked = place.before in _IS and bool(_JUDGED.fullmatch(place.word(place.at - 2)))
    told = place.word(place.at - 2) in _IS and bool(_JUDGED.fullmatch(place.before)) and place.before not in ("good", "bad", "ok", "okay")
    return (asked or told) and (not after or after in _ON_AFTER)


def _rated(place: Place) -> bool:
    """Hear "rate X", "can I trust X", "kann ich X vertrauen"."""
    if place.before in _RATE and place.said[place.at - 1].starts:
        return not place.after or place.after in _APP
    if place.before in ("of", "for", "von", "de", "di") and place.word(place.at - 2) in _RATE and not place.after:
        return True
    trusting = place.before in _TRUST and place.word(place.at - 2) in _TRUSTING
    return (trusting and (not place.after or place.after in _ON_AFTER)) or (place.after in _TRUST and place.before in _TRUSTING)


def _compared(place: Place) -> bool:
    """Hear "X vs Telegram", "WhatsApp or X", "safer than X" beside a service that is named for certain."""
    if place.before in _VERSUS or place.after in _VERSUS:
        return True
    if place.before in _THAN and not place.after:
        return any(place.named(n) for n in range(place.at))
    return (place.before in _BESIDE and place.named(place.at - 2)) or (place.after in _BESIDE and place.named(place.end + 1))


def _used(place: Place) -> bool:
    """Hear "should I use X?", "uninstall X for good"."""
    return place.before in _USE and (not place.after or place.after in _ON_AFTER)


def _reached(place: Place) -> bool:
    """Hear "I sent a photo to X", "ein Bild auf X hochladen"."""
    if place.before not in _TO or (place.after and place.after not in _ON_AFTER and not _UPLOAD.fullmatch(place.after)):
        return False
    return any(_UPLOAD.fullmatch(word.folded) for n, word in enumerate(place.said) if not place.at <= n < place.end)


def _acts(place: Place) -> bool:
    """Hear "does X keep my photos"."""
    return place.before in _DOES and place.after in _KEEPS


def _called(place: Place) -> bool:
    """Hear "X app", "X messenger"."""
    return place.one_word and place.after in _APP


def _native(place: Place, text: str) -> bool:
    """Hear "X безопасен?", "Xは安全ですか": judged in another script, with nothing but names in Latin letters."""
    others = [n for n, word in enumerate(place.said) if word.raw.isascii() and not place.at <= n < place.end]
    return bool(_JUDGED_NATIVE.search(text)) and all(place.named(n) for n in others)
