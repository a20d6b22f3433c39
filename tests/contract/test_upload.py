"""Uploading and verifying, on every server."""

from __future__ import annotations

from typing import Any

import pytest

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import Aspect
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.listing.inspect_object import DeleteObject, InspectObject
from s3enc_gui.jobs.uploads.queue.events import BytesSent, TransferEnded
from s3enc_gui.jobs.uploads.upload import FilesQueued
from s3enc_gui.s3.session.aws_session import AwsSession

pytestmark = pytest.mark.contract

SSE_S3 = EncryptionChoice(Encryption.SSE_S3)
AWS_S3 = EncryptionChoice(Encryption.SSE_KMS)


def kms(key, bucket_key=None):
    return EncryptionChoice(Encryption.SSE_KMS, key, bucket_key)


@pytest.fixture
def harness(any_server, connect):
    return connect(any_server)


@pytest.fixture
def bucket(any_server, new_bucket):
    return new_bucket(any_server)


@pytest.fixture
def key(any_server):
    return any_server.new_key()


def test_sse_s3_small_and_large(harness, bucket, small, large, any_server):
    outcomes = harness.upload(bucket, [small, large], SSE_S3)
    assert [outcome.result for outcome in outcomes] == [Result.VERIFIED] * 2
    for path in (small, large):
        stored = any_server.client("s3").get_object(Bucket=bucket, Key=path.name)
        assert stored["Body"].read() == path.read_bytes()
        assert stored["ServerSideEncryption"] == "AES256"


def test_kms_small_and_large(harness, bucket, small, large, key):
    for outcome in harness.upload(bucket, [small, large], kms(key)):
        assert outcome.result is Result.VERIFIED, outcome
        assert outcome.details.key_arn == key
        assert outcome.details.status.algorithm == "aws:kms"


def test_a_key_id_and_an_alias_are_resolved(harness, bucket, small, any_server):
    name = f"alias-{bucket}"
    arn = any_server.new_key(alias=name)
    for number, text in enumerate((arn.rsplit("/", 1)[1], f"alias/{name}")):
        (outcome,) = harness.upload(bucket, [small], kms(text), prefix=f"{number}/")
        assert outcome.result is Result.VERIFIED, outcome
        assert outcome.details.key_arn == arn
        assert outcome.details.key_aliases == (f"alias/{name}",)


def test_an_empty_file(harness, bucket, tmp_path):
    empty = tmp_path / "empty"
    empty.touch()
    (outcome,) = harness.upload(bucket, [empty])
    assert outcome.result is Result.VERIFIED
    assert outcome.details.size == 0


def test_the_bucket_default_is_verified(harness, bucket, small):
    (outcome,) = harness.upload(bucket, [small], EncryptionChoice(Encryption.BUCKET_DEFAULT))
    assert outcome.result is Result.VERIFIED, outcome
    assert outcome.expectation.algorithm == outcome.details.status.algorithm


def test_all_requested_properties_are_verified(harness, bucket, small, large):
    requested = {
        "tags": (("team", "blue"), ("a b", "c+d")),
        "metadata": (("Owner", "anna"), ("blanks", " x  y ")),
        "storage_class": "STANDARD_IA",
    }
    for outcome in harness.upload(bucket, [small, large], SSE_S3, **requested):
        assert outcome.result is Result.VERIFIED, outcome.proof.doubts
        aspects = {one.aspect for one in outcome.proof.findings}
        assert {Aspect.STORAGE_CLASS, Aspect.CONTENT_TYPE, Aspect.METADATA, Aspect.TAGS} <= aspects


def test_unusual_keys_and_metadata(harness, bucket, tmp_path, any_server):
    name = "žluťoučký kůň & 日本 +%20'\".txt"
    path = tmp_path / name
    path.write_text("x")
    (outcome,) = harness.upload(bucket, [path], metadata=(("owner", "me"),), tags=(("č", "ň é"),))
    assert outcome.result is Result.VERIFIED, outcome
    tags = any_server.client("s3").get_object_tagging(Bucket=bucket, Key=name)["TagSet"]
    assert tags == [{"Key": "č", "Value": "ň é"}]


def test_progress_adds_up_and_every_file_ends_once(harness, bucket, small, large):
    harness.upload(bucket, [small, large])
    sent = sum(report.change for report in harness.reports if isinstance(report, BytesSent))
    assert sent == small.stat().st_size + large.stat().st_size
    (queued,) = [report for report in harness.reports if isinstance(report, FilesQueued)]
    ended = [report.id for report in harness.reports if isinstance(report, TransferEnded)]
    assert (sorted(ended), len(ended)) == (sorted(queued.ids), 2)


def test_nothing_is_overwritten_by_default(harness, bucket, small, large, any_server):
    harness.upload(bucket, [small])
    for path in (small, large):
        any_server.client("s3").put_object(Bucket=bucket, Key=path.name, Body=b"theirs")
    outcomes = harness.upload(bucket, [small, large])
    assert [outcome.result for outcome in outcomes] == [Result.EXISTS] * 2
    stored = any_server.client("s3").get_object(Bucket=bucket, Key=small.name)
    assert stored["Body"].read() == b"theirs"


