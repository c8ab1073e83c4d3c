"""Colour profiles freed of everything that is not colour (ICC.1:2022).

A profile that equals sRGB, Display P3 or Adobe RGB becomes one small standard twin, the
same for everybody. Any other is written afresh from the tags in COLOUR_TAGS: no dates,
serial numbers, makers, descriptions, copyright. What is no valid profile is dropped, as
every decoder ignores it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache

#: Tags that take part in computing colours (ICC.1 9.2). All others talk.
COLOUR_TAGS = frozenset(
    b"rXYZ gXYZ bXYZ wtpt bkpt rTRC gTRC bTRC kTRC chad chrm cicp lumi "
    b"A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3 gamt".split()
)
#: Types that hold numbers only (ICC.1 chapter 10).
_NUMERIC = frozenset((b"XYZ ", b"curv", b"para", b"sf32", b"mft1", b"mft2", b"mAB ", b"mBA ", b"mpet", b"cicp", b"chrm"))
_CLASSES = frozenset((b"mntr", b"scnr", b"prtr", b"spac"))
_PARA_SIZES = {0: 4, 1: 12, 2: 16, 3: 20, 4: 28}
MAX_TAGS = 100

_D50 = bytes.fromhex("0000f6d6000100000000d32d")
_CHAD = (1.04788, 0.02292, -0.05020, 0.02959, 0.99048, -0.01706, -0.00923, 0.01508, 0.75168)
_SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_ADOBE_GAMMA = 563 / 256
_COLORANTS = (b"rXYZ", b"gXYZ", b"bXYZ")
_CURVES = (b"rTRC", b"gTRC", b"bTRC")
#: How far a profile may be from a standard one and still look the same: a quarter of an 8-bit step, and of rounding in XYZ.
_SAME_CURVE, _SAME_XYZ = 0.002, 0.0012

#: name -> (colorants adapted to D50, curve "srgb" or "adobe"); IEC 61966-2-1, SMPTE EG 432-1 with D65, Adobe RGB (1998).
_STANDARDS: dict[str, tuple[tuple[float, ...], str]] = {
    "sRGB": ((0.43607, 0.22249, 0.01392, 0.38515, 0.71687, 0.09708, 0.14307, 0.06061, 0.71410), "srgb"),
    "Display P3": ((0.51512, 0.24120, -0.00105, 0.29198, 0.69225, 0.04189, 0.15710, 0.06657, 0.78407), "srgb"),
    "Adobe RGB": ((0.60974, 0.31111, 0.01947, 0.20528, 0.62567, 0.06087, 0.14919, 0.06322, 0.74457), "adobe"),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile that tells colours only, and the standard it is, if any."""

    data: bytes
    standard: str | None = None


def plain(profile: bytes) -> Profile | None:
    """Return the profile without anything but colour, or None when it is no valid picture profile."""
    tags = _tags(profile)
    if not tags or profile[12:16] not in _CLASSES:
        return None
    standard = _standard(profile, tags)
    if standard:
        return Profile(_twin(standard), standard)
    return Profile(_assemble(profile, tags))


def _tags(profile: bytes) -> dict[bytes, bytes]:
    if len(profile) < 132 or profile[36:40] != b"acsp":
        return {}
    count = min(MAX_TAGS, int.from_bytes(profile[128:132], "big"))
    found: dict[bytes, bytes] = {}
    for number in range(count):
        entry = profile[132 + 12 * number : 144 + 12 * number]
        if len(entry) < 12:
            return {}
        name, at, size = struct.unpack(">4sII", entry)
        data = profile[at : at + size]
        if name in COLOUR_TAGS and data[:4] in _NUMERIC and len(data) == size and name not in found:
            found[name] = _trimmed(data)
    return found


def _trimmed(data: bytes) -> bytes:
    """Return a tag without bytes behind its numbers, its reserved bytes zeroed."""
    kind = data[:4]
    size = len(data)
    if kind == b"XYZ ":
        size = 20
    elif kind == b"curv" and len(data) >= 12:
        size = 12 + 2 * int.from_bytes(data[8:12], "big")
    elif kind == b"para" and len(data) >= 12:
        size = 12 + _PARA_SIZES.get(int.from_bytes(data[8:10], "big"), len(data))
    elif kind == b"sf32":
        size = min(size, 44)
    return kind + bytes(4) + data[8:size]


def _standard(profile: bytes, tags: dict[bytes, bytes]) -> str | None:
    tables = any(b"2" in name or name == b"cicp" for name in tags)
    if profile[16:24] != b"RGB XYZ " or tables or not {*_COLORANTS, *_CURVES} <= tags.keys():
        return None
    xyz = [value for name in _COLORANTS for value in _fixed(tags[name][8:20])]
    for name, (colorants, curve) in _STANDARDS.items():
        near = len(xyz) == 9 and all(abs(a - b) < _SAME_XYZ for a, b in zip(xyz, colorants, strict=True))
        if near and all(_follows(tone, curve) for tone in {tags[channel] for channel in _CURVES}):
            return name
    return None


