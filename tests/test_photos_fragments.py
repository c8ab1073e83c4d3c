"""Films in fragments: every sample stays, what tells goes."""

import struct

import pytest
from photos import makers_fragments as mf
from photos.makers import secret, secrets_in
from photos.makers_film import PICTURES, SOUND
from photos.makers_heif import box, full

from bot.errors import PhotoError, UnsupportedFormatError
from bot.photos import clean, proof
from bot.photos.containers import fragments
from bot.photos.containers.boxes import boxes
from bot.photos.formats import mp4
from bot.photos.segment import Steps, join

ALL = pytest.mark.parametrize("name", mf.MAKERS)


def samples(data: bytes) -> dict[int, list[bytes]]:
    """Return the samples of fragments by track."""
    outer = list(boxes(data, 0, len(data), Steps()))
    found: dict[int, list[bytes]] = {}
    for one in fragments.read(data, outer, next(one for one in outer if one.name == b"moov"), Steps()):
        for part in one.parts:
            found.setdefault(part.track, []).extend(data[run.start : run.end] for run in part.runs)
    return found


@ALL
def test_samples_stay_and_secrets_go(name: str) -> None:
    """Every sample that is seen or heard stays to the byte, in order; no planted byte string does."""
    data = mf.MAKERS[name]()
    copy = clean(data).data
    before = samples(data)
    assert samples(copy) == {track: before[track] for track in before if track < 3}
    assert b"".join(before[1])
    assert secrets_in(copy) == set()
    assert clean(copy).data == copy
    assert join(mp4.split(data)) == data


def test_a_clean_one_is_not_touched() -> None:
    """Fragments that say where their samples stand from themselves, and nothing else, stay as they are."""
    data = clean(mf.MAKERS["mp4 fragments"]()).data
    assert not clean(data).changed


@pytest.mark.parametrize("extra", [b"senc", b"saiz", b"saio"])
def test_locked_fragments_are_refused(extra: bytes) -> None:
    """Encrypted samples are named."""
    with pytest.raises(UnsupportedFormatError, match="locked"):
        clean(mf.cut((PICTURES,), extra=full(extra, bytes(8))))


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("a box in a fragment", b"mfhd", b"uuid"),
        ("a box in a track's piece", b"tfdt", b"uuid"),
        ("a box for usual samples", b"mehd", b"uuid"),
        ("a box beside", b"moof", b"prft"),
    ],
)
def test_the_second_reading_catches_leaks(what: str, old: bytes, new: bytes) -> None:
    """A box that may tell is named by the proof."""
    copy = clean(mf.MAKERS["mp4 fragments"]()).data
    assert proof.leftovers(copy, "mp4") == ()
    assert proof.leftovers(copy.replace(old, new, 1), "mp4"), what


def test_the_second_reading_catches_hidden_bytes_and_another_film() -> None:
    """Bytes that no run points at, longer runs and other samples are caught."""
    copy = clean(mf.MAKERS["mp4 fragments"]()).data
    at = copy.rindex(b"mdat") - 4
    grown = copy[:at] + struct.pack(">I", len(copy) - at + 6) + copy[at + 4 :] + b"secret"
    assert proof.leftovers(grown, "mp4")
    with pytest.raises(PhotoError, match="second look"):
        proof.check(copy, copy.replace(b"a key picture", b"a bad picture"), "mp4")
    with pytest.raises(PhotoError, match="second look"):
        proof.check(copy, clean(mf.cut((PICTURES, SOUND), flags=mf.TIMES_AND_SIZES)).data, "mp4")


def test_runs_that_lie_over_each_other_are_refused() -> None:
    """A small file that says the same bytes again and again does not become a large one."""
    data = mf.cut((PICTURES,), extra=box(b"free", bytes(2_000)))
    moof = data.index(b"moof") - 4
    size = struct.unpack_from(">I", data, moof)[0]
    one = mf.fragment(moof, 1, [(1, [secret("x")])], mf.FROM_MOOF, mf.SIZES)
    many = one[: one.index(b"mdat") - 4].replace(struct.pack(">I", len(secret("x"))), struct.pack(">I", 3 * size))
    with pytest.raises(PhotoError, match="over each other"):
        clean(data[:moof] + many * 50 + data[moof:])
