"""Second reading of GIF: block after block, extensions known by their first bytes."""

from __future__ import annotations

import re

from bot.photos.proof.blocks import profile_is_plain
from bot.photos.proof.permit import USUAL, Permit
from bot.photos.proof.reading import Reading

_LOOP = re.compile(rb"!\xff\x0b(?:NETSCAPE2\.0|ANIMEXTS1\.0)\x03\x01..\x00", re.DOTALL)
_BLOCK = re.compile(rb"[!,;]")
_SIGNED, _PROFILE = b"!\xff\x0bC2PA", b"!\xff\x0bICCRGBG1012"
_CONTROL = re.compile(rb"!\xf9\x04.{4}\x00", re.DOTALL)


def read(data: bytes, permit: Permit = USUAL) -> Reading:
    """Return head, images and their controls, and whatever else is no loop; a control before a text belongs to the text."""
    reading = Reading(data)
    place = _table(data, 10, 13)
    reading.coded.append((0, place))
    while place < len(data):
        first = data[place]
        if first == 0x3B:
            place += 1
            break
        if first == 0x2C and place + 10 >= len(data):
            break
        if first == 0x2C:
            stop = _run(data, _table(data, place + 9, place + 10) + 1)
            reading.coded.append((place, stop))
        elif first == 0x21:
            stop = _run(data, place + 2)
            control = _CONTROL.match(data, place)
            fits = control or _LOOP.match(data, place)
            signed = (permit.provenance and data.startswith(_SIGNED, place)) or _is_profile(data[place:stop])
            reading.doubt("an extension", place, not signed and (not fits or fits.end() != stop))
            if control and data[stop : stop + 2] != b"!\x01":
                reading.coded.append((place, stop))
        else:
            found = _BLOCK.search(data, place)
            stop = found.start() if found else len(data)
            reading.doubt("bytes between blocks", place)
        place = stop
    reading.doubt("bytes behind the picture", place, place < len(data))
    return reading


def _is_profile(block: bytes) -> bool:
    """Tell whether an extension is a plain colour profile."""
    place, profile = 14, bytearray()
    while block.startswith(_PROFILE) and place < len(block) and block[place]:
        profile += block[place + 1 : place + 1 + block[place]]
        place += block[place] + 1
    return bool(profile) and place == len(block) - 1 and profile_is_plain(bytes(profile))


def _table(data: bytes, flags_at: int, start: int) -> int:
    """Return the place behind a colour table, if the flags say there is one."""
    flags = data[flags_at] if flags_at < len(data) else 0
    return min(len(data), start + (3 * 2 ** ((flags & 7) + 1) if flags > 127 else 0))


def _run(data: bytes, place: int) -> int:
    """Return the place behind the sub-blocks that start here."""
    while place < len(data) and data[place]:
        place += data[place] + 1
    return min(len(data), place + 1)
