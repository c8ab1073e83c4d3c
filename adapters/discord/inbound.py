"""What people send, as Requests: the words, the photos, and under which key the conversation is remembered.

Ids stop here: a conversation's key is a keyed hash with a secret of this process, and opens nothing elsewhere.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import replace

import aiohttp
import discord

from adapters.discord.files import size
from bot.errors import AdvisorError, PhotoTooLargeError
from bot.messages import Attachment, Request
from bot.skills import SKILLS

_SECRET = secrets.token_bytes(32)
_COMMAND = re.compile(r"/(\w+)(?:\s+|$)")
_ADDRESS = re.compile(r"https?://([^\s/<>()\[\]?#]+)")


class FetchError(AdvisorError):
    """A file that Discord did not hand over."""


def conversation_key(place: int | None, person: int) -> str:
    """Return the opaque key of one person in one place."""
    return hashlib.blake2b(f"{place}:{person}".encode(), key=_SECRET, digest_size=16).hexdigest()


def spoken(interaction: discord.Interaction, request: Request) -> Request:
    """Return `request` as coming from this person, in this place. What answers it is seen by that person alone."""
    return replace(request, door="discord", conversation=conversation_key(interaction.channel_id, interaction.user.id))


def written(message: discord.Message) -> tuple[Request, Sequence[discord.Attachment]]:
    """Return the Request of a direct message, and its photos; what somebody forwarded is not taken for their own."""
    forwarded = [a for snapshot in message.message_snapshots for a in snapshot.attachments]
    text, skill = message.content.strip(), None
    if (command := _COMMAND.match(text)) and command[1] in SKILLS:
        text, skill = text[command.end() :], command[1]
    key = conversation_key(message.channel.id, message.author.id)
    request = Request(text=text, skill=skill, door="discord", conversation=key, own_photo=not forwarded)
    return request, [*message.attachments, *forwarded]


def about_photo(message: discord.Message, person: int) -> tuple[Request, Sequence[discord.Attachment]]:
    """Return the Request for the photos of a message; values are told only to the one who posted it.

    Raises FetchError if there is no file in it.
    """
    if not message.attachments:
        raise FetchError("That message has no photo in it.", "Try one with a picture, or send me yours with /clean.")
    return Request(skill="clean", own_photo=message.author.id == person), message.attachments


def about_link(message: discord.Message) -> Request:
    """Return the Request to rate the site a message links to. Raises FetchError if it links to none."""
    found = _ADDRESS.search(message.content)
    if found is None:
        raise FetchError("That message has no link in it.", "Use /rate with the name or the address of the service.")
    return Request(text=found[1].rpartition("@")[2], skill="rate")


async def fetch(files: Sequence[discord.Attachment], max_mb: int) -> tuple[Attachment, ...]:
    """Return the files with their bytes.

    Raises PhotoTooLargeError before anything is downloaded if they have more than `max_mb` megabytes in all,
    and FetchError if Discord does not give them.
    """
    total = sum(file.size for file in files)
    if total > max_mb * 1_000_000:
        what = "That file has" if len(files) == 1 else "Together these files have"
        raise PhotoTooLargeError(
            f"{what} {size(total)}; I take up to {max_mb} MB at a time.",
            "Send a smaller copy, or fewer at once. With Unexposed on your own computer you can clean larger ones.",
            limit=max_mb * 1_000_000,
        )
    return tuple([await _fetched(file) for file in files])


async def _fetched(file: discord.Attachment) -> Attachment:
    try:
        data = await file.read()
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise FetchError("Discord did not give me that file.", "It may have been deleted, or expired. Please send it once more.") from error
    return Attachment(file.filename, data, file.content_type or "application/octet-stream")
