"""Any bytes give a clean photo or a PhotoError, never anything else."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from photos import makers as m

from bot.errors import PhotoError
from bot.photos import CleanPhoto, clean, inspect

SHARED = Path(__file__).parents[2] / "shared" / "photos"
RELAXED = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
HEADS = [
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"RIFF\xff\xff\xff\x7fWEBP",
    b"GIF89a\2\0\2\0\x80\0\0",
    b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0",
    b"II*\0\x08\0\0\0\6\0\0\1\3\0\1\0\0\0\2\0\0\0\1\1\3\0\1\0\0\0\2\0\0\0",
    b"",
]


def clean_or_refuse(data: bytes) -> CleanPhoto | None:
    """Return the clean photo, None when it is refused in words; everything else fails the test."""
    try:
        result = clean(data)
    except PhotoError as error:
        refusal = error
    else:
        refusal = None
    if refusal is not None:
        assert refusal.message
        assert refusal.hint
        return None
    assert clean(result.data).data == result.data
    assert inspect(result.data) == ()
    return result


@RELAXED
@given(st.sampled_from(HEADS), st.binary(max_size=400))
def test_any_bytes(head: bytes, tail: bytes) -> None:
    """Random bytes, with and without a format's beginning."""
    clean_or_refuse(head + tail)


@RELAXED
@given(st.sampled_from(sorted(m.MAKERS)), st.data())
def test_mutated_photos(name: str, data: st.DataObject) -> None:
    """Photos with bytes changed, taken out, put in or cut off."""
    photo = bytearray(m.photo(name))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(photo) - 1)))
        piece = data.draw(st.binary(max_size=6))
        photo[at : at + data.draw(st.sampled_from([0, 1, len(piece), 40]))] = piece
    clean_or_refuse(bytes(photo))


@RELAXED
@given(
    st.binary(max_size=300),
    st.sampled_from([0xE1, 0xE2, 0xED, 0xEB, 0xFE]),
    st.sampled_from([b"", b"Exif\0\0II*\0", b"Exif\0\0MM\0*\0\0\0\x08", m.XMP_HEAD, b"Photoshop 3.0\x008BIM\4\4\0\0"]),
)
def test_any_metadata(body: bytes, marker: int, head: bytes) -> None:
    """Random metadata in a good JPEG is always removed, and the picture is left alone."""
    plain = m.photo("jpeg plain")
    result = clean_or_refuse(m.with_segments(plain, m.segment(marker, head + body)))
    assert result is not None
    assert result.data.endswith(plain[20:])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the collection of real photos is not on this machine")
def test_real_photos_are_cleaned() -> None:
    """Every third real JPEG, PNG and WebP is cleaned, and its clean copy tells nothing."""
    rows = [json.loads(line) for line in (SHARED / "manifest.jsonl").read_text().splitlines()]
    paths = [SHARED / "files" / row["file"] for row in rows if row["format"] in ("jpeg", "png", "webp", "gif")]
    refused = [path.name for path in paths[::3] if clean_or_refuse(path.read_bytes()) is None]
    assert refused == []
