"""Copies and moves of objects with customer-provided keys (SSE-C), on real servers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.comparison import Trait
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.customer_keys.customer_key import CustomerKey
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.comparison import Verdict
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.s3.copies.copier import CopySizes
from tests.contract.conftest import KEY, MIB, OTHER

pytestmark = pytest.mark.contract

CONTENT = b"0123456789" * 400
TO_OTHER = Target(Encryption.SSE_C, customer_key=OTHER.md5)


def sent(key):
    return {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": key.content} if key else {}


@pytest.fixture(params=["seaweedfs_tls", "localstack"])
def server(request):
    return request.getfixturevalue(request.param)


class World:
    """A bucket with objects of each key, and a harness that knows both keys for it."""

    def __init__(self, server, harness, bucket):
        self.s3, self.harness, self.bucket = server.client("s3"), harness, bucket
        known = f"{harness.connection.endpoint_url}|{bucket}"
        for key in (KEY, OTHER):
            harness.services.customer_keys.note_bucket(key.md5, known)

    def put(self, name, key=None, body=CONTENT):
        self.s3.put_object(
            Bucket=self.bucket, Key=name, Body=body, Metadata={"a": "b"}, **sent(key)
        )

    def read(self, name, key=None):
        return self.s3.get_object(Bucket=self.bucket, Key=name, **sent(key))["Body"].read()

    def copy(self, *names, target=None, sizes=None, connection: Connection | None = None, **more):
        refs = tuple(map(ObjectRef, names))
        plan = CopyPlan(self.bucket, Destination(self.bucket, "to/"), refs, target=target, **more)
        job = CopyObjects(connection or self.harness.connection, plan, sizes or CopySizes())
        return {one.source.key: one for one in self.harness.run(job).outcomes}


@pytest.fixture
def world(server, keyed, new_bucket):
    return World(server, keyed(server), new_bucket(server))


def test_each_object_keeps_its_own_key(world):
    world.put("one", KEY)
    world.put("other", OTHER)
    world.put("plain")
    outcomes = world.copy("one", "other", "plain")
    assert {one.result for one in outcomes.values()} == {Result.VERIFIED}, outcomes
    assert world.read("to/one", KEY) == CONTENT
    assert world.read("to/other", OTHER) == CONTENT
    assert world.read("to/plain") == CONTENT
    found = {one.trait: one for one in outcomes["one"].proof.findings}
    assert found[Trait.ENCRYPTION].copy == "SSE-C"
    assert found[Trait.CUSTOMER_KEY].copy == KEY.md5
    with pytest.raises(ClientError):
        world.read("to/one")


@pytest.mark.parametrize(
    ("before", "target", "after"),
    [
        (KEY, TO_OTHER, OTHER),
        (KEY, Target(Encryption.SSE_S3), None),
        (None, TO_OTHER, OTHER),
    ],
    ids=["to another key", "to SSE-S3", "to SSE-C"],
)
def test_a_move_to_another_encryption_is_proved_before_the_source_is_deleted(
    world, before, target, after
):
    world.put("a", before)
    outcome = world.copy("a", target=target, move=True)["a"]
    assert (outcome.result, outcome.moved, outcome.left) == (Result.VERIFIED, True, None)
    assert world.read("to/a", after) == CONTENT
    with pytest.raises(ClientError):
        world.s3.head_object(Bucket=world.bucket, Key="a", **sent(before))
    assert outcome.details.status.customer_key == (after and after.md5)
    assert outcome.details.metadata == {"a": "b"}


def test_a_copy_in_parts_has_both_keys(keyed, localstack, new_bucket):
    world = World(localstack, keyed(localstack), new_bucket(localstack))
    body = bytes(range(256)) * (6 * MIB // 256)
    world.put("a", KEY, body)
    sizes = CopySizes(whole=5 * MIB, part=5 * MIB)
    outcome = world.copy("a", target=TO_OTHER, sizes=sizes, move=True)["a"]
    assert (outcome.result, outcome.moved) == (Result.VERIFIED, True), outcome
    assert world.read("to/a", OTHER) == body


def test_without_the_right_key_nothing_is_copied(world):
    world.put("a", KEY)
    world.harness.services.customer_keys.remove(KEY.md5)
    other = world.harness.connection.with_customer_key(OTHER.md5)
    for connection in (world.harness.connection, other):
        outcome = world.copy("a", connection=connection, move=True)["a"]
        assert (outcome.result, outcome.error.code) == (Result.FAILED, "CustomerKey")
    assert world.read("a", KEY) == CONTENT


def test_a_key_without_a_copy_encrypts_nothing(world):
    new = CustomerKey(b"n" * 32)
    now = datetime(2026, 11, 30, tzinfo=UTC)
    world.harness.services.customer_keys.add("new", new, now, copied=False)
    world.put("a")
    with pytest.raises(AppError) as refused:
        world.copy("a", target=Target(Encryption.SSE_C, customer_key=new.md5))
    assert refused.value.code == "KeyNotExported"


def test_a_wrong_key_is_given_and_the_right_one_is_known(world):
    world.put("a", KEY)
    connection = world.harness.connection.with_customer_key(OTHER.md5)
    assert world.copy("a", connection=connection)["a"].result is Result.VERIFIED
    assert world.read("to/a", KEY) == CONTENT


def test_an_existing_object_of_another_key_is_a_conflict(world):
    world.put("a", KEY)
    world.put("to/a", OTHER)
    outcome = world.copy("a")["a"]
    assert outcome.result is Result.EXISTS
    assert world.read("to/a", OTHER) == CONTENT


def test_a_server_that_stores_the_copy_plain_proves_nothing(world, monkeypatch):
    from s3enc_gui.s3.copies.copier import Copier

    def plain(copier, params):
        return real(Copier(copier.source, copier.source, False, set), params)

    real = Copier._copy_whole
    monkeypatch.setattr(Copier, "_copy_whole", plain)
    world.put("a")
    outcome = world.copy("a", target=TO_OTHER, move=True)["a"]
    assert (outcome.result, outcome.moved) == (Result.DIFFERENT, False)
    assert outcome.proof.verdict is Verdict.DIFFERENT
    assert world.read("a") == CONTENT
