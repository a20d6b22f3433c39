from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.jobs.listing.status_scan import IN_FLIGHT, SILENCE, KeyResolver, StatusScan
from s3enc_gui.s3.kms.key_cache import KeyCache
from s3enc_gui.s3.objects.status_reader import StatusReading

NOW = datetime(2026, 11, 24, tzinfo=UTC)


class Watched:
    """Looks that take a moment, and how many at once there were."""

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
    """A KMS whose every key is aws/s3; it counts the questions."""

    def __init__(self):
        self.asked = 0

    def list_aliases(self, **params):
        self.asked += 1
        return {"Aliases": [{"AliasName": "alias/aws/s3", "TargetKeyId": "k"}]}


def objects(count):
    return [ListedObject(f"{number}", 1, NOW, "e") for number in range(count)]


def met_keys(kms=None):
    client: Any = kms or Kms()
    return KeyResolver(KeyCache(lambda: client))


def follow(look, wanted, keys=None):
    """Return the gaze at its end, and what it saw."""

    async def run():
        scan, seen = StatusScan(look, wanted, keys or met_keys()), []
        while not scan.ended:
            seen += await scan.next()
        return scan, seen

    return asyncio.run(run())


def test_everything_is_seen_once():
    wanted = objects(3000)
    _, seen = follow(Watched(), wanted)
    assert sorted(int(listed.key) for listed, _ in seen) == list(range(3000))


def test_the_first_are_asked_for_first():
    look, wanted = Watched(), objects(1000)
    follow(look, wanted)
    assert look.asked == wanted


def test_there_are_never_too_many_at_once():
    look = Watched()
    follow(look, objects(20_000))
    assert 8 < look.most <= IN_FLIGHT


def test_nothing_ends_at_once():
    scan, seen = follow(Watched(), [])
    assert (scan.ended, seen) == (True, [])


@pytest.mark.parametrize("code", ["ExpiredToken", "RequestTimeTooSkewed", "InvalidAccessKeyId"])
def test_signed_out_it_is_of_no_use_to_go_on(code):
    look = Watched(AppError("No", code=code))
    scan, seen = follow(look, objects(5000))
    assert scan.failure == AppError("No", code=code)
    assert len(seen) == len(look.asked) <= IN_FLIGHT


def test_without_any_answer_it_ends_after_some_hundred():
    look = Watched(AppError("No", code="EndpointConnectionError"))
    scan, seen = follow(look, objects(5000))
    assert scan.failure is not None
    assert SILENCE <= len(seen) <= SILENCE + IN_FLIGHT


@pytest.mark.parametrize("code", ["403", "404", "NoSuchKey"])
def test_refusals_are_answers(code):
    scan, seen = follow(Watched(AppError("No", code=code)), objects(2000))
    assert scan.failure is None
    assert len(seen) == 2000


def test_a_busy_server_gets_fewer_at_once():
    look = Watched(AppError("No", code="SlowDown"))
    scan, _ = follow(look, objects(SILENCE - 1))
    assert scan._adaptive_limit.limit < 32
    assert scan.failure is None


def test_what_waits_for_an_answer_is_stopped_at_once():
    class Silent:
        asked = 0

        async def __call__(self, _):
            self.asked += 1
            await asyncio.Event().wait()

    look = Silent()

    async def run():
        scan: Any = StatusScan(look, objects(500), met_keys())
        assert await scan.next() == []
        await scan.stop()
        await asyncio.wait_for(asyncio.gather(*scan._tasks, return_exceptions=True), 5)

    asyncio.run(run())
    assert look.asked == 32


def test_a_mistake_of_ours_gets_out():
    async def wrong(_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        follow(wrong, objects(1))


def test_a_key_is_asked_about_once():
    kms = Kms()
    keys = met_keys(kms)
    follow(Watched(key="arn:aws:kms:eu-west-1:1:key/k"), objects(500), keys)
    told = keys.learned()["arn:aws:kms:eu-west-1:1:key/k"]
    assert (told.key_aliases, told.key_is_aws_s3) == (("alias/aws/s3",), True)
    assert (kms.asked, keys.aws_s3) == (1, {"arn:aws:kms:eu-west-1:1:key/k"})
    assert keys.learned() == {}


def test_a_kms_that_cannot_be_reached_is_no_error():
    def no_client():
        raise AppError("No KMS")

    keys = KeyResolver(KeyCache(no_client))
    follow(Watched(key="k"), objects(2), keys)
    assert keys.learned()["k"].key_is_aws_s3 is None
