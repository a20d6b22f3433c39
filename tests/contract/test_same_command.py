"""The same command again: what it has proved itself is done, and has one receipt."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.proof import Sent
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.uploads.journal_changes import RecordContent, RecordStart
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists, UploadItem, UploadOptions, UploadPlan
from s3enc_gui.domain.uploads.transfer import FileFingerprint
from s3enc_gui.jobs.services import Services
from s3enc_gui.jobs.uploads.queue.events import TransferEnded
from s3enc_gui.jobs.uploads.sending.batch_context import UploadTarget
from s3enc_gui.jobs.uploads.upload import FinishUpload, UploadFiles
from s3enc_gui.s3.objects.checksums import as_header, crc64nvme
from s3enc_gui.store.journal import writing
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.process_lock import ProcessLock
from tests.servers.hostile import ENCRYPTION
from tests.servers.hostile.stored import KEY

pytestmark = pytest.mark.contract

KEY_ARN = "arn:aws:kms:us-east-1:123456789012:key/0f57c9b4-98b0-4b1b-9d6c-5ff7b6a3a5de"
PATIENCE = 20  # seconds
CAREFUL = [IfExists.FAIL, IfExists.RENAME]


@pytest.fixture
def harness(hostile, sit_at):
    return sit_at(hostile.server)


def command(
    harness, path, policy=IfExists.FAIL, origin="upload it", kind=Encryption.SSE_S3, *, told=True
):
    """Give a command from its beginning to its end; return the outcome of its file.

    `told`: its results could be printed.
    """
    item = UploadItem(str(path), path.name, path.stat().st_size)
    options = UploadOptions(EncryptionChoice(kind), if_exists=policy)
    job = UploadFiles(harness.connection, UploadPlan("bucket", (item,), options), origin)
    (outcome,) = harness.run(job)
    if told:
        harness.run(FinishUpload(origin))
    return outcome


@pytest.fixture
def started(harness, tmp_path):
    """Run the program on one journal: `started()` returns a desk, and ends the one before."""
    running: list[Services] = []

    def start():
        def journal():
            return Journal(tmp_path / "journal.sqlite", ProcessLock(tmp_path / "instances"))

        for one in running:
            one.close()
        services = Services(harness.services.aws_sessions, harness.services.settings, journal)
        running[:] = [services]
        return replace(harness, services=services)

    yield start
    for one in running:
        one.close()


def receipts(harness):
    return harness.services.journal.receipts(ReceiptQuery())


@pytest.fixture(params=["small", "large"])
def path(request, tmp_path):
    """A file of this test's own."""
    data = request.getfixturevalue(request.param).read_bytes()
    path = tmp_path / f"own-{request.param}"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("policy", CAREFUL)
def test_it_finds_its_own_object_any_number_of_times(hostile, harness, path, policy):
    for _ in range(3):
        assert command(harness, path, policy).result is Result.VERIFIED
    assert list(hostile.objects) == [path.name]
    assert hostile.asked["PutObject"] + hostile.asked["CompleteMultipartUpload"] <= 2
    (receipt,) = receipts(harness)
    assert [check.verdict for check in receipt.checked_again] == ["verified"] * 2


def test_what_is_to_be_skipped_costs_one_look(hostile, harness, path):
    command(harness, path, IfExists.SKIP)
    before = hostile.asked["HeadObject"]
    assert command(harness, path, IfExists.SKIP).result is Result.SKIPPED
    assert hostile.asked["HeadObject"] == before + 1
    assert receipts(harness)[0].checked_again == ()


def test_what_it_stored_under_another_name_is_found_there(hostile, harness, path):
    hostile.put(path.name, b"theirs")
    for _ in range(3):
        assert command(harness, path, IfExists.RENAME).item.key == f"{path.name} (1)"
    assert len(hostile.objects) == 2


@pytest.mark.parametrize("policy", CAREFUL)
def test_what_could_not_be_printed_of_it_is_found_again_too(hostile, started, path, policy):
    command(started(), path, policy)
    for told in (False, False, True):
        assert command(started(), path, policy, told=told).again
    assert list(hostile.objects) == [path.name]
    (receipt,) = receipts(started())
    assert len(receipt.checked_again) == 3


def test_the_same_bytes_stored_once_more_have_a_receipt_of_their_own(
    hostile, started, path, monkeypatch
):
    command(started(), path)
    del hostile.objects[path.name]
    with monkeypatch.context() as killed:  # before the receipt was written
        killed.setattr(writing, "keep_receipt", lambda *_: None)
        command(started(), path, told=False)
    hostile.objects[path.name].modified += timedelta(seconds=2)
    command(started(), path)
    assert [one.checked_again for one in receipts(started())] == [(), ()]


