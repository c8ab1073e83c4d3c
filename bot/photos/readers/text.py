"""Reads free text: JPEG comments and the text chunks of PNG, among them the prompts of AI image generators."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from bot.photos.containers.blocks import joined
from bot.photos.findings import Finding, Kind, Risk, finding, labelled
from bot.photos.readers import ai, exif, photoshop, when, xmp
from bot.strings import phrase, say

#: Bytes inflated from one compressed text; the rest is dropped unread.
MAX_INFLATED = 1 << 20

#: Keywords under which image generators keep prompt, settings, seed (each seen in files of that program).
_AI_WORDS = frozenset(
    ["parameters", "prompt", "workflow", "dream", "sd-metadata", "invokeai_metadata", "invokeai_graph", "generation_data", "fooocus_scheme"]
)
#: keyword -> (kind, words before the value, risk, why it matters).
_TOLD: dict[str, tuple[Kind, str, Risk, str]] = {
    "author": ("person", phrase("author"), "high", "person"),
    "artist": ("person", phrase("artist"), "high", "person"),
    "copyright": ("person", phrase("copyright"), "medium", "person"),
    "software": ("software", "", "low", "software"),
    "source": ("device", phrase("source"), "medium", "device"),
    "make": ("device", phrase("maker"), "medium", "device"),
    "model": ("device", phrase("model"), "medium", "device"),
    "hostcomputer": ("device", phrase("computer"), "medium", "computer"),
    "title": ("comment", phrase("title"), "medium", "comment"),
    "description": ("comment", phrase("description"), "medium", "comment"),
    "comment": ("comment", phrase("comment"), "medium", "comment"),
    "document": ("comment", phrase("document"), "medium", "file name"),
    "thumb::uri": ("comment", phrase("where the file lay"), "high", "file name"),
    "thumb::mtime": ("identifier", phrase("when the file was changed, in seconds"), "low", "changed"),
}
#: Words that freedesktop thumbnails and ImageMagick write about any file.
_QUIET = re.compile(r"thumb::(?:image|size|mimetype|document)|png:|jpeg:|icc:|unknown$|signature$")
_TIME_WORDS = ("creation time", "modification time", "date:", "create-date", "modify-date", "exif:datetime")
_RAW = re.compile(r"raw profile type (\w{1,12})$")


def read(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what a comment says."""
    yield from said("", _decode(payload[:65536]), carrier)


def gif(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what a GIF's comment or plain text says; it is kept in sub-blocks."""
    yield from said("", _decode(joined(payload)), carrier)


def said(keyword: str, text: str, carrier: str) -> Iterator[Finding]:
    """Yield what a text under a keyword tells: an AI prompt, a name, a program, a time, or just words."""
    word = keyword.casefold().strip()
    prompts = [*ai.prompt(text, carrier)]
    if word in _AI_WORDS and text.strip() and not prompts:
        shown = say("made by an AI image generator, its prompt and settings: {text}", text=text)
        prompts = [finding("ai", carrier, shown, "high", about="prompt")]
    yield from prompts or _words(word, keyword, text, carrier)


def _words(word: str, keyword: str, text: str, carrier: str) -> Iterator[Finding]:
    yield from ai.named(text, carrier)
    if word in _TOLD:
        kind, words, risk, about = _TOLD[word]
        yield finding(kind, carrier, labelled(words, text), risk, about=about)
    elif word.startswith(_TIME_WORDS) and (moment := when.words(text)):
        yield finding("time", carrier, moment, "medium")
    elif text.strip() and not _QUIET.match(word):
        yield finding("comment", carrier, f"{keyword or say('comment')}: {text}", "medium")


def png(chunk: str, payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what a tEXt, zTXt or iTXt chunk tells (PNG third edition, 11.3.3)."""
    keyword, body = unpack(chunk, payload)
    if keyword == "XML:com.adobe.xmp":
        yield from xmp.read(body, "XMP")
    elif found := _RAW.match(keyword.casefold()):
        yield from _raw(found[1], hex_profile(body))
    else:
        yield from said(keyword, _decode(body), carrier)


def unpack(chunk: str, payload: bytes) -> tuple[str, bytes]:
    """Return keyword and text bytes of a PNG text chunk, inflated within bounds."""
    key, _, rest = payload.partition(b"\0")
    keyword = key[:79].decode("latin-1")
    if chunk == "zTXt":
        return keyword, inflate(rest[1:])
    if chunk == "iTXt":
        packed, tail = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
        return keyword, inflate(tail) if packed else tail
    return keyword, rest


def inflate(data: bytes, limit: int = MAX_INFLATED) -> bytes:
    """Return at most `limit` bytes of a zlib stream; what cannot be inflated is left out."""
    try:
        return zlib.decompressobj().decompress(data, limit)
    except zlib.error:
        return b""


def hex_profile(body: bytes) -> bytes:
    """Return the bytes of ImageMagick's "Raw profile": a name, a length, and hexadecimal digits."""
    digits = b"".join(body.split(None, 2)[2:]).translate(None, b" \n\r\t")
    try:
        return bytes.fromhex(digits[: len(digits) & ~1].decode("ascii"))
    except ValueError:
        return b""


def _raw(kind: str, data: bytes) -> Iterator[Finding]:
    if kind in ("exif", "app1") and data[:4] != b"http":
        yield from exif.read(data, "Exif")
    elif kind in ("xmp", "app1"):
        yield from xmp.read(data, "XMP")
    elif kind in ("iptc", "8bim"):
        yield from photoshop.read(data, "IPTC")
    elif kind != "icc":
        yield finding("other", "PNG text", say("a raw {kind} profile", kind=kind), "low")


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("latin-1")


def png_time(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield the moment in a tIME chunk (PNG third edition, 11.3.5.1): year, month, day, hour, minute, second, in UTC."""
    if len(payload) >= 7:
        year = int.from_bytes(payload[:2], "big")
        moment = when.words(f"{year:04}-{payload[2]:02}-{payload[3]:02} {payload[4]:02}:{payload[5]:02} Z")
        words = say("last changed {time}", time=moment) if moment else say("a time that can't be read")
        yield finding("time", carrier, words, "medium", about="changed")


def riff(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield the texts of a RIFF INFO list: names of four letters, sizes, zero-ended texts."""
    at = 4
    for _ in range(200):
        size = int.from_bytes(payload[at + 4 : at + 8], "little")
        if size == 0:
            return
        yield from said("", _decode(payload[at + 8 : at + 8 + min(size, 4096)]).strip("\0"), carrier)
        at += 8 + size + (size & 1)
