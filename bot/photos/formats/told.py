"""What the directories of a TIFF tell: their tags that go, packed into a small Exif block that readers understand."""

from __future__ import annotations

from collections.abc import Iterable

from bot.photos.containers.tiff import Directory, Field, Form
from bot.photos.formats.pages import Span, Walker

#: Bytes of all values told of one file, of one value, and of one that is a document of its own.
_MAX_TOLD, _MAX_VALUE, _MAX_BLOCK = 8 << 20, 4_096, 1 << 20
_BLOCKS = frozenset((700, 33723, 34377, 37500, 42112, 52545))
_POINTERS = (34665, 34853, 40965)
_MAX_TAGS = 1_000
_TYPES = range(1, 14)


class Teller:
    """Packs what goes, within one budget for the whole file; remembers where it stood."""

    def __init__(self, walker: Walker) -> None:
        """Start with the budget for this file."""
        self.walker, self.left = walker, _MAX_TOLD
        self.spans: list[Span] = []

    def block(self, found: Directory, kept: Iterable[int]) -> bytes:
        """Return a TIFF structure with the tags of a directory that are not kept, b"" when there are none."""
        known = frozenset(kept)
        going = [one for one in found.fields if one.tag not in known]
        small = Form(self.walker.form.order, big=False)
        packed = self._pack(going, small, small.header, 2)
        head = (b"II" if small.order == "<" else b"MM") + small.pack("HI", 42, 8)
        return head + packed if packed else b""

    def _pack(self, fields: Iterable[Field], small: Form, at: int, depth: int) -> bytes:
        """Return a directory for this place with these tags, and those of the directories they point at."""
        entries, body = [], b""
        fields = sorted({one.tag: one for one in fields}.values(), key=lambda one: one.tag)[:_MAX_TAGS]
        start = at + 2 + 12 * len(fields) + 4
        for one in fields:
            value = self._value(one, small, start + len(body), depth)
            entries.append(self._entry(one, value, small, start + len(body)))
            body += value if len(value) > small.slot else b""
        return small.pack("H", len(entries)) + b"".join(entries) + bytes(4) + body if entries else b""

    def _entry(self, one: Field, value: bytes, small: Form, at: int) -> bytes:
        if one.tag in _POINTERS:
            return small.pack("HHII", one.tag, 4, 1, at if value else 0)
        count = len(value) * one.count // one.size if one.type in _TYPES else 0
        head = small.pack("HHI", one.tag, one.type, count)
        return head + (value.ljust(4, b"\0") if len(value) <= small.slot else small.pack("I", at))

    def _value(self, one: Field, small: Form, at: int, depth: int) -> bytes:
        """Return the bytes of a value, or of the directory it points at."""
        self.spans.append((one.at, one.at + one.size))
        if one.tag in _POINTERS:
            place = self.walker.number({one.tag: one}, one.tag, 0)
            below = self.walker.directory(place) if depth else None
            if below is None:
                return b""
            self.spans.append((below.at, below.end))
            return self._pack(below.fields, small, at, depth - 1)
        unit = one.size // one.count
        most = min(self.left, _MAX_BLOCK if one.tag in _BLOCKS else _MAX_VALUE, one.size) // unit * unit
        self.left -= most
        return bytes(self.walker.data[one.at : one.at + most])
