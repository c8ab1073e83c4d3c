"""The child process that decodes strangers' pictures, run by adapters/decoder.py as a file of its own, with nothing of ours imported.

Before it reads a byte of a picture it gives up what it does not need: memory and processor time are capped, it can open no
file and no connection any more (no new descriptors), write no file, start no process. What stays open to a hostile picture is
what a process can do to the kernel without any of these; no system call filter is set.

In: one line of JSON, then the pictures. Out: one line of JSON, then the pixels or the PNG.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import warnings
from typing import Any

MEMORY_BYTES = 1 << 30
SECONDS = 8
#: A picture of more pixels is not decoded: 50 million are 150 MB, and a turned copy takes as much again.
MOST_PIXELS = 50_000_000
_FORMATS = ("AVIF", "BMP", "GIF", "ICO", "JPEG", "JPEG2000", "MPO", "PNG", "PPM", "QOI", "TIFF", "WEBP")
_ORIENTATION, _SUBFILE = 0x0112, 254
#: Modes that PNG holds as they are; all others become RGB.
_KEPT = frozenset(("1", "L", "LA", "P", "RGB", "RGBA", "I;16"))


def main() -> None:
    """Do what the one line asks."""
    ready = _pillow()
    _lock()
    asked = json.loads(sys.stdin.buffer.readline(10_000))
    pictures = [sys.stdin.buffer.read(size) for size in asked["sizes"]]
    if asked["do"] == "look":
        told = [_tried(lambda data=data: _look(ready, data, asked["longest"])) for data in pictures]
    else:
        told = [_tried(lambda: _rebuild(ready, pictures[0]))]
    heads = [one[0] if one else None for one in told]
    sys.stdout.buffer.write(json.dumps(heads).encode() + b"\n" + b"".join(one[1] for one in told if one))
    sys.stdout.buffer.flush()


def _pillow() -> Any:
    """Return Pillow with every decoder loaded: later nothing can be loaded any more."""
    from PIL import AvifImagePlugin, Image, ImageCms, ImageOps

    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # threads are processes to the limit below
    Image.init()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    ready = Image, ImageOps, ImageCms, profile
    for kind in _FORMATS:
        _practise(ready, kind)
    return ready


def _practise(ready: Any, kind: str) -> None:
    """Write and read one tiny picture of a kind, so that whatever is loaded late is loaded now."""
    image, _, _, profile = ready
    out = io.BytesIO()
    try:
        image.new("RGB", (16, 16)).save(out, kind, icc_profile=profile.tobytes())
    except (OSError, ValueError, KeyError):  # a kind that this Pillow does not write
        return
    _tried(lambda: _look(ready, out.getvalue(), 8))
    _tried(lambda: _rebuild(ready, out.getvalue()))


def _lock() -> None:
    """Give up everything but the pipes."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # a system that does not know one of them: macOS has no RLIMIT_AS
            continue


def _tried(work: Any) -> tuple[dict[str, object], bytes] | None:
    try:
        found: tuple[dict[str, object], bytes] = work()
    except Exception:  # noqa: BLE001 - decoders raise anything; that it could not be decoded is all there is to say
        return None
    return found


def _opened(image: Any, data: bytes) -> Any:
    picture = image.open(io.BytesIO(data), formats=[name for name in _FORMATS if name in image.OPEN])
    if picture.width * picture.height > MOST_PIXELS:
        raise ValueError("too many pixels")
    if picture.format == "TIFF" and picture.tag_v2.get(_SUBFILE, 0) & 1:
        raise ValueError("the first page is only a preview: a raw file")
    return picture


def _look(ready: Any, data: bytes, longest: int) -> tuple[dict[str, object], bytes]:
    image = ready[0]
    picture = _opened(image, data)
    full, orientation = picture.size, picture.getexif().get(_ORIENTATION, 1)
    picture.draft("RGB", (longest, longest))
    small = picture.convert("RGB")
    small.thumbnail((longest, longest))
    head = {"width": small.width, "height": small.height, "full": full, "orientation": orientation}
    return {**head, "size": 3 * small.width * small.height}, small.tobytes()


def _rebuild(ready: Any, data: bytes) -> tuple[dict[str, object], bytes]:
    image, ops, cms, srgb = ready
    picture = _opened(image, data)
    count = getattr(picture, "n_frames", 1)
    picture.load()
    profile = picture.info.get("icc_profile")
    upright = ops.exif_transpose(picture)
    if profile:
        upright = _standard(cms, upright, profile, srgb)
    if upright.mode == "P" and "transparency" in upright.info:
        upright = upright.convert("RGBA")
    elif upright.mode not in _KEPT:
        upright = upright.convert("RGB")
    plain = image.frombytes(upright.mode, upright.size, upright.tobytes())
    if upright.mode == "P":
        plain.putpalette(upright.getpalette("RGB"))
    out = io.BytesIO()
    plain.save(out, "PNG")
    return {"pictures": count, "size": len(out.getvalue())}, out.getvalue()


def _standard(cms: Any, picture: Any, profile: bytes, srgb: Any) -> Any:
    """Return a picture whose colours are standard ones (sRGB); a profile that cannot be used is passed over, as viewers do."""
    if picture.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return picture
    try:
        source = cms.ImageCmsProfile(io.BytesIO(profile))
        return cms.profileToProfile(picture, source, srgb, outputMode="RGBA" if picture.mode == "RGBA" else "RGB")
    except (cms.PyCMSError, OSError, ValueError):
        return picture


if __name__ == "__main__":
    main()
