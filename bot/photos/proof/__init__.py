"""A second reading of a clean photo, which shares no code with the splitters.

It knows nothing of segments, labels or readers: it walks the file its own way, names
everything that is neither coded picture nor a block it can vouch for byte by byte, and
compares the coded bytes of both files. Any doubt, and nobody gets the file.
"""

from __future__ import annotations

from bot.errors import PhotoError
from bot.photos.proof import bmp, gif, jpeg, png, webp
from bot.photos.proof.reading import Reading

_READ = {"jpeg": jpeg.read, "png": png.read, "webp": webp.read, "gif": gif.read, "bmp": bmp.read}


class ProofError(PhotoError):
    """The clean file still told something, or its picture was another one; `leftovers` names what."""

    def __init__(self, leftovers: tuple[str, ...]) -> None:
        """Name what was left over, for logs; the person gets plain words."""
        super().__init__(
            "I took everything out that I know of, but my second look found something left, so I won't hand the copy out.",
            "Open the photo, make a screenshot of it, and send me that as a file.",
        )
        self.leftovers = leftovers


def check(before: bytes, after: bytes, name: str) -> None:
    """Raise ProofError unless `after` tells nothing and holds the coded picture of `before`."""
    clean = _READ[name](after)
    leftovers = list(clean.leftovers)
    if not leftovers and before != after and not clean.same_picture(_READ[name](before)):
        leftovers.append("the coded picture differs")
    if leftovers:
        raise ProofError(tuple(leftovers))


def leftovers(data: bytes, name: str) -> tuple[str, ...]:
    """Return what a file of this format holds besides the picture and what showing it needs."""
    reading: Reading = _READ[name](data)
    return tuple(reading.leftovers)
