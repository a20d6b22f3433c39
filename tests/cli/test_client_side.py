"""`--client-side` of uploads and downloads, on the demo server."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.contract


@pytest.fixture
def server(demo_server, at):
    return at(demo_server)


@pytest.fixture
def bucket(server, new_bucket):
    where = {"CreateBucketConfiguration": {"LocationConstraint": server.region}}
    return new_bucket(server, **where)


def test_upload_says_what_was_encrypted_and_how(s3enc, server, bucket, small):
    ran = s3enc(
        *("upload", small, f"s3://{bucket}/", "--json", "--sse", "AES256"),
        *("--client-side", "alias/test_key", "--client-side-context", "department=finance"),
    )
    assert ran.status == 0, ran.err
    head = server.client("s3").head_object(Bucket=bucket, Key=small.name)
    assert head["ContentLength"] == small.stat().st_size + 16
    (file,) = json.loads(ran.out)["files"]
    found = {one["aspect"]: one for one in file["findings"]}
    assert found["Server-side encryption"]["stored"] == "SSE-S3"
    assert found["Client-side encryption"]["stored"] == "V3: AES-256-GCM with key commitment"
    assert found["Client-side encryption context"]["stored"] == "department=finance"
    assert ":key/" in found["Wrapped data key"]["asked"]  # the alias, resolved


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--client-side-context", "a=b"], "requires a key"),
        (["--client-side", "alias/test_key", "--client-side-context", "a=ä"], "other than ASCII"),
        (["--client-side", "alias/aws/s3"], "can't be used for client-side encryption"),
        (["--client-side", "alias/none"], "doesn't exist"),
    ],
)
def test_what_can_not_work_is_said_before_anything_is_sent(
    s3enc, server, bucket, small, options, said
):
    ran = s3enc("upload", small, f"s3://{bucket}/", *options)
    assert ran.status != 0
    assert said in ran.err
    assert "Contents" not in server.client("s3").list_objects_v2(Bucket=bucket)


def test_a_check_finds_a_key_that_does_not_exist(s3enc, bucket, small):
    ran = s3enc("upload", small, f"s3://{bucket}/", "--check", "--client-side", "alias/none")
    assert ran.status != 0
    assert "doesn't exist" in ran.err


def test_the_history_tells_both_layers(s3enc, bucket, small):
    assert s3enc("upload", small, f"s3://{bucket}/", "--client-side", "alias/test_key").status == 0
    (receipt,) = s3enc("history", "--format", "json").json
    assert (receipt["algorithm"], receipt["client_side"]) == ("AES256", "V3")


def test_a_download_decrypts_with_the_key(s3enc, bucket, small, tmp_path):
    key = ("--client-side", "alias/test_key", "--client-side-context", "department=finance")
    assert s3enc("upload", small, f"s3://{bucket}/", *key).status == 0
    source = f"s3://{bucket}/{small.name}"
    ran = s3enc("download", source, tmp_path / "decrypted", *key)
    assert ran.status == 0, ran.err
    assert "(decrypted and authenticated)" in ran.out
    assert (tmp_path / "decrypted").read_bytes() == small.read_bytes()

    ran = s3enc("download", source, tmp_path / "as-it-is")
    assert (ran.status, "still encrypted" in ran.out) == (0, True)
    assert (tmp_path / "as-it-is").stat().st_size == small.stat().st_size + 16

    ran = s3enc("download", source, tmp_path / "not", *key[:2])
    assert ran.status != 0
    assert "The object has another encryption context" in ran.out + ran.err
    assert not (tmp_path / "not").exists()


def test_an_object_that_is_not_encrypted_is_not_saved_in_place_of_one_that_is(
    s3enc, bucket, small, tmp_path
):
    assert s3enc("upload", small, f"s3://{bucket}/a/").status == 0
    key = ("--client-side", "alias/test_key")
    ran = s3enc("download", f"s3://{bucket}/a/{small.name}", tmp_path / "named", *key)
    assert ran.status == 1
    assert "The object isn't encrypted [ClientSidePlain]" in ran.out + ran.err
    assert not (tmp_path / "named").exists()

    ran = s3enc("download", f"s3://{bucket}/a/", tmp_path / "folder", *key)
    assert (ran.status, "It wasn't encrypted before upload" in ran.out) == (0, True)
