"""`s3enc` as a process that can be killed, again and again, with one user's files."""

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
# The first word is the file for standard output; standard error is what `children` logs.
_ALONE = """import os, sys
os.dup2(os.open(sys.argv.pop(1), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
from s3enc_gui.cli import main
sys.exit(main(sys.argv[1:]))"""
_ROOT = Path(__file__).parents[2]
TOO_LONG = 60.0  # seconds, after which a run is killed and found wanting


def user(folder: Path, server: Server) -> dict[str, str]:
    """The environment of a user of `server` who lives in `folder`; the journal is kept there."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        **variables(folder),
        **server.environment(),
        "NO_PROXY": "*",
    }


@dataclass(slots=True)
class Ran:
    """How a run ended: its status (-9 where it was killed), and what it said."""

    status: int
    out: str
    err: str
    seconds: float

    @property
    def killed(self) -> bool:
        return self.status == -signal.SIGKILL

    @property
    def document(self) -> dict[str, Any] | None:
        """The JSON it printed; None where there is none, or not all of it."""
        with suppress(ValueError):
            document: dict[str, Any] = json.loads(self.out)
            return document
        return None

    def verdicts(self) -> dict[str, str]:
        """The verdict by file, with the error's code where there is one."""
        files = (self.document or {}).get("files", [])
        return {one["file"]: _verdict(one) for one in files}


def _verdict(file: Mapping[str, Any]) -> str:
    code = file["error"]["code"] if file.get("error") else ""
    return f"{file['verdict']} {code}".strip()


@dataclass(slots=True)
class Victim:
    """A process under way; `kill` may be called from any thread, at any time, more than once.

    Whoever waits for its end calls `over` first, before its pid may be another's.
    """

    pid: int = 0
    doomed: bool = False
    _lock: Lock = field(default_factory=Lock)

    def born(self, pid: int) -> None:
        with self._lock:
            self.pid = pid
            if self.doomed:
                os.kill(pid, signal.SIGKILL)

    def kill(self) -> None:
        with self._lock:
            self.doomed = True
            if self.pid:
                os.kill(self.pid, signal.SIGKILL)

    def over(self) -> None:
        with self._lock:
            self.pid = 0


class ForkServer:
    """Runs `s3enc` in children that have all imports behind them: a run asks its
    first question 0.06 s after its start, instead of 0.6 s.

    `range_size`: of how many bytes the ranges of a download are, if not of the usual number.
    """

    def __init__(self, folder: Path, range_size: int | None = None) -> None:
        self._out, self._err = folder / "out", folder / "err"
        self._process = subprocess.Popen(
            [*_FORKING, *([str(range_size)] if range_size else [])],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"PATH": os.environ.get("PATH", os.defpath), **variables(folder / "server")},
            text=True,
        )

    def run(
        self, words: Iterable[object], environment: Mapping[str, str], victim: Victim | None = None
    ) -> Ran:
        """Run `s3enc` with these words to its end, which `victim` may bring about."""
        victim = victim or Victim()
        for file in (self._out, self._err):
            file.unlink(missing_ok=True)
        order = {"words": [str(word) for word in words], "environment": dict(environment)}
        self._write({**order, "out": str(self._out), "err": str(self._err)})
        victim.born(self._read("pid"))
        start = time.monotonic()
        with Alarm(TOO_LONG, victim.kill) as patience:
            status = self._read("status")
        victim.over()
        seconds = time.monotonic() - start
        err = _text(self._err)
        if patience.rang:
            err += f"\n(killed by the test: not done in {TOO_LONG:g} s)"
            status = 124  # as timeout(1) says it
        return Ran(status, _text(self._out), err, seconds)

    def _write(self, order: Mapping[str, object]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def _read(self, name: str) -> int:
        assert self._process.stdout is not None
        answer: dict[str, int] = json.loads(self._process.stdout.readline())
        return answer[name]

    def stop(self) -> None:
        """End it; no run is under way."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


class Alarm:
    """Calls something, once, `seconds` after the block was entered, if it is not over before."""

    def __init__(self, seconds: float, call: Callable[[], None]) -> None:
        self.rang = False
        self._seconds = seconds
        self._call = call
        self._over = Lock()
        self._thread = Thread(target=self._wait, name="alarm")

    def _wait(self) -> None:
        if not self._over.acquire(timeout=self._seconds):
            self.rang = True
            self._call()

    def __enter__(self) -> Alarm:
        self._over.acquire()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.release()
        self._thread.join()


class Program:
    """`s3enc` in a process of its own, from its first import on; `said` is what it says."""

    def __init__(self, words: Iterable[object], environment: Mapping[str, str], log: Path) -> None:
        self._out, self._err = log.with_suffix(".out"), log
        argv = [sys.executable, "-c", _ALONE, str(self._out), *(str(word) for word in words)]
        self._start = time.monotonic()
        self._process = children.start(argv, environment, log=log, cwd=_ROOT)

    @property
    def said(self) -> str:
        """What it said so far on standard error."""
        return _text(self._err)

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """Send SIGKILL: no time for a last word."""
        self._process.kill()

    def ended(self, timeout: float) -> Ran:
        """Wait for its end; by force after the timeout, then with status 124."""
        try:
            status = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            children.stop(self._process)
            status = 124
        return Ran(status, _text(self._out), self.said, time.monotonic() - self._start)

    def stop(self) -> None:
        """End it if it is still there."""
        children.stop(self._process)


def part_is_noted(folder: Path) -> bool:
    """Whether a user's journal knows that the first part of a file is at the server."""
    [journal] = folder.rglob("journal.sqlite")
    with closing(sqlite3.connect(f"{journal.as_uri()}?mode=ro", uri=True)) as database:
        found = database.execute("SELECT number FROM parts WHERE number = 1").fetchall()
    return bool(found)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
