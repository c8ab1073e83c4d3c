"""MP4 and MOV: what is seen and heard stays to the byte, in its order and timing; all that is told around it goes."""

import struct
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from photos import makers as m
from photos import makers_film as f
from photos.makers_heif import box, full

from bot.errors import BrokenPhotoError, PhotoError, UnsupportedFormatError
from bot.photos import clean, inspect, proof
from bot.photos.formats import mov, mp4
from bot.photos.segment import join

ALL = pytest.mark.parametrize("name", f.MAKERS)
BY_NAME = {"mp4": mp4, "mov": mov}


def boxes(data: bytes, *path: bytes) -> Iterator[bytes]:
    """Yield the payloads of the boxes at a path."""
    at = 0
    while at + 8 <= len(data):
        size = struct.unpack_from(">I", data, at)[0]
        if data[at + 4 : at + 8] == path[0]:
            body = data[at + 8 : at + size]
            yield from boxes(body, *path[1:]) if len(path) > 1 else [body]
        at += size


def samples(data: bytes) -> list[list[bytes]]:
    """Return the samples of each track, found by its tables."""
    out = []
    for trak in boxes(data, b"moov", b"trak"):
        (table,) = boxes(trak, b"mdia", b"minf", b"stbl")
        (sizes,) = boxes(table, b"stsz")
        lengths = struct.unpack(f">{(len(sizes) - 12) // 4}I", sizes[12:])
        narrow = [struct.unpack(f">{(len(one) - 8) // 4}I", one[8:]) for one in boxes(table, b"stco")]
        wide = [struct.unpack(f">{(len(one) - 8) // 8}Q", one[8:]) for one in boxes(table, b"co64")]
        out.append([data[at : at + size] for at, size in zip((narrow + wide)[0], lengths, strict=True)])
    return out


@ALL
def test_what_holds_for_every_format(name: str) -> None:
    """Segments join to the film; no secret is left; cleaning twice is cleaning once; the report says what it is."""
    data = f.MAKERS[name]()
    known = BY_NAME[name[:3]]
    result = clean(data)
    assert join(known.split(data)) == data
    assert m.secrets_in(result.data) == set()
    assert clean(result.data).data == result.data
    assert inspect(result.data) == ()
    assert (result.format, result.media_type, result.suffix) == (known.NAME, known.MEDIA_TYPE, known.SUFFIX)
    assert result.findings == inspect(data)
    assert result.changed or not result.findings


@ALL
def test_samples_stay_to_the_byte(name: str) -> None:
    """Each sample of picture and sound stands where the tables of the clean copy say."""
    copy = samples(clean(f.MAKERS[name]()).data)
    assert copy[0] == f.PICTURES.samples
    assert copy[1:] in ([], [f.SOUND.samples])


@pytest.mark.parametrize("name", ["mp4 plain", "mov plain"])
def test_nothing_to_remove(name: str) -> None:
    """A film that tells nothing comes back as the very bytes that came."""
    result = clean(f.MAKERS[name]())
    assert not result.changed
    assert result.data == f.MAKERS[name]()


def test_only_what_is_seen_and_heard_is_left() -> None:
    """Data, time code, chapters, chapter pictures and switched-off pictures are gone from tables and data alike."""
    copy = clean(f.MAKERS["mp4 with everything"]()).data
    assert len(samples(copy)) == 2
    assert sum(map(len, boxes(copy, b"mdat"))) == sum(len(one) for reel in (f.PICTURES, f.SOUND) for one in reel.samples)
    for name in (b"udta", b"meta", b"uuid", b"tref", b"free", b"gpmd", b"mebx", b"tmcd", b"text", b"jpeg"):
        assert name not in copy


def test_turn_edits_and_colours_stay() -> None:
    """Which way is up, where the film starts, its size and its colours stay; the reply says so."""
    result = clean(f.MAKERS["mp4 with everything"]())
    (edits, *_) = boxes(result.data, b"moov", b"trak", b"edts", b"elst")
    assert edits == struct.pack(">IIIIHH", 0, 1, 1536, 1024, 1, 0)
    (head, *_) = boxes(result.data, b"moov", b"trak", b"tkhd")
    assert head[40:] == f.TURNED + struct.pack(">II", 48 << 16, 32 << 16)
    assert b"colrprof" in result.data
    assert any("which way is up" in note for note in result.kept)
    assert f.NCLX in clean(f.MAKERS["mov of a phone"]()).data


def test_every_date_is_zero() -> None:
    """The dates of the film, of each track and of its media are zero."""
    copy = clean(f.MAKERS["mp4 with everything"]()).data
    for path in ((b"mvhd",), (b"trak", b"tkhd"), (b"trak", b"mdia", b"mdhd")):
        for body in boxes(copy, b"moov", *path):
            assert body[4:12] == bytes(8)


