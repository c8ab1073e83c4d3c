"""What is particular to HEIC and AVIF: items, references, properties, films, and offsets that have to be right again."""

import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from photos import makers as m
from photos import makers_heif as h

from bot.errors import BrokenPhotoError, PhotoError, UnsupportedFormatError
from bot.photos import clean, inspect, proof
from bot.photos.formats import avif, heic
from bot.photos.segment import join

CONFIG = h.full(b"hvcC", bytes(20))
SECRET_ITEMS = h.talking()


def hevc(number: int, data: bytes, *properties: bytes, kind: bytes = b"hvc1") -> h.Piece:
    """Return a picture item of bytes that nothing decodes."""
    return h.Piece(number, kind, data, (h.ispe(), CONFIG, *properties))


def cleaned(*pieces: h.Piece, links: tuple[bytes, ...] = (), primary: int = 1, brands: bytes = h.HEIC) -> bytes:
    """Return the clean copy of a file of these items and all that tells."""
    data = h.heif((*pieces, *SECRET_ITEMS), (*links, *h.LINKS), brands, primary)
    assert join(heic.split(data)) == data
    copy = clean(data).data
    assert m.secrets_in(copy) == set()
    assert clean(copy).data == copy
    assert inspect(copy) == ()
    return copy


KEPT = [
    ("grid", (h.Piece(1, b"grid", b"\0\0\0\1\0\x60\0\x20", inside=True), hevc(2, b"left"), hevc(3, b"right")), (b"dimg", 1, 2, 3)),
    ("overlay", (h.Piece(1, b"iovl", b"an overlay's places", inside=True), hevc(2, b"lower"), hevc(3, b"upper")), (b"dimg", 1, 2, 3)),
    ("turned copy", (h.Piece(1, b"iden", b"", (h.ispe(), h.box(b"irot", b"\2"))), hevc(2, b"the whole")), (b"dimg", 1, 2)),
    ("HEVC transparency", (hevc(1, b"colours"), hevc(2, b"see-through", h.aux(b"urn:mpeg:hevc:2015:auxid:1"))), (b"auxl", 2, 1)),
    ("transparency", (hevc(1, b"colours"), hevc(2, b"see-through", h.aux(h.ALPHA))), (b"auxl", 2, 1)),
    ("premultiplied", (hevc(1, b"colours"), hevc(2, b"see-through", h.aux(h.ALPHA))), (b"prem", 1, 2)),
    ("gain map", (hevc(1, b"the SDR picture"), hevc(2, b"its gain map", h.aux(h.APPLE))), (b"auxl", 2, 1)),
    ("tile track", (hevc(1, b"a tile", kind=b"hvt1"), hevc(2, b"its base")), (b"tbas", 1, 2)),
]


@pytest.mark.parametrize(("pieces", "link"), [case[1:] for case in KEPT], ids=[case[0] for case in KEPT])
def test_what_shows_the_picture_stays(pieces: tuple[h.Piece, ...], link: tuple[bytes, int, int]) -> None:
    """Tiles, layers, transparency and gain maps stay with what they belong to; all around them goes."""
    copy = cleaned(*pieces, links=(h.link(*link), h.link(b"auxl", 2, 1)) if link[0] == b"prem" else (h.link(*link),))
    for piece in pieces:
        assert copy.count(piece.data) or not piece.data
    assert copy.count(b"infe") == len(pieces)
    assert h.link(*link) in copy


GONE = [
    ("thumbnail", (b"thmb", 2, 1), ()),
    ("second picture", None, ()),
    ("depth map", (b"auxl", 2, 1), (h.aux(h.DEPTH),)),
    ("cut-out of a person", (b"auxl", 2, 1), (h.aux(b"urn:com:apple:photo:2018:aux:portraiteffectsmatte"),)),
    ("gain map that names its maker", (b"auxl", 2, 1), (h.aux(h.SAMSUNG),)),
]


@pytest.mark.parametrize(("link", "properties"), [case[1:] for case in GONE], ids=[case[0] for case in GONE])
def test_other_pictures_go(link: tuple[bytes, int, int] | None, properties: tuple[bytes, ...]) -> None:
    """Thumbnails, second pictures, depth maps and mattes are gone from the file, not only from its tables."""
    copy = cleaned(hevc(1, b"the picture"), hevc(2, b"the other one", *properties), links=(h.link(*link),) if link else ())
    assert b"the other one" not in copy
    assert copy.count(b"infe") == 1


def test_items_are_found_where_the_tables_say() -> None:
    """After cleaning every extent of the picture stands at the offset its table gives."""
    data = bytes(range(256)) * 3
    copy = cleaned(h.Piece(1, b"hvc1", data, (h.ispe(), CONFIG), extents=5))
    at = copy.index(b"iloc") + 4
    count = struct.unpack_from(">H", copy, at + 12)[0]
    places = [struct.unpack_from(">II", copy, at + 14 + 8 * n) for n in range(count)]
    assert b"".join(copy[place : place + size] for place, size in places) == data


