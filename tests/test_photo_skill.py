"""The reply to a photo: the point first, values only for the one whose photo it is, several photos in one summary."""

import io
from dataclasses import replace

import piexif
import pytest
from photos import makers as m
from PIL import Image

from adapters.decoder import ChildDecoder
from adapters.runtime import build_advisor
from bot.advisor import Advisor
from bot.messages import Attachment, Bullets, Door, More, Picture, Reply, Request
from bot.samples import sample_photo
from bot.settings import Settings

ADVISOR = build_advisor(Settings(), exact=True)
SAMPLE = sample_photo()
CREDENTIALS = m.with_segments(m.photo("jpeg plain"), m.segment(0xEB, b"JP\0\1\0\0\0\1" + m.c2pa()))


def sent(*photos: bytes, door: Door = "telegram", advisor: Advisor = ADVISOR, **how: bool) -> Reply:
    """Return the reply to photos."""
    return advisor.handle(Request(attachments=tuple(Attachment("a", data) for data in photos), door=door, **how))  # type: ignore[arg-type]


def pictures(reply: Reply) -> list[Picture]:
    """Return the pictures to look at."""
    return [block for block in reply.blocks if isinstance(block, Picture)]


def cropped() -> bytes:
    """Return a photo whose preview still shows what was cropped away."""
    whole, small, out = Image.open(io.BytesIO(SAMPLE)), io.BytesIO(), io.BytesIO()
    whole.resize((160, 120)).save(small, "JPEG")
    story = {"0th": {0x010F: b"Fabula"}, "1st": {0x0103: 6}, "thumbnail": small.getvalue()}
    whole.crop((500, 300, 1000, 675)).save(out, "JPEG", exif=piexif.dump(story))
    return out.getvalue()


def test_three_findings_are_said_and_the_rest_is_folded() -> None:
    """Place with its town, time and name stand at once; everything, with why it matters, behind a press."""
    reply = sent(SAMPLE)
    (first,) = (block for block in reply.blocks if isinstance(block, Bullets))
    (more,) = (block for block in reply.blocks if isinstance(block, More))
    assert [item.split(":")[0] for item in first.items] == ["where", "when", "who"]
    assert "Paris, France (4 km)" in first.items[0]
    assert more.label == "Everything it said (15)"
    assert "It says where you were" in Reply((more,)).text
    assert reply.private


@pytest.mark.parametrize("how", [{"private": False}, {"own_photo": False}])
def test_others_learn_kinds_and_never_values(how: dict[str, bool]) -> None:
    """In a group, and on somebody else's photo, no value is said and no card is drawn."""
    reply = sent(SAMPLE, **how)
    assert "The file told a place, a time, a name" in reply.text
    for value in ("48.8583", "Paris", "2026", "Fabula", "Sample Owner", "FP5"):
        assert value not in reply.text
    assert not pictures(reply)


def test_the_card_is_drawn_only_where_something_was_found_and_can_be_seen() -> None:
    """A clean photo gets no card, and a terminal none; the page gets one for dark screens too."""
    assert not pictures(sent(m.photo("png plain")))
    assert not pictures(sent(SAMPLE, door="terminal"))
    (light,), (both,) = pictures(sent(SAMPLE)), pictures(sent(SAMPLE, door="web"))
    assert light.dark is None
    assert both.dark
    assert "Paris, France" in light.alt


def test_what_was_cropped_away_is_shown_to_its_owner_alone() -> None:
    """The preview that shows more is a picture of the reply; in a group, and without a decoder, it is not."""
    assert len(pictures(sent(cropped()))) == 2
    assert "The hidden preview shows more" in sent(cropped()).text
    assert not pictures(sent(cropped(), private=False))
    assert (
        len(
            pictures(sent(cropped(), advisor=replace(ADVISOR, decoder=type("Blind", (ChildDecoder,), {"look": lambda *_: (None, None)})())))
        )
        == 1
    )


def test_marks_of_ai_and_of_origin_are_not_taken_out_silently() -> None:
    """The reply says that they went, that passing the picture off as real can be unlawful, and to keep the original as evidence."""
    words = sent(CREDENTIALS).text
    assert "that mark is gone too" in words
    assert "unlawful" in words
    assert "evidence, keep the original" in words
    assert "evidence" not in sent(SAMPLE).text


def test_several_photos_get_one_summary() -> None:
    """An album is one point and one line a photo; what was refused says why, and the rest is delivered."""
    reply = sent(SAMPLE, b"a text, no photo", m.photo("png plain"))
    (lines,) = (block for block in reply.blocks if isinstance(block, Bullets))
    assert reply.text.startswith("Here are 2 clean copies. 1 told a place. 1 could not be cleaned.")
    assert [line.split(":")[0] for line in lines.items] == ["Photo 1", "Photo 2", "Photo 3"]
    assert "text document" in lines.items[1]
    assert lines.items[2] == "Photo 3: nothing to remove"
    assert [file.name for file in reply.attachments] == ["clean-photo-1.jpg", "clean-photo-3.png"]


def test_several_photos_in_a_group_name_no_values() -> None:
    """The summary keeps to kinds where others read along."""
    assert "Photo 1: a place, a time" in sent(SAMPLE, SAMPLE, private=False).text
    assert "48.8583" not in sent(SAMPLE, SAMPLE, private=False).text


def test_none_of_several_could_be_cleaned() -> None:
    """When nothing can be handed back, the point says so."""
    reply = sent(b"one text", b"another text")
    assert reply.text.startswith("I could not clean any of these. 2 could not be cleaned.")
    assert not reply.attachments


def test_a_rebuilt_copy_says_what_changed() -> None:
    """A format that is not cleaned as it is comes back as a PNG, and the reply says so and never "to the last pixel"."""
    out = io.BytesIO()
    m.drawing().save(out, "PPM")
    reply = sent(out.getvalue())
    assert "written anew from its pixels" in reply.text
    assert "What changed: it is a PNG now" in reply.text
    assert "last pixel" not in reply.text
    assert reply.attachments[0].name == "clean-photo.png"
