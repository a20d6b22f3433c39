from __future__ import annotations

from datetime import UTC, datetime

import pytest

from s3enc_gui.domain.deletion import Versioning
from s3enc_gui.domain.denial import Denial, Permission
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.bucket_page import (
    BucketPage,
    ObjectLock,
    Owner,
    PolicySummary,
    PublicAccess,
    Rules,
    Versions,
    page_document,
)
from s3enc_gui.domain.guard.rules import Guard, Rule
from s3enc_gui.wording.guard.page import page_rows

KEY = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555"
PAGE = BucketPage(
    "bucket",
    region="eu-west-1",
    encryption=BucketEncryption("aws:kms", KEY, bucket_key=True, blocked=("SSE-C",)),
    policy=PolicySummary(3, Guard(frozenset({Rule.SSE_S3, Rule.TLS}))),
    versions=Versions(Versioning.ENABLED, mfa_delete=True),
    object_lock=ObjectLock(enabled=True, mode="GOVERNANCE", days=30),
    ownership="BucketOwnerEnforced",
    public_access=PublicAccess(True, True, True, True),
    owner=Owner("abc", own=True),
    created=datetime(2026, 3, 1, 12, tzinfo=UTC),
    replication=Rules(1, 2, ("copy",)),
    lifecycle=Rules(1, 1),
    inventories=("daily",),
)


def rows(**changes):
    return dict(page_rows(BucketPage("bucket", **changes)))


def test_all_rows():
    found = dict(page_rows(PAGE))
    assert found.pop("Created").startswith("2026-03-01")
    assert found == {
        "Region": "eu-west-1",
        "Owner": "Your account: abc",
        "Default encryption": "SSE-KMS",
        "KMS key": KEY,
        "Bucket key": "On",
        "Blocked encryption types": "SSE-C",
        "Required encryption": "Encrypted with SSE-S3 · Only over TLS (https)",
        "Bucket policy": "3 statements",
        "Versioning": "On, with MFA delete",
        "Object Lock": "On: new objects are locked for 30 days (governance)",
        "Object Ownership": "Bucket owner enforced: ACLs are disabled",
        "Block Public Access": "On: all public access is blocked",
        "Replication": "2 rules, 1 enabled, to copy",
        "Lifecycle": "1 rule",
        "Inventory": "daily",
    }


def test_nothing_is_said_of_what_is_not_read_yet():
    assert set(rows().values()) == {""}


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (AppError("Denied", code="AccessDenied"), "You aren't allowed to look"),
        (
            AppError(
                "Denied",
                code="AccessDenied",
                denial=Denial("GetBucketAcl", (Permission("s3:GetBucketAcl"),)),
            ),
            "You aren't allowed to look (s3:GetBucketAcl)",
        ),
        (AppError("No", code="NotImplemented"), "The server doesn't report it"),
        (
            AppError("The connection timed out", code="X"),
            "Couldn't be read: The connection timed out",
        ),
    ],
)
def test_each_setting_says_why_it_could_not_be_read(error, said):
    names = [one for one in BucketPage.__dataclass_fields__ if one != "bucket"]
    for name in names:
        found = rows(**{name: error})
        assert said in found.values(), name
        assert set(found.values()) == {said, ""}


@pytest.mark.parametrize(
    ("change", "label", "said"),
    [
        ({"encryption": BucketEncryption()}, "Default encryption", "None"),
        ({"encryption": BucketEncryption("aws:new")}, "Default encryption", "aws:new"),
        ({"encryption": BucketEncryption("aws:kms")}, "KMS key", "aws/s3, the AWS managed key"),
        ({"encryption": BucketEncryption("AES256")}, "KMS key", "None"),
        (
            {"encryption": BucketEncryption("AES256")},
            "Blocked encryption types",
            "The server doesn't report it",
        ),
        (
            {"encryption": BucketEncryption("AES256", blocked=("NONE",))},
            "Blocked encryption types",
            "None",
        ),
        (
            {"policy": PolicySummary(1, None)},
            "Required encryption",
            "S3enc's statements were changed by hand",
        ),
        ({"policy": PolicySummary(0, Guard())}, "Required encryption", "Not required"),
        (
            {"object_lock": ObjectLock(enabled=True, mode="COMPLIANCE", years=1)},
            "Object Lock",
            "On: new objects are locked for 1 year (compliance)",
        ),
        (
            {"object_lock": ObjectLock(enabled=True)},
            "Object Lock",
            "On, without a default retention",
        ),
        ({"public_access": PublicAccess()}, "Block Public Access", "Off"),
        (
            {"public_access": PublicAccess(block_acls=True)},
            "Block Public Access",
            "Blocks only: new public ACLs",
        ),
        ({"owner": Owner("", own=False)}, "Owner", "Another account"),
        ({"owner": Owner("abc", "tests")}, "Owner", "tests"),
        ({"ownership": "New"}, "Object Ownership", "New"),
        ({"replication": Rules()}, "Replication", "None"),
        ({"inventories": ()}, "Inventory", "None"),
    ],
)
def test_values(change, label, said):
    assert rows(**change)[label] == said


def test_the_page_as_json_values():
    found = page_document(PAGE)
    assert found["created"] == "2026-03-01T12:00:00+00:00"
    assert found["policy"] == {"statements": 3, "rules": ["sse-s3", "tls"], "key": None}
    assert found["inventories"] == ["daily"]
    assert found["versions"] == {"state": Versioning.ENABLED.value, "mfa_delete": True}
