"""The documents say what is: commands, formats, settings, packages and transcripts."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from adapters.cli import parser
from bot.photos.formats import FORMATS
from bot.skills import SKILLS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    """Return the names of all commands."""
    return re.findall(r"^    ([a-z]+) ", parser().format_help(), re.MULTILINE)


def test_the_readme_names_every_command() -> None:
    """A command nobody reads of is a command nobody uses."""
    assert [name for name in commands() if not re.search(rf"`(?:unexposed )?{name}\b", README)] == []


def test_the_readme_names_every_format_that_can_be_cleaned() -> None:
    """The table of formats is the list in the code."""
    table = README[README.index("| format |") :]

    assert [known.TITLE for known in FORMATS if f"| {known.TITLE}" not in table] == []


def transcripts() -> list[tuple[str, list[str]]]:
    """Return the commands shown in the README, each with the lines shown after it."""
    shown: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```\n(.*?)```", README, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                shown.append((line[2:], []))
            elif shown and block.startswith("$ "):
                shown[-1][1].append(line)
    return shown


def test_shown_transcripts_come_true(tmp_path: Path) -> None:
    """Every line shown in the README is printed by the command above it."""
    assert len(transcripts()) >= 4
    for command, lines in transcripts():
        done = subprocess.run(
            [sys.executable, "-m", "adapters", *shlex.split(command)[1:]], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (command, done.stderr)
        assert [line for line in lines if line not in done.stdout] == [], command


@pytest.mark.parametrize("target", ["run", "test", "install", "check"])
def test_make_has_the_targets_the_documents_name(target: str) -> None:
    """`make run` and `make test` are all it takes."""
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_contributing_says_why_each_package_was_chosen() -> None:
    """Every dependency stands in the table, with the module that uses it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + [item for item in project["dependency-groups"]["dev"] if isinstance(item, str)]
    names = {re.split(r"[\s\[<>=;~!]", item)[0] for item in wanted}
    table = CONTRIBUTING[CONTRIBUTING.index("## Packages") :].lower()

    assert sorted(name for name in names if name.lower() not in table and not name.startswith("types-")) == []


def test_the_modules_and_tests_named_in_contributing_exist() -> None:
    """A path in a document leads somewhere."""
    paths = re.findall(r"`((?:bot|knowledge|adapters|tests)/[\w./*<>-]+)`", CONTRIBUTING)

    assert [path for path in paths if "<" not in path and not list(ROOT.glob(path.rstrip("/")))] == []


def test_every_listed_skill_has_a_line_of_help() -> None:
    """What shows in a menu says what it does, in a line."""
    assert [skill.name for skill in SKILLS.values() if not 3 <= len(skill.summary) <= 100] == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    """The project speaks of itself alone: no paths of a machine, no address of a package registry."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\0")
    registries = "|".join(
        f"{name}[.]{end}" for name, end in (("pypi", "org"), ("python" + "hosted", "org"), ("npmjs", "org"), ("deb", "debian"))
    )
    places = re.compile(rf"/(?:root|home/\w+|work|tmp)/[a-z]|{registries}", re.IGNORECASE)
    here = {"tests/test_docs.py"}
    texts = [path for path in tracked if path and Path(path).suffix in {".py", ".md", ".toml", ".lock", ".txt", "", ".js", ".html"}]

    present = [path for path in texts if path not in here and (ROOT / path).is_file()]

    assert len(present) > 100 or not tracked[0]  # outside a git checkout there is no list to read
    assert [path for path in present if places.search((ROOT / path).read_text(errors="ignore"))] == []
