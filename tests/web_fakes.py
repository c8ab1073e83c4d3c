"""A small advisor for the tests of the local page: real replies, no library behind them."""

from __future__ import annotations

import io
import threading
import time

from PIL import Image

from bot.messages import Attachment, Bullets, Paragraph, Picture, Quote, Reply, Request, Row, Source, button
from bot.photos import clean

RATING = Reply(
    blocks=(
        Paragraph("Examplegram: 41 to 63 of 100, so no grade yet.", strong=True),
        Paragraph("Two articles say photos are deleted after 24 hours. I found no policy that says so."),
        Row("good", "Deletion", "photos go after 24 hours (policy, 2026-01-12)"),
        Row("mixed", "Training on your photos", "mixed. Off if you ask for it"),
        Row("bad", "Who else gets them", "advertising partners, named nowhere"),
        Row("bad", "A way out", "not stated. The policy is silent"),
        Row("unknown", "Security audits", "nobody has looked"),
        Quote("We may share content with our partners.", "Examplegram privacy policy, 2026-01-12"),
    ),
    buttons=(button("Check it with me", "ask", "check examplegram"), button("Another service", "rate"), button("Clean a photo", "clean")),
    sources=(
        Source("Privacy policy", "Examplegram", "https://examplegram.example/privacy", "2026-01-12"),
        Source("A press article", "The Paper", "", "2025"),
    ),
)


def photo() -> bytes:
    """Return a JPEG whose Exif names a camera and a moment."""
    exif = Image.Exif()
    exif[0x010F] = "Examplar Cameras"
    exif[0x0132] = "2026:02:14 18:03:11"
    made = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(made, "JPEG", exif=exif)
    return made.getvalue()


class FakeAdvisor:
    """Answers by skill, keeps the requests it saw, and can wait or fail on demand."""

    def __init__(self) -> None:
        self.seen: list[Request] = []
        self.asked = threading.Event()
        self.gate = threading.Event()
        self.gate.set()

    def open_engine(self) -> None:
        """Warm up at once."""

    def handle(self, request: Request) -> Reply:
        """Return the reply that the request's skill or words ask for."""
        self.seen.append(request)
        self.asked.set()
        self.gate.wait(10)
        if request.attachments:
            return self._clean(request.attachments[0])
        if request.skill == "start":
            return Reply(
                (Paragraph("I help you with one thing.", strong=True), Paragraph("Ask me anything.")),
                (button("Clean a photo", "clean"), button("What can go wrong?", "ask", "guides/en/hidden-risks#overview")),
            )
        if request.skill == "rate":
            return RATING
        if request.text == "fail":
            raise RuntimeError("the words of a person")
        if request.text == "slow":
            time.sleep(0.8)
        if request.text == "picture":
            return Reply((Picture(b"\x89PNG\r\n\x1a\n", "a card"),))
        return Reply((Paragraph(f"You said: {request.text}", strong=True), Bullets(("one", "two"), numbered=True)), language="en")

    def _clean(self, sent: Attachment) -> Reply:
        cleaned = clean(sent.data)
        told = tuple(finding.text for finding in cleaned.findings)
        return Reply(
            (Paragraph("Here is your clean copy.", strong=True), Bullets(told)),
            (button("What stays visible?", "ask", "visible"),),
            (Attachment("clean-photo.jpg", cleaned.data, cleaned.media_type),),
            private=True,
        )
