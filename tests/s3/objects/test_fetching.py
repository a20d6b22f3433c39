from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.location import Location
from s3enc_gui.s3.objects.fetching import Fetcher, PartSizes, is_other_object
from s3enc_gui.s3.transport.response_check import check_response

DATA = b"0123456789" * 10
SIZE = len(DATA)
SPAN = f"bytes 10-19/{SIZE}"


class FakeTransport:
    """A transport that returns the given data in pieces of 30 bytes."""

    def __init__(self, send=DATA, error=None, fields=None):
        self.send, self.error, self.fields = send, error, fields or {}
        self.asked: list[dict[str, object]] = []

    async def get_object(self, bucket, key, wanted):
        self.asked.append(wanted.parameters)
        status = {"HTTPStatusCode": 206 if wanted.is_range else 200}
        fields = {"ETag": '"e"', "ContentRange": SPAN, "ResponseMetadata": status, **self.fields}
        check_response(wanted, fields)
        for at in range(0, len(self.send), 30):
            wanted.stop.check()
            wanted.take(self.send[at : at + 30])
        if self.error:
            raise self.error
        return fields


def fetcher(line, client: Any = None):
    return Fetcher(client, line, "b")


def details(etag="e", size=SIZE):
    return ObjectDetails(Location("b", "k"), EncryptionStatus(), size, etag=etag)


def whole(line, limit=1000, etag="e", stop=None, size=SIZE, **more):
    counted: list[int] = []
    listed = ListedObject("k", size, None, etag)
    work = fetcher(line).whole(listed, limit, stop or Cancellation(), counted.append, **more)
    try:
        return asyncio.run(work), counted
    except AppError:
        assert sum(counted) == 0
        raise


def ranged(line, first, last, size=SIZE):
    got: list[bytes] = []
    asyncio.run(
        fetcher(line).range(details(size=size), None, first, last, got.append, Cancellation())
    )
    return b"".join(got)


def test_a_small_object_is_downloaded_with_its_checksum():
    line = FakeTransport(fields={"ChecksumCRC32": "AAAA", "ServerSideEncryption": "AES256"})
    fetched, counted = whole(line)
    assert fetched
    assert fetched[0] == DATA
    assert fetched[1].status.algorithm == "AES256"
    assert fetched[1].checksum
    assert sum(counted) == len(DATA)
    assert line.asked == [{"IfMatch": '"e"', "ChecksumMode": "ENABLED"}]


def test_an_object_over_the_limit_is_not_downloaded_in_full():
    line = FakeTransport()
    fetched, counted = whole(line, limit=40)
    assert fetched is None
    assert sum(counted) < len(DATA)


def test_a_canceled_download():
    stop = Cancellation()
    stop.set()
    with pytest.raises(Cancelled):
        whole(FakeTransport(), stop=stop)


def test_an_object_that_ends_early_is_a_connection_problem():
    with pytest.raises(AppError) as caught:
        whole(FakeTransport(DATA[:5], fields={"ContentLength": SIZE}))
    assert caught.value.code == "IncompleteReadError"
    with pytest.raises(AppError) as caught:
        ranged(FakeTransport(DATA[:5]), 10, 19)
    assert caught.value.code == "IncompleteReadError"


def test_a_range_is_of_the_same_object():
    line = FakeTransport(DATA[10:20])
    assert ranged(line, 10, 19) == DATA[10:20]
    assert line.asked == [{"Range": "bytes=10-19", "IfMatch": '"e"'}]


def test_the_whole_object_needs_no_range():
    line = FakeTransport()
    assert ranged(line, 0, len(DATA) - 1) == DATA
    assert "Range" not in line.asked[0]
    assert ranged(FakeTransport(b""), 0, -1, size=0) == b""


def test_a_server_that_ignores_ranges_is_an_error():
    with pytest.raises(AppError) as caught:
        ranged(FakeTransport(), 10, 19)
    assert caught.value.code == "NoRanges"


def test_sse_c_has_its_own_error():
    said = AppError("?", "… stored using a form of Server Side Encryption …", code="InvalidRequest")
    with pytest.raises(AppError) as caught:
        whole(FakeTransport(b"", said))
    assert caught.value.code == "CustomerKey"


@pytest.mark.parametrize(
    ("fields", "listed"),
    [
        ({"ContentLength": SIZE}, {"size": SIZE * 2}),
        ({}, {"size": SIZE * 2}),  # without a length
        ({}, {"etag": "f"}),
    ],
)
def test_another_size_or_etag_than_listed_is_another_object(fields, listed):
    with pytest.raises(AppError) as caught:
        whole(FakeTransport(fields=fields), **listed)
    assert is_other_object(caught.value)


def test_a_body_without_a_length_has_the_listed_size():
    fetched, _ = whole(FakeTransport())
    assert fetched
    assert (len(fetched[0]), fetched[1].size, fetched[1].etag) == (SIZE, SIZE, "e")


def test_a_download_without_a_condition():
    line = FakeTransport()
    whole(line, conditional=False)
    assert "IfMatch" not in line.asked[0]


def test_errors_of_another_object():
    assert is_other_object(AppError("", code="PreconditionFailed"))
    assert not is_other_object(AppError("", code="404"))


def head(**answers):
    def head_object(PartNumber, **_):
        return answers[f"n{PartNumber}"]

    return SimpleNamespace(head_object=head_object)


def test_part_sizes_are_those_of_the_first_and_the_last():
    client = head(
        n1={"ContentLength": 40, "PartsCount": 3}, n3={"ContentLength": 20, "PartsCount": 3}
    )
    sizes = fetcher(FakeTransport(), client).part_sizes(details("e-3"), None)
    assert sizes == PartSizes(40, 20, 3)
    assert sizes.are_equal(100)
    assert not sizes.are_equal(101)


def test_an_object_without_parts_has_no_part_sizes():
    assert fetcher(FakeTransport()).part_sizes(details("e"), None) is None
