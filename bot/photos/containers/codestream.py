"""Where a JPEG XL codestream ends (ISO/IEC 18181-1): its header, then frames, each with a table of the sizes of its sections.

Nothing is decoded but what stands before those sizes. A codestream that is cut off, or
that contradicts itself, is taken to reach to the end of its bytes.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import BrokenPhotoError
from bot.photos.containers.bits import Bits
from bot.photos.containers.entropy import Numbers
from bot.photos.segment import Steps, broken

#: Frames and sections that are walked, and bytes of a packed profile that are read; real ones have hundreds, and thousands.
MAX_FRAMES, MAX_SECTIONS, MAX_PROFILE = 20_000, 100_000, 200_000

_SIZE = ((1, 9), (1, 13), (1, 18), (1, 30))
_SMALL_SIZE = ((1, 6), (65, 8), (321, 10), (1345, 12))
_CROP = ((0, 8), (256, 11), (2304, 14), (18688, 30))
_XY = ((0, 19), (524288, 19), (1048576, 20), (2097152, 21))
_SECTION_SIZES = ((0, 10), (1024, 14), (17408, 22), (4211712, 30))
_RATIOS = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}
_REGULAR, _DC, _REFERENCE = 0, 1, 2
_DC_FRAME_FLAG = 32
_REPLACE, _BLEND, _ADD_ALPHA, _MULTIPLY = 0, 2, 3, 4
_ALPHA, _SPOT, _CFA = 0, 2, 5
_GREY, _XYB = 1, 2
_PROFILE_CONTEXTS, _ORDER_CONTEXTS = 41, 8


@dataclass(slots=True)
class Header:
    """What the frames' headers depend on."""

    size: tuple[int, int]
    preview: tuple[int, int] | None = None
    animated: bool = False
    timecodes: bool = False
    extra: int = 0
    xyb: bool = True
    profile: bool = False


def end(data: bytes, start: int = 0, stop: int | None = None) -> int:
    """Return the place behind the codestream in data[start:stop], or `stop` where it cannot be told."""
    stop = len(data) if stop is None else stop
    bits = Bits(data, start + 2, stop)
    try:
        return _walk(bits)
    except BrokenPhotoError:
        return stop


