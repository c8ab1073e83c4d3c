"""The words of the page itself, in the language of the browser; the page asks for them once, by their English."""

from __future__ import annotations

from bot.strings import phrase, say, speaking

WORDS = (
    phrase("Skip to the message field"),
    phrase("Clear this page"),
    phrase("Where to begin"),
    phrase("Drop a photo here"),
    phrase("I take out what the file tells about you. It stays on this computer."),
    phrase("Choose a photo"),
    phrase("Try a sample photo"),
    phrase("Photos to clean"),
    phrase("How does a service treat your photos?"),
    phrase("Name or web address"),
    phrase("Look it up"),
    phrase("Or ask"),
    phrase("I uploaded my face to one of these apps. What now?"),
    phrase("Will my photos be used to train AI?"),
    phrase("How do I spot a bad app before I upload?"),
    phrase("Your questions and the answers"),
    phrase("Your message"),
    phrase("Ask me anything"),
    phrase("Send"),
    phrase("Send (Enter)"),
    phrase("Stays on this computer. Nothing is kept."),
    phrase("Drop it anywhere"),
    phrase("It stays on this computer"),
    phrase("Warming up: photos work already, questions wait a few seconds."),
    phrase("The bot has been stopped. Start it again with make run."),
    phrase("The bot has been stopped."),
    phrase("Start it again with make run, then send this once more."),
    phrase("Send again"),
    phrase("Looking it up"),
    phrase("Warming up: your question waits a few seconds, then I answer it"),
    phrase("Reading and cleaning your photo"),
    phrase("Still at it. This one takes longer."),
    phrase("This page could not show the answer. Please try once more."),
    phrase("You: "),
    phrase("I took the first {n}."),
    phrase("For a whole folder, in a terminal: unexposed clean FOLDER"),
    phrase("That is {size}, and I take up to {most}."),
    phrase("Clean the file where it is, in a terminal: unexposed clean FILE. Or raise the limit with UNEXPOSED_MAX_PHOTO_MB."),
    phrase("Good"),
    phrase("Mixed"),
    phrase("Bad"),
    phrase("Not known"),
    phrase("The photo you chose"),
    phrase("No preview: this browser cannot show this kind of file."),
    phrase("The clean copy"),
    phrase("Download the clean copy"),
    phrase("Download {name}"),
    phrase("Before {before}, now {now}. File name: {name}"),
    phrase("{size}. File name: {name}"),
    phrase("Source"),
    phrase("Sources"),
    phrase("Stays on this computer. I kept neither the photo nor what it said."),
)


def words(language: str) -> dict[str, str]:
    """Return the page's words in a language (BCP 47), by their English."""
    with speaking(language or "en"):
        return {english: say(english) for english in WORDS}
