"""What a photo told, in the words of a reply: kinds where others read along, one line a kind, and what no cleaning takes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.photos.findings import Finding
from bot.strings import phrase, say

#: For somebody else's photo, and where others read along: kinds, never values.
KINDS: dict[str, str] = {
    "location": phrase("a place"),
    "time": phrase("a time"),
    "device": phrase("the camera or phone"),
    "person": phrase("a name"),
    "software": phrase("the programs used"),
    "thumbnail": phrase("a small hidden preview"),
    "video": phrase("a hidden video"),
    "edit-history": phrase("what was edited"),
    "ai": phrase("marks of an AI tool"),
    "comment": phrase("a comment or caption"),
    "identifier": phrase("a number that identifies the photo or device"),
    "other": phrase("other details"),
}
LABELS: dict[str, str] = {
    "location": phrase("where"),
    "time": phrase("when"),
    "device": phrase("which phone or camera"),
    "person": phrase("who"),
    "software": phrase("which program"),
    "thumbnail": phrase("a hidden preview"),
    "video": phrase("a hidden video"),
    "edit-history": phrase("what was edited"),
    "ai": phrase("made with AI"),
    "comment": phrase("words"),
    "identifier": phrase("a number to recognise it by"),
    "other": phrase("more"),
}
#: What stays whatever is cleaned. Said after `inspect`; in the chats a button leads to the guide about it.
STAYS = phrase(
    "No cleaning takes out what the picture itself shows and holds: faces, the background, reflections, "
    "the fine noise of the camera's sensor, invisible watermarks such as SynthID; nor what a service already has."
)
#: Findings of one kind that are said in one line, and in all.
_IN_A_LINE, _IN_ALL = 6, 60


def by_kind(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Return the findings by their kind, the gravest kind first."""
    told: dict[str, list[Finding]] = {}
    for finding in findings:
        told.setdefault(finding.kind, []).append(finding)
    return told


def kinds(findings: Iterable[Finding]) -> str:
    """Return the kinds of what was told: "a place, a time, the camera or phone"."""
    return ", ".join(say(KINDS[kind]) for kind in by_kind(findings))


def line(kind: str, texts: Sequence[str]) -> str:
    """Return one line: "when: 14 Feb 2026, 18:03; last changed 15 Feb 2026"."""
    left = len(texts) - _IN_A_LINE
    rest = "; " + say("and {count} more", count=left) if left > 0 else ""
    return f"{say(LABELS[kind])}: {'; '.join(texts[:_IN_A_LINE])}{rest}"


def gravest(findings: Sequence[Finding], count: int) -> tuple[str, ...]:
    """Return the `count` findings that matter most, each of another kind."""
    return tuple(line(kind, [told[0].text]) for kind, told in list(by_kind(findings).items())[:count])


def everything(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return all findings, a line a kind, each with why it matters."""
    shown = findings[:_IN_ALL]
    return tuple(f"{line(kind, [one.text for one in told])}. {told[0].why}".rstrip() for kind, told in by_kind(shown).items())
