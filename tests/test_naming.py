"""Ordinary words that are names too: found where a sentence speaks of the service, left alone everywhere else."""

import pytest

from bot.ratings.find import all_mentioned, find, mentioned
from knowledge.loader import OURS, read_library

PLATFORMS = read_library(OURS)[0].platforms

#: What is written, and the services it speaks of.
SPOKEN_OF = [
    ("is X safe", "x"),
    ("is x safe?", "x"),
    ("Is X safe to post photos on?", "x"),
    ("x safe?", "x"),
    ("rate x", "x"),
    ("rate X", "x"),
    ("how safe is x", "x"),
    ("can i trust x", "x"),
    ("X vs Telegram", "x telegram"),
    ("I posted my photo on X", "x"),
    ("does X train on my pictures", "x"),
    ("is twitter safe", "x"),
    ("¿es seguro X?", "x"),
    ("ist X sicher", "x"),
    ("X безопасен?", "x"),
    ("Xは安全ですか", "x"),
    ("is signal safe", "signal"),
    ("Signal safe?", "signal"),
    ("signal safe?", "signal"),
    ("Signal", "signal"),
    ("rate signal", "signal"),
    ("rating of signal", "signal"),
    ("is Signal really secure?", "signal"),
    ("is telegram safer than signal?", "telegram signal"),
    ("whatsapp or signal", "whatsapp signal"),
    ("can we trust signal with a photo", "signal"),
    ("should I use signal?", "signal"),
    ("do you think signal is safe", "signal"),
    ("I sent it via signal", "signal"),
    ("the signal app", "signal"),
    ("ist Signal sicher?", "signal"),
    ("wie sicher ist Signal?", "signal"),
    ("kann ich Signal vertrauen", "signal"),
    ("ich will ein Bild über Signal schicken", "signal"),
    ("Signal est-il sûr ?", "signal"),
    ("est-ce que Signal est fiable", "signal"),
    ("Signal è sicuro?", "signal"),
    ("o Signal é seguro?", "signal"),
    ("Signal güvenli mi", "signal"),
    ("Signal безопасен", "signal"),
    ("Signalは安全ですか", "signal"),
    ("Signal सुरक्षित है?", "signal"),
    ("هل Signal آمن", "signal"),
    ("Signal 안전해?", "signal"),
    ("is line safe", "line"),
    ("LINE safe?", "line"),
    ("is LINE ok for photos", "line"),
    ("LINEは安全?", "line"),
    ("LINE安全吗", "line"),
    ("line vs wechat", "line wechat"),
    ("ส่งรูปใน LINE ปลอดภัยไหม", "line"),
    ("is discord safe for my kids", "discord"),
    ("i uploaded my face to discord", "discord"),
    ("does discord keep deleted photos", "discord"),
    ("discord or telegram, which one", "discord telegram"),
    ("is gemini private", "gemini"),
    ("can i upload photos to Gemini", "gemini"),
    ("does gemini train on my photos", "gemini"),
    ("chatgpt or gemini", "chatgpt gemini"),
    ("is bard safe", "gemini"),
    ("is Bing Chat safe", "copilot"),
    ("can claude see my photos", "claude"),
    ("is claude safe", "claude"),
    ("claude vs chatgpt", "claude chatgpt"),
    ("is copilot trustworthy", "copilot"),
    ("does copilot store images", "copilot"),
    ("is mistral safe", "le-chat"),
    ("is Lechat safe", "le-chat"),
    ("is sora safe", "sora"),
    ("is runway legit", "runway"),
    ("rate leonardo", "leonardo"),
    ("is prisma safe?", "lensa"),
    ("is kling safe", "kling"),
    ("is apple safe with my photos", "apple"),
    ("ist Apple sicher", "apple"),
    ("is bereal safe", "bereal"),
    ("is ai kiss legit?", "ai-kiss-godeb kissme-ai kissmotion"),
]
#: Sentences in which the same words mean something else.
SOMETHING_ELSE = [
    "in line",
    "signal",
    "x",
    "stand in line for a photo",
    "we met on line",
    "is the line safe to cross",
    "draw a line on the picture",
    "the bottom line is that i am scared",
    "first line of the policy",
    "is my line secure",
    "no signal here",
    "is the signal strong",
    "my phone has a bad signal",
    "is this a good signal",
    "what is a trust signal",
    "red signals to look for",
    "Ich habe kein Signal",
    "das Signal ist schlecht",
    "send me a signal",
    "give me a sign or signal",
    "my ex posted my photo",
    "x-ray pictures of my teeth",
    "is an x-ray safe",
    "solve for x",
    "photo x is safe",
    "x marks the spot",
    "see you xx",
    "i love you x",
    "there is discord in my family",
    "what a discord",
    "i am a gemini, is that bad",
    "my friend claude took the photo",
    "Claude Monet painted it",
    "a copilot in the plane",
    "the mistral blows in france",
    "a photo of the runway in paris",
    "he walked the runway, is it safe to post",
    "leonardo da vinci",
    "a photo of my apple pie",
    "an apple a day",
    "have you ever deleted it",
    "is it safe to be real",
    "let it be real",
    "can a face app leak photos",
    "is this face app safe",
    "the repair it needs is big",
    "cloth off the table",
    "a snap of my dog",
    "in a snap",
    "el pollo es bueno",
    "je prends le chat en photo",
    "mein Kind will ein Bild vom Lama",
    "llama a la policía",
    "una imagen de mi cara",
    "are ai kiss apps safe",
    "is an ai kiss video safe",
    "is this ai kiss app safe?",
    "does an ai kiss generator keep photos",
    "my messenger bag",
    "remind me to delete it",
    "print it on canvas",
    "which lens made this",
    "it is magic edit time",
]


