from __future__ import annotations

import base64

import pytest
from awscrt.checksums import crc64nvme
from botocore.exceptions import ClientError

from s3enc_gui.demo import checksums

BODY = b"123456789"
NVME = base64.b64encode(crc64nvme(BODY).to_bytes(8, "big")).decode()


@pytest.mark.parametrize(
    ("algorithm", "expected"),
    [
        ("CRC32", "cbf43926"),
        ("CRC32C", "e3069283"),
        ("CRC64NVME", "ae8b14860a799888"),
        ("SHA1", "f7c3bc1d808e04732adf679965ccc34ca7ae3441"),
    ],
)
def test_check_values(algorithm, expected):
    assert checksums.compute(BODY, algorithm, encode_base64=False).hex() == expected


@pytest.mark.parametrize(
    "options", [{"ChecksumCRC64NVME": NVME}, {"ChecksumAlgorithm": "CRC64NVME"}]
)
def test_put_stores_and_returns_crc64nvme(s3, name, options):
    where = {"Bucket": "demo-bucket", "Key": name}
    response = s3.put_object(Body=BODY, **where, **options)
    head = s3.head_object(ChecksumMode="ENABLED", **where)
    assert response["ChecksumCRC64NVME"] == head["ChecksumCRC64NVME"] == NVME
    assert response["ChecksumType"] == head["ChecksumType"] == "FULL_OBJECT"


def test_head_without_checksum_mode_has_none(s3):
    head = s3.head_object(Bucket="demo-bucket", Key="welcome.txt")
    assert not [field for field in head if field.startswith("Checksum")]


def test_wrong_checksum_stores_nothing(s3, name):
    where = {"Bucket": "demo-bucket", "Key": name}
    with pytest.raises(ClientError, match="The CRC64NVME you specified did not match"):
        s3.put_object(Body=b"damaged", ChecksumCRC64NVME=NVME, **where)
    with pytest.raises(ClientError, match="404"):
        s3.head_object(**where)


def test_trailing_checksum_is_found():
    body = b"9\r\n123456789\r\n0\r\nx-amz-checksum-crc64nvme:" + NVME.encode() + b"\r\n\r\n"
    headers = {"x-amz-trailer": "x-amz-checksum-crc64nvme"}
    assert checksums.sent(headers, body) == ("CRC64NVME", NVME)


def test_copy_has_the_checksum_of_its_content(s3, name):
    source = {"Bucket": "demo-bucket", "Key": "every-status/not-encrypted.txt"}
    where = {"Bucket": "demo-bucket", "Key": name}
    s3.copy_object(CopySource=source, **where)
    body = s3.get_object(**where)["Body"].read()
    head = s3.head_object(ChecksumMode="ENABLED", **where)
    expected = base64.b64encode(crc64nvme(body).to_bytes(8, "big")).decode()
    assert head["ChecksumCRC64NVME"] == expected
