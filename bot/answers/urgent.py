"""Words of somebody who may not want to live on. They are heard before anything is looked up, in any language we can.

A small model hears most of this as well, but "most" is not enough here; a word too many only brings a kind answer.
"""

from __future__ import annotations

import re

CRISIS = "guides/en/urgent#crisis"
#: First steps when an intimate picture of somebody is out, real or made.
INTIMATE = "guides/en/intimate-images#first-steps"
#: What somebody does who made such a picture; it would read cruel to somebody it was done to.
DID_IT = "guides/en/urgent#i-did-it"
EXTORTION = ("guides/en/after-upload#extortion", "guides/en/minors-and-consent#minor-extortion")
#: Guides that say what to do now.
FIRST_AID_GUIDES = ("guides/en/urgent", "guides/en/intimate-images", "guides/en/somebody-elses-upload", "guides/en/minors-and-consent")

_CRISIS = re.compile(
    r"\b(?:suicid\w*|suizid\w*|selbstmord\w*|self[- ]?harm\w*|kms|kill(?:ing)? my ?self|"
    r"end(?:ing)? (?:my life|it all)|take my (?:own )?life|"
    r"hurt(?:ing)? my ?self|cut(?:ting)? my ?self|"
    r"(?:want|wanna|wants|going|gonna) (?:to )?die|better off dead|wish i (?:was|were) dead|"
    r"(?:do ?n[o']?t|dont|not|no longer) want(?:ing)? to (?:live|be alive|wake up)|no reason to live|can ?n?[o']?t go on|cant go on|"
    r"nicht mehr leben|umbringen|sterben will|will sterben|"
    r"me tuer|veux mourir|plus envie de vivre|en finir avec la vie|"
    r"quiero morir\w*|matarme|quitarme la vida|no quiero vivir|"
    r"quero morrer|me matar|tirar a minha vida|n[ãa]o quero (?:mais )?viver|"
    r"voglio morire|uccidermi|farla finita|non voglio pi[ùu] vivere|"
    r"wil dood|niet meer leven|wil niet meer|"
    r"chc[ęe] umrze[ćc]|zabi[ćc] si[ęe]|nie chc[ęe] [żz]y[ćc]|"
    r"[öo]lmek istiyorum|intihar\w*|ya[şs]amak istemiyorum|"
    r"bunuh diri|ingin mati|mau mati|marna chahta|marna chahti|mar jana chahta|jeena nahi|"
    r"хочу умереть|не хочу жить|покончить с собой|самоубий\w*|убить себя)\b"
    r"|自殺|死にたい|自杀|不想活|想死|आत्महत्या|मरना चाहत|जीना नहीं|انتحار|أريد أن أموت|اريد ان اموت|لا أريد أن أعيش",
    re.IGNORECASE,
)


def in_crisis(text: str) -> bool:
    """Tell whether a message may come from, or be about, somebody who does not want to live on."""
    return _CRISIS.search(text) is not None


_MINE = re.compile(
    r"\b(?:me|my (?:\w+ )?(?:face|photos?|pics?|pictures?|selfies?|image|nudes?|body)|"
    r"my (?:daughter|son|child|kid|sister|brother|mum|mom|mother|wife|husband|girlfriend|boyfriend|friend)(?:'s)?)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:made|posted|shared|sent|leaked|spread|uploaded|faked|deepfaked|undressed|"
    r"blackmail\w*|threatens?|threatened|put (?:my|her|his))\b",
    re.IGNORECASE,
)
_BY_OTHERS = re.compile(
    r"\b(?:someone|somebody|who|he|she|they|ex|classmates?|class|guy|boy|girl|man|person|people|boss|stranger)\b", re.IGNORECASE
)
#: Wishes, and words of somebody who looks for a person or a place.
_WANTED = re.compile(
    r"\b(?:make|create|generate|want|wanna|need|looking for|without (?:her|his|their|them|him)|show me|send me|give me|how to|"
    r"revenge|prank|funny|location|town|flat|address|lives|live|metadata|exact|spot|track|gps)\b",
    re.IGNORECASE,
)


def tells_of_harm(text: str) -> bool:
    """Tell whether a message says what others did to this person or theirs, and asks for nothing of the kind itself."""
    return all(pattern.search(text) for pattern in (_MINE, _DONE, _BY_OTHERS)) and not _WANTED.search(text)


_DID_IT = re.compile(
    r"\bi(?:'ve| have)? (?:\w+ )?(?:made|did|created|generated|sent|posted|shared|undressed|used|put|uploaded)\b|"
    r"\bregret|\bmy fault\b|"
    r"\bj'ai (?:fait|créé|généré|envoyé|posté|mis)\b|\b(?:hice|he hecho|subí|publiqué|me arrepiento)\b|"
    r"\b(?:eu )?(?:fiz|postei|me arrependo)\b|"
    r"\bich (?:hab|habe|bereue)\b|\bho (?:fatto|creato|pubblicato)\b|\b(?:aku|saya|gue|gw) (?:bikin|buat|membuat|menyesal)\b|"
    r"मैंने|\bmaine\b|我(?:做|弄|发|生成|后悔)|(?:عملت|سويت|صنعت|ندمان)|\byaptım\b|\bя (?:сделал|создал|выложил)|作ってしま|作った",
    re.IGNORECASE,
)
_THREATENED = re.compile(
    r"blackmail|sextort|extort|erpress|chantaj|chantag|ricatt|şantaj|шантаж|"
    r"memeras|pemerasan|diperas|ابتزاز|يبتز|ब्लैकमेल|勒索|敲诈|脅迫|ゆすり|"
    r"\b(?:wants?|demands?|asks?|asking|quiere[n]?|pide[n]?|quer(?:em|en)?|pedem|vogliono|vuole|veulent|veut|wollen|will|verlangt|verlangen|minta|mang|maang)"
    r"\b.{0,25}\b(?:money|cash|bitcoin|gift cards?|dinero|plata|dinheiro|soldi|argent|geld|uang|duit|paise|paisa)\b|"
    r"पैसे.{0,20}(?:मांग|माँग)|要钱|"
    r"(?:يطلب|يريد|عايز).{0,15}(?:فلوس|مال)|требу\w+ ден",
    re.IGNORECASE,
)


#: "On m'a déshabillée avec une appli": said of oneself, and by nobody who asks how it is done.
_UNDRESSED = re.compile(
    r"\b(?:undressed|nudified|stripped) (?:me|my (?:photo|picture|pic|face))\b|\bm'(?:a|ont) déshabillée?\b|"
    r"\bme (?:han )?desnud(?:aron|ado|ada)\b|"
    r"\bme despiram\b|\bmi hanno (?:spogliat|svestit)[oa]\b|\bmich (?:nackt gemacht|ausgezogen)\b|\bmenelanjangi (?:aku|saya|gue)\b|"
    r"मेरे कपड़े उतार|把我脱|(?:عروني|جردوني)",
    re.IGNORECASE,
)


def was_undressed(text: str) -> bool:
    """Tell whether a message says that somebody made a nude picture of its writer."""
    return _UNDRESSED.search(text) is not None


def says_did_it(text: str) -> bool:
    """Tell whether a message says that its writer made or spread such a picture."""
    return _DID_IT.search(text) is not None


def is_threatened(text: str) -> bool:
    """Tell whether a message speaks of blackmail, or of somebody who wants money."""
    return _THREATENED.search(text) is not None
