"""Messages about encryption that S3 doesn't change or accept: UpdateObjectEncryption, SSE-C.

The texts are those of S3's API Reference (UpdateObjectEncryption) and of the S3 User Guide
(Blocking or unblocking SSE-C for a general purpose bucket).
"""

from __future__ import annotations

from s3enc_gui.i18n import text
from s3enc_gui.s3.errors.messages.error_message import REPORT, ErrorMessage

_IN_PLACE = text("S3 changes encryption in place only from SSE-S3 or SSE-KMS, to SSE-KMS.")
_COPY = text("Copy the object with the encryption that you want instead.")
_OWN_KEY = text("Choose a key of the account that owns the bucket.")

# (part of the server's message in lower case, the message shown); codes: InvalidRequest.
REFUSED_CHANGES: tuple[tuple[str, ErrorMessage], ...] = (
    (
        "unencrypted source objects",
        ErrorMessage(text("The object isn't encrypted"), _IN_PLACE, _COPY),
    ),
    (
        "source objects with the encryption type",
        ErrorMessage(text("S3 can't change this encryption in place"), _IN_PLACE, _COPY),
    ),
    (
        "updating the encryption type to",
        ErrorMessage(text("S3 can't change to this encryption in place"), _IN_PLACE, _COPY),
    ),
    (
        "encryption type to sse-kms require",
        ErrorMessage(
            text("The change of encryption needs a key ARN"),
            text("S3 accepts neither key IDs nor aliases for it."),
            text("Choose a key in the bucket's Region, by its ARN."),
        ),
    ),
    *(
        (
            part,
            ErrorMessage(
                text("The change of encryption can't be read by S3"),
                text("A value of the request isn't valid."),
                REPORT,
            ),
        )
        for part in (
            "require a valid new encryption type",
            "an object encryption configuration require",
            "bucketkeyenabled value isn't valid",
        )
    ),
)

# The same, with the code AccessDenied; no policy allows these requests.
DENIED_CHANGES: tuple[tuple[str, ErrorMessage], ...] = (
    (
        "must be owned by the same account as the bucket",
        ErrorMessage(
            text("The KMS key belongs to another account"),
            text("S3 changes encryption in place only to keys of the bucket's account."),
            _OWN_KEY,
        ),
    ),
    (
        "must be from the same organization",
        ErrorMessage(
            text("The KMS key belongs to another organization"),
            text("S3 accepts only keys of the bucket's organization in AWS Organizations."),
            _OWN_KEY,
        ),
    ),
    (
        "protected by s3 object lock",
        ErrorMessage(
            text("The object is locked"),
            text("S3 Object Lock protects {the_object} from a change of its encryption."),
            text(
                "Wait until the retention period ends. If the object has a legal hold, or is in"
                " governance mode, the bucket's owner can remove the lock."
            ),
        ),
    ),
    (
        "has blocked upload requests that specify",
        ErrorMessage(
            text("The bucket blocks SSE-C"),
            text("Its settings allow no objects with customer-provided keys. Nothing was stored."),
            text("Choose SSE-KMS. The bucket's owner can also allow SSE-C again."),
        ),
    ),
)
