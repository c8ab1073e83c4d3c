"""Photos on disk: `unexposed clean`, `inspect` and `sample`. Copies appear whole or not at all, and replace nothing unasked."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from adapters.environment import settings_from_environment
from bot.errors import PhotoError, PhotoTooLargeError
from bot.photos import CleanPhoto, Finding, Keep, clean, inspect, keep_of

_PHOTO_SUFFIXES = frozenset(
    ".jpg .jpeg .jpe .jfif .png .apng .webp .gif .tif .tiff .heic .heif .heics .avif .avifs .jxl .bmp .ico .cur "
    ".jp2 .j2k .j2c .jpf .jpx .jph .dng .cr2 .nef .arw .mp4 .m4v .3gp .mov".split()
)
#: What the name of a copy gets.
_COPY = ".clean"
#: A terminal is one person's own; this only keeps a slip of the hand from filling the memory.
_MAX_BYTES = 1 << 30


def clean_paths(chosen: argparse.Namespace) -> int:
    """Write a clean copy of every photo named; return 1 if any was refused."""
    if chosen.paths == ["-"]:
        return _clean_stream(_keep(chosen))
    written: set[Path] = set()
    refused = sum(not _clean_file(path, chosen, written) for path in _progress(list(_photos(chosen.paths))))
    return 1 if refused else 0


def _clean_stream(keep: Keep) -> int:
    if sys.stdout.isatty():
        print("The copy would be written to your screen. Add > COPY.jpg, or name a file instead of -.", file=sys.stderr)
        return 1
    try:
        sys.stdout.buffer.write(clean(sys.stdin.buffer.read(), keep).data)
    except PhotoError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _clean_file(path: Path, chosen: argparse.Namespace, written: set[Path]) -> bool:
    """Write one clean copy; `written` are the copies of this run, which nothing replaces."""
    try:
        cleaned = clean(_read(path), _keep(chosen))
        target = _target(path, cleaned, Path(chosen.out) if chosen.out else None, written)
        _refuse_if_taken(target, path, overwrite=chosen.overwrite)
        _write(target, cleaned.data, path.stat().st_mode & 0o666)
        written.add(target)
    except PhotoError as error:
        print(f"{path.name}: {error}", file=sys.stderr)
        return False
    except OSError as error:
        print(f"{path.name}: cannot be read or written: {error.strerror}.", file=sys.stderr)
        return False
    _say_cleaned(path, target, cleaned)
    return True


def _keep(chosen: argparse.Namespace) -> Keep:
    """Return what stays besides the picture: what the settings say, and what the command line adds."""
    usual = keep_of(settings_from_environment())
    return Keep(
        gain_map=usual.gain_map and not chosen.drop_gain_maps,
        provenance=usual.provenance or chosen.keep_ai_marks,
        credit=usual.credit or chosen.keep_credit,
    )


def _refuse_if_taken(target: Path, source: Path, *, overwrite: bool) -> None:
    if target.exists() and target.samefile(source):
        raise PhotoError("The copy would replace the photo itself.", "Name another folder with --out.")
    if target.exists() and not overwrite:
        raise PhotoError(f"{target.name} is already there.", "Use --overwrite to replace it, or --out to write elsewhere.")


def _say_cleaned(path: Path, target: Path, cleaned: CleanPhoto) -> None:
    if not cleaned.changed:
        print(f"{path.name}: nothing to remove; the copy is {target}")
        return
    print(f"{path.name}: clean copy is {target}")
    for finding in cleaned.findings:
        print(f"  it said: {_line(finding)}")


def _target(path: Path, cleaned: CleanPhoto, out: Path | None, written: set[Path]) -> Path:
    """Return where the copy goes; two photos of one name from different folders are numbered."""
    if out is None:
        return path.with_name(f"{path.stem}{_COPY}{path.suffix or cleaned.suffix}")
    out.mkdir(parents=True, exist_ok=True)
    numbers = ("", *(f"-{number}" for number in range(2, len(written) + 3)))
    names = (out / f"{path.stem}{number}{path.suffix or cleaned.suffix}" for number in numbers)
    return next(name for name in names if name not in written)


def _write(target: Path, data: bytes, mode: int) -> None:
    """Write through a neighbour that takes the name only when it is whole; `mode` are the rights of the original."""
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".unexposed-", delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.chmod(file.name, mode)  # noqa: PTH101 - the temporary's own mode is 600
            Path(file.name).replace(target)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def inspect_paths(chosen: argparse.Namespace) -> int:
    """Print what every photo named tells; return 1 if any could not be read."""
    reports = [_inspected(path) for path in _photos(chosen.paths)] if chosen.paths != ["-"] else [_inspected(None)]
    if chosen.json:
        print(json.dumps([_plain(*report) for report in reports], indent=1, ensure_ascii=False))
    else:
        for report in reports:
            _say_inspected(*report)
    return 1 if any(error for _, _, error in reports) else 0


Report = tuple[str, tuple[Finding, ...], str]


def _inspected(path: Path | None) -> Report:
    name = path.name if path else "standard input"
    try:
        return name, inspect(_read(path) if path else sys.stdin.buffer.read()), ""
    except PhotoError as error:
        return name, (), str(error)
    except OSError as error:
        return name, (), f"Cannot be read: {error.strerror}."


def _plain(name: str, findings: tuple[Finding, ...], error: str) -> dict[str, object]:
    return {"file": name, "findings": [asdict(finding) for finding in findings], "error": error}


def _say_inspected(name: str, findings: tuple[Finding, ...], error: str) -> None:
    if error:
        print(f"{name}: {error}", file=sys.stderr)
        return
    print(f"{name}: " + ("says nothing beyond the picture" if not findings else "says"))
    for finding in findings:
        print(f"  {_line(finding)}")


def _line(finding: Finding) -> str:
    return f"{finding.kind}: {finding.text} ({finding.carrier})"


def write_sample(chosen: argparse.Namespace) -> int:
    """Write our sample photo; return 1 if something of that name is there."""
    from bot.samples import sample_photo

    target = Path(chosen.path)
    if target.exists():
        print(f"{target} is already there. Name another file: unexposed sample other.jpg", file=sys.stderr)
        return 1
    if target.suffix.lower() not in (".jpg", ".jpeg"):
        print("The sample is a JPEG; give it a name that ends in .jpg", file=sys.stderr)
        return 1
    _write(target, sample_photo(), 0o644)
    print(f"Wrote {target}. See what it tells: unexposed inspect {target}")
    return 0


def _photos(paths: Iterable[str]) -> Iterator[Path]:
    for path in map(Path, paths):
        if path.is_dir():
            yield from (inner for inner in sorted(path.rglob("*")) if _is_photo(inner))
        else:
            yield path


def _is_photo(path: Path) -> bool:
    """Tell a photo by its name, and not a clean copy of an earlier run."""
    return path.suffix.lower() in _PHOTO_SUFFIXES and not path.stem.endswith(_COPY) and path.is_file()


def _read(path: Path) -> bytes:
    if path.stat().st_size > _MAX_BYTES:
        raise PhotoTooLargeError("This file is larger than 1 GB.", "Send a photo, not a film.", limit=_MAX_BYTES)
    return path.read_bytes()


def _progress(paths: list[Path]) -> Iterable[Path]:
    """Show a bar for many photos on a terminal; a few are done before one would see it."""
    if len(paths) < 10 or not sys.stderr.isatty():
        return paths
    from rich.console import Console
    from rich.progress import track

    return track(paths, description="Cleaning", console=Console(stderr=True))
