"""JPEG XL test pictures. Pillow does not write them, so a few codestreams of our own drawings stand here as text (Base85).

Made with cjxl 0.7 from flat pictures: grey 8 x 8; RGBA 8 x 8; three frames of 16 x 16;
600 x 600 with its sections in another order; 8 x 8 with a profile of its own.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable

from photos import makers as m

_CODED = {
    "grey": "{|Z4sP}~Rz0097K081E)6_PkW^(N{*ljKtpOHO6QM#oTWbeIA",
    "transparent": "{|Z6ChT=j1NPrLk_yAqy5&!@dDx-`WyqxR#@<WHkw2kWwZMAJ-N#Yopw~_;19lXFnl1PN=6);@D2LJ#700000fO*tZw@MNK",
    "animated": (
        "{|Z9{0|+QC2?zqB2mk<-080`H5*RoHK}dlO6Jzi`F;1Kq<HQ)}0Dw(gGI&OvA1vO<f?)^(LJ0r>Yye9V2@)7M1VKoF4HIK9abk>f0Kmtn3OtX8"
        "4+sL{1puf3OA-kZ7&rt$NP!I#WAHvP&P<#*F~&InU}FOS2;d$x-lMG)3zqFfxi<"
    ),
    "in sections": (
        "{|dSi0SU#001^lRN}+N?`G;yW^uY!U000000000000000003R(5&!@dDx-`WyqxR#@<WHkw2kWwZMAJ-B`Z=;P`HPl5iiDIjYnw*L68Li0OqE="
        "FxKf5;2s}&pQHof9>QaxXfV?y8eZ2PG`dbc9zu7=tTzf@uYmeZ{Qs1OLA2A;2Kg`|BR^gCm9vln8#Zo?F~*HCZVVnb#uyh27>N)-WTUa2V$7Lg"
        "kMZkl!TA(yr{L?u9s@y10s"
    ),
    "own profile": (
        "{|Z4s2yYDo66OJrnxX>3OY=H9ZF-IQFy=65h;3}dfSb%yk6{NV&j|(;8N!`y+}iGJ5=Yn8kfWocOKUiQtfQ?n0(`}DYR<UFVie~92K--GTJbfD"
        "LtQ7Xa@kqQLt%iTwW+N1G*exEoA;NjAEO6yS;u#Pqpz^JvZ<%2^soWe&Xxl-l`So0%^`bM)@M}HX{<v9c*@(qfAcAC^(Ih1NdNxr3-#|`KN0M4"
        "A>eE68wdthhdl@k=>z8xAX`IF>;m07z{Rrcug<2a3CTObsTte}3P)~^qRO^>*Z~@K1u1ussR?D$z!=TfMGgo80RU70OBjn4!a)IEAOe6I00000"
        "0000000"
    ),
}
SIGNATURE = b"\0\0\0\x0cJXL \r\n\x87\n"
FILE_TYPE = b"\0\0\0\x14ftypjxl \0\0\0\0jxl "


def codestream(name: str = "grey") -> bytes:
    """Return one of the codestreams."""
    return base64.b85decode(_CODED[name])


def box(name: bytes, body: bytes, *, long: bool = False, last: bool = False) -> bytes:
    """Return a box; with its size in eight bytes, or as zero (up to the end of the file)."""
    if long:
        return struct.pack(">I4sQ", 1, name, len(body) + 16) + body
    return struct.pack(">I4s", 0 if last else len(body) + 8, name) + body


def boxed(*boxes: bytes, file_type: bytes = FILE_TYPE) -> bytes:
    """Return a boxed file."""
    return SIGNATURE + file_type + b"".join(boxes)


def jxlp(number: int, body: bytes, *, last: bool = False) -> bytes:
    """Return a piece of a codestream."""
    return box(b"jxlp", struct.pack(">I", number | last << 31) + body)


def gain_map(profile: bytes = b"", behind: bytes = b"") -> bytes:
    """Return a gain map box (ISO 21496-1 numbers, no colour coding, a packed second profile, a picture)."""
    numbers = bytes(4) + b"\0" + bytes(56) + m.secret("numbers")
    return box(
        b"jhgm",
        b"\0" + struct.pack(">H", len(numbers)) + numbers + b"\0" + struct.pack(">I", len(profile)) + profile + codestream() + behind,
    )


def notes() -> bytes:
    """Return a box of every kind that tells something."""
    return b"".join(
        (
            box(b"Exif", bytes(4) + m.exif()[6:]),
            box(b"Exif", m.exif()[6:]),
            box(b"xml ", m.xmp()),
            box(b"jumb", m.c2pa()),
            box(b"brob", b"Exif" + m.secret("packed")),
            box(b"brob", b"xml " + m.secret("packed")),
            box(b"brob", b"abcd" + m.secret("packed")),
            box(b"jbrd", m.secret("recipe")),
            box(b"jxli", m.secret("index")),
            box(b"free", m.secret("free")),
            box(b"jxll", b"\x05" + m.secret("level")),
            box(b"uuid", m.secret("uuid"), long=True),
        )
    )


def with_everything() -> bytes:
    """Return a boxed file with every carrier there is, before and behind the picture."""
    talking = box(b"ftyp", b"jxl \0\0\0\0jxl " + m.secret("brand"))
    ends = box(b"jxlc", codestream()) + jxlp(0, m.secret("second"))
    return boxed(notes(), box(b"jxll", b"\x0a"), ends, notes(), m.secret("behind"), file_type=talking)


def in_pieces() -> bytes:
    """Return a codestream in pieces, notes between them, bytes behind its end in the last two."""
    coded = codestream("in sections")
    first, second = jxlp(0, coded[:90]), jxlp(1, coded[90:] + m.secret("tail"))
    return boxed(box(b"xml ", m.xmp()), first, box(b"xml ", m.xmp()), second, jxlp(2, m.secret("more"), last=True))


#: name -> maker; the name starts with the format.
MAKERS: dict[str, Callable[[], bytes]] = {
    "jxl plain": codestream,
    "jxl boxed": lambda: boxed(box(b"jxlc", codestream("transparent"))),
    "jxl animated": lambda: codestream("animated") + m.secret("behind"),
    "jxl in sections": lambda: codestream("in sections") + m.secret("behind"),
    "jxl own profile": lambda: codestream("own profile") + m.secret("behind"),
    "jxl with everything": with_everything,
    "jxl in pieces": in_pieces,
    "jxl long box": lambda: boxed(box(b"xml ", m.xmp()), box(b"jxlc", codestream() + m.secret("tail"), long=True)),
    "jxl to the end": lambda: boxed(box(b"xml ", m.xmp()), box(b"jxlc", codestream() + m.secret("tail"), last=True)),
    "jxl gain map": lambda: boxed(box(b"jxlc", codestream()), gain_map(m.secret("profile"), m.secret("behind")), gain_map()),
    "jxl cut": lambda: boxed(box(b"xml ", m.xmp()), box(b"jxlc", codestream("own profile"))[:-9]),
}
