from __future__ import annotations

import asyncio
import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from s3enc_gui.aio import task_group
from s3enc_gui.aio.cancellation import PendingReply, await_reply, wait_all
from s3enc_gui.aio.outage_gate import OutageGate
from s3enc_gui.domain.audits.audit import AuditFacts, AuditScope
from s3enc_gui.domain.encryption.groups import NamedKey
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.listing import ListedObject, Position
from s3enc_gui.jobs.audits.run import MAX_REQUESTS, AuditRun
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
    """Objects `0`, `1` …: every third has SSE-KMS, the others SSE-S3; the size is the number."""

    def __init__(self, count, page=50):
        self.objects = [ListedObject(f"{number:05}", number, NOW, "e") for number in range(count)]
        self.page_size = page
        self.reads: Counter[str] = Counter()
        self.listed_after: list[str] = []
        self.named: list[str] = []
        self.error_of: Any = lambda key: None
        self.in_flight = self.most_in_flight = 0
        self.is_reachable = True

    def pages(self, after):
        while True:
            self.listed_after.append(after.key)
            rest = [one for one in self.objects if one.key > after.key]
            page = tuple(rest[: self.page_size])
            after = Position(page[-1].key) if page else after
            yield ListedPage(page, (MARKER,), after, len(rest) <= self.page_size)

    async def read(self, listed):
        self.reads[listed.key] += 1
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        # As with S3: a request that was sent gets a response, even if the task is canceled.
        reply: PendingReply[None] = PendingReply()
        asyncio.get_running_loop().call_soon(reply.set_result, None)
        await await_reply(reply)
        self.in_flight -= 1
        if error := self.error_of(listed.key):
            return StatusReading(
                ObjectStatus(StatusKind.UNKNOWN, None, NOW, error.code), error=error
            )
        kms = int(listed.key) % 3 == 0
        kind = StatusKind.SSE_KMS if kms else StatusKind.SSE_S3
        return StatusReading(ObjectStatus(kind, KMS if kms else S3, NOW), as_listed=True)

    def use(self, at_bucket):
        """Nothing depends on the session."""

    async def responds(self):
        return self.is_reachable

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
def audit(file, reports):
    nothing: Any = None

    def probe(_):
        """The server can be reached."""

    def audit(bucket, stopped=None, probe=probe, deadline=None):
        context = Context(nothing, reports.append, stopped or threading.Event())
        gate = OutageGate(probe, reports.append, deadline, checkpoint=context.checkpoint)
        asyncio.run(AuditRun(file, bucket, context, gate).run())

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
    assert set(bucket.reads.values()) == {1}
    assert (file.facts.listed, file.facts.all_listed) == (count, True)


def test_an_empty_bucket(audit, file, reports):
    audit(Bucket(0))
    assert (counts(file), file.facts.delete_markers, reports[-1].total) == ({}, 1, 0)


def test_the_number_of_concurrent_requests_is_limited(audit):
    bucket = Bucket(3000, page=1000)
    audit(bucket)
    assert 8 <= bucket.most_in_flight <= MAX_REQUESTS


def test_the_last_report_is_complete(audit, reports, file):
    audit(Bucket(120))
    last = reports[-1]
    assert (last.seen, last.listed, last.total) == (120, 120, 120)
    assert last.summary == file.summary()


def test_each_key_is_looked_up_once(audit, file):
    bucket = Bucket(300)
    audit(bucket)
    assert bucket.named == ["the-key"]
    assert file.keys["the-key"].aliases == ("alias/mine",)


def stopping(bucket, after):
    """Return an event that is set once `after` objects were checked."""
    stopped = threading.Event()

    def error_of(key):
        if bucket.reads.total() >= after:
            stopped.set()

    bucket.error_of = error_of
    return stopped


