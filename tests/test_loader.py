"""Knowledge files are read strictly and kindly: every fault at once, with file, key and remedy."""

from pathlib import Path

import pytest

from knowledge.loader import load_library, read_library
from knowledge.records import KnowledgeError
from knowledge.schema import Library

GUIDE = """+++
title = "House rules"
as_of = 2026-01-02

[sources.us]
title = "Our own rules"
date = "2026"
kind = "general"

[passages.photos]
sources = ["us"]
confidence = "high"
button = "Our photo rule"
questions = ["may i upload", "is it ok to upload", "what is the rule for photos here"]
+++

## Photos in our house {#photos}

We upload no photo of a colleague without asking first. Ask in writing, say which tool you want to use and what
becomes of the picture, and keep the answer for as long as the picture is up somewhere.
"""
PLATFORM = """
name = "Our photo box"
summary = "The tool our house runs itself."
domains = ["photos.example.org"]
aliases = []

[[evidence]]
criterion = "deletion-timeline"
verdict = "meets"
basis = "policy"
claim = "deleted after a day"
source = "House rules"
date = "2026"
seen = 2026-01-02
"""


def write(folder: Path, name: str, text: str) -> None:
    """Write a file with its folders."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_the_shipped_library_has_no_faults(library: Library) -> None:
    """What is in the project can be relied on."""
    assert len(library.passages) > 100
    assert sum(criterion.weight for criterion in library.rubric) == 100
    assert {"magicshot", "virbo", "firefly", "kissme-ai", "neobund"} <= {platform.id for platform in library.platforms}


def test_an_operators_own_files_come_first(tmp_path: Path, library: Library) -> None:
    """Their guides and platforms are read in the same shape and searched before ours."""
    write(tmp_path, "guides/en/house.md", GUIDE)
    write(tmp_path, "platforms/box.toml", PLATFORM)

    overlaid = load_library(tmp_path)

    assert next(iter(overlaid.passages)) == "guides/en/house#photos"
    assert overlaid.platforms[0].name == "Our photo box"
    assert len(overlaid.passages) == len(library.passages) + 1


def test_a_file_of_the_same_name_replaces_ours(tmp_path: Path) -> None:
    """An operator who knows better about a platform says so in one file."""
    write(tmp_path, "platforms/virbo.toml", PLATFORM)

    virbo = [platform for platform in load_library(tmp_path).platforms if platform.id == "virbo"]

    assert [platform.name for platform in virbo] == ["Our photo box"]


def test_a_broken_file_of_an_operator_is_named_and_left_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The rest works."""
    write(tmp_path, "guides/en/house.md", GUIDE)
    write(tmp_path, "platforms/box.toml", "name = ")

    overlaid = load_library(tmp_path)

    assert "guides/en/house#photos" in overlaid.passages
    assert "platforms/box.toml" in caplog.text


def test_an_operators_platform_with_an_unknown_criterion_is_left_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It is named, and nobody is shown a rating of it."""
    write(tmp_path, "platforms/box.toml", PLATFORM.replace("deletion-timeline", "niceness"))

    overlaid = load_library(tmp_path)

    assert "niceness" in caplog.text
    assert "box" not in {platform.id for platform in overlaid.platforms}


def test_an_operator_cannot_bend_the_rubric(tmp_path: Path, library: Library) -> None:
    """Everybody is measured by the published one."""
    write(tmp_path, "rubric/training.toml", 'name = "All that counts"\nweight = 100\n')

    assert load_library(tmp_path).rubric == library.rubric


def test_a_file_name_too_long_for_a_button_is_a_fault(tmp_path: Path, library: Library) -> None:
    """It is found when the file is read, not when somebody asks for the rating."""
    write(tmp_path, f"platforms/{'long-' * 8}name.toml", PLATFORM)

    assert any("at most 36 letters" in line for line in read_library(tmp_path, library.rubric)[1])


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """A misspelt path must not look like an empty library."""
    with pytest.raises(KnowledgeError, match="no such folder"):
        load_library(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("as_of = 2026-01-02", 'as_of = "soon"'), "as_of: wants a date without quotes"),
        (('kind = "general"', 'kind = "rumour"'), "kind: wants one of law"),
        (('date = "2026"', 'date = "last year"'), 'date: wants "2025"'),
        (('sources = ["us"]', 'sources = ["them"]'), "no [sources.them]"),
        (('sources = ["us"]', "sources = []"), "name at least one source"),
        (('confidence = "high"', 'confidense = "high"'), "confidense: unknown key"),
        (("{#photos}", "{#pictures}"), "no heading ends in {#photos}"),
        (('button = "Our photo rule"', f'button = "{"x" * 29}"'), "at most 28 characters"),
        (("We upload no photo of a colleague without asking first. ", "word " * 130), "a passage has 25 to 125"),
        (("+++\ntitle", "title"), "begins with front matter"),
        (("and keep the answer", "and\n\n## Keep it\n\nthe answer"), "a heading wants an anchor"),
    ],
)
def test_each_fault_of_a_guide_names_file_key_and_remedy(tmp_path: Path, change: tuple[str, str], fault: str) -> None:
    """Whoever wrote the file can mend it without reading our code."""
    write(tmp_path, "guides/en/house.md", GUIDE.replace(*change))

    library, faults = read_library(tmp_path)

    assert library.guides == ()
    assert any(fault in line and "guides/en/house.md" in line for line in faults)


def test_all_faults_are_told_at_once(tmp_path: Path, library: Library) -> None:
    """Nobody mends a file ten times to learn of ten faults."""
    write(tmp_path, "platforms/box.toml", PLATFORM.replace('"meets"', '"good"').replace('"policy"', '"hearsay"').replace("seen", "saw"))

    _, faults = read_library(tmp_path, library.rubric)

    assert {line.split(": ")[1] for line in faults} == {"verdict", "basis", "seen", "saw"}


def test_a_quote_longer_than_25_words_is_a_fault(tmp_path: Path) -> None:
    """Quotes stay quotes."""
    write(tmp_path, "platforms/box.toml", PLATFORM + f'quote = "{"word " * 26}"\n')

    assert any("at most 25 words" in line for line in read_library(tmp_path)[1])
