"""A second reading of a clean photo, which shares no code with the splitters.

It knows nothing of segments, labels or readers: it walks the file its own way, names
everything that is neither coded picture nor a block it can vouch for byte by byte, and
compares the coded bytes of both files. Any doubt, and nobody gets the file.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.errors import PhotoError
from bot.photos.proof import bmp, clip, gif, heif, ico, jp2, jpeg, jxl, png, tiff, webp
from bot.photos.proof.permit import USUAL, Permit
from bot.photos.proof.reading import Reading
from bot.strings import say

_READ: dict[str, Callable[[bytes, Permit], Reading]] = {
    "jpeg": jpeg.read,
    "png": png.read,
    "webp": webp.read,
    "heic": heif.read,
    "avif": heif.read,
    "gif": gif.read,
    "bmp": bmp.read,
    "jxl": jxl.read,
    "tiff": tiff.read,
    "jp2": jp2.read,
    "ico": ico.read,
    "cur": ico.read,
    "mp4": clip.read,
    "mov": clip.read,
}
_WITH_CLEAN: dict[str, Callable[[bytes, Permit, Reading], Reading]] = {"jpeg": jpeg.read, "jxl": jxl.read}
#: Formats of which a screenshot shows nothing like the whole: films; pictures that move, have pages, or several sizes.
_FILMS = frozenset(("mp4", "mov"))
_MOVES = frozenset(("gif", "tiff", "ico", "cur"))


class ProofError(PhotoError):
    """The clean file still told something, or its picture was another one; `leftovers` names what."""

    def __init__(self, leftovers: tuple[str, ...], name: str) -> None:
        """Name what was left over, for logs; the person gets plain words, which fit a file of this format."""
        hint = say("Open the photo, make a screenshot of it, and send me that as a file.")
        if name in _FILMS:
            hint = say("Play the video, record your screen while it runs, and send me that recording as a file.")
        elif name in _MOVES:
            hint = say("Save the picture as a JPEG or PNG in another app, and send me that as a file.")
        super().__init__(
            say("I took everything out that I know of, but my second look found something left, so I won't hand the copy out."), hint
        )
        self.leftovers = leftovers


def check(before: bytes, after: bytes, name: str, permit: Permit = USUAL) -> None:
    """Raise ProofError unless `after` tells nothing but what is permitted, and holds the coded picture of `before`."""
    clean = _READ[name](after, permit)
    leftovers = list(clean.leftovers)
    if not leftovers and before != after and not clean.same_picture(_original(before, name, permit, clean)):
        leftovers.append("the coded picture differs")
    if leftovers:
        raise ProofError(tuple(leftovers), name)


def _original(before: bytes, name: str, permit: Permit, clean: Reading) -> Reading:
    """Return the reading of the file that came; that of the clean one helps where it spares a search for the end of the picture."""
    return _WITH_CLEAN[name](before, permit, clean) if name in _WITH_CLEAN else _READ[name](before, permit)


def coded(data: bytes, name: str) -> tuple[tuple[int, int], ...]:
    """Return where the coded bytes stand that have to be the same in a file of this format and its clean copy."""
    return tuple(_READ[name](data, USUAL).coded)


def leftovers(data: bytes, name: str, permit: Permit = USUAL) -> tuple[str, ...]:
    """Return what a file of this format holds besides the picture and what showing it needs."""
    reading: Reading = _READ[name](data, permit)
    return tuple(reading.leftovers)