def test_what_it_told() -> None:
    """Place, device, tool, person, dates and hidden tracks are named."""
    told = {(one.kind, one.text) for one in inspect(f.MAKERS["mov with everything"]())}
    assert ("location", "48.8583, 2.2945, Paris, France (4 km)") in told
    assert ("device", "Phone 20") in told
    assert ("software", "19.1") in told
    assert ("time", "14 Feb 2026, 18:03 (+0100)") in told
    assert ("time", "a time code: often the time of day it was filmed") in told
    assert any(kind == "location" and "GoPro" in text for kind, text in told)
    assert {"person", "identifier", "ai", "comment", "thumbnail"} <= {kind for kind, _ in told}


def test_notes_of_older_phones() -> None:
    """The place and the author in the way that 3GP writes them are read."""
    place = full(b"loci", b"\x15\xc7", b"home\0", b"\0", struct.pack(">iii", 0x24B00, 0x30DBA0, 0))
    notes = box(b"udta", place, full(b"auth", b"\x15\xc7", b"Ada\0"))
    told = {one.text for one in inspect(f.film((f.PICTURES,), f.Around(notes=notes, brands=b"3gp5\0\0\0\0isom")))}
    assert told == {"48.8579, 2.2930, Paris, France (4 km)", "author: Ada"}


def test_wide_offsets_and_newer_sound_stay() -> None:
    """Offsets of eight bytes are moved too; the longer sound description of QuickTime keeps its settings and loses its maker."""
    wave = box(b"wave", box(b"frma", b"mp4a"), box(b"esds", bytes(8)), box(b"SECR", m.secret("wave")), box(bytes(4)))
    sound = replace(f.SOUND, wide=True, sound_version=1, tool=b"SECR", inner=wave)
    copy = clean(f.film((replace(f.PICTURES, wide=True), sound), f.Around(notes=f.user_data(), brands=f.MOV))).data
    assert samples(copy) == [f.PICTURES.samples, f.SOUND.samples]
    assert box(b"wave", box(b"frma", b"mp4a"), box(b"esds", bytes(8)), box(bytes(4))) in copy
    assert b"SECR" not in copy


def test_padding_of_zeros_stays_as_it_is() -> None:
    """Empty room in the file, or between samples, is nothing to remove."""
    data = f.film((f.PICTURES,), f.Around(before=box(b"free", bytes(30)), gap=bytes(3)))
    assert clean(data).data == data


PIECES = [
    ("locked", f.film((replace(f.PICTURES, coding=b"encv"),)), UnsupportedFormatError, "locked"),
    ("packed", f.film((f.PICTURES,), f.Around(notes=box(b"cmov"))), UnsupportedFormatError, "packed"),
    ("nothing shown", f.film((replace(f.PICTURES, handler=b"meta"),)), BrokenPhotoError, "video is damaged"),
    ("brands alone", box(b"ftyp", f.MP4), BrokenPhotoError, "video is damaged"),
    ("old brands alone", box(b"ftyp", f.MOV), BrokenPhotoError, "video is damaged"),
    ("cut", f.MAKERS["mp4 plain"]()[:300], BrokenPhotoError, "cut off"),
]


@pytest.mark.parametrize(("data", "error", "words"), [case[1:] for case in PIECES], ids=[case[0] for case in PIECES])
def test_what_cannot_be_cleaned_is_refused(data: bytes, error: type[PhotoError], words: str) -> None:
    """Fragments, locked films and broken ones are refused in words, with what to do."""
    with pytest.raises(error, match=words) as caught:
        clean(data)
    assert caught.value.hint


def test_old_sound_and_film_elsewhere_are_refused() -> None:
    """Sound counted in bytes it has not, and pictures kept in another file, are refused rather than spoilt."""
    plain = f.film((f.SOUND,), f.Around(brands=f.MOV))
    one = plain.replace(struct.pack(">II", 0, 3) + struct.pack(">I", 2), struct.pack(">II", 1, 3) + struct.pack(">I", 2))
    with pytest.raises(UnsupportedFormatError, match="sound"):
        clean(one)
    with pytest.raises(UnsupportedFormatError, match="another file"):
        clean(f.film((replace(f.PICTURES, source=full(b"url ", b"file:///disk/reel.mov\0")),)))
    assert m.secrets_in(clean(f.film((replace(f.PICTURES, source=full(b"alis", m.secret("disk"), flags=1)),))).data) == set()


