from __future__ import annotations

import pytest

from tests.servers.hostile import hostile_server


@pytest.fixture
def hostile(monkeypatch, tmp_path):
    """An S3 with two objects, for the command line."""
    folder = tmp_path / "runs"
    monkeypatch.setattr("s3enc_gui.jobs.reencryption.selection.reencryptions_path", lambda: folder)
    with hostile_server() as s3:
        for name, value in s3.server.environment().items():
            monkeypatch.setenv(name, value)
        s3.put("f/a", b"one")
        s3.put("f/b", b"three")
        yield s3
