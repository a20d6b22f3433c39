"""Starts the servers that the chosen tests need, all at once, when the first of them is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from tests.servers.demo import Demo
from tests.servers.localstack import LocalStack
from tests.servers.moto import Moto
from tests.servers.process import ServerProcess
from tests.servers.seaweedfs import SeaweedFS
from tests.servers.server import Server


class Startable(Protocol):
    """A server in three steps, so that several can come up side by side."""

    @property
    def processes(self) -> list[ServerProcess]:
        """What runs, as far as it is a process of ours."""

    def launch(self) -> None:
        """Start without waiting."""

    def server(self) -> Server:
        """Wait until it is ready."""

    def stop(self) -> None:
        """End it."""


# By the names of the fixtures; the slowest first.
KINDS: dict[str, Callable[[Path], Startable]] = {
    "localstack": LocalStack,
    "seaweedfs": SeaweedFS,
    "moto_server": Moto,
    "demo_server": lambda _: Demo(),
    "seaweedfs_tls": lambda folder: SeaweedFS(folder, tls=True),
}
RAW = ("moto_server", "localstack", "seaweedfs")


class Fleet:
    """The servers of one test run; `wanted` names those that the chosen tests will ask for."""

    def __init__(self, folder: Path, wanted: Iterable[str]) -> None:
        self.folder = folder
        self._wanted = frozenset(wanted)
        self._afloat: dict[str, Startable] = {}
        self._errors: dict[str, Exception] = {}

    def get(self, name: str) -> Server:
        """The named server, ready; raises `ServerError` each time if it could not be started."""
        for kind in KINDS:
            if kind == name or kind in self._wanted:
                self._launch(kind)
        if name in self._errors:
            raise self._errors[name]
        try:
            return self._afloat[name].server()
        except Exception as error:
            # Not a minute of waiting for every single test that wants it.
            self._errors[name] = error
            raise

    def processes(self) -> list[ServerProcess]:
        """All processes of the servers started so far."""
        return [one for startable in self._afloat.values() for one in startable.processes]

    def stop(self) -> None:
        """End all of them."""
        for startable in self._afloat.values():
            startable.stop()
        self._afloat.clear()

    def _launch(self, kind: str) -> None:
        if kind in self._afloat or kind in self._errors:
            return
        try:
            startable = KINDS[kind](self.folder)
            self._afloat[kind] = startable
            startable.launch()
        except Exception as error:  # noqa: BLE001 - raised to the tests that want this server
            self._errors[kind] = error
