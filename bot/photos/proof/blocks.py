"""Vouches for the few blocks that may stay: an Exif block, a colour profile, an XMP packet of a gain map."""

from __future__ import annotations

import re
import struct

#: The Exif tags that may stay, with the type each has: orientation, pointers, colour space, Apple's HDR note, interoperability index.
_ORIENTATION, _EXIF, _COLOUR, _NOTE, _INTEROP = 0x0112, 0x8769, 0xA001, 0x927C, 0xA005
_MAX_EXIF = 400
#: Tags of artist and copyright, for those who asked to keep them, and the most bytes a name may have.
_NAMES, _MAX_NAME = (0x013B, 0x8298), 810

#: Profile tags that may stay; all of their types are numbers, but two texts that are the same in every profile.
_COLOUR_TAG = re.compile(rb"[rgbk]TRC|[rgb]XYZ|wtpt|bkpt|chad|chrm|cicp|lumi|[AB]2[AB][012]|[DB]2[DB][0123]|gamt")
_NUMBER_TYPE = re.compile(rb"XYZ |curv|para|sf32|mft[12]|mAB |mBA |mpet|cicp|chrm")
_FIXED_TEXTS = {
    b"desc": (b"desc\0\0\0\0\0\0\0\4icc\0" + bytes(78), b"mluc\0\0\0\0\0\0\0\1\0\0\0\x0cenUS\0\0\0\6\0\0\0\x1c\0i\0c\0c"),
    b"cprt": (b"text\0\0\0\0none\0", b"mluc\0\0\0\0\0\0\0\1\0\0\0\x0cenUS\0\0\0\x08\0\0\0\x1c\0n\0o\0n\0e"),
}

_VALUE = r"(?:[+-]?[\d.eE+-]{1,32}|True|False)"
_NUMBERS = rf"(?:<(hdrgm|HDRGainMap):([A-Za-z]{{4,20}})>(?:{_VALUE}|<rdf:Seq>(?:<rdf:li>{_VALUE}</rdf:li>){{2,3}}</rdf:Seq>)</\1:\2>)"
_ITEM = (
    r'<rdf:li rdf:parseType="Resource"><GContainer:Item Item:Semantic="(?:Primary|GainMap)" Item:Mime="image/jpeg"'
    r'(?: Item:Length="\d{1,10}")?/></rdf:li>'
)
_NAMESPACES = (
    r'(?: xmlns:(?:hdrgm="http://ns\.adobe\.com/hdr-gain-map/1\.0/"|GContainer="http://ns\.google\.com/photos/1\.0/container/"'
    r'|Item="http://ns\.google\.com/photos/1\.0/container/item/"|HDRGainMap="http://ns\.apple\.com/HDRGainMap/1\.0/"'
    r'|apdi="http://ns\.apple\.com/pixeldatainfo/1\.0/"))*'
)
_SPACE = r' xmlns:Iptc4xmpExt="http://iptc\.org/std/Iptc4xmpExt/2008-02-29/"'
_SOURCE = r' Iptc4xmpExt:DigitalSourceType="https?://cv\.iptc\.org/newscodes/digitalsourcetype/[A-Za-z]{3,60}"'
_PACKET = (
    r'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www\.w3\.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    + _NAMESPACES
    + "SPACE"
    + r'(?: hdrgm:Version="1\.0"| apdi:AuxiliaryImageType="urn:com:apple:photo:2020:aux:hdrgainmap")?'
    + "SOURCE>"
    + rf"(?:{_NUMBERS}*|<GContainer:Directory><rdf:Seq>(?:{_ITEM}){{2}}</rdf:Seq></GContainer:Directory>)"
    + r"</rdf:Description></rdf:RDF></x:xmpmeta>"
)
_GAIN_MAP = re.compile(_PACKET.replace("SPACE", "").replace("SOURCE", ""))
_WITH_SOURCE = re.compile(_PACKET.replace("SPACE", _SPACE).replace("SOURCE", _SOURCE))


def exif_is_bare(tiff: bytes, *, credit: bool = False) -> bool:
    """Tell whether a TIFF structure holds orientation, colour mark and Apple's HDR numbers at most, and no byte besides.

    credit: whether it may hold the names of artist and copyright holder, too.
    """
    if not 14 <= len(tiff) <= _MAX_EXIF + credit * 2 * _MAX_NAME or tiff[:8] != b"MM\0*\0\0\0\x08":
        return False
    used = bytearray(len(tiff))
    used[:8] = b"\1" * 8
    bare: bool = _directory(tiff, 8, (_ORIENTATION, _EXIF, *(_NAMES if credit else ())), used)
    return bare and not any(byte for byte, seen in zip(tiff, used, strict=True) if not seen)


