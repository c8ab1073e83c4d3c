"""What a person wants of a service, told from their words in any of the thirteen languages."""

from __future__ import annotations

import re

from bot.rights.names import plain
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
_WORDS: tuple[tuple[Want, tuple[str, ...]], ...] = (
    (
        "takedown",
        (
            r"intimate|\bnudes?\b|naked|sexual|revenge|take ?down|undress|porn|intim[aeo]s?|desnud|nudas?\b|\bnus?\b|nackt|nudi\b",
            r"अंतरंग|नग्न|telanjang|عاري|حميم|裸|私密|ヌード|リベンジ|性的|интимн|голы|обнажен|ciplak|mahrem",
        ),
    ),
    (
        "complain",
        (
            r"complain|authority|regulator|ombuds|beschwer|aufsicht|quej|reclam|denunc|plainte|autorite|garante",
            r"शिकायत|शकायत|adukan|keluhan|شكوى|شكوي|اشتك|投诉|举报|苦情|申し立て|申立|жалоб|пожалов|sikayet",
        ),
    ),
    (
        "train",
        (
            r"\btrain|training|\bentren|\btrein|\bentrain|addestr|apprendimento|\blearn|\blatih|pelatih",
            r"प्रशिक्ष|ट्रेन|تدريب|训练|訓練|学習|обуч|egit",
        ),
    ),
    (
        "withdraw",
        (
            r"withdraw|\btake back|revo[kc]|consent|widerruf|einwillig|consentim|retirer mon|consenso",
            r"सहमति|persetujuan|موافق|撤回|同意|отозв|отзыв|соглас|\briza|\bonay",
        ),
    ),
    (
        "erase",
        (
            r"delet|eras|remov|wipe|forgotten|losch|loesch|entfern|borr|elimin|suprim|supprim|efface|\bapag|\bexclu[is]|cancell|rimuov",
            r"हटा|मिटा|डिलीट|hapus|حذف|امسح|مسح|删|刪|清除|削除|消し|消去|удал|стер|\bsil(?:mek|in|dir|me)?\b|sildir",
        ),
    ),
    (
        "correct",
        (
            r"correct|rectif|\bfix\b|wrong data|berichtig|korrig|corrig|corre[cg]|rettif",
            r"सुधार|perbaik|koreksi|تصحيح|更正|修正|訂正|исправ|duzelt",
        ),
    ),
    (
        "object",
        (
            r"\bobject|oppo[sr]|oposi|opt[ -]?out|widersprech|widerspruch|\bopon|\boppon|\bads?\b|advert|marketing",
            r"आपत्ति|विरोध|keberatan|اعتراض|اعترض|反对|反對|拒绝|異議|возраж|itiraz",
        ),
    ),
    (
        "see",
        (
            r"\bsee\b|access|\bcopy\b|what (?:do )?they (?:have|know|hold)|auskunft|einseh|zugang|kopie|acces|acesso|copia",
            r"\bver\b|\bvoir\b|vedere|देख|kopya|akses|lihat|salinan|وصول|نسخة|اطلاع|访问|查看|查阅|副本|開示|アクセス|見たい",
            r"доступ|копи|узнать|eris|\bgor(?:mek|ebil)?",
        ),
    ),
)
#: The words are made plain as the text is: in Japanese and Hindi that takes characters apart.
_PATTERNS = tuple((want, re.compile(plain("|".join(patterns)))) for want, patterns in _WORDS)


def want_of(text: str) -> Want | None:
    """Return what a text asks for: the id of a want, or its words; None where it says nothing of the kind."""
    words = plain(text)
    for first in words.split()[:1]:
        if first in LABELS:
            return first
    return next((want for want, pattern in _PATTERNS if pattern.search(words)), None)


def label(want: Want) -> str:
    """Return the few words of a button, in the language spoken now."""
    return say(LABELS[want])
