"""/clean and any photo sent: a clean copy, and what the file told.

On somebody else's photo and where others read along, findings name kinds ("a place, a time"), never values.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import PhotoError
from bot.messages import Attachment, Block, Bullets, Button, Paragraph, Reply, Request, button
from bot.photos import CleanPhoto, Finding, clean
from bot.photos.formats import names
from bot.skills import Context

#: Findings of one kind that are said; a phone screen holds a line or two for each kind.
_SHOWN = 4
_KIND_WORDS = {
    "location": "a place",
    "time": "a time",
    "device": "the camera or phone",
    "person": "a name",
    "software": "the programs used",
    "thumbnail": "a small hidden preview",
    "video": "a hidden video",
    "edit-history": "what was edited",
    "ai": "marks of an AI tool",
    "comment": "a comment or caption",
    "identifier": "a number that identifies the photo or device",
    "other": "other details",
}
_LABELS = {
    "location": "where",
    "time": "when",
    "device": "which phone or camera",
    "person": "who",
    "software": "which program",
    "thumbnail": "a hidden preview",
    "video": "a hidden video",
    "edit-history": "what was edited",
    "ai": "made with AI",
    "comment": "words",
    "identifier": "a number to recognise it by",
    "other": "more",
}
_AS_FILE = {
    "telegram": "attach (paper clip) > File",
    "discord": "upload it from your gallery as it is; a screenshot shows nothing of it",
}


def reply(request: Request, context: Context, *, ours: bool = False) -> Reply:  # noqa: ARG001 - every skill has this shape
    """Return clean copies of the photos sent, or how to send one. `ours`: the photo is the bot's own sample."""
    if not request.attachments:
        return _invitation(request)
    blocks: list[Block] = []
    files: list[Attachment] = []
    for number, photo in enumerate(request.attachments, 1):
        try:
            cleaned = clean(photo.data)
        except PhotoError as error:
            blocks += [Paragraph(_which(number, request) + error.message, strong=True), Paragraph(error.hint)]
            continue
        files.append(_copy(cleaned, number, len(request.attachments)))
        blocks += _report(cleaned, _which(number, request), request)
    if files and not ours:
        blocks += _afterwards(request)
    said = tuple(block for block in blocks if block != Paragraph(""))
    return Reply(blocks=said, buttons=_buttons(), attachments=tuple(files), private=True)


def _invitation(request: Request) -> Reply:
    how = {
        "telegram": "Send me the photo as a file: paper clip > File. "
        "Sent as an ordinary photo it still gets cleaned, but the app has then changed it already.",
        "discord": "Use /clean and attach up to five photos, or right-click a message with a photo: Apps > Clean this photo.",
        "web": "Drop a photo anywhere on this page, or choose one. It stays on this computer.",
        "terminal": "Type the path of the photo here, or run: unexposed clean PHOTO",
    }.get(request.door, "Send me the photo as a file.")
    words = f"I take out what the file tells (place, time, phone, names) and leave the picture as it is. I can do {names('and')}."
    return Reply(
        blocks=(Paragraph(how, strong=True), Paragraph(words), Paragraph("Please no intimate pictures and no photos of children.")),
        buttons=(button("Try a sample photo", "sample"), button("What do you keep?", "privacy")),
    )


def _which(number: int, request: Request) -> str:
    return f"Photo {number}: " if len(request.attachments) > 1 else ""


def _copy(cleaned: CleanPhoto, number: int, count: int) -> Attachment:
    name = f"clean-photo-{number}" if count > 1 else "clean-photo"
    return Attachment(f"{name}{cleaned.suffix}", cleaned.data, cleaned.media_type)


def _report(cleaned: CleanPhoto, which: str, request: Request) -> list[Block]:
    if not cleaned.changed:
        return [Paragraph(f"{which}Nothing to remove: this file tells nothing beyond the picture.", strong=True), *_recompressed(request)]
    anew = "The picture was written anew, because its file could not be cleaned safely otherwise."
    same = "Same picture, to the last pixel." if cleaned.lossless else anew
    blocks: list[Block] = [Paragraph(f"{which}Here is your clean copy. {same}", strong=True)]
    if cleaned.findings:
        blocks += _told(cleaned.findings, request)
    else:
        blocks.append(Paragraph("There were only technical leftovers to take out."))
    if any(finding.kind == "ai" for finding in cleaned.findings):
        blocks.append(Paragraph("The file said that AI made or changed the picture. Please don't pass the clean copy off as a real photo."))
    if cleaned.kept[1:]:  # the picture itself comes first, and goes without saying
        blocks.append(Paragraph("I left in what the picture needs: " + "; ".join(cleaned.kept[1:]) + "."))
    return blocks + _recompressed(request)


def _told(findings: Sequence[Finding], request: Request) -> list[Block]:
    if not (request.private and request.own_photo):
        kinds = dict.fromkeys(_KIND_WORDS[finding.kind] for finding in findings)
        return [Paragraph("The file told " + ", ".join(kinds) + ". Gone now.")]
    return [Paragraph("The file said:"), Bullets(_by_kind(findings)), Paragraph("All of that is gone from this copy.")]


def _by_kind(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return one line a kind, the gravest first: "where: 48.8583, 2.2945; altitude 35 m"."""
    told: dict[str, list[str]] = {}
    for finding in findings:
        told.setdefault(_LABELS[finding.kind], []).append(finding.text)
    return tuple(f"{label}: {'; '.join(texts[:_SHOWN])}" + _rest(len(texts) - _SHOWN) for label, texts in told.items())


def _rest(count: int) -> str:
    return f"; and {count} more" if count > 0 else ""


def _recompressed(request: Request) -> list[Block]:
    if not request.recompressed:
        return []
    how = _AS_FILE.get(request.door, "send it as a file")
    changed = "Sent this way, the app had already changed the file, so I can't see what your original says."
    return [Paragraph(f"{changed} To check that one: {how}.")]


def _afterwards(request: Request) -> list[Block]:
    if request.door in ("web", "terminal", "api"):
        return []
    service = {"telegram": "Telegram", "discord": "Discord"}[request.door]
    return [Paragraph(f"{service} still has the original you sent, until you delete it there.")]


def _buttons() -> tuple[Button, ...]:
    """Return where to go on. They are written down rather than looked up: a photo waits for no library."""
    return (
        button("What stays visible?", "ask", "guides/en/metadata#what-stays"),
        button("How to switch this off", "ask", "guides/en/metadata#location-off-iphone"),
        button("Before I upload it", "ask", "guides/en/before-upload#checklist"),
    )
