"""A Reply as Discord messages: escaped by construction, and within every limit."""

from __future__ import annotations

import asyncio
import re

import pytest
from fake_discord import JPEG, discord
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.buttons import view_of
from adapters.discord.files import file_of, groups
from adapters.discord.markup import cut, escape, tidy
from adapters.discord.outbound import embeds, markdown, pages
from bot.messages import Attachment, Bullets, Button, Paragraph, Picture, Quote, Reply, Request, Row, Source, button

MIB = 1 << 20

ESCAPES = [
    ("*bold* _it_ ~~no~~ `code` ||spoiler||", r"\*bold\* \_it\_ \~\~no\~\~ \`code\` \|\|spoiler\|\|"),
    ("<@123> @everyone <t:1> </a:2>", r"\<@123> \@everyone \<t:1> \</a:2>"),
    ("[press](https://evil.example)", r"\[press](https://evil.example)"),
    ("me@mail.example, ~10 m (a|b): 3 < 5", "me@mail.example, ~10 m (a|b): 3 < 5"),
    ("-# small", r"\-# small"),
    ("# heading", r"\# heading"),
    ("- item\n+ item\n1. first\n2) second", "\\- item\n\\+ item\n1\\. first\n2\\) second"),
    ("well-known 3.5 stays", "well-known 3.5 stays"),
    ("see https://a.example/b_c_d*e", r"see https://a.example/b_c_d\*e"),
    ("> quote", r"\> quote"),
    ("a\\*b", r"a\\\*b"),
]


@pytest.mark.parametrize(("text", "shown"), ESCAPES)
def test_nothing_that_was_written_becomes_markup(text, shown):
    """Markdown, mentions and masked links arrive as they were written; bare addresses stay whole."""
    assert escape(text) == shown


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b", "ab"),
        ("\ud800x", "?x"),
        ("a\u202eb\u2066", "ab"),
        ("z" + "\u0301" * 40, "z" + "\u0301" * 4),
        ("שלום", "שלום"),
        ("a\r\nb", "a\nb"),
    ],
)
def test_what_would_disturb_a_line_is_taken_out(text, kept):
    """NUL, lone surrogates, direction overrides and piles of accents go; every script stays."""
    assert tidy(text) == kept


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        (Paragraph("a*b", strong=True), r"**a\*b**"),
        (Bullets(("one", "two\nlines")), "- one\n- two\n  lines"),
        (Bullets(("one", "two"), numbered=True), "1. one\n2. two"),
        (Row("unknown", "Training", "nobody read it"), "⚪ **Training**: nobody read it"),
        (Quote("we keep [it]", "Policy"), "> “we keep \\[it]” (Policy)"),
        (Picture(b"", "a card"), ""),
    ],
)
def test_each_block_has_its_look(block, shown):
    """One table: blocks and their Markdown."""
    assert markdown(block) == shown


async def test_the_point_is_the_title_and_sources_are_the_footer():
    """A phone shows the point first, then what to do, then where it comes from."""
    reply = Reply(
        (Paragraph("Delete it.", strong=True), Row("good", "A", "b"), Row("bad", "C", "d")),
        sources=(Source("T", "P", "https://e.example", "2026"),),
    )
    (page,) = pages(reply, MIB)
    assert page.embed.title == "Delete it."
    assert page.embed.description == "✅ **A**: b\n❌ **C**: d"
    assert page.embed.footer.text == "Source: T, P, 2026"
    assert [item.url for item in page.view.children] == ["https://e.example"]


texts = st.text(max_size=9000)
blocks = st.one_of(
    st.builds(Paragraph, texts, st.booleans()),
    st.builds(Bullets, st.lists(texts, max_size=4).map(tuple), st.booleans()),
    st.builds(Row, st.sampled_from(["good", "mixed", "bad", "unknown"]), texts, texts),
    st.builds(Quote, texts, texts),
)
sources = st.builds(Source, texts, texts, st.just(""), texts)


@settings(max_examples=60, deadline=None)
@given(st.builds(Reply, st.lists(blocks, max_size=5).map(tuple), sources=st.lists(sources, max_size=3).map(tuple)))
def test_no_words_break_a_limit(reply):
    """Whatever the blocks hold, each embed keeps Discord's limits."""
    for embed in embeds(reply):
        assert len(embed) <= 6000
        assert len(embed.title or "") <= 256
        assert len(embed.description or "") <= 4096
        assert len(embed.footer.text or "") <= 2048


@pytest.mark.parametrize("word", ["word ", "x", "*", "é" * 9 + "\n", "字"])
async def test_ten_thousand_characters_arrive_whole(word):
    """A long answer is split where a reader would pause, and nothing of it is lost."""
    text = (word * 10_000)[:10_000]
    found = pages(Reply((Paragraph(text),)), MIB)
    shown = "".join(page.embed.description or "" for page in found)
    if len(escape(text)) <= 4 * 4096:
        assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", escape(text))
    else:
        (everything,) = found[-1].files
        assert everything.data.decode() == text


@given(st.text(alphabet="ab \\*\n.", max_size=300), st.integers(4, 40))
def test_a_cut_never_separates_a_backslash_from_what_it_escapes(text, limit):
    """Pieces are within the limit, and no piece ends in the middle of an escape."""
    for piece in cut(escape(text), limit):
        assert len(piece) <= limit
        trailing = len(piece) - len(piece.rstrip("\\"))
        assert trailing % 2 == 0


async def test_more_than_fits_on_four_screens_becomes_a_file():
    """An endless answer is begun in the chat and given whole as a file; never more than five messages."""
    found = pages(Reply(tuple(Paragraph("word " * 800) for _ in range(20))), MIB)
    assert len(found) <= 5
    assert found[-1].embed.title == "The whole answer is in the file below."
    assert found[-1].files[0].name == "everything.txt"


