"""The same command again: files that it has verified are done, with one receipt."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import Aspect, Sent
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.uploads.journal_changes import RecordContent, RecordStart
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists, UploadItem, UploadOptions, UploadPlan
from s3enc_gui.domain.uploads.transfer import FileFingerprint
from s3enc_gui.jobs.services import Services
from s3enc_gui.jobs.uploads.queue.events import TransferEnded
from s3enc_gui.jobs.uploads.upload import FinishUpload, UploadFiles
from s3enc_gui.jobs.uploads.upload_target import UploadTarget
from s3enc_gui.s3.checksums import as_header, crc64nvme
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
def harness(hostile, connect):
    return connect(hostile.server)


def command(
    harness,
    path,
    policy=IfExists.FAIL,
    origin="upload it",
    kind=Encryption.SSE_S3,
    *,
    printed=True,
    choice=None,
):
    """Run a command to its end; return the outcome of its file.

    `printed`: its results were printed.
    """
    item = UploadItem(str(path), path.name, path.stat().st_size)
    options = UploadOptions(choice or EncryptionChoice(kind), if_exists=policy)
    job = UploadFiles(harness.connection, UploadPlan("bucket", (item,), options), origin)
    (outcome,) = harness.run(job)
    if printed:
        harness.run(FinishUpload(origin))
    return outcome


@pytest.fixture
def started(harness, tmp_path):
    """Return `started()`: a new Harness on one journal, after closing the one before."""
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
    """A file of this test."""
    data = request.getfixturevalue(request.param).read_bytes()
    path = tmp_path / f"own-{request.param}"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("policy", CAREFUL)
def test_the_same_command_finds_its_object_each_time(hostile, harness, path, policy):
    for _ in range(3):
        assert command(harness, path, policy).result is Result.VERIFIED
    assert list(hostile.objects) == [path.name]
    assert hostile.asked["PutObject"] + hostile.asked["CompleteMultipartUpload"] <= 2
    (receipt,) = receipts(harness)
    assert [check.verdict for check in receipt.checked_again] == ["verified"] * 2


@pytest.mark.parametrize(
    ("stored", "result"),
    [("text/csv", Result.VERIFIED), ("image/png", Result.DIFFERENT)],
)
def test_types_of_versions_without_a_table_are_no_difference(
    hostile, harness, path, stored, result
):
    """They took the computer's type for `x.csv.gz`: that of the CSV file inside."""
    path = path.rename(path.with_name("x.csv.gz"))
    assert command(harness, path).result is Result.VERIFIED
    hostile.objects[path.name].headers["content-type"] = stored
    outcome = command(harness, path)
    assert outcome.result is result
    (finding,) = [one for one in outcome.proof.findings if one.aspect is Aspect.CONTENT_TYPE]
    asked = stored if result is Result.VERIFIED else "application/gzip"
    assert (str(finding.asked), str(finding.stored)) == (asked, stored)


def test_the_encryption_context_of_the_receipt_still_proves_it(hostile, harness, path):
    choice = EncryptionChoice(Encryption.SSE_KMS, KEY_ARN, context=(("project", "tax"),))
    for _ in range(2):
        outcome = command(harness, path, choice=choice)
        assert outcome.result is Result.VERIFIED, outcome.proof
    (receipt,) = receipts(harness)
    assert receipt.encryption_context == choice.context
    assert [check.verdict for check in receipt.checked_again] == ["verified"]


def test_skipping_takes_one_lookup(hostile, harness, path):
    command(harness, path, IfExists.SKIP)
    before = hostile.asked["HeadObject"]
    assert command(harness, path, IfExists.SKIP).result is Result.SKIPPED
    assert hostile.asked["HeadObject"] == before + 1
    assert receipts(harness)[0].checked_again == ()


def test_an_object_stored_under_another_key_is_found(hostile, harness, path):
    hostile.put(path.name, b"theirs")
    for _ in range(3):
        assert command(harness, path, IfExists.RENAME).item.key == f"{path.name} (1)"
    assert len(hostile.objects) == 2


@pytest.mark.parametrize("policy", CAREFUL)
def test_unprinted_results_are_found_again(hostile, started, path, policy):
    command(started(), path, policy)
    for printed in (False, False, True):
        assert command(started(), path, policy, printed=printed).again
    assert list(hostile.objects) == [path.name]
    (receipt,) = receipts(started())
    assert len(receipt.checked_again) == 3


