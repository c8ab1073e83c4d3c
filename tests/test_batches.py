"""Folders on the command line: a line a photo, errors by file, one summary, the rest delivered."""

import io
from pathlib import Path

import pytest
from photos import makers as m
from rich.console import Console

from adapters import batches
from adapters.batches import Batch, worked_through
from adapters.cli import main
from bot.photos import inspect
from bot.samples import sample_photo


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with two photos, a text that calls itself one, and a picture of a foreign format under a photo's name."""
    monkeypatch.chdir(tmp_path)
    out = io.BytesIO()
    m.drawing().save(out, "PPM")
    for name, data in (("a.jpg", sample_photo()), ("b.png", m.photo("png plain")), ("c.jpg", b"a text"), ("d.jpg", out.getvalue())):
        (tmp_path / name).write_bytes(data)
    return tmp_path


def unexposed(*arguments: str) -> int:
    """Run the command here; return its code."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(str(ended.value.code))


def test_a_folder_gets_one_summary_and_every_copy_that_can_be_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was refused is named with its reason and does not stop the others; a rebuilt copy has the ending of what it is."""
    assert unexposed("clean", ".") == 1
    shown = capsys.readouterr()
    assert shown.out.splitlines()[-1] == "In all: 3 cleaned, 1 had a place, 1 refused."
    assert shown.err.startswith("c.jpg: That is a text document")
    assert sorted(path.name for path in folder.glob("*.clean.*")) == ["a.clean.jpg", "b.clean.png", "d.clean.png"]
    assert "written anew from its pixels" in shown.out
    assert all(inspect(path.read_bytes()) == () for path in folder.glob("*.clean.*"))


def test_inspect_ends_with_what_no_cleaning_takes_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each photo has its lines, the gravest with why they matter; the last line says what stays in the picture."""
    assert unexposed("inspect", "a.jpg", "b.png") == 0
    lines = capsys.readouterr().out.splitlines()
    assert "    It says where you were; of photos taken at home it gives away where you live." in lines
    assert lines[-2] == "In all: 2 read, 1 had a place."
    assert "watermarks such as SynthID" in lines[-1]


def test_one_photo_needs_no_summary(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A single photo says what it is about and no more."""
    assert unexposed("clean", "a.jpg") == 0
    assert "In all" not in capsys.readouterr().out


def test_lines_wait_while_a_bar_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """They come out whole behind it, errors on the error stream."""
    batch = Batch(waiting=True)
    batch.say("one")
    batch.fail("two", "damaged")
    assert capsys.readouterr() == ("", "")
    batch.flush()
    assert capsys.readouterr() == ("one\n", "two: damaged\n")


def test_many_photos_on_a_terminal_get_a_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """From ten photos on a bar moves along; every photo is worked through, and lines come after it."""
    monkeypatch.setattr(batches.sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("rich.console.Console", lambda **_: Console(file=io.StringIO()))
    paths = [Path(f"{number}.jpg") for number in range(12)]
    with worked_through(paths, "Cleaning") as (given, batch):
        for path in given:
            batch.say(path.name)
        assert capsys.readouterr().out == ""
    assert capsys.readouterr().out.split() == [path.name for path in paths]
