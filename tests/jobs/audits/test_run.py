from __future__ import annotations

import asyncio
import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from s3enc_gui.aio import task_group
from s3enc_gui.aio.cancellation import PendingReply, settled, to_the_end
from s3enc_gui.domain.audits.audit import AuditFacts, AuditScope, NamedKey
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.listing import ListedObject, Position
from s3enc_gui.jobs.audits import run
from s3enc_gui.jobs.audits.run import MOST, AuditRun
from s3enc_gui.jobs.audits.source import ListedPage
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.objects.status_reader import StatusReading
from s3enc_gui.store.audits.file import AuditFile

NOW = datetime(2026, 3, 1, tzinfo=UTC)
KMS, S3 = EncryptionStatus("aws:kms", "the-key"), EncryptionStatus("AES256")
BUSY, OFF = AppError("Busy", code="SlowDown"), AppError("Off", code="EndpointConnectionError")
CRASHED = AppError("Crashed", code="InternalError")


MARKER = ListedObject("m", 0, NOW, "", version_id="1", is_delete_marker=True)


class Bucket:
    """Objects `0`, `1` …: every third has a KMS key, the others SSE-S3; each weighs its number."""

    def __init__(self, count, page=50):
        self.objects = [ListedObject(f"{number:05}", number, NOW, "e") for number in range(count)]
        self.page_size = page
        self.looks: Counter[str] = Counter()
        self.listed_after: list[str] = []
        self.named: list[str] = []
        self.trouble: Any = lambda key: None
        self.flying = self.most_flying = 0
        self.is_there = True

    def pages(self, after):
        while True:
            self.listed_after.append(after.key)
            rest = [one for one in self.objects if one.key > after.key]
            page = tuple(rest[: self.page_size])
            after = Position(page[-1].key) if page else after
            yield ListedPage(page, (MARKER,), after, len(rest) <= self.page_size)

    async def look(self, listed):
        self.looks[listed.key] += 1
        self.flying += 1
        self.most_flying = max(self.most_flying, self.flying)
        # As S3's: what has been asked is answered, whoever is cancelled meanwhile.
        reply: PendingReply[None] = PendingReply()
        asyncio.get_running_loop().call_soon(reply.set_result, None)
        await to_the_end(reply)
        self.flying -= 1
        if error := self.trouble(listed.key):
            return StatusReading(
                ObjectStatus(StatusKind.UNKNOWN, None, NOW, error.code), error=error
            )
        kms = int(listed.key) % 3 == 0
        kind = StatusKind.SSE_KMS if kms else StatusKind.SSE_S3
        return StatusReading(ObjectStatus(kind, KMS if kms else S3, NOW), as_listed=True)

    async def answers(self):
        return self.is_there

    def name(self, key):
        self.named.append(key)
        return NamedKey(key, "arn", ("alias/mine",), False)


@pytest.fixture
def file():
    file = AuditFile(None)
    file.begin(AuditFacts(AuditScope("bucket"), NOW))
    yield file
    file.close()


@pytest.fixture
def reports():
    return []


@pytest.fixture
def audit(file, reports, monkeypatch):
    monkeypatch.setattr(run, "PAUSE", 0.0001)
    nothing: Any = None

    def audit(bucket, stopped=None):
        context = Context(nothing, reports.append, stopped or threading.Event())
        asyncio.run(AuditRun(file, bucket, context).run())

    return audit


def counts(file):
    return {one.group.kind: (one.objects, one.bytes) for one in file.summary().group_counts}


def right(count):
    kms = [number for number in range(count) if number % 3 == 0]
    s3 = [number for number in range(count) if number % 3]
    return {StatusKind.SSE_KMS: (len(kms), sum(kms)), StatusKind.SSE_S3: (len(s3), sum(s3))}


@pytest.mark.parametrize("count", [1, 50, 51, 1234])
def test_every_object_is_counted_once(audit, file, count):
    bucket = Bucket(count)
    audit(bucket)
    assert {kind: sums for kind, sums in right(count).items() if sums[0]} == counts(file)
    assert set(bucket.looks.values()) == {1}
    assert (file.facts.listed, file.facts.all_listed) == (count, True)


def test_an_empty_bucket(audit, file, reports):
    audit(Bucket(0))
    assert (counts(file), file.facts.delete_markers, reports[-1].total) == ({}, 1, 0)


def test_many_are_under_way_but_not_too_many(audit):
    bucket = Bucket(3000, page=1000)
    audit(bucket)
    assert 8 <= bucket.most_flying <= MOST


def test_the_last_report_is_complete(audit, reports, file):
    audit(Bucket(120))
    last = reports[-1]
    assert (last.seen, last.listed, last.total) == (120, 120, 120)
    assert last.summary == file.summary()


