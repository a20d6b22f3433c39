"""Listing buckets and reading the encryption of objects, on every server."""

from __future__ import annotations

import os
from collections.abc import Iterable

import pytest

from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.jobs.listing.browse import (
    KeysResolved,
    ListFolder,
    PageListed,
    ReadStatuses,
    StatusesRead,
)

pytestmark = pytest.mark.contract

UNUSUAL = (
    "a b+c%20&=é.txt",
    "x/y/\N{SNOWMAN} /z",
    "x//double",
    "q?v=1#f",
    "<&>\"'",
    "tab\there",
    "u+v/w+x y",
)
FILE_NAMES = tuple(
    key for key in UNUSUAL if "//" not in key
)  # SeaweedFS replaces two slashes by one


@pytest.fixture
def harness(any_server, connect):
    return connect(any_server)


@pytest.fixture
def bucket(any_server, new_bucket):
    return new_bucket(any_server)


@pytest.fixture
def s3(any_server):
    return any_server.client("s3")


@pytest.fixture
def put(s3, bucket):
    def put(*keys, **more):
        for key in keys:
            s3.put_object(Bucket=bucket, Key=key, Body=b"x", **more)

    return put


def listed(harness, bucket, prefix="", **more) -> tuple[list[str], list[ListedObject]]:
    """Return the prefixes and the objects."""
    harness.reports.clear()
    harness.run(ListFolder(harness.connection, bucket, prefix, **more))
    pages = [report.page for report in harness.reports if isinstance(report, PageListed)]
    return (
        [one for page in pages for one in page.prefixes],
        [one for page in pages for one in page.objects],
    )


def statuses(harness, bucket, objects: Iterable[ListedObject]):
    harness.reports.clear()
    harness.run(ReadStatuses(harness.connection, bucket, tuple(objects)))
    read = [report for report in harness.reports if isinstance(report, StatusesRead)]
    return {one.key: looked for report in read for one, looked in report.statuses}


def test_a_folder_has_prefixes_and_objects(harness, bucket, put):
    put("a", "p/b", "p/q/c", "r/d")
    prefixes, objects = listed(harness, bucket)
    assert (prefixes, [one.key for one in objects]) == (["p/", "r/"], ["a"])
    assert (objects[0].size, objects[0].is_delete_marker) == (1, False)
    prefixes, objects = listed(harness, bucket, "p/")
    assert (prefixes, [one.key for one in objects]) == (["p/q/"], ["p/b"])
    assert [one.key for one in listed(harness, bucket, delimiter="")[1]] == [
        "a", "p/b", "p/q/c", "r/d"
    ]  # fmt: skip
    assert listed(harness, bucket, "nothing/here/") == ([], [])


def test_unusual_keys_are_listed_and_read(harness, bucket, put, any_server):
    keys = FILE_NAMES if any_server.name == "seaweedfs" else UNUSUAL
    put(*keys, ServerSideEncryption="AES256")
    objects = listed(harness, bucket, delimiter="")[1]
    assert sorted(one.key for one in objects) == sorted(keys)
    found = statuses(harness, bucket, objects)
    assert {key: look.kind for key, look in found.items()} == dict.fromkeys(keys, StatusKind.SSE_S3)


def test_versions_and_delete_markers_are_listed_the_newest_first(harness, bucket, put, s3):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    put("a", "b", "a")
    s3.delete_object(Bucket=bucket, Key="a")
    objects = listed(harness, bucket, versions=True)[1]
    assert [(one.key, one.is_latest, one.is_delete_marker) for one in objects] == [
        ("a", True, True), ("a", False, False), ("a", False, False), ("b", True, False)
    ]  # fmt: skip
    assert len({one.version_id for one in objects}) == 4
    assert listed(harness, bucket, delimiter="")[1][0].version_id is None
    kinds = {look.kind for look in statuses(harness, bucket, objects[:1]).values()}
    assert kinds == {StatusKind.GONE}
    assert None not in {look.status for look in statuses(harness, bucket, objects[1:]).values()}


def test_each_encryption_and_the_alias_of_a_key(harness, bucket, put, s3, any_server):
    arn = any_server.new_key(alias=bucket)
    put("k", "l", ServerSideEncryption="aws:kms", SSEKMSKeyId=arn)
    put("c", Metadata={"x-amz-key-v2": "k", "x-amz-iv": "i"})
    put("customer", SSECustomerAlgorithm="AES256", SSECustomerKey=os.urandom(32))
    put("z")
    objects = listed(harness, bucket)[1]
    s3.delete_object(Bucket=bucket, Key="z")
    found = statuses(harness, bucket, objects)
    moto = any_server.name == "moto"  # stores such objects without SSE-C
    assert {key: look.kind for key, look in found.items()} == {
        "k": StatusKind.SSE_KMS,
        "l": StatusKind.SSE_KMS,
        "c": StatusKind.CLIENT_SIDE,
        "customer": StatusKind.NONE if moto else StatusKind.SSE_C,
        "z": StatusKind.GONE,
    }
    (resolved,) = [report for report in harness.reports if isinstance(report, KeysResolved)]
    names = resolved.keys[found["k"].key or ""]
    assert (names.aliases, names.is_aws_s3) == ((f"alias/{bucket}",), False)


def test_no_such_bucket_is_an_error(harness):
    with pytest.raises(AppError) as caught:
        listed(harness, "there-is-no-such-bucket-here")
    assert caught.value.code in ("404", "NoSuchBucket")
