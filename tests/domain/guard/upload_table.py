"""What Amazon S3 answers to twelve uploads under each rule: by hand, from AWS's documentation.

Sources:
- S3 User Guide, UsingServerSideEncryption, UsingKMSEncryption, UsingDSSEncryption: the condition
  keys are the request's headers; an upload without the header is denied, whatever the bucket's
  default encryption is.
- S3 User Guide, example-bucket-policies (ArnNotEqualsIfExists with the key's ARN; the condition
  aws:SecureTransport), ServerSideEncryptionCustomerKeys (Null with the customer algorithm: an SSE-C
  request has no x-amz-server-side-encryption header).
- IAM User Guide, condition operators: StringNotEquals is met without the key; so is IfExists.
- S3 User Guide, mpuAndPermissions: CreateMultipartUpload has the encryption headers, and needs
  s3:PutObject; parts and completion keep what it got.
- Not documented: whether S3 resolves an alias or key ID, or fills in the key of `aws:kms` without
  one, before it evaluates the policy ("?").
"""

from __future__ import annotations

from s3enc_gui.domain.guard.rules import Guard, Rule
from s3enc_gui.domain.guard.trial import Sent, TrialUpload

KEY_ID = "11111111-2222-3333-4444-555555555555"
KEY = f"arn:aws:kms:us-east-1:123456789012:key/{KEY_ID}"
OTHER_KEY = "arn:aws:kms:us-east-1:123456789012:key/99999999-2222-3333-4444-555555555555"
ALIAS = "alias/test_key"

UPLOADS = {
    "no header": TrialUpload(Sent.NOTHING),
    "AES256": TrialUpload(Sent.SSE_S3),
    "aws:kms": TrialUpload(Sent.SSE_KMS),
    "aws:kms, ARN": TrialUpload(Sent.SSE_KMS, KEY),
    "aws:kms, key ID": TrialUpload(Sent.SSE_KMS, KEY_ID),
    "aws:kms, alias": TrialUpload(Sent.SSE_KMS, ALIAS),
    "aws:kms, other ARN": TrialUpload(Sent.SSE_KMS, OTHER_KEY),
    "aws:kms:dsse, ARN": TrialUpload(Sent.DSSE, KEY),
    "SSE-C": TrialUpload(Sent.SSE_C),
    "in parts, no header": TrialUpload(Sent.NOTHING, in_parts=True),
    "in parts, aws:kms, ARN": TrialUpload(Sent.SSE_KMS, KEY, in_parts=True),
    "AES256 without TLS": TrialUpload(Sent.SSE_S3, secure=False),
}

# One letter for each upload, in their order: accepted, denied, "?": not documented.
ANSWERS = {
    Rule.ANY_KMS: "DDAAAAAADDAD",
    Rule.THIS_KEY: "DD?A??DADDAD",
    Rule.SSE_S3: "DADDDDDDDDDA",
    Rule.DSSE: "DDDDDDDADDDD",
    Rule.NO_SSE_C: "AAAAAAAADAAA",
    Rule.TLS: "AAAAAAAAAAAD",
}


def guard_with(rule: Rule, key: str = KEY) -> Guard:
    """Return the guard with only this rule."""
    return Guard(frozenset({rule}), key if rule is Rule.THIS_KEY else None)


CASES = [
    (rule, name, upload, answer)
    for rule, answers in ANSWERS.items()
    for (name, upload), answer in zip(UPLOADS.items(), answers, strict=True)
]
"""Rule, name of the upload, upload, and S3's answer."""
