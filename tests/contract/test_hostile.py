"""Uploads to faulty servers: nothing is called verified that is not."""

from __future__ import annotations

from contextlib import suppress

import pytest

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.uploads.queue.events import BytesSent
from tests.servers.hostile import CRC, CUT, ENCRYPTION, Answer, Request, refusal

pytestmark = pytest.mark.contract

KEY_ID = "0f57c9b4-98b0-4b1b-9d6c-5ff7b6a3a5de"
KEY_ARN = f"arn:aws:kms:us-east-1:123456789012:key/{KEY_ID}"

CRASH = refusal(500, "InternalError")
CRASH_IN_200 = Answer(body=b"<Error><Code>InternalError</Code></Error>")
LOGIN_PAGE = Answer(body=b"<html>Please sign in</html>")
TO_LOGIN_PAGE = Answer(302, {"Location": "http://127.0.0.1:1/"})

STEPS = {"PutObject": "small", "CompleteMultipartUpload": "large", "UploadPart": "large"}


@pytest.fixture
def file_for(small, large):
    """Return the file whose upload sends an operation."""
    return lambda operation: {"small": small, "large": large}[STEPS[operation]]


def upload(harness, path, choice=None, **options):
    (outcome,) = harness.upload("bucket", [path], choice, **options)
    return outcome


def test_an_honest_server(harness, small, large):
    outcomes = harness.upload("bucket", [small, large])
    assert [outcome.result for outcome in outcomes] == [Result.VERIFIED] * 2


@pytest.mark.parametrize("operation", ["PutObject", "CompleteMultipartUpload"])
@pytest.mark.parametrize("policy", [IfExists.FAIL, IfExists.SKIP, IfExists.RENAME])
def test_a_lost_response_does_not_mean_that_the_key_exists(
    hostile, harness, file_for, operation, policy
):
    hostile.once(operation, CUT)
    outcome = upload(harness, file_for(operation), if_exists=policy)
    assert outcome.result is Result.VERIFIED, outcome
    assert len(hostile.objects) == 1


@pytest.mark.parametrize("policy", [IfExists.SKIP, IfExists.RENAME])
def test_a_lost_response_without_read_access_is_an_error(hostile, harness, small, policy):
    hostile.once("PutObject", CUT)
    hostile.always("HeadObject", Answer(403))
    outcome = upload(harness, small, if_exists=policy)
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "AnswerLost")
    assert len(hostile.objects) == 1


@pytest.mark.parametrize(
    ("operation", "lost"),
    [
        ("PutObject", CUT),
        ("PutObject", CRASH),
        ("CompleteMultipartUpload", CUT),
        ("CompleteMultipartUpload", CRASH),
        ("CompleteMultipartUpload", CRASH_IN_200),
        ("CompleteMultipartUpload", LOGIN_PAGE),
    ],
)
def test_a_stored_object_is_found_though_all_responses_are_lost(
    hostile, harness, file_for, operation, lost
):
    def execute_and_lose(work):
        work()
        return lost

    hostile.overrides[operation] = execute_and_lose
    outcome = upload(harness, file_for(operation))
    assert outcome.result is Result.VERIFIED, outcome
    assert not hostile.uploads


@pytest.mark.parametrize("operation", STEPS)
@pytest.mark.parametrize("answer", [CUT, CRASH, CRASH_IN_200, LOGIN_PAGE, TO_LOGIN_PAGE])
def test_a_failed_upload_leaves_nothing(hostile, harness, file_for, operation, answer):
    hostile.always(operation, answer)
    outcome = upload(harness, file_for(operation))
    assert outcome.result in (Result.FAILED, Result.DIFFERENT), outcome
    assert not hostile.uploads
    assert not hostile.objects


def test_requests_do_not_wait_for_100_continue(hostile, harness, small, large):
    upload(harness, small)
    upload(harness, large)
    sent = [one for one in hostile.requests if one.body]
    assert {"PutObject", "UploadPart"} <= {one.operation for one in sent}
    assert not [one for one in sent if "expect" in one.headers]


def test_an_object_of_another_writer_is_not_changed(hostile, harness, small):
    hostile.answer("PutObject", Request("PUT", small.name, {}, {}, b"theirs"))
    hostile.always("HeadObject", Answer(403))
    assert upload(harness, small).result is Result.EXISTS
    assert hostile.objects[small.name].data == b"theirs"


@pytest.mark.parametrize("policy", IfExists)
def test_an_expired_session_does_not_mean_that_the_key_exists(hostile, harness, small, policy):
    for operation in ("HeadObject", "HeadBucket"):
        hostile.always(operation, Answer(400))
    for operation in ("PutObject", "GetObject"):
        hostile.always(operation, refusal(400, "ExpiredToken", "The provided token has expired."))
    outcome = upload(harness, small, if_exists=policy)
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "ExpiredToken")


