"""What the second reading notes down about a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

#: Bytes compared at a time: small enough to stay in the processor's cache.
_STEP = 1 << 18

Range = tuple[int, int]


@dataclass(slots=True)
class Reading:
    """Where the coded bytes of the picture stand in `data`, in order, and the names of whatever else there is.

    facts: what else has to be the same in both files for the picture to be the same.
    """

    data: bytes = field(repr=False)
    coded: list[Range] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)
    facts: list[object] = field(default_factory=list)

    def doubt(self, name: str, start: int, wrong: object = "always") -> None:
        """Note a leftover at a place, if something is wrong."""
        if wrong and len(self.leftovers) < 50:
            self.leftovers.append(f"{name} at byte {start}")

    def same_picture(self, other: Reading) -> bool:
        """Tell whether both files hold the same coded bytes."""
        if self.facts != other.facts or [end - start for start, end in self.coded] != [end - start for start, end in other.coded]:
            return False
        return all(begins_with(self.data, at, other.data, start, size) for at, start, size in _runs(self.coded, other.coded))


def _runs(first: list[Range], second: list[Range]) -> Iterator[tuple[int, int, int]]:
    """Yield (place in one file, in the other, size), pieces of the same sizes put together where they touch in both.

    The tiles of a picture come by the thousand.
    """
    at = end = start = stop = 0
    for (one, one_end), (two, two_end) in zip(first, second, strict=True):
        if one != end or two != stop:
            yield at, start, end - at
            at, start = one, two
        end, stop = one_end, two_end
    yield at, start, end - at


def begins_with(one: bytes, at: int, two: bytes, start: int, size: int) -> bool:
    """Tell whether `size` bytes of `one` at a place are those of `two` at another; copies little."""
    if len(one) - at < size or len(two) - start < size:
        return False
    return all(one.startswith(two[start + step : start + min(size, step + _STEP)], at + step) for step in range(0, size, _STEP))
