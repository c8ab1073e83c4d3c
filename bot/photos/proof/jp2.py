"""Second reading of JPEG 2000: boxes by their names, then the codestream from marker to marker."""

from __future__ import annotations

from collections.abc import Iterator

from bot.photos.proof.blocks import profile_is_plain
from bot.photos.proof.permit import USUAL, Permit
from bot.photos.proof.reading import Reading

_EXIF, _XMP = b"JpgTiffExif->JP2", bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_FRONT = b"\0\0\0\x0cjP  \r\n\x87\n"
_BRANDS = (b"jp2 ", b"jpx ", b"jpxb", b"jph ")
#: Markers of the coding; 55 lists the lengths of tile-parts, and may go when one of these changes.
_CODED = frozenset(bytes.fromhex("50515253565758595c5d5e5f606163") + bytes(range(0x72, 0x7A)))
_LENGTHS, _START, _DATA, _END = 0x55, 0x90, 0x93, 0xD9


def read(data: bytes, permit: Permit = USUAL) -> Reading:
    """Return the coded parts of the first codestream and the boxes that say how to show it; whatever else there is."""
    reading = Reading(data)
    if data[:2] == b"\xff\x4f":
        _stream(data, 0, len(data), reading)
        return reading
    at, seen = 12, set[bytes]()
    for name, start, body, end in _rows(data, 12, len(data)):
        if name == b"jp2c" and name not in seen:
            _stream(data, body, end, reading)
        elif name == b"jp2h" and name not in seen:
            _head(data, body, end, reading)
        else:
            reading.doubt(f"box {name!r}", start, (name in seen and name != b"uuid") or not _may_stay(name, data[body:end], permit))
        seen.add(name)
        at = end
    reading.doubt("bytes behind the picture", at, at < len(data))
    return reading


def _rows(data: bytes, at: int, stop: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield (name, start, body, end) of boxes."""
    while at + 8 <= stop:
        size, body = int.from_bytes(data[at : at + 4], "big"), at + 8
        if size == 1:
            size, body = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        end = stop if size == 0 else min(stop, at + size)
        if end < body:
            return
        yield data[at + 4 : at + 8], at, body, end
        at = end


def _may_stay(name: bytes, body: bytes, permit: Permit) -> bool:
    if name == b"ftyp":
        brands = [body[at : at + 4] for at in range(8, len(body), 4)]
        return body[:4] in _BRANDS and not any(body[4:8]) and len(brands) == len({*brands}) and all(one in _BRANDS for one in brands)
    if name == b"uuid" and body[:16] == _EXIF:
        return permit.exif(body[16:])
    return permit.signed(name, body) or (name == b"uuid" and body[:16] == _XMP and permit.packet(body[16:]))


def _head(data: bytes, at: int, stop: int, reading: Reading) -> None:
    seen: set[bytes] = set()
    for name, start, body, end in _rows(data, at, stop):
        if name in (b"ihdr", b"bpcc", b"pclr", b"cmap", b"cdef") and name not in seen:
            reading.coded.append((body, end if name != b"ihdr" else min(end, body + 14)))
            reading.doubt("a long header", start, name == b"ihdr" and end - body != 14)
        elif name == b"res ":
            inner = list(_rows(data, body, end))
            fits = all(kind in (b"resc", b"resd") and last - first == 10 for kind, _, first, last in inner) and len(inner) < 3
            reading.doubt("a resolution", start, not fits or name in seen)
        else:
            reading.doubt(f"header box {name!r}", start, name != b"colr" or not _colours(data[body:end]))
        seen.add(name)


def _colours(body: bytes) -> bool:
    if body[:1] in (b"\2", b"\3"):
        return profile_is_plain(body[3:])
    return (body[:1] == b"\1" and 7 <= len(body) <= 35) or (body[:1] == b"\5" and len(body) <= 12)


def _stream(data: bytes, at: int, stop: int, reading: Reading) -> None:
    """Note down the coded markers and bytes of a codestream; of a tile-part all but its length."""
    at, tile_end = at + 2, 0
    while at + 2 <= stop:
        code, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at] != 0xFF or code == _END or (code != _DATA and (size < 2 or at + 2 + size > stop)):
            break
        end = max(at + 2, tile_end) if code == _DATA else at + 2 + size
        if code == _START:
            tile_end = _tile_end(data, at, stop)
            reading.coded += [(at, at + 6), (at + 10, end)]
        elif code == _DATA or code in _CODED:
            reading.coded.append((at, end))
        elif code != _LENGTHS:
            reading.doubt(f"marker {code:02X}", at)
        at = end
    last = at + 2 if data[at : at + 2] == b"\xff\xd9" else at
    reading.doubt("bytes behind the picture", last, last < stop)


def _tile_end(data: bytes, at: int, stop: int) -> int:
    size = int.from_bytes(data[at + 6 : at + 10], "big")
    end = data.rfind(b"\xff\xd9", at, stop)
    return min(stop, at + size) if size else end if end >= 0 else stop
