"""The pictures that the makers draw, of all formats, under their names; and what becomes of a spoilt one."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from bot.errors import PhotoError
from bot.photos import clean


@cache
def makers() -> dict[str, Callable[[], bytes]]:
    """Return name -> maker of every module of makers; a name starts with the format."""
    found: dict[str, Callable[[], bytes]] = {}
    for path in sorted((Path(__file__).parent / "photos").glob("makers*.py")):
        found |= importlib.import_module(f"photos.{path.stem}").MAKERS
    return found


@cache
def seed(name: str) -> bytes:
    """Return the picture of this name."""
    return makers()[name]()


def of(format_name: str) -> list[bytes]:
    """Return the pictures of a format."""
    return [seed(name) for name in makers() if name.split(maxsplit=1)[0] == format_name]


def cleaned(data: bytes) -> bytes | None:
    """Return the clean copy, which stays as it is when it is cleaned again, or None when the file is refused in words."""
    try:
        copy = clean(data).data
    except PhotoError as error:
        if not (error.message and error.hint):
            raise
        return None
    if clean(copy).data != copy:
        raise AssertionError("cleaning a clean copy changed it")
    return copy
