"""The composition root: settings, knowledge, advisor, workers, shutdown.

Doors open at once; what is heavy (the search library) is loaded by `warm` in the background,
and only questions wait for it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.advisor import Advisor
from bot.errors import AdvisorError, NotReadyError, SettingError
from bot.memory import ProcessMemory
from bot.messages import Paragraph, Reply, Request
from bot.settings import Settings, read_settings
from bot.skills import SKILLS
from knowledge.records import KnowledgeError

if TYPE_CHECKING:
    from bot.answers import Answer
    from bot.answers.engine import Engine
    from knowledge.schema import Library

T = TypeVar("T")

log = logging.getLogger("unexposed")


def settings_from_environment() -> Settings:
    """Return the settings of the environment, `.env` in the working folder filling in what it lacks."""
    from dotenv import dotenv_values

    try:
        written = dotenv_values(".env")
    except (UnicodeDecodeError, OSError) as error:
        raise SettingError(".env cannot be read.", "Save it as UTF-8 text.", name=".env") from error
    told = {**written, **{name: value for name, value in os.environ.items() if value.strip()}}
    return read_settings({name: value for name, value in told.items() if value})


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
    engine = _once(lambda: _engine(library(), exact=exact))
    memory = ProcessMemory(time.monotonic, settings.memory_minutes * 60)
    return Advisor(library, engine, memory, utc_today, settings, rephrase=_rephrase(settings))


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


def _engine(library: Library, *, exact: bool) -> Engine:
    try:
        from bot.answers.engine import open_engine

        engine = open_engine(library)
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
    """What every door shares: one advisor, a bounded number of workers, whether it is warm yet, and the `problem` if it cannot be."""

    def __init__(self, settings: Settings, advisor: Advisor | None = None) -> None:
        self.settings = settings
        self.advisor = advisor or build_advisor(settings, exact=True)
        self.warm = False
        self.problem = ""
        self._workers = ThreadPoolExecutor(settings.workers, thread_name_prefix="worker")
        # Questions that came too early wait here for the search library, so that photos find a free worker.
        self._early = ThreadPoolExecutor(settings.workers, thread_name_prefix="early")

    async def handle(self, request: Request) -> Reply:
        """Return the reply to one request, worked out on a worker; never raises for what a person sent."""
        started = time.perf_counter()
        workers = self._workers if self.warm or not _asks(request) else self._early
        reply, outcome = await asyncio.get_running_loop().run_in_executor(workers, self._answer, request)
        log.info("%s %s in %.2f s", _kind(request), outcome, time.perf_counter() - started)
        return reply

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

    def close(self) -> None:
        """Let running work end, take no more."""
        for workers in (self._early, self._workers):
            workers.shutdown(wait=True, cancel_futures=True)


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


def failed() -> Reply:
    """Return the apology for a fault of ours."""
    again = Paragraph("Nothing was kept. Please send it once more.")
    return Reply(blocks=(Paragraph("Something went wrong on my side.", strong=True), again))
