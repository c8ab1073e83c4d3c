"""A TIFF laid out anew: header, coded bytes, and for each page a fresh directory with the values it needs."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from bot.photos import colour
from bot.photos.containers.tiff import Directory, Field, first, numbers
from bot.photos.formats.pages import C2PA, COUNTS, ICC, STREAM, STREAM_LENGTH, SUB, TABLES, XMP, Page, Span, Walker, block, cut
from bot.photos.formats.strips import Strips, pieces
from bot.photos.formats.wanted import ARTIST, NOTHING, RIGHTS, Wanted
from bot.photos.segment import Steps

#: tag -> type, how many, bytes.
Entries = dict[int, tuple[int, int, bytes]]
_BYTE, _ASCII, _UNDEFINED, _LONG, _LONG8 = 1, 2, 7, 4, 16


class Relaid:
    """The pages of one file, and what their directories will say."""

    def __init__(self, walker: Walker, pages: list[Page], strips: Strips) -> None:
        """Take the pages that stay and their coded bytes."""
        self.data, self.form, self.walker = walker.data, walker.form, walker
        self.pages, self.strips = pages, strips
        self.profiles: dict[Span, colour.Profile | None] = {}
        self.tables: dict[Span, bytes] = {}
        self.values: dict[tuple[int, int, int], bytes] = {}
        self.placed: dict[bytes, int] = {}
        self.asked = NOTHING

    def is_plain(self, chain: list[Directory]) -> bool:
        """Tell whether the directories say just what fresh ones would, so that nothing has to be written."""
        following = [page.directory.at for page in self.pages] + [0]
        return (
            [found.at for found in chain] == following[:-1]
            and first(self.data, self.form) == following[0]
            and all(self._page_is_plain(page, after) for page, after in zip(self.pages, following[1:], strict=True))
        )

    def _page_is_plain(self, page: Page, after: int) -> bool:
        found = page.directory
        fresh = self._entries(page, lambda at: at, [below.directory.at for below in page.below])
        same = found.entries == len(found.fields) == len(fresh) and page.fields.keys() == fresh.keys() and found.after == after
        says = same and all(self._says(page, tag, *fresh[tag]) for tag in fresh)
        return says and all(self._page_is_plain(one, 0) for one in page.below)

    def _says(self, page: Page, tag: int, kind: int, count: int, value: bytes) -> bool:
        """Tell whether a field has this value and nothing behind it in its entry."""
        one = page.fields[tag]
        if one.inside and any(self.data[one.at + one.size : one.at + self.form.slot]):
            return False
        if kind == self._offset_type:
            return one.count == count and numbers(self.data, one, self.form) == numbers(
                value, Field(tag, kind, count, 0, len(value), inside=False), self.form
            )
        return one.count == count and cut(self.data, one, one.count) == value

    @property
    def _offset_type(self) -> int:
        return _LONG8 if self.form.big else _LONG

    def profile(self, page: Page) -> colour.Profile | None:
        """Return the page's colour profile, freed of texts; many pages share one."""
        one = page.fields.get(ICC)
        key = (one.at, one.size) if one is not None else (0, 0)
        if key not in self.profiles:
            self.profiles[key] = colour.plain(block(self.data, page.fields, ICC))
        return self.profiles[key]

    def _tables(self, page: Page) -> bytes:
        """Return the page's JPEG tables without segments that tell; b"" if these are none."""
        one = page.fields.get(TABLES)
        key = (one.at, one.size) if one is not None else (0, 0)
        if key not in self.tables:
            self.tables[key] = _tables(block(self.data, page.fields, TABLES))
        return self.tables[key]

    def _value(self, one: Field, count: int) -> bytes:
        """Return the first numbers of a value, always the same object for the same place: pages may share a palette."""
        key = (one.at, one.type, count)
        if key not in self.values:
            self.values[key] = cut(self.data, one, count)
        return self.values[key]

    def _entries(self, page: Page, move: Callable[[int], int], below: list[int]) -> Entries:
        """Return what the page's directory will say when places in this file become those that `move` gives."""
        entries = {tag: (one.type, count, self._value(one, count)) for tag, (one, count) in page.values.items()}
        for tag, spans in page.coded.items():
            entries[tag] = self._numbers([move(start) if end > start else 0 for start, end in spans])
            lengths = [move(end) - move(start) for start, end in spans]
            if tag in COUNTS:
                counts = next((one for one in COUNTS[tag] if one in page.fields), COUNTS[tag][0])
                entries[counts] = self._numbers(lengths)
            elif tag == STREAM and STREAM_LENGTH in page.fields:
                entries[STREAM_LENGTH] = self._numbers(lengths)
        profile, tables = self.profile(page), self._tables(page)
        entries |= {tag: (_UNDEFINED, len(value), value) for tag, value in ((ICC, profile and profile.data), (TABLES, tables)) if value}
        if page is self.pages[0]:
            entries |= self._asked(page)
        return entries | ({SUB: self._numbers(below)} if below else {})

    def _asked(self, page: Page) -> Entries:
        """Return the tags that were asked for: names, the mark how it was made, Content Credentials."""
        names = ((tag, name.encode() + b"\0") for tag, name in zip((ARTIST, RIGHTS), self.asked.credit, strict=True) if name)
        entries = {tag: (_ASCII, len(value), value) for tag, value in names}
        others = ((XMP, self.asked.packet), (C2PA, block(self.data, page.fields, C2PA) if self.asked.signed else b""))
        return entries | {tag: (_BYTE, len(value), value) for tag, value in others if value}

    def _numbers(self, whole: list[int]) -> tuple[int, int, bytes]:
        code = "Q" if self.form.big else "I"
        return self._offset_type, len(whole), struct.pack(f"{self.form.order}{len(whole)}{code}", *whole)

    def parts(self, asked: Wanted) -> Iterator[bytes | memoryview]:
        """Yield the parts of the clean file; `asked` is what its owner wants kept in the first page."""
        self.asked = asked
        view, header = memoryview(self.data), self.form.header
        start = header + self.strips.size
        directories, places = self._directories(start + (start & 1))
        head = self.data[:4] + (self.form.pack("HH", 8, 0) if self.form.big else b"")
        yield head + self.form.pack("P", places[0])
        yield bytes(start & 1)  # directories start at even places
        yield from (view[begin:end] for begin, end in self.strips.runs)
        yield from directories

    def _directories(self, at: int) -> tuple[list[bytes], list[int]]:
        """Return the directories of all pages from this place on, and where those of the main chain are."""
        written: list[bytes] = []
        places: list[int] = []
        link = 0
        for page in self.pages:
            below = []
            for one in page.below:
                below.append(at)
                at = self._write(one, [], at, written)
            if places:
                written[link] = self.form.pack("P", at)
            places.append(at)
            link = len(written) + 1
            at = self._write(page, below, at, written)
        return written, places

    def _write(self, page: Page, below: list[int], at: int, written: list[bytes]) -> int:
        """Add a directory, an empty link to the next one, and its values; return the place behind them."""
        entries = sorted(self._entries(page, self._moved, below).items())
        front = self.form.pack("N", len(entries))
        behind = at + len(front) + len(entries) * self.form.entry + self.form.slot
        bodies = []
        for tag, (kind, count, value) in entries:
            front += self.form.pack("HHP", tag, kind, count)
            if len(value) > self.form.slot:
                place = self.placed.setdefault(value, behind)
                front += self.form.pack("P", place)
                if place == behind:
                    bodies += [value, bytes(len(value) & 1)]
                    behind += len(value) + (len(value) & 1)
            else:
                front += value.ljust(self.form.slot, b"\0")
        written += [front, bytes(self.form.slot), b"".join(bodies)]
        return behind

    def _moved(self, at: int) -> int:
        return self.form.header + (self.strips.size & 1) + self.strips.moved(at)


def _tables(told: bytes) -> bytes:
    """Return JPEG tables without segments that tell; b"" if these are none."""
    if told[:2] != b"\xff\xd8":
        return b""
    return b"".join(told[start:end] for start, end, kind in pieces(told, 0, len(told), Steps()) if not kind)
