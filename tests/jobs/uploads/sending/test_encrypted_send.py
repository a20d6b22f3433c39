"""Files that are encrypted before they are sent: pauses, kills and changes of the file."""

from __future__ import annotations

import copy
import io
from types import SimpleNamespace
from typing import Any

import pytest

from s3enc_gui.domain.client_side.choice import MAX_PLAINTEXT, TAG, ClientSideKey
from s3enc_gui.domain.encryption.comparison import Expectation
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.uploads.client_side_target import ClientSideTarget
from s3enc_gui.jobs.uploads.queue.events import Action, NoticeRaised
from s3enc_gui.jobs.uploads.sending.encrypted_send import ReportedUpTo
from s3enc_gui.jobs.uploads.sending.file_encryption import SENT_AGAIN, FileEncryption
from s3enc_gui.s3.client_side.library import Library
from s3enc_gui.store.files.source_file import SourceFile
from tests.jobs.uploads.context import SIZES, Harness, answer_all
from tests.jobs.uploads.fake_s3 import CHOICE, FakeKms

KMS: Any = FakeKms
KEY = ClientSideKey("key", (("a", "b"),))
POLICIES = (IfExists.FAIL, IfExists.OVERWRITE)


def begun(folder, *sizes, held=False, policy=IfExists.FAIL):
    harness = Harness(folder)
    harness.s3.held = held
    harness.s3.expectation = Expectation(CHOICE, "AES256", client_side=KEY)
    harness.s3.client_side = ClientSideTarget(KEY, "eu-central-1")
    if sizes:
        harness.add(*sizes, if_exists=policy)
    return harness


@pytest.fixture
def harness(small_sizes, tmp_path):
    harness = begun(tmp_path, held=True)
    yield harness
    harness.close()


def content(harness, key="file-1"):
    """Return what AWS's library makes of a stored object."""
    stored = harness.s3.objects[key]
    return (
        Library(KMS, KEY)
        .decrypting(
            io.BytesIO(stored["data"]),
            len(stored["data"]),
            key,
            stored["Metadata"],
            lambda _: (b"", {}),
        )
        .read()
    )


def sent(harness, key="file-1"):
    return (harness._folder / key).read_bytes()


def killed(harness, folder):
    """Return a new harness with the objects, uploads and journal of a killed one."""
    after = begun(folder)
    harness.journal._database.backup(after.journal._database)
    for name in ("objects", "uploads", "keys", "created", "metadata"):
        setattr(after.s3, name, copy.deepcopy(getattr(harness.s3, name)))
    transfers = after.journal.transfers(harness.batches[0].id)

    async def add():
        after.runs.append(after.queue.add(harness.batches[0], transfers, after.s3.target()))

    after.loop.create_task(add())
    return after


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("size", SIZES)
def test_after_a_kill_at_any_moment_the_file_is_stored_and_verified(
    small_sizes, tmp_path, policy, size
):
    harness = begun(tmp_path, size, policy=policy)
    found = []
    for _ in range(200):
        if list(harness.results().values()) != [None]:
            break
        after = killed(harness, tmp_path)
        after.finish()
        found.append((*after.results().values(), content(after) == sent(after), after.s3.uploads))
        after.close()
        harness.turn()
    harness.close()
    assert len(found) > 5
    assert [one for one in found if one != (Result.VERIFIED, True, {})] == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("turns", range(0, 40, 10))
def test_paused_at_any_moment_it_can_be_resumed(harness, size, turns):
    [one] = harness.add(size)
    harness.turn(turns)
    harness.control(Action.PAUSE)
    answer_all(harness)
    harness.finish()
    assert harness.results() == {one: Result.VERIFIED}
    assert content(harness) == sent(harness)
    harness.check_nothing_is_left()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("turns", range(0, 40, 10))
def test_canceled_at_any_moment_nothing_is_left(harness, size, turns):
    harness.add(size)
    harness.turn(turns)
    harness.control(Action.CANCEL)
    harness.finish()
    harness.check_nothing_is_left()


def test_it_is_said_that_a_paused_file_is_sent_again(harness):
    notices = []
    harness.queue.watch(
        lambda event: notices.append(event.notice) if isinstance(event, NoticeRaised) else None
    )
    harness.add(45)
    harness.settle()
    harness.s3.answer(0, "ok")  # the HEAD
    harness.settle()
    harness.s3.answer(0, "ok")  # the first part
    harness.settle()
    harness.control(Action.PAUSE)
    answer_all(harness)
    harness.finish()
    assert notices == [SENT_AGAIN]


def test_parts_are_sent_at_the_same_time(harness):
    harness.add(45)
    harness.settle()
    harness.s3.answer(0, "ok")  # the HEAD
    harness.settle()
    assert len(harness.s3.pending) > 1


@pytest.mark.parametrize("size", range(40, 50))
def test_parts_end_anywhere_in_the_tag(small_sizes, tmp_path, size):
    harness = begun(tmp_path, size)
    harness.finish()
    assert list(harness.results().values()) == [Result.VERIFIED]
    assert len(harness.s3.objects["file-1"]["data"]) == size + TAG
    assert content(harness) == sent(harness)
    harness.close()


def test_a_part_out_of_order_is_refused(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(bytes(100))
    with SourceFile(str(path)) as source:
        encrypted = FileEncryption(KMS, KEY)._begun(source)
        with pytest.raises(ValueError, match="in order"):
            encrypted.read_into(memoryview(bytearray(10)), 10)


def test_a_file_that_has_become_too_large_is_refused(harness):
    source: Any = SimpleNamespace(path="file", size=MAX_PLAINTEXT + 1)
    encryption = FileEncryption(KMS, KEY)
    with pytest.raises(AppError, match="too large for client-side encryption"):
        harness.run(encryption.begin(source))


def test_progress_ends_at_the_size_of_the_file():
    reported: list[int] = []
    report = ReportedUpTo(100, reported.append)
    for change in (60, 50, 6, -116, 116):
        report(change)
    assert reported == [60, 40, -100, 100]
