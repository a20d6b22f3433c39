from __future__ import annotations

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.saved_connection import AnonymousSource, unsaved


def test_an_unsaved_connection_is_saved_as_it_is() -> None:
    profile = Connection("work", "eu-west-1", "https://s3.example", "/ca.pem", requester_pays=True)
    assert unsaved(profile).connection.with_profile("work") == profile
    assert unsaved(profile).name == "work"
    anonymous = unsaved(Connection(anonymous=True))
    assert anonymous.source == AnonymousSource()
    assert anonymous.connection.anonymous
