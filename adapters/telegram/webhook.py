"""The door by webhook: Telegram brings each update to our own listener, and hears 200 only when its answer is out.

Anything else makes Telegram bring it again, to this worker or another. So a worker that dies loses nothing. The listener
stands behind a proxy that speaks HTTPS (docs/operating.md); whoever does not know the secret is turned away.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.metrics import Metrics
from adapters.runtime import Runtime
from adapters.serving import Server, bound
from adapters.telegram.leases import RENEW_S, Claim, Leases
from adapters.telegram.polling import AT_ONCE, RawUpdate, Work, queue_of
from bot.errors import SettingError
from bot.settings import Settings

log = logging.getLogger("unexposed.telegram")

PATH = "/telegram"
#: An update has a few kB; its files are fetched later.
MAX_UPDATE_BYTES = 1_000_000
#: Updates that may wait here; Telegram keeps the others (setWebhook.max_connections: 1-100).
MAX_CONNECTIONS = 40

#: Updates of one person that may wait here; more come again later, so that a storm from one leaves connections to the others.
MAX_WAITING = 8

_SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the name of a header (Bot API setWebhook)
_AGAIN = Response(status_code=503, headers={"retry-after": "1"})


def secret_of(settings: Settings) -> str:
    """Return what Telegram has to show with each update: the operator's secret, or one made of the token, alike in all workers."""
    derived = hmac.digest(settings.telegram_token.encode(), b"webhook", "sha256").hex()
    return settings.telegram_webhook_secret or derived


class Webhook:
    """Takes updates in, one at a time for each person, and answers for them over HTTP.

    `answer` handles one update, `give_up` apologises for one that broke its workers too often.
    """

    def __init__(self, answer: Work, give_up: Work, leases: Leases, secret: str) -> None:
        self._answer, self._give_up, self._leases, self._secret = answer, give_up, leases, secret
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._turns: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()
        self._at_work: set[asyncio.Task[bool]] = set()
        self._waiting: Counter[tuple[int, int]] = Counter()
        self._closing = False

    async def receive(self, request: Request) -> Response:
        """Answer one delivery: 200 when its answer is out (now or earlier), 503 when Telegram is to bring it again."""
        if not hmac.compare_digest(request.headers.get(_SECRET_HEADER, "").encode(), self._secret.encode()):
            return PlainTextResponse("This address is for Telegram.", 403)
        update = await _update(request)
        if update is None:
            return PlainTextResponse("That is no update.", 400)
        if self._closing or len(self._at_work) > MAX_CONNECTIONS or self._waiting[queue_of(update)] >= MAX_WAITING:
            return _AGAIN
        work = asyncio.create_task(self._handle(update))  # goes on when the connection breaks
        self._at_work.add(work)
        work.add_done_callback(self._at_work.discard)
        answered = await asyncio.shield(work)
        return Response() if answered else _AGAIN

    async def close(self, grace_s: float) -> None:
        """Take no more, and let running work end within the grace; what is left comes again."""
        self._closing = True
        if self._at_work:
            await asyncio.wait(self._at_work, timeout=grace_s)

    async def _handle(self, update: RawUpdate) -> bool:
        """Return whether an update is answered."""
        queue = queue_of(update)
        self._waiting[queue] += 1
        try:
            async with self._turns.setdefault(queue, asyncio.Lock()), self._slots:
                return await self._claimed(update)
        finally:
            self._waiting[queue] -= 1
            if not self._waiting[queue]:
                del self._waiting[queue]

    async def _claimed(self, update: RawUpdate) -> bool:
        """Return whether an update is answered now, by whomever."""
        number = update["update_id"]
        claim: Claim = await self._asked(lambda: self._leases.claim(number), "busy")
        if claim in {"busy", "done"}:
            return claim == "done"
        if await self._worked(update, self._give_up if claim == "poison" else self._answer) or claim == "poison":
            await self._asked(lambda: self._leases.finish(number), None)
            return True
        await self._asked(lambda: self._leases.release(number), None)
        return False

    async def _worked(self, update: RawUpdate, work: Work) -> bool:
        holding = asyncio.create_task(self._hold(update["update_id"]))
        try:
            await work(update)
        except Exception as error:  # noqa: BLE001 - the wall: one update must not end the listener; only its type is told
            log.error("an update could not be finished: %s", type(error).__name__)  # noqa: TRY400 - a traceback may quote it
            return False
        finally:
            holding.cancel()
        return True

    async def _hold(self, number: int) -> None:
        """Renew the lease of an update for as long as it is worked on."""
        while True:
            await asyncio.sleep(RENEW_S)
            await self._asked(lambda: self._leases.renew(number), None)

    async def _asked(self, step: Callable[[], Any], otherwise: Any) -> Any:
        """Return what the leases say, `otherwise` when their server is away."""
        try:
            return await asyncio.to_thread(step)
        except Exception as error:  # noqa: BLE001 - whatever the server's library raises
            log.error("leases cannot be reached: %s", type(error).__name__)  # noqa: TRY400
            return otherwise


async def _update(request: Request) -> RawUpdate | None:
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_UPDATE_BYTES:
                return None
        update = json.loads(body)
    except (ValueError, RecursionError, ClientDisconnect):
        return None
    return update if isinstance(update, dict) and isinstance(update.get("update_id"), int) else None


def application(webhook: Webhook, runtime: Runtime) -> Starlette:
    """Return the listener as an ASGI application: Telegram's route, and two for whoever watches over it."""

    async def health(_: Request) -> Response:
        return PlainTextResponse("ok" if runtime.warm else runtime.problem or "warming up", 200 if runtime.warm else 503)

    async def metrics(_: Request) -> Response:
        return Response(runtime.metrics.text(), media_type=Metrics.CONTENT_TYPE)

    receive: Callable[[Request], Awaitable[Response]] = webhook.receive
    return Starlette(routes=[Route(PATH, receive, methods=["POST"]), Route("/healthz", health), Route("/metrics", metrics)])


async def serve(webhook: Webhook, runtime: Runtime, grace_s: float) -> None:
    """Listen until cancelled; then let what is in flight end. SettingError when the port cannot be had."""
    settings = runtime.settings
    try:
        listener = bound(settings.telegram_webhook_host, settings.telegram_webhook_port)
    except OSError as error:
        said = f"The webhook cannot listen on {settings.telegram_webhook_host}:{settings.telegram_webhook_port} ({error.strerror})."
        raise SettingError(said, "Choose another TELEGRAM_WEBHOOK_PORT, or stop the other program.", name="TELEGRAM_WEBHOOK_PORT") from None
    server = Server(application(webhook, runtime), lambda: None, int(grace_s))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await asyncio.shield(serving)
    finally:
        await webhook.close(grace_s)
        server.should_exit = True
        await serving
        listener.close()  # a server told to stop while it starts leaves it open
