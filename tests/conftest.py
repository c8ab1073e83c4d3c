"""What all tests share: one real advisor, opened once, on embedded defaults."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from adapters.runtime import open_advisor
from bot.advisor import Advisor
from knowledge.loader import load_library
from knowledge.schema import Library


@pytest.fixture(scope="session")
def library() -> Library:
    """Return the library that is shipped."""
    return load_library()


@pytest.fixture(scope="session")
def advisor() -> Iterator[Advisor]:
    """Give an advisor as every door opens it: Chroma, the shipped vectors, the fitted gate."""
    with open_advisor() as opened:
        yield opened
