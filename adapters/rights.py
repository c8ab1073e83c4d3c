"""`unexposed rights` and `unexposed letter`: one answer for what is typed, or a short dialogue by numbers when nothing is."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from adapters.environment import settings_from_environment
from adapters.runtime import open_advisor
from adapters.terminal import converse, read_line, show
from bot.advisor import Advisor
from bot.errors import AdvisorError
from bot.messages import Request
from bot.rights.letters import Written


def rights(chosen: argparse.Namespace) -> int:
    """Print what the law of a place gives, or ask for the place."""
    text = " ".join(chosen.words)
    with open_advisor(settings_from_environment(), exact=True) as advisor:
        if chosen.json:
            return _summary(text, advisor)
        return _talk(Request(text=text, skill="rights", door="terminal"), advisor)


def letter(chosen: argparse.Namespace) -> int:
    """Print a letter, write it into a new file, or ask what it should say."""
    request = Request(text=" ".join(chosen.words), skill="letter", door="terminal")
    with open_advisor(settings_from_environment(), exact=True) as advisor:
        if not (chosen.json or chosen.out or chosen.name or chosen.account):
            return _talk(request, advisor)
        from bot.skills.letter import compose

        written = compose(request, advisor, name=chosen.name, account=chosen.account)
        if chosen.out:
            return _save(Path(chosen.out), written)
        print(json.dumps(asdict(written), indent=1, ensure_ascii=False, default=str) if chosen.json else written.text)
    return 0


def _talk(request: Request, advisor: Advisor) -> int:
    if request.text or not sys.stdin.isatty():
        show(advisor.handle(request))
    else:
        converse(advisor, read_line, print, request)
    return 0


def _summary(text: str, advisor: Advisor) -> int:
    from bot.rights.applies import applying
    from bot.rights.asked import asked
    from bot.rights.summary import summary

    question = asked(text, advisor.today)
    if not question.place:
        raise AdvisorError(
            "That names no place I know, or more than one.", "Write one country, or one state of the US: unexposed rights germany"
        )
    found = applying(advisor.library.rights, question.place, advisor.today, question.service)
    print(json.dumps(summary(found, question.want, question.sent or advisor.today), indent=1, ensure_ascii=False))
    return 0 if found.known else 1


def _save(target: Path, written: Written) -> int:
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(f"{written.text}\n")
    except FileExistsError:
        print(f"{target} is already there. Name another file.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{target} could not be written: {error.strerror}.", file=sys.stderr)
        return 1
    print(f"Wrote {target}")
    return 0
