"""Refusals: what each action means to a user, and who holds which policy."""

from __future__ import annotations

from s3enc_gui.s3.errors.messages.shape import ErrorMessage

# Who holds the policy, as a sentence's subject, and who can change it.
HOLDERS: dict[str, tuple[str, str]] = {
    "identity-based": ("the policy of your user or role", "your administrator"),
    "vpc endpoint": ("the policy of your network's VPC endpoint", "your network's administrator"),
    "permissions boundary": (
        "the permissions boundary of your user or role",
        "your administrator",
    ),
    "session": ("the policy of your session", "your administrator"),
    "service control": (
        "a service control policy of your organisation",
        "your organisation's administrator",
    ),
    "resource control": (
        "a resource control policy of your organisation",
        "your organisation's administrator",
    ),
}
OWNERS: dict[str, tuple[str, str]] = {
    "kms": ("the key's policy", "the key's owner"),
    "sts": ("the role's trust policy", "your administrator"),
    "s3": ("the bucket's policy", "the bucket's owner"),
}

_KEY_OWNER = "the key's owner"
_BUCKET_OWNER = "the bucket's owner"
_ADMINISTRATOR = "your administrator"

# operation: the action that it needs, and who can allow it, where the answer does not say.
ACTIONS: dict[str, tuple[str, str]] = {
    "HeadObject": ("s3:GetObject", _BUCKET_OWNER),
    "GetObject": ("s3:GetObject", _BUCKET_OWNER),
    "DeleteObject": ("s3:DeleteObject", _BUCKET_OWNER),
    "ListBuckets": ("s3:ListAllMyBuckets", _ADMINISTRATOR),
    "HeadBucket": ("s3:ListBucket", _BUCKET_OWNER),
    "ListObjectsV2": ("s3:ListBucket", _BUCKET_OWNER),
    "GetBucketLocation": ("s3:GetBucketLocation", _BUCKET_OWNER),
    "GetBucketEncryption": ("s3:GetEncryptionConfiguration", _BUCKET_OWNER),
    "AbortMultipartUpload": ("s3:AbortMultipartUpload", _BUCKET_OWNER),
    "ListMultipartUploads": ("s3:ListBucketMultipartUploads", _BUCKET_OWNER),
    "ListAliases": ("kms:ListAliases", _ADMINISTRATOR),
    "DescribeKey": ("kms:DescribeKey", _KEY_OWNER),
    "AssumeRole": ("sts:AssumeRole", _ADMINISTRATOR),
}

# action: title, what that means, and the beginning of a hint that goes on "send this to …".
BY_ACTION: dict[str, ErrorMessage] = {
    "kms:GenerateDataKey": ErrorMessage(
        "You may not encrypt with this KMS key",
        "You may write to the bucket, but not use {kms_key}.",
        "Choose another key, or",
    ),
    "kms:Decrypt": ErrorMessage(
        "You may not decrypt with this KMS key",
        "Small files work, large ones do not: they are sent in parts, and parts need kms:Decrypt.",
        "Choose another key, or",
    ),
    "kms:ListAliases": ErrorMessage(
        "You may not list the KMS keys",
        "The list of keys stays empty; a key that you name can be used all the same.",
        "Give the key as Custom KMS ARN, or",
    ),
    "kms:DescribeKey": ErrorMessage(
        "You may not look at this KMS key",
        "Whether {kms_key} can be used shows only when it is used.",
        "Try it, or",
    ),
    "s3:ListBucketMultipartUploads": ErrorMessage(
        "You may not list the unfinished uploads",
        "What was begun and never finished in {bucket} cannot be seen.",
        "Look with another connection, or",
    ),
    "s3:PutObject": ErrorMessage(
        "You may not upload to this bucket",
        "Nothing was stored in {bucket}.",
        "Choose another bucket or prefix, or",
    ),
    "s3:PutObjectTagging": ErrorMessage(
        "You may not set tags in this bucket",
        "The upload itself may be allowed without tags.",
        "Leave the tags out, or",
    ),
    "s3:PutObjectAcl": ErrorMessage(
        "You may not set an access control list",
        "The upload itself may be allowed without one.",
        "Choose “Bucket settings (send no ACL)”, or",
    ),
    "s3:GetObject": ErrorMessage(
        "You may not look at this object",
        "S3 says nothing of {object}, to who may not list the bucket not even whether it exists.",
        "Check the name, or",
    ),
    "s3:DeleteObject": ErrorMessage(
        "You may not delete this object", "{object} is still there.", "If it must go,"
    ),
    "s3:ListAllMyBuckets": ErrorMessage(
        "You may not list the buckets",
        "A bucket that you name can be used all the same.",
        "Type the bucket's name, or",
    ),
    "s3:ListBucket": ErrorMessage(
        "You may not look into this bucket",
        "{bucket} exists; uploading may be allowed all the same.",
        "Go on with the upload, or",
    ),
    "s3:GetEncryptionConfiguration": ErrorMessage(
        "You may not see the bucket's default encryption",
        "Only what is chosen explicitly can be verified.",
        "Choose an encryption yourself, or",
    ),
    "sts:AssumeRole": ErrorMessage(
        "You may not take on this role",
        "The profile asks for a role that is not open to you.",
        "Choose another connection, or",
    ),
}
GENERAL = ErrorMessage(
    "You are not allowed to do this",
    "The sign-in is right, but a permission is missing.",
    "Choose another connection, or",
)

# Plain answers whose text says enough: (a piece of it in small letters, the words).
BY_TEXT: tuple[tuple[str, ErrorMessage], ...] = (
    (
        "ciphertext refers to a customer master key",
        ErrorMessage(
            "The object's KMS key is out of reach",
            "{object} is there; its key does not exist, is in another Region or closed to you.",
            "Ask the key's owner to allow you kms:Decrypt.",
        ),
    ),
    (
        "object protected by object lock",
        ErrorMessage(
            "The object is locked",
            "An object lock protects {object} from being deleted or overwritten.",
            "Wait until the lock ends, or ask the bucket's owner.",
        ),
    ),
    (
        "request has expired",
        ErrorMessage("The link is too old", "It was valid for a time only.", "Ask for a new link."),
    ),
    (
        "must provide the correct secret key",
        ErrorMessage(
            "The object has another customer key (SSE-C)",
            "{object} was stored with a different key.",
            "Choose the key file it was stored with.",
        ),
    ),
    (
        "invalid mfa one time pass code",
        ErrorMessage(
            "The code is not accepted",
            "It is mistyped or was used already: each code works once.",
            "Wait for the next code and enter that.",
        ),
    ),
    (
        "unable to validate mfa code",
        ErrorMessage(
            "The code cannot be checked",
            "The profile names another device (mfa_serial), or the clock is wrong.",
            "Check mfa_serial in the profile and this computer's clock.",
        ),
    ),
)
