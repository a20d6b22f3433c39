"""Sample audits."""

from __future__ import annotations

from datetime import UTC, datetime

from s3enc_gui.domain.audits.audit import Audited, AuditFacts, AuditScope, parse_requirement
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.domain.encryption.groups import Group, GroupCount, NamedKey, Summary
from s3enc_gui.domain.encryption.status import BucketEncryption, EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.listing import ListedObject

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ARN = "arn:aws:kms:eu-west-1:111122223333:key/0ecd1de5-0000-4000-8000-000000000001"
KEYS = {ARN: NamedKey(ARN, ARN, ("alias/test_key",), False)}
KMS = Group(StatusKind.SSE_KMS, ARN, "aws:kms")
S3 = Group(StatusKind.SSE_S3, algorithm="AES256")
BARE = Group(StatusKind.NONE)
SILENT = Group(StatusKind.NOT_REPORTED)
DENIED = Group(StatusKind.DENIED, error="403")
GONE = Group(StatusKind.GONE, error="404")


def report(*counts, required="", ended=True, versions=False, listed=None):
    """A report with these (group, objects), each object of 1,000 bytes."""
    group_counts = [GroupCount(group, objects, 1000 * objects) for group, objects in counts]
    summary = Summary.of(group_counts)
    facts = AuditFacts(
        AuditScope("my-bucket", "", versions),
        NOW,
        NOW if ended else None,
        BucketEncryption("AES256"),
        "eu-west-1",
        listed=summary.objects if listed is None else listed,
        all_listed=True,
    )
    wanted = parse_requirement(required) if required else None
    return AuditReport(facts, summary, KEYS, wanted)


def audited(key, group=KMS, size=1000, version=None):
    """An object of a group."""
    status = EncryptionStatus(group.algorithm, group.key)
    listed = ListedObject(key, size, NOW, "etag", version_id=version)
    return Audited(listed, ObjectStatus(group.kind, status, NOW), group)
