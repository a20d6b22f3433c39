"""The errors of UpdateObjectEncryption, of blocked SSE-C and of annotations, as they arrive.

Texts: S3 API Reference (UpdateObjectEncryption, PutObjectAnnotation), S3 User Guide (Blocking or
unblocking SSE-C for a general purpose bucket).
"""

from __future__ import annotations

from tests.s3.errors.aws_errors import FILE, REPORT, USER, Row, denied

UPDATE = "UpdateObjectEncryption"
_ONLY = "Only source objects encrypted with SSE-S3 or SSE-KMS are supported."
_COPY = "Copy the object"
_NOT_READ = "The change of encryption can't be read by S3"
_OBJECT = f"arn:aws:s3:::reports/{FILE}"

OF_UPDATES = (
    *(
        Row("InvalidRequest", 400, message, title, hint, operation=UPDATE)
        for message, title, hint in (
            (
                f"The {UPDATE} operation doesn't supported unencrypted source objects. {_ONLY}",
                "The object isn't encrypted",
                _COPY,
            ),
            (
                f"The {UPDATE} operation doesn't support source objects with the encryption type "
                f"DSSE-KMS or SSE-C. {_ONLY}",
                "S3 can't change this encryption in place",
                _COPY,
            ),
            (
                f"The {UPDATE} operation doesn't support updating the encryption type to DSSE-KMS "
                "or SSE-C. Modify the request to specify SSE-KMS for the updated encryption type, "
                "and then try again.",
                "S3 can't change to this encryption in place",
                _COPY,
            ),
            (
                "Requests that modify an object encryption configuration require a valid new "
                "encryption type. Valid values are SSEKMS.",
                _NOT_READ,
                REPORT,
            ),
            (
                "Requests that modify an object encryption configuration require Amazon Web "
                "Services Signature Version 4.",
                _NOT_READ,
                REPORT,
            ),
            (
                "Requests that modify an object's encryption type to SSE-KMS require an Amazon Web "
                "Services KMS key Amazon Resource Name (ARN).",
                "The change of encryption needs a key ARN",
                "Choose a key",
            ),
            (
                "Requests that modify an object's encryption type to SSE-KMS require a valid AWS "
                "KMS key Amazon Resource Name (ARN).",
                "The change of encryption needs a key ARN",
                "Choose a key",
            ),
            (
                "The BucketKeyEnabled value isn't valid. Valid values are true or false.",
                _NOT_READ,
                REPORT,
            ),
        )
    ),
    *(
        Row("AccessDenied", 403, message, title, hint, operation=UPDATE)
        for message, title, hint in (
            (
                "The Amazon Web Services KMS key in the request must be owned by the same account "
                "as the bucket.",
                "The KMS key belongs to another account",
                "Choose a key of the account",
            ),
            (
                "The specified Amazon Web Services KMS key must be from the same organization in "
                "Organizations as the bucket.",
                "The KMS key belongs to another organization",
                "Choose a key of the account",
            ),
            (
                "The encryption type for the specified object can\u2019t be updated because that "
                "object is protected by S3 Object Lock.",
                "The object is locked",
                "Wait until the retention period ends",
            ),
        )
    ),
    Row(
        "AccessDenied",
        403,
        denied("s3:UpdateObjectEncryption", _OBJECT, "because no identity-based policy allows it"),
        "You don't have permission to change the encryption of this object",
        "ask",
        operation=UPDATE,
        lacks=("s3:UpdateObjectEncryption",),
    ),
    Row(
        "AccessDenied",
        403,
        "Access Denied",
        "You don't have permission to change the encryption of this object",
        "ask the bucket's owner",
        operation=UPDATE,
        lacks=("s3:UpdateObjectEncryption",),
    ),
)

OF_BLOCKED_KEYS = tuple(
    Row(
        "AccessDenied",
        403,
        f'User: {USER} is not authorized to perform: s3:PutObject on resource: "{_OBJECT}" because '
        "this bucket has blocked upload requests that specify Server Side Encryption with Customer "
        "provided keys (SSE-C). Please specify a different server-side encryption type",
        "The bucket blocks SSE-C",
        "Choose SSE-KMS",
        "U",
        operation=operation,
    )
    for operation in ("PutObject", "CopyObject", "CreateMultipartUpload", "UploadPart")
)

OF_ANNOTATIONS = (
    *(
        Row(code, status, "", title, hint, "B", operation)
        for code, status, title, hint, operation in (
            (
                "NoSuchAnnotation",
                404,
                "The annotation doesn't exist",
                "Refresh",
                "GetObjectAnnotation",
            ),
            (
                "AnnotationLimitExceeded",
                400,
                "The object has too many annotations",
                "Delete annotations",
                "PutObjectAnnotation",
            ),
            (
                "AnnotationNameTooLong",
                400,
                "The annotation's name is too long",
                "shorter name",
                "PutObjectAnnotation",
            ),
            (
                "InvalidAnnotationName",
                400,
                "The annotation's name isn't valid",
                "another name",
                "PutObjectAnnotation",
            ),
            (
                "UnsupportedMediaType",
                415,
                "S3 doesn't accept this content type",
                "another content type",
                "PutObjectAnnotation",
            ),
            (
                "EncryptionTypeMismatch",
                400,
                "The object has another encryption than the request",
                "Choose the encryption",
                "PutObject",
            ),
        )
    ),
    *(
        Row(
            "AccessDenied",
            403,
            denied(action, _OBJECT, "because no identity-based policy allows it"),
            "You don't have permission for the annotations of this object",
            "ask",
            "G",
            "CopyObject",
            lacks=(action,),
        )
        for action in ("s3:GetObjectAnnotation", "s3:PutObjectAnnotation")
    ),
)

CHANGE_ROWS = (*OF_UPDATES, *OF_BLOCKED_KEYS, *OF_ANNOTATIONS)
