"""One module per kind of metadata; a new kind is a new module and its line in READERS.

A reader takes the bytes of a block and the name of its carrier, and yields findings. It
never raises for any bytes, and never believes a length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from bot.photos.findings import Finding
from bot.photos.readers import c2pa, exif, exif_words, heif, icc, iptc, movie, packed, photoshop, text, thumbnail, tiff, trailer, xmp

Reader = Callable[[bytes, str], Iterable[Finding]]

READERS: dict[str, Reader] = {
    "exif": exif.read,
    "exif-words": exif_words.read,
    "xmp": xmp.read,
    "xmp-extended": xmp.extended,
    "photoshop": photoshop.read,
    "icc": icc.read,
    "comment": text.read,
    "tEXt": partial(text.png, "tEXt"),
    "zTXt": partial(text.png, "zTXt"),
    "iTXt": partial(text.png, "iTXt"),
    "png-icc": icc.packed,
    "png-time": text.png_time,
    "gif-comment": text.gif,
    "riff-text": text.riff,
    "thumbnail": thumbnail.read,
    "jfif": thumbnail.in_jfif,
    "c2pa": c2pa.read,
    "packed-box": packed.read,
    "jpeg-recipe": packed.recipe,
    "tiff": tiff.read,
    "trailer": trailer.read,
    "unknown": trailer.block,
    "heif-time": heif.dates,
    "heif-words": heif.words,
    "heif-picture": heif.picture,
    "heif-helper": heif.helper,
    "heif-gain-map": heif.gain_map,
    "iptc": iptc.records,
    "movie": movie.read,
    "movie-time": movie.header,
    "film-track": movie.track,
    "film-name": movie.name,
}

#: Kinds whose blocks are pieces of one: read together.
IN_PIECES = frozenset(("icc", "xmp-extended", "c2pa"))
