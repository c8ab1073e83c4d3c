"""Slash commands and context menus, made from the one list of skills.

A skill that takes text gets one text option, one that takes a photo gets five; names are what people would call them.
All work in servers, in direct chats and for people who installed the bot for themselves.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import discord
from discord import app_commands

from adapters.discord import inbound
from adapters.discord.door import Door
from adapters.discord.markup import shorten, tidy
from bot.errors import AdvisorError
from bot.messages import Request
from bot.skills import SKILLS, Skill
from knowledge.schema import Platform

log = logging.getLogger("unexposed.discord")

#: What the text option is called; "text" where nothing fits better.
OPTION = {"ask": "question", "rate": "service", "compare": "services", "check": "service"}
#: Description of a command or option: 1 to 100 characters; choices: at most 25 (interactions/application-commands).
DESCRIPTION, CHOICES = 100, 25

AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu


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
            await self.door.answer(interaction, Request(), problem=changed())


def commands(door: Door) -> list[AnyCommand]:
    """Return a command for each listed skill, and the entries in the menu of a message."""
    makers = {"text": _text_command, "photo": _photo_command, "nothing": _plain_command}
    found: list[AnyCommand] = [makers[skill.takes](skill, door) for skill in SKILLS.values() if skill.listed]
    return [*found, *_menus(door)]


def changed() -> AdvisorError:
    """Return what to say to a command that has changed since the app learned it."""
    return AdvisorError(
        "My commands have changed since your app last looked.", "Wait a minute, or restart Discord, then try again. Or press one of these:"
    )


def matching(platforms: tuple[Platform, ...], typed: str) -> list[str]:
    """Return the names of services for what was typed so far: beginnings first, then names, domains and aliases with it inside."""
    wanted = tidy(typed).strip().casefold()
    words = {p.name: " ".join((p.name, *p.domains, *p.aliases)).casefold() for p in platforms}
    hits = (name for name, known_as in words.items() if wanted in known_as)
    return sorted(hits, key=lambda name: (not name.casefold().startswith(wanted), name.casefold()))[:CHOICES]


def _plain_command(skill: Skill, door: Door) -> AnyCommand:
    async def callback(interaction: discord.Interaction) -> None:
        await door.answer(interaction, Request(skill=skill.name))

    return _command(skill, callback)


def _text_command(skill: Skill, door: Door) -> AnyCommand:
    async def callback(interaction: discord.Interaction, text: app_commands.Range[str, 1, 2000]) -> None:
        await door.answer(interaction, Request(text=text, skill=skill.name))

    app_commands.rename(text=OPTION.get(skill.name, "text"))(callback)
    app_commands.describe(text=_line(skill.argument))(callback)
    if skill.name in ("rate", "check"):
        app_commands.autocomplete(text=_completion(door))(callback)
    return _command(skill, callback)


def _photo_command(skill: Skill, door: Door) -> AnyCommand:
    async def callback(  # noqa: PLR0913, PLR0917 - discord.py makes one option of each parameter
        interaction: discord.Interaction,
        photo: discord.Attachment,
        photo2: discord.Attachment | None = None,
        photo3: discord.Attachment | None = None,
        photo4: discord.Attachment | None = None,
        photo5: discord.Attachment | None = None,
    ) -> None:
        given = [p for p in (photo, photo2, photo3, photo4, photo5) if p is not None]
        await door.answer(interaction, Request(skill=skill.name), given)

    more = {f"photo{n}": "one more photo" for n in range(2, 6)}
    app_commands.describe(photo=_line(skill.argument), **more)(callback)
    return _command(skill, callback)


def _menus(door: Door) -> list[AnyCommand]:
    async def clean(interaction: discord.Interaction, message: discord.Message) -> None:
        try:
            request, photos = inbound.about_photo(message, interaction.user.id)
        except AdvisorError as error:
            await door.answer(interaction, Request(skill="clean"), problem=error)
        else:
            await door.answer(interaction, request, photos)

    async def rate(interaction: discord.Interaction, message: discord.Message) -> None:
        try:
            request = inbound.about_link(message)
        except AdvisorError as error:
            await door.answer(interaction, Request(skill="help"), problem=error)
        else:
            await door.answer(interaction, request)

    return [
        app_commands.ContextMenu(name="Clean this photo", callback=clean),
        app_commands.ContextMenu(name="Rate the linked site", callback=rate),
    ]


def _completion(door: Door) -> Any:
    async def complete(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        try:
            library = await asyncio.wait_for(asyncio.to_thread(lambda: door.runtime.advisor.library), 2)
        except (AdvisorError, TimeoutError):  # no suggestions yet; what is typed can be sent all the same
            return []
        return [app_commands.Choice(name=name[:100], value=name[:100]) for name in matching(library.platforms, current)]

    return complete


def _command(skill: Skill, callback: Any) -> AnyCommand:
    return app_commands.Command(name=skill.name, description=_line(skill.summary), callback=callback)


def _line(text: str) -> str:
    return shorten(text, DESCRIPTION)
