"""What carriers tell beyond the usual: other names for the same namespace, makers' own notes, signed histories, films behind photos."""

import io
import json
import struct

import piexif
import pytest
from photos import makers as m
from PIL import Image

from bot.photos import Finding, clean, inspect
from bot.photos.readers import c2pa, makernote
from bot.photos.why import why
from bot.samples import sample_photo

JPEG, PNG = m.photo("jpeg plain"), m.photo("png plain")


def told(data: bytes) -> set[tuple[str, str]]:
    """Return (kind, words) of what a photo tells; its clean copy tells nothing."""
    assert inspect(clean(data).data) == ()
    return {(one.kind, one.text) for one in inspect(data)}


def xmp_of(head: str, body: str = "") -> bytes:
    """Return a JPEG with an XMP packet whose description begins so."""
    packet = f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description {head}>{body}</rdf:Description></rdf:RDF>'
    return m.with_segments(JPEG, m.segment(0xE1, m.XMP_HEAD + packet.encode()))


def exif_of(story: dict[str, dict[int, object]]) -> bytes:
    """Return a JPEG with these Exif tags."""
    return m.with_segments(JPEG, m.segment(0xE1, piexif.dump(story)))


def note_of(make: bytes, note: bytes) -> bytes:
    """Return a JPEG of a maker with its private notes."""
    return exif_of({"0th": {0x010F: make}, "Exif": {0x927C: note}})


def directory(tags: dict[int, bytes], order: str, base: int) -> bytes:
    """Return a TIFF directory of texts and bytes that starts at `base`."""
    entries, place = b"", base + 2 + 12 * len(tags) + 4
    for number, value in tags.items():
        entries += struct.pack(order + "HHII", number, 2, len(value), place)
        place += len(value)
    return struct.pack(order + "H", len(tags)) + entries + bytes(4) + b"".join(tags.values())


# -- XMP


def test_a_namespace_by_any_other_name_is_the_same() -> None:
    """A packet may call a namespace as it likes; what counts is its address."""
    assert ("location", "city: Paris") in told(xmp_of('xmlns:q="http://ns.adobe.com/photoshop/1.0/" q:City="Paris"'))
    assert ("person", "creator: Ada") in told(xmp_of('xmlns:a="http://purl.org/dc/elements/1.1/"', "<a:creator>Ada</a:creator>"))


def test_the_history_says_when_and_with_what() -> None:
    """Steps, the first and last moment, and the programs stand in one finding."""
    step = '<rdf:li stEvt:action="{}" stEvt:when="2026-02-{}T10:00:00Z" stEvt:softwareAgent="Fabula Edit 3"/>'
    words = {words for kind, words in told(xmp_of("", step.format("created", 14) + step.format("cropped", 15))) if kind == "edit-history"}
    assert words == {"2 steps of editing: created, cropped; 14 Feb 2026, 10:00 (UTC) – 15 Feb 2026, 10:00 (UTC); Fabula Edit 3"}


XMP = {
    'MPReg:PersonDisplayName="Grace"': ("person", "face marked as: Grace"),
    'Iptc4xmpCore:CiEmailWork="a@example.org"': ("person", "e-mail: a@example.org"),
    'xmp:Rating="5"': ("comment", "your rating: 5 stars"),
    'drone-dji:GpsLatitude="+48.858300" drone-dji:GpsLongtitude="+2.294500"': ("location", "48.8583, 2.2945, Paris, France (4 km)"),
    'exif:GPSAltitude="958/10"': ("location", "altitude: 95.8"),
    'xmpMM:OriginalDocumentID="xmp.did:1"': ("identifier", "original document id: xmp.did:1"),
    'photoshop:Credit="Made with Google AI"': ("ai", "it names an AI tool: Made with Google AI"),
    'Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"': (
        "ai",
        "it says parts of it were made with AI",
    ),
    'Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"': (
        "edit-history",
        "it says a camera took it",
    ),
    'Iptc4xmpExt:AIPromptInformation="a cat"': ("ai", "made with AI, the prompt: a cat"),
}


@pytest.mark.parametrize("attributes", XMP)
def test_each_property_has_its_words(attributes: str) -> None:
    """People, places, ids and marks of AI in XMP are named for what they are."""
    assert XMP[attributes] in told(xmp_of(attributes))


# -- Exif


def test_prompts_are_found_wherever_generators_keep_them() -> None:
    """In the maker's name (ComfyUI), the comment in either byte order, the caption, and the texts of a PNG."""
    graph = 'prompt:{"3": {"class_type": "KSampler", "inputs": {}}}'
    settings = "a cat\nSteps: 20, Sampler: Euler, Seed: 1"
    photos = (
        exif_of({"0th": {0x0110: graph.encode()}}),
        exif_of({"0th": {0x010E: settings.encode()}}),
        exif_of({"Exif": {0x9286: b"UNICODE\0" + settings.encode("utf-16-le")}}),
        exif_of({"Exif": {0x9286: b"UNICODE\0" + settings.encode("utf-16-be")}}),
        m.with_chunks(PNG, m.chunk(b"tEXt", b"prompt\0" + graph.encode())),
        m.with_chunks(PNG, m.chunk(b"tEXt", b"Comment\0" + json.dumps({"prompt": "a cat", "seed": 1, "steps": 28}).encode())),
    )
    for photo in photos:
        assert any(kind == "ai" and words.startswith("made by an AI image generator") for kind, words in told(photo)), told(photo)


