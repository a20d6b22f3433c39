"""Every manner of the hostile server × every operation: nothing false is ever said of it.

One cell again: `pytest "tests/contract/test_hostile_matrix.py::test_nothing_false[NAME]"`, with
`CELL=move` in the environment for one operation only.
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
from tests.contract.matrix.copies import copy, move
from tests.contract.matrix.downloads import download_file, download_folder
from tests.contract.matrix.looks import audit, inspect
from tests.contract.matrix.summary import CELL, Cell
from tests.contract.matrix.uploads import upload_in_parts, upload_small
from tests.contract.matrix.world import World, hurried, seed
from tests.servers.hostile import Hostile, hostile_server
from tests.servers.hostile.manners.registry import Manner, all_manners

pytestmark = [pytest.mark.contract, pytest.mark.long]

OPERATIONS = MappingProxyType(
    {
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
LONGEST = 20.0  # seconds of a cell: then it hangs
MANNERS = {one.name: one for one in all_manners()}
HONEST = Manner("honest", "It does nothing wrong.", "", lambda s3: None)


@dataclass
class Matrix:
    """A user at a server of their own; the client is opened when the first cell is run."""

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

    def cells(self, manner):
        """Run the cells of a manner; those that cannot differ from the honest ones are not run."""
        only = os.environ.get("CELL")
        for name in OPERATIONS:
            if only in (None, name):
                world = self.prepared(manner, name)
                if world is not None:
                    self.run(world, name)
                    yield name, world

    def prepared(self, manner, name):
        """The world of a cell; None where the manner changes nothing that the cell asks."""
        self.s3.reset()
        before = seed(self.s3)
        settings = self.s3.settings
        manner.apply(self.s3)
        is_same = settings == self.s3.settings and not self.s3.touched & USUAL.get(name, set())
        if is_same and manner is not HONEST:
            return None
        return World(self.s3, self.harness, Path(mkdtemp(dir=self.folder)), before)

    def run(self, world, name):
        """Run one."""
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(OPERATIONS[name], world)
            try:
                running.result(LONGEST)
            except TimeoutError:
                world.say("it hangs")
                world.harness.stopped.set()
            except Exception as error:  # noqa: BLE001 - it is what is looked for
                world.say(f"{type(error).__name__}: {error}")


USUAL: dict[str, set[str]] = {}
"""What each operation asks of an honest server."""


@pytest.fixture
def matrix(tmp_path, monkeypatch):
    """A server, and a user who is in a hurry."""
    with hurried(monkeypatch), hostile_server() as s3:
        for name, value in s3.server.environment().items():
            monkeypatch.setenv(name, value)
        matrix = Matrix(s3, tmp_path)
        try:
            if not USUAL:
                for name, world in matrix.cells(HONEST):
                    USUAL[name] = set(world.s3.asked)
                matrix.close()  # what was learnt there does not hold for others
            yield matrix
        finally:
            matrix.close()


def test_an_honest_server_is_believed(matrix):
    for name, world in matrix.cells(HONEST):
        assert not world.wrong, name
        labels = {
            label for label in world.verdicts if label.startswith(("error", "fail", "cannot"))
        }
        # An object that there is not, and an audit that is interrupted.
        allowed = {"download file": {"failed"}, "audit": {"error AccessDenied"}}.get(name, set())
        assert labels <= allowed, (name, world.verdicts)


@pytest.mark.parametrize("manner", MANNERS.values(), ids=str)
def test_nothing_false(matrix, manner, record_property, caplog):
    caplog.set_level(logging.CRITICAL)
    wrong, untouched = [], set(OPERATIONS)
    for name, world in matrix.cells(manner):
        untouched.discard(name)
        found = [] if name in manner.unseen_by else list(dict.fromkeys(world.wrong))
        record_property(CELL, Cell(manner.name, name, dict(world.verdicts), found).text)
        wrong += [f"{name}: {one}" for one in found]
    for name in untouched:
        record_property(CELL, Cell(manner.name, name, {}, [], run=False).text)
    assert not wrong, "\n".join([f"{manner.name}: {manner.what_it_does}", *wrong])
