"""What the owner of a photo wants kept, taken from its segments: names of author and copyright, marks of its origin.

Names are taken out of what told them and written afresh; nothing else that stood beside
them stays. Content Credentials stay as they are: signed, they cannot be written anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.photos.containers.ifd import directories
from bot.photos.findings import tidy
from bot.photos.formats.packet import SOURCE, packet
from bot.photos.keeping import USUAL, Keep
from bot.photos.readers import text, xmp
from bot.photos.readers.exif import tiff_of
from bot.photos.segment import Segment

ARTIST, RIGHTS, _C2PA = 0x013B, 0x8298, 52545
_CODINGS = {"tEXt": "latin-1", "zTXt": "latin-1", "iTXt": "utf-8"}
_XMP_KEYWORD = "XML:com.adobe.xmp"
_WORDS = {"author": "artist", "artist": "artist", "dc:creator": "artist", "copyright": "rights", "dc:rights": "rights"}
_SOURCE = "Iptc4xmpExt:DigitalSourceType"
#: Letters of a name that stay, and blocks looked at.
_MAX_NAME, _MAX_BLOCKS = 200, 32


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to stay in one photo; all empty when nothing was asked for, or nothing of it was there.

    artist, rights: names. source: a digital source type of IPTC. signed: whether Content Credentials stay.
    """

    gain_map: bool = True
    artist: str = ""
    rights: str = ""
    source: str = ""
    signed: bool = False

    @property
    def credit(self) -> tuple[str, str]:
        """The names of artist and copyright holder."""
        return self.artist, self.rights

    @property
    def packet(self) -> bytes:
        """An XMP packet with the digital source type alone, b"" when there is none."""
        return packet("", "", source=self.source) if self.source else b""


NOTHING = Wanted()


def wanted(segments: Iterable[Segment], keep: Keep) -> Wanted:
    """Return what of these segments the owner wants kept."""
    if keep == USUAL:
        return NOTHING
    found: dict[str, str] = {}
    told = [one for one in segments if one.part == 0]
    if keep.credit or keep.provenance:
        for one in [one for one in told if one.kind in {"exif", "tiff", "xmp", *_CODINGS}][:_MAX_BLOCKS]:
            for name, value in _told(one):
                found.setdefault(name, value)
    return Wanted(
        gain_map=keep.gain_map,
        artist=found.get("artist", "") if keep.credit else "",
        rights=found.get("rights", "") if keep.credit else "",
        source=found.get("source", "") if keep.provenance else "",
        signed=keep.provenance and any(_is_signed(one) for one in told),
    )


def _is_signed(one: Segment) -> bool:
    return one.kind == "c2pa" or (one.kind == "tiff" and _C2PA in directories(bytes(one.payload)).get("0", {}))


def signed(segments: Sequence[Segment], asked: Wanted) -> tuple[Segment, ...]:
    """Return the Content Credentials that stay."""
    return tuple(one for one in segments if one.kind == "c2pa" and one.part == 0) if asked.signed else ()


def _told(one: Segment) -> Iterable[tuple[str, str]]:
    """Yield ("artist" | "rights" | "source", value) of what a segment tells."""
    body = bytes(one.payload[: xmp.MAX_BYTES])
    if one.kind in _CODINGS:
        keyword, words = text.unpack(one.kind, body)
        is_xmp = keyword == _XMP_KEYWORD
        yield from _in_xmp(xmp.text_of(words)) if is_xmp else _named(((keyword, words.decode(_CODINGS[one.kind], "replace")),))
    elif one.kind == "xmp":
        yield from _in_xmp(xmp.text_of(body))
    else:
        first = directories(tiff_of(body) if one.kind == "exif" else body).get("0", {})
        yield from _named((word, first[tag].text) for tag, word in ((ARTIST, "artist"), (RIGHTS, "copyright")) if tag in first)


def _in_xmp(words: str) -> Iterable[tuple[str, str]]:
    told = list(xmp.properties(words))
    yield from _named(told)
    yield from (("source", value) for name, value in told if name == _SOURCE and SOURCE.fullmatch(value))


def _named(told: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for name, value in told:
        word, clean = _WORDS.get(name.casefold()), tidy(value, _MAX_NAME)
        if word and clean:
            yield word, clean
