"""A program watched from outside: what it writes, says and connects to, and the finder of words planted in what it was given.

Four views that do not depend on each other: the folders before and after, the files it holds open (deleted ones too), its sockets,
and a guard inside it that hears every file Python opens for writing and every address Python wants to reach.
"""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path

#: Loaded by Python itself at the start of the watched program; audit events cannot be taken back by what runs later.
GUARD = """
import json, os, sys

record = os.open(os.environ.pop("WATCHED_BY"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

def note(*what):
    os.write(record, (json.dumps(what, default=repr) + "\\n").encode("utf-8", "replace"))

def probe():
    # tempfile looks whether its folder can be written to: it writes "blat" into a file there and deletes it
    return sys._getframe(2).f_code.co_name == "_get_default_tempdir"

def hear(event, arguments):
    if event == "socket.connect" or event == "socket.sendto":
        address = arguments[1]
        note("reached", *(address[:2] if isinstance(address, tuple) else (address, 0)))
    elif event == "socket.getaddrinfo" and arguments[0] is not None:
        host = arguments[0]
        note("looked up", host.decode() if isinstance(host, bytes) else host)
    elif event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and not probe():
        note("wrote", os.path.abspath(os.fsdecode(arguments[0])) if isinstance(arguments[0], (str, bytes)) else "")
    elif event in ("subprocess.Popen", "os.fork", "os.posix_spawn", "os.system"):
        note("started", str(arguments[:1]))

sys.addaudithook(hear)
"""
LOOPBACK = "127.0.0.1"
_TCP_LISTENING = "0A"
_SHARED_FOLDERS = ("/dev/shm", "/var/tmp", tempfile.gettempdir())
_MOST_BYTES = 50_000_000


