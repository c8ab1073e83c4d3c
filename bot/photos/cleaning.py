"""Cleans a photo: split, keep what the picture needs, read what goes, prove the result."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.photos import inspection, proof
from bot.photos.findings import Finding
from bot.photos.recognition import recognise


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A clean copy and what the original told.

    kept: what stays in the file, and why, in words.
    changed: False when there was nothing to remove; `data` is then the very bytes that came.
    """

    data: bytes = field(repr=False)
    format: str
    media_type: str
    suffix: str
    findings: tuple[Finding, ...]
    kept: tuple[str, ...]
    lossless: bool
    changed: bool


def clean(data: bytes) -> CleanPhoto:
    """Return the photo without what it told, its coded picture untouched; PhotoError when that cannot be done fully."""
    data = bytes(data)
    known = recognise(data)
    segments = known.split(data)
    kept = known.keep(segments)
    proof.check(data, kept.data, known.NAME)
    return CleanPhoto(
        data=kept.data,
        format=known.NAME,
        media_type=known.MEDIA_TYPE,
        suffix=known.SUFFIX,
        findings=inspection.tell(segments),
        kept=kept.notes,
        lossless=True,
        changed=kept.data != data,
    )
