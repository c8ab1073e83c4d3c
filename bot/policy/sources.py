"""Where a policy comes from when it is not pasted: what fetches a page is handed in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Protocol

_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
_ANY_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)

_POLICY_PATH = re.compile(r"privacy|polic(?:y|ies)|terms|legal|datenschutz|gdpr|data-?protection", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came: the address it has in the end, its bytes, and a file name that tells its kind."""

    address: str
    data: bytes = field(repr=False)
    name: str = "page.html"


class Fetcher(Protocol):
    """What fetches a page; PolicyError says why there is none."""

    def fetch(self, address: str) -> Page:
        """Return the page at an address."""


def address_in(text: str) -> str:
    """Return the address that a message consists of, with https:// before a bare name; "" if it says more or something else."""
    word = text.strip().strip("<>")
    if _ANY_SCHEME.fullmatch(word):
        return word
    return f"https://{word}" if _ADDRESS.fullmatch(word) else ""


def is_policy_address(text: str) -> bool:
    """Tell the bare address of a policy by its path; any other address may be a service somebody asks about."""
    address = address_in(text)
    return bool(address) and _POLICY_PATH.search(address.partition("://")[2].partition("/")[2]) is not None
