from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.saved_connection import ProfileSource, SavedConnection
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.settings.window_state import LastPlace, WindowLayout
from s3enc_gui.jobs.connections import first_connection
from s3enc_gui.jobs.connections.first_connection import FindFirstConnection
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.services import Services
from s3enc_gui.jobs.settings.remember_window import RememberWindow

OFFICE = SavedConnection("office", ProfileSource("work"))
BOUND = SavedConnection("one bucket", ProfileSource("work"), bucket="data", prefix="in/")
LAYOUT = WindowLayout("AdnQywAD")


@pytest.fixture(autouse=True)
def profiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_connection, "profile_names", lambda: ["default", "work"])


def remember(context: Context, connection: Connection | None, bucket: str, prefix: str) -> None:
    RememberWindow("1x1", LAYOUT, connection, bucket, prefix).run(context)


def test_the_last_connection_and_folder_come_back(context: Context, services: Services) -> None:
    services.connections.saved.save(OFFICE)
    remember(context, OFFICE.connection, "my-bucket", "in/")
    first = FindFirstConnection(Connection()).run(context)
    assert first.connection == OFFICE.connection
    assert first.location == Location("my-bucket", "in/")
    assert services.settings.window.layout("1x1") == LAYOUT


@pytest.mark.parametrize(("profile", "found"), [("work", "work"), (None, None), ("gone", None)])
def test_the_last_profile_comes_back_while_it_exists(
    context: Context, profile: str | None, found: str | None
) -> None:
    remember(context, Connection(profile), "my-bucket", "")
    first = FindFirstConnection(Connection()).run(context)
    assert first.connection == Connection(found)
    assert (first.location is not None) == (profile == found)


def test_the_connection_that_opens_first_is_the_users_choice(
    context: Context, services: Services
) -> None:
    services.connections.saved.save(OFFICE)
    services.connections.saved.save(BOUND)
    services.connections.saved.set_default(BOUND.id)
    remember(context, OFFICE.connection, "my-bucket", "in/")
    first = FindFirstConnection(Connection()).run(context)
    assert (first.connection, first.location) == (BOUND.connection, BOUND.location)


@pytest.mark.parametrize(
    ("bucket", "prefix", "shown"),
    [
        ("data", "in/deep/", Location("data", "in/deep/")),
        ("data", "out/", BOUND.location),
        ("other", "in/", BOUND.location),
    ],
)
def test_a_connection_for_one_bucket_stays_in_it(
    context: Context, services: Services, bucket: str, prefix: str, shown: Location
) -> None:
    services.connections.saved.save(BOUND)
    remember(context, BOUND.connection, bucket, prefix)
    assert FindFirstConnection(Connection()).run(context).location == shown


def test_options_and_commands_dont_open_the_last_place(
    context: Context, services: Services
) -> None:
    services.connections.saved.save(OFFICE)
    remember(context, OFFICE.connection, "my-bucket", "in/")
    with_options = FindFirstConnection(Connection(region="eu-west-1")).run(context)
    command = FindFirstConnection(Connection(), in_window=False).run(context)
    assert with_options.location is command.location is None
    assert command.connection == Connection()


def test_without_a_connection_the_last_place_stays(context: Context, services: Services) -> None:
    services.settings.window.save_place(LastPlace("", "work", "my-bucket"))
    remember(context, None, "", "")
    remember(context, Connection(endpoint_url="https://s3.example"), "other", "")
    assert services.settings.window.place() == LastPlace("", "work", "my-bucket")
