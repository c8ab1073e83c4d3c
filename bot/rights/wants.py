"""What a person wants of a service, told from their words in any of the thirteen languages."""

from __future__ import annotations

import re

from bot.rights.places import plain
from bot.strings import phrase, say
from knowledge.rights_schema import Want

#: In the order they are offered.
LABELS: dict[Want, str] = {
    "see": phrase("See what they have"),
    "erase": phrase("Have it deleted"),
    "correct": phrase("Correct it"),
    "train": phrase("Stop the training"),
    "object": phrase("Object to a use"),
    "withdraw": phrase("Take back my yes"),
    "complain": phrase("Complain"),
    "takedown": phrase("An intimate picture"),
}
#: Searched in this order: "stop training on my pictures and delete them" is about training first. Text is compared without accents.
_WORDS: tuple[tuple[Want, str], ...] = (
    (
        "takedown",
        r"intimate|\bnudes?\b|naked|sexual|revenge|take ?down|undress|porn|intim[aeo]s?|desnud|nudas?\b|nus?\b|nackt|nudi\b|privatbilder|"
        r"अंतरग|अतरग|नगन|नग्न|telanjang|عاري|عارية|حميم|裸|私密|ヌード|リベンジ|性的|интимн|голы|обнажен|ciplak|mahrem",
    ),
    (
        "complain",
        r"complain|authority|regulator|ombuds|beschwer|aufsicht|quej|reclam|denunc|plainte|autorite|reclamo|garante|शिकायत|शकायत|"
        r"adukan|keluhan|شكوى|شكوي|اشتك|投诉|举报|苦情|申し立て|申立|жалоб|пожалов|sikayet",
    ),
    (
        "train",
        r"\btrain|trainier|training|entren|trein|entrain|addestr|apprendimento|परशिकषण|प्रशिक्षण|ट्रेन|latih|تدريب|训练|訓練|学習|обуч|egit|\blearn",
    ),
    (
        "withdraw",
        r"withdraw|\btake back|revoke|consent|widerruf|einwillig|revoc|consentim|retir(?:er|o) mon|consenso|सहमति|persetujuan|موافق|撤回|同意|"
        r"отозв|отзыв|соглас|riza|\bonay",
    ),
    (
        "erase",
        r"delet|eras|remov|wipe|forgotten|losch|loesch|entfern|borr|elimin|suprim|supprim|efface|apag|exclu[is]|cancell|rimuov|"
        r"हटा|मिटा|डिलीट|hapus|حذف|امسح|مسح|删|刪|清除|削除|消し|消去|удал|стер|\bsil(?:mek|in|dir|me)?\b|sildir",
    ),
    (
        "correct",
        r"correct|rectif|\bfix\b|wrong data|berichtig|korrig|corrig|corre[cg]|rettif|सुधार|perbaik|koreksi|تصحيح|更正|修正|訂正|исправ|duzelt",
    ),
    (
        "object",
        r"object|oppos|opt[ -]?out|widersprech|widerspruch|opon|oppon|آपत्ति|विरोध|आपतत|keberatan|اعتراض|أعترض|反对|反對|拒绝|異議|возраж|itiraz|"
        r"\bads?\b|advert|marketing",
    ),
    (
        "see",
        r"\bsee\b|access|\bcopy\b|what (?:do )?they (?:have|know|hold)|auskunft|einseh|zugang|kopie|acceso|\bver\b|copia|acesso|acces\b|voir|"
        r"accesso|vedere|देख|प्रति|akses|lihat|salinan|وصول|نسخة|اطلاع|访问|查看|查阅|副本|開示|アクセス|見たい|доступ|копи|узнать|eris|\bgor(?:mek|ebil)?|kopya",
    ),
)
_PATTERNS = tuple((want, re.compile(pattern)) for want, pattern in _WORDS)


def want_of(text: str) -> Want | None:
    """Return what a text asks for: the id of a want, or its words; None where it says nothing of the kind."""
    words = plain(text)
    for first in words.split()[:1]:
        if first in LABELS:
            return first  # type: ignore[return-value]  # the keys of LABELS are Wants
    return next((want for want, pattern in _PATTERNS if pattern.search(words)), None)


def label(want: Want) -> str:
    """Return the few words of a button, in the language spoken now."""
    return say(LABELS[want])
