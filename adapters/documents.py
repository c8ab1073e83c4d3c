"""Opens a stranger's files in a process of its own, with limits on memory, time and processor; what breaks it breaks only itself."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass

from bot.errors import PolicyError
from bot.policy.documents import MAX_BYTES, words
from bot.strings import say, speaking, spoken

#: A policy of 300 pages takes a few seconds on a busy core.
_TIMEOUT_S = 20
_PROCESSOR_S = 15
_MEMORY_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class LimitedDocuments:
    """Documents (bot/policy/documents.py) read by a child process; plain text needs none."""

    timeout_s: float = _TIMEOUT_S

    def words(self, data: bytes, name: str) -> str:
        """Return the text of a file; PolicyError if there is none, or if it takes more than the limits allow."""
        if len(data) > MAX_BYTES or not _parsed(data, name):
            return words(data, name)
        suffix = name[name.rfind(".") :][:8] if "." in name else ""
        command = [sys.executable, "-m", "adapters.documents", suffix, spoken()]
        try:
            done = subprocess.run(command, input=data, capture_output=True, timeout=self.timeout_s, check=False, env=_environment())  # noqa: S603 - our own module
        except subprocess.TimeoutExpired as error:
            raise _too_much() from error
        kind, _, rest = done.stdout.decode("utf-8", "replace").partition("\n")
        if done.returncode or kind not in ("text", "refused"):
            raise _too_much()
        if kind == "refused":
            message, _, hint = rest.partition("\n")
            raise PolicyError(message, hint)
        return rest


def _parsed(data: bytes, name: str) -> bool:
    """Tell whether a library has to take it apart: not so with plain text."""
    return (
        data[:1024].lstrip()[:1] == b"<"
        or b"%PDF-" in data[:1024]
        or data[:2] == b"PK"
        or name.lower().endswith((".html", ".htm", ".xhtml"))
    )


def _environment() -> dict[str, str]:
    """Return what the child may know: where Python finds its modules, and no token or password."""
    kept = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "SYSTEMROOT", "LANG")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONIOENCODING": "utf-8",
    }


def _too_much() -> PolicyError:
    return PolicyError(
        say("This file takes more to open than a policy should, so I stopped."), say("Open it yourself, copy the text and paste it here.")
    )


def _limit() -> None:
    """Bound this process; where the system knows no such limits, the parent's clock alone holds."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_S, _PROCESSOR_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


def main() -> None:
    """Read a file from standard input and write its words, or why there are none."""
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    _limit()
    with speaking(sys.argv[2]):
        try:
            answer = "text\n" + words(data, sys.argv[1])
        except PolicyError as error:
            answer = f"refused\n{error.message}\n{error.hint}"
    sys.stdout.buffer.write(answer.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
