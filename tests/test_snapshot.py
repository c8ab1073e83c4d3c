"""A snapshot of platform files saves time and is never believed against the files."""

import logging

import pytest

from benches.ratings import write_many
from bot.ratings.find import find
from knowledge import snapshot
from knowledge.loader import OURS, load_library, read_library
from knowledge.platforms_format import take_snapshot

RUBRIC = read_library(OURS)[0].rubric
BOX = """
name = "Our photo box"
summary = "The tool our house runs itself."
domains = ["photos.example.org"]
aliases = []
everyday = []
general = true

[[lookalikes]]
domain = "photos.example.net"
note = "Somebody else."

[[evidence]]
criterion = "deletion-timeline"
verdict = "meets"
basis = "policy"
claim = "deleted after a day"
source = "House rules"
date = "2026"
seen = 2026-01-02
"""


@pytest.fixture
def folder(tmp_path):
    """Return a folder with one platform and its snapshot."""
    (tmp_path / "platforms").mkdir()
    (tmp_path / "platforms" / "box.toml").write_text(BOX, encoding="utf-8")
    take_snapshot(tmp_path)
    return tmp_path


def loaded(folder):
    """Return the platforms of a folder, with its snapshot at hand."""
    return read_library(folder, RUBRIC, believe_snapshot=True)[0].platforms


def test_a_snapshot_says_what_the_files_say(tmp_path):
    """Platforms from the snapshot equal those that were read, to the last field."""
    write_many(tmp_path, 70)
    assert take_snapshot(tmp_path) == 70
    assert len(snapshot.read(tmp_path)) == 70
    assert loaded(tmp_path) == read_library(tmp_path, RUBRIC)[0].platforms


def test_a_file_in_the_snapshot_is_not_read_again(folder, monkeypatch):
    """Its record is taken as it is."""
    monkeypatch.setattr("knowledge.platforms_format.read_platform", None)
    assert [platform.name for platform in loaded(folder)] == ["Our photo box"]


@pytest.mark.parametrize(
    ("old", "new"), [("a day", "a year"), ('"meets"', '"fails"'), ("2026-01-02", "2026-01-03"), ("\n", "\n# a comment\n")]
)
def test_a_changed_file_is_read_anew(folder, old, new):
    """One other letter, and the snapshot is not asked."""
    path = folder / "platforms" / "box.toml"
    path.write_text(BOX.replace(old, new), encoding="utf-8")
    assert loaded(folder) == read_library(folder, RUBRIC)[0].platforms


def test_a_renamed_file_is_another_platform(folder):
    """The name is the id, so it is part of what is compared."""
    (folder / "platforms" / "box.toml").rename(folder / "platforms" / "case.toml")
    assert [platform.id for platform in loaded(folder)] == ["case"]


def test_a_deleted_file_is_gone(folder):
    """What only the snapshot knows does not exist."""
    (folder / "platforms" / "box.toml").unlink()
    assert loaded(folder) == ()


def test_a_file_that_has_become_faulty_is_told(folder):
    """The snapshot does not cover for it."""
    (folder / "platforms" / "box.toml").write_text(BOX.replace('"meets"', '"good"'), encoding="utf-8")
    library, faults = read_library(folder, RUBRIC, believe_snapshot=True)
    assert library.platforms == ()
    assert "verdict" in faults[0]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data.replace(b"a day", b"a dax"),
        lambda data: data.partition(b"\n")[2],
        lambda data: b"",
        lambda data: b"\xff" * 50,
        lambda data: data.replace(b"unexposed platforms 1", b"unexposed platforms 0"),
    ],
)
def test_a_damaged_snapshot_is_no_snapshot(folder, damage, caplog):
    """Whatever happened to it, the files are read, and it is said once."""
    path = folder / snapshot.NAME
    path.write_bytes(damage(path.read_bytes()))
    with caplog.at_level(logging.WARNING):
        assert loaded(folder) == read_library(folder, RUBRIC)[0].platforms
    assert "unexposed index" in caplog.text


def test_records_of_another_shape_are_not_believed(folder, monkeypatch):
    """A snapshot from before a change in what is read is passed over."""
    monkeypatch.setattr(snapshot, "READING", snapshot.READING + 1)
    assert len(snapshot.read(folder)) == 0


def test_loading_writes_nothing(folder):
    """The bot only ever reads a snapshot; a folder without one stays without."""
    (folder / snapshot.NAME).unlink()
    load_library(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["platforms"]


def test_many_platforms_are_told_apart(tmp_path):
    """Among hundreds with like names, each is found by its own name and address."""
    write_many(tmp_path, 250)
    platforms = read_library(tmp_path, RUBRIC)[0].platforms
    assert len(platforms) == 250
    for text in ("magicshot.ai", "n3.magicshot.ai", "Virbo2", "is virbo3 safe"):
        assert find(text, platforms).kind == "one", text
    assert find("magicshot.us", platforms).kind == "lookalike"
