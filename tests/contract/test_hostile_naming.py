"""Servers that treat two keys as one, access points, and copies without an ETag."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.copies.conflicts import ResolveCopyConflicts
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.deletion.delete_objects import CountObjects, DeleteObjects
from s3enc_gui.jobs.listing.browse import ListFolder, PageListed
from s3enc_gui.jobs.listing.buckets import ReadBucket
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.jobs.listing.new_folder import NewFolder
from s3enc_gui.jobs.listing.presigned_url import CreatePresignedUrl
from s3enc_gui.s3.copies.copier import CopySizes
from tests.servers.hostile import BUCKET, ENCRYPTION, Answer, bare, refusal
from tests.servers.hostile.faults.registry import misbehave

pytestmark = pytest.mark.contract

ALIAS = "mine-abc123-s3alias"
SSE_S3 = {ENCRYPTION: "AES256"}


@pytest.fixture
def s3(hostile):
    return hostile


@pytest.fixture
def harness(s3, connect, no_pauses):
    return connect(s3.server)


@pytest.fixture
def copy(harness):
    def copy(source, to, *, move=True, if_exists=IfExists.OVERWRITE, sizes=None, prefixes=()):
        refs = () if prefixes else (ObjectRef(source),)
        plan = CopyPlan("bucket", Destination("bucket", key=to), refs, prefixes, move, if_exists)
        return harness.run(CopyObjects(harness.connection, plan, sizes or CopySizes())).outcomes[0]

    return copy


@pytest.mark.parametrize("move", [True, False])
@pytest.mark.parametrize("if_exists", [IfExists.FAIL, IfExists.SKIP, IfExists.OVERWRITE])
@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ("names-are-cleaned", "m/./z"),
        ("names-are-cleaned", "m//z"),
        ("names-are-cleaned", "/m/z"),
        ("names-are-cleaned", "m/x/../z"),
        ("names-ignore-case", "M/Z"),
        ("written-names-are-cleaned", "m/./z"),
    ],
)
def test_nothing_is_lost_if_two_keys_are_one_object(s3, copy, fault, name, if_exists, move):
    misbehave(s3, fault)
    s3.put("m/z", b"data", SSE_S3)
    outcome = copy("m/z", name, move=move, if_exists=if_exists)
    assert {key: one.data for key, one in s3.objects.items()} == {"m/z": b"data"}
    assert (outcome.moved, outcome.result is Result.VERIFIED) == (False, False)


def test_similar_keys_are_moved(s3, copy):
    old = s3.put("m/z", b"data", SSE_S3)
    old.modified = old.modified.replace(year=2020)
    assert copy("m/z", "m/./z").moved
    assert list(s3.objects) == ["m/./z"]


def test_a_deletion_that_deletes_the_copy_too_is_not_a_move(s3, copy):
    misbehave(s3, "delete-takes-the-copy-too")
    s3.put("a", b"data", SSE_S3)
    outcome = copy("a", "b")
    assert (outcome.result, outcome.moved, outcome.error.code) == (Result.FAILED, False, "CopyGone")


@pytest.mark.parametrize("if_exists", [IfExists.FAIL, IfExists.SKIP, IfExists.RENAME])
def test_a_key_without_read_access_is_not_free(s3, copy, if_exists):
    """HEAD returns 400, as for SSE-C, and GET returns AccessDenied."""
    for key in ("a", "b"):
        s3.put(key, key.encode(), SSE_S3)
    for operation, answer in (
        ("HeadObject", bare(400)),
        ("GetObject", refusal(403, "AccessDenied")),
    ):
        s3.change(
            operation, lambda request, work, given=answer: given if request.key == "b" else work()
        )
    outcome = copy("a", "b", if_exists=if_exists)
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "AccessDenied")
    assert s3.objects["b"].data == b"b"


def test_after_a_lost_copy_no_more_sources_are_deleted(s3, harness):
    misbehave(s3, "delete-takes-the-copy-too")
    for number in range(20):
        s3.put(f"f/{number}", bytes([number]), SSE_S3)
    plan = CopyPlan(BUCKET, Destination(BUCKET, "to/"), prefixes=("f/",), move=True)
    result = harness.run(CopyObjects(harness.connection, plan))
    left = [one.left.code for one in result.outcomes if one.left]
    assert (result.counts[Result.FAILED], left) == (1, ["CopiesNotKept"] * 19)
    assert sum(key.startswith("f/") for key in s3.objects) == 19


def test_after_a_lost_copy_no_more_objects_are_overwritten(s3, harness):
    for number in range(3):
        s3.put(f"f/{number}", bytes([number]), SSE_S3)
        s3.put(f"to/f/{number}", b"old", SSE_S3)
    plan = CopyPlan(BUCKET, Destination(BUCKET, "to/"), prefixes=("f/",), move=True)
    conflicts = harness.run(CopyObjects(harness.connection, plan)).outcomes
    misbehave(s3, "delete-takes-the-copy-too")
    result = harness.run(
        ResolveCopyConflicts(harness.connection, plan, conflicts, IfExists.OVERWRITE)
    )
    assert (result.complete, result.error.code) == (False, "CopyGone")
    assert sum(key.startswith("f/") for key in s3.objects) == 2


def test_a_folder_with_an_empty_name(s3, harness, small, copy):
    (outcome,) = harness.upload("bucket", [small], prefix="/abs/")
    assert outcome.result is Result.VERIFIED
    assert list(s3.objects) == ["/abs/small.txt"]
    harness.run(ListFolder(harness.connection, "bucket", "/"))
    (page,) = [one.page for one in harness.reports if isinstance(one, PageListed)]
    assert page.prefixes == ("/abs/",)
    assert copy("", "abs", move=False, prefixes=("/abs/",)).result is Result.VERIFIED
    assert list(s3.objects) == ["/abs/small.txt", "abs/small.txt"]
    assert harness.run(NewFolder(harness.connection, "bucket", "//")).item.key == "//"


@pytest.mark.parametrize("name", ["small", "large"])
def test_uploads_to_an_access_point(s3, harness, name, request):
    misbehave(s3, "access-point-alias")
    path = request.getfixturevalue(name)
    (explicit,) = harness.upload(ALIAS, [path])
    assert explicit.result is Result.VERIFIED
    default = EncryptionChoice(Encryption.BUCKET_DEFAULT)
    (unknown,) = harness.upload(ALIAS, [path], default, if_exists=IfExists.OVERWRITE)
    assert unknown.result is Result.CANNOT_TELL
    assert "not readable" in str(unknown.proof.doubts[0].asked)
    operations = ("GetBucketEncryption", "GetBucketVersioning", "GetBucketLocation")
    assert [one for one in operations if s3.asked[one]] == []


def test_other_jobs_with_an_access_point(s3, harness, tmp_path):
    misbehave(s3, "access-point-alias")
    s3.put("f/a", b"data", SSE_S3, bucket=ALIAS)
    where = Location(ALIAS, "f/a")
    facts = harness.run(ReadBucket(harness.connection, ALIAS))
    assert (facts.region, facts.default) == ("us-east-1", None)
    assert harness.run(InspectObject(harness.connection, where)).size == 4
    assert (
        f"/{ALIAS}/f/a?"
        in harness.run(CreatePresignedUrl(harness.connection, where, expires=60)).url
    )
    plan = CopyPlan(ALIAS, Destination(ALIAS, "g"), (ObjectRef("f/a"),), (), move=True)
    assert harness.run(CopyObjects(harness.connection, plan)).all_done
    count = harness.run(CountObjects(harness.connection, ALIAS, prefixes=("g/",)))
    assert (count.objects, count.versioning) == (1, None)
    assert harness.run(DeleteObjects(harness.connection, ALIAS, prefixes=("g/",))).all_done
    assert list(s3.buckets[ALIAS].objects) == []


@pytest.mark.parametrize("policy", [IfExists.FAIL, IfExists.OVERWRITE])
def test_an_upload_completed_without_an_etag_is_verified(s3, harness, large, policy):
    misbehave(s3, "complete-names-no-etag")
    (outcome,) = harness.upload("bucket", [large], if_exists=policy)
    assert outcome.result is Result.VERIFIED, outcome
    assert s3.asked["CompleteMultipartUpload"] == 1


@pytest.mark.parametrize("parts", [True, False])
def test_a_copy_without_an_etag_is_verified(s3, copy, parts):
    misbehave(s3, "complete-names-no-etag", "copy-names-no-etag")
    data = bytes(range(256)) * 40 * 1024
    s3.put("a", data, SSE_S3)
    outcome = copy("a", "b", sizes=CopySizes(whole=1, part=5 * 1024 * 1024) if parts else None)
    assert (outcome.result, outcome.moved) == (Result.VERIFIED, True), outcome
    assert s3.objects["b"].data == data
    assert s3.uploads == {}


def test_a_copy_that_is_not_completed_fails(s3, copy):
    empty = b"<CompleteMultipartUploadResult></CompleteMultipartUploadResult>"
    s3.always("CompleteMultipartUpload", Answer(body=empty))
    s3.put("a", bytes(5 * 1024 * 1024 + 1), SSE_S3)
    outcome = copy("a", "b", sizes=CopySizes(whole=1, part=5 * 1024 * 1024))
    assert (outcome.result, list(s3.objects), s3.uploads) == (Result.FAILED, ["a"], {})


def test_a_folder_whose_marker_cannot_be_copied_is_moved(s3, copy):
    misbehave(s3, "markers-cannot-be-copied")
    kept = {**SSE_S3, "content-type": "application/x-directory", "x-amz-meta-m": "n"}
    marker = s3.put("f/", b"", kept, tags={"t": "u"})
    outcome = copy("", "g", prefixes=("f/",))
    assert (outcome.result, outcome.moved) == (Result.VERIFIED, True), outcome
    made = s3.objects["g/"]
    assert (made.data, made.tags, made.headers) == (b"", {"t": "u"}, marker.headers)
