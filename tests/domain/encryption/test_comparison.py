from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import (
    Aspect,
    Expectation,
    Finding,
    Proof,
    Sent,
    Verdict,
    algorithm_text,
    compare,
    of_another_version,
    unconfirmed,
)
from s3enc_gui.domain.encryption.finding import ACCESS_DENIED
from s3enc_gui.domain.encryption.object_details import Checksum, ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import UploadItem

ARN = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
OTHER = ARN.replace("1234abcd", "99999999")
SENT = Sent(10, "AAAAAAAAAAA=")
CRC = Checksum("CRC64NVME", "AAAAAAAAAAA=")
VERIFIED, CANNOT_TELL, DIFFERENT = Verdict


def expectation(kind, **rest):
    algorithm = None if kind is Encryption.BUCKET_DEFAULT else kind.value
    return Expectation(EncryptionChoice(kind), algorithm, **rest)


def details(algorithm=None, key=None, bucket_key=False, checksum=CRC, **rest):
    status = EncryptionStatus(algorithm, key, bucket_key)
    return ObjectDetails(
        Location("b", "k"), status, rest.pop("size", 10), checksum=checksum, **rest
    )


def verdict(asked, found, sent=SENT, content_type=None):
    return compare(asked, found, sent, content_type).verdict


def on_amazon(asked):
    return replace(asked, amazon=True)


S3 = expectation(Encryption.SSE_S3)
KMS = expectation(Encryption.SSE_KMS, key_name="alias/x", key_arn=ARN)
MINIO = expectation(Encryption.SSE_KMS, key_name="my-key")
AWS_S3 = expectation(Encryption.SSE_KMS, aws_s3=True)
BUCKET_KEY = replace(KMS, bucket_key=True)
NO_BUCKET_KEY = replace(KMS, bucket_key=False)
PLAIN = expectation(Encryption.BUCKET_DEFAULT)


@pytest.mark.parametrize(
    ("asked", "found", "expected"),
    [
        (S3, details("AES256"), VERIFIED),
        (S3, details("aws:kms", ARN), DIFFERENT),
        (S3, details(None), DIFFERENT),
        (S3, details("AES256", size=9), DIFFERENT),
        (S3, details("AES256", checksum=None), CANNOT_TELL),
        (S3, details("AES256", checksum=Checksum("CRC64NVME", "B=")), DIFFERENT),
        (S3, details("AES256", checksum=Checksum("CRC32", "AAAA")), CANNOT_TELL),
        (KMS, details("aws:kms", ARN), VERIFIED),
        (KMS, details("aws:kms", OTHER), DIFFERENT),
        (KMS, details("aws:kms", "alias/x", key_arn=ARN), VERIFIED),
        (KMS, details("aws:kms", None), CANNOT_TELL),
        (KMS, details(None), DIFFERENT),
        (KMS, details("aws:kms:dsse", ARN), DIFFERENT),
        (replace(KMS, key_arn=None), details("aws:kms", ARN), CANNOT_TELL),
        (replace(KMS, key_arn=None), details("aws:kms", "alias/x"), VERIFIED),
        (MINIO, details("aws:kms", "arn:aws:kms:my-key", key_arn="arn:aws:kms:my-key"), VERIFIED),
        (MINIO, details("aws:kms", "my-key"), VERIFIED),
        (MINIO, details("aws:kms", "arn:aws:kms:other-key"), DIFFERENT),
        (MINIO, details("aws:kms", "my-key-2"), DIFFERENT),
        (MINIO, details("aws:kms", ARN), CANNOT_TELL),
        (MINIO, details("aws:kms", None), CANNOT_TELL),
        (MINIO, details(None), DIFFERENT),
        (replace(MINIO, key_name="arn:aws:kms:my-key"), details("aws:kms", "my-key"), VERIFIED),
        (AWS_S3, details("aws:kms", ARN, key_is_aws_s3=True), VERIFIED),
        (AWS_S3, details("aws:kms", ARN, key_is_aws_s3=False), DIFFERENT),
        (AWS_S3, details("aws:kms", ARN, key_is_aws_s3=None), CANNOT_TELL),
        (AWS_S3, details("AES256"), DIFFERENT),
        (BUCKET_KEY, details("aws:kms", ARN, bucket_key=True), VERIFIED),
        (on_amazon(BUCKET_KEY), details("aws:kms", ARN), DIFFERENT),
        (BUCKET_KEY, details("aws:kms", ARN), CANNOT_TELL),
        (NO_BUCKET_KEY, details("aws:kms", ARN), VERIFIED),
        (NO_BUCKET_KEY, details("aws:kms", ARN, bucket_key=True), DIFFERENT),
        (PLAIN, details(None), VERIFIED),
        (PLAIN, details("AES256"), DIFFERENT),
        (replace(PLAIN, known=False), details("AES256"), CANNOT_TELL),
    ],
)
def test_stored_compared_with_requested(asked, found, expected):
    assert verdict(asked, found) is expected


