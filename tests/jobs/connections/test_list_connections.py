from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.saved_connection import (
    AnonymousSource,
    KeySource,
    Place,
    ProfileSource,
    SavedConnection,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.connections import list_connections
from s3enc_gui.jobs.connections.first_connection import FindFirstConnection
from s3enc_gui.jobs.connections.list_connections import ListConnections
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.services import Services

MINIO = SavedConnection("minio", KeySource("k"), Place("us-east-1", "https://s3.example"))
WORK = SavedConnection("office", ProfileSource("work"), bucket="data", prefix="in/")


@pytest.fixture(autouse=True)
def profiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_connections, "profile_names", lambda: ["default", "work"])


def test_anonymous_is_the_last_choice(context: Context) -> None:
    named = Connection("work", endpoint_url="https://s3.example", requester_pays=True)
    found = ListConnections(named).run(context)
    assert [one.name for one in found] == ["work", "Default credentials", "default", "Anonymous"]
    assert {(one.endpoint_url, one.requester_pays) for one in found} == {
        ("https://s3.example", True)
    }


def test_an_anonymous_connection_is_listed_once(context: Context) -> None:
    named = Connection("work", anonymous=True)
    found = ListConnections(named).run(context)
    assert [one.name for one in found] == ["Anonymous", "Default credentials", "default", "work"]


def test_the_demo_is_alone(
    context: Context, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = Connection(credentials="Demo")
    monkeypatch.setattr(services.session_sources, "_in_memory", {"Demo": {}})
    assert ListConnections(demo).run(context) == (demo,)


def test_a_connection_that_was_removed_is_not_listed(context: Context, services: Services) -> None:
    services.connections.saved.save(MINIO)
    found = ListConnections(WORK.connection).run(context)
    assert [one.name for one in found][:2] == ["minio", "Default credentials"]


def test_saved_connections_come_first_in_their_order_without_the_options_of_another(
    context: Context, services: Services
) -> None:
    services.connections.saved.save(MINIO)
    services.connections.saved.save(WORK)
    found = ListConnections(WORK.connection).run(context)
    names = ["minio", "office", "Default credentials", "default", "work", "Anonymous"]
    assert [one.name for one in found] == names
    assert [one.endpoint_url for one in found] == ["https://s3.example", *[None] * 5]


def test_the_default_connection_is_opened_unless_options_say_otherwise(
    context: Context, services: Services
) -> None:
    services.connections.saved.save(MINIO)
    services.connections.saved.save(WORK)
    assert FindFirstConnection(Connection()).run(context).connection == Connection()
    services.connections.saved.set_default(WORK.id)
    first = FindFirstConnection(Connection()).run(context)
    assert first.connection == WORK.connection
    assert first.location == WORK.location
    profile = Connection("work")
    assert FindFirstConnection(profile).run(context).connection == profile
    found = FindFirstConnection(Connection(region="eu-west-1"), "MinIO").run(context).connection
    assert (found.name, found.region) == ("minio", "eu-west-1")


def test_a_name_that_is_not_saved(context: Context) -> None:
    with pytest.raises(AppError, match="doesn't exist"):
        FindFirstConnection(Connection(), "other").run(context)


def test_what_a_saved_connection_sends() -> None:
    public = SavedConnection("public", AnonymousSource(), Place(requester_pays=True)).connection
    assert public.anonymous
    assert public.requester_pays
    assert WORK.connection.profile == "work"


def test_whoever_agreed_to_pay_pays_with_saved_connections_too(
    context: Context, services: Services
) -> None:
    paid = replace(MINIO, place=replace(MINIO.place, requester_pays=True))
    services.connections.saved.save(WORK)
    services.connections.saved.save(paid)
    services.connections.saved.set_default(WORK.id)
    services.settings.set_requester_pays(pays=True)
    first = FindFirstConnection(Connection()).run(context).connection
    found = ListConnections(first).run(context)
    names = ["office", "minio", "Default credentials", "default", "work", "Anonymous"]
    assert [one.name for one in found] == names
    assert {one.requester_pays for one in found} == {True}
    services.settings.set_requester_pays(pays=False)
    found = ListConnections(replace(first, requester_pays=False)).run(context)
    assert [one.name for one in found if one.requester_pays] == ["minio"]
    found = ListConnections(replace(paid.connection, requester_pays=False)).run(context)
    assert [one.name for one in found][:2] == ["office", "minio"]
    assert [one.name for one in found if one.requester_pays] == ["minio"]


def test_the_setting_of_the_window_is_not_that_of_the_command_line(
    context: Context, services: Services
) -> None:
    services.connections.saved.save(MINIO)
    services.settings.set_requester_pays(pays=True)
    window, command_line = (
        FindFirstConnection(Connection(), "minio", in_window=one).run(context).connection
        for one in (True, False)
    )
    assert (window.requester_pays, command_line.requester_pays) == (True, False)
