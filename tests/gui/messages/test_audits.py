from __future__ import annotations

import pytest

from s3enc_gui.domain.audits.audit import AuditFacts, AuditScope, Compliance, Summary
from s3enc_gui.gui.messages.audits import (
    COMPLIANCE_SIGNS,
    compliance_text,
    facts_text,
    past_sign,
    past_text,
    place_text,
    progress_text,
    verdict_text,
)
from s3enc_gui.jobs.audits.audit import AuditProgress
from s3enc_gui.jobs.audits.past_audits import PastAudit
from tests.fakes.audits import BARE, DENIED, GONE, KMS, NOW, S3, report


@pytest.mark.parametrize(
    ("counts", "required", "words", "tone"),
    [
        (((KMS, 3), (GONE, 1)), "", "All objects are encrypted", "ok"),
        (((KMS, 3), (BARE, 1)), "", "Not encrypted: 1 of 4 objects", "warning"),
        (
            ((KMS, 3), (BARE, 1), (DENIED, 2)),
            "",
            "Not encrypted: 1 of 6 objects; 2 more could not be looked at",
            "warning",
        ),
        (((KMS, 3), (DENIED, 2)), "", "Could not be looked at: 2 of 5 objects", "warning"),
        ((), "aws:kms", "There are no objects", "accent"),
        (((GONE, 1),), "aws:kms", "There are no objects", "accent"),
        (((KMS, 3),), "aws:kms", "All objects are encrypted as required (aws:kms)", "ok"),
        (((KMS, 3), (S3, 1)), "aws:kms", "as required (aws:kms): 1 of 4 objects", "error"),
        (((S3, 1), (DENIED, 2)), "aws:kms", "1 of 3 objects; of 2 more it cannot", "error"),
        (((KMS, 3), (DENIED, 2)), "aws:kms", "It cannot be told whether all", "warning"),
    ],
)
def test_the_verdict(qapp, counts, required, words, tone):
    said, sign = verdict_text(report(*counts, required=required))
    assert (words in said, sign.tone) == (True, tone), said


def test_what_is_not_over_is_not_well(qapp):
    said, sign = verdict_text(report((KMS, 3), ended=False))
    assert (said, sign.tone) == ("So far: All objects are encrypted", "accent")
    assert verdict_text(report((BARE, 3), ended=False))[1].tone == "warning"


def test_a_part_that_has_seen_nothing_knows_nothing(qapp):
    said, sign = verdict_text(report(ended=False, listed=5))
    assert (said, sign.tone) == ("So far: No object was looked at", "accent")


def test_every_compliance_has_a_word_and_a_sign(qapp):
    words = [compliance_text(one) for one in (*Compliance, None)]
    assert len(set(words)) == len(words) == len(COMPLIANCE_SIGNS)


def test_the_facts(qapp):
    said = facts_text(report((KMS, 1)))
    assert said.startswith("Default encryption of the bucket: SSE-S3 · eu-west-1 · audited ")
    assert "interrupted" in facts_text(report((KMS, 1), ended=False))


@pytest.mark.parametrize(
    ("bare", "unseen", "ended", "words", "sign"),
    [
        (0, 0, True, " · 12 objects", ("inspect", "muted")),
        (1, 0, True, " · 12 objects, 1 not encrypted", ("warning", "warning")),
        (0, 2, True, " · 12 objects, 2 could not be looked at", ("warning", "warning")),
        (1, 2, True, ", 1 not encrypted, 2 could not be looked at", ("warning", "warning")),
        (0, 0, False, " · interrupted, 12 objects listed", ("pause", "warning")),
        (3, 0, False, " listed, 3 not encrypted", ("warning", "warning")),
    ],
)
def test_a_past_audit_promises_no_more_than_it_saw(qapp, bare, unseen, ended, words, sign):
    facts = AuditFacts(AuditScope("bucket"), NOW, NOW if ended else None, listed=12)
    past = PastAudit("path", facts, bare, unseen)
    assert past_text(past)[1].endswith(words)
    assert (past_sign(past).icon, past_sign(past).tone) == sign


def test_the_place(qapp):
    assert place_text(AuditScope("my-bucket", "p/")) == "s3://my-bucket/p/"
    assert place_text(AuditScope("my-bucket", "", versions=True)) == "s3://my-bucket/, all versions"


def test_the_progress(qapp):
    progress = AuditProgress(120, 200, None, None, None, Summary())
    assert progress_text(progress) == "120 looked at, 200 objects listed so far"
    progress = AuditProgress(120, 200, 200, 80.4, 1.0, Summary())
    assert progress_text(progress) == "120 of 200 objects · 80/s · 1 s left"
