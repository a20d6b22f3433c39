"""The administrator's connections, in the list and where it is changed."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.network import NetworkSettings, ProxyUse
from s3enc_gui.domain.connections.pasted_keys import AccessKey
from s3enc_gui.domain.connections.saved_connection import (
    KeySource,
    Place,
    ProfileSource,
    SavedConnection,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.jobs.connections import list_connections
from s3enc_gui.jobs.connections.check_connection import CheckConnection
from s3enc_gui.jobs.connections.first_connection import FindFirstConnection
from s3enc_gui.jobs.connections.list_connections import ListConnections
from s3enc_gui.jobs.connections.saved_connections import (
    DuplicateConnection,
    LoadConnections,
    RemoveConnection,
    SaveConnection,
    SetDefaultConnection,
)
from s3enc_gui.jobs.settings.network import ReadNetwork, SetNetwork
from tests.fakes.policy import install_policy

OWN = SavedConnection("own", KeySource("AKIA"), Place("us-east-1"), id="own")
SECRET = AccessKey("AKIA", "secret")
PRESETS = [
    {"name": "Finance", "kind": "profile", "profile": "finance"},
    {"name": "Public", "kind": "anonymous", "bucket": "open-data"},
]
FINANCE, PUBLIC = "managed-finance", "managed-public"


@pytest.fixture(autouse=True)
def profiles(monkeypatch):
    monkeypatch.setattr(list_connections, "profile_names", lambda: ["default", "work"])


@pytest.fixture
def managed(monkeypatch, tmp_path, services):
    """The user's own connection was saved before there was a policy."""
    services.connections.own.save(OWN)

    def managed(**keys):
        install_policy(monkeypatch, tmp_path, **keys)

    return managed


@pytest.fixture
def preset(managed):
    managed(connections={"list": PRESETS})


@pytest.fixture
def locked(managed):
    managed(connections={"list": PRESETS, "only_these": True})


def names(context):
    return [one.name for one in LoadConnections().run(context).connections]


@pytest.mark.usefixtures("preset")
def test_presets_come_first(context):
    saved = LoadConnections().run(context)
    assert names(context) == ["Finance", "Public", "own"]
    assert saved.default_id == FINANCE
    assert sorted(saved.presets) == [FINANCE, PUBLIC]
    assert not saved.only_presets
    listed = [one.name for one in ListConnections(Connection()).run(context)]
    assert listed[1:4] == ["Finance", "Public", "own"]  # after the window's
    assert "work" in listed


@pytest.mark.usefixtures("locked")
def test_only_presets_are_listed(context):
    assert names(context) == ["Finance", "Public"]
    listed = ListConnections(Connection("work")).run(context)
    assert [one.name for one in listed] == ["Finance", "Public"]


@pytest.mark.usefixtures("locked")
def test_the_window_opens_with_a_preset(context):
    first = FindFirstConnection(Connection()).run(context)
    assert first.connection.credentials == FINANCE
    SetDefaultConnection(PUBLIC).run(context)
    first = FindFirstConnection(Connection()).run(context)
    assert (first.connection.credentials, first.location) == (PUBLIC, Location("open-data"))


def test_a_preset_hides_an_own_connection_of_its_name_and_id(context, managed, services):
    for one in (
        SavedConnection("finance", ProfileSource("evil"), id="x"),
        SavedConnection("Other", ProfileSource("evil"), id=FINANCE),
    ):
        services.connections.own.save(one)
    managed(connections={"list": PRESETS})
    assert names(context) == ["Finance", "Public", "own"]
    finance = LoadConnections().run(context).find(FINANCE)
    assert finance
    assert finance.source == ProfileSource("finance")


@pytest.mark.usefixtures("preset")
@pytest.mark.parametrize(
    "job",
    [
        SaveConnection(SavedConnection("Mine now", ProfileSource("evil"), id=FINANCE)),
        RemoveConnection(FINANCE),
    ],
)
def test_a_preset_cannot_be_changed(context, job):
    with pytest.raises(AppError, match="PolicyForbids"):
        job.run(context)
    assert names(context) == ["Finance", "Public", "own"]


@pytest.mark.usefixtures("preset")
def test_own_connections_can(context):
    RemoveConnection(OWN.id).run(context)
    assert names(context) == ["Finance", "Public"]


@pytest.mark.usefixtures("locked")
@pytest.mark.parametrize("new", [OWN, SavedConnection("new", ProfileSource("work"), id="new")])
def test_none_can_be_added(context, services, new):
    for job in (SaveConnection(new, SECRET), DuplicateConnection(FINANCE, new)):
        with pytest.raises(AppError, match="PolicyForbids"):
            job.run(context)
    assert services.connections.secrets.get(new.id) is None  # its key isn't kept either


@pytest.mark.usefixtures("locked")
def test_a_connection_that_is_not_saved_is_not_tested(context):
    with pytest.raises(AppError, match="PolicyForbids"):
        CheckConnection(OWN, SECRET).run(context)


def test_the_network_is_the_administrators(context, managed, services):
    services.settings.set_network(NetworkSettings(ProxyUse.MANUAL, "mine:1"))
    managed(network={"proxy": "http://proxy.example.com:3128", "ca_bundle": "/ca.pem"})
    found = ReadNetwork().run(context)
    assert (found.proxy_url, found.ca_bundle) == ("http://proxy.example.com:3128", "/ca.pem")
    assert str(found.locked_by).startswith("Set by your administrator in ")
    with pytest.raises(AppError, match="PolicyForbids"):
        SetNetwork(NetworkSettings()).run(context)