def test_samples_in_notes_are_refused() -> None:
    """Where samples are said to stand in the notes, cleaning would keep the notes, so it does not."""
    data = f.film((f.PICTURES,), f.Around(notes=f.user_data()))
    at = data.index(b"stco") + 12
    with pytest.raises(BrokenPhotoError, match="reach into"):
        clean(data[:at] + struct.pack(">I", data.index(b"udta")) + data[at + 4 :])


def test_a_sound_file_is_called_one() -> None:
    """A file that says it is sound alone is named."""
    with pytest.raises(UnsupportedFormatError, match="sound file") as caught:
        clean(box(b"ftyp", b"M4A \0\0\0\0M4A mp42"))
    assert "MP4 and MOV" in caught.value.hint


def test_the_names_of_the_formats() -> None:
    """Films are told by their brand, and from pictures that share the boxes."""
    for brands in (f.MP4, b"mp42\0\0\0\0isom", b"M4V \0\0\0\0", b"3gp4\0\0\0\0", b"avc1\0\0\0\0"):
        assert mp4.recognises(box(b"ftyp", brands))
        assert not mov.recognises(box(b"ftyp", brands))
    assert mov.recognises(box(b"ftyp", f.MOV))
    for brands in (f.MOV, b"heic\0\0\0\0mif1", b"avif\0\0\0\0mif1", b"crx \0\0\0\1isom", b"M4A \0\0\0\0isom"):
        assert not mp4.recognises(box(b"ftyp", brands))


PLANTED = {
    "notes": f.film((f.PICTURES,), f.Around(notes=f.user_data())),
    "phone's notes": f.film((f.PICTURES,), f.Around(notes=f.apple_notes())),
    "date": f.film((f.PICTURES,), f.Around(dates=f.DATES)),
    "track's date": f.film((replace(f.PICTURES, dates=f.DATES),)),
    "track's name": f.film((replace(f.PICTURES, name=b"secret"),)),
    "encoder": f.film((replace(f.PICTURES, tool=b"\0\0\0\0secret"),)),
    "maker": f.film((replace(f.SOUND, tool=b"secr"),)),
    "track's notes": f.film((replace(f.PICTURES, extra=f.user_data()),)),
    "data track": f.film((f.PICTURES, f.Reel(3, b"meta", b"gpmd", [b"secret"]))),
    "hidden picture": f.film((f.PICTURES, replace(f.PICTURES, number=3, flags=0))),
    "gap": f.film((f.PICTURES,), f.Around(gap=b"secret")),
    "free": f.film((f.PICTURES,), f.Around(before=box(b"free", b"secret"))),
    "behind": f.film((f.PICTURES,), f.Around(behind=b"\0\0\0\1secret")),
    "uuid": f.film((f.PICTURES,), f.Around(behind=box(b"uuid", bytes(16), b"secret"))),
    "box in a sample entry": f.film((replace(f.PICTURES, inner=box(b"uuid", b"secret")),)),
    "talking profile": f.film((replace(f.PICTURES, inner=box(b"colr", b"prof", m.own_profile())),)),
    "link": f.film((replace(f.PICTURES, links=box(b"cdsc", bytes(4))),)),
}


@pytest.mark.parametrize("what", PLANTED)
def test_the_second_look_catches_planted_leaks(what: str) -> None:
    """A leak put into a clean film is named, and the film is not handed out."""
    assert proof.leftovers(PLANTED[what], "mp4")
    with pytest.raises(PhotoError, match="second look"):
        proof.check(PLANTED[what], PLANTED[what], "mp4")


def test_the_second_look_catches_another_film() -> None:
    """A copy with another sample, another turn or no sound is not handed out."""
    before = f.MAKERS["mp4 plain"]()
    others = (before.replace(b"la la", b"la lo"), before.replace(f.STRAIGHT, f.TURNED), f.film((f.PICTURES,)))
    for after in others:
        with pytest.raises(PhotoError, match="second look"):
            proof.check(before, after, "mp4")


@settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(f.MAKERS)), st.data())
def test_any_bytes(name: str, draw: st.DataObject) -> None:
    """A film with bytes changed, taken out or put in gives a clean one or a PhotoError, and cleaning twice is cleaning once."""
    out = bytearray(f.MAKERS[name]())
    for _ in range(draw.draw(st.integers(1, 4))):
        at = draw.draw(st.integers(0, len(out) - 1))
        piece = draw.draw(st.binary(max_size=6))
        out[at : at + draw.draw(st.sampled_from([0, 1, len(piece), 40]))] = piece
    try:
        copy = clean(bytes(out)).data
    except PhotoError:
        return
    assert clean(copy).data == copy
    assert inspect(copy) == ()
