"""Servers that refuse request headers: those of the program are left out, learned once."""

from __future__ import annotations

from collections import Counter

import pytest

from s3enc_gui.domain.audits.audit import AuditScope, Compliance, parse_requirement
from s3enc_gui.domain.connection import ServerNotice
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.downloads.download import DownloadRequest, FileOutcome
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.audits.audit import AuditBucket
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.listing.browse import ListFolder, PageListed, ReadStatuses
from s3enc_gui.jobs.listing.buckets import ReadBucket
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.jobs.listing.new_folder import NewFolder
from tests.servers.hostile import ENCRYPTION, bare, refusal
from tests.servers.hostile.faults.registry import misbehave
from tests.servers.hostile.faults.unsupported import not_implemented

pytestmark = pytest.mark.contract

DEFAULT = EncryptionChoice(Encryption.BUCKET_DEFAULT)


@pytest.fixture
def notices(harness):
    """What the user is told about the server."""
    told: list[ServerNotice] = []
    harness.services.aws_sessions.on_notice = told.append
    return told


def asked(hostile, operation):
    return sum(one.operation == operation for one in hostile.requests)


def copy(harness, *keys, move=False):
    plan = CopyPlan("bucket", Destination("bucket", "to"), tuple(map(ObjectRef, keys)), move=move)
    return harness.run(CopyObjects(harness.connection, plan)).outcomes


def look(harness, *keys):
    for key in keys:
        yield harness.run(InspectObject(harness.connection, Location("bucket", key)))


@pytest.mark.parametrize("fault", ["no-checksum-mode", "no-checksum-mode-501"])
def test_checksums_are_not_asked_for_again(hostile, harness, notices, tmp_path, fault):
    misbehave(hostile, fault)
    for key in "abcd":
        hostile.put(key, key.encode())
    assert [one.size for one in look(harness, "a")] == [1]
    hostile.requests.clear()
    assert [one.size for one in look(harness, "b", "c")] == [1, 1]
    request = DownloadRequest(harness.connection, "bucket", str(tmp_path / "to"), prefixes=("",))
    summary = harness.run(DownloadObjects(request, deadline=0.0))
    assert {one.ended for one in summary.results} == {FileOutcome.CHECKED}
    assert not [one for one in hostile.requests if "x-amz-checksum-mode" in one.headers]
    assert notices == [ServerNotice.NO_CHECKSUM_MODE]


def test_an_object_that_is_missing_is_missing_there_too(hostile, harness, notices):
    misbehave(hostile, "no-checksum-mode-501")
    with pytest.raises(AppError) as caught:
        list(look(harness, "none"))
    assert caught.value.code == "404"
    hostile.put("a", b"1")
    hostile.requests.clear()
    assert [one.size for one in look(harness, "a")] == [1]
    assert not [one for one in hostile.requests if "x-amz-checksum-mode" in one.headers]
    assert notices == [ServerNotice.NO_CHECKSUM_MODE]


def test_a_download_learns_it_too(hostile, harness, notices, tmp_path):
    misbehave(hostile, "no-checksum-mode")
    for number in range(20):
        hostile.put(f"f/{number}", b"1")
    request = DownloadRequest(harness.connection, "bucket", str(tmp_path / "to"), prefixes=("f/",))
    summary = harness.run(DownloadObjects(request, deadline=0.0))
    assert Counter(one.ended for one in summary.results)[FileOutcome.CHECKED] == 20
    assert notices == [ServerNotice.NO_CHECKSUM_MODE]


def test_a_transient_error_is_not_taken_for_a_refusal(hostile, harness, notices):
    hostile.put("a", b"1")
    turns = iter(range(100))
    hostile.change(
        "HeadObject",
        lambda _, work: refusal(400, "") if not next(turns) % 3 else work(),
    )
    (found,) = look(harness, "a")
    assert found.checksum is not None
    assert notices == []


@pytest.mark.parametrize("fault", ["no-tagging-directive", "no-directives"])
def test_copies_are_sent_without_refused_directives(hostile, harness, notices, fault):
    misbehave(hostile, fault)
    for key in "abc":
        hostile.put(key, key.encode(), {"x-amz-meta-a": key}, tags={"t": key})
    for key in "abc":
        (outcome,) = copy(harness, key)
        assert outcome.result is Result.VERIFIED, outcome
        assert hostile.objects["to/" + key].tags == {"t": key}
    assert asked(hostile, "CopyObject") == 4  # one was refused
    assert notices == [ServerNotice.NO_DIRECTIVES]


def test_sse_s3_of_a_source_may_be_left_out_but_not_kms(hostile, harness):
    hostile.put("a", b"1")
    kms = {ENCRYPTION: "aws:kms"}
    hostile.put("b", b"2", kms)

    def refuse(request, work):
        sse = ENCRYPTION in request.headers
        return not_implemented(request, ENCRYPTION) if sse else work()

    hostile.change("CopyObject", refuse)
    (plain,), (key,) = copy(harness, "a"), copy(harness, "b")
    assert plain.result is Result.VERIFIED, plain
    assert (key.result, key.error.code) == (Result.FAILED, "NotImplemented")
    assert "to/b" not in hostile.objects


