from __future__ import annotations

from dataclasses import replace

import pytest
from keyring.errors import KeyringLocked

from s3enc_gui.domain.connections.connection_check import CheckAnswer, CheckedRight
from s3enc_gui.domain.connections.pasted_keys import AccessKey
from s3enc_gui.domain.connections.saved_connection import (
    AnonymousSource,
    KeySource,
    Place,
    SavedConnection,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.connections.check_connection import CheckConnection
from s3enc_gui.jobs.connections.saved_connections import (
    DuplicateConnection,
    LoadConnections,
    RemoveConnection,
    ReorderConnections,
    SaveConnection,
    SetDefaultConnection,
)
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.services import Services
from s3enc_gui.jobs.session_sources import SessionSources
from s3enc_gui.store.connections.connection_store import ConnectionStore
from s3enc_gui.store.connections.secrets import Secrets
from tests.fakes.keyring import FakeKeyring
from tests.servers.server import Server

KEY = AccessKey("test", "test-secret")
MINE = SavedConnection("mine", KeySource("test"))


def test_the_secret_goes_to_the_keyring_only(
    context: Context, services: Services, keyring: FakeKeyring
) -> None:
    assert SaveConnection(MINE, KEY, as_default=True).run(context) is None
    found = LoadConnections().run(context)
    assert found.default == MINE
    assert "test-secret" in keyring.entries["s3enc", MINE.id]
    frozen = services.aws_session(MINE.connection)._session.get_credentials()
    assert frozen
    assert frozen.secret_key == "test-secret"


def test_without_a_keyring_the_user_is_told(
    context: Context, services: Services, without_keyring: FakeKeyring
) -> None:
    problem = SaveConnection(MINE, KEY).run(context)
    assert problem
    assert "session only" in problem.title
    frozen = services.aws_session(MINE.connection)._session.get_credentials()
    assert frozen
    assert frozen.secret_key == "test-secret"


def test_the_secret_of_a_replaced_key_is_not_used_with_the_new_one(
    context: Context, services: Services, keyring: FakeKeyring
) -> None:
    SaveConnection(MINE, KEY).run(context)
    keyring.error = KeyringLocked()
    other = replace(MINE, source=KeySource("other"))
    problem = SaveConnection(other, AccessKey("other", "other-secret")).run(context)
    assert problem
    assert problem.hint == "After a restart, S3enc asks for it again."
    keyring.error = None
    restarted = SessionSources(ConnectionStore(secrets=Secrets(keyring)))
    with pytest.raises(AppError, match="secret access key is missing"):
        restarted.find(other.connection)


def test_the_older_secret_of_the_same_key_is_not_used(
    context: Context, services: Services, keyring: FakeKeyring
) -> None:
    """Pasted credentials can have the same ID and another secret or session token."""

    def secret() -> str:
        restarted = SessionSources(ConnectionStore(secrets=Secrets(keyring)))
        return restarted.find(MINE.connection).keys["AWS_SECRET_ACCESS_KEY"]

    newer = replace(KEY, secret_key="newer-secret")
    SaveConnection(MINE, KEY).run(context)
    keyring.error = KeyringLocked()
    assert SaveConnection(MINE, newer).run(context)
    assert services.session_sources.find(MINE.connection).keys["AWS_SECRET_ACCESS_KEY"] == (
        "newer-secret"
    )
    SaveConnection(replace(MINE, name="renamed")).run(context)  # it keeps its secret
    keyring.error = None
    with pytest.raises(AppError, match="secret access key is missing"):
        secret()
    SaveConnection(MINE, newer).run(context)
    assert secret() == "newer-secret"


def test_a_new_key_is_used_at_once(context: Context, services: Services) -> None:
    SaveConnection(MINE, KEY).run(context)
    services.aws_session(MINE.connection)
    SaveConnection(MINE, replace(KEY, secret_key="newer")).run(context)
    frozen = services.aws_session(MINE.connection)._session.get_credentials()
    assert frozen
    assert frozen.secret_key == "newer"


def test_a_lost_secret_is_said(context: Context, services: Services, keyring: FakeKeyring) -> None:
    SaveConnection(MINE, KEY).run(context)
    keyring.entries.clear()
    with pytest.raises(AppError, match="secret access key is missing"):
        services.aws_session(MINE.connection)


def test_removing(context: Context, services: Services, keyring: FakeKeyring) -> None:
    SaveConnection(MINE, KEY).run(context)
    services.aws_session(MINE.connection)
    keyring.error = KeyringLocked()
    with pytest.raises(AppError, match="keyring is locked"):
        RemoveConnection(MINE.id).run(context)
    assert LoadConnections().run(context).connections == (MINE,)
    keyring.error = None
    RemoveConnection(MINE.id).run(context)
    assert keyring.entries == {}
    assert LoadConnections().run(context).connections == ()
    with pytest.raises(AppError, match="no longer exists"):
        services.aws_session(MINE.connection)


def test_order_and_default(context: Context) -> None:
    other = SavedConnection("other", AnonymousSource())
    SaveConnection(MINE).run(context)
    SaveConnection(other).run(context)
    ReorderConnections((other.id, MINE.id)).run(context)
    SetDefaultConnection(other.id).run(context)
    found = LoadConnections().run(context)
    assert (found.connections, found.default) == ((other, MINE), other)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": " "}, "ConnectionName"),
        ({"name": "MINE"}, "ConnectionName"),
        ({"name": "n", "source": KeySource("")}, "ConnectionKey"),
        ({"name": "n", "place": Place(endpoint_url="ftp://x")}, "ConnectionUrl"),
        ({"name": "n", "place": Place(endpoint_url="https://[")}, "ConnectionUrl"),
        ({"name": "n", "bucket": "Bad_Name"}, "InvalidBucketName"),
    ],
)
def test_what_is_wrong_is_not_saved(
    context: Context, changed: dict[str, object], code: str
) -> None:
    SaveConnection(MINE).run(context)
    wrong = replace(SavedConnection("", KeySource("k")), **changed)  # type: ignore[arg-type]
    with pytest.raises(AppError) as caught:
        SaveConnection(wrong).run(context)
    assert caught.value.code == code
    assert LoadConnections().run(context).connections == (MINE,)


