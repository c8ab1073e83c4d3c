"""What every format hands back when it has kept what the picture needs, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.photos.colour import Profile
from bot.photos.upright import Marks

PICTURE = "the picture itself, every coded byte of it"
DENSITY = "its resolution for printing"
ALPHA = "its transparency"
ANIMATION = "its animation: every frame, its timing and its loop"
SIGNED = "its Content Credentials, as you asked; they are a record only, for the file has changed since they were signed"
SOURCE = "the mark that says how it was made (by AI or a camera), as you asked"
CREDIT = "the names of its author and copyright holder, as you asked"
NO_CREDIT = "not the names of its author and copyright holder, though you asked: a file of this kind has no place for them"
GAIN_MAP = "its HDR gain map, cleaned too, so that it still glows on HDR screens"


@dataclass(frozen=True, slots=True)
class Kept:
    """A clean file, and what stays in it and why, in words."""

    data: bytes = field(repr=False)
    notes: tuple[str, ...]


def told(marks: Marks, profile: Profile | None) -> tuple[str, ...]:
    """Return the words for the marks and the profile that stay."""
    notes = []
    if marks.orientation != 1:
        notes.append("which way is up (Orientation), so that it isn't shown on its side")
    if marks.adobe_rgb and profile is None:
        notes.append("the mark that its colours are Adobe RGB")
    if profile is not None:
        name = f"the standard {profile.standard} profile" if profile.standard else "its own profile, freed of dates, makers and texts"
        notes.append(f"its colours: {name}")
    return tuple(notes)
