from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from s3enc_gui.domain.copies.comparison import CopyProof, CopySource, Trait, compare, unseen
from s3enc_gui.domain.copies.object_lock import lock_parameters
from s3enc_gui.domain.copies.request import (
    check_source,
    copy_parameters,
    creation_parameters,
    encryption_parameters,
)
from s3enc_gui.domain.encryption.comparison import Verdict
from s3enc_gui.domain.encryption.finding import ACCESS_DENIED
from s3enc_gui.domain.encryption.object_details import Checksum, ContentHeaders, ObjectLock
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.wording.labels import finding_text
from tests.fakes.samples import ARN, DETAILS

CONTENT = ContentHeaders("no-cache", expires="Wed, 21 Oct 2026 07:28:00 GMT", redirect="/there")
SOURCE = CopySource(
    replace(
        DETAILS,
        metadata={"owner": "anna"},
        content_type="text/plain",
        content=CONTENT,
        tags={"a": "b c"},
        storage_class="STANDARD_IA",
    ),
)
S3_SSE, NONE = EncryptionStatus("AES256"), EncryptionStatus()
OTHER_CRC = Checksum("CRC64NVME", "AAAAAAAAAAA=")


def but(**changes):
    return CopySource(replace(SOURCE.details, **changes))


def doubts(source, copy, **more):
    return {one.trait: one.verdict for one in compare(source, copy, **more).doubts}


def test_an_equal_copy_is_verified():
    assert compare(SOURCE, SOURCE, DETAILS.etag).verdict is Verdict.VERIFIED


@pytest.mark.parametrize(
    ("change", "trait"),
    [
        ({"status": S3_SSE}, Trait.ENCRYPTION),
        ({"status": NONE}, Trait.ENCRYPTION),
        ({"status": EncryptionStatus("aws:kms:dsse", ARN)}, Trait.ENCRYPTION),
        ({"status": EncryptionStatus("aws:kms", f"{ARN}0", bucket_key=True)}, Trait.KEY),
        ({"status": EncryptionStatus("aws:kms", ARN)}, Trait.BUCKET_KEY),
        ({"size": 1}, Trait.SIZE),
        ({"checksum": OTHER_CRC}, Trait.CONTENT),
        ({"storage_class": "STANDARD"}, Trait.STORAGE_CLASS),
        ({"content_type": "text/html"}, Trait.HEADERS),
        ({"content": ContentHeaders()}, Trait.HEADERS),
        ({"content": replace(CONTENT, redirect="")}, Trait.HEADERS),
        ({"metadata": {}}, Trait.METADATA),
        ({"tags": {}}, Trait.TAGS),
    ],
)
def test_a_lost_trait_is_a_difference(change, trait):
    assert doubts(SOURCE, but(**change))[trait] is Verdict.DIFFERENT


def test_a_key_of_minio_may_be_named_without_the_prefix():
    source, copy, other = (
        but(status=EncryptionStatus("aws:kms", key, bucket_key=True))
        for key in ("arn:aws:kms:my-key", "my-key", "other")
    )
    assert doubts(source, copy) == {}
    assert doubts(source, other) == {Trait.KEY: Verdict.DIFFERENT}


@pytest.mark.parametrize(
    ("change", "trait"),
    [
        ({"tags": None, "tags_refused": "AccessDenied"}, Trait.TAGS),
        ({"status": EncryptionStatus("aws:kms", None, bucket_key=True)}, Trait.KEY),
        ({"checksum": None, "etag": "x-2"}, Trait.CONTENT),
        ({"checksum": Checksum("SHA256", "x"), "etag": "y"}, Trait.CONTENT),
        ({"metadata_left_out": 1}, Trait.METADATA),
    ],
)
def test_unknown_traits(change, trait):
    for one, other in ((SOURCE, but(**change)), (but(**change), SOURCE)):
        assert doubts(one, other) == {trait: Verdict.CANNOT_TELL}


def test_metadata_names_ignore_case():
    assert doubts(but(metadata={"Owner": "anna"}), SOURCE) == {}


