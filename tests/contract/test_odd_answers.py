"""Answers that cannot be parsed, and names with characters that XML does not have."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import pytest

from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.incomplete_upload import IncompleteUpload
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.incomplete_uploads import (
    AbortIncompleteUploads,
    EntriesSkipped,
    FindIncompleteUploads,
)
from s3enc_gui.s3.copies.copier import CopySizes
from tests.contract.conftest import MIB
from tests.servers.hostile import Answer, refusal
from tests.servers.hostile.manners.registry import misbehave

pytestmark = pytest.mark.contract

RAW = (
    "create-answer-names-key-raw",
    "errors-name-key-raw",
    "uploads-list-has-odd-entry",
    "lists-with-raw-control-characters",
)
NAMES = ["a\x07b", "a\x1b[31m", "a\r\nb", "\r", "a\ufffe\uffff", "a+b%20c"]
posix = pytest.mark.skipif(sys.platform == "win32", reason="no file can be called so there")


@pytest.fixture
def harness(hostile, sit_at, no_pauses):
    return sit_at(hostile.server)


def upload(harness, *paths, **options):
    return [one.result for one in harness.upload("bucket", paths, **options)]


def named(path, tmp_path, name):
    """A copy of a file under another name."""
    link = tmp_path / "odd" / name
    link.parent.mkdir(exist_ok=True)
    link.write_bytes(path.read_bytes())
    return link


def test_an_upload_whose_id_cannot_be_read_is_begun_twice_at_most(harness, hostile, large):
    misbehave(hostile, "create-answer-is-no-xml")
    (outcome,) = harness.upload("bucket", [large])
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "UnreadableAnswer")
    assert hostile.asked["CreateMultipartUpload"] == 2
    assert hostile.uploads == {}


def test_an_upload_whose_id_could_not_be_read_once_goes_on(harness, hostile, large):
    hostile.once("CreateMultipartUpload", Answer(body=b"<InitiateMultipartUploadResult>"))
    assert upload(harness, large) == [Result.VERIFIED]
    assert hostile.asked["CreateMultipartUpload"] == 2
    assert hostile.uploads == {}


def test_after_other_trouble_one_unreadable_id_is_still_no_reason_to_give_up(
    harness, hostile, large
):
    busy = [refusal(503, "SlowDown")] * 3  # as often as botocore asks
    answers = [*busy, Answer(body=b"<InitiateMultipartUploadResult>")]
    hostile.change("CreateMultipartUpload", lambda _, work: answers.pop(0) if answers else work())
    assert upload(harness, large) == [Result.VERIFIED]
    assert hostile.uploads == {}


@pytest.mark.parametrize(
    "manner", ["create-answer-is-cut-behind-the-id", "create-answer-names-key-raw"]
)
def test_of_the_answer_to_create_the_id_is_enough(harness, hostile, large, manner):
    misbehave(hostile, manner)
    assert upload(harness, large) == [Result.VERIFIED]
    assert (hostile.asked["CreateMultipartUpload"], hostile.uploads) == (1, {})


def test_a_completion_that_cannot_be_read_is_decided_by_looking(harness, hostile, large):
    misbehave(hostile, "complete-answer-is-no-xml")
    assert upload(harness, large) == [Result.VERIFIED]
    assert hostile.asked["CompleteMultipartUpload"] == 1


def copy(harness, source):
    plan = CopyPlan("bucket", Destination("bucket", "to"), (ObjectRef(source),))
    return harness.run(
        CopyObjects(harness.connection, plan, CopySizes(whole=5 * MIB, part=5 * MIB))
    )


def test_a_copy_whose_upload_id_cannot_be_read_leaves_no_upload(harness, hostile):
    hostile.put("k", bytes(11 * MIB))
    misbehave(hostile, "create-answer-is-no-xml")
    (outcome,) = copy(harness, "k").outcomes
    assert outcome.error.code == "UnreadableAnswer"
    assert hostile.asked["CreateMultipartUpload"] <= 2
    assert hostile.uploads == {}


@pytest.mark.parametrize("name", ["a\x07b", "a\r\nb", "a\uffff"])
def test_a_copy_in_parts_is_made_whatever_the_name(harness, hostile, name):
    hostile.put(name, bytes(11 * MIB))
    misbehave(hostile, *RAW)
    (outcome,) = copy(harness, name).outcomes
    assert outcome.result is Result.VERIFIED
    assert set(hostile.objects) == {name, f"to/{name}"}


@posix
@pytest.mark.parametrize("manners", [(), RAW], ids=["references", "raw"])
@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_stored_as_it_is(harness, hostile, small, large, tmp_path, name, manners):
    misbehave(hostile, *manners)
    one, other = named(small, tmp_path, f"{name}1"), named(large, tmp_path, f"{name}2")
    assert upload(harness, one, other) == [Result.VERIFIED] * 2
    assert set(hostile.objects) == {f"{name}1", f"{name}2"}
    assert hostile.asked["CreateMultipartUpload"] == 1
    assert hostile.uploads == {}
    # What is there already is seen under its name.
    assert upload(harness, one, other) == [Result.EXISTS] * 2


@posix
@pytest.mark.skipif(sys.platform == "darwin", reason="names are UTF-8 there")
def test_a_name_that_is_no_text_is_refused_before_anything_is_sent(
    harness, hostile, small, tmp_path
):
    path = named(small, tmp_path, "a\udcff")
    (outcome,) = harness.upload("bucket", [path])
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "InvalidKeyName")
    assert hostile.asked["PutObject"] == 0


def leave(harness, hostile, *keys):
    """Begin uploads as this program does, long ago."""
    for key in keys:
        harness.aws_session.s3().create_multipart_upload(Bucket="bucket", Key=key)
    for one in hostile.uploads.values():
        one.initiated = datetime.now(UTC) - timedelta(days=2)


@pytest.mark.parametrize("manners", [(), RAW], ids=["references", "raw"])
def test_unfinished_uploads_are_found_and_aborted_whatever_their_names(harness, hostile, manners):
    misbehave(hostile, *manners)
    leave(harness, hostile, *NAMES)
    found = harness.run(FindIncompleteUploads(harness.connection, "bucket"))
    assert sorted(incomplete_upload.key for incomplete_upload in found) == sorted(NAMES)
    assert [one for one in harness.reports if one == EntriesSkipped(3)] == [
        EntriesSkipped(3)
    ] * bool(manners)
    assert harness.run(AbortIncompleteUploads(harness.connection, "bucket", found)) == ()
    assert hostile.uploads == {}


def test_an_upload_that_cannot_be_named_is_left_alone(harness, hostile):
    leave(harness, hostile, "a\ufffd")
    (upload,) = hostile.uploads
    incomplete_upload = IncompleteUpload("a\udcff", upload)
    context = Context(harness.services)
    assert AbortIncompleteUploads(harness.connection, "bucket", (incomplete_upload,)).run(
        context
    ) == (incomplete_upload,)
    assert hostile.asked["AbortMultipartUpload"] == 0
