from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.domain.encryption.comparison import Sent
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.s3.objects.lost_response import find_object, responded_at

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SENT = Sent(5, "rosUhgp5mIg=", "0123456789abcdef0123456789abcdef")
THERE = {
    "ContentLength": 5,
    "ETag": f'"{SENT.md5_etag}"',
    "ChecksumCRC64NVME": "rosUhgp5mIg=",
    "LastModified": NOON,
}


class Server:
    def __init__(self, answer):
        self._answer = answer

    async def head_object(self, bucket, key, version_id=None, *, checksum=False):
        assert checksum
        if isinstance(self._answer, BaseException):
            raise self._answer
        return self._answer


def look(answer):
    server: Any = Server(answer)
    return asyncio.run(find_object(server, server, Location("b", "k")))


def without(*names, **more):
    return {**{name: value for name, value in THERE.items() if name not in names}, **more}


def test_it_is_there():
    there = look(THERE)
    assert (there.response.etag, there.size, there.modified) == (SENT.md5_etag, 5, NOON)
    assert there.matches(SENT) is True


def test_an_object_with_the_sent_etag_matches():
    assert look(without("ChecksumCRC64NVME")).matches(SENT) is True


@pytest.mark.parametrize(
    "other",
    [
        without(ContentLength=4),
        without(ChecksumCRC64NVME="AAAAAAAAAAA="),
        without("ContentLength", ChecksumCRC64NVME="AAAAAAAAAAA="),
    ],
)
def test_another_object_exists(other):
    assert look(other).matches(SENT) is False


def test_without_a_size_the_checksum_decides():
    assert look(without("ContentLength")).matches(SENT) is True
    unknown = without("ContentLength", "ChecksumCRC64NVME", ETag='"other"')
    assert look(unknown).matches(SENT) is None


def test_another_etag_proves_nothing_since_it_need_not_be_an_md5():
    assert look(without("ChecksumCRC64NVME", ETag='"other"')).matches(SENT) is None


def test_without_comparable_checksums_the_result_is_unknown():
    there = look(without("ChecksumCRC64NVME"))
    assert there.matches(Sent(5, "rosUhgp5mIg=", None)) is None


def refusal(**metadata):
    error = AppError("refused", code="PreconditionFailed")
    answer: Any = {"Error": {"Code": "PreconditionFailed"}, "ResponseMetadata": metadata}
    error.__cause__ = ClientError(answer, "PutObject")
    return error


def test_the_time_of_an_error_is_the_servers():
    error = refusal(HTTPHeaders={"date": "Sun, 01 Mar 2026 12:00:00 GMT"})
    assert responded_at(error) == NOON


@pytest.mark.parametrize(
    "error",
    [
        refusal(),
        refusal(HTTPHeaders={"date": "soon"}),
        AppError("no answer", code="ConnectionClosedError"),
    ],
)
def test_without_a_date_the_servers_time_is_unknown(error):
    assert responded_at(error) is None


def test_more_checksums_are_computed_only_where_needed():
    asked = []

    async def exact(sent, etag):
        asked.append(etag)
        return replace(sent, md5_etag=SENT.md5_etag)

    less = Sent(5, "rosUhgp5mIg=")
    assert asyncio.run(look(without("ChecksumCRC64NVME")).compared(less, exact))
    assert asked == [SENT.md5_etag]
    for there in (THERE, without(ContentLength=4), without(ChecksumCRC64NVME="AAAAAAAAAAA=")):
        asyncio.run(look(there).compared(less, exact))
    assert len(asked) == 1


def test_a_checksum_of_parts_will_do():
    sent = replace(SENT, composite="AAAAAAAAAAA=-2", md5_etag=None)
    assert look(without(ChecksumCRC64NVME="AAAAAAAAAAA=-2")).matches(sent)
    assert look(without(ChecksumCRC64NVME="AAAAAAAAAAE=-2")).matches(sent) is None


@pytest.mark.parametrize("code", ["404", "NoSuchKey"])
def test_no_object(code):
    assert look(AppError("none", code=code)) is None


@pytest.mark.parametrize("code", ["500", "ConnectionClosedError"])
def test_an_unknown_result(code):
    with pytest.raises(AppError):
        look(AppError("?", code=code))
