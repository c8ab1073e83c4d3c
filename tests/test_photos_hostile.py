"""Files made to harm: they lie, loop, nest, blow up, or pose as something else. Steps are counted, never timed."""

import random
import struct
import sys
import tracemalloc
import zlib
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
import seeds
from photos import makers as m
from photos import makers_jxl as x

from bot.errors import PhotoError
from bot.photos import clean, inspect
from bot.photos.formats import FORMATS

JPEG, PNG, WEBP, GIF = (m.photo(f"{name} plain") for name in ("jpeg", "png", "webp", "gif"))
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


def tiff(*directories: bytes, first: int = 8) -> bytes:
    """Return an Exif block of directories that stand one behind the other."""
    return b"Exif\0\0II*\0" + struct.pack("<I", first) + b"".join(directories)


def entry(tag: int, kind: int, count: int, value: int) -> bytes:
    """Return an entry of a directory."""
    return struct.pack("<HHII", tag, kind, count, value)


def with_exif(block: bytes) -> bytes:
    """Return a JPEG with an Exif block, whatever it is."""
    return m.with_segments(JPEG, m.segment(0xE1, block[:65_000]))


def with_xmp(text: str) -> bytes:
    """Return a PNG with XMP, which may be of any length there."""
    return m.with_chunks(PNG, m.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + text.encode()))


def nested(depth: int, name: bytes) -> bytes:
    """Return boxes, each in the one before."""
    return b"".join(struct.pack(">I4sI", 12 * left, name, 0) for left in range(depth, 0, -1))


def resources(body: bytes) -> bytes:
    """Return a JPEG with a Photoshop block."""
    return m.with_segments(JPEG, m.segment(0xED, b"Photoshop 3.0\0" + body))


