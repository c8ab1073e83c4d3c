"""What only TIFF has: layouts by place, pages below pages, previews, JPEG in strips, camera raw files."""

import struct

import pytest
from photos import makers as m
from photos import makers_tiff as mt

from bot.errors import BrokenPhotoError, PhotoError, UnsupportedFormatError
from bot.photos import clean, inspect, proof
from bot.photos.formats import tiff
from bot.photos.segment import join

PLAIN = mt.built(mt.grey())
TURNED = mt.built(mt.grey((48, 32), (274, 3, [6])))
TEXT = (305, 2, b"secret\0")
ALL = mt.MAKERS | mt.OTHERS


def tags(data: bytes) -> list[set[int]]:
    """Return the tags of each page of the main chain."""
    layout = tiff.split(data)[0].layout
    return [set(page.fields) for page in layout.pages]


@pytest.mark.parametrize("name", mt.OTHERS)
def test_rare_layouts_keep_the_same_promises(name: str) -> None:
    """Split and join undo each other, no secret survives, cleaning twice is cleaning once, the second reading agrees."""
    data = mt.OTHERS[name]()
    assert join(tiff.split(data)) == data
    copy = clean(data).data
    assert m.secrets_in(copy) == set()
    assert clean(copy).data == copy
    assert inspect(copy) == ()
    assert copy[:4] == data[:4]


@pytest.mark.parametrize(("order", "big"), [("<", False), (">", False), ("<", True), (">", True)])
def test_every_byte_order_and_size_of_offsets(order: str, big: bool) -> None:
    """Byte order and offset size stay as they were; the strips come out byte for byte, in order."""
    page = mt.grey((48, 32), TEXT)
    copy = clean(mt.built(page, order=order, big=big)).data
    assert tiff.form(copy) == tiff.form(mt.built(page, order=order, big=big))
    assert b"".join(page.strips) in copy
    assert 305 not in tags(copy)[0]


def test_previews_go_and_full_pages_stay() -> None:
    """A page or a picture below a page that says it is a smaller copy goes; a mask and a full one below stay."""
    small, mask = mt.grey((12, 8), (254, 4, [1])), mt.grey((48, 32), (254, 4, [4]))
    data = mt.built(mt.grey((48, 32), below=[small, mask]), small, mt.grey((20, 10)), mt.grey((24, 16), (255, 3, [2])))
    copy = clean(data).data
    layout = tiff.split(copy)[0].layout
    assert [len(page.below) for page in layout.pages] == [1, 0]
    assert b"".join(small.strips)[:48] not in copy
    assert sum(one.kind == "thumbnail" for one in inspect(data)) == 1


def test_small_pictures_below_a_page_are_previews_even_unmarked() -> None:
    """A picture below a page that is smaller than the page goes."""
    copy = clean(mt.built(mt.grey((48, 32), below=[mt.grey((12, 8))]))).data
    assert copy == clean(copy).data
    assert 330 not in tags(copy)[0]


def test_a_file_of_previews_alone_keeps_its_pages() -> None:
    """Where every page says it is a smaller copy, there is nothing larger: they stay."""
    assert len(tags(clean(mt.built(mt.grey((48, 32), (254, 4, [1]), TEXT), mt.grey((12, 8), (254, 4, [1])))).data)) == 2


def test_orientation_and_resolution_stay() -> None:
    """Which way is up, and how large on paper, are said again in the fresh directory."""
    result = clean(mt.photo_exif())
    assert {274, 282, 283, 296, 34675} <= tags(result.data)[0]
    assert any("Orientation" in note for note in result.kept)
    assert any("printing" in note for note in result.kept)


def test_strips_that_claim_too_much_are_cut_to_the_picture() -> None:
    """Bytes behind an unpacked picture are not part of it, whatever its strip claims."""
    page = mt.grey((48, 32), rows=32)
    page.strips = [page.strips[0] + b"secret"]
    copy = clean(mt.built(page)).data
    assert b"secret" not in copy
    assert page.strips[0][:-6] in copy


def test_strips_without_lengths() -> None:
    """A file that doesn't say how long its strips are gets the length of the picture, or up to the next thing it points at."""
    pixels = m.drawing("L", (48, 32)).tobytes()
    for coding, rest in ((1, b""), (5, b"packed")):
        out = bytearray(b"II*\0\0\0\0\0" + pixels + rest)
        mt.Page(*mt.shape((48, 32), 32, coding), (273, 4, [8]), TEXT).write(out, "<", False, b"", 4)
        copy = clean(bytes(out)).data
        assert pixels + rest in copy
        assert 279 in tags(copy)[0]
        assert clean(copy).data == copy