@pytest.mark.parametrize(
    ("policy", "result", "names"),
    [
        (IfExists.SKIP, Result.SKIPPED, ["small.txt"]),
        (IfExists.OVERWRITE, Result.VERIFIED, ["small.txt"]),
        (IfExists.RENAME, Result.VERIFIED, ["small (1).txt", "small.txt"]),
    ],
)
def test_an_existing_key_by_policy(harness, bucket, small, any_server, policy, result, names):
    harness.upload(bucket, [small])
    (outcome,) = harness.upload(bucket, [small], if_exists=policy)
    assert outcome.result is result
    listed = any_server.client("s3").list_objects_v2(Bucket=bucket)["Contents"]
    assert [entry["Key"] for entry in listed] == names


def test_a_canceled_upload_leaves_nothing(harness, bucket, large, any_server):
    def stop_midway(report):
        if isinstance(report, BytesSent):
            harness.stopped.set()

    (outcome,) = harness.upload(bucket, [large], report=stop_midway)
    s3 = any_server.client("s3")
    assert outcome.result is Result.CANCELLED
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)
    assert not s3.list_multipart_uploads(Bucket=bucket).get("Uploads")


def test_a_file_that_changes_during_the_upload_is_not_stored(harness, bucket, tmp_path, any_server):
    growing = tmp_path / "growing.bin"
    growing.write_bytes(bytes(20 << 20))

    def grow(report):
        if isinstance(report, BytesSent) and growing.stat().st_size == 20 << 20:
            with growing.open("ab") as file:
                file.write(b"more")

    (outcome,) = harness.upload(bucket, [growing], report=grow)
    s3 = any_server.client("s3")
    assert outcome.result is Result.FAILED
    assert outcome.error.code == "FileChanged"
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)
    assert not s3.list_multipart_uploads(Bucket=bucket).get("Uploads")


def test_one_missing_file_does_not_stop_the_others(harness, bucket, small, tmp_path):
    gone = tmp_path / "gone.txt"
    gone.write_text("x")
    outcomes = harness.upload(bucket, [gone, small], report=lambda _: gone.unlink(missing_ok=True))
    assert [outcome.result for outcome in outcomes] == [Result.FAILED, Result.VERIFIED]
    assert outcomes[0].error.code == "ENOENT"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("alias/no-such-key", "NotFoundException"),
        ("arn:aws:kms:eu-west-1:123456789012:key/0f57c9b4-98b0-4b1b-9d6c-5ff7b6a3a5de",
         "KeyInOtherRegion"),
    ],
)  # fmt: skip
def test_an_unusable_kms_key_is_refused_before_the_first_byte(harness, bucket, small, text, code):
    with pytest.raises(AppError) as caught:
        harness.upload(bucket, [small], kms(text))
    assert caught.value.code == code
    assert harness.reports == []


def test_a_disabled_kms_key_is_refused(harness, bucket, small, any_server, key):
    any_server.client("kms").disable_key(KeyId=key.rsplit("/", 1)[1])
    with pytest.raises(AppError, match="disabled") as caught:
        harness.upload(bucket, [small], kms(key))
    assert caught.value.code == "KMS.DisabledException"


def test_no_such_bucket(harness, small):
    with pytest.raises(AppError) as caught:
        harness.upload("no-such-bucket-at-all", [small])
    assert caught.value.code in ("404", "NoSuchBucket")


def test_inspecting_and_deleting_an_uploaded_object(harness, bucket, small, key):
    (outcome,) = harness.upload(bucket, [small], kms(key))
    location = outcome.details.location
    details = harness.run(InspectObject(harness.connection, location))
    assert (details.status, details.key_arn) == (outcome.details.status, key)
    harness.run(DeleteObject(harness.connection, location, outcome.version_id))
    with pytest.raises(AppError) as caught:
        harness.run(InspectObject(harness.connection, location))
    assert caught.value.code == "404"


def test_deleting_does_not_delete_an_object_of_another_writer(harness, bucket, small, any_server):
    (outcome,) = harness.upload(bucket, [small])
    any_server.client("s3").put_object(Bucket=bucket, Key=small.name, Body=b"theirs")
    details = outcome.details
    with pytest.raises(AppError) as caught:
        harness.run(DeleteObject(harness.connection, details.location, etag=details.etag))
    assert caught.value.code == "ObjectChanged"
    assert any_server.client("s3").head_object(Bucket=bucket, Key=small.name)


def test_the_last_choice_is_remembered(harness, bucket, small, key):
    harness.upload(bucket, [small], kms(key))
    assert harness.services.settings.last_choice(bucket) == kms(key)


def test_a_server_that_refuses_the_checksum_gets_content_md5(
    harness, bucket, small, large, monkeypatch
):
    monkeypatch.setattr(AwsSession, "mixed_transport", AwsSession.botocore_transport)
    guards = _refuse_crc64nvme(harness.aws_session.s3())
    for outcome in harness.upload(bucket, [small, large]):
        assert outcome.result is Result.VERIFIED, outcome
    # The small file, the trial of conditional writes, and three parts.
    assert guards == ["md5"] * 5


def _refuse_crc64nvme(client):
    """Refuse requests with CRC64NVME like servers that do not know the header.

    Returns a list that grows with the checksums of all other requests.
    """
    guards = []
    from botocore.awsrequest import AWSResponse, HTTPHeaders

    def refuse(request, **_):
        if "CRC64NVME" not in f"{request.headers} {request.url}".upper():
            if "Content-MD5" in request.headers:
                guards.append("md5")
            return None
        body = b"<Error><Code>NotImplemented</Code><Message>A header you sent</Message></Error>"
        response: Any = AWSResponse(request.url, 501, HTTPHeaders(), None)
        response._content = body
        return response

    client.meta.events.register("before-send.s3", refuse)
    return guards
