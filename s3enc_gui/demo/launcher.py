"""Starts and stops the process of the demo server, which ends with its owner."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from s3enc_gui.i18n import AnyText, sentences, text

SERVER_FLAG = "--demo-server"
"""First argument that makes a frozen program run `s3enc_gui.demo.server.main`."""

_MODULE = "s3enc_gui.demo.server"
_STOP_SECONDS = 5.0
# Variables that a process needs to run; the others of the user aren't passed on.
_INHERITED = (
    "PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "WINDIR",
    "TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL",
)  # fmt: skip
# The example credentials of the AWS documentation.
_ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE"
_SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # noqa: S105


class DemoError(Exception):
    """The demo can't start; `reason` is shown to the user."""

    def __init__(self, reason: AnyText) -> None:
        super().__init__(reason)
        self.reason = reason


class DemoServer:
    """The server process, as a context manager; `start_seconds` is the start timeout.

    `start` raises `DemoError` if moto is missing, the process exits early or times out. The process
    ends with `stop`, and whenever this program ends, because its standard input is closed then.
    """

    def __init__(self, start_seconds: float = 60.0) -> None:
        self._start_seconds = start_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self.endpoint_url = ""
        self.region = ""

    @property
    def pid(self) -> int | None:
        """Process ID of the server, None if it doesn't run."""
        return self._process.pid if self._process else None

    @property
    def environment(self) -> dict[str, str]:
        """Environment variables that make an AWS SDK use the demo only."""
        return {
            "AWS_ACCESS_KEY_ID": _ACCESS_KEY_ID,
            "AWS_SECRET_ACCESS_KEY": _SECRET_ACCESS_KEY,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_ENDPOINT_URL": self.endpoint_url,
            **_no_aws_files(),
        }

    def start(self) -> Self:
        """Start the process and wait until it is ready. Raises DemoError."""
        frozen = bool(getattr(sys, "frozen", False))
        if importlib.util.find_spec("moto") is None:
            raise DemoError(
                text("The demo isn't part of this installation.")
                if frozen
                else text("moto isn't installed. Run: pip install 's3enc[demo]'")
            )
        # A file, because nothing would read a pipe while the server runs.
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by stop
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter or program
                command(frozen=frozen),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=_server_environment(),
                # Ctrl+C is handled by the window, which then stops the server.
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            ready = self._await_ready(self._process)
        except BaseException:
            self.stop()
            raise
        self.endpoint_url, self.region = ready["endpoint_url"], ready["region"]
        return self

    def stop(self) -> None:
        """Stop the process and wait for its exit. Idempotent."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(OSError):
                _pipe(process.stdin).close()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _pipe(process.stdout).close()
        if self._errors is not None:
            self._errors.close()
            self._errors = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def _await_ready(self, process: subprocess.Popen[bytes]) -> dict[str, str]:
        lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        reader = threading.Thread(
            target=lambda: lines.put(_pipe(process.stdout).readline()), daemon=True
        )
        reader.start()
        try:
            line = lines.get(timeout=self._start_seconds)
        except queue.Empty:
            process.kill()
            reader.join()
            seconds = f"{self._start_seconds:g}"
            reason = text("The demo server didn't start within {seconds} seconds.", seconds=seconds)
            raise DemoError(reason) from None
        reader.join()
        if not line:
            raise DemoError(sentences(text("The demo server exited."), self._last_error_line()))
        answer: dict[str, str] = json.loads(line)
        if "error" in answer:
            raise DemoError(answer["error"])
        return answer

    def _last_error_line(self) -> str:
        if self._errors is None:
            return ""
        self._errors.seek(0)
        output = self._errors.read().decode(errors="replace").strip()
        return output.rsplit("\n", 1)[-1]


def window_command() -> list[str]:
    """The command that opens the window of the demo; empty where moto isn't installed."""
    if importlib.util.find_spec("moto") is None:
        return []
    if getattr(sys, "frozen", False):
        return [sys.executable, "--demo"]
    return [sys.executable, "-P", "-m", "s3enc_gui", "--demo"]


def command(*, frozen: bool) -> list[str]:
    """The command that runs the server: a module, or the program itself if it is frozen."""
    if frozen:
        return [sys.executable, SERVER_FLAG]
    # -P: never import a moto.py from the current folder.
    return [sys.executable, "-P", "-m", _MODULE]


def _server_environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {
        **kept,
        **_no_aws_files(),
        # No home folder, so that botocore (imported by moto) finds no ~/.aws.
        "HOME": os.devnull,
        "USERPROFILE": os.devnull,
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "PYTHONUTF8": "1",
    }


def _no_aws_files() -> dict[str, str]:
    return {
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise RuntimeError("the process has no pipes")
    return stream
