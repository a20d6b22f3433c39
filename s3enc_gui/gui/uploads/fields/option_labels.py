"""What the choices of the wizard mean, in plain words."""

from __future__ import annotations

from s3enc_gui.domain.access_point import NO_DEFAULT, is_access_point
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.uploads.plan import CANNED_ACLS, STORAGE_CLASSES, IfExists
from s3enc_gui.gui.keys.keys_model import KeysModel
from s3enc_gui.jobs.listing.buckets import BucketFacts
from s3enc_gui.wording import labels

NO_ACL = "Bucket settings (send no ACL)"
NO_STORAGE_CLASS = "Standard (default)"

ACL_TEXTS = {
    "private": "Only the bucket's owner has access",
    "public-read": "Everyone in the world can read",
    "public-read-write": "Everyone in the world can read and write",
    "authenticated-read": "Everyone with an AWS account can read",
    "aws-exec-read": "Amazon EC2 can read (AMI bundles)",
    "bucket-owner-read": "The bucket's owner can read",
    "bucket-owner-full-control": "The bucket's owner has full control",
}

PUBLIC_ACLS = {
    "public-read": "Everyone on the internet will be able to read these files.",
    "public-read-write": "Everyone on the internet will be able to read and overwrite these files.",
    "authenticated-read": "Everyone who has any AWS account will be able to read these files.",
}

STORAGE_CLASS_TEXTS = {
    "STANDARD": "Standard",
    "INTELLIGENT_TIERING": "Intelligent-Tiering",
    "STANDARD_IA": "Standard-Infrequent Access",
    "ONEZONE_IA": "One Zone-Infrequent Access",
    "GLACIER_IR": "Glacier Instant Retrieval",
    "GLACIER": "Glacier Flexible Retrieval",
    "DEEP_ARCHIVE": "Glacier Deep Archive",
    "REDUCED_REDUNDANCY": "Reduced Redundancy (not recommended)",
}

KIND_HELP = {
    Encryption.BUCKET_DEFAULT: "The bucket decides; nothing is asked of S3.",
    Encryption.SSE_S3: "Amazon S3 keeps the key. Readers need no right to it.",
    Encryption.SSE_KMS: "A key in AWS KMS: readers need the right to use it, and each use is "
    "logged.",
    Encryption.DSSE_KMS: "Two layers of encryption with a KMS key, where rules demand it.",
}

IF_EXISTS_HELP = {
    IfExists.FAIL: "The object there is left as it is, and you are asked.",
    IfExists.SKIP: "The object there is left as it is, and the file is not sent.",
    IfExists.OVERWRITE: "The object there is replaced without asking.",
    IfExists.RENAME: "The object there is left as it is; the file gets a number: name (1).txt.",
}


def acl_choices() -> list[tuple[str, str | None]]:
    """Return (text, value) for `Access control list`."""
    return [(NO_ACL, None), *((f"{ACL_TEXTS[acl]} ({acl})", acl) for acl in CANNED_ACLS)]


def storage_class_choices() -> list[tuple[str, str | None]]:
    """Return (text, value) for `Storage class`; S3 takes none sent as STANDARD (PutObject)."""
    others = (name for name in STORAGE_CLASSES if name != "STANDARD")
    return [(NO_STORAGE_CLASS, None), *((f"{STORAGE_CLASS_TEXTS[n]} ({n})", n) for n in others)]


def default_text(facts: BucketFacts | None, keys: KeysModel) -> str:
    """Say how a bucket encrypts what comes without a wish, as a clause of its own."""
    if facts is None or facts.default is None:
        return _not_told(facts)
    return f"the bucket {_encrypts(facts.default, keys)}"


def _not_told(facts: BucketFacts | None) -> str:
    is_bucket = facts is None or not is_access_point(facts.bucket)
    return "its default encryption cannot be read" if is_bucket else NO_DEFAULT


def _encrypts(default: BucketEncryption, keys: KeysModel) -> str:
    if default.algorithm is None:
        return "does not encrypt by default"
    choice = default.as_choice()
    if choice is None:
        return f"encrypts by default: other ({default.algorithm})"
    kind = labels.short_choice_text(choice).split(",")[0]
    parts = [f"encrypts by default with {kind}"]
    if choice.kind.uses_kms:
        key_id = labels.short_key(choice.key)
        known = keys.find(name=f"alias/{key_id}", key_id=key_id)
        parts.append(known.text if known else key_id)
    if choice.bucket_key:
        parts.append("(bucket key on)")
    return " ".join(parts)


def bucket_text(facts: BucketFacts, keys: KeysModel) -> str:
    """Say in a line what is known of a bucket: Region and default encryption."""
    default = _encrypts(facts.default, keys) if facts.default else _not_told(facts)
    return f"{facts.region or 'Region not known'} · {default}"
