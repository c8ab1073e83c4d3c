"""Letters: complete for every law and language, nothing personal in them, and a mail link that brings them along."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import rights as command
from adapters.discord.outbound import embeds
from adapters.telegram.markup import all_lines, texts
from adapters.web.outbound import fields
from bot.advisor import Advisor
from bot.messages import MAX_KEY_BYTES, Copy, Door, Link, Reply, Request
from bot.rights.applies import applying
from bot.rights.contacts import contact_of
from bot.rights.letters import MAX_LINK, Matter, holds_letter, mailto, write
from bot.rights.wants import LABELS
from knowledge.letters_format import ASK_FIRST, KINDS, law_faults, read_letters
from knowledge.rights_format import OURS
from knowledge.schema import Library, Platform

TODAY = date(2026, 11, 23)
MAX_REPLY = 1500

Ask = Callable[..., Reply]


@pytest.fixture
def ask(advisor: Advisor) -> Ask:
    """Give a way to send /letter."""

    def send(text: str, door: Door = "telegram", conversation: str = "", skill: str | None = "letter") -> Reply:
        return replace(advisor, clock=lambda: TODAY).handle(Request(text=text, skill=skill, door=door, conversation=conversation))

    return send


def letter_in(reply: Reply) -> str:
    """Return the words to copy."""
    return next(block.text for block in reply.blocks if isinstance(block, Copy))


def test_our_letters_and_rights_have_no_faults() -> None:
    """What is shipped can be relied on."""
    assert law_faults(OURS) == []


def test_there_are_letters_of_every_kind_in_the_languages_of_places_with_a_law(library: Library) -> None:
    """English, and what is written in Germany, France, Spain, Portugal, Brazil, Italy, the Netherlands, Poland, India and Japan."""
    for language in ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "hi", "ja"):
        assert set(LABELS) <= set(library.letters[language].kinds), language
    assert sum(ASK_FIRST in letters.kinds for letters in library.letters.values()) == 13


def test_every_letter_fills_for_every_place_with_a_law(library: Library) -> None:
    """No blank is left over, no word of one language stands in another's, and the law is named where there is one."""
    places = {right.id for right in library.rights if not right.shape} | {"de", "fr", "ng", "us-ny"}
    for place in sorted(places):
        found = applying(library.rights, place, TODAY)
        for letters in library.letters.values():
            for kind in letters.kinds:
                written = write(letters, kind, Matter(found, TODAY, "Virbo"))
                assert not re.search(r"[{}]|\bNone\b", written.text), (place, letters.language, kind)
                assert written.due >= TODAY
                said = found.said("erase" if kind == "complain" else kind) if kind != ASK_FIRST else None  # type: ignore[arg-type]
                if said and not said.statement.no_right:
                    assert said.law.names.get(letters.language, said.law.name) in written.body, (place, letters.language, kind)


def test_an_english_letter_says_everything_that_is_needed(ask: Ask) -> None:
    """Who it is to, what is wanted, the law and article, the last day, no ID unasked, blanks for who writes."""
    reply = ask("erase germany virbo")
    words = letter_in(reply)
    for part in ("Virbo", "erase all personal data", "GDPR", "Art. 17", "23 December 2026", "no copy of an ID unasked", "[your name]"):
        assert part in words
    assert "gdpr.m@wondershare.de" in reply.text
    assert "in your calendar" in reply.text


def test_a_letter_goes_out_in_the_languages_of_the_place(ask: Ask) -> None:
    """The English one to copy, the German one a press away; both as files."""
    reply = ask("erase germany virbo")
    assert [file.name for file in reply.attachments] == ["erase-letter-en.txt", "erase-letter-de.txt"]
    german = next(one for one in reply.buttons if one.label == "Deutsch")
    assert "Löschung" in letter_in(ask(german.request.text))
    assert "Virbo" in letter_in(ask(german.request.text))


def test_an_authority_is_written_to_in_its_own_language(ask: Ask) -> None:
    """A complaint in France is in French first."""
    words = letter_in(ask("complain france"))
    assert "Je porte plainte" in words
    assert "CNIL" in words


def test_a_takedown_letter_has_what_the_act_asks_for(ask: Ask) -> None:
    """Where the picture is, a statement in good faith, a signature, a contact; and 48 hours (47 U.S.C. 223a(a)(1)(B))."""
    words = letter_in(ask("takedown us"))
    for part in (
        "TAKE IT DOWN Act",
        "48 hours",
        "[address of the page and of the picture]",
        "in good faith",
        "signature",
        "[e-mail or phone",
    ):
        assert part in words
    assert "Save proof first" in ask("takedown us").text


def test_without_a_law_the_letter_rests_on_the_promise(ask: Ask) -> None:
    """No article is named that does not exist."""
    for text in ("erase nigeria to Foo", "erase - to Foo", "erase us-ny to Foo"):
        words = letter_in(ask(text))
        assert "your own privacy policy promises" in words
        assert "Legal basis" not in words
        assert "To the privacy team of Foo:" in words


