"""Cleans files made to harm, each family in a process of its own with limits, and prints what became of them: `make hostile`.

A file counts as unsafe when a planted secret is in the copy, as broken when Pillow showed
the file and no longer shows the copy, as slow over two seconds of processor time, as large
over half a gigabyte, as dead when its process ended or raised anything but a PhotoError.
"""

from __future__ import annotations

import argparse
import io
import pickle
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"
MOST_S, MOST_BYTES = 2.0, 512 << 20
#: Bytes of the big files, and of memory and seconds after which a process is ended.
_BIG = 50_000_000
_END_BYTES, _END_S = 4 << 30, 60
#: Where lengths stand is unknown, so lies are put everywhere, at most so many in one picture.
_LIES = 400


@dataclass(slots=True)
class Fate:
    """What became of a family of files: how many were cleaned and refused, the longest time, the most memory, what went wrong."""

    cleaned: int = 0
    refused: int = 0
    seconds: float = 0.0
    peak: int = 0
    faults: list[str] = field(default_factory=list)


def families() -> Iterator[tuple[str, Callable[[], list[bytes]]]]:
    """Yield name and maker of every family."""
    import seeds
    from photos import hostile

    for name, maker in hostile.GROWING.items():
        yield f"{name}, 100,000", lambda maker=maker: [maker(100_000)]
        yield f"{name}, 50 MB", lambda maker=maker: [maker(_pieces(maker))]
    small = {
        "loops": [*map(hostile.with_exif, hostile.LOOPS.values())],
        "huge claims": [*hostile.HUGE.values()],
        "lies": [*hostile.LIES.values()],
    }
    for name, files in small.items():
        yield name, lambda files=files: files
    for what, piece in hostile.PACKED_BOMBS.items():
        yield f"bomb: {what}", lambda piece=piece: [hostile.m.with_chunks(hostile.PNG, piece)]
    for kind in sorted({name.split(maxsplit=1)[0] for name in seeds.makers()}):
        yield f"{kind}: cut at every boundary", lambda kind=kind: [one for data in seeds.of(kind) for one in cuts(data)]
        yield f"{kind}: lengths that lie", lambda kind=kind: [one for data in seeds.of(kind)[:4] for one in lies(data)]
        yield f"{kind}: something else as well", lambda kind=kind: [one for data in seeds.of(kind) for one in polyglots(data)]


def _pieces(maker: Callable[[int], bytes]) -> int:
    """Return how many pieces make a big file."""
    each = (len(maker(2_000)) - len(maker(1_000))) / 1_000
    return round(_BIG / each) if each else 100_000


