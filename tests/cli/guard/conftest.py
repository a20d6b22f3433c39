from __future__ import annotations

import pytest

from tests.servers.hostile import hostile_server


@pytest.fixture
def hostile(monkeypatch):
    """An S3 that keeps policies, for the command line."""
    with hostile_server() as s3:
        for name, value in s3.server.environment().items():
            monkeypatch.setenv(name, value)
        yield s3
