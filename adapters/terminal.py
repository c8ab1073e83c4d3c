"""The terminal door: one question, one rating, or a chat. Everything stays on this computer."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from adapters.environment import settings_from_environment
from adapters.runtime import open_advisor
from bot.advisor import Advisor
from bot.errors import AdvisorError
from bot.messages import Attachment, Button, Reply, Request
from bot.skills import SKILLS
from bot.strings import say, speaking

_WIDTH = 90


def ask(chosen: argparse.Namespace) -> int:
    """Print the answer to one question; for machines, return 1 if there was none."""
    text = " ".join(chosen.words)
    with open_advisor(settings_from_environment(), exact=True) as advisor:
        if chosen.json:
            answer = advisor.ask(text)
            print(json.dumps(asdict(answer), indent=1, ensure_ascii=False))
            return 0 if answer.outcome == "answer" else 1
        show(advisor.handle(Request(text=text, door="terminal")))
    return 0


def rate(chosen: argparse.Namespace) -> int:
    """Print the rating of one service."""
    name = " ".join(chosen.words)
    with open_advisor(settings_from_environment(), exact=True) as advisor:
        if chosen.json:
            print(json.dumps(advisor.rate(name).summary(), indent=1, ensure_ascii=False))
            return 0
        show(advisor.handle(Request(text=name, skill="rate", door="terminal")))
        return _save_rating(name, chosen.card, advisor) if chosen.card else 0


def _save_rating(name: str, path: str, advisor: Advisor) -> int:
    from bot.cards.rating import rating_card

    return save_card(path, rating_card(advisor.rate(name), advisor.today))


def save_card(path: str, data: bytes) -> int:
    """Write a card as a new PNG; return 1, and say why, if it cannot be written there."""
    target = Path(path)
    if target.suffix.lower() != ".png":
        print("A card is a PNG; give it a name that ends in .png", file=sys.stderr)
        return 1
    try:
        with target.open("xb") as file:
            file.write(data)
    except FileExistsError:
        print(f"{target} is already there. Name another file.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{target} could not be written: {error.strerror}.", file=sys.stderr)
        return 1
    print(f"Wrote {target}")
    return 0


def policy(chosen: argparse.Namespace) -> int:
    """Print what a privacy policy says: a file, an address, or standard input."""
    with open_advisor(settings_from_environment(), exact=True) as advisor:
        request = _with_policy(chosen.source)
        if not chosen.json:
            show(advisor.handle(request))
            return 0
        from bot.skills.policy import rating_of

        print(json.dumps(rating_of(request, advisor).summary(), indent=1, ensure_ascii=False))
    return 0


def _with_policy(source: str) -> Request:
    """Return the request to read a policy from a file, from standard input ("-"), or at an address."""
    request = Request(skill="policy", door="terminal")
    if source == "-":
        return replace(request, attachments=(Attachment("policy.txt", sys.stdin.buffer.read()),))
    if not _is_file(source):
        from bot.policy.sources import address_in

        if not address_in(source):
            raise AdvisorError(f"There is no file {source}.", "Name a file, an https address, or - for standard input.")
        return replace(request, text=source)
    try:
        return replace(request, attachments=(Attachment(Path(source).name, Path(source).read_bytes()),))
    except OSError as error:
        raise AdvisorError(f"{source} cannot be read: {error.strerror}.", "Name another file.") from error


def privacy(chosen: argparse.Namespace) -> int:  # noqa: ARG001 - every command has this shape
    """Print what is kept."""
    with open_advisor(settings_from_environment()) as advisor:
        show(advisor.handle(Request(skill="privacy", door="terminal")))
    return 0


def show(reply: Reply) -> None:
    """Print a reply, and how to go on."""
    print(wrapped(reply.text))
    skills = ("ask", "rate", "compare", "check", "rights", "letter")
    onward = [one for one in reply.buttons if one.request.skill in skills and one.request.text]
    if onward:
        with speaking(reply.language):
            print(f"\n{say('Go on with:')}")
    for one in onward:
        skill, text = one.request.skill, one.request.text
        # Questions one after the other need a conversation.
        print(f"  {one.label}: unexposed " + (f"chat, then /check {text}" if skill == "check" else f"{skill} {text!r}"))


def wrapped(text: str) -> str:
    """Return text with lines no longer than a terminal is wide."""
    import textwrap

    def fill(line: str) -> str:
        indent = "  " if line[:2] in ("- ", "✅ ") else ""
        return textwrap.fill(line, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)

    return "\n".join(map(fill, text.splitlines()))


def chat(chosen: argparse.Namespace) -> int:  # noqa: ARG001 - every command has this shape
    """Talk until the person leaves; numbers press buttons, a path is a photo."""
    with open_advisor(settings_from_environment()) as advisor:
        converse(advisor, read_line, print)
    return 0


def read_line() -> str | None:
    """Return the next line a person types; None when there is none."""
    try:
        return input("> ").strip()
    except EOFError:
        return None


START = Request(skill="start", door="terminal")


def converse(advisor: Advisor, read: Callable[[], str | None], write: Callable[[str], None], first: Request = START) -> None:
    """Answer `first`, then line after line until `read` returns None or "quit"."""
    buttons = _say(advisor.handle(replace(first, conversation="terminal")), write)
    write("(A number presses a button, a path cleans that photo, quit leaves.)")
    while (line := read()) is not None and line not in ("quit", "exit", "/quit", "/exit"):
        reply = advisor.handle(replace(_request(line, buttons), door="terminal", conversation="terminal"))
        buttons = _say(reply, write)
        for photo in reply.attachments:
            write(_save(photo))


def _request(line: str, buttons: tuple[Button, ...]) -> Request:
    if line.isdecimal() and 1 <= int(line) <= len(buttons):
        return buttons[int(line) - 1].request
    command, _, rest = line.removeprefix("/").partition(" ")
    if line.startswith("/") and command in SKILLS:
        return _with_photo(rest) if command == "clean" and rest else Request(text=rest, skill=command)
    return _with_photo(line) if _is_file(line) else Request(text=line)


def _is_file(line: str) -> bool:
    try:
        return bool(line) and Path(line).is_file()
    except (OSError, ValueError):  # longer than a path may be, or with a NUL
        return False


def _with_photo(path: str) -> Request:
    if not _is_file(path):
        return Request(skill="clean")
    try:
        return Request(attachments=(Attachment(f"photo{Path(path).suffix}", Path(path).read_bytes()),))
    except OSError:
        return Request(skill="clean")


def _say(reply: Reply, write: Callable[[str], None]) -> tuple[Button, ...]:
    write("\n" + wrapped(reply.text))
    if reply.buttons:
        write("\n" + "  ".join(f"[{number}] {one.label}" for number, one in enumerate(reply.buttons, 1)))
    return reply.buttons


def _save(photo: Attachment) -> str:
    target = Path(photo.name)
    number = 1
    while target.exists():
        number += 1
        target = Path(photo.name).with_stem(f"{Path(photo.name).stem}-{number}")
    try:
        target.write_bytes(photo.data)
    except OSError as error:
        return f"The copy could not be saved here: {error.strerror}. Start me in a folder you may write to."
    return f"Saved as {target}"
