"""What inspect says about each carrier."""

import struct
import zlib

import piexif
import pytest
from photos import makers as m

from bot.photos import Finding, clean, inspect
from bot.photos.findings import MAX_TEXT, ordered, tidy
from bot.samples import sample_photo

JPEG, PNG, WEBP = m.photo("jpeg plain"), m.photo("png plain"), m.photo("webp plain")


def exif_of(story: dict[str, dict[int, object]]) -> bytes:
    """Return a JPEG with these Exif tags."""
    return m.with_segments(JPEG, m.segment(0xE1, piexif.dump(story)))


def xmp_of(body: str) -> bytes:
    """Return a JPEG whose XMP holds this body."""
    head = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description>'
    return m.with_segments(JPEG, m.segment(0xE1, m.XMP_HEAD + f"{head}{body}</rdf:Description></rdf:RDF>".encode()))


SOUTH_WEST = {
    1: b"S",
    2: ((33, 1), (52, 1), (10, 1)),
    3: b"W",
    4: ((151, 1), (12, 1), (0, 1)),
    5: 1,
    6: (12, 1),
    13: (50, 1),
    12: b"K",
    31: (8, 1),
}
CASES = [
    ("place", exif_of({"GPS": SOUTH_WEST}), "location", "-33.8694, -151.2000, within about 8 m", "high"),
    ("altitude", exif_of({"GPS": SOUTH_WEST}), "location", "altitude -12 m", "medium"),
    ("speed", exif_of({"GPS": SOUTH_WEST}), "location", "moving at 50 km/h", "medium"),
    ("time", exif_of({"Exif": {0x9003: b"2026:02:14 18:03:22", 0x9011: b"+01:00"}}), "time", "14 Feb 2026, 18:03 (+01:00)", "high"),
    ("no time", exif_of({"0th": {0x010F: b"A"}, "Exif": {0x9003: b"0000:00:00 00:00:00"}}), "device", "A", "medium"),
    ("phone", exif_of({"0th": {0x010F: b"Fabula", 0x0110: b"Fabula One"}}), "device", "Fabula One", "medium"),
    ("serial", exif_of({"Exif": {0xA431: b"X-1"}}), "identifier", "camera serial number: X-1", "high"),
    ("Windows author", exif_of({"0th": {0x9C9D: tuple("Ada\0".encode("utf-16-le"))}}), "person", "author: Ada", "high"),
    ("wide comment", exif_of({"Exif": {0x9286: b"UNICODE\0" + "hé".encode("utf-16-be")}}), "comment", "comment: hé", "medium"),
    (
        "settings",
        exif_of({"Exif": {0x829A: (1, 60), 0x8827: 100}}),
        "other",
        "2 more camera settings (such as exposure, flash, zoom)",
        "low",
    ),
    (
        "maker's notes",
        exif_of({"0th": {0x010F: b"Fabula"}, "Exif": {0x927C: bytes(range(200))}}),
        "device",
        "private notes of Fabula (1 kB; ",
        "medium",
    ),
    ("damaged Exif", m.photo("jpeg damaged exif"), "other", "a damaged Exif block", "medium"),
    ("face", xmp_of('<rdf:li mwg-rs:Name="Grace"/>'), "person", "face marked as: Grace", "high"),
    ("creator", xmp_of("<dc:creator><rdf:Seq><rdf:li>Ada &amp; Co</rdf:li></rdf:Seq></dc:creator>"), "person", "creator: Ada & Co", "high"),
    ("XMP place", xmp_of('<a:b exif:GPSLatitude="48,30.0S" exif:GPSLongitude="2,15,0E"/>'), "location", "-48.5000, 2.2500", "high"),
    ("XMP time", xmp_of("<xmp:CreateDate>2026-02-14T18:03:00Z</xmp:CreateDate>"), "time", "14 Feb 2026, 18:03 (UTC)", "medium"),
    (
        "AI mark",
        xmp_of('<a:b Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/x/trainedAlgorithmicMedia"/>'),
        "ai",
        "it says it was made with AI",
        "medium",
    ),
    ("IPTC city", m.with_segments(JPEG, m.segment(0xED, m.iptc())), "location", "city: Paris", "high"),
    (
        "credentials",
        m.with_segments(JPEG, m.segment(0xEB, b"JP\0\1\0\0\0\1" + m.c2pa())),
        "ai",
        "a signed note that says it was made with AI",
        "medium",
    ),
    ("JPEG comment", m.with_segments(JPEG, m.segment(0xFE, b"hello")), "comment", "comment: hello", "medium"),
    ("video", JPEG + m.movie(), "video", "a short video taken with the photo", "high"),
    ("video's place", JPEG + m.movie(), "location", "the video's own GPS position", "high"),
    ("second picture", JPEG + m.jpeg(m.drawing(size=(20, 10))), "thumbnail", "another picture behind the first", "medium"),
    (
        "thumbnail",
        m.with_segments(JPEG, m.segment(0xE1, m.exif())),
        "thumbnail",
        "a 16 x 16 thumbnail; it may show the picture before",
        "medium",
    ),
    ("Samsung", JPEG + b"SEFHxx" + b"SEFT", "device", "a block written by a Samsung phone", "medium"),
    (
        "prompt",
        m.with_chunks(PNG, m.chunk(b"tEXt", b"parameters\0a cat\nSteps: 20, Sampler: Euler")),
        "ai",
        "made by an AI image generator",
        "high",
    ),
    ("packed text", m.with_chunks(PNG, m.chunk(b"zTXt", b"Author\0\0" + zlib.compress(b"Ada"))), "person", "author: Ada", "high"),
    (
        "PNG time",
        m.with_chunks(PNG, m.chunk(b"tIME", struct.pack(">H5B", 2026, 2, 14, 18, 3, 0))),
        "time",
        "last changed 14 Feb 2026, 18:03 (UTC)",
        "medium",
    ),
    ("raw Exif in PNG", m.with_chunks(PNG, m.raw_profile(b"exif", m.exif())), "location", "48.8583, 2.2945", "high"),
    ("crop left over", PNG + b"IDATIEND" * 4, "thumbnail", "remains of an earlier picture", "high"),
    ("RIFF text", m.with_riff(WEBP, m.riff(b"LIST", b"INFO" + m.riff(b"IART", b"Ada"))), "comment", "comment: Ada", "medium"),
    ("private chunk", m.with_riff(WEBP, m.riff(b"abcd", b"private")), "other", "a private block (7 bytes)", "low"),
    ("GIF comment", m.photo("gif comment"), "comment", "comment: SECRET-com-7261", "medium"),
    ("GIF XMP", m.photo("gif animated"), "location", "city: Paris", "high"),
    ("GIF text", m.photo("gif animated"), "comment", "comment: SECRET-plain-7261", "medium"),
    ("profile", m.with_segments(JPEG, m.icc_segments(m.srgb_profile())), "other", "colour profile called sRGB", "low"),
]


