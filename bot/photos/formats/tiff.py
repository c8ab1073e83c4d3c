"""TIFF and BigTIFF (TIFF 6.0): a header, directories of tags anywhere, and the values and coded strips or tiles they point at.

Everything in such a file is found by its place, so a clean one is laid out anew: header,
the coded bytes as they are, then for each page a directory of the tags in `pages.NEEDED`.
The colour profile is freed of texts; previews, all other tags, and bytes nobody points at go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.photos.containers.tiff import Directory, Field, form
from bot.photos.formats import kept, raw
from bot.photos.formats.pages import COUNTS, ICC, STREAM_LENGTH, SUB, TABLES, Page, Span, Walker, block, pages
from bot.photos.formats.relaid import Relaid
from bot.photos.formats.strips import Strips
from bot.photos.formats.told import Teller
from bot.photos.formats.wanted import NOTHING, Wanted
from bot.photos.segment import Segment, broken
from bot.photos.upright import Marks
from bot.strings import say

NAME, TITLE, MEDIA_TYPE, SUFFIX = "tiff", "TIFF", "image/tiff", ".tiff"

_ORIENTATION, _RESOLUTION = 274, 282
_CODED, _TAGS = "the coded picture", "TIFF tags"
_Mark = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True)
class Header(Segment):
    """The first bytes of the file, and what was found by following them."""

    layout: Relaid | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Told(Segment):
    """A directory; its reader gets the tags that go, put together with their values from all over the file."""

    block: bytes = field(default=b"", repr=False)

    @property
    def payload(self) -> memoryview:
        """The bytes a reader gets."""
        return memoryview(self.block)


def recognises(data: bytes) -> bool:
    """Tell whether the content starts like a TIFF that is no camera raw file by its first bytes."""
    return form(data) is not None and not raw.says_so(data)


def split(data: bytes) -> tuple[Segment, ...]:
    """Return header, directories, coded bytes, and what is between and behind them."""
    kind = form(data)
    if kind is None:
        raise broken("Its header is cut", 0)
    walker = Walker(data, kind)
    chain = walker.chain()
    raw.refuse(walker, chain)
    full, going = pages(walker, chain)
    stay = [one for page in full for one in (page, *page.below)]
    layout = Relaid(walker, full, Strips(data, stay))
    told = _told(walker, chain, stay, going)
    marks = sorted(_marks(layout, stay, going, told))
    pieces = list(_pieces(data, kind.header, marks))
    plain = layout.is_plain(chain) and not any(kind for *_, kind in pieces)
    return tuple(_segments(memoryview(data), pieces, told, layout, plain=plain))


@dataclass(frozen=True, slots=True)
class _ToldAll:
    """What goes, told by directory, and where its values stand."""

    blocks: dict[int, bytes]
    ends: dict[int, int]
    spans: list[Span]


def _told(walker: Walker, chain: list[Directory], stay: list[Page], going: list[Page]) -> _ToldAll:
    teller = Teller(walker)
    staying = {page.directory.at: _kept(page) for page in stay}
    found = {one.at: one for one in (*chain, *(page.directory for page in (*stay, *going)))}
    blocks = {at: teller.block(one, staying.get(at, ())) for at, one in found.items()}
    return _ToldAll(blocks, {at: one.end for at, one in found.items()}, teller.spans)


def _kept(page: Page) -> frozenset[int]:
    """Return the tags of a page that tell nothing."""
    return frozenset((*page.values, *page.coded, *COUNTS, 279, 325, STREAM_LENGTH, SUB, TABLES, ICC))


def _marks(layout: Relaid, stay: list[Page], going: list[Page], told: _ToldAll) -> Iterator[_Mark]:
    """Yield what is known to be at a place: (start, end, name, kind)."""
    yield from ((start, end, _CODED, "") for start, end in layout.strips.runs)
    yield from ((start, end, "JPEG in TIFF", kind) for start, end, kind in layout.strips.dropped)
    yield from ((at, end, _TAGS, "") for at, end in told.ends.items())
    yield from ((start, end, "values", "") for start, end in told.spans)
    for page in stay:
        yield from ((one.at, one.at + one.size, *_value(layout, page, one)) for one in page.fields.values() if not one.inside)
    for page in going:
        yield from ((start, end, "preview", "thumbnail") for spans in page.coded.values() for start, end in spans)


def _pieces(data: bytes, at: int, marks: list[_Mark]) -> Iterator[_Mark]:
    """Yield the file behind its header in pieces, those that nobody points at among them."""
    for start, end, name, kind in marks:
        if start > at:
            yield _gap(data, at, start)
            at = start
        if end > at:
            yield at, end, name, kind
            at = end
    if at < len(data):
        yield _gap(data, at, len(data))


def _gap(data: bytes, start: int, end: int) -> _Mark:
    """Return a piece that nobody points at; zeros only align what follows."""
    if not data[start:end].strip(b"\0"):
        return start, end, "padding", ""
    return (start, end, "behind the picture", "trailer") if end == len(data) else (start, end, "between values", "unknown")


def _value(layout: Relaid, page: Page, one: Field) -> tuple[str, str]:
    """Return name and kind of a value."""
    if one.tag != ICC:
        return "values", ""
    profile = layout.profile(page)
    return "ICC profile", "" if profile is not None and profile.data == block(layout.data, page.fields, ICC) else "icc"


def _segments(view: memoryview, pieces: list[_Mark], told: _ToldAll, layout: Relaid, *, plain: bool) -> Iterator[Segment]:
    yield Header("header", 0, view[: layout.form.header], plain, layout=layout)
    for start, end, name, kind in pieces:
        block = told.blocks.get(start, b"")
        if block and name == _TAGS:
            yield Told(name, start, view[start:end], kind="tiff", block=block)
        else:
            yield Segment(name, start, view[start:end], plain or name == _CODED, kind=kind, head=4 if kind == "exif" else 0)


def keep(segments: tuple[Segment, ...], asked: Wanted = NOTHING) -> kept.Kept:
    """Return the clean TIFF: every full page, its tags afresh, its coded bytes as they are."""
    header = segments[0]
    if not isinstance(header, Header) or header.layout is None:
        raise broken("Its header is missing", 0)
    layout = header.layout
    notes = _notes(layout)
    if all(segment.needed for segment in segments):
        return kept.Kept(layout.data, notes)
    return kept.Kept(b"".join(layout.parts(asked)), notes)


def _notes(layout: Relaid) -> tuple[str, ...]:
    page = layout.pages[0]
    turned = layout.walker.number(page.fields, _ORIENTATION, 1)
    notes = (kept.PICTURE, *kept.told(Marks(turned if 2 <= turned <= 8 else 1), layout.profile(page)))
    if _RESOLUTION in page.values:
        notes += (kept.DENSITY,)
    return (*notes, say("all of its {n} pages", n=len(layout.pages))) if len(layout.pages) > 1 else notes
