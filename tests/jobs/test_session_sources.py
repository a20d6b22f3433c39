from __future__ import annotations

from s3enc_gui.domain.connection import Connection
from s3enc_gui.jobs.session_sources import SessionSources
from s3enc_gui.store.connections.connection_store import ConnectionStore


def test_the_demos_keys_are_found_although_they_come_later():
    """They are known when the demo's server has started, long after the services are built."""
    keys: dict[str, dict[str, str]] = {}
    sources = SessionSources(ConnectionStore(), keys)
    keys["Demo"] = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    assert sources.find(Connection(credentials="Demo")).keys == keys["Demo"]