def test_properties_that_show_stay_and_notes_go() -> None:
    """Turning, cropping, pixel shape and light levels stay in order; descriptions, dates and private properties go."""
    turned = h.box(b"irot", b"\1"), h.box(b"imir", b"\0")
    shown = (h.box(b"clap", bytes(32)), *turned, h.box(b"pasp", bytes(8)), h.box(b"clli", bytes(4)), h.NCLX)
    copy = cleaned(hevc(1, b"the picture", *h.notes(), *shown))
    places = [copy.index(one) for one in shown]
    assert places == sorted(places)
    for name in (b"udes", b"crtt", b"mdft", b"uuid", b"free"):
        assert name not in copy


def test_a_jpeg_inside_is_cleaned_like_a_jpeg() -> None:
    """A picture coded as JPEG loses the Exif block and comment of its own, and keeps its coded bytes."""
    picture = m.jpeg(m.drawing())
    copy = cleaned(h.Piece(1, b"jpeg", m.with_segments(picture, m.segment(0xE1, m.exif(1)), m.segment(0xFE, m.secret("com"))), (h.ispe(),)))
    assert picture in copy


@pytest.mark.parametrize("orientation", range(4))
def test_exif_does_not_turn(orientation: int) -> None:
    """Readers of HEIF turn by irot alone: it stays, and the Exif orientation goes."""
    copy = cleaned(hevc(1, b"the picture", h.box(b"irot", bytes((orientation,)))))
    assert h.box(b"irot", bytes((orientation,))) in copy
    assert b"Exif" not in copy


def test_an_iphones_gain_map_keeps_its_numbers() -> None:
    """Of XMP and MakerNote the version, headroom and gain of the gain map are left, written afresh."""
    data = h.apple_hdr()
    result = clean(data)
    assert m.secrets_in(result.data) == set()
    assert b"<HDRGainMap:HDRGainMapVersion>65536</HDRGainMap:HDRGainMapVersion>" in result.data
    at = result.data.index(b"Apple iOS\0")
    assert struct.unpack_from(">4i", result.data, at + 44) == (113_000, 100_000, 2_000, 100_000)
    assert b"ABC" not in result.data
    assert any("HDR gain map" in note for note in result.kept)
    assert not clean(result.data).changed


def test_a_makers_own_gain_map_is_told() -> None:
    """A gain map that names the phone's maker goes, and the report says so."""
    data = h.apple_hdr(h.SAMSUNG, b"hdrgm:GainMapMax")
    assert any("HDR glow" in one.text for one in inspect(data))
    assert b"amsung" not in clean(data).data


def test_a_primary_thumbnail_gives_way() -> None:
    """Where the primary item is the thumbnail of another, readers show the other, and that is the one that stays."""
    copy = cleaned(hevc(1, b"thumbnail"), hevc(2, b"the whole"), links=(h.link(b"thmb", 1, 2),))
    assert b"the whole" in copy
    assert b"thumbnail" not in copy
    assert h.full(b"pitm", b"\0\2") in copy


def test_a_film_loses_dates_names_and_notes() -> None:
    """An animation's dates are zero, its notes gone, and each chunk starts where its table says."""
    data = m.photo("avif animated")
    copy = clean(data).data
    assert any(one.kind == "time" for one in inspect(data))
    assert any(one.text.startswith("48.8583, 2.2945") for one in inspect(data))
    assert b"udta" not in copy
    at = copy.index(b"mvhd") + 8
    assert copy[at : at + 16] == bytes(16)
    mdat = copy.index(b"mdat") + 4
    place = struct.unpack_from(">I", copy, copy.index(b"stco") + 12)[0]
    assert mdat <= place < len(copy)


def test_zero_padding_is_nothing_to_remove() -> None:
    """Padding of zeros, a Pillow file's own item names and an even layout leave a file as it is."""
    for data in (h.heif((h.main(),), extra=h.Extra(before=h.box(b"free", bytes(40)), gap=bytes(8))), h.avif(m.drawing("RGBA"))):
        assert clean(data).data == data


REFUSED = [
    ("no picture", h.heif((h.Piece(1, b"Exif", b"\0\0\0\6" + m.exif()),), (), h.HEIC), UnsupportedFormatError),
    ("locked", h.heif((h.Piece(1, b"hvc1", b"x", (CONFIG,), protected=1),), (), h.HEIC), UnsupportedFormatError),
    ("fragments", h.heif((hevc(1, b"x"),), (), h.HEIC, extra=h.Extra(behind=h.box(b"moof", b""))), UnsupportedFormatError),
    ("no primary", h.heif((hevc(1, b"x"),), (), h.HEIC, primary=7), BrokenPhotoError),
    ("brands alone", h.box(b"ftyp", h.HEIC), BrokenPhotoError),
    ("short table", m.photo("avif plain").replace(b"iinf\0\0\0\0\0\1", b"iloc\0\0\0\0\xff\xff"), PhotoError),
]


