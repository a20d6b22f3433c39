from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from s3enc_gui.aio.outage_gate import OpenGate
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.jobs.listing.status_scan import MAX_FAILURES, MAX_REQUESTS, KeyResolver, StatusScan
from s3enc_gui.s3.kms.key_cache import KeyCache
from s3enc_gui.s3.objects.status_reader import StatusReading

NOW = datetime(2026, 11, 24, tzinfo=UTC)


class Reader:
    """A slow reader of statuses; `most` is the maximum number of concurrent calls."""

    def __init__(self, error=None, key=None):
        self.error, self.key = error, key
        self.asked: list[ListedObject] = []
        self.now = self.most = 0

    async def __call__(self, listed):
        self.asked.append(listed)
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0)
        self.now -= 1
        status = EncryptionStatus("aws:kms" if self.key else "AES256", self.key)
        looked = ObjectStatus(StatusKind.SSE_S3, None if self.error else status, NOW)
        return StatusReading(looked, True, self.error)


class Kms:
    """A KMS whose only key is aws/s3; counts requests."""

    def __init__(self):
        self.asked = 0

    def list_aliases(self, **params):
        self.asked += 1
        return {"Aliases": [{"AliasName": "alias/aws/s3", "TargetKeyId": "k"}]}


def objects(count):
    return [ListedObject(f"{number}", 1, NOW, "e") for number in range(count)]


def resolver(kms=None):
    client: Any = kms or Kms()
    return KeyResolver(KeyCache(lambda: client))


def follow(look, wanted, keys=None):
    """Return the finished scan, and its results."""

    async def run():
        scan, seen = StatusScan(look, wanted, keys or resolver(), OpenGate()), []
        while not scan.ended:
            seen += await scan.next()
        return scan, seen

    return asyncio.run(run())


def test_every_status_is_read_once():
    wanted = objects(3000)
    _, seen = follow(Reader(), wanted)
    assert sorted(int(listed.key) for listed, _ in seen) == list(range(3000))


def test_statuses_are_read_in_order():
    look, wanted = Reader(), objects(1000)
    follow(look, wanted)
    assert look.asked == wanted


def test_the_number_of_concurrent_requests_is_limited():
    look = Reader()
    follow(look, objects(20_000))
    assert 8 < look.most <= MAX_REQUESTS


def test_a_scan_without_objects_ends_at_once():
    scan, seen = follow(Reader(), [])
    assert (scan.ended, seen) == (True, [])


@pytest.mark.parametrize("code", ["ExpiredToken", "RequestTimeTooSkewed", "InvalidAccessKeyId"])
def test_errors_that_affect_all_requests_end_the_scan(code):
    look = Reader(AppError("No", code=code))
    scan, seen = follow(look, objects(5000))
    assert scan.failure == AppError("No", code=code)
    assert len(seen) == len(look.asked) <= MAX_REQUESTS


def test_without_responses_it_ends_after_some_hundred_requests():
    look = Reader(AppError("No", code="EndpointConnectionError"))
    scan, seen = follow(look, objects(5000))
    assert scan.failure is not None
    assert MAX_FAILURES <= len(seen) <= MAX_FAILURES + MAX_REQUESTS


@pytest.mark.parametrize("code", ["403", "404", "NoSuchKey"])
def test_denied_requests_do_not_end_the_scan(code):
    scan, seen = follow(Reader(AppError("No", code=code)), objects(2000))
    assert scan.failure is None
    assert len(seen) == 2000


def test_a_busy_server_gets_fewer_requests():
    look = Reader(AppError("No", code="SlowDown"))
    scan, _ = follow(look, objects(MAX_FAILURES - 1))
    assert scan._adaptive_limit.limit < 32
    assert scan.failure is None


def test_requests_in_flight_are_canceled():
    class Silent:
        asked = 0

        async def __call__(self, _):
            self.asked += 1
            await asyncio.Event().wait()

    look = Silent()

    async def run():
        scan: Any = StatusScan(look, objects(500), resolver(), OpenGate())
        assert await scan.next() == []
        await scan.stop()
        await asyncio.wait_for(asyncio.gather(*scan._tasks, return_exceptions=True), 5)

    asyncio.run(run())
    assert look.asked == 32


def test_unexpected_exceptions_are_raised():
    async def wrong(_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        follow(wrong, objects(1))


def test_a_key_is_looked_up_once():
    kms = Kms()
    keys = resolver(kms)
    follow(Reader(key="arn:aws:kms:eu-west-1:1:key/k"), objects(500), keys)
    told = keys.take_resolved()["arn:aws:kms:eu-west-1:1:key/k"]
    assert (told.key_aliases, told.key_is_aws_s3) == (("alias/aws/s3",), True)
    assert (kms.asked, keys.aws_s3) == (1, {"arn:aws:kms:eu-west-1:1:key/k"})
    assert keys.take_resolved() == {}


def test_an_unreachable_kms_is_not_an_error():
    def no_client():
        raise AppError("No KMS")

    keys = KeyResolver(KeyCache(no_client))
    follow(Reader(key="k"), objects(2), keys)
    assert keys.take_resolved()["k"].key_is_aws_s3 is None
