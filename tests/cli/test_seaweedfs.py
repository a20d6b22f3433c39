"""`s3enc` against SeaweedFS: encryption, and headers that it ignores."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.contract


@pytest.fixture
def server(seaweedfs, at):
    return at(seaweedfs)


@pytest.fixture
def bucket(server, new_bucket):
    return new_bucket(server)


@pytest.fixture(params=["small", "large"])
def path(request):
    return request.getfixturevalue(request.param)


def stored_keys(server, bucket):
    listed = server.client("s3").list_objects_v2(Bucket=bucket)
    return [entry["Key"] for entry in listed.get("Contents", [])]


def test_sse_s3(s3enc, server, bucket, path):
    ran = s3enc("upload", path, f"s3://{bucket}/a", "--sse", "AES256", "--json")
    assert ran.status == 0, ran.err
    (file,) = ran.json["files"]
    assert (file["verdict"], file["algorithm"]) == ("verified", "AES256")
    assert file["size"] == path.stat().st_size
    assert stored_keys(server, bucket) == [f"a/{path.name}"]


def test_a_key_by_alias(s3enc, server, bucket, path):
    name = f"test_key-{bucket}"
    arn = server.new_key(alias=name)
    options = ["--sse", "aws:kms", "--sse-kms-key-id", f"alias/{name}", "--json"]
    ran = s3enc("upload", path, f"s3://{bucket}/a", *options)
    assert ran.status == 0, ran.err
    (file,) = ran.json["files"]
    assert (file["verdict"], file["algorithm"]) == ("verified", "aws:kms")
    assert file["kms_key_arn"] == arn


def test_a_custom_arn(s3enc, server, bucket, path):
    arn = server.new_key()
    ran = s3enc("upload", path, f"s3://{bucket}/a", "--sse-kms-key-id", arn, "--json")
    assert ran.status == 0, ran.err
    assert ran.json["files"][0]["kms_key_arn"] == arn


def test_aws_s3_which_seaweedfs_does_not_have(s3enc, server, bucket, path):
    ran = s3enc("upload", path, f"s3://{bucket}/a", "--sse", "aws:kms", "--json")
    assert ran.status == 1
    assert ran.json["files"][0]["verdict"] == "failed"
    assert ran.json["files"][0]["error"]["title"]
    assert stored_keys(server, bucket) == []
    assert not server.client("s3").list_multipart_uploads(Bucket=bucket).get("Uploads")


def test_dsse_which_seaweedfs_ignores(s3enc, server, bucket, path):
    arn = server.new_key()
    options = ["--sse", "aws:kms:dsse", "--sse-kms-key-id", arn]
    ran = s3enc("upload", path, f"s3://{bucket}/a", *options)
    assert ran.status == 3
    assert "requested: DSSE-KMS, stored: not encrypted" in ran.err


def test_over_tls_with_the_ca_bundle(s3enc, seaweedfs_tls, at, new_bucket, path, monkeypatch):
    server = at(seaweedfs_tls)
    bucket = new_bucket(server)
    monkeypatch.delenv("AWS_CA_BUNDLE")
    command = ["upload", path, f"s3://{bucket}/a", "--sse", "AES256"]
    refused = s3enc(*command)
    assert refused.status == 1
    assert "SSLError" in refused.err
    assert s3enc(*command, "--ca-bundle", server.ca_bundle).status == 0


def test_an_empty_folder_is_kept_and_seen_to_be_unencrypted(s3enc, server, bucket, tmp_path):
    """SeaweedFS makes a directory of it, for which it ignores the requested encryption."""
    (tmp_path / "top" / "empty").mkdir(parents=True)
    command = ("upload", tmp_path / "top", f"s3://{bucket}/", "--empty-folders", "keep", "--json")
    ran = s3enc(*command)
    assert [(file["key"], file["verdict"]) for file in ran.json["files"]] == [
        ("top/empty/", "verified")
    ], ran.out
    assert server.client("s3").head_object(Bucket=bucket, Key="top/empty/")["ContentLength"] == 0
    ran = s3enc(*command, "--if-exists", "overwrite", "--sse", "AES256")
    assert [file["verdict"] for file in ran.json["files"]] == ["different"]
