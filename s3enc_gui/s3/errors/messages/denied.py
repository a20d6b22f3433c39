"""Messages for denied requests: what each action means to a user, and who can allow it."""

from __future__ import annotations

from s3enc_gui.i18n import Text, text
from s3enc_gui.s3.errors.messages.encryption_change import DENIED_CHANGES
from s3enc_gui.s3.errors.messages.error_message import ErrorMessage
from s3enc_gui.s3.errors.messages.object_state import LOCKED, LOCKED_TEXTS, MFA_DELETE

# Whom to ask. What to ask is the text for the administrator (`denied_request`).
ADMINISTRATOR = text("To get access, ask your administrator.")
_NETWORK = text("To get access, ask your network's administrator.")
_ORGANIZATION = text("To get access, ask your organization's administrator.")
_OWNER = text("To get access, ask the resource's owner.")
BUCKET_OWNER = text("To get access, ask the bucket's owner.")
KEY_OWNER = text("To get access, ask the key's owner.")


# kind of policy: the policy as the subject of a sentence, and who can change it.
POLICIES: dict[str, tuple[Text, Text]] = {
    "identity-based": (text("The policy of your user or role"), ADMINISTRATOR),
    "vpc endpoint": (text("Your network's VPC endpoint policy"), _NETWORK),
    "permissions boundary": (
        text("The permissions boundary of your user or role"),
        ADMINISTRATOR,
    ),
    "session": (text("Your session policy"), ADMINISTRATOR),
    "service control": (text("A service control policy of your organization"), _ORGANIZATION),
    "resource control": (text("A resource control policy of your organization"), _ORGANIZATION),
}
# service: its resource-based policy, likewise.
RESOURCE_POLICIES: dict[str, tuple[Text, Text]] = {
    "kms": (text("The key policy"), KEY_OWNER),
    "sts": (text("The role's trust policy"), ADMINISTRATOR),
    "s3": (text("The bucket policy"), BUCKET_OWNER),
}
ANY_POLICY = (text("A policy"), _OWNER)

# operation: the action that it needs, and who can allow it, where the response doesn't say.
ACTIONS: dict[str, tuple[str, Text]] = {
    "HeadObject": ("s3:GetObject", BUCKET_OWNER),
    "GetObject": ("s3:GetObject", BUCKET_OWNER),
    "GetObjectTagging": ("s3:GetObjectTagging", BUCKET_OWNER),
    "DeleteObject": ("s3:DeleteObject", BUCKET_OWNER),
    "DeleteObjects": ("s3:DeleteObject", BUCKET_OWNER),
    "ListBuckets": ("s3:ListAllMyBuckets", ADMINISTRATOR),
    "HeadBucket": ("s3:ListBucket", BUCKET_OWNER),
    "ListObjectsV2": ("s3:ListBucket", BUCKET_OWNER),
    "ListObjectVersions": ("s3:ListBucketVersions", BUCKET_OWNER),
    "GetBucketVersioning": ("s3:GetBucketVersioning", BUCKET_OWNER),
    "GetBucketLocation": ("s3:GetBucketLocation", BUCKET_OWNER),
    "GetBucketEncryption": ("s3:GetEncryptionConfiguration", BUCKET_OWNER),
    "GetBucketPolicy": ("s3:GetBucketPolicy", BUCKET_OWNER),
    "GetBucketOwnershipControls": ("s3:GetBucketOwnershipControls", BUCKET_OWNER),
    "GetObjectLockConfiguration": ("s3:GetBucketObjectLockConfiguration", BUCKET_OWNER),
    "GetPublicAccessBlock": ("s3:GetBucketPublicAccessBlock", BUCKET_OWNER),
    "GetBucketAcl": ("s3:GetBucketAcl", BUCKET_OWNER),
    "GetBucketReplication": ("s3:GetReplicationConfiguration", BUCKET_OWNER),
    "GetBucketLifecycleConfiguration": ("s3:GetLifecycleConfiguration", BUCKET_OWNER),
    "ListBucketInventoryConfigurations": ("s3:GetInventoryConfiguration", BUCKET_OWNER),
    "GetBucketNotificationConfiguration": ("s3:GetBucketNotification", BUCKET_OWNER),
    "PutBucketPolicy": ("s3:PutBucketPolicy", BUCKET_OWNER),
    "DeleteBucketPolicy": ("s3:DeleteBucketPolicy", BUCKET_OWNER),
    "PutBucketEncryption": ("s3:PutEncryptionConfiguration", BUCKET_OWNER),
    "DeleteBucketEncryption": ("s3:PutEncryptionConfiguration", BUCKET_OWNER),
    "AbortMultipartUpload": ("s3:AbortMultipartUpload", BUCKET_OWNER),
    "ListMultipartUploads": ("s3:ListBucketMultipartUploads", BUCKET_OWNER),
    "UpdateObjectEncryption": ("s3:UpdateObjectEncryption", BUCKET_OWNER),
    "PutObjectAnnotation": ("s3:PutObjectAnnotation", BUCKET_OWNER),
    "GetObjectAnnotation": ("s3:GetObjectAnnotation", BUCKET_OWNER),
    "ListObjectAnnotations": ("s3:ListObjectAnnotations", BUCKET_OWNER),
    "DeleteObjectAnnotation": ("s3:DeleteObjectAnnotation", BUCKET_OWNER),
    "ListAliases": ("kms:ListAliases", ADMINISTRATOR),
    "DescribeKey": ("kms:DescribeKey", KEY_OWNER),
    "GenerateDataKey": ("kms:GenerateDataKey", KEY_OWNER),
    "Decrypt": ("kms:Decrypt", KEY_OWNER),
    "GetKeyLastUsage": ("kms:GetKeyLastUsage", KEY_OWNER),
    "AssumeRole": ("sts:AssumeRole", ADMINISTRATOR),
    "GetCallerIdentity": ("sts:GetCallerIdentity", ADMINISTRATOR),
}
OF_VERSION: dict[str, str] = {
    "s3:GetObject": "s3:GetObjectVersion",
    "s3:GetObjectTagging": "s3:GetObjectVersionTagging",
    "s3:DeleteObject": "s3:DeleteObjectVersion",
}
"""Actions on an object, and those on one of its versions (Service Authorization Reference)."""

