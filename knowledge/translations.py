"""Translations: a passage of guides/<language>/ says with `translates` which English text it was made from, by its hash.

It is a passage's other face, not a passage of its own: sources, confidence and where it leads come from the original,
search finds it under the original's id, and when the original has changed since, it is stale and says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from knowledge.languages import base_of
from knowledge.schema import Library, Passage

#: The language of the originals.
ORIGINAL = "en"


def fingerprint(passage: Passage) -> str:
    """Return the twelve hex digits that stand in `translates` for this title and text, and for what is said from later days on."""
    said = (passage.title, passage.text, *(f"{change.since}\0{change.title}\0{change.text}" for change in passage.later))
    return hashlib.blake2b("\0".join(said).encode(), digest_size=6).hexdigest()


def original_id(passage_id: str) -> str:
    """Return the id of the English passage that a translation is made from: "guides/en/scams#list" for "guides/de/scams#list"."""
    return f"guides/{ORIGINAL}/{passage_id.split('/', 2)[2]}"


def is_stale(translation: Passage, original: Passage) -> bool:
    """Tell whether the original's words have changed since it was translated."""
    return translation.translates != fingerprint(original)


def in_language(library: Library, passage: Passage, language: str) -> Passage:
    """Return a passage as it is read in a language (BCP 47): its translation under its own id, itself where there is none.

    A stale translation keeps its own as-of date; the original's would promise too much. One without what a later day changes is left out.
    """
    spoken = base_of(language)
    found = library.translations.get(f"guides/{spoken}/{passage.id.split('/', 2)[2]}")
    if found is None or spoken == passage.language or len(found.later) != len(passage.later):
        return passage
    as_of = found.as_of if is_stale(found, passage) else passage.as_of
    return replace(found, id=passage.id, sources=passage.sources, confidence=passage.confidence, next=passage.next, as_of=as_of)


def orphans(library: Library) -> list[str]:
    """Return a fault for every translation whose original is not there."""
    passages = library.passages
    return [f"{one}: translates: there is no {original_id(one)}" for one in library.translations if original_id(one) not in passages]


def stale(library: Library) -> list[str]:
    """Return a note for every translation whose original has changed, with the hash to write once it is brought up to date."""
    return [_note(one, original) for one, original in _pairs(library) if is_stale(one, original)]


def _pairs(library: Library) -> list[tuple[Passage, Passage]]:
    originals: Mapping[str, Passage] = library.passages
    found = ((one, originals.get(original_id(one.id))) for one in library.translations.values())
    return [(one, original) for one, original in found if original]


def _note(translation: Passage, original: Passage) -> str:
    return f'{translation.id}: the English text has changed; read it again, then write translates = "{fingerprint(original)}"'
