"""The coded bytes of a TIFF, moved together: strips and tiles as they are, JPEG ones without segments that tell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from bot.photos.containers.markers import COM, EOI, Marker, walk
from bot.photos.formats import jpeg
from bot.photos.formats.pages import MAX_PIECES, Page, Span, budget
from bot.photos.segment import Steps, broken

_SOI, _JFIF, _EXIF, _ADOBE, _DNL = 0xD8, 0xE0, 0xE1, 0xEE, 0xDC
#: Segments whose size says that they hold nothing but what a decoder reads.
_BARE = {_JFIF: (18, b"JFIF\0"), _ADOBE: (16, b"Adobe"), _DNL: (6, b"")}
_OVERLAP = 4


class Strips:
    """Which bytes of the file are coded picture, and where each of them goes.

    runs: what stays, in file order, not touching each other. dropped: (start, end, kind) of what goes from JPEG strips.
    """

    def __init__(self, data: bytes, pages: Iterable[Page]) -> None:
        """Find the bytes of all strips, tiles and tables of these pages."""
        spans = {span for page in pages for spans in page.coded.values() for span in spans if span[1] > span[0]}
        if sum(end - start for start, end in spans) > _OVERLAP * len(data):
            raise broken("Its strips lie over each other", min(spans)[0])
        self.dropped: list[tuple[int, int, str]] = []
        self.runs = _merged(self._kept(data, spans))
        self._starts = [start for start, _ in self.runs]
        self._before = [0, *accumulate(end - start for start, end in self.runs)]

    def _kept(self, data: bytes, spans: Iterable[Span]) -> Iterator[Span]:
        steps = budget(data, MAX_PIECES)
        for start, end in spans:
            if not data.startswith(b"\xff\xd8", start, end):
                yield start, end
                continue
            for one_start, one_end, kind in pieces(data, start, end, steps):
                if kind:
                    self.dropped.append((one_start, one_end, kind))
                else:
                    yield one_start, one_end

    @property
    def size(self) -> int:
        """Bytes of all that stays."""
        return self._before[-1]

    def moved(self, at: int) -> int:
        """Return how many bytes that stay stand before a place."""
        number = bisect_right(self._starts, at) - 1
        if number < 0:
            return 0
        start, end = self.runs[number]
        return self._before[number] + min(at, end) - start


def pieces(data: bytes, start: int, end: int, steps: Steps) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, kind) of the segments of a JPEG stream; kind is "" for those that stay."""
    at = start
    for one in walk(data, start, end, steps):
        yield one.start, one.end, _kind(data, one, start)
        at = one.end
        if one.code == EOI:
            break
    if at < end:
        yield at, end, "padding"


def _kind(data: bytes, one: Marker, start: int) -> str:
    size, first = _BARE.get(one.code, (0, b""))
    bare = one.end - one.start == size and data.startswith(first, one.body)
    if (one.code in jpeg.CODING and one.code != _DNL) or (one.code == _SOI and one.start == start):
        return ""
    if bare and (one.code != _JFIF or not any(data[one.end - 2 : one.end])):
        return ""
    if one.code == COM:
        return "comment"
    return "exif" if one.code == _EXIF and data.startswith(b"Exif\0", one.body) else "unknown"


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Return the same bytes as spans that neither overlap nor touch, in order."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
