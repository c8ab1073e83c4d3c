"""Slash commands, made from the one list of skills. What may be left out is optional: then the skill asks for it.

All work in servers, in direct chats and for people who installed the bot for themselves.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, Literal, NoReturn

import discord
from discord import app_commands

from adapters.discord import suggestions
from adapters.discord.door import Door
from adapters.discord.forms import OPEN
from adapters.discord.markup import shorten
from adapters.discord.menus import menus
from adapters.discord.translating import DESCRIPTION
from bot.errors import AdvisorError
from bot.messages import Request
from bot.rights.wants import LABELS
from bot.skills import SKILLS, Skill
from bot.skills.letter import ASK_FIRST_LABEL
from bot.strings import phrase, say, speaking
from knowledge.letters_format import ASK_FIRST

log = logging.getLogger("unexposed.discord")

#: Seconds that suggestions may take; what is typed can be sent all the same.
SUGGEST_S = 0.8

AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu
Text = app_commands.Range[str, 1, 2000]
Name = app_commands.Range[str, 1, 200]
Kind = Literal["services", "places", "languages"]
Suggest = Callable[[discord.Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]

_SERVICE = phrase("name or address of a service")
_PLACE = phrase("country or state")
_WANTS = [app_commands.Choice(name=label, value=want) for want, label in LABELS.items()]


class Tree(app_commands.CommandTree[discord.Client]):
    """All commands; a command that is no longer known is answered kindly."""

    def __init__(self, client: discord.Client, door: Door) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self.door = door
        for command in commands(door):
            self.add_command(command)

    async def on_error(self, interaction: discord.Interaction[discord.Client], error: app_commands.AppCommandError, /) -> None:
        """Answer a command from an older list; a fault of ours gets an apology, and a line with its type alone."""
        if isinstance(error, app_commands.CommandInvokeError):
            log.error("fault in a command: %s", type(error.original).__name__)
            await self.door.apologise(interaction)
        elif interaction.type is discord.InteractionType.application_command:
            await self.door.answer(interaction, lambda: (changed(), ()))


def commands(door: Door) -> list[AnyCommand]:
    """Return a command for each listed skill, and the entries in the menu of a message."""
    made = _Commands(door)
    found: list[AnyCommand] = [made.of(skill) for skill in SKILLS.values() if skill.listed]
    return [*found, *menus(door)]


def changed() -> NoReturn:
    """Raise what to say to a command that has changed since the app learned it."""
    raise AdvisorError(
        say("My commands have changed since your app last looked."),
        say("Wait a minute, or restart Discord, then try again. Or press one of these:"),
    )


class _Commands:
    """Makes the command of a skill: by its name where it has options of its own, else by what it takes."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._services, self._places, self._languages = (_suggest(door, kind) for kind in ("services", "places", "languages"))

    def of(self, skill: Skill) -> AnyCommand:
        """Return the command of a skill."""
        own = {"compare": self._compare, "policy": self._policy, "rights": self._rights, "letter": self._letter}
        by_kind = {"text": self._text, "photo": self._photos, "nothing": self._plain}
        return app_commands.Command(
            name=skill.name,
            description=shorten(skill.summary, DESCRIPTION),
            callback=own[skill.name]() if skill.name in own else by_kind[skill.takes](skill),
        )

    def _plain(self, skill: Skill) -> Any:
        async def callback(interaction: discord.Interaction) -> None:
            await self._door.answer(interaction, lambda: (Request(skill=skill.name), ()))

        return callback

    def _text(self, skill: Skill) -> Any:
        async def callback(interaction: discord.Interaction, text: Text | None = None) -> None:
            await self._door.answer(interaction, lambda: (Request(text=text or "", skill=skill.name), ()))

        name = {"ask": "question", "rate": "service", "check": "service", "language": "language"}.get(skill.name, "text")
        app_commands.rename(text=name)(callback)
        app_commands.describe(text=skill.argument)(callback)
        suggest = {"service": self._services, "language": self._languages}.get(name)
        return app_commands.autocomplete(text=suggest)(callback) if suggest else callback

    def _compare(self) -> Any:
        async def callback(
            interaction: discord.Interaction,
            service: Name | None = None,
            service2: Name | None = None,
            service3: Name | None = None,
            service4: Name | None = None,
        ) -> None:
            named = ", ".join(filter(None, (service, service2, service3, service4)))
            await self._door.answer(interaction, lambda: (Request(text=named, skill="compare"), ()))

        options = ("service", "service2", "service3", "service4")
        app_commands.describe(**dict.fromkeys(options, _SERVICE))(callback)
        return app_commands.autocomplete(**dict.fromkeys(options, self._services))(callback)

    def _policy(self) -> Any:
        async def callback(interaction: discord.Interaction, address: Text | None = None, file: discord.Attachment | None = None) -> None:
            if not address and not file:
                await self._door.open_form(interaction, f"{OPEN}policy")
                return
            await self._door.answer(interaction, lambda: (Request(text=address or "", skill="policy"), [file] if file else ()))

        described = {
            "address": phrase("where it is: https://..."),
            "file": phrase("or a file with its text: .pdf, .docx, .html, .txt, .md"),
        }
        return app_commands.describe(**described)(callback)

    def _rights(self) -> Any:
        async def callback(interaction: discord.Interaction, place: Name | None = None, wish: str | None = None) -> None:
            words = " ".join(filter(None, (place, wish)))
            await self._door.answer(interaction, lambda: (Request(text=words, skill="rights"), ()))

        app_commands.describe(place=_PLACE, wish=phrase("what you want of the service"))(callback)
        app_commands.choices(wish=_WANTS)(callback)
        return app_commands.autocomplete(place=self._places)(callback)

    def _letter(self) -> Any:
        async def callback(
            interaction: discord.Interaction, wish: str | None = None, place: Name | None = None, service: Name | None = None
        ) -> None:
            words = " ".join(filter(None, (wish, place, service and f"to {service}")))
            await self._door.answer(interaction, lambda: (Request(text=words, skill="letter"), ()))

        app_commands.describe(wish=phrase("what the letter should say"), place=_PLACE, service=_SERVICE)(callback)
        app_commands.choices(wish=[*_WANTS, app_commands.Choice(name=ASK_FIRST_LABEL, value=ASK_FIRST)])(callback)
        return app_commands.autocomplete(place=self._places, service=self._services)(callback)

    def _photos(self, skill: Skill) -> Any:
        async def callback(  # noqa: PLR0913, PLR0917 - discord.py makes one option of each parameter
            interaction: discord.Interaction,
            photo: discord.Attachment | None = None,
            photo2: discord.Attachment | None = None,
            photo3: discord.Attachment | None = None,
            photo4: discord.Attachment | None = None,
            photo5: discord.Attachment | None = None,
        ) -> None:
            given = [p for p in (photo, photo2, photo3, photo4, photo5) if p is not None]
            await self._door.answer(interaction, lambda: (Request(skill=skill.name), given))

        more = dict.fromkeys((f"photo{n}" for n in range(2, 6)), phrase("one more photo"))
        return app_commands.describe(photo=skill.argument, **more)(callback)


def _suggest(door: Door, kind: Kind) -> Suggest:
    async def complete(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        with speaking(str(interaction.locale)):
            try:
                found = await asyncio.wait_for(asyncio.to_thread(_suggestions, door, kind, current), SUGGEST_S)
            except (AdvisorError, TimeoutError):
                return []
        return [app_commands.Choice(name=name, value=value) for name, value in found]

    return complete


def _suggestions(door: Door, kind: Kind, typed: str) -> list[suggestions.Suggestion]:
    match kind:
        case "services":
            return suggestions.services(door.runtime.advisor.library.platforms, typed)
        case "places":
            return suggestions.places(typed)
        case "languages":
            return suggestions.tongues(typed)
