"""Second reading of TIFF: every tag looked up in one short table, every byte of the file accounted for."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from itertools import zip_longest

from bot.photos.proof.blocks import is_name, profile_is_plain
from bot.photos.proof.permit import USUAL, Permit
from bot.photos.proof.reading import Reading

_FIXED = {
    1: "254 255 256 257 259 262 263 264 265 266 274 277 278 282 283 284 286 287 290 292 293 296 317 322 323 326 327 328 332 334 346 "
    "512 515 531 32995 32996 32997 32998 37439",
    2: "297 318 321 530 50674",
    3: "529",
    6: "319 342",
}
_MOST = {int(tag): most for most, tags in _FIXED.items() for tag in tags.split()}
_A_SAMPLE, _TWO_A_SAMPLE, _A_LEVEL, _THREE_A_LEVEL = (258, 280, 281, 338, 339, 340, 341, 517, 518), (336, 433, 532), (291,), (301, 320)
_BY_SHAPE = {*_A_SAMPLE, *_TWO_A_SAMPLE, *_A_LEVEL, *_THREE_A_LEVEL}
_SIZE = dict(zip((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 17, 18), (1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 8, 8, 8), strict=True))
_WHOLE = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 13: "I", 16: "Q", 17: "q", 18: "Q"}
_NO_NUMBERS = (2, 7, 13, 18)
_PROFILE, _TABLES, _BELOW, _STREAM, _STREAM_SIZE = 34675, 347, 330, 513, 514
_STRIPS = ((273, 279, 325), (324, 325, 279))
_OLD = {519: 0, 520: 1, 521: 1}
_POINTERS = {273, 324, 279, 325, 330, 513, 514, 519, 520, 521}
_OLD_POINTERS = (_STREAM, _STREAM_SIZE, *_OLD)
_CREDIT, _XMP, _C2PA = (315, 33432), 700, 52545
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_CODED = frozenset(b"\xc0\xc1\xc2\xc3\xc4\xc5\xc6\xc7\xc9\xca\xcb\xcc\xcd\xce\xcf\xda\xdb\xdd")
_BARE = re.compile(rb"\xff(?:\xe0\0\x10JFIF\0.{7}\0\0|\xee\0\x0eAdobe.{7}|\xdc\0\x04..)", re.DOTALL)
_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))
_MAX_DEPTHS = 1_024
_PACKED_ALIKE = (1, 2, 4, 8, 16, 32, 64)


class Tags(dict[int, tuple[int, int, int, bool]]):
    """The entries of the directory at `at`: tag -> (type, how many, where, whether in the entry)."""

    at = 0
    spans: tuple[tuple[int, int], ...] = ()


def read(data: bytes, permit: Permit = USUAL) -> Reading:
    """Return the values and coded bytes of the full pages, and what else there is."""
    return _File(data, permit).reading


class _File:
    """One file, read once."""

    def __init__(self, data: bytes, permit: Permit) -> None:
        """Walk the main chain, then what hangs below each page."""
        self.data, self.permit, self.reading = data, permit, Reading(data)
        self.sign, self.wide = "<" if data[:2] == b"II" else ">", 43 in data[2:4]
        self.slot = 8 if self.wide else 4
        self.used: list[tuple[int, int]] = [(0, 2 * self.slot)]
        self.seen: set[int] = set()
        self.spans: dict[tuple[int, int], None] = {}
        chain = list(self._chain(self._number(self.slot, self.slot)))
        self.alone = len(chain) == 1
        pictures = [tags for tags in chain if self._has_picture(tags)]
        full: list[Tags] = []
        for tags in pictures:
            if not self._reduced(tags) or (full and self._zoomed_out(full[-1], tags)):
                full.append(tags)
        full = full or pictures
        self.reading.doubt("a directory without a full picture", 0, len(full) < len(chain))
        for tags in full:
            self._page(tags)
            upper = tags
            for one in self._whole(tags, _BELOW, 64):
                upper = self._below(one, tags, upper)
        self.reading.coded += self.spans
        self._gaps()

    def _chain(self, at: int) -> Iterator[Tags]:
        while at and at not in self.seen:
            tags, at = self._directory(at)
            if tags is None:
                self.reading.doubt("a broken directory", at)
                return
            yield tags

    def _below(self, at: int, above: Tags, upper: Tags) -> Tags:
        """Read a picture below a page; returns it, or the one before it in the row where it is no part of the page."""
        tags, after = self._directory(at) if at not in self.seen else (None, 0)
        if tags and self._has_picture(tags):
            large = not self._reduced(tags) and self._area(tags) >= self._area(above)
            if large or self._zoomed_out(upper, tags):
                self.reading.doubt("a chain below a page", at, after)
                self._page(tags, below=True)
                return tags
        self.reading.doubt("a preview", at)
        return upper

    def _zoomed_out(self, upper: Tags, tags: Tags) -> bool:
        """Tell whether a picture has the coding of another, and half of its width and height, or in tiles a quarter."""
        same = all(self._whole(tags, tag, 8) == self._whole(upper, tag, 8) for tag in (258, 259, 262, 277, 284, 339))
        sides = [(self._one(upper, side), self._one(tags, side)) for side in (256, 257)]
        return same and any(
            all(abs(large - small * times) < times for large, small in sides) for times in ((2, 4) if 322 in tags else (2,))
        )

    def _directory(self, at: int) -> tuple[Tags | None, int]:
        self.seen.add(at)
        head = 8 if self.wide else 2
        count = self._number(at, head)
        each = 20 if self.wide else 12
        end = at + head + count * each
        if not 2 * self.slot <= at <= len(self.data) - head or end > len(self.data):
            return None, 0
        self.used.append((at, min(len(self.data), end + self.slot)))
        tags = Tags()
        tags.at = at
        for place in range(at + head, end, each):
            self._entry(place, tags)
        return tags, self._number(end, self.slot)

    def _entry(self, place: int, tags: Tags) -> None:
        tag, kind, count = struct.unpack_from(self.sign + ("HHQ" if self.wide else "HHI"), self.data, place)
        place += 4 + self.slot
        size = count * _SIZE.get(kind, 0)
        inside = size <= self.slot
        where = place if inside else self._number(place, self.slot)
        if not size or where + size > len(self.data) or tag in tags:
            self.reading.doubt(f"entry {tag}", place)
            return
        self.reading.doubt("bytes behind a value", place, inside and self.data[place + size : place + self.slot].strip(b"\0"))
        tags[tag] = (kind, count, where, inside)

    def _number(self, at: int, size: int) -> int:
        raw = self.data[at : at + size]
        return int.from_bytes(raw, "little" if self.sign == "<" else "big") if len(raw) == size else 0

    def _whole(self, tags: Tags, tag: int, most: int) -> tuple[int, ...]:
        kind, count, where, _ = tags.get(tag, (0, 0, 0, True))
        return struct.unpack_from(f"{self.sign}{min(count, most)}{_WHOLE[kind]}", self.data, where) if kind in _WHOLE else ()

    def _one(self, tags: Tags, tag: int, otherwise: int = 0) -> int:
        found = self._whole(tags, tag, 1)
        return found[0] if found else otherwise

    def _reduced(self, tags: Tags) -> bool:
        return self._one(tags, 254) % 2 == 1 if 254 in tags else self._one(tags, 255) == 2

    def _area(self, tags: Tags) -> int:
        return self._one(tags, 256) * self._one(tags, 257)

    def _has_picture(self, tags: Tags) -> bool:
        if min(self._one(tags, 256), self._one(tags, 257)) < 1:
            return False
        tags.spans = tuple(span for span in self._pieces(tags) if span[1] > span[0])
        return bool(tags.spans)

    def _page(self, tags: Tags, *, below: bool = False) -> None:
        for tag in sorted(tags):
            kind, count, where, inside = tags[tag]
            if not inside:
                self.used.append((where, where + count * _SIZE[kind]))
            self.reading.doubt("old-style JPEG in another coding", where, tag in _OLD_POINTERS and self._one(tags, 259) != 6)
            if tag not in _POINTERS:
                self._value(tags, tag)
        self.reading.doubt("a preview's own preview", 0, below and _BELOW in tags)
        for start, end in tags.spans:
            if self.data.startswith(b"\xff\xd8", start, end):
                self._note(*self._jpeg(start, end))
            else:
                self._note((start, end))

    def _value(self, tags: Tags, tag: int) -> None:
        kind, count, where, _ = tags[tag]
        if tag == _PROFILE:
            self.reading.doubt("a colour profile", where, _SIZE[kind] > 1 or not profile_is_plain(self.data[where : where + count]))
            return
        if tag == _TABLES and self.data[where : where + 2] == b"\xff\xd8" and _SIZE[kind] == 1:
            self.reading.coded += self._jpeg(where, where + count)
            return
        if self._asked(tag, self.data[where : where + count * _SIZE[kind]]):
            return
        most = min(count, _MOST.get(tag) or self._most(tags, tag))
        self.reading.doubt(f"tag {tag}", where, kind in _NO_NUMBERS or most < count)
        if most and kind not in _NO_NUMBERS:
            self.reading.coded.append((where, where + most * _SIZE[kind]))

    def _asked(self, tag: int, value: bytes) -> bool:
        """Tell whether a value is one that the owner of the photo asked to keep."""
        if tag in _CREDIT:
            return self.permit.credit and is_name(value)
        return (tag == _C2PA and self.permit.provenance) or (tag == _XMP and self.permit.packet(value))

    def _most(self, tags: Tags, tag: int) -> int:
        if tag not in _BY_SHAPE:
            return 0
        samples = max(4, self._one(tags, 277, 1))
        levels = 2 ** max(1, min(16, self._one(tags, 258, 1)))
        for listed, most in ((_A_SAMPLE, samples), (_TWO_A_SAMPLE, 2 * samples), (_A_LEVEL, levels), (_THREE_A_LEVEL, 3 * levels)):
            if tag in listed:
                return most
        return 0

    def _pieces(self, tags: Tags) -> Iterator[tuple[int, int]]:
        """Yield the spans of strips, tiles, and the stream and tables of old-style JPEG."""
        for tag, *lengths in _STRIPS:
            if tag not in tags:
                continue
            claimed = tags[tag][1]
            exact, known = self._sizes(tags, claimed)
            starts = self._whole(tags, tag, known or claimed)
            stops, single = self._stops(tags, starts), claimed == 1 and self.alone and _BELOW not in tags
            said = next((self._whole(tags, one, len(starts)) for one in lengths if one in tags), ())
            self.reading.doubt("too many strips", 0, claimed > len(starts))
            for number, (start, length) in enumerate(zip_longest(starts, said, fillvalue=0)):
                size = exact[number] if exact else 0
                stop = start + length
                if length <= 0 or (length < size and single):
                    room = _room(stops, start)
                    stop = start + (min(size or room, room) if length <= 0 else size if room >= size else length)
                elif size:
                    stop = start + min(size, length)
                end = min(len(self.data), stop)
                self.reading.doubt("bytes behind a strip", start, start + length != end and start)
                yield (start, end) if 0 < start < end else (0, 0)
        if self._one(tags, 259) == 6:
            yield from self._old(tags)

    def _stops(self, tags: Tags, starts: tuple[int, ...] = ()) -> list[int]:
        """Return all places that this page points at, in order."""
        return sorted({place for _, _, place, inside in tags.values() if not inside} | {*starts, tags.at, len(self.data)})

    def _sizes(self, tags: Tags, most: int) -> tuple[list[int], int]:
        """Return what the first strips or tiles take when not packed, as far as that is known, and how many there are (0: unknown)."""
        if self._one(tags, 259, 1) == 6 or 32997 in tags or 32998 in tags:
            return [], 0
        wide, high, planes = self._one(tags, 256), self._one(tags, 257), max(1, self._one(tags, 277, 1))
        columns, rows = self._one(tags, 322), self._one(tags, 323)
        if columns > 0 and rows > 0:
            heights = [rows] * min(most, -(-high // rows))
        else:
            columns, rows = wide, self._one(tags, 278)
            rows = rows if 0 < rows < high else high
            heights = [min(rows, high - rows * n) for n in range(min(most, -(-high // rows)))]
        across, down = -(-wide // columns), -(-high // rows)
        depths = self._whole(tags, 258, min(planes, _MAX_DEPTHS)) or (1,)
        lines = [-(-columns * (sum(depths) + depths[0] * (planes - len(depths))) // 8)]
        if self._one(tags, 284, 1) == 2:
            lines = [-(-columns * (depths[n] if n < len(depths) else depths[0]) // 8) for n in range(min(planes, most))]
        else:
            planes = 1
        count = across * down * planes
        if self._one(tags, 259, 1) != 1 or self._one(tags, 262) == 6 or any(depth not in _PACKED_ALIKE for depth in depths):
            return [], count
        order = range(min(most, count))
        return [lines[n // (across * down)] * heights[n % (across * down) // across] for n in order], count

    def _old(self, tags: Tags) -> Iterator[tuple[int, int]]:
        """Yield the tables and the stream of old-style JPEG."""
        data, total = self.data, len(self.data)
        for tag, huffman in _OLD.items():
            for at in self._whole(tags, tag, 256):
                end = min(total, at + (16 + sum(data[at : at + 16]) if huffman else 64)) if at > 0 else 0
                yield (at, end) if 0 < at < end else (0, 0)
        start, said = self._one(tags, _STREAM), self._one(tags, _STREAM_SIZE)
        if 0 < start < total:
            yield start, min(total, start + (said if said > 0 else _room(self._stops(tags), start)))

    def _jpeg(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the segments of a JPEG stream that a decoder reads, each on its own; doubt the others."""
        data, at = self.data, start + 2
        yield start, at
        while (found := _MARKER.search(data, at, end)) is not None:
            place, code = found.start(), data[found.start() + 1]
            self.reading.doubt("bytes between segments in a strip", at, place > at)
            if code == 0xD9:
                yield place, place + 2
                at = place + 2
                break
            if code in _ALONE:
                self.reading.doubt("a stray marker in a strip", place)
                at = place + 2
                continue
            at = min(end, place + 2 + max(2, int.from_bytes(data[place + 2 : min(place + 4, end)], "big")))
            if code == 0xDA:
                stop = _MARKER.search(data, at, end)
                at = stop.start() if stop else end
            if code in _CODED or _BARE.fullmatch(data, place, at):
                yield place, at
            else:
                self.reading.doubt(f"segment {code:02X} in a strip", place)
        self.reading.doubt("bytes behind a strip's picture", at, at < end)

    def _note(self, *spans: tuple[int, int]) -> None:
        """Note coded bytes down, once each: strips may share them."""
        self.spans.update(dict.fromkeys(spans))
        self.used += spans

    def _gaps(self) -> None:
        """Name the bytes that nothing points at, unless they are zeros that align what follows."""
        at = 0
        for start, end in sorted(self.used):
            if start > at:
                self.reading.doubt("bytes nobody points at", at, self.data[at:start].strip(b"\0"))
            at = max(at, end)
        self.reading.doubt("bytes behind the picture", at, self.data[at:].strip(b"\0"))


def _room(stops: list[int], start: int) -> int:
    """Return the bytes from a place to the next stop."""
    after = bisect_right(stops, start)
    return stops[after] - start if after < len(stops) else 0
