"""The hostile server is an honest S3 until it is told otherwise."""

from __future__ import annotations

import http.client
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tests.servers.hostile import Answer, hostile_server, refusal
from tests.servers.hostile.faults.registry import all_faults, page_of

PAGE = Path(__file__).parents[2] / "docs" / "testing.md"
KEYS = ["//abs/f", "/abs/f", "a b", "a+b", "a/./b", "a/../b", "a//b", "ä/ö", "e%2Bf", "<&>", "b/1"]


@pytest.fixture
def s3():
    with hostile_server() as s3:
        yield s3


@pytest.fixture
def client(s3):
    return s3.server.client("s3")


def refused(call, **parameters):
    with pytest.raises(ClientError) as error:
        call(**parameters)
    return error.value.response["Error"]["Code"]


def pages(client, name, **parameters):
    return list(client.get_paginator(name).paginate(Bucket="bucket", **parameters))


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_taken_as_it_stands(s3, client, key):
    client.put_object(Bucket="bucket", Key=key, Body=b"data")
    assert list(s3.objects) == [key]
    assert client.get_object(Bucket="bucket", Key=key)["Body"].read() == b"data"


def test_lists_come_in_order_and_in_pages(s3, client):
    s3.page = 3
    for key in KEYS:
        s3.put(key, b"data")
    found = pages(client, "list_objects_v2")
    assert len(found) == 4
    keys = [one["Key"] for page in found for one in page["Contents"]]
    assert keys == sorted(KEYS, key=str.encode)
    (page,) = pages(client, "list_objects_v2", Prefix="e", StartAfter="a")
    assert [one["Key"] for one in page["Contents"]] == ["e%2Bf"]


def test_folders_are_listed_once(s3, client):
    s3.page = 2
    for key in ("a/1", "a/2", "b", "c/1", "c/2", "d"):
        s3.put(key, b"data")
    found = pages(client, "list_objects_v2", Delimiter="/")
    folders = [one["Prefix"] for page in found for one in page.get("CommonPrefixes", [])]
    keys = [one["Key"] for page in found for one in page.get("Contents", [])]
    assert (folders, keys) == (["a/", "c/"], ["b", "d"])


def test_versions(s3, client):
    s3.buckets["bucket"].keeps_versions, s3.page = True, 1
    first = client.put_object(Bucket="bucket", Key="k", Body=b"1")["VersionId"]
    client.put_object(Bucket="bucket", Key="k", Body=b"2")
    client.delete_object(Bucket="bucket", Key="k")
    assert "k" not in s3.objects
    assert refused(client.get_object, Bucket="bucket", Key="k") == "NoSuchKey"
    old = client.get_object(Bucket="bucket", Key="k", VersionId=first)
    assert old["Body"].read() == b"1"
    found = pages(client, "list_object_versions")
    listed = [(len(page.get("Versions", [])), len(page.get("DeleteMarkers", []))) for page in found]
    assert listed == [(0, 1), (1, 0), (1, 0)]


def test_parts_of_objects(s3, client):
    s3.put("k", b"0123456789", parts=(4, 4, 2))
    ranged = client.get_object(Bucket="bucket", Key="k", Range="bytes=2-5")
    assert (ranged["Body"].read(), ranged["ContentRange"]) == (b"2345", "bytes 2-5/10")
    part = client.head_object(Bucket="bucket", Key="k", PartNumber=3)
    assert (part["ContentLength"], part["PartsCount"]) == (2, 3)
    assert refused(client.get_object, Bucket="bucket", Key="k", Range="bytes=10-") == "InvalidRange"
    assert refused(client.get_object, Bucket="bucket", Key="k", IfMatch='"x"') == (
        "PreconditionFailed"
    )


def test_an_upload_in_parts(s3, client):
    names = {"Bucket": "bucket", "Key": "k"}
    upload = client.create_multipart_upload(**names, Tagging="a=b", StorageClass="STANDARD_IA")
    (listed,) = pages(client, "list_multipart_uploads")
    assert [one["UploadId"] for one in listed["Uploads"]] == [upload["UploadId"]]
    names["UploadId"] = upload["UploadId"]
    s3.put("source", b"xxSOURCE")
    parts = [
        client.upload_part(**names, PartNumber=1, Body=b"one"),
        client.upload_part_copy(
            **names, PartNumber=2, CopySource="bucket/source", CopySourceRange="bytes=2-7"
        )["CopyPartResult"],
    ]
    s3.page = 1
    told = client.get_paginator("list_parts").paginate(**names)
    listed = [one for page in told for one in page["Parts"]]
    assert [one["Size"] for one in listed] == [3, 6]
    done = [{"PartNumber": n, "ETag": one["ETag"]} for n, one in enumerate(parts, 1)]
    client.complete_multipart_upload(**names, MultipartUpload={"Parts": done})
    assert (s3.objects["k"].data, s3.objects["k"].tags) == (b"oneSOURCE", {"a": "b"})
    head = client.head_object(Bucket="bucket", Key="k", ChecksumMode="ENABLED")
    assert (head["StorageClass"], head["ChecksumType"]) == ("STANDARD_IA", "FULL_OBJECT")
    assert not s3.uploads


