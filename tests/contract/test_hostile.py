"""Servers that lie, forget, refuse and hang up: nothing of it is ever called verified."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.encryption import Encryption, EncryptionChoice
from s3enc_gui.domain.outcome import Result
from s3enc_gui.domain.upload_plan import IfExists
from tests.servers.hostile import CRC, CUT, ENCRYPTION, Answer, hostile_server, refusal

pytestmark = pytest.mark.contract

KMS = EncryptionChoice(Encryption.SSE_KMS)


@pytest.fixture
def hostile():
    with hostile_server() as (hostile, server):
        hostile.server = server
        yield hostile


@pytest.fixture
def desk(hostile, sit_at, monkeypatch):
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    return sit_at(hostile.server)


def upload(desk, path, choice=None, **options):
    (outcome,) = desk.upload("bucket", [path], choice, **options)
    return outcome


def test_it_can_be_honest(desk, small, large):
    outcomes = desk.upload("bucket", [small, large])
    assert [outcome.result for outcome in outcomes] == [Result.VERIFIED] * 2


@pytest.mark.parametrize("operation", ["PutObject", "CompleteMultipartUpload"])
@pytest.mark.parametrize("policy", [IfExists.FAIL, IfExists.SKIP, IfExists.RENAME])
def test_an_answer_lost_is_not_a_name_taken(hostile, desk, small, large, operation, policy):
    hostile.once(operation, CUT)
    outcome = upload(desk, small if operation == "PutObject" else large, if_exists=policy)
    assert outcome.result is Result.VERIFIED, outcome
    assert len(hostile.objects) == 1


@pytest.mark.parametrize("lost", [CUT, refusal(500, "InternalError"), Answer(200, {}, b"<Error><Code>InternalError</Code></Error>")])
@pytest.mark.parametrize("operation", ["PutObject", "CompleteMultipartUpload"])
def test_all_answers_lost(hostile, desk, small, large, operation, lost):
    if operation == "PutObject" and lost.status == 200 and not lost.cut:
        pytest.skip("only Complete says so")

    def fault(work):
        work()
        return lost

    hostile.faults[operation] = fault
    outcome = upload(desk, small if operation == "PutObject" else large)
    assert outcome.result is Result.VERIFIED, outcome
    assert not hostile.uploads


def test_somebody_elses_object_stays_theirs(hostile, desk, small):
    hostile.always("HeadObject", Answer(403))
    hostile.answer("PutObject", _put(small.name, b"theirs"))
    outcome = upload(desk, small)
    assert outcome.result is Result.EXISTS
    assert hostile.objects[small.name].data == b"theirs"


def _put(key, data):
    from tests.servers.hostile import Request
    return Request("PUT", key, {}, {}, data)


@pytest.mark.parametrize("policy", list(IfExists))
def test_an_expired_session_is_no_taken_name(hostile, desk, small, policy):
    for operation in ("HeadObject", "HeadBucket"):
        hostile.always(operation, Answer(400))
    for operation in ("PutObject", "GetObject", "GetBucketEncryption"):
        hostile.always(operation, refusal(400, "ExpiredToken", "The provided token has expired."))
    outcome = upload(desk, small, if_exists=policy)
    assert outcome.result is Result.FAILED, outcome
    assert outcome.error.code == "ExpiredToken"


def test_head_denied(hostile, desk, small, large):
    hostile.always("HeadObject", Answer(403))
    for path in (small, large):
        assert upload(desk, path).result is Result.CANNOT_TELL


def test_head_of_a_version_denied(hostile, desk, small):
    """s3:GetObject without s3:GetObjectVersion."""
    def put(work):
        answer = work()
        answer.headers["x-amz-version-id"] = "v1"
        hostile.objects[small.name].headers["x-amz-version-id"] = "v1"
        return answer
    hostile.faults["PutObject"] = put
    hostile.always("HeadObject", Answer(403))
    assert upload(desk, small).result is Result.CANNOT_TELL


@pytest.mark.parametrize("operation", ["HeadObject", "PutObject"])
def test_headers_dropped(hostile, desk, small, operation):
    hostile.without(operation, ENCRYPTION)
    result = upload(desk, small).result
    assert result is (Result.DIFFERENT if operation == "HeadObject" else Result.VERIFIED)


def test_other_bytes_stored(hostile, desk, small):
    def fault(work):
        answer = work()
        stored = hostile.objects[small.name]
        hostile.objects[small.name].data = bytes(len(stored.data))
        hostile.answer  # noqa: B018
        del hostile.objects[small.name]
        kept = {k: v for k, v in stored.headers.items() if k.startswith(ENCRYPTION)}
        import hashlib
        data = bytes(len(stored.data))
        hostile._store(small.name, data, hashlib.md5(data).hexdigest(), kept)
        hostile.objects[small.name].headers.pop(CRC)
        answer.headers["ETag"] = hostile.objects[small.name].headers["ETag"]
        return answer
    hostile.faults["PutObject"] = fault
    outcome = upload(desk, small)
    print(outcome)
    assert outcome.result is not Result.VERIFIED


@pytest.mark.parametrize("answer", [
    Answer(200, {}, b"<html>hello</html>"), Answer(200, {"Content-Type": "application/json"}, b"{}"),
    Answer(200, {"Content-Type": "application/x-amz-json-1.1"}, b"{}"), Answer(500, {}, b"<html>oops"), CUT,
    Answer(200, {}, b"[1]"), Answer(200, {}, b'{"Aliases": null, "KeyMetadata": null}'), Answer(403, {}, b""), Answer(200,{},b'{"Aliases": [{}]}')])  # fmt: skip
def test_kms_talks_nonsense(hostile, desk, small, answer):
    hostile.always("Kms", answer)
    outcome = upload(desk, small, EncryptionChoice(Encryption.SSE_KMS, "arn:aws:kms:us-east-1:123456789012:key/0f57c9b4-98b0-4b1b-9d6c-5ff7b6a3a5de"))
    assert outcome.result is Result.VERIFIED
    outcome = upload(desk, small, EncryptionChoice(Encryption.SSE_KMS), if_exists=IfExists.OVERWRITE)
    assert outcome.result is Result.CANNOT_TELL
    outcome = upload(desk, small, EncryptionChoice(Encryption.SSE_KMS, "alias/x"), if_exists=IfExists.OVERWRITE)
    assert outcome.result in (Result.CANNOT_TELL, Result.VERIFIED)


@pytest.mark.parametrize("operation", ["PutObject", "HeadObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload", "GetBucketEncryption", "HeadBucket"])
@pytest.mark.parametrize("answer", [Answer(200, {}, b"<html>hello</html>"), Answer(200), Answer(200, {}, b"<a>"), Answer(503), Answer(404, {}, b"<html>"), CUT, Answer(302, {"Location": "http://127.0.0.1:1/"}), Answer(200, {"Content-Length": "notnumber"})])  # fmt: skip
def test_nonsense(hostile, desk, small, large, operation, answer):
    from s3enc_gui.domain.errors import AppError
    hostile.always(operation, answer)
    for path in (small, large):
        try:
            outcome = upload(desk, path, EncryptionChoice(Encryption.BUCKET_DEFAULT))
        except AppError as error:
            print(error)
            continue
        print(operation, answer, outcome.result, outcome.error, outcome.proof and outcome.proof.doubts)
        assert outcome.result is not Result.VERIFIED or path.name in hostile.objects
    assert not hostile.uploads


@pytest.mark.parametrize("operation", ["PutObject", "UploadPart"])
def test_early_refusal(hostile, desk, small, large, operation):
    hostile.deaf[operation] = refusal(403, "AccessDenied", "Access Denied")
    outcome = upload(desk, small if operation == "PutObject" else large)
    assert outcome.result is Result.FAILED
    assert outcome.error.code == "AccessDenied"


@pytest.mark.parametrize("operation", ["PutObject", "UploadPart"])
def test_cut_in_mid(hostile, desk, small, large, operation):
    hostile.deaf[operation] = CUT
    outcome = upload(desk, small if operation == "PutObject" else large)
    assert outcome.result is Result.FAILED
    print(outcome.error)
    assert not hostile.uploads


def test_cancel_after_all_bytes(hostile, desk, tmp_path):
    from s3enc_gui.jobs.upload import FileSent
    path = tmp_path / "x.bin"
    path.write_bytes(bytes(3 << 20))
    sent = 0
    def report(event):
        nonlocal sent
        if isinstance(event, FileSent):
            sent += event.change
            if sent >= 3 << 20:
                desk.stopped.set()
    (outcome,) = desk.upload("bucket", [path], report=report)
    assert (outcome.result is Result.CANCELLED) == (not hostile.objects), outcome
