from __future__ import annotations

import hashlib

import pytest
from botocore.exceptions import ClientError

BUCKET = "demo-bucket"


def put(s3, name, bucket=BUCKET, **options):
    response = s3.put_object(Bucket=bucket, Key=name, Body=b"x", **options)
    head = s3.head_object(Bucket=bucket, Key=name)
    for field in ("ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled", "ETag"):
        assert response.get(field) == head.get(field), field
    return head


def refusal(call, **options):
    with pytest.raises(ClientError) as caught:
        call(**options)
    error = caught.value.response
    return (
        error["Error"]["Code"],
        error["Error"].get("Message"),
        error["ResponseMetadata"]["HTTPStatusCode"],
    )


def test_default_is_sse_s3(s3, name):
    head = put(s3, name)
    assert head["ServerSideEncryption"] == "AES256"
    assert "SSEKMSKeyId" not in head


@pytest.mark.parametrize("form", ["id", "arn", "alias", "alias_arn"])
def test_every_form_of_a_key_reference_becomes_the_arn(s3, name, arn_of, form):
    arn = arn_of("invoices")
    reference = {
        "id": arn.rpartition("/")[2],
        "arn": arn,
        "alias": "alias/invoices",
        "alias_arn": arn.partition(":key/")[0] + ":alias/invoices",
    }[form]
    head = put(s3, name, ServerSideEncryption="aws:kms", SSEKMSKeyId=reference)
    assert head["SSEKMSKeyId"] == arn
    assert "BucketKeyEnabled" not in head


def test_kms_without_key_is_the_managed_key_even_against_the_bucket(s3, name, arn_of):
    head = put(s3, name, "demo-invoices", ServerSideEncryption="aws:kms")
    assert head["SSEKMSKeyId"] == arn_of("aws/s3")
    assert head["BucketKeyEnabled"] is True


def test_bucket_key_header_wins_over_the_bucket(s3, name):
    head = put(s3, name, "demo-invoices", ServerSideEncryption="aws:kms", BucketKeyEnabled=False)
    assert "BucketKeyEnabled" not in head


def test_bucket_default_with_key_and_bucket_key(s3, name, arn_of):
    head = put(s3, name, "demo-invoices")
    assert head["ServerSideEncryption"] == "aws:kms"
    assert head["SSEKMSKeyId"] == arn_of("test_key")
    assert head["BucketKeyEnabled"] is True


def test_dsse_has_a_key_and_never_a_bucket_key(s3, name, arn_of):
    head = put(
        s3, name, ServerSideEncryption="aws:kms:dsse",
        SSEKMSKeyId="alias/test_key", BucketKeyEnabled=True,
    )  # fmt: skip
    assert head["ServerSideEncryption"] == "aws:kms:dsse"
    assert head["SSEKMSKeyId"] == arn_of("test_key")
    assert "BucketKeyEnabled" not in head


def test_etag_is_the_md5_for_sse_s3_only(s3, name):
    md5 = f'"{hashlib.md5(b"x").hexdigest()}"'  # noqa: S324
    assert put(s3, name)["ETag"] == md5
    assert put(s3, name, ServerSideEncryption="aws:kms")["ETag"] != md5


@pytest.mark.parametrize(
    ("alias", "code", "text"),
    [
        ("old-key", "KMS.DisabledException", "{arn} is disabled."),
        ("leaving", "KMS.KMSInvalidStateException", "{arn} is pending deletion."),
        ("signing", "KMS.InvalidKeyUsageException", "{arn} key usage is SIGN_VERIFY which"),
    ],
)
def test_unusable_key_is_refused_and_nothing_stored(s3, name, arn_of, alias, code, text):
    key = f"alias/{alias}"
    found, message, status = refusal(
        s3.put_object, Bucket=BUCKET, Key=name, ServerSideEncryption="aws:kms", SSEKMSKeyId=key
    )
    assert (found, status) == (code, 400)
    assert message.startswith(text.format(arn=arn_of(alias)))
    assert refusal(s3.head_object, Bucket=BUCKET, Key=name)[0] == "404"


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("nonsense", "Invalid keyId 'nonsense'"),
        ("aws/s3", "Invalid keyId 'aws/s3'"),
        ("alias/none", "Alias arn:aws:kms:eu-central-1:123456789012:alias/none is not found."),
        (
            "11111111-2222-3333-4444-555555555555",
            "Key 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555'"
            " does not exist",
        ),
        ("arn:aws:kms:us-east-1:123456789012:alias/overseas", "Invalid arn us-east-1"),
    ],
)
@pytest.mark.parametrize("operation", ["put_object", "create_multipart_upload"])
def test_unknown_key_is_rejected_with_the_message_of_aws(s3, name, reference, text, operation):
    call = getattr(s3, operation)
    requested = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": reference}
    assert refusal(call, Bucket=BUCKET, Key=name, **requested) == (
        "KMS.NotFoundException", text, 400,
    )  # fmt: skip


