"""Seeing the pixels of a stranger's photo: what the core asks of whoever decodes pictures safely.

Decoders are large and old, and files that attack them exist; so nothing in the core decodes what a person sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Pixels:
    """A small view of a picture as it lies in the file, not yet turned upright: rows from the top, three bytes (RGB) a pixel.

    full: width and height of the whole picture, in pixels.
    orientation: how it is to be turned (Exif 3.0, tag 274): 1 to 8.
    """

    width: int
    height: int
    data: bytes = field(repr=False)
    full: tuple[int, int] = (0, 0)
    orientation: int = 1


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A picture written anew as PNG from its pixels, upright, and how many pictures its file held."""

    data: bytes = field(repr=False)
    pictures: int = 1


class Decoder(Protocol):
    """What decodes pictures, apart from everything else."""

    def look(self, pictures: Sequence[bytes], longest: int) -> tuple[Pixels | None, ...]:
        """Return a view of each picture, at most `longest` pixels a side; None where it cannot be decoded."""

    def rebuild(self, picture: bytes) -> Rebuilt | None:
        """Return the picture written anew; None when it cannot be decoded whole."""


class NoDecoder:
    """Decodes nothing: every picture is one that cannot be decoded."""

    def look(self, pictures: Sequence[bytes], longest: int) -> tuple[Pixels | None, ...]:  # noqa: ARG002 - the shape of a Decoder
        """Return None for each picture."""
        return (None,) * len(pictures)

    def rebuild(self, picture: bytes) -> Rebuilt | None:  # noqa: ARG002 - the shape of a Decoder
        """Return None."""
        return None
