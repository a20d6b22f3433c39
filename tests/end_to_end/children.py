"""Starts and stops child processes, which also end with the test process."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

GRACE_SECONDS = 5.0
# The kernel sends TERM when the parent dies, even by KILL. Not preexec_fn: it is unsafe with
# threads, and warns. setpriv is in util-linux, which Debian never lacks.
_DIES_WITH_PARENT = ("setpriv", "--pdeathsig", "TERM", "--")


def start(
    argv: Sequence[str | os.PathLike[str]],
    environment: Mapping[str, str],
    *,
    log: Path,
    pass_fds: Sequence[int] = (),
    cwd: Path | None = None,
    stdin: Path = Path(os.devnull),
) -> subprocess.Popen[bytes]:
    """Start `argv` in a new process group; append its output to `log`.

    The child's pid is that of the program itself: setpriv replaces itself with it.
    """
    with log.open("ab") as output, stdin.open("rb") as given:
        return subprocess.Popen(
            [*_DIES_WITH_PARENT, *(os.fspath(word) for word in argv)],
            env=dict(environment),
            cwd=cwd,
            stdin=given,
            stdout=output,
            stderr=output,
            pass_fds=pass_fds,
            start_new_session=True,
        )


def stop(process: subprocess.Popen[bytes]) -> int:
    """Terminate the process, and kill its group after the grace period; return its exit status."""
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait(GRACE_SECONDS)
