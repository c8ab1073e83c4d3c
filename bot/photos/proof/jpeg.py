"""Second reading of JPEG: by ITU-T T.81 B.1.1, from marker to marker, its own way."""

from __future__ import annotations

import re

from bot.photos.proof.blocks import profile_is_plain
from bot.photos.proof.permit import USUAL, Permit
from bot.photos.proof.reading import Reading

_STOP = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_CODED = frozenset(b"\xc0\xc1\xc2\xc3\xc5\xc6\xc7\xc9\xca\xcb\xcd\xce\xcf\xc4\xcc\xdb\xdc\xdd\xda")
_BARE = frozenset(range(0xD0, 0xD9)) | {0x01}
_MPF = re.compile(
    rb"MPF\x00MM\x00\*\x00{3}\x08\x00\x03\xb0\x00\x00\x07\x00{3}\x040100\xb0\x01\x00\x04\x00{3}\x01\x00{3}\x02"
    rb"\xb0\x02\x00\x07\x00{3}\x20\x00{3}\x32\x00{4}\x00\x03\x00\x00.{4}\x00{12}.{8}\x00{4}",
    re.DOTALL,
)
_ISO = b"urn:iso:std:iso:ts:21496:-1\0"
_ISO_SIZES = (4, 37, 61, 77, 141)
_XMP = b"http://ns.adobe.com/xap/1.0/\0"


def read(data: bytes, permit: Permit = USUAL, like: Reading | None = None) -> Reading:
    """Return the first picture's coded parts, and what else the file holds; one gain map behind it is allowed.

    like: the reading of a file that should hold the same picture. Where a scan of its length ends at a marker, the
    search for the end is spared; comparing the bytes shows whether that was right. Of what stands behind the picture
    only the coded parts of the gain map that it has are looked for.
    """
    reading = Reading(data)
    end = _picture(data, 0, reading, permit, like)
    if like is not None:
        reading.facts += [part for part in like.facts if isinstance(part, bytes) and data.find(part, end) >= 0]
    elif end < len(data):
        second = Reading(data)
        last = _picture(data, end, second, Permit()) if data[end : end + 3] == b"\xff\xd8\xff" else end
        reading.facts += [data[start:stop] for start, stop in second.coded]
        reading.doubt(
            "bytes behind the picture", end, not permit.gain_map or last != len(data) or not _has_index(data, end) or second.leftovers
        )
    return reading


def _has_index(data: bytes, end: int) -> bool:
    return data.find(b"\xff\xe2\0\x58MPF\0", 0, end) >= 0


def _scan_end(data: bytes, start: int, at: int, number: int, like: Reading | None) -> int:
    """Return where the coded bytes of the scan end that is the coded part of this number."""
    if like is not None and number < len(like.coded):
        stop = start + like.coded[number][1] - like.coded[number][0]
        if stop >= at and _STOP.match(data, stop):
            return stop
    found = _STOP.search(data, at)
    return found.start() if found else len(data)


def _picture(data: bytes, at: int, reading: Reading, permit: Permit, like: Reading | None = None) -> int:
    profile: list[bytes] = []
    at += 2
    while (found := _STOP.search(data, at)) is not None:
        start, code = found.start(), data[found.start() + 1]
        reading.doubt("bytes between segments", at, start > at)
        if code == 0xD9:
            at = start + 2
            break
        at = start + 2
        if code in _BARE:
            reading.doubt("a stray marker", start)
            continue
        at = min(len(data), start + 2 + max(2, int.from_bytes(data[start + 2 : start + 4], "big")))
        if code == 0xDA:
            at = _scan_end(data, start, at, len(reading.coded), like)
        if code in _CODED and (code != 0xDC or at - start == 6):
            reading.coded.append((start, at))
        else:
            body = data[start + 4 : at]
            if code == 0xE2 and body[:12] == b"ICC_PROFILE\0":
                profile.append(body[14:])
            else:
                reading.doubt(f"segment {code:02X}", start, not _may_stay(code, body, permit))
    else:
        reading.doubt("bytes at the end", at, at < len(data))
        at = len(data)
    if profile:
        reading.doubt("a colour profile", at, not profile_is_plain(b"".join(profile)))
    return at


def _may_stay(code: int, body: bytes, permit: Permit) -> bool:
    if code == 0xE0:
        return body[:5] == b"JFIF\0" and len(body) == 14 and body[12:] == b"\0\0"
    if code == 0xE1:
        if body.startswith(_XMP):
            return permit.packet(body[len(_XMP) :])
        return body[:6] == b"Exif\0\0" and permit.exif(body[6:])
    if code == 0xEB:
        return permit.provenance and body[:2] == b"JP" and body[12:16] == b"jumb"
    if code == 0xE2:
        return _MPF.fullmatch(body) is not None or (body.startswith(_ISO) and len(body) - len(_ISO) in _ISO_SIZES)
    return code == 0xEE and body[:5] == b"Adobe" and len(body) == 12
