"""Letters: the right words for a law, a place and a service, with blanks for everything a person need not tell a chat.

A mailto link (RFC 6068) holds the whole letter where it is short enough for common mail programs, otherwise only the subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from babel.dates import format_date

from bot.rights.applies import Applying, Said
from bot.rights.deadlines import due
from bot.rights.wording import PLAIN_DAYS
from knowledge.letters_format import ASK_FIRST
from knowledge.rights_schema import Letter, Letters

#: Mail programs and browsers take addresses of about 2,000 characters.
MAX_LINK = 1800
_BLANK = re.compile(r"\{(\w+)\}")
#: Where there is no article to name, what stands before it goes, too.
_NO_ARTICLE = re.compile(r"[,、]\s*\{article\}")


@dataclass(frozen=True, slots=True)
class Matter:
    """What a letter is about. found: the law that applies, or None; service: its name; name, account: the sender's; "" leaves a blank."""

    found: Applying | None
    sent: date
    service: str = ""
    name: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A letter ready to copy. due: the day it asks an answer by; hours: for laws that count hours, otherwise 0."""

    kind: str
    language: str
    title: str
    subject: str
    body: str
    due: date
    hours: int

    @property
    def text(self) -> str:
        """Subject and body, as they stand in the file."""
        return self.body if self.kind == ASK_FIRST else f"{self.subject}\n\n{self.body}"


def languages(letters: dict[str, Letters], kind: str, found: Applying | None, spoken: str) -> tuple[str, ...]:
    """Return the languages to write a letter in, the one shown first at the head.

    That is the person's where it is one of the place, otherwise English; an authority is written to in its own.
    """
    local = found.languages if found else ()
    mine = (spoken,) if spoken in local or kind == ASK_FIRST else local if kind == "complain" else ()
    return tuple(one for one in dict.fromkeys((*mine, "en", *local)) if one in letters and kind in letters[one].kinds)


def write(letters: Letters, kind: str, matter: Matter) -> Written:
    """Return a letter of `kind` in the language of `letters`, with everything known filled in."""
    found, sent = matter.found, matter.sent
    letter = letters.kinds[kind]
    said = _basis(kind, found)
    days = due(said.deadline, sent) if said and said.deadline else None
    facts = _facts(letters, said, matter, kind)
    answer = days.answer if days else sent + timedelta(days=PLAIN_DAYS)
    facts |= {"due": _day(answer, letters.language), "today": _day(sent, letters.language), "hours": str(days.hours) if days else ""}
    chosen = _stand_ins(facts, hours=bool(days and days.hours), days=days is not None)
    return Written(
        kind,
        letters.language,
        letter.title,
        _fill(letter.subject, letters, facts, chosen),
        _body(letter, letters, facts, chosen),
        answer,
        days.hours if days else 0,
    )


def _basis(kind: str, found: Applying | None) -> Said | None:
    """Return the statement a letter rests on; for a complaint, the one on deletion, which most complaints are about."""
    if found is None or kind == ASK_FIRST:
        return None
    return found.said("erase" if kind == "complain" else kind)  # type: ignore[arg-type]


def _facts(letters: Letters, said: Said | None, matter: Matter, kind: str) -> dict[str, str]:
    given = {"service": matter.service, "name": matter.name, "account": matter.account}
    facts = {key: value for key, value in given.items() if value}
    authority = matter.found.authority() if matter.found and kind == "complain" else None
    if authority and not authority.generic:
        facts["authority"] = authority.name.removeprefix("the ")
    if said and not said.statement.no_right:
        facts["law"] = said.law.names.get(letters.language, said.law.name)
        facts["article"] = said.statement.article if letters.language == "en" else said.statement.article.replace(" and ", ", ")
    return facts


def _stand_ins(facts: dict[str, str], *, hours: bool, days: bool) -> dict[str, str]:
    """Return what is said in place of a sentence that needs a law or a deadline where there is none."""
    plain = {} if "law" in facts else {"basis_law": "basis_plain"}
    if not hours:
        plain["due_hours"] = "due_plain"
    if not days or "law" not in facts:
        plain["due_law"] = "due_plain"
    return plain


def _body(letter: Letter, letters: Letters, facts: dict[str, str], chosen: dict[str, str]) -> str:
    return _fill(letter.body, letters, facts, chosen).strip()


def _fill(text: str, letters: Letters, facts: dict[str, str], chosen: dict[str, str]) -> str:
    """Return text with its blanks filled: facts word for word, sentences with their own blanks filled in turn."""
    if not facts.get("article"):
        text = _NO_ARTICLE.sub("", text)

    def value(match: re.Match[str]) -> str:
        name = chosen.get(match[1], match[1])
        if name in facts:
            return facts[name]
        words = letters.words.get(name) or letters.words[f"{name}_blank"]
        return _fill(words, letters, facts, chosen) if "{" in words else words

    return _BLANK.sub(value, text)


def _day(day: date, language: str) -> str:
    return str(format_date(day, "d MMMM y" if language == "en" else "long", locale=language))


def mailto(written: Written, address: str = "") -> str:
    """Return a link that opens a mail with the letter in it, at most MAX_LINK characters; a longer letter has to be pasted."""
    start = f"mailto:{quote(address, safe='@')}?subject={quote(written.subject, safe='')}"
    whole = f"{start}&body={quote(written.body.replace(chr(10), chr(13) + chr(10)), safe='')}"
    return whole if len(whole) <= MAX_LINK else start


def holds_letter(link: str) -> bool:
    """Tell whether a mailto link brings the letter along."""
    return "&body=" in link
