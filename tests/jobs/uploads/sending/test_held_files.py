"""Transfers while the first read of their file takes long: on a fake S3, step by step."""

from __future__ import annotations

import os
from concurrent.futures import Future
from typing import Any

import pytest

from s3enc_gui.aio import file_reads
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.jobs.uploads.queue import transfer_queue
from s3enc_gui.jobs.uploads.queue.events import Action, NoticeRaised
from s3enc_gui.jobs.uploads.sending.single_put import SmallFiles
from s3enc_gui.store.files.source_file import SourceFile
from tests.jobs.uploads.context import SIZES, Harness, answer_all

SIZE = pytest.mark.parametrize("size", SIZES, ids=["in-a-group", "alone", "in-parts"])


class HeldReads:
    """Threads on which some reads wait until they are released: those of `file-1`, or of parts."""

    def __init__(self, threads):
        self.threads, self.held = threads, list[Any]()
        self.holds = _is_of_file_1

    def submit(self, function, /, *arguments):
        if self.holds(function, arguments):
            future: Future[Any] = Future()
            self.held.append((future, function, arguments))
            return future
        return self.threads.submit(function, *arguments)

    def release(self):
        self.holds = lambda *_: False
        for future, function, arguments in self.held:
            try:
                future.set_result(function(*arguments))
            except BaseException as error:  # noqa: BLE001 - raised where the future is awaited
                future.set_exception(error)
        self.held.clear()


def _is_of_file_1(function, arguments):
    read = getattr(function, "__self__", None)
    return "file-1'" in repr(read._items if isinstance(read, SmallFiles) else arguments)


@pytest.fixture
def held(small_sizes, monkeypatch):
    """One transfer of each kind at a time, whose reads are slow at once."""
    monkeypatch.setattr(file_reads, "SLOW_AFTER", 0.0)
    monkeypatch.setattr(transfer_queue, "LARGE_AT_ONCE", 1)
    monkeypatch.setattr(transfer_queue, "READ_AT_ONCE", 2)
    monkeypatch.setattr(transfer_queue, "SINGLE_PUTS", (1, 1, 1))


@pytest.fixture
def harness(held, tmp_path):
    harness = Harness(tmp_path)
    harness.queue.limits.reads.threads = HeldReads(harness.threads)
    yield harness
    harness.close()


def held_reads(harness) -> HeldReads:
    reads: HeldReads = harness.queue.limits.reads.threads
    return reads


@SIZE
def test_the_others_go_on_and_the_slow_one_follows(harness, size):
    notices: list[object] = []
    harness.queue.watch(notices.append)
    one, *_ = harness.add(size, *[size] * 5)
    answer_all(harness)
    results = harness.results()
    assert results.pop(one) is None
    assert set(results.values()) == {Result.VERIFIED}
    assert harness.state(one) is TransferState.RUNNING
    codes = [event.notice.code for event in notices if isinstance(event, NoticeRaised)]
    assert codes == ["SlowFile"]
    held_reads(harness).release()
    harness.finish()
    assert harness.results()[one] is Result.VERIFIED
    harness.check_nothing_is_left()
    harness.check_the_limits_are_empty()


@SIZE
def test_it_is_canceled_at_once(harness, size, monkeypatch):
    [one] = harness.add(size)
    harness.settle()
    harness.control(Action.CANCEL, [one])
    assert harness.results()[one] is Result.CANCELLED
    assert held_reads(harness).held
    closed: list[int] = []
    close = os.close

    def noted(fd):
        closed.append(fd)
        close(fd)

    monkeypatch.setattr(os, "close", noted)
    held_reads(harness).release()
    harness.settle()
    assert len(closed) == 1  # the file that was opened too late
    assert harness.s3.objects == {}
    harness.check_nothing_is_left()
    harness.check_the_limits_are_empty()


@SIZE
def test_it_can_be_paused_and_resumed(harness, size):
    [one] = harness.add(size)
    harness.settle()
    harness.control(Action.PAUSE, [one])
    assert harness.state(one) is TransferState.PAUSED
    held_reads(harness).release()
    harness.control(Action.RESUME, [one])
    harness.finish()
    assert harness.results() == {one: Result.VERIFIED}
    harness.check_nothing_is_left()


@SIZE
def test_the_queue_closes_at_once(harness, size):
    harness.add(size)
    harness.settle()
    closing = harness.loop.create_task(harness.queue.close())
    harness.settle()
    assert closing.done()
    assert held_reads(harness).held
    held_reads(harness).release()


def test_a_slow_part_is_canceled_at_once_and_its_buffer_not_reused(harness):
    reads = held_reads(harness)
    reads.holds = lambda function, _: getattr(function, "__name__", "") == "_read"
    [one] = harness.add(45)
    answer_all(harness)
    assert reads.held
    harness.control(Action.CANCEL, [one])
    assert harness.results()[one] is Result.CANCELLED
    assert harness.queue.limits.buffers._idle == []
    harness.check_the_limits_are_empty()
    reads.release()
    harness.settle()
    harness.check_nothing_is_left()


def test_a_file_that_is_closed_during_a_read_is_closed_after_it(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"12345")
    source = SourceFile(str(tmp_path / "a"))
    fd, pread = source._fd, source._pread

    def slow(offset, buffer):
        source.close()
        os.fstat(fd)  # raises if the file is closed already
        return pread(offset, buffer)

    monkeypatch.setattr(source, "_pread", slow)
    assert source.read(0, 5) == b"12345"
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(fd)
    with pytest.raises(ValueError, match="closed"):
        source.read(0, 5)
