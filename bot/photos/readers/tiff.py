"""Reads the tags of a TIFF page that only TIFF has: maps, layers, and documents inside documents."""

from __future__ import annotations

from collections.abc import Iterator

from bot.photos.containers.ifd import Entry, directories
from bot.photos.findings import Finding, finding
from bot.photos.readers import c2pa, exif, photoshop, text
from bot.strings import say

_PAGE_NAME, _TIE_POINT, _TRANSFORM = 0x011D, 33922, 34264
_GEO = (33550, _TIE_POINT, _TRANSFORM, 34735, 34736, 34737)
_PHOTOSHOP, _LAYERS, _GDAL, _C2PA = 34377, 37724, 42112, 52545


def read(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what the tags of a page tell besides the picture."""
    tags = directories(payload).get("0", {})
    if any(tag in tags for tag in _GEO):
        yield _map(tags, carrier)
    if _PAGE_NAME in tags:
        yield from text.said(say("page"), tags[_PAGE_NAME].text, carrier)
    if _PHOTOSHOP in tags:
        yield from photoshop.read(tags[_PHOTOSHOP].raw, "Photoshop")
    if _LAYERS in tags:
        yield finding("edit-history", carrier, say("the layers it was made of, hidden ones among them"), "medium")
    if _GDAL in tags:
        yield from text.said(say("map data"), tags[_GDAL].text, carrier)
    if _C2PA in tags:
        yield from c2pa.read(tags[_C2PA].raw, "Content Credentials")
    yield from exif.read(payload, carrier)


def _map(tags: dict[int, Entry], carrier: str) -> Finding:
    """Return where on the map the picture belongs (OGC GeoTIFF 1.1, 7.1.2: six numbers, the place is the fourth and fifth)."""
    place = tags[_TIE_POINT].numbers[3:5] if _TIE_POINT in tags else ()
    words = say("its place on the map: {place}", place=f"{place[0]:g}, {place[1]:g}") if len(place) == 2 else say("its place on the map")
    return finding("location", carrier, words, "high")
