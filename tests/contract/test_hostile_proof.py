"""What is verified is what was asked, whatever a server drops, hides, or writes in its own way."""

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
from tests.servers.hostile.manners.registry import misbehave

pytestmark = pytest.mark.contract

MIB = 1024 * 1024
ARN = "arn:aws:kms:us-east-1:123456789012:key/0f57c9b4-98b0-4b1b-9d6c-5ff7b6a3a5de"
SSE_S3 = EncryptionChoice(Encryption.SSE_S3)
WITH_BUCKET_KEY = EncryptionChoice(Encryption.SSE_KMS, ARN, bucket_key=True)
BUCKET_DEFAULT = EncryptionChoice(Encryption.BUCKET_DEFAULT)
ASKED = {
    "tags": (("team", "blue"), ("a b", "c")),
    "metadata": (("Owner", "anna"),),
    "storage_class": "STANDARD_IA",
}
VERIFIED, CANNOT_TELL, DIFFERENT = Result.VERIFIED, Result.CANNOT_TELL, Result.DIFFERENT


@pytest.fixture
def harness(hostile, sit_at):
    return sit_at(hostile.server)


@pytest.fixture
def files(small, large):
    return [small, large]


def results(harness, files, choice=SSE_S3, **options):
    return [one.result for one in harness.upload(BUCKET, files, choice, **options)]


def doubts(outcome):
    return {one.aspect for one in outcome.proof.doubts}


# --- another version -------------------------------------------------------------------------


def test_another_version_proves_nothing_and_the_receipt_names_what_was_seen(
    hostile, harness, files
):
    misbehave(hostile, "head-shows-another-version")
    for outcome in harness.upload(BUCKET, files):
        assert outcome.result is CANNOT_TELL
        assert (outcome.version_id, outcome.is_ours) == ("v5", False)
        assert "another version was looked at" in outcome.proof.doubts[-1].stored


def test_another_version_of_a_folder_proves_nothing(hostile, harness):
    misbehave(hostile, "head-shows-another-version")
    outcome = harness.run(NewFolder(harness.connection, BUCKET, "x/", SSE_S3))
    assert (outcome.result, outcome.version_id) == (CANNOT_TELL, "v5")


def test_another_version_does_not_make_it_stored_otherwise(hostile, harness, small):
    misbehave(hostile, "head-shows-another-version")
    hostile.without("HeadObject", ENCRYPTION)
    assert results(harness, [small]) == [CANNOT_TELL]


def test_a_copy_of_which_another_version_is_shown_is_not_proved(hostile, harness):
    hostile.put("a", b"data", {ENCRYPTION: "AES256"})
    misbehave(hostile, "head-shows-another-version")
    plan = CopyPlan(BUCKET, Destination(BUCKET, key="b"), (ObjectRef("a"),), move=True)
    (outcome,) = harness.run(CopyObjects(harness.connection, plan, CopySizes())).outcomes
    assert (outcome.result, outcome.moved) == (CANNOT_TELL, False)
    assert "a" in hostile.objects


# --- what was asked --------------------------------------------------------------------------


def test_all_that_was_asked_is_proved(hostile, harness, files):
    for outcome in harness.upload(BUCKET, files, **ASKED):
        assert outcome.result is VERIFIED
        proved = {one.aspect for one in outcome.proof.findings}
        assert {Aspect.TAGS, Aspect.METADATA, Aspect.STORAGE_CLASS, Aspect.CONTENT_TYPE} <= proved
    assert hostile.asked["GetObjectTagging"] == len(files)


def test_tags_are_asked_for_only_where_some_were_given(hostile, harness, files):
    harness.upload(BUCKET, files)
    assert hostile.asked["GetObjectTagging"] == 0
    assert hostile.asked["HeadObject"] == 2 * len(files)  # whether it is there, and what it is


