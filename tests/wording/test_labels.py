from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.proof import Expectation
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.wording import labels
from tests.fakes.samples import ARN, DETAILS, PLAIN, outcome


@pytest.mark.parametrize(
    ("table", "enum"),
    [
        (labels.RESULT_TEXTS, Result),
        (labels.KIND_TEXTS, Encryption),
    ],
)
def test_each_member_has_words_of_its_own(table, enum):
    assert set(table) == set(enum)
    assert len(set(table.values())) == len(table)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (-1, "Not known"),
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1 KB"),
        (1_234_567, "1.2 MB"),
        (9_940_000, "9.9 MB"),
        (9_960_000, "10 MB"),
        (81_700_000, "82 MB"),
        (999_499, "999 KB"),
        (999_500, "1 MB"),
        (5 * 1024**4, "5.5 TB"),
        (5 * 10**18, "5000 PB"),
    ],
)
def test_sizes(size, text):
    assert labels.format_size(size) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-1, "0 s"),
        (0.4, "0 s"),
        (12, "12 s"),
        (59.6, "1 min 00 s"),
        (185, "3 min 05 s"),
        (3720, "1 h 02 min"),
        (90_000, "1 d 01 h"),
    ],
)
def test_durations(seconds, text):
    assert labels.format_duration(seconds) == text


def test_speed_and_exact_size():
    assert labels.format_speed(81_700_000.4) == "82 MB/s"
    assert labels.format_exact_size(1_234_567) == "1.2 MB (1,234,567 bytes)"
    assert labels.format_exact_size(12) == "12 bytes"


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        (EncryptionChoice(Encryption.BUCKET_DEFAULT), "Bucket default"),
        (EncryptionChoice(Encryption.SSE_S3), "Amazon S3 master-key (SSE-S3)"),
        (EncryptionChoice(Encryption.SSE_KMS), "AWS KMS master-key (SSE-KMS), aws/s3"),
        (
            EncryptionChoice(Encryption.SSE_KMS, "alias/aws/s3"),
            "AWS KMS master-key (SSE-KMS), aws/s3",
        ),
        (
            EncryptionChoice(Encryption.SSE_KMS, "alias/test_key", False),
            "AWS KMS master-key (SSE-KMS), test_key, bucket key off",
        ),
        (
            EncryptionChoice(Encryption.DSSE_KMS, ARN),
            "AWS KMS master-key, dual-layer (DSSE-KMS), 0ecd1de5-bd2e-4f0e-8a0f-1fd1a7a9a111",
        ),
    ],
)
def test_choices(choice, text):
    assert labels.choice_text(choice) == text


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
        (replace(DETAILS, status=EncryptionStatus("aws:kms")), "Not known"),
        (PLAIN, "–"),
    ],
)
def test_keys(details, text):
    assert labels.key_text(details) == text


def test_rows_have_the_labels_in_order_whatever_is_known():
    for rows in (
        labels.details_rows(DETAILS),
        labels.details_rows(None, outcome(Result.FAILED)),
        labels.details_rows(DETAILS, outcome(Result.VERIFIED)),
    ):
        assert tuple(label for label, _ in rows) == labels.DETAILS_LABELS


def test_rows_of_a_verified_object():
    rows = dict(labels.details_rows(DETAILS, outcome(Result.VERIFIED)))
    assert rows["KMS key ARN"] == ARN
    assert rows["Asked for"] == rows["Stored as"] == "SSE-KMS, test_key, bucket key on"
    assert rows["Verified"] == "Verified"
    assert rows["Checksum"] == "CRC64NVME rosUhgp5mIg= (full object)"
    assert rows["Last modified"].startswith("2026-03-01 ")


def test_rows_of_a_difference_name_both_sides():
    rows = dict(labels.details_rows(PLAIN, outcome(Result.DIFFERENT)))
    assert rows["Verified"].startswith("Stored otherwise than asked: Server-side encryption: ")
    assert "asked SSE-KMS, stored not encrypted" in rows["Verified"]
    assert rows["Bucket key"] == "–"


def test_rows_of_what_cannot_be_told_say_why():
    rows = dict(labels.details_rows(DETAILS, outcome(Result.CANNOT_TELL)))
    assert rows["Verified"] == "Cannot tell: Object: not allowed to look"


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
def test_what_the_bucket_default_asks_for(expectation, text):
    assert labels.asked_text(expectation) == text