def test_a_test_tells_what_is_allowed(
    context: Context, demo_server: Server, new_bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = new_bucket(demo_server)
    for name, value in demo_server.environment().items():
        if name.startswith("AWS_ENDPOINT_URL_"):
            monkeypatch.setenv(name, value)
    place = Place(demo_server.region, demo_server.endpoint_url)
    draft = SavedConnection("demo", KeySource(demo_server.access_key), place, bucket=bucket)
    key = AccessKey(demo_server.access_key, demo_server.secret_key)
    reported: list[object] = []
    checks = CheckConnection(draft, key, write=True).run(replace(context, report=reported.append))
    assert list(checks) == reported
    answers = {check.right: check.answer for check in checks}
    assert set(answers.values()) == {CheckAnswer.FINE}
    assert set(answers) == {
        CheckedRight.IDENTITY,
        CheckedRight.REGION,
        CheckedRight.LIST_BUCKET,
        CheckedRight.WRITE,
        CheckedRight.ENCRYPT,
    }
    listed = demo_server.client("s3").list_objects_v2(Bucket=bucket)
    assert listed["KeyCount"] == 0


def test_a_test_of_all_buckets_writes_nothing(
    context: Context, demo_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in demo_server.environment().items():
        if name.startswith("AWS_ENDPOINT_URL_"):
            monkeypatch.setenv(name, value)
    place = Place(demo_server.region, demo_server.endpoint_url)
    draft = SavedConnection("demo", KeySource(demo_server.access_key), place)
    key = AccessKey(demo_server.access_key, demo_server.secret_key)
    checks = CheckConnection(draft, key).run(context)
    assert {check.right for check in checks} == {
        CheckedRight.IDENTITY,
        CheckedRight.REGION,
        CheckedRight.LIST_BUCKETS,
        CheckedRight.LIST_KEYS,
    }


def test_a_duplicate_has_the_secret_of_the_original(context: Context, services: Services) -> None:
    key = AccessKey("AKIA", "secret")
    original = SavedConnection("key", KeySource("AKIA"))
    SaveConnection(original, key).run(context)
    copied = original.duplicate([original])
    DuplicateConnection(original.id, copied).run(context)
    assert services.connections.secrets.get(copied.id) == key
    assert [one.name for one in LoadConnections().run(context).connections] == ["key", "key (2)"]
