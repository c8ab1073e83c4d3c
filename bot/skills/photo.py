"""/clean and any photo sent: a clean copy, and what the file told.

On somebody else's photo and where others read along, findings name kinds ("a place, a time"), never values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.errors import PhotoError
from bot.messages import Attachment, Block, Bullets, Button, More, Paragraph, Picture, Reply, Request, button
from bot.photos import CleanPhoto, clean, keep_of, wording
from bot.photos.formats import names
from bot.photos.rebuilding import RebuiltPhoto, rebuild
from bot.photos.why import why
from bot.skills import Context
from bot.strings import phrase, say, say_count

#: Findings that are said at once; the rest is folded away behind them.
_FIRST = 3
#: Photos of one message that each get a report of their own; more get a line each.
_ALONE = 1
_AS_FILE = {
    "telegram": phrase("attach (paper clip) > File"),
    "discord": phrase("upload it from your gallery as it is; a screenshot shows nothing of it"),
}
_INVITATIONS = {
    "telegram": phrase(
        "Send me the photo as a file: paper clip > File. "
        "Sent as an ordinary photo it still gets cleaned, but the app has then changed it already."
    ),
    "discord": phrase("Use /clean and attach up to five photos, or right-click a message with a photo: Apps > Clean this photo."),
    "web": phrase("Drop a photo anywhere on this page, or choose one. It stays on this computer."),
    "terminal": phrase("Type the path of the photo here, or run: unexposed clean PHOTO"),
}


@dataclass(frozen=True, slots=True)
class _Done:
    """What became of one photo: its clean copy, or the error that says why there is none."""

    photo: Attachment
    cleaned: CleanPhoto | None = None
    rebuilt: RebuiltPhoto | None = None
    error: PhotoError | None = None


def reply(request: Request, context: Context, *, ours: bool = False) -> Reply:
    """Return clean copies of the photos sent, or how to send one. `ours`: the photo is the bot's own sample."""
    if not request.attachments:
        return _invitation(request)
    done = [_cleaned(photo, context) for photo in request.attachments]
    alone = len(done) <= _ALONE
    blocks = [*_report(done[0], request)] if alone else [*_summary(done, request)]
    if any(one.cleaned for one in done):
        blocks += [*_recompressed(request), *(() if ours else _afterwards(done, request))]
    if alone and request.private and request.own_photo:
        blocks += _pictures(done[0], request, context)
    files = tuple(_copy(one.cleaned, number, len(done)) for number, one in enumerate(done, 1) if one.cleaned)
    return Reply(blocks=tuple(blocks), buttons=_buttons(), attachments=files, private=True)


def _cleaned(photo: Attachment, context: Context) -> _Done:
    try:
        return _Done(photo, clean(photo.data, keep_of(context.settings)))
    except PhotoError as error:
        rebuilt = rebuild(photo.data, error, context.decoder)
        return _Done(photo, rebuilt.photo, rebuilt) if rebuilt else _Done(photo, error=error)


def _invitation(request: Request) -> Reply:
    how = say(_INVITATIONS.get(request.door, phrase("Send me the photo as a file.")))
    words = say(
        "I take out what the file tells (place, time, phone, names) and leave the picture as it is. I can do {formats}.",
        formats=names("and"),
    )
    no = Paragraph(say("Please no intimate pictures and no photos of children."))
    return Reply(
        blocks=(Paragraph(how, strong=True), Paragraph(words), no),
        buttons=(button(say("Try a sample photo"), "sample"), button(say("What do you keep?"), "privacy")),
    )


def _copy(cleaned: CleanPhoto, number: int, count: int) -> Attachment:
    name = f"clean-photo-{number}" if count > 1 else "clean-photo"
    return Attachment(f"{name}{cleaned.suffix}", cleaned.data, cleaned.media_type)


# -- one photo


def _report(done: _Done, request: Request) -> Iterator[Block]:
    """Yield the report of a photo: the point, what the file told, what stays."""
    if done.error or done.cleaned is None:
        yield from _refusal(done.error)
        return
    cleaned = done.cleaned
    if not cleaned.changed:
        yield Paragraph(say("Nothing to remove: this file tells nothing beyond the picture."), strong=True)
        return
    yield Paragraph(_point(done), strong=True)
    if done.rebuilt:
        yield Paragraph(say("What changed: {changes}.", changes="; ".join(done.rebuilt.changes)))
    yield from _told(done, cleaned, request)
    yield from _provenance(cleaned)
    if cleaned.kept[1:]:  # the picture itself comes first, and goes without saying
        yield Paragraph(say("I left in what the picture needs: {kept}.", kept="; ".join(cleaned.kept[1:])))


def _refusal(error: PhotoError | None) -> Iterator[Paragraph]:
    if error:
        yield Paragraph(error.message, strong=True)
        if error.hint:
            yield Paragraph(error.hint)


def _point(done: _Done) -> str:
    if done.rebuilt:
        return say("Here is your clean copy, written anew from its pixels, because the file itself could not be cleaned safely.")
    return say("Here is your clean copy. Same picture, to the last pixel.")


