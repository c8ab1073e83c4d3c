"""Buttons and forms, stateless: what a press means stands in its custom_id, so it works after a restart too.

"u:KEY" is a Button of the core, "s:" shows an answer to everyone, "f:SKILL" opens a form for the words or photos
a skill needs (in a channel the bot hears no free text), "m:SKILL" is that form, filled in.
Views are finished before they are sent: discord.py then keeps none of them, and memory stays flat.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import discord

from adapters.discord.markup import shorten, tidy
from bot.messages import Button, Reply, Request, Source, request_of
from bot.skills import SKILLS, Skill

PRESS, SHOW, OPEN, FORM = "u:", "s:", "f:", "m:"
MAX_LABEL, MAX_BUTTONS, MAX_LINKS, MAX_LINK = 80, 25, 3, 512
#: What the button says that opens a skill's form.
FORM_LABELS = {
    "ask": "Write your question",
    "rate": "Write its name",
    "compare": "Write their names",
    "check": "Write its name",
    "clean": "Choose photos",
}
#: A form's title and label (components/reference): 45 characters.
MAX_FORM = 45
#: Long enough for any question; a pasted policy goes into a file.
MAX_ANSWER = 2000


def view_of(reply: Reply, *, showable: bool = False, form: str = "") -> discord.ui.View | None:
    """Return the buttons below a reply, or None; `form` is the skill for which one opens a form."""
    extra: list[discord.ui.Button[Any]] = []
    if form:
        label = FORM_LABELS.get(form, "Write it")
        extra.append(discord.ui.Button(label=label, custom_id=OPEN + form, style=discord.ButtonStyle.primary))
    if showable and not reply.private:
        extra.append(discord.ui.Button(label="Show to everyone", custom_id=SHOW))
    extra += islice(_links(reply.sources), MAX_LINKS)
    return _view([*islice(_presses(reply.buttons), MAX_BUTTONS - len(extra)), *extra])


def shared_view(message: discord.Message) -> discord.ui.View | None:
    """Return the buttons of a message that is shown to everyone: the same, without the one that shows it."""
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    found = [c for row in rows for c in row.children if isinstance(c, discord.Button) and c.custom_id != SHOW]
    return _view([discord.ui.Button.from_component(c) for c in found])


def pressed(custom_id: str) -> Request | None:
    """Return the Request a press stands for; None if no skill of today knows it."""
    if not custom_id.startswith(PRESS):
        return None
    request = request_of(custom_id.removeprefix(PRESS))
    return request if request.skill is None or request.skill in SKILLS else None


def lacking(request: Request) -> str:
    """Return the skill of a press that brings neither the words nor the photo it takes, or ""."""
    skill = SKILLS.get(request.skill or "")
    return skill.name if skill and not request.text and skill.takes != "nothing" else ""


def form_of(custom_id: str) -> discord.ui.Modal | None:
    """Return the form that a press opens; None if there is none for it any more."""
    skill = SKILLS.get(custom_id.removeprefix(OPEN)) if custom_id.startswith(OPEN) else None
    if skill is None or skill.takes == "nothing":
        return None
    form = discord.ui.Modal(title=shorten(skill.summary, MAX_FORM), custom_id=f"{FORM}{skill.name}", timeout=None)
    form.add_item(discord.ui.Label(text=shorten(skill.argument.capitalize(), MAX_FORM), component=_field(skill)))
    form.stop()
    return form


def filled_in(data: dict[str, Any]) -> tuple[str, str, list[str]]:
    """Return skill, words and attachment ids of a form that was sent."""
    fields = [label.get("component", {}) for label in data.get("components", [])]
    words = next((str(f["value"]) for f in fields if f.get("value")), "")
    return str(data["custom_id"]).removeprefix(FORM), words, [str(v) for f in fields for v in f.get("values", [])]


def _field(skill: Skill) -> discord.ui.TextInput[Any] | discord.ui.FileUpload[Any]:
    if skill.takes == "photo":
        return discord.ui.FileUpload(custom_id="photos", min_values=1, max_values=5)
    style = discord.TextStyle.short if skill.name == "rate" else discord.TextStyle.paragraph
    return discord.ui.TextInput(custom_id="words", style=style, max_length=MAX_ANSWER)


def _presses(buttons: tuple[Button, ...]) -> Iterator[discord.ui.Button[Any]]:
    seen: set[str] = set()
    for button in buttons:
        if button.key not in seen:  # Discord refuses the same custom_id twice in a message
            seen.add(button.key)
            label = shorten(tidy(button.label).strip() or "…", MAX_LABEL)
            yield discord.ui.Button(label=label, custom_id=PRESS + button.key, style=discord.ButtonStyle.secondary)


def _links(sources: tuple[Source, ...]) -> Iterator[discord.ui.Button[Any]]:
    seen: set[str] = set()
    for source in sources:
        if source.url.startswith(("https://", "http://")) and len(source.url) <= MAX_LINK and source.url not in seen:
            seen.add(source.url)
            yield discord.ui.Button(label=shorten(tidy(source.title).strip() or "Source", MAX_LABEL // 2), url=source.url)


def _view(items: list[discord.ui.Button[Any]]) -> discord.ui.View | None:
    if not items:
        return None
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view
