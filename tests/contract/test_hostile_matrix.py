"""Every manner of the hostile server × every operation: nothing false is ever said of it.

One cell again: `pytest "tests/contract/test_hostile_matrix.py::test_nothing_false[NAME]"`, with
`CELL=move` in the environment for one operation only.
"""

from __future__ import annotations

import logging
import os
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from types import MappingProxyType

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.jobs.services import Services
from s3enc_gui.s3.clouds import Clouds
from s3enc_gui.store.settings_file import SettingsFile
from tests.contract.conftest import Desk
from tests.contract.matrix.copies import copy, move
from tests.contract.matrix.downloads import download_file, download_folder
from tests.contract.matrix.looks import audit, inspect
from tests.contract.matrix.summary import CELL, Cell
from tests.contract.matrix.uploads import upload_in_parts, upload_small
from tests.contract.matrix.world import World, hurried
from tests.servers.hostile import hostile_server
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


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A user at a server of their own; the pauses are short."""
    with hurried(monkeypatch), hostile_server() as s3:
        for name, value in s3.server.environment().items():
            monkeypatch.setenv(name, value)
        services = Services(Clouds(), SettingsFile(tmp_path / "settings.json"), deadline=0.0)
        try:
            yield s3, Desk(services, Connection(endpoint_url=s3.server.endpoint_url))
        finally:
            services.close()


def tried(s3, desk, folder, manner, name):
    """Run one cell, and return its world."""
    s3.reset()
    world = World(s3, desk, folder)
    world.seed()
    manner.apply(s3)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(OPERATIONS[name], world)
        try:
            running.result(LONGEST)
        except TimeoutError:
            world.say("it hangs")
            desk.stopped.set()
        except Exception as error:  # noqa: BLE001 - it is what is looked for
            world.say(f"{type(error).__name__}: {error}")
    return world


def worlds_of(there, tmp_path, manner):
    """Run all cells of a manner."""
    s3, desk = there
    only = os.environ.get("CELL")
    for name in OPERATIONS:
        if only in (None, name):
            yield name, tried(s3, desk, tmp_path / name, manner, name)


def test_an_honest_server_is_believed(desk, tmp_path):
    for name, world in worlds_of(desk, tmp_path, HONEST):
        assert not world.wrong, name
        labels = {
            label for label in world.verdicts if label.startswith(("error", "fail", "cannot"))
        }
        # An object that there is not, and an audit that is interrupted.
        allowed = {"download file": {"failed"}, "audit": {"error AccessDenied"}}.get(name, set())
        assert labels <= allowed, (name, world.verdicts)


@pytest.mark.parametrize("manner", MANNERS.values(), ids=str)
def test_nothing_false(desk, tmp_path, manner, record_property, caplog):
    caplog.set_level(logging.CRITICAL)
    wrong = []
    for name, world in worlds_of(desk, tmp_path, manner):
        found = [] if name in manner.unseen_by else list(dict.fromkeys(world.wrong))
        record_property(CELL, Cell(manner.name, name, dict(world.verdicts), found).text)
        wrong += [f"{name}: {one}" for one in found]
    assert not wrong, "\n".join([f"{manner.name}: {manner.what_it_does}", *wrong])
