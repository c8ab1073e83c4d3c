"""Hidden previews: found, compared with the photo, and shown only when they show something else."""

import io

import piexif
import pytest
from PIL import Image, ImageEnhance

from adapters.decoder import ChildDecoder
from bot.decoding import Pixels
from bot.photos.earlier import as_png, differs, previews, revealing
from bot.samples import sample_photo


def scene(size: tuple[int, int] = (160, 120)) -> Image.Image:
    """Return our sample picture, small."""
    return Image.open(io.BytesIO(sample_photo())).convert("RGB").resize(size)


def pixels(picture: Image.Image) -> Pixels:
    """Return a picture as the decoder gives it."""
    return Pixels(picture.width, picture.height, picture.tobytes(), picture.size)


def letterboxed(picture: Image.Image) -> Image.Image:
    """Return a picture with the black bars that cameras put around thumbnails of another shape."""
    framed = Image.new("RGB", (160, 120))
    framed.paste(picture.resize((160, 90)), (0, 15))
    return framed


WHOLE = scene()
CASES = {
    "the same": (WHOLE, WHOLE, False),
    "the same, smaller": (WHOLE, WHOLE.resize((80, 60)), False),
    "the same, edited": (WHOLE, ImageEnhance.Contrast(WHOLE).enhance(1.4), False),
    "the same, turned": (WHOLE, WHOLE.transpose(Image.Transpose.ROTATE_90), False),
    "the same, with bars": (scene((160, 90)), letterboxed(WHOLE), False),
    "cropped at a side": (WHOLE.crop((0, 0, 100, 120)), WHOLE, True),
    "cropped in the same shape": (WHOLE.crop((60, 45, 140, 105)), WHOLE, True),
    "another picture": (WHOLE, WHOLE.transpose(Image.Transpose.FLIP_LEFT_RIGHT), True),
    "one colour": (WHOLE, Image.new("RGB", (160, 120), "grey"), False),
    "too small to show anything": (WHOLE.crop((0, 0, 60, 120)), WHOLE.resize((16, 12)), False),
}


@pytest.mark.parametrize("name", CASES)
def test_a_preview_differs_only_when_it_shows_something_else(name: str) -> None:
    """Scaling, edits, turns and bars are no difference; a crop is."""
    photo, small, different = CASES[name]
    assert differs(pixels(photo), pixels(small)) is different


def cropped_photo() -> bytes:
    """Return a JPEG cropped by a program that left the preview of the whole picture in it."""
    small, out = io.BytesIO(), io.BytesIO()
    WHOLE.save(small, "JPEG")
    WHOLE.resize((800, 600)).crop((300, 225, 700, 525)).save(
        out, "JPEG", exif=piexif.dump({"1st": {0x0103: 6}, "thumbnail": small.getvalue()})
    )
    return out.getvalue()


def test_what_was_cropped_away_comes_back() -> None:
    """The preview of a cropped photo is found, told apart, and made into a picture to look at; an untouched photo has none to show."""
    found = revealing(cropped_photo(), ChildDecoder())
    assert found
    assert Image.open(io.BytesIO(as_png(found))).size == (480, 360)
    assert len(previews(sample_photo())) == 1
    assert revealing(sample_photo(), ChildDecoder()) is None


@pytest.mark.parametrize(("orientation", "size"), [(1, (480, 360)), (6, (360, 480)), (3, (480, 360)), (5, (360, 480))])
def test_a_preview_is_shown_upright(orientation: int, size: tuple[int, int]) -> None:
    """It is turned as its orientation says."""
    assert Image.open(io.BytesIO(as_png(pixels(WHOLE), orientation))).size == size
