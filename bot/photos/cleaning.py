"""Cleans a photo: split, keep what the picture needs, read what goes, prove the result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.photos import inspection, proof
from bot.photos.findings import Finding
from bot.photos.formats import Format, kept
from bot.photos.formats.wanted import Wanted, wanted
from bot.photos.keeping import USUAL, Keep
from bot.photos.proof.permit import Permit
from bot.photos.recognition import recognise
from bot.photos.segment import Segment
from bot.strings import say


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A clean copy and what the original told.

    findings: what the original told and the copy does not.
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


def clean(data: bytes, keep: Keep = USUAL) -> CleanPhoto:
    """Return the photo without what it told, its coded picture untouched; PhotoError when that cannot be done fully.

    keep: what its owner wants to stay besides the picture.
    """
    data = bytes(data)
    known = recognise(data)
    segments = known.split(data)
    asked = wanted(segments, keep)
    copy = known.keep(segments, asked)
    proof.check(data, copy.data, known.NAME, Permit(keep.gain_map, keep.provenance, keep.credit))
    changed = copy.data != data
    return CleanPhoto(
        data=copy.data,
        format=known.NAME,
        media_type=known.MEDIA_TYPE,
        suffix=known.SUFFIX,
        findings=_gone(known, segments, copy.data, keep),
        kept=tuple(map(say, (*copy.notes, *_asked(copy.data, asked, changed=changed)))),
        lossless=True,
        changed=changed,
    )


def _gone(known: Format, segments: tuple[Segment, ...], copy: bytes, keep: Keep) -> tuple[Finding, ...]:
    """Return what the photo told and its copy does not; a copy with nothing that was asked for tells nothing."""
    told = inspection.tell(segments)
    if not (keep.provenance or keep.credit):
        return told
    left = {(one.kind, one.text) for one in inspection.tell(known.split(copy))}
    return tuple(one for one in told if (one.kind, one.text) not in left)


def _asked(copy: bytes, asked: Wanted, *, changed: bool) -> Iterator[str]:
    """Yield the words for what was asked for: it stays, or has no place in a file of this kind."""
    names = [name.encode() for name in asked.credit if name]
    if names:
        yield kept.CREDIT if all(name in copy for name in names) else kept.NO_CREDIT
    if asked.source and asked.source.encode() in copy:
        yield kept.SOURCE
    if asked.signed:
        yield kept.SIGNED if changed else kept.SIGNED_STILL
