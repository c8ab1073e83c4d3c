"""A text that is read as a policy: what it is called, when it was last changed, and whether it is whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.errors import PolicyError
from bot.policy.sentences import MAX_CHARACTERS
from bot.strings import say

#: A shorter text is a piece of a policy: what it does not say may stand elsewhere.
_PIECE_WORDS = 60
_POLICY_WORDS = re.compile(
    r"\b(?:privacy|personal (?:data|information)|your (?:data|information|photos?|images?|content|account)|"
    r"we (?:collect|use|share|retain|store|delete|process|keep|may|will|do)|"
    r"third part(?:y|ies)|cookies?|consent|gdpr|terms of (?:use|service))\b",
    re.IGNORECASE,
)
_WE = re.compile(r"\b(?:we|us|our)\b", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:information|data|privacy|cookies?|personal|third part(?:y|ies)|services?|policy)\b", re.IGNORECASE)
_OFTEN = 4
#: Every fifth word or so of English is one of these, of other languages hardly any.
_ENGLISH = re.compile(r"\b(?:the|and|of|to|your|we|you|our|or|with|for)\b", re.IGNORECASE)
_ENGLISH_SHARE = 0.12
#: So many such words in a thousand tell a policy; an article on gardening has none.
_LEAST_SHARE = 0.004
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "(?P<{0}>" + "|".join(rf"{month[:3]}(?:{month[3:]})?" for month in _MONTHS) + r")\.?"
_CUE = r"(?:last\s+(?:updated|modified|revised|changed|reviewed)|updated|effective|revised|version|in\s+effect|posted|date)\b[^.\n]{0,40}?"
_DATES = tuple(
    re.compile(_CUE + form, re.IGNORECASE)
    for form in (
        r"\b(?P<y>20[0-3]\d|199\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})\b",
        _MONTH.format("n") + r"\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>20[0-3]\d|199\d)\b",
        r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+" + _MONTH.format("n") + r",?\s+(?P<y>20[0-3]\d|199\d)\b",
        _MONTH.format("n") + r",?\s+(?P<y>20[0-3]\d|199\d)\b",
    )
)


@dataclass(frozen=True, slots=True)
class Document:
    """A policy's text. address: where it was fetched, "" if it was not. dated: as in the text (YYYY, YYYY-MM, YYYY-MM-DD), "" if unknown.

    whole: whether it was read from its beginning to its end, so that silence means something.
    """

    text: str
    title: str
    address: str = ""
    dated: str = ""
    whole: bool = True


def document(text: str, *, name: str = "", address: str = "", cut: bool = False) -> Document:
    """Return a text as a document; PolicyError says in words why it cannot be read.

    name: what to call it. cut: whether its end is missing.
    """
    words = len(text.split())
    if not any(character.isalnum() for character in text):
        raise PolicyError(
            say("There is no text in it."), say("Copy the words of the policy and paste them here, or send a file with text in it.")
        )
    _refuse_foreign(text)
    if not looks_like_policy(text):
        raise PolicyError(
            say("This does not read like a privacy policy."),
            say(
                "Open the service's privacy policy (often at the foot of its page), copy all of it and paste it here, or send its address."
            ),
        )
    whole = not cut and words >= _PIECE_WORDS and len(text) <= MAX_CHARACTERS
    return Document(text, name or say("This policy"), address, dated(text), whole)


def looks_like_policy(text: str) -> bool:
    """Tell whether a text speaks of what a policy speaks of."""
    words = max(1, len(text.split()))
    found = len(_POLICY_WORDS.findall(text))
    return found >= 1 and found / words >= _LEAST_SHARE


def reads_as_policy(text: str) -> bool:
    """Tell a policy from a long message of a person: it speaks as "we" about information, again and again."""
    return len(_WE.findall(text)) >= _OFTEN and len(_ABOUT.findall(text)) >= _OFTEN and looks_like_policy(text)


def _refuse_foreign(text: str) -> None:
    if len(_ENGLISH.findall(text)) > _ENGLISH_SHARE * len(text.split()):
        return
    from bot.answers.language import told_language

    places = (0, len(text) // 3, 2 * len(text) // 3)
    languages = {told_language(text[place : place + 1000]) for place in places}
    if "en" in languages or languages == {""}:
        return
    raise PolicyError(
        say("This policy is not in English, and I can read only English ones so far."),
        say("Most services have an English version: look for a language switch at the foot of the page. Or paste a translation."),
    )


def dated(text: str) -> str:
    """Return the date a policy gives itself, "" if it gives none."""
    for found in (match for form in _DATES for part in (text[:6000], text[-3000:]) if (match := form.search(part))):
        named = found.groupdict()
        month = named.get("m") or str(
            1 + next(i for i, name in enumerate(_MONTHS) if name.startswith((named.get("n") or "jan").lower()[:3]))
        )
        if not 1 <= int(month) <= 12 or not 1 <= int(named.get("d") or 1) <= 31:
            continue
        return "-".join(filter(None, (named["y"], month.zfill(2), (named.get("d") or "").zfill(2) if named.get("d") else "")))
    return ""
