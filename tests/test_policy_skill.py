"""/policy in a chat: by text, file or address; what is said, what is folded away, and what happens without."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.errors import PolicyError
from bot.messages import Attachment, More, Paragraph, Picture, Quote, Reply, Request
from bot.policy.sources import Page, address_in, is_policy_address

OWN = Path(__file__).parent / "eval" / "policies"
TEXT = (OWN / "kiss-video.txt").read_text(encoding="utf-8")


class OnePage:
    """A fetcher that knows one page."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.asked: list[str] = []

    def fetch(self, address: str) -> Page:
        """Return the page, whatever the address."""
        self.asked.append(address)
        return Page("https://kissreel.example/privacy", self.text.encode(), "page.txt")


class NoPage:
    """A fetcher that finds nothing."""

    def fetch(self, address: str) -> Page:
        """Refuse."""
        raise PolicyError("There is no page at this address.", "Paste the text.")


def _said(advisor: Advisor, **request: object) -> Reply:
    return advisor.handle(Request(**({"door": "telegram"} | request)))  # type: ignore[arg-type]


def test_a_pasted_policy_is_read_with_its_words_and_places(advisor: Advisor) -> None:
    """The telling criteria stand with their quotes, the others are folded, and there is a picture and something to do."""
    reply = _said(advisor, text=TEXT, skill="policy")

    quotes = [block for block in reply.blocks if isinstance(block, Quote)]
    assert quotes
    assert all(quote.text in " ".join(TEXT.split()) and quote.source for quote in quotes)
    assert any(isinstance(block, Picture) for block in reply.blocks)
    assert len([block for block in reply.blocks if isinstance(block, More)]) == 2
    assert "What to do today" in reply.text


def test_long_text_in_plain_chat_goes_to_the_reader(advisor: Advisor) -> None:
    """A pasted policy needs no command; a story about photos stays a question."""
    assert "promises" in _said(advisor, text=TEXT).text
    assert "promises" not in _said(advisor, text="I am worried about my photos in an app that I used, please help me now. " * 12).text


def test_a_file_is_read_as_a_policy(advisor: Advisor) -> None:
    """A text file sent without a word is a policy, not a photo."""
    reply = _said(advisor, attachments=(Attachment("policy.txt", TEXT.encode(), "text/plain"),))

    assert "promises" in reply.text


def test_an_address_is_fetched_and_the_reply_says_from_where(advisor: Advisor) -> None:
    """Who asked the site is said, and which site it was."""
    page = OnePage(TEXT)
    reply = _said(replace(advisor, fetcher=page), text="kissreel.example/privacy")

    assert page.asked == ["https://kissreel.example/privacy"]
    assert "the computer this bot runs on" in reply.text
    assert "kissreel.example" in reply.text


def test_where_fetching_is_off_it_is_said(advisor: Advisor) -> None:
    """Without a fetcher an address gets a sentence and another way."""
    reply = _said(replace(advisor, fetcher=None), text="https://kissreel.example/privacy", skill="policy")

    assert "switched that off" in reply.text
    assert "paste" in reply.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Give me a privacy policy"),
        ("virbo", "too short for a policy"),
        ("Tomatoes want sun and water and a stake to climb on in summer. " * 5, "does not read like a privacy policy"),
        ("我们收集您的个人信息，并与第三方共享这些信息。 " * 30, "not in English"),
    ],
)
def test_what_is_no_policy_gets_a_way_on(advisor: Advisor, text: str, said: str) -> None:
    """Nothing, a name, other words, another language: each is answered with what to do."""
    reply = _said(advisor, text=text, skill="policy")

    assert said in reply.text
    assert reply.buttons


def test_an_address_that_gives_nothing_is_said_in_words(advisor: Advisor) -> None:
    """What the fetcher refuses becomes a reply."""
    reply = _said(replace(advisor, fetcher=NoPage()), text="https://kissreel.example/privacy")

    assert reply.blocks[0] == Paragraph("There is no page at this address.", strong=True)


def test_a_text_cut_by_the_chat_service_is_called_a_part(advisor: Advisor) -> None:
    """What is as long as a message may be has lost its end, and silence means nothing."""
    long = (TEXT + "\n") * 4

    assert "only a part of the text" in _said(advisor, text=long[:4096], skill="policy").text
    assert "I read all of it" in _said(advisor, text=long, skill="policy", door="web").text


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.com/privacy", "https://example.com/privacy"),
        ("<https://example.com/privacy>", "https://example.com/privacy"),
        ("example.com/privacy-policy", "https://example.com/privacy-policy"),
        ("http://127.0.0.1/", "http://127.0.0.1/"),
        ("is example.com/privacy good?", ""),
        ("hello", ""),
    ],
)
def test_addresses_are_known_when_they_stand_alone(text: str, address: str) -> None:
    """A message that says more is no address."""
    assert address_in(text) == address


def test_only_the_address_of_a_policy_is_fetched_unasked() -> None:
    """A service's own address in a chat asks for its rating, not for its page."""
    assert is_policy_address("https://example.com/legal/privacy")
    assert not is_policy_address("https://example.com")
