"""A file that is written to while it is sent, between two runs, or that only looks so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.uploads.queue.events import Action, BytesSent, NoticeRaised, SendingRestarted
from s3enc_gui.jobs.uploads.sending.single_put import FileContents
from s3enc_gui.store.files import source_file
from s3enc_gui.store.files.source_file import SourceFile
from tests.fakes.odd_drives import ODD, WITHOUT_NUMBERS, install
from tests.fakes.rewriting import rewrite
from tests.jobs.uploads.context import SIZES, answer_all, answer_one

SIZE = 45  # bytes, in five parts
ENDS = ((0, b"!"), (SIZE - 1, b"!"))  # the first byte and the last
PARTS_SENT = 2


def touch(path):
    os.utime(path, ns=(1, 1))


def chmod(path):
    path.chmod(0o400)


def replace_by_the_same(path):
    other = path.with_suffix(".new")
    other.write_bytes(path.read_bytes())
    other.replace(path)


HARMLESS = pytest.mark.parametrize("change", [touch, chmod, replace_by_the_same])


@pytest.fixture
def reports(harness):
    heard: list[object] = []
    harness.queue.listeners.add(heard.append)
    return heard


@pytest.fixture
def sending(harness):
    """A file of which two parts have arrived, and its path."""
    [one] = harness.add(SIZE)
    harness.settle()
    answer_one(harness)  # HEAD: the name is free
    for _ in range(PARTS_SENT):
        answer_one(harness)
    return one, Path(harness.entry(one).transfer.item.path)


@pytest.fixture
def paused(harness, sending):
    harness.control(Action.PAUSE)
    while harness.s3.pending:
        harness.s3.answer(0, "lost")
    harness.settle()
    [parts] = harness.s3.uploads.values()
    assert len(parts) == PARTS_SENT
    return sending


def resume(harness):
    harness.control(Action.RESUME)
    harness.finish()


def stored(harness):
    return harness.s3.objects["file-1"]["data"]


def kinds(reports, kind):
    return [report for report in reports if isinstance(report, kind)]


# --- within one run -------------------------------------------------------------------------------


def test_what_is_rewritten_while_it_is_sent_is_not_stored(harness, sending):
    one, path = sending
    rewrite(path, *ENDS)
    harness.finish()
    assert harness.entry(one).outcome.error.code == "FileChanged"
    assert harness.s3.objects == {}
    harness.check_nothing_is_left()


@HARMLESS
def test_what_holds_the_same_while_it_is_sent_is_stored(harness, sending, reports, change):
    one, path = sending
    change(path)
    harness.finish()
    assert harness.results() == {one: Result.VERIFIED}
    assert stored(harness) == path.read_bytes()
    assert kinds(reports, NoticeRaised) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("odd", ODD)
def test_on_an_odd_drive_all_arrives(harness, monkeypatch, size, odd):
    install(monkeypatch, odd)
    harness.add(size)
    harness.finish()
    assert set(harness.results().values()) == {Result.VERIFIED}


@pytest.mark.parametrize("odd", ODD)
def test_it_is_said_once_that_a_drive_keeps_no_numbers(harness, monkeypatch, reports, odd):
    install(monkeypatch, odd)
    harness.add(*SIZES, *SIZES)
    harness.finish()
    told = [report.notice.code for report in kinds(reports, NoticeRaised)]
    assert told == (["NoFileNumbers"] if odd in WITHOUT_NUMBERS else [])


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_drive_hides_no_change(harness, monkeypatch, odd):
    install(monkeypatch, odd)
    [one] = harness.add(SIZE)
    harness.settle()
    answer_one(harness)
    answer_one(harness)
    rewrite(Path(harness.entry(one).transfer.item.path), *ENDS)
    harness.finish()
    assert harness.entry(one).outcome.error.code == "FileChanged"
    assert harness.s3.objects == {}


# --- between two runs -----------------------------------------------------------------------------


def test_parts_of_what_was_rewritten_since_are_not_used(harness, paused, reports):
    one, path = paused
    rewrite(path, *ENDS)
    resume(harness)
    assert harness.results() == {one: Result.VERIFIED}
    assert stored(harness) == path.read_bytes()
    assert kinds(reports, SendingRestarted) == [SendingRestarted(one)]
    assert harness.s3.made == 2
    assert harness.entry(one).sent == SIZE
    harness.check_nothing_is_left()


@HARMLESS
def test_parts_of_what_holds_the_same_are_used(harness, paused, reports, change):
    one, path = paused
    change(path)
    resume(harness)
    assert harness.results() == {one: Result.VERIFIED}
    assert stored(harness) == path.read_bytes()
    assert kinds(reports, SendingRestarted) == []
    assert harness.s3.made == 1
    assert harness.entry(one).sent == SIZE


def test_what_is_read_again_is_shown_as_known(harness, paused, reports):
    resume(harness)
    assert [report.change for report in kinds(reports, BytesSent) if report.known][-2:] == [10, 10]


def test_a_file_of_another_size_is_not_read_again(harness, paused, monkeypatch, reports):
    _, path = paused
    with path.open("ab") as file:
        file.write(b"more")
    monkeypatch.setattr(
        "s3enc_gui.jobs.uploads.sending.multipart_send.holds", None
    )  # asked, it would fail
    resume(harness)
    assert stored(harness) == path.read_bytes()
    assert len(kinds(reports, SendingRestarted)) == 1


def test_what_cannot_be_read_again_leaves_nothing(harness, paused, monkeypatch):
    def read(*_):
        raise AppError("The disk cannot be read", code="EIO")

    monkeypatch.setattr(SourceFile, "read_into", read)
    resume(harness)
    assert harness.entry(paused[0]).outcome.error.code == "EIO"
    harness.check_nothing_is_left()


def test_a_journal_without_change_times_is_gone_on_with(harness, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(source_file, "change_time", lambda *_: None)
        [one] = harness.add(SIZE)
        harness.settle()
        answer_one(harness)
        answer_one(harness)
        harness.control(Action.PAUSE)
        answer_all(harness)
    assert harness.journal.transfer(one).mark.change_ns is None
    resume(harness)
    assert harness.results() == {one: Result.VERIFIED}
    assert harness.s3.made == 1


@pytest.fixture
def arrived(harness):
    """A file that is stored, when nobody has looked at the object yet."""
    [one] = harness.add(SIZE)
    harness.settle()
    while not harness.s3.objects:
        answer_one(harness)
    harness.control(Action.PAUSE)
    answer_all(harness, "lost")
    assert harness.journal.transfer(one).sent is not None
    return one, Path(harness.entry(one).transfer.item.path)


def test_what_was_rewritten_since_it_arrived_is_not_taken_for_it(harness, arrived):
    one, path = arrived
    rewrite(path, *ENDS)
    resume(harness)
    assert harness.results() == {one: Result.EXISTS}


@HARMLESS
def test_what_holds_the_same_since_it_arrived_is_found(harness, arrived, change):
    one, path = arrived
    change(path)
    resume(harness)
    assert harness.results() == {one: Result.VERIFIED}
    assert harness.s3.puts == ["file-1"]
    assert harness.entry(one).sent == SIZE


# --- small files ----------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small"
    path.write_bytes(bytes(8))
    return path


def while_read(monkeypatch, change):
    """Let something happen to the file when it has been read for the first time."""
    read, happened = SourceFile.read, list[bool]()

    def reads(source, offset, size):
        data = read(source, offset, size)
        if not happened:
            happened.append(True)
            change()
        return data

    monkeypatch.setattr(SourceFile, "read", reads)


def test_a_small_file_that_is_rewritten_while_it_is_read_fails(small, monkeypatch):
    while_read(monkeypatch, lambda: rewrite(small, (0, b"!")))
    with pytest.raises(AppError) as caught:
        FileContents.read(str(small))
    assert caught.value.code == "FileChanged"


@HARMLESS
def test_a_small_file_that_holds_the_same_is_believed(small, monkeypatch, change):
    while_read(monkeypatch, lambda: change(small))
    contents = FileContents.read(str(small))
    assert contents
    assert (contents.data, contents.lacks_numbers) == (bytes(8), False)


@HARMLESS
@pytest.mark.parametrize("size", SIZES[:2])
def test_a_small_file_that_arrived_is_known_by_its_content(harness, size, change):
    [one] = harness.add(size)
    harness.settle()
    while not harness.s3.objects:
        harness.s3.answer(0, "unheard")
        harness.settle()
    harness.control(Action.PAUSE)
    answer_all(harness, "lost")
    change(Path(harness.entry(one).transfer.item.path))
    resume(harness)
    assert harness.results() == {one: Result.VERIFIED}
    assert harness.s3.puts == ["file-1"]
