from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError, Cancelled


@pytest.mark.parametrize(
    ("connection", "name"),
    [
        (Connection(), "Default credentials"),
        (Connection("production"), "production"),
        (Connection("production", credentials="Demo"), "Demo"),
        (Connection("production", anonymous=True), "Anonymous"),
    ],
)
def test_a_connection_has_a_name(connection, name):
    assert connection.name == name


def test_another_profile_keeps_all_but_the_credentials():
    connection = Connection("a", "eu-west-1", "http://h", "/ca.pem", "Demo")
    assert connection.with_profile("b") == Connection("b", "eu-west-1", "http://h", "/ca.pem")


def test_an_anonymous_connection_has_the_same_server_and_no_credentials():
    connection = Connection("a", "eu-west-1", "http://h", "/ca.pem", "Demo", requester_pays=True)
    anonymous = connection.as_anonymous()
    assert anonymous == Connection(
        None, "eu-west-1", "http://h", "/ca.pem", anonymous=True, requester_pays=True
    )
    assert anonymous.with_profile("b").anonymous is False


def test_options_that_are_off_are_not_recorded():
    """Records of earlier versions don't have them, and are found by equality."""
    earlier = {"profile", "region", "endpoint_url", "ca_bundle", "credentials"}
    assert set(Connection().plain) == earlier
    plain = Connection(anonymous=True, requester_pays=True).plain
    assert set(plain) - earlier == {"anonymous", "requester_pays"}


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (AppError("It failed"), "It failed."),
        (AppError("It failed", "Why.", "Do that.", "Code"), "It failed [Code]. Why. Do that."),
        (AppError("It failed", hint="Do that."), "It failed. Do that."),
    ],
)
def test_an_error_on_one_line(error, text):
    assert str(error) == text


def test_errors_are_equal_by_their_texts():
    first, second = AppError("a", "b", "c", "d"), AppError("a", "b", "c", "d")
    assert first == second
    assert len({first, second, AppError("a", "b", "c", "e")}) == 2
    assert first != "a"


def test_cancelled_is_no_exception():
    assert not issubclass(Cancelled, Exception)
