"""Servers that don't start at once."""

from __future__ import annotations

import pytest

from tests.servers import fleet
from tests.servers.fleet import Fleet
from tests.servers.process import EndedError, ServerError
from tests.servers.server import Server

SERVER = Server("one", "http://127.0.0.1:9", "http://127.0.0.1:9")


@pytest.fixture
def starts(monkeypatch):
    """Return `starts(error, ...)`: the errors of the first starts; returns the folders of all."""

    def starts(*errors):
        left, folders = list(errors), []

        class Fake:
            processes = ()

            def __init__(self, folder):
                folders.append(folder)

            def launch(self):
                """Start nothing."""

            def server(self):
                if left:
                    raise left.pop(0)
                return SERVER

            def stop(self):
                folders[-1].joinpath("stopped").touch()

        monkeypatch.setitem(fleet.KINDS, "one", Fake)
        return folders

    return starts


def test_a_server_that_ended_is_started_again(starts, tmp_path):
    folders = starts(EndedError("the port is in use"))
    assert Fleet(tmp_path, ()).get("one") is SERVER
    assert folders == [tmp_path, tmp_path / "one-again"]
    assert (tmp_path / "stopped").exists()


@pytest.mark.parametrize(
    ("errors", "count"),
    [([EndedError("it"), EndedError("it")], 2), ([ServerError("it isn't ready in 110 s")], 1)],
)
def test_a_server_that_does_not_start_fails_at_once_for_further_tests(
    starts, tmp_path, errors, count
):
    folders, servers = starts(*errors), Fleet(tmp_path, ())
    for _ in range(2):
        with pytest.raises(ServerError, match="it"):
            servers.get("one")
    assert len(folders) == count
