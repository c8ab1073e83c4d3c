"""What the second reading notes down about a file."""

from __future__ import annotations

from dataclasses import dataclass, field

#: Bytes compared at a time: small enough to stay in the processor's cache.
_STEP = 1 << 18


@dataclass(slots=True)
class Reading:
    """Where the coded bytes of the picture stand in `data`, in order, and the names of whatever else there is."""

    data: bytes = field(repr=False)
    coded: list[tuple[int, int]] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)

    def doubt(self, name: str, start: int, wrong: object = "always") -> None:
        """Note a leftover at a place, if something is wrong."""
        if wrong and len(self.leftovers) < 50:
            self.leftovers.append(f"{name} at byte {start}")

    def same_picture(self, other: Reading) -> bool:
        """Tell whether both files hold the same coded bytes."""
        return len(self.coded) == len(other.coded) and all(
            _same(self.data, first, other.data, second) for first, second in zip(self.coded, other.coded, strict=True)
        )


def _same(one: bytes, first: tuple[int, int], two: bytes, second: tuple[int, int]) -> bool:
    size = first[1] - first[0]
    return size == second[1] - second[0] and begins_with(one, first[0], two, second[0], size)


def begins_with(one: bytes, at: int, two: bytes, start: int, size: int) -> bool:
    """Tell whether `size` bytes of `one` at a place are those of `two` at another; copies little."""
    if len(one) - at < size or len(two) - start < size:
        return False
    return all(one.startswith(two[start + step : start + min(size, step + _STEP)], at + step) for step in range(0, size, _STEP))
