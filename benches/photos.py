"""Times cleaning against a plain read and write of the same bytes, and against other cleaners, in the same run: `make bench`.

Every figure is the quickest of interleaved rounds, since load on the machine only ever adds, and falls on all
alike. piexif only takes Exif out; ExifTool, kept open, tells the tags and takes them out, or
takes them out alone; mat2 works as a library in a process that is already running. Memory is
the peak while one file is cleaned, the file itself included, in sizes of the file.
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
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import piexif

from benches.pictures import MAKERS, MB
from bot.photos import clean
from bot.photos.formats import FORMATS

SIZES_MB = (0.05, 1, 3, 10, 25, 50)
ROUNDS = 7
#: A way that takes longer than this is timed once.
_SLOW_MS = 2_000.0
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
#: What mat2's own Python runs: a line with two paths, cleaned by its library.
_MAT2 = """
import sys
from libmat2 import parser_factory
for line in sys.stdin:
    source, target = line.rstrip("\\n").split("\\t")
    try:
        parser, _ = parser_factory.get_parser(source)
        parser.output_filename = target
        done = bool(parser and parser.remove_all())
    except Exception:
        done = False
    print("ready" if done else "no", flush=True)
"""
#: Other ways, and their names in the table.
_OTHERS = {"piexif": "piexif", "exiftool": "exiftool", "exiftool, writing alone": "writing", "mat2": "mat2"}
#: Promises against others: times faster, in the middle of all rows.
_THAN_EXIFTOOL, _THAN_MAT2 = 10.0, 100.0

Way = Callable[[Path, Path], object]
Clock = Callable[[], float]


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
        self._run("-j", "-G", str(source))
        self.write(source, target)

    def write(self, source: Path, target: Path) -> None:
        """Take the tags out alone."""
        target.unlink(missing_ok=True)
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


class Mat2:
    """The library of mat2, in a process that is kept open."""

    def __init__(self, command: str) -> None:
        """Start it with the Python that the command names in its first line."""
        python = Path(command).read_text().split("\n", 1)[0].removeprefix("#!").strip()
        self.process = subprocess.Popen([python, "-c", _MAT2], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603

    def __call__(self, source: Path, target: Path) -> None:
        """Clean a file; OSError for what mat2 refuses."""
        if self.process.stdin is None or self.process.stdout is None:
            raise OSError("mat2 has no pipes")
        self.process.stdin.write(f"{source}\t{target}\n".encode())
        self.process.stdin.flush()
        if self.process.stdout.readline() != b"ready\n":
            raise OSError("mat2 refuses it")

    def close(self) -> None:
        """End it."""
        self.process.communicate()


def processor(way: Way) -> Clock:
    """Return the clock of the processor time that a way takes: of our process, or of the one that is kept open for it (Linux)."""
    process = getattr(getattr(way, "__self__", way), "process", None)
    if process is None:
        return time.process_time
    counted = Path(f"/proc/{process.pid}/schedstat")  # nanoseconds; what such a process starts itself is not counted
    return lambda: int(counted.read_text().split()[0]) / 1e9


def wall(way: Way) -> Clock:  # noqa: ARG001 - every choice of a clock has this shape
    """Return the clock on the wall."""
    return time.perf_counter


def timed(ways: dict[str, Way], clocks: Callable[[Way], Clock], source: Path, rounds: int) -> dict[str, float]:
    """Return the milliseconds each way takes, the quickest of all rounds after a first one; a way that refuses is left out.

    A way that takes seconds runs once: nothing is gained by waiting for more.
    """
    took: dict[str, list[float]] = {name: [] for name in ways}
    for round_ in range(rounds + 1):
        for name in tuple(took):
            if round_ and took[name] and took[name][0] > _SLOW_MS:
                continue
            target = source.with_name(f"out-{name}{source.suffix}")
            clock = clocks(ways[name])
            start = clock()
            try:
                ways[name](source, target)
            except (ValueError, OSError):
                del took[name]
                continue
            took[name].append((clock() - start) * 1e3)
    return {name: min(times[1:] or times) for name, times in took.items()}


def memory(small: Path, big: Path) -> float:
    """Return the peak memory that cleaning the big file takes, itself included, in sizes of the file; a process of its own."""
    run = subprocess.run([sys.executable, "-c", _CHILD, str(small), str(big)], capture_output=True, text=True, check=True)  # noqa: S603
    return int(run.stdout) / big.stat().st_size


def exponent(points: list[tuple[float, float]]) -> float:
    """Return the power of the size that the time grows with (1 is linear), by least squares on logarithms."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    middle_x, middle_y = (sum(values) / len(logs) for values in zip(*logs, strict=True))
    return sum((x - middle_x) * (y - middle_y) for x, y in logs) / sum((x - middle_x) ** 2 for x, _ in logs)


