"""JPEG XL: the codestream stays, to its last byte and no further; every other box goes."""

import random

import pytest
from photos import makers as m
from photos import makers_jxl as x

from bot.errors import BrokenPhotoError, PhotoError
from bot.photos import clean, inspect, proof
from bot.photos.containers import codestream
from bot.photos.formats import jxl
from bot.photos.segment import join

ALL = pytest.mark.parametrize("name", x.MAKERS)
STREAMS = pytest.mark.parametrize("name", ["grey", "transparent", "animated", "in sections", "own profile"])
PLAIN = x.codestream()
BOXED = x.boxed(x.box(b"jxlc", PLAIN))


def coded(data: bytes) -> bytes:
    """Return the codestream that a file holds, up to its end."""
    payloads = b"".join(bytes(one.payload) for one in jxl.split(data) if one.needed and one.kind == "codestream")
    return payloads or bytes(jxl.split(data)[0].data)


@ALL
def test_join_undoes_split(name: str) -> None:
    """The segments of a file, joined, are the file."""
    assert join(jxl.split(x.MAKERS[name]())) == x.MAKERS[name]()


@ALL
def test_no_secret_survives_and_the_picture_stays(name: str) -> None:
    """No planted byte string is left, the codestream is the same, and cleaning again changes nothing."""
    result = clean(x.MAKERS[name]())
    assert m.secrets_in(result.data) - ({b"SECRET-numbers-7"} if "gain" in name else set()) == set()
    assert coded(result.data) == coded(x.MAKERS[name]())
    again = clean(result.data)
    assert (again.data, again.changed, again.findings) == (result.data, False, ())
    assert proof.leftovers(result.data, "jxl") == ()
    assert (result.format, result.media_type, result.suffix) == ("jxl", "image/jxl", ".jxl")


@pytest.mark.parametrize("name", ["jxl plain", "jxl boxed"])
def test_nothing_to_remove(name: str) -> None:
    """A file that tells nothing comes back as the very bytes that came."""
    result = clean(x.MAKERS[name]())
    assert (result.data, result.changed, result.findings) == (x.MAKERS[name](), False, ())


@STREAMS
def test_the_end_is_found(name: str) -> None:
    """The end of a codestream is found without decoding it, whatever stands behind it; a cut one reaches to its end."""
    data = x.codestream(name)
    assert codestream.end(data) == len(data)
    assert codestream.end(data + b"secret" * 20) == len(data)
    assert codestream.end(b"before" + data + b"behind", 6) == 6 + len(data)
    assert all(codestream.end(data[:size]) == size for size in range(2, len(data)))


@STREAMS
def test_pieces_end_where_the_codestream_ends(name: str) -> None:
    """Cut into pieces anywhere, the codestream is found whole, and bytes behind it go."""
    data = x.codestream(name)
    for at in range(2, len(data), 7):
        parts = x.boxed(x.jxlp(0, data[:at]), x.jxlp(1, data[at:] + b"secret", last=True))
        copy = clean(parts).data
        assert copy == x.boxed(x.jxlp(0, data[:at]), x.jxlp(1, data[at:], last=True))


@ALL
def test_cut_at_every_boundary(name: str) -> None:
    """Cut anywhere near a box's edge, a file gives a clean photo without secrets, or a PhotoError."""
    data = x.MAKERS[name]()
    edges = {one.offset + shift for one in jxl.split(data) for shift in (-1, 0, 1, 3, 7, 9, 13, 17)}
    for size in sorted(edges):
        try:
            copy = clean(data[: max(0, size)]).data
        except PhotoError:
            continue
        assert m.secrets_in(copy) - {b"SECRET-numbers-7"} == set() or not name.endswith(("everything", "map"))
        assert clean(copy).data == copy


