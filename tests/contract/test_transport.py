"""The interface of the transports, on every server."""

from __future__ import annotations

import pytest

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.s3.checksums import as_header, crc64nvme
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.transport.interface import Body, GetRequest
from s3enc_gui.s3.transport.responses import read_status

pytestmark = pytest.mark.contract

DATA = b"some bytes" * 20_000
TRANSPORTS = [AwsSession.botocore_transport, AwsSession.fast_transport]


class Blocking:
    """A transport whose methods block."""

    def __init__(self, harness, transport):
        self._run, self._transport = harness.services.run, transport

    def __getattr__(self, name):
        return lambda *args, **more: self._run(getattr(self._transport, name)(*args, **more))


@pytest.fixture(params=TRANSPORTS, ids=lambda make: make.__name__)
def transport(request, any_server, connect):
    harness = connect(any_server)
    return Blocking(harness, request.param(harness.aws_session, any_server.region))


@pytest.fixture
def bucket(any_server, new_bucket):
    return new_bucket(any_server)


@pytest.fixture
def s3(any_server):
    return any_server.client("s3")


def parameters(data=DATA, **more):
    return {"ChecksumCRC64NVME": as_header(crc64nvme(data)), **more}


def test_a_put_object_is_stored(transport, bucket, s3):
    answer = transport.put_object(bucket, "a b/ž.txt", Body(DATA), parameters())
    stored = s3.get_object(Bucket=bucket, Key="a b/ž.txt")
    assert stored["Body"].read() == DATA
    assert answer.etag == stored["ETag"].strip('"')


def test_an_empty_object(transport, bucket, s3):
    transport.put_object(bucket, "empty", Body(b""), parameters(b""))
    assert s3.head_object(Bucket=bucket, Key="empty")["ContentLength"] == 0


def test_the_response_has_the_encryption(transport, bucket):
    get_request = parameters(ServerSideEncryption="AES256")
    answer = transport.put_object(bucket, "a", Body(DATA), get_request)
    assert answer.status.algorithm == "AES256"
    assert answer.request_id


def test_metadata_and_tags_are_stored(transport, bucket, s3):
    get_request = parameters(Metadata={"owner": "me"}, Tagging="kind=report")
    transport.put_object(bucket, "a", Body(DATA), get_request)
    assert s3.head_object(Bucket=bucket, Key="a")["Metadata"] == {"owner": "me"}
    assert s3.get_object_tagging(Bucket=bucket, Key="a")["TagSet"] == [
        {"Key": "kind", "Value": "report"}
    ]


def test_progress_adds_up_to_the_bytes(transport, bucket):
    changes: list[int] = []
    transport.put_object(bucket, "a", Body(DATA, changes.append), parameters())
    assert sum(changes) == len(DATA)


def test_a_conditional_write_overwrites_nothing(transport, bucket):
    transport.put_object(bucket, "a", Body(DATA), parameters())
    with pytest.raises(AppError) as caught:
        transport.put_object(bucket, "a", Body(DATA), parameters(IfNoneMatch="*"))
    assert caught.value.code == "PreconditionFailed"


def test_a_cancel_before_the_last_byte_stores_nothing(transport, bucket, s3):
    stop = Cancellation()
    stop.set()
    with pytest.raises(Cancelled):
        transport.put_object(bucket, "a", Body(DATA, stop=stop), parameters())
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_a_cancel_in_the_middle_stores_nothing(transport, bucket, s3):
    data = DATA * 40  # 8 MB
    sent, stop = 0, Cancellation()

    def count(change):
        nonlocal sent
        sent += change
        if sent >= len(data) // 4:
            stop.set()

    with pytest.raises(Cancelled):
        transport.put_object(bucket, "a", Body(data, count, stop), parameters(data))
    assert sent < len(data)
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_parts_are_uploaded(transport, bucket, s3):
    upload = s3.create_multipart_upload(Bucket=bucket, Key="m")["UploadId"]
    parts = []
    for number, data in enumerate((b"a" * (5 << 20), b"end"), start=1):
        answer = transport.upload_part(bucket, "m", upload, number, Body(data), {})
        parts.append({"PartNumber": number, "ETag": answer.etag})
    s3.complete_multipart_upload(
        Bucket=bucket, Key="m", UploadId=upload, MultipartUpload={"Parts": parts}
    )
    assert s3.get_object(Bucket=bucket, Key="m")["Body"].read().endswith(b"aend")


def test_head_returns_size_and_encryption(transport, bucket):
    transport.put_object(bucket, "a", Body(DATA), parameters(ServerSideEncryption="AES256"))
    fields = transport.head_object(bucket, "a")
    assert fields["ContentLength"] == len(DATA)
    assert read_status(fields).algorithm == "AES256"


def test_a_missing_object_is_an_app_error(transport, bucket):
    with pytest.raises(AppError) as caught:
        transport.head_object(bucket, "nothing")
    assert caught.value.code == "404"
    assert caught.value.title


def test_a_missing_bucket_is_an_app_error(transport, any_server):
    if any_server.name == "seaweedfs":
        pytest.skip("SeaweedFS makes the bucket")
    with pytest.raises(AppError) as caught:
        transport.put_object("no-such-bucket-at-all", "a", Body(DATA), parameters())
    assert caught.value.code == "NoSuchBucket"


def test_get_returns_what_was_put(transport, bucket):
    transport.put_object(bucket, "a", Body(DATA * 20), parameters(DATA * 20))
    pieces: list[bytes] = []
    fields = transport.get_object(bucket, "a", GetRequest(pieces.append))
    assert b"".join(pieces) == DATA * 20
    assert fields["ETag"]


def test_get_returns_a_range(transport, bucket):
    answer = transport.put_object(bucket, "a", Body(DATA), parameters())
    pieces: list[bytes] = []
    transport.get_object(bucket, "a", GetRequest(pieces.append, 5, 14, if_match=answer.raw_etag))
    assert b"".join(pieces) == DATA[5:15]


def test_get_with_another_etag_is_an_error(transport, bucket):
    transport.put_object(bucket, "a", Body(DATA), parameters())
    with pytest.raises(AppError) as caught:
        transport.get_object(bucket, "a", GetRequest(print, if_match=f'"{"0" * 32}"'))
    assert caught.value.code in ("PreconditionFailed", "412")


def test_get_of_a_missing_object_is_an_error(transport, bucket):
    with pytest.raises(AppError) as caught:
        transport.get_object(bucket, "nothing", GetRequest(print))
    assert caught.value.code == "NoSuchKey"


def test_get_is_canceled_in_the_middle(transport, bucket):
    transport.put_object(bucket, "a", Body(DATA * 20), parameters(DATA * 20))
    stop, pieces = Cancellation(), []

    def take(piece):
        pieces.append(piece)
        stop.set()

    with pytest.raises(Cancelled):
        transport.get_object(bucket, "a", GetRequest(take, stop=stop))
    assert len(b"".join(pieces)) < len(DATA) * 20
