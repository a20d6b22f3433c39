from __future__ import annotations

import pytest

from s3enc_gui.aio import file_reads
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.jobs.uploads.queue import transfer_queue
from s3enc_gui.jobs.uploads.queue.events import Action
from s3enc_gui.jobs.uploads.sending import single_put
from tests.jobs.uploads.context import SIZES


@pytest.mark.parametrize("if_exists", list(IfExists))
def test_all_files_are_stored(harness, if_exists):
    harness.add(*SIZES, *SIZES, 0, if_exists=if_exists)
    harness.finish()
    assert set(harness.results().values()) == {Result.VERIFIED}
    harness.check_nothing_is_left()


def test_objects_have_the_bytes_of_the_files(harness):
    ids = harness.add(*SIZES)
    harness.finish()
    for one in ids:
        item = harness.entry(one).transfer.item
        with open(item.path, "rb") as file:  # noqa: PTH123 - short
            assert harness.s3.objects[item.key]["data"] == file.read()
        assert harness.entry(one).sent == item.size


@pytest.mark.parametrize("size", SIZES)
def test_a_missing_file_fails_and_the_others_continue(harness, tmp_path, size):
    one = harness.add(size, *SIZES)[0]
    (tmp_path / "file-1").unlink()
    harness.finish()
    results = harness.results()
    assert results.pop(one) is Result.FAILED
    assert set(results.values()) == {Result.VERIFIED}
    harness.check_nothing_is_left()


@pytest.mark.expects_log("transfer_queue: Unexpected error")
@pytest.mark.expects_log("transfer_task: Unexpected error")
def test_an_unexpected_error_while_files_are_read_together(harness, monkeypatch):
    ids = harness.add(4, 4)

    def read(_):
        raise MemoryError

    monkeypatch.setattr(single_put.FileContents, "read", read)
    harness.finish()
    assert all(harness.results()[one] is Result.FAILED for one in ids)


def test_a_failed_part_is_not_counted_any_more(harness):
    [one] = harness.add(95)
    harness.settle()
    harness.s3.answer(0, "ok")  # HEAD
    harness.settle()
    harness.s3.answer(0, "AccessDenied")
    harness.finish()
    assert harness.results()[one] is Result.FAILED
    harness.check_the_limits_are_empty()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("code", ["AccessDenied", "EntityTooLarge"])
def test_a_refusal_fails_the_file_and_leaves_nothing(harness, size, code):
    [one] = harness.add(size)
    harness.settle()
    while harness.s3.pending and harness.s3.pending[0][1].__name__ != "look":
        harness.s3.answer(0, code)
        harness.settle()
    harness.finish()
    assert harness.results()[one] in (Result.FAILED, Result.VERIFIED)
    harness.check_nothing_is_left()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("how", ["lost", "unheard", "SlowDown"])
def test_outage_costs_nothing(harness, size, how):
    [one] = harness.add(size)
    for _ in range(3):
        harness.settle()
        if harness.s3.pending:
            harness.s3.answer(0, how)
    harness.finish()
    assert harness.results() == {one: Result.VERIFIED}
    assert harness.s3.puts == ["file-1"]
    harness.check_nothing_is_left()


def test_unfinished_transfers_stay_in_the_journal(harness):
    ids = harness.add(*SIZES, 45)
    harness.settle()
    closing = harness.loop.create_task(harness.queue.close())
    harness.settle()
    while harness.s3.pending:
        harness.s3.answer(0, "ok")
        harness.settle()
    assert closing.done()
    assert harness.journal.queue() == list(ids[2:])
    assert harness.runs[0].done.cancelled()


@pytest.mark.parametrize("action", [Action.PAUSE, Action.CANCEL])
def test_an_action_before_closing_is_completed(harness, action):
    [one] = harness.add(45)
    harness.settle()
    harness.control(action)
    closing = harness.loop.create_task(harness.queue.close())
    harness.settle()
    while harness.s3.pending:
        harness.s3.answer(0, "ok")
        harness.settle()
    assert closing.done()
    assert harness.journal.transfer(one).state in (TransferState.PAUSED, TransferState.ENDED)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("turns", [0, 2, 4, 6, 9, 12, 16])
def test_it_closes_while_the_disk_is_full(harness, size, turns, monkeypatch):
    def write(_):
        raise AppError("The disk is full", code="JournalFull")

    harness.add(size)
    harness.turn(turns)
    monkeypatch.setattr(transfer_queue, "SHUTDOWN_WAIT", 0.01)
    monkeypatch.setattr(harness.journal, "write", write)
    closing = harness.loop.create_task(harness.queue.close())
    for _ in range(1000):
        while harness.s3.pending:
            harness.s3.answer(0, "ok")
        harness.turn()
        harness.seconds += 0.001
    try:
        assert closing.done()
    finally:
        monkeypatch.undo()
        harness.settle()


def test_no_read_becomes_slow_on_a_busy_machine(harness, monkeypatch):
    """What random actions lead to must not depend on the time that they take."""
    monkeypatch.setattr(file_reads, "SLOW_AFTER", 1e-6)
    harness.add(*[12] * 8)
    for _ in range(20):
        harness.turn()
        assert harness.queue.limits.reads.slow == 0
    harness.finish()
    harness.check_nothing_is_left()