async def test_a_reply_without_words_still_says_something():
    """Discord refuses empty messages, so there is never one."""
    assert [page.embed.description for page in pages(Reply(()), MIB)] == ["Done."]


async def test_a_file_over_the_limit_is_told_about_instead():
    """What Discord would refuse is not sent: words say how large it is and what to do."""
    reply = Reply((Paragraph("Clean.", strong=True),), attachments=(Attachment("a.jpg", bytes(12_000_000)), Attachment("b.jpg", JPEG)))
    (page,) = pages(reply, 10 * MIB)
    assert "The clean copy has 12 MB; here Discord takes 10.5 MB a file" in page.embed.description
    assert [f.name for f in page.files] == ["b.jpg"]


async def test_five_large_copies_fit_five_messages():
    """Each message holds what Discord takes at once, the first one with the words."""
    reply = Reply((Paragraph("Clean.", strong=True),), attachments=tuple(Attachment(f"{n}.jpg", bytes(9 * MIB)) for n in range(5)))
    assert [(page.embed is not None, len(page.files)) for page in pages(reply, 10 * MIB)] == [(True, 1)] + [(False, 1)] * 4


def test_bundles_hold_ten_files_at_most():
    """Eleven small files are two messages."""
    assert [len(g) for g in groups([file_of(Attachment("a", b""))] * 11, MIB)] == [10, 1]


@pytest.mark.parametrize(
    ("name", "kept"), [("clean.jpg", "clean.jpg"), ("../../etc/x.jpg", "_.._etc_x.jpg"), ("\x00", "file"), ("a\u202egpj.exe", "agpj.exe")]
)
def test_file_names_are_plain(name, kept):
    """A name can hold no path and no trick."""
    assert file_of(Attachment(name, b"")).name == kept


async def test_buttons_carry_their_key_and_keep_the_limits():
    """Keys become custom_ids, once each; labels are cut; at most 25."""
    many = tuple(button(f"{n}" * 60, ("ask", "rate")[n % 2], f"g#{n}") for n in range(40))
    view = view_of(Reply((), (many[0], *many)), showable=True)
    ids = [item.custom_id for item in view.children]
    assert ids[0] == "u:ask:g#0"
    assert len(ids) == len(set(ids)) == 25
    assert ids[-1] == "s:"
    assert all(len(item.label) <= 80 for item in view.children)
    assert view.is_finished()


async def test_the_longest_key_fits_a_custom_id():
    """64 bytes and the prefix are under Discord's 100."""
    key = Button("x", Request(skill="ask", text="t" * 60))
    assert len(view_of(Reply((), (key,)), showable=False).children[0].custom_id) == 66


async def test_many_ways_on_become_a_list():
    """The longest run of one kind is picked from; what stands around it stays pressed, in the same order."""
    many = (button("Back", "help"), *(button(f"Place {n}", "rights", f"p{n}") for n in range(8)), button("Clean", "clean"))
    view = view_of(Reply((), many), showable=True)
    back, chosen, clean, show = view.children
    assert (back.custom_id, chosen.custom_id, clean.custom_id, show.custom_id) == ("u:help:", "p:", "u:clean:", "s:")
    assert [(one.label, one.value) for one in chosen.options] == [(f"Place {n}", f"rights:p{n}") for n in range(8)]
    assert [item.row for item in view.children] == [0, 1, 2, 2]


async def test_answers_to_a_question_stay_buttons():
    """Yes, no and back are pressed at a glance, however many they are."""
    view = view_of(Reply((), tuple(button(f"{n}", "check", f"x ~{'y' * n}") for n in range(7))))
    assert [item.custom_id[:2] for item in view.children] == ["u:"] * 7


@given(st.lists(st.tuples(st.sampled_from(["rate", "rights", "check", "help"]), st.text(max_size=30)), max_size=60), st.integers(0, 3))
def test_whatever_buttons_a_reply_has_they_fit_a_message(pairs, links):
    """At most five rows of five, lists alone in theirs with 25 entries at most, and no custom_id twice."""
    buttons = tuple(Button(label, Request(skill=skill, text=label)) for skill, label in pairs)
    sources = tuple(Source("t", url=f"https://a.example/{n}") for n in range(links))

    async def made():
        return view_of(Reply((), buttons, sources=sources), showable=True, form="ask")

    items = asyncio.run(made()).children
    rows = [[item for item in items if item.row == n] for n in range(5)]
    assert sum(map(len, rows)) == len(items)
    for row in rows:
        assert len(row) <= (1 if any(isinstance(item, discord.ui.Select) for item in row) else 5)
    ids = [item.custom_id for item in items if getattr(item, "custom_id", None)]
    assert len(ids) == len(set(ids))
    assert {"f:ask", "s:"} <= set(ids)
    assert all(len(item.options) <= 25 for item in items if isinstance(item, discord.ui.Select))


@pytest.mark.parametrize("private", [True, False])
async def test_only_what_is_not_private_can_be_shown(private):
    """A private reply never gets the button, whoever asks for it."""
    view = view_of(Reply((), (button("x", "help"),), private=private), showable=True)
    assert ("s:" in [item.custom_id for item in view.children]) is not private


async def test_nobody_is_ever_mentioned():
    """Every message forbids mentions."""
    (page,) = pages(Reply((Paragraph("@everyone"),)), MIB)
    assert page.arguments()["allowed_mentions"].to_dict() == discord.AllowedMentions.none().to_dict()
