"""The command `unexposed`: its words, and which module does each.

Only what a command needs is imported, so that `--help` and `clean` start at once.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from bot.errors import AdvisorError

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code: 0 done, 1 refused or not found, 2 wrong use."""
    for stream in (sys.stdout, sys.stderr):  # a file name may hold bytes that are no text
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    chosen = parser().parse_args(arguments)
    try:
        code = _command(chosen.module, chosen.function)(chosen)
    except AdvisorError as error:
        print(error.message, error.hint, sep="\n", file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:  # the reader of a pipe went away, as `head` does
        sys.stderr.close()
        code = 0
    sys.exit(code)


def _command(module: str, function: str) -> Command:
    found: Command = getattr(import_module(module), function)
    return found


def _days(text: str) -> int:
    from adapters.ageing import days

    return days(text)


def parser() -> argparse.ArgumentParser:
    """Return the parser; every command has a line of help."""
    top = argparse.ArgumentParser(prog="unexposed", description="A privacy advisor for AI photo tools, in your chats and on your computer.")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(name: str, words: str, module: str, function: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.set_defaults(module=module, function=function)
        return made

    add("run", "start every door that is set up: the local page, Telegram, Discord", "adapters.doors", "run_all")
    add("web", "start the local page alone", "adapters.doors", "run_web")
    add("telegram", "start Telegram alone", "adapters.doors", "run_telegram")
    add("discord", "start Discord alone", "adapters.doors", "run_discord")
    add("chat", "talk to it here in the terminal", "adapters.terminal", "chat")
    _questions(add)
    _photos(add)
    check = add("check", "check the knowledge files", "adapters.upkeep", "check")
    check.add_argument("--older-than", type=_days, metavar="AGE", help="list evidence looked at longer ago than this (180d, 26w, 6m)")
    index = add("index", "compute the vectors of new or changed passages, keep the platforms ready to load", "adapters.upkeep", "index")
    index.add_argument("--fresh", action="store_true", help="compute all of them anew")
    evaluate = add("eval", "score the answers on labelled questions", "adapters.upkeep", "evaluate")
    evaluate.add_argument("questions", nargs="*", metavar="FILE", help="files of labelled questions (JSON lines); ours if none is named")
    evaluate.add_argument("--misses", action="store_true", help="list the questions that went wrong")
    evaluate.add_argument("--save", action="store_true", help="keep the figures in docs/answers.md, and draw docs/answers.png")
    evaluate.add_argument("--policies", action="store_true", help="score the policy reader alone")
    add("doctor", "check tokens, servers and the model", "adapters.upkeep", "doctor")
    return top


def _questions(add: Callable[[str, str, str, str], argparse.ArgumentParser]) -> None:
    for name, words, argument in (
        ("ask", "ask one question", "TEXT"),
        ("rate", "see how a service treats photos", "NAME"),
    ):
        command = add(name, words, "adapters.terminal", name)
        command.add_argument("words", nargs="*", metavar=argument)
        command.add_argument("--json", action="store_true", help="answer for machines")
        if name == "rate":
            command.add_argument("--card", metavar="FILE", help="also write its card, a PNG")
    compare = add("compare", "set two to four services side by side", "adapters.tables", "compare")
    compare.add_argument("words", nargs="*", metavar="NAME")
    compare.add_argument("--card", metavar="FILE", help="also write the comparison as a picture, a PNG")
    compare.add_argument("--json", action="store_true", help="answer for machines")
    platforms = add("platforms", "list the services there is evidence on, best grade first", "adapters.tables", "platforms")
    platforms.add_argument("--json", action="store_true", help="answer for machines")
    policy = add("policy", "see what a privacy policy says", "adapters.terminal", "policy")
    policy.add_argument(
        "source", metavar="FILE|URL|-", help="a file (.txt .html .pdf .docx .md), an https address, or - for standard input"
    )
    policy.add_argument("--json", action="store_true", help="answer for machines")
    rights = add("rights", "see what the law where you live gives you, and by when", "adapters.rights", "rights")
    rights.add_argument("words", nargs="*", metavar="WORDS", help="where you live, what you want: germany delete; asks if nothing is said")
    rights.add_argument("--json", action="store_true", help="answer for machines")
    letter = add("letter", "write the letter that asks for it", "adapters.rights", "letter")
    letter.add_argument("words", nargs="*", metavar="WORDS", help="what, where, which service: erase germany virbo; else it asks")
    letter.add_argument("--name", default="", help="your name, instead of a blank")
    letter.add_argument("--account", default="", help="your account there, instead of a blank")
    letter.add_argument("--out", metavar="FILE", help="write the letter into a new file")
    letter.add_argument("--json", action="store_true", help="answer for machines")
    add("privacy", "see what is kept, and for how long", "adapters.terminal", "privacy")


def _photos(add: Callable[[str, str, str, str], argparse.ArgumentParser]) -> None:
    clean = add("clean", "write clean copies of photos", "adapters.files", "clean_paths")
    clean.add_argument("paths", nargs="+", metavar="PATH", help="photos, folders, or - for standard input")
    clean.add_argument("--out", metavar="DIR", help="folder for the copies (default: beside each photo)")
    clean.add_argument("--drop-gain-maps", action="store_true", help="take out what makes photos glow on HDR screens, too")
    clean.add_argument("--keep-ai-marks", action="store_true", help="keep Content Credentials and the mark that AI made a picture")
    clean.add_argument("--keep-credit", action="store_true", help="keep the names of author and copyright holder")
    clean.add_argument("--overwrite", action="store_true", help="replace copies that are already there")
    inspect = add("inspect", "see what photos tell about you", "adapters.files", "inspect_paths")
    inspect.add_argument("paths", nargs="+", metavar="PATH", help="photos, folders, or - for standard input")
    inspect.add_argument("--json", action="store_true", help="answer for machines")
    sample = add("sample", "write a photo of ours with a planted story, to try things on", "adapters.files", "write_sample")
    sample.add_argument("path", nargs="?", default="sample.jpg", metavar="PATH", help="where to write it (default: sample.jpg)")
