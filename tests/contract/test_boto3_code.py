"""The script of `Show as boto3 code` does the same upload, on every server."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.headers.metadata import decoded_values
from s3enc_gui.domain.uploads.plan import IfExists, UploadItem, UploadOptions, UploadPlan
from s3enc_gui.wording.boto3_code import boto3_code

pytestmark = pytest.mark.contract


@pytest.fixture
def bucket(any_server, new_bucket):
    return new_bucket(any_server)


@pytest.fixture
def run(any_server, monkeypatch):
    """Run the script in a new interpreter, with credentials in the environment."""
    for name, value in any_server.environment().items():
        monkeypatch.setenv(name, value)

    def run(plan):
        connection = Connection(endpoint_url=any_server.endpoint_url)
        code = boto3_code(connection, any_server.region, plan)
        return subprocess.run(
            [sys.executable, "-c", code],
            env=dict(os.environ), capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run


def items(*paths):
    return tuple(UploadItem(str(path), path.name, path.stat().st_size) for path in paths)


def test_the_script_stores_what_the_program_would(any_server, bucket, run, small, large, tmp_path):
    unusual = tmp_path / 'it\'s "odd" \\ žluť.txt'
    unusual.write_text("unusual")
    arn = any_server.new_key()
    options = UploadOptions(
        EncryptionChoice(Encryption.SSE_KMS, arn, bucket_key=True),
        metadata=(("owner", "me"), ("note", "žluť")),
        tags=(("kind", "a b"),),
    )
    ran = run(UploadPlan(bucket, items(small, large, unusual), options))
    assert ran.returncode == 0, ran.stderr
    s3 = any_server.client("s3")
    for path in (small, large, unusual):
        stored = s3.get_object(Bucket=bucket, Key=path.name)
        assert stored["Body"].read() == path.read_bytes()
        assert (stored["ServerSideEncryption"], stored["SSEKMSKeyId"]) == ("aws:kms", arn)
        assert decoded_values(stored["Metadata"]) == {"owner": "me", "note": "žluť"}
        assert path.name in ran.stdout


def test_the_script_overwrites_nothing_by_default(any_server, bucket, run, small):
    any_server.client("s3").put_object(Bucket=bucket, Key=small.name, Body=b"theirs")
    ran = run(UploadPlan(bucket, items(small), UploadOptions()))
    assert ran.returncode != 0
    assert "PreconditionFailed" in ran.stderr
    stored = any_server.client("s3").get_object(Bucket=bucket, Key=small.name)
    assert stored["Body"].read() == b"theirs"


@pytest.mark.parametrize(
    ("policy", "names"),
    [
        (IfExists.SKIP, ["small.txt"]),
        (IfExists.OVERWRITE, ["small.txt"]),
        (IfExists.RENAME, ["small (1).txt", "small.txt"]),
    ],
)
def test_the_script_follows_the_policy(any_server, bucket, run, small, policy, names):
    plan = UploadPlan(bucket, items(small), UploadOptions(if_exists=policy))
    for _ in range(2):
        ran = run(plan)
        assert ran.returncode == 0, ran.stderr
    listed = any_server.client("s3").list_objects_v2(Bucket=bucket)["Contents"]
    assert [entry["Key"] for entry in listed] == names
