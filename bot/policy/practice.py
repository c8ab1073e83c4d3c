"""A practice: something that a policy states or is silent on, and the phrases by which it is known.

Each phrase has a strength. A sentence states a practice when the strongest phrase in it, raised a little where its
heading or further phrases agree, reaches 1. Phrases that only look like it ("keep your password secure" keeps
nothing) are blanked out before. In phrases a space stands for any white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: What is talked about when a policy keeps, shares or deletes something.
INFO = (
    r"(?:information|data|records?|details|pii|content|photo(?:graph)?s?|images?|pictures?|videos?|uploads?|files?|messages?|logs?|conversations?|"
    r"chats?|recordings?|submissions?|e-?mails?(?: address(?:es)?)?|addresses|prompts?|inputs?|posts|histor(?:y|ies)|profiles?|copies|copy|numbers?|names|statistics|figures|lists?|it|them)"
)
#: Words between a verb and what is talked about, within one clause.
NEAR = r"[^.;:]{0,60}?"
FAR = r"[^.;]{0,140}?"


@dataclass(frozen=True, slots=True)
class Practice:
    """What to look for. `trigger`: a quick look that spares the rest; `phrases`: strength and pattern; `heading`: its usual headings.

    `blanks`: what only looks like it; `needs`: what must stand in the sentence or in the words that lead into it.
    """

    id: str
    name: str
    trigger: re.Pattern[str]
    phrases: tuple[tuple[float, re.Pattern[str]], ...]
    blanks: re.Pattern[str] | None
    heading: re.Pattern[str]
    needs: re.Pattern[str] | None = None


def practice(  # noqa: PLR0913 - a record of patterns, written by name
    id: str,  # noqa: A002 - the word of the records
    name: str,
    trigger: str,
    phrases: Iterable[tuple[float, str]],
    *,
    heading: str,
    blanks: Iterable[str] = (),
    needs: str = "",
) -> Practice:
    """Return a practice from its phrases as they are written."""
    either = "|".join(blanks)
    return Practice(
        id,
        name,
        _compiled(trigger),
        tuple((strength, _compiled(words)) for strength, words in phrases),
        _compiled(either) if either else None,
        re.compile(heading, re.IGNORECASE),
        _compiled(needs) if needs else None,
    )


#: A look behind, a set of letters, or a space, also an optional one.
_SPACE = re.compile(r"\(\?<[!=][^)]*\)|(?<!\\)\[[^\]]*\]| [?*]?")


def _compiled(words: str) -> re.Pattern[str]:
    # A full stop inside a sentence ends nothing: "TLS 1.3", "U.S.".
    return re.compile(_SPACE.sub(_spaced, words.replace("[^.;]", "[^;]")))


def _spaced(match: re.Match[str]) -> str:
    """Return any white space for a space; a look behind has a fixed width, and a set of letters keeps to one."""
    if match[0] == " ":
        return r"\s+"
    return r"\s*" if match[0] in (" ?", " *") else match[0].replace(" ", r"\s")
