"""The way for each object, over the whole table of kinds (aws-facts: who can change what)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.object_details import ObjectLock
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import StatusKind, kind_of
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.reencryption.way import Choice, Means, Reason, Subject, Way, choose
from s3enc_gui.domain.reencryption.where import parse_where

NOW = datetime(2026, 3, 1, tzinfo=UTC)
KEY = "arn:aws:kms:eu-west-1:111122223333:key/one"
OTHER = "arn:aws:kms:eu-west-1:111122223333:key/two"
GIB = 1024**3
SSE_S3 = EncryptionStatus("AES256")
KMS, KMS_OTHER = EncryptionStatus("aws:kms", KEY), EncryptionStatus("aws:kms", OTHER)
KMS_BUCKET_KEY = EncryptionStatus("aws:kms", KEY, bucket_key=True)
DSSE = EncryptionStatus("aws:kms:dsse", KEY)
PLAIN = EncryptionStatus()
SSE_C = EncryptionStatus(customer_algorithm="AES256")
BACKUP = EncryptionStatus("aws:backup")
SILENT = EncryptionStatus(unreported=True)
TO_S3, TO_KMS = Target(Encryption.SSE_S3), Target(Encryption.SSE_KMS, KEY)
TO_DSSE = Target(Encryption.DSSE_KMS, KEY)
NOTHING, UPDATE, COPY, PARTS = (
    Choice(way) for way in (Way.NOTHING, Way.UPDATE, Way.COPY, Way.PARTS)
)


def cannot(reason):
    return Choice(Way.CANNOT, reason)


def way(status, target, *, update=True, **more):
    subject = Subject(kind_of(status), status, **more)
    return choose(subject, target, Means(update), NOW)


TABLE = {
    # from: to SSE-S3, to SSE-KMS, to DSSE-KMS
    SSE_S3: (NOTHING, UPDATE, COPY),
    KMS: (COPY, NOTHING, COPY),
    KMS_OTHER: (COPY, UPDATE, COPY),
    KMS_BUCKET_KEY: (COPY, UPDATE, COPY),
    DSSE: (COPY, COPY, NOTHING),
    PLAIN: (COPY, COPY, COPY),
    SSE_C: (cannot(Reason.CUSTOMER_KEY),) * 3,
    BACKUP: (cannot(Reason.OTHER_KIND),) * 3,
    SILENT: (cannot(Reason.NOT_REPORTED),) * 3,
}


@pytest.mark.parametrize("status", TABLE)
def test_every_kind_to_every_kind(status):
    assert tuple(way(status, to) for to in (TO_S3, TO_KMS, TO_DSSE)) == TABLE[status]


@pytest.mark.parametrize("status", TABLE)
def test_without_update_everything_is_copied(status):
    expected = tuple(COPY if one == UPDATE else one for one in TABLE[status])
    assert tuple(way(status, to, update=False) for to in (TO_S3, TO_KMS, TO_DSSE)) == expected


@pytest.mark.parametrize("status", TABLE)
def test_large_objects_are_copied_in_parts_and_updated_as_they_are(status):
    found = tuple(way(status, to, size=5 * GIB + 1) for to in (TO_S3, TO_KMS, TO_DSSE))
    assert found == tuple(PARTS if one == COPY else one for one in TABLE[status])
    assert way(PLAIN, TO_S3, size=5 * GIB) == COPY


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"is_latest": False}, Reason.OLD_VERSION),
        ({"storage_class": "DEEP_ARCHIVE"}, Reason.ARCHIVED),
        (
            {"storage_class": "INTELLIGENT_TIERING", "archive_status": "ARCHIVE_ACCESS"},
            Reason.ARCHIVED,
        ),
        ({"storage_class": "SNOW"}, Reason.STORAGE_CLASS),
    ],
)
@pytest.mark.parametrize("status", TABLE)
def test_what_can_not_be_copied_can_be_updated(status, more, reason):
    found = tuple(way(status, to, **more) for to in (TO_S3, TO_KMS, TO_DSSE))
    assert found == tuple(cannot(reason) if one == COPY else one for one in TABLE[status])


def test_a_restored_object_is_copied():
    more = {"storage_class": "GLACIER", "restore": 'ongoing-request="false", expiry-date="x"'}
    assert way(SSE_S3, TO_DSSE, **more) == COPY


@pytest.mark.parametrize(
    ("lock", "expected"),
    [
        (ObjectLock("GOVERNANCE", NOW + timedelta(days=1)), COPY),
        (ObjectLock("COMPLIANCE", NOW - timedelta(days=1)), UPDATE),
        (ObjectLock(legal_hold="ON"), COPY),
        (ObjectLock(legal_hold="OFF"), UPDATE),
        (ObjectLock(event_hold="ON", event_days=3), COPY),
        (ObjectLock(event_hold="OFF"), UPDATE),
    ],
)
def test_locked_objects_are_not_updated(lock, expected):
    assert way(SSE_S3, TO_KMS, lock=lock) == expected
    old = way(SSE_S3, TO_KMS, lock=lock, is_latest=False)
    assert old == (UPDATE if expected == UPDATE else cannot(Reason.LOCKED))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [(StatusKind.DENIED, Reason.DENIED), (StatusKind.UNKNOWN, Reason.UNREADABLE)],
)
def test_what_can_not_be_read_can_not_be_changed(kind, reason):
    assert choose(Subject(kind, None), TO_KMS, Means(update=True), NOW) == cannot(reason)


@pytest.mark.parametrize("status", [PLAIN, SSE_C, BACKUP, SILENT, EncryptionStatus("aws:kms")])
def test_some_kinds_can_not_be_brought_back(status):
    assert Target.of(status) is None
    assert way(KMS, None) == cannot(Reason.UNREQUESTABLE)


@pytest.mark.parametrize("status", [SSE_S3, KMS, KMS_BUCKET_KEY, DSSE])
def test_the_target_of_a_status_asks_for_it(status):
    target = Target.of(status)
    assert target is not None
    assert target.status == status
    assert target.is_met_by(status)
    others = [one for one in TABLE if one != status]
    assert not any(target.is_met_by(one) for one in others)


def test_every_combination_has_a_way():
    sizes, latest, updates = (0, 6 * GIB), (True, False), (True, False)
    for status, to, size, is_latest, update in product(
        TABLE, (TO_S3, TO_KMS, TO_DSSE), sizes, latest, updates
    ):
        found = way(status, to, size=size, is_latest=is_latest, update=update)
        assert bool(found.reason) == (found.way is Way.CANNOT)


MINE = EncryptionStatus(customer_algorithm="AES256", customer_key="mine")
TO_MINE = Target(Encryption.SSE_C, customer_key="mine")


@pytest.mark.parametrize(
    ("status", "target", "expected"),
    [
        (MINE, TO_S3, COPY),
        (MINE, TO_KMS, COPY),
        (MINE, TO_MINE, NOTHING),
        (MINE, Target(Encryption.SSE_C, customer_key="other"), COPY),
        (SSE_C, TO_MINE, cannot(Reason.CUSTOMER_KEY)),
        (SSE_S3, TO_MINE, COPY),
        (KMS, TO_MINE, COPY),
        (PLAIN, TO_MINE, COPY),
    ],
)
def test_a_customer_key_that_is_known_is_changed_by_a_copy(status, target, expected):
    assert way(status, target) == expected
    assert Target.of(TO_MINE.status) == TO_MINE
    assert Target.of(SSE_C) is None


def test_where_objects_have_customer_keys():
    accepts = parse_where("SSE-C").accepts
    assert [accepts(one) for one in (MINE, SSE_C, SSE_S3, PLAIN)] == [True, True, False, False]
