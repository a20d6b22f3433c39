"""Requests that come twice, answers that hide what was done: whose the object is, is looked at."""

from __future__ import annotations

from datetime import timedelta
from queue import Queue

import pytest

from s3enc_gui.domain.copies.plan import MOST_REFUSALS
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
from tests.servers.hostile.manners.registry import misbehave

pytestmark = pytest.mark.contract

CAREFUL = [IfExists.FAIL, IfExists.SKIP, IfExists.RENAME]
PATIENCE = 20  # seconds


@pytest.fixture
def as_amazon(monkeypatch):
    """The server is known to honour conditions: nobody looks before a small file is sent."""
    monkeypatch.setattr(conditional_writes, "is_amazon", lambda _: True)


@pytest.mark.parametrize(
    "manner", ["puts-twice-second-answer", "everything-crashes", "writes-are-never-answered"]
)
def test_a_new_folder_is_ours_though_its_answer_was_lost(hostile, harness, manner):
    misbehave(hostile, manner)
    choice = EncryptionChoice(Encryption.SSE_S3)
    assert (
        harness.run(NewFolder(harness.connection, "bucket", "f", choice)).result is Result.VERIFIED
    )


def test_a_folder_that_somebody_else_makes_first_is_there_already(hostile, harness):
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
    "manner",
    [
        "every-request-twice-first-answer",
        "every-request-twice-second-answer",
        "puts-twice-second-answer",
        "completes-twice-second-answer",
        "completion-is-obeyed-and-denied",
    ],
)
def test_what_came_twice_is_ours_and_there_once(hostile, harness, small, large, manner):
    misbehave(hostile, manner)
    for policy in IfExists:
        prefix = f"{policy.value}/"
        outcomes = upload(harness, small, large, if_exists=policy, prefix=prefix)
        assert results(outcomes) == [Result.VERIFIED] * 2, outcomes
        there = {key for key in hostile.objects if key.startswith(prefix)}
        assert there == {prefix + small.name, prefix + large.name}
        assert hostile.objects[prefix + large.name].data == large.read_bytes()


def test_a_completion_that_is_obeyed_and_refused_is_ours(hostile, harness, large):
    misbehave(hostile, "completion-is-obeyed-and-refused")
    for policy in CAREFUL:
        prefix = f"{policy.value}/"
        assert results(upload(harness, large, if_exists=policy, prefix=prefix)) == [Result.VERIFIED]
    assert (len(hostile.objects), hostile.uploads) == (len(CAREFUL), {})


def test_an_upload_that_is_neither_open_nor_an_object_is_an_error(hostile, harness, large):
    misbehave(hostile, "completion-loses-the-upload")
    for policy in IfExists:
        (outcome,) = upload(harness, large, if_exists=policy)
        assert (outcome.result, outcome.error.code) == (Result.FAILED, "UploadGone")
    assert not hostile.objects


@pytest.mark.parametrize("manner", ["creates-twice-first-answer", "creates-twice-second-answer"])
def test_of_two_uploads_one_is_made_an_object(hostile, harness, large, manner):
    misbehave(hostile, manner)
    assert results(upload(harness, large)) == [Result.VERIFIED]
    assert hostile.objects[large.name].data == large.read_bytes()


@pytest.mark.usefixtures("as_amazon")
@pytest.mark.parametrize("policy", [IfExists.SKIP, IfExists.RENAME])
def test_without_a_look_beforehand_it_cannot_be_told_whose_it_is(hostile, harness, small, policy):
    misbehave(hostile, "puts-twice-second-answer")
    (outcome,) = upload(harness, small, if_exists=policy)
    assert (outcome.result, outcome.is_ours) == (Result.CANNOT_TELL, False)
    assert set(hostile.objects) == {small.name}


@pytest.mark.usefixtures("as_amazon")
def test_after_one_refusal_of_that_kind_every_name_is_looked_at_beforehand(hostile, harness, small):
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
def test_what_was_there_before_is_somebody_elses(
    hostile, harness, small, policy, result, count, data
):
    theirs = small.read_bytes()[::-1] if data == "another" else small.read_bytes()
    stored = hostile.put(small.name, theirs)
    stored.modified -= timedelta(seconds=30)
    assert results(upload(harness, small, if_exists=policy)) == [result]
    assert (len(hostile.objects), hostile.objects[small.name]) == (count, stored)


