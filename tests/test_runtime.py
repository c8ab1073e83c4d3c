"""What every door stands on: faults become apologies, photos wait for nothing, and a library that will not load is told once."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from adapters.logs import quiet_logs
from adapters.runtime import Runtime, build_advisor, failed
from adapters.web.app import create_app
from bot.advisor import Advisor
from bot.answers import Answer
from bot.errors import AdvisorError, NotReadyError
from bot.memory import ProcessMemory
from bot.messages import Attachment, Reply, Request
from bot.samples import sample_photo
from bot.settings import Settings
from knowledge.schema import Library

SECRET = "what a person wrote"
FAULTS = [RuntimeError, KeyError, MemoryError, RecursionError, UnicodeEncodeError, AssertionError, AdvisorError, StopIteration]


def a_fault(kind: type[Exception]) -> Exception:
    """Return an error whose words quote what a person wrote."""
    return kind("utf-8", SECRET, 0, 1, SECRET) if kind is UnicodeEncodeError else kind(SECRET)


class Faulty:
    """An advisor that fails in one way."""

    def __init__(self, kind: type[Exception]) -> None:
        self.kind = kind

    def handle(self, request: Request) -> Reply:
        """Fail."""
        raise a_fault(self.kind)


@pytest.fixture
def runtimes() -> Iterator[list[Runtime]]:
    """Collect runtimes, closed after the test."""
    made: list[Runtime] = []
    yield made
    for runtime in made:
        runtime.close()


@pytest.mark.parametrize("kind", FAULTS)
async def test_any_fault_is_an_apology_and_one_line_with_its_type(
    kind: type[Exception], runtimes: list[Runtime], caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever goes wrong, the person gets an apology, and the log the type of the fault without a word of what was sent."""
    caplog.set_level(logging.DEBUG)
    runtime = Runtime(Settings(), Faulty(kind))  # type: ignore[arg-type]
    runtimes.append(runtime)
    reply = await runtime.handle(Request(text=SECRET, conversation=SECRET, attachments=(Attachment(SECRET, b"x"),)))
    assert reply == failed()
    assert [(record.name, record.exc_info) for record in caplog.records if record.name != "asyncio"] == [("unexposed", None)]
    assert kind.__name__ in caplog.text
    assert SECRET not in caplog.text


def new_advisor(library: Library, open_engine: Any) -> Advisor:
    """Return a real advisor with this way to open its engine."""
    return Advisor(lambda: library, open_engine, ProcessMemory(lambda: 0.0, 60), lambda: date(2026, 1, 1), Settings())


async def test_a_photo_is_answered_while_the_engine_is_still_loading(library: Library, runtimes: list[Runtime]) -> None:
    """Photos, ratings and help wait for nothing, however many questions wait for the engine; those are answered then."""
    loading, loaded = threading.Event(), threading.Event()
    answer = Answer("abstain", "Loaded now.", (), 0.1, "en")

    def open_engine() -> Any:
        loading.set()
        assert loaded.wait(30)
        return SimpleNamespace(answer=lambda *_, **__: answer)

    runtime = Runtime(Settings(workers=2), new_advisor(library, open_engine))
    runtimes.append(runtime)
    warming = asyncio.create_task(runtime.warm_up())
    try:
        await asyncio.to_thread(loading.wait, 30)
        asked = [asyncio.create_task(runtime.handle(Request(text="Who sees my picture?"))) for _ in range(5)]
        await asyncio.sleep(0)
        async with asyncio.timeout(20):
            photo = await runtime.handle(Request(attachments=(Attachment("a.jpg", sample_photo()),)))
            others = [await runtime.handle(Request(skill=skill, text="virbo")) for skill in ("rate", "help", "start", "privacy")]
        assert photo.attachments
        assert all(reply.blocks and reply != failed() for reply in others)
        assert not any(one.done() for one in asked)
        assert not runtime.warm
    finally:
        loaded.set()
    await warming
    assert runtime.warm
    assert all("Loaded now." in reply.text for reply in await asyncio.gather(*asked))


