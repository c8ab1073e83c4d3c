"""The words around a name that tell whether it is meant as one: judging, using, sending, comparing, in the languages people ask in.

All are folded as `bot.ratings.names` folds them: small letters, no accents.
"""

from __future__ import annotations

import re


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: "safe", "sicher", "seguro" ... where words are written with spaces and in Latin letters; stems of what is inflected.
JUDGED = re.compile(
    r"(?:safe\w*|unsafe|secur\w*|legit\w*|trust\w*|reliab\w*|private|dangerous|risky|scam|ok|okay|good|bad|"
    r"(?:un)?sicher\w*|serios\w*|vertrauensw\w*|segur[oa]s?|fiable\w*|confiave\w*|confiable\w*|sur|sure|sicur[oa]|affidabil\w*|"
    r"veilig\w*|betrouwba\w*|bezpieczn\w*|guvenli\w*|guvenilir|aman|saker\w*|sikker\w*|turvallinen|bezpecn\w*|biztonsagos)"
)
#: The same where a name may stand without spaces beside it, or in another script.
JUDGED_NATIVE = re.compile(
    "безопас|надежн|надёжн|надійн|безпечн|довер|сигурн|ασφαλ|सुरक्षित|भरोसे|নিরাপদ|பாதுகாப்ப|آمن|امن|أمان|محفوظ|בטוח|安全|安心|信頼|可靠|靠谱|안전|ปลอดภัย"
)
IS = _set("is are was isnt ist sind est es e sera son sao jest sunt er ar is dir zijn")
#: "o" is an article in Portuguese, which sets one before names.
BEFORE_CLAUSE = _set("o that whether if think believe que si ob dass se czy apakah but and or well so")
ADVERBS = _set("really actually still even truly it il elle er es sie wirklich denn vraiment realmente davvero echt nog very not too")
USE = _set(
    "use using uses used install installing uninstall delete leave quit utiliser installer usar uso instalar usare installare nutze nutzen "
    "verwende verwenden benutze benutzen installieren gebruik gebruiken uzywac kullanmak menggunakan"
)
RATE = _set("rate rating review reviews assess bewerte bewerten bewertung evaluer noter valora valorar evaluar avaliar valuta beoordeel")
TRUST = _set("trust confier vertraue vertrauen traue confiar fidarsi fidarmi vertrouwen")
TRUSTING = _set("i you we to should can could dont not never do people anybody anyone ich wir man je puedo posso")
UPLOAD = re.compile(
    r"(?:upload|send|sent|post|share|sharing|publish|submit|put|hochl|hochge|lade|schick|gesch|send|teil|poste|envoy|envi|partag|"
    r"publi|mand|sub[ioí]|compart|invi|caric|condiv|stur|deel|wysl|wysy)\w*"
)
TO = _set("to on via over through onto into auf uber an zu bei sur a par en por no na para su tramite op naar")
ON_AFTER = _set(
    "and or but so for without safely today yesterday now with as is was before after schicken senden teilen posten hochladen "
    "fur pour para per voor"
)
VERSUS = _set("vs versus contra gegen")
BESIDE = _set("or and oder und ou et o y e ed of en lub veya atau with to than als")
#: What stands between the names of a row.
JOINING = BESIDE | VERSUS
THAN = _set("than als que di dan niz")
DOES = _set("does did do will can has")
KEEPS = _set(
    "keep keeps store stores save delete train use sell share see read compress strip remove have know do collect own scan encrypt leak "
    "get show look track spy"
)
APP = _set("app messenger")
#: Before one of these stands no name: "the signal", "my line", "kein Signal".
POINTING = _set(
    "a an the my your his her our their this that these those any some every no each one another der die das den dem ein eine einen mein "
    "meine dein kein keine le la les un une mon ma mes ton ta el los las mi tu os um uma meu minha il lo gli uno una mio mia het een mijn"
)
#: Fixed phrases around names that are ordinary words.
PHRASES = frozenset({("on", "line"), ("in", "line"), ("off", "line"), ("be", "real"), ("no", "signal")})
