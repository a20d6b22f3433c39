from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from s3enc_gui.domain.audits.audit import Audited, AuditFacts, AuditScope, parse_requirement
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.domain.encryption.groups import Group, GroupCount, NamedKey, Summary
from s3enc_gui.domain.encryption.object_details import UNUSABLE_KEY_STATES
from s3enc_gui.domain.encryption.status import BucketEncryption, EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.wording.audits.audit_report import (
    csv_texts,
    default_text,
    group_label,
    json_texts,
    report_default,
    review_title,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ARN = "arn:aws:kms:eu-west-1:111122223333:key/0ecd1de5-0000-4000-8000-000000000001"
KMS = Group(StatusKind.SSE_KMS, ARN, "aws:kms")
NONE = Group(StatusKind.NONE)
TWO = (GroupCount(KMS, 2, 10),)


def audited(key, group=KMS):
    listed = ListedObject(key, 5, NOW, "e", version_id="v1")
    status = EncryptionStatus(group.algorithm, group.key)
    return Audited(listed, ObjectStatus(group.kind, status, NOW), group)


def partial(report, required="aws:kms", *, group_counts=TWO, all_listed=True):
    """Return the report of an audit that was stopped when 5 objects were listed."""
    facts = replace(report.facts, ended=None, listed=5, all_listed=all_listed)
    wanted = parse_requirement(required) if required else None
    return replace(report, facts=facts, summary=Summary.of(group_counts), requirement=wanted)


@pytest.fixture
def report():
    facts = AuditFacts(AuditScope("b", "p/", True), NOW, NOW, BucketEncryption("AES256"))
    summary = Summary.of([GroupCount(KMS, 2, 10), GroupCount(NONE, 1, 5)])
    keys = {ARN: NamedKey(ARN, ARN, ("alias/test_key",), is_aws_s3=False)}
    return AuditReport(facts, summary, keys, parse_requirement("aws:kms"))


PAGES = [[audited("a"), audited("b\n=1")], [audited("=HYPERLINK(1)", NONE)]]


@pytest.mark.parametrize(
    ("group", "name"),
    [
        (KMS, "SSE-KMS test_key"),
        (Group(StatusKind.SSE_S3, None, "AES256"), "SSE-S3"),
        (Group(StatusKind.SSE_KMS_AWS, "k", "aws:kms"), "SSE-KMS aws/s3"),
        (Group(StatusKind.SSE_KMS, "other", "aws:kms"), "SSE-KMS other"),
        (
            Group(StatusKind.CLIENT_SIDE, ARN, "aws:kms"),
            "client-side encryption, then SSE-KMS (test_key)",
        ),
        (Group(StatusKind.OTHER, None, "aws:fsx"), "encrypted: other (aws:fsx)"),
        (Group(StatusKind.DENIED, error="403"), "access denied (403)"),
        (Group(StatusKind.UNKNOWN, error="ReadTimeoutError"), "unknown (no response)"),
        (Group(StatusKind.CLIENT_SIDE, None, "AES256"), "client-side encryption, then SSE-S3"),
        (NONE, "not encrypted"),
    ],
)
def test_group_names(report, group, name):
    assert group_label(report, group) == name


@pytest.mark.parametrize("kind", StatusKind)
def test_every_kind_has_a_name(report, kind):
    assert group_label(report, Group(kind))


@pytest.mark.parametrize(
    ("default", "text"),
    [
        (None, "not readable"),
        (BucketEncryption(), "none"),
        (BucketEncryption("AES256"), "SSE-S3"),
        (BucketEncryption("aws:kms", None, True), "SSE-KMS, aws/s3, S3 Bucket Key on"),
    ],
)
def test_default_encryption(default, text):
    assert default_text(default) == text


def test_default_encryption_through_an_access_point(report):
    scope = AuditScope("mine-abc123-s3alias")
    facts = replace(report.facts, scope=scope, default=None)
    assert report_default(replace(report, facts=facts)) == "not available through an access point"


def test_csv(report):
    text = "".join(csv_texts(report, PAGES))
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["key"] for row in rows] == ["a", "b\n'=1", "'=HYPERLINK(1)"]
    assert (rows[0]["kms_key_alias"], rows[0]["judgement"]) == ("test_key", "complies")
    assert (rows[2]["encryption"], rows[2]["judgement"]) == ("not encrypted", "does not comply")


