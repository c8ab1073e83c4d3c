"""Which part of Discord this process serves: all of it, with as many connections as Discord advises, or the shards it was given.

DISCORD_SHARDS=0,1 of 4 is the share of one process; the others take "2,3 of 4". Every shard has to be somebody's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.errors import SettingError

_SHARE = re.compile(r"(\d{1,4}(?:\s*,\s*\d{1,4})*)\s+of\s+(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards of this process, and of how many; None and None for all."""

    ids: list[int] | None = None
    count: int | None = None

    def options(self) -> dict[str, Any]:
        """Return what discord.py's client is given of it."""
        return {} if self.ids is None else {"shard_ids": self.ids, "shard_count": self.count}

    @property
    def first(self) -> bool:
        """Whether this process speaks for all: one of them registers the commands."""
        return self.ids is None or 0 in self.ids


def shards_of(setting: str) -> Shards:
    """Return the shards that a setting names ("0,1 of 4"), all for "". Raises SettingError for anything else."""
    if not setting:
        return Shards()
    share = _SHARE.fullmatch(setting)
    ids = sorted({int(number) for number in share[1].split(",")}) if share else []
    if share is None or ids[-1] >= int(share[2]):
        raise SettingError(
            f"DISCORD_SHARDS is {setting!r}.",
            "Write it like 0,1 of 4: shards are counted from 0. Or leave it empty.",
            name="DISCORD_SHARDS",
        )
    return Shards(ids, int(share[2]))
