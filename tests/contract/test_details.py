"""Details of one object, on every server and with both transports."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from s3enc_gui.domain.encryption.object_details import ContentHeaders, KeyFacts, ObjectLock
from s3enc_gui.domain.location import Location
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.s3.objects import inspection
from s3enc_gui.wording.key_warnings import key_warning

pytestmark = pytest.mark.contract

UNTIL = datetime(2099, 1, 2, 3, 4, 5, tzinfo=UTC)
CONTENT = ContentHeaders(
    "max-age=60", 'attachment; filename="a.pdf"', "gzip", "en-GB", "Wed, 21 Oct 2099 07:28:00 GMT"
)


@pytest.fixture
def harness(any_server, connect):
    return connect(any_server)


@pytest.fixture
def s3(any_server):
    return any_server.client("s3")


@pytest.fixture
def bucket(any_server, new_bucket):
    return new_bucket(any_server)


def inspect(harness, bucket, version=None):
    return harness.run(InspectObject(harness.connection, Location(bucket, "a"), version))


def details_of(harness, server, where):
    """Return what both transports report."""
    s3 = harness.aws_session.s3(server.region)
    return [
        harness.services.run(inspection.read_details(s3, make(server.region), where))
        for make in (harness.aws_session.botocore_transport, harness.aws_session.fast_transport)
    ]


def test_both_transports_return_the_same_details(harness, any_server, s3, bucket):
    s3.put_object(
        Bucket=bucket,
        Key="a",
        Body=b"x",
        ContentType="application/pdf",
        CacheControl=CONTENT.cache_control,
        ContentDisposition=CONTENT.disposition,
        ContentEncoding=CONTENT.encoding,
        ContentLanguage=CONTENT.language,
        Expires=CONTENT.expires,
        Metadata={"owner": "anna", "project": "x 13"},
        Tagging="class=secret&cost%20centre=4711",
    )
    one, other = details_of(harness, any_server, Location(bucket, "a"))
    assert one == other
    assert one.content_type == "application/pdf"
    assert one.metadata == {"owner": "anna", "project": "x 13"}
    assert one.content == CONTENT
    assert one.tag_count == (None if any_server.name == "localstack" else 2)
    assert inspect(harness, bucket).tags == {"class": "secret", "cost centre": "4711"}


def test_object_lock_is_reported(harness, any_server, s3, new_bucket):
    bucket = new_bucket(any_server, ObjectLockEnabledForBucket=True)
    version = s3.put_object(
        Bucket=bucket,
        Key="a",
        Body=b"x",
        ObjectLockMode="GOVERNANCE",
        ObjectLockRetainUntilDate=UNTIL,
        ObjectLockLegalHoldStatus="ON",
    )["VersionId"]
    one, other = details_of(harness, any_server, Location(bucket, "a"))
    where = {"Bucket": bucket, "Key": "a", "VersionId": version}
    s3.put_object_legal_hold(**where, LegalHold={"Status": "OFF"})
    s3.delete_object(**where, BypassGovernanceRetention=True)
    assert one == other
    assert one.lock == ObjectLock("GOVERNANCE", UNTIL, "ON")


def test_tags_are_those_of_the_version(harness, s3, bucket):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    old = s3.put_object(Bucket=bucket, Key="a", Body=b"x", Tagging="n=1")["VersionId"]
    s3.put_object(Bucket=bucket, Key="a", Body=b"x", Tagging="n=2")
    assert inspect(harness, bucket, old).tags == {"n": "1"}
    assert inspect(harness, bucket).tags == {"n": "2"}


def test_a_key_and_its_warning(harness, any_server, s3, bucket):
    arn = any_server.new_key(alias=bucket)
    sse = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": arn}
    s3.put_object(Bucket=bucket, Key="a", Body=b"x", **sse)
    found = inspect(harness, bucket)
    assert found.key == KeyFacts("Enabled", "CUSTOMER")
    assert (found.key_region, found.key_account) == (any_server.region, arn.split(":")[4])
    assert (found.tags, key_warning(found)) == ({}, None)
    # moto takes no ARN here.
    kms, key_id = any_server.client("kms"), arn.rpartition("/")[2]
    kms.schedule_key_deletion(KeyId=key_id, PendingWindowInDays=7)
    found = inspect(harness, bucket)
    assert found.key
    assert found.key.state == "PendingDeletion"
    assert found.key.deletion_date
    assert found.key.deletion_date > datetime.now(UTC) + timedelta(days=6)
    warning = key_warning(found)
    assert warning
    assert bucket in warning.detail