@pytest.mark.parametrize(("data", "error"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_holds_no_picture_is_refused(data: bytes, error: type[PhotoError]) -> None:
    """A file without a picture that can be kept is refused in words."""
    with pytest.raises(error) as caught:
        clean(data)
    assert caught.value.hint


def test_a_picture_that_reaches_into_notes_is_refused() -> None:
    """Where the picture's bytes are said to be those of its Exif block, cleaning would keep them, so it does not."""
    data = bytearray(h.heif((hevc(1, b"picture"), SECRET_ITEMS[0]), h.LINKS[:1], h.HEIC))
    rows = data.index(b"iloc") + 12
    struct.pack_into(">I", data, rows + 12, 400)
    with pytest.raises(BrokenPhotoError, match="reach into"):
        clean(bytes(data))


HUGE = [
    h.heif((hevc(1, b"x"),), (), h.HEIC, extra=h.Extra(behind=h.box(b"abcd") * 100_000)),
    h.heif((hevc(1, b"x"),), [h.link(b"abcd", 1, 1)] * 100_000, h.HEIC),
]


@pytest.mark.parametrize("data", HUGE, ids=["boxes", "references"])
def test_far_too_many_boxes(data: bytes) -> None:
    """No file keeps the walker busy: past a budget of steps it is refused."""
    with pytest.raises(BrokenPhotoError, match="more pieces"):
        clean(data)


def test_brands_tell_the_formats_apart() -> None:
    """AVIF is told by its brand anywhere in the list; films and raw files are neither."""
    assert avif.recognises(h.box(b"ftyp", b"mif1\0\0\0\0miafavif"))
    assert heic.recognises(h.box(b"ftyp", b"mif1\0\0\0\0miafheic"))
    for brands in (b"isom\0\0\0\0mp42", b"crx \0\0\0\1crx isom", b"qt  \0\0\0\0qt  "):
        assert not heic.recognises(h.box(b"ftyp", brands))
        assert not avif.recognises(h.box(b"ftyp", brands))


PLANTED = {
    "free": h.Extra(before=h.box(b"free", b"secret")),
    "uuid": h.Extra(behind=h.box(b"uuid", bytes(16), b"secret")),
    "trailer": h.Extra(behind=b"\0\0\0\1secret"),
    "handler": h.Extra(handler=h.PICT[:-1] + b"secret\0"),
    "gap": h.Extra(gap=b"secret"),
    "box in meta": h.Extra(meta=h.box(b"xml ", b"secret")),
    "group": h.Extra(meta=h.box(b"grpl", h.full(b"ster", struct.pack(">4I", 5, 2, 1, 1)))),
}
PLANTED_ITEMS = {
    "name": (h.main(name=b"secret"),),
    "exif": (h.main(), SECRET_ITEMS[0]),
    "thumbnail": (h.main(), SECRET_ITEMS[4]),
    "description": (h.main(1, *h.notes()[:1]),),
    "talking profile": (h.main(1, h.ICC),),
    "content type": (h.main(rest=b"secret\0"),),
}


@pytest.mark.parametrize("what", [*PLANTED, *PLANTED_ITEMS])
def test_the_second_look_catches_planted_leaks(what: str) -> None:
    """A leak put into a clean file is named, and the file is not handed out."""
    data = h.heif(PLANTED_ITEMS.get(what, (h.main(),)), extra=PLANTED.get(what))
    assert proof.leftovers(data, "avif")
    with pytest.raises(PhotoError, match="second look"):
        proof.check(data, data, "avif")


def test_the_second_look_catches_a_turned_picture() -> None:
    """A copy whose rotation or coded bytes differ is not handed out."""
    before = h.heif((h.main(1, h.box(b"irot", b"\1")),))
    for after in (before.replace(h.box(b"irot", b"\1"), h.box(b"irot", b"\2")), m.photo("avif plain"), before[:-1] + b"x"):
        with pytest.raises(PhotoError, match="second look"):
            proof.check(before, after, "avif")


HEICS = [h.apple_hdr(), *(h.heif((*case[1], *SECRET_ITEMS), (h.link(*case[2]), *h.LINKS), h.HEIC) for case in KEPT)]


@settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(HEICS), st.data())
def test_any_bytes(data: bytes, draw: st.DataObject) -> None:
    """A file with bytes changed, taken out or put in gives a clean photo or a PhotoError, and cleaning twice is cleaning once."""
    out = bytearray(data)
    for _ in range(draw.draw(st.integers(1, 4))):
        at = draw.draw(st.integers(0, len(out) - 1))
        piece = draw.draw(st.binary(max_size=6))
        out[at : at + draw.draw(st.sampled_from([0, 1, len(piece), 40]))] = piece
    try:
        copy = clean(bytes(out)).data
    except PhotoError:
        return
    assert clean(copy).data == copy
    assert inspect(copy) == ()
