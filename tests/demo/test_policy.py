from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.demo.policy import denies

BUCKET = "demo-policy"
SSE = "s3:x-amz-server-side-encryption"
RESOURCE = f"arn:aws:s3:::{BUCKET}/x"


@pytest.mark.parametrize("operation", ["put_object", "create_multipart_upload"])
@pytest.mark.parametrize("options", [{}, {"ServerSideEncryption": "AES256"}])
def test_upload_without_kms_is_denied_with_the_message_of_aws(s3, name, operation, options):
    with pytest.raises(ClientError) as caught:
        getattr(s3, operation)(Bucket=BUCKET, Key=name, **options)
    response = caught.value.response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert response["Error"]["Code"] == "AccessDenied"
    text = f's3:PutObject on resource: "arn:aws:s3:::{BUCKET}/{name}" with an explicit deny'
    assert text in response["Error"]["Message"]


def test_upload_with_kms_passes(s3, name):
    s3.put_object(Bucket=BUCKET, Key=name, ServerSideEncryption="aws:kms")
    s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": name}]})


def test_multipart_upload_with_kms_passes_to_its_end(s3, name):
    where = {"Bucket": BUCKET, "Key": name}
    created = s3.create_multipart_upload(ServerSideEncryption="aws:kms", **where)
    where["UploadId"] = created["UploadId"]
    part = s3.upload_part(PartNumber=1, Body=b"x", **where)
    parts = [{"PartNumber": 1, "ETag": part["ETag"]}]
    s3.complete_multipart_upload(MultipartUpload={"Parts": parts}, **where)


@pytest.mark.parametrize(
    ("operator", "value", "actual", "denied"),
    [
        ("StringNotEquals", "aws:kms", "AES256", True),
        ("StringNotEquals", "aws:kms", None, True),
        ("StringNotEquals", "aws:kms", "aws:kms", False),
        ("StringNotEqualsIfExists", "aws:kms", None, True),
        ("StringEquals", ["AES256", "aws:fsx"], "AES256", True),
        ("StringEquals", "AES256", None, False),
        ("StringEqualsIfExists", "AES256", None, True),
        ("StringEquals", "aws:*", "aws:kms", False),
        ("StringLike", "aws:*", "aws:kms", True),
        ("StringNotLike", "aws:kms*", "aws:kms:dsse", False),
        ("Null", "true", None, True),
        ("Null", "false", None, False),
        ("Null", "false", "AES256", True),
        ("NumericEquals", "1", "1", False),
    ],
)
def test_conditions(operator, value, actual, denied):
    statement = {
        "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{BUCKET}/*", "Condition": {operator: {SSE: value}},
    }  # fmt: skip
    context = {} if actual is None else {SSE: actual}
    assert denies({"Statement": [statement]}, "s3:PutObject", RESOURCE, context) is denied


@pytest.mark.parametrize(
    "change",
    [
        {"Effect": "Allow"},
        {"Action": "s3:GetObject"},
        {"Resource": "arn:aws:s3:::other/*"},
        {"Principal": {"AWS": "arn:aws:iam::210987654321:root"}},
    ],
)
def test_other_statement_denies_nothing(change):
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": RESOURCE}
    assert denies({"Statement": statement}, "s3:PutObject", RESOURCE, {})
    assert not denies({"Statement": statement | change}, "s3:PutObject", RESOURCE, {})