@pytest.mark.parametrize(
    ("algorithm", "found"), [("aws:kms", "not reported by the server"), (None, "none")]
)
def test_a_key_that_is_missing_is_unreported_or_there_is_none(algorithm, found):
    proof = compare(KMS, details(algorithm), Sent(10, "A="))
    (key,) = [one for one in proof.findings if one.aspect is Aspect.KEY]
    assert str(key.stored) == found


def test_a_customer_key_is_always_a_difference():
    found = details(None)
    found = replace(found, status=EncryptionStatus(customer_algorithm="AES256"))
    assert verdict(PLAIN, found) is DIFFERENT


@pytest.mark.parametrize(
    ("sent", "etag", "expected"),
    [
        (Sent(10, "A=", "d41d8"), "d41d8", VERIFIED),
        (Sent(10, "A=", "d41d8"), "other", CANNOT_TELL),
        (Sent(10, "A="), "d41d8", CANNOT_TELL),
        (Sent(10, "A="), "", CANNOT_TELL),
    ],
)
def test_an_etag_is_proof_only_if_it_is_the_md5(sent, etag, expected):
    proof = compare(S3, details("AES256", checksum=None, etag=etag), sent)
    assert proof.verdict is expected
    assert "None" not in repr([(f.asked, f.stored) for f in proof.findings])


MULTIPART = Sent(10, "A=", "d41d8-4", "C=-4")


@pytest.mark.parametrize(
    ("value", "kind", "etag", "expected"),
    [
        ("C=-4", "COMPOSITE", "", VERIFIED),
        ("C=", "COMPOSITE", "", VERIFIED),
        ("X=-4", "COMPOSITE", "d41d8-4", VERIFIED),
        ("X=-4", "COMPOSITE", "other", CANNOT_TELL),
        ("C=-5", "COMPOSITE", "", CANNOT_TELL),
        ("A=", "COMPOSITE", "", CANNOT_TELL),
        ("A=", "SOMETHING", "", CANNOT_TELL),
        ("A=", "FULL_OBJECT", "", VERIFIED),
        ("C=", "FULL_OBJECT", "d41d8-4", DIFFERENT),
    ],
)
def test_composite_checksums(value, kind, etag, expected):
    found = details("AES256", checksum=Checksum("CRC64NVME", value, kind), etag=etag)
    assert verdict(S3, found, MULTIPART) is expected


def test_records_without_a_composite_checksum_are_no_difference():
    found = details("AES256", checksum=Checksum("CRC64NVME", "C=-4", "COMPOSITE"))
    assert verdict(S3, found, SENT) is CANNOT_TELL


@pytest.mark.parametrize(
    ("asked", "algorithm", "checksum", "expected"),
    [
        (KMS, "aws:kms", None, CANNOT_TELL),
        (on_amazon(KMS), "aws:kms", None, VERIFIED),
        (on_amazon(KMS), "aws:kms", Checksum("CRC64NVME", "B="), DIFFERENT),
        (on_amazon(KMS), "aws:kms", Checksum("CRC32", "B="), CANNOT_TELL),
        (on_amazon(S3), "AES256", None, CANNOT_TELL),
    ],
)
def test_a_hidden_checksum_was_verified_by_amazon_only(asked, algorithm, checksum, expected):
    key = ARN if algorithm == "aws:kms" else None
    assert verdict(asked, details(algorithm, key, checksum=checksum)) is expected


INVALID = replace(PLAIN, algorithm="ROT13", known=False)


@pytest.mark.parametrize(
    ("asked", "found", "expected"),
    [
        (INVALID, details("ROT13"), VERIFIED),
        (INVALID, details("AES256"), CANNOT_TELL),
        (INVALID, details(None), CANNOT_TELL),
        (replace(KMS, known=False), details("aws:kms", ARN), VERIFIED),
        (replace(KMS, known=False), details("aws:kms", OTHER), CANNOT_TELL),
        (INVALID, details("ROT13", size=9), DIFFERENT),
    ],
)
def test_an_invalid_default_is_never_a_difference(asked, found, expected):
    assert verdict(asked, found) is expected


@pytest.mark.parametrize("found", [details("AES256"), details(None), details("AES256", size=9)])
def test_another_version_proves_nothing(found):
    proof = of_another_version(compare(S3, found, SENT), "v0", replace(found, version_id="v5"))
    assert proof.verdict is CANNOT_TELL
    assert str(proof.findings[-1].stored) == "version v5: S3 returned another version"