def cuts(data: bytes) -> Iterator[bytes]:
    """Yield the file cut at every boundary of its segments, and just before and behind it."""
    from bot.errors import PhotoError
    from bot.photos.recognition import recognise

    try:
        places = {segment.offset for segment in recognise(data).split(data)}
    except PhotoError:
        places = set()
    for place in sorted({near for at in (*places, *range(0, len(data), max(1, len(data) // 60))) for near in (at - 1, at, at + 1, at + 8)}):
        if 0 <= place < len(data):
            yield data[:place]


def lies(data: bytes) -> Iterator[bytes]:
    """Yield the file with a number put in the place of four bytes, here and there."""
    for at in range(8, len(data) - 4, max(1, len(data) * 5 // _LIES)):
        for lie in (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\0\0\0\1", b"\1\0\0\0"):
            yield data[:at] + lie + data[at + 4 :]


def polyglots(data: bytes) -> Iterator[bytes]:
    """Yield the file with another one behind it."""
    from photos import hostile

    for guest in hostile.GUESTS.values():
        yield data + guest


def shows(data: bytes) -> bool | None:
    """Tell whether Pillow shows a picture; None for what it cannot judge."""
    from PIL import Image

    if len(data) > 2_000_000:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data))
            if picture.width * picture.height > 1 << 22:
                return None
            picture.load()
    except Exception:  # noqa: BLE001 - decoders raise anything; it only matters that they do
        return False
    return True


def outside(copy: bytes) -> bytes:
    """Return a copy with its coded picture blanked: a lie may make any bytes part of what is shown."""
    from bot.photos import proof
    from bot.photos.recognition import recognise

    out = bytearray(copy)
    for start, end in proof.coded(copy, recognise(copy).NAME):
        out[start : max(start, end)] = bytes(max(0, end - start))
    return bytes(out)


def child(source: Path) -> Fate:
    """Clean the files of a family and return their fate; runs in a process with limits."""
    sys.path.insert(0, str(TESTS))
    from photos.makers import secrets_in

    from bot.errors import PhotoError
    from bot.photos import clean

    fate, files = Fate(), pickle.loads(source.read_bytes())  # noqa: S301 - written by our parent
    clean(files.pop())  # what is loaded late is loaded now
    for number, data in enumerate(files):
        start = time.process_time()
        try:
            copy = clean(data).data
        except PhotoError:
            copy = None
        took = time.process_time() - start
        fate.seconds, fate.peak = max(fate.seconds, took), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
        fate.refused, fate.cleaned = fate.refused + (copy is None), fate.cleaned + (copy is not None)
        if copy is not None and (told := secrets_in(outside(copy))):
            fate.faults.append(f"file {number}: unsafe, {sorted(told)[:2]}")
        if copy is not None and copy != data and shows(copy) is False and shows(data):
            fate.faults.append(f"file {number}: broken")
        if took > MOST_S:
            fate.faults.append(f"file {number}: slow, {took:.1f} s")
    if fate.peak > MOST_BYTES + sum(map(len, files)):
        fate.faults.append(f"large: {fate.peak >> 20} MB")
    return fate


def limited() -> None:
    """Limit memory and time of the process that is to clean."""
    resource.setrlimit(resource.RLIMIT_AS, (_END_BYTES, _END_BYTES))


def fate_of(files: list[bytes], folder: Path) -> Fate:
    """Return what becomes of a family in a process of its own."""
    from photos import hostile

    source = folder / "family"
    source.write_bytes(pickle.dumps([*files, hostile.JPEG]))
    command = [sys.executable, "-m", "benches.hostile", "--child", str(source)]
    try:
        run = subprocess.run(command, capture_output=True, timeout=_END_S + len(files), check=False, preexec_fn=limited)  # noqa: S603
    except subprocess.TimeoutExpired:
        return Fate(faults=["dead: it did not end"])
    if run.returncode:
        return Fate(faults=[f"dead: {run.stderr.decode(errors='replace').strip().splitlines()[-1:]}"])
    fate: Fate = pickle.loads(run.stdout)  # noqa: S301 - our own child
    return fate


def main() -> int:
    """Clean all families, print a row for each; 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description="Clean files made to harm.")
    parser.add_argument("--child", type=Path)
    parser.add_argument("--only", default="", help="families whose name has this in it")
    options = parser.parse_args()
    if options.child:
        sys.stdout.buffer.write(pickle.dumps(child(options.child)))
        return 0
    sys.path.insert(0, str(TESTS))
    total, wrong = 0, 0
    print(f"{'family':>44} {'files':>6} {'cleaned':>8} {'refused':>8} {'most s':>7} {'MB':>5}")
    with tempfile.TemporaryDirectory() as folder:
        for name, maker in families():
            if options.only not in name:
                continue
            files = maker()
            fate = fate_of(files, Path(folder))
            total, wrong = total + len(files), wrong + len(fate.faults)
            row = f"{name:>44} {len(files):6} {fate.cleaned:8} {fate.refused:8} {fate.seconds:7.2f} {fate.peak >> 20:5}"
            print(row, *fate.faults[:5], sep="  ", flush=True)
    print(f"{total:,} files, {wrong} faults.")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