def test_a_server_without_tags():
    none = but(tags=None, tags_refused="NotImplemented")
    assert doubts(none, none) == {}


SSE_C = EncryptionStatus(customer_algorithm="AES256", customer_key="md5")


@pytest.mark.parametrize(
    ("found", "doubted"),
    [
        (SSE_C, {}),
        (replace(SSE_C, customer_key="other"), {Trait.CUSTOMER_KEY: Verdict.DIFFERENT}),
        (replace(SSE_C, algorithm="AES256"), {Trait.ENCRYPTION: Verdict.DIFFERENT}),
        (replace(SSE_C, customer_key=None), {Trait.CUSTOMER_KEY: Verdict.CANNOT_TELL}),
        (
            S3_SSE,
            {Trait.ENCRYPTION: Verdict.DIFFERENT, Trait.CUSTOMER_KEY: Verdict.CANNOT_TELL},
        ),
        (NONE, {Trait.ENCRYPTION: Verdict.DIFFERENT, Trait.CUSTOMER_KEY: Verdict.CANNOT_TELL}),
    ],
)
def test_a_customer_key_is_proved_by_its_md5(found, doubted):
    assert doubts(but(status=SSE_C), but(status=found)) == doubted


def test_a_copy_with_a_customer_key_differs_from_every_other_source():
    for status in (S3_SSE, NONE):
        copy = but(status=replace(SSE_C, customer_key=None))
        assert doubts(but(status=status), copy)[Trait.ENCRYPTION] is Verdict.DIFFERENT


def test_an_etag_proves_no_content_under_a_customer_key():
    one = but(status=SSE_C, checksum=None)
    assert doubts(one, one) == {Trait.CONTENT: Verdict.CANNOT_TELL}
    changed = replace(but(status=S3_SSE, checksum=None), had_customer_key=True)
    assert doubts(changed, changed) == {Trait.CONTENT: Verdict.CANNOT_TELL}


def test_an_unencrypted_source_gets_the_bucket_default():
    proof = compare(but(status=NONE), but(status=S3_SSE))
    assert proof.verdict is Verdict.VERIFIED
    shown = finding_text(proof.findings[0])
    assert shown == "Server-side encryption – source: not encrypted, copy: SSE-S3"
    assert encryption_parameters(NONE) == {}


def test_content_that_was_read():
    unknown = but(checksum=None, etag="other")
    assert compare(SOURCE, unknown).lacks_only_content
    assert not compare(SOURCE, but(checksum=None, etag="other", tags=None)).lacks_only_content
    assert doubts(SOURCE, unknown, same_bytes=True) == {}
    assert doubts(SOURCE, unknown, same_bytes=False) == {Trait.CONTENT: Verdict.DIFFERENT}


def test_a_lock_is_not_copied():
    lock = ObjectLock("GOVERNANCE", datetime(2030, 1, 2, tzinfo=UTC), "ON")
    (doubt,) = compare(but(lock=lock), SOURCE).doubts
    locked = "GOVERNANCE until 2030-01-02, legal hold"
    assert finding_text(doubt) == f"Object Lock – source: {locked}, copy: none"
    assert doubts(SOURCE, but(lock=lock)) == {}


@pytest.mark.parametrize(
    ("lock", "shown", "requested"),
    [
        (ObjectLock(event_hold="ON"), "event hold", {}),
        (
            ObjectLock(legal_hold="ON", event_hold="ON", event_days=1),
            "legal hold, event hold, then 1 day",
            {"ObjectLockLegalHoldStatus": "ON", "ObjectLockEventHoldDurationDays": 1},
        ),
        (
            ObjectLock(event_hold="ON", event_years=7),
            "event hold, then 7 years",
            {"ObjectLockEventHoldDurationYears": 7},
        ),
    ],
)
def test_an_event_hold_is_lost_unless_it_is_requested(lock, shown, requested):
    (doubt,) = compare(but(lock=lock), SOURCE).doubts
    assert finding_text(doubt) == f"Object Lock – source: {shown}, copy: none"
    assert lock_parameters(lock) == {"ObjectLockEventHold": "ON", **requested}
    assert lock_parameters(ObjectLock(event_hold="OFF", event_days=1)) == {}


