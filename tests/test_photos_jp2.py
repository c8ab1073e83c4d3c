"""JPEG 2000: the coded picture stays, comments and boxes that tell go."""

import io

import pytest
from photos import makers_jp2 as mj
from photos.makers import drawing, secret, secrets_in
from photos.makers_heif import box
from PIL import Image
from seeds import cleaned

from bot.errors import UnsupportedFormatError
from bot.photos import clean, inspect, proof
from bot.photos.formats import jp2
from bot.photos.segment import join

ALL = pytest.mark.parametrize("name", mj.MAKERS)


def shown(data: bytes) -> bytes:
    """Return what Pillow shows."""
    return Image.open(io.BytesIO(data)).convert("RGBA").tobytes()


@ALL
def test_the_picture_stays_and_secrets_go(name: str) -> None:
    """Pillow shows the same, no planted byte string is left, a clean file is not touched, the segments joined are the file."""
    data = mj.MAKERS[name]()
    copy = clean(data).data
    assert shown(copy) == shown(data)
    assert secrets_in(copy) == set()
    assert clean(copy).data == copy
    assert join(jp2.split(data)) == data


def test_what_it_told_is_found() -> None:
    """Exif, XMP, comments and credentials are read."""
    kinds = {one.kind for one in inspect(mj.everything())}
    assert {"location", "time", "person", "comment", "edit-history"} <= kinds


def test_it_stays_upright_and_in_its_colours() -> None:
    """Orientation alone is written afresh into an Exif box; a profile of its own stays, freed of texts."""
    result = clean(mj.everything())
    assert mj.EXIF + b"MM\0*" in result.data
    assert b"rXYZ" in result.data
    assert any("up" in note for note in result.kept)


def test_a_tile_without_its_comment_says_its_new_length() -> None:
    """A comment in a tile-part's header goes, and the length of the tile-part is less by as much."""
    data = mj.jp2(drawing(), "j2k")
    assert clean(mj.with_comments(data)).data == clean(data).data


@pytest.mark.parametrize("box_name", [b"xml ", b"uuid", b"jumb", b"uinf", b"jp2i", b"free", b"jp2c", b"rreq"])
def test_the_second_reading_catches_boxes(box_name: bytes) -> None:
    """A box that may tell is named by the proof."""
    assert proof.leftovers(mj.jp2(drawing(), comment=None) + box(box_name, secret("planted")), "jp2")


def test_the_second_reading_catches_the_rest() -> None:
    """Comments, talking profiles and bytes behind the end are named by the proof."""
    bare = mj.jp2(drawing(), "j2k")
    for data in (mj.with_comments(bare), bare + b"secret", mj.with_profile(mj.jp2(drawing()), mj.own_profile())):
        assert proof.leftovers(data, "jp2")


def test_cut_anywhere_it_is_cleaned_or_refused() -> None:
    """Cut at every tenth byte, it is cleaned without secrets or refused in words."""
    data = mj.everything()
    for end in range(0, len(data), 10):
        copy = cleaned(data[:end])
        assert copy is None or secrets_in(copy) == set()


def test_films_and_compositions_are_refused_by_name() -> None:
    """Motion JPEG 2000 and pictures put together from several are named."""
    data = mj.jp2(drawing())
    with pytest.raises(UnsupportedFormatError, match="film"):
        clean(data.replace(b"ftypjp2 ", b"ftypmjp2"))
    with pytest.raises(UnsupportedFormatError, match="several pictures"):
        clean(mj.with_boxes(data, box(b"comp", b"")))