ALGORITHMS = st.sampled_from([None, "AES256", "aws:kms", "aws:kms:dsse", "aws:fsx"])
DETAILS = st.builds(
    details,
    algorithm=ALGORITHMS,
    key=st.sampled_from([None, ARN, OTHER]),
    bucket_key=st.booleans(),
    size=st.sampled_from([9, 10]),
    checksum=st.sampled_from([None, CRC, Checksum("CRC64NVME", "B=")]),
    key_is_aws_s3=st.sampled_from([None, True, False]),
)


@given(asked=st.sampled_from([S3, KMS, AWS_S3, BUCKET_KEY, NO_BUCKET_KEY, PLAIN]), found=DETAILS)
def test_never_verified_if_anything_differs(asked, found):
    if verdict(asked, found) is not VERIFIED:
        return
    assert found.status.algorithm == asked.algorithm
    assert found.size == SENT.size
    assert found.checksum == CRC
    assert asked.key_arn in (None, found.status.key)
    assert asked.bucket_key in (None, found.status.bucket_key)
    assert not asked.aws_s3 or found.key_is_aws_s3


@given(found=DETAILS)
def test_an_unknown_default_is_never_verified(found):
    assert verdict(replace(PLAIN, known=False), found) is not VERIFIED


@pytest.mark.parametrize(
    ("asked", "found", "expected"),
    [(S3, "AES256", CANNOT_TELL), (S3, None, DIFFERENT), (S3, "aws:kms", DIFFERENT)],
)
def test_nothing_is_verified_without_head_object(asked, found, expected):
    proof = unconfirmed(asked, details(found), ACCESS_DENIED)
    assert proof.verdict is expected
    assert proof.findings[-1].stored == ACCESS_DENIED


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([], CANNOT_TELL),
        ([VERIFIED], VERIFIED),
        ([VERIFIED, CANNOT_TELL], CANNOT_TELL),
        ([CANNOT_TELL, DIFFERENT, VERIFIED], DIFFERENT),
    ],
)
def test_the_verdict_is_that_of_the_worst_finding(verdicts, expected):
    proof = Proof(tuple(Finding(Aspect.SIZE, "a", "b", each) for each in verdicts))
    assert proof.verdict is expected
    assert len(proof.doubts) == len([each for each in verdicts if each is not VERIFIED])


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (EncryptionStatus(), "not encrypted"),
        (EncryptionStatus("AES256"), "SSE-S3"),
        (EncryptionStatus("aws:kms"), "SSE-KMS"),
        (EncryptionStatus("aws:kms:dsse"), "DSSE-KMS"),
        (EncryptionStatus("aws:fsx"), "encrypted: other (aws:fsx)"),
        (EncryptionStatus(customer_algorithm="AES256"), "SSE-C"),
        (EncryptionStatus(customer_algorithm="AES128"), "SSE-C (AES128)"),
        (EncryptionStatus("AES256", customer_algorithm="AES256"), "SSE-C and SSE-S3"),
    ],
)
def test_algorithm_names(status, name):
    assert str(algorithm_text(status)) == name


@pytest.mark.parametrize("each", Verdict)
def test_every_verdict_is_a_result(each):
    proof = Proof((Finding(Aspect.SIZE, "a", "b", each),))
    outcome = Outcome.proved(UploadItem("/f", "f", 1), proof, request_id="R")
    assert outcome.result is Result[each.name]
    assert (outcome.proof, outcome.request_id) == (proof, "R")


def test_a_key_id_matches_the_arn_that_ends_with_it():
    by_id = expectation(Encryption.SSE_KMS, key_name=ARN.rsplit("/", 1)[1])
    assert verdict(by_id, details("aws:kms", ARN)) is VERIFIED
    assert verdict(by_id, details("aws:kms", OTHER)) is CANNOT_TELL


SSE_C = Expectation(EncryptionChoice(Encryption.SSE_C, customer_key="md5=="))


def sse_c(customer_key=None, algorithm=None, unreported=False, customer="AES256"):
    customer = None if unreported else customer
    status = EncryptionStatus(
        algorithm, None, False, customer, unreported=unreported, customer_key=customer_key
    )
    return ObjectDetails(Location("b", "k"), status, 10, checksum=CRC)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (sse_c("md5=="), VERIFIED),
        (sse_c("other"), DIFFERENT),
        (sse_c("md5==", algorithm="AES256"), DIFFERENT),
        (sse_c(), CANNOT_TELL),
        (sse_c(unreported=True), CANNOT_TELL),
        (sse_c("md5==", customer="AES128"), DIFFERENT),
        (details("AES256"), DIFFERENT),
        (details(), DIFFERENT),
    ],
)
def test_sse_c_is_proved_by_the_md5_of_its_key(found, expected):
    assert verdict(SSE_C, found) is expected
