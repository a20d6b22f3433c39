from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.proof import Sent
from s3enc_gui.s3.arrival import found

SENT = Sent(5, "rosUhgp5mIg=", "0123456789abcdef0123456789abcdef")
THERE = {
    "ContentLength": 5,
    "ETag": f'"{SENT.md5_etag}"',
    "ChecksumCRC64NVME": "rosUhgp5mIg=",
}


class Server:
    def __init__(self, answer):
        self._answer = answer

    async def head_object(self, bucket, key, version_id=None, *, checksum=False):
        assert checksum
        if isinstance(self._answer, BaseException):
            raise self._answer
        return self._answer


def look(answer, sent=SENT, exact=None):
    server: Any = Server(answer)
    return asyncio.run(found(server, server, Location("b", "k"), sent, exact))


def without(*names, **more):
    return {**{name: value for name, value in THERE.items() if name not in names}, **more}


def test_it_is_there():
    answer = look(THERE)
    assert answer.etag == SENT.md5_etag


def test_the_etag_will_do():
    assert look(without("ChecksumCRC64NVME"))


@pytest.mark.parametrize(
    "other",
    [
        without(ContentLength=4),
        without(ChecksumCRC64NVME="AAAAAAAAAAA="),
        without("ChecksumCRC64NVME", ETag='"other"'),
        without("ContentLength"),
    ],
)
def test_another_object_is_there(other):
    assert look(other) is None


def test_without_any_evidence_it_is_another():
    assert look(without("ChecksumCRC64NVME"), Sent(5, "rosUhgp5mIg=", None)) is None


def test_more_evidence_is_asked_for_only_where_there_is_none():
    asked = []

    async def exact(sent, etag):
        asked.append(etag)
        return replace(sent, md5_etag=SENT.md5_etag)

    less = Sent(5, "rosUhgp5mIg=")
    assert look(without("ChecksumCRC64NVME"), less, exact)
    assert asked == [SENT.md5_etag]
    for there in (THERE, without(ContentLength=4), without(ChecksumCRC64NVME="AAAAAAAAAAA=")):
        look(there, less, exact)
    assert len(asked) == 1


def test_a_checksum_of_parts_will_do():
    sent = replace(SENT, composite="AAAAAAAAAAA=-2", md5_etag=None)
    assert look(without(ChecksumCRC64NVME="AAAAAAAAAAA=-2"), sent)
    assert look(without(ChecksumCRC64NVME="AAAAAAAAAAE=-2"), sent) is None


@pytest.mark.parametrize("code", ["404", "NoSuchKey"])
def test_nothing_is_there(code):
    assert look(AppError("none", code=code)) is None


@pytest.mark.parametrize("code", ["500", "ConnectionClosedError"])
def test_nobody_can_say(code):
    with pytest.raises(AppError):
        look(AppError("?", code=code))
