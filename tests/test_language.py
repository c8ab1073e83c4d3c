"""Which language a short message is in: a word or two has to do, for that is how people write."""

import pytest

from bot.answers.language import told_language

TOLD = [
    ("is virbo safe?", "en"),
    ("apakah Remini aman?", "id"),
    ("mantan gw posting video palsu gw", "id"),
    ("gimana cara hapus foto gue", "id"),
    ("es seguro?", "es"),
    ("es seguro virbo?", "es"),
    ("elimina la mia foto", "it"),
    ("supprimer ma photo", "fr"),
    ("c'est sûr remini?", "fr"),
    ("ist remini sicher", "de"),
    ("wie lösch ich das", "de"),
    ("kya yeh app safe hai", "hi"),
    ("meri photo delete hogi kya", "hi"),
    ("é seguro?", "pt"),
    ("o virbo é seguro", "pt"),
    ("apaga minha foto", "pt"),
    ("borra mi foto", "es"),
    ("quien ve mis fotos", "es"),
    ("remini güvenli mi", "tr"),
    ("fotoğrafım silinir mi", "tr"),
    ("my ex posted a fake video", "en"),
    ("delete my pic pls", "en"),
    ("is it safe", "en"),
    ("who sees my pics", "en"),
    ("can i sue", "en"),
    ("remini?", ""),
    ("virbo", ""),
    ("foto hilang", "id"),
    ("mi ex subio un video mio", "es"),
    ("mon ex a posté une vidéo", "fr"),
    ("mein ex hat ein video gepostet", "de"),
    ("chi vede le mie foto", "it"),
    ("meu ex postou um video", "pt"),
    ("do they keep my face", "en"),
    ("no me borran la foto", "es"),
    ("nudes leaked help", "en"),
    ("photo ko delete kaise kare", "hi"),
    ("mera ex blackmail kar raha hai", "hi"),
    ("is face id data stored", "en"),
    ("comment supprimer mon compte", "fr"),
    ("hilf mir", "de"),
    ("ayuda", "es"),
    ("tolong", "id"),
    ("aide moi", "fr"),
    ("help me", "en"),
    ("they use ai on my face", "en"),
    ("a friend uploaded me", "en"),
]


@pytest.mark.parametrize(("text", "language"), TOLD)
def test_a_short_message_tells_its_language(text, language):
    """A few small words are enough; a name alone tells nothing."""
    assert told_language(text) == language
