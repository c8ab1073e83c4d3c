"""The second reading catches what the first would have missed."""

import subprocess
import sys

import pytest
from photos import makers as m

import bot.photos
from bot.errors import PhotoError
from bot.photos import clean, proof

JPEG, PNG, WEBP = m.photo("jpeg plain"), m.photo("png plain"), m.photo("webp plain")
GIF = m.photo("gif plain")
TURNED = clean(m.photo("jpeg exif only")).data
HDR = clean(m.photo("jpeg ultra hdr")).data
X_WEBP = clean(m.photo("webp turned")).data

PLANTED = {
    "jpeg": {
        "comment": m.with_segments(JPEG, m.segment(0xFE, b"secret")),
        "exif": m.with_segments(JPEG, m.segment(0xE1, m.exif())),
        "exif tail": TURNED.replace(m.piexif.dump({"0th": {0x0112: 8}}), m.piexif.dump({"0th": {0x0112: 8}}) + b"secret"),
        "xmp": m.with_segments(JPEG, m.segment(0xE1, m.XMP_HEAD + m.xmp())),
        "gain map's xmp with a name": HDR.replace(b"hdrgm:Version", b'dc:creator="A" hdrgm:Version'),
        "talking profile": m.with_segments(JPEG, m.icc_segments(m.srgb_profile())),
        "photoshop": m.with_segments(JPEG, m.segment(0xED, m.iptc())),
        "credentials": m.with_segments(JPEG, m.segment(0xEB, b"JP" + m.c2pa())),
        "private segment": m.with_segments(JPEG, m.segment(0xE5, b"secret")),
        "long JFIF": JPEG.replace(b"\xff\xe0\0\x10JFIF", b"\xff\xe0\0\x16JFIF").replace(b"\0\0\xff\xdb", b"\0\0secret\xff\xdb", 1),
        "long Adobe": m.with_segments(JPEG, m.segment(0xEE, b"Adobe\0\x64\0\0\0\0\1secret")),
        "index without a second picture": m.with_segments(JPEG, m.old_index()),
        "junk between": m.with_segments(JPEG, b"secret"),
        "trailer": JPEG + b"secret",
        "second picture": JPEG + JPEG,
    },
    "png": {
        "text": m.with_chunks(PNG, m.chunk(b"tEXt", b"a\0secret")),
        "time": m.with_chunks(PNG, m.chunk(b"tIME", bytes(7))),
        "exif": m.with_chunks(PNG, m.chunk(b"eXIf", m.exif()[6:])),
        "profile name": m.with_chunks(PNG, m.chunk(b"iCCP", b"Ada's monitor\0\0" + b"x")),
        "talking profile": m.with_chunks(PNG, m.chunk(b"iCCP", b"icc\0\0" + m.zlib.compress(m.srgb_profile()))),
        "long gamma": m.with_chunks(PNG, m.chunk(b"gAMA", b"secret secret secret")),
        "private chunk": m.with_chunks(PNG, m.chunk(b"caNv", b"secret")),
        "trailer": PNG + b"secret",
    },
    "webp": {
        "exif": m.with_riff(WEBP, m.riff(b"EXIF", m.exif())),
        "xmp": m.with_riff(WEBP, m.riff(b"XMP ", m.xmp())),
        "info": m.with_riff(WEBP, m.riff(b"LIST", b"INFOsecret")),
        "second picture": m.with_riff(WEBP, WEBP[12:]),
        "reserved bytes": X_WEBP[:21] + b"abc" + X_WEBP[24:],
        "trailer": WEBP + b"secret",
    },
    "gif": {
        "comment": m.with_extensions(GIF, m.extension(0xFE, b"secret")),
        "text": m.with_extensions(GIF, m.extension(0x01, bytes(12), b"secret")),
        "application": m.with_extensions(GIF, m.extension(0xFF, b"ICCRGBG1012", b"secret")),
        "talking loop": m.with_extensions(GIF, m.extension(0xFF, b"NETSCAPE2.0", b"\1\0\0", b"secret")),
        "long control": m.with_extensions(GIF, m.extension(0xF9, b"\0\0\0\0secret")),
        "junk": m.with_extensions(GIF, b"secret"),
        "trailer": GIF + b"secret",
    },
    "bmp": {
        "gap": m.with_gap(m.photo("bmp plain")),
        "trailer": m.photo("bmp plain") + b"secret",
        "reserved bytes": m.photo("bmp plain")[:6] + b"abcd" + m.photo("bmp plain")[10:],
        "talking profile": m.photo("bmp profile"),
        "linked profile": m.photo("bmp linked profile"),
    },
}
CASES = [(name, what) for name, planted in PLANTED.items() for what in planted]


@pytest.mark.parametrize(("name", "what"), CASES)
def test_planted_leaks_are_caught(name: str, what: str) -> None:
    """A leak put into a clean file is named, and the file is not handed out."""
    before, after = m.photo(f"{name} plain"), PLANTED[name][what]
    assert proof.leftovers(after, name)
    with pytest.raises(PhotoError, match="second look"):
        proof.check(before, after, name)


@pytest.mark.parametrize(
    ("name", "other"), [("jpeg", "jpeg grey"), ("png", "png palette"), ("webp", "webp lossless"), ("gif", "gif animated")]
)
def test_another_picture_is_caught(name: str, other: str) -> None:
    """A clean file with another picture in it is not handed out."""
    with pytest.raises(PhotoError, match="second look"):
        proof.check(m.photo(f"{name} plain"), clean(m.photo(other)).data, name)


@pytest.mark.parametrize("name", m.MAKERS)
def test_clean_copies_pass(name: str) -> None:
    """The second reading finds nothing in any clean copy."""
    assert proof.leftovers(clean(m.photo(name)).data, name.split(maxsplit=1)[0]) == ()


def test_it_shares_no_code_with_the_splitters() -> None:
    """Importing the proof alone loads no module of formats, containers or readers."""
    code = (
        f"import sys, types; package = types.ModuleType('bot.photos'); package.__path__ = {list(bot.photos.__path__)!r}; "
        "sys.modules['bot.photos'] = package; "
        "import bot.photos.proof; print([n for n in sys.modules if n.startswith('bot.photos.') and '.proof' not in n])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
