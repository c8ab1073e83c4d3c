"""Icons and cursors: every picture stays, what hides between and in them goes."""

import io
import struct

import pytest
from photos import makers_icon as mi
from photos.makers import secrets_in
from PIL import Image
from seeds import cleaned

from bot.photos import clean, inspect, proof
from bot.photos.formats import cur, ico
from bot.photos.segment import join

ALL = pytest.mark.parametrize("name", mi.MAKERS)


@ALL
def test_secrets_go_and_cleaning_twice_is_cleaning_once(name: str) -> None:
    """No planted byte string is left; a clean icon comes back byte for byte; the segments joined are the file."""
    data = mi.MAKERS[name]()
    result = clean(data)
    assert secrets_in(result.data) == set()
    assert (result.format, result.changed) == (name[:3], result.data != data)
    assert clean(result.data).data == result.data
    assert join({"ico": ico, "cur": cur}[name[:3]].split(data)) == data


@pytest.mark.parametrize("name", [name for name in mi.MAKERS if name != "cur talking"])
def test_the_pictures_are_the_same(name: str) -> None:
    """Pillow shows every size as before; it knows no cursors that hold PNGs."""
    data = mi.MAKERS[name]()
    before, after = (Image.open(io.BytesIO(one)) for one in (data, clean(data).data))
    assert before.info.get("sizes") == after.info.get("sizes")
    for size in sorted(before.info.get("sizes", [])):
        before.size = after.size = size
        before.load(), after.load()
    mode = "RGB" if name == "ico with everything" else "RGBA"  # Pillow looks for a mask at the very end, where a secret stood
    assert before.convert(mode).tobytes() == after.convert(mode).tobytes()


def test_plain_icons_come_back_as_they_are() -> None:
    """An icon that tells nothing is not touched, not even where zeros align its pictures."""
    for data in (mi.MAKERS["ico plain"](), mi.MAKERS["ico png"](), mi.icon((mi.bitmap(),), gap=bytes(2))):
        assert clean(data).data == data


def test_what_a_png_inside_told_is_found() -> None:
    """A PNG in an icon tells what it would tell alone."""
    assert {"location", "person"} <= {one.kind for one in inspect(mi.MAKERS["ico with everything"]())}


def test_the_place_that_points_stays() -> None:
    """A cursor keeps its hot spot, which stands where icons say their depth."""
    data = bytearray(mi.MAKERS["cur talking"]())
    struct.pack_into("<HH", data, 10, 3, 5)
    assert struct.unpack_from("<HH", clean(bytes(data)).data, 10) == (3, 5)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:-40],
        lambda data: data[:14] + b"\xff\xff\xff\x7f" + data[18:],
        lambda data: data[:22] + data[6:22] + data[38:],
        lambda data: data[:38] + b"\x0c" + data[39:],
        lambda data: data[:54] + b"\1" + data[55:],
    ],
    ids=["cut", "long", "twice", "old header", "packed"],
)
def test_broken_icons_are_safe(change) -> None:
    """Cut, lying or strange icons are cleaned, so that cleaning again changes nothing, or refused in words."""
    cleaned(change(mi.MAKERS["ico with everything"]()))


@pytest.mark.parametrize(
    ("what", "data"),
    [
        ("reserved", mi.icon((mi.bitmap(),), reserved=9)),
        ("gap", mi.icon((mi.bitmap(),), gap=b"secret")),
        ("behind", mi.icon((mi.bitmap(),), behind=b"secret")),
        ("tail", mi.icon((mi.bitmap() + b"secret",))),
        ("png", mi.icon((mi.talking_png(),))),
    ],
)
def test_the_second_reading_catches_leaks(what: str, data: bytes) -> None:
    """A planted leak is named by the proof."""
    assert proof.leftovers(data, "ico"), what
