"""/inspect: what a photo tells, without making a copy of it. The findings are said as /clean says them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.errors import PhotoError
from bot.messages import Attachment, Block, Bullets, More, Paragraph, Reply, Request, button
from bot.photos import inspect, wording
from bot.photos.findings import Finding
from bot.skills import Context
from bot.strings import phrase, say, say_count

#: Findings that are said at once; the rest is folded away behind them.
_FIRST = 3
_INVITATIONS = {
    "telegram": phrase("Send me the photo as a file (paper clip > File) with /inspect as its caption."),
    "discord": phrase("Use /inspect and attach up to five photos."),
    "web": phrase("Drop a photo anywhere on this page: you see what it tells, and get a clean copy."),
    "terminal": phrase("Run: unexposed inspect PHOTO"),
}


def reply(request: Request, context: Context) -> Reply:  # noqa: ARG001 - every skill has this shape
    """Return what the photos tell; on somebody else's photo, and where others read along, by kinds only."""
    if not request.attachments:
        return _invitation(request)
    alone = len(request.attachments) == 1
    blocks = _report(request.attachments[0], request) if alone else _lines(request)
    onward = (
        button(say("Clean a photo"), "clean"),
        button(say("What stays visible?"), "ask", "guides/en/metadata#what-stays"),
        button(say("How to switch this off"), "ask", "guides/en/metadata#location-off-iphone"),
    )
    return Reply(blocks=tuple(blocks), buttons=onward, private=True)


def _invitation(request: Request) -> Reply:
    how = say(_INVITATIONS.get(request.door, phrase("Send me the photo as a file.")))
    what = say("I say what the file tells about you and change nothing. For a copy without all that, use /clean.")
    return Reply(
        blocks=(Paragraph(how, strong=True), Paragraph(what)),
        buttons=(button(say("Clean a photo"), "clean"), button(say("Try a sample photo"), "sample")),
    )


def _report(photo: Attachment, request: Request) -> Iterator[Block]:
    """Yield what one photo tells: the gravest first, everything folded behind it, and what no cleaning takes out."""
    try:
        findings = inspect(photo.data)
    except PhotoError as error:
        yield Paragraph(error.message, strong=True)
        yield from (Paragraph(error.hint),) if error.hint else ()
        return
    if not findings:
        yield Paragraph(say("This file tells nothing beyond the picture."), strong=True)
    elif not (request.private and request.own_photo):
        yield Paragraph(say("This file tells {kinds}.", kinds=wording.kinds(findings)), strong=True)
    else:
        yield Paragraph(say("This file says:"), strong=True)
        yield from _told(findings)
    yield Paragraph(say(wording.STAYS))


def _told(findings: tuple[Finding, ...]) -> Iterator[Block]:
    yield Bullets(wording.gravest(findings, _FIRST))
    if len(findings) > _FIRST:
        label = say_count("Everything it says ({n})", "Everything it says ({n})", len(findings))
        yield More(label, (Bullets(wording.everything(findings)),))


def _lines(request: Request) -> Iterator[Block]:
    """Yield one summary of several photos, a line for each."""
    yield Paragraph(say_count("What {n} photo tells:", "What {n} photos tell:", len(request.attachments)), strong=True)
    yield Bullets(tuple(f"{say('Photo {number}', number=n)}: {_line(one, request)}" for n, one in enumerate(request.attachments, 1)))
    yield Paragraph(say(wording.STAYS))


def _line(photo: Attachment, request: Request) -> str:
    try:
        findings = inspect(photo.data)
    except PhotoError as error:
        return str(error)
    if not findings:
        return say("nothing beyond the picture")
    told = wording.gravest(findings, _FIRST)
    return "; ".join(told) if request.private and request.own_photo else wording.kinds(findings)
