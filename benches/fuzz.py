"""Fuzzes clean() with atheris until a time is up: `make fuzz`, `make fuzz SECONDS=3600 FORMATS=heic,avif`.

Coverage leads it from the pictures that the tests draw to whatever breaks: an exception
other than PhotoError, a copy that changes when cleaned again, more than two seconds, more
than half a gigabyte. What it finds is written to the folder of the corpus as crash-*.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot.photos"]):
    from bot.errors import PhotoError
    from bot.photos import clean

TESTS = Path(__file__).parents[1] / "tests"


def once(data: bytes) -> None:
    """Clean some bytes; every result but a clean photo that stays clean, or a PhotoError, is a finding."""
    try:
        copy = clean(data).data
    except PhotoError:
        return
    if clean(copy).data != copy:
        raise AssertionError("cleaning a clean copy changed it")


def sow(folder: Path, formats: list[str]) -> None:
    """Write the pictures of the tests, of these formats or of all, as the corpus to start from."""
    sys.path.insert(0, str(TESTS))
    import seeds

    folder.mkdir(parents=True, exist_ok=True)
    for name in (name for name in seeds.makers() if not formats or name.split(maxsplit=1)[0] in formats):
        (folder / name.replace(" ", "-")).write_bytes(seeds.seed(name))


def main() -> None:
    """Sow, then fuzz; atheris ends the process."""
    parser = argparse.ArgumentParser(description="Fuzz clean() with atheris.")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--corpus", type=Path, default=Path(".fuzz"))
    parser.add_argument("--formats", default="", help="by their short names, with commas; all if left out")
    options = parser.parse_args()
    sow(options.corpus, [name for name in options.formats.split(",") if name])
    limits = ["-timeout=2", "-rss_limit_mb=512", "-max_len=65536", f"-max_total_time={options.seconds}"]
    atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={options.corpus}/", str(options.corpus)], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
