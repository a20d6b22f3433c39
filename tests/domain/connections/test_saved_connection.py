from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.saved_connection import (
    AnonymousSource,
    Place,
    SavedConnection,
    problems,
    unsaved,
)


def test_an_unsaved_connection_is_saved_as_it_is() -> None:
    profile = Connection("work", "eu-west-1", "https://s3.example", "/ca.pem", requester_pays=True)
    assert unsaved(profile).connection.with_profile("work") == profile
    assert unsaved(profile).name == "work"
    options = Connection(older_server=True, fips=True, dual_stack=True, ipv6_only=True)
    assert replace(unsaved(options).connection, credentials=None, title=None) == options
    anonymous = unsaved(Connection(anonymous=True))
    assert anonymous.source == AnonymousSource()
    assert anonymous.connection.anonymous


SERVER = "https://s3.example.com"


@pytest.mark.parametrize(
    ("place", "titles"),
    [
        (Place(fips=True, dual_stack=True), []),
        (Place(dual_stack=True, ipv6_only=True), []),
        (Place(ipv6_only=True), ["IPv6 needs dual-stack endpoints"]),
        (Place(older_server=True), ["AWS isn't an older server"]),
        (Place(endpoint_url=SERVER, older_server=True, ipv6_only=True), []),
        (
            Place(endpoint_url=SERVER, fips=True, dual_stack=True),
            ["Only AWS has FIPS endpoints", "Only AWS has dual-stack endpoints"],
        ),
    ],
)
def test_endpoints_that_a_place_cannot_have(place: Place, titles: list[str]) -> None:
    found = problems(SavedConnection("a", AnonymousSource(), place), [])
    assert [one.title for one in found] == titles