@pytest.mark.parametrize("pages", [[], PAGES])
def test_json(report, pages):
    document = json.loads("".join(json_texts(report, pages)))
    assert document["total"] == {"objects": 3, "bytes": 15}
    assert document["complies"] is False
    assert [one["name"] for one in document["summary"]] == ["SSE-KMS test_key", "not encrypted"]
    assert [one["key"] for one in document["objects"]] == [
        one.listed.key for p in pages for one in p
    ]


@pytest.mark.parametrize(
    ("required", "complies"), [("aws:kms", None), ("AES256", False), (None, None)]
)
def test_compliance_of_a_partial_audit(report, required, complies):
    document = json.loads("".join(json_texts(partial(report, required), [])))
    assert document["complies"] is complies
    assert (document["ended"], document["not_looked_at"]) == (None, 3)


@pytest.mark.parametrize("all_listed", [True, False])
def test_unreadable_and_unchecked_objects_are_counted_separately(report, all_listed):
    denied = GroupCount(Group(StatusKind.DENIED, error="403"), 1, 5)
    part = partial(report, group_counts=[GroupCount(KMS, 2, 10), denied], all_listed=all_listed)
    document = json.loads("".join(json_texts(part, [])))
    assert (document["not_looked_at"], document["not_yet_looked_at"]) == (3, 2)
    assert document["all_listed"] is all_listed


def test_a_size_that_is_not_known_is_null(report):
    part, left = partial(report), [[ListedObject("late", -1, None, "e")]]
    json_row = json.loads("".join(json_texts(part, PAGES[:1], left)))["objects"][-1]
    assert (json_row["size"], json_row["last_modified"]) == (None, None)


@pytest.mark.parametrize(("required", "compliance"), [("aws:kms", "cannot tell"), (None, None)])
def test_unchecked_objects_are_exported(report, required, compliance):
    part, left = partial(report, required), [[ListedObject("late", 7, NOW, "e")]]
    text = "".join(csv_texts(part, PAGES[:1], left))
    csv_row = list(csv.DictReader(io.StringIO(text, newline="")))[-1]
    json_row = json.loads("".join(json_texts(part, PAGES[:1], left)))["objects"][-1]
    assert (csv_row["key"], csv_row["encryption"]) == ("late", "not looked at yet")
    assert (csv_row["looked_at"], csv_row["judgement"]) == ("", compliance or "")
    assert list(json_row) == list(csv_row)
    assert (json_row["size"], json_row["looked_at"]) == (7, None)
    assert (json_row["encryption"], json_row["judgement"]) == ("not looked at yet", compliance)


def in_danger(report, state="Disabled", required="aws:kms"):
    keys = {ARN: replace(report.keys[ARN], state=state)}
    return replace(report, keys=keys, requirement=required and parse_requirement(required))


@pytest.mark.parametrize("state", sorted(UNUSABLE_KEY_STATES))
def test_a_key_that_cannot_be_used_is_named_in_every_language_and_state(report, state):
    name = group_label(in_danger(report, state), KMS)
    assert re.fullmatch(r"key [a-z ]+: SSE-KMS test_key", name)


def test_a_key_in_danger_is_in_csv_and_json(report):
    audit = in_danger(report)
    text = "".join(csv_texts(audit, PAGES))
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["kms_key_state"] for row in rows] == ["Disabled", "Disabled", ""]
    assert rows[0]["judgement"] == "complies"
    document = json.loads("".join(json_texts(audit, PAGES)))
    assert document["kms_key_not_usable"] == 2
    assert document["summary"][0]["kms_key_state"] == "Disabled"
    assert document["objects"][0]["kms_key_state"] == "Disabled"


@pytest.mark.parametrize(
    ("state", "required", "title"),
    [
        ("Enabled", "aws:kms", "Not compliant: 1 object"),
        ("Disabled", "aws:kms", "Not compliant: 1 object · KMS key not usable: 2 objects"),
        (
            "NotFound",
            None,
            "Encrypted differently from most: 3 objects · KMS key not usable: 2 objects",
        ),
    ],
)
def test_the_title_counts_keys_in_danger(report, state, required, title):
    assert review_title(in_danger(report, state, required), 3) == title
