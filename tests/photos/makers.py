"""Builds the test pictures: small ones drawn here, and every carrier of secrets wrapped around them.

A secret is a byte string that stands nowhere else; after cleaning none may be left.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import piexif
from PIL import Image, ImageCms

SECRET = b"SECRET-%s-7261"


def secret(name: str) -> bytes:
    """Return the byte string planted under a name."""
    return SECRET % name.encode()


def drawing(mode: str = "RGB", size: tuple[int, int] = (48, 32)) -> Image.Image:
    """Return a small picture with colours, edges and soft places."""
    width, height = size
    picture = Image.new("RGB", size)
    picture.putdata([(x * 5 % 256, y * 7 % 256, (x * y) % 256) for y in range(height) for x in range(width)])
    return picture.convert(mode)


# ---------------------------------------------------------------- blocks


def exif(orientation: int = 6, thumbnail: bool = True) -> bytes:
    """Return an Exif block with place, time, device, people and a thumbnail, written by piexif."""
    small = jpeg(drawing(size=(16, 16)))
    story: dict[str, Any] = {
        "0th": {0x010F: secret("make"), 0x0110: b"Model 1", 0x0112: orientation, 0x0131: secret("software"), 0x013B: secret("artist")},
        "Exif": {0x9003: b"2026:02:14 18:03:00", 0x9011: b"+01:00", 0xA431: secret("serial"), 0x9286: b"ASCII\0\0\0" + secret("comment")},
        "GPS": {1: b"N", 2: ((48, 1), (51, 1), (2988, 100)), 3: b"E", 4: ((2, 1), (17, 1), (4020, 100)), 27: secret("method")},
    }
    if thumbnail:
        story |= {"1st": {0x0103: 6}, "thumbnail": small[:2] + segment(0xFE, secret("thumb")) + small[2:]}
    return bytes(piexif.dump(story))


def damaged_exif() -> bytes:
    """Return an Exif block with no tags, and a secret that no directory points at."""
    return b"Exif\0\0II*\0\x08\0\0\0" + bytes(6) + secret("damaged")


def adobe_rgb_exif() -> bytes:
    """Return an Exif block that says Adobe RGB the way cameras do: no profile, only the mark R03."""
    return bytes(piexif.dump({"0th": {0x010F: secret("make")}, "Exif": {0xA001: 0xFFFF}, "Interop": {1: b"R03"}}))


def xmp(body: str = "") -> bytes:
    """Return an XMP packet with names, a place, a history and faces."""
    words = secret("xmp").decode()
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        f'xmp:CreatorTool="{words}" photoshop:City="Paris" tiff:Orientation="1" exif:GPSLatitude="48,51.498N" exif:GPSLongitude="2,17.67E">'
        f"<dc:creator><rdf:Seq><rdf:li>Ada {words}</rdf:li></rdf:Seq></dc:creator>"
        '<mwg-rs:Regions><rdf:Bag><rdf:li mwg-rs:Name="Grace Face"/></rdf:Bag></mwg-rs:Regions>'
        f'<xmpMM:History><rdf:Seq><rdf:li stEvt:action="cropped"/></rdf:Seq></xmpMM:History>{body}'
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def iptc() -> bytes:
    """Return a Photoshop block with an IPTC city, byline and caption."""
    fields = ((90, b"Paris"), (80, secret("byline")), (120, b"At the tower"))
    records = b"".join(b"\x1c\2" + bytes((number,)) + struct.pack(">H", len(text)) + text for number, text in fields)
    return b"Photoshop 3.0\0" + b"8BIM\4\4\0\0" + struct.pack(">I", len(records)) + records + bytes(len(records) & 1)


def c2pa() -> bytes:
    """Return a JUMBF box that looks like Content Credentials of an AI tool."""
    body = b"jumdc2pa\0" + secret("c2pa") + b"oclaim_generatornPaint Brush/3.digitalSourceTypetrainedAlgorithmicMedia"
    return struct.pack(">I", len(body) + 8) + b"jumb" + body


@cache
def srgb_profile() -> bytes:
    """Return LittleCMS's sRGB profile with a date, a maker and a secret added."""
    return talking(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


@cache
def own_profile() -> bytes:
    """Return a profile that equals no standard one: the sRGB one with red and green exchanged."""
    return talking(
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        .tobytes()
        .replace(b"rXYZ", b"tXYZ")
        .replace(b"gXYZ", b"rXYZ")
        .replace(b"tXYZ", b"gXYZ")
    )


def talking(profile: bytes) -> bytes:
    """Return a profile with a device model text, its date kept."""
    count = struct.unpack_from(">I", profile, 128)[0]
    text = b"text\0\0\0\0" + secret("profile") + b"\0"
    table = [struct.unpack_from(">4sII", profile, 132 + 12 * n) for n in range(count)]
    entries = b"".join(struct.pack(">4sII", name, at + 12, size) for name, at, size in table)
    entries += struct.pack(">4sII", b"dmdd", len(profile) + 12, len(text))
    whole = profile[:128] + struct.pack(">I", count + 1) + entries + profile[132 + 12 * count :] + text
    return struct.pack(">I", len(whole)) + whole[4:48] + b"MAKR" + b"MODL" + whole[56:]


def movie() -> bytes:
    """Return the beginnings of an MP4 with a place in it."""
    body = b"\xa9xyz" + secret("movie") + b"+48.8583+002.2945/"
    return struct.pack(">I", 24) + b"ftypmp42\0\0\0\0mp42isom" + struct.pack(">I", 8 + len(body)) + b"moov" + body


# ---------------------------------------------------------------- JPEG


def jpeg(picture: Image.Image, **options: Any) -> bytes:
    """Return the picture as JPEG by Pillow."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=options.pop("quality", 85), **options)
    return out.getvalue()


def segment(marker: int, body: bytes) -> bytes:
    """Return a JPEG segment."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def with_segments(data: bytes, *segments: bytes) -> bytes:
    """Return a JPEG with segments put behind its JFIF header."""
    return data[:20] + b"".join(segments) + data[20:]


def icc_segments(profile: bytes, pieces: int = 1) -> bytes:
    """Return a profile as APP2 segments."""
    size = -(-len(profile) // pieces)
    return b"".join(segment(0xE2, b"ICC_PROFILE\0" + bytes((n + 1, pieces)) + profile[n * size : (n + 1) * size]) for n in range(pieces))


XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
EXTENDED_HEAD = b"http://ns.adobe.com/xmp/extension/\0"


def jpeg_with_everything() -> bytes:
    """Return a JPEG with every carrier there is."""
    small = bytes((2, 2)) + (secret("jfif") + bytes(12))[:12]
    base = jpeg(drawing())
    jfif = segment(0xE0, base[6:18] + small)
    extended = EXTENDED_HEAD + b"0" * 32 + struct.pack(">II", 200, 0) + secret("extended")
    blocks = (
        segment(0xE0, b"JFXX\0\x10" + base[:2] + segment(0xFE, secret("jfxx")) + base[2:]),
        segment(0xE1, exif()),
        segment(0xE1, XMP_HEAD + xmp()),
        segment(0xE1, extended),
        segment(0xE1, b"QVCI\0" + secret("casio")),
        icc_segments(srgb_profile(), 2),
        segment(0xE2, old_index()[4:] + secret("mpf")),
        segment(0xE2, b"FPXR\0" + secret("flashpix")),
        segment(0xE5, secret("app5")),
        segment(0xE8, b"SPIFF\0" + secret("spiff")),
        segment(0xEB, b"JP\0\1\0\0\0\1" + c2pa()),
        segment(0xEC, b"Ducky\0" + secret("ducky")),
        segment(0xED, iptc()),
        segment(0xEE, b"Adobe\0\x64\0\0\0\0\1" + secret("adobe")),
        segment(0xFE, secret("com")),
        secret("junk") + b"\xff\xff\xff",
    )
    return base[:2] + jfif + b"".join(blocks) + base[20:] + movie() + b"SEFH" + secret("samsung") + b"SEFT"


def segment_in_the_middle() -> bytes:
    """Return a progressive JPEG with a comment between two scans."""
    data = jpeg(drawing(), progressive=True)
    second = data.index(b"\xff\xda", data.index(b"\xff\xda") + 2)
    table = data.rindex(b"\xff\xc4", 0, second) if b"\xff\xc4" in data[:second] else second
    at = table if data.index(b"\xff\xda") < table else second
    return data[:at] + segment(0xFE, secret("com")) + segment(0xE1, exif(1)) + data[at:]


def mpo() -> bytes:
    """Return two pictures in one file, as stereo cameras write them."""
    out = io.BytesIO()
    second = drawing(size=(40, 24))
    drawing().save(out, "MPO", save_all=True, append_images=[second])
    return with_segments(out.getvalue(), segment(0xFE, secret("com")))


GAIN_NUMBERS = 'hdrgm:Version="1.0" hdrgm:GainMapMin="0.1" hdrgm:GainMapMax="2.5" hdrgm:HDRCapacityMax="2.5" hdrgm:Gamma="1.0"'


def gain_map_packet(attributes: str, inside: str = "") -> bytes:
    """Return the XMP of a gain map, with a secret beside its numbers."""
    return (
        XMP_HEAD
        + (
            '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            f'<rdf:Description rdf:about="" {attributes} xmp:CreatorTool="{secret("gain").decode()}">{inside}'
            "</rdf:Description></rdf:RDF></x:xmpmeta>"
        ).encode()
    )


def old_index() -> bytes:
    """Return an MPF index of two pictures as a camera writes it, its version not ours."""
    out = io.BytesIO()
    drawing("L").save(out, "MPO", save_all=True, append_images=[drawing("L", (12, 8))])
    data = out.getvalue()
    at = data.index(b"MPF\0") - 4
    size = struct.unpack_from(">H", data, at + 2)[0]
    return data[at : at + 2 + size]


def ultra_hdr(iso: bool = True) -> bytes:
    """Return a photo with a gain map as Android writes it: XMP, ISO 21496-1, MPF, and metadata in both pictures."""
    numbers = struct.pack(">HHB", 0, 0, 0x00) + struct.pack(">4I", 0, 1, 5, 2) + struct.pack(">iI", 0, 1) * 5 + secret("iso")
    own = segment(0xE2, b"urn:iso:std:iso:ts:21496:-1\0" + numbers) if iso else b""
    small = with_segments(
        jpeg(drawing("L", (12, 8))),
        segment(
            0xE1,
            gain_map_packet(
                GAIN_NUMBERS,
                "<hdrgm:OffsetSDR><rdf:Seq><rdf:li>0.1</rdf:li><rdf:li>0.2</rdf:li><rdf:li>0.3</rdf:li></rdf:Seq></hdrgm:OffsetSDR>",
            ),
        ),
        segment(0xE1, exif(1)),
        own,
    )
    version = segment(0xE2, b"urn:iso:std:iso:ts:21496:-1\0" + bytes(4)) if iso else b""
    directory = f'hdrgm:Version="1.0" Item:Semantic="GainMap" Item:Length="{len(small)}"'
    main = with_segments(jpeg(drawing()), segment(0xE1, exif()), segment(0xE1, gain_map_packet(directory)), version, old_index())
    return main + small + movie()


def apple_exif() -> bytes:
    """Return Apple's Exif block: a burst id, and the headroom of a gain map in the MakerNote."""
    note = b"Apple iOS\0\0\1MM" + struct.pack(">H", 3)
    note += struct.pack(">HHI", 0x0B, 2, 4) + b"ABC\0"
    note += struct.pack(">HHII", 0x21, 10, 1, 56) + struct.pack(">HHII", 0x30, 10, 1, 64) + bytes(4)
    note += struct.pack(">iiii", 113, 100, 1, 50) + secret("note")
    return bytes(piexif.dump({"0th": {0x0112: 6, 0x010F: b"Apple"}, "Exif": {0x927C: note}}))


def apple_hdr() -> bytes:
    """Return a photo with Apple's gain map, whose headroom stands in the MakerNote."""
    packet = gain_map_packet('HDRGainMap:HDRGainMapVersion="65536" apdi:AuxiliaryImageType="urn:com:apple:photo:2020:aux:hdrgainmap"')
    small = with_segments(jpeg(drawing("L", (12, 8))), segment(0xE1, packet))
    return with_segments(jpeg(drawing()), segment(0xE1, apple_exif())) + small


# ---------------------------------------------------------------- PNG


def png(picture: Image.Image, **options: Any) -> bytes:
    """Return the picture as PNG by Pillow."""
    out = io.BytesIO()
    picture.save(out, "PNG", **options)
    return out.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    """Return a PNG chunk."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def with_chunks(data: bytes, *chunks: bytes) -> bytes:
    """Return a PNG with chunks put behind its IHDR."""
    return data[:33] + b"".join(chunks) + data[33:]


def raw_profile(kind: bytes, body: bytes) -> bytes:
    """Return ImageMagick's way to keep other metadata in a PNG text."""
    return chunk(
        b"zTXt", b"Raw profile type " + kind + b"\0\0" + zlib.compress(b"\n" + kind + b"\n%8d\n" % len(body) + body.hex().encode() + b"\n")
    )


def png_with_everything() -> bytes:
    """Return a PNG with every carrier there is."""
    return (
        with_chunks(
            png(drawing("RGBA"), dpi=(72, 72)),
            chunk(b"iCCP", secret("name") + b"\0\0" + zlib.compress(srgb_profile())),
            chunk(b"eXIf", exif()[6:]),
            chunk(b"tIME", bytes((7, 234, 2, 14, 18, 3, 0))),
            chunk(b"tEXt", b"Author\0" + secret("author")),
            chunk(b"tEXt", b"parameters\0a cat, Steps: 20, Sampler: Euler " + secret("prompt")),
            chunk(b"zTXt", b"Comment\0\0" + zlib.compress(secret("packed"))),
            chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp()),
            raw_profile(b"exif", exif()),
            chunk(b"caBX", c2pa()),
            chunk(b"caNv", secret("private")),
            chunk(b"gAMA", bytes(4) + secret("gamma")),
            chunk(b"sCAL", b"\1" + secret("scale")),
        )
        + secret("behind")
        + png(drawing(size=(9, 9)))[8:]
    )


def apng() -> bytes:
    """Return an animated PNG of three frames with a comment in it."""
    frames = [drawing("RGB"), drawing("RGB").rotate(90), drawing("RGB").rotate(180)]
    data = png(frames[0], save_all=True, append_images=frames[1:], duration=[40, 80, 120], loop=3)
    return with_chunks(data, chunk(b"tEXt", b"Comment\0" + secret("text")))


# ---------------------------------------------------------------- WebP


def webp(picture: Image.Image, **options: Any) -> bytes:
    """Return the picture as WebP by Pillow."""
    out = io.BytesIO()
    picture.save(out, "WEBP", **options)
    return out.getvalue()


def riff(name: bytes, body: bytes) -> bytes:
    """Return a RIFF chunk."""
    return name + struct.pack("<I", len(body)) + body + bytes(len(body) & 1)


def with_riff(data: bytes, *chunks: bytes) -> bytes:
    """Return a WebP with chunks added at its end."""
    body = data[12:] + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def webp_with_everything() -> bytes:
    """Return a WebP with every carrier there is."""
    data = webp(drawing("RGBA"), exif=exif(), xmp=xmp(), icc_profile=srgb_profile())
    info = riff(b"LIST", b"INFO" + riff(b"IART", secret("info")))
    return with_riff(data, info, riff(b"C2PA", c2pa()), riff(b"abcd", secret("private"))) + secret("behind")


def animated_webp() -> bytes:
    """Return an animated WebP with transparency, a profile, and a private chunk inside its first frame."""
    frames = [drawing("RGBA").rotate(angle) for angle in (0, 90, 180)]
    data = webp(frames[0], save_all=True, append_images=frames[1:], duration=[40, 80, 120], loop=2, icc_profile=own_profile(), exif=exif(1))
    at = data.index(b"ANMF")
    size = struct.unpack_from("<I", data, at + 4)[0]
    hidden = riff(b"priv", secret("frame"))
    frame = data[at : at + 4] + struct.pack("<I", size + len(hidden)) + data[at + 8 : at + 8 + size] + hidden
    return with_riff(data[:at] + frame + data[at + 8 + size :])


# ---------------------------------------------------------------- GIF


def gif(picture: Image.Image, **options: Any) -> bytes:
    """Return the picture as GIF by Pillow."""
    out = io.BytesIO()
    picture.save(out, "GIF", **options)
    return out.getvalue()


def extension(label: int, *blocks: bytes) -> bytes:
    """Return a GIF extension with sub-blocks."""
    return bytes((0x21, label)) + b"".join(bytes((len(block),)) + block for block in blocks) + b"\0"


def with_extensions(data: bytes, *extensions: bytes) -> bytes:
    """Return a GIF with extensions put behind its palette."""
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    return data[:at] + b"".join(extensions) + data[at:]


def animated_gif() -> bytes:
    """Return an animated GIF with every carrier there is."""
    frames = [drawing("P").rotate(angle) for angle in (0, 90, 180)]
    data = gif(frames[0], save_all=True, append_images=frames[1:], duration=[40, 80, 120], loop=2, disposal=2)
    text = extension(0xF9, b"\0\x64\0\0") + extension(0x01, bytes(12), secret("plain"))
    blocks = (
        extension(0xFE, secret("one"), secret("two")),
        text,
        b"!\xff\x0bXMP DataXMP" + xmp() + b"\1" + bytes(range(255, -1, -1)) + b"\0",
        extension(0xFF, b"ICCRGBG1012", srgb_profile()[:200]),
        extension(0xFF, b"C2PA_GIF\1\0\0", c2pa()),
        secret("junk"),
    )
    loop = extension(0xFF, b"NETSCAPE2.0", b"\1\2\0")
    return with_extensions(data.replace(loop, loop[:-1] + b"\5\2" + secret("x")[:4] + b"\0"), *blocks) + secret("behind")


# ---------------------------------------------------------------- BMP


def bmp(picture: Image.Image) -> bytes:
    """Return the picture as BMP by Pillow."""
    out = io.BytesIO()
    picture.save(out, "BMP")
    return out.getvalue()


def with_gap(data: bytes) -> bytes:
    """Return a BMP with secrets between palette and pixels, behind them, and in its reserved bytes."""
    start = struct.unpack_from("<I", data, 10)[0]
    gap = secret("gap") + bytes(3)
    return data[:6] + b"SECR" + struct.pack("<I", start + len(gap)) + data[14:start] + gap + data[start:] + secret("behind")


def bmp_with_profile(kind: bytes, profile: bytes) -> bytes:
    """Return a BMP with a V5 header and an embedded ("DEBM") or linked ("KNIL") profile."""
    plain = bmp(drawing())
    pixels = plain[54:]
    rest = kind + bytes(48) + struct.pack("<IIII", 4, 124 + len(pixels), len(profile), 0)
    header = struct.pack("<I", 124) + plain[18:54] + bytes(16) + rest
    return b"BM" + struct.pack("<III", 138 + len(pixels) + len(profile), 0, 138) + header + pixels + profile


# ---------------------------------------------------------------- all of them

#: name -> maker; the name starts with the format.
MAKERS: dict[str, Callable[[], bytes]] = {
    "jpeg plain": lambda: jpeg(drawing()),
    "jpeg grey": lambda: jpeg(drawing("L"), comment=secret("com")),
    "jpeg progressive": lambda: with_segments(jpeg(drawing(), progressive=True), segment(0xE1, exif())),
    "jpeg with restarts": lambda: with_segments(jpeg(drawing(), restart_marker_blocks=1), segment(0xE1, exif(3))),
    "jpeg cmyk": lambda: jpeg(drawing("CMYK"), comment=secret("com")),
    "jpeg exif only": lambda: jpeg(drawing(), exif=exif(8))[:2] + jpeg(drawing(), exif=exif(8))[20:],
    "jpeg damaged exif": lambda: with_segments(jpeg(drawing()), segment(0xE1, damaged_exif())),
    "jpeg adobe rgb": lambda: with_segments(jpeg(drawing()), segment(0xE1, adobe_rgb_exif())),
    "jpeg own profile": lambda: with_segments(jpeg(drawing()), icc_segments(own_profile(), 3)),
    "jpeg with everything": jpeg_with_everything,
    "jpeg segment in the middle": segment_in_the_middle,
    "jpeg motion photo": lambda: with_segments(jpeg(drawing()), segment(0xE1, XMP_HEAD + xmp())) + movie(),
    "jpeg no end": lambda: with_segments(jpeg(drawing()), segment(0xFE, secret("com")))[:-2],
    "jpeg mpo": mpo,
    "jpeg ultra hdr": ultra_hdr,
    "jpeg ultra hdr without iso": lambda: ultra_hdr(iso=False),
    "jpeg apple hdr": apple_hdr,
    "png plain": lambda: png(drawing()),
    "png palette": lambda: with_chunks(png(drawing("P"), transparency=3), chunk(b"tEXt", b"Title\0" + secret("title"))),
    "png 16 bit": lambda: with_chunks(png(drawing("L").convert("I;16")), chunk(b"iTXt", b"Comment\0\0\0\0\0" + secret("text"))),
    "png own profile": lambda: png(drawing(), icc_profile=own_profile()),
    "png with everything": png_with_everything,
    "png apng": apng,
    "webp plain": lambda: webp(drawing()),
    "webp lossless": lambda: webp(drawing("RGBA"), lossless=True, xmp=xmp()),
    "webp turned": lambda: webp(drawing(), exif=exif(6)),
    "webp with everything": webp_with_everything,
    "webp animated": animated_webp,
    "bmp plain": lambda: bmp(drawing()),
    "bmp palette": lambda: with_gap(bmp(drawing("P"))),
    "bmp one bit": lambda: with_gap(bmp(drawing("1"))),
    "bmp transparent": lambda: with_gap(bmp(drawing("RGBA"))),
    "bmp profile": lambda: bmp_with_profile(b"DEBM", own_profile()),
    "bmp linked profile": lambda: bmp_with_profile(b"KNIL", b"C:\\Users\\" + secret("path") + b"\0") + secret("behind"),
    "gif plain": lambda: gif(drawing("P")),
    "gif comment": lambda: gif(drawing("P"), comment=secret("com")),
    "gif transparent": lambda: with_extensions(gif(drawing("P"), transparency=3), extension(0xFE, secret("com"))),
    "gif animated": animated_gif,
}

from photos import makers_heif, makers_tiff  # noqa: E402 - they draw with what stands above

MAKERS |= makers_tiff.MAKERS | makers_heif.MAKERS


@cache
def photo(name: str) -> bytes:
    """Return the test picture of this name."""
    return MAKERS[name]()


def secrets_in(data: bytes) -> set[bytes]:
    """Return the secrets that stand in a file as they are."""
    found = set()
    at = data.find(SECRET[:7])
    while at >= 0:
        found.add(data[at : at + 16])
        at = data.find(SECRET[:7], at + 1)
    return found
