from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from awscrt.checksums import crc32c, crc64nvme
from botocore.exceptions import ClientError

BUCKET = "demo-bucket"
PARTS = (b"a" * (5 << 20), b"b" * 1000)
KMS = {
    "ServerSideEncryption": "aws:kms",
    "SSEKMSKeyId": "alias/test_key",
    "BucketKeyEnabled": True,
}


def nvme(body):
    return base64.b64encode(crc64nvme(body).to_bytes(8, "big")).decode()


def upload(s3, name, complete=None, bucket=BUCKET, **options):
    """Upload PARTS; return the responses to CreateMultipartUpload, UploadPart and Complete."""
    where = {"Bucket": bucket, "Key": name}
    created = s3.create_multipart_upload(**where, **options)
    where["UploadId"] = created["UploadId"]
    parts, response = [], {}
    for number, body in enumerate(PARTS, 1):
        response = s3.upload_part(
            PartNumber=number, Body=body, ChecksumCRC64NVME=nvme(body), **where
        )
        parts.append({"PartNumber": number, "ETag": response["ETag"]})
    completed = s3.complete_multipart_upload(
        MultipartUpload={"Parts": parts}, **where, **(complete or {})
    )
    return created, response, completed


def test_every_response_has_the_requested_encryption(s3, name, arn_of):
    responses = upload(s3, name, **KMS)
    head = s3.head_object(Bucket=BUCKET, Key=name)
    for headers in (*responses, head):
        assert headers["ServerSideEncryption"] == "aws:kms"
        assert headers["SSEKMSKeyId"] == arn_of("test_key")
        assert headers["BucketKeyEnabled"] is True


def test_bucket_default_is_that_of_the_creation(s3, name):
    created, _, completed = upload(s3, name)
    assert created["ServerSideEncryption"] == completed["ServerSideEncryption"] == "AES256"


def test_version_id_with_versioning_only(s3, name):
    assert "VersionId" not in upload(s3, name)[2]
    completed = upload(s3, name, bucket="demo-invoices")[2]
    head = s3.head_object(Bucket="demo-invoices", Key=name)
    assert completed["VersionId"] == head["VersionId"] != "null"


@pytest.mark.parametrize("options", [{}, {"ChecksumAlgorithm": "CRC64NVME"}])
def test_full_object_checksum(s3, name, options):
    whole = nvme(b"".join(PARTS))
    responses = upload(
        s3, name, {"ChecksumCRC64NVME": whole, "ChecksumType": "FULL_OBJECT"}, **options
    )
    head = s3.head_object(Bucket=BUCKET, Key=name, ChecksumMode="ENABLED")
    for headers in (responses[2], head):
        assert headers["ChecksumCRC64NVME"] == whole
        assert headers["ChecksumType"] == "FULL_OBJECT"
    assert responses[1]["ChecksumCRC64NVME"] == nvme(PARTS[-1])


def test_wrong_full_object_checksum_completes_nothing(s3, name):
    with pytest.raises(ClientError, match="BadDigest"):
        upload(s3, name, {"ChecksumCRC64NVME": nvme(b"other")})
    with pytest.raises(ClientError, match="404"):
        s3.head_object(Bucket=BUCKET, Key=name)


def test_wrong_size_completes_nothing(s3, name):
    with pytest.raises(ClientError, match="'x-amz-mp-object-size' header value 5 does not match"):
        upload(s3, name, {"MpuObjectSize": 5})


def test_composite_checksum_counts_its_parts(s3, name):
    where = {"Bucket": BUCKET, "Key": name}
    options = {"ChecksumAlgorithm": "CRC32C", "ChecksumType": "COMPOSITE"}
    where["UploadId"] = s3.create_multipart_upload(**where, **options)["UploadId"]
    part = s3.upload_part(PartNumber=1, Body=b"x", ChecksumAlgorithm="CRC32C", **where)
    parts = [{"PartNumber": 1, "ETag": part["ETag"], "ChecksumCRC32C": part["ChecksumCRC32C"]}]
    s3.complete_multipart_upload(MultipartUpload={"Parts": parts}, **where)
    head = s3.head_object(Bucket=BUCKET, Key=name, ChecksumMode="ENABLED")
    digest = crc32c(crc32c(b"x").to_bytes(4, "big")).to_bytes(4, "big")
    assert head["ChecksumCRC32C"] == base64.b64encode(digest).decode() + "-1"
    assert head["ChecksumType"] == "COMPOSITE"


def test_damaged_part_is_refused(s3, name):
    where = {"Bucket": BUCKET, "Key": name}
    where["UploadId"] = s3.create_multipart_upload(**where)["UploadId"]
    with pytest.raises(ClientError, match="BadDigest"):
        s3.upload_part(PartNumber=1, Body=b"x", ChecksumCRC64NVME=nvme(b"y"), **where)


def test_part_of_an_aborted_upload(s3, name):
    where = {"Bucket": BUCKET, "Key": name}
    where["UploadId"] = s3.create_multipart_upload(**where)["UploadId"]
    s3.abort_multipart_upload(**where)
    with pytest.raises(ClientError, match="NoSuchUpload"):
        s3.upload_part(PartNumber=1, Body=b"x", **where)


def test_every_part_needs_the_customer_key(s3, name):
    where = {"Bucket": BUCKET, "Key": name}
    sse_c = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": b"k" * 32}
    where["UploadId"] = s3.create_multipart_upload(**where, **sse_c)["UploadId"]
    with pytest.raises(ClientError, match="must include the appropriate encryption parameters"):
        s3.upload_part(PartNumber=1, Body=b"x", **where)
    part = s3.upload_part(PartNumber=1, Body=b"x", **where, **sse_c)
    parts = [{"PartNumber": 1, "ETag": part["ETag"]}]
    s3.complete_multipart_upload(MultipartUpload={"Parts": parts}, **where, **sse_c)
    del where["UploadId"]
    assert s3.head_object(**where, **sse_c)["SSECustomerAlgorithm"] == "AES256"


def test_a_listed_upload_has_its_start_time(s3, name):
    before = datetime.now(UTC).replace(microsecond=0)
    created = s3.create_multipart_upload(Bucket=BUCKET, Key=name)
    listed = s3.list_multipart_uploads(Bucket=BUCKET, Prefix=name)["Uploads"]
    assert [entry["UploadId"] for entry in listed] == [created["UploadId"]]
    assert before <= listed[0]["Initiated"] <= datetime.now(UTC)
