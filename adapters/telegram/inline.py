"""Inline mode: @bot and a name, typed in any chat, offers the rating of that service; a question offers the passage that answers it.

What is chosen is sent by the person themself; the bot sees neither the chat nor who reads it. Photos have no place here.
BotFather switches the mode on (/setinline).
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from adapters.runtime import Runtime
from adapters.telegram.calls import persist
from adapters.telegram.inbound import KeyOf
from adapters.telegram.markup import Line, Span, all_lines, sendable, texts
from adapters.telegram.sentences import ALONE
from adapters.telegram.waits import Waits
from bot.errors import AdvisorError
from bot.messages import Picture, Reply, Request
from bot.speech import language_for
from bot.strings import say, speaking

if TYPE_CHECKING:
    from bot.advisor import Advisor
    from bot.ratings.score import Rating

log = logging.getLogger("unexposed.telegram")

#: Bot API answerInlineQuery: at most 50 results; more than a few nobody reads while typing.
MOST = 10
#: Bot API: seconds that Telegram may show the same results for the same words.
CACHE_S = 30
#: Shorter words than these are somebody still typing.
_QUESTION_LETTERS = 8
#: Bot API: a start parameter has 1-64 of A-Z a-z 0-9 _ -.
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to choose: what the list shows, what is sent, and the words that bring its reader to the same place in private."""

    id: str
    title: str
    description: str
    reply: Reply
    payload: str


class Inline:
    """Answers inline queries of one bot."""

    def __init__(self, bot: Bot, runtime: Runtime, waits: Waits, key_of: KeyOf) -> None:
        self._bot, self._runtime, self._waits, self._key = bot, runtime, waits, key_of

    async def answer(self, query: InlineQuery) -> None:
        """Offer what fits the words typed so far; nothing for too many queries at once, or where looking failed."""
        person = query.from_user
        request = Request(text=query.query.strip(), door="telegram", language=person.language_code, private=False)
        admission = await self._runtime.admit(replace(request, conversation=self._key(0, person.id)))
        offers: tuple[Offer, ...] = ()
        if not admission.refusal:
            offers = await asyncio.to_thread(self._found, replace(request, conversation=self._key(person.id, person.id)))
        with speaking(person.language_code or "en"):
            results = [self._article(offer) for offer in offers]
            more = InlineQueryResultsButton(say(ALONE), start_parameter="start")
        with suppress(TelegramError):  # Telegram takes no answer to a query that somebody has typed on from
            await persist(
                lambda: self._bot.answer_inline_query(query.id, results, cache_time=CACHE_S, is_personal=True, button=more), self._waits
            )

    def _found(self, request: Request) -> tuple[Offer, ...]:
        """Return what there is to offer, on a worker."""
        advisor = self._runtime.advisor
        try:
            with speaking(language_for(request, advisor.memory)):
                return tuple(offers(advisor, request))
        except Exception as error:  # noqa: BLE001 - the wall inside the worker: the type only, never what was typed
            log.error("an inline query could not be answered: %s", type(error).__name__)  # noqa: TRY400
            return ()

    def _article(self, offer: Offer) -> InlineQueryResultArticle:
        name = self._bot.username
        there = InlineKeyboardButton(say(ALONE), url=f"https://t.me/{name}?start={offer.payload}")
        content = InputTextMessageContent(words_of(offer.reply), ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True))
        title, description = sendable(offer.title), sendable(offer.description)
        return InlineQueryResultArticle(offer.id, title, content, reply_markup=InlineKeyboardMarkup([[there]]), description=description)


def offers(advisor: Advisor, request: Request) -> Iterator[Offer]:
    """Yield what fits the words: services named (all, best first, where there are none), else the passages that answer."""
    from bot.ratings.find import all_mentioned, find

    platforms = advisor.library.platforms
    if not request.text:
        yield from _listed(advisor, request)
        return
    match = find(request.text, platforms)
    started = tuple(one for one in platforms if one.name.casefold().startswith(request.text.casefold()))
    named = dict.fromkeys(one.id for one in (*match.platforms, *started, *all_mentioned(request.text, platforms)))
    for name in [*named][:MOST]:
        yield _rated(advisor, request, name)
    if not named and sum(letter.isalnum() for letter in request.text) >= _QUESTION_LETTERS:
        yield from _answered(advisor, request)


def _listed(advisor: Advisor, request: Request) -> Iterator[Offer]:
    from bot.ratings.score import rate
    from bot.skills.platforms import by_grade

    ratings = by_grade(tuple(rate(one, advisor.library.rubric, advisor.today) for one in advisor.library.platforms))
    yield from (_offer(advisor, request, rating) for rating in ratings[:MOST])


def _rated(advisor: Advisor, request: Request, name: str) -> Offer:
    from bot.ratings.score import rate

    platform = next(one for one in advisor.library.platforms if one.id == name)
    return _offer(advisor, request, rate(platform, advisor.library.rubric, advisor.today))


def _offer(advisor: Advisor, request: Request, rating: Rating) -> Offer:
    from bot.ratings.comparison import grade
    from bot.ratings.summary import point

    platform = rating.platform
    reply = advisor.handle(replace(request, skill="rate", text=platform.id, conversation=""))
    return Offer(f"rate:{platform.id}"[:64], f"{platform.name}: {grade(rating)}", point(rating), reply, payload("rate", platform.id))


def _answered(advisor: Advisor, request: Request) -> Iterator[Offer]:
    try:
        answer = advisor.ask(request.text, request.language)
    except AdvisorError:
        return
    if answer.outcome != "answer":
        return
    for citation in answer.citations[:3]:
        passage = advisor.library.passages[citation.id]
        reply = advisor.handle(replace(request, skill="ask", text=passage.id, conversation=""))
        first = reply.text.partition("\n")[0]
        yield Offer(passage.id[-64:], passage.title, first[:150], reply, "start")


def payload(skill: str, words: str) -> str:
    """Return what a link to the bot carries so that it opens with a command; "start" where that cannot be written in a link."""
    made = f"{skill}_{words}".removesuffix("_")
    return made if _PAYLOAD.fullmatch(made) else "start"


def words_of(reply: Reply) -> str:
    """Return a reply's words as one message of HTML; a picture has none, and what does not fit is left out."""
    blocks = tuple(block for block in reply.blocks if not isinstance(block, Picture))
    made = texts(all_lines(blocks, reply.sources)) or texts((Line((Span("..."),)),))
    return made[0].html
