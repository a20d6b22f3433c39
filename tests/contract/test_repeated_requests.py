"""Requests that arrive twice, and lost responses: who stored the object is determined."""

from __future__ import annotations

from datetime import timedelta
from queue import Queue

import pytest

from s3enc_gui.domain.copies.plan import MAX_REFUSALS
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.journal_changes import RecordUpload
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.parts import MIB
from s3enc_gui.domain.uploads.plan import IfExists, UploadItem, UploadOptions
from s3enc_gui.domain.uploads.transfer import OpenUpload
from s3enc_gui.jobs.listing.new_folder import NewFolder
from s3enc_gui.jobs.uploads.queue.events import Action, TransferEnded
from s3enc_gui.s3.objects import conditional_writes
from tests.servers.hostile import CRC, CUT, refusal
from tests.servers.hostile.faults.registry import misbehave

pytestmark = pytest.mark.contract

CAREFUL = [IfExists.FAIL, IfExists.SKIP, IfExists.RENAME]
PATIENCE = 20  # seconds


@pytest.fixture
def as_amazon(monkeypatch):
    """The server is known to honor conditional writes: small files are sent without a lookup."""
    monkeypatch.setattr(conditional_writes, "is_amazon", lambda _: True)


@pytest.mark.parametrize(
    "fault", ["puts-twice-second-answer", "everything-crashes", "writes-are-never-answered"]
)
def test_a_new_folder_is_verified_though_its_response_was_lost(hostile, harness, fault):
    misbehave(hostile, fault)
    choice = EncryptionChoice(Encryption.SSE_S3)
    assert (
        harness.run(NewFolder(harness.connection, "bucket", "f", choice)).result is Result.VERIFIED
    )


def test_a_folder_that_someone_else_creates_first_exists_already(hostile, harness):
    def first(request, work):
        theirs = hostile.put(request.key, b"theirs")
        theirs.modified -= timedelta(minutes=1)
        return work()

    hostile.change("PutObject", first)
    with pytest.raises(AppError) as caught:
        harness.run(NewFolder(harness.connection, "bucket", "f"))
    assert caught.value.code == "FolderExists"
    assert hostile.objects["f/"].data == b"theirs"


def upload(harness, *paths, **options):
    return harness.upload("bucket", paths, **options)


def results(outcomes):
    return [one.result for one in outcomes]


@pytest.mark.parametrize(
    "fault",
    [
        "every-request-twice-first-answer",
        "every-request-twice-second-answer",
        "puts-twice-second-answer",
        "completes-twice-second-answer",
        "completion-is-obeyed-and-denied",
    ],
)
def test_repeated_requests_store_one_verified_object(hostile, harness, small, large, fault):
    misbehave(hostile, fault)
    for policy in IfExists:
        prefix = f"{policy.value}/"
        outcomes = upload(harness, small, large, if_exists=policy, prefix=prefix)
        assert results(outcomes) == [Result.VERIFIED] * 2, outcomes
        there = {key for key in hostile.objects if key.startswith(prefix)}
        assert there == {prefix + small.name, prefix + large.name}
        assert hostile.objects[prefix + large.name].data == large.read_bytes()


def test_a_completion_that_is_executed_and_refused(hostile, harness, large):
    misbehave(hostile, "completion-is-obeyed-and-refused")
    for policy in CAREFUL:
        prefix = f"{policy.value}/"
        assert results(upload(harness, large, if_exists=policy, prefix=prefix)) == [Result.VERIFIED]
    assert (len(hostile.objects), hostile.uploads) == (len(CAREFUL), {})


def test_an_upload_that_is_neither_open_nor_an_object(hostile, harness, large):
    misbehave(hostile, "completion-loses-the-upload")
    for policy in IfExists:
        (outcome,) = upload(harness, large, if_exists=policy)
        assert (outcome.result, outcome.error.code) == (Result.FAILED, "UploadGone")
    assert not hostile.objects


@pytest.mark.parametrize("fault", ["creates-twice-first-answer", "creates-twice-second-answer"])
def test_one_of_two_created_uploads_is_completed(hostile, harness, large, fault):
    misbehave(hostile, fault)
    assert results(upload(harness, large)) == [Result.VERIFIED]
    assert hostile.objects[large.name].data == large.read_bytes()


@pytest.mark.usefixtures("as_amazon")
@pytest.mark.parametrize("policy", [IfExists.SKIP, IfExists.RENAME])
def test_without_a_lookup_before_the_owner_is_unknown(hostile, harness, small, policy):
    misbehave(hostile, "puts-twice-second-answer")
    (outcome,) = upload(harness, small, if_exists=policy)
    assert (outcome.result, outcome.is_ours) == (Result.CANNOT_TELL, False)
    assert set(hostile.objects) == {small.name}


@pytest.mark.usefixtures("as_amazon")
def test_after_such_a_refusal_every_key_is_looked_up_before(hostile, harness, small):
    misbehave(hostile, "puts-twice-second-answer")
    assert results(upload(harness, small)) == [Result.CANNOT_TELL]
    assert results(upload(harness, small, prefix="second/")) == [Result.VERIFIED]


@pytest.mark.usefixtures("as_amazon")
@pytest.mark.parametrize(
    ("policy", "result", "count"),
    [
        (IfExists.FAIL, Result.EXISTS, 1),
        (IfExists.SKIP, Result.SKIPPED, 1),
        (IfExists.RENAME, Result.VERIFIED, 2),
    ],
)
@pytest.mark.parametrize("data", ["the same", "another"])
def test_an_older_object_is_someone_elses(hostile, harness, small, policy, result, count, data):
    theirs = small.read_bytes()[::-1] if data == "another" else small.read_bytes()
    stored = hostile.put(small.name, theirs)
    stored.modified -= timedelta(seconds=30)
    assert results(upload(harness, small, if_exists=policy)) == [result]
    assert (len(hostile.objects), hostile.objects[small.name]) == (count, stored)