def forms(text: str) -> Iterator[tuple[str, bytes]]:
    """Give the ways in which a text may lie in bytes, each with its name."""
    plain = text.encode()
    yield "as it is", plain
    yield "UTF-16 LE", text.encode("utf-16-le")
    yield "UTF-16 BE", text.encode("utf-16-be")
    yield "hex", plain.hex().encode()
    yield "HEX", plain.hex().upper().encode()
    yield "percent-encoded", "".join(f"%{byte:02x}" for byte in plain).encode()
    yield "Percent-Encoded", "".join(f"%{byte:02X}" for byte in plain).encode()
    for shift in range(3):
        whole = b64encode(bytes(shift) + plain)
        inside = whole[-(-shift * 8 // 6) : (shift + len(plain)) * 8 // 6]
        yield f"base64 at {shift}", inside
        yield f"URL-safe base64 at {shift}", inside.translate(bytes.maketrans(b"+/", b"-_"))


def finds(data: bytes, planted: Mapping[str, str]) -> list[str]:
    """Return which planted texts lie in some bytes, and in which form."""
    return [f"{name} ({form})" for name, text in planted.items() for form, needle in forms(text) if needle in data]


class Watched:
    """A Python program in folders of its own, from its start to its end."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.folder = folder
        self.record, self.stdout, self.stderr = (folder / "outside" / name for name in ("record", "stdout", "stderr"))
        homes = {"HOME": "home", "TMPDIR": "tmp", "XDG_CACHE_HOME": "cache", "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data"}
        self.homes = {variable: folder / "inside" / name for variable, name in homes.items()}
        self.work = folder / "inside" / "work"
        for place in (self.record.parent, self.work, *self.homes.values(), folder / "guard"):
            place.mkdir(parents=True)
        (folder / "guard" / "sitecustomize.py").write_text(GUARD)
        own = {variable: str(place) for variable, place in self.homes.items()}
        path = {"PATH": os.environ["PATH"], "PYTHONPATH": str(folder / "guard"), "WATCHED_BY": str(self.record)}
        self.started = time.time()
        self.held: dict[str, bytes] = {}
        self.sockets: set[tuple[str, int]] = set()
        with self.stdout.open("wb") as out, self.stderr.open("wb") as err:
            command = [sys.executable, *arguments]
            self.process = subprocess.Popen(command, cwd=self.work, env={**own, **path, **environment}, stdout=out, stderr=err)

    # -- while it runs

    @property
    def said(self) -> str:
        """What it has printed so far, output and errors."""
        return self.stdout.read_text("utf-8", "replace") + self.stderr.read_text("utf-8", "replace")

    def look(self) -> None:
        """Note which files it holds open for writing, with what is in them, and where its sockets lead."""
        inodes = set()
        for entry in self._descriptors():
            target = str(entry.readlink())
            if target.startswith("socket:"):
                inodes.add(target[len("socket:[") : -1])
            elif self._keeps(entry, target):
                self.held[target] = entry.read_bytes()[:_MOST_BYTES]
        self.sockets |= {address for address, inode in remote_ends(self.process.pid) if inode in inodes}

    def _descriptors(self) -> list[Path]:
        found = Path(f"/proc/{self.process.pid}/fd")
        return [entry for entry in found.iterdir() if entry.is_symlink()]

    def _keeps(self, entry: Path, target: str) -> bool:
        """Tell whether a descriptor is a file open for writing, and not one that we gave it."""
        ours = str(self.record.parent)
        return stat.S_ISREG(entry.stat().st_mode) and bool(entry.lstat().st_mode & 0o200) and not target.startswith(ours)

    def end(self, seconds: float = 20) -> int:
        """Ask it to end and return its exit code; it is killed when it does not."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    # -- afterwards

    def files(self) -> dict[str, bytes]:
        """Return every file in its folders, and what appeared since its start in the folders that all programs share."""
        own = [path for path in (self.folder / "inside").rglob("*") if path.is_file()]
        shared = [path for folder in _SHARED_FOLDERS for path in Path(folder).glob("*") if self._new(path)]
        named = [Path(path) for path in self.wrote if self._new(Path(path))]
        return {str(path): _read(path) for path in (*own, *shared, *named)}

    def _new(self, path: Path) -> bool:
        try:
            about = path.stat()
        except OSError:
            return False
        return stat.S_ISREG(about.st_mode) and about.st_mtime >= self.started - 1

    def _notes(self, kind: str) -> list[list[object]]:
        lines = self.record.read_text().splitlines() if self.record.exists() else []
        return [rest for first, *rest in map(json.loads, lines) if first == kind]

    @property
    def wrote(self) -> list[str]:
        """Every path that Python opened for writing, but for compiled modules and devices."""
        paths = [str(path) for (path,) in self._notes("wrote")]
        return [path for path in paths if "__pycache__" not in path and not path.startswith("/dev/") and path]

    @property
    def created(self) -> list[str]:
        """Every file it left in its own folders, or held open for writing, or opened for writing in Python."""
        own = [str(path) for path in (self.folder / "inside").rglob("*") if path.is_file()]
        return sorted({*own, *self.held, *self.wrote})

    def leaks(self, planted: Mapping[str, str]) -> list[str]:
        """Return where planted texts are found: in files and their names, output and errors."""
        said = {"standard output": self.stdout.read_bytes(), "standard error": self.stderr.read_bytes()}
        names = {"names of files": "\n".join((*self.created, *self.files())).encode("utf-8", "replace")}
        places = {**said, **names, **self.files(), **self.held}
        return [f"{found} in {place}" for place, data in places.items() for found in finds(data, planted)]

    def strangers(self, allowed: set[int]) -> list[str]:
        """Return the addresses it reached or wanted to, other than these ports of this computer, and programs it started."""
        reached = {(str(host), int(str(port))) for host, port in self._notes("reached")} | self.sockets
        far = [f"{host} port {port}" for host, port in sorted(reached) if (host, port) not in {(LOOPBACK, port) for port in allowed}]
        names = [f"the name {host}" for (host,) in self._notes("looked up") if host not in (LOOPBACK, "localhost", "::1")]
        return [*far, *names, *(f"the program {what}" for (what,) in self._notes("started"))]


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError:
        return b""


def remote_ends(pid: int) -> Iterator[tuple[tuple[str, int], str]]:
    """Give ((address, port), inode) of every connected socket in the table of this process, its own and others' (proc(5))."""
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            _, local, remote, state, *rest = line.split()
            host, port = remote.split(":")
            if state != _TCP_LISTENING and int(port, 16) and not _listens_at(pid, local):
                yield (_dotted(host), int(port, 16)), rest[5]


def _listens_at(pid: int, local: str) -> bool:
    """Tell whether a local end is one the program serves: then the other end came to it."""
    port = local.split(":")[1]
    lines = Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]
    return any(line.split()[1].split(":")[1] == port and line.split()[3] == _TCP_LISTENING for line in lines)


def _dotted(host: str) -> str:
    if len(host) != 8:
        return host
    return ".".join(str(byte) for byte in reversed(bytes.fromhex(host)))
