"""What has to stay so that a photo looks the same: gain maps, profiles, orientation."""

import io
import struct

import pytest
from photos import makers as m
from PIL import Image, ImageCms

from bot.photos import clean, colour


def index_of(data: bytes) -> tuple[int, int, int]:
    """Return size of the first picture, size and place of the second, as the MPF index states them."""
    at = data.index(b"MPF\0") + 4
    first, second, offset = struct.unpack_from(">I8xI", data, at + 54)[0], *struct.unpack_from(">II", data, at + 70)
    return first, second, at + offset


@pytest.mark.parametrize("name", ["jpeg ultra hdr", "jpeg ultra hdr without iso", "jpeg apple hdr"])
def test_the_index_points_at_the_gain_map(name: str) -> None:
    """The fresh MPF index states the sizes and the place of the gain map, which decodes."""
    result = clean(m.photo(name))
    first, second, place = index_of(result.data)
    assert (place, first + second) == (first, len(result.data))
    assert Image.open(io.BytesIO(result.data[place:])).size == (12, 8)
    assert any("HDR gain map" in note for note in result.kept)


def test_the_gain_map_keeps_its_numbers() -> None:
    """Numbers of the gain map stay, one or three of each; its tool and everything else goes."""
    gain_map = clean(m.photo("jpeg ultra hdr")).data.split(b"\xff\xd9")[1]
    for text in (b"<hdrgm:GainMapMax>2.5</hdrgm:GainMapMax>", b"<rdf:li>0.1</rdf:li><rdf:li>0.2</rdf:li><rdf:li>0.3</rdf:li>"):
        assert text in gain_map
    assert b"CreatorTool" not in gain_map
    assert b"urn:iso:std:iso:ts:21496:-1" in gain_map


def test_apples_headroom_stays_alone() -> None:
    """Of Apple's MakerNote only the two numbers that a gain map needs are written afresh."""
    copy = clean(m.photo("jpeg apple hdr")).data
    at = copy.index(b"Apple iOS\0")
    assert struct.unpack_from(">4i", copy, at + 44) == (113_000, 100_000, 2_000, 100_000)
    assert b"ABC" not in copy


def test_a_standard_profile_becomes_its_twin() -> None:
    """LittleCMS's sRGB becomes the one small sRGB profile, in every format."""
    twins = {clean(m.photo(name)).data.count(b"parametric") for name in ("jpeg with everything",)}
    profiles = {
        Image.open(io.BytesIO(clean(m.photo(name)).data)).info["icc_profile"]
        for name in ("jpeg with everything", "png with everything", "webp with everything")
    }
    assert twins == {0}
    assert len(profiles) == 1
    assert len(profiles.pop()) < 600


@pytest.mark.parametrize("name", ["jpeg own profile", "png own profile", "webp animated"])
def test_another_profile_keeps_its_colours_only(name: str) -> None:
    """A profile that is no standard one gives the same colours, and says nothing else."""
    before, after = (Image.open(io.BytesIO(data)).info["icc_profile"] for data in (m.photo(name), clean(m.photo(name)).data))
    assert after != before
    assert after[24:36] == bytes(12)
    assert after[48:64] == bytes(16)
    shown = [
        ImageCms.profileToProfile(m.drawing(), ImageCms.ImageCmsProfile(io.BytesIO(icc)), ImageCms.createProfile("sRGB"))
        for icc in (before, after)
    ]
    assert shown[0].tobytes() == shown[1].tobytes()


@pytest.mark.parametrize("standard", ["sRGB", "Display P3", "Adobe RGB"])
def test_twins_are_stable_and_valid(standard: str) -> None:
    """A twin is recognised as the standard it stands for, and LittleCMS can use it."""
    twin = colour._twin(standard)
    assert colour.plain(twin) == colour.Profile(twin, standard)
    ImageCms.profileToProfile(m.drawing(), ImageCms.ImageCmsProfile(io.BytesIO(twin)), ImageCms.createProfile("sRGB"))


@pytest.mark.parametrize("profile", [b"", b"x" * 200, m.srgb_profile()[:150], b"\0" * 36 + b"acsp" + b"\xff" * 200])
def test_no_profile_at_all(profile: bytes) -> None:
    """Bytes that are no profile give none."""
    assert colour.plain(profile) is None


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_orientation_stays(kind: str, orientation: int) -> None:
    """Of Exif only the orientation is left, and only where the picture needs turning."""
    save = {"jpeg": m.jpeg, "png": m.png, "webp": m.webp}[kind]
    copy = clean(save(m.drawing(), exif=m.exif(orientation))).data
    exif = Image.open(io.BytesIO(copy)).getexif()
    assert dict(exif) == ({} if orientation == 1 else {0x0112: orientation})


def test_the_adobe_rgb_mark_stays_where_no_profile_says_it() -> None:
    """R03 stays without a profile, and goes when a profile is there."""
    marked = m.photo("jpeg adobe rgb")
    assert b"R03\0" in clean(marked).data
    assert b"R03\0" not in clean(m.with_segments(marked, m.icc_segments(m.srgb_profile()))).data


def test_density_stays() -> None:
    """The physical density that JFIF and pHYs state is kept."""
    assert Image.open(io.BytesIO(clean(m.jpeg(m.drawing(), dpi=(300, 300), comment=b"x")).data)).info["dpi"] == (300, 300)
    assert round(Image.open(io.BytesIO(clean(m.photo("png with everything")).data)).info["dpi"][0]) == 72


def test_a_profile_in_a_bmp_keeps_its_colours_only() -> None:
    """An embedded profile is freed of texts; a linked one was a path name, and the header says sRGB then."""
    plain = colour.plain(m.own_profile())
    assert plain is not None
    assert clean(m.photo("bmp profile")).data.endswith(plain.data)
    linked = clean(m.photo("bmp linked profile")).data
    assert linked[70:74] == b"BGRs"
    assert len(linked) == 138 + len(m.photo("bmp plain")) - 54
