"""Reads what a colour profile tells besides colours (ICC.1:2022): its name, its maker, its date."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from bot.photos.findings import Finding, finding
from bot.photos.readers.text import inflate
from bot.strings import phrase, say

#: Words every profile has to have, and ours say nothing with.
_OURS = ("icc", "none")
_TEXTS = {b"desc": phrase("called"), b"dmnd": phrase("maker"), b"dmdd": phrase("model"), b"cprt": phrase("copyright")}


def read(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield one finding with the texts and the date of the profile, if it has any."""
    if len(payload) < 132 or payload[36:40] != b"acsp":
        yield finding("other", carrier, say("a colour profile that can't be read"), "low")
        return
    words = [f"{say(_TEXTS[name])} {text}" for name, text in texts(payload)]
    year, month, day = struct.unpack_from(">3H", payload, 24)
    if 1900 < year < 2200 and 1 <= month <= 12 and 1 <= day <= 31:
        words.append(say("made {date}", date=f"{year}-{month:02}-{day:02}"))
    if words:
        yield finding("other", carrier, say("colour profile {words}", words=", ".join(words)), "low")


def texts(profile: bytes) -> Iterator[tuple[bytes, str]]:
    """Yield (tag, text) of the profile's description, maker, model and copyright."""
    count = min(100, int.from_bytes(profile[128:132], "big"))
    for number in range(count):
        name, at, size = struct.unpack(">4sII", profile[132 + 12 * number : 144 + 12 * number].ljust(12, b"\0"))
        text = _text(profile[at : at + min(size, 4096)]) if name in _TEXTS else ""
        if text and text not in _OURS:
            yield name, text


def _text(tag: bytes) -> str:
    if tag[:4] == b"desc":
        return tag[12 : 12 + int.from_bytes(tag[8:12], "big")].decode("latin-1").strip("\0 ")
    if tag[:4] == b"mluc" and len(tag) >= 28:
        size, at = struct.unpack_from(">II", tag, 20)
        return tag[at : at + size].decode("utf-16-be", "replace").strip("\0 ")
    return tag[8:].decode("latin-1").strip("\0 ") if tag[:4] == b"text" else ""


def packed(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what the profile in a PNG iCCP chunk tells, and the name it is given there."""
    name, _, rest = payload.partition(b"\0")
    yield from read(inflate(rest[1:]), carrier)
    if name not in (b"icc", b"ICC profile", b"ICC Profile", b"sRGB"):
        yield finding("other", carrier, say("colour profile named {name}", name=name[:79].decode("latin-1")), "low")
