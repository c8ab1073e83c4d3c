"""Words that say what somebody is up to, in the languages people write in: one number each for the gate, which weighs them.

None of them decides. "Undress" stands in the mouth of who wants to do it and of whom it was done to; with "without her
knowing" beside it the gate leans one way, with "someone made ... of me" the other.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

_STRIPPING = (
    r"\b(?:undress\w*|undres|nudif\w*|deepnude\w*|unclothe\w*|strip (?:her|him|them|the girl|this|that)|"
    r"strips? (?:girls|people|women)|"
    r"(?:remov\w*|take[sn]?|taking|get\w* rid of|see\w*|look) (?:\w+ ){0,3}(?:off|through|of)? ?(?:\w+ ){0,2}(?:cloth\w*|dress|"
    r"shirt|bra|bikini|panties|underwear)|"
    r"x-?ray|see-?through|transparent|nudes? (?:of|from|out of)|naked (?:photo|pic|picture|image|version|body)s? of|"
    r"make (?:\w+ ){0,3}(?:naked|nude)|nudes?|naked|nackt\w*|porn\w*|n[o0]{2}ds?|nsfw|ausziehen|auszieht|auszieh\w*|"
    r"zieh\w* .{0,30} aus\b|nacktbild\w*|nacktfoto\w*|klamotten weg\w*|desnud\w+|quitar(?:le)? la ropa|d[ée]shabill\w+|"
    r"d[ée]nud\w+|tira\w* (?:a )?roupa|tirar biqu[íi]ni|nude falso|spogli\w+|toglie\w* i vestiti|"
    r"kapde (?:hata\w*|utar\w*|nikal\w*)|nangi|nanga|telanjang\w*|menelanjangi|bugil|porno\w*|soyun\w*|k[ıi]yafet\w*|"
    r"çıplak\w*|разде\w+|голы\w+|uitkle\w+|kleren weg\w*|rozbier\w*|rozebr\w*)|कपड़े (?:हटा|उतार)|नंगी|अश्लील|脱衣|脱がせ|裸|衣服去掉|"
    r"色情|ポルノ|تعري\w*|عار(?:ي|ية)|إباحي|الملابس"
)
_SECRECY = (
    r"\b(?:secret(?:ly)?|behind (?:her|his|their) back|"
    r"(?:without|w/o) (?:her|his|their|them|him|telling|asking|consent|permission|being|getting|\w+ing)(?: \w+){0,3}|"
    r"(?:she|he|they|wife|husband|girlfriend|boyfriend|gf|bf) (?:must|may|should|can|will|wo)? ?(?:not|n[o']t|"
    r"never) (?:to )?(?:find out|know|notice|see|agree|realise)|"
    r"doesn'?t know|don'?t know|won'?t know|no one knows|nobody (?:knows|notices|can tell)|can'?t (?:trace|tell|detect)|"
    r"untraceable|undetect\w+|not (?:get )?(?:caught|noticed|blocked|banned)|heimlich|nichts (?:davon )?(?:wissen|merken)|"
    r"ohne (?:dass )?(?:sie|er|ihr|sein|zu fragen|einwilligung)\w*|sin que (?:\w+ ){0,2}(?:se entere|lo sepa|sepa)|"
    r"a escondidas|sans (?:qu|que |son|lui|leur)\w*|en cachette|sem (?:ela|ele|que)|senza (?:che|dirle|dirglielo)|"
    r"non deve saper\w*|bina (?:bataye|puche|uske|uski)|pata na(?:hi)?|chupke|chhup\w*|tanpa (?:sepengetahuan|izin|dia)|"
    r"diam-diam|gizlice|haberi olma\w*|тайно|незаметно|не узнала|без (?:её|его|ее) |potajemnie|nie wie|stiekem|"
    r"zonder dat)\b|चुपके|बिना बताए|पता न चले|ばれない|こっそり|内緒|偷偷|别让她|دون علم"
)
_FINDING = (
    r"\b(?:track\w*|stalk\w*|spy\w*|snoop\w*|doxx?\w*|locate|geolocat\w*|deanonymi\w*|identify|"
    r"(?:find|where|which|who|whose) (?:\w+ ){0,5}(?:lives?|address|house|home|school|hotel|street|account|profile|name|is she|"
    r"is he|is this (?:girl|guy|man|woman|kid))|"
    r"(?:find|look) (?:\w+ ){0,3}(?:out )?where (?:she|he|my|this|they)|name of (?:the|this|that) (?:girl|guy|man|woman)|"
    r"(?:her|his|their|wife'?s|husband'?s|girlfriend'?s|boyfriend'?s|partner'?s|ex'?s?|gf'?s?) (?:\w+ )?(?:phone|gallery|icloud|"
    r"whatsapp|location|metadata|exif|gps)|"
    r"herausfinden,? wo|wohnt|wo (?:sie|er) (?:gerade )?ist|averiguar d[óo]nde|d[óo]nde vive|encontrar la casa|l'adresse de|"
    r"o[ùu] (?:elle|il) habite|espionner|onde (?:ela|ele|minha ex) mora|dove abita|ka ghar|kahan rehti|rumah mantan|sadap|"
    r"evini bul\w*|адрес быв\w*|где жив[её]т|следить)\b|住哪|家を突き止|居場所|मेरी एक्स का घर|أين تسكن|مكان سكن|من هذه الفتاة"
)
_DECEIVING = (
    r"\b(?:(?:so|that|until|making) (?:\w+ ){0,3}(?:think|thinks|believe|believes|looks? real|real|fall for)|"
    r"pass(?:es)? (?:as|for|off)|evidence|alibi|blackmail (?:someone|somebody|him|her|them|people|my)|extort\w*|"
    r"threaten (?:her|him|them|someone|people|my)|scare (?:her|him|a|my)|revenge|humiliat\w*|"
    r"(?:remov\w*|delet\w*|strip\w*|hid\w*|get rid of|take out|erase) (?:\w+ ){0,3}(?:ai )?(?:label|watermark|mark|tag|credentials|"
    r"c2pa|synthid|disclosure)\w*|"
    r"fool\w*|trick(?:ing)? (?:the|a|into)|bypass\w*|circumvent\w*|get (?:a)?round|jailbreak\w*|impersonat\w*|"
    r"pretend(?:ing)? to be|forge\w*|leak (?:her|his|my ex)|spread|expose (?:her|him|my ex)|prank|umgeh\w+|"
    r"damit (?:alle|es|jeder)|erpressen|para que crean|chantaje\w*|vengar\w*|faire croire|chanter|contourner|venger|"
    r"ningu[ée]m perceber|vazar|aggir\w+|ricattare|vendett\w*|asli (?:samjhe|lage)|badla|viral kar\w*|sebar\w*|balas dendam|"
    r"yaymak|inandır\w*|şantaj\w*|слить|поверили|шантажировать|отомстить)\b|असली समझ|धोखा|信じさせ|思わせ|以为是真|报复|ليصدق|أبتز"
)
_GUARDING = (
    r"\b(?:protect\w*|prevent\w*|avoid|stop (?:my|him|her|them|people|someone|strangers|others|anyone)|"
    r"keep (?:\w+ ){0,2}(?:safe|private|from)|illegal|legal|laws?|allowed|report|police|proof|warn\w*|consented|agree[sd]?|"
    r"is fine with|my own|our own|myself|ourselves|recogni[sz]e|spot|detect\w* (?:that|whether|if|when)|how do i know|"
    r"tell (?:if|whether)|am i|can (?:a|my) (?:stalker|stranger|ex|someone)|should i|verhinder\w*|sch[üu]tz\w*|verboten|"
    r"einverstanden|evit\w*|proteger|ilegal\w*|de acuerdo|emp[êe]cher|prot[ée]g\w+|interdit\w*|d'accord|impedir|crime|"
    r"protegg\w*|illegal\w*|bach\w*|na dhu?nd\w*|razi|ilegal|biar .{0,20} gak|yasak|korun\w*|bulmasın|запрещ\w+|защит\w+|"
    r"чтобы .{0,30} не наш\w+)\b|防止|违法|違法|避け|知られない|बचा|गैरकानूनी|أمنع|حماية|ممنوع"
)
_SUFFERING = (
    r"\b(?:(?:of|on|about|against|blackmail\w*|threaten\w*|faked|deepfaked|extort\w*) me|"
    r"my (?:face|nudes?|private|intimate|daughter|son|child|kid|student|pupil|sister|mother) ?(?:\w+ ){0,3}(?:was|were|is being|"
    r"are|got|has been|leaked|posted|faked)|"
    r"(?:someone|somebody|he|she|they|ex|classmates?|stranger|boss|people) (?:\w+ ){0,3}(?:made|posted|put|shared|sent|leaked|"
    r"uploaded|stole|used|took|threatens?|blackmails?|wants?) (?:\w+ ){0,5}(?:me|my|our)\b|"
    r"help me|please help|scared|afraid|panic\w*|crying|ashamed|what (?:do|can|should) i do|who (?:do|can) i call|"
    r"take it down|regret|von mir|hilfe|de m[ií]|ayuda\w*|de moi|aidez\w*|de mim|ajud\w+|di me|aiut\w+|meri|mera|bachao|"
    r"madad|tolong|saya|aku|bana|benim|yardım\w*|мо[йеияю]\w*|меня|мне|помогите|van mij|moje\w*)\b|मेरी|मेरा|मदद|私の|助けて|我的|"
    r"救|ساعدوني|يهددني|صورتي|صوري"
)
CUES = tuple(re.compile(words, re.IGNORECASE) for words in (_STRIPPING, _SECRECY, _FINDING, _DECEIVING, _GUARDING, _SUFFERING))


def cues(text: str) -> NDArray[np.float32]:
    """Return for each kind of words whether a message has any (6,): stripping, secrecy, finding, deceiving, guarding, suffering."""
    return np.asarray([pattern.search(text) is not None for pattern in CUES], np.float32)
