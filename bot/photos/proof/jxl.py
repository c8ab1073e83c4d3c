"""Second reading of JPEG XL: box after box, where only a handful of kinds may stand."""

from __future__ import annotations

from collections.abc import Iterator

from bot.photos.proof.permit import USUAL, Permit
from bot.photos.proof.reading import Reading

_HEAD = b"\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x14ftypjxl \0\0\0\0jxl "
_STREAM = b"\xff\x0a"
_ISO_SIZES = (37, 61, 77, 141)
_MAX_COLOURS = 64
#: Eight bytes and more: by chance one file in a million million holds one of them in its picture.
_FOREIGN = (
    b"Exif\0\0II*\0",
    b"Exif\0\0MM\0*",
    b"<x:xmpmeta",
    b"http://ns.adobe.com/",
    b"jumdc2pa",
    b"ftypmp42",
    b"ftypisom",
    b"\x89PNG\r\n\x1a\n",
)
#: Bytes before the end of the codestream that are searched for them: what was put behind a picture stands there.
_SEARCHED, _LAST_PIECES = 1 << 18, 8


def read(data: bytes, permit: Permit = USUAL, like: Reading | None = None) -> Reading:
    """Return where the codestream stands, up to its last piece, and the names of all boxes that do not show it.

    like: the reading of the clean file, in which the codestream may end earlier: bytes behind its end are not the picture.
    """
    reading = Reading(data)
    if data[:2] == _STREAM:
        reading.coded.append((0, len(data)))
    else:
        _boxed(data, reading, permit)
    if like is None:
        for start, stop in reading.coded[-_LAST_PIECES:]:
            _foreign(data, start, stop, reading)
    elif 0 < len(like.coded) <= len(reading.coded):
        start, stop = reading.coded[len(like.coded) - 1]
        reading.coded[len(like.coded) - 1 :] = [(start, min(stop, start + like.coded[-1][1] - like.coded[-1][0]))]
    return reading


def _foreign(data: bytes, start: int, stop: int, reading: Reading) -> None:
    """Note what never stands in a codestream by chance: the beginnings of other files and of notes."""
    for sign in _FOREIGN:
        at = data.find(sign, max(start, stop - _SEARCHED), stop)
        reading.doubt(f"{sign!r} in the codestream", at, at >= 0)


def _boxed(data: bytes, reading: Reading, permit: Permit) -> None:
    reading.doubt("the head", 0, data[:32] != _HEAD)
    ended, pieces, place, seen = False, False, 12, set[bytes]()
    for name, start, inside, stop in _row(data, 12):
        place = stop
        if not ended and ((name == b"jxlp" and stop - inside >= 4) or (name == b"jxlc" and not pieces)):
            pieces, ended = True, name == b"jxlc" or data[inside] > 0x7F
            reading.coded.append((inside + 4 * (name == b"jxlp"), stop))
        else:
            reading.doubt(
                f"box {name!r}",
                start,
                start != 12 and ((name in seen and name != b"jumb") or not _may_stay(name, data[inside:stop], permit)),
            )
        seen.add(name)
    reading.doubt("bytes behind the picture", place, place < len(data))


def _row(data: bytes, place: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield (name, start, first byte inside, end) of the boxes."""
    while len(data) - place >= 8:
        stated, inside = int.from_bytes(data[place : place + 4], "big"), place + 8
        if stated == 1:
            stated, inside = int.from_bytes(data[place + 8 : place + 16], "big"), place + 16
        stop = min(len(data), place + stated) if stated else len(data)
        if stop < inside:
            return
        yield data[place + 4 : place + 8], place, inside, stop
        place = stop


def _may_stay(name: bytes, body: bytes, permit: Permit) -> bool:
    if name == b"jxll":
        return body in (b"\5", b"\n")
    if name == b"Exif":
        return permit.credit and body[:4] == bytes(4) and permit.exif(body[4:])
    if name in (b"xml ", b"jumb"):
        return permit.signed(name, body) or (name == b"xml " and permit.packet(body))
    return name == b"jhgm" and permit.gain_map and _gain_map(body)


def _gain_map(body: bytes) -> bool:
    """Tell whether a gain map has numbers, a short colour coding, no second profile, and a picture."""
    numbers = int.from_bytes(body[1:3], "big")
    coding = 3 + numbers
    stop = coding + 1 + (body[coding] if coding < len(body) else 0)
    return (
        body[:1] == b"\0"
        and numbers in (4, *_ISO_SIZES)
        and stop - coding <= _MAX_COLOURS
        and body[stop : stop + 4] == bytes(4)
        and body[stop + 4 : stop + 6] == _STREAM
    )