def test_an_object_stored_again_has_its_own_receipt(hostile, started, path, monkeypatch):
    command(started(), path)
    del hostile.objects[path.name]
    with monkeypatch.context() as patch:  # killed before the receipt is written
        patch.setattr(writing, "add_receipt", lambda *_: None)
        command(started(), path, printed=False)
    hostile.objects[path.name].modified += timedelta(seconds=2)
    command(started(), path)
    assert [one.checked_again for one in receipts(started())] == [(), ()]


def test_a_new_date_does_not_change_the_content(harness, path):
    command(harness, path)
    os.utime(path, (1, 1))
    assert command(harness, path).result is Result.VERIFIED


def test_other_content_of_the_same_size_and_date_is_not_stored_yet(harness, path):
    command(harness, path)
    before = path.stat()
    with path.open("r+b") as file:
        file.write(b"other bytes")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert command(harness, path).result is Result.EXISTS
    assert receipts(harness)[0].checked_again == ()


def test_for_another_command_the_key_exists(harness, path):
    command(harness, path)
    assert command(harness, path, origin="another").result is Result.EXISTS


def test_an_object_stored_by_someone_else_since_exists(hostile, harness, path):
    hostile.buckets["bucket"].keeps_versions = True
    command(harness, path)
    hostile.put(path.name, path.read_bytes())  # the same bytes: another version
    assert command(harness, path).result is Result.EXISTS


def test_a_deleted_object_is_stored_again_with_its_own_receipt(hostile, harness, path):
    hostile.buckets["bucket"].keeps_versions = True
    command(harness, path)
    del hostile.objects[path.name]
    assert command(harness, path).result is Result.VERIFIED
    assert [one.checked_again for one in receipts(harness)] == [(), ()]


def test_overwriting_stores_the_object_again(hostile, harness, path):
    command(harness, path, IfExists.OVERWRITE)
    before = hostile.asked["PutObject"] + hostile.asked["CompleteMultipartUpload"]
    assert command(harness, path, IfExists.OVERWRITE).again is None
    assert hostile.asked["PutObject"] + hostile.asked["CompleteMultipartUpload"] > before


def test_a_changed_encryption_under_the_same_etag_is_a_difference(hostile, harness, path):
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
    """Record an upload as sent completely and killed then; return its batch."""
    item = UploadItem(str(path), path.name, path.stat().st_size)
    options = UploadOptions(EncryptionChoice(Encryption.SSE_S3))
    batch, [one] = harness.services.journal.add(harness.connection, "bucket", options, [item])
    started = RecordStart(one, path.name, FileFingerprint(item.size, 1), datetime.now(UTC))
    sent = RecordContent(one, Sent(item.size, as_header(crc64nvme(path.read_bytes()))))
    harness.services.journal.write([started, sent])
    return batch


def resumed(harness, batch):
    """Resume an upload; return the result of its file."""
    services = harness.services
    ends: list[object] = []
    target = UploadTarget.find(
        services.aws_session(harness.connection), batch.bucket, batch.options
    )
    transfers = services.journal.transfers(batch.id)
    services.transfers.add(batch, transfers, target, ends.append).result(PATIENCE)
    return next(end.outcome.result for end in ends if isinstance(end, TransferEnded))


@pytest.mark.parametrize("comes_first", [True, False])
def test_an_object_of_another_command_is_not_ours_after_a_kill(harness, path, comes_first):
    if comes_first:
        command(harness, path)
    batch = killed(harness, path)
    command(harness, path)
    assert resumed(harness, batch) is Result.EXISTS
    assert len(receipts(harness)) == 1


def test_an_object_deleted_and_stored_again_is_ours_after_a_kill(hostile, harness, path):
    command(harness, path)
    batch = killed(harness, path)
    hostile.objects[path.name].modified += timedelta(seconds=1)
    assert resumed(harness, batch) is Result.VERIFIED
    assert len(receipts(harness)) == 2


def test_without_an_origin_the_key_exists(harness, path):
    command(harness, path, origin="")
    assert command(harness, path, origin="").result is Result.EXISTS


def test_the_journal_is_read_only_if_the_key_exists(harness, small, monkeypatch):
    calls = []
    journal = type(harness.services.journal)
    found = journal.receipts_of_command

    def counted(*given):
        calls.append(given)
        return found(*given)

    monkeypatch.setattr(journal, "receipts_of_command", counted)
    command(harness, small)
    assert calls == []
    command(harness, small)
    assert len(calls) == 1
