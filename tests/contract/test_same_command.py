"""The same command again: what it has proved itself is done, and has one receipt."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from s3enc_gui.domain.encryption.encryption import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.proof import Sent
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.uploads.journal_changes import AllSent, Began
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists, UploadItem, UploadOptions, UploadPlan
from s3enc_gui.domain.uploads.transfer import FileMark
from s3enc_gui.jobs.services import Services
from s3enc_gui.jobs.uploads.queue.events import TransferEnded
from s3enc_gui.jobs.uploads.sending.batch_context import Route
from s3enc_gui.jobs.uploads.upload import FinishUpload, UploadFiles
from s3enc_gui.s3.objects.checksums import as_header, crc64nvme
from s3enc_gui.store.journal import writing
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.process_lock import Instance
from tests.servers.hostile import ENCRYPTION
from tests.servers.hostile.stored import KEY

pytestmark = pytest.mark.contract

KEY_ARN = "arn:aws:kms:us-east-1:123456789012:key/0f57c9b4-98b0-4b1b-9d6c-5ff7b6a3a5de"
PATIENCE = 20  # seconds
CAREFUL = [IfExists.FAIL, IfExists.RENAME]


@pytest.fixture
def desk(hostile, sit_at):
    return sit_at(hostile.server)


def command(
    desk, path, policy=IfExists.FAIL, origin="upload it", kind=Encryption.SSE_S3, *, told=True
):
    """Give a command from its beginning to its end; return the outcome of its file.

    `told`: its results could be printed.
    """
    item = UploadItem(str(path), path.name, path.stat().st_size)
    options = UploadOptions(EncryptionChoice(kind), if_exists=policy)
    job = UploadFiles(desk.connection, UploadPlan("bucket", (item,), options), origin)
    (outcome,) = desk.run(job)
    if told:
        desk.run(FinishUpload(origin))
    return outcome


@pytest.fixture
def started(desk, tmp_path):
    """Run the program on one journal: `started()` returns a desk, and ends the one before."""
    running: list[Services] = []

    def start():
        def journal():
            return Journal(tmp_path / "journal.sqlite", Instance(tmp_path / "instances"))

        for one in running:
            one.close()
        services = Services(desk.services.clouds, desk.services.settings, journal)
        running[:] = [services]
        return replace(desk, services=services)

    yield start
    for one in running:
        one.close()


def receipts(desk):
    return desk.services.journal.receipts(ReceiptQuery())


@pytest.fixture(params=["small", "large"])
def path(request, tmp_path):
    """A file of this test's own."""
    data = request.getfixturevalue(request.param).read_bytes()
    path = tmp_path / f"own-{request.param}"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("policy", CAREFUL)
def test_it_finds_its_own_object_any_number_of_times(hostile, desk, path, policy):
    for _ in range(3):
        assert command(desk, path, policy).result is Result.VERIFIED
    assert list(hostile.objects) == [path.name]
    assert hostile.asked["PutObject"] + hostile.asked["CompleteMultipartUpload"] <= 2
    (receipt,) = receipts(desk)
    assert [check.verdict for check in receipt.checked_again] == ["verified"] * 2


def test_what_is_to_be_skipped_costs_one_look(hostile, desk, path):
    command(desk, path, IfExists.SKIP)
    before = hostile.asked["HeadObject"]
    assert command(desk, path, IfExists.SKIP).result is Result.SKIPPED
    assert hostile.asked["HeadObject"] == before + 1
    assert receipts(desk)[0].checked_again == ()


def test_what_it_stored_under_another_name_is_found_there(hostile, desk, path):
    hostile.put(path.name, b"theirs")
    for _ in range(3):
        assert command(desk, path, IfExists.RENAME).item.key == f"{path.name} (1)"
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


def test_a_new_date_is_no_new_content(desk, path):
    command(desk, path)
    os.utime(path, (1, 1))
    assert command(desk, path).result is Result.VERIFIED


def test_other_content_of_the_same_size_and_date_is_not_there_yet(desk, path):
    command(desk, path)
    before = path.stat()
    with path.open("r+b") as file:
        file.write(b"other bytes")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert command(desk, path).result is Result.EXISTS
    assert receipts(desk)[0].checked_again == ()