def test_the_message_to_the_other_person_needs_no_place(ask: Ask) -> None:
    """One message, in the person's language."""
    reply = ask("ask-first")
    assert "that's completely fine" in letter_in(reply)
    assert "völlig in Ordnung" in letter_in(ask("ask-first in:de"))


def test_a_hostile_name_is_kept_harmless(ask: Ask) -> None:
    """Controls and lone surrogates are left out, long names cut; the letter still goes out."""
    for name in ("a\ud800b", "x" * 500, "a\x00b", "<b>&amp;</b>", "{law} {due}"):
        for door in ("telegram", "web"):
            assert ask(f"erase de to {name}", door=door).text.encode()


def test_a_service_talked_about_before_is_filled_in(ask: Ask) -> None:
    """After its rating, nobody has to name it again."""
    ask("virbo", skill="rate", conversation="before")
    assert "Virbo" in letter_in(ask("erase de", conversation="before"))


@pytest.mark.parametrize(
    "text", ["erase in germany", "delete my photos from virbo, i am in Germany", "germany erase virbo", "erase de virbo"]
)
def test_a_letter_is_asked_for_in_words_or_ids(ask: Ask, text: str) -> None:
    """In whatever order it is said."""
    assert "GDPR" in letter_in(ask(text))


def test_what_is_missing_is_asked_for(ask: Ask) -> None:
    """First what, then where; the wish and the service are kept in the buttons."""
    what = ask("")
    assert {one.key.partition(":")[2] for one in what.buttons} == set(KINDS)
    where = ask("erase virbo")
    assert "Where do you live?" in where.text
    assert all(one.key.startswith("letter:erase ") and one.key.endswith(" virbo") for one in where.buttons)
    assert "Which one do you mean?" in ask("erase georgia").text
    assert "I don't know a place called narnia" in ask("erase narnia").text


def test_a_place_typed_after_the_question_goes_on(ask: Ask) -> None:
    """The dialogue takes words as well as buttons."""
    ask("erase", conversation="typed")
    assert "CCPA" in letter_in(ask("California", conversation="typed", skill=None))


def test_every_letter_fits_a_phone_and_its_buttons_fit(ask: Ask, library: Library) -> None:
    """At most 1,500 characters, advice on law once, every key within its limit, every file named."""
    longest = max(library.platforms, key=lambda one: len(one.id)).id
    for place in ("de", "be", "ch", "us-ca", "br", "in", "jp", "ca-qc", "uk", "ng", "eu"):
        for kind in LABELS:
            reply = ask(f"{kind} {place} {longest}")
            assert len(reply.text) <= MAX_REPLY, (place, kind, len(reply.text))
            assert reply.text.count("legal advice") == 1
            assert all(len(one.key.encode()) <= MAX_KEY_BYTES for one in reply.buttons)
            assert reply.attachments


def test_only_doors_that_open_mails_get_a_mail_link(ask: Ask) -> None:
    """The page and the terminal do; chats get words and a file."""
    assert any(isinstance(block, Link) for block in ask("erase de", door="web").blocks)
    assert not any(isinstance(block, Link) for block in ask("erase de", door="telegram").blocks)


def test_a_mail_link_brings_the_letter_along(library: Library) -> None:
    """Taken apart again it holds address, subject and body, letter for letter; a longer letter leaves the body out."""
    held = 0
    for language, letters in library.letters.items():
        for kind in set(letters.kinds) - {ASK_FIRST}:
            written = write(letters, kind, Matter(applying(library.rights, "de", TODAY), TODAY, "Virbo"))
            link = mailto(written, "privacy@example.org")
            assert len(link) <= MAX_LINK, (language, kind)
            address, _, fields = link.removeprefix("mailto:").partition("?")
            read = dict(part.split("=", 1) for part in fields.split("&"))
            assert unquote(address) == "privacy@example.org"
            assert unquote(read["subject"]) == written.subject
            if holds_letter(link):
                held += 1
                assert unquote(read["body"]).replace("\r\n", "\n") == written.body
    assert held >= 30
    assert all(holds_letter(mailto(write(library.letters["en"], kind, Matter(None, TODAY, "Virbo")))) for kind in LABELS)


@given(st.text(max_size=60))
def test_a_name_in_a_letter_stays_a_name(library: Library, name: str) -> None:
    """Braces, ampersands and line ends in a name fill no blank and break no link."""
    written = write(library.letters["en"], "erase", Matter(None, TODAY, name.replace("\r", "") or "x"))
    link = mailto(written)
    assert unquote(link.partition("subject=")[2].partition("&body=")[0]) == written.subject.encode("utf-8", "replace").decode()
    assert link.count("&") <= 1


LETTER = Copy("To <b>X</b> & Y:\n\n`code` ```\n\n[your name]")
MAIL = Link("Open it as a mail", "mailto:a@x.org?subject=S&body=B%20C")


