"""The hundred answers that were read against their sources: how they are drawn, and the list of them."""

import re
from itertools import islice
from pathlib import Path

from knowledge.schema import Library
from tests.eval.draw import draw

READ = (Path(__file__).parent.parent / "docs" / "answers-read.md").read_text(encoding="utf-8")


def test_the_same_seed_draws_the_same_questions_and_none_twice() -> None:
    """Whoever repeats a draw reads the same answers; another seed gives others."""
    first = list(islice(draw(7), 200))

    assert first == list(islice(draw(7), 200))
    assert len(set(first)) == 200
    assert first != list(islice(draw(8), 200))


def test_the_list_names_a_hundred_answers_and_passages_that_exist(library: Library) -> None:
    """Each line has its number, a question, a passage of the guides and a verdict; what said too much was mended."""
    rows = re.findall(r"^\| (\d+)\*? \| (.+) \| (\S+#\S+) \| (holds|more)([^|]*) \| ([^|]*)\|$", READ, re.MULTILINE)

    assert [int(row[0]) for row in rows] == list(range(1, 101))
    assert {row[2] for row in rows if f"guides/en/{row[2]}" not in library.passages} == set()
    assert [row[0] for row in rows if row[3] == "more" and not row[5].strip()] == []