def test_another_request_wrote_the_key():
    assert doubts(SOURCE, SOURCE, answered_etag="x") == {Trait.OBJECT: Verdict.CANNOT_TELL}
    (doubt,) = compare(SOURCE, SOURCE, "x").doubts
    assert "another request wrote the same key" in finding_text(doubt)


@pytest.mark.parametrize("copy", [SOURCE, but(size=1), but(status=NONE)])
def test_another_version_of_the_copy_proves_nothing(copy):
    proof = compare(SOURCE, copy, DETAILS.etag, answered_version="v0")
    assert proof.verdict is Verdict.CANNOT_TELL
    assert "S3 returned another version" in finding_text(proof.findings[-1])


@pytest.mark.parametrize("version", [None, "null", DETAILS.version_id])
def test_the_version_of_the_response_is_the_copy(version):
    assert compare(SOURCE, SOURCE, answered_version=version).verdict is Verdict.VERIFIED


def test_an_unread_copy_is_not_verified():
    assert unseen(ACCESS_DENIED).verdict is Verdict.CANNOT_TELL
    assert CopyProof(()).verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize(
    ("status", "parameters"),
    [
        (S3_SSE, {"ServerSideEncryption": "AES256"}),
        (
            EncryptionStatus("aws:kms", ARN),
            {
                "ServerSideEncryption": "aws:kms",
                "SSEKMSKeyId": ARN,
                "BucketKeyEnabled": False,
            },
        ),
        (
            EncryptionStatus("aws:kms:dsse", ARN),
            {"ServerSideEncryption": "aws:kms:dsse", "SSEKMSKeyId": ARN},
        ),
        (EncryptionStatus("aws:fsx"), {}),
        (EncryptionStatus("aws:backup", ARN), {}),
        (EncryptionStatus("none"), {}),
    ],
)
def test_encryption_parameters(status, parameters):
    assert encryption_parameters(status) == parameters


def test_an_encryption_that_cannot_be_requested_is_compared():
    fsx = but(status=EncryptionStatus("aws:fsx"))
    assert doubts(fsx, but(status=S3_SSE)) == {Trait.ENCRYPTION: Verdict.DIFFERENT}


def test_parameters_of_copy_object_and_multipart_upload():
    whole = copy_parameters(SOURCE)
    assert whole["StorageClass"] == "STANDARD_IA"
    assert whole["WebsiteRedirectLocation"] == "/there"
    assert "Metadata" not in whole
    parts = creation_parameters(SOURCE)
    assert parts["Metadata"] == {"owner": "anna"}
    assert parts["Tagging"] == "a=b+c"
    assert (parts["ContentType"], parts["CacheControl"]) == ("text/plain", "no-cache")
    assert parts["Expires"] == datetime(2026, 10, 21, 7, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    "change",
    [
        {"metadata_left_out": 1},
        {"tags": None, "tag_count": 2},
        {"content": ContentHeaders(expires="never")},
    ],
)
def test_a_multipart_copy_that_would_lose_something_is_refused(change):
    with pytest.raises(AppError) as caught:
        creation_parameters(but(**change))
    assert caught.value.code == "CannotKeep"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": EncryptionStatus(customer_algorithm="AES256")}, "CustomerKey"),
        ({"storage_class": "GLACIER"}, "InvalidObjectState"),
        ({"storage_class": "GLACIER", "restore": 'ongoing-request="true"'}, "InvalidObjectState"),
        ({"archive_status": "ARCHIVE_ACCESS"}, "InvalidObjectState"),
    ],
)
def test_unreadable_sources(change, code):
    with pytest.raises(AppError) as caught:
        check_source(but(**change))
    assert caught.value.code == code


def test_readable_sources():
    check_source(but(storage_class="GLACIER", restore='ongoing-request="false", expiry-date="x"'))
    check_source(but(storage_class="GLACIER_IR"))
