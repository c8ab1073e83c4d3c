"""The decoder: a child process that sees a stranger's pixels, can do little else, and dies alone."""

import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from photos import makers as m
from PIL import Image

from adapters import decoder as module
from adapters.decoder import ChildDecoder
from bot.decoding import NoDecoder
from bot.samples import sample_photo

CHILD = Path(module.__file__).with_name("decoder_child.py")
#: What is tried in a child after it gave everything up.
FORBIDDEN = {
    "read a file": "open('/etc/hostname')",
    "write a file": "open('unexposed-child', 'w')",
    "open a connection": "socket.socket()",
    "start a process": "subprocess.run(['true'])",
    "take memory": "bytearray(2 << 30)",
}


def picture(mode: str, kind: str, **options: object) -> bytes:
    """Return a small picture in a mode and a format."""
    out = io.BytesIO()
    m.drawing("RGB", (60, 40)).convert(mode).save(out, kind, **options)
    return out.getvalue()


def claim(width: int, height: int) -> bytes:
    """Return a PNG that claims a size and holds nothing of it."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body)) + m.chunk(b"IDAT", zlib.compress(b"0"))


def test_each_picture_gets_its_view_and_a_bad_one_none() -> None:
    """One that cannot be decoded does not take the others with it; views are small and say the full size and how to turn."""
    turned = m.with_segments(m.photo("jpeg plain"), m.segment(0xE1, m.exif(orientation=6)))
    first, bad, second = ChildDecoder().look((sample_photo(), b"no picture", turned), 64)
    assert first is not None
    assert (first.width, first.height, first.full, first.orientation) == (64, 48, (1200, 900), 1)
    assert len(first.data) == 64 * 48 * 3
    assert bad is None
    assert second is not None
    assert second.orientation == 6


@pytest.mark.parametrize(
    ("mode", "kind", "shown"),
    [
        ("RGB", "BMP", "RGB"),
        ("RGBA", "PNG", "RGBA"),
        ("CMYK", "TIFF", "RGB"),
        ("P", "GIF", "P"),
        ("1", "PPM", "1"),
        ("I;16", "TIFF", "I;16"),
        ("LA", "PNG", "LA"),
    ],
)
def test_a_picture_is_written_anew_with_the_same_pixels(mode: str, kind: str, shown: str) -> None:
    """Gray, palette, alpha and 16 bits stay what they are; what PNG has no place for becomes RGB."""
    data = picture(mode, kind)
    anew = ChildDecoder().rebuild(data)
    assert anew
    made, original = Image.open(io.BytesIO(anew.data)), Image.open(io.BytesIO(data))
    assert (made.format, made.mode, made.size) == ("PNG", shown, (60, 40))
    assert made.convert("RGB").tobytes() == original.convert("RGB").tobytes()


def test_a_rebuilt_picture_stands_upright_and_counts_its_pictures() -> None:
    """Orientation is applied, and the number of frames is told."""
    turned = m.with_segments(m.photo("jpeg plain"), m.segment(0xE1, m.exif(orientation=6)))
    upright = ChildDecoder().rebuild(turned)
    assert upright
    assert Image.open(io.BytesIO(upright.data)).size == tuple(reversed(Image.open(io.BytesIO(turned)).size))
    frames = ChildDecoder().rebuild(
        picture("P", "GIF", save_all=True, append_images=[Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")])
    )
    assert frames
    assert frames.pictures == 3


HOSTILE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "a text": lambda: b"no picture" * 100,
    "cut off": lambda: sample_photo()[:40_000],
    "a huge claim": lambda: claim(60_000, 60_000),
    "a preview of a raw file": lambda: picture("RGB", "TIFF", tiffinfo={254: 1}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_decoded_whole_is_not_rebuilt(name: str) -> None:
    """Damaged files, huge claims and the previews of raw files give nothing."""
    assert ChildDecoder().rebuild(HOSTILE[name]()) is None


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """After its time the child is killed, and the pictures count as such that cannot be decoded."""
    monkeypatch.setattr(module, "TIMEOUT_S", 0.01)
    assert ChildDecoder().look((sample_photo(), sample_photo()), 64) == (None, None)
    assert ChildDecoder().rebuild(sample_photo()) is None


@pytest.mark.skipif(sys.platform != "linux", reason="other systems know fewer limits")
@pytest.mark.parametrize("name", FORBIDDEN)
def test_the_child_gives_up_what_it_does_not_need(name: str) -> None:
    """Before it reads a picture it can open no file, no connection and no process any more, and take no endless memory."""
    tries = (
        "import importlib.util, socket, subprocess\n"
        f"spec = importlib.util.spec_from_file_location('child', {str(CHILD)!r})\n"
        "child = importlib.util.module_from_spec(spec); spec.loader.exec_module(child)\n"
        f"child._pillow(); child._lock()\ntry:\n    {FORBIDDEN[name]}\n    print('done')\n"
        f"except (OSError, MemoryError):\n    print('refused')"
    )
    assert subprocess.run([sys.executable, "-I", "-c", tries], capture_output=True, check=True, timeout=60).stdout == b"refused\n"


def test_without_a_decoder_nothing_is_decoded() -> None:
    """The core's default decodes nothing."""
    assert NoDecoder().look((b"a", b"b"), 64) == (None, None)
    assert NoDecoder().rebuild(sample_photo()) is None
