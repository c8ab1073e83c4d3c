"""The one sentence for people whose language has no guides yet, in their language (strings/no_guides.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "strings" / "no_guides.toml"


@cache
def _sentences() -> dict[str, str]:
    return {language: str(sentence) for language, sentence in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()}


def apology(language: str) -> str:
    """Return "I understood you, but my guides are in English" in a language without guides; "" for English."""
    base = language.split("-", maxsplit=1)[0].lower()
    if base == "en":
        return ""
    return _sentences().get(base, _sentences()["other"])
