"""What S3 answers about buckets, objects and options, by code."""

from __future__ import annotations

from s3enc_gui.s3.errors.messages.shape import ErrorMessage

_REPORT = "This is a fault of the program: please report it with this message."

OTHER_REGION = ErrorMessage(
    "The bucket is in another Region",
    "{bucket} does not live in the Region that was asked.",
    "Choose the bucket's Region (--region) and try again.",
)
_ARCHIVED = ErrorMessage(
    "The object is in the archive",
    "{object} must be restored before it can be read.",
    "Restore the object first.",
)
BUCKET: dict[str, ErrorMessage] = {
    "PermanentRedirect": OTHER_REGION,
    "TemporaryRedirect": OTHER_REGION,
    "AuthorizationHeaderMalformed": OTHER_REGION,
    "IllegalLocationConstraintException": OTHER_REGION,
    "NoSuchBucket": ErrorMessage(
        "There is no such bucket",
        "{bucket} does not exist; the name is mistyped, or it was deleted.",
        "Check the name, or choose another bucket.",
    ),
    "InvalidBucketName": ErrorMessage(
        "This is not a bucket name",
        "{bucket} has a name with characters or a length that S3 does not allow.",
        "Correct the name, or choose another bucket.",
    ),
    "NoSuchKey": ErrorMessage(
        "There is no such object",
        "{object} is not (or no longer) in {bucket}.",
        "Check the name: small and capital letters differ.",
    ),
    "NoSuchVersion": ErrorMessage(
        "There is no such version",
        "This version of {object} is not (or no longer) in {bucket}.",
        "Look at the object without naming a version.",
    ),
    "ServerSideEncryptionConfigurationNotFoundError": ErrorMessage(
        "The bucket has no default encryption",
        "{bucket} stores what it gets as it gets it.",
        "Choose an encryption yourself.",
    ),
    "AccessControlListNotSupported": ErrorMessage(
        "The bucket takes no access control lists",
        "{bucket} gives access by policies only.",
        "Choose “Bucket settings (send no ACL)” and upload again.",
    ),
    "InvalidStorageClass": ErrorMessage(
        "The storage class is not known here",
        "The server does not have the storage class that was chosen.",
        "Choose another storage class.",
    ),
    "InvalidTag": ErrorMessage(
        "The tags are not accepted",
        "A tag is too long, holds a character that tags do not take, or is given twice.",
        "Correct the tags, or leave them out.",
    ),
    "KeyTooLongError": ErrorMessage(
        "The name is too long for S3",
        "Folder and file name together may have 1,024 bytes.",
        "Shorten the prefix, or rename the file.",
    ),
    "MetadataTooLarge": ErrorMessage(
        "There is too much metadata",
        "Names and values together may have 2,048 bytes.",
        "Shorten the metadata.",
    ),
    "InvalidObjectState": _ARCHIVED,
    "ObjectNotInActiveTierError": _ARCHIVED,  # CopyObject's word for it
    "MethodNotAllowed": ErrorMessage(
        "The server does not allow this here",
        "The operation does not go with this bucket or object.",
        "Check the bucket and the name; object lock and delete markers can cause this too.",
    ),
    "NotImplemented": ErrorMessage(
        "The server lacks a feature that was asked for",
        "Servers other than Amazon's often do not know every option.",
        "Leave out the options it may not know: storage class, tags, ACL, bucket key, encryption.",
    ),
    "MissingContentLength": ErrorMessage(
        "The server wants to know the length first",
        "It cannot take an upload that is sent in chunks.",
        "If there is a proxy in between, try without it; else this server does not fit.",
    ),
    "MissingSecurityHeader": ErrorMessage(
        "The request was incomplete", "The server misses a header.", _REPORT
    ),
    "UnsupportedSignature": ErrorMessage(
        "The server does not know this kind of signature",
        "Servers other than Amazon's may know older kinds only.",
        "Check the endpoint, and signature_version in the profile.",
    ),
    "InvalidEncryptionAlgorithmError": ErrorMessage(
        "The server does not know this encryption",
        "The encryption that was asked for is not accepted for {bucket}.",
        "Choose another encryption.",
    ),
    # Without own words: they would get in the way of those who look for the server's.
    "InvalidRequest": ErrorMessage(
        "The server does not accept the request",
        "",
        "Check the chosen options; if they are right, report this message.",
    ),
    "InvalidArgument": ErrorMessage(
        "The server does not accept one of the options",
        "",
        "Check encryption, key, storage class, ACL, tags and metadata.",
    ),
    "BadRequest": ErrorMessage(
        "The server does not accept the request",
        "",
        "Check the Region and the sign-in; an object with a customer key (SSE-C) answers so too.",
    ),
    "ValidationError": ErrorMessage(
        "The service does not accept the request",
        "A setting of the profile is out of bounds, for example the length of the session.",
        "Check the profile, or ask your administrator.",
    ),
    "ValidationException": ErrorMessage(
        "The service does not accept the request",
        "A value that was given is not in the form it wants.",
        "Check what was typed in.",
    ),
}
