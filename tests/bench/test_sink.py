"""The null sink answers like S3, except for GetObject."""

from __future__ import annotations

import time

import pytest
from botocore.exceptions import ClientError

from tests.bench.endpoints import BUCKET, ROUND_TRIP
from tests.bench.loads import arrived, keys_under, many_small, remove
from tests.bench.metering import BenchError


@pytest.fixture(params=["plain", "tls"])
def client(sink, request):
    return getattr(sink, request.param).server.client("s3")


def put(client, key, body=b"0123", **more):
    return client.put_object(Bucket=BUCKET, Key=key, Body=body, **more)


def test_size_encryption_and_metadata_come_back(client):
    put(client, "a b/ü", ServerSideEncryption="AES256", Metadata={"colour": "blue"})
    head = client.head_object(Bucket=BUCKET, Key="a b/ü")
    assert (head["ContentLength"], head["ServerSideEncryption"]) == (4, "AES256")
    assert head["Metadata"] == {"colour": "blue"}


def test_the_checksum_comes_back_to_those_who_ask(client):
    put(client, "sum", ChecksumCRC64NVME="AAAAAAAAAAA=")
    asked = client.head_object(Bucket=BUCKET, Key="sum", ChecksumMode="ENABLED")
    assert asked["ChecksumCRC64NVME"] == "AAAAAAAAAAA="
    assert "ChecksumCRC64NVME" not in client.head_object(Bucket=BUCKET, Key="sum")


def test_an_md5_that_was_sent_is_the_etag(client):
    answer = put(client, "md5", ContentMD5="6y5isRwHuU3ytpWYjoBtHg==")
    assert answer["ETag"] == '"eb2e62b11c07b94df2b695988e806d1e"'


def test_a_condition_keeps_what_is_there(client):
    put(client, "taken")
    with pytest.raises(ClientError, match="PreconditionFailed"):
        put(client, "taken", b"other", IfNoneMatch="*")
    assert keys_of(client, "taken") == {"taken": 4}


def test_parts_become_one_object(client):
    names = {"Bucket": BUCKET, "Key": "parts"}
    names["UploadId"] = client.create_multipart_upload(**names)["UploadId"]
    parts = [
        {"PartNumber": n, "ETag": client.upload_part(**names, PartNumber=n, Body=b"x" * n)["ETag"]}
        for n in (2, 1)
    ]
    client.complete_multipart_upload(**names, MultipartUpload={"Parts": parts})
    assert keys_of(client, "parts") == {"parts": 3}


def test_a_part_of_no_upload_is_refused(client):
    with pytest.raises(ClientError, match="NoSuchUpload"):
        client.upload_part(Bucket=BUCKET, Key="k", UploadId="gone", PartNumber=1, Body=b"x")


def test_nothing_is_there_before_it_was_sent(client):
    with pytest.raises(ClientError, match="404"):
        client.head_object(Bucket=BUCKET, Key="never")


def test_a_missing_file_is_noticed(sink, tmp_path):
    load = many_small(tmp_path, 2)
    put(sink.plain.server.client("s3"), "half/file-00000.bin", bytes(4096))
    with pytest.raises(BenchError, match="1 of 2 files"):
        arrived(sink.plain.direct, "half/", load)


def test_removing_makes_room(sink):
    put(sink.plain.server.client("s3"), "room/&<>")
    remove(sink.plain.direct, ["room/&<>"])
    assert keys_under(sink.plain.direct, "room/") == {}


def test_the_relay_takes_a_round_trip(sink):
    far = sink.plain_delayed.server.client("s3")
    put(far, "far")
    start = time.perf_counter()
    far.head_object(Bucket=BUCKET, Key="far")
    assert time.perf_counter() - start >= ROUND_TRIP
    assert keys_under(sink.plain_delayed.direct, "far") == {"far": 4}


def keys_of(client, prefix):
    listed = client.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])
    return {item["Key"]: item["Size"] for item in listed}