#: What grows: a maker of a hostile file by a number of pieces, each of a few bytes.
GROWING: dict[str, Callable[[int], bytes]] = {
    "jpeg comments": lambda n: m.with_segments(JPEG, m.segment(0xFE, b"") * n),
    "jpeg exif": lambda n: m.with_segments(JPEG, m.segment(0xE1, m.exif()) * (n // 50)),
    "jpeg profile pieces": lambda n: m.with_segments(JPEG, m.segment(0xE2, b"ICC_PROFILE\0\1\xffpiece") * n),
    "jpeg extended xmp": lambda n: m.with_segments(JPEG, m.segment(0xE1, m.EXTENDED_HEAD + bytes(40)) * n),
    "jpeg pictures behind": lambda n: JPEG + b"\xff\xd8\xff\xe0" * n,
    "jpeg stray markers": lambda n: JPEG[:-2] + b"\xff\xd0a\xff\x01" * n + JPEG[-2:],
    "jpeg tables": lambda n: JPEG[:2] + m.segment(0xDD, b"\0\0") * n + JPEG[2:],
    "jpeg iptc": lambda n: resources(b"8BIM\4\4\0\0\0\0\xff\0" + b"\x1c\2\x5a\0\0" * min(n, 12_000)),
    "jpeg resources": lambda n: resources(b"8BIM\4\5\0\0\0\0\0\0" * min(n, 5_000)),
    "exif entries": lambda n: with_exif(tiff(struct.pack("<H", min(n, 5_000)) + entry(0x010F, 2, 4, 8) * min(n, 5_000))),
    "png empty chunks": lambda n: m.with_chunks(PNG, m.chunk(b"teSt", b"") * n),
    "png empty pieces": lambda n: PNG[:33] + m.chunk(b"IDAT", b"") * n + PNG[33:],
    "png texts": lambda n: m.with_chunks(PNG, m.chunk(b"tEXt", b"a\0b") * n),
    "png frames": lambda n: m.with_chunks(PNG, m.chunk(b"fcTL", bytes(26)) * n),
    "xmp tags": lambda n: with_xmp("<a:b>" * n),
    "xmp attributes": lambda n: with_xmp("<a:b " + 'c:d="e" ' * n + ">"),
    "xmp open": lambda n: with_xmp("<" * n),
    "xmp quotes": lambda n: with_xmp("<a:b c='" + '="' * n),
    "webp chunks": lambda n: m.with_riff(WEBP, m.riff(b"abcd", b"") * n),
    "webp frames": lambda n: m.with_riff(WEBP, m.riff(b"ANMF", bytes(16)) * n),
    "webp texts": lambda n: m.with_riff(WEBP, m.riff(b"LIST", b"INFO" + m.riff(b"IART", b"") * n)),
    "gif one-byte blocks": lambda n: m.with_extensions(GIF, b"!\xfe" + b"\1a" * n + b"\0"),
    "gif empty comments": lambda n: m.with_extensions(GIF, b"!\xfe\0" * n),
    "gif junk": lambda n: m.with_extensions(GIF, b"junk" * n),
    "gif loops": lambda n: m.with_extensions(GIF, m.extension(0xFF, b"NETSCAPE2.0", b"\1\0\0") * n),
    "jxl boxes": lambda n: x.boxed(x.box(b"free", b"") * n, x.box(b"jxlc", x.codestream())),
    "jxl pieces": lambda n: x.boxed(x.jxlp(0, x.codestream()), x.jxlp(1, b"") * n),
    "jxl maps": lambda n: x.boxed(x.box(b"jxlc", x.codestream()), x.gain_map() * n),
    "heif boxes": lambda n: b"\0\0\0\x14ftypavif\0\0\0\0avif" + struct.pack(">I4s", 8, b"free") * n,
    "heif nested boxes": lambda n: b"\0\0\0\x14ftypavif\0\0\0\0avif" + nested(n, b"meta"),
    "tiff pages": lambda n: b"II*\0\x08\0\0\0" + b"".join(struct.pack("<HI", 0, 14 + 6 * i) for i in range(n)),
    "tiff page in itself": lambda n: b"II*\0\x08\0\0\0" + struct.pack("<H", min(n, 5_000)) + entry(330, 4, 1, 8) * min(n, 5_000) + bytes(4),
}  # fmt: skip


@pytest.mark.parametrize("what", GROWING)
def test_twice_the_pieces_take_at_most_twice_the_steps(what: str) -> None:
    """However many pieces a file is cut into, the work grows with their number and no faster, and each takes few steps."""
    once, twice = lines(GROWING[what](400)), lines(GROWING[what](800))
    assert twice <= 2 * once + 2_000
    assert twice <= 800 * 250 + 20_000


FAR_TOO_MANY = [
    *("jpeg profile pieces", "jpeg pictures behind", "png texts", "xmp open", "xmp quotes", "webp frames"),
    *("gif empty comments", "jxl boxes", "heif boxes", "heif nested boxes", "tiff pages"),
]


@pytest.mark.parametrize("what", FAR_TOO_MANY)
def test_far_more_pieces_than_any_photo_has(what: str) -> None:
    """Of sixty-five thousand pieces the file is cleaned, or refused in words; no stack, no memory, no patience runs out."""
    seeds.cleaned(GROWING[what](65_000))


LOOPS = {
    "directory that points at itself": tiff(struct.pack("<H", 1) + entry(0x8769, 4, 1, 8) + struct.pack("<I", 8)),
    "two that point at each other": tiff(
        struct.pack("<H", 1) + entry(0x8769, 4, 1, 26) + bytes(4), struct.pack("<H", 1) + entry(0x8769, 4, 1, 8) + struct.pack("<I", 8)
    ),
    "pointers into itself": tiff(
        struct.pack("<H", 3) + entry(0x8825, 4, 1, 10) + entry(0xA005, 4, 1, 9) + entry(0x8769, 4, 1, 8) + bytes(4)
    ),
    "entries that all hold everything": tiff(struct.pack("<H", 4_000) + entry(0x927C, 7, 60_000, 0) * 4_000),
    "more entries than bytes": tiff(struct.pack("<H", 0xFFFF) + entry(0x010F, 2, 0xFFFFFFFF, 0xFFFFFFFF) * 100),
    "values beyond the end": tiff(struct.pack("<H", 2) + entry(0x010F, 2, 0x7FFFFFFF, 8) + entry(0x8825, 4, 1, 0xFFFFFFFF) + bytes(4)),
    "a thumbnail of four gigabytes": tiff(
        struct.pack("<H", 0) + struct.pack("<I", 14),
        struct.pack("<H", 2) + entry(0x0201, 4, 1, 0xFFFFFF00) + entry(0x0202, 4, 1, 0xFFFFFFFF),
    ),
}


@pytest.mark.parametrize("what", LOOPS)
def test_directories_that_loop_or_lie(what: str) -> None:
    """An Exif block that loops, lies or points nowhere ends quietly: the block goes, the picture stays."""
    data = with_exif(LOOPS[what])
    assert lines(data) < 150_000
    assert clean(data).data == JPEG


BOMB = zlib.compress(bytes(1 << 26), 9)
BOMBS = {
    "zTXt": m.chunk(b"zTXt", b"Comment\0\0" + BOMB),
    "iTXt": m.chunk(b"iTXt", b"Comment\0\1\0\0\0" + BOMB),
    "raw profile": m.chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(b"\nexif\n999999\n" + b"41" * (1 << 24), 9)),
    "twenty at once": m.chunk(b"zTXt", b"Comment\0\0" + BOMB) * 20,
    "iCCP": m.chunk(b"iCCP", b"icc\0\0" + BOMB),
}


@pytest.mark.parametrize("what", BOMBS)
def test_bombs_do_not_go_off(what: str) -> None:
    """A chunk that inflates to 64 MB and more is read within bounds: under 60 MB of memory in all."""
    data = m.with_chunks(PNG, BOMBS[what])
    tracemalloc.start()
    try:
        copy = clean(data).data
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert copy == PNG
    assert peak < 60 << 20


SIDES = struct.pack(">II", 60_000, 60_000)
HUGE = {
    "png": PNG[:8] + m.chunk(b"IHDR", SIDES + PNG[24:29]) + PNG[33:],
    "jpeg": JPEG.replace(b"\xff\xc0\0\x11\x08\0\x20\0\x30", b"\xff\xc0\0\x11\x08\xea\x60\xea\x60"),
    "gif": GIF[:6] + struct.pack("<HH", 60_000, 60_000) + GIF[10:],
    "jxl": b"\xff\x0a" + bytes(4) + b"\xff" * 60,
    "bmp": m.photo("bmp plain")[:18] + struct.pack("<ii", 60_000, 60_000) + m.photo("bmp plain")[26:],
}


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


GUESTS = {
    "zip": b"PK\3\4\x14\0\0\0\0\0" + bytes(20) + b"secret.txt-SECRET-guest-7261PK\5\6" + bytes(18),
    "html": b"<html><script>alert('SECRET-guest-7261')</script></html>",
    "js": b"/*SECRET-guest-7261*/=1;alert(1);//",
    "pdf": b"%PDF-1.7\n1 0 obj<</SECRET-guest-7261>>endobj\n%%EOF",
    "php": b"<?php system('SECRET-guest-7261'); ?>",
}


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


PATHS = [
    "/etc/passwd",
    "../../../../etc/shadow",
    "C:\\Windows\\win.ini",
    "file:///etc/hosts",
    "\\\\server\\share",
    "~/.ssh/id_rsa",
    "|id",
    "http://127.0.0.1/",
]


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
    for at in numbers_in(data, 120):
        for lie in (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\1\0\0\0"):
            seeds.cleaned(data[:at] + lie + data[at + 4 :])


@pytest.mark.parametrize("name", sorted(seeds.makers()))
def test_cut_anywhere(name: str) -> None:
    """Cut at some forty places, a file gives a clean photo that stays clean, or a PhotoError."""
    data = seeds.seed(name)
    dice = random.Random(f"cut {name}")
    for at in {0, 1, 2, 3, 11, 12, 13, len(data) - 1, *(dice.randrange(len(data)) for _ in range(30))}:
        seeds.cleaned(data[:at])
