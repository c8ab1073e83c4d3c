"""The codestream of JPEG 2000 (ITU-T T.800 annex A; high throughput: T.814): a main header, tile-parts, and an end.

Headers are rows of markers with two-byte lengths. A tile-part says how long it is, header
and coded bytes together, so whatever leaves its header changes that number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.photos.segment import Steps, broken

START = b"\xff\x4f\xff\x51"
_SOC, _SOT, _SOD, _EOC = 0xFF4F, 0xFF90, 0xFF93, 0xFFD9
COM, TLM = 0xFF64, 0xFF55
_SOT_BYTES, _LENGTH_AT = 12, 6


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker with its bytes at [start, end). tile: the place of the tile-part it is in, -1 in the main header. Code 0: coded bytes."""

    code: int
    start: int
    end: int
    tile: int = -1


def marks(data: bytes, start: int, end: int, steps: Steps) -> Iterator[Mark]:
    """Yield the markers and coded bytes of a codestream up to its end, without a gap; of a cut one what there is."""
    yield Mark(_SOC, start, start + 2)
    at, tile, stop = start + 2, -1, end
    while at + 2 <= end:
        steps.take(at)
        code = int.from_bytes(data[at : at + 2], "big")
        if code == _EOC:
            yield Mark(code, at, at + 2)
            return
        if code == _SOD and tile >= 0:
            yield Mark(code, at, at + 2, tile)
            yield Mark(0, at + 2, max(at + 2, stop), tile)
            at, tile = max(at + 2, stop), -1
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if code < 0xFF30 or length < 2 or at + 2 + length > end:
            return
        if code == _SOT:
            tile, stop = at, _tile_end(data, at, end)
        yield Mark(code, at, at + 2 + length, tile)
        at += 2 + length


def _tile_end(data: bytes, at: int, end: int) -> int:
    """Return where a tile-part ends (A.4.2); a length of zero means at the end of the codestream."""
    size = int.from_bytes(data[at + _LENGTH_AT : at + _LENGTH_AT + 4], "big")
    if size:
        return min(end, at + size)
    found = data.rfind(b"\xff\xd9", at, end)
    return found if found >= 0 else end


def shortened(data: bytes, mark: Mark, missing: int) -> bytes:
    """Return the marker that starts a tile-part, its length less what is missing from its header."""
    body = data[mark.start : mark.end]
    size = int.from_bytes(body[_LENGTH_AT : _LENGTH_AT + 4], "big")
    if not size or not missing:
        return body
    if len(body) != _SOT_BYTES or size <= missing:
        raise broken("A tile says a length that cannot be", mark.start)
    return body[:_LENGTH_AT] + (size - missing).to_bytes(4, "big") + body[_LENGTH_AT + 4 :]