def test_every_door_shows_words_to_copy_and_links() -> None:
    """Telegram and Discord put a letter into a box that copies at a press; the page makes the link one to press."""
    (text,) = texts(all_lines((LETTER, MAIL)))
    assert text.html.startswith("<pre>To &lt;b&gt;X&lt;/b&gt; &amp; Y:\n\n`code`")
    assert text.html.endswith("Open it as a mail: mailto:a@x.org?subject=S&amp;body=B%20C")
    (embed,) = embeds(Reply((LETTER, MAIL)))
    assert embed.description is not None
    assert embed.description.count("```") == 2
    assert embed.description.startswith("```\nTo <b>X</b> & Y:")
    letter, mail = fields(Reply((LETTER, MAIL)))["blocks"]  # type: ignore[misc]
    assert letter == {"kind": "copy", "text": LETTER.text}
    assert mail == {"kind": "link", "label": MAIL.label, "url": MAIL.url}
    assert Reply((LETTER, MAIL)).text == f"{LETTER.text}\n\nOpen it as a mail: {MAIL.url}"


def test_a_long_letter_is_cut_into_boxes_that_each_close() -> None:
    """What does not fit one page of Discord goes on in the next, boxed there too."""
    pages = embeds(Reply((Copy("word " * 2000),)))
    assert len(pages) > 1
    assert all((page.description or "").count("```") == 2 for page in pages)
    messages = texts(all_lines((Copy("word " * 2000),)))
    assert all(one.html.startswith("<pre>") and one.html.endswith("</pre>") for one in messages)


def platform(contact: str, *claims: str) -> Platform:
    """Return a service with a contact and evidence on it."""
    from knowledge.schema import Evidence

    evidence = tuple(Evidence("deletion-contact", "partly", "policy", claim, "", "s", "", "2026", TODAY) for claim in claims)
    return Platform("x", "X", "", "", (), (), (), evidence, contact=contact)


@pytest.mark.parametrize(
    ("one", "europe", "mail", "form"),
    [
        (platform("privacy@x.org"), False, "privacy@x.org", ""),
        (platform("https://x.org/privacy"), False, "", "https://x.org/privacy"),
        (platform("", "Write to a@x.org, in the EU b@x.de."), False, "a@x.org", ""),
        (platform("", "Write to a@x.org, in the EU b@x.de."), True, "b@x.de", ""),
        (platform("", "Nothing is said."), True, "", ""),
    ],
)
def test_the_contact_is_taken_from_evidence(one: Platform, europe: bool, mail: str, form: str) -> None:
    """The file's own contact first, then what the evidence tells."""
    contact = contact_of(one, europe=europe)
    assert (contact.mail, contact.form) == (mail, form)


def test_the_command_writes_a_file_and_tells_machines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a name put in here, on this computer; an existing file is never replaced."""
    monkeypatch.chdir(tmp_path)
    given_words = {
        "words": ["erase", "germany", "virbo"],
        "json": False,
        "out": "letter.txt",
        "name": "Ada {law}",
        "account": "ada@example.org",
    }
    assert command.letter(SimpleNamespace(**given_words)) == 0  # type: ignore[arg-type]
    words = (tmp_path / "letter.txt").read_text(encoding="utf-8")
    assert "Ada {law}" in words
    assert "ada@example.org" in words
    assert command.letter(SimpleNamespace(**given_words)) == 1  # type: ignore[arg-type]
    capsys.readouterr()
    assert command.rights(SimpleNamespace(words=["texas", "delete"], json=True)) == 0  # type: ignore[arg-type]
    told = json.loads(capsys.readouterr().out)
    assert told["rights"]["erase"]["is_right"] is True
    assert told["place"] == "us-tx"


def test_a_broken_letter_names_its_faults(tmp_path: Path) -> None:
    """An unknown blank, a missing frame, an unknown kind, missing words."""
    folder = tmp_path / "letters" / "sv"
    folder.mkdir(parents=True)
    (folder / "fly.md").write_text('+++\ntitle = "T"\nsubject = "S"\n+++\n\nHej {wings}\n', encoding="utf-8")
    (folder / "erase.md").write_text('+++\ntitle = "T"\nsubject = "S"\n+++\n\n{greeting}\n\nHej\n\n{closing}\n', encoding="utf-8")
    (folder / "words.toml").write_text('language = "Svenska"\ngreeting = "Hej {service} {sky}"\n', encoding="utf-8")
    _, faults = read_letters(tmp_path)
    for part in ("fly.md: file name", "unknown blank {wings}", "unknown blank {sky}", "begins with {greeting}"):
        assert any(part in fault for fault in faults), part


def test_an_operators_letter_replaces_ours(tmp_path: Path) -> None:
    """One file is enough; the rest of the language stays."""
    folder = tmp_path / "letters" / "en"
    folder.mkdir(parents=True)
    (folder / "erase.md").write_text('+++\ntitle = "Ours"\nsubject = "S"\n+++\n\n{greeting}\n\nHello.\n\n{closing}\n', encoding="utf-8")
    from knowledge.letters_format import load_letters

    found = load_letters((tmp_path,))
    assert found["en"].kinds["erase"].title == "Ours"
    assert found["en"].kinds["see"].title == "Access request"
    assert law_faults(tmp_path, own=True) == []
