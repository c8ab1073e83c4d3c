"""Their message to ours: the page's JSON, or the bytes of a photo, becomes a Request.

Everything is bounded while it is read and held in memory only. Forms of many parts are not
taken: parsing them writes large files to disk.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from secrets import token_bytes
from urllib.parse import unquote

from bot.errors import AdvisorError
from bot.messages import Attachment, Request
from bot.skills import SKILLS

MEGABYTE = 1_000_000
#: A pasted policy is the longest text; the longest we know has 120 kB.
MAX_MESSAGE_BYTES = MEGABYTE
#: A file too large is read to its end all the same, without keeping it: a browser shows our words only then.
MAX_DRAINED_BYTES = 2_000 * MEGABYTE
READ_S = 120
MAX_NAME_CHARACTERS = 200
MAX_CONVERSATION_CHARACTERS = 64
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


class RefusedError(AdvisorError):
    """A message that is not taken; `status` is the HTTP status that says so."""

    def __init__(self, message: str, hint: str = "", *, status: int = 400) -> None:
        super().__init__(message, hint)
        self.status = status


@dataclass(frozen=True, slots=True)
class Conversations:
    """Turns a page's own key into one that means nothing outside this process."""

    secret: bytes = field(default_factory=lambda: token_bytes(32), repr=False)

    def key(self, given: str) -> str:
        """Return the key memory is kept under; "" keeps none."""
        return hmac.new(self.secret, given.encode(), hashlib.sha256).hexdigest() if given else ""


async def read_body(chunks: AsyncIterator[bytes], limit: int, too_large: str) -> bytes:
    """Return the whole body; RefusedError (413) beyond `limit` bytes, with `too_large` as its hint."""
    kept: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(READ_S):
            async for chunk in chunks:
                size += len(chunk)
                if size <= limit:
                    kept.append(chunk)
                elif size > MAX_DRAINED_BYTES:
                    break
    except TimeoutError:
        raise RefusedError("It took too long to arrive, so I stopped waiting.", "Please send it once more.", status=408) from None
    if size > limit:
        raise RefusedError(f"That is {in_words(size)}, and I take up to {in_words(limit)}.", too_large, status=413)
    return b"".join(kept)


def message(body: bytes, conversations: Conversations, language: str = "") -> Request:
    """Return the Request of the page's JSON {text, skill, conversation}; RefusedError when it is none."""
    given = _fields(body)
    text = _readable(_string(given, "text"))
    skill, text = _command(_string(given, "skill"), text)
    conversation = _string(given, "conversation")[:MAX_CONVERSATION_CHARACTERS]
    key = conversations.key(_readable(conversation))
    return Request(text=text, skill=skill or None, door="web", conversation=key, language=language or None)


def photo(body: bytes, headers: dict[str, str], conversations: Conversations) -> Request:
    """Return the Request of a photo sent as raw bytes, its name and conversation in headers."""
    if not body:
        raise RefusedError("That file is empty: it has 0 bytes.", "Choose the photo once more; it may still be loading from a cloud.")
    name = _readable(unquote(headers.get("x-photo-name", ""))).replace("\\", "/").rsplit("/", 1)[-1]
    attachment = Attachment(name[-MAX_NAME_CHARACTERS:] or "photo", body, headers.get("content-type", "application/octet-stream"))
    conversation = headers.get("x-conversation", "")[:MAX_CONVERSATION_CHARACTERS]
    language = language_of(headers.get("accept-language", ""))
    return Request(attachments=(attachment,), door="web", conversation=conversations.key(conversation), language=language or None)


def language_of(accepted: str) -> str:
    """Return the language that a browser asks for first (Accept-Language, RFC 9110 12.5.4: it lists the best first), "" for none."""
    first = accepted.partition(",")[0].partition(";")[0].strip()
    return first if _LANGUAGE.fullmatch(first) else ""


def in_words(size: int) -> str:
    """Return a size in bytes as a person reads it: "34 MB", "3.4 MB", "12 kB"."""
    if size < 999_500:  # what rounds to less than 1000 kB
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / MEGABYTE:.1f}".removesuffix(".0") + " MB"


def _fields(body: bytes) -> dict[str, object]:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise RefusedError("I could not read that message.", 'Send JSON such as {"text": "Is Virbo safe?"}.')
    return given


def _string(given: dict[str, object], name: str) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RefusedError(f'In that message, "{name}" is not text.', 'Send JSON such as {"text": "Is Virbo safe?"}.')
    return value


def _readable(text: str) -> str:
    """Leave out what no keyboard types and no library likes: NUL and halves of surrogate pairs."""
    return text.encode("utf-8", "ignore").decode().replace("\0", "")


def _command(skill: str, text: str) -> tuple[str, str]:
    """Return skill and text, "/rate Virbo" typed by hand read as a command."""
    word, _, rest = text.strip().partition(" ")
    if not skill and word.startswith("/") and word[1:].lower() in SKILLS:
        return word[1:].lower(), rest.strip()
    return skill, text
