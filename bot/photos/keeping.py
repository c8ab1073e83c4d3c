"""What may stay in a photo besides the picture, if its owner wishes: Keep, and how the settings say it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Keep:
    """What stays besides the picture.

    gain_map: the second picture that makes it glow on HDR screens.
    provenance: Content Credentials (C2PA) and the mark that AI made it (IPTC digital source type).
    credit: the names of artist and copyright holder, written afresh.
    """

    gain_map: bool = True
    provenance: bool = False
    credit: bool = False


USUAL = Keep()


def keep_of(settings: Settings) -> Keep:
    """Return what whoever runs this bot wants kept."""
    return Keep(gain_map=settings.keep_gain_maps, provenance=settings.keep_ai_marks, credit=settings.keep_credit)
