"""UpdateObjectEncryption, with the rules and error texts of the S3 API Reference."""

from __future__ import annotations

import re

from tests.servers.hostile.answers import Answer, refusal
from tests.servers.hostile.objects import find
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import OPERATIONS, Hostile, operation
from tests.servers.hostile.stored import CUSTOMER, ENCRYPTION, KEY

BUCKET_KEY = f"{ENCRYPTION}-bucket-key-enabled"
_LOCK, _HOLD = "x-amz-object-lock-mode", "x-amz-object-lock-legal-hold"
_ONLY = "Only source objects encrypted with SSE-S3 or SSE-KMS are supported."
_PLAIN = (
    "The UpdateObjectEncryption operation doesn't supported unencrypted source objects. " + _ONLY
)
_KIND = (
    "The UpdateObjectEncryption operation doesn't support source objects with the encryption type"
    " DSSE-KMS or SSE-C. " + _ONLY
)
_ARN = (
    "Requests that modify an object's encryption type to SSE-KMS require an Amazon Web Services"
    " KMS key Amazon Resource Name (ARN)."
)
_LOCKED = (
    "The encryption type for the specified object can’t be updated because that object is"
    " protected by S3 Object Lock."
)


@operation("UpdateObjectEncryption")
def update_object_encryption(s3: Hostile, request: Request) -> Answer:
    """Change the key or kind of a version; its ETag, date and version stay."""
    found = find(s3, request)
    if isinstance(found, Answer):
        return found
    key, enabled = (_text(request.body, name) for name in (b"KMSKeyArn", b"BucketKeyEnabled"))
    if not re.fullmatch(r"arn:aws[-a-z0-9]*:kms:[-a-z0-9]*:[0-9]{12}:key/.+", key):
        return refusal(400, "InvalidRequest", _ARN)
    present = found.headers.get(ENCRYPTION, "")
    if CUSTOMER in found.headers or present not in ("", "AES256", "aws:kms"):
        return refusal(400, "InvalidRequest", _KIND)
    if not present:
        return refusal(400, "InvalidRequest", _PLAIN)
    if _LOCK in found.headers or found.headers.get(_HOLD) == "ON":
        return refusal(403, "AccessDenied", _LOCKED)
    found.headers = {k: v for k, v in found.headers.items() if k != BUCKET_KEY}
    found.headers |= {ENCRYPTION: "aws:kms", KEY: key}
    if enabled == "true":
        found.headers[BUCKET_KEY] = "true"
    return Answer()


def overwrite(s3: Hostile) -> None:
    """Take the request for PutObject, as servers do that don't know its query parameter."""
    s3.change("UpdateObjectEncryption", lambda request, work: OPERATIONS["PutObject"](s3, request))


def _text(body: bytes, name: bytes) -> str:
    found = re.search(b"<%b>([^<]*)</%b>" % (name, name), body)
    return found[1].decode() if found else ""
