"""HEIF (ISO/IEC 23008-12), which HEIC and AVIF share: items in `meta`, films in `moov`, their coded bytes anywhere, mostly in `mdat`.

What shows the picture is found from the primary item: its tiles, its transparency, its HDR
gain map. `meta` and `moov` are written afresh with these alone; their coded bytes are put
one behind the other into one `mdat`, and every offset is set to where they stand now.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.errors import UnsupportedFormatError
from bot.photos import colour
from bot.photos.containers import items as tables
from bot.photos.containers import meta as listed
from bot.photos.containers import tracks as films
from bot.photos.containers.boxes import Box, Cover, Moves, box, boxes, merged
from bot.photos.containers.items import Items
from bot.photos.containers.tracks import Track
from bot.photos.formats import heif_parts as parts
from bot.photos.formats import kept
from bot.photos.formats.wanted import NOTHING, Wanted, signed
from bot.photos.segment import Segment, Steps, broken, join
from bot.photos.upright import Marks
from bot.strings import say

#: Boxes of the outermost level that stay, written afresh; all others go.
NEEDED = {b"ftyp": "what kind of file this is", b"meta": "its items", b"moov": "its animation", b"mdat": "the coded picture"}
_PADDING = (b"free", b"skip", b"wide")
_FILM = frozenset((b"pict", b"auxv", b"vide"))
_CODED = "coded picture"
#: What boxes of the outermost level that go are called, and who reads them.
_OTHERS = {
    b"sefd": ("Samsung block", "trailer"),
    b"mpvd": ("motion photo", "trailer"),
    b"jumb": ("Content Credentials", "c2pa"),
    b"udta": ("film notes", "movie"),
}
_UUIDS = {
    bytes.fromhex("d8fec3d61b0e483c92975828877ec481"): ("c2pa", "Content Credentials"),
    bytes.fromhex("be7acfcb97a942e89c71999491e3afac"): ("xmp", "XMP"),
}
_TURNS = frozenset((b"irot", b"imir"))
#: Brands written back: more than any file has; each is four printable letters.
_MAX_BRANDS = 32


@dataclass(frozen=True, slots=True)
class File:
    """A file taken apart: its outer boxes, its items before and after cleaning, its film, the ranges of coded bytes that stay."""

    data: bytes = field(repr=False)
    outer: tuple[Box, ...]
    items: Items
    clean: Items
    film: tuple[Track, ...]
    ranges: list[tuple[int, int]]
    claimed: int

    def first(self, name: bytes) -> Box | None:
        """Return the first outer box of a name."""
        return next((one for one in self.outer if one.name == name), None)

    @property
    def used(self) -> list[tuple[int, int]]:
        """The ranges that something points at, in order."""
        items = ((start, start + size) for item in self.items.items.values() if not item.inside for start, size in item.extents)
        return merged((*items, *self.ranges))


class _Segments(tuple[Segment, ...]):  # noqa: SLOT001 - a tuple has no room for slots
    """Segments that remember the file they were taken from, so that its tables are read once."""

    file: File


def brands(data: bytes) -> frozenset[bytes]:
    """Return the brands a file says it is of (14496-12, 4.3); none if it does not start with them."""
    if data[4:8] != b"ftyp":
        return frozenset()
    end = min(len(data), int.from_bytes(data[:4], "big"), 1024)
    return frozenset((data[8:12], *(data[at : at + 4] for at in range(16, end - 3, 4))))


def taken_apart(data: bytes, asked: Wanted = NOTHING) -> File:
    """Return the parts of a file; BrokenPhotoError if it holds no picture."""
    steps = Steps()
    outer = tuple(boxes(data, 0, len(data), steps))
    meta, moov = (next((one for one in outer if one.name == name), None) for name in (b"meta", b"moov"))
    items = tables.read(data, meta, outer, steps) if meta else Items()
    film = films.tracks(data, moov, steps) if moov else ()
    film = tuple(one for one in film if one.handler in _FILM and one.chunks and _shown(data, one))
    if any(one.name == b"moof" for one in outer):
        raise UnsupportedFormatError(
            say("This animation is cut into fragments. I can't clean that kind yet."), say("Save it as a GIF or WebP."), format="fragments"
        )
    if any(one.name == b"mini" for one in outer):
        raise UnsupportedFormatError(
            say("This picture is in a new, very small kind of AVIF. I can't clean that kind yet."),
            say("Save it as an ordinary JPEG or PNG and send that."),
            format="mini",
        )
    clean = parts.clean(data, items, asked) if parts.primary(items) in items.items else Items()
    wanted = [(start, start + size) for one in clean.items.values() if one.fresh is None and not one.inside for start, size in one.extents]
    wanted += [chunk for track in film for chunk in track.chunks]
    ranges = merged((start, min(end, len(data))) for start, end in wanted)
    if not ranges and not any(one.fresh for one in clean.items.values()):
        raise broken("Its picture is missing", len(data))
    file = File(data, outer, items, clean, film, ranges, max((end for _, end in wanted), default=0))
    _refuse_mixed(file)
    return file


def _refuse_mixed(file: File) -> None:
    """Raise BrokenPhotoError where the picture is said to reach into notes: they would stay, as part of it."""
    cover = Cover(file.ranges)
    notes = [(one.start, min(one.end, len(file.data))) for one in file.outer if one.name not in (b"mdat", b"meta", *_PADDING)]
    for number, item in file.items.items.items():
        if item.kind not in parts.PICTURES and (number not in file.clean.items or file.clean.items[number].fresh is not None):
            notes += [(start, min(start + size, len(file.data))) for start, size in item.extents]
    for start, end in notes:
        if start < end and cover.free(start, end) < end - start:
            raise broken("Its picture is said to reach into its notes", start)


def _shown(data: bytes, track: Track) -> bool:
    """Tell whether a track is part of the picture: no thumbnail, and of the helping ones only transparency."""
    if any(name == b"thmb" for name, _ in track.references):
        return False
    return track.handler != b"auxv" or parts.ALPHA.search(data, track.box.start, track.box.end) is not None


def split(data: bytes) -> tuple[Segment, ...]:
    """Return the coded parts, what is hidden in items and boxes, and the boxes themselves around them."""
    file = taken_apart(data)
    view, cover = memoryview(data), Cover(file.ranges)
    segments = [Segment(_CODED, start, view[start:end], needed=True) for start, end in file.ranges]
    for start, end, name, kind, head in _marks(file):
        for first, last in cover.claim(start, min(end, len(data))):
            segments.append(Segment(name, first, view[first:last], kind=kind, head=min(head, last - first) if first == start else 0))
    out = _Segments(sorted(segments, key=lambda one: one.offset))
    out.file = file
    return out


Mark = tuple[int, int, str, str, int]


def _marks(file: File) -> Iterator[Mark]:
    """Yield (start, end, name, kind, bytes before the payload), the particular before the general."""
    small = parts.thumbnails(file.items)
    for number, one in file.items.items.items():
        if number not in file.clean.items or file.clean.items[number].fresh is not None:
            name, kind, head = parts.told(file.items, one, small)
            for start, size in one.extents:
                yield start, start + size, name, kind, head
                head = 0
    for outer in file.outer:
        yield from _in_meta(file.data, outer) if outer.name == b"meta" else _in_film(file.data, outer) if outer.name == b"moov" else ()
    at, gaps, first = 0, Cover(file.used), {one.name: one for one in reversed(file.outer)}
    for outer in file.outer:
        yield from _box(file.data, outer, gaps, first=first[outer.name] is outer)
        at = outer.end
    if at < len(file.data):
        yield at, len(file.data), "behind the picture", "trailer" if any(file.data[at : at + (1 << 20)]) else "", 0


def _in_meta(data: bytes, meta: Box) -> Iterator[Mark]:
    """Yield the properties and boxes of `meta` that tell something."""
    for one in boxes(data, meta.body + 4, meta.end, Steps()):
        if one.name == b"iprp":
            for inner in boxes(data, one.body, one.end, Steps()):
                yield from _telling(data, inner) if inner.name == b"ipco" else ()
        elif one.name == b"uuid":
            yield from _uuid(data, one)
        elif one.name not in tables.KNOWN and one.name not in tables.EMPTY:
            kind = "unknown" if _says(data, one.body, one.end) else ""
            yield one.start, one.end, f"HEIF {parts.word(one.name)}", kind, one.body - one.start


def _telling(data: bytes, ipco: Box) -> Iterator[Mark]:
    for one in boxes(data, ipco.body, ipco.end, Steps()):
        if one.name == b"colr" and data[one.body : one.body + 4] in (b"prof", b"rICC"):
            yield one.start, one.end, "ICC profile", "icc", one.body + 4 - one.start
        elif one.name == b"uuid":
            yield from _uuid(data, one)
        elif one.name not in parts.SIZES:
            name, kind = parts.NOTES.get(one.name, (f"HEIF {parts.word(one.name)}", "unknown"))
            yield one.start, one.end, name, kind, one.body - one.start


def _in_film(data: bytes, moov: Box) -> Iterator[Mark]:
    """Yield the boxes of a film that tell something: its dates, its notes, those of its tracks."""
    for start, end in films.dates(data, moov, Steps()):
        yield start, end, "film header", "movie-time", 8
    for one in boxes(data, moov.body, moov.end, Steps()):
        if one.name == b"trak":
            yield from (_film_note(inner) for inner in boxes(data, one.body, one.end, Steps()) if inner.name not in films.TREE[b"trak"])
        elif one.name not in films.TREE[b"moov"] and one.name != b"iods":
            yield _film_note(one)


def _film_note(one: Box) -> Mark:
    return one.start, one.end, "film notes", "movie", one.body - one.start


def _uuid(data: bytes, one: Box) -> Iterator[Mark]:
    kind, name = _UUIDS.get(data[one.body : one.body + 16], ("unknown", "private box"))
    yield one.start, one.end, name, kind, one.body + 16 - one.start


def _box(data: bytes, one: Box, gaps: Cover, *, first: bool) -> Iterator[Mark]:
    """Yield an outer box; of `mdat` what nothing points at."""
    head = one.body - one.start
    if one.name == b"uuid":
        yield from _uuid(data, one)
    elif one.name == b"mdat":
        yield one.start, one.body, NEEDED[one.name], "", 0
        for start, end in gaps.claim(one.body, one.end):
            yield start, end, "bytes that nothing points at", "unknown" if _says(data, start, end) else "", 0
    elif one.name in NEEDED and first:
        yield one.start, one.end, NEEDED[one.name], "", 0
    elif one.name in _PADDING:
        yield one.start, one.end, "padding", "unknown" if _says(data, one.body, one.end) else "", head
    else:
        name, kind = _OTHERS.get(one.name, (f"box {parts.word(one.name)}", "unknown"))
        yield one.start, one.end, name, kind, head


def _says(data: bytes, start: int, end: int) -> bool:
    """Tell whether a range holds anything but zeros."""
    return data.count(0, start, end) != end - start


def keep(segments: tuple[Segment, ...], asked: Wanted = NOTHING) -> kept.Kept:
    """Return the clean file: the same one if nothing has to go."""
    file = segments.file if isinstance(segments, _Segments) else taken_apart(join(segments))
    if asked != NOTHING:
        file = taken_apart(file.data, asked)
    told = any(segment.kind for segment in segments if segment.kind != "icc")
    data = _written(file, b"".join(one.data for one in signed(segments, asked))) if told or not _is_clean(file) else file.data
    return kept.Kept(data, _notes(file))


def _is_clean(file: File) -> bool:
    """Tell whether the tables say nothing but what is needed."""
    moov, head = file.first(b"moov"), file.first(b"ftyp")
    if file.clean != file.items or head is None or _head(file.data, head) != file.data[head.start : head.end]:
        return False
    if any(one.name not in NEEDED and one.name not in _PADDING for one in file.outer):
        return False
    return moov is None or bool(file.film and _film(file, moov, None) == file.data[moov.start : moov.end])


def _film(file: File, moov: Box, moves: Moves | None) -> bytes:
    return films.written(file.data, moov, file.film, moves, parts.plain_colour)


def _head(data: bytes, ftyp: Box) -> bytes:
    """Return the brands, each once."""
    body = data[ftyp.body : ftyp.end]
    names = [body[at : at + 4] for at in range(8, len(body) - 3, 4)]
    if len(names) == len({*names}) and len(names) <= _MAX_BRANDS and len(body) % 4 == 0 and all(map(parts.printable, names)):
        return box(b"ftyp", body)
    return box(b"ftyp", body[:8].ljust(8, b"\0"), *list(dict.fromkeys(name for name in names if parts.printable(name)))[:_MAX_BRANDS])


def _written(file: File, credentials: bytes) -> bytes:
    """Return the file written afresh: brands, credentials, items, film, and one `mdat` with all that is coded."""
    ftyp = file.first(b"ftyp")
    head = (_head(file.data, ftyp) if ftyp else b"") + credentials
    fresh = {number: one.fresh for number, one in file.clean.items.items() if one.fresh is not None}
    fixed = listed.around(file.data, file.clean)
    moov = file.first(b"moov") if file.film else None
    size = (listed.size(file.clean, fixed) if file.clean.items else 0) + (len(_film(file, moov, None)) if moov else 0)
    start = len(head) + size + 8
    coded = [memoryview(file.data)[first:last] for first, last in file.ranges]
    missing = max(0, file.claimed - len(file.data))
    size = 8 + sum(map(len, fresh.values())) + sum(map(len, coded)) + missing
    mdat = min(size, 0xFFFFFFFF).to_bytes(4, "big") + b"mdat"
    return b"".join((head, *_front(file, fixed, start, fresh), mdat, *fresh.values(), *coded))


def _front(file: File, fixed: tuple[bytes, bytes], start: int, fresh: dict[int, bytes]) -> Iterator[bytes]:
    """Yield `meta` and `moov` for coded bytes that start at a place; what is fresh stands before what is old."""
    places = {}
    for number, data in fresh.items():
        places[number] = start
        start += len(data)
    moves = Moves(file.ranges, start, len(file.data))
    if file.clean.items:
        yield listed.written(file.clean, fixed, moves, places)
    moov = file.first(b"moov")
    if moov is not None and file.film:
        yield _film(file, moov, moves)


def _notes(file: File) -> tuple[str, ...]:
    values = file.clean.properties
    names = {name for name, _ in values}
    notes = [kept.PICTURE]
    if names & _TURNS:
        notes.append(kept.TURNED)
    profile = next((data[4:] for name, data in values if name == b"colr" and data[:4] in (b"prof", b"rICC")), None)
    notes += kept.told(Marks(), colour.plain(profile) if profile else None)
    if any(name == b"auxC" and parts.ALPHA.search(data) for name, data in values) or any(one.handler == b"auxv" for one in file.film):
        notes.append(kept.ALPHA)
    if file.film:
        notes.append(kept.ANIMATION)
    if any(name == b"auxC" and parts.GAIN_MAP.search(data) for name, data in values) or any(
        item.kind == b"tmap" for item in file.clean.items.values()
    ):
        notes.append(kept.GAIN_MAP)
    return tuple(notes)
