"""Files that change while they are sent or between two runs, or only seem to."""

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


def replace_by_a_copy(path):
    other = path.with_suffix(".new")
    other.write_bytes(path.read_bytes())
    other.replace(path)


HARMLESS = pytest.mark.parametrize("change", [touch, chmod, replace_by_a_copy])


@pytest.fixture
def events(harness):
    events: list[object] = []
    harness.queue.watch(events.append)
    return events


@pytest.fixture
def sending(harness):
    """A transfer of which two parts are stored, and the path of its file."""
    [one] = harness.add(SIZE)
    harness.settle()
    answer_one(harness)  # HEAD: no such object
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


def kinds(events, kind):
    return [event for event in events if isinstance(event, kind)]


# --- within one run -------------------------------------------------------------------------------


def test_a_file_that_changes_while_it_is_sent_is_not_stored(harness, sending):
    one, path = sending
    rewrite(path, *ENDS)
    harness.finish()
    assert harness.entry(one).outcome.error.code == "FileChanged"
    assert harness.s3.objects == {}
    harness.check_nothing_is_left()


@HARMLESS
def test_a_file_with_unchanged_content_is_stored(harness, sending, events, change):
    one, path = sending
    change(path)
    harness.finish()
    assert harness.results() == {one: Result.VERIFIED}
    assert stored(harness) == path.read_bytes()
    assert kinds(events, NoticeRaised) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("odd", ODD)
def test_files_on_an_unusual_drive_are_stored(harness, monkeypatch, size, odd):
    install(monkeypatch, odd)
    harness.add(size)
    harness.finish()
    assert set(harness.results().values()) == {Result.VERIFIED}


@pytest.mark.parametrize("odd", ODD)
def test_a_drive_without_file_numbers_is_reported_once(harness, monkeypatch, events, odd):
    install(monkeypatch, odd)
    harness.add(*SIZES, *SIZES)
    harness.finish()
    codes = [event.notice.code for event in kinds(events, NoticeRaised)]
    assert codes == (["NoFileNumbers"] if odd in WITHOUT_NUMBERS else [])


@pytest.mark.parametrize("odd", ODD)
def test_a_change_on_an_unusual_drive_is_found(harness, monkeypatch, odd):
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


def test_parts_of_a_changed_file_are_not_used(harness, paused, events):
    one, path = paused
    rewrite(path, *ENDS)
    resume(harness)
    assert harness.results() == {one: Result.VERIFIED}
    assert stored(harness) == path.read_bytes()
    assert kinds(events, SendingRestarted) == [
        SendingRestarted(one, harness.entry(one).transfer.item)
    ]
    assert harness.s3.created == 2
    assert harness.entry(one).sent == SIZE
    harness.check_nothing_is_left()


@HARMLESS
def test_parts_of_an_unchanged_file_are_used(harness, paused, events, change):
    one, path = paused
    change(path)
    resume(harness)
    assert harness.results() == {one: Result.VERIFIED}
    assert stored(harness) == path.read_bytes()
    assert kinds(events, SendingRestarted) == []
    assert harness.s3.created == 1
    assert harness.entry(one).sent == SIZE


def test_progress_begins_at_what_s3_has(harness, paused, events):
    resume(harness)
    assert [event.change for event in kinds(events, BytesSent) if event.known][-1] == 20


def test_a_file_of_another_size_is_not_read_again(harness, paused, monkeypatch, events):
    _, path = paused
    with path.open("ab") as file:
        file.write(b"more")
    monkeypatch.setattr(
        "s3enc_gui.jobs.uploads.sending.multipart_send.has_spans", None
    )  # fails if it is called
    resume(harness)
    assert stored(harness) == path.read_bytes()
    assert len(kinds(events, SendingRestarted)) == 1


def test_an_upload_of_an_unreadable_file_is_aborted(harness, paused, monkeypatch):
    def read(*_):
        raise AppError("The disk cannot be read", code="EIO")

    monkeypatch.setattr(SourceFile, "read_into", read)
    resume(harness)
    assert harness.entry(paused[0]).outcome.error.code == "EIO"
    harness.check_nothing_is_left()


def test_an_upload_recorded_without_change_time_is_resumed(harness, monkeypatch):
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
    assert harness.s3.created == 1


@pytest.fixture
def unverified(harness):
    """A transfer whose object is stored and not verified yet, and the path of its file."""
    [one] = harness.add(SIZE)
    harness.settle()
    while not harness.s3.objects:
        answer_one(harness)
    harness.control(Action.PAUSE)
    answer_all(harness, "lost")
    assert harness.journal.transfer(one).sent is not None
    return one, Path(harness.entry(one).transfer.item.path)


def test_an_object_of_the_old_content_is_not_taken_for_a_changed_file(harness, unverified):
    one, path = unverified
    rewrite(path, *ENDS)
    resume(harness)
    assert harness.results() == {one: Result.EXISTS}


@HARMLESS
def test_the_object_of_an_unchanged_file_is_found(harness, unverified, change):
    one, path = unverified
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
    """Call `change` after the file was read for the first time."""
    read, changed = SourceFile.read, list[bool]()

    def reads(source, offset, size):
        data = read(source, offset, size)
        if not changed:
            changed.append(True)
            change()
        return data

    monkeypatch.setattr(SourceFile, "read", reads)


def test_a_small_file_that_changes_while_it_is_read_fails(small, monkeypatch):
    while_read(monkeypatch, lambda: rewrite(small, (0, b"!")))
    with pytest.raises(AppError) as caught:
        FileContents.read(str(small))
    assert caught.value.code == "FileChanged"


@HARMLESS
def test_a_small_file_with_unchanged_content_is_read(small, monkeypatch, change):
    while_read(monkeypatch, lambda: change(small))
    contents = FileContents.read(str(small))
    assert contents
    assert (contents.data, contents.lacks_numbers) == (bytes(8), False)


@HARMLESS
@pytest.mark.parametrize("size", SIZES[:2])
def test_the_object_of_a_small_file_is_found_by_its_content(harness, size, change):
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
