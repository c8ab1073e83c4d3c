"""Evidence that has grown old: what `unexposed check --older-than 180d` lists, and what plain `check` notes."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from datetime import date

from knowledge.schema import Evidence, Platform

_DURATION = re.compile(r"(\d{1,4})\s*([dwmy]?)")
_DAYS = {"": 1, "d": 1, "w": 7, "m": 30, "y": 365}


def days(text: str) -> int:
    """Return how many days "180d", "26w", "6m", "1y" or "180" are; for argparse, which tells the person what was wrong."""
    found = _DURATION.fullmatch(text.strip().lower())
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no length of time; write 180d, 26w, 6m or 1y")
    return int(found[1]) * _DAYS[found[2]]


def older(platforms: Iterable[Platform], today: date, than_days: int) -> tuple[str, ...]:
    """Return a line for every piece of evidence looked at longer ago than so many days, the oldest first."""
    pairs = [(item.seen, platform.id, item) for platform in platforms for item in platform.evidence if (today - item.seen).days > than_days]
    return tuple(_line(name, item, today) for _, name, item in sorted(pairs, key=lambda pair: (pair[0], pair[1], pair[2].criterion)))


def expired(platforms: Iterable[Platform], today: date) -> tuple[str, ...]:
    """Return a line for every piece of evidence that no longer counts, by platform."""
    return tuple(_line(platform.id, item, today) for platform in platforms for item in platform.evidence if item.expired(today))


def _line(name: str, item: Evidence, today: date) -> str:
    age = (today - item.seen).days
    return f"{name:24} {item.criterion:22} seen {item.seen}  {age:5} days ago  {item.source}"
