"""What is no photo that can be cleaned gets a PhotoError in words."""

import pytest
from photos import makers as m

from bot.errors import BrokenPhotoError, PhotoError, UnknownFormatError, UnsupportedFormatError
from bot.photos import clean, inspect

JPEG, PNG, WEBP = m.photo("jpeg plain"), m.photo("png plain"), m.photo("webp plain")
LATER = [
    (b"\x1aE\xdf\xa3\x9fB\x86\x81", "video"),
    (b"\0\0\0\x14ftypM4A \0\0\0\0", "sound"),
    (b"II*\0\x10\0\0\0CR\2\0", "Canon raw"),
    (b"%PDF-1.7", "PDF"),
    (b"PK\3\4", "archive"),
    (b"8BPS", "Photoshop"),
    (b"OggS", "sound"),
    (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
]


@pytest.mark.parametrize(("data", "name"), LATER)
def test_other_formats_are_named(data: bytes, name: str) -> None:
    """A known format that is not cleaned yet is named, with what to do."""
    with pytest.raises(UnsupportedFormatError, match="yet") as caught:
        clean(data)
    assert name in caught.value.message
    assert name in caught.value.format
    assert caught.value.hint


@pytest.mark.parametrize("data", [b"Dear diary,\nnothing happened.", "Füße".encode(), b"<html><body>hi</body></html>"])
def test_a_text_is_called_a_text(data: bytes) -> None:
    """A text document, whatever it is called, is told apart from a picture."""
    with pytest.raises(UnknownFormatError, match="text document, so there is no picture to clean"):
        inspect(data)


def test_unknown_bytes() -> None:
    """Bytes of no known kind are said to be that."""
    with pytest.raises(UnknownFormatError, match="don't recognise"):
        clean(b"\0\1\2\3\4\5")


def test_an_empty_file() -> None:
    """Nothing arrived, and the error says so."""
    with pytest.raises(BrokenPhotoError, match="empty"):
        clean(b"")


@pytest.mark.parametrize(
    "data",
    [
        JPEG[:300],
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff",
        PNG[:8],
        PNG[:33] + m.chunk(b"IEND", b""),
        WEBP[:12],
        m.photo("gif plain")[:20],
        b"GIF89a",
        m.photo("bmp plain")[:54],
        m.photo("bmp plain")[:18] + bytes(4) + m.photo("bmp plain")[22:],
        b"BM" + bytes(12) + b"\x28" + bytes(40),
        m.with_riff(WEBP[:12]),
        m.with_riff(WEBP[:12], m.riff(b"ANMF", b"short")),
    ],
)
def test_a_file_without_its_picture(data: bytes) -> None:
    """A file whose picture is missing is damaged, and the error says where."""
    with pytest.raises(BrokenPhotoError, match="damaged") as caught:
        clean(data)
    assert 0 <= caught.value.offset <= len(data)


@pytest.mark.parametrize(
    "data",
    [
        PNG[:33] + m.chunk(b"teSt", b"") * 100_000 + PNG[33:],
        JPEG[:20] + m.segment(0xFE, b"") * 100_000 + JPEG[20:],
        m.with_riff(WEBP, m.riff(b"abcd", b"") * 100_000),
        m.with_extensions(m.photo("gif plain"), b"!\xfe" + b"\1a" * 2_000_000 + b"\0"),
    ],
    ids=["png", "jpeg", "webp", "gif"],
)
def test_far_too_many_pieces(data: bytes) -> None:
    """No file keeps the walkers busy: past a budget of steps it is refused."""
    with pytest.raises(PhotoError, match="more pieces"):
        clean(data)


def test_a_bomb_is_not_inflated() -> None:
    """A text and a profile that would inflate to gigabytes are dropped, read only within bounds."""
    import zlib

    bomb = zlib.compress(bytes(1 << 26), 9)
    data = m.with_chunks(PNG, m.chunk(b"zTXt", b"Comment\0\0" + bomb), m.chunk(b"iCCP", b"icc\0\0" + bomb))
    assert clean(data).data == PNG


def test_rare_variants_are_refused() -> None:
    """JPEG-LS and Apple's app-only PNG are refused by name rather than spoilt."""
    with pytest.raises(UnsupportedFormatError, match="JPEG-LS"):
        clean(JPEG[:2] + m.segment(0xF7, bytes(9)) + JPEG[2:])
    with pytest.raises(UnsupportedFormatError, match="app-only"):
        clean(m.with_chunks(PNG, m.chunk(b"CgBI", bytes(4))))
