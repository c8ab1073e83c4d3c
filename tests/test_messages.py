"""Requests, replies and the keys of buttons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Bullets, Paragraph, Quote, Reply, Row, Source, button, request_of


@given(st.sampled_from(["ask", "rate", "clean", ""]), st.text(max_size=12))
def test_a_button_key_comes_back_as_the_request_it_stands_for(skill: str, text: str) -> None:
    """Skill and text survive the trip through a chat service, colons included."""
    request = request_of(button("Label", skill, text).key)

    assert (request.skill or "", request.text) == (skill, text)


def test_a_key_that_no_chat_service_would_carry_is_refused_at_once() -> None:
    """64 bytes are the smallest limit of all doors; one more is an error of ours, found where it is made."""
    button("Label", "ask", "x" * 60)

    with pytest.raises(ValueError, match="64 bytes"):
        button("Label", "ask", "x" * 61)


def test_a_reply_reads_as_plain_text() -> None:
    """Blocks stand apart by a blank line, rows and list items do not; the sources come last."""
    reply = Reply(
        blocks=(
            Paragraph("The point.", strong=True),
            Bullets(("first", "second"), numbered=True),
            Row("good", "Deletion", "within 30 days"),
            Row("unknown", "Training", "nobody has looked"),
            Quote("We keep nothing", "Policy, 2026"),
        ),
        sources=(Source("A law", "Parliament", "", "2016"),),
    )

    assert reply.text.split("\n\n") == [
        "The point.",
        "1. first\n2. second",
        "✅ Deletion: within 30 days\n⚪ Training: nobody has looked",
        "“We keep nothing” (Policy, 2026)",
        "Source: A law, Parliament, 2016",
    ]


def test_a_photo_is_not_in_the_printed_form_of_its_request() -> None:
    """Whatever prints a request by accident prints no bytes of a photo."""
    from bot.messages import Attachment, Request

    assert "secret" not in repr(Request(attachments=(Attachment("a.jpg", b"secret bytes"),)))
