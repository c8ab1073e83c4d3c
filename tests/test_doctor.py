"""`unexposed doctor` asks whether tokens are known, and says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from adapters.tokens import check_discord, check_telegram
from bot.settings import Settings


@contextmanager
def server(status: int) -> Iterator[str]:
    """Run a server that answers everything with one status; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.mark.parametrize(
    ("status", "works", "words"),
    [
        (200, True, "knows the token"),
        (401, False, "does not know this token"),
        (404, False, "does not know"),
        (502, False, "trouble of its own"),
    ],
)
def test_what_a_service_says_of_a_token_is_told_in_words(status: int, works: bool, words: str) -> None:
    """Known, unknown, and trouble at the other end are three different sentences; none holds the token."""
    with server(status) as address:
        settings = Settings(telegram_token="1:SECRET", telegram_api_url=address, discord_token="M.SECRET", discord_api_url=address)
        for found, sentence in (check_telegram(settings), check_discord(settings)):
            assert found is works
            assert words in sentence
            assert "SECRET" not in sentence


def test_a_server_that_is_not_there_is_told_without_the_token() -> None:
    """The library's own error would print the address, and so the token."""
    works, sentence = check_telegram(Settings(telegram_token="1:SECRET", telegram_api_url="http://127.0.0.1:1"))

    assert not works
    assert "cannot be reached" in sentence
    assert "SECRET" not in sentence


def test_what_is_not_set_up_is_no_problem() -> None:
    """Without tokens there is nothing to ask, and nothing wrong."""
    assert check_telegram(Settings())[0]
    assert check_discord(Settings())[0]