def test_a_cut_file_keeps_what_there_is() -> None:
    """Strips that reach over the end are cut to it; those behind it are said to be empty."""
    page = mt.Page(*mt.shape((48, 32), 8), (273, 4, [200, 10_000]), (279, 4, [4_000, 384]), TEXT)
    out = bytearray(b"II*\0\x08\0\0\0")
    page.write(out, "<", False, b"", 4)
    copy = clean(bytes(out) + m.drawing("L", (48, 8)).tobytes()).data
    assert clean(copy).data == copy


def test_pages_may_share_their_strips() -> None:
    """Two pages that point at the same bytes still do."""
    one, two = mt.shape((48, 32), 32), mt.shape((48, 16), 16)
    out = bytearray(b"II*\0\0\0\0\0" + m.drawing("L", (48, 32)).tobytes())
    link = mt.Page(*one, (273, 4, [8]), (279, 4, [1536]), TEXT).write(out, "<", False, b"", 4)[1]
    mt.Page(*two, (273, 4, [8]), (279, 4, [768])).write(out, "<", False, b"", link)
    copy = clean(bytes(out)).data
    assert len(copy) < len(out)
    assert copy.count(m.drawing("L", (48, 4)).tobytes()) == 1


def test_a_loop_of_pages_ends() -> None:
    """Directories that lead back to themselves are each read once."""
    out = bytearray(b"II*\0\0\0\0\0")
    link = mt.grey((48, 32), TEXT).write(out, "<", False, b"", 4)[1]
    out[link : link + 4] = out[4:8]
    copy = clean(bytes(out)).data
    assert len(tags(copy)) == 1
    assert clean(copy).data == copy


def test_what_is_told() -> None:
    """Maps, layers, documents in tags, names and places of a page are all told."""
    told = [(one.kind, one.text) for one in inspect(mt.everything())]
    for kind, text in (
        ("location", "its place on the map: 2.2945, 48.8583"),
        ("edit-history", "the layers it was made of"),
        ("software", "SECRET-software"),
        ("ai", "a signed note that says it was made with AI"),
        ("person", "creator: Ada"),
        ("other", "colour profile called sRGB"),
    ):
        assert any(one[0] == kind and text in one[1] for one in told), (kind, text, told)
    assert ("location", "48.8583, 2.2945") in [(one.kind, one.text[:15]) for one in inspect(mt.photo_exif())]


def raw(*entries: mt.Entry, colour: int = 32803) -> bytes:
    """Return a file as cameras write raw ones: a preview, and what the sensor saw below it."""
    sensor = mt.Page(*mt.shape((48, 32), 32, colour=colour), strips=[bytes(1536)])
    return mt.built(mt.grey((12, 8), (254, 4, [1]), *entries, below=[sensor]))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (raw((50706, 1, b"\1\4\0\0"), colour=1), "DNG"),
        (raw((271, 2, b"NIKON CORPORATION\0")), "Nikon NEF"),
        (raw((271, 2, b"SONY\0")), "Sony ARW"),
        (raw((271, 2, b"PENTAX\0")), "Pentax PEF"),
        (raw(), "camera raw file"),
        (mt.built(mt.Page(*mt.shape((4, 4), 4, 34713), strips=[bytes(16)])), "camera raw file"),
        (b"II*\0\x10\0\0\0CR\2\0", "Canon raw"),
        (b"IIRO\x08\0\0\0", "camera raw file"),
        (b"IIU\0\x18\0\0\0", "camera raw file"),
        (b"FUJIFILMCCD-RAW 0201", "camera raw file"),
        (b"\0\0\0\x18ftypcrx \0\0\0\1", "Canon raw"),
    ],
)
def test_camera_raw_is_refused_by_name(data: bytes, name: str) -> None:
    """A camera raw file is called that, and the hint says to export it first."""
    with pytest.raises(UnsupportedFormatError) as caught:
        clean(data)
    assert name in caught.value.message
    assert "raw" in caught.value.message
    assert "Export it" in caught.value.hint
    assert "JPEG or TIFF" in caught.value.hint


