"""Which tracks of a film are seen and heard, which of their boxes that takes, and the film written with these alone."""

from __future__ import annotations

from collections.abc import Iterator

from bot.errors import UnsupportedFormatError
from bot.photos.containers.boxes import Box, Moves, box, boxes
from bot.photos.containers.tracks import Track
from bot.photos.formats.heif_parts import plain_colour
from bot.photos.segment import Steps, broken
from bot.strings import phrase, say

#: What each box may hold; whatever is not here goes (notes, places, names, links between tracks, private boxes).
TREE: dict[bytes, frozenset[bytes]] = {
    b"moov": frozenset((b"mvhd", b"trak")),
    b"trak": frozenset((b"tkhd", b"tapt", b"edts", b"mdia")),
    b"tapt": frozenset((b"clef", b"prof", b"enof")),  # sizes QuickTime shows it in
    b"edts": frozenset((b"elst",)),  # where sound and pictures start
    b"mdia": frozenset((b"mdhd", b"hdlr", b"minf")),
    b"minf": frozenset((b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl")),
    b"dinf": frozenset((b"dref",)),
    b"stbl": frozenset(b"stsd stts ctts cslg stss stps sdtp stsc stsz stz2 stco co64 sgpd sbgp".split()),
}
#: Boxes of a sample entry that a decoder or the look needs: codec, colour, shape, light, both eyes, all round.
ENTRY = frozenset(
    b"avcC hvcC lhvC hvcE vvcC evcC av1C vpcC apvC esds d263 glbl jp2h dvcC dvvC dvwC "
    b"colr pasp clap fiel gama clli mdcv cclv amve ccst btrt SmDm CoLL vexu hfov st3d sv3d "
    b"wave chan chnl srat pcmC dOps dfLa alac dac3 dec3 dac4 ddts damr mhaC SA3D frma enda".split()
) | {b"SMI "}
#: Boxes that hold boxes in a sample entry, and which: QuickTime's sound settings, a film all round.
NESTED = {b"wave": frozenset((b"frma", b"mp4a", b"esds", b"enda", b"alac", b"chan", bytes(4))), b"sv3d": frozenset((b"svhd", b"proj"))}
#: Bytes of a header that mean something, by version (ISO/IEC 14496-12, 8.2 to 8.6; QuickTime: clef, prof, enof).
_FIXED = {b"mvhd": (100, 112), b"tkhd": (84, 96), b"mdhd": (24, 36), b"vmhd": (12, 12), b"smhd": (8, 8), b"cslg": (24, 44)}
_FIXED |= dict.fromkeys(TREE[b"tapt"], (12, 12))
#: Bytes of a table's row, by version; the number of rows stands behind version and flags.
_ROWS = {b"elst": (12, 20), b"stts": (8, 8), b"ctts": (8, 8), b"stss": (4, 4), b"stps": (4, 4), b"stsc": (12, 12)}
_ROWS |= {b"stco": (4, 4), b"co64": (8, 8)}
_DATED = frozenset((b"mvhd", b"tkhd", b"mdhd"))
#: Groups of samples: where a decoder may start, and how far before.
_GROUPS, _MOST_OF_GROUPS = frozenset((b"roll", b"prol", b"rap ", b"sync")), 256
#: Boxes of a fragment that go and tell nothing.
QUIET = frozenset((b"sdtp", b"sgpd", b"sbgp", b"subs", b"tfma"))
PICTURES, SOUND = b"vide", b"soun"
_LOCKED = frozenset((b"encv", b"enca", b"drmi", b"drms"))
_PICTURE_BYTES, _SOUND_BYTES, _MORE = 78, 28, {1: 16, 2: 36}
#: In a sample entry: who made the encoder, what it is called, the number of a colour table that would follow.
_VENDOR, _TOOL, _TABLE = slice(12, 16), slice(42, 74), slice(74, 78)
_UNCHANGED = b"\0\1\0\0" + bytes(12) + b"\0\1\0\0" + bytes(12) + b"\x40\0\0\0"
_AGAIN = phrase("Save it once more with any video app, as an ordinary MP4, and send that.")


def refused(what: str, name: str) -> UnsupportedFormatError:
    """Return the refusal of a film that is well but of a kind that cannot be cleaned."""
    return UnsupportedFormatError(say("{what}. I can't clean that kind yet.", what=say(what)), say(_AGAIN), format=name)


def shown(data: bytes, tracks: tuple[Track, ...]) -> tuple[Track, ...]:
    """Return the tracks that are seen or heard: no data, no texts, no chapter pictures, no pictures that are switched off."""
    chapters = {number for track in tracks for name, numbers in track.references if name == b"chap" for number in numbers}
    pictures = [one for one in tracks if one.handler == PICTURES and one.chunks and one.number not in chapters]
    pictures = [one for one in pictures if enabled(data, one)] or pictures
    return tuple(one for one in tracks if one in pictures or (one.handler == SOUND and one.chunks))


def enabled(data: bytes, track: Track) -> bool:
    """Tell whether a track is switched on (8.3.2)."""
    head = within(data, track.box, b"tkhd")
    return head is not None and bool(data[head.body + 3] & 1 if head.body + 3 < head.end else 0)


def turned(data: bytes, track: Track) -> bool:
    """Tell whether a track is shown turned."""
    head = within(data, track.box, b"tkhd")
    if head is None:
        return False
    at = head.body + (52 if data[head.body : head.body + 1] == b"\1" else 40)
    return data[at : at + 36] != _UNCHANGED


def within(data: bytes, outer: Box | None, *path: bytes) -> Box | None:
    """Return the first box of each name, each within the one before."""
    for name in path:
        if outer is None:
            return None
        outer = next((one for one in boxes(data, outer.body, outer.end, Steps()) if one.name == name), None)
    return outer


def sample_entries(data: bytes, track: Track) -> list[Box]:
    """Return how the samples of a track are coded."""
    table = within(data, track.box, b"mdia", b"minf", b"stbl", b"stsd")
    return list(boxes(data, table.body + 8, table.end, Steps())) if table else []


def refuse_strange(data: bytes, track: Track) -> None:
    """Raise UnsupportedFormatError for a track that is locked, or laid out in ways of the first years of QuickTime."""
    for one in sample_entries(data, track):
        body = data[one.body : min(one.end, one.body + _PICTURE_BYTES)]
        if one.name in _LOCKED:
            raise refused("This video is locked by its seller", "locked film")
        if track.handler == PICTURES and body[_TABLE][2:] == b"\0\0" and body[_TABLE][1:2] in (b"\1", b"\2", b"\4", b"\x08"):
            raise refused("This video has a table of colours, as films of the 1990s do", "old QuickTime")
        if track.handler == SOUND and _counts_bytes(data, track, body):
            raise refused("Its sound is stored as films of the 1990s do", "old QuickTime")


def _counts_bytes(data: bytes, track: Track, body: bytes) -> bool:
    """Tell whether the table of sizes says one byte where the sound itself has more."""
    sizes = within(data, track.box, b"mdia", b"minf", b"stbl", b"stsz")
    if sizes is None or data[sizes.body + 4 : sizes.body + 8] != b"\0\0\0\1":
        return False
    channels, bits = int.from_bytes(body[16:18], "big"), int.from_bytes(body[18:20], "big")
    return channels * bits > 8 or body[8:10] == b"\0\1"


def written(data: bytes, moov: Box, kept: tuple[Track, ...], moves: Moves | None) -> bytes:
    """Return the film with these tracks only, its chunks moved; not moved if `moves` is None."""
    return _Writer(data, frozenset(one.box.start for one in kept), moves).box(moov)


class _Writer:
    """Writes boxes that may stay, each with the bytes that its standard names."""

    __slots__ = ("data", "handler", "kept", "moves", "samples", "steps")

    def __init__(self, data: bytes, kept: frozenset[int], moves: Moves | None) -> None:
        self.data, self.kept, self.moves, self.steps = data, kept, moves, Steps()
        self.handler, self.samples = b"", 0

    def box(self, one: Box) -> bytes:
        """Return a box that may stay, written afresh; b"" where it says nothing that counts."""
        if one.name in TREE:
            if one.name == b"stbl":
                self.samples = _samples(self.data, one)
            return box(one.name, *(self.box(inner) for inner in self._inside(one)))
        body = self._leaf(one.name, self.data[one.body : one.end])
        return box(one.name, body) if body else b""

    def _inside(self, one: Box) -> Iterator[Box]:
        """Yield what stays within a box: the first of each name, and the tracks that are kept."""
        seen = set[bytes]()
        for inner in boxes(self.data, one.body, one.end, self.steps):
            many = inner.name in (b"trak", b"sgpd", b"sbgp")
            if inner.name in TREE[one.name] and (many or inner.name not in seen):
                seen.add(inner.name)
                if inner.name == b"hdlr" and one.name == b"mdia":
                    self.handler = self.data[inner.body + 8 : inner.body + 12]
                if inner.name != b"trak" or inner.start in self.kept:
                    yield inner

    def _leaf(self, name: bytes, body: bytes) -> bytes:
        newer = body[:1] == b"\1"
        if name in _FIXED:
            body = body[: _FIXED[name][newer]]
            return _undated(body) if name in _DATED else body
        if name in _ROWS:
            body = body[: 8 + _ROWS[name][newer] * int.from_bytes(body[4:8], "big")]
            return self._moved(body, _ROWS[name][0]) if name in (b"stco", b"co64") else body
        if name == b"hdlr":
            return _handler(body)
        if name == b"dref":
            return _own_data(body)
        if name == b"stsd":
            return self._entries(body)
        return _table(name, body, self.samples)

    def _moved(self, body: bytes, width: int) -> bytes:
        if self.moves is None:
            return body
        places = (int.from_bytes(body[at : at + width], "big") for at in range(8, len(body) - width + 1, width))
        return body[:8] + b"".join(self.moves.of(place).to_bytes(width, "big") for place in places)

    def _entries(self, body: bytes) -> bytes:
        many = int.from_bytes(body[4:8], "big")
        found = [one for _, one in zip(range(min(many, len(body))), boxes(body, 8, len(body), self.steps), strict=False)]
        return body[:8] + b"".join(self._entry(body, one) for one in found)

    def _entry(self, body: bytes, one: Box) -> bytes:
        """Return a sample entry without the names of encoder and maker, and without boxes that neither decoder nor look needs."""
        head = _head(body, one, self.handler)
        front = bytearray(body[one.body : min(one.end, one.body + head)])
        for place in (_VENDOR, _TOOL) if self.handler == PICTURES else (_VENDOR,):
            front[place] = bytes(len(front[place]))
        inner = [_inner(body, inside, self.steps) for inside in boxes(body, one.body + head, one.end, self.steps) if inside.name in ENTRY]
        return box(one.name, bytes(front), *inner)


def _head(body: bytes, one: Box, handler: bytes) -> int:
    """Return the bytes before the boxes of a sample entry; QuickTime's newer sound has more, where the table itself is the old one."""
    if handler == PICTURES:
        return _PICTURE_BYTES
    version = int.from_bytes(body[one.body + 8 : one.body + 10], "big") if body[:1] == b"\0" else 0
    return _SOUND_BYTES + _MORE.get(version, 0)


def _inner(data: bytes, one: Box, steps: Steps) -> bytes:
    body = data[one.body : one.end]
    if one.name == b"colr":
        body = plain_colour(body)
        return box(one.name, body) if body else b""
    if one.name in NESTED:
        inside = (inner for inner in boxes(data, one.body, one.end, steps) if inner.name in NESTED[one.name])
        return box(one.name, *(box(inner.name, _bare(inner, data[inner.body : inner.end])) for inner in inside))
    return box(one.name, body)


def _bare(one: Box, body: bytes) -> bytes:
    """Return a nested box's bytes, without the tool that is named in one of them."""
    return bytes(5) if one.name == b"svhd" else b"" if one.name == bytes(4) else body


def _undated(body: bytes) -> bytes:
    """Return a header with its two dates set to zero (8.2.2)."""
    width = 16 if body[:1] == b"\1" else 8
    return body[:4] + bytes(len(body[4 : 4 + width])) + body[4 + width :]


def _handler(body: bytes) -> bytes:
    """Return what a track holds, without its name; a QuickTime film also says who fetches the data: always itself."""
    if body[4:8] == b"dhlr":
        return bytes(4) + b"dhlrurl " + bytes(13)
    return bytes(4) + (b"mhlr" if body[4:8] == b"mhlr" else bytes(4)) + body[8:12] + bytes(13)


def _own_data(body: bytes) -> bytes:
    """Return the data references, all saying "in this file" (8.7.2); refused if they name another file."""
    count = int.from_bytes(body[4:8], "big")
    if not 0 < count < 16:
        raise broken("It says nothing about where its data is", 0)
    for one in boxes(body, 8, len(body), Steps()):
        if body[one.body + 3 : one.body + 4] != b"\1" and one.end - one.body > 4:
            raise refused("The pictures of this video are in another file", "film in pieces")
    return bytes(4) + count.to_bytes(4, "big") + box(b"url ", b"\0\0\0\1") * count


def _samples(data: bytes, stbl: Box) -> int:
    """Return how many samples a track has, by its table of sizes."""
    sizes = within(data, stbl, b"stsz") or within(data, stbl, b"stz2")
    return int.from_bytes(data[sizes.body + 8 : min(sizes.end, sizes.body + 12)], "big") if sizes else 0


def _table(name: bytes, body: bytes, samples: int) -> bytes:
    """Return a table of samples without what stands behind it; b"" for groups that nothing needs."""
    if name == b"sdtp":
        return body[: 4 + samples]
    if name == b"stsz":
        return body[: 12 if any(body[4:8]) else 12 + 4 * samples]
    if name == b"stz2":
        return body[: 12 + (samples * body[7] + 7) // 8] if len(body) > 7 else body
    if body[4:8] not in _GROUPS:
        return b""
    if name == b"sgpd":
        return body if len(body) <= _MOST_OF_GROUPS else b""
    at = 12 if body[:1] == b"\1" else 8
    return body[: at + 4 + 8 * int.from_bytes(body[at : at + 4], "big")]
