"""Photos that cannot be cleaned as they are: written anew where they decode, refused with the reason where not."""

import io

import pytest
from photos import makers as m
from PIL import Image

from adapters.decoder import ChildDecoder
from bot.decoding import NoDecoder
from bot.errors import BrokenPhotoError, PhotoError, PhotoTooLargeError, UnknownFormatError, UnsupportedFormatError
from bot.photos import clean, inspect
from bot.photos.rebuilding import rebuild


def netpbm() -> bytes:
    """Return a picture in a format that is not cleaned as it is, with a comment in it."""
    out = io.BytesIO()
    m.drawing().save(out, "PPM")
    return out.getvalue().replace(b"P6\n", b"P6\n# SECRET\n", 1)


def test_a_picture_of_a_foreign_format_is_written_anew() -> None:
    """It becomes a clean PNG with the same pixels; the reply can say what changed."""
    with pytest.raises(PhotoError) as refused:
        clean(netpbm())
    anew = rebuild(netpbm(), refused.value, ChildDecoder())
    assert anew
    assert (anew.photo.lossless, anew.photo.changed, anew.photo.format) == (False, True, "png")
    assert any("PNG" in change for change in anew.changes)
    assert b"SECRET" not in anew.photo.data
    assert inspect(anew.photo.data) == ()
    assert Image.open(io.BytesIO(anew.photo.data)).convert("RGB").tobytes() == m.drawing().tobytes()


@pytest.mark.parametrize(
    "refusal",
    [
        UnknownFormatError("That is a text document."),
        UnsupportedFormatError("That is a raw file.", format="Canon raw file"),
        UnsupportedFormatError("That is a video.", format="video"),
        PhotoTooLargeError("Too large.", limit=1),
    ],
    ids=lambda error: error.message,
)
def test_only_pictures_are_written_anew(refusal: PhotoError) -> None:
    """A raw file would shrink to its preview, and a text is no picture: these stay refused."""
    assert rebuild(m.photo("png plain"), refusal, ChildDecoder()) is None


def test_what_cannot_be_decoded_stays_refused() -> None:
    """A damaged file that no decoder reads whole is not handed back in parts."""
    damaged = m.photo("jpeg plain")[:-200]
    assert rebuild(damaged, BrokenPhotoError("It is damaged."), ChildDecoder()) is None
    assert rebuild(netpbm(), BrokenPhotoError("It is damaged."), NoDecoder()) is None