@pytest.mark.parametrize("fault", ["no-checksums-501", "no-crc64nvme"])
def test_checksums_of_uploads_are_left_out(hostile, harness, notices, small, large, fault):
    misbehave(hostile, fault)
    for prefix in ("a/", "b/"):
        outcomes = harness.upload("bucket", [small, large], prefix=prefix)
        assert [one.result for one in outcomes] == [Result.VERIFIED] * 2, outcomes
    assert asked(hostile, "PutObject") <= 2 + 1 + 1  # and the trial of conditional writes
    assert notices == [ServerNotice.NO_CHECKSUMS]


@pytest.mark.parametrize("fault", ["no-conditions-501", "no-conditions-501-unnamed"])
def test_refused_conditions_are_left_out_after_a_lookup(
    hostile, harness, notices, small, large, fault
):
    misbehave(hostile, fault)
    hostile.put("theirs/" + small.name, b"theirs")
    hostile.put("theirs/" + large.name, b"theirs")
    for policy in (IfExists.FAIL, IfExists.SKIP):
        outcomes = harness.upload("bucket", [small, large], prefix=f"{policy}/", if_exists=policy)
        assert [one.result for one in outcomes] == [Result.VERIFIED] * 2, outcomes
        theirs = harness.upload("bucket", [small, large], prefix="theirs/", if_exists=policy)
        expected = Result.EXISTS if policy is IfExists.FAIL else Result.SKIPPED
        assert [one.result for one in theirs] == [expected] * 2
    assert hostile.objects["theirs/" + small.name].data == b"theirs"
    assert hostile.objects["theirs/" + large.name].data == b"theirs"
    assert notices == [ServerNotice.NO_CONDITIONS]


def test_the_size_of_an_upload_is_left_out(hostile, harness, large):
    misbehave(hostile, "no-object-size")
    (outcome,) = harness.upload("bucket", [large])
    assert outcome.result is Result.VERIFIED, outcome


def test_lists_are_read_without_encoding(hostile, harness, notices):
    misbehave(hostile, "no-encoding-type")
    names = ["a b", "c+d", "e%41"]
    for name in names:
        hostile.put(name, b"1")
    for _ in range(2):
        harness.run(ListFolder(harness.connection, "bucket"))
    pages = [one.page for one in harness.reports if isinstance(one, PageListed)]
    assert [[one.key for one in page.objects] for page in pages] == [sorted(names)] * 2
    assert asked(hostile, "ListObjectsV2") == 3
    assert notices == [ServerNotice.NO_ENCODING]


def test_tags_that_the_server_does_not_support_are_asked_for_once(hostile, harness):
    misbehave(hostile, "no-tags")
    for key in "abc":
        hostile.put(key, b"1")
    assert [one.result for key in "abc" for one in copy(harness, key)] == [Result.VERIFIED] * 3
    assert asked(hostile, "GetObjectTagging") == 1


# --- what the user requested ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Encryption.SSE_S3, Encryption.SSE_KMS])
def test_a_refused_encryption_is_named_and_the_way_out(hostile, harness, small, large, kind):
    misbehave(hostile, "no-encryption-headers")
    outcomes = harness.upload("bucket", [small, large], EncryptionChoice(kind))
    for outcome in outcomes:
        assert (outcome.result, outcome.error.code) == (Result.FAILED, "NotImplemented")
        assert outcome.error.title == "The server doesn't support the requested encryption"
        assert ENCRYPTION in outcome.error.detail
        assert "--sse none" in outcome.error.command_hint
    assert not hostile.objects
    assert not hostile.uploads


def test_a_refused_storage_class_is_named(hostile, harness, small):
    misbehave(hostile, "no-storage-class")
    (outcome,) = harness.upload("bucket", [small], DEFAULT, storage_class="STANDARD_IA")
    assert outcome.error.command_hint == "Leave out the storage class."


# --- a server that does not say -------------------------------------------------------------------


@pytest.fixture
def silent(hostile, harness):
    """A server that encrypts by itself, with three objects."""
    for key in "abc":
        hostile.put(f"f/{key}", b"1")
    misbehave(hostile, "no-encryption-headers")
    return harness


def test_what_the_server_does_not_report_is_neither_encrypted_nor_not(silent, notices):
    (found,) = look(silent, "f/a")
    assert found.status.unreported
    done = silent.run(AuditBucket(silent.connection, AuditScope("bucket")))
    assert done.report.summary.of_kinds(StatusKind.NOT_REPORTED) == 3
    required = AuditBucket(
        silent.connection, AuditScope("bucket"), parse_requirement("AES256"), restart=True
    )
    report = silent.run(required).report
    assert report.judged(Compliance.CANNOT_TELL) == 3
    assert report.judged(Compliance.VIOLATES) == 0
    assert notices == [ServerNotice.NO_ENCRYPTION_REPORTED]


