"""Server processes: started on loopback, and always stopped."""

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
# LocalStack starts in 5 s; on a busy machine in more than 60 s. Less than the time limit of a test.
_START_SECONDS = 110.0
# Below Linux's range for outgoing connections, which could otherwise use a port before the server
# listens; the same applies to each port plus 10,000 (see seaweedfs.py).
_PORTS = range(20_000, 22_700)


class ServerError(Exception):
    """A server didn't start; the message has the end of its log."""


class EndedError(ServerError):
    """The process ended before the server was ready: another program may have taken its port."""


class ServerProcess:
    """A server process: `launch` returns immediately, `wait_ready` waits, `stop` ends it.

    `environment` is complete. `ready` is called until it returns True. Call `launch` on the main
    thread: on Linux the kernel kills the process when that thread ends, so that it never outlives
    the test run.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        folder: Path,
        environment: Mapping[str, str],
        ready: Callable[[], bool],
        start_seconds: float = _START_SECONDS,
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
        self._was_ready = False  # not checked again, because a busy server may respond slowly

    def launch(self) -> None:
        """Start the process without waiting; raises `ServerError` if that fails."""
        setpriv = shutil.which("setpriv")
        wrapper = [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []
        self._deadline = time.monotonic() + self._start_seconds
        try:
            with self.log.open("ab") as output:
                self._process = subprocess.Popen(
                    [*wrapper, *self._command],
                    cwd=self._folder,
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    # Ctrl+C is handled by pytest, which stops the servers; and a group to kill.
                    start_new_session=True,
                )
        except OSError as error:
            raise ServerError(f"{self.name} can't be started: {error}") from error

    @property
    def pid(self) -> int:
        """Process ID; raises `ServerError` before `launch` and after `stop`."""
        if self._process is None:
            raise ServerError(f"{self.name} was not started")
        return self._process.pid

    def wait_ready(self) -> None:
        """Wait until `ready`; raises `EndedError`, and `ServerError` after a timeout."""
        if self._process is None:
            raise ServerError(f"{self.name} was not started")
        while not self._was_ready:
            self._was_ready = self._ready()
            if self._was_ready:
                return
            # The wait for its end is the polling interval.
            with suppress(subprocess.TimeoutExpired):
                status = self._process.wait(_POLL_SECONDS)
                raise EndedError(f"{self.name} ended with status {status}.\n{self.log_tail()}")
            if time.monotonic() > self._deadline:
                self.stop()
                seconds = f"{self._start_seconds:g}"
                raise ServerError(f"{self.name} not ready in {seconds} s.\n{self.log_tail()}")

    def stop(self) -> None:
        """Terminate, and kill after the grace period. Idempotent."""
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
            # Including its child processes.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def log_tail(self) -> str:
        """The end of the log, at most 4,000 characters."""
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return text[-_LOG_TAIL:]


def clean_environment(folder: Path) -> dict[str, str]:
    """The environment of a server: the user's PATH, and `folder` as home."""
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
    """The ports that this process can use; workers of a run share none.

    Until a server listens, its port seems free to all workers (`PYTEST_XDIST_WORKER`, as gw0).
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return _PORTS[number % workers :: workers]


def free_ports(count: int, *, offsets: Sequence[int] = (0,)) -> list[int]:
    """`count` different free loopback ports p, for which p + each of `offsets` is free, too."""
    ports: list[int] = []
    # pytest-randomly gives `random` the same seed in every worker.
    chance, candidates = random.SystemRandom(), own_ports()
    with ExitStack() as stack:
        for port in chance.sample(candidates, len(candidates)):
            if len(ports) == count:
                break
            with suppress(OSError), ExitStack() as attempt:
                for offset in offsets:
                    attempt.enter_context(socket.socket()).bind((HOST, port + offset))
                # Kept open until all are found, so that none is found twice.
                stack.push(attempt.pop_all())
                ports.append(port)
    if len(ports) < count:
        raise ServerError("no free ports on loopback")
    return ports


def responds(url: str, ca_bundle: Path | None = None) -> bool:
    """Whether `url` responds with a status below 400, without a proxy."""
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