def _directory(tiff: bytes, at: int, allowed: tuple[int, ...], used: bytearray) -> bool:
    """Tell whether a directory has allowed tags only; marks the bytes it reads."""
    if at + 6 > len(tiff):
        return False
    count = int.from_bytes(tiff[at : at + 2], "big")
    end = at + 2 + 12 * count
    if end > len(tiff) or count > len(allowed):
        return False
    used[at:end] = b"\1" * (end - at)
    return all(_entry(tiff, place, allowed, used) for place in range(at + 2, end, 12))


def _entry(tiff: bytes, at: int, allowed: tuple[int, ...], used: bytearray) -> bool:
    value: int
    tag, kind, count, value = struct.unpack_from(">HHII", tiff, at)
    if tag not in allowed:
        return False
    if tag in (_EXIF, _INTEROP):
        return _directory(tiff, value, (_COLOUR, _INTEROP, _NOTE) if tag == _EXIF else (1,), used)
    start = value if tag in (_NOTE, *_NAMES) and count > 4 else at + 8
    body = tiff[start : start + (count if tag in (1, _NOTE, *_NAMES) else 4)]
    if start == value:
        used[start : start + len(body)] = b"\1" * len(body)
    return _value_is_bare(tag, kind, count, body)


def _value_is_bare(tag: int, kind: int, count: int, body: bytes) -> bool:
    """Tell whether a value says only what it may."""
    if tag == _ORIENTATION:
        return kind == 3 and count == 1 and body[0] == 0 and 1 < body[1] <= 8 and not any(body[2:])
    if tag == _COLOUR:
        return kind == 3 and count == 1 and body == b"\xff\xff\0\0"
    if tag in _NAMES:
        return kind == 2 and count <= _MAX_NAME and is_name(body)
    return _apple_note(body) if tag == _NOTE else kind == 2 and body == b"R03\0"


def is_name(value: bytes) -> bool:
    """Tell whether a value is one line of text, with a zero behind it."""
    return value[-1:] == b"\0" and value[:-1].decode("utf-8", "backslashreplace").isprintable() and b"\\x" not in value


def _apple_note(note: bytes) -> bool:
    """Tell whether a MakerNote holds Apple's two HDR numbers only."""
    if len(note) != 60 or note[:16] != b"Apple iOS\0\0\1MM\0\2":
        return False
    return note[16:44] == struct.pack(">HHIIHHIII", 0x21, 10, 1, 44, 0x30, 10, 1, 52, 0)


def profile_is_plain(profile: bytes) -> bool:
    """Tell whether a colour profile has numbers only: zero dates and makers, no texts but the two that all of ours share."""
    if len(profile) < 132 or int.from_bytes(profile[:4], "big") != len(profile):
        return False
    if any(profile[4:8] + profile[24:36] + profile[40:64] + profile[80:128]) or profile[36:40] != b"acsp":
        return False
    count = int.from_bytes(profile[128:132], "big")
    end = 132 + 12 * count
    if count > 102 or end > len(profile):
        return False
    places = []
    for name, at, size in struct.iter_unpack(">4sII", profile[132:end]):
        if not _tag_is_plain(name, profile[at : at + size], size):
            return False
        places.append((at, at + size))
    return _covered(sorted(places), end, len(profile))


def _tag_is_plain(name: bytes, data: bytes, size: int) -> bool:
    if len(data) != size:
        return False
    if name in _FIXED_TEXTS:
        return data in _FIXED_TEXTS[name]
    return _COLOUR_TAG.fullmatch(name) is not None and _NUMBER_TYPE.fullmatch(data[:4]) is not None


def _covered(places: list[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether the tags fill the profile without gaps of more than the three bytes that align."""
    for first, last in places:
        if first > start + 3:
            return False
        start = max(start, last)
    return end - start <= 3


def packet_is_gain_map(packet: bytes) -> bool:
    """Tell whether an XMP packet says nothing but how a gain map is to be used."""
    return _GAIN_MAP.fullmatch(packet.decode("latin-1")) is not None


def packet_is_source(packet: bytes) -> bool:
    """Tell whether an XMP packet says nothing but how the picture was made, and how a gain map is to be used."""
    return _WITH_SOURCE.fullmatch(packet.decode("latin-1")) is not None
