"""LocalStack: errors for KMS keys, and differences from AWS."""

from __future__ import annotations

from dataclasses import replace

import pytest
from botocore.exceptions import ClientError

from tests.servers.server import OTHER_REGION

pytestmark = [pytest.mark.contract, pytest.mark.localstack]
KMS = {"ServerSideEncryption": "aws:kms"}


@pytest.fixture(scope="module")
def key(localstack):
    return localstack.new_key(alias="facts")


def test_bucket_default_is_sse_s3(localstack, tried):
    assert tried(localstack).put()["ServerSideEncryption"] == "AES256"


def test_aws_s3_key_is_made_on_first_use_and_stays(localstack, tried):
    here = tried(localstack)
    assert here.put(**KMS)["SSEKMSKeyId"] == here.put(**KMS)["SSEKMSKeyId"]


def test_aws_s3_key_does_not_look_like_one_of_aws(localstack, tried):
    arn = tried(localstack).put(**KMS)["SSEKMSKeyId"]
    kms = localstack.client("kms")
    assert kms.describe_key(KeyId=arn)["KeyMetadata"]["KeyManager"] == "CUSTOMER"
    pages = kms.get_paginator("list_aliases").paginate()
    names = {alias["AliasName"] for page in pages for alias in page["Aliases"]}
    assert "alias/aws/s3" not in names


def test_unknown_key(localstack, tried, key):
    unknown = key.rpartition("/")[0] + "/11111111-2222-3333-4444-555555555555"
    refusal = tried(localstack).refusal(**KMS, SSEKMSKeyId=unknown)
    assert refusal == (400, "KMS.NotFoundException", f"Key '{unknown}' does not exist")


def test_disabled_key(localstack, tried):
    key = localstack.new_key()
    localstack.disable_key(key)
    refusal = tried(localstack).refusal(**KMS, SSEKMSKeyId=key)
    assert refusal == (400, "KMS.DisabledException", f"{key} is disabled.")


def test_key_pending_deletion(localstack, tried):
    key = localstack.new_key()
    localstack.delete_key(key)
    refusal = tried(localstack).refusal(**KMS, SSEKMSKeyId=key)
    assert refusal == (400, "KMS.KMSInvalidStateException", f"{key} is pending deletion.")


def test_key_of_another_region(localstack, tried):
    key = localstack.new_key(OTHER_REGION)
    refusal = tried(localstack).refusal(**KMS, SSEKMSKeyId=key)
    assert refusal == (400, "KMS.NotFoundException", f"Invalid arn {OTHER_REGION}")


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("nonsense", "Invalid keyId 'nonsense'"),
        ("alias/none", "Unable to find KMS alias with name alias/none"),
    ],
)
def test_malformed_or_unknown_reference(localstack, tried, reference, message):
    refusal = tried(localstack).refusal(**KMS, SSEKMSKeyId=reference)
    assert refusal == (400, "KMS.NotFoundException", message)


def test_alias_becomes_an_arn_of_no_key(localstack, tried, key):
    stored = tried(localstack).put(**KMS, SSEKMSKeyId="alias/facts")["SSEKMSKeyId"]
    assert stored == key.rpartition("/")[0] + "/alias/facts"


def test_key_id_becomes_its_arn(localstack, tried, key):
    head = tried(localstack).put(**KMS, SSEKMSKeyId=key.rpartition("/")[2])
    assert head["SSEKMSKeyId"] == key


def test_asymmetric_key_is_accepted(localstack, tried):
    key = localstack.new_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")
    assert tried(localstack).put(**KMS, SSEKMSKeyId=key)["SSEKMSKeyId"] == key


def test_bucket_key_is_reported(localstack, tried, key):
    assert tried(localstack).put(**KMS, SSEKMSKeyId=key, BucketKeyEnabled=True)["BucketKeyEnabled"]


def test_dsse_is_stored_without_its_key(localstack, tried, key):
    head = tried(localstack).put(ServerSideEncryption="aws:kms:dsse", SSEKMSKeyId=key)
    assert head["ServerSideEncryption"] == "aws:kms:dsse"
    assert "SSEKMSKeyId" not in head


def test_any_algorithm_is_stored(localstack, tried):
    head = tried(localstack).put(ServerSideEncryption="nonsense")
    assert head["ServerSideEncryption"] == "nonsense"


def test_disabled_key_stops_the_creation_of_an_upload(localstack, tried):
    key = localstack.new_key()
    localstack.disable_key(key)
    with pytest.raises(ClientError, match=r"KMS\.DisabledException.*CreateMultipartUpload"):
        tried(localstack).multipart(**KMS, SSEKMSKeyId=key)


def test_customer_key_is_needed_to_read(localstack, tried):
    with pytest.raises(ClientError, match=r"400.*HeadObject"):
        tried(localstack).put(SSECustomerAlgorithm="AES256", SSECustomerKey=b"k" * 32)


def test_policy_is_ignored(localstack, tried):
    here = tried(localstack)
    here.only_kms()
    assert here.put(ServerSideEncryption="AES256")["ServerSideEncryption"] == "AES256"


def test_aliases_are_paginated(localstack):
    for name in ("page-1", "page-2"):
        localstack.new_key(alias=name)
    answer = localstack.client("kms").list_aliases(Limit=1)
    assert len(answer["Aliases"]) == 1
    assert answer["Truncated"]
    assert answer["NextMarker"]


def test_signature_of_a_header_is_not_checked(localstack):
    stranger = replace(localstack, secret_key="wrong", _clients={})
    assert stranger.client("s3").list_buckets()["Owner"]
    stranger.close()


def test_full_object_checksum(localstack, tried):
    here = tried(localstack)
    s3 = localstack.client("s3")
    where = {"Bucket": here.bucket, "Key": "sum"}
    s3.put_object(**where, Body=b"x", ChecksumAlgorithm="CRC64NVME")
    head = s3.head_object(**where, ChecksumMode="ENABLED")
    assert head["ChecksumType"] == "FULL_OBJECT"
    assert head["ChecksumCRC64NVME"]


def test_conditional_write(localstack, tried):
    here = tried(localstack)
    put = {"Bucket": here.bucket, "Key": "once", "Body": b"x", "IfNoneMatch": "*"}
    localstack.client("s3").put_object(**put)
    with pytest.raises(ClientError, match="PreconditionFailed"):
        localstack.client("s3").put_object(**put)
