from __future__ import annotations

import asyncio
from typing import Any

import pytest

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.s3.transport.interface import Body, WriteResponse
from s3enc_gui.s3.transport.mixed_transport import MixedTransport

BUCKETS = [
    ("bucket", "native"),
    ("bucket--x-s3-not", "native"),
    ("arn:aws:s3:eu-central-1:123456789012:accesspoint/ap", "native"),
    ("bucket--euc1-az1--x-s3", "botocore"),
    ("mine--euc1-az1--xa-s3", "botocore"),
    ("mine-abc123-s3alias", "native"),
    ("arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap", "botocore"),
    ("arn:aws-cn:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap", "botocore"),
]


class NamedTransport:
    """Returns its name and the operation."""

    def __init__(self, name):
        self.name = name
        self.asked: list[Any] = []

    async def put_object(self, *asked):
        self.asked.append(asked)
        return WriteResponse(self.name, EncryptionStatus())

    upload_part = put_object

    async def head_object(self, *asked, **more):
        self.asked.append((asked, more))
        return {"ETag": self.name}


@pytest.fixture
def transport():
    fast: Any = NamedTransport("native")
    everywhere: Any = NamedTransport("botocore")
    return MixedTransport(fast, everywhere)


@pytest.mark.parametrize(("bucket", "carrier"), BUCKETS)
@pytest.mark.parametrize("size", [0, 32 * 1024 * 1024])
def test_the_transport_depends_on_the_bucket_not_on_the_size(transport, bucket, carrier, size):
    body = Body(bytes(size))
    assert asyncio.run(transport.put_object(bucket, "a", body, {})).etag == carrier
    assert asyncio.run(transport.upload_part(bucket, "a", "u", 1, body, {})).etag == carrier


@pytest.mark.parametrize(("bucket", "carrier"), BUCKETS)
def test_concurrent_reads_too(transport, bucket, carrier):
    assert asyncio.run(transport.head_object(bucket, "a"))["ETag"] == carrier


def test_all_requests_are_forwarded():
    fast: Any = NamedTransport("native")
    transport, body = MixedTransport(fast, fast), Body(b"x")
    asyncio.run(transport.put_object("b", "k", body, {"ACL": "private"}))
    asyncio.run(transport.upload_part("b", "k", "u", 7, body, {}))
    asyncio.run(transport.head_object("b", "k", "v", checksum=True, accept="gzip"))
    assert fast.asked == [
        ("b", "k", body, {"ACL": "private"}),
        ("b", "k", "u", 7, body, {}),
        (("b", "k", "v"), {"checksum": True, "accept": "gzip"}),
    ]
