"""Where a rating leads: passages of the guides that say more. Only passages that exist are offered."""

from __future__ import annotations

from bot.messages import Button, button
from knowledge.schema import Criterion, Library, Passage, Platform

#: The passage that says more on a criterion. A criterion missing here is looked up by its own id in red-flags.
PASSAGES = {
    "company-information": "guides/en/red-flags#company-details",
    "revenue-model": "guides/en/red-flags#free-unlimited",
    "training": "guides/en/hidden-risks#training-data",
    "third-party-sharing": "guides/en/hidden-risks#third-parties",
    "server-location": "guides/en/hidden-risks#server-location",
    "encryption": "guides/en/before-upload#encryption",
    "download-or-extension": "guides/en/red-flags#downloads-extensions",
    "account-and-login": "guides/en/before-upload#separate-email",
    "face-analysis": "guides/en/what-happens#face-recognition",
    "deletion-contact": "guides/en/legal-rights#good-request",
    "incidents": "guides/en/hidden-risks#leaks",
}

RED_FLAGS = "guides/en/red-flags#list"
UPLOADED = "guides/en/after-upload#already-uploaded"


def criterion_passage(criterion: Criterion, library: Library) -> Passage | None:
    """Return the passage that says more on a criterion, if the library holds it."""
    return library.passages.get(PASSAGES.get(criterion.id, f"guides/en/red-flags#{criterion.id}"))


def platform_passage(platform: Platform, library: Library) -> Passage | None:
    """Return the passage on a platform: its anchor begins with the platform's id, or the id's first word."""
    anchors = {passage.id.partition("#")[2]: passage for passage in library.passages.values() if "/platforms#" in passage.id}
    starts = (platform.id, platform.id.partition("-")[0])
    return next((passage for start in starts for anchor, passage in anchors.items() if anchor.startswith(start)), None)


def ask_button(passage: Passage | None, label: str = "") -> tuple[Button, ...]:
    """Return a button that leads to a passage, or none."""
    return (button(label or passage.button or passage.title, "ask", passage.id),) if passage else ()
