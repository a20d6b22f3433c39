"""Connections to one bucket: for users who may not list the account's buckets and keys."""

from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.connections.saved_connection import KeySource, SavedConnection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.jobs.keys import ListKeys
from s3enc_gui.jobs.listing.browse import ListFolder
from s3enc_gui.jobs.listing.buckets import ListBuckets, ReadBucket
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.one_bucket import ONE_BUCKET
from s3enc_gui.s3.session.session_source import SessionSource
from tests.servers.hostile import BUCKET, ENCRYPTION
from tests.servers.hostile.stored import KEY

pytestmark = pytest.mark.contract

ARN = "arn:aws:kms:us-east-1:123456789012:key/0ecd1de5-bd2e-4f0e-8a0f-1fd1a7a9a111"
LISTS = {"ListBuckets", "ListAliases"}


@pytest.fixture
def one_bucket(hostile, harness):
    hostile.put("in/a", b"data", {ENCRYPTION: "aws:kms", KEY: ARN})
    harness.connection = replace(harness.connection, bucket=BUCKET, prefix="in/")
    return harness


def asked(hostile):
    return {one.operation for one in hostile.requests}


def test_its_bucket_is_the_list_of_buckets(hostile, one_bucket):
    assert one_bucket.run(ListBuckets(one_bucket.connection)) == (BUCKET,)
    assert not hostile.requests


def test_keys_are_not_listed_and_it_is_said(hostile, one_bucket):
    with pytest.raises(AppError) as caught:
        one_bucket.run(ListKeys(one_bucket.connection, "us-east-1"))
    assert caught.value.code == ONE_BUCKET
    assert not hostile.requests


def test_nothing_lists_buckets_or_keys(hostile, one_bucket):
    connection = one_bucket.connection
    one_bucket.run(ListBuckets(connection))
    one_bucket.run(ListFolder(connection, BUCKET, "in/"))
    one_bucket.run(ReadBucket(connection, BUCKET))
    one_bucket.run(InspectObject(connection, Location(BUCKET, "in/a")))
    assert asked(hostile) & {"ListObjectsV2", "HeadObject"}
    assert not asked(hostile) & LISTS


def test_the_guard_is_below_every_feature(hostile, one_bucket):
    """A connection of a record doesn't know its bucket; its session does."""
    recorded = replace(one_bucket.connection, bucket="", prefix="")
    session = AwsSession(recorded, SessionSource(one_bucket=True))
    try:
        for ask in (session.s3().list_buckets, session.kms("us-east-1").list_aliases):
            with pytest.raises(AppError) as caught:
                ask()
            assert caught.value.code == ONE_BUCKET
    finally:
        session.close()
    assert not hostile.requests


def test_a_saved_connection_has_its_bucket_and_records_do_not():
    saved = SavedConnection("one", KeySource("AKIA"), bucket=BUCKET, prefix="in/")
    assert (saved.connection.bucket, saved.connection.prefix) == (BUCKET, "in/")
    assert not {"bucket", "prefix"} & set(saved.connection.plain)
    other = saved.connection.with_profile("work")
    assert (other.bucket, other.prefix) == ("", "")
