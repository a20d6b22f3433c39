from __future__ import annotations

import pytest

from s3enc_gui.domain.encryption import EncryptionStatus
from s3enc_gui.s3.mixed_transport import LARGE, MixedTransport
from s3enc_gui.s3.transport import Answer, Body


class Carrier:
    """Answers with its own name."""

    def __init__(self, name):
        self.answer = Answer(name, EncryptionStatus())

    def put_object(self, bucket, key, body, parameters):
        return self.answer

    def upload_part(self, bucket, key, upload_id, number, body, parameters):
        return self.answer

    def head_object(self, bucket, key, version_id=None, *, checksum=False):
        return {"ETag": self.answer.etag}


@pytest.fixture
def transport():
    return MixedTransport(Carrier("native"), Carrier("botocore"))


@pytest.mark.parametrize(
    ("bucket", "size", "carrier"),
    [
        ("bucket", 0, "native"),
        ("bucket", LARGE - 1, "native"),
        ("bucket", LARGE, "botocore"),
        ("bucket--euc1-az1--x-s3", 1, "botocore"),
    ],
)
def test_size_and_bucket_decide(transport, bucket, size, carrier):
    body = Body(bytes(size))
    assert transport.put_object(bucket, "a", body, {}).etag == carrier
    assert transport.upload_part(bucket, "a", "u", 1, body, {}).etag == carrier


@pytest.mark.parametrize(
    ("bucket", "carrier"), [("bucket", "native"), ("bucket--euc1-az1--x-s3", "botocore")]
)
def test_looking_is_always_small(transport, bucket, carrier):
    assert transport.head_object(bucket, "a")["ETag"] == carrier