def _walk(bits: Bits) -> int:
    header = _header(bits)
    if header.profile:
        _skip_profile(bits)
    bits.align()
    if header.preview is not None:
        _frame(bits, header, header.preview)
    steps = Steps(MAX_FRAMES)
    while not _frame(bits, header, header.size):
        steps.take(bits.at // 8)
    return bits.at // 8


def _header(bits: Bits) -> Header:
    """Read size, metadata and transforms (annex D)."""
    header = Header(_dimensions(bits))
    if not bits.flag():
        _metadata(bits, header)
    if not bits.flag():
        if header.xyb and not bits.flag():
            bits.skip(16 * 16)
        weights = bits.take(3)
        bits.skip(16 * sum(count for bit, count in ((1, 15), (2, 55), (4, 210)) if weights & bit))
    return header


def _dimensions(bits: Bits) -> tuple[int, int]:
    small = bits.flag()
    height = 8 + 8 * bits.take(5) if small else bits.choose(*_SIZE)
    ratio = bits.take(3)
    if ratio:
        return height * _RATIOS[ratio][0] // _RATIOS[ratio][1], height
    return (8 + 8 * bits.take(5) if small else bits.choose(*_SIZE)), height


def _preview(bits: Bits) -> tuple[int, int]:
    eighths = bits.flag()
    shape = (16, 32, (1, 5), (33, 9)) if eighths else _SMALL_SIZE
    unit = 8 if eighths else 1
    height = unit * bits.choose(*shape)
    ratio = bits.take(3)
    if ratio:
        return height * _RATIOS[ratio][0] // _RATIOS[ratio][1], height
    return unit * bits.choose(*shape), height


def _metadata(bits: Bits, header: Header) -> None:
    more = bits.flag()
    if more:
        bits.take(3)  # orientation
        if bits.flag():
            _dimensions(bits)  # the size it is meant to be shown at
        if bits.flag():
            header.preview = _preview(bits)
        if bits.flag():
            _animation(bits, header)
    _depth(bits)
    bits.flag()
    header.extra = bits.choose(0, 1, (2, 4), (1, 12))
    for _ in range(header.extra):
        _extra_channel(bits)
    header.xyb = bits.flag()
    header.profile = _colours(bits)
    if more and not bits.flag():
        bits.skip(49)  # tone mapping
    _extensions(bits)


def _animation(bits: Bits, header: Header) -> None:
    header.animated = True
    bits.choose(100, 1000, (1, 10), (1, 30))
    bits.choose(1, 1001, (1, 8), (1, 10))
    bits.choose(0, (0, 3), (0, 16), (0, 32))
    header.timecodes = bits.flag()


def _depth(bits: Bits) -> None:
    if bits.flag():
        bits.choose(32, 16, 24, (1, 6))
        bits.take(4)
    else:
        bits.choose(8, 10, 12, (1, 6))


def _extra_channel(bits: Bits) -> None:
    if bits.flag():
        return
    kind = bits.named()
    _depth(bits)
    bits.choose(0, 3, 4, (1, 3))
    _name(bits)
    if kind == _ALPHA:
        bits.flag()
    elif kind == _SPOT:
        bits.skip(64)
    elif kind == _CFA:
        bits.choose(1, (0, 2), (3, 4), (19, 8))


def _colours(bits: Bits) -> bool:
    """Read the colour encoding; tell whether a packed profile follows the header."""
    if bits.flag():
        return False
    profile, space = bits.flag(), bits.named()
    if profile:
        return True
    if space != _XYB:
        _points(bits, 1)
        if space != _GREY:
            _points(bits, 3)
        if bits.flag():
            bits.take(24)
        else:
            bits.named()
    bits.named()
    return False


def _points(bits: Bits, count: int) -> None:
    """Read white point or primaries: named, or by so many places."""
    if bits.named() == 2:
        for _ in range(2 * count):
            bits.choose(*_XY)


def _name(bits: Bits) -> None:
    bits.skip(8 * bits.choose(0, (0, 4), (16, 5), (48, 10)))


def _extensions(bits: Bits) -> None:
    sizes = [bits.long() for _ in range(bits.long().bit_count())]
    bits.skip(sum(sizes))


def _skip_profile(bits: Bits) -> None:
    """Go behind the packed colour profile (annex E.4)."""
    size = bits.long()
    if size > MAX_PROFILE:
        raise broken("Its colour profile is larger than any real one", bits.at // 8)
    numbers = Numbers(bits, _PROFILE_CONTEXTS)
    one = two = 0
    for at in range(size):
        one, two = numbers.next(0 if at <= 128 else 1 + _kind(one) + 8 * _rough_kind(two)) & 255, one
    numbers.finish()


def _kind(byte: int) -> int:
    """Return what kind of byte the one before is: a letter, a digit, zero, one, small, large, 255, other."""
    if (rough := _rough_kind(byte)) < 2:
        return rough
    return {0: 2, 1: 3, 255: 6}.get(byte, {2: 4, 3: 5, 4: 7}[rough])


def _rough_kind(byte: int) -> int:
    if byte < 128 and chr(byte).isalpha():
        return 0
    if chr(byte) in "0123456789.,":
        return 1
    if byte < 16:
        return 2
    return 3 if byte > 240 else 4


def _frame(bits: Bits, header: Header, size: tuple[int, int]) -> bool:
    """Go behind a frame; tell whether it is the last one (annexes F and G)."""
    last, sections = _frame_header(bits, header, size)
    if sections > MAX_SECTIONS:
        raise broken("It has more sections than any real one", bits.at // 8)
    if bits.flag():
        _skip_order(bits, sections)
    bits.align()
    total = bits.total(sections, _SECTION_SIZES)
    bits.align()
    bits.skip(8 * total)
    return last


def _skip_order(bits: Bits, sections: int) -> None:
    numbers = Numbers(bits, _ORDER_CONTEXTS)
    count, before = numbers.next(min(7, sections.bit_length())), 0
    if count > sections:
        raise broken("Its sections contradict each other", bits.at // 8)
    for _ in range(count):
        before = numbers.next(min(7, before.bit_length()))
    numbers.finish()


def _frame_header(bits: Bits, header: Header, size: tuple[int, int]) -> tuple[bool, int]:
    """Read a frame's header; return whether it is the last frame, and how many sections it has."""
    if bits.flag():
        return True, _sections(size, 256, 1)
    kind, modular, flags = bits.take(2), bits.flag(), bits.long()
    shifts, upsampling = (0, 0), 1
    ycbcr = not header.xyb and bits.flag()
    if not flags & _DC_FRAME_FLAG:
        shifts = _subsampling(bits) if ycbcr else (0, 0)
        upsampling = bits.choose(1, 2, 4, 8)
        for _ in range(header.extra):
            bits.choose(1, 2, 4, 8)
    group = 128 << bits.take(2) if modular else 256
    if not modular and header.xyb:
        bits.take(6)
    passes = _passes(bits) if kind != _REFERENCE else 1
    level = bits.choose(1, 2, 3, 4) if kind == _DC else 0
    partial, size = _crop(bits, kind, size) if kind != _DC else (False, size)
    last = _blending(bits, header, kind, partial=partial)
    _name(bits)
    _filter(bits, modular=modular)
    _extensions(bits)
    scale = upsampling << 3 * level
    return last, _sections((-(-size[0] // scale), -(-size[1] // scale)), group, passes, shifts)


def _sections(size: tuple[int, int], group: int, passes: int, shifts: tuple[int, int] = (0, 0)) -> int:
    groups = low = 1
    for length, shift in zip(size, shifts, strict=True):
        groups *= -(-length // group)
        low *= -(-(-(-length // (8 << shift)) << shift) // group)
    return 1 if groups == passes == 1 else 2 + low + groups * passes


def _subsampling(bits: Bits) -> tuple[int, int]:
    modes = [bits.take(2) for _ in range(3)]
    return max(mode in (1, 2) for mode in modes), max(mode in (1, 3) for mode in modes)


def _passes(bits: Bits) -> int:
    count = bits.choose(1, 2, 3, (4, 3))
    if count > 1:
        smaller = bits.choose(0, 1, 2, (3, 1))
        bits.skip(2 * (count - 1) + 2 * smaller)
        for _ in range(smaller):
            bits.choose(0, 1, 2, (0, 3))
    return count


def _crop(bits: Bits, kind: int, size: tuple[int, int]) -> tuple[bool, tuple[int, int]]:
    """Return whether the frame leaves a part of the picture uncovered, and the frame's size."""
    if not bits.flag():
        return False, size
    corner = (0, 0)
    if kind != _REFERENCE:
        packed = bits.choose(*_CROP), bits.choose(*_CROP)
        corner = -(packed[0] + 1 >> 1) if packed[0] & 1 else packed[0] >> 1, -(packed[1] + 1 >> 1) if packed[1] & 1 else packed[1] >> 1
    own = bits.choose(*_CROP), bits.choose(*_CROP)
    covers = all(at <= 0 and at + length >= whole for at, length, whole in zip(corner, own, size, strict=True))
    return kind != _REFERENCE and not covers, own


def _blending(bits: Bits, header: Header, kind: int, *, partial: bool) -> bool:
    """Read how the frame is laid over others, and its time; tell whether it is the last."""
    mode, duration, last = _REPLACE, 0, False
    if kind not in (_DC, _REFERENCE):
        mode = _blend(bits, header, partial=partial)
        for _ in range(header.extra):
            _blend(bits, header, partial=partial)
        if header.animated:
            duration = bits.choose(0, 1, (0, 8), (0, 32))
        if header.timecodes:
            bits.take(32)
        last = bits.flag()
    saved = bits.take(2) if kind != _DC and not last else 0
    referenced = not last and kind != _DC and (duration == 0 or saved != 0)
    if kind == _REFERENCE or (kind != _DC and referenced and mode == _REPLACE and not partial):
        bits.flag()
    return last


def _blend(bits: Bits, header: Header, *, partial: bool) -> int:
    mode = bits.choose(0, 1, 2, (3, 2))
    with_alpha = header.extra > 0 and mode in (_BLEND, _ADD_ALPHA)
    if with_alpha:
        bits.choose(0, 1, 2, (3, 3))
    if with_alpha or mode == _MULTIPLY:
        bits.flag()
    if mode != _REPLACE or partial:
        bits.take(2)
    return mode


def _filter(bits: Bits, *, modular: bool) -> None:
    """Read the settings of the smoothing filters (annex J)."""
    if bits.flag():
        return
    if bits.flag() and bits.flag():
        bits.skip(6 * 16)
    if bits.take(2):
        if not modular and bits.flag():
            bits.skip(8 * 16)
        if bits.flag():
            bits.skip(5 * 16)
        if bits.flag():
            bits.skip((3 if modular else 4) * 16)
        if modular:
            bits.skip(16)
    _extensions(bits)


def cuts(data: bytes, places: list[tuple[int, int]]) -> list[int]:
    """Return for each piece of a codestream, at places in a file, where what belongs to it ends."""
    if len(places) == 1:
        return [end(data, *places[0])]
    left = end(b"".join(data[start:stop] for start, stop in places))
    found = []
    for start, stop in places:
        found.append(min(stop, start + left))
        left -= found[-1] - start
    return found
