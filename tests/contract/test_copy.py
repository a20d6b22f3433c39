"""Copies have all properties of their sources, on every server, or are reported as different."""

from __future__ import annotations

from typing import Any

import pytest

from s3enc_gui.domain.copies.comparison import Trait
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.parts import MIB
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.s3.copies.copier import CopySizes
from s3enc_gui.wording.labels import finding_text

pytestmark = pytest.mark.contract

TAGS = {"team": "blue", "a b": "c+d"}
OPTIONS: dict[str, Any] = {
    "Metadata": {"owner": "anna", "case": "17"},
    "Tagging": "team=blue&a%20b=c%2Bd",
    "ContentType": "text/x-unusual",
    "CacheControl": "max-age=60",
    "ContentDisposition": 'attachment; filename="x"',
    "ContentLanguage": "de",
}


@pytest.fixture
def harness(any_server, connect):
    return connect(any_server)


@pytest.fixture
def s3(any_server):
    return any_server.client("s3")


@pytest.fixture
def bucket(any_server, new_bucket, s3):
    """A bucket whose default is SSE-S3."""
    name = new_bucket(any_server)
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
    return name


@pytest.fixture
def kms(any_server):
    key = any_server.new_key()
    return {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key, "BucketKeyEnabled": True}


def copy(harness, bucket, destination, objects=(), prefixes=(), sizes=None, **more):
    refs = tuple(ObjectRef(one) if isinstance(one, str) else one for one in objects)
    plan = CopyPlan(bucket, destination, refs, tuple(prefixes), **more)
    return harness.run(CopyObjects(harness.connection, plan, sizes or CopySizes()))


def keys(s3, bucket):
    return [one["Key"] for one in s3.list_objects_v2(Bucket=bucket).get("Contents", ())]


def shown(s3, bucket, key):
    """Return the properties that a copy must have."""
    head = s3.head_object(Bucket=bucket, Key=key)
    tags = s3.get_object_tagging(Bucket=bucket, Key=key)["TagSet"]
    names = [*OPTIONS, "ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled", "ContentLength"]
    kept = {name: head.get(name) for name in names if name != "Tagging"}
    kept["BucketKeyEnabled"] = bool(kept["BucketKeyEnabled"])  # S3 does not report that it is off
    return {**kept, "Tags": {tag["Key"]: tag["Value"] for tag in tags}}


def test_rename_keeps_everything(harness, s3, bucket, kms):
    s3.put_object(Bucket=bucket, Key="p/a b+é.txt", Body=b"hello", **OPTIONS, **kms)
    before = shown(s3, bucket, "p/a b+é.txt")
    assert before["Tags"] == TAGS
    result = copy(harness, bucket, Destination(bucket, key="q/new.txt"), ["p/a b+é.txt"], move=True)
    (outcome,) = result.outcomes
    assert outcome.result is Result.VERIFIED, outcome
    assert (outcome.moved, outcome.left, result.all_done) == (True, None, True)
    assert keys(s3, bucket) == ["q/new.txt"]
    assert shown(s3, bucket, "q/new.txt") == before
    assert outcome.details.status.key == kms["SSEKMSKeyId"]


def test_a_folder_is_copied_to_another_bucket(harness, s3, bucket, kms, any_server, new_bucket):
    s3.put_object(Bucket=bucket, Key="f/a", Body=b"a", ServerSideEncryption="AES256")
    s3.put_object(Bucket=bucket, Key="f/g/b", Body=b"b", **kms)
    s3.put_object(Bucket=bucket, Key="fa", Body=b"no")
    other = new_bucket(any_server)
    result = copy(harness, bucket, Destination(other, "to"), prefixes=["f/"])
    assert result.counts == {Result.VERIFIED: 2}, result.outcomes
    assert keys(s3, other) == ["to/f/a", "to/f/g/b"]
    assert shown(s3, other, "to/f/g/b") == shown(s3, bucket, "f/g/b")
    assert keys(s3, bucket) == ["f/a", "f/g/b", "fa"]


def test_a_multipart_copy(harness, s3, bucket, kms, any_server):
    if any_server.name == "moto":  # loses the bucket key of multipart copies
        del kms["BucketKeyEnabled"]
    if any_server.name == "seaweedfs":  # has no multipart copies of KMS-encrypted objects
        kms = {"ServerSideEncryption": "AES256"}
    body = bytes(range(256)) * 4096 * 6 + b"the end"
    s3.put_object(Bucket=bucket, Key="big", Body=body, **OPTIONS, **kms)
    before = shown(s3, bucket, "big")
    sizes = CopySizes(whole=MIB, part=5 * MIB)
    result = copy(
        harness, bucket, Destination(bucket, key="moved"), ["big"], sizes=sizes, move=True
    )
    (outcome,) = result.outcomes
    assert outcome.result is Result.VERIFIED, outcome
    assert shown(s3, bucket, "moved") == before
    assert s3.get_object(Bucket=bucket, Key="moved")["Body"].read() == body
    assert keys(s3, bucket) == ["moved"]
    assert s3.list_multipart_uploads(Bucket=bucket).get("Uploads", []) == []


