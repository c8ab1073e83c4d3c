"""What a chat does with the name of a service: a question is answered, a verdict that is asked for is given."""

import pytest

from bot.messages import Request
from bot.skills import SKILLS


def said(advisor, text):
    """Return the reply to a message in a chat of its own."""
    return advisor.handle(Request(text=text, conversation=text))


@pytest.mark.parametrize(
    "text", ["is whatsapp safe?", "Signal", "rate instagram", "is x safe", "can i trust discord", "ist Telegram sicher?"]
)
def test_a_verdict_asked_for_is_given(advisor, text):
    """Whatever else people use the service for, its rating is the reply."""
    assert any(pressed.request.skill == "rate" and pressed.request.text.endswith(" all") for pressed in said(advisor, text).buttons)


@pytest.mark.parametrize(
    "text", ["does whatsapp strip the metadata when i send a pic", "How do I send a photo as a file on Telegram so it isn't changed?"]
)
def test_a_question_about_a_service_is_answered_and_its_rating_offered_last(advisor, text):
    """The guide's answer comes, with the ways on it leads to, then the rating."""
    reply = said(advisor, text)
    assert not any(pressed.label.startswith("All 14") for pressed in reply.buttons)
    assert len(reply.buttons) > 1
    assert reply.buttons[-1].label.startswith("Rating of ")


@pytest.mark.parametrize(
    "text",
    ["my ex made a fake kiss video of me and put it on instagram, what do i do", "someone sends my nudes around on whatsapp, help me"],
)
def test_who_needs_help_is_not_offered_a_rating(advisor, text):
    """First aid is about the person, not about the service where it happened."""
    assert not any("Rating" in pressed.label for pressed in said(advisor, text).buttons)


def test_several_services_may_be_meant(advisor):
    """A generic name is asked about."""
    assert said(advisor, "is ai kiss legit?").text.startswith("Did you mean AI Kiss (Godeb)")


def test_every_button_leads_somewhere(advisor):
    """Also those of a rating that was only offered."""
    for text in ("is whatsapp safe?", "does instagram remove gps when i post"):
        assert all(pressed.key.partition(":")[0] in SKILLS for pressed in said(advisor, text).buttons)
