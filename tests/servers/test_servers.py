"""What every server does alike, and how tests see it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import SSLError

from tests.servers import moto

pytestmark = pytest.mark.contract
KMS = {"ServerSideEncryption": "aws:kms"}


@pytest.fixture(scope="module")
def key(any_server):
    return any_server.new_key()


def test_aes256_is_reported(any_server, tried):
    assert tried(any_server).put(ServerSideEncryption="AES256")["ServerSideEncryption"] == "AES256"


def test_kms_key_is_reported(any_server, tried, key):
    head = tried(any_server).put(**KMS, SSEKMSKeyId=key)
    assert (head["ServerSideEncryption"], head["SSEKMSKeyId"]) == ("aws:kms", key)


def test_kms_key_of_a_multipart_upload_is_reported(any_server, tried, key):
    *_, head = tried(any_server).multipart(**KMS, SSEKMSKeyId=key)
    assert (head["ServerSideEncryption"], head["SSEKMSKeyId"]) == ("aws:kms", key)


def test_environment_is_enough_for_boto3(any_server, new_bucket, monkeypatch):
    for name, value in any_server.environment().items():
        monkeypatch.setenv(name, value)
    bucket, session = new_bucket(any_server), boto3.Session()
    for client in (session.client("s3"), session.client("kms"), session.client("sts")):
        with client:
            pass
    with session.client("s3") as s3:
        assert bucket in [one["Name"] for one in s3.list_buckets()["Buckets"]]
    with session.client("kms") as kms:
        assert kms.list_aliases()["Aliases"] is not None
    with session.client("sts") as sts:
        assert sts.get_caller_identity()["Arn"]


def test_bucket_is_gone_after_the_test(any_server, pytester, new_bucket):
    bucket = new_bucket(any_server)
    any_server.client("s3").put_object(Bucket=bucket, Key="left", Body=b"x")
    any_server.client("s3").create_multipart_upload(Bucket=bucket, Key="begun")
    from tests.servers.plugin import _delete_bucket

    _delete_bucket(any_server, bucket)
    names = [one["Name"] for one in any_server.client("s3").list_buckets()["Buckets"]]
    assert bucket not in names
    any_server.client("s3").create_bucket(Bucket=bucket)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_listens_on_loopback_only(any_server, server_fleet):
    assert server_fleet.addresses(), "no server process was found"
    assert {address for _, address in server_fleet.addresses()} == {"127.0.0.1"}


def test_moto_forgets(moto_server, new_bucket):
    new_bucket(moto_server)
    moto.reset(moto_server)
    assert moto_server.client("s3").list_buckets()["Buckets"] == []


def test_https_with_its_authority_only(seaweedfs_tls, tried):
    assert tried(seaweedfs_tls).put(ServerSideEncryption="AES256")
    credentials = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    with (
        boto3.client("s3", endpoint_url=seaweedfs_tls.endpoint_url, **credentials) as s3,
        pytest.raises(SSLError),
    ):
        s3.list_buckets()


def test_servers_of_a_run_end_with_it(pytester):
    pytester.makepyfile(
        """
        def test_it(moto_server, server_fleet):
            print("PID", server_fleet.pids())
        """
    )
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    options = ["-p", "tests.servers.plugin", "-p", "no:cacheprovider", "-rP"]
    command = [sys.executable, "-m", "pytest", *options, str(pytester.path)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("PID")]
    pids = [int(word) for word in line.strip("PID []").split(",")]
    assert pids
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
