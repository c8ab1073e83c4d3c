"""Replies as Telegram messages: escaped, cut to fit, with keys and names that Telegram takes."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram.markup import MAX_CAPTION, MAX_TEXT, Text, all_lines, length, sendable, texts
from adapters.telegram.outbound import (
    DELETE,
    AlbumPart,
    FilePart,
    PicturePart,
    carrier,
    delete_row,
    file_name,
    key_button,
    keyboard_rows,
    keyboards,
    originals_of,
    parts,
)
from bot.messages import Attachment, Block, Bullets, Button, Paragraph, Picture, Quote, Reply, Request, Row, Source, button

WORDS = st.text(st.characters(), max_size=60)
NASTY = st.one_of(
    WORDS, st.sampled_from(["<b>", "</b>&amp;", "a\0b", "\ud800", "\u202eevil", "Z" * 5000, "👩‍👧" * 3000, "z̸̡͘" * 900, "@all", "*_`[x](y)"])
)
BLOCKS = st.one_of(
    st.builds(Paragraph, NASTY, st.booleans()),
    st.builds(Bullets, st.lists(NASTY, max_size=4).map(tuple), st.booleans()),
    st.builds(Row, st.sampled_from(["good", "mixed", "bad", "unknown"]), NASTY, NASTY),
    st.builds(Quote, NASTY, NASTY),
    st.builds(Picture, st.just(b"PNG"), NASTY),
)


def unmarked(markup: str) -> str:
    """Return what Telegram shows of a text: tags gone, entities resolved."""
    return html.unescape(re.sub(r'</?(?:b|i|a)(?: href="[^"<>]*")?>', "", markup))


@settings(max_examples=60)
@given(st.lists(BLOCKS, max_size=6), st.lists(st.builds(Source, NASTY, NASTY, NASTY, NASTY), max_size=2))
def test_every_message_fits_and_says_the_same_with_and_without_markup(blocks: list[Block], sources: list[Source]) -> None:
    """Whatever the blocks hold, each message fits, can be encoded, is never empty, and its markup shows exactly its words."""
    for part in parts(Reply(blocks=tuple(blocks), sources=tuple(sources))):
        assert isinstance(part, Text | PicturePart)
        words, most = (part, MAX_TEXT) if isinstance(part, Text) else (part.caption, MAX_CAPTION)
        assert length(words.plain) <= most
        assert unmarked(words.html) == words.plain
        words.html.encode()
        assert isinstance(part, PicturePart) or words.plain.strip()


@given(st.lists(st.text(st.sampled_from("ab 👩\n"), max_size=3000), min_size=1, max_size=3))
def test_cutting_loses_no_words(paragraphs: list[str]) -> None:
    """All words of long texts arrive, in order, over however many messages."""
    told = "".join(text.plain for text in texts(all_lines(map(Paragraph, paragraphs)), 500))
    assert re.sub(r"\s", "", told) == re.sub(r"\s", "", "".join(paragraphs))


def test_messages_are_broken_between_blocks() -> None:
    """A block that does not fit any more starts the next message whole."""
    first, second = "a " * 1500, "b " * 1500
    assert [text.plain[0] for text in parts(Reply((Paragraph(first), Paragraph(second))))] == ["a", "b"]


@pytest.mark.parametrize(
    ("block", "markup"),
    [
        (Paragraph("The point", strong=True), "<b>The point</b>"),
        (Bullets(("one", "two")), "• one\n• two"),
        (Bullets(("one", "two"), numbered=True), "1. one\n2. two"),
        (Row("good", "Deletion", "after 24 h"), "✅ <b>Deletion</b>: after 24 h"),
        (Quote("we < keep", "Policy"), "<i>“we &lt; keep”</i> (Policy)"),
        (Paragraph("a\0b\ud800c\u202ed"), "abcd"),
    ],
)
def test_blocks_have_their_markup(block: Block, markup: str) -> None:
    """Each kind of block is written in Telegram's HTML, escaped."""
    assert parts(Reply((block,))) == (Text(markup, unmarked(markup)),)


def test_rows_stand_close_and_sources_are_linked() -> None:
    """Rows of a rating follow each other without a blank line; a source's title leads to it, if its address is one of the web."""
    rows = (Row("good", "A", "x"), Row("bad", "B", "y"))
    sources = (Source("Policy", "Maker", "https://a.example/?x=1&y=2", "2026"), Source("Talk", url="javascript:alert(1)"))
    (text,) = parts(Reply(rows, sources=sources))
    assert isinstance(text, Text)
    linked = 'Sources: <a href="https://a.example/?x=1&amp;y=2">Policy</a>, Maker, 2026; Talk'
    assert text.html == f"✅ <b>A</b>: x\n❌ <b>B</b>: y\n\n{linked}"