@pytest.mark.parametrize("algorithm", ["rot13", "aws:fsx", "aws:backup"])
def test_unknown_algorithm_is_refused(s3, name, algorithm):
    code, _, status = refusal(
        s3.put_object, Bucket=BUCKET, Key=name, ServerSideEncryption=algorithm
    )
    assert (code, status) == ("InvalidArgument", 400)


def test_key_without_kms_is_refused(s3, name):
    code, message, _ = refusal(
        s3.put_object, Bucket=BUCKET, Key=name,
        ServerSideEncryption="AES256", SSEKMSKeyId="alias/test_key",
    )  # fmt: skip
    assert code == "InvalidArgument"
    assert message.endswith("requires HTTP header x-amz-server-side-encryption : aws:kms")


def test_object_with_a_disabled_key_has_headers_but_no_content_and_no_copies(s3):
    where = {"Bucket": BUCKET, "Key": "every-status/key-disabled.txt"}
    assert s3.head_object(**where)["ServerSideEncryption"] == "aws:kms"
    assert refusal(s3.get_object, **where)[0] == "KMS.DisabledException"
    copied = {"Bucket": BUCKET, "Key": "copy", "CopySource": where}
    assert refusal(s3.copy_object, **copied)[0] == "KMS.DisabledException"
    upload = s3.create_multipart_upload(Bucket=BUCKET, Key="copy")["UploadId"]
    part = {**copied, "UploadId": upload, "PartNumber": 1}
    assert refusal(s3.upload_part_copy, **part)[0] == "KMS.DisabledException"


def test_copy_onto_itself_takes_the_bucket_default(s3, name):
    put(s3, name, ServerSideEncryption="aws:kms", SSEKMSKeyId="alias/test_key")
    where = {"Bucket": BUCKET, "Key": name}
    response = s3.copy_object(CopySource=where, **where)
    assert response["ServerSideEncryption"] == "AES256"
    assert s3.head_object(**where)["ServerSideEncryption"] == "AES256"


def test_copy_that_changes_nothing_is_refused(s3, name):
    put(s3, name)
    where = {"Bucket": BUCKET, "Key": name}
    code, message, _ = refusal(s3.copy_object, CopySource=where, **where)
    assert code == "InvalidRequest"
    assert "without changing the object's metadata" in message


def test_copy_to_another_key(s3, name, arn_of):
    put(s3, name)
    where = {"Bucket": BUCKET, "Key": name}
    s3.copy_object(
        CopySource=where, ServerSideEncryption="aws:kms",
        SSEKMSKeyId="alias/invoices", BucketKeyEnabled=True, **where,
    )  # fmt: skip
    head = s3.head_object(**where)
    assert head["SSEKMSKeyId"] == arn_of("invoices")
    assert head["BucketKeyEnabled"] is True


def test_bucket_default_cannot_be_switched_off(s3):
    bucket = "test-new-bucket"
    s3.create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    for _ in range(2):
        response = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]
        (rule,) = response["Rules"]
        assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
        assert rule["BucketKeyEnabled"] is False
        s3.delete_bucket_encryption(Bucket=bucket)


class TestCustomerKey:
    KEY = b"0123456789abcdef0123456789abcdef"

    def test_round_trip(self, s3, name):
        sse_c = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": self.KEY}
        where = {"Bucket": BUCKET, "Key": name}
        response = s3.put_object(Body=b"x", **where, **sse_c)
        head = s3.head_object(**where, **sse_c)
        for headers in (response, head):
            assert headers["SSECustomerAlgorithm"] == "AES256"
            assert "ServerSideEncryption" not in headers
        assert s3.get_object(**where, **sse_c)["Body"].read() == b"x"

    def test_without_the_key(self, s3):
        where = {"Bucket": BUCKET, "Key": "every-status/sse-c.txt"}
        assert refusal(s3.head_object, **where)[::2] == ("400", 400)
        code, message, _ = refusal(s3.get_object, **where)
        assert code == "InvalidRequest"
        assert message.startswith("The object was stored using a form of Server Side Encryption.")

    def test_with_another_key(self, s3):
        where = {"Bucket": BUCKET, "Key": "every-status/sse-c.txt"}
        sse_c = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": self.KEY}
        assert refusal(s3.head_object, **where, **sse_c)[0] == "403"
        assert refusal(s3.get_object, **where, **sse_c)[::2] == ("AccessDenied", 403)

    def test_not_together_with_sse(self, s3, name):
        code, message, _ = refusal(
            s3.put_object, Bucket=BUCKET, Key=name, ServerSideEncryption="AES256",
            SSECustomerAlgorithm="AES256", SSECustomerKey=self.KEY,
        )  # fmt: skip
        assert code == "InvalidArgument"
        assert "incompatible with the encryption method" in message
