"""A sample object, and an outcome of each kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import Expectation, Sent, compare, unconfirmed
from s3enc_gui.domain.encryption.finding import ACCESS_DENIED
from s3enc_gui.domain.encryption.object_details import Checksum, ObjectDetails
from s3enc_gui.domain.encryption.requested_properties import Properties
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import UploadItem

ARN = "arn:aws:kms:eu-central-1:123456789012:key/0ecd1de5-bd2e-4f0e-8a0f-1fd1a7a9a111"
KMS_STATUS = EncryptionStatus("aws:kms", ARN, bucket_key=True)
CHOICE = EncryptionChoice(Encryption.SSE_KMS, "alias/test_key", True)
EXPECTATION = Expectation(CHOICE, "aws:kms", "alias/test_key", ARN, bucket_key=True)
ITEM = UploadItem("/home/anna/text.txt", "invoices/text.txt", 1_234_567)
SENT = Sent(1_234_567, "rosUhgp5mIg=")

DETAILS = ObjectDetails(
    Location("my-bucket", "invoices/text.txt"),
    KMS_STATUS,
    1_234_567,
    etag="9a0364b9e99bb480dd25e1f0284c8555",
    checksum=Checksum("CRC64NVME", "rosUhgp5mIg="),
    version_id="3HL4kqtJlcpXroDTDmJ",
    last_modified=datetime(2026, 3, 1, 12, tzinfo=UTC),
    link="https://my-bucket.s3.eu-central-1.amazonaws.com/invoices/text.txt",
    region="eu-central-1",
    key_arn=ARN,
    key_aliases=("alias/test_key",),
    key_is_aws_s3=False,
)
PLAIN = replace(DETAILS, status=EncryptionStatus(), key_arn=None, key_aliases=())
ERROR = AppError("The KMS key is disabled", "test_key is off.", "Choose another.", "KMS.Disabled")


def proved(details: ObjectDetails) -> Outcome:
    """The outcome of ITEM if S3 returns these details."""
    proof = compare(EXPECTATION, details, SENT)
    return Outcome.proved(ITEM, proof, expectation=EXPECTATION, details=details)


def proved_with(properties: Properties, details: ObjectDetails, content_type: str = "") -> Outcome:
    """The same with requested properties."""
    asked = replace(EXPECTATION, properties=properties)
    proof = compare(asked, details, SENT, content_type or None)
    return Outcome.proved(ITEM, proof, expectation=asked, details=details)


def outcome(result: Result) -> Outcome:
    """An outcome with that result."""
    if result is Result.VERIFIED:
        return proved(DETAILS)
    if result is Result.DIFFERENT:
        return proved(PLAIN)
    if result is Result.CANNOT_TELL:
        proof = unconfirmed(EXPECTATION, DETAILS, ACCESS_DENIED)
        return Outcome.proved(ITEM, proof, expectation=EXPECTATION, details=DETAILS)
    error = ERROR if result in (Result.FAILED, Result.EXISTS) else None
    return Outcome(ITEM, result, EXPECTATION, error=error)
