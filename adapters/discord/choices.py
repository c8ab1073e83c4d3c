"""Choices: more than a few ways on become a list to pick from, as stateless as buttons; a pick carries the key of its Request."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import discord

from adapters.discord.markup import shorten, tidy
from bot.messages import Button
from bot.strings import say

CHOOSE = "p:"
#: More buttons than this are too many to read; the longest run of one kind among them becomes a list.
MANY = 5
#: Fewer of a kind are quicker as buttons.
_WORTH_A_LIST = 4
#: Rows of a message, buttons in a row; entries of a list, and their characters (components/reference).
ROWS, IN_A_ROW, MAX_OPTIONS, MAX_OPTION = 5, 5, 25, 100
#: Skills whose buttons answer a question (yes, no): those are pressed at a glance.
_ANSWERS = frozenset({"check"})

Item = discord.ui.Item[Any]


def run_of(buttons: Sequence[Button]) -> tuple[int, int]:
    """Return where the list begins and ends among the buttons; (0, 0) if there is none."""
    if len(buttons) <= MANY:
        return 0, 0
    runs: list[tuple[int, int]] = []
    at = 0
    for skill, same in groupby(buttons, key=lambda one: one.request.skill):
        length = len(list(same))
        if length >= _WORTH_A_LIST and skill not in _ANSWERS:
            runs.append((at, min(at + length, at + MAX_OPTIONS)))
        at += length
    return max(runs, key=lambda run: run[1] - run[0], default=(0, 0))


def select_of(buttons: Sequence[Button]) -> discord.ui.Select[Any]:
    """Return the list to pick from."""
    options = [discord.SelectOption(label=shorten(tidy(one.label).strip() or "…", MAX_OPTION), value=one.key) for one in buttons]
    return discord.ui.Select(custom_id=CHOOSE, placeholder=say("Choose one …"), options=options)


def in_rows(before: Sequence[Item], chosen: discord.ui.Select[Any] | None, after: Sequence[Item]) -> list[Item]:
    """Return what fits a message, each in its row: buttons, the list, buttons."""
    alone: list[list[Item]] = [[chosen]] if chosen else []
    rows = [*_rows(before), *alone, *_rows(after)]
    for number, row in enumerate(rows[:ROWS]):
        for item in row:
            item.row = number
    return [item for row in rows[:ROWS] for item in row]


def _rows(items: Sequence[Item]) -> list[list[Item]]:
    return [list(items[n : n + IN_A_ROW]) for n in range(0, len(items), IN_A_ROW)]