def test_ordinary_words_are_no_prompt() -> None:
    """A caption about steps and samplers is a caption."""
    assert told(exif_of({"0th": {0x010E: b"Ten steps to the door of the museum"}})) == {
        ("comment", "caption: Ten steps to the door of the museum")
    }


def test_a_zone_alone_and_a_place_of_zeros_are_said_for_what_they_are() -> None:
    """A time zone without a time still tells; 0, 0 is what receivers write when they know nothing, and has no town."""
    assert ("time", "time zone +09:00") in told(exif_of({"Exif": {0x9011: b"+09:00"}}))
    zero = ((0, 1), (0, 1), (0, 1))
    words = next(words for kind, words in told(exif_of({"GPS": {1: b"N", 2: zero, 3: b"E", 4: zero}})) if kind == "location")
    assert words == "0.0000, 0.0000, which receivers write when they know no place"


def test_exif_written_as_texts_still_gives_a_place() -> None:
    """ImageMagick writes every tag into a text of its own; four of them together are a place."""
    tags = {"GPSLatitude": "33/1, 52/1, 10/1", "GPSLatitudeRef": "S", "GPSLongitude": "151/1, 12/1, 0/1", "GPSLongitudeRef": "E"}
    chunks = [m.chunk(b"tEXt", f"exif:{name}\0{value}".encode()) for name, value in {**tags, "Make": "Fabula", "Flash": "0"}.items()]
    assert ("location", "-33.8694, 151.2000, Sydney, Australia (less than 1 km)") in told(m.with_chunks(PNG, *chunks))
    assert ("device", "Fabula") in told(m.with_chunks(PNG, *chunks))


# -- makers' notes

NOTES = {
    "Olympus": (b"OLYMPUS CORPORATION", b"OLYMPUS\0II\3\0" + directory({0x0404: b"S-12345\0"}, "<", 12), "camera serial number: S-12345"),
    "Apple": (b"Apple", b"Apple iOS\0\0\1MM" + directory({0x0B: b"B-123\0"}, ">", 14), "burst id: B-123"),
    "Fujifilm": (b"FUJIFILM", b"FUJIFILM\x0c\0\0\0" + directory({0x10: b"F-12345\0"}, "<", 12), "serial number inside the camera: F-12345"),
    "Nikon": (
        b"NIKON",
        b"Nikon\0\2\x10\0\0MM\0*\0\0\0\x08" + directory({0x1D: b"N-12345\0"}, ">", 8),
        "camera serial number: N-12345",
    ),
    "plain letters": (b"Fabula", b"camera log SSID: home-network-7\0" + bytes(40), "wireless network: home-network-7"),
}


@pytest.mark.parametrize("maker", NOTES)
def test_ids_in_a_makers_notes_are_told(maker: str) -> None:
    """Serial numbers, burst ids and wireless networks are read where the notes are simple to read."""
    make, note, words = NOTES[maker]
    assert words in {words for _, words in told(note_of(make, note))}


def test_notes_of_nothing_tell_nothing_more() -> None:
    """Zeros and filler in place of a number are no number."""
    note = b"OLYMPUS\0II\3\0" + directory({0x0404: b"0000000\0"}, "<", 12)
    assert not any("serial number:" in words for _, words in told(note_of(b"OLYMPUS", note)))
    assert set(makernote._LAYOUTS[0][:1]) <= makernote._TEXTS.keys()


# -- signed history


def cbor(text: str) -> bytes:
    """Return a CBOR text."""
    raw = text.encode()
    return bytes((0x60 + len(raw),)) + raw if len(raw) < 24 else b"x" + bytes((len(raw),)) + raw


def certificate(name: str, organisation: str) -> bytes:
    """Return the parts of a certificate that are read: issuer, dates, and whose it is."""

    def part(oid: int, text: str) -> bytes:
        return b"\x30\0\x06\x03\x55\x04" + bytes((oid, 0x0C, len(text))) + text.encode()

    return (
        b"\x30\x82\x01\0" + part(10, "An Issuer") + b"\x17\x0d260101000000Z\x17\x0d270101000000Z" + part(10, organisation) + part(3, name)
    )


