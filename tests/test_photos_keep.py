"""What an owner may keep besides the picture: gain maps, marks of origin, names of author and copyright holder."""

import io
import struct
from pathlib import Path

import pytest
import seeds
from photos import makers as m
from photos import makers_heif, makers_tiff
from PIL import Image

from adapters.cli import parser
from adapters.files import clean_paths
from bot.errors import PhotoError, SettingError
from bot.photos import Keep, clean, keep_of, proof
from bot.photos.proof.permit import Permit
from bot.settings import Settings, read_settings

SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
AI = m.xmp(f"<Iptc4xmpExt:DigitalSourceType>{SOURCE}</Iptc4xmpExt:DigitalSourceType>")
WITH_CREDIT = ["jpeg with everything", "png with everything", "webp with everything", "tiff lzw", "avif turned", "jxl with everything"]
WITHOUT_PLACE = ["gif animated", "mp4 with everything"]
SIGNED = [f"{name} with everything" for name in ("jpeg", "png", "webp", "avif", "jxl", "mp4", "tiff")] + ["gif animated"]


@pytest.mark.parametrize("name", WITH_CREDIT)
def test_names_of_author_and_copyright_holder_stay_if_asked_for(name: str) -> None:
    """They are written afresh, alone: no other secret stays; the reply says so, and no longer says that they went."""
    result = clean(seeds.seed(name), Keep(credit=True))
    assert m.secret("artist")[:16] in m.secrets_in(result.data)
    assert {secret[7:10] for secret in m.secrets_in(result.data)} <= {b"art", b"cop"}
    assert any("names of its author" in note for note in result.kept)
    assert not any("SECRET-artist" in one.text for one in result.findings)
    assert clean(result.data, Keep(credit=True)).data == result.data
    assert m.secrets_in(clean(result.data).data) == set()


@pytest.mark.parametrize("name", WITHOUT_PLACE)
def test_where_there_is_no_place_for_names_the_reply_says_so(name: str) -> None:
    """A format that has no place for names goes without, and says it."""
    result = clean(seeds.seed(name), Keep(credit=True))
    assert m.secrets_in(result.data) == set()
    assert any("no place" in note for note in result.kept)


@pytest.mark.parametrize("name", SIGNED)
def test_content_credentials_stay_if_asked_for(name: str) -> None:
    """They stay as they are, and the reply says that they are a record only."""
    result = clean(seeds.seed(name), Keep(provenance=True))
    assert m.secret("c2pa") in result.data
    assert {secret[7:11] for secret in m.secrets_in(result.data)} == {b"c2pa"}
    assert any("record only" in note for note in result.kept)
    assert clean(result.data, Keep(provenance=True)).data == result.data


def marked(name: str) -> bytes:
    """Return a picture that says in XMP that AI made it."""
    if name == "jpeg":
        return m.with_segments(m.jpeg(m.drawing()), m.segment(0xE1, m.XMP_HEAD + AI))
    if name == "ultra hdr":
        return m.with_segments(m.ultra_hdr(), m.segment(0xE1, m.XMP_HEAD + AI))
    if name == "png":
        return m.with_chunks(m.png(m.drawing()), m.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + AI))
    if name == "webp":
        return m.webp(m.drawing("RGBA"), xmp=AI)
    return makers_heif.avif(m.drawing("RGBA"), xmp=AI)


@pytest.mark.parametrize("name", ["jpeg", "ultra hdr", "png", "webp", "avif"])
def test_the_mark_that_ai_made_it_stays_if_asked_for(name: str) -> None:
    """A packet with the digital source type alone is written afresh; by default it goes."""
    data = marked(name)
    result = clean(data, Keep(provenance=True))
    assert SOURCE.encode() in result.data
    assert m.secrets_in(result.data) == set()
    assert clean(result.data, Keep(provenance=True)).data == result.data
    assert SOURCE.encode() not in clean(data).data


def test_a_source_type_that_is_none_of_iptc_goes() -> None:
    """Words in place of the source type are no mark and go."""
    data = m.with_segments(m.jpeg(m.drawing()), m.segment(0xE1, m.XMP_HEAD + AI.replace(SOURCE.encode(), m.secret("source"))))
    assert m.secrets_in(clean(data, Keep(provenance=True)).data) == set()


@pytest.mark.parametrize("name", ["jpeg ultra hdr", "jpeg apple hdr", "avif gain map", "heic apple hdr"])
def test_gain_maps_go_if_asked_for(name: str) -> None:
    """The second picture and all that speaks of it goes; the first stays."""
    data = seeds.seed(name)
    result = clean(data, Keep(gain_map=False))
    assert len(result.data) < len(clean(data).data)
    assert not any("HDR" in note for note in result.kept)
    assert clean(result.data, Keep(gain_map=False)).data == result.data
    assert clean(result.data).data == result.data


def test_pixels_stay_whatever_is_asked_for() -> None:
    """Pillow shows the same with every wish."""
    for name in ("jpeg with everything", "png with everything", "webp with everything", "avif by Pillow", "tiff lzw"):
        data = seeds.seed(name)
        shown = {
            Image.open(io.BytesIO(one)).convert("RGBA").tobytes()
            for one in (data, clean(data, Keep(gain_map=False, provenance=True, credit=True)).data)
        }
        assert len(shown) == 1


@pytest.mark.parametrize("name", ["jpeg with everything", "png with everything", "webp with everything", "jxl with everything"])
def test_the_proof_knows_what_was_asked_for(name: str) -> None:
    """What is kept on wish is a leftover without it."""
    data = seeds.seed(name)
    kept = clean(data, Keep(provenance=True, credit=True)).data
    kind = name.split(maxsplit=1)[0]
    assert proof.leftovers(kept, kind, Permit(provenance=True, credit=True)) == ()
    assert proof.leftovers(kept, kind, Permit(provenance=True))
    assert proof.leftovers(kept, kind, Permit(credit=True))
    with pytest.raises(PhotoError, match="second look"):
        proof.check(data, kept, kind)


