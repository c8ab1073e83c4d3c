"""Fetches the page of a policy, carefully: for a person who asked, from this bot's own computer.

https only, and never into a local network: a name is resolved once, all its numbers have to be public, and the
connection goes to one of these numbers (the certificate is checked for the name). A redirect is checked like a
first address. The site's robots.txt is respected, RFC 9309. One deadline covers everything.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

from adapters.addresses import host_and_path, is_public
from bot.errors import PolicyError
from bot.policy.sources import Page
from bot.strings import phrase, say

MAX_BYTES = 1 << 20
TIMEOUT_S = 10.0
MAX_REDIRECTS = 3
_HTTPS = 443
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TEXT_TYPES = ("text/html", "text/plain", "text/markdown", "application/xhtml+xml")
_ROBOT = "Unexposed"
_PASTE = phrase("Open the page yourself, copy the text of the policy and paste it here.")

#: A name to its numbers, as the system resolves it.
Resolve = Callable[[str, int], list[str]]


def resolve(name: str, port: int) -> list[str]:
    """Return the IP addresses of a host."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)))


@dataclass(frozen=True, slots=True)
class Answer:
    """One response: status, headers in lower case, and at most MAX_BYTES of its body, inflated."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class CarefulFetcher:
    """Fetches pages. What is handed in is for tests: names, certificates and which numbers count as public."""

    operator: str = ""
    resolve: Resolve = resolve
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    allowed: Callable[[str], bool] = is_public
    port: int = _HTTPS
    timeout_s: float = TIMEOUT_S

    def fetch(self, address: str) -> Page:
        """Return the page at an address; PolicyError says why there is none."""
        deadline = time.monotonic() + self.timeout_s
        for _ in range(MAX_REDIRECTS + 1):
            name, path = host_and_path(address)
            self._ask_robots(name, path, deadline)
            answer = self._get(name, path, deadline)
            if answer.status not in _REDIRECTS:
                return _page(address, answer)
            address = urljoin(address, answer.headers.get("location", ""))
        raise _problem(say("This address leads on and on to others, so I stopped."))

    def _ask_robots(self, name: str, path: str, deadline: float) -> None:
        """Raise PolicyError if the site asks robots to stay away from the path. No robots.txt (4xx) allows everything, RFC 9309 2.3.1."""
        answer = self._robots(name, deadline)
        if answer.status >= 500:
            raise _problem(say("The site does not answer properly right now."))
        if answer.status >= 400:
            return
        rules = RobotFileParser()
        rules.parse(answer.body.decode("utf-8", "replace").splitlines())
        if not rules.can_fetch(_ROBOT, path):
            raise _problem(say("The site asks programs like me not to fetch this page, and I respect that."))

    def _robots(self, name: str, deadline: float) -> Answer:
        at = f"https://{name}/robots.txt"
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._get(*host_and_path(at), deadline)
            if answer.status not in _REDIRECTS:
                return answer
            at = urljoin(at, answer.headers.get("location", ""))
        return Answer(404, {}, b"")

    def _get(self, name: str, path: str, deadline: float) -> Answer:
        number = self._number(name, deadline)
        try:
            with self._connected(name, number, deadline) as connection:
                connection.request("GET", path, headers=self._headers())
                answer = _answer(connection.getresponse())
        except (OSError, http.client.HTTPException, zlib.error) as error:
            if time.monotonic() >= deadline:
                raise self._too_slow() from error
            raise _problem(say("The site could not be reached, or its connection is not safe.")) from error
        if time.monotonic() >= deadline:  # what was cut may look like an end
            raise self._too_slow()
        return answer

    def _too_slow(self) -> PolicyError:
        return _problem(say("The site took longer than {seconds} seconds.", seconds=round(self.timeout_s)))

    def _headers(self) -> dict[str, str]:
        who = f"; run by {self.operator}" if self.operator.isascii() and self.operator.isprintable() and self.operator else ""
        said = f"{_ROBOT}/{version('unexposed')} (reads one privacy policy because a person asked{who})"
        return {
            "User-Agent": said,
            "Accept": ", ".join(_TEXT_TYPES),
            "Accept-Encoding": "identity",
            "Accept-Language": "en",
            "Connection": "close",
        }

    def _number(self, name: str, deadline: float) -> str:
        """Return the one number to connect to; PolicyError if any of a name's numbers is not public."""
        numbers = _within(deadline, lambda: self.resolve(name, self.port))
        if not numbers:
            raise _problem(say("There is no site of that name, or it could not be looked up."))
        if not all(self.allowed(number) for number in numbers):
            raise _problem(say("This address leads into a private network, and I don't look there."))
        return numbers[0]

    @contextmanager
    def _connected(self, name: str, number: str, deadline: float) -> Iterator[http.client.HTTPSConnection]:
        """Give a connection to a number under a name; at the deadline it is cut, however slowly the other side drips."""
        left = max(0.05, deadline - time.monotonic())
        live = [socket.create_connection((number, self.port), timeout=left)]
        cut = threading.Timer(max(0.0, deadline - time.monotonic()), _cut, (live,))
        cut.start()
        try:
            live.append(self.context.wrap_socket(live[0], server_hostname=name))
            connection = http.client.HTTPSConnection(name, self.port if self.port != _HTTPS else None)
            connection.sock = live[-1]
            yield connection
        finally:
            cut.cancel()
            live[-1].close()


def _cut(live: list[socket.socket]) -> None:
    """Cut a connection where it runs now, below its encryption: whoever waits for bytes of it sees its end."""
    try:
        socket.socket.shutdown(live[-1], socket.SHUT_RDWR)
    except OSError:  # closed already
        return


def _within(deadline: float, look_up: Callable[[], list[str]]) -> list[str]:
    """Return what a look-up finds before the deadline, nothing if it takes longer or fails; the system's own has no time limit."""
    found: list[str] = []

    def run() -> None:
        try:
            found.extend(look_up())
        except (OSError, UnicodeError):
            return

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(max(0.0, deadline - time.monotonic()))
    return list(found) if not thread.is_alive() else []


def _answer(response: http.client.HTTPResponse) -> Answer:
    headers = {name.lower(): value for name, value in response.getheaders()}
    body = b"" if response.status in _REDIRECTS else response.read(MAX_BYTES + 1)
    return Answer(response.status, headers, _inflated(body, headers.get("content-encoding", "identity").strip().lower()))


def _inflated(body: bytes, coding: str) -> bytes:
    """Return a body as it was before coding, one byte more than MAX_BYTES at most."""
    if coding in ("", "identity"):
        return body
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise http.client.UnknownTransferEncoding
    return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(body, MAX_BYTES + 1)


def _page(address: str, answer: Answer) -> Page:
    if not 200 <= answer.status < 300:
        gone = answer.status in (404, 410)
        raise _problem(
            say("There is no page at this address.") if gone else say("The site refused the request (code {code}).", code=answer.status)
        )
    kind = answer.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if kind not in _TEXT_TYPES:
        raise PolicyError(
            say("There is no text page at this address, but a file of another kind."),
            say("Save it and send it to me as a file: .pdf, .docx, .html, .txt or .md."),
        )
    if len(answer.body) > MAX_BYTES:
        raise _problem(say("This page is larger than 1 MB."))
    return Page(address, answer.body, "page.html" if "html" in kind else "page.txt")


def _problem(message: str) -> PolicyError:
    return PolicyError(message, say(_PASTE))
