from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.client_side.choice import ClientSideKey
from s3enc_gui.domain.copies.comparison import Trait, TraitCheck
from s3enc_gui.domain.downloads.download import FileOutcome
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import Expectation
from s3enc_gui.domain.encryption.finding import Aspect, Verdict
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.wording import labels
from s3enc_gui.wording.aspects import aspect_text
from s3enc_gui.wording.downloads.labels import FILE_OUTCOME_TEXTS
from tests.fakes.samples import ARN, DETAILS, PLAIN, outcome


@pytest.mark.parametrize(
    ("table", "enum"),
    [
        (labels.RESULT_TEXTS, Result),
        (FILE_OUTCOME_TEXTS, FileOutcome),
        (labels.KIND_TEXTS, Encryption),
    ],
)
def test_each_member_has_its_own_label(table, enum):
    assert set(table) == set(enum)
    assert len(set(table.values())) == len(table)


@pytest.mark.parametrize("aspect", [*Aspect, *Trait])
def test_each_aspect_has_a_label(aspect):
    assert aspect_text(aspect)


@pytest.mark.parametrize(
    ("trait", "text"),
    [(Trait.TAGS, "Tags – source: a=b, copy: none"), (Trait.OBJECT, "Object: none")],
)
def test_findings_on_a_copy(trait, text):
    assert labels.finding_text(TraitCheck(trait, "a=b", "none", Verdict.DIFFERENT)) == text


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        (EncryptionChoice(Encryption.BUCKET_DEFAULT), "Bucket default"),
        (EncryptionChoice(Encryption.SSE_S3), "SSE-S3"),
        (EncryptionChoice(Encryption.SSE_KMS), "SSE-KMS, aws/s3"),
        (
            EncryptionChoice(Encryption.SSE_KMS, "alias/aws/s3"),
            "SSE-KMS, aws/s3",
        ),
        (
            EncryptionChoice(Encryption.SSE_KMS, "alias/test_key", False),
            "SSE-KMS, test_key, S3 Bucket Key off",
        ),
        (
            EncryptionChoice(Encryption.SSE_KMS, context=(("b", "2"), ("a", "1"))),
            "SSE-KMS, aws/s3, context a=1, b=2",
        ),
        (
            EncryptionChoice(Encryption.DSSE_KMS, ARN),
            "DSSE-KMS, 0ecd1de5-bd2e-4f0e-8a0f-1fd1a7a9a111",
        ),
    ],
)
def test_choices(choice, text):
    assert labels.short_choice_text(choice) == text


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (EncryptionStatus(), "Not encrypted"),
        (EncryptionStatus("AES256"), "Amazon S3 master-key (SSE-S3)"),
        (EncryptionStatus("aws:kms", ARN), "AWS KMS master-key (SSE-KMS)"),
        (EncryptionStatus("aws:fsx"), "Encrypted: other (aws:fsx)"),
        (
            EncryptionStatus(customer_algorithm="AES256"),
            "Customer-provided key (SSE-C, AES256)",
        ),
        (
            EncryptionStatus("AES256", client_side=True),
            "Amazon S3 master-key (SSE-S3), encrypted before upload (client-side)",
        ),
    ],
)
def test_statuses(status, text):
    assert labels.status_text(status) == text


@pytest.mark.parametrize(
    ("details", "text"),
    [
        (DETAILS, "test_key"),
        (replace(DETAILS, key_is_aws_s3=True), "aws/s3"),
        (replace(DETAILS, key_aliases=()), "0ecd1de5-bd2e-4f0e-8a0f-1fd1a7a9a111"),
        (replace(DETAILS, key_aliases=("alias/a", "alias/b")), "a, b"),
        (replace(DETAILS, status=EncryptionStatus("aws:kms")), "Unknown"),
        (PLAIN, "–"),
    ],
)
def test_keys(details, text):
    assert labels.key_text(details) == text


def test_rows_always_have_all_labels_in_order():
    for rows in (
        labels.details_rows(DETAILS),
        labels.details_rows(None, outcome(Result.FAILED)),
        labels.details_rows(DETAILS, outcome(Result.VERIFIED)),
    ):
        assert tuple(label for label, _ in rows) == labels.DETAILS_LABELS


def test_rows_of_a_verified_object():
    rows = dict(labels.details_rows(DETAILS, outcome(Result.VERIFIED)))
    assert rows["KMS key ARN"] == ARN
    assert rows["Asked for"] == rows["Stored as"] == "SSE-KMS, test_key, S3 Bucket Key on"
    assert rows["Verified"] == "Verified"
    assert rows["Checksum"] == "CRC64NVME rosUhgp5mIg= (full object)"
    assert rows["Last modified"].startswith("2026-03-01 ")


def test_rows_of_a_difference_show_both_sides():
    rows = dict(labels.details_rows(PLAIN, outcome(Result.DIFFERENT)))
    assert rows["Verified"].startswith(
        "Stored differently than requested: Server-side encryption – "
    )
    assert "requested: SSE-KMS, stored: not encrypted" in rows["Verified"]
    assert rows["Bucket key"] == "–"


def test_rows_of_an_unverified_object_say_why():
    rows = dict(labels.details_rows(DETAILS, outcome(Result.CANNOT_TELL)))
    assert rows["Verified"] == "Couldn't verify: Object: not readable (access denied)"


def test_rows_of_a_failure_say_why():
    rows = dict(labels.details_rows(None, outcome(Result.FAILED)))
    assert rows["Verified"] == "Failed: The KMS key is disabled"
    assert rows["Size"] == "–"


@pytest.mark.parametrize(
    ("expectation", "text"),
    [
        (
            Expectation(EncryptionChoice(Encryption.BUCKET_DEFAULT), known=False),
            "Bucket default (not readable)",
        ),
        (
            Expectation(EncryptionChoice(Encryption.BUCKET_DEFAULT), "aws:kms", aws_s3=True),
            "Bucket default: SSE-KMS, aws/s3",
        ),
        (
            Expectation(EncryptionChoice(Encryption.BUCKET_DEFAULT), "aws:kms", key_name=ARN),
            "Bucket default: SSE-KMS, 0ecd1de5-bd2e-4f0e-8a0f-1fd1a7a9a111",
        ),
    ],
)
def test_requested_bucket_default(expectation, text):
    assert labels.asked_text(expectation) == text


def test_what_was_requested_includes_the_encryption_before_upload():
    key = ClientSideKey("alias/test_key")
    own = Expectation(EncryptionChoice(Encryption.SSE_S3), "AES256", client_side=key)
    default = Expectation(
        EncryptionChoice(Encryption.BUCKET_DEFAULT), "aws:kms", aws_s3=True, client_side=key
    )
    assert labels.asked_text(own) == "SSE-S3, client-side"
    assert labels.asked_text(default) == "Bucket default: SSE-KMS, aws/s3, client-side"