def test_a_canceled_audit_is_resumed(audit, file):
    first, second = Bucket(20_000, page=1000), Bucket(20_000, page=1000)
    with pytest.raises(Cancelled):
        audit(first, stopping(first, 100))
    kept, position = file.checked, file.position.key
    assert 100 <= kept == len(first.reads) < 20_000
    audit(second)
    assert (counts(file), len(second.reads)) == (right(20_000), 20_000 - kept)
    assert second.listed_after[:1] in ([position], [])


def test_canceled_while_a_key_is_looked_up(audit, monkeypatch):
    """A call in another thread suppresses the cancellation; the run must end nevertheless."""
    stopped, cancelled = threading.Event(), threading.Event()

    async def noticed(tasks):
        cancelled.set()
        await wait_all(tasks)

    def slowly(key):
        stopped.set()
        assert cancelled.wait(10)
        return NamedKey(key)

    bucket = Bucket(20_000)
    monkeypatch.setattr(bucket, "name", slowly)
    monkeypatch.setattr(task_group, "wait_all", noticed)
    with pytest.raises(Cancelled):
        audit(bucket, stopped)


def test_an_object_overwritten_since_it_was_listed_counts_with_its_new_size(audit, file, reports):
    class Changing(Bucket):
        async def read(self, listed):
            reading = await super().read(listed)
            if listed.key != "00001":
                return reading
            return replace(reading, as_listed=False, found=replace(listed, size=1000, etag="new"))

    audit(Changing(3))
    rows = [(one.listed.key, one.listed.size, one.listed.etag) for one in next(file.pages())]
    assert rows == [("00000", 0, "e"), ("00001", 1000, "new"), ("00002", 2, "e")]
    assert reports[-1].summary == file.summary()
    assert file.summary().bytes == 1002


def test_requests_are_retried_in_an_outage(audit, file):
    bucket = Bucket(200)
    bucket.error_of = lambda key: BUSY if bucket.reads[key] < 3 else None
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
def test_an_outage_interrupts_the_audit_and_results_are_saved(audit, file, error):
    bucket = Bucket(400)
    bucket.error_of = lambda key: error if key >= "00300" else None
    with pytest.raises(AppError, match="interrupted") as caught:
        audit(bucket)
    assert caught.value.code == error.code
    assert 200 < file.checked <= 300
    bucket.error_of = lambda key: None
    audit(bucket)
    assert counts(file) == right(400)


def test_a_server_error_for_some_objects_does_not_interrupt_the_audit(audit, file):
    bucket = Bucket(500)
    bucket.error_of = lambda key: CRASHED if key.endswith("7") else None
    audit(bucket)
    assert file.summary().unreadable == 50
    assert set(bucket.reads.values()) == {1}


def test_server_errors_for_all_objects_interrupt_the_audit(audit):
    bucket = Bucket(500)
    bucket.error_of = lambda key: CRASHED
    with pytest.raises(AppError, match="Crashed"):
        audit(bucket)


PAGE = AppError("A page", code="NotS3")


def test_some_objects_blocked_by_a_proxy_do_not_interrupt_the_audit(audit, file):
    bucket = Bucket(500)
    bucket.error_of = lambda key: PAGE if key.endswith("77") else None
    audit(bucket)
    assert file.summary().unreadable == 5


@pytest.mark.parametrize(("last", "is_reachable"), [("", True), ("77", False)])
def test_a_proxy_that_blocks_everything_interrupts_the_audit(audit, last, is_reachable):
    bucket = Bucket(500)
    bucket.is_reachable = is_reachable
    bucket.error_of = lambda key: PAGE if key.endswith(last) else None
    with pytest.raises(AppError, match="interrupted"):
        audit(bucket)


def test_a_listing_that_fails_is_raised(audit, file):
    class Denied(Bucket):
        def pages(self, after):
            yield next(super().pages(after))
            raise AppError("Denied", code="AccessDenied")

    with pytest.raises(AppError, match="Denied"):
        audit(Denied(500))
    assert (file.facts.listed, file.facts.all_listed) == (50, False)
