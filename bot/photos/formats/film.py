"""Films that MP4 and MOV share (ISO/IEC 14496-12; QuickTime File Format): tracks in `moov`, their samples in `mdat`.

What is seen and heard stays; `moov` is written afresh with these tracks alone, their
samples are put one behind the other into one `mdat`, and each offset is set to where they
stand now. No sample is touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.errors import BrokenPhotoError
from bot.photos.containers import fragments
from bot.photos.containers import tracks as films
from bot.photos.containers.boxes import Box, Moves, box, boxes, merged
from bot.photos.containers.fragments import Fragment
from bot.photos.containers.tracks import Track
from bot.photos.formats import film_parts as parts
from bot.photos.formats.heif_parts import printable, word
from bot.photos.formats.kept import TURNED, Kept
from bot.photos.formats.wanted import NOTHING, Wanted, signed
from bot.photos.segment import MAX_STEPS, Segment, Steps, broken, join
from bot.strings import phrase, say

#: Boxes of the outermost level that stay, written afresh; all others go.
NEEDED = {b"ftyp": "what kind of file this is", b"moov": "its tracks", b"mdat": "the coded film", b"moof": "a piece of it"}
_FOR_STREAMING = frozenset((b"styp", b"sidx", b"mfra"))
_PADDING = frozenset((b"free", b"skip", b"wide"))
_CODED = "coded film"
_UUIDS = {
    bytes.fromhex("d8fec3d61b0e483c92975828877ec481"): ("c2pa", "Content Credentials"),
    bytes.fromhex("be7acfcb97a942e89c71999491e3afac"): ("xmp", "XMP"),
}
_NOTES = frozenset((b"udta", b"meta"))
_DATED = frozenset((b"mvhd", b"tkhd", b"mdhd"))
#: Brands written back: more than any film has.
_MAX_BRANDS = 32
_FILM = phrase("the film itself: every coded byte of its pictures and its sound")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class File:
    """A film taken apart: outer boxes, tracks that stay and that go, the ranges of samples that stay, the end they claim.

    fragments: the pieces it is cut into, if it is; front: the ranges of samples that `moov` itself points at.
    """

    data: bytes = field(repr=False)
    outer: tuple[Box, ...]
    moov: Box
    kept: tuple[Track, ...]
    gone: tuple[Track, ...]
    ranges: list[Range]
    claimed: int
    fragments: tuple[Fragment, ...] = ()
    front: list[Range] = field(default_factory=list)


class _Segments(tuple[Segment, ...]):  # noqa: SLOT001 - a tuple has no room for slots
    """Segments that remember the film they were taken from, so that its tables are read once."""

    file: File


def taken_apart(data: bytes) -> File:
    """Return the parts of a film; a PhotoError if nothing in it is seen or heard, or if it is of a kind that cannot be cleaned."""
    try:
        return _file(data)
    except BrokenPhotoError as error:
        words = error.message.replace("This photo", "This video")
        raise BrokenPhotoError(words, say("Try sending the original again."), offset=min(error.offset, len(data))) from error


def _file(data: bytes) -> File:
    steps = Steps()
    outer = tuple(boxes(data, 0, len(data), steps))
    moov = next((one for one in outer if one.name == b"moov"), None)
    if moov is None or moov.claimed > len(data):
        raise broken("The list of its tracks is missing or cut off", len(data))
    if parts.within(data, moov, b"cmov"):
        raise parts.refused("The list of its tracks is packed, as films of the 1990s do", "old QuickTime")
    listed = films.tracks(data, moov, steps)
    pieces = fragments.read(data, outer, moov, steps)
    if any(one.locked for one in pieces):
        raise parts.refused("This video is locked by its seller", "locked film")
    tracks = _with_runs(listed, pieces)
    kept = parts.shown(data, tracks)
    for track in kept:
        parts.refuse_strange(data, track)
    wanted = [chunk for track in kept for chunk in track.chunks]
    ranges = merged((start, min(end, len(data))) for start, end in wanted)
    if not ranges:
        raise broken("Its film is missing", len(data))
    _refuse_mixed(outer, ranges, len(data))
    gone = tuple(one for one in tracks if one not in kept)
    staying = {track.box.start for track in kept}
    front = merged((start, min(end, len(data))) for track in listed if track.box.start in staying for start, end in track.chunks)
    return File(data, outer, moov, kept, gone, ranges, max(end for _, end in wanted), pieces, front)


def _with_runs(tracks: tuple[Track, ...], pieces: tuple[Fragment, ...]) -> tuple[Track, ...]:
    """Return the tracks with the samples that fragments hold added to their chunks."""
    runs: dict[int, list[Range]] = {}
    for piece in pieces:
        for part in piece.parts:
            runs.setdefault(part.track, []).extend((run.start, run.end) for run in part.runs if run.end > run.start)
    return tuple(replace(one, chunks=(*one.chunks, *runs.get(one.number, ()))) for one in tracks) if runs else tracks


def _refuse_mixed(outer: tuple[Box, ...], ranges: list[Range], total: int) -> None:
    """Raise BrokenPhotoError where samples are said to stand outside of `mdat`: notes would stay, as part of them."""
    if len(ranges) > MAX_STEPS:
        raise broken("It is cut into far more pieces than any camera or app writes", ranges[0][0])
    room = merged((one.body, min(one.end, total)) for one in outer if one.name == b"mdat")
    outside = next(_without(ranges, room), None)
    if outside is not None:
        raise broken("Its film is said to reach into its notes", outside[0])


def _without(ranges: list[Range], taken: list[Range]) -> Iterator[Range]:
    """Yield what of the ranges is not taken; both are in order and apart."""
    number = 0
    for start, end in ranges:
        while number < len(taken) and taken[number][1] <= start:
            number += 1
        place, at = number, start
        while place < len(taken) and taken[place][0] < end:
            if taken[place][0] > at:
                yield at, taken[place][0]
            at = max(at, taken[place][1])
            place += 1
        if at < end:
            yield at, end
        number = max(number, place - 1)


def split(data: bytes) -> tuple[Segment, ...]:
    """Return the samples, what tracks hold that are neither seen nor heard, and the boxes around them."""
    file = taken_apart(data)
    view = memoryview(data)
    segments = [Segment(_CODED, start, view[start:end], needed=True) for start, end in file.ranges]
    for start, end, name, kind, head in _marks(file):
        if end > start:
            segments.append(Segment(name, start, view[start:end], kind=kind, head=min(head, end - start)))
    out = _Segments(sorted(segments, key=lambda one: one.offset))
    out.file = file
    return out


Mark = tuple[int, int, str, str, int]


def _marks(file: File) -> Iterator[Mark]:
    """Yield (start, end, name, kind, bytes before the payload) of all that is not a sample that stays."""
    total = len(file.data)
    other = list(_without(merged((start, min(end, total)) for one in file.gone for start, end in one.chunks), file.ranges))
    used, at = merged((*file.ranges, *other)), 0
    for one in file.outer:
        if one.name == b"mdat":
            yield from _in_data(file.data, one, other, used)
        elif one is file.moov:
            yield from _in_film(file, one)
        elif one.name == b"moof":
            extras = next((piece.extras for piece in file.fragments if piece.box is one), frozenset())
            yield one.start, one.end, NEEDED[one.name], "unknown" if extras - parts.QUIET else "", one.body - one.start
        else:
            yield _box(file.data, one)
        at = one.end
    if at < total:
        yield at, total, "behind the film", "trailer" if _says(file.data, at, total) else "", 0


def _in_data(data: bytes, mdat: Box, other: list[Range], used: list[Range]) -> Iterator[Mark]:
    """Yield of `mdat` the samples of tracks that go, and what nothing points at."""
    yield mdat.start, mdat.body, NEEDED[b"mdat"], "", 0
    inside = [(mdat.body, mdat.end)]
    for start, end in _without(inside, used):
        yield start, end, "bytes that nothing points at", "unknown" if _says(data, start, end) else "", 0
    outside = list(_without(inside, other))
    for start, end in _without(inside, outside):
        yield start, end, "samples of another track", "", 0


def _in_film(file: File, moov: Box) -> Iterator[Mark]:
    """Yield the boxes of a film that tell something, and what stands between them."""
    gone, at = {one.box.start for one in file.gone}, moov.start
    for mark in sorted(_telling(file.data, moov, gone, Steps())):
        yield at, mark[0], NEEDED[b"moov"], "", 0
        yield mark
        at = mark[1]
    yield at, moov.end, NEEDED[b"moov"], "", 0


def _telling(data: bytes, outer: Box, gone: set[int], steps: Steps) -> Iterator[Mark]:
    """Yield the dates, names and notes within a box of the film, and whole tracks that go."""
    for one in boxes(data, outer.body, outer.end, steps):
        head = one.body - one.start
        if one.start in gone:
            yield one.start, one.end, "another track", "film-track", head
        elif one.name in parts.TREE[outer.name] or one.name in _NOTES | {b"uuid"}:
            yield from _told(data, one, outer, gone, steps)


def _told(data: bytes, one: Box, outer: Box, gone: set[int], steps: Steps) -> Iterator[Mark]:
    head = one.body - one.start
    if one.name in parts.TREE:
        yield from _telling(data, one, gone, steps)
    elif one.name in _DATED and any(data[one.body + 4 : min(one.end, one.body + (20 if data[one.body : one.body + 1] == b"\1" else 12))]):
        yield one.start, one.end, "film header", "movie-time", head
    elif one.name == b"hdlr" and outer.name == b"mdia":
        yield one.start, one.end, "track name", "film-name", head
    elif one.name == b"uuid":
        yield _uuid(data, one)
    elif one.name in _NOTES:
        yield one.start, one.end, "film notes", "movie", head


def _uuid(data: bytes, one: Box) -> Mark:
    kind, name = _UUIDS.get(data[one.body : one.body + 16], ("unknown", "private box"))
    return one.start, one.end, name, kind, one.body + 16 - one.start


def _box(data: bytes, one: Box) -> Mark:
    """Return an outer box."""
    head = one.body - one.start
    if one.name == b"uuid":
        return _uuid(data, one)
    if one.name in NEEDED:
        return one.start, one.end, NEEDED[one.name], "", 0
    if one.name in _FOR_STREAMING:
        return one.start, one.end, "index for streaming", "", head
    if one.name in _PADDING:
        return one.start, one.end, "padding", "unknown" if _says(data, one.body, one.end) else "", head
    if one.name in _NOTES:
        return one.start, one.end, "film notes", "movie", head
    return one.start, one.end, f"box {word(one.name)}", "unknown", head


def _says(data: bytes, start: int, end: int) -> bool:
    """Tell whether a range holds anything but zeros."""
    return data.count(0, start, end) != end - start


def keep(segments: tuple[Segment, ...], asked: Wanted = NOTHING) -> Kept:
    """Return the clean film: the same one if nothing has to go."""
    file = segments.file if isinstance(segments, _Segments) else taken_apart(join(segments))
    told = any(one.kind not in ("", "film-name") for one in segments)
    notes = (_FILM, TURNED) if any(one.handler == parts.PICTURES and parts.turned(file.data, one) for one in file.kept) else (_FILM,)
    credentials = b"".join(one.data for one in signed(segments, asked))
    return Kept(_written(file, credentials) if told or file.fragments or not _is_clean(file) else file.data, notes)


def _is_clean(file: File) -> bool:
    """Tell whether the boxes say nothing but what is needed, and all samples in the file are of tracks that stay."""
    names = [one.name for one in file.outer if one.name not in _PADDING]
    if any(name not in NEEDED for name in names) or names.count(b"moov") > 1 or names.count(b"ftyp") > 1 or b"mdat" not in names:
        return False
    head = next((one for one in file.outer if one.name == b"ftyp"), None)
    if head is not None and _head(file.data, head) != file.data[head.start : head.end]:
        return False
    return parts.written(file.data, file.moov, file.kept, None) == file.data[file.moov.start : file.moov.end]


def _head(data: bytes, ftyp: Box) -> bytes:
    """Return the brands, each once."""
    body = data[ftyp.body : ftyp.end]
    names = [body[at : at + 4] for at in range(8, len(body) - 3, 4)]
    plain = dict.fromkeys(name for name in names if printable(name) or not any(name))
    return box(b"ftyp", body[:8].ljust(8, b"\0"), *list(plain)[:_MAX_BRANDS])


def _written(file: File, credentials: bytes) -> bytes:
    """Return the film written afresh: brands, credentials, tracks, and one `mdat` with their samples."""
    ftyp = next((one for one in file.outer if one.name == b"ftyp"), None)
    head = (_head(file.data, ftyp) if ftyp else b"") + credentials
    size = len(_film(file, None))
    start = len(head) + size + 8
    moov = _film(file, Moves(file.front, start, len(file.data)))
    view = memoryview(file.data)
    coded = [view[first:last] for first, last in file.front]
    whole = 8 + sum(map(len, coded)) + (0 if file.fragments else max(0, file.claimed - len(file.data)))
    data: tuple[bytes | memoryview, ...] = (min(whole, 0xFFFFFFFF).to_bytes(4, "big"), b"mdat", *coded) if coded else ()
    numbers = frozenset(track.number for track in file.kept)
    return b"".join((head, moov, *data, *(part for one in file.fragments for part in fragments.written(file.data, one, numbers))))


def _film(file: File, moves: Moves | None) -> bytes:
    """Return the list of tracks; of a film in fragments also what their samples usually are."""
    moov = parts.written(file.data, file.moov, file.kept, moves)
    return box(b"moov", moov[8:], fragments.usual(file.data, file.moov, Steps())) if file.fragments else moov
