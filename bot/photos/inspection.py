"""What a photo tells: its segments, given to the readers of their kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.photos.findings import Finding, ordered
from bot.photos.readers import IN_PIECES, READERS, exif_words
from bot.photos.recognition import recognise
from bot.photos.segment import Segment

#: Bytes of one block that readers get; what they look for stands near its start.
MAX_BLOCK_BYTES = 1 << 24
#: Blocks of one kind that are read; a real photo has a dozen.
MAX_SAME = 32
#: Positions for which the nearest town is looked up; a photo has one, with its film two.
MAX_TOWNS = 2


def inspect(data: bytes) -> tuple[Finding, ...]:
    """Return what the photo tells, gravest first; PhotoError if it is no photo that can be read."""
    return tell(recognise(data).split(data))


def tell(segments: Iterable[Segment]) -> tuple[Finding, ...]:
    """Return what the segments tell, gravest first."""
    return _with_towns(ordered(_findings(segments)))


def _with_towns(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings with the nearest town behind the first positions: a lookup far out at sea takes half a second."""
    placed = {one for one in findings if one.place}
    if not placed:
        return findings
    from bot.photos import places

    known = [one for one in findings if one in placed][:MAX_TOWNS]
    towns = {one: places.named(*one.place) for one in known if one.place}
    return tuple(replace(one, text=f"{one.text}, {towns[one]}", town=towns[one]) if towns.get(one) else one for one in findings)


def _findings(segments: Iterable[Segment]) -> Iterator[Finding]:
    for kind, carrier, payload in _blocks(segments):
        yield from READERS[kind](payload, carrier)


def _blocks(segments: Iterable[Segment]) -> Iterator[tuple[str, str, bytes]]:
    """Yield (kind, carrier, payload) of what can be read, pieces of one block put together."""
    pieces: dict[tuple[str, str, int], list[memoryview]] = {}
    counts: Counter[str] = Counter()
    for segment in segments:
        if segment.kind == "tEXt" and segment.payload[:5] == exif_words.PREFIX:
            pieces.setdefault(("exif-words", "Exif as text", 0), []).append(segment.payload)
        elif segment.kind in IN_PIECES:
            pieces.setdefault((segment.kind, segment.name, segment.part), []).append(segment.payload)
        elif segment.kind in READERS and counts[segment.kind] < MAX_SAME:
            counts[segment.kind] += 1
            yield segment.kind, segment.name, bytes(segment.payload[:MAX_BLOCK_BYTES])
    for (kind, name, _), parts in pieces.items():
        yield kind, name, b"".join(parts)[:MAX_BLOCK_BYTES]
