"""Times cleaning against a plain read and write of the same bytes, in one process, in the same run: `make bench`.

Every figure is the median of interleaved rounds, so that load on the machine falls on all
alike. Memory is the peak while one file is cleaned, the file itself included, in sizes of the file.
"""

from __future__ import annotations

import argparse
import math
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import piexif

from benches.pictures import MAKERS, MB
from bot.photos import clean
from bot.photos.formats import FORMATS

SIZES_MB = (1, 3, 10, 25, 50)
ROUNDS = 7
#: Promises: times a plain copy, with a floor for small files, and peak memory in file sizes.
MOST_TIMES, FLOOR_MS, MOST_MEMORY = 4.0, 2.0, 3.0
DRAWING = Path(__file__).parents[1] / "docs" / "speed.png"
_CHILD = """
import sys, tracemalloc
from bot.photos import clean
clean(open(sys.argv[1], "rb").read())
tracemalloc.start()
clean(open(sys.argv[2], "rb").read())
print(tracemalloc.get_traced_memory()[1])
"""

#: Formats that piexif takes; given another it fails in ways of its own.
_OF_PIEXIF = (".jpeg", ".webp")

Way = Callable[[Path, Path], object]


def copy(source: Path, target: Path) -> None:
    """Read and write the bytes: the least anybody can do."""
    target.write_bytes(source.read_bytes())


def ours(source: Path, target: Path) -> None:
    """Read, clean with findings and proof, write."""
    target.write_bytes(clean(source.read_bytes()).data)


def by_piexif(source: Path, target: Path) -> None:
    """Take the Exif out, by piexif; OSError for formats it does not take."""
    if source.suffix not in _OF_PIEXIF:
        raise OSError("piexif takes JPEG and WebP")
    piexif.remove(str(source), str(target))