def test_lists_show_it_also_from_the_cache(silent):
    silent.run(ListFolder(silent.connection, "bucket", "f/"))
    objects = next(one.page.objects for one in silent.reports if isinstance(one, PageListed))
    for _ in range(2):
        silent.reports.clear()
        silent.run(ReadStatuses(silent.connection, "bucket", objects))
        read = [one for report in silent.reports for one in getattr(report, "statuses", ())]
        assert {status.kind for _, status in read} == {StatusKind.NOT_REPORTED}


def test_an_upload_that_requests_no_encryption_is_verified(silent, small, large):
    outcomes = silent.upload("bucket", [small, large], DEFAULT)
    assert [one.result for one in outcomes] == [Result.VERIFIED] * 2, outcomes
    assert all(one.details.status.unreported for one in outcomes)


def test_copies_and_moves_work(silent, hostile):
    (copied,), (moved,) = copy(silent, "f/a"), copy(silent, "f/b", move=True)
    assert copied.result is Result.VERIFIED, copied
    assert moved.moved
    assert "f/b" not in hostile.objects


def test_the_default_choice_is_none(silent):
    assert not silent.run(ReadBucket(silent.connection, "bucket")).reports_encryption
    outcome = silent.run(NewFolder(silent.connection, "bucket", "new"))
    assert outcome.result is Result.VERIFIED, outcome


def test_a_server_that_reports_the_encryption_of_an_object_is_not_silent(hostile, harness, notices):
    hostile.always("GetBucketEncryption", refusal(501, "NotImplemented", "Not here."))
    hostile.put("a", b"1")
    hostile.buckets["bucket"].default = {}
    hostile.put("b", b"2")
    first, second = look(harness, "a", "b")
    assert (first.status.algorithm, second.status.algorithm) == ("AES256", None)
    assert not second.status.unreported
    assert notices == []
    assert not second.status.unreported


def test_a_server_with_bucket_encryption_reports_that_an_object_is_not_encrypted(hostile, harness):
    hostile.buckets["bucket"].default = {}
    hostile.put("a", b"1")
    hostile.buckets["bucket"].default = {ENCRYPTION: "AES256"}
    (found,) = look(harness, "a")
    assert (found.status.algorithm, found.status.unreported) == (None, False)


@pytest.mark.parametrize("policy", [IfExists.FAIL, IfExists.SKIP, IfExists.RENAME])
def test_without_conditions_and_without_a_lookup_nothing_is_overwritten(
    hostile, harness, small, large, policy
):
    misbehave(hostile, "no-conditions-501")
    for path in (small, large):
        hostile.put(path.name, b"theirs")
    hostile.always("HeadObject", bare(403))
    hostile.always("GetObject", refusal(403, "AccessDenied", "Access Denied"))
    for _ in range(2):  # also once it is known
        outcomes = harness.upload("bucket", [small, large], if_exists=policy)
        assert {one.result for one in outcomes} <= {Result.FAILED}, outcomes
    assert {hostile.objects[path.name].data for path in (small, large)} == {b"theirs"}
    assert not hostile.uploads


def test_an_object_that_appears_during_a_large_upload_is_not_overwritten(hostile, harness, large):
    misbehave(hostile, "no-conditions-501")
    harness.upload("bucket", [large], prefix="first/")  # what the server refuses is known now

    def appear(request, work):
        answer = work()
        hostile.put(large.name, b"theirs")
        return answer

    hostile.change("UploadPart", appear)
    (outcome,) = harness.upload("bucket", [large])
    assert outcome.result is Result.EXISTS, outcome
    assert hostile.objects[large.name].data == b"theirs"


KMS = {ENCRYPTION: "aws:kms", f"{ENCRYPTION}-aws-kms-key-id": "arn:aws:kms:us-east-1:1:key/k"}


def test_it_is_learned_from_an_object_with_a_kms_key_too(hostile, harness, notices):
    misbehave(hostile, "no-checksum-mode")
    for key in "abc":
        hostile.put(key, key.encode(), KMS)
    assert [one.size for one in look(harness, "a")] == [1]
    hostile.requests.clear()
    assert [one.size for one in look(harness, "b", "c")] == [1, 1]
    assert asked(hostile, "HeadObject") == 2
    assert not [one for one in hostile.requests if "x-amz-checksum-mode" in one.headers]
    assert notices == [ServerNotice.NO_CHECKSUM_MODE]


def test_a_kms_key_that_cannot_be_used_is_not_taken_for_a_refusal(hostile, harness, notices):
    def without_key(request, work):
        if request.method == "HEAD":
            return bare(400) if "x-amz-checksum-mode" in request.headers else work()
        return refusal(400, "KMS.DisabledException", "arn:aws:kms:us-east-1:1:key/k is disabled.")

    hostile.put("a", b"1", KMS)
    hostile.change("HeadObject", without_key)
    hostile.change("GetObject", without_key)
    assert [one.size for one in look(harness, "a")] == [1]
    assert notices == []
