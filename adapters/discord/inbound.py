"""What people send, as Requests: the words, the photos, and under which key the conversation is remembered.

Ids stop here: a conversation's key is a keyed hash that opens nothing elsewhere.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

import aiohttp
import discord

from adapters.discord.files import size
from adapters.runtime import secret_for_keys
from bot.errors import AdvisorError, PhotoTooLargeError
from bot.messages import Attachment, Request
from bot.settings import Settings
from bot.skills import SKILLS
from bot.strings import say

_COMMAND = re.compile(r"/(\w+)(?:\s+|$)")
_ADDRESS = re.compile(r"https?://([^\s/<>()\[\]?#]+)")


class FetchError(AdvisorError):
    """A file that Discord did not hand over."""


class Keys:
    """Requests with the opaque keys of people and places, made with a secret of this process (or of all that share Redis)."""

    def __init__(self, settings: Settings) -> None:
        self._secret = secret_for_keys(settings)

    def conversation(self, place: int | None, person: int) -> str:
        """Return the key of one person in one place."""
        return self._key(f"{place}:{person}")

    def group(self, guild: int | None) -> str:
        """Return the key of a server, "" outside of one."""
        return self._key(f"server {guild}") if guild else ""

    def spoken(self, interaction: discord.Interaction, request: Request) -> Request:
        """Return `request` as coming from this person, in this place, in their app's language. The answer is seen by that person alone."""
        key = self.conversation(interaction.channel_id, interaction.user.id)
        return replace(request, door="discord", conversation=key, language=str(interaction.locale))

    def written(self, message: discord.Message) -> tuple[Request, Sequence[discord.Attachment]]:
        """Return the Request of a direct message, and its photos; what somebody forwarded is not taken for their own."""
        forwarded = _forwarded(message)
        text, skill = message.content.strip(), None
        if (command := _COMMAND.match(text)) and command[1] in SKILLS:
            text, skill = text[command.end() :], command[1]
        key = self.conversation(message.channel.id, message.author.id)
        request = Request(text=text, skill=skill, door="discord", conversation=key, own_photo=not forwarded)
        return request, [*message.attachments, *forwarded]

    def _key(self, words: str) -> str:
        return hashlib.blake2b(words.encode(), key=self._secret, digest_size=16).hexdigest()


def about_photo(message: discord.Message, person: int) -> tuple[Request, Sequence[discord.Attachment]]:
    """Return the Request for the photos of a message; values are told only to the one who posted it.

    Raises FetchError if there is no file in it.
    """
    forwarded = _forwarded(message)
    if not message.attachments and not forwarded:
        raise FetchError(say("That message has no photo in it."), say("Try one with a picture, or send me yours with /clean."))
    return Request(skill="clean", own_photo=message.author.id == person and not forwarded), [*message.attachments, *forwarded]


def about_link(message: discord.Message) -> Request:
    """Return the Request to rate the site a message links to. Raises FetchError if it links to none."""
    found = _ADDRESS.search(_words(message))
    if found is None:
        raise FetchError(say("That message has no link in it."), say("Use /rate with the name or the address of the service."))
    return Request(text=found[1].rpartition("@")[2], skill="rate")


async def fetch(files: Sequence[discord.Attachment], max_mb: int) -> tuple[Attachment, ...]:
    """Return the files with their bytes.

    Raises PhotoTooLargeError before anything is downloaded if they have more than `max_mb` megabytes in all,
    and FetchError if Discord does not give them.
    """
    total = sum(file.size for file in files)
    if total > max_mb * 1_000_000:
        raise PhotoTooLargeError(
            _too_much(len(files), size(total), max_mb),
            say("Send a smaller copy, or fewer at once. With Unexposed on your own computer you can clean larger ones."),
            limit=max_mb * 1_000_000,
        )
    return tuple([await _fetched(file) for file in files])


def _too_much(count: int, total: str, most: int) -> str:
    if count == 1:
        return say("That file has {size}; I take up to {most} MB at a time.", size=total, most=most)
    return say("Together these files have {size}; I take up to {most} MB at a time.", size=total, most=most)


def _forwarded(message: discord.Message) -> list[discord.Attachment]:
    return [attachment for snapshot in message.message_snapshots for attachment in snapshot.attachments]


def _words(message: discord.Message) -> str:
    """Return the words of a message, of what it forwards, and the addresses of its previews."""
    previews = (embed.url or "" for embed in message.embeds)
    return " ".join((message.content, *(snapshot.content for snapshot in message.message_snapshots), *previews))


async def _fetched(file: discord.Attachment) -> Attachment:
    try:
        data = await file.read()
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise FetchError(
            say("Discord did not give me that file."), say("It may have been deleted, or expired. Please send it once more.")
        ) from error
    return Attachment(file.filename, data, file.content_type or "application/octet-stream")