@pytest.mark.parametrize(
    "data",
    [
        b"II*\0",
        b"II+\0\x04\0\0\0" + bytes(8),
        b"MM\0*\0\0\0\x08",
        b"II*\0\xff\xff\xff\xff",
        mt.built(mt.Page(*mt.shape((48, 32), 32))),
        mt.built(mt.Page((256, 3, [0]), (257, 3, [4]), strips=[b"x"])),
    ],
)
def test_a_file_without_a_picture(data: bytes) -> None:
    """A TIFF that has no picture in it is damaged, and the error says so."""
    with pytest.raises(BrokenPhotoError, match="damaged"):
        clean(data)


@pytest.mark.parametrize(
    "data",
    [
        b"II*\0\x08\0\0\0" + struct.pack("<H", 65535) + struct.pack("<HHII", 271, 2, 4, 0x41414141) * 65535,
        mt.built(*[mt.grey((4, 4), rows=4)] * 5_000),
        mt.built(mt.Page(*mt.shape((40_000, 16)), (322, 3, [1]), (323, 3, [8]), strips=[b"a"] * 80_000, tiled=True)),
    ],
    ids=["entries", "pages", "tiles"],
)
def test_far_too_many_pieces(data: bytes) -> None:
    """Past a budget of entries, pages or tiles, which grows with the file, it is refused."""
    with pytest.raises(PhotoError, match="more pieces"):
        clean(data)


def test_strips_over_each_other_are_refused() -> None:
    """Strips that each claim the whole file would take forever to compare."""
    page = mt.Page(*mt.shape((100, 200), 1, 5), (273, 4, list(range(8, 208))), (279, 4, [900] * 200))
    out = bytearray(b"II*\0\0\0\0\0" + bytes(range(256)) * 4)
    page.write(out, "<", False, b"", 4)
    with pytest.raises(BrokenPhotoError, match="over each other"):
        clean(bytes(out))


JPEG = m.jpeg(m.drawing("L", (48, 32)))
PLANTED = {
    "text tag": mt.built(mt.grey((48, 32), TEXT)),
    "private tag": mt.built(mt.grey((48, 32), (50001, 4, [1]))),
    "text in a number's tag": mt.built(mt.grey((48, 32), (274, 2, b"secret\0"))),
    "too many numbers": mt.built(mt.grey((48, 32), (274, 3, [6, 5, 4]))),
    "bytes behind a short value": TURNED.replace(struct.pack("<HHIHH", 274, 3, 1, 6, 0), struct.pack("<HHIHH", 274, 3, 1, 6, 0x5345)),
    "talking profile": mt.built(mt.grey((48, 32), (34675, 7, m.srgb_profile()))),
    "preview below": mt.built(mt.grey((48, 32), below=[mt.grey((12, 8), (254, 4, [1]))])),
    "preview page": mt.built(mt.grey(), mt.grey((12, 8), (254, 4, [1]))),
    "page without a picture": mt.built(mt.grey(), mt.Page(TEXT)),
    "gap": mt.built(mt.grey(), gap=b"secret"),
    "trailer": PLAIN + b"secret",
    "long strip": mt.hidden_behind_strips(),
    "comment in a tile": mt.jpeg_tiles(),
    "junk in a tile": mt.built(mt.Page(*mt.shape((48, 32), 32, 7), strips=[JPEG[:2] + b"secret" + JPEG[20:]])),
    "old stream in another coding": mt.built(mt.grey((48, 32), (513, 4, [8]), (514, 4, [20]))),
    "tables that are none": mt.built(mt.grey((48, 32), (347, 7, b"secret"))),
    "the same tag twice": mt.built(mt.grey((48, 32), (274, 3, [6]), (274, 3, [5]))),
}


@pytest.mark.parametrize("what", PLANTED)
def test_planted_leaks_are_caught(what: str) -> None:
    """The second reading names each leak put into a clean file; cleaning takes it out."""
    assert proof.leftovers(PLANTED[what], "tiff")
    assert proof.leftovers(clean(PLANTED[what]).data, "tiff") == ()


def test_another_picture_is_caught() -> None:
    """A clean file with one pixel changed, or another size, is not handed out."""
    for other in (PLAIN.replace(PLAIN[30:34], b"\1\2\3\4"), mt.built(mt.grey((32, 48), rows=12)), TURNED):
        with pytest.raises(PhotoError, match="second look"):
            proof.check(PLAIN, other, "tiff")


def test_a_picture_that_starts_like_a_raw_file() -> None:
    """Coded bytes right behind the header may be Canon's mark by chance."""
    assert not clean(mt.built(mt.Page(*mt.shape((4, 4), 4), strips=[b"CR\2\0" + bytes(12)]))).changed
