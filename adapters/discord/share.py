"""Showing an answer to everyone: the message that was private is said again, in the open.

All of it stands in the message itself, so this works after a restart; pictures are fetched and sent anew,
because the files of a private message vanish with it.
"""

from __future__ import annotations

import io
from typing import Any

import aiohttp
import discord

from adapters.discord.buttons import shared_view


async def shared(interaction: discord.Interaction) -> None:
    """Send the message whose button was pressed to everyone in the channel."""
    message = interaction.message
    if message is None:
        return
    if not message.attachments:
        await interaction.response.send_message(**_again(message, []))
        return
    await interaction.response.defer(thinking=True)
    files = await _files(message)
    await interaction.followup.send(**_again(message, files), files=files)


async def _files(message: discord.Message) -> list[discord.File]:
    """Return the files of a message, or none where Discord has dropped them: the words say the same."""
    try:
        return [discord.File(io.BytesIO(await a.read()), a.filename, description=a.description) for a in message.attachments]
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError):
        return []


def _again(message: discord.Message, files: list[discord.File]) -> dict[str, Any]:
    embeds = [_own_picture(embed, files) for embed in message.embeds]
    found: dict[str, Any] = {"embeds": embeds, "allowed_mentions": discord.AllowedMentions.none()}
    view = shared_view(message)
    return {**found, "view": view} if view else found


def _own_picture(embed: discord.Embed, files: list[discord.File]) -> discord.Embed:
    if embed.image.url:
        embed.set_image(url=f"attachment://{files[0].filename}" if files else None)
    return embed