def test_the_keyboard_is_under_the_last_words_and_files_come_after() -> None:
    """Buttons go under the last message that is no file; an empty file is not sent."""
    files = (Attachment("a.jpg", b"1"), Attachment("empty.jpg", b""))
    made = parts(Reply((Paragraph("x"), Picture(b"1", "card"), Paragraph("y" * 2000)), attachments=files))
    assert [type(part) for part in made] == [PicturePart, Text, FilePart]
    assert carrier(made) == 1
    assert carrier(parts(Reply((), attachments=files))) == 0


@pytest.mark.parametrize(
    ("blocks", "captions"),
    [
        ((Paragraph("x"), Picture(b"1", "card"), Paragraph("y")), ["x\n\ny"]),
        ((Picture(b"1", "card"),), ["card"]),
        ((Paragraph("x"), Picture(b"1", "one"), Picture(b"2", "two"), Paragraph("y")), ["x", "two"]),
        ((Paragraph("x"), Picture(b"1", "card"), Paragraph("y" * 2000)), ["x"]),
        ((Paragraph("x" * 2000), Picture(b"1", "card")), ["card"]),
    ],
)
def test_a_picture_takes_the_words_it_can_as_its_caption(blocks: tuple[Block, ...], captions: list[str]) -> None:
    """All words where they fit, else those before it, else the words that describe it; none is said twice."""
    made = parts(Reply(blocks))
    assert [part.caption.plain for part in made if isinstance(part, PicturePart)] == captions


def test_buttons_keep_their_keys_and_short_ones_share_a_row() -> None:
    """The key of a button is its request; two short ones stand side by side, a long one alone."""
    shown = keyboard_rows((button("Yes", "ask", "yes"), button("No", "ask", "no"), button("What happens after I delete it?", "ask", "x")))
    assert [[one.callback_data for one in row] for row in shown] == [["ask:yes", "ask:no"], ["ask:x"]]
    assert keyboard_rows(()) == []


def test_several_files_are_albums_and_the_deleting_button_is_under_the_words() -> None:
    """Two to ten files are one album, more are several, one is a file; an album carries no buttons."""
    many = tuple(Attachment(f"{number}.jpg", b"1") for number in range(11))
    made = parts(Reply((Paragraph("x"),), attachments=many))
    assert [type(part) for part in made] == [Text, AlbumPart, FilePart]
    heavy = parts(Reply((), attachments=(Attachment("a", b"1" * 30_000_000), Attachment("b", b"1" * 30_000_000))))
    assert [type(part) for part in heavy] == [FilePart, FilePart]
    pair = parts(Reply((Paragraph("x"),), attachments=many[:2]))
    under, none = keyboards(pair, (), originals=(500, 501))
    assert none is None
    assert under is not None
    assert under.inline_keyboard[0][0].callback_data == f"{DELETE}500+1"
    _, alone = keyboards(parts(Reply((Paragraph("x"),), attachments=many[:1])), (), originals=(500,))
    assert alone is not None


@given(st.lists(st.integers(1, 2**31), min_size=1, max_size=10))
def test_a_button_knows_the_originals_it_deletes(originals: list[int]) -> None:
    """What the key holds is what was put in, or there is no button because it does not fit."""
    rows = delete_row(tuple(originals))
    assert not rows or originals_of(str(rows[0][0].callback_data)) == tuple(sorted(set(originals)))
    assert rows or len(set(originals)) > 3


@pytest.mark.parametrize("key", [DELETE, f"{DELETE}x", f"{DELETE}-4", f"{DELETE}1+", f"{DELETE}٣", f"{DELETE}{'9' * 40}"])
def test_a_deleting_key_that_is_none_of_ours_deletes_nothing(key: str) -> None:
    """Only plain numbers are messages."""
    assert originals_of(key) == ()


@pytest.mark.parametrize(
    "made", [Button("x", Request(text="é" * 40, skill="ask")), Button(" ", Request(skill="help")), Button("x", Request(text="\ud800"))]
)
def test_a_button_that_telegram_would_refuse_is_left_out(made: Button) -> None:
    """A key over 64 bytes, a label without words, a key that cannot be encoded: better no button than no answer."""
    assert key_button(made) is None


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("clean-photo.jpg", "clean-photo.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\x.png", "x.png"),
        ("", "file"),
        ("a\0<b>\ud800.j/pg", "pg"),
        ("x" * 300 + ".jpg", "x" * 60 + ".jpg"),
        ("фото.jpg", "фото.jpg"),
    ],
)
def test_file_names_hold_no_paths_and_no_tricks(name: str, safe: str) -> None:
    """A file name is letters and a short suffix, whatever it was."""
    assert file_name(name) == safe


@given(NASTY)
def test_what_is_sendable_stays_so(text: str) -> None:
    """Cleaning a text twice is cleaning it once, and the result can be encoded."""
    assert sendable(sendable(text)) == sendable(text)
    sendable(text).encode()