def test_a_copy_takes_along_what_describes_it(s3, client):
    headers = {"content-type": "text/x", "x-amz-meta-a": "1", "x-amz-storage-class": "GLACIER"}
    s3.put("a b", b"data", headers, tags={"t": "1"})
    names = {"Bucket": "other", "Key": "copy", "CopySource": {"Bucket": "bucket", "Key": "a b"}}
    client.copy_object(**names, ServerSideEncryption="aws:kms", SSEKMSKeyId="0f57")
    copy = client.head_object(Bucket="other", Key="copy")
    assert (copy["ContentType"], copy["Metadata"], copy["TagCount"]) == ("text/x", {"a": "1"}, 1)
    assert copy["SSEKMSKeyId"] == "arn:aws:kms:us-east-1:123456789012:key/0f57"
    assert "StorageClass" not in copy
    assert refused(client.copy_object, **names, IfNoneMatch="*") == "PreconditionFailed"
    assert refused(client.copy_object, **names, CopySourceIfMatch="x") == "PreconditionFailed"


def test_checksums_are_verified(client):
    parameters = {
        "Bucket": "bucket",
        "Key": "k",
        "Body": b"data",
        "ChecksumCRC64NVME": "AAAAAAAAAAA=",
    }
    assert refused(client.put_object, **parameters) == "BadDigest"


def test_deleting_many(s3, client):
    for key in ("a", "b&", "c"):
        s3.put(key, b"")
    parameters = {"Objects": [{"Key": "a"}, {"Key": "b&"}]}
    answer = client.delete_objects(Bucket="bucket", Delete=parameters)
    assert ([one["Key"] for one in answer["Deleted"]], list(s3.objects)) == (["a", "b&"], ["c"])


def test_buckets(s3, client):
    assert client.head_bucket(Bucket="any")["BucketRegion"] == "us-east-1"
    rule = client.get_bucket_encryption(Bucket="any")["ServerSideEncryptionConfiguration"]
    default = rule["Rules"][0]["ApplyServerSideEncryptionByDefault"]
    assert default == {"SSEAlgorithm": "AES256"}
    assert [one["Name"] for one in client.list_buckets()["Buckets"]] == ["any"]


def test_changes_stack_and_see_the_request(s3, client):
    def shout(request, work):
        request.body = request.body.upper()
        return work()

    def twice(request, work):
        request.body *= 2
        return work()

    s3.change("PutObject", shout)
    s3.change("PutObject", twice)
    client.put_object(Bucket="bucket", Key="k", Body=b"data")
    assert s3.objects["k"].data == b"DATADATA"


@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
def test_how_the_end_of_a_body_is_told(s3, framing):
    s3.always("GetObject", Answer(body=b"x" * 5000, framing=framing))
    line = http.client.HTTPConnection(s3.server.endpoint_url.removeprefix("http://"))
    line.request("GET", "/bucket/key")
    answer = line.getresponse()
    assert (answer.getheader("Content-Length") is None) == (framing != "length")
    assert answer.read() == b"x" * 5000
    line.close()


@pytest.mark.parametrize("framing", ["length", "chunked"])
def test_a_body_cut_off(s3, framing):
    s3.always("GetObject", Answer(body=b"x" * 5000, framing=framing, cut_at=100))
    line = http.client.HTTPConnection(s3.server.endpoint_url.removeprefix("http://"))
    line.request("GET", "/bucket/key")
    with pytest.raises(http.client.IncompleteRead):
        line.getresponse().read()
    line.close()


def test_answers_are_marked_as_s3s(s3, client):
    assert client.put_object(Bucket="b", Key="k")["ResponseMetadata"]["RequestId"]
    assert refusal(403, "AccessDenied").headers["x-amz-request-id"]


def test_the_page_lists_all_faults():
    """To update it: `python -m tests.servers.hostile.faults`."""
    page = PAGE.read_text(encoding="utf-8")
    assert page == page_of(page)
    assert len(all_faults()) >= 60
