"""Tells by its words that a text came from an AI image generator, and what the IPTC's word for the source of a picture means."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.photos.findings import Finding, Risk, finding
from bot.strings import phrase, say

#: What generators write beside a prompt; each group was seen in files of such a program, and all of its words must be there.
_SETTINGS = (
    ("steps: ", "sampler"),
    ("steps: ", "seed: "),
    ("cfg scale: ",),
    ("negative prompt: ",),
    ('"class_type":',),
    ('"cfg_scale":',),
    ('"sampler_name":',),
    ('"prompt":', '"seed":'),
    ('"prompt":', '"steps":'),
    ('"prompt":', '"negative_prompt":'),
    ("job id: ", "--v "),
    ("--ar ", "--v "),
)
_NAMES = re.compile(
    r"\b(?:stable.?diffusion|midjourney|dall.?e\b|novelai|invokeai|comfyui|automatic1111|fooocus|leonardo\.?ai|adobe firefly|ideogram ai"
    r"|made with google ai|edited with google ai|imagined with ai|made with ai|ai.generated|generated (?:by|with|using) ai|gpt-4o|gpt-image"
    r"|openai|bing image creator|image creator from microsoft|flux\.1|draw ?things|nightcafe|grok.imag|meta ai|gemini|imagen \d)",
    re.IGNORECASE,
)
#: One of these stands in each of the names; looking for them spares most texts the pattern, which is slow.
_STEMS = (
    *("diffusion", "midjourney", "dall", "novelai", "invokeai", "comfyui", "automatic1111", "fooocus", "leonardo", "firefly", "ideogram"),
    *("with ai", "google ai", "generated", "gpt-", "openai", "image creator", "flux.1", "things", "nightcafe", "grok", "meta ai"),
    *("gemini", "imagen"),
)
#: IPTC NewsCodes, "Digital Source Type" -> (is it AI, words).
_SOURCES: dict[str, tuple[bool, str]] = {
    "trainedAlgorithmicMedia": (True, phrase("it says it was made with AI")),
    "compositeWithTrainedAlgorithmicMedia": (True, phrase("it says parts of it were made with AI")),
    "compositeSynthetic": (True, phrase("it says parts of it were made with AI")),
    "algorithmicallyEnhanced": (False, phrase("it says a program enhanced it")),
    "algorithmicMedia": (False, phrase("it says a program made it")),
    "dataDrivenMedia": (False, phrase("it says it was made from data")),
    "digitalCapture": (False, phrase("it says a camera took it")),
    "computationalCapture": (False, phrase("it says a camera took it, put together from several shots")),
    "compositeCapture": (False, phrase("it says it was put together from several photos")),
    "humanEdits": (False, phrase("it says a person edited it")),
    "minorHumanEdits": (False, phrase("it says a person edited it a little")),
    "screenCapture": (False, phrase("it says it is a picture of a screen")),
    "virtualRecording": (False, phrase("it says it shows a virtual event")),
    "digitalArt": (False, phrase("it says a person drew it with a program")),
    "digitalCreation": (False, phrase("it says a person made it with a program")),
    "negativeFilm": (False, phrase("it says it was scanned from a film")),
    "positiveFilm": (False, phrase("it says it was scanned from a film")),
    "print": (False, phrase("it says it was scanned from a print")),
}
_SOURCE = re.compile(r"digitalsourcetype/(\w{5,40})")
_ALONE = ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia")
#: Characters of a text that are looked through.
_LOOKED = 20_000


def prompt(text: str, carrier: str) -> Iterator[Finding]:
    """Yield that a text holds the prompt or settings of an image generator."""
    looked = text[:_LOOKED].casefold().replace('" :', '":')
    if any(all(word in looked for word in group) for group in _SETTINGS):
        yield finding(
            "ai", carrier, say("made by an AI image generator, its prompt and settings: {text}", text=text), "high", about="prompt"
        )


def named(text: str, carrier: str) -> Iterator[Finding]:
    """Yield that a text names an AI tool."""
    looked = text[:_LOOKED].casefold()
    if any(stem in looked for stem in _STEMS) and _NAMES.search(looked):
        yield finding("ai", carrier, say("it names an AI tool: {text}", text=text), "medium")


def sources(text: str, carrier: str) -> Iterator[Finding]:
    """Yield what the IPTC's digital source types in a text say, each once."""
    for word in dict.fromkeys((*_SOURCE.findall(text), *(one for one in _ALONE if one in text))):
        if word in _SOURCES:
            made_by_ai, words = _SOURCES[word]
            risk: Risk = "medium" if made_by_ai else "low"
            yield finding("ai" if made_by_ai else "edit-history", carrier, say(words), risk)
