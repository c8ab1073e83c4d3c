"""What the bot can do: one module a skill, one list of them.

A skill's module has a function `reply(request, context) -> Reply`. It is imported when first used,
so that cleaning a photo loads no library of words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol

from bot.decoding import Decoder
from bot.memory import Memory
from bot.messages import Reply, Request
from bot.settings import Settings
from bot.strings import phrase

if TYPE_CHECKING:
    from bot.answers import Answer
    from bot.policy.documents import Documents
    from bot.policy.sources import Fetcher
    from knowledge.schema import Library

Takes = Literal["nothing", "text", "photo"]


class Context(Protocol):
    """What a skill may use."""

    @property
    def library(self) -> Library:
        """Everything known."""

    @property
    def today(self) -> date:
        """Today's date, from the clock that was handed in."""

    @property
    def settings(self) -> Settings:
        """How this bot is run."""

    @property
    def memory(self) -> Memory:
        """What is remembered of conversations."""

    @property
    def fetcher(self) -> Fetcher | None:
        """What fetches the page of a policy; None where it is switched off."""

    @property
    def documents(self) -> Documents | None:
        """What opens files with text in them; None where nothing does."""

    @property
    def decoder(self) -> Decoder:
        """What decodes pictures apart from everything else."""

    def ask(self, text: str, language: str | None = None) -> Answer:
        """Answer a question from the guides."""


@dataclass(frozen=True, slots=True)
class Skill:
    """A command: its name, what it does in a line, what it takes, and where it lives."""

    name: str
    summary: str
    takes: Takes
    argument: str
    module: str
    listed: bool = True

    @property
    def reply(self) -> Callable[[Request, Context], Reply]:
        """The function that answers."""
        found: Callable[[Request, Context], Reply] = import_module(self.module).reply
        return found

    @property
    def typed(self) -> Callable[[str, str], str]:
        """What typed words mean at a step of this skill's dialogue, as the text of the button they stand for; "" if nothing."""
        found: Callable[[str, str], str] = import_module(self.module).typed
        return found


SKILLS: dict[str, Skill] = {
    skill.name: skill
    for skill in (
        Skill("start", phrase("What I do, and where to begin"), "nothing", "", "bot.skills.help", listed=False),
        Skill("ask", phrase("Ask about AI photo tools and your privacy"), "text", phrase("your question"), "bot.skills.ask"),
        Skill("rate", phrase("How does a service treat your photos?"), "text", phrase("name or address of a service"), "bot.skills.rate"),
        Skill("compare", phrase("Set services side by side"), "text", phrase("two to four names"), "bot.skills.compare"),
        Skill("platforms", phrase("All services I know, by grade"), "nothing", "", "bot.skills.platforms"),
        Skill("check", phrase("Check a service together, question by question"), "text", phrase("name of a service"), "bot.skills.check"),
        Skill("policy", phrase("Read a privacy policy"), "text", phrase("its text, its address, or a file"), "bot.skills.policy"),
        Skill("rights", phrase("Your rights where you live, and by when"), "text", phrase("country or state"), "bot.skills.rights"),
        Skill("letter", phrase("Write the letter that asks for it"), "text", phrase("what, where, which service"), "bot.skills.letter"),
        Skill("clean", phrase("Take out what a photo tells about you"), "photo", phrase("the photo, sent as a file"), "bot.skills.photo"),
        Skill("inspect", phrase("What a photo tells, without a copy"), "photo", phrase("the photo, as a file"), "bot.skills.inspect"),
        Skill("sample", phrase("No photo at hand? Try mine"), "nothing", "", "bot.skills.sample"),
        Skill("privacy", phrase("What I keep, and for how long"), "nothing", "", "bot.skills.privacy"),
        Skill("forget", phrase("Erase what I remember of this chat"), "nothing", "", "bot.skills.forget"),
        Skill("language", phrase("Choose the language I answer in"), "text", phrase("a language"), "bot.skills.language"),
        Skill("help", phrase("What I can do"), "nothing", "", "bot.skills.help"),
    )
}
