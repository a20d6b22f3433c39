"""Anonymous connections, and Requester Pays: what is sent, and what is said when it is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest

from s3enc_gui.domain.audits.audit import AuditScope
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.downloads.download import DOWNLOADED, DownloadRequest, requested_object
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.audits.audit import AuditBucket
from s3enc_gui.jobs.connections.list_connections import Identify
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.deletion.delete_objects import DeleteObjects
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.incomplete_uploads import FindIncompleteUploads
from s3enc_gui.jobs.keys import ListKeys
from s3enc_gui.jobs.listing.browse import ListFolder
from s3enc_gui.jobs.listing.buckets import ListBuckets, ReadBucket
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.jobs.listing.presigned_url import CreatePresignedUrl
from s3enc_gui.s3.copies.copier import CopySizes
from tests.servers.hostile import BUCKET, ENCRYPTION, refusal
from tests.servers.hostile.faults.access import PAID, READS
from tests.servers.hostile.faults.registry import misbehave
from tests.servers.hostile.stored import KEY

pytestmark = pytest.mark.contract

PART = 1000
DATA = bytes(range(256)) * 64
PAYER = "x-amz-request-payer"
ARN = "arn:aws:kms:us-east-1:123456789012:key/0ecd1de5-bd2e-4f0e-8a0f-1fd1a7a9a111"


@pytest.fixture
def paying(hostile, harness):
    misbehave(hostile, "requester-pays")
    hostile.put("f/a", DATA)
    hostile.put("f/b", b"small", tags={"color": "blue"})
    harness.connection = replace(harness.connection, requester_pays=True)
    return harness


@pytest.fixture
def unpaid(paying):
    paying.connection = replace(paying.connection, requester_pays=False)
    return paying


@pytest.fixture
def anonymous(hostile, harness, monkeypatch):
    for name in hostile.server.environment():
        if "KEY" in name:
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_PROFILE", "gone")
    misbehave(hostile, "public-to-read")
    hostile.put("f/a", DATA)
    hostile.put("f/b", b"small", {ENCRYPTION: "aws:kms", KEY: ARN})
    harness.connection = replace(harness.connection, anonymous=True)
    return harness


def download(harness, folder):
    request = DownloadRequest(
        harness.connection, BUCKET, str(folder), (requested_object("f/b"),), ("f/",)
    )
    return harness.run(DownloadObjects(request, deadline=0.0, range_size=PART))


def copy(harness, *, move=False):
    plan = CopyPlan(BUCKET, Destination(BUCKET, "g"), (), ("f/",), move=move)
    return harness.run(CopyObjects(harness.connection, plan, CopySizes(whole=PART, part=PART)))


def problem_of(harness, job):
    with pytest.raises(AppError) as caught:
        harness.run(job)
    return caught.value


def test_whoever_pays_can_do_everything(hostile, paying, small, large, tmp_path):
    uploaded = paying.upload(BUCKET, [small, large], tags=(("a", "b"),))
    assert [one.result for one in uploaded] == [Result.VERIFIED] * 2
    assert {one.ended in DOWNLOADED for one in download(paying, tmp_path).results} == {True}
    assert copy(paying).all_done
    assert copy(paying, move=True).counts
    assert paying.run(InspectObject(paying.connection, Location(BUCKET, "g/f/b"))).size == 5
    paying.run(ListFolder(paying.connection, BUCKET, versions=True))
    paying.run(FindIncompleteUploads(paying.connection, BUCKET))
    objects = tuple(ObjectRef(key) for key in hostile.objects)
    paying.run(DeleteObjects(paying.connection, BUCKET, objects))
    assert not hostile.objects
    operations = {request.operation for request in hostile.requests}
    needed = {*PAID} - {"ListObjects", "PutObjectTagging", "AbortMultipartUpload", "DeleteObject"}
    assert needed - operations <= {"ListParts", "ListMultipartUploads"}
    for request in hostile.requests:
        assert (request.headers.get(PAYER) == "requester") == (request.operation in PAID)


def test_a_presigned_url_offers_to_pay(hostile, paying):
    made = paying.run(CreatePresignedUrl(paying.connection, Location(BUCKET, "f/b")))
    with urlopen(made.url) as response:  # noqa: S310 - loopback
        assert response.read() == b"small"


@pytest.mark.parametrize(
    "job",
    [
        lambda c, _: ListFolder(c, BUCKET),
        lambda c, _: InspectObject(c, Location(BUCKET, "f/b")),
        lambda c, folder: AuditBucket(c, AuditScope(BUCKET), folder=str(folder)),
    ],
    ids=["list", "inspect", "audit"],
)
def test_a_refusal_says_how_to_pay(hostile, unpaid, tmp_path, job):
    error = problem_of(unpaid, job(unpaid.connection, tmp_path))
    assert error.code in ("AccessDenied", "403")
    assert "--request-payer requester" in error.command_hint
    assert all(PAYER not in request.headers for request in hostile.requests)


def test_a_refused_upload_download_and_copy_say_how_to_pay(unpaid, small, tmp_path):
    [outcome] = unpaid.upload(BUCKET, [small])
    assert "--request-payer requester" in outcome.error.command_hint
    request = DownloadRequest(
        unpaid.connection, BUCKET, str(tmp_path), (requested_object("f/b"),), ()
    )
    [result] = unpaid.run(DownloadObjects(request, deadline=0.0)).results
    assert "--request-payer requester" in result.error.command_hint
    plan = CopyPlan(BUCKET, Destination(BUCKET, "g"), (ObjectRef("f/b"),))
    [copied] = unpaid.run(CopyObjects(unpaid.connection, plan)).outcomes
    assert "--request-payer requester" in copied.error.command_hint


def test_whoever_pays_already_is_not_told_to(hostile, paying):
    hostile.overrides.clear()
    hostile.changes.clear()
    misbehave(hostile, "listobjectsv2-403-always")
    error = problem_of(paying, ListFolder(paying.connection, BUCKET))
    assert "--request-payer" not in str(error)


def test_nothing_is_signed_without_credentials(hostile, anonymous, tmp_path):
    connection = anonymous.connection
    anonymous.run(ListFolder(connection, BUCKET, "f/"))
    [page] = anonymous.reports
    assert [one.key for one in page.page.objects] == ["f/a", "f/b"]
    assert anonymous.run(ReadBucket(connection, BUCKET)).default is None
    details = anonymous.run(InspectObject(connection, Location(BUCKET, "f/b")))
    assert (details.status.algorithm, details.key) == ("aws:kms", None)
    assert details.link.endswith("/bucket/f/b")
    results = download(anonymous, tmp_path / "to").results
    assert {one.ended in DOWNLOADED for one in results} == {True}
    assert Path(tmp_path, "to", "f", "a").read_bytes() == DATA
    audit = anonymous.run(AuditBucket(connection, AuditScope(BUCKET), folder=str(tmp_path)))
    assert audit.report.summary.objects == 2
    operations = {request.operation for request in hostile.requests}
    assert {*READS[:3]} < operations
    assert not {"Kms", "ListBuckets"} & operations
    for request in hostile.requests:
        assert "authorization" not in request.headers
        assert "x-amz-security-token" not in request.headers


def test_what_needs_credentials_is_not_asked_for(hostile, anonymous):
    connection = anonymous.connection
    identity = anonymous.run(Identify(connection))
    assert (identity.arn, identity.account) == ("", "")
    for job in (
        ListBuckets(connection),
        ListKeys(connection, "us-east-1"),
        CreatePresignedUrl(connection, Location(BUCKET, "f/b")),
    ):
        assert problem_of(anonymous, job).code == "Anonymous"
    assert hostile.requests == []


def test_a_refused_anonymous_write_says_to_sign_in(hostile, anonymous, small, large):
    outcomes = anonymous.upload(BUCKET, [small, large])
    assert [one.result for one in outcomes] == [Result.FAILED] * 2
    for outcome in outcomes:
        assert "without signing in" in outcome.error.title
        assert "--no-sign-request" in outcome.error.command_hint
    assert set(hostile.objects) == {"f/a", "f/b"}


def test_an_object_that_may_be_missing_may_be_misspelled(hostile, anonymous):
    """Public data often can't be listed: then S3 returns 403 for a missing object, too."""
    hostile.always("HeadObject", refusal(403, "AccessDenied"))
    hostile.always("GetObject", refusal(403, "AccessDenied", "Access Denied"))
    problem = problem_of(anonymous, InspectObject(anonymous.connection, Location(BUCKET, "f/x")))
    assert "doesn't exist" in problem.detail
    assert "Check the name" in problem.command_hint
    assert "--no-sign-request" in problem.command_hint


def test_an_anonymous_upload_is_proved_where_it_is_allowed(hostile, anonymous, small, large):
    hostile.changes.clear()
    outcomes = anonymous.upload(BUCKET, [small, large])
    assert [one.result for one in outcomes] == [Result.VERIFIED] * 2
    assert all("authorization" not in request.headers for request in hostile.requests)


def test_an_anonymous_upload_names_a_key_without_asking_kms(hostile, anonymous, small):
    hostile.changes.clear()
    choice = EncryptionChoice(Encryption.SSE_KMS, ARN)
    [outcome] = anonymous.upload(BUCKET, [small], choice)
    assert outcome.result is Result.VERIFIED
    assert "Kms" not in {request.operation for request in hostile.requests}