def test_a_new_date_is_no_new_content(harness, path):
    command(harness, path)
    os.utime(path, (1, 1))
    assert command(harness, path).result is Result.VERIFIED


def test_other_content_of_the_same_size_and_date_is_not_there_yet(harness, path):
    command(harness, path)
    before = path.stat()
    with path.open("r+b") as file:
        file.write(b"other bytes")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert command(harness, path).result is Result.EXISTS
    assert receipts(harness)[0].checked_again == ()


def test_another_command_finds_somebody_elses(harness, path):
    command(harness, path)
    assert command(harness, path, origin="another").result is Result.EXISTS


def test_what_somebody_else_stored_since_is_theirs(hostile, harness, path):
    hostile.buckets["bucket"].keeps_versions = True
    command(harness, path)
    hostile.put(path.name, path.read_bytes())  # the same bytes: another version
    assert command(harness, path).result is Result.EXISTS


def test_what_is_gone_is_stored_again_and_has_a_receipt_of_its_own(hostile, harness, path):
    hostile.buckets["bucket"].keeps_versions = True
    command(harness, path)
    del hostile.objects[path.name]
    assert command(harness, path).result is Result.VERIFIED
    assert [one.checked_again for one in receipts(harness)] == [(), ()]


def test_with_overwrite_nothing_is_found(hostile, harness, path):
    command(harness, path, IfExists.OVERWRITE)
    before = hostile.asked["PutObject"] + hostile.asked["CompleteMultipartUpload"]
    assert command(harness, path, IfExists.OVERWRITE).again is None
    assert hostile.asked["PutObject"] + hostile.asked["CompleteMultipartUpload"] > before


def test_another_encryption_under_the_same_etag_is_a_difference(hostile, harness, path):
    default, kms = Encryption.BUCKET_DEFAULT, {ENCRYPTION: "aws:kms", KEY: KEY_ARN}
    assert command(harness, path, kind=default).result is Result.VERIFIED
    hostile.objects[path.name].headers |= kms
    hostile.buckets["bucket"].default = kms
    outcome = command(harness, path, kind=default)
    assert outcome.result is Result.DIFFERENT
    (receipt,) = receipts(harness)
    assert [check.verdict for check in receipt.checked_again] == ["different"]
    assert "changed since" in receipt.checked_again[0].detail


def killed(harness, path):
    """Begin with an upload, send all of it and be killed; return its batch."""
    item = UploadItem(str(path), path.name, path.stat().st_size)
    options = UploadOptions(EncryptionChoice(Encryption.SSE_S3))
    batch, [one] = harness.services.journal.add(harness.connection, "bucket", options, [item])
    began = RecordStart(one, path.name, FileFingerprint(item.size, 1), datetime.now(UTC))
    sent = RecordContent(one, Sent(item.size, as_header(crc64nvme(path.read_bytes()))))
    harness.services.journal.write([began, sent])
    return batch


def went_on(harness, batch):
    """Go on with an upload; return the result of its file."""
    services = harness.services
    ends: list[object] = []
    route = UploadTarget.find(services.aws_session(harness.connection), batch.bucket, batch.options)
    transfers = services.journal.transfers(batch.id)
    services.transfers.deliver(batch, transfers, route, ends.append).result(PATIENCE)
    return next(end.outcome.result for end in ends if isinstance(end, TransferEnded))


@pytest.mark.parametrize("comes_first", [True, False])
def test_what_another_command_stored_is_not_ours_after_a_kill(harness, path, comes_first):
    if comes_first:
        command(harness, path)
    batch = killed(harness, path)
    command(harness, path)
    assert went_on(harness, batch) is Result.EXISTS
    assert len(receipts(harness)) == 1


def test_what_another_command_stored_may_be_gone_and_stored_again(hostile, harness, path):
    command(harness, path)
    batch = killed(harness, path)
    hostile.objects[path.name].modified += timedelta(seconds=1)
    assert went_on(harness, batch) is Result.VERIFIED
    assert len(receipts(harness)) == 2


def test_without_an_origin_nothing_is_anybodys_own(harness, path):
    command(harness, path, origin="")
    assert command(harness, path, origin="").result is Result.EXISTS


def test_the_journal_is_asked_only_where_a_name_is_taken(harness, small, monkeypatch):
    asked = []
    journal = type(harness.services.journal)
    found = journal.receipts_of_command

    def counted(*given):
        asked.append(given)
        return found(*given)

    monkeypatch.setattr(journal, "receipts_of_command", counted)
    command(harness, small)
    assert asked == []
    command(harness, small)
    assert len(asked) == 1
