"""`s3enc upload --check` on the demo server, which evaluates bucket policies."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.contract

SSE = "s3:x-amz-server-side-encryption"


@pytest.fixture
def server(demo_server, at):
    return at(demo_server)


@pytest.fixture
def bucket(server, new_bucket):
    where = {"CreateBucketConfiguration": {"LocationConstraint": server.region}}
    return new_bucket(server, **where)


@pytest.fixture
def key(server):
    return server.client("kms").describe_key(KeyId="alias/invoices")["KeyMetadata"]["Arn"]


def put_policy(server, bucket, *conditions):
    statements = [
        {
            "Sid": f"Rule{number}",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{bucket}/*",
            "Condition": condition,
        }
        for number, condition in enumerate(conditions)
    ]
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    server.client("s3").put_bucket_policy(Bucket=bucket, Policy=policy)


@pytest.fixture
def wants_key(server, bucket, key):
    """A bucket whose policy wants SSE-KMS with this key."""
    put_policy(
        server,
        bucket,
        {"StringNotEquals": {SSE: "aws:kms"}},
        {"ArnNotEqualsIfExists": {f"{SSE}-aws-kms-key-id": key}},
    )
    return bucket


def checks(ran):
    return {one["check"]: one for one in ran.json["checks"]}


def test_a_policy_that_wants_key_k_says_so_and_names_the_options(s3enc, wants_key, key, small):
    target = f"s3://{wants_key}/in/"
    ran = s3enc("upload", small, target, "--check")
    assert ran.status == 1
    (line, use) = [one for one in ran.out.splitlines() if key in one]
    assert line.startswith("Will fail ")
    assert "Statement “Rule0” denies this upload. It requires SSE-KMS." in line
    assert f"It requires the KMS key {key}." in line
    options = f"--sse aws:kms --sse-kms-key-id {key}"
    assert use.strip() == f"Use {options}"
    assert s3enc("upload", small, target).status == 1  # it does fail
    assert s3enc("upload", small, target, *options.split(), "--check").status == 0
    assert s3enc("upload", small, target, *options.split()).status == 0


def test_nothing_is_uploaded(s3enc, server, bucket, small):
    ran = s3enc("upload", small, f"s3://{bucket}/", "--check")
    assert ran.status == 0, ran.err
    assert "The bucket has no policy." in ran.out
    assert not server.client("s3").list_objects_v2(Bucket=bucket).get("Contents")


def test_json(s3enc, wants_key, key, small):
    ran = s3enc("upload", small, f"s3://{wants_key}/", "--check", "--json")
    assert ran.status == 1
    found = checks(ran)
    assert found["policy"]["status"] == "will-fail"
    assert found["policy"]["options"] == f"--sse aws:kms --sse-kms-key-id {key}"
    assert found["caller"]["status"] == "fine"
    assert found["owner"]["status"] == "cannot-check"  # no AWS account
    assert found["region"]["text"] == "The bucket is in eu-central-1."


@pytest.mark.parametrize("alias", ["alias/invoices", "arn", "id"])
def test_every_form_of_the_key_is_recognized(s3enc, wants_key, key, small, alias):
    name = {"arn": key, "id": key.rpartition("/")[2]}.get(alias, alias)
    options = ["--sse", "aws:kms", "--sse-kms-key-id", name]
    ran = s3enc("upload", small, f"s3://{wants_key}/", *options, "--check")
    assert ran.status == 0, ran.out
    assert s3enc("upload", small, f"s3://{wants_key}/", *options).status == 0


@pytest.mark.parametrize(
    ("alias", "status", "text"),
    [
        ("old-key", 1, "The KMS key is disabled."),
        ("leaving", 1, "The KMS key is scheduled for deletion."),
        ("signing", 1, "The KMS key can't encrypt objects."),
        ("missing", 1, "The KMS key doesn't exist."),
        ("test_key", 0, "is enabled, encrypts, and is in eu-central-1"),
    ],
)
def test_the_state_of_the_key(s3enc, bucket, small, alias, status, text):
    options = ["--sse", "aws:kms", "--sse-kms-key-id", f"alias/{alias}"]
    ran = s3enc("upload", small, f"s3://{bucket}/", *options, "--check")
    assert (ran.status, text in ran.out) == (status, True), ran.out


def test_a_default_key_that_is_disabled(s3enc, server, bucket, small):
    arn = server.client("kms").describe_key(KeyId="alias/old-key")["KeyMetadata"]["Arn"]
    rule = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": arn}
    server.client("s3").put_bucket_encryption(
        Bucket=bucket,
        ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": rule}]},
    )
    assert s3enc("upload", small, f"s3://{bucket}/", "--check").status == 1
    assert s3enc("upload", small, f"s3://{bucket}/", "--sse", "AES256", "--check").status == 0


def test_a_bucket_that_does_not_exist(s3enc, server, small):
    ran = s3enc("upload", small, "s3://there-is-no-such-bucket-here/", "--check")
    assert ran.status == 1
    assert "NoSuchBucket" in ran.err or "404" in ran.err


def test_invalid_arguments_are_reported_first(s3enc, server, small):
    options = ["--sse", "AES256", "--sse-kms-key-id", "alias/x", "--check"]
    assert s3enc("upload", small, "s3://bucket/", *options).status == 2


def test_quiet_prints_only_what_will_fail(s3enc, wants_key, key, small):
    ran = s3enc("upload", small, f"s3://{wants_key}/", "--check", "--quiet")
    assert ran.status == 1
    assert [line.split()[0] for line in ran.out.splitlines()] == ["Will", "Use"]
    options = ["--sse", "aws:kms", "--sse-kms-key-id", key]
    ran = s3enc("upload", small, f"s3://{wants_key}/", *options, "--check", "--quiet")
    assert (ran.status, ran.out) == (0, "")