@pytest.mark.usefixtures("as_amazon")
@pytest.mark.parametrize("policy", [IfExists.FAIL, IfExists.SKIP])
def test_an_older_object_is_someone_elses_after_a_retry(hostile, harness, small, policy):
    hostile.put(small.name, small.read_bytes()).modified -= timedelta(seconds=30)
    first = upload(harness, small, if_exists=policy)
    ends: Queue[Result] = Queue()

    def listen(report):
        if isinstance(report, TransferEnded):
            ends.put(report.outcome.result)

    transfers = harness.services.transfers
    unwatch = transfers.watch(listen)
    transfers.control(Action.RETRY, None)
    assert [ends.get(timeout=PATIENCE)] == results(first)
    unwatch()


@pytest.mark.usefixtures("as_amazon")
@pytest.mark.parametrize(
    ("policy", "result"), [(IfExists.FAIL, Result.EXISTS), (IfExists.SKIP, Result.SKIPPED)]
)
def test_an_older_object_is_someone_elses_after_a_lost_response(
    hostile, harness, small, policy, result
):
    hostile.put(small.name, small.read_bytes()).modified -= timedelta(seconds=30)
    lost = [CUT] * 12  # more than either transport repeats a request

    hostile.change("PutObject", lambda request, work: lost.pop() if lost else work())
    assert results(upload(harness, small, if_exists=policy)) == [result]


@pytest.mark.parametrize("policy", [IfExists.FAIL, IfExists.SKIP])
def test_without_permission_to_list_parts_the_owner_is_unknown(hostile, harness, large, policy):
    def quicker(request, work):
        hostile.put(large.name, large.read_bytes())
        return work()

    hostile.change("CompleteMultipartUpload", quicker)
    hostile.always("ListParts", refusal(403, "AccessDenied"))
    assert results(upload(harness, large, if_exists=policy)) == [Result.CANNOT_TELL]
    assert list(hostile.uploads) == []


@pytest.mark.parametrize(
    "fault", ["completes-twice-second-answer", "completion-is-obeyed-and-denied"]
)
def test_no_such_upload_needs_no_permission_to_list_parts(hostile, harness, large, fault):
    misbehave(hostile, fault)
    hostile.always("ListParts", refusal(403, "AccessDenied"))
    assert results(upload(harness, large)) == [Result.VERIFIED]


@pytest.mark.usefixtures("as_amazon")
def test_a_key_stored_by_another_upload_just_before_exists(hostile, harness, small):
    assert results(upload(harness, small)) == [Result.VERIFIED]
    assert results(upload(harness, small)) == [Result.EXISTS]
    assert results(upload(harness, small, if_exists=IfExists.SKIP)) == [Result.SKIPPED]


@pytest.mark.usefixtures("as_amazon")
@pytest.mark.parametrize("policy", [IfExists.RENAME])
def test_without_a_checksum_no_second_copy_is_stored(hostile, harness, small, policy):
    misbehave(hostile, "puts-twice-second-answer")
    hostile.md5_etags = False
    hostile.without("HeadObject", CRC)
    assert results(upload(harness, small, if_exists=policy)) == [Result.CANNOT_TELL]
    assert set(hostile.objects) == {small.name}


def test_a_refusal_for_an_object_that_does_not_exist(hostile, harness, small):
    misbehave(hostile, "put-is-refused-for-nothing")
    for policy in CAREFUL:
        (outcome,) = upload(harness, small, if_exists=policy)
        assert (outcome.result, outcome.error.code) == (Result.FAILED, "RefusedForNothing")
    assert not hostile.objects


def test_keep_both_stops_after_some_refusals(hostile, harness, small):
    misbehave(hostile, "somebody-is-always-quicker")
    (outcome,) = upload(harness, small, if_exists=IfExists.RENAME)
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "NamesRefused")
    assert len(hostile.objects) == MAX_REFUSALS
    assert {one.data for one in hostile.objects.values()} == {b"theirs"}


def test_keep_both_skips_keys_that_exist(hostile, harness, small):
    for number in range(1, 30):
        hostile.put(f"small ({number}).txt", b"theirs")
    hostile.put("small.txt", b"theirs")
    (outcome,) = upload(harness, small, if_exists=IfExists.RENAME)
    assert (outcome.result, outcome.item.key) == (Result.VERIFIED, "small (30).txt")


def test_the_trial_of_conditional_writes_is_safe_with_repeated_requests(hostile, harness, small):
    misbehave(hostile, "every-request-twice-second-answer")
    hostile.buckets["bucket"].keeps_versions = True
    assert results(upload(harness, small)) == [Result.VERIFIED]
    assert len(hostile.buckets["bucket"].versions[small.name]) == 1


def test_an_upload_in_the_journal_is_not_aborted(hostile, harness, large):
    """The upload of another process with the same journal, to the same key."""
    journal, item = (
        harness.services.journal,
        UploadItem(str(large), large.name, large.stat().st_size),
    )
    client = harness.services.aws_session(harness.connection).s3()
    theirs = client.create_multipart_upload(Bucket="bucket", Key=large.name)["UploadId"]
    _, [one] = journal.add(harness.connection, "bucket", UploadOptions(), [item])
    journal.write([RecordUpload(one, OpenUpload(theirs, 8 * MIB, crc=True))])
    hostile.once("CreateMultipartUpload", CUT)
    assert results(upload(harness, large)) == [Result.VERIFIED]
    assert list(hostile.uploads) == [theirs]
