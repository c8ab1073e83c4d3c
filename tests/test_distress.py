"""Thirty people in distress, and others who asked about much at once or went on from what was said: each gets what helps now."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from bot.advisor import Advisor
from bot.answers.parts import clauses, questions
from bot.messages import Request

#: A step to take now: a numbered list, or a verb that says what to do.
_NOW = re.compile(r"^\d\. |\b(?:save|report|call|tell|stop|write|ask|keep|block|delete|change|don't pay)\b", re.IGNORECASE | re.MULTILINE)
_WHO = re.compile(r"police|helpline|stopncii|takeitdown|emergency number|trust|authority", re.IGNORECASE)


@pytest.mark.parametrize(
    "text",
    [
        "my ex put a nude of me on a forum and I'm shaking",
        "someone turned my profile picture into porn and my family got it",
        "he wants 300 euros by tonight or my boss gets the video",
        "I'm 14 and a boy from my class made a naked picture of me",
        "my daughter won't leave her room since the fake picture went round",
        "a stranger says he will send my pics to all my followers",
        "my little sister sent a nude and now he is threatening her",
        "everybody at work has seen a fake of me kissing a client",
        "please help, my nudes are on telegram",
        "my husband shares our private videos with his friends",
        "i uploaded my baby's picture to a kiss app and I'm panicking",
        "somebody made a dating profile with my face and scams people",
        "they deepfaked me and my teacher and the whole school laughs",
        "i paid the blackmailer and he came back",
        "there is a porn video with my face on it",
        "my son is being blackmailed with a picture, he is 15",
        "someone hacked my cloud and posted my pictures",
        "mi ex publicó mis fotos íntimas y no sé qué hacer",
        "me chantajean con un desnudo falso",
        "mon ex menace de publier mes photos nues",
        "un faux porno avec mon visage circule, aidez-moi",
        "jemand erpresst mich mit einem nacktbild",
        "meine tochter wird mit einem gefälschten nacktbild gemobbt",
        "estão espalhando um nude falso meu, socorro",
        "mi ricattano con un video finto",
        "koi mujhe meri nangi photo se blackmail kar raha hai",
        "मेरी नकली अश्लील फोटो फैल रही है, क्या करूं",
        "foto telanjang palsuku disebar, tolong aku",
        "شخص يهددني بنشر صوري",
        "меня шантажируют интимными фото",
    ],
)
def test_who_is_in_distress_hears_what_to_do_now_and_who_helps(advisor: Advisor, text: str) -> None:
    """Never "I don't know", never a refusal, never an essay on the risks of apps."""
    answer = advisor.ask(text)

    assert answer.outcome == "answer"
    assert _NOW.search(answer.text)
    assert _WHO.search(answer.text)
    assert answer.text.split("\n")[0] in advisor.handle(Request(text=text, language="en")).text or answer.language != "en"


def test_two_questions_in_one_get_two_passages(advisor: Advisor) -> None:
    """Each part is answered, the second under its own title."""
    text = "how long do good services keep my photo and what does https protect me from?"

    answer = advisor.ask(text)

    assert answer.parts == 2
    assert all(citation.text in answer.text for citation in answer.citations[:2])
    assert answer.citations[1].title in advisor.handle(Request(text=text)).text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("how long do they keep it and who can see it?", ("how long do they keep it", "who can see it?")),
        ("Do they keep my photo? Who sees it?", ("Do they keep my photo?", "Who sees it?")),
        ("is it safe to use and legal in germany", ()),
        ("what is exif", ()),
    ],
)
def test_a_message_is_cut_only_where_it_asks_twice(text: str, parts: tuple[str, ...]) -> None:
    """One question with an "and" in it stays one."""
    assert questions(text) == parts


def test_a_short_message_has_no_clauses() -> None:
    """Only what takes long to come to the point is looked up in pieces, the asking pieces first."""
    long = "We were there with my mother and had cake, all was lovely, then he showed us an app, so how do I know whether they delete it"

    assert clauses("do they delete my photo, yes or no") == ()
    assert clauses(long)[0].startswith("how do I know")


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        ("does deleting in the app really delete my photo", "and in Germany?", "GDPR"),
        ("how long do good services keep photos", "what about Virbo?", "Virbo"),
        ("does my phone write the location into photos", "how?", "location"),
        ("is it safe to upload a selfie", "and for kids?", "child"),
    ],
)
def test_a_short_message_goes_on_from_what_was_said(advisor: Advisor, first: str, then: str, words: str) -> None:
    """What a message leaves out is taken from what the conversation was about, never from its words."""
    advisor.handle(Request(text=first, conversation=f"goes on {then}"))

    assert words in advisor.handle(Request(text=then, conversation=f"goes on {then}")).text


@pytest.mark.parametrize("text", ["can you remove the gps from my pic?", "pls take the location out of this photo", "clean my photo"])
def test_a_wish_about_a_photo_goes_to_the_cleaner(advisor: Advisor, text: str) -> None:
    """No lecture: how to send it, that is all that is missing."""
    assert advisor.handle(Request(text=text)).text == advisor.handle(Request(skill="clean")).text


def test_a_law_reads_as_it_does_on_the_day(advisor: Advisor) -> None:
    """The same question before and after 2 December 2026."""
    engine = advisor.open_engine()
    question = "do AI pictures have to be labelled in Europe"

    before, after = (engine.answer(question, today=day).text for day in (dt.date(2026, 12, 1), dt.date(2026, 12, 2)))

    assert "have until 2 December 2026" in before
    assert "due since 2 December 2026" in after