@pytest.mark.parametrize(("text", "ids"), SPOKEN_OF, ids=[text for text, _ in SPOKEN_OF])
def test_a_service_is_found_where_it_is_spoken_of(text, ids):
    """Judged, rated, trusted, used, uploaded to, compared: in whatever language, the name is the service's."""
    assert [platform.id for platform in all_mentioned(text, PLATFORMS)] == ids.split()


@pytest.mark.parametrize("text", SOMETHING_ELSE)
def test_nothing_is_found_where_the_word_means_something_else(text):
    """An ordinary word stays one, and nothing near it is offered in a sentence."""
    assert all_mentioned(text, PLATFORMS) == ()
    assert mentioned(text, PLATFORMS) is None


@pytest.mark.parametrize(
    ("text", "found"), [("x", "x"), ("signal", "signal"), ("line", "line"), ("Claude", "claude"), ("face app", "faceapp")]
)
def test_a_name_asked_for_by_itself_is_the_service(text, found):
    """Where only a name can stand, as after /rate, an ordinary word is the name."""
    match = find(text, PLATFORMS)
    assert (match.kind, match.platforms[0].id) == ("one", found)


@pytest.mark.parametrize("text", ["remind", "canvas", "lens", "king", "is it a surface", "remind me to delete my photos"])
def test_ordinary_words_are_no_misspellings(text):
    """A word that merely looks like a name is never offered as one."""
    assert find(text, PLATFORMS).kind == "none"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://play.google.com/store/apps/details?id=com.openai.chatgpt&hl=en", "chatgpt"),
        ("is https://apps.apple.com/us/app/signal-private-messenger/id874139669 ok", "signal"),
        ("com.whatsapp", "whatsapp"),
        ("https://twitter.com/somebody/status/1", "x"),
        ("x.com", "x"),
        ("https://bard.google.com", "gemini"),
    ],
)
def test_an_address_or_a_store_page_tells_the_service(text, found):
    """An address decides, in an app store by the app's id."""
    match = find(text, PLATFORMS)
    assert (match.kind, [platform.id for platform in match.platforms]) == ("one", [found])


@pytest.mark.parametrize(
    "text", ["https://apps.apple.com/us/app/kiss/id999999999", "https://play.google.com/store/apps/details?id=com.smooch.app"]
)
def test_an_unknown_app_in_a_store_is_not_the_stores_owner(text):
    """A page in Apple's store does not stand for Apple, nor one in Google's for Google."""
    assert find(text, PLATFORMS).platforms == ()


@pytest.mark.parametrize(
    ("text", "real"),
    [
        ("https://kling.art/create", "kling"),
        ("is klingo1.xyz safe", "kling"),
        ("vidu-studio.com", "vidu"),
        ("minimaxm2.io", "hailuo"),
        ("higgsfieldd.com", "higgsfield"),
        ("remify.my.id", "remini"),
        ("magicshot.us", "magicshot"),
    ],
)
def test_known_copies_are_warned_of(text, real):
    """Each look-alike on record is named as one, with the service it is mistaken for."""
    match = find(text, PLATFORMS)
    assert (match.kind, match.platforms[0].id) == ("lookalike", real)