def _told(done: _Done, cleaned: CleanPhoto, request: Request) -> Iterator[Block]:
    """Yield what the file told: the gravest findings, then everything, folded; only kinds where it is not for this person alone."""
    findings = cleaned.findings
    if not findings and done.rebuilt:
        yield Paragraph(say("What the file told could not be read; none of it is in the new copy."))
    elif not findings:
        yield Paragraph(say("There were only technical leftovers to take out."))
    elif not (request.private and request.own_photo):
        yield Paragraph(say("The file told {kinds}. Gone now.", kinds=wording.kinds(findings)))
    else:
        yield Paragraph(say("The file said:"))
        yield Bullets(wording.gravest(findings, _FIRST))
        yield Paragraph(say("All of that is gone from this copy."))
        if len(findings) > _FIRST:
            label = say_count("Everything it said ({n})", "Everything it said ({n})", len(findings))
            yield More(label, (Bullets(wording.everything(findings)),))


def _provenance(cleaned: CleanPhoto) -> Iterator[Paragraph]:
    """Yield what to know when marks of where the picture comes from went."""
    if any(finding.kind == "ai" for finding in cleaned.findings):
        yield Paragraph(
            say(
                "The file said that AI made or changed the picture; that mark is gone too. "
                "Please don't pass the clean copy off as a real photo: in some places that is unlawful."
            )
        )
    if any(finding.why == why("credentials") for finding in cleaned.findings):
        yield Paragraph(
            say("The signed history can prove where the picture comes from. If you may need it as evidence, keep the original.")
        )


def _pictures(done: _Done, request: Request, context: Context) -> Iterator[Block]:
    """Yield what was cropped away and came back, and the card; a terminal shows no pictures."""
    cleaned = done.cleaned
    if request.door == "terminal" or cleaned is None or not cleaned.findings:
        return
    if not done.rebuilt and any(finding.kind == "thumbnail" for finding in cleaned.findings):
        from bot.photos.earlier import as_png, revealing

        earlier = revealing(done.photo.data, context.decoder)
        if earlier:
            yield Paragraph(say("The hidden preview shows more than your picture does. This is what others could have seen:"))
            yield Picture(as_png(earlier), say("The picture as it was before it was cropped or changed, from the preview inside the file."))
    from bot.cards.photo import photo_picture

    yield photo_picture(cleaned.findings, both=request.door == "web")


# -- several photos


def _summary(done: list[_Done], request: Request) -> Iterator[Block]:
    """Yield one summary of several photos, and a line for each."""
    copies = [one.cleaned for one in done if one.cleaned]
    if copies:
        point = say_count("Here is {n} clean copy.", "Here are {n} clean copies.", len(copies))
    else:
        point = say("I could not clean any of these.")
    yield Paragraph(" ".join((point, *_counts(done))), strong=True)
    yield Bullets(tuple(f"{say('Photo {number}', number=number)}: {_in_a_line(one, request)}" for number, one in enumerate(done, 1)))
    yield from dict.fromkeys(paragraph for cleaned in copies for paragraph in _provenance(cleaned))


def _counts(done: list[_Done]) -> Iterator[str]:
    """Yield how many told a place, and how many were refused."""
    placed = sum(any(finding.kind == "location" for finding in one.cleaned.findings) for one in done if one.cleaned)
    refused = sum(one.cleaned is None for one in done)
    if placed:
        yield say_count("{n} told a place.", "{n} told a place.", placed)
    if refused:
        yield say_count("{n} could not be cleaned.", "{n} could not be cleaned.", refused)


def _in_a_line(done: _Done, request: Request) -> str:
    if done.error or done.cleaned is None:
        return str(done.error or "")
    findings = done.cleaned.findings
    if not done.cleaned.changed:
        return say("nothing to remove")
    anew = say("written anew from its pixels") + "; " if done.rebuilt else ""
    if not findings:
        return anew + say("only technical leftovers")
    if not (request.private and request.own_photo):
        return anew + wording.kinds(findings)
    return anew + "; ".join(wording.gravest(findings, _FIRST))


# -- what goes with every reply


def _recompressed(request: Request) -> Iterator[Paragraph]:
    if request.recompressed:
        how = say(_AS_FILE.get(request.door, phrase("send it as a file")))
        changed = say("Sent this way, the app had already changed the file, so I can't see what your original says.")
        yield Paragraph(f"{changed} {say('To check that one: {how}.', how=how)}")


def _afterwards(done: list[_Done], request: Request) -> Iterator[Paragraph]:
    service = {"telegram": "Telegram", "discord": "Discord"}.get(request.door)
    if request.door == "discord":
        yield Paragraph(_on_discord(done))
    if service:
        yield Paragraph(say("{service} still has the original you sent, until you delete it there.", service=service))


def _on_discord(done: list[_Done]) -> str:
    """Return what became of the file on its way, as far as its bytes tell: Discord's apps change some photos, and not others."""
    if any(one.cleaned.findings for one in done if one.cleaned):
        return say("It reached me through Discord with that still in it, so whoever can open it there can read the same.")
    return say("I speak of the file as it reached me. If the app changed it on the way, your original may tell more.")


def _buttons() -> tuple[Button, ...]:
    """Return where to go on. They are written down rather than looked up: a photo waits for no library."""
    return (
        button(say("What stays visible?"), "ask", "guides/en/metadata#what-stays"),
        button(say("How to switch this off"), "ask", "guides/en/metadata#location-off-iphone"),
        button(say("Before I upload it"), "ask", "guides/en/before-upload#checklist"),
    )
