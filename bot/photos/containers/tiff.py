"""Directories of a TIFF file, as a picture needs them (TIFF 6.0 section 2, and BigTIFF).

Unlike `ifd`, which reads Exif to report it, this one keeps where every value stands, so
that the file can be laid out anew. What does not fit into the file is left out.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from bot.photos.segment import Steps

#: Bytes of one value of each type (TIFF 6.0 section 2, TIFF technical note 1, BigTIFF).
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8, 129: 1}
_CODES = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 13: "I", 16: "Q", 17: "q", 18: "Q"}
_FORMS = {b"II*\0": ("<", False), b"MM\0*": (">", False), b"II+\0": ("<", True), b"MM\0+": (">", True)}
#: Headers that mix up the byte orders; some decoders forgive that.
_FORMS |= {b"II\0*": ("<", False), b"MM*\0": (">", False)}


@dataclass(frozen=True, slots=True)
class Form:
    """Byte order ("<" or ">"), and whether offsets have eight bytes (BigTIFF) or four."""

    order: str
    big: bool

    @property
    def header(self) -> int:
        """Bytes of the file's header."""
        return 16 if self.big else 8

    @property
    def slot(self) -> int:
        """Bytes of an offset, which is also what a value may have to stand in its entry."""
        return 8 if self.big else 4

    @property
    def entry(self) -> int:
        """Bytes of an entry."""
        return 20 if self.big else 12

    def offset(self, data: bytes, at: int) -> int:
        """Return the offset that stands at a place; 0 when the file ends before."""
        raw = data[at : at + self.slot]
        return int.from_bytes(raw, "little" if self.order == "<" else "big") if len(raw) == self.slot else 0

    def pack(self, code: str, *numbers: int) -> bytes:
        """Return numbers in this byte order; "P" stands for an offset, "N" for the number of entries."""
        code = code.replace("P", "Q" if self.big else "I").replace("N", "Q" if self.big else "H")
        return struct.pack(self.order + code, *numbers)


@dataclass(frozen=True, slots=True)
class Field:
    """One entry: its value's `size` bytes stand at `at`, in the entry itself if `inside`."""

    tag: int
    type: int
    count: int
    at: int
    size: int
    inside: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """The directory at [at, end): entries whose value is in the file, how many there were, where the next one is."""

    at: int
    end: int
    fields: tuple[Field, ...]
    entries: int
    after: int


def form(data: bytes) -> Form | None:
    """Return the form of a TIFF file, None if this is none."""
    found = _FORMS.get(data[:4])
    return Form(*found) if found is not None else None


def first(data: bytes, kind: Form) -> int:
    """Return where the first directory is, 0 when the header is cut or wrong; a BigTIFF's says that offsets have eight bytes."""
    if kind.big and data[4:8] != kind.pack("HH", 8, 0):
        return 0
    return kind.offset(data, 8 if kind.big else 4)


def directory(data: bytes, at: int, kind: Form, steps: Steps) -> Directory | None:
    """Return the directory at a place, None if it is not wholly in the file."""
    width = 8 if kind.big else 2
    if not kind.header <= at <= len(data) - width:
        return None
    count = int.from_bytes(data[at : at + width], "little" if kind.order == "<" else "big")
    end = at + width + count * kind.entry
    if end > len(data):
        return None
    fields = []
    for place in range(at + width, end, kind.entry):
        steps.take(place)
        one = _field(data, place, kind)
        if one is not None:
            fields.append(one)
    return Directory(at, min(len(data), end + kind.slot), tuple(fields), count, kind.offset(data, end))


def _field(data: bytes, at: int, kind: Form) -> Field | None:
    tag, number, count = struct.unpack_from(kind.order + ("HHQ" if kind.big else "HHI"), data, at)
    size = SIZES.get(number, 0) * count
    place = at + (12 if kind.big else 8)
    inside = size <= kind.slot
    if not inside:
        place = kind.offset(data, place)
    if not size or place + size > len(data):
        return None
    return Field(tag, number, count, place, size, inside)


def numbers(data: bytes, one: Field, kind: Form, limit: int = 1 << 24) -> tuple[int, ...]:
    """Return the whole numbers of a value, `limit` of them at most; () for other types."""
    code = _CODES.get(one.type)
    if code is None:
        return ()
    return struct.unpack_from(f"{kind.order}{min(one.count, limit)}{code}", data, one.at)