def test_the_proof_refuses_a_gain_map_nobody_wants() -> None:
    """A gain map left in place is a leftover where it was to go."""
    kept = clean(m.ultra_hdr()).data
    assert proof.leftovers(kept, "jpeg") == ()
    assert proof.leftovers(kept, "jpeg", Permit(gain_map=False))


def test_a_name_in_exif_is_one_line_of_text() -> None:
    """The proof takes no block of bytes for a name."""
    block = m.piexif.dump({"0th": {0x013B: b"Ada\x01\x02"}})
    assert proof.leftovers(m.with_segments(m.jpeg(m.drawing()), m.segment(0xE1, block)), "jpeg", Permit(credit=True))


def test_levels_of_a_pyramid_stay() -> None:
    """Halves of a page stay with it, in the chain and below it; a thumbnail goes."""
    half, quarter, small = (makers_tiff.grey(size, (254, 4, [1])) for size in ((24, 16), (12, 8), (10, 6)))
    for data in (
        makers_tiff.built(makers_tiff.grey((48, 32)), half, quarter, small),
        makers_tiff.built(makers_tiff.grey((48, 32), below=[half, quarter, small])),
    ):
        copy = clean(data).data
        assert b"".join(quarter.strips) in copy
        assert b"".join(small.strips) not in copy
        assert clean(copy).data == copy


def test_settings_say_what_stays() -> None:
    """Yes and no in the environment become what is kept."""
    assert keep_of(Settings()) == Keep()
    environment = {"UNEXPOSED_KEEP_GAIN_MAPS": "no", "UNEXPOSED_KEEP_AI_MARKS": "Yes", "UNEXPOSED_KEEP_CREDIT": "1"}
    assert keep_of(read_settings(environment)) == Keep(gain_map=False, provenance=True, credit=True)
    with pytest.raises(SettingError, match="neither yes nor no"):
        read_settings({"UNEXPOSED_KEEP_CREDIT": "perhaps"})


def test_features_that_a_webp_does_not_announce_are_not_shown() -> None:
    """An Exif chunk that the head does not announce turns no picture: viewers do not look at it."""
    data = m.with_riff(m.webp(m.drawing("RGBA")), m.riff(b"EXIF", m.exif(6)))
    assert b"EXIF" not in clean(data).data


@pytest.mark.parametrize("turn", [1, 3, 6])
def test_xmp_says_which_way_is_up_where_exif_does_not(turn: int) -> None:
    """Orientation told by XMP alone is written afresh as Exif; Exif's own comes first."""
    packet = m.segment(0xE1, m.XMP_HEAD + m.xmp().replace(b'tiff:Orientation="1"', b'tiff:Orientation="%d"' % turn))
    plain = m.jpeg(m.drawing())
    shown = Image.open(io.BytesIO(clean(m.with_segments(plain, packet)).data)).getexif().get(0x0112, 1)
    assert shown == turn
    both = clean(m.with_segments(plain, m.segment(0xE1, m.exif(8)), packet)).data
    assert Image.open(io.BytesIO(both)).getexif()[0x0112] == 8


def test_a_bitmap_that_forgets_its_palette_is_put_right() -> None:
    """Where the pixels are said to start at the palette, they are found behind it, as readers find them."""
    data = m.bmp(m.drawing("P"))
    forgot = data[:10] + struct.pack("<I", 54) + data[14:]
    assert clean(forgot).data == clean(data).data


@pytest.mark.parametrize(("packing", "bits", "literal"), [(1, 8, b"\0\3abc\0"), (2, 4, b"\0\5abc\0")])
def test_a_packed_bitmap_that_does_not_say_its_length(packing: int, bits: int, literal: bytes) -> None:
    """Run lengths are followed to their end; what stands behind goes."""
    coded = bytes((16, 7)) + b"\0\0" + literal + b"\0\2\1\1" + bytes((3, 9)) + b"\0\1"
    palette = bytes(4 << bits)
    start = 54 + len(palette)
    header = struct.pack("<IiiHHIIiiII", 40, 16, 4, 1, bits, packing, 0, 0, 0, 0, 0)
    data = b"BM" + struct.pack("<III", start + len(coded), 0, start) + header + palette + coded
    assert clean(data).data == data
    assert clean(data + m.secret("behind")).data == data


def test_the_colours_of_a_gif_stay() -> None:
    """A profile in a GIF is freed of texts."""
    profile = m.own_profile()
    pieces = [profile[at : at + 255] for at in range(0, len(profile), 255)]
    data = m.with_extensions(m.gif(m.drawing("P")), m.extension(0xFF, b"ICCRGBG1012", *pieces))
    copy = clean(data).data
    assert b"ICCRGBG1012" in copy
    assert m.secrets_in(copy) == set()
    assert b"MAKR" not in copy


def test_the_command_line_keeps_what_it_is_told(tmp_path: Path) -> None:
    """Flags of `clean` add to what the settings say."""
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(seeds.seed("jpeg with everything"))
    for flags, wish in (
        (["--keep-credit"], Keep(credit=True)),
        (["--keep-ai-marks", "--drop-gain-maps"], Keep(gain_map=False, provenance=True)),
    ):
        chosen = parser().parse_args(["clean", str(photo), "--out", str(tmp_path / "out"), "--overwrite", *flags])
        assert clean_paths(chosen) == 0
        assert (tmp_path / "out" / "photo.jpg").read_bytes() == clean(photo.read_bytes(), wish).data
