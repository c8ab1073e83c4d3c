"""Forms for the words, photos and texts that a skill needs: in a channel the bot hears no free text.

A form is stateless: its custom_id names the skill ("m:policy"), so one that was opened before a restart is read after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord

from adapters.discord.markup import shorten
from bot.messages import Attachment, Request
from bot.policy.sources import address_in
from bot.skills import SKILLS, Skill
from bot.strings import phrase, say

OPEN, FORM = "f:", "m:"
#: What the button says that opens a skill's form.
_LABELS = {
    "ask": phrase("Write your question"),
    "rate": phrase("Write its name"),
    "compare": phrase("Write their names"),
    "check": phrase("Write its name"),
    "policy": phrase("Paste it, or send a file"),
    "rights": phrase("Write your country or state"),
    "letter": phrase("Write what it is for"),
    "language": phrase("Write a language"),
    "clean": phrase("Choose photos"),
    "inspect": phrase("Choose photos"),
}
#: A form's title and the names of its fields (components/reference): 45 characters.
MAX_FORM = 45
#: Long enough for any question; a field takes 4,000 characters at most.
MAX_ANSWER, MAX_FIELD = 2000, 4000
#: Skills whose answer is a few words.
_SHORT = frozenset({"rate", "check", "rights", "language"})
#: Texts of this length and more travel as a file: a policy is then read as whole (bot/skills/policy.py).
_AS_FILE = 1900


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was sent: its skill, what stands in its fields, the ids of its files; `cut`: the last field was full to the brim."""

    skill: str
    words: str
    files: tuple[str, ...]
    cut: bool = False

    def request(self) -> Request:
        """Return what is asked; a long text as the file it would have been."""
        if self.skill == "policy" and len(self.words) >= _AS_FILE and not self.cut and not address_in(self.words):
            pasted = Attachment("policy.txt", self.words.encode("utf-8", "replace"), "text/plain")
            return Request(skill=self.skill, attachments=(pasted,))
        return Request(text=self.words, skill=self.skill)


def form_label(skill: str) -> str:
    """Return the words of the button that opens a form, in the language spoken now."""
    return say(_LABELS.get(skill, phrase("Write it")))


def form_of(custom_id: str) -> discord.ui.Modal | None:
    """Return the form that a press opens, in the language spoken now; None if there is none for it any more."""
    skill = SKILLS.get(custom_id.removeprefix(OPEN)) if custom_id.startswith(OPEN) else None
    if skill is None or skill.takes == "nothing":
        return None
    form = discord.ui.Modal(title=shorten(say(skill.summary), MAX_FORM), custom_id=f"{FORM}{skill.name}", timeout=None)
    for label in _fields(skill):
        form.add_item(label)
    form.stop()
    return form


def filled_in(data: dict[str, Any]) -> Filled:
    """Return what a form brings."""
    fields = [label.get("component", {}) for label in data.get("components", [])]
    written = [str(field["value"]) for field in fields if field.get("value")]
    files = tuple(str(value) for field in fields for value in field.get("values", ()))
    full = bool(written) and len(written[-1]) >= MAX_FIELD
    return Filled(str(data["custom_id"]).removeprefix(FORM), "".join(written), files, full)


def _fields(skill: Skill) -> list[discord.ui.Label[Any]]:
    if skill.name == "policy":
        return _policy_fields()
    if skill.takes == "photo":
        return [_labelled(say("Photos (up to five)"), discord.ui.FileUpload(custom_id="photos", min_values=1, max_values=5))]
    style = discord.TextStyle.short if skill.name in _SHORT else discord.TextStyle.paragraph
    name = say(skill.argument)
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(custom_id="words", style=style, max_length=MAX_ANSWER)
    return [_labelled(name[:1].upper() + name[1:], field)]


def _policy_fields() -> list[discord.ui.Label[Any]]:
    """Return three fields that follow each other in one text, for a field takes less than most policies have, and one for a file."""
    names = (say("Its text, or its address (https://...)"), say("More of the text"), say("And the rest of it"))
    texts = [
        _labelled(
            name, discord.ui.TextInput(custom_id=f"words{n}", style=discord.TextStyle.paragraph, max_length=MAX_FIELD, required=False)
        )
        for n, name in enumerate(names)
    ]
    file: discord.ui.FileUpload[Any] = discord.ui.FileUpload(custom_id="file", min_values=0, max_values=1, required=False)
    return [*texts, _labelled(say("Or a file: .pdf, .docx, .html, .txt or .md"), file)]


def _labelled(name: str, field: discord.ui.TextInput[Any] | discord.ui.FileUpload[Any]) -> discord.ui.Label[Any]:
    return discord.ui.Label(text=shorten(name, MAX_FORM), component=field)