@pytest.mark.parametrize(("data", "kind", "text", "risk"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_carrier_is_told(data: bytes, kind: str, text: str, risk: str) -> None:
    """Each carrier gives its finding, in words, with its risk; and the clean copy gives none."""
    assert any((one.kind, one.risk) == (kind, risk) and one.text.startswith(text) for one in inspect(data)), inspect(data)
    assert inspect(clean(data).data) == ()


def test_the_gravest_comes_first() -> None:
    """Findings are ordered by risk, then by what people care about; the same words of a kind come once."""
    given = [Finding("software", "x", "s", "low"), Finding("person", "x", "p", "high"), Finding("location", "x", "l", "high")]
    twice = [*given, Finding("location", "y", "L", "medium")]
    assert [one.kind for one in ordered(twice)] == ["location", "person", "software"]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [("a\x00b\x1b[31m\n\n c", "a b [31m c"), ("\u202eevil", "evil"), ("x" * 500, "x" * (MAX_TEXT - 1) + "…"), ("\ud800", "")],
)
def test_texts_are_safe_to_show(raw: str, shown: str) -> None:
    """Control and direction characters go, white space is joined, and length is bounded."""
    assert tidy(raw) == shown


def test_hostile_texts_stay_short_and_printable() -> None:
    """A comment full of control characters becomes one short printable line."""
    data = m.with_segments(JPEG, m.segment(0xFE, bytes(range(256)) * 20))
    assert all(one.text.isprintable() and len(one.text) <= MAX_TEXT for one in inspect(data))


def test_many_blocks_of_a_kind_are_read_in_bounds() -> None:
    """Of a thousand comments the first few dozen are told, and all are removed."""
    data = m.with_segments(JPEG, *(m.segment(0xFE, b"comment %d" % n) for n in range(1000)))
    assert len(inspect(data)) == 32
    assert b"comment" not in clean(data).data


def test_apple_ids_are_told() -> None:
    """The id that ties a Live Photo to its video is named."""
    assert any(one.text == "burst id: ABC" for one in inspect(m.photo("jpeg apple hdr")))


def test_the_sample_tells_its_story() -> None:
    """The sample photo tells place, time, phone, owner and serial number, and cleans to nothing."""
    told = {(one.kind, one.text) for one in inspect(sample_photo())}
    assert {
        ("location", "48.8583, 2.2945, within about 5 m, Paris, France (4 km)"),
        ("time", "14 Feb 2026, 18:03 (+01:00)"),
        ("device", "Fabula Phone 5"),
        ("person", "camera owner: Sample Owner"),
        ("identifier", "camera serial number: FP5-0042-SAMPLE"),
    } <= told
    assert inspect(clean(sample_photo()).data) == ()