STORE = (
    b"jumdc2pa\0"
    + cbor("claim_generator")
    + cbor("Fabula Paint/3.1")
    + cbor("action")
    + cbor("c2pa.cropped")
    + cbor("when")
    + b"\xc0"
    + cbor("2026-02-14T18:03:00Z")
    + cbor("dc:title")
    + cbor("holiday-with-grace.jpg")
    + b'{"author": [{"@type": "Person", "name": "Ada"}]}'
    + b"\x18\x21\x81\x59\x01\x04"
    + certificate("Signer One", "Fabula Ltd")
)


def test_a_signed_history_says_by_what_by_whom_and_when() -> None:
    """Tool, signer, steps, file name, author and moment are told; the issuer of the certificate is not taken for the signer."""
    found = {(one.kind, one.text) for one in c2pa.read(STORE, "Content Credentials")}
    assert {
        ("edit-history", "a signed history of the picture (Content Credentials) written by Fabula Paint/3.1"),
        ("edit-history", "signed by Fabula Ltd / Signer One"),
        ("edit-history", "what was done: cropped"),
        ("comment", "file name in the signed history: holiday-with-grace.jpg"),
        ("person", "author, as the signed history says: Ada"),
        ("time", "signed history: 14 Feb 2026, 18:03 (UTC)"),
    } <= found


# -- behind the picture


def film() -> bytes:
    """Return a film of three seconds with sound and a place, its notes behind its pictures as phones write it."""

    def box(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", 8 + len(body)) + name + body

    header = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, 3000) + bytes(80))
    notes = box(b"moov", header + box(b"hdlr", bytes(8) + b"soun") + box(b"udta", box(b"\xa9xyz", b"\0\x13\x15\xc7+48.8583+002.2945/")))
    return box(b"ftyp", b"mp42\0\0\0\0mp42isom") + box(b"mdat", bytes(3000)) + notes


def test_the_film_of_a_motion_photo_says_how_long_and_where() -> None:
    """Length, sound and its own position are told, wherever in the film they stand."""
    found = told(JPEG + film())
    assert any(kind == "video" and words.endswith("3 seconds long, with sound") for kind, words in found)
    assert ("location", "the video's own GPS position: 48.8583, 2.2945, Paris, France (4 km)") in found


def test_the_blocks_of_a_samsung_phone_are_told() -> None:
    """The time, the country of the network, and that edits can be undone."""
    blocks = b"Image_UTC_Data1771088580000" + b"MCC_Data208" + b"PhotoEditor_Re_Edit_Data{}" + b"SEFH" + bytes(20) + b"SEFT"
    found = told(JPEG + blocks)
    assert ("time", "14 Feb 2026, 17:03 (UTC)") in found
    assert ("location", "the country of the mobile network, code 208") in found
    assert ("thumbnail", "notes to undo your edits: the picture before them can be brought back") in found


def test_photoshop_tells_the_file_it_was_made_from() -> None:
    """The name that slices keep is told."""
    name = "holiday"
    slices = bytes(20) + struct.pack(">I", len(name)) + name.encode("utf-16-be")
    block = b"Photoshop 3.0\x008BIM\x04\x1a\0\0" + struct.pack(">I", len(slices)) + slices + bytes(len(slices) & 1)
    found = told(m.with_segments(JPEG, m.segment(0xED, block)))
    assert ("comment", "name of the file it was made from: holiday") in found


# -- why it matters


def test_every_finding_says_why_it_matters() -> None:
    """Each has one sentence, and what is worse than its kind has its own."""
    found = inspect(sample_photo())
    assert all(one.why.endswith(".") for one in found)
    serial = next(one for one in found if "serial number" in one.text)
    assert serial.why == why("serial") != why("identifier")


def test_a_finding_is_made_of_four_words_as_before() -> None:
    """Why it matters and the place come on top, and take no part in comparing."""
    assert Finding("time", "Exif", "now", "high") == Finding("time", "Exif", "now", "high", why("time"), (1.0, 2.0))


def test_hostile_texts_are_read_in_no_time() -> None:
    """Texts made to keep patterns busy end as quickly as others: the patterns have bounds."""
    texts = (b"Steps: 1 " * 7000, b'"prompt": "' * 6000, b"exif:a\0" * 9000, b"\xc0x" * 30_000, b'"author": [' * 6000)
    for text in texts:
        data = m.with_segments(
            JPEG, *(m.segment(0xFE, text[:65_000]) for _ in range(4)), m.segment(0xEB, b"JP\0\1\0\0\0\1" + text[:60_000])
        )
        assert inspect(m.with_chunks(PNG, m.chunk(b"tEXt", b"exif:" + text))) is not None
        assert inspect(data) is not None


def test_a_jpeg_segment_inside_heif_is_read() -> None:
    """Some phones put the whole segment into the Exif item of HEIC: it is read like any other."""
    out = io.BytesIO()
    Image.new("RGB", (16, 16)).save(out, "WEBP", exif=b"\xff\xe1\0\0" + piexif.dump({"0th": {0x010F: b"Fabula"}}))
    assert any(one.text == "Fabula" for one in inspect(out.getvalue()))
