"""The page and its three addresses: what it shows, what it asks, what it sends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from adapters.metrics import Metrics
from adapters.runtime import Runtime, failed
from adapters.web import inbound
from adapters.web.guard import Guard
from adapters.web.inbound import MEGABYTE, RefusedError
from adapters.web.outbound import reply_json
from adapters.web.words import words
from bot.advisor import sorry
from bot.messages import Reply, Request
from knowledge.languages import base_of, direction, spoken_languages

MEDIA_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
TOO_LONG = "Send a part of it, or the passage you wonder about."
TOO_LARGE = (
    "Save the photo smaller and send that, or clean the file where it is: unexposed clean FILE. "
    "Whoever runs this bot can raise the limit with UNEXPOSED_MAX_PHOTO_MB."
)
#: Photos held in memory at the same time; the next ones wait before they are read.
PHOTOS_AT_ONCE = 4

_NOT_FOUND = "There is nothing at this address. The page is at /."
_WRONG_METHOD = "This address does not take that kind of request. The page is at /."


def create_app(runtime: Runtime) -> ASGIApp:
    """Return the local page as an ASGI application around `runtime`."""
    door = _Door(runtime)
    routes = [
        Route("/", _page),
        Route("/static/{name}", _static),
        Route("/api/status", door.status),
        Route("/api/words", _words),
        Route("/healthz", door.health),
        Route("/metrics", door.metrics),
        Route("/api/message", door.message, methods=["POST"]),
        Route("/api/photo", door.photo, methods=["POST"]),
    ]
    return Guard(Starlette(routes=routes, exception_handlers=_HANDLERS))


class _Door:
    """The addresses that talk to the advisor."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._conversations = inbound.Conversations()
        self._photos = asyncio.Semaphore(PHOTOS_AT_ONCE)

    async def status(self, _request: HttpRequest) -> Response:
        """Tell whether questions are answered at once, why they cannot be, and how large a photo may be."""
        now = self._runtime
        return JSONResponse({"warm": now.warm, "problem": now.problem, "max_photo_bytes": self._max_photo_bytes})

    async def health(self, _request: HttpRequest) -> Response:
        """Tell a monitor "ok", or 503 and "warming up" or why questions cannot be answered."""
        now = self._runtime
        return PlainTextResponse("ok" if now.warm else now.problem or "warming up", 200 if now.warm else 503)

    async def metrics(self, _request: HttpRequest) -> Response:
        """Give the figures of this process to Prometheus."""
        return Response(self._runtime.metrics.text(), media_type=Metrics.CONTENT_TYPE)

    async def message(self, request: HttpRequest) -> Response:
        """Answer a text or a button."""
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            raise RefusedError("I take messages as application/json.", "Set that content type and send it again.", status=415)
        body = await inbound.read_body(request.stream(), inbound.MAX_MESSAGE_BYTES, TOO_LONG)
        language = inbound.language_of(request.headers.get("accept-language", ""))
        return await self._answer(inbound.message(body, self._conversations, language))

    async def photo(self, request: HttpRequest) -> Response:
        """Answer a photo."""
        async with self._photos:
            body = await inbound.read_body(request.stream(), self._max_photo_bytes, TOO_LARGE)
            return await self._answer(inbound.photo(body, dict(request.headers), self._conversations))

    @property
    def _max_photo_bytes(self) -> int:
        return self._runtime.settings.max_photo_mb * MEGABYTE

    async def _answer(self, request: Request) -> Response:
        reply = await self._runtime.handle(request)
        # A clean copy of 50 MB takes a moment to write down: in a thread, so that the page stays quick.
        return _json(await asyncio.to_thread(reply_json, reply))


def _json(body: bytes, status: int = 200) -> Response:
    return Response(body, status, media_type="application/json")


def _in_words(reply: Reply, status: int) -> Response:
    return _json(reply_json(reply), status)


async def _page(_request: HttpRequest) -> Response:
    return _file("index.html")


async def _words(request: HttpRequest) -> Response:
    """Give the page its own words in the browser's language, as far as it is spoken."""
    asked = base_of(inbound.language_of(request.headers.get("accept-language", "")))
    language = asked if asked in spoken_languages() else "en"
    return JSONResponse({"language": language, "direction": direction(language), "words": words(language)})


async def _static(request: HttpRequest) -> Response:
    return _file(request.path_params["name"])


def _file(name: str) -> Response:
    """Return one of our own files; anything else is not found, so no path leads out of the folder."""
    media_type = MEDIA_TYPES.get(name.rpartition(".")[2])
    file = next((item for item in files("adapters.web").joinpath("static").iterdir() if item.name == name), None)
    if file is None or media_type is None:
        raise HTTPException(404)
    return Response(file.read_bytes(), media_type=media_type)


async def _refused(_request: HttpRequest, error: Exception) -> Response:
    refused = cast("RefusedError", error)
    return _in_words(sorry(refused), refused.status)


async def _no_such(_request: HttpRequest, error: Exception) -> Response:
    problem = cast("HTTPException", error)
    words = _WRONG_METHOD if problem.status_code == 405 else _NOT_FOUND
    return PlainTextResponse(words, problem.status_code, headers=problem.headers)


async def _gone(_request: HttpRequest, _error: Exception) -> Response:
    return Response(status_code=204)


async def _broken(_request: HttpRequest, _error: Exception) -> Response:
    return _in_words(failed(), 500)


_HANDLERS: dict[int | type[Exception], Callable[[HttpRequest, Exception], Awaitable[Response]]] = {
    RefusedError: _refused,
    HTTPException: _no_such,
    ClientDisconnect: _gone,
    Exception: _broken,
}
