"""Buttons, stateless: what a press means stands in its custom_id, so it works after a restart too.

"u:KEY" is a Button of the core, "s:" shows an answer to everyone, "f:SKILL" opens a form (forms.py), "p:" is a list
whose picks are keys (choices.py). Views are finished before they are sent: discord.py then keeps none of them, and memory stays flat.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import discord

from adapters.discord.choices import CHOOSE, IN_A_ROW, ROWS, in_rows, run_of, select_of
from adapters.discord.forms import OPEN, form_label
from adapters.discord.markup import shorten, tidy
from bot.messages import Button, Reply, Request, Source, request_of
from bot.skills import SKILLS
from bot.strings import say

PRESS, SHOW = "u:", "s:"
MAX_LABEL, MAX_LINKS, MAX_LINK = 80, 3, 512

AnyButton = discord.ui.Button[Any]


def view_of(reply: Reply, *, showable: bool = False, form: str = "") -> discord.ui.View | None:
    """Return the buttons below a reply, or None; `form` is the skill for which one opens a form."""
    extra = [*_extra(reply, showable=showable, form=form), *islice(_links(reply.sources), MAX_LINKS)]
    buttons = _once_each(reply.buttons)
    start, end = run_of(buttons)
    room = ROWS * IN_A_ROW - len(extra) if start == end else 2 * IN_A_ROW - len(extra)
    before = [_press(one) for one in buttons[:start]]
    after = [_press(one) for one in buttons[end:][:room]]
    chosen = select_of(buttons[start:end]) if end else None
    return _view(in_rows(before[: 2 * IN_A_ROW], chosen, [*after, *extra]))


def shared_view(message: discord.Message) -> discord.ui.View | None:
    """Return the buttons of a message that is shown to everyone: the same, without the one that shows it."""
    items: list[discord.ui.Item[Any]] = []
    for number, row in enumerate(row for row in message.components if isinstance(row, discord.ActionRow)):
        made = [item for item in map(_again, row.children) if item]
        for item in made:
            item.row = number
        items += made
    return _view(items)


def pressed(custom_id: str, picked: Sequence[str] = ()) -> Request | None:
    """Return the Request that a press or a pick stands for; None if no skill of today knows it."""
    if custom_id.startswith(CHOOSE) and picked:
        request = request_of(picked[0])
    elif custom_id.startswith(PRESS):
        request = request_of(custom_id.removeprefix(PRESS))
    else:
        return None
    return request if request.skill is None or request.skill in SKILLS else None


def lacking(request: Request) -> str:
    """Return the skill of a request that brings neither the words nor the photo it takes, or ""."""
    skill = SKILLS.get(request.skill or "")
    return skill.name if skill and not request.text and skill.takes != "nothing" else ""


def _extra(reply: Reply, *, showable: bool, form: str) -> Iterator[AnyButton]:
    if form:
        yield discord.ui.Button(label=shorten(form_label(form), MAX_LABEL), custom_id=OPEN + form, style=discord.ButtonStyle.primary)
    if showable and not reply.private:
        yield discord.ui.Button(label=shorten(say("Show to everyone"), MAX_LABEL), custom_id=SHOW)


def _once_each(buttons: tuple[Button, ...]) -> list[Button]:
    """Return the buttons, each key once: Discord refuses the same custom_id twice in a message."""
    found: dict[str, Button] = {}
    for one in buttons:
        found.setdefault(one.key, one)
    return list(found.values())


def _press(button: Button) -> AnyButton:
    label = shorten(tidy(button.label).strip() or "…", MAX_LABEL)
    return discord.ui.Button(label=label, custom_id=PRESS + button.key, style=discord.ButtonStyle.secondary)


def _links(sources: tuple[Source, ...]) -> Iterator[AnyButton]:
    seen: set[str] = set()
    for source in sources:
        if source.url.startswith(("https://", "http://")) and len(source.url) <= MAX_LINK and source.url not in seen:
            seen.add(source.url)
            yield discord.ui.Button(label=shorten(tidy(source.title).strip() or say("Source"), MAX_LABEL // 2), url=source.url)


def _again(component: discord.Component) -> discord.ui.Item[Any] | None:
    if isinstance(component, discord.Button) and component.custom_id != SHOW:
        return discord.ui.Button.from_component(component)
    return discord.ui.Select.from_component(component) if isinstance(component, discord.SelectMenu) else None


def _view(items: Sequence[discord.ui.Item[Any]]) -> discord.ui.View | None:
    if not items:
        return None
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view
