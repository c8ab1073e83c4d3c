"""Reads what stands behind the end of a picture: the film of a motion photo, another picture, a maker's notes, or remains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.photos.findings import Finding, finding
from bot.photos.readers import movie, when
from bot.photos.readers.leftover import size_words, unknown
from bot.photos.readers.thumbnail import jpeg_size
from bot.strings import phrase, say, say_count

#: Bytes before a film's first box.
_FILM_WITHIN = 1 << 20
#: Samsung's blocks: a name, then what it tells.
_SAMSUNG_TIME = re.compile(rb"Image_UTC_Data(\d{13})")
_SAMSUNG_NETWORK = re.compile(rb"MCC_Data(\d{3})")
_SAMSUNG_FILE = re.compile(rb"\"originalPath\" ?: ?\"([ -~]{1,300}?)\"")
_SAMSUNG: dict[bytes, tuple[str, str]] = {
    b"PhotoEditor_Re_Edit_Data": (phrase("notes to undo your edits: the picture before them can be brought back"), "thumbnail"),
    b"DualShot_DepthMap": (phrase("a depth map"), "second picture"),
    b"SoundShot_": (phrase("a sound recording"), "sound"),
    b"Wifi_Info": (phrase("notes on a wireless network"), "network"),
}


def read(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what the bytes after the picture are: a video, another picture, a maker's block, or remains."""
    size = size_words(len(payload))
    if not payload.strip(b"\0"):
        return
    samsung = b"SEFT" in payload[-64:] or b"SEFH" in payload[-4096:]
    if payload.find(b"ftyp", 4, _FILM_WITHIN) >= 4:
        yield from _film(payload, size, carrier)
    elif (found := payload.find(b"\xff\xd8\xff")) >= 0:
        yield from _picture(payload[found : found + 65536], size, carrier)
    elif samsung:
        yield finding("device", carrier, say("a block written by a Samsung phone ({size})", size=size), "medium", about="maker notes")
    elif b"IEND" in payload or b"IDAT" in payload:
        yield finding("thumbnail", carrier, say("remains of an earlier picture ({size})", size=size), "high")
    else:
        yield finding("other", carrier, say("{size} hidden behind the picture", size=size), "medium")
    if samsung:
        yield from _samsung(payload, carrier)


def block(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what a block that no standard names is: a film or Samsung's notes where phones put those (HEIC), else that it is there."""
    if payload.find(b"ftyp", 0, 64) >= 4 or b"SEFT" in payload[-64:]:
        yield from read(payload, carrier)
    else:
        yield from unknown(payload, carrier)


def _film(payload: bytes, size: str, carrier: str) -> Iterator[Finding]:
    notes = _notes(payload)
    what = say("a short video taken with the photo ({size})", size=size)
    if seconds := _seconds(notes):
        what += ", " + say_count("{n} second long", "{n} seconds long", seconds)
    if b"soun" in notes or b"mp4a" in notes:
        what += ", " + say("with sound")
    yield finding("video", carrier, what, "high")
    for one in movie.read(notes, carrier):
        if one.kind == "location":
            yield finding("location", carrier, say("the video's own GPS position: {place}", place=one.text), "high", place=one.place)
        elif one.kind != "other":
            yield one


def _notes(payload: bytes) -> bytes:
    """Return the film's own table of contents ("moov"): phones write it behind the film itself."""
    at = max(0, payload.rfind(b"moov") - 4)
    size = int.from_bytes(payload[at : at + 4], "big")
    return payload[at : at + min(max(size, 8), movie.MAX_BYTES)]


def _seconds(notes: bytes) -> int:
    """Return how long a film is (14496-12, 8.2.2: times, units a second, units)."""
    at = notes.find(b"mvhd")
    if at < 0:
        return 0
    wide = notes[at + 4 : at + 5] == b"\1"
    start = at + (24 if wide else 16)
    scale, units = int.from_bytes(notes[start : start + 4], "big"), int.from_bytes(notes[start + 4 : start + (12 if wide else 8)], "big")
    return round(units / scale) if scale and units / scale < 100_000 else 0


def _samsung(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what the named blocks of a Samsung phone tell (names as ExifTool's table of Samsung trailers lists them)."""
    if (found := _SAMSUNG_TIME.search(payload)) and (moment := _moment(int(found[1]))):
        yield finding("time", carrier, moment, "high")
    if found := _SAMSUNG_NETWORK.search(payload):
        words = say("the country of the mobile network, code {code}", code=found[1].decode("ascii"))
        yield finding("location", carrier, words, "medium")
    if found := _SAMSUNG_FILE.search(payload):
        words = say("where the original lies: {path}", path=found[1].decode("ascii"))
        yield finding("comment", carrier, words, "medium", about="file name")
    for name, (words, about) in _SAMSUNG.items():
        if name in payload:
            yield finding("video" if about == "sound" else "thumbnail", carrier, say(words), "high", about=about)


def _moment(milliseconds: int) -> str:
    return when.words(f"{datetime.fromtimestamp(milliseconds / 1000, UTC):%Y-%m-%d %H:%M:%S}Z") if milliseconds < 4e12 else ""


def _picture(head: bytes, size: str, carrier: str) -> Iterator[Finding]:
    pixels = jpeg_size(head)
    shape = f", {pixels[0]} x {pixels[1]}" if pixels else ""
    words = say("another picture behind the first ({size}{shape}); it may show more", size=size, shape=shape)
    yield finding("thumbnail", carrier, words, "medium", about="second picture")