@pytest.mark.usefixtures("as_amazon")
@pytest.mark.parametrize("policy", [IfExists.FAIL, IfExists.SKIP])
def test_what_was_there_before_is_not_ours_when_it_is_tried_again(hostile, harness, small, policy):
    hostile.put(small.name, small.read_bytes()).modified -= timedelta(seconds=30)
    first = upload(harness, small, if_exists=policy)
    ends: Queue[Result] = Queue()

    def hear(report):
        if isinstance(report, TransferEnded):
            ends.put(report.outcome.result)

    transfers = harness.services.transfers
    unwatch = transfers.watch(hear)
    transfers.control(Action.RETRY, None)
    assert [ends.get(timeout=PATIENCE)] == results(first)
    unwatch()


@pytest.mark.usefixtures("as_amazon")
@pytest.mark.parametrize(
    ("policy", "result"), [(IfExists.FAIL, Result.EXISTS), (IfExists.SKIP, Result.SKIPPED)]
)
def test_what_was_there_before_is_not_ours_where_an_answer_is_lost(
    hostile, harness, small, policy, result
):
    hostile.put(small.name, small.read_bytes()).modified -= timedelta(seconds=30)
    lost = [CUT] * 12  # more than one request of either transport is repeated

    hostile.change("PutObject", lambda request, work: lost.pop() if lost else work())
    assert results(upload(harness, small, if_exists=policy)) == [result]


@pytest.mark.parametrize("policy", [IfExists.FAIL, IfExists.SKIP])
def test_where_parts_may_not_be_listed_it_cannot_be_told_whose_it_is(
    hostile, harness, large, policy
):
    def quicker(request, work):
        hostile.put(large.name, large.read_bytes())
        return work()

    hostile.change("CompleteMultipartUpload", quicker)
    hostile.always("ListParts", refusal(403, "AccessDenied"))
    assert results(upload(harness, large, if_exists=policy)) == [Result.CANNOT_TELL]
    assert list(hostile.uploads) == []


@pytest.mark.parametrize(
    "manner", ["completes-twice-second-answer", "completion-is-obeyed-and-denied"]
)
def test_an_upload_that_is_told_to_be_gone_need_not_be_listed(hostile, harness, large, manner):
    misbehave(hostile, manner)
    hostile.always("ListParts", refusal(403, "AccessDenied"))
    assert results(upload(harness, large)) == [Result.VERIFIED]


@pytest.mark.usefixtures("as_amazon")
def test_a_name_that_another_upload_of_ours_took_a_moment_before_is_taken(hostile, harness, small):
    assert results(upload(harness, small)) == [Result.VERIFIED]
    assert results(upload(harness, small)) == [Result.EXISTS]
    assert results(upload(harness, small, if_exists=IfExists.SKIP)) == [Result.SKIPPED]


@pytest.mark.usefixtures("as_amazon")
@pytest.mark.parametrize("policy", [IfExists.RENAME])
def test_the_same_size_without_a_checksum_is_no_reason_for_another_copy(
    hostile, harness, small, policy
):
    misbehave(hostile, "puts-twice-second-answer")
    hostile.md5_etags = False
    hostile.without("HeadObject", CRC)
    assert results(upload(harness, small, if_exists=policy)) == [Result.CANNOT_TELL]
    assert set(hostile.objects) == {small.name}


def test_a_refusal_for_an_object_that_is_not_there_is_an_error(hostile, harness, small):
    misbehave(hostile, "put-is-refused-for-nothing")
    for policy in CAREFUL:
        (outcome,) = upload(harness, small, if_exists=policy)
        assert (outcome.result, outcome.error.code) == (Result.FAILED, "RefusedForNothing")
    assert not hostile.objects


def test_rename_stops_after_a_handful_of_refusals(hostile, harness, small):
    misbehave(hostile, "somebody-is-always-quicker")
    (outcome,) = upload(harness, small, if_exists=IfExists.RENAME)
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "NamesRefused")
    assert len(hostile.objects) == MOST_REFUSALS
    assert {one.data for one in hostile.objects.values()} == {b"theirs"}


def test_rename_goes_on_over_names_that_are_seen_to_be_taken(hostile, harness, small):
    for number in range(1, 30):
        hostile.put(f"small ({number}).txt", b"theirs")
    hostile.put("small.txt", b"theirs")
    (outcome,) = upload(harness, small, if_exists=IfExists.RENAME)
    assert (outcome.result, outcome.item.key) == (Result.VERIFIED, "small (30).txt")


def test_conditions_are_tried_without_harm_where_requests_come_twice(hostile, harness, small):
    misbehave(hostile, "every-request-twice-second-answer")
    hostile.buckets["bucket"].keeps_versions = True
    assert results(upload(harness, small)) == [Result.VERIFIED]
    assert len(hostile.buckets["bucket"].versions[small.name]) == 1


def test_an_upload_that_is_written_down_is_not_swept_up(hostile, harness, large):
    """Another program's that uses the same journal, to the same key."""
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
