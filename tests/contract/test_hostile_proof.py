"""Objects are verified exactly if they are stored as requested, whatever the server omits."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.downloads.download import DownloadRequest, FileOutcome
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.finding import Aspect
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.listing.new_folder import NewFolder
from s3enc_gui.s3.copies.copier import CopySizes
from tests.servers.hostile import BUCKET, ENCRYPTION, refusal
from tests.servers.hostile.faults.registry import misbehave

pytestmark = pytest.mark.contract

MIB = 1024 * 1024
ARN = "arn:aws:kms:us-east-1:123456789012:key/0f57c9b4-98b0-4b1b-9d6c-5ff7b6a3a5de"
SSE_S3 = EncryptionChoice(Encryption.SSE_S3)
WITH_BUCKET_KEY = EncryptionChoice(Encryption.SSE_KMS, ARN, bucket_key=True)
BUCKET_DEFAULT = EncryptionChoice(Encryption.BUCKET_DEFAULT)
REQUESTED = {
    "tags": (("team", "blue"), ("a b", "c")),
    "metadata": (("Owner", "anna"),),
    "storage_class": "STANDARD_IA",
}
VERIFIED, CANNOT_TELL, DIFFERENT = Result.VERIFIED, Result.CANNOT_TELL, Result.DIFFERENT


@pytest.fixture
def harness(hostile, connect):
    return connect(hostile.server)


@pytest.fixture
def files(small, large):
    return [small, large]


def results(harness, files, choice=SSE_S3, **options):
    return [one.result for one in harness.upload(BUCKET, files, choice, **options)]


def doubts(outcome):
    return {one.aspect for one in outcome.proof.doubts}


# --- another version -------------------------------------------------------------------------


def test_another_version_proves_nothing_and_is_named_in_the_receipt(hostile, harness, files):
    misbehave(hostile, "head-shows-another-version")
    for outcome in harness.upload(BUCKET, files):
        assert outcome.result is CANNOT_TELL
        assert (outcome.version_id, outcome.is_ours) == ("v5", False)
        assert "S3 returned another version" in str(outcome.proof.doubts[-1].stored)


def test_another_version_of_a_folder_proves_nothing(hostile, harness):
    misbehave(hostile, "head-shows-another-version")
    outcome = harness.run(NewFolder(harness.connection, BUCKET, "x/", SSE_S3))
    assert (outcome.result, outcome.version_id) == (CANNOT_TELL, "v5")


def test_another_version_is_no_difference(hostile, harness, small):
    misbehave(hostile, "head-shows-another-version")
    hostile.without("HeadObject", ENCRYPTION)
    assert results(harness, [small]) == [CANNOT_TELL]


def test_a_copy_of_which_another_version_is_returned_is_not_verified(hostile, harness):
    hostile.put("a", b"data", {ENCRYPTION: "AES256"})
    misbehave(hostile, "head-shows-another-version")
    plan = CopyPlan(BUCKET, Destination(BUCKET, key="b"), (ObjectRef("a"),), move=True)
    (outcome,) = harness.run(CopyObjects(harness.connection, plan, CopySizes())).outcomes
    assert (outcome.result, outcome.moved) == (CANNOT_TELL, False)
    assert "a" in hostile.objects


# --- requested properties --------------------------------------------------------------------


def test_all_requested_properties_are_verified(hostile, harness, files):
    for outcome in harness.upload(BUCKET, files, **REQUESTED):
        assert outcome.result is VERIFIED
        proved = {one.aspect for one in outcome.proof.findings}
        assert {Aspect.TAGS, Aspect.METADATA, Aspect.STORAGE_CLASS, Aspect.CONTENT_TYPE} <= proved
    assert hostile.asked["GetObjectTagging"] == len(files)


def test_tags_are_read_only_if_some_were_requested(hostile, harness, files):
    harness.upload(BUCKET, files)
    assert hostile.asked["GetObjectTagging"] == 0
    assert hostile.asked["HeadObject"] == 2 * len(files)  # before and after the upload


@pytest.mark.parametrize(
    ("fault", "aspect", "expected"),
    [
        ("drops-tags", Aspect.TAGS, [DIFFERENT, DIFFERENT]),
        ("drops-tags-of-parts", Aspect.TAGS, [VERIFIED, DIFFERENT]),
        ("tags-may-not-be-read", Aspect.TAGS, [CANNOT_TELL, CANNOT_TELL]),
        ("drops-storage-class", Aspect.STORAGE_CLASS, [DIFFERENT, DIFFERENT]),
        ("drops-metadata", Aspect.METADATA, [DIFFERENT, DIFFERENT]),
        ("drops-content-type", Aspect.CONTENT_TYPE, [DIFFERENT, VERIFIED]),
        ("content-type-with-charset", None, [VERIFIED, VERIFIED]),
        ("metadata-in-capitals", None, [VERIFIED, VERIFIED]),
    ],
)
def test_properties_that_a_server_drops_are_found(hostile, harness, files, fault, aspect, expected):
    misbehave(hostile, fault)
    outcomes = harness.upload(BUCKET, files, **REQUESTED)
    assert [one.result for one in outcomes] == expected
    for outcome in outcomes:
        assert doubts(outcome) == (set() if outcome.result is VERIFIED else {aspect})


def test_tags_are_verified_without_permission_for_versions(hostile, harness, small):
    hostile.buckets[BUCKET].keeps_versions = True

    def denied(request, work):
        refused = refusal(403, "AccessDenied", "Access Denied")
        return refused if "versionId" in request.query else work()

    hostile.change("GetObjectTagging", denied)
    assert results(harness, [small], tags=REQUESTED["tags"]) == [VERIFIED]


def test_reading_tags_is_retried(hostile, harness, small):
    hostile.once("GetObjectTagging", refusal(503, "SlowDown", "Please reduce your request rate."))
    assert results(harness, [small], tags=REQUESTED["tags"]) == [VERIFIED]


@pytest.mark.parametrize("fault", ["drops-tags", "drops-storage-class", "drops-metadata"])
def test_properties_that_were_not_requested_do_not_matter(hostile, harness, small, fault):
    misbehave(hostile, fault)
    assert results(harness, [small]) == [VERIFIED]


@pytest.mark.parametrize(
    "fault",
    [
        "default-of-unknown-algorithm",
        "default-is-none",
        "default-of-two-rules",
        "default-without-algorithm",
        "default-without-rules",
        "default-of-kms-without-sense",
        "default-is-a-page",
    ],
)
def test_an_invalid_bucket_default_fails_no_file(hostile, harness, files, fault):
    misbehave(hostile, fault)
    assert results(harness, files, BUCKET_DEFAULT) == [CANNOT_TELL, CANNOT_TELL]


def test_a_default_that_the_object_does_not_have_is_a_difference(hostile, harness, files):
    misbehave(hostile, "default-of-another-key")
    assert results(harness, files, BUCKET_DEFAULT) == [DIFFERENT, DIFFERENT]


def test_an_unknown_algorithm_of_the_default_is_verified(hostile, harness, small):
    misbehave(hostile, "default-of-unknown-algorithm")
    hostile.buckets[BUCKET].default = {ENCRYPTION: "ROT13"}
    assert results(harness, [small], BUCKET_DEFAULT) == [VERIFIED]


# --- the response to the upload proves nothing -------------------------------------------------


@pytest.mark.parametrize("fault", ["head-hides-bucket-key", "drops-bucket-key"])
def test_a_bucket_key_that_head_does_not_report_is_not_verified(hostile, harness, files, fault):
    misbehave(hostile, fault)
    for outcome in harness.upload(BUCKET, files, WITH_BUCKET_KEY):
        assert (outcome.result, doubts(outcome)) == (CANNOT_TELL, {Aspect.BUCKET_KEY})


def test_another_etag_with_the_same_checksum_is_verified(hostile, harness, files):
    misbehave(hostile, "writes-answer-another-etag")
    assert results(harness, files) == [VERIFIED, VERIFIED]


def test_without_a_checksum_multipart_etags_are_compared(hostile, harness, files):
    misbehave(hostile, "head-hides-checksum")
    assert results(harness, files) == [VERIFIED, VERIFIED]


# --- checksums of parts -----------------------------------------------------------------------

OF_PARTS = [
    "crc-of-parts-composite",
    "crc-of-parts-full-object",
    "crc-of-parts-without-type",
    "crc-of-parts-without-number",
]


@pytest.mark.parametrize("fault", OF_PARTS)
def test_a_composite_checksum_is_compared(hostile, harness, large, fault):
    misbehave(hostile, fault)
    (outcome,) = harness.upload(BUCKET, [large])
    assert outcome.result is VERIFIED
    assert any("of the parts" in str(one.asked) for one in outcome.proof.findings)


def test_an_unknown_composite_checksum_leaves_it_to_the_etag(hostile, harness, large):
    misbehave(hostile, "crc-of-parts-of-its-own")
    assert results(harness, [large]) == [VERIFIED]


def test_an_unknown_composite_checksum_is_no_difference(hostile, harness, large):
    misbehave(hostile, "crc-of-parts-of-its-own", "etags-of-large-objects-are-no-md5")
    assert results(harness, [large]) == [CANNOT_TELL]


@pytest.mark.parametrize("fault", [*OF_PARTS, "crc-of-parts-of-its-own"])
def test_a_download_with_a_composite_checksum(hostile, harness, large, tmp_path, fault):
    harness.upload(BUCKET, [large])
    misbehave(hostile, fault)
    (result,) = download(harness, tmp_path)
    assert result.ended in (FileOutcome.CHECKED, FileOutcome.ARRIVED)
    assert (tmp_path / "to" / large.name).read_bytes() == large.read_bytes()


# --- ETags -----------------------------------------------------------------------------------

ETAGS = ["etags-in-capitals", "etags-without-quotes", "etags-weak"]


def download(harness, folder, **more):
    params = DownloadRequest(harness.connection, BUCKET, str(folder / "to"), prefixes=("",), **more)
    return harness.run(DownloadObjects(params, range_size=MIB)).results


@pytest.mark.parametrize("fault", ETAGS)
def test_uploads_with_etags_in_other_forms(hostile, harness, files, fault):
    misbehave(hostile, fault, "head-hides-checksum")
    assert results(harness, files) == [VERIFIED, VERIFIED]


@pytest.mark.parametrize("fault", ETAGS)
def test_downloads_with_etags_in_other_forms(hostile, harness, files, tmp_path, fault):
    harness.upload(BUCKET, files)
    misbehave(hostile, fault)
    for result in download(harness, tmp_path):
        assert (result.ended, result.remarks, result.error) == (FileOutcome.CHECKED, (), None)
    for path in files:
        assert (tmp_path / "to" / path.name).read_bytes() == path.read_bytes()
    assert not [one for one in download(harness, tmp_path, if_exists=IfExists.SKIP) if one.error]


@pytest.mark.parametrize("fault", ETAGS)
@pytest.mark.parametrize("sizes", [CopySizes(), CopySizes(whole=MIB, part=5 * MIB)])
def test_copies_with_etags_in_other_forms(hostile, harness, fault, sizes):
    hostile.put("a", bytes(6 * MIB), {ENCRYPTION: "AES256"})
    misbehave(hostile, fault)
    plan = CopyPlan(BUCKET, Destination(BUCKET, key="b"), (ObjectRef("a"),), move=True)
    (outcome,) = harness.run(CopyObjects(harness.connection, plan, sizes)).outcomes
    assert (outcome.result, outcome.moved, outcome.error) == (VERIFIED, True, None)
    assert list(hostile.objects) == ["b"]


def test_an_object_replaced_during_a_download_without_conditions(hostile, harness, large, tmp_path):
    harness.upload(BUCKET, [large])
    misbehave(hostile, "etags-weak")
    others = hostile.objects[large.name].data[::-1]

    def replace_it(request, work):
        answer = work()
        if hostile.asked["GetObject"] == 3:
            hostile.put(large.name, others, {ENCRYPTION: "AES256"})
        return answer

    hostile.change("GetObject", replace_it)
    (result,) = download(harness, tmp_path)
    assert result.error is None
    assert (tmp_path / "to" / large.name).read_bytes() == others
