"""A language model's server on 127.0.0.1 that speaks the OpenAI protocol, with good days and bad ones."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Day:
    """How the server is today: what it says, how often, how slowly, and what it was asked."""

    words: str = ""
    status: int = 200
    wait_s: float = 0.0
    times: int = 1
    raw: bytes = b""
    asked: list[dict] = field(default_factory=list)


@contextmanager
def serving(day: Day) -> Iterator[str]:
    """Serve that day; give the address for OPENAI_BASE_URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            day.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(day.status)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            try:
                self.wfile.write(day.raw)
                for _ in range(day.times):
                    time.sleep(day.wait_s)
                    self.wfile.write(b"data: " + json.dumps(_chunk(day.words)).encode() + b"\n\n")
                    self.wfile.flush()
                self.wfile.write(b"data: [DONE]\n\n")
            except (BrokenPipeError, ConnectionResetError):
                return

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _chunk(words: str) -> dict:
    delta = {"role": "assistant", "content": words}
    return {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "delta": delta, "finish_reason": None}],
    }
