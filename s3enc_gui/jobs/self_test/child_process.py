"""Processes of this program that the self test starts: one may crash, and is asked to.

They write one line of JSON for each check to standard output. Run by `cli.self_test.child`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.self_test import CHILD_FLAG
from s3enc_gui.domain.self_test.component_check import (
    Component,
    ComponentCheck,
    check_of,
    document_of,
    failed,
)
from s3enc_gui.i18n import AnyText, text

PROGRAM, WINDOW, JOURNAL = "program", "window", "journal"
ANSWER_TIME = 90.0  # seconds; a first start from a slow disk with a virus scanner
POLL = 0.05  # seconds between two checks for cancellation
_XDG = ("CONFIG", "DATA", "STATE", "CACHE")
_ROOT = str(Path(__file__).resolve().parents[3])


class Child:
    """A running process; `errors` are the lines it wrote to standard error."""

    def __init__(self, kind: str, folder: Path, environment: Mapping[str, str]) -> None:
        self._output, self._errors = folder / f"{kind}.out", folder / f"{kind}.err"
        with self._output.open("wb") as output, self._errors.open("wb") as errors:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter or program
                [*_command(), kind, str(folder)],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=errors,
                env={**os.environ, **_environment(folder), **environment},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )

    @property
    def has_ended(self) -> bool:
        """Whether the process has ended."""
        return self._process.poll() is not None

    @property
    def output(self) -> str:
        """What it wrote to standard output so far."""
        return self._output.read_text("utf-8", "replace")

    @property
    def errors(self) -> tuple[str, ...]:
        """What it wrote to standard error so far, without empty lines."""
        lines = self._errors.read_text("utf-8", "replace").splitlines()
        return tuple(line.strip() for line in lines if line.strip())

    @property
    def checks(self) -> tuple[ComponentCheck, ...]:
        """The checks it wrote so far; other lines are ignored."""
        found = []
        for line in self.output.splitlines():
            with suppress(LookupError, TypeError, ValueError):
                found.append(check_of(json.loads(line)))
        return tuple(found)

    def wait_for(self, condition: Callable[[], bool], checkpoint: Callable[[], None]) -> bool:
        """Wait until it is true or the process has ended; return whether it is true.

        False, too, after ANSWER_TIME. `checkpoint` may raise.
        """
        deadline = monotonic() + ANSWER_TIME
        while not condition():
            checkpoint()
            if self.has_ended or monotonic() > deadline:
                return condition()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(POLL)
        return True

    def end(self) -> int:
        """Kill the process, if it runs, and return its exit status."""
        if not self.has_ended:
            self._process.kill()  # SIGKILL; TerminateProcess on Windows
        status = self._process.wait()
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()
        return status


@contextmanager
def child(kind: str, folder: Path, **environment: str) -> Iterator[Child]:
    """Run a process, and kill it at the end. Raises OSError where it can't be started."""
    started = Child(kind, folder, environment)
    try:
        yield started
    finally:
        started.end()


@dataclass(frozen=True, slots=True)
class ChildResult:
    """What a process that has ended wrote."""

    status: int
    checks: tuple[ComponentCheck, ...]
    errors: tuple[str, ...]

    @property
    def reason(self) -> AnyText:
        """Why it ended early."""
        if self.errors:
            return self.errors[0]
        return text("The process ended with status {status}.", status=self.status)

    def has(self, component: Component) -> bool:
        """Whether it came as far as this component."""
        return any(check.component is component for check in self.checks)


def run_child(
    kind: str, folder: Path, checkpoint: Callable[[], None], **environment: str
) -> ChildResult:
    """Run a process to its end. Raises what `checkpoint` raises, and OSError."""
    with child(kind, folder, **environment) as process:
        process.wait_for(lambda: False, checkpoint)
        return ChildResult(process.end(), process.checks, process.errors)


def complete(
    result: ChildResult, components: Iterable[Component], hint: AnyText
) -> Iterator[ComponentCheck]:
    """Yield the checks of these components; those that the process didn't reach have failed."""
    wanted = tuple(components)
    yield from (check for check in result.checks if check.component in wanted)
    for component in wanted:
        if not result.has(component):
            yield failed(component, result.reason, hint)


def send(check: ComponentCheck) -> None:
    """Write a check, in a child."""
    send_line(document_of(check))


def send_line(document: Mapping[str, Any]) -> None:
    """Write a line of JSON, in a child; `sys.stdout` may be None in a program without console."""
    os.write(1, json.dumps(document).encode() + b"\n")


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_FLAG]
    # -P: never import a module from the current folder.
    return [sys.executable, "-P", "-m", "s3enc_gui", CHILD_FLAG]


def _environment(folder: Path) -> dict[str, str]:
    """Return what keeps the process out of the user's folders.

    HOME stays: X11 finds its password there.
    """
    folders = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in _XDG}
    if getattr(sys, "frozen", False):
        return folders
    paths = [_ROOT, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**folders, "PYTHONPATH": os.pathsep.join(paths)}
