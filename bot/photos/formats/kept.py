"""What every format hands back when it has kept what the picture needs, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.photos.colour import Profile
from bot.photos.upright import Marks
from bot.strings import phrase, say

UPRIGHT = phrase("which way is up (Orientation), so that it isn't shown on its side")
ADOBE_RGB = phrase("the mark that its colours are Adobe RGB")
OWN_PROFILE = phrase("its colours: its own profile, freed of dates, makers and texts")
TURNED = phrase("which way is up, so that it isn't shown on its side")
PICTURE = phrase("the picture itself, every coded byte of it")
DENSITY = phrase("its resolution for printing")
ALPHA = phrase("its transparency")
ANIMATION = phrase("its animation: every frame, its timing and its loop")
SIGNED = phrase("its Content Credentials, as you asked; they are a record only, for the file has changed since they were signed")
SIGNED_STILL = phrase("its Content Credentials, as you asked; the file is as it was signed")
SOURCE = phrase("the mark that says how it was made (by AI or a camera), as you asked")
CREDIT = phrase("the names of its author and copyright holder, as you asked")
NO_CREDIT = phrase("not the names of its author and copyright holder, though you asked: a file of this kind has no place for them")
GAIN_MAP = phrase("its HDR gain map, cleaned too, so that it still glows on HDR screens")


@dataclass(frozen=True, slots=True)
class Kept:
    """A clean file, and what stays in it and why, in words."""

    data: bytes = field(repr=False)
    notes: tuple[str, ...]


def told(marks: Marks, profile: Profile | None) -> tuple[str, ...]:
    """Return the words for the marks and the profile that stay."""
    notes = []
    if marks.orientation != 1:
        notes.append(UPRIGHT)
    if marks.adobe_rgb and profile is None:
        notes.append(ADOBE_RGB)
    if profile is not None:
        notes.append(say("its colours: the standard {name} profile", name=profile.standard) if profile.standard else OWN_PROFILE)
    return tuple(notes)
