"""The composition root: settings, knowledge, advisor, workers, shutdown.

Doors open at once; what is heavy (the search library) is loaded by `warm` in the background,
and only questions wait for it.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakValueDictionary

from adapters.admission import Admission, Doorkeeper
from adapters.decoder import ChildDecoder
from adapters.documents import LimitedDocuments
from adapters.metrics import Metrics
from adapters.photo_pool import PhotoPool
from bot.advisor import Advisor
from bot.errors import AdvisorError, NotReadyError, SettingError
from bot.limits import Limits, ProcessLimits
from bot.memory import Memory, ProcessMemory
from bot.messages import Paragraph, Reply, Request
from bot.settings import Settings
from bot.skills import SKILLS
from bot.speech import language_for
from bot.strings import say
from knowledge.records import KnowledgeError

if TYPE_CHECKING:
    from bot.answers import Answer
    from bot.answers.engine import Engine
    from bot.policy.sources import Fetcher
    from knowledge.schema import Library

T = TypeVar("T")

log = logging.getLogger("unexposed")


def utc_today() -> date:
    """Return today's date in UTC."""
    return datetime.now(UTC).date()


@contextmanager
def open_advisor(settings: Settings | None = None, *, exact: bool = False) -> Iterator[Advisor]:
    """Give an advisor on embedded defaults (or `settings`); `exact` does without the vector store and starts sooner."""
    yield build_advisor(settings or Settings(), exact=exact)


def build_advisor(settings: Settings, *, exact: bool = False) -> Advisor:
    """Return an advisor that loads its knowledge and its engine when they are first needed, once."""
    library = _once(lambda: _library(settings))
    engine = _once(lambda: _engine(library(), settings, exact=exact))
    fetcher = _fetcher(settings)
    return Advisor(
        library, engine, _memory(settings), utc_today, settings, _rephrase(settings), fetcher, LimitedDocuments(), ChildDecoder()
    )


def _fetcher(settings: Settings) -> Fetcher | None:
    """Return what fetches the page of a policy, None where the operator switched it off."""
    if not settings.fetch:
        return None
    from adapters.fetch import CarefulFetcher

    return CarefulFetcher(operator=settings.operator_contact)


def _memory(settings: Settings) -> Memory:
    """Return the memory of this process, or the one that all processes share."""
    if not settings.redis_url:
        return ProcessMemory(time.monotonic, settings.memory_minutes * 60)
    from adapters.redis_store import RedisMemory, connect

    return RedisMemory(connect(settings.redis_url), settings.memory_minutes * 60)


def _limits(settings: Settings) -> Limits:
    if not settings.redis_url:
        return ProcessLimits(time.monotonic)
    from adapters.redis_store import RedisLimits, connect

    return RedisLimits(connect(settings.redis_url))


def _rephrase(settings: Settings) -> Callable[[str, Answer], Answer] | None:
    """Return what puts answers into a language model's words, None where no model is set up."""
    if not settings.llm_model:
        return None
    from adapters.phraser import LangChainPhraser
    from bot.answers.model import best
    from bot.answers.phrasing import Rephrasing

    model = best()
    return Rephrasing(LangChainPhraser(settings.llm_model), lambda text: model.embed(text, question=False)).apply if model else None


def _library(settings: Settings) -> Library:
    from knowledge.loader import load_library

    try:
        return load_library(Path(settings.knowledge) if settings.knowledge else None)
    except KnowledgeError as error:
        log.error("%s", error)  # noqa: TRY400 - for whoever runs this; a person in a chat reads no paths
        said = "The knowledge files of this bot cannot be used right now."
        raise SettingError(said, "Photos can still be cleaned. Whoever runs it: `unexposed check`.", name="UNEXPOSED_KNOWLEDGE") from error


def _engine(library: Library, settings: Settings, *, exact: bool) -> Engine:
    try:
        from bot.answers.engine import open_engine

        engine = open_engine(library, own=Path(settings.knowledge) if settings.knowledge else None)
    except NotReadyError:
        raise
    except Exception as error:
        said = "I can't answer questions at the moment: what I look them up in did not load."
        raise NotReadyError(said, "Photos and ratings work. Whoever runs me was told the reason when I started.") from error
    if not exact:
        _settle(engine)
    return engine


def _settle(engine: Engine) -> None:
    """Move an engine into its vector store; where that does not load, the exact comparison goes on answering."""
    try:
        engine.settle()
    except Exception as error:  # noqa: BLE001 - whatever a library does not find; its words could quote paths
        log.warning("the vector store is not used: %s", type(error).__name__)


def _once(make: Callable[[], T]) -> Callable[[], T]:
    """Return a function that makes its value at the first call and hands out the same ever after, also to threads that wait."""
    lock = threading.Lock()
    made: list[T] = []

    def get() -> T:
        with lock:
            if not made:
                made.append(make())
            return made[0]

    return get


