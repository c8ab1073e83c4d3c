"""Golden conversations: what is sent and what comes back, in one readable file each.

A line starting with "> " is what a person does:
    > Are free kiss generators safe?      writes
    > /rate virbo                         uses a command
    > [2]                                 presses the second button
    > (photo) caption                     sends our sample photo
    > /inspect (photo)                    uses a command on it
What follows, up to the next such line, is the whole reply as plain text and then its buttons in one line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.advisor import Advisor
from bot.messages import Attachment, Button, Door, Reply, Request
from bot.samples import sample_photo

FOLDER = Path(__file__).parent / "conversations"


@dataclass(frozen=True)
class Turn:
    """What was done and what was written down as the reply."""

    sent: str
    reply: str


def read(path: Path) -> list[Turn]:
    """Return the turns of a conversation file."""
    turns: list[Turn] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("> "):
            turns.append(Turn(line[2:], ""))
        elif turns:
            turns[-1] = replace(turns[-1], reply=turns[-1].reply + line + "\n")
    return [replace(turn, reply=turn.reply.strip()) for turn in turns]


def write(path: Path, turns: list[Turn]) -> None:
    """Write turns down, in the form `read` reads."""
    path.write_text("\n\n".join(f"> {turn.sent}\n{turn.reply}" for turn in turns) + "\n", encoding="utf-8")


def play(turns: list[Turn], advisor: Advisor, door: Door) -> Iterator[Turn]:
    """Do what the turns do and yield what comes back."""
    buttons: tuple[Button, ...] = ()
    for turn in turns:
        reply = advisor.handle(replace(request(turn.sent, buttons), door=door, conversation="golden"))
        buttons = reply.buttons
        yield Turn(turn.sent, rendered(reply))


def request(sent: str, buttons: tuple[Button, ...] = ()) -> Request:
    """Return the request that a line stands for."""
    if sent.startswith("["):
        return buttons[int(sent[1:-1]) - 1].request
    photo = (Attachment("IMG_1.jpg", sample_photo(), "image/jpeg"),)
    if sent.startswith("(photo)"):
        return Request(text=sent.removeprefix("(photo)").strip(), attachments=photo)
    command, _, rest = sent.removeprefix("/").partition(" ")
    if rest == "(photo)":
        return Request(skill=command, attachments=photo)
    return Request(text=rest, skill=command) if sent.startswith("/") else Request(text=sent)


def rendered(reply: Reply) -> str:
    """Return a reply as it is written down: text, files, buttons."""
    files = [f"({attachment.name}, {attachment.media_type})" for attachment in reply.attachments]
    buttons = [" ".join(f"[{button.label}]" for button in reply.buttons)]
    return "\n\n".join(filter(None, (reply.text, *files, *buttons)))
