"""The advisor: one Request in, one Reply out.

It picks the skill; what goes wrong in words a person can use (AdvisorError) becomes a Reply.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from bot.decoding import Decoder, NoDecoder
from bot.errors import AdvisorError
from bot.memory import Memory
from bot.messages import Paragraph, Reply, Request
from bot.settings import Settings
from bot.skills import SKILLS
from bot.skills.help import first_steps
from bot.speech import language_for
from bot.strings import speaking
from knowledge.languages import spoken_languages

if TYPE_CHECKING:
    from bot.answers import Answer
    from bot.answers.engine import Engine
    from bot.policy.documents import Documents
    from bot.policy.sources import Fetcher
    from bot.ratings.score import Rating
    from knowledge.schema import Library

#: A shorter message is somebody's own words.
_LONG_CHARACTERS = 700


@dataclass(frozen=True, slots=True)
class Advisor:
    """The core, with what it was handed: knowledge, an answering engine, memory, a clock, settings.

    `read_library` and `open_engine` are called when first needed: a photo waits for neither.
    `rephrase` puts an answer into other words (bot/answers/phrasing.py), where the operator set up a model for it.
    """

    read_library: Callable[[], Library]
    open_engine: Callable[[], Engine]
    memory: Memory
    clock: Callable[[], date]
    settings: Settings
    rephrase: Callable[[str, Answer], Answer] | None = None
    fetcher: Fetcher | None = None
    documents: Documents | None = None
    decoder: Decoder = field(default_factory=NoDecoder)

    @property
    def library(self) -> Library:
        """Everything known."""
        return self.read_library()

    @property
    def today(self) -> date:
        """Today's date by the clock that was handed in."""
        return self.clock()

    def handle(self, request: Request) -> Reply:
        """Return the reply to one message; errors in words become replies, nothing is raised for a person's input."""
        language = language_for(request, self.memory)
        with speaking(language):
            reply = self._reply(replace(request, language=language))
        self._remember(request, language)
        return replace(reply, language=language) if language in spoken_languages() else reply

    def _reply(self, request: Request) -> Reply:
        try:
            request = self._continued(request)
            name = self._skill(request)
            # A command that I don't have is answered with those that I have.
            return SKILLS[name].reply(replace(request, skill=name) if name == "help" else request, self)
        except AdvisorError as error:
            return sorry(error)

    def _continued(self, request: Request) -> Request:
        """Return what a typed word means where a dialogue stands: "yes" in the checklist is its button; anything else stays as it is."""
        skill, _, code = self.memory.recall(request.conversation).step.partition(":")
        if skill not in SKILLS or request.skill or request.attachments:
            return request
        text = SKILLS[skill].typed(request.text, code)
        return replace(request, skill=skill, text=text) if text else request

    def _remember(self, request: Request, language: str) -> None:
        """Keep the language for the buttons that are pressed next; a choice by /language stays, and /forget leaves nothing."""
        before = self.memory.recall(request.conversation)
        if request.skill not in ("forget", "language") and not before.chosen and before.language != language:
            self.memory.remember(request.conversation, replace(before, language=language))

    def ask(self, text: str, language: str | None = None) -> Answer:
        """Return the answer to a question: outcome, words, citations, confidence."""
        answer = self.open_engine().answer(text, language, self.today)
        return self.rephrase(text, answer) if self.rephrase else answer

    def rate(self, name: str) -> Rating:
        """Return the rating of the platform that `name` (or an address) stands for; AdvisorError if it is not exactly one."""
        from bot.ratings.find import rating_for

        return rating_for(name, self.library, self.today)

    def read_policy(self, text: str) -> Rating:
        """Return what a policy says, criterion by criterion, quotes word for word from `text`; PolicyError if it is none."""
        from bot.policy.document import document
        from bot.policy.reader import read

        return read(document(text), self.library.rubric, self.today)

    def _skill(self, request: Request) -> str:
        if request.attachments:
            return "policy" if _brings_policy(request) else "inspect" if request.skill == "inspect" else "clean"
        if request.skill in SKILLS:
            return request.skill
        if request.text.startswith("/"):
            return "help"
        if _is_policy(request.text):
            return "policy"
        return "ask" if _says_something(request.text) else "start"


def _brings_policy(request: Request) -> bool:
    """Tell whether a text document came, and not a photo."""
    from bot.policy.documents import is_document

    first = request.attachments[0]
    return request.skill == "policy" or (request.skill is None and is_document(first.name, first.media_type, first.data))


def _is_policy(text: str) -> bool:
    """Tell whether a message is a pasted policy, or nothing but the address of one."""
    from bot.policy.sources import is_policy_address

    if is_policy_address(text):
        return True
    if len(text) < _LONG_CHARACTERS:
        return False
    from bot.policy.document import reads_as_policy

    return reads_as_policy(text)


def _says_something(text: str) -> bool:
    """Tell whether there is a letter or digit in it; "?" alone asks for nothing."""
    return any(character.isalnum() for character in text)


def sorry(error: AdvisorError) -> Reply:
    """Return an error as a Reply: what happened, and what to do."""
    hint = (Paragraph(error.hint),) if error.hint else ()
    return Reply(blocks=(Paragraph(error.message, strong=True), *hint), buttons=first_steps()[:3])
