"""SeaweedFS: encrypts objects, and ignores unknown headers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tests.servers.server import OTHER_REGION

pytestmark = pytest.mark.contract
KMS = {"ServerSideEncryption": "aws:kms"}
# Random, because compressible data would be compressed.
MARK = os.urandom(4000)


@pytest.fixture(scope="module")
def key(seaweedfs):
    return seaweedfs.new_key(alias="facts")


@pytest.mark.parametrize("algorithm", ["aws:kms:dsse", "nonsense"])
def test_algorithm_it_does_not_know_is_dropped(seaweedfs, tried, key, algorithm):
    head = tried(seaweedfs).put(ServerSideEncryption=algorithm, SSEKMSKeyId=key)
    assert "ServerSideEncryption" not in head
    assert "SSEKMSKeyId" not in head


def test_no_aws_s3_key(seaweedfs, tried):
    status, code, _ = tried(seaweedfs).refusal(**KMS)
    assert (status, code) == (500, "InternalError")


def test_unknown_key(seaweedfs, tried):
    unknown = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    status, code, _ = tried(seaweedfs).refusal(**KMS, SSEKMSKeyId=unknown)
    assert (status, code) == (500, "InternalError")


def test_key_of_another_region(seaweedfs, tried):
    status, _, _ = tried(seaweedfs).refusal(**KMS, SSEKMSKeyId=seaweedfs.new_key(OTHER_REGION))
    assert status == 500


@pytest.mark.parametrize("shape", ["id", "alias/facts", "alias ARN"])
def test_every_name_of_a_key_becomes_its_arn(seaweedfs, tried, key, shape):
    start, _, key_id = key.partition("key/")
    reference = {"id": key_id, "alias ARN": f"{start}alias/facts"}.get(shape, shape)
    assert tried(seaweedfs).put(**KMS, SSEKMSKeyId=reference)["SSEKMSKeyId"] == key


def test_disabled_key_is_accepted_because_its_kms_is_moto(seaweedfs, tried):
    key = seaweedfs.new_key()
    seaweedfs.disable_key(key)
    assert tried(seaweedfs).put(**KMS, SSEKMSKeyId=key)["SSEKMSKeyId"] == key


def test_head_leaves_the_bucket_key_out(seaweedfs, tried, key):
    here = tried(seaweedfs)
    choice = {**KMS, "SSEKMSKeyId": key, "BucketKeyEnabled": True}
    put = seaweedfs.client("s3").put_object(Bucket=here.bucket, Key="k", Body=b"x", **choice)
    head = seaweedfs.client("s3").head_object(Bucket=here.bucket, Key="k")
    assert put["BucketKeyEnabled"]
    assert "BucketKeyEnabled" not in head


def test_multipart_is_reported_by_part_and_head_only(seaweedfs, tried, key):
    answers = tried(seaweedfs).multipart(**KMS, SSEKMSKeyId=key)
    assert [answer.get("SSEKMSKeyId") for answer in answers] == [None, key, None, key]


def test_bucket_has_no_default(seaweedfs, tried):
    assert "ServerSideEncryption" not in tried(seaweedfs).put()


def test_customer_key_is_needed_to_read(seaweedfs, tried):
    with pytest.raises(ClientError, match=r"400.*HeadObject"):
        tried(seaweedfs).put(SSECustomerAlgorithm="AES256", SSECustomerKey=b"k" * 32)


@pytest.mark.parametrize(
    ("choice", "on_disk"),
    [({}, True), ({"ServerSideEncryption": "AES256"}, False), (KMS, False)],
    ids=["nothing", "AES256", "aws:kms"],
)
def test_encrypted_data_is_not_readable_on_disk(
    seaweedfs, tried, key, server_fleet, choice, on_disk
):
    here = tried(seaweedfs)
    more = {"SSEKMSKeyId": key} if choice == KMS else {}
    s3 = seaweedfs.client("s3")
    s3.put_object(Bucket=here.bucket, Key="k", Body=MARK, **choice, **more)
    volumes = Path(server_fleet.folder, "seaweedfs").glob(f"{here.bucket}_*.dat")
    assert any(MARK in volume.read_bytes() for volume in volumes) is on_disk
    with s3.get_object(Bucket=here.bucket, Key="k")["Body"] as body:
        assert body.read() == MARK


def test_policy_conditions_are_evaluated(seaweedfs, tried, key):
    here = tried(seaweedfs)
    here.only_kms()
    assert here.refusal(ServerSideEncryption="AES256") == (403, "AccessDenied", "Access Denied.")
    assert here.put(**KMS, SSEKMSKeyId=key)


def test_policy_stops_multipart_at_create_or_complete(seaweedfs, tried, key):
    here = tried(seaweedfs)
    here.only_kms()
    with pytest.raises(ClientError, match=r"AccessDenied.*CreateMultipartUpload"):
        here.multipart(ServerSideEncryption="AES256")
    # Unlike AWS, it requires the header in requests that can't have it.
    with pytest.raises(ClientError, match=r"AccessDenied.*CompleteMultipartUpload"):
        here.multipart(**KMS, SSEKMSKeyId=key)
