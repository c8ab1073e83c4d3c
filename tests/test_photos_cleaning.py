"""What holds for every format: the picture stays, everything else goes."""

import io

import pytest
from photos.makers import MAKERS, photo, secrets_in
from PIL import Image, ImageFile, ImageOps

from bot.errors import PhotoError
from bot.photos import clean, inspect
from bot.photos.formats import FORMATS
from bot.photos.segment import join

ALL = pytest.mark.parametrize("name", MAKERS)
BY_NAME = {known.NAME: known for known in FORMATS}


def frames(data: bytes) -> list[tuple[tuple[int, int], bytes, object]]:
    """Return what Pillow shows of a photo: size, pixels and duration of each frame, upright."""
    kinds = ["JPEG"] if data[:2] == b"\xff\xd8" else None
    with Image.open(io.BytesIO(data), formats=kinds) as picture:
        shown = []
        for number in range(1 if kinds else getattr(picture, "n_frames", 1)):
            picture.seek(number)
            one = ImageOps.exif_transpose(picture)
            shown.append((one.size, one.convert("RGBA").tobytes(), picture.info.get("duration")))
        return [*shown, ((0, 0), b"", picture.info.get("loop"))]


@ALL
def test_join_undoes_split(name: str) -> None:
    """The segments of a photo, joined, are the photo."""
    assert join(BY_NAME[name.split(maxsplit=1)[0]].split(photo(name))) == photo(name)


@ALL
def test_no_secret_survives(name: str) -> None:
    """No planted byte string is left in the clean copy."""
    assert secrets_in(clean(photo(name)).data) == set()


@ALL
def test_the_picture_is_the_same_to_the_last_pixel(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow shows the same frames, upright, with the same timing, before and after; of a cut file, what there is of it."""
    if name.startswith("heic"):
        pytest.skip("Pillow shows no HEIC")
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert frames(clean(photo(name)).data) == frames(photo(name))


@ALL
def test_coded_bytes_stay(name: str) -> None:
    """Every segment that the picture needs is in the clean copy, byte for byte, in order."""
    copy = clean(photo(name)).data
    at = 0
    for segment in BY_NAME[name.split(maxsplit=1)[0]].split(photo(name)):
        if segment.needed and segment.name not in ("ANMF", "canvas size and features"):
            at = copy.index(bytes(segment.data), at) + len(segment.data)


@ALL
def test_cleaning_twice_is_cleaning_once(name: str) -> None:
    """A clean copy has nothing to remove: it comes back byte for byte."""
    copy = clean(photo(name)).data
    again = clean(copy)
    assert (again.data, again.changed, again.findings) == (copy, False, ())


@ALL
def test_the_report_says_what_it_is(name: str) -> None:
    """Format, media type and suffix name the format; findings are those of inspect."""
    result = clean(photo(name))
    assert result.format == name.split(maxsplit=1)[0]
    assert result.media_type == f"image/{result.format}"
    assert result.suffix == {"jpeg": ".jpg"}.get(result.format, f".{result.format}")
    assert result.lossless
    assert result.kept
    assert result.findings == inspect(photo(name))
    assert result.changed or not result.findings


PLAIN = [f"{known} plain" for known in ("jpeg", "png", "webp", "gif", "bmp", "avif", "heic", "tiff")]


@pytest.mark.parametrize("name", PLAIN)
def test_nothing_to_remove(name: str) -> None:
    """A photo that tells nothing comes back as the very bytes that came."""
    result = clean(photo(name))
    assert not result.changed
    assert result.data == photo(name)


@ALL
def test_cut_at_every_boundary(name: str) -> None:
    """Cut anywhere near a segment's edge, a file gives a clean photo without secrets, or a PhotoError."""
    data = photo(name)
    edges = {segment.offset + shift for segment in BY_NAME[name.split(maxsplit=1)[0]].split(data) for shift in (-1, 0, 1, 3, 7, 13)}
    for edge in sorted(edges):
        try:
            copy = clean(data[: max(0, edge)]).data
        except PhotoError:
            continue
        assert secrets_in(copy) == set()
        assert clean(copy).data == copy
