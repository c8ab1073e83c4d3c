"""The entries in the menu of a message: clean its photos, rate the site it links to."""

from __future__ import annotations

import discord
from discord import app_commands

from adapters.discord import inbound
from adapters.discord.door import Door
from bot.strings import phrase


def menus(door: Door) -> list[app_commands.ContextMenu]:
    """Return both entries. Somebody else's photo is told about by kinds alone."""

    async def clean(interaction: discord.Interaction, message: discord.Message) -> None:
        await door.answer(interaction, lambda: inbound.about_photo(message, interaction.user.id))

    async def rate(interaction: discord.Interaction, message: discord.Message) -> None:
        await door.answer(interaction, lambda: (inbound.about_link(message), ()))

    return [
        app_commands.ContextMenu(name=phrase("Clean this photo"), callback=clean),
        app_commands.ContextMenu(name=phrase("Rate the linked site"), callback=rate),
    ]
