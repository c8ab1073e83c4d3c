"""The `meta` box of a HEIF or AVIF file, written afresh (ISO/IEC 14496-12, 8.11): the items that stay, and where their bytes are now."""

from __future__ import annotations

import struct

from bot.photos.containers.boxes import Moves, box, full
from bot.photos.containers.items import ENTRY, HANDLER, SHORT_ENTRY, Item, Items, Reference, Uses


def around(data: bytes, items: Items) -> tuple[bytes, bytes]:
    """Return what stands in `meta` before and behind the table of places: all that stays the same wherever the bytes are put."""
    wide = _wide(items)
    size = 4 if wide else 2
    idat = b"".join(data[start : start + length] for one in items.items.values() if _in_idat(one) for start, length in one.extents)
    entries = b"".join(_entry(one, wide=wide) for one in items.items.values())
    parts = [full(b"iinf", 0 if len(items.items) <= 0xFFFF else 1, 0, _count(len(items.items)), entries)]
    if items.references:
        parts.append(full(b"iref", int(wide), 0, *(_reference(one, size) for one in items.references)))
    parts.append(_property_box(items, wide=wide))
    if idat:
        parts.append(box(b"idat", idat))
    if items.groups:
        parts.append(box(b"grpl", *(_group(one) for one in items.groups)))
    primary = full(b"pitm", int(wide), 0, items.primary.to_bytes(size, "big"))
    return full(b"hdlr", 0, 0, HANDLER[4:]) + primary, b"".join(parts)


def size(items: Items, fixed: tuple[bytes, bytes]) -> int:
    """Return the bytes of the `meta` box of these items, wherever their own bytes are put; `fixed` is from `around`."""
    wide = _wide(items)
    row = (8 if wide else 6) + 2 * bool(_version(items, wide=wide))
    pieces = [1 if one.fresh is not None else len(one.extents) for one in items.items.values()]
    return 12 + len(fixed[0]) + 14 + (4 if wide else 2) + len(pieces) * row + 8 * sum(pieces) + len(fixed[1])


def written(items: Items, fixed: tuple[bytes, bytes], moves: Moves, fresh: dict[int, int]) -> bytes:
    """Return the `meta` box of these items; `fixed` is from `around`, `fresh` says where the new bytes of an item stand."""
    return full(b"meta", 0, 0, fixed[0], _location_box(items, moves, fresh, wide=_wide(items)), fixed[1])


def _wide(items: Items) -> bool:
    """Tell whether the numbers of items need four bytes."""
    targets = max((max(one[2], default=0) for one in items.references), default=0)
    return max(max(items.items, default=0), items.primary, targets) > 0xFFFF


def _in_idat(item: Item) -> bool:
    return item.inside and item.fresh is None


def _count(number: int) -> bytes:
    return number.to_bytes(2 if number <= 0xFFFF else 4, "big")


def _entry(item: Item, *, wide: bool) -> bytes:
    if not (wide or item.name or item.rest):
        return SHORT_ENTRY.pack(SHORT_ENTRY.size, b"infe", 2 << 24 | item.hidden, item.number, 0, item.kind, 0)
    version = 3 if wide else 2
    return box(b"infe", ENTRY[version].pack(version << 24 | item.hidden, item.number, 0, item.kind), item.name, b"\0", item.rest)


def _version(items: Items, *, wide: bool) -> int:
    """Return the version of the table of places: 0 where all bytes are outside `meta`, 2 for large numbers of items."""
    return 2 if wide else int(any(one.inside and one.fresh is None for one in items.items.values()))


def _location_box(items: Items, moves: Moves, fresh: dict[int, int], *, wide: bool) -> bytes:
    version = _version(items, wide=wide)
    head = f">{'I' if wide else 'H'}{'H' if version else '0s'}HH"
    single = struct.Struct(head + "II")
    rows, at = [], 0
    for one in items.items.values():
        method = _in_idat(one) if version else b""
        if one.fresh is None and not one.inside and len(one.extents) == 1:
            start, length = one.extents[0]
            rows.append(single.pack(one.number, method, 0, 1, moves.of(start), length))
            continue
        if one.fresh is not None:
            places = [fresh[one.number], len(one.fresh)]
        elif one.inside:
            places = []
            for _, length in one.extents:
                places += at, length
                at += length
        else:
            places = [number for start, length in one.extents for number in (moves.of(start), length)]
        rows.append(struct.pack(f"{head}{len(places)}I", one.number, method, 0, len(places) // 2, *places))
    return full(b"iloc", version, 0, b"\x44\0", len(rows).to_bytes(4 if wide else 2, "big"), *rows)


def _property_box(items: Items, *, wide: bool) -> bytes:
    large = len(items.properties) > 0x7F
    rows, written = [], dict[Uses, bytes]()
    for one in sorted(items.items.values(), key=lambda item: item.number):
        if one.properties:
            if one.properties not in written:
                written[one.properties] = _uses(one.properties, large=large)
            rows.append(one.number.to_bytes(4 if wide else 2, "big") + written[one.properties])
    table = full(b"ipma", int(wide), int(large), len(rows).to_bytes(4, "big"), *rows)
    return box(b"iprp", box(b"ipco", *(box(name, data) for name, data in items.properties)), table)


def _uses(properties: Uses, *, large: bool) -> bytes:
    numbers = [number | essential << (15 if large else 7) for number, essential in properties]
    return struct.pack(f">B{len(numbers)}{'H' if large else 'B'}", len(numbers), *numbers)


def _reference(reference: Reference, size: int) -> bytes:
    name, source, targets = reference
    code = "I" if size > 2 else "H"
    return box(name, struct.pack(f">{code}H{len(targets)}{code}", source, len(targets), *targets))


def _group(group: tuple[bytes, int, tuple[int, ...]]) -> bytes:
    name, number, members = group
    return full(name, 0, 0, number.to_bytes(4, "big"), len(members).to_bytes(4, "big"), *(one.to_bytes(4, "big") for one in members))
