from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from keyring.errors import NoKeyringError

from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.services import Services
from s3enc_gui.jobs.session_sources import SessionSources
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.connections.connection_store import ConnectionStore
from s3enc_gui.store.connections.secrets import Secrets
from s3enc_gui.store.settings_file import SettingsFile
from tests.fakes.keyring import FakeKeyring


@pytest.fixture
def keyring() -> FakeKeyring:
    return FakeKeyring()


@pytest.fixture
def services(tmp_path: Path, keyring: FakeKeyring) -> Iterator[Services]:
    """The services of the program, with a keyring in memory."""
    sources = SessionSources(ConnectionStore(secrets=Secrets(keyring)))
    settings = SettingsFile(tmp_path / "settings.json")
    sessions = OpenSessions(sources.find)
    with closing(Services(sessions, settings, session_sources=sources)) as services:
        yield services


@pytest.fixture
def context(services: Services) -> Context:
    return Context(services)


@pytest.fixture
def without_keyring(keyring: FakeKeyring) -> FakeKeyring:
    keyring.error = NoKeyringError()
    return keyring
