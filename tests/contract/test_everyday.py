"""Deleting, new folders and presigned URLs, on every server."""

from __future__ import annotations

from urllib.request import urlopen

import pytest

from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.domain.deletion import DeletionCount, Versioning
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.deletion.delete_objects import CountObjects, DeleteObjects
from s3enc_gui.jobs.listing.new_folder import NewFolder
from s3enc_gui.jobs.listing.presigned_url import CreatePresignedUrl

pytestmark = pytest.mark.contract

UNUSUAL = ("d/a b+%é&<>.txt", "d/q?v=1#f", "d/tab\there")


@pytest.fixture
def harness(any_server, connect):
    return connect(any_server)


@pytest.fixture
def s3(any_server):
    return any_server.client("s3")


@pytest.fixture
def bucket(any_server, new_bucket):
    return new_bucket(any_server)


@pytest.fixture
def put(s3, bucket):
    def put(*keys):
        for key in keys:
            s3.put_object(Bucket=bucket, Key=key, Body=b"xy")

    return put


def versioned(s3, bucket):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})


def keys(s3, bucket):
    return [one["Key"] for one in s3.list_objects_v2(Bucket=bucket).get("Contents", ())]


def versions(s3, bucket):
    listed = s3.list_object_versions(Bucket=bucket)
    return len(listed.get("Versions", ())), len(listed.get("DeleteMarkers", ()))


def test_a_folder_and_an_object_are_counted_and_deleted(harness, s3, bucket, put):
    put(*UNUSUAL, "d/e/f", "de", "x", "y")
    wanted = (ObjectRef("x", size=2),), ("d/",)
    assert harness.run(CountObjects(harness.connection, bucket, *wanted)) == DeletionCount(
        5, 10, 0, Versioning.OFF
    )
    deleted = harness.run(DeleteObjects(harness.connection, bucket, *wanted))
    assert (deleted.count, deleted.all_done) == (5, True), deleted
    assert keys(s3, bucket) == ["de", "y"]


def test_a_versioned_bucket(harness, s3, bucket, put):
    versioned(s3, bucket)
    put("d/a", "d/a", "d/b", "c", "cc")
    connection = harness.connection
    assert harness.run(DeleteObjects(connection, bucket, (), ("d/",))).count == 2
    assert versions(s3, bucket) == (5, 2)
    c = (ObjectRef("c"),)
    count = harness.run(CountObjects(connection, bucket, c, ("d/",), versions=True))
    assert count == DeletionCount(4, 8, 2, Versioning.ENABLED)
    deleted = harness.run(DeleteObjects(connection, bucket, c, ("d/",), all_versions=True))
    assert (deleted.count, deleted.all_done) == (6, True)
    assert versions(s3, bucket) == (1, 0)


def test_a_deletion_in_a_versioned_bucket_can_be_undone(harness, s3, bucket, put):
    versioned(s3, bucket)
    put("d/a", "d/b", "c")
    s3.delete_object(Bucket=bucket, Key="d/b")  # somebody else's marker, which stays
    listed = s3.list_object_versions(Bucket=bucket)["DeleteMarkers"]
    deleted = harness.run(DeleteObjects(harness.connection, bucket, (ObjectRef("c"),), ("d/",)))
    assert sorted(ref.key for ref in deleted.markers) == ["c", "d/a"]
    assert keys(s3, bucket) == []
    undone = harness.run(DeleteObjects(harness.connection, bucket, deleted.markers))
    assert (undone.count, undone.all_done, undone.markers) == (2, True, ())
    assert keys(s3, bucket) == ["c", "d/a"]
    for key in ("c", "d/a"):
        s3.head_object(Bucket=bucket, Key=key)
    left = s3.list_object_versions(Bucket=bucket)["DeleteMarkers"]
    assert [one["VersionId"] for one in left] == [one["VersionId"] for one in listed]


def test_exactly_one_version_is_deleted(harness, s3, bucket, put):
    versioned(s3, bucket)
    put("a", "a")
    old = s3.list_object_versions(Bucket=bucket)["Versions"][1]["VersionId"]
    assert harness.run(DeleteObjects(harness.connection, bucket, (ObjectRef("a", old),))).all_done
    assert versions(s3, bucket) == (1, 0)


def test_a_new_folder_is_encrypted_as_requested_and_created_once(harness, s3, bucket, any_server):
    arn = any_server.new_key()
    choice = EncryptionChoice(Encryption.SSE_KMS, arn)
    harness.services.settings.remember_choice(bucket, choice)
    outcome = harness.run(NewFolder(harness.connection, bucket, "p/new folder"))
    assert outcome.item.key == "p/new folder/"
    if any_server.name == "seaweedfs":  # replaces it by a folder of its own, without encryption
        assert outcome.result is Result.DIFFERENT
    else:
        assert (outcome.result, outcome.details.status.key) == (Result.VERIFIED, arn), outcome
    for name in ("p/new folder/", "p"):
        with pytest.raises(AppError) as caught:
            harness.run(NewFolder(harness.connection, bucket, name))
        assert caught.value.code == "FolderExists"


def test_a_new_folder_is_encrypted_with_sse_s3_by_default(moto_server, connect, new_bucket):
    harness = connect(moto_server)
    outcome = harness.run(NewFolder(harness.connection, new_bucket(moto_server), "f/"))
    assert (outcome.result, outcome.details.status.algorithm) == (Result.VERIFIED, "AES256")


def test_a_presigned_url_returns_the_object(harness, s3, bucket, any_server):
    kms = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": any_server.new_key()}
    s3.put_object(Bucket=bucket, Key="a b+é/c", Body=b"hello", **kms)
    link = harness.run(
        CreatePresignedUrl(harness.connection, Location(bucket, "a b+é/c"), expires=60)
    )
    assert "X-Amz-Algorithm=AWS4-HMAC-SHA256" in link.url
    assert [one for one in link.cautions if "kms:Decrypt" in str(one)]
    assert [one for one in link.cautions if "only on this computer" in str(one)]
    with urlopen(link.url) as answer:  # noqa: S310 - a server of the tests
        assert answer.read() == b"hello"