def test_a_failed_multipart_copy_leaves_nothing(seaweedfs, connect, new_bucket):
    s3, bucket = seaweedfs.client("s3"), new_bucket(seaweedfs)
    kms = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": seaweedfs.new_key()}
    s3.put_object(Bucket=bucket, Key="big", Body=b"x" * 6 * MIB, **kms)
    sizes = CopySizes(whole=MIB, part=5 * MIB)
    there = Destination(bucket, key="moved")
    result = copy(connect(seaweedfs), bucket, there, ["big"], sizes=sizes, move=True)
    assert result.outcomes[0].error.code == "NotImplemented"
    assert keys(s3, bucket) == ["big"]
    assert s3.list_multipart_uploads(Bucket=bucket).get("Uploads", []) == []


def ignore_encryption(harness):
    """Remove the requested encryption from copies, as if the server ignored it."""

    def strip(params, **_):
        for name in [*params["headers"]]:
            if name.lower().startswith("x-amz-server-side-encryption"):
                del params["headers"][name]

    for operation in ("CopyObject", "CreateMultipartUpload"):
        harness.aws_session.s3().meta.events.register(f"before-call.s3.{operation}", strip)


@pytest.mark.parametrize("whole", [True, False])
def test_a_server_that_ignores_the_encryption_of_a_copy(
    harness, s3, bucket, kms, whole, any_server
):
    s3.put_object(Bucket=bucket, Key="a", Body=b"x" * MIB, **OPTIONS, **kms)
    ignore_encryption(harness)
    sizes = CopySizes() if whole else CopySizes(MIB // 2, 5 * MIB)
    result = copy(harness, bucket, Destination(bucket, key="b"), ["a"], sizes=sizes, move=True)
    (outcome,) = result.outcomes
    if any_server.name == "seaweedfs" and not whole:  # see above
        return
    assert (outcome.result, outcome.moved, result.all_done) == (Result.DIFFERENT, False, False)
    assert outcome.left.code == "NotProved"
    (shown,) = [finding_text(one) for one in outcome.proof.doubts if one.trait is Trait.ENCRYPTION]
    assert shown.startswith("Server-side encryption – source: SSE-KMS, copy: ")
    assert keys(s3, bucket) == ["a", "b"]


@pytest.mark.parametrize("policy", [IfExists.FAIL, IfExists.OVERWRITE])
def test_a_destination_that_exists(harness, s3, bucket, policy):
    for key, data in (("a/x.txt", b"new"), ("b/x.txt", b"old")):
        s3.put_object(Bucket=bucket, Key=key, Body=data, ServerSideEncryption="AES256")
    result = copy(harness, bucket, Destination(bucket, "b/"), ["a/x.txt"], if_exists=policy)
    there = s3.get_object(Bucket=bucket, Key="b/x.txt")["Body"].read()
    assert (result.outcomes[0].result, there) == {
        IfExists.FAIL: (Result.EXISTS, b"old"),
        IfExists.OVERWRITE: (Result.VERIFIED, b"new"),
    }[policy]


def test_an_sse_c_object_is_refused_before_anything_is_sent(seaweedfs, connect, new_bucket):
    s3, bucket = seaweedfs.client("s3"), new_bucket(seaweedfs)
    customer = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": b"k" * 32}
    s3.put_object(Bucket=bucket, Key="c", Body=b"x", **customer)
    (outcome,) = copy(connect(seaweedfs), bucket, Destination(bucket, key="d"), ["c"]).outcomes
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "CustomerKey")
    assert keys(s3, bucket) == ["c"]


def test_a_bucket_with_versions(harness, s3, bucket):
    enabled = {"Status": "Enabled"}
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=enabled)
    old, new = (
        s3.put_object(Bucket=bucket, Key="a", Body=data, ServerSideEncryption="AES256")["VersionId"]
        for data in (b"old", b"new")
    )
    there = Destination(bucket, key="b")
    (outcome,) = copy(harness, bucket, there, [ObjectRef("a", old)], move=True).outcomes
    assert (outcome.result, outcome.left.code) == (Result.VERIFIED, "OlderVersion")
    # An older version may be copied over the latest; only the ids differ.
    again = Destination(bucket, key="a")
    overwrite = IfExists.OVERWRITE
    (outcome,) = copy(harness, bucket, again, [ObjectRef("a", old)], if_exists=overwrite).outcomes
    assert outcome.result is Result.VERIFIED, outcome
    assert s3.get_object(Bucket=bucket, Key="a")["Body"].read() == b"old"
    (outcome,) = copy(harness, bucket, there, ["a"], move=True, if_exists=overwrite).outcomes
    assert outcome.moved, outcome
    assert keys(s3, bucket) == ["b"]
    kept = s3.list_object_versions(Bucket=bucket, Prefix="a")["Versions"]
    assert {one["VersionId"] for one in kept} == {old, new, kept[0]["VersionId"]}


@pytest.mark.parametrize("policy", [IfExists.FAIL, IfExists.OVERWRITE])
@pytest.mark.parametrize("name", ["m/./z", "m//z", "/m/z", "M/Z", "m/x/../z"])
def test_a_move_to_a_similar_key_loses_nothing(harness, s3, bucket, name, policy):
    s3.put_object(Bucket=bucket, Key="m/z", Body=b"data", ServerSideEncryption="AES256")
    result = copy(
        harness, bucket, Destination(bucket, key=name), ["m/z"], move=True, if_exists=policy
    )
    (outcome,) = result.outcomes
    found = name if outcome.moved else "m/z"
    assert s3.get_object(Bucket=bucket, Key=found)["Body"].read() == b"data", outcome