class ExifTool:
    """ExifTool, started once and kept open, as its manual advises for many files."""

    def __init__(self, command: str) -> None:
        """Start it."""
        self.process = subprocess.Popen(  # noqa: S603 - our own command line
            [command, "-stay_open", "True", "-@", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def __call__(self, source: Path, target: Path) -> None:
        """Do what ours does, but the proof: tell the tags, take them out, keep orientation and colours."""
        target.unlink(missing_ok=True)
        self._run("-j", "-G", str(source))
        self._run("-all=", "--icc_profile:all", "-tagsfromfile", "@", "-orientation", "-colorspacetags", "-o", str(target), str(source))
        if not target.exists():
            raise OSError("ExifTool refuses it")

    def _run(self, *arguments: str) -> None:
        stdin, stdout = self.process.stdin, self.process.stdout
        if stdin is None or stdout is None:
            raise OSError("ExifTool has no pipes")
        stdin.write("\n".join((*arguments, "-execute\n")).encode())
        stdin.flush()
        while not stdout.readline().startswith(b"{ready}"):
            pass

    def close(self) -> None:
        """End it."""
        self.process.communicate(b"-stay_open\nFalse\n")


def timed(ways: dict[str, Way], source: Path, rounds: int) -> dict[str, float]:
    """Return the milliseconds each way takes, in the middle of all rounds after a first one; a way that refuses is left out."""
    took: dict[str, list[float]] = {name: [] for name in ways}
    for round_ in range(rounds + 1):
        for name in tuple(took):
            target = source.with_name(f"out-{name}{source.suffix}")
            start = time.perf_counter()
            try:
                ways[name](source, target)
            except (ValueError, OSError):
                del took[name]
                continue
            if round_:
                took[name].append((time.perf_counter() - start) * 1e3)
    return {name: median(times) for name, times in took.items()}


def memory(small: Path, big: Path) -> float:
    """Return the peak memory that cleaning the big file takes, itself included, in sizes of the file; a process of its own."""
    run = subprocess.run([sys.executable, "-c", _CHILD, str(small), str(big)], capture_output=True, text=True, check=True)  # noqa: S603
    return int(run.stdout) / big.stat().st_size


def exponent(points: list[tuple[float, float]]) -> float:
    """Return the power of the size that the time grows with (1 is linear), by least squares on logarithms."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    middle_x, middle_y = (sum(values) / len(logs) for values in zip(*logs, strict=True))
    return sum((x - middle_x) * (y - middle_y) for x, y in logs) / sum((x - middle_x) ** 2 for x, _ in logs)


def draw(points: dict[str, list[tuple[float, float]]], target: Path) -> str:
    """Draw time over size and return what became of it."""
    try:
        from matplotlib import pyplot as plt
    except ImportError:
        return "No drawing: matplotlib is not installed (uv pip install matplotlib adds it)."
    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    for name, line in points.items():
        axes.plot(*zip(*line, strict=True), marker="o", markersize=4, label=name, linestyle="--" if name == "plain copy" else "-")
    axes.set(xscale="log", yscale="log", xlabel="size of the file, MB", ylabel="time, ms", title="Cleaning, findings and proof included")
    axes.grid(visible=True, alpha=0.3)
    axes.legend()
    target.parent.mkdir(exist_ok=True)
    figure.savefig(target, dpi=120)
    return f"Drawn: {target}"


def main() -> int:
    """Make the files, time all ways over them, print the table, draw it; 1 if a promise is broken."""
    known = {one.NAME for one in FORMATS}
    wanted = [name for name in MAKERS if name in known]
    parser = argparse.ArgumentParser(description="Time cleaning against a plain copy of the same bytes.")
    parser.add_argument("--formats", default=",".join(wanted))
    parser.add_argument("--sizes", default=",".join(map(str, SIZES_MB)), help="in MB")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--drawing", type=Path, default=DRAWING)
    options = parser.parse_args()
    ways: dict[str, Way] = {"copy": copy, "ours": ours, "piexif": by_piexif}
    tool = ExifTool(found) if (found := shutil.which("exiftool")) else None
    if tool is not None:
        ways["exiftool"] = tool
    with tempfile.TemporaryDirectory() as folder:
        sizes = [float(size) for size in options.sizes.split(",")]
        points, broken = measured(Path(folder), [name for name in options.formats.split(",") if name in known], sizes, ways, options.rounds)
    if tool is not None:
        tool.close()
    print()
    print(draw(points, options.drawing))
    return report(points, broken)


def measured(
    folder: Path, formats: list[str], sizes: list[float], ways: dict[str, Way], rounds: int
) -> tuple[dict[str, list[tuple[float, float]]], list[str]]:
    """Print a row a file; return (MB, ms) by format and for the copy, and the promises that were broken."""
    points: dict[str, list[tuple[float, float]]] = {}
    copies: list[tuple[float, float]] = []
    broken: list[str] = []
    print(f"{'file':>12} {'MB':>6} {'copy ms':>8} {'ours ms':>8} {'x copy':>7} {'x piexif':>9} {'x exiftool':>11} {'memory x':>9}")
    for name in formats:
        small = folder / f"small.{name}"
        small.write_bytes(MAKERS[name](20_000))
        for size in sizes:
            source = folder / f"{size:g}.{name}"
            source.write_bytes(MAKERS[name](round(size * MB)))
            took, grown, real = timed(ways, source, rounds), memory(small, source), source.stat().st_size / MB
            points.setdefault(name, []).append((real, took["ours"]))
            copies.append((real, took["copy"]))
            times = took["ours"] / took["copy"]
            print(f"{source.name:>12} {real:6.1f} {took['copy']:8.2f} {took['ours']:8.2f} {times:7.1f} {_faster(took, 'piexif'):>9} "
                  f"{_faster(took, 'exiftool'):>11} {grown:9.2f}", flush=True)  # fmt: skip
            if took["ours"] > max(FLOOR_MS, MOST_TIMES * took["copy"]):
                broken.append(f"{source.name} takes {times:.1f} x a copy")
            if grown > MOST_MEMORY and real > 1:
                broken.append(f"{source.name} takes {grown:.1f} x its size in memory")
    points["plain copy"] = [(size, median(ms for other, ms in copies if abs(other - size) < size / 3)) for size in sizes]
    return points, broken


def _faster(took: dict[str, float], other: str) -> str:
    """Return how many times faster ours is than another way: "12.3", or "-" where that way does not take the format."""
    return f"{took[other] / took['ours']:.1f}" if other in took else "-"


def report(points: dict[str, list[tuple[float, float]]], broken: list[str]) -> int:
    """Print how time grows, and each broken promise; return the exit code."""
    for name, line in points.items():
        if len(line) > 1:
            print(f"{name}: time grows with size to the power {exponent(line):.2f}")
    print("\n".join(f"BROKEN: {words}" for words in broken) or "All within the promises.")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
