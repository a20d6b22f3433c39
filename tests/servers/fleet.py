"""Starts the servers of the selected tests together, on first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from tests.servers.demo import Demo
from tests.servers.localstack import LocalStack
from tests.servers.moto import Moto
from tests.servers.process import EndedError, ServerProcess
from tests.servers.seaweedfs import SeaweedFS
from tests.servers.server import Server


class Startable(Protocol):
    """A server that starts in two steps, so that several can start in parallel."""

    @property
    def processes(self) -> list[ServerProcess]:
        """The server processes."""

    def launch(self) -> None:
        """Start without waiting."""

    def server(self) -> Server:
        """Wait until it is ready."""

    def stop(self) -> None:
        """Stop the server."""


# By fixture name; the slowest first.
KINDS: dict[str, Callable[[Path], Startable]] = {
    "localstack": LocalStack,
    "seaweedfs": SeaweedFS,
    "moto_server": Moto,
    "demo_server": lambda _: Demo(),
    "seaweedfs_tls": lambda folder: SeaweedFS(folder, tls=True),
}
RAW = ("moto_server", "localstack", "seaweedfs")


class Fleet:
    """The servers of a test run; `needed`: the names of those that the selected tests use."""

    def __init__(self, folder: Path, needed: Iterable[str]) -> None:
        self.folder = folder
        self._needed = frozenset(needed)
        self._started: dict[str, Startable] = {}
        self._errors: dict[str, Exception] = {}

    def get(self, name: str) -> Server:
        """Return a server when it is ready; raises `ServerError` if it couldn't be started."""
        for kind in KINDS:
            if kind == name or kind in self._needed:
                self._launch(kind)
        if name in self._errors:
            raise self._errors[name]
        try:
            return self._ready(name)
        except Exception as error:
            # Fail immediately for all further tests that need it.
            self._errors[name] = error
            raise

    def processes(self) -> list[ServerProcess]:
        """All processes of the servers started so far."""
        return [one for startable in self._started.values() for one in startable.processes]

    def stop(self) -> None:
        """Stop all servers."""
        for startable in self._started.values():
            startable.stop()
        self._started.clear()

    def _ready(self, name: str) -> Server:
        """Wait for a server; one that ended is started once more, with another port."""
        try:
            return self._started[name].server()
        except EndedError:
            self._started.pop(name).stop()
            self._start(name, self.folder / f"{name}-again")
            return self._started[name].server()

    def _start(self, kind: str, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._started[kind] = startable = KINDS[kind](folder)
        startable.launch()

    def _launch(self, kind: str) -> None:
        if kind in self._started or kind in self._errors:
            return
        try:
            self._start(kind, self.folder)
        except Exception as error:  # noqa: BLE001 - raised in the tests that need this server
            self._errors[kind] = error
