"""Builds films in fragments, as screen recorders and browsers write them: `moof` boxes with runs of samples, each with an `mdat`."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import replace

from photos.makers import secret
from photos.makers_film import MP4, PICTURES, SOUND, Around, Reel, film, user_data
from photos.makers_heif import box, full

#: What a run says: samples each with its size; each with duration and size; the size once for all.
SIZES, TIMES_AND_SIZES, USUAL = 0x200, 0x300, 0
FROM_MOOF, FROM_FILE, FROM_BEFORE = 0x20000, 0x1, 0


def usual(*numbers: int) -> bytes:
    """Return the box that says that samples of these tracks usually have two bytes."""
    return box(b"mvex", full(b"mehd", struct.pack(">I", 1536)), *(full(b"trex", struct.pack(">5I", n, 1, 512, 2, 0)) for n in numbers))


def run(samples: Sequence[bytes], flags: int, place: int | None) -> bytes:
    """Return a run of samples that stands at a place, or behind the run before."""
    rows = b"".join((struct.pack(">I", 512) if flags & 0x100 else b"") + (struct.pack(">I", len(one)) if flags else b"") for one in samples)
    where = b"" if place is None else struct.pack(">i", place)
    return full(b"trun", struct.pack(">I", len(samples)), where, rows, flags=flags | (place is not None))


def fragment(start: int, number: int, parts: Sequence[tuple[int, Sequence[bytes]]], how: int, flags: int, extra: bytes = b"") -> bytes:
    """Return a fragment for a place in the file: a `moof` with these samples of tracks, and its `mdat`."""

    def moof(at: int) -> bytes:
        tracks = []
        for track, samples in parts:
            base = struct.pack(">Q", start) if how == FROM_FILE else b""
            place = at if how != FROM_BEFORE or track == parts[0][0] else None
            head = full(b"tfhd", struct.pack(">I", track), base, flags=how)
            tracks.append(box(b"traf", head, full(b"tfdt", struct.pack(">I", 512 * number)), run(samples, flags, place), extra))
            at += sum(map(len, samples))
        return box(b"moof", full(b"mfhd", struct.pack(">I", number)), *tracks, extra)

    return moof(len(moof(0)) + 8) + box(b"mdat", *(one for _, samples in parts for one in samples), secret("left") if extra else b"")


def cut(reels: Sequence[Reel], how: int = FROM_MOOF, flags: int = SIZES, extra: bytes = b"", between: bytes = b"") -> bytes:
    """Return a film whose samples stand in fragments, one sample of each track in each; `between` stands before each."""
    out = film([replace(one, samples=()) for one in reels], Around(notes=usual(*(one.number for one in reels)) + extra, brands=MP4))
    out = out[: out.rindex(b"mdat") - 4]
    for number in range(len(reels[0].samples)):
        out += between
        out += fragment(len(out), number + 1, [(one.number, [one.samples[number]]) for one in reels], how, flags, extra)
    return out


def telling() -> bytes:
    """Return a film in fragments with secrets in each of them, and a track that is neither seen nor heard."""
    hidden = Reel(3, b"meta", b"gpmd", [secret("gpmd")] * 3)
    private = box(b"uuid", bytes(16), secret("private")) + user_data()
    between = box(b"prft", bytes(12), secret("clock")) + box(b"emsg", secret("event")) + box(b"styp", MP4) + box(b"sidx", bytes(24))
    return cut((PICTURES, SOUND, hidden), extra=private, between=between) + box(b"mfra", bytes(8)) + box(b"free", secret("free"))


#: name -> maker; the name starts with the format.
MAKERS: dict[str, Callable[[], bytes]] = {
    "mp4 fragments": lambda: cut((PICTURES, SOUND)),
    "mp4 fragments from the file": lambda: cut((PICTURES, SOUND), FROM_FILE, TIMES_AND_SIZES),
    "mp4 fragments one behind the other": lambda: cut((PICTURES, SOUND), FROM_BEFORE),
    "mp4 fragments of usual size": lambda: cut((replace(PICTURES, samples=[b"ab", b"cd"]),), flags=USUAL),
    "mp4 fragments with everything": telling,
}
