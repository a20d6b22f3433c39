from __future__ import annotations

from typing import Any

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.jobs import connections
from s3enc_gui.jobs.connections import ListConnections

CONTEXT: Any = None


@pytest.fixture(autouse=True)
def profiles(monkeypatch):
    monkeypatch.setattr(connections, "profile_names", lambda: ["default", "work"])


def test_anonymous_is_the_last_choice():
    named = Connection("work", endpoint_url="https://s3.example", requester_pays=True)
    found = ListConnections(named).run(CONTEXT)
    assert [one.name for one in found] == ["work", "Default credentials", "default", "Anonymous"]
    assert {(one.endpoint_url, one.requester_pays) for one in found} == {
        ("https://s3.example", True)
    }


def test_an_anonymous_connection_is_listed_once():
    named = Connection("work", anonymous=True)
    found = ListConnections(named).run(CONTEXT)
    assert [one.name for one in found] == ["Anonymous", "Default credentials", "default", "work"]


def test_the_demo_is_alone():
    demo = Connection(credentials="Demo")
    assert ListConnections(demo).run(CONTEXT) == (demo,)
