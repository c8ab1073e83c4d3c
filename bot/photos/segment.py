"""A run of bytes of a photo, and the label that decides whether it stays.

Joined in order, the segments of a file are the file again; cleaning keeps the needed ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.errors import BrokenPhotoError
from bot.strings import phrase, say

#: Steps a walker may take in one file. Real photos need hundreds; 50 MB of empty chunks must not take a minute.
MAX_STEPS = 60_000

BROKEN_HINT = phrase("Try sending the original again, or open it in your gallery and save a copy.")


@dataclass(frozen=True, slots=True)
class Segment:
    """A named run of bytes at `offset`.

    needed: whether the picture cannot be shown without it.
    kind: which reader understands it ("exif", "xmp", ...); "" when it tells nothing.
    head, tail: bytes before and behind the payload that the reader is to skip.
    part: 0 for the picture itself, 1 for a second one that goes with it (a gain map).
    """

    name: str
    offset: int
    data: memoryview = field(repr=False)
    needed: bool = False
    kind: str = ""
    head: int = 0
    tail: int = 0
    part: int = 0

    @property
    def payload(self) -> memoryview:
        """The bytes a reader gets."""
        return self.data[self.head : len(self.data) - self.tail]


def join(segments: Iterable[Segment]) -> bytes:
    """Return the file that the segments were split from."""
    return b"".join(segment.data for segment in segments)


class Steps:
    """A budget of steps, so that no file keeps a walker busy for long."""

    __slots__ = ("left",)

    def __init__(self, limit: int = MAX_STEPS) -> None:
        """Start with `limit` steps."""
        self.left = limit

    def take(self, offset: int, steps: int = 1) -> None:
        """Spend steps; BrokenPhotoError when none is left."""
        self.left -= steps
        if self.left < 0:
            raise broken("It is cut into far more pieces than any camera or app writes", offset)


def broken(what: str, offset: int) -> BrokenPhotoError:
    """Return the error for a file that contradicts itself at `offset`."""
    message = say("This photo is damaged, so I can't clean it safely. {what} (at byte {place}).", what=say(what), place=f"{offset:,}")
    return BrokenPhotoError(message, say(BROKEN_HINT), offset=offset)
