"""Second reading of PNG: chunk after chunk, each name looked up in one short text."""

from __future__ import annotations

import zlib

from bot.photos.proof.blocks import profile_is_plain
from bot.photos.proof.permit import USUAL, Permit
from bot.photos.proof.reading import Reading

_CODED = b"IHDR PLTE IDAT tRNS acTL fcTL fdAT gAMA cHRM sRGB cICP mDCV mDCv cLLI cLLi sBIT bKGD hIST pHYs".split()
_MOST = {b"IDAT": 1 << 32, b"fdAT": 1 << 32, b"PLTE": 768, b"hIST": 512, b"tRNS": 256, b"cHRM": 32, b"fcTL": 26, b"mDCV": 24, b"mDCv": 24}
_MOST_ELSE = 13
_MAX_PROFILE = 1 << 24
_XMP = b"XML:com.adobe.xmp\0\0\0\0\0"


def read(data: bytes, permit: Permit = USUAL) -> Reading:
    """Return the chunks the picture is made of, and the names of all others."""
    reading = Reading(data)
    place = 8
    while place + 8 <= len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        name = data[place + 4 : place + 8]
        stop = min(place + 12 + size, len(data))
        if not name.isalpha():
            break
        whole = place + 12 + size <= len(data) or name in (b"IDAT", b"fdAT")
        if name in _CODED and whole and size <= _MOST.get(name, _MOST_ELSE):
            reading.coded.append((place, stop))
        elif name == b"IEND":
            reading.doubt("IEND with bytes", place, size)
            place = stop
            break
        else:
            reading.doubt(f"chunk {name!r}", place, not _may_stay(name, data[place + 8 : stop - 4], permit))
        place = stop
    reading.doubt("bytes behind the picture", place, place < len(data))
    return reading


def _may_stay(name: bytes, body: bytes, permit: Permit) -> bool:
    if name == b"eXIf":
        return permit.exif(body)
    if name in (b"iTXt", b"caBX"):
        return permit.provenance and (name == b"caBX" or (body.startswith(_XMP) and permit.packet(body[len(_XMP) :])))
    return name == b"iCCP" and body[:5] == b"icc\0\0" and _profile(body[5:])


def _profile(packed: bytes) -> bool:
    stream = zlib.decompressobj()
    try:
        profile = stream.decompress(packed, _MAX_PROFILE)
    except zlib.error:
        return False
    return stream.eof and not stream.unused_data and profile_is_plain(profile)
