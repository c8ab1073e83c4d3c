"""The pages of a TIFF: which stay, with which tags, and where their coded bytes stand (TIFF 6.0; TIFF technical notes 1 and 2)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from bot.photos.containers.tiff import SIZES, Directory, Field, Form, directory, first, numbers
from bot.photos.segment import Steps, broken

#: What a walker may read in a file without regard to its size: entries of directories; strips, tiles, and segments in them.
MAX_ENTRIES, MAX_PIECES = 40_000, 60_000
_MORE_STEPS = 1_000
_MAX_SUB, _MAX_DEPTHS = 64, 1_024

WIDTH, LENGTH, BITS, COMPRESSION, PHOTOMETRIC = 256, 257, 258, 259, 262
_KIND, _OLD_KIND, _SAMPLES, _ROWS, _PLANAR = 254, 255, 277, 278, 284
_TILE_WIDTH, _TILE_LENGTH, SUB = 322, 323, 330
STREAM, STREAM_LENGTH = 513, 514
ICC, TABLES, XMP, C2PA = 34675, 347, 700, 52545
#: Where strips or tiles start, and the tags that say how long they are.
COUNTS = {273: (279, 325), 324: (325, 279)}
#: Tables of old-style JPEG: a quantisation table has 64 bytes; a Huffman one 16 counts, and as many bytes as these add up to.
OLD_TABLES = {519: False, 520: True, 521: True}

#: Tags a decoder needs or that say how large the picture is on paper, with the most numbers each may have:
#: a number, "s" one per sample, "d" two per sample, "t" one per level, "c" three per level.
NEEDED: dict[int, int | str] = {
    **dict.fromkeys((254, 255, 256, 257, 259, 262, 277, 278, 284, 322, 323), 1),  # kind, size, coding, layout
    **dict.fromkeys((258, 338, 339), "s"),  # depth, transparency, kind of number
    **dict.fromkeys((263, 264, 265, 266, 292, 293, 317, 326, 327, 328, 512, 515), 1),  # coding: fax, bit order, predictor, old JPEG
    **dict.fromkeys((517, 518), "s"),  # coding: old lossless JPEG
    **dict.fromkeys((274, 282, 283, 286, 287, 296), 1),  # upright; size and place on paper
    **dict.fromkeys((280, 281, 340, 341), "s"),  # darkest and brightest
    **dict.fromkeys((290, 332, 334, 346, 531, 37439), 1),  # colour: grey unit, inks, Lab palette, chroma place, candelas
    **dict.fromkeys((297, 318, 321, 530, 50674), 2),  # page number, white point, halftones, chroma, LERC
    **dict.fromkeys((319, 342), 6),  # colour: primaries, ranges
    **dict.fromkeys((336, 433, 532), "d"),  # colour: ranges
    **dict.fromkeys((301, 320), "c"),  # colour: curves, palette
    291: "t",  # grey curve
    529: 3,  # colour: luma
    **dict.fromkeys((32995, 32996, 32997, 32998), 1),  # what 338, 339 and depth were before TIFF 6.0
}
_NUMERIC = frozenset((1, 3, 4, 5, 6, 8, 9, 10, 11, 12, 16, 17))
_BYTES = frozenset((1, 2, 6, 7))
_PREVIEW, _OLD_PREVIEW = 1, 2
#: What the levels of a pyramid have in common, and how much smaller each is.
_ALIKE, _ZOOMS = (BITS, COMPRESSION, PHOTOMETRIC, _SAMPLES, _PLANAR, 339), (2, 4)
_NONE, OLD_JPEG, _YCBCR = 1, 6, 6
#: Bits a sample whose packing is the same everywhere; twelve may stand in sixteen.
_DEPTHS = frozenset((1, 2, 4, 8, 16, 32, 64))

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Page:
    """A picture in the file.

    values: its needed tags, each with as many bytes as may stay.
    coded: by the tag that points at them, the spans of its strips, tiles, old JPEG stream and tables.
    """

    directory: Directory
    fields: dict[int, Field]
    values: dict[int, tuple[Field, int]]
    coded: dict[int, list[Span]]
    below: list[Page] = field(default_factory=list)


def budget(data: bytes, least: int) -> Steps:
    """Return the steps that walking this file may take: one more for every thousand bytes, so that time stays linear."""
    return Steps(least + len(data) // _MORE_STEPS)


class Walker:
    """Walks the directories of one file within its budgets."""

    def __init__(self, data: bytes, form: Form) -> None:
        """Start with the budgets for this file."""
        self.data, self.form = data, form
        self.steps, self.pieces = budget(data, MAX_ENTRIES), budget(data, MAX_PIECES)
        self.seen: set[int] = set()
        self.peeked: set[int] = set()
        self.alone = False

    def chain(self) -> list[Directory]:
        """Return the directories of the main chain; a loop ends it."""
        found, at = [], first(self.data, self.form)
        while (one := self.directory(at)) is not None:
            found.append(one)
            at = one.after
        self.alone = len(found) == 1
        return found

    def directory(self, at: int) -> Directory | None:
        """Return the directory at a place that was not yet seen, None when there is none."""
        if at in self.seen:
            return None
        self.seen.add(at)
        self.steps.take(at)
        return directory(self.data, at, self.form, self.steps)

    def below(self, page: Page) -> list[Page]:
        """Note the full pictures below a page; return all that are there. Previews say so, or are smaller."""
        listed = [found for at in self.read(page.fields, SUB, _MAX_SUB) if (found := self.directory(at)) is not None]
        every, above = [one for found in listed if (one := self.page(found)) is not None], page
        for one in every:
            if (not is_preview(self, one) and _area(self, one) >= _area(self, page)) or is_level(self, above, one):
                page.below.append(one)
                above = one
        return every

    def peek(self, fields: dict[int, Field], tag: int) -> Iterator[dict[int, Field]]:
        """Yield the fields of the directories that a tag points at, seen or not."""
        for at in self.read(fields, tag, _MAX_SUB):
            found = directory(self.data, at, self.form, self.steps) if at not in self.peeked else None
            self.peeked.add(at)
            if found is not None:
                yield {one.tag: one for one in found.fields}

    def read(self, fields: dict[int, Field], tag: int, most: int) -> tuple[int, ...]:
        """Return the first numbers of a tag, () without it."""
        return numbers(self.data, fields[tag], self.form, most) if tag in fields else ()

    def number(self, fields: dict[int, Field], tag: int, otherwise: int) -> int:
        """Return the first number of a tag."""
        return next(iter(self.read(fields, tag, 1)), otherwise)

    def page(self, found: Directory) -> Page | None:
        """Return the page that a directory describes, None if it has no picture."""
        fields: dict[int, Field] = {}
        for one in found.fields:
            fields.setdefault(one.tag, one)
        if min(self.number(fields, WIDTH, 0), self.number(fields, LENGTH, 0)) < 1:
            return None
        coded = dict(_Coded(self, fields, found).spans())
        if not any(end > start for spans in coded.values() for start, end in spans):
            return None
        return Page(found, fields, dict(self._values(fields)), coded)

    def _values(self, fields: dict[int, Field]) -> Iterator[tuple[int, tuple[Field, int]]]:
        """Yield the tags that stay as they are, cut to the numbers they may have."""
        samples = max(4, self.number(fields, _SAMPLES, 1))
        levels = 1 << min(16, max(1, self.number(fields, BITS, 1)))
        most = {"s": samples, "d": 2 * samples, "t": levels, "c": 3 * levels}
        for tag, one in fields.items():
            limit = NEEDED.get(tag, 0)
            count = min(one.count, most[limit] if isinstance(limit, str) else limit)
            if count and one.type in _NUMERIC:
                yield tag, (one, count)


def is_preview(walker: Walker, page: Page) -> bool:
    """Tell whether a page says that it is a smaller copy of another one."""
    if _KIND in page.fields:
        return bool(walker.number(page.fields, _KIND, 0) & _PREVIEW)
    return walker.number(page.fields, _OLD_KIND, 0) == _OLD_PREVIEW


def is_level(walker: Walker, above: Page, one: Page) -> bool:
    """Tell whether a page is the next level of a pyramid: the one above at half its size, or in tiles at a quarter, coded alike.

    Maps and slides have them for zooming out; a thumbnail is far smaller, or coded in another way.
    """
    if any(walker.read(one.fields, tag, 8) != walker.read(above.fields, tag, 8) for tag in _ALIKE):
        return False
    (wide, high), (width, height) = ((walker.number(page.fields, WIDTH, 0), walker.number(page.fields, LENGTH, 0)) for page in (above, one))
    return any(
        width in (wide // by, -(-wide // by)) and height in (high // by, -(-high // by)) for by in _ZOOMS[: 1 + (_TILE_WIDTH in one.fields)]
    )


def _area(walker: Walker, page: Page) -> int:
    return walker.number(page.fields, WIDTH, 0) * walker.number(page.fields, LENGTH, 0)


def block(data: bytes, fields: dict[int, Field], tag: int) -> bytes:
    """Return a value that is a document of its own (a profile, JPEG tables), b"" without it."""
    one = fields.get(tag)
    return bytes(data[one.at : one.at + one.size]) if one is not None and one.type in _BYTES else b""


class _Coded:
    """Finds the coded bytes of one page."""

    def __init__(self, walker: Walker, fields: dict[int, Field], found: Directory) -> None:
        """Take the page's tags."""
        self.walker, self.fields, self.total = walker, fields, len(walker.data)
        self.coding = walker.number(fields, COMPRESSION, _NONE)
        self.found = found

    def spans(self) -> Iterator[tuple[int, list[Span]]]:
        """Yield each tag that points at coded bytes, with its spans; an empty span stands for what is not in the file."""
        for tag, lengths in COUNTS.items():
            if tag in self.fields:
                count = min(self.fields[tag].count, self.walker.pieces.left + 1)  # one too many is refused below
                total, sizes = self._sizes(count)
                most = min(total or count, self.walker.pieces.left + 1)
                starts = self.walker.read(self.fields, tag, most)
                stated = next((self.walker.read(self.fields, one, most) for one in lengths if one in self.fields), ())
                single = self.fields[tag].count == 1 and self.walker.alone and SUB not in self.fields
                yield tag, list(self._pieces(starts, stated[: len(starts)], sizes, single=single))
        if self.coding == OLD_JPEG:
            yield from self._old()

    def _pieces(self, starts: tuple[int, ...], stated: tuple[int, ...], sizes: list[int], *, single: bool) -> Iterator[Span]:
        stops = self._stops(starts)
        for start, said, size in zip_longest(starts, stated, sizes[: len(starts)], fillvalue=0):
            self.walker.pieces.take(start)
            room = _room(stops, start) if said <= 0 or (said < size and single) else 0
            length = said if said > 0 else room
            if size and (said <= 0 or length > size or room >= size):
                length = min(size, max(length, room))  # decoders, too, go by the size a picture has to have
            end = min(self.total, start + length)
            yield (start, end) if 0 < start < end else (0, 0)

    def _stops(self, starts: tuple[int, ...] = ()) -> list[int]:
        """Return all places that this page points at, in order."""
        places = [one.at for one in self.fields.values() if not one.inside]
        return sorted({*starts, *places, self.found.at, self.total})

    def _sizes(self, most: int) -> tuple[int, list[int]]:
        """Return how many strips or tiles a page of this shape has, and the bytes of the first ones when not packed; 0, [] if unknown."""
        number, fields = self.walker.number, self.fields
        width, length = number(fields, WIDTH, 0), number(fields, LENGTH, 0)
        across, rows = 1, min(number(fields, _ROWS, 0), length)
        rows = last = rows if rows > 0 else length
        wide, tall = number(fields, _TILE_WIDTH, 0), number(fields, _TILE_LENGTH, 0)
        if min(wide, tall) > 0:
            across, rows, last = -(-width // wide), tall, tall
        else:
            wide, last = width, length - (-(-length // rows) - 1) * rows
        plane = across * -(-length // rows)
        if self.coding == OLD_JPEG or 32997 in fields or 32998 in fields:
            return 0, []
        samples, apart = max(1, number(fields, _SAMPLES, 1)), number(fields, _PLANAR, 1) == 2
        total = plane * (samples if apart else 1)
        bits = self.walker.read(fields, BITS, min(samples, _MAX_DEPTHS)) or (1,)
        if self.coding != _NONE or number(fields, PHOTOMETRIC, 0) == _YCBCR or not set(bits) <= _DEPTHS:
            return total, []
        whole = sum(bits) + bits[0] * (samples - len(bits))
        sizes = []
        for n in range(min(most, total)):
            depth = (bits[n // plane] if n // plane < len(bits) else bits[0]) if apart else whole
            sizes.append((wide * depth + 7) // 8 * (last if n % plane >= plane - across else rows))
        return total, sizes

    def _old(self) -> Iterator[tuple[int, list[Span]]]:
        """Yield the stream and the tables of old-style JPEG."""
        data, walker = self.walker.data, self.walker
        for tag, huffman in OLD_TABLES.items():
            spans = []
            for at in walker.read(self.fields, tag, 256):
                size = 16 + sum(data[at : at + 16]) if huffman else 64
                spans.append((at, min(self.total, at + size)) if 0 < at < self.total else (0, 0))
            if spans:
                yield tag, spans
        start = walker.number(self.fields, STREAM, 0)
        if 0 < start < self.total:
            said = walker.number(self.fields, STREAM_LENGTH, 0)
            yield STREAM, [(start, min(self.total, start + (said if said > 0 else _room(self._stops(), start))))]


def _room(stops: list[int], start: int) -> int:
    """Return the bytes from a place to the next stop: what has no stated end, ends there."""
    after = bisect_right(stops, start)
    return stops[after] - start if after < len(stops) else 0


def pages(walker: Walker, chain: list[Directory]) -> tuple[list[Page], list[Page]]:
    """Return the pages of the main chain that stay, and the pictures that go; BrokenPhotoError if there is none at all."""
    every = [one for found in chain if (one := walker.page(found)) is not None]
    full = _full(walker, every) or every
    if not full:
        raise broken("Its picture is missing", min(len(walker.data), first(walker.data, walker.form)))
    stay = {one.directory.at for one in full}
    going = [one for one in every if one.directory.at not in stay]
    for page in full:
        going += [one for one in walker.below(page) if one not in page.below]
    return full, going


def _full(walker: Walker, every: list[Page]) -> list[Page]:
    """Return the pages that are no previews, each followed by the levels of its pyramid."""
    full: list[Page] = []
    for one in every:
        if not is_preview(walker, one) or (full and is_level(walker, full[-1], one)):
            full.append(one)
    return full


def cut(data: bytes, one: Field, count: int) -> bytes:
    """Return the first `count` numbers of a value, as they stand in the file."""
    return data[one.at : one.at + count * SIZES[one.type]]
