"""Bits of a JPEG XL codestream, the least significant first, and the few shapes its numbers have (ISO/IEC 18181-1, annex B)."""

from __future__ import annotations

from bot.photos.segment import broken

#: A number as it stands, or (offset, bits): so many bits, plus the offset.
Choice = int | tuple[int, int]


#: Steps that reading may take in one codestream. Real ones need hundreds; each frame could ask for a million.
MAX_BIT_STEPS = 600_000


class Bits:
    """Reads bits of data[start:end); BrokenPhotoError beyond its end, or past a budget of steps."""

    __slots__ = ("at", "data", "end", "left")

    def __init__(self, data: bytes, start: int, end: int) -> None:
        """Start at a byte."""
        self.data, self.at, self.end = data, 8 * start, 8 * end
        self.left = MAX_BIT_STEPS

    def take(self, count: int) -> int:
        """Return the next bits, at most 56, as a number."""
        value = self.peek(count)
        self.skip(count)
        return value

    def peek(self, count: int) -> int:
        """Return bits without going on; those beyond the end are zero."""
        at = self.at
        return int.from_bytes(self.data[at >> 3 : (at >> 3) + 8], "little") >> (at & 7) & (1 << count) - 1

    def skip(self, count: int) -> None:
        """Go on; BrokenPhotoError beyond the end."""
        self.at += count
        if self.at > self.end:
            raise broken("Its coded picture is cut off", self.end // 8)
        self.spend(1)

    def spend(self, steps: int) -> None:
        """Take steps off the budget; BrokenPhotoError when it is used up."""
        self.left -= steps
        if self.left < 0:
            raise broken("Its header is larger than any real one", self.at // 8)

    def flag(self) -> bool:
        """Return one bit."""
        return bool(self.take(1))

    def choose(self, *choices: Choice) -> int:
        """Return a number in one of four shapes (U32)."""
        chosen = choices[self.take(2)]
        return chosen if isinstance(chosen, int) else chosen[0] + self.take(chosen[1])

    def total(self, count: int, choices: tuple[tuple[int, int], ...]) -> int:
        """Return the sum of so many numbers in one of four shapes, each with bits of its own; a large picture has thousands."""
        self.spend(count)
        data, at, total = self.data, self.at, 0
        for _ in range(count):
            word = int.from_bytes(data[at >> 3 : (at >> 3) + 8], "little") >> (at & 7)
            offset, width = choices[word & 3]
            total += offset + (word >> 2 & (1 << width) - 1)
            at += 2 + width
        self.at = at
        self.skip(0)
        return total

    def named(self) -> int:
        """Return a value of a list of names (Enum)."""
        return self.choose(0, 1, (2, 4), (18, 6))

    def long(self) -> int:
        """Return a number of up to 64 bits (U64)."""
        kind = self.take(2)
        if kind == 0:
            return 0
        if kind < 3:
            return 1 + self.take(4) if kind == 1 else 17 + self.take(8)
        value, shift = self.take(12), 12
        while self.flag():
            if shift == 60:
                return value | self.take(4) << 60
            value |= self.take(8) << shift
            shift += 8
        return value

    def align(self) -> None:
        """Go on to the next whole byte."""
        self.at = (self.at + 7) & ~7
