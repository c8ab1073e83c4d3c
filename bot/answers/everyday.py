"""Small words that tell a language where a message is too short for the model: "es seguro?", "gimana hapus foto gue"."""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
#: Languages in Latin letters, Hindi as it is typed among them; a word may stand in several.
_LISTS = {
    "en": """the is are was my your they them their it this that do does did can could will would how what who where when why which
        and or not with without about after before from have has i i'm don't a an of to for on help me you he she his
        her if any all""",
    "es": """el la los las un una es son está mi mis tu tus su que qué quién quien quienes cómo como cuándo dónde donde por para
        con sin del al y o no me te se lo le mío mio han ha hay puedo puede borrar borra borran subió subio segura
        seguro foto fotos ayuda ayúdame quiero tengo estoy esto esta este mucho gracias""",
    "pt": """o a os as um uma é são está meu meus minha minhas seu sua que quem como quando onde por para com sem do da dos das no
        na e ou não nao me te se eles ela ele tem posso pode apagar apaga apagam postou foto fotos ajuda seguro segura
        quero estou isso esta este você voce obrigado vocês""",
    "fr": """le la les un une des est sont mon ma mes ton ta tes son sa ses que qui quoi comment quand où pour avec sans du de et
        ou ne pas je tu il elle ils elles on nous vous moi toi ça ce cette cet photo photos supprimer supprime aide
        aidez c'est j'ai peux peut posté mis sûr sur""",
    "de": """der die das den dem ein eine einen ist sind mein meine meinen dein ihr sein was wer wie wo wann warum welche und oder
        nicht kein keine mit ohne für von auf zu ich du er sie wir man mir mich hat haben habe kann können löschen
        lösch hilf hilfe bild bilder foto sicher gepostet""",
    "it": """il lo la le gli un una è sono mio mia mie miei tuo tua che chi come quando dove perché per con senza del della dei e o
        non mi ti si ho hai ha hanno posso può elimina eliminare cancella cancellare foto aiuto vede vedono sicuro
        sicura questo questa""",
    "id": """yang dan di ke dari ini itu apa apakah siapa bagaimana gimana kapan mana kenapa tidak gak nggak ga bisa sudah udah
        belum aku saya gue gw kamu lo dia mereka foto fotoku hapus hapuskan aman mantan tolong ada untuk dengan cara
        kalau kalo hilang muka wajah sebar diri akun lagi banget dong sih""",
    "hi": """kya hai hain meri mera mere mujhe hum humara nahi nahin kaise kyu kyun karna karne karta karti karo karu kare karun
        karke hogi hoga hota hoti raha rahi rahe koi aur mein ko ka ki ke se yeh ye woh wo kahan kab kisi kisne uska
        uski unka apna apni bhi gaya gayi diya wala wali sakta sakti chahiye photo""",
    "tr": """bir bu şu ve veya mi mı mu mü ne nasıl kim nerede neden niçin değil var yok benim senin onun fotoğraf fotoğrafım
        fotoğrafımı silinir sil silmek güvenli için ile ama çok yardım eder misin eski sevgilim""",
}
_LANGUAGES = {
    word: [language for language, words in _LISTS.items() if word in words.split()] for words in _LISTS.values() for word in words.split()
}


def votes(text: str) -> Counter[str]:
    """Return how many different small words of each language a text has."""
    words = {word.casefold() for word in _WORD.findall(text) if len(word) > 1}  # a letter alone is often no word at all
    return Counter(language for word in words for language in _LANGUAGES.get(word, ()))


def elected(text: str) -> str:
    """Return the language with most small words in a text, "" where none has more than every other."""
    first, second = (*votes(text).most_common(2), ("", 0), ("", 0))[:2]
    return first[0] if first[1] > second[1] else ""
