"""A server as a process of its own: started on loopback, waited for, and ended for certain."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

HOST = "127.0.0.1"
_POLL_SECONDS = 0.05
_LOG_TAIL = 4000
# Below Linux's range for outgoing connections, which could otherwise take a port between our
# looking and the server's listening; and so is each of them plus 10,000 (see seaweedfs.py).
_PORTS = range(20_000, 22_700)


class ServerError(Exception):
    """A server did not come up; the text holds the end of its log."""


class ServerProcess:
    """One server process; `launch` returns at once, `wait_ready` waits, `stop` ends it.

    `environment` is all that the process gets. `ready` is asked until it answers True. Launch from
    the main thread: on Linux the kernel ends the process when the thread that started it ends, so
    that it dies with the test run however that ends.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        folder: Path,
        environment: Mapping[str, str],
        ready: Callable[[], bool],
        start_seconds: float = 60.0,
        grace_seconds: float = 3.0,
    ) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        self._command = [os.fspath(word) for word in command]
        self._folder = folder
        self._environment = dict(environment)
        self._ready = ready
        self._start_seconds = start_seconds
        self._grace_seconds = grace_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._deadline = 0.0
        self._was_ready = False  # asked once: a busy server may be slow to say so again

    def launch(self) -> None:
        """Start the process without waiting for it; raises `ServerError` if it cannot be run."""
        setpriv = shutil.which("setpriv")
        leash = [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []
        self._deadline = time.monotonic() + self._start_seconds
        try:
            with self.log.open("ab") as output:
                self._process = subprocess.Popen(
                    [*leash, *self._command],
                    cwd=self._folder,
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    # Ctrl-C is for pytest, which then ends the servers; and a group to kill.
                    start_new_session=True,
                )
        except OSError as error:
            raise ServerError(f"{self.name} cannot be started: {error}") from error

    @property
    def pid(self) -> int:
        """Process id; raises `ServerError` before `launch` and after `stop`."""
        if self._process is None:
            raise ServerError(f"{self.name} was not started")
        return self._process.pid

    def wait_ready(self) -> None:
        """Return when `ready` says so; raises `ServerError` if the process ends or is too slow."""
        if self._process is None:
            raise ServerError(f"{self.name} was not started")
        while not self._was_ready:
            self._was_ready = self._ready()
            if self._was_ready:
                return
            # Waiting for its end is the pause between two questions.
            with suppress(subprocess.TimeoutExpired):
                status = self._process.wait(_POLL_SECONDS)
                raise ServerError(f"{self.name} ended with status {status}.\n{self.log_tail()}")
            if time.monotonic() > self._deadline:
                self.stop()
                seconds = f"{self._start_seconds:g}"
                raise ServerError(f"{self.name} not ready in {seconds} s.\n{self.log_tail()}")

    def stop(self) -> None:
        """Stop politely, after the grace by force; does nothing if it is not there."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None and self._grace_seconds:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(self._grace_seconds)
        if sys.platform == "win32":
            process.kill()
        else:
            # Its group too: whatever it started itself.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def log_tail(self) -> str:
        """The end of what the server wrote, at most 4,000 characters."""
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return text[-_LOG_TAIL:]


def clean_environment(folder: Path) -> dict[str, str]:
    """Variables for a server: nothing of the user's but the search path, and `folder` as home."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": "*",
    }


def own_ports() -> Sequence[int]:
    """The ports among which this process may choose: no two workers of a run share one.

    Until a server listens, a port looks free to everybody (`PYTEST_XDIST_WORKER`, as gw0).
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return _PORTS[number % workers :: workers]


def free_ports(count: int, *, offsets: Sequence[int] = (0,)) -> list[int]:
    """`count` different loopback ports p that nobody listens on, nor on p + each of `offsets`."""
    ports: list[int] = []
    # pytest-randomly seeds the other `random` alike in every worker.
    chance, candidates = random.SystemRandom(), own_ports()
    with ExitStack() as stack:
        for port in chance.sample(candidates, len(candidates)):
            if len(ports) == count:
                break
            with suppress(OSError), ExitStack() as attempt:
                for offset in offsets:
                    attempt.enter_context(socket.socket()).bind((HOST, port + offset))
                # Kept until all are found, so that none is found twice.
                stack.push(attempt.pop_all())
                ports.append(port)
    if len(ports) < count:
        raise ServerError("no free ports on loopback")
    return ports


def answers(url: str, ca_bundle: Path | None = None) -> bool:
    """Whether `url` answers with a status below 400; no proxy is asked."""
    handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
    if ca_bundle:
        context = ssl.create_default_context(cafile=str(ca_bundle))
        handlers.append(urllib.request.HTTPSHandler(context=context))
    try:
        with urllib.request.build_opener(*handlers).open(url, timeout=5):
            return True
    except urllib.error.HTTPError as error:
        error.close()
        return False
    except OSError:
        return False
