"""Every fault of the hostile server × every operation: no wrong statement is ever made.

To run one cell: `pytest "tests/contract/test_hostile_matrix.py::test_nothing_false[NAME]"`, with
`CELL=move` in the environment for one operation.
"""

from __future__ import annotations

import logging
import os
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.jobs.services import Services
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.settings_file import SettingsFile
from tests.contract.conftest import Harness
from tests.contract.matrix.checks import check
from tests.contract.matrix.copies import copy, move
from tests.contract.matrix.downloads import download_file, download_folder
from tests.contract.matrix.reads import audit, inspect
from tests.contract.matrix.settings import settings
from tests.contract.matrix.summary import CELL, Cell
from tests.contract.matrix.uploads import upload_in_parts, upload_small
from tests.contract.matrix.world import World, seed, without_pauses
from tests.servers.hostile import Hostile, hostile_server
from tests.servers.hostile.faults.registry import Fault, all_faults

pytestmark = [pytest.mark.contract, pytest.mark.long]

OPERATIONS = MappingProxyType(
    {
        "check": check,
        "settings": settings,
        "upload small": upload_small,
        "upload in parts": upload_in_parts,
        "download file": download_file,
        "download folder": download_folder,
        "inspect": inspect,
        "audit": audit,
        "copy": copy,
        "move": move,
    }
)
TIMEOUT = 20.0  # seconds for a cell
FAULTS = {one.name: one for one in all_faults()}
HONEST = Fault("honest", "No fault.", "", lambda s3: None)


@dataclass
class Matrix:
    """Runs cells on one server; services are created for the first cell."""

    s3: Hostile
    folder: Path
    opened: list[Services] = field(default_factory=list)

    @property
    def harness(self):
        services = self.opened[0] if self.opened else None
        if services is None:
            settings = SettingsFile(self.folder / "settings.json")
            services = Services(OpenSessions(), settings, deadline=0.0)
            self.opened.append(services)
        return Harness(services, Connection(endpoint_url=self.s3.server.endpoint_url))

    def close(self):
        for services in self.opened:
            services.close()
        self.opened.clear()

    def cells(self, fault):
        """Run the cells of a fault, except those whose requests it does not affect."""
        only = os.environ.get("CELL")
        for name in OPERATIONS:
            if only in (None, name):
                world = self.prepare(fault, name)
                if world is not None:
                    self.run(world, name)
                    yield name, world

    def prepare(self, fault, name):
        """Return the world of a cell; None if the fault affects none of its requests."""
        self.s3.reset()
        before = seed(self.s3)
        settings = self.s3.settings
        fault.apply(self.s3)
        is_same = settings == self.s3.settings and not self.s3.touched & USUAL.get(name, set())
        if is_same and fault is not HONEST:
            return None
        return World(self.s3, self.harness, Path(mkdtemp(dir=self.folder)), before)

    def run(self, world, name):
        """Run one cell."""
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(OPERATIONS[name], world)
            try:
                running.result(TIMEOUT)
            except TimeoutError:
                world.say("it hangs")
                world.harness.stopped.set()
            except Exception as error:  # noqa: BLE001 - reported as wrong
                world.say(f"{type(error).__name__}: {error}")


USUAL: dict[str, set[str]] = {}
"""The S3 operations that each operation of the matrix sends to an honest server."""


@pytest.fixture
def matrix(tmp_path, monkeypatch):
    """A matrix without pauses."""
    with without_pauses(monkeypatch), hostile_server() as s3:
        for name, value in s3.server.environment().items():
            monkeypatch.setenv(name, value)
        matrix = Matrix(s3, tmp_path)
        try:
            if not USUAL:
                for name, world in matrix.cells(HONEST):
                    USUAL[name] = set(world.s3.asked)
                matrix.close()  # what the session learned does not hold for other servers
            yield matrix
        finally:
            matrix.close()


def test_an_honest_server_has_the_best_verdicts(matrix):
    for name, world in matrix.cells(HONEST):
        assert not world.wrong, name
        labels = {
            label for label in world.verdicts if label.startswith(("error", "fail", "cannot"))
        }
        # A missing object, and an interrupted audit.
        allowed = {"download file": {"failed"}, "audit": {"error AccessDenied"}}.get(name, set())
        assert labels <= allowed, (name, world.verdicts)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=str)
def test_nothing_false(matrix, fault, record_property, caplog):
    caplog.set_level(logging.CRITICAL)
    wrong, untouched = [], set(OPERATIONS)
    for name, world in matrix.cells(fault):
        untouched.discard(name)
        found = [] if name in fault.unseen_by else list(dict.fromkeys(world.wrong))
        record_property(CELL, Cell(fault.name, name, dict(world.verdicts), found).text)
        wrong += [f"{name}: {one}" for one in found]
    for name in untouched:
        record_property(CELL, Cell(fault.name, name, {}, [], run=False).text)
    assert not wrong, "\n".join([f"{fault.name}: {fault.description}", *wrong])
