"""Files made to harm: they lie, loop, nest, blow up, or pose as something else. Steps are counted, never timed."""

import random
import struct
import sys
import tracemalloc
from types import FrameType
from typing import Any

import pytest
import seeds
from photos import makers as m
from photos import makers_heif as h
from photos.hostile import AVIF_HEAD, GIF, GROWING, GUESTS, HUGE, JPEG, LIES, LOOPS, PACKED_BOMBS, PATHS, PNG, with_exif

from bot.errors import PhotoError
from bot.photos import clean, inspect
from bot.photos.formats import FORMATS

PLAIN = {known.NAME: seeds.seed(f"{known.NAME} plain") for known in FORMATS if f"{known.NAME} plain" in seeds.makers()}


def lines(data: bytes) -> int:
    """Return how many lines of our code run while a file is cleaned or refused."""
    count = 0

    def step(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return step if "/bot/" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(step)
    try:
        clean(data)
    except PhotoError:
        pass
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("what", GROWING)
def test_twice_the_pieces_take_at_most_twice_the_steps(what: str) -> None:
    """However many pieces a file is cut into, the work grows with their number and no faster, and each takes few steps."""
    once, twice = lines(GROWING[what](400)), lines(GROWING[what](800))
    assert twice <= 2 * once + 2_000
    assert twice <= 800 * 250 + 20_000


FAR_TOO_MANY = [
    "jpeg profile pieces",
    "xmp open",
    "xmp quotes",
    "webp frames",
    "heif nested boxes",
    "heif items",
    "film tracks",
    "tiff pages",
]


@pytest.mark.parametrize("what", FAR_TOO_MANY)
def test_far_more_pieces_than_any_photo_has(what: str) -> None:
    """Of sixty-five thousand pieces the file is cleaned, or refused in words; no stack, no memory, no patience runs out."""
    seeds.cleaned(GROWING[what](65_000))


@pytest.mark.parametrize("what", LIES)
def test_numbers_that_cannot_be(what: str) -> None:
    """Sizes of 64 bits, tables of four billion rows and strips beyond the end take few steps and little memory."""
    tracemalloc.start()
    try:
        seeds.cleaned(LIES[what])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 << 20
    assert lines(LIES[what]) < 100_000


def test_an_item_whose_place_is_told_twice_is_refused() -> None:
    """Where a table of places lists one item twice, readers differ in what they show, so the file is refused."""
    rows = struct.pack(">HHHHIIHHHII", 2, 1, 0, 1, 300, 4, 1, 0, 1, 300, 9)
    with pytest.raises(PhotoError, match="twice"):
        clean(AVIF_HEAD + h.full(b"meta", h.full(b"pitm", b"\0\1"), h.full(b"iloc", b"\x44\0", rows)))


@pytest.mark.parametrize("what", LOOPS)
def test_directories_that_loop_or_lie(what: str) -> None:
    """An Exif block that loops, lies or points nowhere ends quietly: the block goes, the picture stays."""
    data = with_exif(LOOPS[what])
    assert lines(data) < 150_000
    assert clean(data).data == JPEG


@pytest.mark.parametrize("what", PACKED_BOMBS)
def test_bombs_do_not_go_off(what: str) -> None:
    """A chunk that inflates to 64 MB and more is read within bounds: under 60 MB of memory in all."""
    data = m.with_chunks(PNG, PACKED_BOMBS[what])
    tracemalloc.start()
    try:
        copy = clean(data).data
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert copy == PNG
    assert peak < 60 << 20


@pytest.mark.parametrize("name", HUGE)
def test_a_picture_that_claims_to_be_huge(name: str) -> None:
    """A claim of 60,000 x 60,000 costs nothing: no pixel is ever allocated."""
    tracemalloc.start()
    try:
        clean(HUGE[name])
    except PhotoError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 4 << 20


@pytest.mark.parametrize("guest", GUESTS)
@pytest.mark.parametrize("name", sorted(PLAIN))
def test_polyglots_lose_their_second_nature(name: str, guest: str) -> None:
    """A picture that is an archive, a page, a script or a document as well, is only a picture afterwards."""
    data = PLAIN[name] + GUESTS[guest]
    assert m.secrets_in(clean(data).data) == set()


@pytest.mark.parametrize("guest", GUESTS)
def test_polyglots_inside_blocks(guest: str) -> None:
    """The same inside comments and private blocks."""
    body = GUESTS[guest]
    assert clean(m.with_segments(JPEG, m.segment(0xFE, body), m.segment(0xE0, b"JFIF\0" + body))).data == JPEG
    assert clean(m.with_chunks(PNG, m.chunk(b"tEXt", b"a\0" + body), m.chunk(b"scRp", body))).data == PNG
    assert clean(m.with_extensions(GIF, m.extension(0xFE, body), m.extension(0xFF, b"SCRIPT  1.0", body))).data == GIF


@pytest.mark.parametrize("path", PATHS)
def test_path_names_are_words(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path or an address inside a photo is told as words; nothing is opened, asked or run."""
    data = with_exif(
        m.piexif.dump({"0th": {0x010F: path.encode(), 0x0131: path.encode()}, "Exif": {0x9286: b"ASCII\0\0\0" + path.encode()}})
    )
    clean(data), inspect(data)  # whatever is loaded late is loaded now
    opened: list[str] = []
    watching = True

    def watch(event: str, _: Any) -> None:
        if watching and event in ("open", "os.system", "subprocess.Popen", "socket.connect", "os.exec"):
            opened.append(event)

    sys.addaudithook(watch)
    told = inspect(data)
    assert clean(data).data == JPEG
    watching = False
    assert opened == []
    assert any(path.rsplit("\\", maxsplit=1)[-1][:6] in one.text for one in told)


def numbers_in(data: bytes, most: int) -> list[int]:
    """Return places to put lies at: everywhere in a short file, spread over a long one."""
    return list(range(8, len(data) - 4, max(1, len(data) // most)))


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_lengths_that_lie(name: str) -> None:
    """A huge or a tiny number anywhere in the file gives a clean photo or a PhotoError."""
    data = PLAIN[name]
    for at in numbers_in(data, 60):
        for lie in (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\1\0\0\0"):
            seeds.cleaned(data[:at] + lie + data[at + 4 :])


@pytest.mark.parametrize("name", sorted(seeds.makers()))
def test_cut_anywhere(name: str) -> None:
    """Cut at some forty places, a file gives a clean photo that stays clean, or a PhotoError."""
    data = seeds.seed(name)
    dice = random.Random(f"cut {name}")
    for at in {0, 1, 2, 3, 11, 12, 13, len(data) - 1, *(dice.randrange(len(data)) for _ in range(30))}:
        seeds.cleaned(data[:at])
