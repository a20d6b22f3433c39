"""Responses that cannot be parsed, and keys with characters that XML does not allow."""

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
from tests.servers.hostile.faults.registry import misbehave

pytestmark = pytest.mark.contract

RAW = (
    "create-answer-names-key-raw",
    "errors-name-key-raw",
    "uploads-list-has-odd-entry",
    "lists-with-raw-control-characters",
)
NAMES = ["a\x07b", "a\x1b[31m", "a\r\nb", "\r", "a\ufffe\uffff", "a+b%20c"]
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such file names")


@pytest.fixture
def harness(hostile, connect, no_pauses):
    return connect(hostile.server)


def upload(harness, *paths, **options):
    return [one.result for one in harness.upload("bucket", paths, **options)]


def named(path, tmp_path, name):
    """Return a copy of a file under another name."""
    link = tmp_path / "named" / name
    link.parent.mkdir(exist_ok=True)
    link.write_bytes(path.read_bytes())
    return link


def test_an_upload_with_unreadable_ids_is_created_twice_at_most(harness, hostile, large):
    misbehave(hostile, "create-answer-is-no-xml")
    (outcome,) = harness.upload("bucket", [large])
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "UnreadableAnswer")
    assert hostile.asked["CreateMultipartUpload"] == 2
    assert hostile.uploads == {}


def test_an_upload_with_one_unreadable_id_succeeds(harness, hostile, large):
    hostile.once("CreateMultipartUpload", Answer(body=b"<InitiateMultipartUploadResult>"))
    assert upload(harness, large) == [Result.VERIFIED]
    assert hostile.asked["CreateMultipartUpload"] == 2
    assert hostile.uploads == {}


def test_one_unreadable_id_after_other_errors_is_retried(harness, hostile, large):
    busy = [refusal(503, "SlowDown")] * 3  # as often as botocore tries
    answers = [*busy, Answer(body=b"<InitiateMultipartUploadResult>")]
    hostile.change("CreateMultipartUpload", lambda _, work: answers.pop(0) if answers else work())
    assert upload(harness, large) == [Result.VERIFIED]
    assert hostile.uploads == {}


@pytest.mark.parametrize(
    "fault", ["create-answer-is-cut-behind-the-id", "create-answer-names-key-raw"]
)
def test_only_the_id_of_the_create_response_is_needed(harness, hostile, large, fault):
    misbehave(hostile, fault)
    assert upload(harness, large) == [Result.VERIFIED]
    assert (hostile.asked["CreateMultipartUpload"], hostile.uploads) == (1, {})


def test_an_unreadable_completion_response_leads_to_a_lookup(harness, hostile, large):
    misbehave(hostile, "complete-answer-is-no-xml")
    assert upload(harness, large) == [Result.VERIFIED]
    assert hostile.asked["CompleteMultipartUpload"] == 1


def copy(harness, source):
    plan = CopyPlan("bucket", Destination("bucket", "to"), (ObjectRef(source),))
    return harness.run(
        CopyObjects(harness.connection, plan, CopySizes(whole=5 * MIB, part=5 * MIB))
    )


def test_a_copy_with_an_unreadable_upload_id_leaves_no_upload(harness, hostile):
    hostile.put("k", bytes(11 * MIB))
    misbehave(hostile, "create-answer-is-no-xml")
    (outcome,) = copy(harness, "k").outcomes
    assert outcome.error.code == "UnreadableAnswer"
    assert hostile.asked["CreateMultipartUpload"] <= 2
    assert hostile.uploads == {}


@pytest.mark.parametrize("name", ["a\x07b", "a\r\nb", "a\uffff"])
def test_a_multipart_copy_with_any_key(harness, hostile, name):
    hostile.put(name, bytes(11 * MIB))
    misbehave(hostile, *RAW)
    (outcome,) = copy(harness, name).outcomes
    assert outcome.result is Result.VERIFIED
    assert set(hostile.objects) == {name, f"to/{name}"}


@posix
@pytest.mark.parametrize("faults", [(), RAW], ids=["references", "raw"])
@pytest.mark.parametrize("name", NAMES)
def test_any_key_is_stored_as_it_is(harness, hostile, small, large, tmp_path, name, faults):
    misbehave(hostile, *faults)
    one, other = named(small, tmp_path, f"{name}1"), named(large, tmp_path, f"{name}2")
    assert upload(harness, one, other) == [Result.VERIFIED] * 2
    assert set(hostile.objects) == {f"{name}1", f"{name}2"}
    assert hostile.asked["CreateMultipartUpload"] == 1
    assert hostile.uploads == {}
    # The existing objects are found under their keys.
    assert upload(harness, one, other) == [Result.EXISTS] * 2


@posix
@pytest.mark.skipif(sys.platform == "darwin", reason="names are UTF-8 there")
def test_a_key_that_is_not_unicode_is_refused_before_anything_is_sent(
    harness, hostile, small, tmp_path
):
    path = named(small, tmp_path, "a\udcff")
    (outcome,) = harness.upload("bucket", [path])
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "InvalidKeyName")
    assert hostile.asked["PutObject"] == 0


def leave(harness, hostile, *keys):
    """Create multipart uploads like this program, two days ago."""
    for key in keys:
        harness.aws_session.s3().create_multipart_upload(Bucket="bucket", Key=key)
    for one in hostile.uploads.values():
        one.initiated = datetime.now(UTC) - timedelta(days=2)


@pytest.mark.parametrize("faults", [(), RAW], ids=["references", "raw"])
def test_incomplete_uploads_with_any_key_are_found_and_aborted(harness, hostile, faults):
    misbehave(hostile, *faults)
    leave(harness, hostile, *NAMES)
    found = harness.run(FindIncompleteUploads(harness.connection, "bucket"))
    assert sorted(incomplete_upload.key for incomplete_upload in found) == sorted(NAMES)
    assert [one for one in harness.reports if one == EntriesSkipped(3)] == [
        EntriesSkipped(3)
    ] * bool(faults)
    assert harness.run(AbortIncompleteUploads(harness.connection, "bucket", found)) == ()
    assert hostile.uploads == {}


def test_an_upload_with_an_invalid_key_is_not_aborted(harness, hostile):
    leave(harness, hostile, "a\ufffd")
    (upload,) = hostile.uploads
    incomplete_upload = IncompleteUpload("a\udcff", upload)
    context = Context(harness.services)
    assert AbortIncompleteUploads(harness.connection, "bucket", (incomplete_upload,)).run(
        context
    ) == (incomplete_upload,)
    assert hostile.asked["AbortMultipartUpload"] == 0