def test_a_key_with_an_sse_c_object_exists(hostile, harness, small):
    hostile.always("HeadObject", Answer(400))
    words = "The object was stored using a form of Server Side Encryption."
    hostile.always("GetObject", refusal(400, "InvalidRequest", words))
    assert upload(harness, small).result is Result.EXISTS


def test_a_denied_head_proves_nothing(hostile, harness, small, large):
    hostile.always("HeadObject", Answer(403))
    for path in (small, large):
        assert upload(harness, path).result is Result.CANNOT_TELL


def test_a_version_is_verified_without_permission_for_versions(hostile, harness, small):
    def versioned(work):
        answer = work()
        hostile.objects[small.name].headers["x-amz-version-id"] = "v1"
        return Answer(200, {**answer.headers, "x-amz-version-id": "v1"})

    hostile.overrides["PutObject"] = versioned
    hostile.denied_versions = True
    outcome = upload(harness, small)
    assert (outcome.result, outcome.version_id) == (Result.VERIFIED, "v1")


@pytest.mark.parametrize(
    ("operation", "result"),
    [("HeadObject", Result.DIFFERENT), ("PutObject", Result.VERIFIED)],
)
def test_the_verdict_follows_head_object(hostile, harness, small, operation, result):
    hostile.without(operation, ENCRYPTION)
    assert upload(harness, small).result is result


@pytest.mark.parametrize(
    ("md5_etags", "result"), [(True, Result.VERIFIED), (False, Result.CANNOT_TELL)]
)
def test_a_checksum_in_the_response_alone_proves_nothing(
    hostile, harness, small, md5_etags, result
):
    hostile.md5_etags = md5_etags
    hostile.without("HeadObject", CRC)
    assert upload(harness, small).result is result


@pytest.mark.parametrize(
    "body",
    [b"<html>", b"{}", b"[1]", b'{"Aliases": null, "KeyMetadata": null}', b'{"Aliases": [{}]}'],
)
def test_invalid_kms_responses_are_ignored(hostile, harness, small, body):
    hostile.always("Kms", Answer(body=body))
    hostile.shown_key = KEY_ARN
    for number, (key, result) in enumerate(
        [
            (KEY_ARN, Result.VERIFIED),
            (KEY_ID, Result.VERIFIED),
            ("alias/x", Result.CANNOT_TELL),
            (None, Result.CANNOT_TELL),
        ]
    ):
        choice = EncryptionChoice(Encryption.SSE_KMS, key)
        assert upload(harness, small, choice, prefix=f"{number}/").result is result, key


@pytest.mark.parametrize("operation", ["HeadBucket", "GetBucketEncryption", "HeadObject"])
@pytest.mark.parametrize("answer", [CUT, CRASH, LOGIN_PAGE, TO_LOGIN_PAGE, Answer(body=b"<a>")])
def test_invalid_responses_are_reported_as_errors(hostile, harness, small, operation, answer):
    hostile.always(operation, answer)
    with suppress(AppError):
        outcome = upload(harness, small, EncryptionChoice(Encryption.BUCKET_DEFAULT))
        assert outcome.result is not Result.VERIFIED or small.name in hostile.objects
        assert outcome.error is None or "inside S3enc" not in outcome.error.title


@pytest.mark.parametrize("operation", ["PutObject", "UploadPart"])
def test_an_error_response_before_the_body_is_read(hostile, harness, file_for, operation):
    hostile.deaf[operation] = refusal(403, "AccessDenied", "Access Denied")
    assert upload(harness, file_for(operation)).error.code == "AccessDenied"


@pytest.mark.parametrize("operation", ["PutObject", "UploadPart"])
def test_a_connection_closed_in_the_body(hostile, harness, file_for, operation):
    hostile.deaf[operation] = CUT
    assert upload(harness, file_for(operation)).result is Result.FAILED
    assert not hostile.uploads


def test_a_cancel_after_the_last_byte_has_no_effect(hostile, harness, small):
    def stop_at_the_end(report):
        if isinstance(report, BytesSent):
            harness.stopped.set()

    (outcome,) = harness.upload("bucket", [small], report=stop_at_the_end)
    assert outcome.result is Result.VERIFIED
    assert hostile.objects


@pytest.mark.expects_log("Unexpected error")
def test_an_unexpected_error_fails_one_file_only(hostile, harness, small, large, monkeypatch):
    def fail(*_, **__):
        raise KeyError("oops")

    monkeypatch.setattr("s3enc_gui.s3.multipart.upload.MultipartUpload.create", fail)
    outcomes = harness.upload("bucket", [small, large])
    assert [outcome.result for outcome in outcomes] == [Result.VERIFIED, Result.FAILED]
    assert outcomes[1].error.code == "InternalError"
