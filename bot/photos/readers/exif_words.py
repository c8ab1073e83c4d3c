"""Reads Exif as ImageMagick writes it into PNG: every tag a text of its own, "exif:GPSLatitude" and "32/1, 39/1, 1231/100"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.photos.findings import Finding, Kind, Risk, finding, labelled
from bot.photos.readers import gps, when
from bot.strings import phrase, say, say_count

PREFIX = b"exif:"
_ONE = re.compile(rb"exif:([\w:]{1,60})\0([^\0]{0,2000}?)(?=exif:|\Z)", re.DOTALL)
_FRACTION = re.compile(r"(\d{1,9})/(\d{1,9})")
_MOST = 500
_TOLD: dict[str, tuple[Kind, str, Risk, str]] = {
    "artist": ("person", phrase("artist"), "high", "person"),
    "cameraownername": ("person", phrase("camera owner"), "high", "person"),
    "copyright": ("person", phrase("copyright"), "medium", "person"),
    "bodyserialnumber": ("identifier", phrase("camera serial number"), "high", "serial"),
    "lensserialnumber": ("identifier", phrase("lens serial number"), "high", "serial"),
    "imageuniqueid": ("identifier", phrase("unique picture id"), "medium", "identifier"),
    "hostcomputer": ("device", phrase("computer"), "medium", "computer"),
    "lensmodel": ("device", phrase("lens"), "low", "device"),
    "software": ("software", "", "low", "software"),
    "imagedescription": ("comment", phrase("caption"), "medium", "comment"),
    "usercomment": ("comment", phrase("comment"), "medium", "comment"),
}
_TIMES: dict[str, tuple[str, Risk]] = {
    "datetimeoriginal": ("offsettimeoriginal", "high"),
    "datetimedigitized": ("offsettimedigitized", "medium"),
    "datetime": ("offsettime", "medium"),
}


def read(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what the texts tell together: the position needs four of them."""
    found = islice(_ONE.finditer(payload), _MOST)
    tags = {one[1].decode("latin-1").casefold(): one[2].decode("utf-8", "replace").strip() for one in found}
    latitude, longitude = _degrees(tags, "gpslatitude", "S", 90), _degrees(tags, "gpslongitude", "W", 180)
    if latitude is not None and longitude is not None:
        yield gps.position(latitude, longitude, carrier)
    device = f"{tags.get('make', '')} {tags.get('model', '')}".strip()
    if device:
        yield finding("device", carrier, device, "medium")
    for name, (zone, risk) in _TIMES.items():
        if moment := when.words(tags.get(name, ""), tags.get(zone, "")):
            yield finding("time", carrier, moment, risk)
    for name, (kind, words, risk, about) in _TOLD.items():
        if value := tags.get(name, ""):
            yield finding(kind, carrier, labelled(words, value), risk, about=about)
    if "makernote" in tags:
        yield finding("device", carrier, say("private notes of the camera maker"), "medium", about="maker notes")
    yield from _rest(len(tags.keys() - _TOLD.keys() - _TIMES.keys()), carrier)


def _degrees(tags: dict[str, str], name: str, negative: str, limit: int) -> float | None:
    parts = _FRACTION.findall(tags.get(name, ""))[:3]
    if not parts or any(int(under) == 0 for _, under in parts):
        return None
    value = sum(int(over) / int(under) / 60**power for power, (over, under) in enumerate(parts))
    return (-value if tags.get(f"{name}ref", "").upper().startswith(negative) else value) if value <= limit else None


def _rest(count: int, carrier: str) -> Iterator[Finding]:
    if count:
        words = say_count(
            "{n} more camera setting (such as exposure, flash, zoom)", "{n} more camera settings (such as exposure, flash, zoom)", count
        )
        yield finding("other", carrier, words, "low")
