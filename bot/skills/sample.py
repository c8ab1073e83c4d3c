"""/sample: a photo of ours with a planted story, cleaned before the person's eyes."""

from __future__ import annotations

from dataclasses import replace

from bot.messages import Attachment, Paragraph, Reply, Request
from bot.samples import sample_photo
from bot.skills import Context, photo
from bot.strings import say


def reply(request: Request, context: Context) -> Reply:
    """Return what our sample photo told, and its clean copy."""
    sample = Attachment("sample.jpg", sample_photo(), "image/jpeg")
    asked = replace(request, attachments=(sample,), text="", own_photo=True, private=True, recompressed=False)
    shown = photo.reply(asked, context, ours=True)
    intro = Paragraph(say("This is a photo I drew myself; the story in it is made up. Yours may tell as much."))
    return replace(shown, blocks=(intro, *shown.blocks), private=False)
