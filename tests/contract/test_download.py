"""Downloads, on every server."""

from __future__ import annotations

import os

import pytest
from boto3.s3.transfer import TransferConfig

from s3enc_gui.domain.downloads.download import DownloadRequest, FileOutcome
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.downloads.events import DownloadProgress

pytestmark = pytest.mark.contract

MIB = 1 << 20
DATA = os.urandom(5 * MIB + 12_345)


def download(harness, bucket, folder, *prefixes):
    request = DownloadRequest(harness.connection, bucket, str(folder), prefixes=prefixes or ("",))
    summary = harness.run(DownloadObjects(request, range_size=MIB))
    return {one.key: one for one in summary.results}


def test_uploaded_files_are_downloaded(any_server, connect, new_bucket, tmp_path):
    harness, bucket = connect(any_server), new_bucket(any_server)
    source = tmp_path / "source"
    source.mkdir()
    (source / "large ž.bin").write_bytes(DATA)
    (source / "small.txt").write_bytes(b"small")
    (source / "empty").write_bytes(b"")
    choice = EncryptionChoice(Encryption.SSE_KMS, any_server.new_key())
    harness.upload(bucket, sorted(source.iterdir()), choice, prefix="x/")
    results = download(harness, bucket, tmp_path / "to", "x/")
    assert {one.ended for one in results.values()} <= {FileOutcome.CHECKED, FileOutcome.ARRIVED}
    for path in source.iterdir():
        assert (tmp_path / "to" / "x" / path.name).read_bytes() == path.read_bytes()
    last = [one for one in harness.reports if isinstance(one, DownloadProgress)][-1]
    assert (last.files, last.bytes) == (3, len(DATA) + 5)


def test_parts_of_other_programs_are_checked(seaweedfs, connect, new_bucket, tmp_path):
    harness, bucket = connect(seaweedfs), new_bucket(seaweedfs)
    (tmp_path / "large").write_bytes(DATA)
    config = TransferConfig(multipart_threshold=MIB, multipart_chunksize=5 * MIB)
    seaweedfs.client("s3").upload_file(str(tmp_path / "large"), bucket, "large", Config=config)
    result = download(harness, bucket, tmp_path / "to")["large"]
    assert (tmp_path / "to" / "large").read_bytes() == DATA
    assert result.check


def test_an_sse_c_object_is_an_error(localstack, connect, new_bucket, tmp_path):
    harness, bucket = connect(localstack), new_bucket(localstack)
    secret = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "k" * 32}
    localstack.client("s3").put_object(Bucket=bucket, Key="c", Body=b"secret", **secret)
    result = download(harness, bucket, tmp_path / "to")["c"]
    assert result.error
    assert result.error.code == "CustomerKey"
    assert list((tmp_path / "to").iterdir()) == []
