"""Reads the notes of a film (ISO/IEC 14496-12, 8.10; QuickTime File Format, "User data" and "Metadata"): place, device, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.photos.findings import Finding, Kind, Risk, finding, labelled
from bot.photos.readers import gps, when
from bot.photos.readers.heif import moment
from bot.photos.readers.leftover import unknown
from bot.strings import phrase, say

#: Bytes looked at: notes come early, and are small.
MAX_BYTES = 1 << 20
_PLACE = re.compile(rb"([+-]\d{1,2}(?:\.\d{1,8})?)([+-]\d{1,3}(?:\.\d{1,8})?)(?:[+-]\d{1,5}(?:\.\d{1,4})?)?/")
#: A box of text: \xa9 and three letters, then (QuickTime) size and language, or (iTunes) a "data" box.
_TEXT = re.compile(rb"\xa9(mak|mod|swr|too|day|nam|ART|aut|cmt|des|cpy)(?:....data.{8}|....)([^\0]{1,200})", re.DOTALL)
#: Apple's list of keys; the values stand in "data" boxes behind it, each in a box that says which key it is of.
_KEY = re.compile(rb"mdta([ -~]{3,80})")
_VALUE = re.compile(rb"\x00\x00(..)(....)data\x00\x00\x00\x01....", re.DOTALL)
#: Notes of phones before those (3GPP TS 26.244, 8.2): language, then text; of a place its name, role, and degrees of 1/65536.
_OLD_PLACE = re.compile(rb"loci\x00{4}..[^\0]{0,80}\x00.(.{4})(.{4})", re.DOTALL)
_OLD_TEXT = re.compile(rb"(titl|auth|perf|dscp|cprt)\x00{4}..([^\0]{1,200})", re.DOTALL)
_TOLD: dict[str, tuple[Kind, str, Risk]] = {
    "mak": ("device", "", "medium"),
    "mod": ("device", "", "medium"),
    "swr": ("software", "", "low"),
    "too": ("software", "", "low"),
    "nam": ("comment", phrase("title"), "medium"),
    "ART": ("person", phrase("artist"), "high"),
    "aut": ("person", phrase("author"), "high"),
    "cmt": ("comment", phrase("comment"), "medium"),
    "des": ("comment", phrase("description"), "medium"),
    "cpy": ("person", phrase("copyright"), "medium"),
    "titl": ("comment", phrase("title"), "medium"),
    "auth": ("person", phrase("author"), "high"),
    "perf": ("person", phrase("artist"), "high"),
    "dscp": ("comment", phrase("description"), "medium"),
    "cprt": ("person", phrase("copyright"), "medium"),
}


def read(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what the notes of a film tell."""
    head = payload[:MAX_BYTES]
    told = [*_places(head, carrier), *_texts(head, carrier)]
    yield from told
    if b"com.apple.quicktime.content.identifier" in head:
        yield finding("identifier", carrier, say("id of the Live Photo this film belongs to"), "medium", about="burst")
    if not told:
        yield from unknown(head, carrier)


def header(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield when the film was made (14496-12, 8.2.2): seconds since 1904, behind version and flags."""
    width = 8 if payload[:1] == b"\1" else 4
    if words := moment(int.from_bytes(payload[4 : 4 + width], "big")):
        yield finding("time", carrier, words, "high")


def _places(head: bytes, carrier: str) -> Iterator[Finding]:
    for latitude, longitude in _PLACE.findall(head)[:4]:
        yield gps.position(float(latitude), float(longitude), carrier)
    for east, north in _OLD_PLACE.findall(head)[:4]:
        degrees = [int.from_bytes(one, "big", signed=True) / 65536 for one in (north, east)]
        yield gps.position(degrees[0], degrees[1], carrier)


def _texts(head: bytes, carrier: str) -> Iterator[Finding]:
    for name, raw in _TEXT.findall(head)[:32]:
        text, key = raw.decode("utf-8", "replace"), name.decode("ascii")
        if key == "day":
            if words := when.words(text):
                yield finding("time", carrier, words, "high")
        else:
            kind, before, risk = _TOLD[key]
            yield finding(kind, carrier, labelled(before, text), risk)
    for name, raw in _OLD_TEXT.findall(head)[:32]:
        kind, before, risk = _TOLD[name.decode("ascii")]
        yield finding(kind, carrier, labelled(before, raw.decode("utf-8", "replace")), risk)
    keys = [key.decode("ascii").rpartition(".")[2] for key in _KEY.findall(head)[:64]]
    for found in _VALUE.finditer(head):
        number = int.from_bytes(found[1], "big") - 1
        key = keys[number] if 0 <= number < len(keys) else ""
        text = head[found.end() : found.start() + 4 + min(216, int.from_bytes(found[2], "big"))].decode("utf-8", "replace")
        if key in ("make", "model", "software"):
            yield finding("software" if key == "software" else "device", carrier, text, "low" if key == "software" else "medium")
        elif key == "creationdate" and (words := when.words(text)):
            yield finding("time", carrier, words, "high")


#: What tracks hold that are neither seen nor heard, by the name of their samples' coding.
_TRACKS: dict[bytes, tuple[Kind, str, Risk]] = {
    b"gpmd": ("location", phrase("GoPro's record by the moment: place, speed, movement"), "high"),
    b"camm": ("location", phrase("the camera's record by the moment: place, movement"), "high"),
    b"mebx": ("location", phrase("the phone's record by the moment: it may hold place, movement, faces"), "high"),
    b"djmd": ("location", phrase("the drone's record by the moment: place, height, settings"), "high"),
    b"tmcd": ("time", phrase("a time code: often the time of day it was filmed"), "medium"),
    b"text": ("comment", phrase("a track of texts, such as chapter titles"), "medium"),
    b"tx3g": ("comment", phrase("a track of texts, such as subtitles"), "medium"),
    b"rtp ": ("software", phrase("hints for a streaming server"), "low"),
}
#: Names that every file of a widespread tool has; they say nothing about the one who filmed.
_USUAL_NAMES = ("VideoHandler", "SoundHandler")
_CODING = re.compile(rb"stsd.{12}(....)", re.DOTALL)


def track(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield that a track is there which is neither seen nor heard."""
    found = _CODING.search(payload[:65_536])
    coding = found[1] if found else b""
    if b"vide" in payload[:4096]:
        yield finding("thumbnail", carrier, say("a second film or picture that players do not show"), "medium", about="second picture")
    else:
        yield finding(*_named(coding, carrier))


def _named(coding: bytes, carrier: str) -> tuple[Kind, str, str, Risk]:
    kind, words, risk = _TRACKS.get(coding, ("other", phrase("a track of data that is neither seen nor heard"), "medium"))
    return kind, carrier, say(words), risk


def name(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what a track is called (14496-12, 8.4.3; QuickTime counts the letters first): often the camera or the app."""
    raw = payload[24:280].strip(b"\0")
    if raw[:1] and raw[0] == len(raw) - 1:
        raw = raw[1:]
    text = raw.decode("utf-8", "replace")
    if text and text not in _USUAL_NAMES:
        yield finding("software", carrier, labelled(phrase("track name"), text), "low")
