"""Reads Content Credentials (C2PA 2.x, kept in JUMBF boxes): only the few words that matter, never the whole store."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.photos.findings import Finding, finding

#: Bytes looked at; stores hold pictures, the claims come early or late but are small.
MAX_BYTES = 1 << 21

_AI = re.compile(rb"(?:compositeWithT|t)rainedAlgorithmicMedia")
#: A CBOR text string after the key: its head is 0x60 + length, or 0x78 and a length byte.
_TOOL = re.compile(rb"claim_generator(?:_info.{1,40}?name)?(x.|[\x61-\x77])([ -~]{1,120})", re.DOTALL)


def read(payload: bytes, carrier: str) -> Iterator[Finding]:
    """Yield that the picture carries a signed history, by which tool, and whether it names AI."""
    head = payload[:MAX_BYTES]
    if _AI.search(head):
        yield finding("ai", carrier, "a signed note that says it was made with AI", "medium")
    tool = _tool(head)
    what = "a signed history of the picture (Content Credentials)" if b"c2pa" in head else "a signed block (JUMBF)"
    yield finding("edit-history", carrier, f"{what}{tool}", "medium")


def _tool(head: bytes) -> str:
    """Return " written by ..." with the name of the tool, as long as its CBOR head says."""
    found = _TOOL.search(head)
    if found is None:
        return ""
    length = found[1][1] if len(found[1]) == 2 else found[1][0] - 0x60
    return f" written by {found[2][:length].decode('ascii')}"
