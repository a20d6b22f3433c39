from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.audits.audit import AuditFacts, AuditScope, Compliance
from s3enc_gui.domain.encryption.groups import NamedKey, Summary
from s3enc_gui.gui.messages.audits import (
    COMPLIANCE_SIGNS,
    compliance_text,
    facts_text,
    location_text,
    past_sign,
    past_text,
    progress_text,
    verdict_text,
)
from s3enc_gui.jobs.audits.audit import AuditProgress
from s3enc_gui.jobs.audits.past_audits import PastAudit
from tests.fakes.audits import ARN, BARE, DENIED, GONE, KMS, NOW, S3, SILENT, report


def test_a_verdict_on_a_key_in_danger_warns_though_all_comply():
    made = report((KMS, 3), required="aws:kms")
    made = replace(made, keys={ARN: NamedKey(ARN, state="Disabled")})
    verdict, sign = verdict_text(made)
    assert verdict == (
        "All objects are encrypted as required (aws:kms). KMS key not usable: 3 objects"
    )
    assert sign.tone == "warning"


def test_a_past_audit_counts_keys_in_danger():
    past = PastAudit("p", report((KMS, 3)).facts, unusable_keys=3)
    assert past_text(past)[1].endswith("KMS key not usable: 3")
    assert past_sign(past).icon == "warning"


@pytest.mark.parametrize(
    ("counts", "required", "verdict", "tone"),
    [
        (((KMS, 3), (GONE, 1)), "", "All objects are encrypted", "ok"),
        (((KMS, 3), (BARE, 1)), "", "Not encrypted: 1 of 4 objects", "warning"),
        (
            ((KMS, 3), (BARE, 1), (DENIED, 2)),
            "",
            "Not encrypted: 1 of 6 objects; 2 more couldn't be checked",
            "warning",
        ),
        (((KMS, 3), (DENIED, 2)), "", "Couldn't be checked: 2 of 5 objects", "warning"),
        (
            ((SILENT, 3),),
            "",
            "The server doesn't report the encryption of 3 of 3 objects",
            "warning",
        ),
        (((KMS, 1), (SILENT, 3)), "", "doesn't report the encryption of 3 of 4", "warning"),
        (
            ((BARE, 1), (DENIED, 2), (SILENT, 3)),
            "",
            "Not encrypted: 1 of 6 objects; 5 more couldn't be checked",
            "warning",
        ),
        (((SILENT, 2),), "AES256", "Can't tell if encrypted as required", "warning"),
        ((), "aws:kms", "There are no objects", "accent"),
        (((GONE, 1),), "aws:kms", "There are no objects", "accent"),
        (((KMS, 3),), "aws:kms", "All objects are encrypted as required (aws:kms)", "ok"),
        (((KMS, 3), (S3, 1)), "aws:kms", "as required (aws:kms): 1 of 4 objects", "error"),
        (((S3, 1), (DENIED, 2)), "aws:kms", "1 of 3 objects; can't tell for 2 more", "error"),
        (
            ((KMS, 3), (DENIED, 2)),
            "aws:kms",
            "Can't tell if encrypted as required",
            "warning",
        ),
    ],
)
def test_verdict(qapp, counts, required, verdict, tone):
    shown, sign = verdict_text(report(*counts, required=required))
    assert (verdict in shown, sign.tone) == (True, tone), shown


def test_incomplete_audit_is_not_ok(qapp):
    shown, sign = verdict_text(report((KMS, 3), ended=False))
    assert (shown, sign.tone) == ("So far: All objects are encrypted", "accent")
    assert verdict_text(report((BARE, 3), ended=False))[1].tone == "warning"


def test_incomplete_audit_without_checked_objects(qapp):
    shown, sign = verdict_text(report(ended=False, listed=5))
    assert (shown, sign.tone) == ("So far: No objects were checked", "accent")


def test_every_compliance_has_a_label_and_an_icon(qapp):
    labels = [compliance_text(one) for one in (*Compliance, None)]
    assert len(set(labels)) == len(labels) == len(COMPLIANCE_SIGNS)


def test_facts(qapp):
    shown = facts_text(report((KMS, 1)))
    assert shown.startswith("Default encryption: SSE-S3 · eu-west-1 · Audited ")
    assert "interrupted" in facts_text(report((KMS, 1), ended=False))


@pytest.mark.parametrize(
    ("plain", "unseen", "ended", "counts", "sign"),
    [
        (0, 0, True, " · 12 objects", ("inspect", "muted")),
        (1, 0, True, " · 12 objects, 1 not encrypted", ("warning", "warning")),
        (0, 2, True, " · 12 objects, 2 couldn't be checked", ("warning", "warning")),
        (1, 2, True, ", 1 not encrypted, 2 couldn't be checked", ("warning", "warning")),
        (0, 0, False, " · interrupted, 12 objects listed", ("pause", "warning")),
        (3, 0, False, " listed, 3 not encrypted", ("warning", "warning")),
    ],
)
def test_past_audit(qapp, plain, unseen, ended, counts, sign):
    facts = AuditFacts(AuditScope("bucket"), NOW, NOW if ended else None, listed=12)
    past = PastAudit("path", facts, plain, unseen)
    assert past_text(past)[1].endswith(counts)
    assert (past_sign(past).icon, past_sign(past).tone) == sign


def test_scope(qapp):
    assert location_text(AuditScope("my-bucket", "p/")) == "s3://my-bucket/p/"
    assert (
        location_text(AuditScope("my-bucket", "", versions=True)) == "s3://my-bucket/, all versions"
    )


def test_progress(qapp):
    progress = AuditProgress(120, 200, None, None, None, Summary())
    assert progress_text(progress) == "120 checked, 200 objects listed so far"
    progress = AuditProgress(120, 200, 200, 80.4, 1.0, Summary())
    assert progress_text(progress) == "120 of 200 objects · 80/s · 1 s left"