def test_what_each_box_tells() -> None:
    """Readable notes are read; packed ones are said to be there."""
    told = {(one.kind, one.risk, one.text.split(",")[0]) for one in inspect(x.with_everything())}
    assert {
        ("location", "high", "48.8583"),
        ("other", "high", "compressed Exif"),
        ("other", "medium", "compressed XMP"),
        ("other", "medium", "a recipe to rebuild the JPEG it was made from"),
        ("ai", "medium", "a signed note that says it was made with AI"),
    } <= told


def test_the_gain_map_keeps_numbers_and_picture() -> None:
    """An HDR gain map stays with its numbers and its picture; its second profile and what stands behind it go; a second map goes too."""
    result = clean(x.MAKERS["jxl gain map"]())
    assert result.data.count(b"jhgm") == 1
    assert result.data.endswith(PLAIN)
    assert any("HDR gain map" in words for words in result.kept)


PLANTED = {
    "behind a bare one, unmistakable": PLAIN[:-1] + b"Exif\0\0II*\0secret",
    "Exif": BOXED + x.box(b"Exif", bytes(4) + m.exif()[6:]),
    "XMP": BOXED + x.box(b"xml ", m.xmp()),
    "packed": BOXED + x.box(b"brob", b"Exifsecret"),
    "recipe": BOXED + x.box(b"jbrd", b"secret"),
    "index": BOXED + x.box(b"jxli", b"secret"),
    "second picture": BOXED + x.box(b"jxlc", PLAIN),
    "piece behind the last": BOXED + x.jxlp(1, PLAIN),
    "long level": BOXED + x.box(b"jxll", b"\x05secret"),
    "long file type": x.boxed(x.box(b"jxlc", PLAIN), file_type=x.box(b"ftyp", b"jxl \0\0\0\0jxl secret")),
    "gain map with a second profile": BOXED + x.gain_map(b"secret"),
    "two gain maps": BOXED + 2 * x.gain_map(),
    "trailer": BOXED + b"secret",
}


@pytest.mark.parametrize("what", PLANTED)
def test_planted_leaks_are_caught(what: str) -> None:
    """A leak put into a clean file is named by the second reading."""
    assert proof.leftovers(PLANTED[what], "jxl")


def test_another_picture_is_caught() -> None:
    """A clean file with another picture in it is not handed out."""
    with pytest.raises(PhotoError, match="second look"):
        proof.check(x.boxed(x.box(b"jxlc", x.codestream("transparent"))), BOXED, "jxl")


def test_notes_that_cannot_be_told_from_the_picture_are_not_handed_out() -> None:
    """Where the end of a damaged codestream cannot be found and notes stand in it, the file is refused."""
    with pytest.raises(PhotoError, match="second look"):
        clean(x.codestream("in sections")[:100] + b"Exif\0\0II*\0\x08\0\0\0")


@pytest.mark.parametrize("data", [x.SIGNATURE, x.boxed(), x.boxed(x.box(b"jxlc", b"nothing")), x.boxed(x.box(b"jxlp", b"\0"))])
def test_a_file_without_its_picture(data: bytes) -> None:
    """A boxed file without a codestream is damaged, and the error says where."""
    with pytest.raises(BrokenPhotoError, match="damaged"):
        clean(data)


def test_far_too_many_boxes() -> None:
    """No file keeps the walker busy: past a budget of steps it is refused."""
    with pytest.raises(PhotoError, match="more pieces"):
        clean(BOXED + x.box(b"free", b"") * 100_000)


@STREAMS
def test_spoilt_headers_take_few_steps(name: str) -> None:
    """However a codestream's header is spoilt, its end is found, or taken to be the end of the bytes, within the budget of steps."""
    dice = random.Random(name)
    data = x.codestream(name) + dice.randbytes(400)
    for _ in range(150):
        spoilt = bytearray(data)
        for _ in range(dice.randint(1, 5)):
            spoilt[dice.randrange(2, 60)] = dice.randrange(256)
        assert 2 <= codestream.end(bytes(spoilt)) <= len(spoilt)
