"""SSE-C over both transports: upload, proof, reading, wrong keys, copies; on real servers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.customer_keys.customer_key import CustomerKey
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import Aspect, Verdict
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.jobs.services import Services
from s3enc_gui.jobs.session_sources import SessionSources
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.connections.connection_store import ConnectionStore
from s3enc_gui.store.connections.secrets import Secrets
from s3enc_gui.store.customer_keys.customer_keys import CustomerKeys
from s3enc_gui.store.settings_file import SettingsFile
from tests.contract.conftest import Harness
from tests.fakes.keyring import FakeKeyring

pytestmark = pytest.mark.contract

KEY = CustomerKey(bytes(range(32)))
OTHER = CustomerKey(bytes(32))
SSE_C = EncryptionChoice(Encryption.SSE_C, customer_key=KEY.md5)
NOW = datetime(2026, 11, 30, tzinfo=UTC)
SENT = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": KEY.content}


@pytest.fixture(params=["seaweedfs_tls", "localstack"])
def server(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def keyed(tmp_path, monkeypatch):
    """Return `keyed(server)`: a Harness whose services know both keys."""
    opened = []

    def keyed(server):
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        keys = CustomerKeys(tmp_path / "keys.json", Secrets(FakeKeyring()))
        keys.add("one", KEY, NOW, copied=True)
        keys.add("other", OTHER, NOW, copied=True)
        sources = SessionSources(ConnectionStore(), customer_keys=keys)
        settings = SettingsFile(tmp_path / "settings.json")
        services = Services(OpenSessions(sources.find), settings, session_sources=sources)
        opened.append(services)
        connection = Connection(endpoint_url=server.endpoint_url)
        return Harness(services, connection)

    yield keyed
    for services in opened:
        services.close()


@pytest.fixture(
    params=[AwsSession.botocore_transport, AwsSession.mixed_transport], ids=lambda m: m.__name__
)
def harness(request, server, keyed, monkeypatch):
    monkeypatch.setattr(AwsSession, "mixed_transport", request.param)
    return keyed(server)


def read(server, bucket, key, **more):
    return server.client("s3").get_object(Bucket=bucket, Key=key, **more)["Body"].read()


def test_small_and_large_files_are_stored_and_proved(harness, server, new_bucket, small, large):
    bucket = new_bucket(server)
    outcomes = harness.upload(bucket, [small, large], SSE_C)
    for outcome, path in zip(outcomes, (small, large), strict=True):
        assert outcome.result is Result.VERIFIED, outcome.proof
        found = {one.aspect: one for one in outcome.proof.findings}
        assert found[Aspect.ALGORITHM].stored == "SSE-C"
        assert found[Aspect.CUSTOMER_KEY].stored == KEY.md5
        assert found[Aspect.CUSTOMER_KEY].verdict is Verdict.VERIFIED
        assert read(server, bucket, path.name, **SENT) == path.read_bytes()
        with pytest.raises(ClientError):
            read(server, bucket, path.name)
    again = harness.upload(bucket, [small, large], SSE_C)
    assert {one.result for one in again} == {Result.EXISTS}
    skipped = harness.upload(bucket, [small], SSE_C, if_exists=IfExists.SKIP)
    assert skipped[0].result is Result.SKIPPED


def test_an_object_is_read_with_the_key_that_its_bucket_is_known_for(
    harness, server, new_bucket, small
):
    bucket = new_bucket(server)
    harness.upload(bucket, [small], SSE_C)
    location = Location(bucket, small.name)
    details = harness.run(InspectObject(harness.connection, location))
    assert details.status.customer_key == KEY.md5
    assert details.size == small.stat().st_size
    other = harness.connection.with_customer_key(OTHER.md5)
    with pytest.raises(AppError) as refused:
        harness.run(InspectObject(other, location))
    assert "SSE-C" in str(refused.value.title)


def test_a_key_that_is_not_known_for_the_bucket_is_not_sent(keyed, seaweedfs_tls, new_bucket):
    harness, bucket = keyed(seaweedfs_tls), new_bucket(seaweedfs_tls)
    seaweedfs_tls.client("s3").put_object(Bucket=bucket, Key="a", Body=b"a", **SENT)
    details = harness.run(InspectObject(harness.connection, Location(bucket, "a")))
    assert details.status.needs_customer_key
    keyed_connection = harness.connection.with_customer_key(KEY.md5)
    details = harness.run(InspectObject(keyed_connection, Location(bucket, "a")))
    assert details.status.customer_key == KEY.md5
    # From now on it is known.
    details = harness.run(InspectObject(harness.connection, Location(bucket, "a")))
    assert details.status.customer_key == KEY.md5
