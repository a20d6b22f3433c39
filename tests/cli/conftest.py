from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from s3enc_gui.cli import main


@dataclass
class Ran:
    """Exit status and output of a command."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def s3enc(capsys):
    """Run `s3enc` in this process."""

    def run(*arguments):
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as end:  # argparse
            status = int(end.code or 0)
        return Ran(int(status), *capsys.readouterr())

    return run


@pytest.fixture
def at(monkeypatch):
    """Set the AWS environment variables for a server."""

    def at(server):
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        return server

    return at


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "text.txt"
    path.write_bytes(b"0123456789abcdef" * 256)  # 4 KiB
    return path


@pytest.fixture(scope="session")
def large(tmp_path_factory):
    path = tmp_path_factory.mktemp("large") / "large.bin"
    path.write_bytes(bytes(range(250)) * 280_000)  # 70 MB
    return path
