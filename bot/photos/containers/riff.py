"""RIFF chunks: a four-letter name, a little-endian size, the bytes, a zero to make it even."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.photos.segment import Steps


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk at [start, end); payload is [body, stop). `claimed` is the size it states, which may be more."""

    name: bytes
    start: int
    body: int
    stop: int
    end: int
    claimed: int

    @property
    def whole(self) -> bool:
        """Whether all bytes it claims are there."""
        return self.stop - self.body == self.claimed


def chunks(data: bytes, start: int, end: int, steps: Steps) -> Iterator[Chunk]:
    """Yield the chunks in [start, end); sizes beyond the end are cut to it; fewer than eight bytes are left over."""
    at = start
    while at + 8 <= end:
        steps.take(at)
        claimed = int.from_bytes(data[at + 4 : at + 8], "little")
        stop = min(end, at + 8 + claimed)
        stop_even = min(end, at + 8 + claimed + (claimed & 1))
        yield Chunk(data[at : at + 4], at, at + 8, stop, stop_even, claimed)
        at = stop_even