_OTHER_KEY = text("Choose another key.")
_OTHER_CONNECTION = text("Choose another connection.")

_ANNOTATIONS = ErrorMessage(
    text("You don't have permission for the annotations of this object"),
    text("The annotations of {the_object} can't be read or written."),
    "",
)

_TAGS = ErrorMessage(
    text("You don't have permission to read the tags of this object"),
    text("The tags of {the_object} can't be shown."),
    "",
)

_POLICY = ErrorMessage(
    text("You don't have permission to change the bucket policy"),
    text("The policy of {the_bucket} stays as it is."),
    text("Write the policy to a file, and send it to the bucket's owner."),
)

BY_ACTION: dict[str, ErrorMessage] = {
    "s3:PutBucketPolicy": _POLICY,
    "s3:DeleteBucketPolicy": _POLICY,
    "s3:GetBucketPolicy": ErrorMessage(
        text("You don't have permission to read the bucket policy"),
        text("The policy of {the_bucket} can't be shown, nor changed without losing it."),
        "",
    ),
    "s3:PutEncryptionConfiguration": ErrorMessage(
        text("You don't have permission to change the default encryption"),
        text("The default encryption of {the_bucket} stays as it is."),
        "",
    ),
    "kms:GenerateDataKey": ErrorMessage(
        text("You don't have permission to encrypt with this KMS key"),
        text("You can write to the bucket, but you can't use {the_key}."),
        _OTHER_KEY,
    ),
    "kms:Decrypt": ErrorMessage(
        text("You don't have permission to decrypt with this KMS key"),
        text("Small files work. Large files are sent in parts, which require kms:Decrypt."),
        _OTHER_KEY,
    ),
    "kms:ListAliases": ErrorMessage(
        text("You don't have permission to list KMS keys"),
        text("You can still use a key that you enter."),
        text("For Custom KMS ARN, enter the key."),
    ),
    "kms:DescribeKey": ErrorMessage(
        text("You don't have permission to view this KMS key"),
        text("Only a request that uses {the_key} shows whether you can use it."),
        text("Try to use it."),
    ),
    "s3:ListBucketMultipartUploads": ErrorMessage(
        text("You don't have permission to list incomplete uploads"),
        text("The incomplete uploads in {the_bucket} can't be shown."),
        _OTHER_CONNECTION,
    ),
    "s3:PutObject": ErrorMessage(
        text("You don't have permission to upload to this bucket"),
        text("Nothing was stored in {the_bucket}."),
        text("Choose another bucket or folder."),
    ),
    "s3:PutObjectTagging": ErrorMessage(
        text("You don't have permission to set tags in this bucket"),
        text("The upload may be allowed without tags."),
        text("Leave out the tags."),
    ),
    "s3:PutObjectAcl": ErrorMessage(
        text("You don't have permission to set an ACL"),
        text("The upload may be allowed without an ACL."),
        text("Choose “Bucket settings (send no ACL)”."),
    ),
    "s3:GetObject": ErrorMessage(
        text("You don't have permission to read this object"),
        text("Without s3:ListBucket, S3 doesn't reveal whether {the_object} exists."),
        text("Check the name."),
    ),
    "s3:DeleteObject": ErrorMessage(
        text("You don't have permission to delete this object"),
        text("{The_object} wasn't deleted."),
        "",
    ),
    "s3:GetObjectVersion": ErrorMessage(
        text("You don't have permission to read this version"),
        text(
            "Without s3:ListBucket, S3 doesn't reveal whether this version of {the_object} exists."
        ),
        text("Check the name and the version."),
    ),
    "s3:DeleteObjectVersion": ErrorMessage(
        text("You don't have permission to delete this version"),
        text("This version of {the_object} wasn't deleted."),
        "",
    ),
    "s3:UpdateObjectEncryption": ErrorMessage(
        text("You don't have permission to change the encryption of this object"),
        text("{The_object} keeps its encryption."),
        "",
    ),
    "s3:GetObjectAnnotation": _ANNOTATIONS,
    "s3:PutObjectAnnotation": _ANNOTATIONS,
    "s3:ListObjectAnnotations": _ANNOTATIONS,
    "s3:DeleteObjectAnnotation": _ANNOTATIONS,
    "s3:GetObjectTagging": _TAGS,
    "s3:GetObjectVersionTagging": _TAGS,
    "s3:ListAllMyBuckets": ErrorMessage(
        text("You don't have permission to list buckets"),
        text("You can still open a bucket by its name."),
        text("Enter the bucket's name."),
    ),
    "s3:ListBucket": ErrorMessage(
        text("You don't have permission to list this bucket"),
        text("{The_bucket} exists, and you may be able to upload to it."),
        text("Choose another bucket, or upload without listing it."),
    ),
    "s3:GetEncryptionConfiguration": ErrorMessage(
        text("You don't have permission to view the default encryption"),
        text("Only an encryption that you choose can be verified."),
        text("Choose an encryption yourself."),
    ),
    "sts:AssumeRole": ErrorMessage(
        text("You don't have permission to assume this role"),
        text("The profile names this role."),
        _OTHER_CONNECTION,
    ),
}
READ_WITHOUT_KEY = BY_ACTION["kms:Decrypt"]._replace(
    detail=text("{The_object} may exist, but you can't use its key."), hint=""
)
GENERAL = ErrorMessage(
    text("You don't have permission to do this"),
    text("The credentials are valid, but a permission is missing."),
    _OTHER_CONNECTION,
)

