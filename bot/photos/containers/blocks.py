"""GIF's data sub-blocks (GIF89a, section 15): a size, that many bytes, again, until a size of zero."""

from __future__ import annotations

from bot.photos.segment import broken

#: Sub-blocks walked in one file. Encoders fill them (255 bytes each); a file of one-byte blocks must not take a minute.
MAX_BLOCKS = 1_000_000


class Blocks:
    """Walks runs of sub-blocks within one budget for the whole file."""

    __slots__ = ("data", "left")

    def __init__(self, data: bytes) -> None:
        """Start with the budget for this file."""
        self.data = data
        self.left = MAX_BLOCKS

    def end(self, at: int) -> int:
        """Return the place behind the run that starts at `at`: behind its zero, or the end of the file."""
        data, total = self.data, len(self.data)
        for _ in range(self.left):
            if at >= total:
                return total
            size = data[at]
            at += size + 1
            self.left -= 1
            if not size:
                return at
        raise broken("It is cut into far more pieces than any camera or app writes", at)


def joined(run: bytes, limit: int = 1 << 16) -> bytes:
    """Return the bytes of a run of sub-blocks without their sizes, at most about `limit` of them."""
    pieces, at, total = [], 0, 0
    while at < len(run) and run[at] and total < limit:
        pieces.append(run[at + 1 : at + 1 + run[at]])
        total += run[at]
        at += run[at] + 1
    return b"".join(pieces)
