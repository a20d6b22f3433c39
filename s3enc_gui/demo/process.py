"""The demo server as the program sees it: a process that lives exactly as long as its owner."""

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

SERVER_FLAG = "--demo-server"
"""First argument with which a frozen program runs `s3enc_gui.demo.server.main` instead."""

_MODULE = "s3enc_gui.demo.server"
_STOP_SECONDS = 5.0
# What a process needs in order to run at all; everything else of the user's stays out.
_INHERITED = (
    "PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "WINDIR",
    "TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL",
)  # fmt: skip
# Amazon's own documentation uses these two; they open nothing.
_ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE"
_SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # noqa: S105


class DemoError(Exception):
    """The demo cannot be had; the text says why, in words for the user."""


class DemoServer:
    """Context manager around the server process; `start_seconds` bounds the wait for its data.

    `start` raises `DemoError` if moto is missing, the process ends early or is not ready in time.
    The process ends with `stop`, and by itself when this program ends in whatever way: it watches
    its standard input, the other end of which only this object holds.
    """

    def __init__(self, start_seconds: float = 60.0) -> None:
        self._start_seconds = start_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self.endpoint_url = ""
        self.region = ""

    @property
    def pid(self) -> int | None:
        """Process id of the server, None while there is none."""
        return self._process.pid if self._process else None

    @property
    def environment(self) -> dict[str, str]:
        """Variables for an AWS SDK that is to talk to the demo and to nothing else."""
        return {
            "AWS_ACCESS_KEY_ID": _ACCESS_KEY_ID,
            "AWS_SECRET_ACCESS_KEY": _SECRET_ACCESS_KEY,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_ENDPOINT_URL": self.endpoint_url,
            **_no_aws_files(),
        }

    def start(self) -> Self:
        """Start the process and wait until it serves its sample data."""
        frozen = bool(getattr(sys, "frozen", False))
        if not frozen and importlib.util.find_spec("moto") is None:
            raise DemoError(
                "The demo needs moto, which is not installed: pip install 's3enc[demo]'"
            )
        # A file, not a pipe: nobody reads it while the server runs, and a full pipe would stop it.
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by stop
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this very interpreter or program
                command(frozen=frozen),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=_server_environment(),
                # Ctrl-C is for the window; it stops the server in its own time.
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
        """End the process and wait for its end; does nothing if there is none."""
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
            raise DemoError(f"The demo server was not ready within {seconds} seconds.") from None
        reader.join()
        if not line:
            raise DemoError(f"The demo server ended at once. {self._final_message()}")
        answer: dict[str, str] = json.loads(line)
        if "error" in answer:
            raise DemoError(answer["error"])
        return answer

    def _final_message(self) -> str:
        if self._errors is None:
            return ""
        self._errors.seek(0)
        text = self._errors.read().decode(errors="replace").strip()
        return text.rsplit("\n", 1)[-1]


def command(*, frozen: bool) -> list[str]:
    """Argument list that runs the server: a module here, the program itself in a frozen app."""
    if frozen:
        return [sys.executable, SERVER_FLAG]
    # -P: a moto.py that happens to lie in the current folder is not ours to run.
    return [sys.executable, "-P", "-m", _MODULE]


def _server_environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {
        **kept,
        **_no_aws_files(),
        # No home, hence no ~/.aws: botocore, which moto imports, finds nothing of the user's.
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
        raise RuntimeError("the process was started without pipes")
    return stream