KEY_OUT_OF_REACH = ErrorMessage(
    text("The object's KMS key can't be used"),
    text(
        "{The_object} exists. Its key doesn't exist or is in another Region, or "
        "you don't have permission to use it."
    ),
    text("Ask the key's owner for the kms:Decrypt permission."),
)
CIPHERTEXT = "ciphertext refers to a customer master key"

# Short responses whose text says enough: (part of the text in lower case, the message).
BY_TEXT: tuple[tuple[str, ErrorMessage], ...] = (
    (CIPHERTEXT, KEY_OUT_OF_REACH),
    *DENIED_CHANGES,
    *((part, LOCKED) for part in LOCKED_TEXTS),
    ("mfa authentication must be used", MFA_DELETE),
    (
        "request has expired",
        ErrorMessage(
            text("The link has expired"),
            text("It was valid for a limited time."),
            text("Ask for a new link."),
        ),
    ),
    (
        "must provide the correct secret key",
        ErrorMessage(
            text("The object has a different SSE-C key"),
            text("{The_object} was stored with a different customer-provided key."),
            text("Use the key that it was stored with."),
        ),
    ),
    (
        "invalid mfa one time pass code",
        ErrorMessage(
            text("The MFA code isn't valid"),
            text("It was mistyped or already used: each code works once."),
            text("Wait for the next code and enter it."),
        ),
    ),
    (
        "unable to validate mfa code",
        ErrorMessage(
            text("The MFA code can't be checked"),
            text("The profile names another device (mfa_serial), or the clock is wrong."),
            text("Check mfa_serial in the profile and this computer's clock."),
        ),
    ),
)
NOT_BY_POLICY = tuple(message for _, message in BY_TEXT if message is not KEY_OUT_OF_REACH)
"""Messages of BY_TEXT about what no policy allows: locks, wrong codes, wrong keys."""
