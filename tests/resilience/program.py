"""`s3enc` as a process that can be killed and started again with the same files."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from tests.end_to_end import children
from tests.guards.isolation import variables
from tests.servers.server import Server

_LEASH = ["setpriv", "--pdeathsig", "KILL", "--"] if shutil.which("setpriv") else []
_FORKING = [*_LEASH, sys.executable, "-m", "tests.resilience.fork_server"]
# The first argument is the file for standard output; `children` logs standard error.
_ALONE = """import os, sys
os.dup2(os.open(sys.argv.pop(1), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
from s3enc_gui.cli import main
sys.exit(main(sys.argv[1:]))"""
_ROOT = Path(__file__).parents[2]
TIMEOUT = 60.0  # seconds, after which a run is killed and fails


def user(folder: Path, server: Server) -> dict[str, str]:
    """Return the environment of a user of `server`, with all files in `folder`."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        **variables(folder),
        **server.environment(),
        "NO_PROXY": "*",
    }


@dataclass(slots=True)
class EndedRun:
    """An ended run: its status (-9: killed), standard output and error."""

    status: int
    out: str
    err: str
    seconds: float

    @property
    def killed(self) -> bool:
        return self.status == -signal.SIGKILL

    @property
    def document(self) -> dict[str, Any] | None:
        """The JSON it printed; None: it printed none, or not all of it."""
        with suppress(ValueError):
            document: dict[str, Any] = json.loads(self.out)
            return document
        return None

    def verdicts(self) -> dict[str, str]:
        """Return the verdict by file, with the code of the error if there is one."""
        files = (self.document or {}).get("files", [])
        return {one["file"]: _verdict(one) for one in files}


def _verdict(file: Mapping[str, Any]) -> str:
    code = file["error"]["code"] if file.get("error") else ""
    return f"{file['verdict']} {code}".strip()


@dataclass(slots=True)
class KillableProcess:
    """A process that can be killed from any thread, at any time, more than once.

    `reaped` must be called before the pid can be reused.
    """

    pid: int = 0
    kill_requested: bool = False
    _lock: Lock = field(default_factory=Lock)

    def started(self, pid: int) -> None:
        with self._lock:
            self.pid = pid
            if self.kill_requested:
                os.kill(pid, signal.SIGKILL)

    def kill(self) -> None:
        with self._lock:
            self.kill_requested = True
            if self.pid:
                os.kill(self.pid, signal.SIGKILL)

    def reaped(self) -> None:
        with self._lock:
            self.pid = 0


class ForkServer:
    """Runs `s3enc` in forked children that have everything imported: their first request is sent
    0.06 s after the start, instead of 0.6 s.

    `range_size` overrides the size of range requests in bytes, `part_size` that of the parts of
    copies, which is also the largest size of a copy in one request.
    """

    def __init__(
        self, folder: Path, range_size: int | None = None, part_size: int | None = None
    ) -> None:
        self._out, self._err = folder / "out", folder / "err"
        self._process = subprocess.Popen(
            [*_FORKING, str(range_size or 0), str(part_size or 0)],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"PATH": os.environ.get("PATH", os.defpath), **variables(folder / "server")},
            text=True,
        )

    def run(
        self,
        arguments: Iterable[object],
        environment: Mapping[str, str],
        process: KillableProcess | None = None,
        seconds: float = TIMEOUT,
    ) -> EndedRun:
        """Run `s3enc` with these arguments to its end; `process` can kill it.

        After `seconds` it is killed, and fails.
        """
        process = process or KillableProcess()
        for file in (self._out, self._err):
            file.unlink(missing_ok=True)
        order = {"arguments": [str(one) for one in arguments], "environment": dict(environment)}
        self._write({**order, "out": str(self._out), "err": str(self._err)})
        process.started(self._read("pid"))
        start = time.monotonic()
        with Timer(seconds, process.kill) as timer:
            status = self._read("status")
        process.reaped()
        took = time.monotonic() - start
        err = _text(self._err)
        if timer.fired:
            err += f"\n(killed by the test: not done in {seconds:g} s)"
            status = 124  # like timeout(1)
        return EndedRun(status, _text(self._out), err, took)

    def _write(self, order: Mapping[str, object]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def _read(self, name: str) -> int:
        assert self._process.stdout is not None
        answer: dict[str, int] = json.loads(self._process.stdout.readline())
        return answer[name]

    def stop(self) -> None:
        """Stop it while nothing runs."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


class Timer:
    """Calls a function `seconds` after the block was entered, unless the block has ended."""

    def __init__(self, seconds: float, call: Callable[[], None]) -> None:
        self.fired = False
        self._seconds = seconds
        self._call = call
        self._ended = Lock()
        self._thread = Thread(target=self._wait, name="timer")

    def _wait(self) -> None:
        if not self._ended.acquire(timeout=self._seconds):
            self.fired = True
            self._call()

    def __enter__(self) -> Timer:
        self._ended.acquire()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.release()
        self._thread.join()


class Program:
    """`s3enc` in a new process."""

    def __init__(
        self, arguments: Iterable[object], environment: Mapping[str, str], log: Path
    ) -> None:
        self._out, self._err = log.with_suffix(".out"), log
        argv = [sys.executable, "-c", _ALONE, str(self._out), *(str(one) for one in arguments)]
        self._start = time.monotonic()
        self._process = children.start(argv, environment, log=log, cwd=_ROOT)

    @property
    def stderr(self) -> str:
        """Standard error so far."""
        return _text(self._err)

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """Send SIGKILL."""
        self._process.kill()

    def ended(self, timeout: float) -> EndedRun:
        """Wait for its end; after the timeout it is killed, with status 124."""
        try:
            status = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            children.stop(self._process)
            status = 124
        return EndedRun(status, _text(self._out), self.stderr, time.monotonic() - self._start)

    def stop(self) -> None:
        """Stop it if it is still running."""
        children.stop(self._process)


def part_is_recorded(folder: Path) -> bool:
    """Whether a user's journal has the first part of a file."""
    [journal] = folder.rglob("journal.sqlite")
    with closing(sqlite3.connect(f"{journal.as_uri()}?mode=ro", uri=True)) as database:
        found = database.execute("SELECT number FROM parts WHERE number = 1").fetchall()
    return bool(found)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