def _fixed(data: bytes) -> list[float]:
    return [value / 65536 for (value,) in struct.iter_unpack(">i", data[: len(data) & ~3])]


def _follows(tag: bytes, curve: str) -> bool:
    """Tell whether a tone curve is the standard one, compared in coded values at 33 points."""
    for step in range(33):
        value = _curve_at(tag, step / 32)
        if value is None or abs(_encode(value, curve) - step / 32) > _SAME_CURVE:
            return False
    return True


def _encode(value: float, curve: str) -> float:
    value = max(0.0, value)
    if curve == "adobe":
        return float(value ** (1 / _ADOBE_GAMMA))
    return value * 12.92 if value <= 0.0031308 else 1.055 * float(value ** (1 / 2.4)) - 0.055


def _curve_at(tag: bytes, x: float) -> float | None:
    if tag[:4] == b"para":
        return _parametric(tag, x)
    count = int.from_bytes(tag[8:12], "big")
    if count == 1:
        return float(x ** (int.from_bytes(tag[12:14], "big") / 256))
    if count < 2 or len(tag) != 12 + 2 * count:
        return None
    place = x * (count - 1)
    low = min(int(place), count - 2)
    a, b = struct.unpack_from(">HH", tag, 12 + 2 * low)
    return float(a + (b - a) * (place - low)) / 65535


def _parametric(tag: bytes, x: float) -> float | None:
    kind, values = int.from_bytes(tag[8:10], "big"), _fixed(tag[12:])
    if kind == 0 and len(values) == 1 and values[0] > 0:
        return float(x ** values[0])
    if kind != 3 or len(values) != 5:
        return None
    gamma, a, b, c, d = values
    base = a * x + b
    if x < d:
        return c * x
    return float(base**gamma) if base >= 0 and 0 < gamma < 10 else None


@cache
def _twin(standard: str) -> bytes:
    """Return the small profile that stands for every profile equal to this standard."""
    colorants, curve = _STANDARDS[standard]
    if curve == "srgb":
        tone = b"para\0\0\0\0\0\3\0\0" + _fix(_SRGB_CURVE)
    else:
        tone = b"curv\0\0\0\0\0\0\0\1" + struct.pack(">H", round(_ADOBE_GAMMA * 256))
    tags = {b"wtpt": b"XYZ \0\0\0\0" + _D50, b"chad": b"sf32\0\0\0\0" + _fix(_CHAD)}
    tags |= {name: b"XYZ \0\0\0\0" + _fix(colorants[3 * n : 3 * n + 3]) for n, name in enumerate(_COLORANTS)}
    tags |= dict.fromkeys(_CURVES, tone)
    header = bytes(8) + b"\4\x30\0\0mntrRGB XYZ " + bytes(104)
    return _assemble(header, tags)


def _fix(values: tuple[float, ...]) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))


def _assemble(header: bytes, tags: dict[bytes, bytes]) -> bytes:
    """Return a profile with these tags, and only version, class, spaces and intent of the header (ICC.1 7.2)."""
    tags = {b"desc": _words(header, "icc"), b"cprt": _words(header, "none", copyright_tag=True)} | tags
    places: dict[bytes, int] = {}
    body = b""
    start = 132 + 12 * len(tags)
    for data in tags.values():
        if data not in places:
            places[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
    table = b"".join(struct.pack(">4sII", name, places[data], len(data)) for name, data in tags.items())
    kinds = header[8:10] + bytes(2) + header[12:24]
    head = bytes(8) + kinds + bytes(12) + b"acsp" + bytes(27) + bytes((header[67] & 3,)) + _D50 + bytes(48)
    whole = head + struct.pack(">I", len(tags)) + table + body
    return struct.pack(">I", len(whole)) + whole[4:]


def _words(header: bytes, text: str, *, copyright_tag: bool = False) -> bytes:
    """Return a text every profile has to have, the same in all of ours, in the type its version asks for."""
    if header[8] >= 4:
        wide = text.encode("utf-16-be")
        return b"mluc\0\0\0\0" + struct.pack(">II4sII", 1, 12, b"enUS", len(wide), 28) + wide
    ascii_text = text.encode() + b"\0"
    if copyright_tag:
        return b"text\0\0\0\0" + ascii_text
    return b"desc\0\0\0\0" + struct.pack(">I", len(ascii_text)) + ascii_text + bytes(78)
