"""The entropy coding of JPEG XL (ISO/IEC 18181-1, annex C), as far as headers use it: for the colour profile and the order of sections.

Symbols come from prefix codes or by ANS from alias tables; each is the head of a hybrid
number, or the length of a copy of earlier numbers (LZ77).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.photos.containers.bits import Bits
from bot.photos.segment import broken

_LOG_TABLE = 12
_TABLE = 1 << _LOG_TABLE
_REPEAT = 13
_FINAL_STATE = 0x130000
_PREFIX_BITS = 15
_MAX_CLUSTERS = 256
#: bits, value of the code for logarithmic counts, by the next seven bits (annex C.2.5).
_COUNTS = {
    (3, 0): 10, (7, 1): 12, (3, 2): 7, (4, 3): 3, (3, 4): 6, (3, 5): 8, (3, 6): 9, (4, 7): 5,
    (4, 9): 4, (4, 11): 1, (4, 15): 2, (5, 17): 0, (6, 33): 11, (7, 65): 13,
}  # fmt: skip
_LENGTH_ORDER = (1, 2, 3, 4, 0, 5, 17, 6, 16, 7, 8, 9, 10, 11, 12, 13, 14, 15)
_LENGTH_CODE = {(2, 0): 0, (2, 1): 4, (2, 2): 3, (3, 3): 2, (4, 7): 1, (4, 15): 5}

#: Reads one symbol; ANS has its state in a list of one.
Reader = Callable[[Bits, list[int]], int]
PrefixTable = dict[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Hybrid:
    """How a symbol becomes a number: below 2^exponent it is one, above it counts bits that follow."""

    exponent: int
    high: int
    low: int

    def number(self, symbol: int, bits: Bits) -> int:
        """Return the number that starts with a symbol."""
        if symbol < 1 << self.exponent:
            return symbol
        inside = self.high + self.low
        count = self.exponent - inside + (symbol - (1 << self.exponent) >> inside) & 31
        top = (1 << self.high) | (symbol >> self.low) & (1 << self.high) - 1
        return (top << count | bits.take(count)) << self.low | symbol & (1 << self.low) - 1


class Numbers:
    """Reads numbers coded together; `contexts` is how many distributions the coder could tell apart."""

    __slots__ = ("_bits", "_clusters", "_configs", "_copy", "_least", "_lengths", "_readers", "_state", "_threshold", "_window")

    def __init__(self, bits: Bits, contexts: int, *, copies: bool = True) -> None:
        """Read the distributions, and the state where the coding has one."""
        self._bits = bits
        self._window: list[int] = []
        self._copy = [0, 0]
        self._threshold = 1 << 32
        if bits.flag():
            if not copies:
                raise broken("Its coding contradicts itself", bits.at // 8)
            self._threshold = bits.choose(224, 512, 4096, (8, 15))
            self._least = bits.choose(3, 4, (5, 2), (9, 8))
            self._lengths = _hybrid(bits, 8)
            contexts += 1
        self._clusters = _clusters(bits, contexts) if contexts > 1 else [0]
        count = max(self._clusters) + 1
        prefix = bits.flag()
        log = _PREFIX_BITS if prefix else 5 + bits.take(2)
        self._configs = [_hybrid(bits, log) for _ in range(count)]
        self._readers = _prefix_readers(bits, count) if prefix else [_ans_reader(_distribution(bits), log) for _ in range(count)]
        self._state = [_FINAL_STATE if prefix else bits.take(32)]

    def next(self, context: int = 0) -> int:
        """Return the next number."""
        self._bits.spend(1)
        if self._copy[0]:
            return self._copied()
        cluster = self._clusters[context]
        symbol = self._readers[cluster](self._bits, self._state)
        if symbol >= self._threshold:
            return self._start_copy(symbol - self._threshold)
        value = self._configs[cluster].number(symbol, self._bits)
        if self._threshold < 1 << 32:
            self._window.append(value)
        return value

    def _start_copy(self, symbol: int) -> int:
        length = self._lengths.number(symbol, self._bits) + self._least
        cluster = self._clusters[-1]
        back = 1 + self._configs[cluster].number(self._readers[cluster](self._bits, self._state), self._bits)
        if not self._window:
            raise broken("Its coding contradicts itself", self._bits.at // 8)
        self._copy = [length, max(0, len(self._window) - back)]
        return self._copied()

    def _copied(self) -> int:
        value = self._window[self._copy[1]]
        self._window.append(value)
        self._copy = [self._copy[0] - 1, self._copy[1] + 1]
        return value

    def finish(self) -> None:
        """Check that the coding ended where it should; BrokenPhotoError otherwise."""
        if self._state[0] != _FINAL_STATE:
            raise broken("Its coding contradicts itself", self._bits.at // 8)


def _hybrid(bits: Bits, log: int) -> Hybrid:
    exponent = bits.take(log.bit_length())
    high = low = 0
    if exponent != log:
        high = bits.take(exponent.bit_length())
        low = bits.take(max(0, exponent - high).bit_length())
    if high + low > exponent or exponent > log:
        raise broken("Its coding contradicts itself", bits.at // 8)
    return Hybrid(exponent, high, low)


def _clusters(bits: Bits, contexts: int) -> list[int]:
    """Return the distribution each context uses (annex C.2.2)."""
    if bits.flag():
        width = bits.take(2)
        return [bits.take(width) for _ in range(contexts)]
    mixed = bits.flag()
    bits.spend(_MAX_CLUSTERS)
    numbers = Numbers(bits, 1, copies=contexts > 2)
    found = [numbers.next() for _ in range(contexts)]
    numbers.finish()
    if max(found) >= _MAX_CLUSTERS:
        raise broken("Its coding contradicts itself", bits.at // 8)
    return _unmixed(found) if mixed else found


def _unmixed(found: list[int]) -> list[int]:
    """Undo move-to-front."""
    row = list(range(_MAX_CLUSTERS))
    out = []
    for place in found:
        row.insert(0, row.pop(place))
        out.append(row[0])
    return out


def _short(bits: Bits, width: int = 3) -> int:
    """Return a number of up to eight bits (sixteen with width 4) that says its own length."""
    if not bits.flag():
        return 0
    count = bits.take(width)
    return (1 << count) + bits.take(count)


def _match(bits: Bits, table: PrefixTable, longest: int) -> int:
    """Return the value whose code comes next."""
    for count in range(longest + 1):
        value = table.get((count, bits.peek(count)))
        if value is not None:
            bits.skip(count)
            return value
    raise broken("Its coding contradicts itself", bits.at // 8)


def _distribution(bits: Bits) -> list[int]:
    """Return how often each symbol comes, of 4,096 (annex C.2.5)."""
    bits.spend(_MAX_CLUSTERS)
    if bits.flag():
        return _simple_distribution(bits)
    if bits.flag():
        size = _short(bits) + 1
        return [_TABLE // size + (n < _TABLE % size) for n in range(size)]
    log = 0
    while log < 3 and bits.flag():
        log += 1
    shift = (bits.take(log) | 1 << log) - 1
    return _counts(bits, *_logarithms(bits, _short(bits) + 3), shift)


def _simple_distribution(bits: Bits) -> list[int]:
    two = bits.flag()
    symbols = [_short(bits) for _ in range(1 + two)]
    counts = [0] * (max(symbols) + 1)
    counts[symbols[0]] = bits.take(_LOG_TABLE) if two else _TABLE
    if two:
        counts[symbols[1]] = _TABLE - counts[symbols[0]]
    return counts


def _logarithms(bits: Bits, size: int) -> tuple[list[int], dict[int, int]]:
    """Return the logarithm of each count plus one, and the places where the count before repeats, with how often."""
    logs, repeats = [0] * size, dict[int, int]()
    at = 0
    while at < size:
        logs[at] = _match(bits, _COUNTS, 7)
        if logs[at] == _REPEAT:
            repeats[at] = _short(bits) + 4
            at += repeats[at]
        else:
            at += 1
    return logs, repeats


def _counts(bits: Bits, logs: list[int], repeats: dict[int, int], shift: int) -> list[int]:
    counts = [0] * len(logs)
    known = [at for at in range(len(logs)) if logs[at] != _REPEAT]
    most = max(known, key=lambda at: (logs[at], -at), default=-1)
    if most < 0 or shift > _REPEAT:
        raise broken("Its coding contradicts itself", bits.at // 8)
    at = 0
    while at < len(logs):
        if at in repeats:
            end = min(len(logs), at + repeats[at])
            counts[at:end] = [counts[at - 1] if at else 0] * (end - at)
            at = end
            continue
        log = logs[at] - 1
        if log >= 0 and at != most:
            exact = max(0, min(log, shift - (_LOG_TABLE - log >> 1)))
            counts[at] = (1 << log) + (bits.take(exact) << log - exact)
        at += 1
    counts[most] = _TABLE - sum(counts)
    return counts


def _ans_reader(counts: list[int], log: int) -> Reader:
    """Return a reader by alias table (annex C.2.6)."""
    counts = (counts + [0] * (1 << log))[: max(1 << log, len(counts))]
    if len(counts) > 1 << log or sum(counts) != _TABLE or min(counts) < 0:
        raise broken("Its coding contradicts itself", 0)
    size = _TABLE >> log
    cutoffs, others, offsets = _alias(counts, size)
    single = counts.index(_TABLE) if _TABLE in counts else -1

    def read(bits: Bits, state: list[int]) -> int:
        if single >= 0:
            return single
        slot, place = divmod(state[0] & _TABLE - 1, size)
        if place >= cutoffs[slot]:
            place += offsets[slot]
            slot = others[slot]
        value = counts[slot] * (state[0] >> _LOG_TABLE) + place
        state[0] = value if value >> 16 else value << 16 | bits.take(16)
        return slot

    return read


def _alias(counts: list[int], size: int) -> tuple[list[int], list[int], list[int]]:
    """Return for each slot where its own symbol ends, the symbol behind it, and what to add to the place there."""
    cutoffs, others, offsets = list(counts), list(range(len(counts))), [0] * len(counts)
    over = [n for n, count in enumerate(counts) if count > size]
    under = [n for n, count in enumerate(counts) if count < size]
    while over and under:
        big, small = over.pop(), under.pop()
        cutoffs[big] -= size - cutoffs[small]
        others[small], offsets[small] = big, cutoffs[big]
        if cutoffs[big] < size:
            under.append(big)
        elif cutoffs[big] > size:
            over.append(big)
    for slot, cutoff in enumerate(cutoffs):
        offsets[slot] -= cutoff if cutoff != size else 0
    return cutoffs, others, offsets


def _prefix_readers(bits: Bits, count: int) -> list[Reader]:
    sizes = [_short(bits, 4) + 1 for _ in range(count)]
    return [_prefix_reader(_prefix_table(bits, size) if size > 1 else {(0, 0): 0}) for size in sizes]


def _prefix_reader(table: PrefixTable) -> Reader:
    longest = max((length for length, _ in table), default=0)

    def read(bits: Bits, state: list[int]) -> int:  # noqa: ARG001 - prefix codes have no state
        return _match(bits, table, longest)

    return read


def _prefix_table(bits: Bits, size: int) -> PrefixTable:
    """Return the codes of an alphabet, as in Brotli (RFC 7932, section 3)."""
    skip = bits.take(2)
    if skip == 1:
        return _simple_prefix(bits, size)
    lengths, space = [0] * 18, 32
    for place in _LENGTH_ORDER[skip:]:
        if space <= 0:
            break
        lengths[place] = _match(bits, _LENGTH_CODE, 4)
        space -= 32 >> lengths[place] if lengths[place] else 0
    return _codes(_lengths(bits, size, _codes(lengths)))


def _simple_prefix(bits: Bits, size: int) -> PrefixTable:
    symbols = [bits.take((size - 1).bit_length()) for _ in range(bits.take(2) + 1)]
    shape = {1: (0,), 2: (1, 1), 3: (1, 2, 2), 4: (2, 2, 2, 2)}[len(symbols)]
    if len(symbols) == 4 and bits.flag():
        shape = (1, 2, 3, 3)
    lengths = [-1] * (max(symbols) + 1)
    for symbol, length in zip(symbols, shape, strict=True):
        lengths[symbol] = length
    if shape == (0,):
        return {(0, 0): symbols[0]}
    return _codes([max(0, length) for length in lengths])


def _lengths(bits: Bits, size: int, table: PrefixTable) -> list[int]:
    """Return the code length of each symbol; 16 repeats the last one, 17 repeats zero."""
    bits.spend(size)
    out: list[int] = []
    before, repeated, space = 8, (0, 0), 1 << 15
    while len(out) < size and space > 0:
        length = _match(bits, table, 5)
        if length < 16:
            out.append(length)
            before, repeated = length or before, (0, 0)
            space -= 1 << 15 - length if length else 0
            continue
        value = before if length == 16 else 0
        old = repeated[1] if repeated[0] == length else 0
        new = (old - 2 << length - 14 if old else 0) + 3 + bits.take(length - 14)
        out += [value] * min(new - old, size)
        repeated = (length, new)
        space -= new - old << 15 - value if value else 0
    if space or len(out) > size:
        raise broken("Its coding contradicts itself", bits.at // 8)
    return out


def _codes(lengths: list[int]) -> PrefixTable:
    """Return the canonical codes of these lengths, the first bit lowest; a single one takes no bits."""
    used = sorted((length, symbol) for symbol, length in enumerate(lengths) if length)
    if len(used) == 1:
        return {(0, 0): used[0][1]}
    table, code, last = PrefixTable(), 0, 0
    for length, symbol in used:
        code <<= length - last
        table[length, int(f"{code:0{length}b}"[::-1], 2)] = symbol
        code, last = code + 1, length
    return table
