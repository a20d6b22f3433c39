"""The program's services, connected to a server of the tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event
from typing import Any

import pytest

from s3enc_gui.aio import outage_gate
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.customer_keys.customer_key import CustomerKey
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.uploads.plan import UploadItem, UploadOptions, UploadPlan
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.services import Services
from s3enc_gui.jobs.session_sources import SessionSources
from s3enc_gui.jobs.uploads.upload import UploadFiles
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.s3.transport import fast_transport
from s3enc_gui.store.connections.connection_store import ConnectionStore
from s3enc_gui.store.connections.secrets import Secrets
from s3enc_gui.store.customer_keys.customer_keys import CustomerKeys
from s3enc_gui.store.settings_file import SettingsFile
from tests.contract.matrix.summary import summarize
from tests.fakes.keyring import FakeKeyring
from tests.servers.hostile import hostile_server

MIB = 1024 * 1024
KEY = CustomerKey(bytes(range(32)))
OTHER = CustomerKey(bytes(range(200, 232)))


@dataclass
class Harness:
    """Runs jobs with a connection, and keeps their events."""

    services: Services
    connection: Connection
    reports: list[Any] = field(default_factory=list)
    stopped: Event = field(default_factory=Event)

    @property
    def aws_session(self):
        return self.services.aws_session(self.connection)

    def run(self, job, report=None):
        return job.run(Context(self.services, report or self.reports.append, self.stopped))

    def upload(self, bucket, paths, choice=None, report=None, prefix="", **options):
        """Upload files under their own names and return the outcomes."""
        items = tuple(
            UploadItem(str(path), prefix + path.name, path.stat().st_size) for path in paths
        )
        choice = choice or EncryptionChoice(Encryption.SSE_S3)
        plan = UploadPlan(bucket, items, UploadOptions(choice, **options))
        return self.run(UploadFiles(self.connection, plan), report)


@pytest.fixture
def keyed(tmp_path, monkeypatch):
    """Return `keyed(server)`: a Harness whose services know KEY and OTHER."""
    opened = []

    def keyed(server):
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        keys = CustomerKeys(tmp_path / "keys.json", Secrets(FakeKeyring()))
        now = datetime(2026, 11, 30, tzinfo=UTC)
        keys.add("one", KEY, now, copied=True)
        keys.add("other", OTHER, now, copied=True)
        sources = SessionSources(ConnectionStore(), customer_keys=keys)
        settings = SettingsFile(tmp_path / "settings.json")
        services = Services(OpenSessions(sources.find), settings, session_sources=sources)
        opened.append(services)
        connection = Connection(endpoint_url=server.endpoint_url)
        return Harness(services, connection)

    yield keyed
    for services in opened:
        services.close()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the results of the hostile matrix."""
    summarize(terminalreporter)


@pytest.fixture
def connect(tmp_path, monkeypatch):
    """Return `connect(server)`, which returns a Harness connected to it."""
    opened = []

    def connect(server):
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        services = Services(OpenSessions(), SettingsFile(tmp_path / "settings.json"))
        opened.append(services)
        return Harness(services, Connection(endpoint_url=server.endpoint_url))

    yield connect
    for services in opened:
        services.close()


@pytest.fixture
def hostile():
    """A server with faults on demand."""
    with hostile_server() as hostile:
        yield hostile


@pytest.fixture
def no_pauses(monkeypatch):
    """Make pauses before retries very short."""
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    monkeypatch.setattr(fast_transport, "PAUSE", 0.001)
    for name in ("MAX_PAUSE", "MAX_PAUSE_THROTTLED", "FIRST_PROBE", "MAX_PROBE"):
        monkeypatch.setattr(outage_gate, name, 0.001)


@pytest.fixture(
    params=[AwsSession.botocore_transport, AwsSession.mixed_transport], ids=lambda m: m.__name__
)
def harness(request, hostile, connect, monkeypatch, no_pauses):
    """A Harness connected to it, with either transport and without pauses."""
    monkeypatch.setattr(AwsSession, "mixed_transport", request.param)
    return connect(hostile.server)


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.txt"
    path.write_bytes(b"0123456789abcdef" * 256)
    return path


@pytest.fixture(scope="session")
def large(tmp_path_factory):
    """A file of three parts, the last one short."""
    path = tmp_path_factory.mktemp("large") / "large.bin"
    path.write_bytes(bytes(range(256)) * 4096 * 16 + b"the end" * 100_000)
    return path
