"""The directories of a TIFF structure (TIFF 6.0 section 2), as Exif uses them (Exif 3.0 section 4.6).

Read to report, never to copy: whatever is malformed is skipped, loops and lies end quietly.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

#: More entries than any real Exif holds.
MAX_ENTRIES = 4_000
#: Values longer than this are cut; nobody reads further, and a hostile count may be anything.
MAX_VALUES = 64
#: The same in bytes: for ordinary values, and for those that are documents of their own (XMP, IPTC, Photoshop, MakerNote).
MAX_VALUE, MAX_BLOCK = 4_096, 1 << 20
_BLOCKS = frozenset((0x02BC, 0x83BB, 0x8649, 0x927C))

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
_CODES = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I"}
#: Values of up to so many bytes stand in their entry.
_INSIDE = 4
_POINTERS = {0x8769: "Exif", 0x8825: "GPS", 0xA005: "Interop"}
_HEADERS = {b"II*\0": "<", b"MM\0*": ">"}
#: An entry: tag, type, count, and the value or where it stands.
_ROWS = {"<": struct.Struct("<HHII"), ">": struct.Struct(">HHII")}


class Entry(NamedTuple):
    """One tag: its type, its value's bytes and their order ("<" or ">")."""

    tag: int
    type: int
    raw: bytes
    order: str

    @property
    def numbers(self) -> tuple[float, ...]:
        """The value as numbers; rationals divided, x/0 left out."""
        if self.type in (5, 10):
            return tuple(self._rationals())
        code = _CODES.get(self.type)
        if code is None:
            return ()
        count = min(MAX_VALUES, len(self.raw) // struct.calcsize(code))
        return struct.unpack_from(f"{self.order}{count}{code}", self.raw)

    @property
    def whole(self) -> int | None:
        """The first number if the type holds whole ones, else None."""
        return int(self.numbers[0]) if self.type in (1, 3, 4, 6, 8, 9, 13) and self.numbers else None

    def _rationals(self) -> Iterator[float]:
        code = "II" if self.type == 5 else "ii"
        for at in range(0, min(len(self.raw) - 7, 8 * MAX_VALUES), 8):
            over, under = struct.unpack_from(self.order + code, self.raw, at)
            if under:
                yield over / under

    @property
    def text(self) -> str:
        """The value as text; "" for numbers."""
        return self.raw.split(b"\0")[0].decode("utf-8", "replace").strip() if self.type in (1, 2, 7, 129) else ""


def byte_order(data: bytes) -> str | None:
    """Return "<" or ">" when a TIFF structure starts here, else None."""
    return _HEADERS.get(bytes(data[:4]))


def directories(data: bytes) -> dict[str, dict[int, Entry]]:
    """Return the directories "0", "1", "Exif", "GPS" and "Interop" that can be read, by tag."""
    order = byte_order(data)
    if order is None or len(data) < 8:
        return {}
    found: dict[str, dict[int, Entry]] = {}
    first = struct.unpack_from(order + "I", data, 4)[0]
    todo = [("0", first)]
    seen: set[int] = set()
    left = MAX_ENTRIES
    while todo:
        name, at = todo.pop()
        if at in seen or name in found:
            continue
        seen.add(at)
        found[name], after = read(data, at, order, left)
        left -= len(found[name])
        todo += [(_POINTERS[tag], one.whole) for tag, one in found[name].items() if tag in _POINTERS and one.whole is not None]
        if name == "0" and after:
            todo.append(("1", after))
    return found


def read(data: bytes, at: int, order: str, limit: int = MAX_ENTRIES, base: int = 0) -> tuple[dict[int, Entry], int]:
    """Return the entries of the directory at `at`, and the offset of the next one (0 when there is none)."""
    if not 0 < at <= len(data) - 2:
        return {}, 0
    count = struct.unpack_from(order + "H", data, at)[0]
    entries: dict[int, Entry] = {}
    most = min(count, limit, (len(data) - at - 2) // 12)
    place, total = at + 10, len(data)
    for tag, kind, many, value in _ROWS[order].iter_unpack(data[at + 2 : at + 2 + 12 * most]):
        size = _SIZES.get(kind, 0) * many
        start = place if size <= _INSIDE else base + value
        place += 12
        if size and start + size <= total and tag not in entries:
            limit = MAX_BLOCK if tag in _BLOCKS else MAX_VALUE
            entries[tag] = Entry(tag, kind, data[start : start + (min(size, limit))], order)
    end = at + 2 + 12 * count
    return entries, struct.unpack_from(order + "I", data, end)[0] if end + 4 <= len(data) else 0
