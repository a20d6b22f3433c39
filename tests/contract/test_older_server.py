"""The mode for older servers: Content-MD5 instead of S3's newer checksums, over both transports."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from hashlib import md5

import pytest

from s3enc_gui.domain.connection import ServerNotice
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.downloads.download import DownloadRequest, FileOutcome
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import Aspect
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.s3.objects.deletion import Deleter
from s3enc_gui.s3.session.aws_session import AwsSession
from tests.servers.hostile import refusal
from tests.servers.hostile.faults.registry import misbehave
from tests.servers.hostile.state import OPERATIONS

pytestmark = pytest.mark.contract

NEWER = ("x-amz-checksum-", "x-amz-sdk-checksum", "x-amz-trailer", "x-amz-mp-object-size")


def digest(body):
    return b64encode(md5(body, usedforsecurity=False).digest()).decode()


@pytest.fixture
def older(hostile, harness):
    """A server that knows Content-MD5 only, and a connection that says so."""
    misbehave(hostile, "no-checksums-501")

    def refuse_newer(request, work):
        if any(name.startswith(NEWER) for name in request.headers):
            return refusal(400, "InvalidRequest", "Unsupported header")
        return work()

    for operation in OPERATIONS:
        hostile.change(operation, refuse_newer)
    harness.connection = replace(harness.connection, older_server=True)
    return harness


def newer_headers(hostile):
    return {
        name
        for one in hostile.requests
        for name, value in one.headers.items()
        if name.startswith(NEWER) or "aws-chunked" in value or "STREAMING" in value
    }


def test_an_upload_is_proved_by_its_md5_from_the_first_request(hostile, older, small, large):
    notices: list[ServerNotice] = []
    older.services.aws_sessions.on_notice = notices.append
    outcomes = older.upload("bucket", [small, large], EncryptionChoice(Encryption.SSE_S3))
    assert [one.result for one in outcomes] == [Result.VERIFIED] * 2
    for one, path in zip(outcomes, (small, large), strict=True):
        assert hostile.objects[path.name].data == path.read_bytes()
        (finding,) = [f for f in one.proof.findings if f.aspect is Aspect.CHECKSUM]
        assert str(finding.asked).startswith("MD5 ")
    sent = [one for one in hostile.requests if one.operation in ("PutObject", "UploadPart")]
    assert all("content-md5" in one.headers for one in sent)  # the server compares it
    sent = [one for one in sent if one.headers["content-md5"] == digest(one.body)]  # no probe
    assert len(sent) == 1 + len(hostile.objects[large.name].parts)  # nothing was sent twice
    assert newer_headers(hostile) == set()
    assert notices == []  # the user said it


def test_where_the_etag_is_no_md5_the_content_is_not_called_verified(hostile, older, small):
    hostile.md5_etags = False
    (outcome,) = older.upload("bucket", [small], EncryptionChoice(Encryption.SSE_S3))
    assert outcome.result is Result.CANNOT_TELL


def test_reads_copies_and_deletions_ask_for_no_newer_checksum(hostile, older, tmp_path):
    for key in ("a", "b"):
        hostile.put(key, key.encode())
    older.run(InspectObject(older.connection, Location("bucket", "a")))
    request = DownloadRequest(older.connection, "bucket", str(tmp_path / "to"), prefixes=("",))
    summary = older.run(DownloadObjects(request, deadline=0.0))
    assert {one.ended for one in summary.results} == {FileOutcome.CHECKED}
    plan = CopyPlan("bucket", Destination("bucket", "to"), (ObjectRef("a"),))
    (copied,) = older.run(CopyObjects(older.connection, plan)).outcomes
    assert copied.result is Result.VERIFIED
    assert list(Deleter(older.aws_session.s3(), "bucket").delete([("a", None), ("b", None)]))
    assert set(hostile.objects) == {"to/a"}
    (batch,) = [one for one in hostile.requests if one.operation == "DeleteObjects"]
    assert batch.headers["content-md5"] == digest(batch.body)
    assert newer_headers(hostile) == set()


def test_aws_is_no_older_server(harness):
    connection = replace(harness.connection, older_server=True, endpoint_url=None)
    for url in ("https://s3.eu-west-1.amazonaws.com", "https://s3.cn-north-1.amazonaws.com.cn"):
        with pytest.raises(AppError, match="AWS isn't an older server"):
            AwsSession(replace(connection, endpoint_url=url))
