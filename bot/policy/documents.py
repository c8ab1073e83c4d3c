"""The words of a file: plain text, Markdown, a web page, a PDF or a Word document, told by content rather than name.

`words` runs on a stranger's bytes and on libraries that parse them, so it belongs in a process with limits
(adapters/documents.py); everything is bounded here as well: pages, inflated bytes, characters.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Protocol

from bot.errors import PolicyError
from bot.policy.sentences import MAX_CHARACTERS
from bot.strings import say

MAX_BYTES = 20 << 20
MAX_PAGES = 300
#: A Word file's text part, inflated; real ones are under 5 MB.
_MAX_INFLATED = 20 << 20
_SUFFIXES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".doc", ".rtf", ".odt", ".pages")
_TYPES = (
    "text/",
    "application/pdf",
    "application/xhtml",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessing",
    "application/rtf",
    "application/vnd.oasis",
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HTML = re.compile(rb"^\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<!doctype html|<head|<body|<!--)", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_HIDDEN = (
    "//nav|//script|//style|//noscript|//template|//iframe|//object|//svg|//*[@hidden]|//*[@aria-hidden='true']"
    "|//*[contains(translate(@style,' ','') , 'display:none')]|//*[contains(translate(@style,' ',''), 'visibility:hidden')]"
)


class Documents(Protocol):
    """What opens files: their words, or PolicyError."""

    def words(self, data: bytes, name: str) -> str:
        """Return the text of a file."""


def is_document(name: str, media_type: str, data: bytes) -> bool:
    """Tell a text document from a photo, by what it holds, then by its name and type."""
    if data[:5] == b"%PDF-" or _HTML.match(data[:1024]) or _is_docx(data):
        return True
    if data[:3] in (b"\xff\xd8\xff", b"GIF", b"BM\x00") or data[:4] in (b"\x89PNG", b"RIFF", b"II*\0", b"MM\0*") or data[4:8] == b"ftyp":
        return False
    return name.lower().endswith(_SUFFIXES) or media_type.lower().startswith(_TYPES)


def words(data: bytes, name: str = "") -> str:
    """Return the text of a file; PolicyError says why there is none."""
    if len(data) > MAX_BYTES:
        raise PolicyError(
            say("This file is larger than {limit} MB; a policy is never that long.", limit=MAX_BYTES >> 20),
            say("Copy the text of the policy and paste it here."),
        )
    if data[:5] == b"%PDF-" or b"%PDF-" in data[:1024]:
        text = _pdf(data)
    elif _is_docx(data):
        text = _docx(data)
    elif _HTML.match(data[:1024]) or name.lower().endswith((".html", ".htm", ".xhtml")):
        text = html(_decoded(data))
    else:
        text = _plain(data)
    return text[: MAX_CHARACTERS + 1]


def _is_docx(data: bytes) -> bool:
    return data[:4] == b"PK\x03\x04" and b"word/" in data


def _plain(data: bytes) -> str:
    if data[:4] == b"\xd0\xcf\x11\xe0" or data[:5] == b"{\\rtf" or data[:4] == b"PK\x03\x04":
        raise PolicyError(say("I can't open this kind of file."), say("Save it as PDF, .docx or plain text, or paste the words here."))
    text = _decoded(data)
    odd = sum(character in "\0\ufffd" or (character < " " and character not in "\t\r\n\f") for character in text[:4000])
    if odd > len(text[:4000]) / 20:
        raise PolicyError(say("This file is no text."), say("Send the policy as .txt, .html, .pdf, .docx or .md, or paste its words here."))
    return text.replace("\0", " ")


def _decoded(data: bytes) -> str:
    """Return bytes as text: by their mark, as UTF-8, by what a page says of itself, or as Western European."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        named = _CHARSET.search(data[:2048])
        try:
            return data.decode(named[1].decode() if named else "cp1252", "replace")
        except (LookupError, UnicodeDecodeError):
            return data.decode("cp1252", "replace")


def html(page: str) -> str:
    """Return what a person reads on a web page, as Markdown: without scripts, hidden parts, menus and footers."""
    import trafilatura
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        tree = document_fromstring(page.encode(), parser=HTMLParser(encoding="utf-8", no_network=True, huge_tree=False))
    except (etree.ParserError, ValueError):
        return ""
    for node in tree.xpath(_HIDDEN):
        if node.getparent() is not None:
            node.drop_tree()
    everything = " ".join(tree.text_content().split())
    text = trafilatura.extract(tree, output_format="markdown", include_tables=True, favor_recall=True, include_comments=False) or ""
    # Where the page is built unlike an article, all of it is better than a piece of it.
    return text if len(text) > len(everything) / 3 else _all_text(tree)


_LINES = frozenset("p div li ul ol br h1 h2 h3 h4 h5 h6 tr section article header footer table dd dt blockquote".split())


def _all_text(tree: object) -> str:
    parts: list[str] = []
    for node in tree.iter():  # type: ignore[attr-defined] # lxml has no types
        tag = node.tag if isinstance(node.tag, str) else ""
        parts += ["\n\n" if tag in _LINES else "", node.text or "" if tag else ""]
        parts += ["", node.tail or ""]
    return re.sub(r"[ \t]*\n\s*\n\s*", "\n\n", re.sub(r"[ \t\r\f]+", " ", "".join(parts))).strip()


def _pdf(data: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise PolicyError(say("This PDF is locked with a password."), say("Open it yourself, copy the text and paste it here."))
        text = "\n\n".join(page.extract_text() for _, page in zip(range(MAX_PAGES), reader.pages, strict=False))
    except DependencyError as error:  # a cipher that only a library we do without can open
        raise PolicyError(say("This PDF is locked with a password."), say("Open it yourself, copy the text and paste it here.")) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, NotImplementedError) as error:
        # A broken PDF makes the library stumble anywhere; what it was is of no use to the person.
        raise PolicyError(
            say("This PDF is damaged or built in a way I can't read."), say("Open it yourself, copy the text and paste it here.")
        ) from error
    if len(text.split()) < 5:
        raise PolicyError(
            say("This PDF holds pictures of pages and no text, as scans do."),
            say("Open it where text can be selected (many phones do that in photos, too), copy the words and paste them here."),
        )
    return text


def _docx(data: bytes) -> str:
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("word/document.xml") as part:
            xml = part.read(_MAX_INFLATED + 1)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise PolicyError(
            say("This Word file is damaged or locked."), say("Save it as PDF or plain text, or paste the words here.")
        ) from error
    if len(xml) > _MAX_INFLATED:
        raise PolicyError(
            say("This Word file swells far beyond what a policy holds, so I don't open it."), say("Copy the text and paste it here.")
        )
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise PolicyError(say("This Word file is damaged."), say("Save it as PDF or plain text, or paste the words here.")) from error
    return "\n\n".join(line for paragraph in root.iter(f"{_W}p") if (line := _paragraph(paragraph)))


def _paragraph(node: object) -> str:
    """Return a paragraph of a Word file: "# " before a heading, "* " before an item of a list."""
    text = "".join(
        (part.text or "") if part.tag == f"{_W}t" else " "
        for part in node.iter(f"{_W}t", f"{_W}tab", f"{_W}br")  # type: ignore[attr-defined] # lxml has no types
    ).strip()
    style = node.find(f"{_W}pPr/{_W}pStyle")  # type: ignore[attr-defined]
    listed = node.find(f"{_W}pPr/{_W}numPr") is not None  # type: ignore[attr-defined]
    heading = style is not None and str(style.get(f"{_W}val", "")).lower().startswith(("heading", "title"))
    return text and ("# " if heading else "* " if listed else "") + text