@pytest.fixture
def without_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the search library away, as on a computer for which it is not made."""
    monkeypatch.setitem(sys.modules, "bot.answers.engine", None)


@pytest.mark.usefixtures("without_search")
async def test_a_search_library_that_does_not_load_is_told_in_one_line(runtimes: list[Runtime]) -> None:
    """Warming up raises nothing: the reason is kept in one plain line, and the program is not called warm."""
    runtime = Runtime(Settings())
    runtimes.append(runtime)
    await runtime.warm_up()
    assert not runtime.warm
    assert runtime.problem.startswith("Questions cannot be answered: ")
    assert "\n" not in runtime.problem
    assert "Traceback" not in runtime.problem


@pytest.mark.usefixtures("without_search")
async def test_without_the_search_library_questions_get_words_and_the_rest_works(runtimes: list[Runtime]) -> None:
    """A question is told that it cannot be answered now; photos, ratings and help are as ever."""
    runtime = Runtime(Settings())
    runtimes.append(runtime)
    await runtime.warm_up()
    asked = await runtime.handle(Request(text="Who sees my picture?"))
    assert "can't answer questions at the moment" in asked.text
    assert "Photos and ratings work" in asked.text
    assert (await runtime.handle(Request(attachments=(Attachment("a.jpg", sample_photo()),)))).attachments
    assert "Virbo" in (await runtime.handle(Request(skill="rate", text="virbo"))).text
    assert (await runtime.handle(Request(skill="help"))).blocks


@pytest.mark.usefixtures("without_search")
async def test_the_page_says_why_it_does_not_get_warm(runtimes: list[Runtime]) -> None:
    """The page is told the reason instead of "warming up" for ever."""
    runtime = Runtime(Settings())
    runtimes.append(runtime)
    page = httpx.AsyncClient(transport=httpx.ASGITransport(create_app(runtime)), base_url="http://127.0.0.1:8787")
    async with page:
        assert (await page.get("/api/status")).json()["problem"] == ""
        await runtime.warm_up()
        status = (await page.get("/api/status")).json()
    assert (status["warm"], status["problem"]) == (False, runtime.problem)


@pytest.mark.usefixtures("without_search")
def test_an_engine_that_cannot_be_had_is_not_ready() -> None:
    """Callers of the advisor get a NotReadyError with the cause behind it, not the fault of a library."""
    with pytest.raises(NotReadyError) as caught:
        build_advisor(Settings()).ask("Who sees my picture?")
    assert isinstance(caught.value.__cause__, ImportError)


def test_a_library_that_sets_its_own_level_is_held(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever level a library gives itself while it loads, its lines below WARNING are not written; ours are."""
    root, ours, loud = logging.getLogger(), logging.getLogger("unexposed"), logging.getLogger("a.library")
    monkeypatch.setattr(root, "handlers", [])
    for logger in (root, ours, loud):
        monkeypatch.setattr(logger, "level", logger.level)
    quiet_logs("DEBUG")
    loud.setLevel(logging.DEBUG)
    loud.info(SECRET)
    loud.warning("a library's warning")
    ours.debug("a line of ours")
    root.handlers[0].flush()
    written = capsys.readouterr().err
    assert SECRET not in written
    assert "a library's warning" in written
    assert "a line of ours" in written


async def test_a_vector_store_that_does_not_load_leaves_questions_answered(advisor: Advisor, caplog: pytest.LogCaptureFixture) -> None:
    """Until it is there, and if it never comes, questions are compared with every vector; the log has the type of the fault."""

    class Engine:
        def settle(self) -> None:
            raise OSError("no room for /home/somebody")

    runtime = Runtime(Settings(), replace(advisor, open_engine=Engine))
    await runtime.settle()

    assert "OSError" in caplog.text
    assert "somebody" not in caplog.text
