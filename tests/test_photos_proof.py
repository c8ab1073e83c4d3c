"""The second reading catches what the first would have missed."""

import subprocess
import sys

import pytest
import seeds
from photos import makers as m
from photos import makers_film as f
from photos import makers_heif as h
from photos import makers_jxl as x
from photos import makers_tiff as t

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
        "thumbnail": m.with_segments(JPEG, m.segment(0xE0, b"JFXX\0\x10" + JPEG)),
        "Ducky": m.with_segments(JPEG, m.segment(0xEC, b"Ducky\0\1\0\4\0\0\0\x3c")),
        "FlashPix": m.with_segments(JPEG, m.segment(0xE2, b"FPXR\0secret")),
        "motion video": JPEG + m.movie(),
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
        "prompt": m.with_chunks(PNG, m.chunk(b"iTXt", b"parameters\0\0\0\0\0a cat\nSteps: 20")),
        "credentials": m.with_chunks(PNG, m.chunk(b"caBX", m.c2pa())),
        "bytes in IEND": PNG[:-12] + m.chunk(b"IEND", b"secret"),
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
    "avif": {
        "item that nobody refers to": h.heif((h.main(), h.Piece(9, b"mime", b"secret", rest=b"text/plain\0"))),
        "picture that nobody refers to": h.heif((h.main(), h.main(9))),
        "thumbnail": h.heif((h.main(), h.main(9)), (h.link(b"thmb", 9, 1),)),
        "exif": h.heif((h.main(), h.talking()[0]), (h.link(b"cdsc", 10, 1),)),
        "xmp": h.heif((h.main(), h.talking()[1]), (h.link(b"cdsc", 11, 1),)),
        "uuid property": h.heif((h.main(1, h.box(b"uuid", bytes(16), b"secret")),)),
        "property that nobody uses": h.heif((h.main(), h.Piece(9, b"av01", b"", (h.box(b"udes", b"secret"),)))),
        "long property": h.heif((h.main(1, h.box(b"irot", b"\1secret")),)),
        "free box": h.heif((h.main(),), extra=h.Extra(before=h.box(b"free", b"secret"))),
        "bytes that nothing points at": h.heif((h.main(),), extra=h.Extra(gap=b"secret")),
        "credentials": h.heif((h.main(),), extra=h.Extra(behind=h.box(b"jumb", m.c2pa()))),
        "talking profile": h.heif((h.main(1, h.ICC),)),
    },
    "tiff": {
        "camera": t.built(t.grey((48, 32), (0x010F, 2, b"Fabula\0"))),
        "place": t.built(t.grey((48, 32), (34853, 4, [8]))),
        "bytes between strips": t.built(t.grey(), gap=b"secret"),
        "preview": t.built(t.grey(), t.grey((12, 8), (254, 4, [1]))),
        "trailer": t.built(t.grey()) + b"secret",
    },
    "jxl": {
        "packed notes": x.boxed(x.box(b"jxlc", x.codestream()), x.box(b"brob", b"Exifsecret")),
        "exif": x.boxed(x.box(b"Exif", bytes(4) + m.exif()[6:]), x.box(b"jxlc", x.codestream())),
        "credentials": x.boxed(x.box(b"jxlc", x.codestream()), x.box(b"jumb", m.c2pa())),
        "trailer": x.boxed(x.box(b"jxlc", x.codestream())) + b"secret",
    },
    "mp4": {
        "notes": f.film((f.PICTURES,), f.Around(notes=f.user_data())),
        "phone's notes": f.film((f.PICTURES,), f.Around(notes=f.apple_notes())),
        "dates": f.film((f.PICTURES,), f.Around(dates=f.DATES)),
        "places as a track": f.film((f.PICTURES, f.Reel(3, b"meta", b"gpmd", [b"secret"]))),
        "bytes between samples": f.film((f.PICTURES,), f.Around(gap=b"secret")),
        "private box": f.film((f.PICTURES,), f.Around(behind=f.box(b"uuid", bytes(16), b"secret"))),
    },
}
CASES = [(name, what) for name, planted in PLANTED.items() for what in planted]


@pytest.mark.parametrize(("name", "what"), CASES)
def test_planted_leaks_are_caught(name: str, what: str) -> None:
    """A leak put into a clean file is named, and the file is not handed out."""
    before, after = seeds.seed(f"{name} plain"), PLANTED[name][what]
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


@pytest.mark.parametrize("name", seeds.makers())
def test_another_bit_of_the_picture_is_caught(name: str) -> None:
    """With one bit changed in any coded part of any test picture, the copy is not handed out."""
    before, kind = seeds.seed(name), name.split(maxsplit=1)[0]
    copy = clean(before).data
    coded = proof.coded(copy, kind)
    assert coded
    for start, end in coded[:40]:
        for at in {start, (start + end) // 2, end - 1} if end > start else ():
            with pytest.raises(PhotoError):
                proof.check(before, copy[:at] + bytes((copy[at] ^ 1,)) + copy[at + 1 :], kind)


@pytest.mark.parametrize(("kind", "words"), [("jpeg", "screenshot"), ("gif", "another app"), ("mp4", "record your screen")])
def test_the_way_out_fits_the_file(kind: str, words: str) -> None:
    """Whoever gets no copy hears what else to do, and that it works for a photo, an animation, a video."""
    with pytest.raises(PhotoError) as caught:
        proof.check(b"", next(iter(PLANTED[kind].values())), kind)
    assert words in caught.value.hint


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
