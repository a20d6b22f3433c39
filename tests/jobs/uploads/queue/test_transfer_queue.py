from __future__ import annotations

from time import monotonic

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.domain.uploads.transfer import State
from s3enc_gui.jobs.uploads.queue import transfer_queue
from s3enc_gui.jobs.uploads.queue.events import Action
from s3enc_gui.jobs.uploads.sending import single_put
from tests.jobs.uploads.context import SIZES


@pytest.mark.parametrize("if_exists", list(IfExists))
def test_everything_arrives(desk, if_exists):
    desk.add(*SIZES, *SIZES, 0, if_exists=if_exists)
    desk.finish()
    assert set(desk.results().values()) == {Result.VERIFIED}
    desk.check_nothing_is_left()


def test_what_arrived_is_what_was_read(desk):
    ids = desk.add(*SIZES)
    desk.finish()
    for one in ids:
        item = desk.entry(one).transfer.item
        with open(item.path, "rb") as file:  # noqa: PTH123 - short
            assert desk.s3.objects[item.key]["data"] == file.read()
        assert desk.entry(one).sent == item.size


@pytest.mark.parametrize("size", SIZES)
def test_a_file_that_is_gone_fails_and_the_others_go_on(desk, tmp_path, size):
    one = desk.add(size, *SIZES)[0]
    (tmp_path / "file-1").unlink()
    desk.finish()
    results = desk.results()
    assert results.pop(one) is Result.FAILED
    assert set(results.values()) == {Result.VERIFIED}
    desk.check_nothing_is_left()


@pytest.mark.expects_log("transfer_queue: Unexpected error")
@pytest.mark.expects_log("transfer_task: Unexpected error")
def test_a_mistake_while_files_are_read_together_is_told(desk, monkeypatch):
    ids = desk.add(4, 4)

    def read(_):
        raise MemoryError

    monkeypatch.setattr(single_put.Contents, "read", read)
    desk.finish()
    assert all(desk.results()[one] is Result.FAILED for one in ids)


def test_a_part_that_fails_takes_no_place_with_it(desk):
    [one] = desk.add(95)
    desk.settle()
    desk.s3.answer(0, "ok")  # HEAD
    desk.settle()
    desk.s3.answer(0, "AccessDenied")
    desk.finish()
    assert desk.results()[one] is Result.FAILED
    desk.check_the_rooms_are_empty()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("code", ["AccessDenied", "EntityTooLarge"])
def test_a_refusal_fails_the_file_and_leaves_nothing(desk, size, code):
    [one] = desk.add(size)
    desk.settle()
    while desk.s3.pending and desk.s3.pending[0][1].__name__ != "look":
        desk.s3.answer(0, code)
        desk.settle()
    desk.finish()
    assert desk.results()[one] in (Result.FAILED, Result.VERIFIED)
    desk.check_nothing_is_left()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("how", ["lost", "unheard", "SlowDown"])
def test_weather_costs_nothing(desk, size, how):
    [one] = desk.add(size)
    for _ in range(3):
        desk.settle()
        if desk.s3.pending:
            desk.s3.answer(0, how)
    desk.finish()
    assert desk.results() == {one: Result.VERIFIED}
    assert desk.s3.puts == ["file-1"]
    desk.check_nothing_is_left()


def test_what_is_kept_for_next_time(desk):
    ids = desk.add(*SIZES, 45)
    desk.settle()
    closing = desk.loop.create_task(desk.queue.close())
    desk.settle()
    while desk.s3.pending:
        desk.s3.answer(0, "ok")
        desk.settle()
    assert closing.done()
    assert desk.journal.queue() == list(ids[2:])
    assert desk.runs[0].done.cancelled()


@pytest.mark.parametrize("action", [Action.PAUSE, Action.CANCEL])
def test_what_was_wished_before_the_end_still_counts(desk, action):
    [one] = desk.add(45)
    desk.settle()
    desk.steer(action)
    closing = desk.loop.create_task(desk.queue.close())
    desk.settle()
    while desk.s3.pending:
        desk.s3.answer(0, "ok")
        desk.settle()
    assert closing.done()
    assert desk.journal.transfer(one).state in (State.PAUSED, State.ENDED)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("turns", [0, 2, 4, 6, 9, 12, 16])
def test_it_closes_though_the_disk_is_full(desk, size, turns, monkeypatch):
    def write(_):
        raise AppError("The disk is full", code="JournalFull")

    desk.add(size)
    desk.turn(turns)
    monkeypatch.setattr(transfer_queue, "LAST_WORDS", 0.01)
    monkeypatch.setattr(desk.journal, "write", write)
    closing = desk.loop.create_task(desk.queue.close())
    end = monotonic() + 5
    while not closing.done() and monotonic() < end:
        while desk.s3.pending:
            desk.s3.answer(0, "ok")
        desk.turn()
    try:
        assert closing.done()
    finally:
        monkeypatch.undo()
        desk.settle()
