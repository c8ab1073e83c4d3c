"""Our reply to theirs: a Reply as JSON the page builds its elements from.

Words stay words here. The page puts them in with textContent, so nothing needs escaping. Files
travel inside the JSON: no address holds them and nothing is left to fetch.
"""

from __future__ import annotations

import json
from base64 import b64encode

from bot.messages import Attachment, Block, Bullets, Button, Copy, Link, More, Paragraph, Picture, Quote, Reply, Row, Source
from knowledge.languages import direction

Fields = dict[str, object]


def reply_json(reply: Reply) -> bytes:
    """Return the reply as JSON in ASCII."""
    return json.dumps(fields(reply), separators=(",", ":")).encode("ascii")


def fields(reply: Reply) -> Fields:
    """Return the reply as plain fields."""
    return {
        "blocks": [_block(block) for block in reply.blocks],
        "buttons": [_button(button) for button in reply.buttons],
        "attachments": [_attachment(attachment) for attachment in reply.attachments],
        "sources": [_source(source) for source in reply.sources],
        "private": reply.private,
        "language": reply.language,
        "direction": direction(reply.language),
    }


def _block(block: Block) -> Fields:  # noqa: PLR0911 - one for each kind of block
    match block:
        case Paragraph(text=text, strong=strong):
            return {"kind": "paragraph", "text": text, "strong": strong}
        case Bullets(items=items, numbered=numbered):
            return {"kind": "bullets", "items": list(items), "numbered": numbered}
        case Row(mark=mark, label=label, text=text):
            return {"kind": "row", "mark": mark, "label": label, "text": text}
        case Quote(text=text, source=source):
            return {"kind": "quote", "text": text, "source": source}
        case Picture(data=data, alt=alt, media_type=media_type, dark=dark):
            shades = {"data": b64encode(data).decode()} | ({"dark": b64encode(dark).decode()} if dark else {})
            return {"kind": "picture", **shades, "alt": alt, "media_type": media_type}
        case More(label=label, blocks=blocks):
            return {"kind": "more", "label": label, "blocks": [_block(one) for one in blocks]}
        case Copy(text=text):
            return {"kind": "copy", "text": text}
        case Link(label=label, url=url):
            return {"kind": "link", "label": label, "url": url}


def _button(button: Button) -> Fields:
    return {"label": button.label, "key": button.key}


def _attachment(attachment: Attachment) -> Fields:
    return {
        "name": attachment.name,
        "media_type": attachment.media_type,
        "size": len(attachment.data),
        "data": b64encode(attachment.data).decode(),
    }


def _source(source: Source) -> Fields:
    return {"title": source.title, "publisher": source.publisher, "url": source.url, "date": source.date}
