"""Reads XMP (ISO 16684-1): who, where, when, with what, and what was done to the picture.

The packet is XML from a stranger, so no XML parser touches it: tags are found by a regular
expression with bounds, and text belongs to the nearest tag that is not RDF's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.photos.findings import Finding, finding, labelled
from bot.photos.readers import ai, gps, when
from bot.photos.readers.xmp_names import FLAGS, PREFIXES, TIMES, TOLD
from bot.strings import say, say_count

#: Bytes and values looked at; real packets are far smaller, and padding is none of our business.
MAX_BYTES, MAX_VALUES = 1 << 19, 8_000

_TAG = re.compile(r"<(/?)([\w.-]{1,60}:[\w.-]{1,60})([^<>]{0,20000})>([^<]{0,2000})")
_ATTRIBUTE = re.compile(r"([\w.-]{1,60}:[\w.-]{1,60})\s{0,9}=\s{0,9}(?:\"([^\"]{0,2000})\"|'([^']{0,2000})')")
_OWN = ("rdf:", "x:", "xml:", "xmlns:")

_NAMESPACE = re.compile(r"xmlns:([\w.-]{1,40})\s{0,9}=\s{0,9}[\"']([^\"']{1,120})[\"']")
_DEGREES = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d{1,12})?)(?:,(\d{1,2}(?:\.\d{1,9})?))?([NSEW])")


def read(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what an XMP packet tells."""
    text = text_of(payload)
    told = list(properties(text))
    names = dict(reversed(told))
    yield from _place(names, carrier)
    for name, value in told:
        if name in TOLD and value.strip():
            yield from _words(name, value, carrier)
        elif name in FLAGS and value not in ("0", "False"):
            kind, words, risk, about = FLAGS[name]
            yield finding(kind, carrier, say(words), risk, about=about)
        elif name in TIMES and (moment := when.words(value)):
            changed = TIMES[name] == "low"
            shown = say("last changed {time}", time=moment) if changed else moment
            yield finding("time", carrier, shown, TIMES[name], about="changed" if changed else "time")
    yield from ai.sources(text, carrier)
    yield from _rating(names, carrier)
    yield from _history(told, carrier)
    if not told and text.strip():
        yield finding("other", carrier, say("a block of notes that can't be read"), "low")


def extended(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield what extended XMP tells: it holds what is too large for one block."""
    yield finding(
        "thumbnail", carrier, say("a large hidden block, such as a depth map or a second picture"), "medium", about="second picture"
    )
    yield from (one for one in read(payload, carrier) if one.kind != "other")


def text_of(payload: bytes) -> str:
    """Return the packet as text, at most MAX_BYTES of it; UTF-8 unless zeros between the letters say UTF-16."""
    head = payload[:MAX_BYTES]
    if head.count(b"\0", 0, 200) > 40:
        return head.decode("utf-16-be" if head[:1] in (b"\0", b"\xfe") else "utf-16-le", "replace")
    return head.decode("utf-8", "replace")


def properties(text: str) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of attributes and texts in order, MAX_VALUES at most; a list gives its name once an item."""
    return islice(_properties(text), MAX_VALUES)


def _properties(text: str) -> Iterator[tuple[str, str]]:
    path: list[str] = []
    usual = {found[1]: PREFIXES[found[2]] for found in islice(_NAMESPACE.finditer(text), 200) if found[2] in PREFIXES}
    for tag in islice(_TAG.finditer(text), MAX_VALUES):
        closing, name, inside, after = tag.groups()
        if closing:
            while path and path.pop() != name:
                pass
            continue
        for one in _ATTRIBUTE.finditer(inside):
            if one[1] == "rdf:resource":
                yield _usual(name, usual), _unescape(one[2] or one[3] or "")
            elif not one[1].startswith(_OWN):
                yield _usual(one[1], usual), _unescape(one[2] or one[3] or "")
        if inside.endswith("/"):
            continue
        path.append(name)
        owner = next((step for step in reversed(path[-12:]) if not step.startswith(_OWN)), "")
        if owner and after.strip():
            yield _usual(owner, usual), _unescape(after.strip())


def _usual(name: str, usual: dict[str, str]) -> str:
    """Return a name with the usual prefix of its namespace."""
    prefix, _, rest = name.partition(":")
    return f"{usual.get(prefix, prefix)}:{rest}"


def _unescape(text: str) -> str:
    if "&" not in text:
        return text
    for code, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&#xA;", " "), ("&amp;", "&")):
        text = text.replace(code, sign)
    return text


def _words(name: str, value: str, carrier: str) -> Iterator[Finding]:
    kind, words, risk, about = TOLD[name]
    prompts = [*ai.prompt(value, carrier)]
    yield from prompts or [*ai.named(value, carrier), finding(kind, carrier, labelled(words, _divided(value)), risk, about=about)]


def _divided(value: str) -> str:
    """Return an Exif fraction as a number ("958/10" is 95.8), anything else as it is."""
    found = re.fullmatch(r"(\d{1,12})/(\d{1,9})", value.strip())
    return f"{int(found[1]) / int(found[2]):.1f}" if found and int(found[2]) else value


def _place(names: dict[str, str], carrier: str) -> Iterator[Finding]:
    latitude, longitude = (_DEGREES.match(names.get(name, "")) for name in ("exif:GPSLatitude", "exif:GPSLongitude"))
    if latitude and longitude:
        yield gps.position(_decimal(latitude), _decimal(longitude), carrier)
    for north, east in (("GpsLatitude", "GpsLongitude"), ("GpsLatitude", "GpsLongtitude")):  # older drones misspell it
        flown = [names.get(f"drone-dji:{name}", "") for name in (north, east)]
        if all(re.fullmatch(r"[+-]?\d{1,3}\.\d{1,12}", one) for one in flown):
            yield gps.position(float(flown[0]), float(flown[1]), carrier)


def _decimal(found: re.Match[str]) -> float:
    value = int(found[1]) + float(found[2]) / 60 + float(found[3] or 0) / 3600
    return -value if found[4] in "SW" else value


def _rating(names: dict[str, str], carrier: str) -> Iterator[Finding]:
    stars = names.get("xmp:Rating", "")
    if re.fullmatch(r"[1-5](?:\.0)?", stars):
        yield finding(
            "comment", carrier, say_count("your rating: {n} star", "your rating: {n} stars", int(stars[0])), "low", about="rating"
        )


def _history(told: list[tuple[str, str]], carrier: str) -> Iterator[Finding]:
    """Yield what was done to the picture, from when to when, and with what (XMP Part 2, 1.2.4.1: ResourceEvent)."""
    steps, moments, tools = ([v for name, v in told if name == f"stEvt:{key}" and v] for key in ("action", "when", "softwareAgent"))
    if steps:
        shown = say_count(
            "{n} step of editing: {steps}", "{n} steps of editing: {steps}", len(steps), steps=", ".join(dict.fromkeys(steps))
        )
        span = dict.fromkeys(filter(None, (when.words(moment) for moment in (moments[:1] + moments[-1:]))))
        shown += f"; {' – '.join(span)}" if span else ""
        shown += f"; {', '.join(dict.fromkeys(tools))}" if tools else ""
        yield finding("edit-history", carrier, shown, "medium")
    for tool in dict.fromkeys(tools):
        yield from ai.named(tool, carrier)
    if any(name.startswith("crs:") for name, _ in told):
        yield finding("edit-history", carrier, say("the settings it was developed with"), "low")
