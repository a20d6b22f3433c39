from __future__ import annotations

from datetime import UTC, datetime, timedelta

from s3enc_gui.domain.encryption.groups import Group, GroupCount, NamedKey
from s3enc_gui.domain.encryption.selection_summary import SelectionSummary, summary_of
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind, kind_of
from s3enc_gui.domain.listing import ListedObject
from tests.fakes.samples import ARN

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OTHER = ARN[:-3] + "222"
KEYS = {
    ARN: NamedKey(ARN, ARN, ("alias/test_key",), False),
    OTHER: NamedKey(OTHER, OTHER, (), True),
    "not met": NamedKey("not met"),
}
KMS, S3 = EncryptionStatus("aws:kms", ARN), EncryptionStatus("AES256")


def listed(size=10, *, day=0, **more):
    return ListedObject("k", size, NOW + timedelta(days=day), "e", **more)


def seen(status, error=""):
    if status is None:
        return ObjectStatus(StatusKind.DENIED, None, NOW, error)
    return ObjectStatus(kind_of(status), status, NOW)


def test_an_empty_selection():
    assert summary_of([], KEYS) == SelectionSummary()


def test_objects_are_counted_by_status():
    found = summary_of(
        [
            (listed(day=1), seen(KMS)),
            (listed(20), seen(EncryptionStatus("aws:kms", ARN))),
            (listed(storage_class="GLACIER"), seen(S3)),
            (listed(day=5), None),
            (listed(), seen(None, "403")),
            (listed(0, day=-3, is_delete_marker=True), None),
        ],
        KEYS,
    )
    assert (found.objects, found.bytes, found.unchecked, found.delete_markers) == (5, 60, 1, 1)
    assert found.encryption.group_counts == (
        GroupCount(Group(StatusKind.SSE_KMS, ARN, "aws:kms"), 2, 30),
        GroupCount(Group(StatusKind.SSE_S3, None, "AES256"), 1, 10),
        GroupCount(Group(StatusKind.DENIED, error="403"), 1, 10),
    )
    assert found.storage_classes == {"STANDARD": 4, "GLACIER": 1}
    assert (found.oldest, found.newest) == (NOW - timedelta(days=3), NOW + timedelta(days=5))
    assert found.kms_keys == {ARN: 2, None: 1}
    assert found.keys == {ARN: KEYS[ARN]}


def test_aws_s3_is_recognized():
    found = summary_of([(listed(), seen(EncryptionStatus("aws:kms", OTHER)))], KEYS)
    assert [one.group.kind for one in found.encryption.group_counts] == [StatusKind.SSE_KMS_AWS]


def test_an_unknown_time_is_ignored():
    found = summary_of([(ListedObject("k", 1, None, "e"), None)], {})
    assert (found.oldest, found.newest) == (None, None)


def test_summaries_can_be_added():
    chosen = [
        (listed(n, day=n, storage_class=f"C{n % 2}"), [seen(KMS), seen(S3), None][n % 3])
        for n in range(12)
    ]
    pieces = summary_of(chosen[:5], KEYS) + summary_of(chosen[5:], KEYS)
    assert pieces == summary_of(chosen, KEYS)
    assert pieces + SelectionSummary() == pieces
