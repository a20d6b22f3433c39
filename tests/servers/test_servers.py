"""Properties of all servers."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import SSLError

from tests.servers import moto
from tests.servers.plugin import _delete_bucket

pytestmark = pytest.mark.contract
KMS = {"ServerSideEncryption": "aws:kms"}


def listening(pid):
    """IP addresses on which the process listens for TCP, from /proc."""
    links = [file.readlink() for file in Path(f"/proc/{pid}/fd").iterdir()]
    inodes = {str(link)[len("socket:[") : -1] for link in links if str(link).startswith("socket:")}
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            _, local, _, state, *_, inode = line.split()[:10]
            if state == "0A" and inode in inodes:
                yield decoded(local.partition(":")[0])


def decoded(address):
    """Convert an address of /proc/net/tcp."""
    words = [int(address[at : at + 8], 16) for at in range(0, len(address), 8)]
    packed = b"".join(word.to_bytes(4, sys.byteorder) for word in words)
    return socket.inet_ntop(socket.AF_INET if len(words) == 1 else socket.AF_INET6, packed)


@pytest.fixture(scope="module")
def key(any_server):
    return any_server.new_key()


@pytest.fixture
def own_moto(tmp_path):
    """A separate moto, because the shared one must not be reset."""
    one = moto.Moto(tmp_path)
    one.launch()
    yield one.server()
    one.stop()


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
    with contextlib.closing(session.client("s3")) as s3:
        assert bucket in [one["Name"] for one in s3.list_buckets()["Buckets"]]
    with contextlib.closing(session.client("kms")) as kms:
        assert kms.list_aliases()["Aliases"] is not None
    with contextlib.closing(session.client("sts")) as sts:
        assert sts.get_caller_identity()["Arn"]


def test_bucket_is_deleted_after_the_test(any_server, new_bucket):
    bucket = new_bucket(any_server)
    any_server.client("s3").put_object(Bucket=bucket, Key="left", Body=b"x")
    any_server.client("s3").create_multipart_upload(Bucket=bucket, Key="begun")
    _delete_bucket(any_server, bucket)
    names = [one["Name"] for one in any_server.client("s3").list_buckets()["Buckets"]]
    assert bucket not in names
    any_server.client("s3").create_bucket(Bucket=bucket)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_listens_on_loopback_only(any_server, server_fleet):
    pids = [process.pid for process in server_fleet.processes()]
    assert {address for pid in pids for address in listening(pid)} == {"127.0.0.1"}


def test_moto_reset(own_moto):
    own_moto.client("s3").create_bucket(Bucket="to-be-forgotten")
    moto.reset(own_moto)
    assert own_moto.client("s3").list_buckets()["Buckets"] == []


def test_https_with_its_authority_only(seaweedfs_tls, tried):
    assert tried(seaweedfs_tls).put(ServerSideEncryption="AES256")
    without = replace(seaweedfs_tls, ca_bundle=None, _clients={})
    with pytest.raises(SSLError):
        without.client("s3").list_buckets()
    without.close()


def test_servers_end_with_the_run(pytester):
    pytester.makepyfile(
        """
        def test_it(moto_server, server_fleet):
            print("PID", [process.pid for process in server_fleet.processes()])
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
