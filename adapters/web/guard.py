"""Who may talk to the page: this computer's own browser, on this page, and nobody else.

Any website a person visits can try to reach 127.0.0.1. Three checks stop it: the Host header must
name this computer (a foreign name pointed at 127.0.0.1 is "DNS rebinding"), Origin must be this page
(RFC 6454), and Sec-Fetch-Site must not say another site asked (W3C Fetch Metadata).
"""

from __future__ import annotations

import logging
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("unexposed.web")

_HOST = re.compile(r"(127\.0\.0\.1|localhost)(:\d{1,5})?", re.IGNORECASE)

#: trusted-types 'none': the browser itself refuses innerHTML, whatever a reply holds.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def refusal(path: str, headers: Headers) -> str:
    """Return why a request is turned away, in words; "" when it may pass."""
    host = headers.get("host", "")
    if not _HOST.fullmatch(host):
        return "This page answers only at 127.0.0.1 or localhost. Open the address that was shown when it started."
    if not path.startswith("/api/"):
        return ""
    foreign_origin = headers.get("origin", f"http://{host}") != f"http://{host}"
    foreign_site = headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    if foreign_origin or foreign_site:
        return "Another website tried to talk to this bot. Nothing was read. Open the bot's own page and write there."
    return ""


class Guard:
    """Turns strangers away, puts the security headers on every answer, and is the outermost wall for faults."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        answer = _with_headers(send)
        why = refusal(scope["path"], Headers(scope=scope))
        if why:
            await PlainTextResponse(why, 403)(scope, receive, answer)
            return
        try:
            await self.app(scope, receive, answer)
        except Exception as error:  # noqa: BLE001 - the outermost wall: log type only, never what was sent
            log.error("A request failed with %s.", type(error).__name__)  # noqa: TRY400 - a traceback could hold what was sent


def _with_headers(send: Send) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return answer
