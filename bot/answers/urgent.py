"""Words of somebody who may not want to live on. They are heard before anything is looked up, in any language we can.

A small model hears most of this as well, but "most" is not enough here; a word too many only brings a kind answer.
"""

from __future__ import annotations

import re

CRISIS = "guides/en/urgent#crisis"
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
