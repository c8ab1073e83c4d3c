"""Who may go on: a bucket for each person and one for each group, with a warning before the first refusal.

The local page and the terminal have no limits: they are the person's own computer.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.limits import Limits, Rate, Spent
from bot.messages import Paragraph, Reply, Request
from bot.settings import Settings
from bot.strings import say, say_count, speaking

#: Requests left in a bucket from which on a person is warned.
_WARN_FROM = 5
#: Minutes' worth that may come at once: somebody with a whole holiday to clean is no flood.
_BURST = 5.0
#: A group holds many people.
_GROUP = 4
#: A refusal is said once in half a minute; repeating it would only add to the flood.
_REFUSALS = Rate(burst=1, per_minute=2)
_LIMITED = ("telegram", "discord")


@dataclass(frozen=True, slots=True)
class Admission:
    """Whether a request is worked on, what else is said if not, and what is added to its answer.

    refusal: the reply instead of an answer. silent: that was said just now; a door that need not answer says nothing.
    warning: a sentence to add to the answer, or "".
    """

    refusal: Reply | None = None
    silent: bool = False
    warning: str = ""

    def added_to(self, reply: Reply) -> Reply:
        """Return the answer with the warning, if there is one."""
        return replace(reply, blocks=(*reply.blocks, Paragraph(self.warning))) if self.warning else reply


class Doorkeeper:
    """Lets requests in as far as the buckets hold."""

    def __init__(self, limits: Limits, settings: Settings, language: Callable[[Request], str]) -> None:
        self._limits, self._language = limits, language
        self._person = Rate(burst=_BURST * settings.per_minute, per_minute=settings.per_minute)
        self._group = Rate(burst=_GROUP * self._person.burst, per_minute=_GROUP * self._person.per_minute)

    def admit(self, request: Request, group: str = "") -> Admission:
        """Return whether a request may go on; `group` is the opaque key of the group it came from, "" for none."""
        if request.door not in _LIMITED or not request.conversation:
            return Admission()
        cost = float(max(1, len(request.attachments)))
        spent = [self._limits.spend(request.conversation, self._person, cost)]
        spent += [self._limits.spend(f"group:{group}", self._group, cost)] if group else []
        tightest = min(spent, key=lambda one: (one.allowed, one.left))
        if tightest.allowed and tightest.left >= _WARN_FROM:
            return Admission()
        with speaking(self._language(request)):
            return self._judged(request, tightest)

    def _judged(self, request: Request, tightest: Spent) -> Admission:
        if tightest.allowed:
            return Admission(warning=_warning(int(tightest.left)))
        said = not self._limits.spend(f"told:{request.conversation}", _REFUSALS).allowed
        return Admission(_refusal(math.ceil(tightest.wait_s)), silent=said)


def _warning(left: int) -> str:
    return say_count(
        "That was a lot at once: 1 more message, then I need a short pause.",
        "That was a lot at once: {n} more messages, then I need a short pause.",
        left,
    )


def _refusal(seconds: int) -> Reply:
    wait = say_count("Please wait 1 second, then send it again.", "Please wait {n} seconds, then send it again.", seconds)
    return Reply(blocks=(Paragraph(say("That was too much at once for me."), strong=True), Paragraph(wait)))