def test_another_command_finds_somebody_elses(desk, path):
    command(desk, path)
    assert command(desk, path, origin="another").result is Result.EXISTS


def test_what_somebody_else_stored_since_is_theirs(hostile, desk, path):
    hostile.buckets["bucket"].keeps_versions = True
    command(desk, path)
    hostile.put(path.name, path.read_bytes())  # the same bytes: another version
    assert command(desk, path).result is Result.EXISTS


def test_what_is_gone_is_stored_again_and_has_a_receipt_of_its_own(hostile, desk, path):
    hostile.buckets["bucket"].keeps_versions = True
    command(desk, path)
    del hostile.objects[path.name]
    assert command(desk, path).result is Result.VERIFIED
    assert [one.checked_again for one in receipts(desk)] == [(), ()]


def test_with_overwrite_nothing_is_found(hostile, desk, path):
    command(desk, path, IfExists.OVERWRITE)
    before = hostile.asked["PutObject"] + hostile.asked["CompleteMultipartUpload"]
    assert command(desk, path, IfExists.OVERWRITE).again is None
    assert hostile.asked["PutObject"] + hostile.asked["CompleteMultipartUpload"] > before


def test_another_encryption_under_the_same_etag_is_a_difference(hostile, desk, path):
    default, kms = Encryption.BUCKET_DEFAULT, {ENCRYPTION: "aws:kms", KEY: KEY_ARN}
    assert command(desk, path, kind=default).result is Result.VERIFIED
    hostile.objects[path.name].headers |= kms
    hostile.buckets["bucket"].default = kms
    outcome = command(desk, path, kind=default)
    assert outcome.result is Result.DIFFERENT
    (receipt,) = receipts(desk)
    assert [check.verdict for check in receipt.checked_again] == ["different"]
    assert "changed since" in receipt.checked_again[0].detail


def killed(desk, path):
    """Begin with an upload, send all of it and be killed; return its batch."""
    item = UploadItem(str(path), path.name, path.stat().st_size)
    options = UploadOptions(EncryptionChoice(Encryption.SSE_S3))
    batch, [one] = desk.services.journal.add(desk.connection, "bucket", options, [item])
    began = Began(one, path.name, FileMark(item.size, 1), datetime.now(UTC))
    sent = AllSent(one, Sent(item.size, as_header(crc64nvme(path.read_bytes()))))
    desk.services.journal.write([began, sent])
    return batch


def went_on(desk, batch):
    """Go on with an upload; return the result of its file."""
    services = desk.services
    ends: list[object] = []
    route = Route.find(services.cloud(desk.connection), batch.bucket, batch.options)
    transfers = services.journal.transfers(batch.id)
    services.transfers.deliver(batch, transfers, route, ends.append).result(PATIENCE)
    return next(end.outcome.result for end in ends if isinstance(end, TransferEnded))


@pytest.mark.parametrize("comes_first", [True, False])
def test_what_another_command_stored_is_not_ours_after_a_kill(desk, path, comes_first):
    if comes_first:
        command(desk, path)
    batch = killed(desk, path)
    command(desk, path)
    assert went_on(desk, batch) is Result.EXISTS
    assert len(receipts(desk)) == 1


def test_what_another_command_stored_may_be_gone_and_stored_again(hostile, desk, path):
    command(desk, path)
    batch = killed(desk, path)
    hostile.objects[path.name].modified += timedelta(seconds=1)
    assert went_on(desk, batch) is Result.VERIFIED
    assert len(receipts(desk)) == 2


def test_without_an_origin_nothing_is_anybodys_own(desk, path):
    command(desk, path, origin="")
    assert command(desk, path, origin="").result is Result.EXISTS


def test_the_journal_is_asked_only_where_a_name_is_taken(desk, small, monkeypatch):
    asked = []
    journal = type(desk.services.journal)
    found = journal.receipts_of_command

    def counted(*given):
        asked.append(given)
        return found(*given)

    monkeypatch.setattr(journal, "receipts_of_command", counted)
    command(desk, small)
    assert asked == []
    command(desk, small)
    assert len(asked) == 1
