"""Decodes strangers' pictures in a child process that can do little else, and dies alone.

A new child is spawned for each call, with an empty environment and nothing but three pipes. Pillow runs only there.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from bot.decoding import Pixels, Rebuilt

_CHILD = Path(__file__).with_name("decoder_child.py")
#: Seconds that a call may take in all; a child also has a limit of processor time of its own.
TIMEOUT_S = 15.0
#: Bytes that are taken from a child: the PNG of 50 million pixels is smaller.
MAX_OUT = 200 << 20
#: Pictures larger than this are not decoded.
MAX_IN = 100 << 20


class ChildDecoder:
    """The Decoder of the core, one child process a call."""

    def look(self, pictures: Sequence[bytes], longest: int) -> tuple[Pixels | None, ...]:
        """Return a view of each picture, at most `longest` pixels a side; None where it cannot be decoded."""
        found = _run({"do": "look", "longest": longest}, pictures)
        if len(found) != len(pictures):
            return (None,) * len(pictures)
        return tuple(_pixels(head, data) if head else None for head, data in found)

    def rebuild(self, picture: bytes) -> Rebuilt | None:
        """Return the picture written anew as PNG; None when it cannot be decoded whole."""
        found = _run({"do": "rebuild"}, (picture,))
        head, data = found[0] if found else ({}, b"")
        return Rebuilt(data, int(head["pictures"])) if head and data else None


def _pixels(head: dict[str, Any], data: bytes) -> Pixels | None:
    width, height, full = int(head["width"]), int(head["height"]), head["full"]
    if len(data) != 3 * width * height or not data:
        return None
    turned = head["orientation"] if head["orientation"] in range(1, 9) else 1
    return Pixels(width, height, data, (int(full[0]), int(full[1])), turned)


def _run(asked: dict[str, object], pictures: Sequence[bytes]) -> list[tuple[dict[str, Any], bytes]]:
    """Return (head, bytes) for each picture, an empty head where it failed; an empty list when the child died."""
    if sum(map(len, pictures)) > MAX_IN:
        return []
    line = json.dumps({**asked, "sizes": [len(one) for one in pictures]}).encode() + b"\n"
    try:
        process = _spawned()
    except OSError:  # no memory or no process left: nothing is decoded then
        return []
    with process:
        timer = threading.Timer(TIMEOUT_S, process.kill)
        timer.start()
        feeder = threading.Thread(target=_feed, args=(process.stdin, (line, *pictures)), daemon=True)
        feeder.start()
        try:
            out = process.stdout.read(MAX_OUT + 1) if process.stdout else b""
        finally:
            timer.cancel()
            process.kill()
            feeder.join()
    return _parsed(out)


def _spawned() -> subprocess.Popen[bytes]:
    # -I: neither our folder nor the environment leads its imports; a spawned process has none of our memory.
    return subprocess.Popen(  # noqa: S603 - our own file
        [sys.executable, "-I", str(_CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
    )


def _feed(pipe: IO[bytes], parts: Sequence[bytes]) -> None:
    try:
        for part in parts:
            pipe.write(part)
        pipe.close()
    except OSError:  # the child has ended; what it said is read all the same
        return


def _parsed(out: bytes) -> list[tuple[dict[str, Any], bytes]]:
    line, _, rest = out.partition(b"\n")
    try:
        heads = json.loads(line)
        sizes = [int(head["size"]) if head else 0 for head in heads]
    except (ValueError, TypeError, KeyError):
        return []
    if len(out) > MAX_OUT or sum(sizes) != len(rest) or min(sizes, default=0) < 0:
        return []
    found = []
    for head, size in zip(heads, sizes, strict=True):
        found.append((head or {}, rest[:size]))
        rest = rest[size:]
    return found