def test_each_key_is_named_once(audit, file):
    bucket = Bucket(300)
    audit(bucket)
    assert bucket.named == ["the-key"]
    assert file.keys["the-key"].aliases == ("alias/mine",)


def stopping(bucket, after):
    """Return an event that is set when so many objects were looked at."""
    stopped = threading.Event()

    def trouble(key):
        if bucket.looks.total() >= after:
            stopped.set()

    bucket.trouble = trouble
    return stopped


def test_stopped_it_goes_on_where_it_was(audit, file):
    first, second = Bucket(20_000, page=1000), Bucket(20_000, page=1000)
    with pytest.raises(Cancelled):
        audit(first, stopping(first, 100))
    kept, position = file.seen, file.position.key
    assert 100 <= kept == len(first.looks) < 20_000
    audit(second)
    assert (counts(file), len(second.looks)) == (right(20_000), 20_000 - kept)
    assert second.listed_after[:1] in ([position], [])


def test_stopped_while_a_key_is_being_named(audit, monkeypatch):
    """What runs on a thread takes the cancellation back; nobody may wait for what comes no more."""
    stopped, cancelled = threading.Event(), threading.Event()

    async def noticed(tasks):
        cancelled.set()
        await settled(tasks)

    def slowly(key):
        stopped.set()
        assert cancelled.wait(10)
        return NamedKey(key)

    bucket = Bucket(20_000)
    monkeypatch.setattr(bucket, "name", slowly)
    monkeypatch.setattr(task_group, "settled", noticed)
    with pytest.raises(Cancelled):
        audit(bucket, stopped)


def test_what_was_replaced_since_it_was_listed_counts_as_it_is_now(audit, file, reports):
    class Changing(Bucket):
        async def look(self, listed):
            look = await super().look(listed)
            there = replace(listed, size=1000, etag="new")
            return replace(look, as_listed=False, found=there) if listed.key == "00001" else look

    audit(Changing(3))
    rows = [(one.listed.key, one.listed.size, one.listed.etag) for one in next(file.pages())]
    assert rows == [("00000", 0, "e"), ("00001", 1000, "new"), ("00002", 2, "e")]
    assert reports[-1].summary == file.summary()
    assert file.summary().bytes == 1002


def test_the_outage_passes(audit, file):
    bucket = Bucket(200)
    bucket.trouble = lambda key: BUSY if bucket.looks[key] < 3 else None
    audit(bucket)
    assert counts(file) == right(200)


@pytest.mark.parametrize(
    "error",
    [
        OFF,
        AppError("Signed out", code="ExpiredToken"),
        AppError("Clock", code="RequestTimeTooSkewed"),
        AppError("No such key", code="InvalidAccessKeyId"),
    ],
)
def test_bad_outage_interrupts_and_what_was_seen_is_kept(audit, file, error):
    bucket = Bucket(400)
    bucket.trouble = lambda key: error if key >= "00300" else None
    with pytest.raises(AppError, match="interrupted") as caught:
        audit(bucket)
    assert caught.value.code == error.code
    assert 200 < file.seen <= 300
    bucket.trouble = lambda key: None
    audit(bucket)
    assert counts(file) == right(400)


def test_an_object_the_server_crashes_at_is_told_apart(audit, file):
    bucket = Bucket(500)
    bucket.trouble = lambda key: CRASHED if key.endswith("7") else None
    audit(bucket)
    assert file.summary().not_seen == 50
    assert set(bucket.looks.values()) == {1}


def test_a_server_that_always_crashes_is_no_audit(audit):
    bucket = Bucket(500)
    bucket.trouble = lambda key: CRASHED
    with pytest.raises(AppError, match="Crashed"):
        audit(bucket)


PAGE = AppError("A page", code="NotS3")


def test_an_object_that_a_page_refuses_is_told_apart_where_the_bucket_answers(audit, file):
    bucket = Bucket(500)
    bucket.trouble = lambda key: PAGE if key.endswith("77") else None
    audit(bucket)
    assert file.summary().not_seen == 5


@pytest.mark.parametrize(("last", "is_there"), [("", True), ("77", False)])
def test_a_page_that_answers_all_is_no_audit(audit, last, is_there):
    bucket = Bucket(500)
    bucket.is_there = is_there
    bucket.trouble = lambda key: PAGE if key.endswith(last) else None
    with pytest.raises(AppError, match="interrupted"):
        audit(bucket)


def test_a_listing_that_fails_is_told(audit, file):
    class Denied(Bucket):
        def pages(self, after):
            yield next(super().pages(after))
            raise AppError("Denied", code="AccessDenied")

    with pytest.raises(AppError, match="Denied"):
        audit(Denied(500))
    assert (file.facts.listed, file.facts.all_listed) == (50, False)
