"""Reads Content Credentials (C2PA 2.x, kept in JUMBF boxes): only the few words that matter, never the whole store.

Claims are CBOR (RFC 8949): a text is its head (0x60 and its length, or 0x78 and a byte, or 0x79 and two) and its letters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice

from bot.photos.findings import Finding, finding
from bot.photos.readers import ai, when
from bot.strings import say

#: Bytes looked at; stores hold pictures, the claims come early or late but are small.
MAX_BYTES = 1 << 21
#: Values of one key that are looked at.
_MOST = 16

_STAMPED = re.compile(rb"\xc0(?:t|x.)(\d{4}-\d\d-\d\dT[0-9:.]{5,16}(?:Z|[+-]\d\d:\d\d))")
#: The first certificate of whoever signed (RFC 9360: label 33, formerly "x5chain"), up to the dates it is valid between (RFC 5280);
#: behind those stands whose it is.
_CERTIFICATE = re.compile(rb"(?:\x18\x21|x5chain)[\x81-\x8f]?\x59..\x30\x82.{20,800}?(?:\x17\x0d\d{12}Z|\x18\x0f\d{14}Z){2}", re.DOTALL)
#: Organisation (2.5.4.10) and common name (2.5.4.3): object id, kind of string, length.
_WHOSE = re.compile(rb"\x06\x03\x55\x04(\x0a|\x03)[\x0c\x13\x14\x16](.)", re.DOTALL)
_JSON_AUTHOR = re.compile(rb'"author"\s{0,4}:\s{0,4}\[.{0,2000}?\]', re.DOTALL)


def read(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield that the picture carries a signed history: by which tool, signed by whom, what was done when, whether it names AI."""
    head = payload[:MAX_BYTES]
    if b"rainedAlgorithmicMedia" in head:
        yield finding("ai", carrier, say("a signed note that says it was made with AI"), "medium")
    yield from ai.sources(head.decode("latin-1"), carrier)
    yield from _summary(head, carrier)
    for name in _authors(head):
        yield finding("person", carrier, say("author, as the signed history says: {name}", name=name), "high")
    for title in dict.fromkeys(_values(head, "dc:title")):
        yield finding("comment", carrier, say("file name in the signed history: {name}", name=title), "medium", about="file name")
    yield from _moments(head, carrier)
    for tool in dict.fromkeys(_tools(head)):
        yield from ai.named(tool, carrier)


def _summary(head: bytes, carrier: str) -> Iterator[Finding]:
    what = say("a signed history of the picture (Content Credentials)") if b"c2pa" in head else say("a signed block (JUMBF)")
    if tools := list(dict.fromkeys(_tools(head))):
        what = say("{what} written by {tool}", what=what, tool=", ".join(tools[:3]))
    yield finding("edit-history", carrier, what, "medium", about="credentials")
    if signer := _signer(head):
        yield finding("edit-history", carrier, say("signed by {name}", name=signer), "medium", about="credentials")
    if steps := list(dict.fromkeys(step.removeprefix("c2pa.") for step in _values(head, "action"))):
        yield finding("edit-history", carrier, say("what was done: {steps}", steps=", ".join(steps)), "medium")


def _tools(head: bytes) -> Iterator[str]:
    yield from _values(head, "claim_generator")
    yield from _values(head, "softwareAgent")
    for key in (b"claim_generator_info", b"softwareAgent"):
        for found in islice(re.finditer(key, head), _MOST):
            yield from islice(_values(head[found.end() : found.end() + 200], "name"), 1)


def _values(head: bytes, key: str) -> Iterator[str]:
    """Yield the CBOR texts that stand behind a key."""
    name = key.encode()
    pattern = re.compile(re.escape(bytes((0x60 + len(name),)) + name) + rb"(?:([\x61-\x77])|x(.)|y(..))", re.DOTALL)
    for number, found in enumerate(pattern.finditer(head)):
        if number >= _MOST:
            return
        length = found[1][0] - 0x60 if found[1] else int.from_bytes(found[2] or found[3], "big")
        text = head[found.end() : found.end() + min(length, 400)].decode("utf-8", "replace")
        if text.strip():
            yield text


def _signer(head: bytes) -> str:
    """Return whose certificate signed: organisation and name."""
    signed = _CERTIFICATE.search(head)
    if signed is None:
        return ""
    found: dict[bytes, str] = {}
    for one in _WHOSE.finditer(head, signed.end(), signed.end() + 300):
        found.setdefault(one[1], head[one.end() : one.end() + one[2][0]].decode("utf-8", "replace"))
    return " / ".join(dict.fromkeys(found[key] for key in (b"\x0a", b"\x03") if found.get(key)))


def _authors(head: bytes) -> tuple[str, ...]:
    """Return the names in the JSON of schema.org's CreativeWork."""
    names: list[str] = []
    for found in islice(_JSON_AUTHOR.finditer(head), 4):
        try:
            told = json.loads(b"{" + found[0] + b"}")
        except (ValueError, RecursionError):
            continue
        names += [str(one["name"]) for one in told["author"] if isinstance(one, dict) and one.get("name")]
    return tuple(dict.fromkeys(names))


def _moments(head: bytes, carrier: str) -> Iterator[Finding]:
    """Yield when things were done, as the signed history says (CBOR tag 0: a date and time)."""
    stamps = list(dict.fromkeys(found[1].decode("ascii") for found in islice(_STAMPED.finditer(head), _MOST)))
    for stamp in stamps[:3]:
        if moment := when.words(stamp):
            yield finding("time", carrier, say("signed history: {time}", time=moment), "medium")
