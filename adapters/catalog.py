"""The bot's words and their translations: what the code says (read from its source), and what is wrong with a language's file."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

from knowledge.languages import Translation, plural_forms, spoken_languages, translations
from knowledge.schema import Criterion

_PACKAGES = ("bot", "adapters")
#: Which argument of a call holds the English words that a translation is filed under (see bot/strings.py).
_KEY_ARGUMENT = {"say": 0, "phrase": 0, "say_count": 1, "broken": 0, "refused": 0}


def written(rubric: tuple[Criterion, ...] = ()) -> dict[str, bool]:
    """Return all English words that can be said, in the order of the source; True where they count things."""
    found: dict[str, bool] = {}
    root = Path(__file__).parent.parent
    for path in sorted(path for package in _PACKAGES for path in (root / package).rglob("*.py")):
        found |= dict(_said(ast.parse(path.read_text(encoding="utf-8"))))
    return found | {criterion.name: False for criterion in rubric}


def _said(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _KEY_ARGUMENT:
            place = _KEY_ARGUMENT[node.func.id]
            key = node.args[place] if len(node.args) > place else None
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, place == 1


def faults(rubric: tuple[Criterion, ...]) -> list[str]:
    """Return what is wrong with the translations: words no longer said, blanks lost, plural forms missing."""
    said = written(rubric)
    return [
        f"strings/{language}.toml: {fault}"
        for language in spoken_languages()[1:]
        for english, translation in translations(language).items()
        for fault in _faults_of(language, english, translation, said)
    ]


def missing(language: str, rubric: tuple[Criterion, ...]) -> dict[str, bool]:
    """Return the words that a language lacks."""
    return {english: counted for english, counted in written(rubric).items() if english not in translations(language)}


def _faults_of(language: str, english: str, translation: Translation, said: dict[str, bool]) -> Iterator[str]:
    if english not in said:
        yield f"{english!r} is said nowhere; take it out"
        return
    forms = translation if isinstance(translation, dict) else {"other": translation}
    if said[english] and set(forms) != plural_forms(language):
        yield f"{english!r} needs the forms {', '.join(sorted(plural_forms(language)))}"
    for form in forms.values():
        # "a photo" may do without its number
        if blanks(form) - {"n"} != blanks(english) - {"n"}:
            yield f"{english!r} has other blanks in {form!r}"


def blanks(words: str) -> set[str]:
    """Return the names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}
