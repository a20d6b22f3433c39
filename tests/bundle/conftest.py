"""The packages, installed in bare systems: `make test-bundle`, as root on Debian."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bundle.roots import SUITES, Root, make_root
from tests.end_to_end.desktop import Desktop
from tests.end_to_end.waiting import wait_for
from tests.packaging.run import ROOT

# They need the packages in `dist`, debootstrap and some minutes: not a part of `make test`.
collect_ignore_glob = [] if "S3ENC_TEST_BUNDLE" in os.environ else ["test_*.py"]

_X_SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108 - where X servers listen
PROGRAMS = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}


@pytest.fixture(scope="session")
def deb() -> Path:
    """The package that `make deb` has built."""
    (found,) = (ROOT / "dist").glob("s3enc_*.deb")
    return found


@pytest.fixture(scope="session", params=SUITES)
def root(request, tmp_path_factory) -> Iterator[Root]:
    """A bare system, before the package is installed."""
    folder = tmp_path_factory.mktemp("roots") / request.param
    made = make_root(request.param, ROOT / "build" / "roots", folder)
    yield made
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def installed(root, deb):
    """The system with the package."""
    shutil.copy(deb, root.folder / "root")
    root.run("apt-get", "-qq", "update")
    root.run("apt-get", "-qq", "-y", "install", f"/root/{deb.name}")
    (root.folder / "root" / deb.name).unlink()
    return root


@pytest.fixture(scope="session")
def desktop():
    with Desktop() as made:
        yield made


class Inside:
    """Programs in a root, on the screen and the buses of a desktop outside of it."""

    def __init__(self, root: Root, desktop: Desktop, folder: Path) -> None:
        self.root, self.desktop, self.folder = root, desktop, folder
        self._shared = [folder, desktop.folder, _X_SOCKETS]
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self, argv, **environment):
        """Start a program; its output is in `desktop.log()`."""
        variables = {**self.desktop.environment(), **PROGRAMS, **environment}
        command = self.root.command(argv, variables, self._shared)
        self._started.append(self.desktop.start(command))
        return self._started[-1]

    def run(self, argv, timeout: float = 300, **environment):
        """Run a program; return its exit status, its output and what it wrote to stderr."""
        variables = {**self.desktop.environment(), **PROGRAMS, **environment}
        done = subprocess.run(
            self.root.command(argv, variables, self._shared),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    def ended(self, process):
        """Wait for the end of a program; return its exit status."""
        wait_for(lambda: process.poll() is not None, 60, what="end", otherwise=self.desktop.log)
        return process.returncode

    def close(self) -> None:
        """Stop what still runs."""
        for process in self._started:
            if process.poll() is None:
                process.terminate()
                process.wait(30)


@pytest.fixture
def inside(installed, desktop, tmp_path):
    """Programs of the installed package."""
    made = Inside(installed, desktop, tmp_path)
    yield made
    made.close()


@pytest.fixture
def from_entry(installed) -> Callable[..., list[str]]:
    """The command of a desktop entry for files, as a file manager makes it."""

    def command(entry: str, *files: Path) -> list[str]:
        text = (installed.folder / "usr/share/applications" / entry).read_text("utf-8")
        (line,) = [one for one in text.splitlines() if one.startswith("Exec=")]
        words = line.removeprefix("Exec=").split()
        assert words[-1] == "%F"
        return [*words[:-1], *map(str, files)]

    return command