@pytest.mark.parametrize(
    ("manner", "aspect", "expected"),
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
def test_what_a_server_drops_is_found(hostile, harness, files, manner, aspect, expected):
    misbehave(hostile, manner)
    outcomes = harness.upload(BUCKET, files, **ASKED)
    assert [one.result for one in outcomes] == expected
    for outcome in outcomes:
        assert doubts(outcome) == (set() if outcome.result is VERIFIED else {aspect})


def test_tags_of_a_version_are_proved_without_the_right_to_read_those_of_versions(
    hostile, harness, small
):
    hostile.buckets[BUCKET].keeps_versions = True

    def denied(request, work):
        refused = refusal(403, "AccessDenied", "Access Denied")
        return refused if "versionId" in request.query else work()

    hostile.change("GetObjectTagging", denied)
    assert results(harness, [small], tags=ASKED["tags"]) == [VERIFIED]


def test_tags_are_asked_for_again_where_the_line_broke(hostile, harness, small):
    hostile.once("GetObjectTagging", refusal(503, "SlowDown", "Please reduce your request rate."))
    assert results(harness, [small], tags=ASKED["tags"]) == [VERIFIED]


@pytest.mark.parametrize("manner", ["drops-tags", "drops-storage-class", "drops-metadata"])
def test_what_was_not_asked_for_counts_for_nothing(hostile, harness, small, manner):
    misbehave(hostile, manner)
    assert results(harness, [small]) == [VERIFIED]


@pytest.mark.parametrize(
    "manner",
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
def test_a_bucket_default_without_sense_decides_about_no_file(hostile, harness, files, manner):
    misbehave(hostile, manner)
    assert results(harness, files, BUCKET_DEFAULT) == [CANNOT_TELL, CANNOT_TELL]


def test_an_algorithm_of_the_future_is_proved_where_objects_show_it(hostile, harness, small):
    misbehave(hostile, "default-of-unknown-algorithm")
    hostile.buckets[BUCKET].default = {ENCRYPTION: "ROT13"}
    assert results(harness, [small], BUCKET_DEFAULT) == [VERIFIED]


# --- what the upload was answered decides nothing ---------------------------------------------


@pytest.mark.parametrize("manner", ["head-hides-bucket-key", "drops-bucket-key"])
def test_a_bucket_key_that_head_does_not_show_stays_open(hostile, harness, files, manner):
    misbehave(hostile, manner)
    for outcome in harness.upload(BUCKET, files, WITH_BUCKET_KEY):
        assert (outcome.result, doubts(outcome)) == (CANNOT_TELL, {Aspect.BUCKET_KEY})


def test_an_etag_that_differs_from_the_answers_is_no_other_object_where_the_bytes_are_ours(
    hostile, harness, files
):
    misbehave(hostile, "writes-answer-another-etag")
    assert results(harness, files) == [VERIFIED, VERIFIED]


def test_without_a_checksum_the_etag_proves_also_what_went_in_parts(hostile, harness, files):
    misbehave(hostile, "head-hides-checksum")
    assert results(harness, files) == [VERIFIED, VERIFIED]


# --- checksums of parts -----------------------------------------------------------------------

OF_PARTS = [
    "crc-of-parts-composite",
    "crc-of-parts-full-object",
    "crc-of-parts-without-type",
    "crc-of-parts-without-number",
]


@pytest.mark.parametrize("manner", OF_PARTS)
def test_a_checksum_of_parts_is_compared_with_that_of_our_parts(hostile, harness, large, manner):
    misbehave(hostile, manner)
    (outcome,) = harness.upload(BUCKET, [large])
    assert outcome.result is VERIFIED
    assert any("of the parts" in one.asked for one in outcome.proof.findings)


def test_a_checksum_of_parts_that_nobody_understands_leaves_it_to_the_etag(hostile, harness, large):
    misbehave(hostile, "crc-of-parts-of-its-own")
    assert results(harness, [large]) == [VERIFIED]


def test_a_checksum_of_parts_that_nobody_understands_is_no_difference(hostile, harness, large):
    misbehave(hostile, "crc-of-parts-of-its-own", "etags-of-large-objects-are-no-md5")
    assert results(harness, [large]) == [CANNOT_TELL]


@pytest.mark.parametrize("manner", [*OF_PARTS, "crc-of-parts-of-its-own"])
def test_a_download_takes_a_checksum_of_parts_for_what_it_is(
    hostile, harness, large, tmp_path, manner
):
    harness.upload(BUCKET, [large])
    misbehave(hostile, manner)
    (result,) = download(harness, tmp_path)
    assert result.ended in (FileOutcome.CHECKED, FileOutcome.ARRIVED)
    assert (tmp_path / "to" / large.name).read_bytes() == large.read_bytes()


# --- ETags -----------------------------------------------------------------------------------

ETAGS = ["etags-in-capitals", "etags-without-quotes", "etags-weak"]


def download(harness, folder, **more):
    params = DownloadRequest(harness.connection, BUCKET, str(folder / "to"), prefixes=("",), **more)
    return harness.run(DownloadObjects(params, range_size=MIB)).results


@pytest.mark.parametrize("manner", ETAGS)
def test_etags_in_any_form_are_those_of_our_uploads(hostile, harness, files, manner):
    misbehave(hostile, manner, "head-hides-checksum")
    assert results(harness, files) == [VERIFIED, VERIFIED]


@pytest.mark.parametrize("manner", ETAGS)
def test_etags_in_any_form_are_those_of_our_downloads(hostile, harness, files, tmp_path, manner):
    harness.upload(BUCKET, files)
    misbehave(hostile, manner)
    for result in download(harness, tmp_path):
        assert (result.ended, result.remarks, result.error) == (FileOutcome.CHECKED, (), None)
    for path in files:
        assert (tmp_path / "to" / path.name).read_bytes() == path.read_bytes()
    assert not [one for one in download(harness, tmp_path, if_exists=IfExists.SKIP) if one.error]


@pytest.mark.parametrize("manner", ETAGS)
@pytest.mark.parametrize("sizes", [CopySizes(), CopySizes(whole=MIB, part=5 * MIB)])
def test_etags_in_any_form_are_those_of_our_copies(hostile, harness, manner, sizes):
    hostile.put("a", bytes(6 * MIB), {ENCRYPTION: "AES256"})
    misbehave(hostile, manner)
    plan = CopyPlan(BUCKET, Destination(BUCKET, key="b"), (ObjectRef("a"),), move=True)
    (outcome,) = harness.run(CopyObjects(harness.connection, plan, sizes)).outcomes
    assert (outcome.result, outcome.moved, outcome.error) == (VERIFIED, True, None)
    assert list(hostile.objects) == ["b"]


def test_a_mixture_of_two_objects_is_not_fetched_though_no_condition_was_possible(
    hostile, harness, large, tmp_path
):
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
