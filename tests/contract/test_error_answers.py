"""The errors that servers really send become the texts of the table (`tests/s3/errors`)."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.messages.remedies import remedy_of
from s3enc_gui.s3.errors.translation import app_error
from tests.s3.errors.aws_errors import ROWS
from tests.servers.server import OTHER_REGION, Server

pytestmark = pytest.mark.contract

Provoke = Callable[[Server, Any, str], object]
CUSTOMER_KEY = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": os.urandom(32)}


def _kms_put(key: Callable[[Server], str]) -> Provoke:
    return lambda server, s3, bucket: s3.put_object(
        Bucket=bucket, Key="a", ServerSideEncryption="aws:kms", SSEKMSKeyId=key(server)
    )


def _unknown(server: Server) -> str:
    return server.new_key().rsplit("/", 1)[0] + "/0f57c9b4-98b0-4b1b-9d6c-5ff7b6a3a5de"


def _disabled(server: Server) -> str:
    arn = server.new_key()
    server.disable_key(arn)
    return arn


def _pending(server: Server) -> str:
    arn = server.new_key()
    server.client("kms").schedule_key_deletion(KeyId=arn, PendingWindowInDays=7)
    return arn


def _exists(server: Server, s3: Any, bucket: str) -> None:
    for _ in range(2):
        s3.put_object(Bucket=bucket, Key="a", Body=b"x", IfNoneMatch="*")


def _upload(s3: Any, bucket: str, **more: object) -> dict[str, object]:
    made = s3.create_multipart_upload(Bucket=bucket, Key="a", **more)
    return {"Bucket": bucket, "Key": "a", "UploadId": made["UploadId"]}


def _parts(s3: Any, upload: dict[str, object], *numbers: int) -> list[dict[str, object]]:
    return [
        {"PartNumber": n, "ETag": s3.upload_part(**upload, PartNumber=n, Body=b"x")["ETag"]}
        for n in numbers
    ]


def _complete(s3: Any, upload: dict[str, object], parts: list[dict[str, object]]) -> None:
    s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})


def _small_parts(server: Server, s3: Any, bucket: str) -> None:
    upload = _upload(s3, bucket)
    _complete(s3, upload, _parts(s3, upload, 1, 2))


def _parts_in_another_order(server: Server, s3: Any, bucket: str) -> None:
    upload = _upload(s3, bucket)
    _complete(s3, upload, _parts(s3, upload, 1, 2)[::-1])


def _missing_part(server: Server, s3: Any, bucket: str) -> None:
    upload = _upload(s3, bucket)
    (part,) = _parts(s3, upload, 1)
    _complete(s3, upload, [{**part, "PartNumber": 2}])


def _no_upload(server: Server, s3: Any, bucket: str) -> None:
    upload = _upload(s3, bucket)
    parts = _parts(s3, upload, 1)
    s3.abort_multipart_upload(**upload)
    _complete(s3, upload, parts)


def _too_many_parts(server: Server, s3: Any, bucket: str) -> None:
    _parts(s3, _upload(s3, bucket), 10_001)


def _without_its_key(server: Server, s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="a", Body=b"x", **CUSTOMER_KEY)
    s3.get_object(Bucket=bucket, Key="a")


def _with_another_key(server: Server, s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="a", Body=b"x", **CUSTOMER_KEY)
    other = {**CUSTOMER_KEY, "SSECustomerKey": os.urandom(32)}
    s3.get_object(Bucket=bucket, Key="a", **other)


def _archived(server: Server, s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="a", Body=b"x", StorageClass="GLACIER")
    s3.get_object(Bucket=bucket, Key="a")


def _locked(server: Server, s3: Any, bucket: str) -> None:
    name = f"{bucket}-lock"
    s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    until = datetime.now(UTC) + timedelta(seconds=30)
    lock = {"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": until}
    version = s3.put_object(Bucket=name, Key="a", Body=b"x", **lock)["VersionId"]
    where = {"Bucket": name, "Key": "a", "VersionId": version}
    try:
        s3.delete_object(**where)
    finally:
        s3.delete_object(**where, BypassGovernanceRetention=True)
        s3.delete_bucket(Bucket=name)


def _another_secret(server: Server, s3: Any, bucket: str) -> None:
    _client(server, server.access_key, "wrong").get_object(Bucket=bucket, Key="a")


def _another_access_key(server: Server, s3: Any, bucket: str) -> None:
    _client(server, "AKIAIOSFODNN7EXAMPLE", "wrong").get_object(Bucket=bucket, Key="a")


def _client(server: Server, access_key: str, secret_key: str) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=server.endpoint_url,
        region_name=server.region,
        aws_access_key_id=access_key,
        aws_secret_access_key=secret_key,
        config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}),
    )


def _denied_by_policy(server: Server, s3: Any, bucket: str) -> None:
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
        "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    s3.put_bucket_policy(Bucket=bucket, Policy=policy)
    s3.put_object(Bucket=bucket, Key="in/a", Body=b"x", ServerSideEncryption="AES256")


LOCALSTACK: dict[str, Provoke] = {
    "NoSuchBucket": lambda server, s3, _: s3.get_object(Bucket="missing-bucket-7f3", Key="a"),
    "NoSuchKey": lambda server, s3, bucket: s3.get_object(Bucket=bucket, Key="a"),
    "KMS.NotFoundException": _kms_put(_unknown),
    "KMS.NotFoundException of another Region": _kms_put(lambda s: s.new_key(OTHER_REGION)),
    "KMS.DisabledException": _kms_put(_disabled),
    "KMS.KMSInvalidStateException": _kms_put(_pending),
    "PreconditionFailed": _exists,
    "EntityTooSmall": _small_parts,
    "InvalidPartOrder": _parts_in_another_order,
    "InvalidPart": _missing_part,
    "NoSuchUpload": _no_upload,
    "InvalidArgument of a part number": _too_many_parts,
    "InvalidRequest without the customer key": _without_its_key,
    "AccessDenied with another customer key": _with_another_key,
    "InvalidObjectState": _archived,
    "AccessDenied by Object Lock": _locked,
    "NoSuchVersion": lambda server, s3, bucket: s3.get_object(
        Bucket=_versioned(s3, bucket), Key="a", VersionId="0" * 32
    ),
    "BadDigest": lambda server, s3, bucket: s3.put_object(
        Bucket=bucket, Key="a", Body=b"x", ContentMD5=base64.b64encode(b"0" * 16).decode()
    ),
    "InvalidDigest": lambda server, s3, bucket: s3.put_object(
        Bucket=bucket, Key="a", Body=b"x", ContentMD5="no"
    ),
    "NoSuchBucketPolicy": lambda server, s3, bucket: s3.get_bucket_policy(Bucket=bucket),
    "InvalidStorageClass": lambda server, s3, bucket: s3.put_object(
        Bucket=bucket, Key="a", StorageClass="COLD"
    ),
    "InvalidBucketOwnerAWSAccountID": lambda server, s3, bucket: s3.get_bucket_policy(
        Bucket=bucket, ExpectedBucketOwner="test"
    ),
    "IllegalLocationConstraintException": lambda server, s3, bucket: server.client(
        "s3", OTHER_REGION
    ).create_bucket(
        Bucket=f"{bucket}-x", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    ),
}
SEAWEEDFS: dict[str, Provoke] = {
    "NoSuchBucket": LOCALSTACK["NoSuchBucket"],
    "NoSuchKey": LOCALSTACK["NoSuchKey"],
    "SignatureDoesNotMatch": _another_secret,
    "InvalidAccessKeyId": _another_access_key,
    "PreconditionFailed": _exists,
    "NoSuchUpload": _no_upload,
    "BadDigest": LOCALSTACK["BadDigest"],
}
DEMO: dict[str, Provoke] = {
    "NoSuchBucket": LOCALSTACK["NoSuchBucket"],
    "NoSuchKey": LOCALSTACK["NoSuchKey"],
    "KMS.NotFoundException": _kms_put(_unknown),
    "KMS.DisabledException": _kms_put(_disabled),
    "PreconditionFailed": _exists,
    "AccessDenied by the bucket policy": _denied_by_policy,
    "InvalidRequest without the customer key": _without_its_key,
}


def _versioned(s3: Any, bucket: str) -> str:
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket=bucket, Key="a", Body=b"x")
    return bucket


def check(server: Server, bucket: str, provoke: Provoke, code: str) -> AppError:
    """Provoke an error, and compare its text with the table."""
    with pytest.raises(ClientError) as caught:
        provoke(server, server.client("s3"), bucket)
    error = app_error(caught.value, bucket=bucket, key="in/a")
    assert error.code == code
    rows = [row for row in ROWS if row.code == code]
    assert any(
        row.title in error.title
        and row.hint in error.command_hint
        and remedy_of(error) is row.remedy
        for row in rows
    ), str(error)
    return error


@pytest.mark.localstack
@pytest.mark.parametrize("name", LOCALSTACK)
def test_localstack(localstack: Server, new_bucket: Callable[[Server], str], name: str) -> None:
    check(localstack, new_bucket(localstack), LOCALSTACK[name], name.split()[0])


@pytest.mark.parametrize("name", SEAWEEDFS)
def test_seaweedfs(seaweedfs: Server, new_bucket: Callable[[Server], str], name: str) -> None:
    check(seaweedfs, new_bucket(seaweedfs), SEAWEEDFS[name], name.split()[0])


@pytest.mark.parametrize("name", DEMO)
def test_demo(demo_server: Server, new_bucket: Callable[[Server], str], name: str) -> None:
    bucket = new_bucket(demo_server)
    error = check(demo_server, bucket, DEMO[name], name.split()[0])
    if provoked_by_policy := DEMO[name] is _denied_by_policy:
        assert error.denial is not None
        (permission,) = error.denial.permissions
        assert permission == ("s3:PutObject", f"arn:aws:s3:::{bucket}/in/*")
    assert provoked_by_policy == (error.denial is not None)
