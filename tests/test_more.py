"""Words that are folded away: every door folds them in its own way, and loses none."""

import re

import pytest

from adapters.discord.outbound import DESCRIPTION, embeds
from adapters.telegram.markup import MAX_TEXT, all_lines, length, texts
from adapters.web.outbound import fields
from bot.messages import Bullets, More, Paragraph, Quote, Reply

SHORT = More("Everything it said (3)", (Bullets(("where: <a> & b_c", "||d||")), Paragraph("And that."), Quote("e", "f")))
LONG = More("Everything", (Bullets(tuple(f"line {number} with some words in it" for number in range(500))),))


def test_plain_words_hold_everything() -> None:
    """In a terminal and for screen readers the label stands over what it folds."""
    assert Reply((SHORT,)).text == "Everything it said (3)\n- where: <a> & b_c\n- ||d||\nAnd that.\n“e” (f)"


def test_telegram_folds_it_into_a_quotation() -> None:
    """The words stand in a quotation that a press opens (Bot API: blockquote expandable), the words around it outside."""
    (text,) = texts(all_lines((Paragraph("Before", strong=True), SHORT, Paragraph("After"))))
    assert re.fullmatch(
        r"<b>Before</b>\n\n<blockquote expandable><b>Everything it said \(3\)</b>\n.+</blockquote>\n\nAfter", text.html, re.DOTALL
    )
    assert "• where: &lt;a&gt; &amp; b_c\n• ||d||" in text.html


def test_discord_folds_it_behind_a_spoiler() -> None:
    """The label is bold; what it folds is covered until it is pressed, and nothing in it can end the cover."""
    (embed,) = embeds(Reply((SHORT,)))
    assert embed.description == "**Everything it said (3)**\n||• where: \\<a> & b\\_c\n• \\|\\|d\\|\\|\nAnd that.\n“e” (f)||"


def test_the_page_gets_a_block_to_open() -> None:
    """The page gets the label and the blocks inside, and makes an element of them that opens by a press or a key."""
    (block,) = fields(Reply((SHORT,)))["blocks"]  # type: ignore[misc]
    assert block["kind"] == "more"
    assert block["label"] == "Everything it said (3)"
    assert [one["kind"] for one in block["blocks"]] == ["bullets", "paragraph", "quote"]


@pytest.mark.parametrize("number", [0, 250, 499])
def test_long_folded_words_are_cut_into_messages_that_each_fold(number: int) -> None:
    """What does not fit one message goes on in the next, folded there too; no line is lost."""
    messages, embedded = texts(all_lines((LONG,))), embeds(Reply((LONG,)))
    assert len(messages) > 1 < len(embedded)
    assert all(length(one.plain) <= MAX_TEXT for one in messages)
    assert all(one.html.startswith("<blockquote expandable>") and one.html.endswith("</blockquote>") for one in messages)
    assert all((one.description or "").count("||") % 2 == 0 and len(one.description or "") <= DESCRIPTION for one in embedded)
    line = f"line {number} with"
    assert sum(line in one.plain for one in messages) == 1 == sum(line in (one.description or "") for one in embedded)
