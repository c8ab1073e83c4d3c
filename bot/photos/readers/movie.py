"""Reads the notes of a film (ISO/IEC 14496-12, 8.10; QuickTime File Format, "User data" and "Metadata"): place, device, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.photos.findings import Finding, Kind, Risk, finding
from bot.photos.readers import when
from bot.photos.readers.heif import moment
from bot.photos.readers.trailer import unknown

#: Bytes looked at: notes come early, and are small.
MAX_BYTES = 1 << 20
_PLACE = re.compile(rb"([+-]\d{1,2}(?:\.\d{1,8})?)([+-]\d{1,3}(?:\.\d{1,8})?)(?:[+-]\d{1,5}(?:\.\d{1,4})?)?/")
#: A box of text: \xa9 and three letters, then (QuickTime) size and language, or (iTunes) a "data" box.
_TEXT = re.compile(rb"\xa9(mak|mod|swr|too|day|nam|ART|aut|cmt|des|cpy)(?:....data.{8}|....)([^\0]{1,200})", re.DOTALL)
#: Apple's list of keys; the values stand in the same order in "data" boxes behind it.
_KEY = re.compile(rb"mdta(com\.[ -~]{4,80})")
_VALUE = re.compile(rb"(....)data\x00\x00\x00\x01....", re.DOTALL)
_TOLD: dict[str, tuple[Kind, str, Risk]] = {
    "mak": ("device", "", "medium"),
    "mod": ("device", "", "medium"),
    "swr": ("software", "", "low"),
    "too": ("software", "", "low"),
    "nam": ("comment", "title", "medium"),
    "ART": ("person", "artist", "high"),
    "aut": ("person", "author", "high"),
    "cmt": ("comment", "comment", "medium"),
    "des": ("comment", "description", "medium"),
    "cpy": ("person", "copyright", "medium"),
}


def read(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what the notes of a film tell."""
    head = payload[:MAX_BYTES]
    told = [*_places(head, carrier), *_texts(head, carrier)]
    yield from told
    if b"com.apple.quicktime.content.identifier" in head:
        yield finding("identifier", carrier, "id of the Live Photo this film belongs to", "medium")
    if not told:
        yield from unknown(head, carrier)


def header(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield when the film was made (14496-12, 8.2.2): seconds since 1904, behind version and flags."""
    width = 8 if payload[:1] == b"\1" else 4
    if words := moment(int.from_bytes(payload[4 : 4 + width], "big")):
        yield finding("time", carrier, words, "high")


def _places(head: bytes, carrier: str) -> Iterator[Finding]:
    for latitude, longitude in _PLACE.findall(head)[:4]:
        yield finding("location", carrier, f"{float(latitude):.4f}, {float(longitude):.4f}", "high")


def _texts(head: bytes, carrier: str) -> Iterator[Finding]:
    for name, raw in _TEXT.findall(head)[:32]:
        text, key = raw.decode("utf-8", "replace"), name.decode("ascii")
        if key == "day":
            if words := when.words(text):
                yield finding("time", carrier, words, "high")
        else:
            kind, before, risk = _TOLD[key]
            yield finding(kind, carrier, f"{before}: {text}" if before else text, risk)
    keys = [key.decode("ascii").rpartition(".")[2] for key in _KEY.findall(head)[:64]]
    for key, found in zip(keys, _VALUE.finditer(head), strict=False):
        text = head[found.end() : found.start() + min(216, int.from_bytes(found[1], "big"))].decode("utf-8", "replace")
        if key in ("make", "model", "software"):
            yield finding("software" if key == "software" else "device", carrier, text, "low" if key == "software" else "medium")
        elif key == "creationdate" and (words := when.words(text)):
            yield finding("time", carrier, words, "high")
