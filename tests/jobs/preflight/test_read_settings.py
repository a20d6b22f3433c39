from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.deletion import Versioning
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.policy.document import BucketPolicy
from s3enc_gui.domain.preflight.facts import BucketSettings
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.preflight.read_settings import ReadBucketSettings, ReadOwner
from tests.jobs.fake_buckets import refusal

CONNECTION = Connection("work")
OPERATIONS = [
    "get_bucket_policy",
    "get_bucket_ownership_controls",
    "get_public_access_block",
    "get_bucket_versioning",
]
STATEMENT = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}


class Client:
    """A client whose operations return or raise what `answers` has, and are recorded."""

    def __init__(self, url="https://s3.eu-west-1.amazonaws.com"):
        self.meta = SimpleNamespace(endpoint_url=url)
        self.asked = []
        self.answers = {
            "get_bucket_policy": {"Policy": json.dumps({"Statement": STATEMENT})},
            "get_bucket_ownership_controls": {
                "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
            },
            "get_public_access_block": {
                "PublicAccessBlockConfiguration": {"BlockPublicAcls": True}
            },
            "get_bucket_versioning": {"Status": "Enabled"},
            "head_bucket": {},
        }

    def __getattr__(self, name):
        def ask(**_):
            self.asked.append(name)
            answer = self.answers[name]
            if isinstance(answer, Exception):
                raise answer
            return answer

        return ask


@pytest.fixture
def client():
    return Client()


def context_of(client, reports):
    session = SimpleNamespace(probe_client=lambda _: client, region="eu-west-1")
    services: Any = SimpleNamespace(aws_session=lambda _: session)
    return Context(services, reports.append)


def test_all_settings_are_read_and_reported_one_by_one(client, reports):
    found = ReadBucketSettings(CONNECTION, "bucket").run(context_of(client, reports))
    assert client.asked == OPERATIONS
    assert isinstance(found.policy, BucketPolicy)
    assert len(found.policy.statements) == 1
    assert (found.ownership, found.blocks_public_acls) == ("BucketOwnerEnforced", True)
    assert (found.versioning, found.secure) == (Versioning.ENABLED, True)
    assert [one.ownership for one in reports] == [None, *["BucketOwnerEnforced"] * 3]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_refusal_is_in_the_result_and_the_others_are_read(client, reports, operation):
    client.answers[operation] = refusal("AccessDenied", status=403)
    found = ReadBucketSettings(CONNECTION, "bucket").run(context_of(client, reports))
    assert client.asked == OPERATIONS
    values = (found.policy, found.ownership, found.blocks_public_acls, found.versioning)
    errors = [isinstance(value, AppError) for value in values]
    assert errors == [name == operation for name in OPERATIONS]


@pytest.mark.parametrize("code", ["EndpointConnectionError", "ExpiredToken"])
def test_after_an_error_that_concerns_all_requests_none_is_sent(client, reports, monkeypatch, code):
    def fail(*_):
        raise AppError("No", code=code)

    monkeypatch.setattr("s3enc_gui.s3.buckets.permissions.bucket_policy", fail)
    found = ReadBucketSettings(CONNECTION, "bucket").run(context_of(client, reports))
    assert client.asked == []
    assert found.versioning == AppError("No", code=code)


def test_nothing_is_requested_of_an_access_point(client, reports):
    found = ReadBucketSettings(CONNECTION, "mine-abc-s3alias").run(context_of(client, reports))
    assert client.asked == []
    assert isinstance(found.policy, AppError)
    assert "An access point" in found.policy.title


def test_cancelling_stops_it(client, reports):
    context = context_of(client, reports)
    context.stopped.set()
    with pytest.raises(Cancelled):
        ReadBucketSettings(CONNECTION, "bucket").run(context)
    assert client.asked == []


def test_http_is_noticed(reports):
    client = Client("http://localhost:9000")
    found = ReadBucketSettings(CONNECTION, "bucket").run(context_of(client, reports))
    assert isinstance(found, BucketSettings)
    assert not found.secure


def test_the_owner(client, reports):
    job = ReadOwner(CONNECTION, "bucket", "111122223333")
    assert job.run(context_of(client, reports)) is True


@pytest.mark.parametrize("bucket", ["bucket", "mine-abc-s3alias"])
def test_other_servers_and_access_points_have_no_owner(reports, bucket):
    client = Client(
        "https://minio.example.com" if bucket == "bucket" else "https://x.amazonaws.com"
    )
    with pytest.raises(AppError):
        ReadOwner(CONNECTION, bucket, "111122223333").run(context_of(client, reports))
    assert client.asked == []


def test_an_anonymous_caller_owns_no_bucket(client, reports):
    with pytest.raises(AppError) as caught:
        ReadOwner(CONNECTION, "bucket", "").run(context_of(client, reports))
    assert caught.value.code == "Anonymous"
    assert client.asked == []