def draw(lines: dict[str, list[tuple[float, float]]], target: Path) -> str:
    """Draw time over size and return what became of it."""
    try:
        from matplotlib import pyplot as plt
    except ImportError:
        return "No drawing: matplotlib is not installed (uv pip install matplotlib adds it)."
    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    for name, line in lines.items():
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
    parser.add_argument("--cpu", action="store_true", help="count processor time, for a machine that is busy with other things (Linux)")
    parser.add_argument("--drawing", type=Path, default=DRAWING)
    options = parser.parse_args()
    ways: dict[str, Way] = {"copy": copy, "ours": ours, "piexif": by_piexif}
    tool = ExifTool(found) if (found := shutil.which("exiftool")) else None
    if tool is not None:
        ways |= {"exiftool": tool, "exiftool, writing alone": tool.write}
    mat2 = Mat2(found) if (found := shutil.which("mat2")) else None
    if mat2 is not None:
        ways["mat2"] = mat2
    with tempfile.TemporaryDirectory() as folder:
        sizes = [float(size) for size in options.sizes.split(",")]
        files = Files(Path(folder), [name for name in options.formats.split(",") if name in known], sizes)
        rows = measured(files, ways, processor if options.cpu else wall, options.rounds)
    for one in (tool, mat2):
        if one is not None:
            one.close()
    print()
    print(draw(points(rows), options.drawing))
    return report(rows)


@dataclass(frozen=True, slots=True)
class Files:
    """Which files to make: formats, sizes in megabytes, and where to."""

    folder: Path
    formats: list[str]
    sizes: list[float]


@dataclass(frozen=True, slots=True)
class Row:
    """One file: its format, megabytes, the milliseconds of each way, peak memory in sizes of the file."""

    format: str
    size: float
    took: dict[str, float]
    memory: float

    def times(self, other: str) -> float | None:
        """Return how many times as long as ours another way takes; None where it does not take the format."""
        return self.took[other] / self.took["ours"] if other in self.took else None


def measured(files: Files, ways: dict[str, Way], clocks: Callable[[Way], Clock], rounds: int) -> list[Row]:
    """Time every format in every size, printing a row each."""
    rows: list[Row] = []
    others = "".join(f"{'x ' + name:>12}" for name in (*_OTHERS.values(), "memory"))
    print(f"{'file':>12} {'MB':>6} {'copy ms':>8} {'ours ms':>8} {'x copy':>7}{others}")
    for name in files.formats:
        small = files.folder / f"small.{name}"
        small.write_bytes(MAKERS[name](20_000))
        clean(small.read_bytes())  # what is loaded late is loaded now
        for size in files.sizes:
            source = files.folder / f"{size:g}.{name}"
            source.write_bytes(MAKERS[name](round(size * MB)))
            row = Row(name, source.stat().st_size / MB, timed(ways, clocks, source, rounds), memory(small, source))
            rows.append(row)
            print(_line(source.name, row), flush=True)
    return rows


def _line(name: str, row: Row) -> str:
    faster = (row.times(other) for other in _OTHERS)
    columns = "".join(f"{f'{times:.1f}' if times else '-':>12}" for times in (*faster, row.memory))
    times = row.took["ours"] / row.took["copy"]
    return f"{name:>12} {row.size:6.2f} {row.took['copy']:8.2f} {row.took['ours']:8.2f} {times:7.1f}{columns}"


def points(rows: list[Row]) -> dict[str, list[tuple[float, float]]]:
    """Return (MB, ms) by format, and of the copy by size."""
    lines: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        lines.setdefault(row.format, []).append((row.size, row.took["ours"]))
    sizes = sorted({round(row.size, 1) for row in rows})
    lines["plain copy"] = [(size, median(row.took["copy"] for row in rows if abs(row.size - size) <= size / 3)) for size in sizes]
    return lines


def report(rows: list[Row]) -> int:
    """Print how ours compares and grows, and each broken promise; return the exit code."""
    broken = []
    for row in rows:
        if row.took["ours"] > max(FLOOR_MS, MOST_TIMES * row.took["copy"]):
            broken.append(f"{row.size:.1f} MB of {row.format} take {row.took['ours'] / row.took['copy']:.1f} x a copy")
        if row.memory > MOST_MEMORY and row.size > 1:
            broken.append(f"{row.size:.1f} MB of {row.format} take {row.memory:.1f} x their size in memory")
    copies = [row.took["ours"] / row.took["copy"] for row in rows if row.size >= 1]
    if copies:
        print(f"From 1 MB on ours takes {median(copies):.1f} x a copy in the middle, {max(copies):.1f} x at most.")
    for other, promise in (("piexif", 0.0), ("exiftool", _THAN_EXIFTOOL), ("exiftool, writing alone", 0.0), ("mat2", _THAN_MAT2)):
        faster = sorted(times for row in rows if (times := row.times(other)) is not None)
        if faster:
            print(f"Than {other}: {median(faster):.0f} x as fast in the middle, {faster[0]:.1f} x at least, {faster[-1]:.0f} x at most.")
            broken += [f"only {median(faster):.0f} x as fast as {other}"] if median(faster) < promise else []
    for name, line in points(rows).items():
        if len(line) > 1:
            print(f"{name}: time grows with size to the power {exponent(line):.2f}")
    print("\n".join(f"BROKEN: {words}" for words in broken) or "All within the promises.")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