class Runtime:
    """What every door shares: one advisor, a bounded number of workers, whether it is warm yet, and the `problem` if it cannot be.

    An advisor that is handed in works on photos too; otherwise they go to processes of their own.
    """

    def __init__(self, settings: Settings, advisor: Advisor | None = None) -> None:
        self.settings = settings
        self.advisor = advisor or build_advisor(settings, exact=True)
        self.metrics = Metrics()
        self._photos = None if advisor else PhotoPool(settings, settings.workers)
        self._doorkeeper = Doorkeeper(_limits(settings), settings, self._language)
        # One person's requests take their turn, so that a storm of photos from one chat slows nobody else.
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.warm = False
        self.problem = ""
        self._workers = ThreadPoolExecutor(settings.workers, thread_name_prefix="worker")
        # Questions that came too early wait here for the search library, so that photos find a free worker.
        self._early = ThreadPoolExecutor(settings.workers, thread_name_prefix="early")

    async def handle(self, request: Request, group: str = "") -> Reply:
        """Return the reply to one request, worked out on a worker; never raises for what a person sent.

        group: an opaque key of the group or server that it came from, "" for a private chat.
        """
        admission = await self.admit(request, group)
        return admission.refusal or admission.added_to(await self.work(request))

    async def admit(self, request: Request, group: str = "") -> Admission:
        """Return whether a request may go on, by how much was asked lately."""
        if self.settings.redis_url:
            return await asyncio.to_thread(self._doorkeeper.admit, request, group)
        return self._doorkeeper.admit(request, group)

    async def work(self, request: Request) -> Reply:
        """Return the reply to a request that was let in."""
        started = time.perf_counter()
        async with self._turn(request.conversation):
            reply, outcome = await self._worked_out(request)
        seconds = time.perf_counter() - started
        log.info("%s %s in %.2f s", _kind(request), outcome, seconds)
        self.metrics.count(request.door, _kind(request), outcome, seconds)
        return reply

    async def _worked_out(self, request: Request) -> tuple[Reply, str]:
        if self._photos and (request.attachments or request.skill == "sample"):
            return await self._from_pool(self._photos, request)
        workers = self._workers if self.warm or not _asks(request) else self._early
        return await asyncio.get_running_loop().run_in_executor(workers, self._answer, request)

    async def _from_pool(self, pool: PhotoPool, request: Request) -> tuple[Reply, str]:
        told = replace(request, language=self._language(request))
        try:
            return await pool.answer(told), "ok"
        except Exception as error:  # noqa: BLE001 - the wall, as in `_answer`: also a process that died
            return failed(), type(error).__name__

    def _language(self, request: Request) -> str:
        return language_for(request, self.advisor.memory) if isinstance(self.advisor, Advisor) else request.language or "en"

    def _turn(self, key: str) -> asyncio.Lock:
        lock = self._turns.get(key) if key else None
        if lock is None:
            lock = asyncio.Lock()
            if key:
                self._turns[key] = lock
        return lock

    def _answer(self, request: Request) -> tuple[Reply, str]:
        """Return the reply and how it went.

        The wall stands inside the worker: asyncio waits for ever for a future that fails with StopIteration.
        """
        try:
            return self.advisor.handle(request), "ok"
        except Exception as error:  # noqa: BLE001 - the outermost wall: log type only, never what was sent
            return failed(), type(error).__name__

    async def warm_up(self) -> None:
        """Load the search library in the background; questions before its end wait for it. Raises nothing: `problem` says why it failed."""
        try:
            await asyncio.get_running_loop().run_in_executor(None, self.advisor.open_engine)
            self.warm = True
        except Exception as error:  # noqa: BLE001 - without questions, photos and ratings go on
            self.problem = f"Questions cannot be answered: {_reason(error)}"

    async def settle(self) -> None:
        """Fill the vector store in the background; until it is full, questions are compared with every vector. Raises nothing."""
        await asyncio.get_running_loop().run_in_executor(None, lambda: _settle(self.advisor.open_engine()))
        if self._photos:
            await self._photos.warm_up()

    def close(self) -> None:
        """Let running work end, take no more."""
        for workers in (self._early, self._workers):
            workers.shutdown(wait=True, cancel_futures=True)
        if self._photos:
            self._photos.close()


def _kind(request: Request) -> str:
    """Return what was sent, for the log: a skill only if there is one of that name, for the page passes on any word."""
    if request.skill in SKILLS:
        return request.skill
    return "photo" if request.attachments else "text"


def _asks(request: Request) -> bool:
    return not request.attachments and request.skill in (None, "ask")


def _reason(error: Exception) -> str:
    """Return in one line why nothing could be loaded; at that time nobody has sent anything that it could quote."""
    if isinstance(error, NotReadyError) and error.__cause__:
        return f"what they are looked up in did not load ({type(error.__cause__).__name__}: {error.__cause__})."
    return " ".join(str(error).split()) if isinstance(error, AdvisorError) else f"{type(error).__name__}: {error}."


def secret_for_keys(settings: Settings) -> bytes:
    """Return what turns a chat and a person into an opaque key: this process's own secret, or one that all workers share.

    The shared one is made of the token, for those who share it share Redis as well.
    """
    token = settings.telegram_token or settings.discord_token
    return hmac.digest(token.encode(), b"conversations", "sha256") if settings.redis_url and token else secrets.token_bytes(32)


def failed() -> Reply:
    """Return the apology for a fault of ours."""
    again = Paragraph(say("Nothing was kept. Please send it once more."))
    return Reply(blocks=(Paragraph(say("Something went wrong on my side."), strong=True), again))
