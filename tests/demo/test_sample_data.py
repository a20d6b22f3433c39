from __future__ import annotations

import pytest

from s3enc_gui.demo import sample_data, sample_files


def test_buckets(s3):
    names = {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}
    assert names >= {
        "demo-bucket", "demo-invoices", "demo-archive", "demo-policy", "demo-overseas",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("bucket", "algorithm", "alias", "bucket_key"),
    [
        ("demo-bucket", "AES256", None, False),
        ("demo-invoices", "aws:kms", "test_key", True),
        ("demo-archive", "aws:kms", None, False),
    ],
)
def test_bucket_defaults(s3, arn_of, bucket, algorithm, alias, bucket_key):
    response = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]
    (rule,) = response["Rules"]
    default = rule["ApplyServerSideEncryptionByDefault"]
    assert default["SSEAlgorithm"] == algorithm
    assert default.get("KMSMasterKeyID") == (arn_of(alias) if alias else None)
    assert rule["BucketKeyEnabled"] is bucket_key


@pytest.mark.parametrize(
    ("name", "algorithm", "alias", "bucket_key"),
    [
        ("sse-s3.txt", "AES256", None, None),
        ("sse-kms-aws-s3.txt", "aws:kms", "aws/s3", None),
        ("sse-kms-test_key.txt", "aws:kms", "test_key", None),
        ("sse-kms-test_key-bucket-key.txt", "aws:kms", "test_key", True),
        ("dsse-kms-invoices.txt", "aws:kms:dsse", "invoices", None),
        ("not-encrypted.txt", None, None, None),
        ("fsx.txt", "aws:fsx", None, None),
        ("newer-than-this-program.txt", "aws:kms:v9", None, None),
        ("key-disabled.txt", "aws:kms", "old-key", None),
        ("key-pending-deletion.txt", "aws:kms", "leaving", None),
        ("client-side.bin", "aws:kms", "invoices", None),
    ],
)
def test_objects_of_every_status(s3, arn_of, name, algorithm, alias, bucket_key):
    head = s3.head_object(Bucket="demo-bucket", Key=f"every-status/{name}")
    assert head.get("ServerSideEncryption") == algorithm
    assert head.get("SSEKMSKeyId") == (arn_of(alias) if alias else None)
    assert head.get("BucketKeyEnabled") is bucket_key


def test_customer_key_of_the_sample_opens_it(s3):
    head = s3.head_object(
        Bucket="demo-bucket", Key="every-status/sse-c.txt",
        SSECustomerAlgorithm="AES256", SSECustomerKey=sample_data.CUSTOMER_KEY,
    )  # fmt: skip
    assert head["SSECustomerAlgorithm"] == "AES256"


def test_client_side_encryption_shows_in_the_metadata(s3):
    head = s3.head_object(Bucket="demo-bucket", Key="every-status/client-side.bin")
    assert {"x-amz-c", "x-amz-3", "x-amz-d", "x-amz-i"} <= head["Metadata"].keys()


def test_keys_are_unchanged(s3):
    listed = s3.list_objects_v2(Bucket="demo-bucket")["Contents"]
    names = {entry["Key"] for entry in listed}
    assert names >= {
        "Verträge/Übersicht für März.txt", "写真/桜.png",
        "names/a+b & c%20d = 100 %.txt", "names/🔒 locked.txt",
    }  # fmt: skip
    body = s3.get_object(Bucket="demo-bucket", Key="写真/桜.png")["Body"].read()
    assert body == sample_files.picture(240, 120, 160)


def test_invoices_are_a_tree_with_versions(s3):
    listed = s3.list_objects_v2(Bucket="demo-invoices", Prefix="invoices/2026/", Delimiter="/")
    assert [entry["Prefix"][-3:-1] for entry in listed["CommonPrefixes"]] == ["01", "02", "03"]
    where = {"Bucket": "demo-invoices", "Prefix": "invoices/2026/03/note.txt"}
    assert len(s3.list_object_versions(**where)["Versions"]) == 2


def test_metadata_and_tags(s3):
    where = {"Bucket": "demo-bucket", "Key": "welcome.txt"}
    assert s3.head_object(**where)["Metadata"] == {"author": "demo"}
    tags = s3.get_object_tagging(**where)["TagSet"]
    assert {"Key": "project", "Value": "demo"} in tags


def test_overseas_bucket_returns_its_region(s3):
    assert s3.head_bucket(Bucket="demo-overseas")["BucketRegion"] == "us-east-1"


def test_caller_is_the_demo_user(client_of):
    identity = client_of("sts").get_caller_identity()
    assert identity["Arn"] == f"arn:aws:iam::{sample_data.ACCOUNT_ID}:user/demo"


def test_sample_files_have_valid_contents():
    assert sample_files.picture(1, 2, 3).startswith(b"\x89PNG")
    assert sample_files.invoice_table(1).count(b"\n") == 25
    assert sample_files.ciphertext("a", 10) == sample_files.ciphertext("a", 10)


def test_version_null_without_versioning(s3):
    where = {"Bucket": "demo-bucket", "Key": "every-status/sse-s3.txt", "VersionId": "null"}
    assert s3.head_object(**where)["ServerSideEncryption"] == "AES256"
